"""Templates of what is looked at in inspections of each type; their items are typed like a sheet."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from desktop_app.features.checklists import service as checklists
from desktop_app.features.checklists.columns import ITEMS, TEMPLATES
from desktop_app.ui import kit
from desktop_app.ui.command import Command
from desktop_app.ui.flow import Flow
from desktop_app.ui.lined_page import LinesPage
from desktop_app.ui.paged import PagedScreen
from desktop_app.ui.table import Table

TYPED = ("section", "content", "answer", "clause")
WIDTHS = {"section": 22, "content": 50, "clause": 26}
SHOWN = ("place", *TYPED)
MOST_SHOWN = 14


class ChecklistsScreen(PagedScreen):
    """The templates; minutes copy one in when they are begun, so a change here changes no old minutes."""

    entity = TEMPLATES
    service: ClassVar = checklists
    title = "Mẫu kiểm tra"
    nothing_yet = "Chưa có mẫu nào; bấm “Thêm bộ mẫu kiểm tra” để có sẵn các mẫu thường dùng"
    help_page = "checklists"
    table = ("name", "type", "heading", "item_count", "in_use", "note")
    form = (("type", "in_use", "place"), ("name",), ("heading",), ("note",))
    filters = ("type", "in_use")
    also_listens = ("checklist_item",)

    def __init__(self, master: kit.Misc, sample: Callable[[], Any] | None = None) -> None:
        """Build the screen; ``sample`` gives the class of the button that puts in the start data."""
        self._given, self.sample = sample, None
        super().__init__(master)

    def extra_actions(self, bar: Flow) -> None:
        """The start data, while some of it is missing."""
        self.sample = self._given()(self, bar) if self._given is not None else None

    def _refresh(self) -> None:
        super()._refresh()
        if self.sample is not None:
            self.sample.say_missing()

    def new_defaults(self) -> Mapping[str, str]:
        """A new one is in use."""
        return {"in_use": "x"}

    def form_actions(self, bar: Flow) -> None:
        """The items, on a page of their own."""
        self._bar = bar
        self.typing = bar.button("Sửa các nội dung (Ctrl+P)", "list-ol", self.print_)

    def showing(self, record: Any | None) -> None:
        """Items belong to a template that is kept."""
        self._bar.show(self.typing, record is not None)

    def print_(self) -> None:
        """Ctrl+P here types the items of the template in the form."""
        if self.page is not None or not self.editing or not self.may_leave():
            return
        if self.record is None and not self.save():
            return
        assert self.record is not None
        record = checklists.get(self.record.id)

        def take(rows: list[dict[str, str]]) -> None:
            checklists.save_items(record, rows)

        words = "Cột “Cách ghi”: “Đạt, không đạt” để đánh giá, “Số liệu” để ghi số đo, “Ghi nhận” để ghi lời."
        page = LinesPage(
            self,
            f"Nội dung của mẫu: {record.name}",
            words,
            ITEMS,
            TYPED,
            checklists.items(record),
            take,
            draft=f"checklist-items-{record.uid}",
            widths=WIDTHS,
        )
        self.lay(page)

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """What is on the template."""
        gap = kit.px(master, 8)
        rows = checklists.listed(record)
        count = rows.count()
        if not count:
            kit.wraplabel(master, "Mẫu chưa có nội dung nào; bấm “Sửa các nội dung (Ctrl+P)”.", "muted").pack(fill="x")
            return
        kit.label(master, "Nội dung của mẫu", "heading").pack(anchor="w", pady=(gap, gap // 2))
        self.items = Table(master, ITEMS.pick(SHOWN), rows, noun="nội dung", many=False)
        self.items.tree.configure(height=min(count, MOST_SHOWN) + 1)
        self.items.pack(fill="x")

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: the items."""
        if self.page is not None:
            yield Command("Lưu tất cả", self.save, "Ctrl+S")
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield from super().commands()
        if self.sample is not None:
            yield from self.sample.commands()
        if self.record is not None:
            yield Command("Sửa các nội dung của mẫu", self.print_, "Ctrl+P", about=f"Mẫu {self.record}")
