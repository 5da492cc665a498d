"""Plans and work programmes: the list, the form of one, and the way to its page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from desktop_app import clock, events
from desktop_app.features.office import service as office
from desktop_app.features.plan_counts import service as counting
from desktop_app.features.plan_desk import service as desk
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import PLANS
from desktop_app.features.printing import service as printing
from desktop_app.records import writers
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, printed
from desktop_app.ui.command import Command
from desktop_app.ui.filters import NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.paged import PagedScreen
from desktop_app.ui.plain import Plain, said
from desktop_app.ui.table import Table

SECTIONS = (
    said("Nhóm nhiệm vụ", lambda one: one.name, 40),
    said("Đã nhập", lambda one: one.kinds_words, 34),
    said("Xong", lambda one: show_whole(one.progress.done), 8, right=True),
    said("Quá hạn", lambda one: show_whole(one.progress.late), 8, right=True),
)
MOST_SHOWN = 12  # groups that are seen at once under the form


class PlansScreen(PagedScreen):
    """Every plan and work programme that is followed here."""

    entity = PLANS
    service: ClassVar = plans
    title = "Kế hoạch, chương trình công tác"
    help_page = "plans"
    table = ("year", "kind", "symbol", "title", "unit", "item_count", "target_count", "done_words", "writer")
    form = (
        ("kind", "year"),
        ("title",),
        ("document", "paper"),
        ("unit",),
        ("stated_contents", "stated_tasks", "stated_targets"),
        ("stated_projects", "stated_key_tasks"),
        ("note",),
    )
    filters = ("year", "kind", "unit")
    more_filters = ("document", NamedFilter("written", "Nơi ghi", lambda: writers.WRITTEN))
    also_listens = ("plan_group", "plan_item", "document", "task", "meeting_matter", "figure", "target")
    nothing_yet = "Chưa có kế hoạch nào; bấm “Thêm kế hoạch (Ctrl+N)” rồi nhập các nhóm và mục của văn bản"

    def __init__(
        self,
        master: kit.Misc,
        page: Callable[[], Any],
        typing: Callable[[], Any],
        forms: Sequence[printing.Form],
    ) -> None:
        """Build the screen; ``page`` and ``typing`` give the pages of one plan and of typing its items."""
        self._page, self._typing = page, typing
        self.forms = {form.name: form for form in forms}
        super().__init__(master)

    # --- The form ---

    def new_defaults(self) -> Mapping[str, str]:
        """A new plan is of this year."""
        return {"year": str(clock.today().year)}

    def record_title(self, record: Any | None) -> str:
        """The title says what it is already."""
        return super().record_title(None) if record is None else str(record)

    def form_actions(self, bar: Flow) -> None:
        """From a plan to what it holds, and onto paper."""
        self._bar = bar
        self.contents = bar.button("Nội dung, tiến độ…", "list-nested", self.show_page)
        self.printing = bar.button("In kế hoạch (Ctrl+P)", "printer", self.print_)

    def showing(self, record: Any | None) -> None:
        """A plan that is not saved yet has no page."""
        self._bar.show(self.contents, record is not None)
        self._bar.show(self.printing, record is not None)

    def locked(self, record: Any | None) -> tuple[str, ...]:
        """A plan that another office sent is for that office to change."""
        return () if record is None or writers.is_ours(record) else tuple(PLANS.columns)

    def look(self, row: Any) -> tuple[str | None, str | None]:
        """What another office sent is pale."""
        return (None, None) if writers.is_listed_as_ours(row) else ("muted", "muted")

    def about(self, record: Any | None) -> str:
        """What does not agree with the text, first of all."""
        if record is None:
            return "Lưu kế hoạch xong thì bấm “Nội dung, tiến độ…” để nhập các nhóm và mục."
        if not writers.is_ours(record):
            return writers.read_only(record)
        wrong = counting.differences(record)
        more = f" và {len(wrong) - 1} chỗ khác" if len(wrong) > 1 else ""
        return f"Chưa khớp với văn bản: {wrong[0]}{more}." if wrong else ""

    def under_form(self, master: kit.Frame, record: Any) -> None:
        """Its groups with how far they are; Return opens the page at one of them."""
        sheet = desk.read(record)
        gap = kit.px(master, 8)
        kit.label(master, "Tiến độ theo nhóm", "heading").pack(anchor="w", pady=(gap, gap // 2))
        if words := desk.heard_words(sheet):
            kit.wraplabel(master, f"{words}.", "muted").pack(fill="x")
        self.sections = Table(
            master, SECTIONS, Plain(sheet.sections), noun="dòng", many=False, on_open=lambda n: self.show_page(n)
        )
        self.sections.tree.configure(height=min(len(sheet.sections), MOST_SHOWN) + 1)
        self.sections.pack(fill="x")

    def commands(self) -> Iterator[Command]:
        """Beside what every list offers: the page of the plan in the form, and what can be done there."""
        if self.page is not None:
            yield from self.page.commands()
            yield Command("Quay lại danh sách", self.back, "Esc")
            return
        yield from super().commands()
        if self.record is not None:
            yield Command("Nội dung, tiến độ của kế hoạch", self.show_page, about=str(self.record)[:80])
            yield Command("In kế hoạch", self.print_, "Ctrl+P")

    # --- The pages over the list ---

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002 - the protocol's names
        """Show plans, or the page of a plan at the item that ``item`` names."""
        if (item_id := filter.get("item")) is None:
            super().open(filter, id)
            return
        item = plans.item(item_id)
        if item.deleted_at is not None or item.plan.deleted_at is not None:
            super().open({}, item.plan.id)
        elif self.page is None or self.page.may_leave():
            super().open({}, item.plan.id)
            self.show_page(item=item.id)

    def show_page(self, section: int = 0, item: int | None = None) -> None:
        """The page of the plan in the form, at one of its sections or at one item."""
        if self.record is not None and self.page is None and self.may_leave():
            self.lay(self._page()(self, plans.get(self.record.id), section, item))

    def show_typing(self, section: int) -> None:
        """The lines of a section, to be typed; leaving them leads back to the page."""
        if self.page is not None and self.record is not None:
            self.page.destroy()
            self.lay(self._typing()(self, plans.get(self.record.id), section))

    def typed(self, section: int) -> None:
        """Typing is over: the page of the plan again, at the same section."""
        if self.page is not None:
            self.page.destroy()
            self.page = None
        self.show_page(section)

    def back(self) -> None:
        """Esc leaves typing for the page, the page for the form."""
        if self.page is not None and hasattr(self.page, "section_typed"):
            if self.page.may_leave():
                self.typed(self.page.section_typed)
            return
        had_page = self.page is not None
        super().back()
        if had_page and self.page is None and self.record is not None:
            self.show_again()
            self.contents.focus_set()

    def print_(self) -> None:
        """Print the plan in the form or on the page."""
        if self.record is not None and self.may_leave():
            self.print_form("plan")

    def print_form(self, name: str) -> None:
        """Print a form of the plan into the office's folder and open it."""
        assert self.record is not None
        form, request = self.forms[name], printing.Request(record=str(self.record.uid))
        called = printing.Request(record=plans.symbol(self.record) or str(self.record.year))
        path = office.folder().files / printing.suggested_name(form, called)
        done = printed.print_and_open(self, form.title.lower(), lambda: printing.prepare(form, request, path))
        if done is not None:
            kit.toast(self, f"Đã in {form.title.lower()}", done.words)

    def open_task(self, task_id: int) -> None:
        """The task that an item became."""
        events.publish(events.Open("tasks", {}, task_id))
