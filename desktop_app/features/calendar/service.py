"""Reading and writing the work calendar, and handing it to whatever counts working days; nothing else writes it."""

from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any

from db.connection import database
from db.models import WorkCalendarDay
from db.words import DayKind
from desktop_app import clock, events, records
from desktop_app.errors import Refused
from desktop_app.features.calendar.columns import CALENDAR, said
from desktop_app.records import Condition, Rows, session, short
from desktop_app.records.keep import name_of
from desktop_app.rules.dates import show_date, weekday

ABOVE = "cơ quan cấp trên"
SEARCHED = ("day", "weekday", "kind", "name", "source", "writer")
NAMED: dict[str, Callable[[Any], Condition]] = {
    "year": lambda year: Condition("{t}.day BETWEEN ? AND ?", (f"{year}-01-01", f"{year}-12-31")),
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Days under a filter: the rows of screen and sheet alike. A calendar is short: its words need no index."""
    return short.with_words(records.find(CALENDAR, where, order=order, named=NAMED), text, SEARCHED)


def get(record_id: int) -> WorkCalendarDay:
    """One day by its id."""
    return WorkCalendarDay.get_by_id(record_id)


def save(texts: Mapping[str, str], record: WorkCalendarDay | None = None) -> WorkCalendarDay:
    """Write one day, or raise Refused."""
    return records.keep(CALENDAR, texts, record, _check)


def delete(record: WorkCalendarDay) -> None:
    """Take a day out; Refused for one that the office above has sent."""
    records.delete(CALENDAR, record)


def restore(record: WorkCalendarDay) -> None:
    """Put a deleted day back; Refused when the day has been written again meanwhile."""
    if (other := _other(record.day, record)) is not None:
        raise Refused(_taken(other))
    records.restore(CALENDAR, record)


def on(day: date) -> WorkCalendarDay | None:
    """What the calendar says of a day; the office above is heard first."""
    return _other(day, None)


def years() -> dict[str, int]:
    """The years that the calendar says something of, the latest first."""
    sql = "SELECT DISTINCT substr(day, 1, 4) FROM work_calendar_day WHERE deleted_at IS NULL ORDER BY 1 DESC"
    return {year: int(year) for (year,) in database.execute_sql(sql)}


def after(year: int) -> int:
    """How many days the calendar has after a year."""
    last = f"{year}-12-31"
    query = WorkCalendarDay.select().where(WorkCalendarDay.deleted_at.is_null(), WorkCalendarDay.day > last)
    return int(query.count())


# --- Whose days ---


def is_ours(record: WorkCalendarDay) -> bool:
    """Whether this office wrote the day, rather than the one above."""
    return bool(record.def_owner == session.current.office_uid)


def remark(record: WorkCalendarDay) -> str:
    """What is worth knowing about a day: that the office above wrote it, or wrote the same one; else nothing."""
    if not is_ours(record):
        return f"Ngày này do {_writer(record)} ghi và gửi xuống; ở đây chỉ để xem."
    other = _other(record.day, record)
    return "" if other is None or is_ours(other) else _wins(other)


# --- What counting follows ---

_NONE: tuple[clock.Days, clock.Days] = ({}, {})
_known: tuple[clock.Days, clock.Days] | None = None
_deaf: Callable[[], None] | None = None


def days_off() -> Set[date]:
    """The days nobody works on, besides weekends."""
    return _days()[0].keys()


def made_up() -> Set[date]:
    """The Saturdays and Sundays on which people work."""
    return _days()[1].keys()


def follow() -> None:
    """Let every count of working days follow the calendar of the office just opened, through every change."""
    global _deaf
    leave()
    _deaf = events.listen(events.Changed, _on_changed)
    clock.follow_calendar(_days)


def leave() -> None:
    """Weekends only again: the office is closed."""
    global _known, _deaf
    if _deaf is not None:
        _deaf()
    _known = _deaf = None
    clock.follow_calendar(None)


def _on_changed(news: events.Changed) -> None:
    global _known
    if news.kind == CALENDAR.kind:
        _known = None


def _days() -> tuple[clock.Days, clock.Days]:
    """Days off and made-up days with their words, kept until the calendar changes; what may be undone is not kept."""
    global _known
    if database.is_closed():
        return _known or _NONE
    if database.in_transaction():
        return _read()
    if _known is None:
        _known = _read()
    return _known


def _read() -> tuple[clock.Days, clock.Days]:
    found: tuple[dict[date, str], dict[date, str]] = ({}, {})
    seen: set[date] = set()
    for row in _live():
        if row.day not in seen:
            seen.add(row.day)
            found[row.kind == DayKind.MADE_UP][row.day] = said(row)
    return found


def _live() -> list[WorkCalendarDay]:
    """Every day there is, those of the office above before ours: the first one of a date is the one that counts."""
    query = WorkCalendarDay.select().where(WorkCalendarDay.deleted_at.is_null())
    return list(query.order_by(WorkCalendarDay.def_owner == session.current.office_uid, WorkCalendarDay.id))


# --- Rules ---


def _check(values: Mapping[str, Any], record: WorkCalendarDay | None) -> dict[str, str]:
    day = values.get("day")
    if day is None:
        return {}
    if values.get("kind") == DayKind.MADE_UP and day.weekday() < 5:
        return {"day": f"Ngày làm bù phải là Thứ Bảy hoặc Chủ nhật; {show_date(day)} là {weekday(day)}"}
    other = _other(day, record) if record is None or record.day != day else None
    return {} if other is None else {"day": _taken(other)}


def _other(day: date, record: WorkCalendarDay | None) -> WorkCalendarDay | None:
    """What else the calendar says of a day; the office above is heard first."""
    query = WorkCalendarDay.select().where(WorkCalendarDay.day == day, WorkCalendarDay.deleted_at.is_null())
    others = [other for other in query.order_by(WorkCalendarDay.id) if other != record]
    return min(others, key=is_ours, default=None)


def _taken(other: WorkCalendarDay) -> str:
    if not is_ours(other):
        return f"{_wins(other)} Không cần ghi thêm"
    return f"Ngày {show_date(other.day)} đã có trong lịch ({said(other)}); hãy sửa dòng đó"


def _wins(other: WorkCalendarDay) -> str:
    """That the calendar of the office above is followed."""
    words = f"{_writer(other)} đã ghi ngày {show_date(other.day)}: {said(other)}. Tính theo lịch của cấp trên."
    return words[:1].upper() + words[1:]


def _writer(record: WorkCalendarDay) -> str:
    return name_of(str(record.def_owner), ABOVE)
