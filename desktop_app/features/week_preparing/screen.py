"""The page that says who prepares what for a week."""

from typing import Any

from desktop_app.features.week import service as weeks
from desktop_app.features.week_desk.columns import day_and_hours
from desktop_app.rules.week import Week
from desktop_app.ui import kit
from desktop_app.ui.paged import Page
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

PREPARING = (
    said("Đơn vị", lambda one: one[0], 34),
    said("Thời gian", lambda one: day_and_hours(one[1]), 26),
    said("Nội dung", lambda one: one[1].content, 50),
    said("Chuẩn bị", lambda one: one[1].preparation, 36),
    said("Chủ trì", lambda one: one[1].chair or "", 22),
)


class Preparing(Page):
    """Who prepares what for a week, unit by unit."""

    screen: Any

    def __init__(self, screen: kit.Misc, week: Week) -> None:
        """Build the page over the screen of a week."""
        words = "Các dòng theo lịch có ghi đơn vị chuẩn bị. Enter hoặc bấm đúp: mở dòng lịch."
        super().__init__(screen, f"Ai chuẩn bị gì: {week.label()}", words)
        self.week = week
        self.table = Table(self, PREPARING, noun="việc chuẩn bị", empty="Chưa dòng nào ghi đơn vị chuẩn bị", many=False)
        self.table.on_open = self._open
        self.table.pack(fill="both", expand=True)
        self.refresh()

    def refresh(self) -> None:
        """Read the week again."""
        self.lines = [(unit, row) for unit, rows in weeks.preparing(self.week) for row in rows]
        self.table.show(Plain(self.lines))

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        self.table.tree.focus_set()
        if self.lines:
            self.table.choose([0])

    def _open(self, place: int) -> None:
        number = self.lines[place][1].id
        kit.soon(self.screen, lambda: self.screen.open({}, number))
