"""What can be done about a meeting now, and what is told of it."""

from dataclasses import dataclass
from typing import Any

from db.models import Document, Meeting
from desktop_app.features.meetings import service as meetings
from desktop_app.features.minutes import service as minutes
from desktop_app.features.office import service as office
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import situation
from desktop_app.records import writers
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import counted

NOT_GIVEN, NO_WORK = "Chưa giao", "Không giao việc"


@dataclass(frozen=True)
class Concluded:
    """A conclusion as a list shows it; ``task`` is the id of what it became."""

    number: int
    about: str
    content: str
    lead: str
    due: str
    task: int | None
    state: str


@dataclass(frozen=True)
class Heard:
    """A matter of the agenda as a list shows it."""

    number: int
    content: str
    by: str
    plan_item: str


@dataclass(frozen=True)
class Desk:
    """One meeting with all that hangs on it, read once."""

    meeting: Meeting
    matters: tuple[Heard, ...]
    concluded: tuple[Concluded, ...]
    notices: tuple[Document, ...]
    supplements: tuple[Any, ...]
    waiting: int

    @property
    def signed(self) -> bool:
        """Whether the minutes are frozen."""
        return minutes.is_signed(self.meeting)

    @property
    def ours(self) -> bool:
        """Whether this office wrote it; what another one sent is only looked at."""
        return meetings.is_ours(self.meeting)

    @property
    def may_issue(self) -> bool:
        """Whether there is a conclusion to make known that no numbered notice has made known yet."""
        return (
            self.ours
            and bool(self.concluded)
            and (self.waiting > 0 or not any(notice.number for notice in self.notices))
        )

    @property
    def words(self) -> str:
        """How far the meeting is, in a calm line; old ones without agenda say nothing."""
        if not self.ours:
            return writers.read_only(self.meeting)
        if not (self.matters or self.concluded or self.signed):
            return ""
        state = f"Biên bản ký ngày {show_date(self.meeting.signed_on)}" if self.signed else "Biên bản dự thảo"
        told = [f"{state}: {counted(len(self.matters))} nội dung, {counted(len(self.concluded))} kết luận"]
        told += [f"{counted(self.waiting)} kết luận chưa giao thành nhiệm vụ"] if self.waiting else []
        told += [f"thông báo {', '.join(map(paper, self.notices))}"] if self.notices else []
        return f"{'; '.join(told)}."


def look(meeting: Meeting) -> Desk:
    """Read a meeting with its agenda, conclusions, tasks, notices and supplements."""
    agenda = minutes.matters(meeting)
    number_of = {matter.id: str(number) for number, matter in enumerate(agenda, start=1)}
    given = minutes.conclusions(meeting)
    known = {each.id: minutes.task_of(each) for each in given}
    states = {row.id: row for row in tasks.find().rows([task.id for task in known.values() if task is not None])}
    concluded = []
    for number, each in enumerate(given, start=1):
        task = known[each.id]
        state = NO_WORK if not each.gives_task else NOT_GIVEN
        if task is not None:
            state = f"{task.code}: {situation(states[task.id])}"
        about = number_of.get(each.matter.id, "") if each.matter is not None else ""
        lead = str(each.lead_unit or "")
        shown = task.id if task is not None else None
        concluded.append(Concluded(number, about, str(each.content), lead, show_date(each.due_on), shown, state))
    heard = tuple(
        Heard(
            number,
            str(matter.content),
            ", ".join(str(part) for part in (matter.unit, matter.presenter) if part),
            "x" if matter.plan_item is not None else "",
        )
        for number, matter in enumerate(agenda, start=1)
    )
    waiting = sum(each.gives_task and known[each.id] is None for each in given)
    told = tuple(minutes.notices(meeting)), tuple(minutes.supplements(meeting))
    return Desk(meeting, heard, tuple(concluded), *told, waiting)


def paper(notice: Document) -> str:
    """A notice as a line names it."""
    return f"{notice.number or 'chưa có số'} ngày {show_date(notice.issued_on)}"


def signer() -> str:
    """Who usually signs notices."""
    return str(office.founded().signer_name)
