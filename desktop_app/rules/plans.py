"""How far a plan has come, item by item and together, and whether what was typed is what its text counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.words import Outcome, PlanItemState, PlanStanding, TaskState, Timeliness
from desktop_app.rules.numbers import counted

DONE = (Timeliness.DONE_IN_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DUE)
OF_OUTCOME = {
    Outcome.EXCEEDED: PlanStanding.DONE,
    Outcome.MET: PlanStanding.DONE,
    Outcome.MISSED: PlanStanding.LATE,
    Outcome.UNDER_WAY: PlanStanding.DOING,
    Outcome.NO_FIGURE: PlanStanding.NEW,
}


@dataclass(frozen=True)
class Count:
    """How many items the text of a plan speaks of (None: it says nothing), and how many have been typed."""

    stated: int | None
    typed: int

    @property
    def words(self) -> str:
        """What does not agree, or nothing.

        >>> Count(47, 45).words, Count(47, 47).words, Count(None, 3).words
        ('văn bản ghi 47, đã nhập 45', '', '')
        """
        if self.stated is None or self.stated == self.typed:
            return ""
        return f"văn bản ghi {counted(self.stated)}, đã nhập {counted(self.typed)}"

    @property
    def short(self) -> str:
        """Both numbers where they differ, as a table has room for: 45/47.

        >>> Count(47, 45).short, Count(47, 47).short, Count(None, 0).short
        ('45/47', '47', '')
        """
        if self.stated is None or self.stated == self.typed:
            return counted(self.typed) if self.typed else ""
        return f"{counted(self.typed)}/{counted(self.stated)}"


@dataclass(frozen=True)
class Progress:
    """How many items of a group stand where; what is not carried out counts in no share."""

    done: int = 0
    late: int = 0
    doing: int = 0
    new: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        """All items."""
        return self.done + self.late + self.doing + self.new + self.dropped

    @property
    def share(self) -> float:
        """The part that is done, 0 to 1, of what is to be done.

        >>> Progress(done=1, new=2, dropped=1).share
        0.3333333333333333
        """
        wanted = self.total - self.dropped
        return self.done / wanted if wanted else 0.0

    def __add__(self, other: "Progress") -> "Progress":
        """Both together."""
        return Progress(
            self.done + other.done,
            self.late + other.late,
            self.doing + other.doing,
            self.new + other.new,
            self.dropped + other.dropped,
        )


def progress(standings: Iterable[PlanStanding]) -> Progress:
    """Count where items stand.

    >>> progress([PlanStanding.DONE, PlanStanding.LATE, PlanStanding.DONE])
    Progress(done=2, late=1, doing=0, new=0, dropped=0)
    """
    of = Counter(standings)
    return Progress(**{standing.value: of[standing] for standing in PlanStanding})


def of_task(state: TaskState, timeliness: Timeliness | None) -> PlanStanding:
    """Where an item stands that became a task: as the task does.

    >>> of_task(TaskState.IN_PROGRESS, Timeliness.OPEN_OVERDUE).value, of_task(TaskState.CANCELLED, None).value
    ('late', 'dropped')
    >>> of_task(TaskState.COMPLETED, Timeliness.DONE_LATE).value, of_task(TaskState.NEW, None).value
    ('done', 'new')
    """
    if state == TaskState.CANCELLED:
        return PlanStanding.DROPPED
    if timeliness == Timeliness.OPEN_OVERDUE:
        return PlanStanding.LATE
    if timeliness in DONE or state == TaskState.COMPLETED:
        return PlanStanding.DONE
    return PlanStanding.NEW if state in (TaskState.NEW, TaskState.REJECTED) else PlanStanding.DOING


def of_own(state: str, done_on: date | None, due_on: date | None, day: date) -> PlanStanding:
    """Where an item stands that is followed in the plan alone; its due date itself is still in time.

    >>> due = date(2026, 6, 30)
    >>> of_own("doing", None, due, due).value, of_own("new", None, due, date(2026, 7, 1)).value
    ('doing', 'late')
    >>> of_own("done", due, due, due).value, of_own("done", due, None, date(2026, 6, 1)).value
    ('done', 'doing')
    """
    if state == PlanItemState.DROPPED:
        return PlanStanding.DROPPED
    if state == PlanItemState.DONE and (done_on is None or done_on <= day):
        return PlanStanding.DONE
    if due_on is not None and due_on < day:
        return PlanStanding.LATE
    return PlanStanding.NEW if state == PlanItemState.NEW else PlanStanding.DOING
