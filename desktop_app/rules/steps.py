"""Who held a task, for how long and whether in time: plain functions of the steps it went through."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.words import StepMove
from desktop_app.rules.workdays import is_workday


@dataclass(frozen=True)
class Step:
    """One holder of a task, in the order in which they held it; ``ended_on`` is None while it is held."""

    holder: str
    began_on: date
    ended_on: date | None = None
    due_on: date | None = None
    move: str = StepMove.RECEIVED


@dataclass(frozen=True)
class Held:
    """How long a step took, in calendar and in working days, and how many calendar days past its own deadline.

    ``days_late`` is None where the step had no deadline. The first day is not counted (Bộ luật Dân sự 2015, Điều 147),
    so that the days of steps that follow each other add up.
    """

    days: int
    workdays: int
    days_late: int | None


@dataclass(frozen=True)
class Total:
    """What one holder had of a task: how many steps, days, working days, and how many steps ran late."""

    steps: int
    days: int
    workdays: int
    late: int


def workdays_between(start: date, end: date, days_off: Container[date] = (), made_up: Container[date] = ()) -> int:
    """How many working days lie after ``start`` up to ``end``; none when it is not later.

    >>> workdays_between(date(2026, 11, 20), date(2026, 11, 30), {date(2026, 11, 24)})
    5
    """
    span = range(1, (end - start).days + 1)
    return sum(is_workday(start + timedelta(days=n), days_off, made_up) for n in span)


def held(step: Step, as_at: date, days_off: Container[date] = (), made_up: Container[date] = ()) -> Held:
    """How long a step took, or has taken by ``as_at``.

    >>> held(Step("Trần Văn Ân", date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 6)), date(2026, 11, 22))
    Held(days=7, workdays=5, days_late=3)
    >>> held(Step("Trần Văn Ân", date(2026, 11, 20)), date(2026, 11, 22))
    Held(days=2, workdays=0, days_late=None)
    """
    until = as_at if step.ended_on is None else step.ended_on
    late = None if step.due_on is None else max(0, (until - step.due_on).days)
    days = max(0, (until - step.began_on).days)
    return Held(days, workdays_between(step.began_on, until, days_off, made_up), late)


def holding(steps: Sequence[Step]) -> Step | None:
    """The step that is held now.

    >>> holding([Step("A", date(2026, 11, 2), date(2026, 11, 5)), Step("B", date(2026, 11, 5))]).holder
    'B'
    """
    return next((step for step in reversed(steps) if step.ended_on is None), None)


def giver(steps: Sequence[Step]) -> Step | None:
    """The step of whoever handed the task to its last holder: where it goes when it is handed back.

    A task that was handed back to somebody goes back from there to whoever that one had it from.

    >>> a, b = Step("A", date(2026, 11, 2)), Step("B", date(2026, 11, 3), move=StepMove.HANDED_ON)
    >>> c, back = Step("C", date(2026, 11, 4), move=StepMove.HANDED_ON), Step("B", date(2026, 11, 5), move="returned")
    >>> giver([a, b, c]).holder, giver([a, b, c, back]).holder, giver([a])
    ('B', 'A', None)
    """
    chain: list[Step] = []
    for step in steps:
        if step.move == StepMove.RECEIVED:
            chain = [step]
        elif step.move == StepMove.RETURNED:
            chain = chain[:-1]
        else:
            chain.append(step)
    return chain[-2] if len(chain) > 1 else None


def totals(
    steps: Sequence[Step], as_at: date, days_off: Container[date] = (), made_up: Container[date] = ()
) -> dict[str, Total]:
    """What each holder had of a task, in the order in which they first held it.

    >>> a = Step("A", date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 4))
    >>> b, again = Step("B", date(2026, 11, 5), date(2026, 11, 6)), Step("A", date(2026, 11, 6))
    >>> totals([a, b, again], date(2026, 11, 9))["A"]
    Total(steps=2, days=6, workdays=4, late=1)
    """
    found: dict[str, Total] = {}
    for step in steps:
        had, now = found.get(step.holder, Total(0, 0, 0, 0)), held(step, as_at, days_off, made_up)
        found[step.holder] = Total(
            had.steps + 1, had.days + now.days, had.workdays + now.workdays, had.late + bool(now.days_late)
        )
    return found
