"""A day of the work calendar as people see it."""

from typing import Any

from db.models import WorkCalendarDay
from db.words import UnitRelation
from desktop_app.records import Column, Derived, Entity, Stored, writers
from desktop_app.records.kinds import Text, YesNo
from desktop_app.records.writers import OURS
from desktop_app.rules.dates import weekday

ABOVE = (
    "SELECT 1 FROM work_calendar_day AS a WHERE a.day = {t}.day AND a.deleted_at IS NULL "
    "AND a.def_owner <> (SELECT uid FROM office)"
)

CALENDAR = Entity(
    WorkCalendarDay,
    "Lịch làm việc",
    "ngày trong lịch",
    Stored("day", width=12),
    Column("weekday", "Thứ", Text(), 9, compute=lambda row: weekday(row.day), sorted_like="day"),
    Stored("kind", width=27),
    Stored("name", width=28),
    Stored("expected", width=9),
    Stored("source", width=34),
    writers.column(UnitRelation.UPPER),
    Derived("overruled", "Không tính", f"{OURS} AND EXISTS ({ABOVE})", YesNo(), 10),
    order="-day",
)


def said(day: Any) -> str:
    """What a day of the calendar is, in the few words a note has room for."""
    words = CALENDAR.columns["kind"].shown(day)
    if day.name:
        words += f": {day.name}"
    return f"{words} (dự kiến)" if day.expected else words
