"""The briefings that come again, and when each comes next."""

from typing import Any, ClassVar

from desktop_app import clock
from desktop_app.features.briefing_rules import service as rules
from desktop_app.features.briefing_rules.columns import BRIEFING_RULES
from desktop_app.rules.dates import show_date, weekday
from desktop_app.ui.screen import RecordsScreen

TOLD = 4  # of the days to come


class BriefingRulesScreen(RecordsScreen):
    """Every rule; the line over its form says on which days it will be held."""

    entity = BRIEFING_RULES
    service: ClassVar = rules
    title = "Lịch giao ban"
    help_page = "briefing_rules"
    table = ("name", "kind", "comes", "when", "chair", "place", "prepares")
    form = (
        ("name*2", "kind"),
        ("every", "weekday", "week", "month"),
        ("half", "starts_at", "ends_at"),
        ("chair", "place"),
        ("attendants",),
        ("prepares", "preparation"),
        ("valid_from", "valid_to"),
        ("note",),
    )
    filters = ("every", "chair")
    nothing_yet = "Chưa có lịch giao ban nào; thêm một lịch rồi bấm “Điền giao ban” ở mục Lịch tuần"
    defaults: ClassVar = {"kind": "Giao ban", "every": "Hàng tuần", "weekday": "Thứ Hai", "half": "Sáng"}
    also_listens = ("official", "unit", "work_calendar_day")

    def record_title(self, record: Any | None) -> str:
        """The name alone: it says what it is."""
        return super().record_title(None) if record is None else str(record)

    def about(self, record: Any | None) -> str:
        """The days on which it is held next, moved past days off."""
        if record is None:
            return ""
        days = rules.coming(record, clock.today(), TOLD)
        told = ", ".join(f"{weekday(day)} {show_date(day)}" for day in days)
        return f"Các ngày họp sắp tới: {told}." if told else "Không còn ngày họp nào sắp tới."
