"""The work calendar: days off and days made up for."""

from typing import Any, ClassVar

from desktop_app.features.calendar import service as calendar
from desktop_app.features.calendar.columns import CALENDAR
from desktop_app.rules.dates import show_date, weekday
from desktop_app.ui import kit
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.screen import RecordsScreen

DOTS = {"holiday": "violet", "compensatory": "info", "made_up": "warning"}


class CalendarScreen(RecordsScreen):
    """The days that differ from what their weekday says, the latest first; those of the office above are only read."""

    entity = CALENDAR
    service: ClassVar = calendar
    title = "Lịch làm việc"
    help_page = "calendar"
    table = ("day", "weekday", "kind", "name", "expected", "writer", "overruled", "source")
    form = (("day", "kind*2"), ("name",), ("source",), ("expected",))
    filters = (NamedFilter("year", "Năm", calendar.years), "kind")
    defaults: ClassVar = {"day": "", "kind": "Nghỉ lễ, tết"}
    also_listens = ("unit",)

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """The dot says the kind; a day that the office above has written too is pale."""
        return ("muted", "muted") if row.overruled else (DOTS.get(row.kind, "muted"), None)

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """What the office above wrote is for that office to change."""
        return () if record is None or calendar.is_ours(record) else tuple(CALENDAR.columns)

    def record_title(self, record: Any | None) -> str:
        """The day with its weekday."""
        return super().record_title(None) if record is None else f"{weekday(record.day)}, ngày {show_date(record.day)}"

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """Whose word counts, where it is not this office's."""
        if words := calendar.remark(record):
            kit.wraplabel(master, words, "warning").pack(fill="x", pady=(kit.px(master, 8), 0))
