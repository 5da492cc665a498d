"""A briefing that comes again as people see it."""

from typing import Any

from db.models import BriefingRule
from db.words import BriefingEvery, DayHalf, Weekday
from desktop_app.records import Column, Entity, Stored
from desktop_app.records.kinds import Text
from desktop_app.rules import week as weeks


def comes(row: Any) -> str:
    """When a briefing comes again, in words: Thứ Năm, tuần cuối hàng tháng."""
    words = Weekday(row.weekday).label
    if row.every != BriefingEvery.WEEK:
        words += ", tuần cuối" if row.week == weeks.LAST else f", tuần {row.week}"
    if row.every == BriefingEvery.QUARTER:
        words += f" tháng thứ {row.month}"
    return f"{words} {BriefingEvery(row.every).label.lower()}"


def when(row: Any) -> str:
    """The half of the day and the hours."""
    return " ".join(part for part in (DayHalf(row.half).label, weeks.show_hours(row.starts_at, row.ends_at)) if part)


BRIEFING_RULES = Entity(
    BriefingRule,
    "Lịch giao ban định kỳ",
    "lịch giao ban",
    Stored("name", width=40),
    Stored("kind", width=20),
    Stored("every", width=12),
    Stored("weekday", width=10),
    Stored("week", width=8),
    Stored("month", width=8),
    Stored("half", width=8),
    Stored("starts_at", width=8),
    Stored("ends_at", width=8),
    Stored("chair", width=24),
    Stored("attendants", width=30),
    Stored("place", width=24),
    Stored("prepares", width=30),
    Stored("preparation", width=30),
    Stored("valid_from"),
    Stored("valid_to"),
    Stored("note", width=30),
    Column("comes", "Ngày họp", Text(), width=34, compute=comes, sorted_like="every"),
    Column("when", "Thời gian", Text(), width=18, compute=when, sorted_like="starts_at"),
    order="name",
)
