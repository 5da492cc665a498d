"""Reading and writing the leaders' week: its lines, copying them, filling them from rules; nothing else writes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from db.models import Meeting, ScheduleItem
from db.words import MeetingKind, ScheduleState
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.briefing_rules import service as rules
from desktop_app.features.meetings import service as meetings
from desktop_app.features.week.columns import SCHEDULE
from desktop_app.records import Condition, Rows, session, writers
from desktop_app.rules import names
from desktop_app.rules.dates import show_date
from desktop_app.rules.week import Week

COPIED = (
    *("half", "starts_at", "ends_at", "content", "chair", "leaders", "units"),
    *("attendants", "place", "prepares", "preparation", "note"),
)
NAMED: dict[str, Callable[[Any], Condition]] = {
    "written": writers.written,
    "between": lambda days: Condition("{t}.day BETWEEN ? AND ?", tuple(day.isoformat() for day in days)),
    "person": lambda number: Condition(
        "{t}.chair_id = ? OR {t}.id IN (SELECT l.item_id FROM schedule_leader AS l WHERE l.official_id = ?)",
        (number, number),
    ),
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Lines of the schedule under a filter, those that other offices sent among them."""
    return records.find(SCHEDULE, where, text, order, NAMED)


def of_week(week: Week) -> list[Any]:
    """Our rows of a week in the order of its days, halves and hours; those without hours come first."""
    return list(find({"between": (week.monday, week.sunday), "written": "own"}).iterate())


def get(record_id: int) -> ScheduleItem:
    """One line by its id."""
    return ScheduleItem.get_by_id(record_id)


def save(texts: Mapping[str, str], record: ScheduleItem | None = None) -> ScheduleItem:
    """Write one line, or raise Refused; that people or places clash refuses nothing."""
    return records.keep(SCHEDULE, texts, record, _check)


def delete(record: ScheduleItem) -> None:
    """Take a line out; the meeting it became stays in its book."""
    records.delete(SCHEDULE, record)


def restore(record: ScheduleItem) -> None:
    """Put a deleted line back."""
    records.restore(SCHEDULE, record)


def _check(values: Mapping[str, Any], record: ScheduleItem | None) -> dict[str, str]:
    problems = rules.hours_wrong(values)
    if values.get("chair") is not None and values["chair"] in (values.get("leaders") or ()):
        problems["leaders"] = f"{values['chair']} chủ trì, không ghi lại ở đây"
    return problems


# --- Copying and filling ---


def copyable(source: Week, target: Week) -> list[tuple[Any, bool]]:
    """The rows of a week that may be copied, each with whether the other week already has it.

    What a rule puts there is left out: the rule fills the other week by itself.
    """
    there = {_same_line(row, row.day) for row in of_week(target)}
    ahead = target.monday - source.monday
    return [(row, _same_line(row, row.day + ahead) in there) for row in of_week(source) if row.rule_id is None]


def _same_line(row: Any, day: date) -> tuple[Any, ...]:
    return day, row.half, row.starts_at, names.fold(row.content)


def copy_week(source: Week, target: Week, ids: Sequence[int]) -> list[ScheduleItem]:
    """Write the chosen lines of a week into another one, on the same weekdays; what was called off is on again."""
    ahead: timedelta = target.monday - source.monday
    made = []
    with records.writing():
        for record in map(get, ids):
            if record.rule is not None:
                raise Refused("Dòng do lịch giao ban điền thì không chép; hãy dùng “Điền giao ban”")
            texts = SCHEDULE.texts(record)
            day = show_date(record.day + ahead)
            made.append(save({**{name: texts[name] for name in COPIED}, "day": day, "state": ScheduleState.HELD.label}))
    return made


@dataclass(frozen=True)
class Filled:
    """What filling a week did: the lines made, how many were there already, how many had been deleted by somebody."""

    made: Sequence[ScheduleItem]
    there: int = 0
    deleted: int = 0


def fill(week: Week) -> Filled:
    """Write the briefings of a week into it, each once for its week, month or quarter, wherever it was moved since.

    A line keeps the name it was made under, so that one that was deleted is not brought back either.
    """
    made, there, deleted = [], 0, 0
    with records.writing():
        for rule, one in rules.held_in(week):
            uid = uuid5(UUID(session.current.office_uid), f"briefing {rule.uid} {one.period}").hex
            known = ScheduleItem.get_or_none(ScheduleItem.uid == uid)
            if known is not None:
                there, deleted = there + (known.deleted_at is None), deleted + (known.deleted_at is not None)
                continue
            texts = rules.line(rule) | {"day": show_date(one.day), "state": ScheduleState.HELD.label}
            made.append(records.keep(SCHEDULE, texts, None, _check, rule=rule, uid=uid))
    return Filled(made, there, deleted)


# --- The book of meetings ---


def meeting_texts(item: ScheduleItem) -> dict[str, str]:
    """The facts of a line as the book of meetings takes them."""
    texts = SCHEDULE.texts(item)
    others = [
        f"{one.name}, {one.position}" if one.position else one.name for one in SCHEDULE.columns["leaders"].of(item)
    ]
    kind = item.rule.kind if item.rule is not None else MeetingKind.MEETING
    return {
        "held_on": texts["day"],
        "kind": MeetingKind(kind).label,
        "title": names.one_line(item.content)[:500],
        "chair": texts["chair"],
        "place": texts["place"],
        "began_at": texts["starts_at"],
        "ended_at": texts["ends_at"],
        "units": texts["units"],
        "attendants": "\n".join([*others, *([texts["attendants"]] if texts["attendants"] else [])]),
    }


def to_meeting(item: ScheduleItem, texts: Mapping[str, str] | None = None) -> Meeting:
    """Write a line into the book of meetings, once, and link both; ``texts`` goes over the facts of the line."""
    item = get(item.id)
    if not writers.is_ours(item):
        raise Refused("Lịch do cơ quan khác gửi đến; hãy thêm cuộc họp ở mục Cuộc họp")
    if item.meeting is not None:
        where = "đã xóa; hãy khôi phục ở mục Cuộc họp" if item.meeting.deleted_at is not None else "đang có trong sổ"
        raise Refused(f"Dòng này đã ghi vào sổ họp, cuộc họp đó {where}")
    if item.state != ScheduleState.HELD:
        raise Refused(f"Dòng này đã {ScheduleState(item.state).label.lower()}; chỉ ghi cuộc họp theo lịch")
    with records.writing():
        meeting = meetings.save(meeting_texts(item) | dict(texts or {}))
        records.keep(SCHEDULE, {}, item, meeting=meeting)
    return meeting


def line_of(meeting: Meeting) -> ScheduleItem | None:
    """The line of the schedule that a meeting was written from."""
    return ScheduleItem.get_or_none(ScheduleItem.meeting == meeting, ScheduleItem.deleted_at.is_null())


# --- Who prepares what ---


def preparing(week: Week) -> list[tuple[str, list[Any]]]:
    """What is to be prepared for a week: unit by unit in the order of their first line; called off lines left out."""
    found: dict[str, list[Any]] = {}
    for row in of_week(week):
        if row.prepares and row.state == ScheduleState.HELD:
            found.setdefault(row.prepares, []).append(row)
    return list(found.items())
