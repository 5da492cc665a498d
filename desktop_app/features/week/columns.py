"""A line of the leaders' schedule as people see it, alone or among the lines of its week."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from db.models import ScheduleItem, ScheduleLeader, ScheduleUnit
from db.words import DayHalf, ScheduleState
from desktop_app import clock
from desktop_app.records import Column, Derived, Entity, Many, Stored, writers
from desktop_app.records.kinds import Hour, Text
from desktop_app.rules import week as weeks
from desktop_app.rules.dates import show_date, weekday
from desktop_app.rules.week import Week


class Moment(Hour):
    """Day, half and hour in one text that sorts; nobody looks at it."""

    shown = False


MOMENT = "{t}.day || CASE {t}.half WHEN 'morning' THEN 1 WHEN 'afternoon' THEN 2 ELSE 3 END || {t}.starts_at"


def on_day(row: Any) -> str:
    """The day of a line; among the lines of a week only the first one of a day says it, and the year goes without."""
    if isinstance(row, Shown):
        return f"{weekday(row.day)} {show_date(row.day)[:5]}" if row.heads_day else ""
    return f"{weekday(row.day)} {show_date(row.day)}"


def in_half(row: Any) -> str:
    """The half of the day; among the lines of a week only its first one says it."""
    return DayHalf(row.half).label if getattr(row, "heads_half", True) else ""


def hours(row: Any) -> str:
    """The hours of a line."""
    return weeks.show_hours(row.starts_at or "", row.ends_at or "")


def present(row: Any) -> str:
    """Everybody who is to be there besides the chair."""
    return "; ".join(part for part in (row.leaders, row.units, row.attendants) if part)


def prepared(row: Any) -> str:
    """Who prepares what."""
    return ": ".join(part for part in (row.prepares, row.preparation) if part)


def remark(row: Any) -> str:
    """Whose line it is, that it was called off, that it clashes, or that nobody works on its day."""
    if row.writer and not writers.is_listed_as_ours(row):
        return f"Lịch của {row.writer}"
    if row.state and row.state != ScheduleState.HELD:
        return ScheduleState(row.state).label
    if clashes := getattr(row, "clashes", ()):
        return "; ".join(clash.short for clash in clashes)
    if getattr(row, "heads_day", True) and (off := clock.calendar()[0].get(row.day)):
        return off
    return "Đã ghi sổ họp" if row.meeting else ""


SCHEDULE = Entity(
    ScheduleItem,
    "Lịch công tác tuần",
    "dòng lịch",
    Stored("day"),
    Stored("half", width=8),
    Stored("starts_at", width=8),
    Stored("ends_at", width=8),
    Stored("content", width=60),
    Stored("chair", width=22),
    Many("leaders", ScheduleLeader, "official", width=30),
    Many("units", ScheduleUnit, "unit", width=30),
    Stored("attendants", width=30),
    Stored("place", width=22),
    Stored("prepares", width=30),
    Stored("preparation", width=30),
    Stored("state", width=12),
    Stored("rule", width=30, half="home", typed=False),
    Stored("meeting", width=30, half="home", typed=False),
    Stored("note", width=30),
    writers.column(),
    Derived("moment", "Thời điểm", MOMENT, Moment()),
    Column("on_day", "Thứ, ngày", Text(), width=15, compute=on_day, sorted_like="moment"),
    Column("in_half", "Buổi", Text(), width=7, compute=in_half),
    Column("hours", "Giờ", Text(), width=12, compute=hours),
    Column("present", "Thành phần dự", Text(), width=30, compute=present),
    Column("prepared", "Chuẩn bị", Text(), width=22, compute=prepared),
    Column("remark", "Lưu ý", Text(), width=22, compute=remark),
    search=("content", "chair", "place", "attendants"),
    order="moment",
)


class Shown:
    """A row of the schedule among the rows of its week, or the place of a half of a day in which there is none.

    It has every column of the row; of an empty place they are None. The id of an empty place is negative.
    """

    def __init__(self, day: date, half: str, row: Any, heads: tuple[bool, bool], clashes: Sequence[Any] = ()) -> None:
        self.day, self.half, self.row, self.clashes = day, half, row, clashes
        self.heads_day, self.heads_half = heads
        self.id: int = row.id if row is not None else place_id(day, half)

    def __getattr__(self, name: str) -> Any:
        return None if self.row is None else getattr(self.row, name)


def place_id(day: date, half: str) -> int:
    """The id of an empty half of a day."""
    return -(day.toordinal() * len(weeks.HALVES) + weeks.HALVES.index(DayHalf(half)))


def place_of(number: int) -> tuple[date, DayHalf]:
    """The day and half that such an id stands for.

    >>> place_of(place_id(date(2026, 2, 9), "afternoon"))
    (datetime.date(2026, 2, 9), <DayHalf.AFTERNOON: 'afternoon'>)
    """
    day, half = divmod(-number, len(weeks.HALVES))
    return date.fromordinal(day), weeks.HALVES[half]


class WeekRows:
    """The rows of a week as a table shows them: every half of every day has a line, an evening only if it is used."""

    def __init__(self, week: Week, rows: Sequence[Any], clashes: Mapping[int, Sequence[Any]]) -> None:
        self.shown = {one.id: one for one in _laid(week, rows, clashes)}
        self.counted = len(rows)

    def slices(self) -> Iterator[list[int]]:
        """All ids in one piece."""
        yield list(self.shown)

    def rows(self, ids: Sequence[int]) -> list[Shown]:
        """The rows of some ids."""
        return [self.shown[number] for number in ids if number in self.shown]


def _laid(week: Week, rows: Sequence[Any], clashes: Mapping[int, Sequence[Any]]) -> Iterator[Shown]:
    for day in week.days:
        first = True
        for half in weeks.HALVES:
            of_half = [row for row in rows if row.day == day and row.half == half]
            if not of_half and half != DayHalf.EVENING:
                yield Shown(day, half, None, (first, True))
                first = False
            for place, row in enumerate(of_half):
                yield Shown(day, half, row, (first, not place), clashes.get(row.id, ()))
                first = False
