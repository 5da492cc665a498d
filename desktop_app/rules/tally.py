"""Counting tasks by class: six disjoint classes that add up, and rates that name what they are of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.words import TaskState, Timeliness
from desktop_app.rules.lateness import Halves, standing
from desktop_app.rules.numbers import percent

NOT_COUNTED = (TaskState.CANCELLED, TaskState.REJECTED)


@dataclass(frozen=True)
class Tally:
    """How many tasks came over from before, how many were assigned in the period, and where they all stand."""

    carried: int = 0
    assigned: int = 0
    done_in_time: int = 0
    done_late: int = 0
    done_no_due: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    open_no_due: int = 0

    @property
    def total(self) -> int:
        """All tasks of the period: carried over and assigned, which is the sum of the six classes."""
        return self.carried + self.assigned

    @property
    def done(self) -> int:
        """Completed, in time or late or without a due date."""
        return self.done_in_time + self.done_late + self.done_no_due

    @property
    def open(self) -> int:
        """Not completed yet."""
        return self.open_in_time + self.open_overdue + self.open_no_due

    @property
    def decided(self) -> int:
        """Tasks with a due date of which it is known whether they kept it: the base of the rate in time."""
        return self.done_in_time + self.done_late + self.open_overdue

    @property
    def done_rate(self) -> str:
        """Completed of all tasks, in percent."""
        return percent(self.done, self.total)

    @property
    def in_time_rate(self) -> str:
        """Completed in time, of those known to have kept or missed their due date, in percent."""
        return percent(self.done_in_time, self.decided)

    def __add__(self, other: "Tally") -> "Tally":
        """Two tallies together.

        >>> Tally(carried=1, done_late=1) + Tally(assigned=2) == Tally(carried=1, assigned=2, done_late=1)
        True
        """
        return Tally(*(a + b for a, b in zip(self._figures(), other._figures(), strict=True)))

    def _figures(self) -> tuple[int, ...]:
        return (self.carried, self.assigned, *(getattr(self, name.value) for name in Timeliness))


def one(assigned_on: date, start: date, timeliness: Timeliness) -> Tally:
    """The tally of one task of a period that begins on ``start``."""
    carried = assigned_on < start
    return Tally(carried=int(carried), assigned=int(not carried), **{timeliness.value: 1})


def belongs(task: Halves, assigned_on: date, start: date, as_at: date) -> bool:
    """Whether a task is in the book of a period from ``start``, seen on ``as_at``.

    It was assigned in the period, or before and was not done by the day before ``start``. A cancelled one is not.
    """
    if assigned_on > as_at or standing(task, as_at).timeliness is None:
        return False
    if assigned_on >= start:
        return True
    before = standing(task, start - timedelta(days=1)).state
    return before not in (TaskState.COMPLETED, *NOT_COUNTED)


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    total = Tally()
    for tally in tallies:
        total += tally
    return total
