"""Where the remediation of a finding stands, as at a date: a function of what was demanded, reported and decided."""

from dataclasses import dataclass
from datetime import date

from db.words import FindingDecisionKind, RemediationState, TaskState, Timeliness
from desktop_app.rules import lateness

REPORT = "report"  # an event that is no decision: what the inspected party says it has done
REPEATED_WITHIN = 24  # months in which the same shortcoming of the same party counts as repeated


@dataclass(frozen=True)
class Event:
    """A report (with ``done_on`` once the work is done) or a decision (with ``due_on`` where it sets a new term)."""

    kind: str
    day: date
    place: int = 0
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Given:
    """The task that a finding became, and since when."""

    assigned_on: date
    halves: lateness.Halves


@dataclass(frozen=True)
class Finding:
    """What was demanded, by when, what happened since in any order, and the task it became, if it did.

    ``binds_from`` is the day on which its minutes were signed, None while they are a draft: nobody is late before.
    """

    demanded: bool
    due_on: date | None = None
    events: tuple[Event, ...] = ()
    task: Given | None = None
    binds_from: date | None = date.min


@dataclass(frozen=True)
class Standing:
    """A finding as at a date; days are calendar days."""

    state: RemediationState
    due_on: date | None
    days_late: int
    reported_on: date | None = None
    done_on: date | None = None
    urged: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in (RemediationState.OPEN, RemediationState.OVERDUE, RemediationState.REPORTED)


_SETTLING = (REPORT, FindingDecisionKind.ACCEPTED, FindingDecisionKind.REFUSED, FindingDecisionKind.DROPPED)


def standing(finding: Finding, as_at: date) -> Standing:
    """State, term and lateness on ``as_at``; what was reported or decided later is not known yet.

    The last of reports of finished work, acceptances, refusals and droppings says the state. Work that was reported
    done in time is in time however late it is accepted; a finding that became a task follows the task.

    >>> friday, monday = date(2026, 11, 13), date(2026, 11, 16)
    >>> standing(Finding(True, friday), friday).state.value, standing(Finding(True, friday), monday).days_late
    ('open', 3)
    >>> told = Event("report", monday, 1, done_on=friday)
    >>> known = Finding(True, friday, (told, Event("accepted", date(2026, 11, 20), 2)))
    >>> [standing(known, day).state.value for day in (date(2026, 11, 15), monday, date(2026, 11, 20))]
    ['overdue', 'reported', 'done']
    >>> again = Finding(True, friday, (told, Event("refused", monday, 2, due_on=date(2026, 11, 30))))
    >>> standing(again, monday).state.value, standing(again, monday).due_on.isoformat()
    ('open', '2026-11-30')
    >>> standing(Finding(False), monday).state.value
    'not_asked'
    >>> draft, signed = (Finding(True, friday, binds_from=day) for day in (None, monday))
    >>> [standing(one, monday).state.value for one in (draft, signed)], standing(signed, friday).state.value
    (['open', 'overdue'], 'open')
    """
    if finding.binds_from is None or as_at < finding.binds_from:
        asked = finding.demanded or finding.due_on is not None
        return Standing(RemediationState.OPEN if asked else RemediationState.NOT_ASKED, finding.due_on, 0)
    if finding.task is not None and finding.task.assigned_on <= as_at:
        return _of_task(finding.task.halves, as_at)
    return _of_events(finding, as_at)


def _of_events(finding: Finding, as_at: date) -> Standing:
    """What reports and decisions say of a finding that is no task."""
    known = sorted((e for e in finding.events if e.day <= as_at), key=lambda event: (event.day, event.place))
    due_on = finding.due_on
    last: Event | None = None
    reported_on = done_on = None
    for event in known:
        due_on = event.due_on or due_on
        if event.kind == REPORT:
            reported_on = event.day
            done_on = event.done_on or done_on
        if event.kind in _SETTLING and (event.kind != REPORT or event.done_on is not None):
            last = event
        if event.kind == FindingDecisionKind.REFUSED:
            done_on = None
    urged = sum(event.kind == FindingDecisionKind.URGED for event in known)
    kind = None if last is None else last.kind
    if kind == FindingDecisionKind.DROPPED:
        return Standing(RemediationState.DROPPED, due_on, 0, reported_on, None, urged)
    if kind == FindingDecisionKind.ACCEPTED and last is not None:
        done_on = done_on or last.day
        late = lateness.days_late(due_on, done_on, as_at)
        state = RemediationState.DONE_LATE if late else RemediationState.DONE
        return Standing(state, due_on, late, reported_on, done_on, urged)
    if kind == REPORT:
        late = lateness.days_late(due_on, done_on, as_at)
        return Standing(RemediationState.REPORTED, due_on, late, reported_on, done_on, urged)
    if not finding.demanded and due_on is None and last is None:
        return Standing(RemediationState.NOT_ASKED, None, 0, reported_on, None, urged)
    late = lateness.days_late(due_on, None, as_at)
    state = RemediationState.OVERDUE if late else RemediationState.OPEN
    return Standing(state, due_on, late, reported_on, None, urged)


def _of_task(task: lateness.Halves, as_at: date) -> Standing:
    """What the standing of a task says of the finding it was given for."""
    now = lateness.standing(task, as_at)
    urged = lateness.count(task, FindingDecisionKind.URGED, as_at)
    state = {
        TaskState.CANCELLED: RemediationState.DROPPED,
        TaskState.AWAITING: RemediationState.REPORTED,
    }.get(now.state)
    if now.state == TaskState.COMPLETED:
        late = now.timeliness == Timeliness.DONE_LATE
        state = RemediationState.DONE_LATE if late else RemediationState.DONE
    if state is None:
        late = now.timeliness == Timeliness.OPEN_OVERDUE
        state = RemediationState.OVERDUE if late else RemediationState.OPEN
    done = task.completed_on if now.state in (TaskState.COMPLETED, TaskState.AWAITING) else None
    days = 0 if state == RemediationState.DROPPED else now.days_late
    return Standing(state, now.due_on, days, done, done, urged)


def masked(number: str) -> str:
    """A number of a person with all but its last three digits covered.

    >>> masked("001099012345"), masked(""), masked("12")
    ('•••••••••345', '', '••')
    """
    return "•" * (len(number) - 3) + number[-3:] if len(number) > 3 else "•" * len(number)
