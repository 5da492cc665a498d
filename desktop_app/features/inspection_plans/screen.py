"""A year's plans of inspections: their lines typed like a sheet, and beside each how many rounds were held."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from desktop_app import events
from desktop_app.features.attachments import service as attachments
from desktop_app.features.inspection_plans import service as plans
from desktop_app.features.inspection_plans.columns import INSPECTION_PLANS, PLANNED
from desktop_app.ui import kit
from desktop_app.ui.attached import Attached
from desktop_app.ui.command import Command
from desktop_app.ui.flow import Flow
from desktop_app.ui.lined_page import LinesPage
from desktop_app.ui.paged import PagedScreen
from desktop_app.ui.table import Table

TYPED = ("type", "content", "month", "rounds", "parties", "unit", "note")
WIDTHS = {"type": 18, "content": 44, "unit": 26, "note": 20, "month": 9, "rounds": 8, "parties": 9}
SHOWN = ("content", "type", "month", "unit", "progress", "note")
MOST_SHOWN = 14


class InspectionPlansScreen(PagedScreen):
    """The plans of the years."""

    entity = INSPECTION_PLANS
    service: ClassVar = plans
    title = "Kế hoạch kiểm tra"
    help_page = "inspection_plans"
    table = ("year", "title", "document", "paper", "rounds", "progress")
    form = (("year", "title*4"), ("document", "paper"), ("note",))
    also_listens = ("planned_inspection", "inspection_round", "inspected_party")

    def new_defaults(self) -> Mapping[str, str]:
        """A new plan is of this year."""
        return plans.new_defaults()

    def record_title(self, record: Any | None) -> str:
        """The plan's own name."""
        return super().record_title(None) if record is None else str(record.title)

    def form_actions(self, bar: Flow) -> None:
        """The lines, on a page of their own; the rounds held."""
        self._bar = bar
        self.held = bar.button("Xem các lượt đã kiểm tra", "list-ul", self.show_rounds)
        self.typing = bar.button("Sửa các dòng kế hoạch (Ctrl+P)", "list-ol", self.print_)

    def showing(self, record: Any | None) -> None:
        """Lines belong to a plan that is kept."""
        for button in (self.held, self.typing):
            self._bar.show(button, record is not None)

    def show_rounds(self) -> None:
        """The rounds that follow the lines of the plan."""
        if self.record is not None:
            events.publish(events.Open("inspections", {"plan": self.record.id}))

    def print_(self) -> None:
        """Ctrl+P here types the lines of the plan in the form."""
        if self.page is not None or not self.editing or not self.may_leave():
            return
        if self.record is None and not self.save():
            return
        assert self.record is not None
        record = plans.get(self.record.id)

        def take(rows: list[dict[str, str]]) -> None:
            plans.save_lines(record, rows)

        words = "Mỗi dòng: loại, nội dung, tháng dự kiến, số lượt, số đơn vị hoặc cơ sở, đơn vị chủ trì."
        page = LinesPage(
            self,
            f"Các dòng của {record}",
            words,
            PLANNED,
            TYPED,
            plans.lines_of(record),
            take,
            draft=f"plan-lines-{record.uid}",
            widths=WIDTHS,
            defaults={"type": "Kiểm tra công vụ", "rounds": "1"},
        )
        self.lay(page)

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """The lines, each with what was held of it; Return opens its rounds."""
        gap = kit.px(master, 8)
        rows = plans.listed(record)
        count = rows.count()
        if not count:
            words = "Kế hoạch chưa có dòng nào; bấm “Sửa các dòng kế hoạch (Ctrl+P)”."
            kit.wraplabel(master, words, "muted").pack(fill="x")
            return
        kit.label(master, "Các dòng kế hoạch", "heading").pack(anchor="w", pady=(gap, gap // 2))

        def show(line: int) -> None:
            events.publish(events.Open("inspections", {"planned": line}))

        self.lines = Table(master, PLANNED.pick(SHOWN), rows, noun="dòng", many=False, on_open=show)
        self.lines.tree.configure(height=min(count, MOST_SHOWN) + 1)
        self.lines.pack(fill="x")
        Attached(master, attachments, self.entity.kind, record.uid).pack(fill="x")

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: the lines and the rounds."""
        if self.page is not None:
            yield Command("Lưu tất cả", self.save, "Ctrl+S")
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield from super().commands()
        if self.record is not None:
            yield Command("Sửa các dòng kế hoạch", self.print_, "Ctrl+P", about=f"Kế hoạch {self.record}")
            yield Command("Xem các lượt đã kiểm tra", self.show_rounds, about=f"Kế hoạch {self.record}")
