"""Where a task stands and whether it is late, as at a date: a function of both halves and the decisions."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from db.words import DecisionKind, Progress, TaskState, Timeliness
from desktop_app.rules.workdays import add_workdays


@dataclass(frozen=True)
class Decision:
    """One decision of the assigner, in the order decided; it answers one round of the doer's work."""

    kind: str
    decided_on: date
    round: int = 1
    due_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Halves:
    """What the assigner set (first two), what the doer reports, the decisions in order; a copy is others' business."""

    original_due_on: date | None
    needs_confirmation: bool = False
    progress: str = Progress.NEW
    round: int = 1
    completed_on: date | None = None
    decisions: tuple[Decision, ...] = ()
    copied: bool = False


@dataclass(frozen=True)
class Standing:
    """A task as at a date. ``timeliness`` is None for a task that is not counted; days are calendar days."""

    state: TaskState
    timeliness: Timeliness | None
    due_on: date | None
    days_late: int
    days_late_original: int


def count(task: Halves, kind: str, as_at: date) -> int:
    """How many decisions of a kind there were by ``as_at``: extensions granted, urgings sent.

    >>> urged = Halves(None, decisions=(Decision("urged", date(2026, 11, 10)), Decision("urged", date(2026, 11, 20))))
    >>> count(urged, "urged", date(2026, 11, 15))
    1
    """
    return sum(decision.kind == kind and decision.decided_on <= as_at for decision in task.decisions)


def state(task: Halves, as_at: date) -> TaskState:
    """The state people see on ``as_at``; a decision about an older round does not touch a newer one.

    >>> state(Halves(None, progress="reported", completed_on=date(2026, 11, 16)), date(2026, 11, 15)).value
    'in_progress'
    >>> redo = Decision("redo", date(2026, 11, 18), round=1)
    >>> done = Halves(None, True, "reported", 1, date(2026, 11, 16), (redo,))
    >>> state(done, date(2026, 11, 17)).value, state(done, date(2026, 11, 18)).value
    ('awaiting_confirmation', 'redo')
    """
    known = [decision for decision in task.decisions if decision.decided_on <= as_at]
    if any(decision.kind == DecisionKind.CANCELLED for decision in known):
        return TaskState.CANCELLED
    if task.progress == Progress.DECLINED:
        return TaskState.REJECTED
    answers = {decision.kind for decision in known if decision.round == task.round}
    if task.progress == Progress.REPORTED and task.completed_on is not None and task.completed_on <= as_at:
        if DecisionKind.REDO in answers:
            return TaskState.REDO
        if not task.needs_confirmation or DecisionKind.CONFIRMED in answers:
            return TaskState.COMPLETED
        return TaskState.AWAITING
    if suspended_since(task, as_at) is not None:
        return TaskState.SUSPENDED
    if task.round > 1 and task.progress == Progress.NEW:
        return TaskState.REDO
    return TaskState.NEW if task.progress == Progress.NEW else TaskState.IN_PROGRESS


def due(task: Halves, as_at: date) -> date | None:
    """The due date on ``as_at``: the last extension granted by then, moved by the days of approved suspensions.

    A suspension with an end moves it when it is decided, the last day being one of rest; an open one when work is
    resumed. Until then its clock stands still (``suspended_since``).

    >>> rest = Decision("suspended", date(2026, 11, 10), from_on=date(2026, 11, 11), to_on=date(2026, 11, 20))
    >>> due(Halves(date(2026, 11, 13), decisions=(rest,)), date(2026, 11, 10)).isoformat()
    '2026-11-23'
    """
    moved, since = task.original_due_on, None
    for decision in task.decisions:
        if decision.decided_on > as_at:
            continue
        if decision.kind == DecisionKind.EXTENDED:
            moved = decision.due_on
        elif decision.kind == DecisionKind.SUSPENDED:
            since = decision.from_on or decision.decided_on
            if decision.to_on is not None:
                moved, since = _later(moved, since, decision.to_on + timedelta(days=1)), None
        elif decision.kind == DecisionKind.RESUMED and since is not None:
            moved, since = _later(moved, since, decision.from_on or decision.decided_on), None
    return moved


def _later(due_on: date | None, since: date, until: date) -> date | None:
    return None if due_on is None else due_on + max(timedelta(0), until - since)


def suspended_since(task: Halves, as_at: date) -> date | None:
    """The first day of a suspension that holds on ``as_at``, or None."""
    since, until = None, None
    for decision in task.decisions:
        if decision.decided_on <= as_at and decision.kind == DecisionKind.SUSPENDED:
            since, until = decision.from_on or decision.decided_on, decision.to_on
        elif decision.decided_on <= as_at and decision.kind == DecisionKind.RESUMED:
            since = None
    if since is None or since > as_at or (until is not None and until < as_at):
        return None
    return since


def days_late(due_on: date | None, completed_on: date | None, as_at: date) -> int:
    """Whole calendar days past the due date; none for work in time or without a due date.

    >>> days_late(date(2026, 11, 13), None, date(2026, 11, 14))
    1
    >>> days_late(date(2026, 11, 13), date(2026, 11, 13), date(2026, 11, 20))
    0
    """
    return 0 if due_on is None else max(0, ((completed_on or as_at) - due_on).days)


def standing(task: Halves, as_at: date) -> Standing:
    """State, class, due date and both latenesses on ``as_at`` (DOMAIN.md 2.2).

    >>> friday = date(2026, 11, 13)
    >>> late = Halves(friday, progress="reported", completed_on=date(2026, 11, 16))
    >>> standing(late, date(2026, 11, 15)).timeliness.value, standing(late, date(2026, 11, 16)).timeliness.value
    ('open_overdue', 'done_late')
    >>> more = Decision("extended", date(2026, 11, 12), due_on=date(2026, 11, 20))
    >>> kept = standing(Halves(friday, False, "reported", 1, date(2026, 11, 16), (more,)), date(2026, 11, 30))
    >>> kept.timeliness.value, kept.days_late, kept.days_late_original
    ('done_in_time', 0, 3)
    """
    now = state(task, as_at)
    due_on = due(task, as_at)
    completed_on = task.completed_on if now == TaskState.COMPLETED else None
    clock_on = min(as_at, suspended_since(task, as_at) or as_at)
    late = days_late(due_on, completed_on, clock_on)
    counted = now not in (TaskState.CANCELLED, TaskState.REJECTED) and not task.copied
    timeliness = _class(now == TaskState.COMPLETED, due_on, late) if counted else None
    return Standing(now, timeliness, due_on, late, days_late(task.original_due_on, completed_on, clock_on))


def _class(done: bool, due_on: date | None, late: int) -> Timeliness:
    if due_on is None:
        return Timeliness.DONE_NO_DUE if done else Timeliness.OPEN_NO_DUE
    if done:
        return Timeliness.DONE_LATE if late else Timeliness.DONE_IN_TIME
    return Timeliness.OPEN_OVERDUE if late else Timeliness.OPEN_IN_TIME


def due_soon_until(
    as_at: date, workdays: int = 3, days_off: Container[date] = (), made_up: Container[date] = ()
) -> date:
    """The last day of those that count as "soon due" on ``as_at``.

    >>> friday, monday = date(2026, 4, 24), date(2026, 4, 27)
    >>> due_soon_until(friday).isoformat(), due_soon_until(friday, 3, {monday}).isoformat()
    ('2026-04-29', '2026-04-30')
    """
    return add_workdays(as_at, workdays, days_off, made_up)
