"""What is asked and listed around a week."""

from typing import Any

from desktop_app.features.week.columns import hours
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Text
from desktop_app.rules.dates import show_date, weekday

WEEK_HINT = "Ghi tuần dạng 2026-W07, 7/2026, hoặc một ngày trong tuần"
GO_TO = Questions("Đến tuần", Column("week", "Tuần", Text(20), needed=True, hint=WEEK_HINT))


def day_and_hours(row: Any) -> str:
    """When a line is, short."""
    return " ".join(part for part in (weekday(row.day), show_date(row.day)[:5], hours(row)) if part)
