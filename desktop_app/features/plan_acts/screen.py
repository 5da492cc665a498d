"""What is done with the groups and items of a plan on its page, each in a window of its own or at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from desktop_app import errors
from desktop_app.features.plan_desk import service as desk
from desktop_app.features.plan_desk.columns import GROUP, NO_GROUP, moving
from desktop_app.features.plan_page.columns import GROUP_FORM, OF_TARGET, SAYS, STANDS
from desktop_app.features.plan_tasks import service as giving
from desktop_app.features.plan_tasks.columns import GIVING, JOINING
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import GROUPS, ITEMS
from desktop_app.records import undo
from desktop_app.ui import asking, dialogs, undoing
from desktop_app.ui.refused_rows import ask_about

GIVEN = (("assigned_on", "due_on"), ("lead_unit",), ("supervising_leader",))
GIVEN_WORDS = (
    "Mỗi mục thành một nhiệm vụ của văn bản kế hoạch. Mục đã ghi đơn vị, lãnh đạo, thời hạn thì giữ như đã ghi; "
    "các ô dưới đây dùng cho mục chưa ghi."
)


class Acts:
    """The acts of one page, which shows the plan again after each; ten seconds long they can be taken back."""

    def __init__(self, page: Any) -> None:
        """Act upon a ``PlanPage``: its plan, its chosen section and its chosen lines."""
        self.page = page

    # --- Groups ---

    def add_group(self) -> None:
        """A new group at the end, with what the text counts in it."""
        self._ask_group("Thêm nhóm nhiệm vụ", None)

    def edit_group(self) -> None:
        """The chosen group: its name, and what the text counts in it."""
        group = self.page.shown.group
        if group is not None:
            self._ask_group("Sửa nhóm nhiệm vụ", group)

    def _ask_group(self, title: str, group: Any) -> None:
        before = undo.mark()
        texts = GROUPS.texts(group) if group is not None else {}
        take = partial(self._take_group, group)
        words = "Ghi số lượng theo văn bản để chương trình đối chiếu với số đã nhập; văn bản không nêu thì để trống."
        if asking.ask(self.page, title, GROUPS, GROUP_FORM, take, defaults=texts, words=words):
            if group is None:
                self.page.section = len(self.page.sheet.sections)
            self.page.refresh()
            undoing.told(self.page, "Đã lưu nhóm nhiệm vụ", str(self.page.shown.name), before)

    def _take_group(self, group: Any, texts: dict[str, str]) -> None:
        desk.save_group(self.page.plan, texts, group)

    def clear(self) -> None:
        """Take the chosen group out with its items, or everything; for ten seconds it can be taken back."""
        group, before = self.page.shown.group, undo.mark()
        count = len(self.page.sheet.of(self.page.shown))
        what = f"nhóm “{group}” cùng {count} mục" if group is not None else f"mọi nhóm và {count} mục"
        if not dialogs.ask_yes_no(self.page, "Xóa nội dung", f"Xóa {what}?", "Xóa", dangerous=True):
            return
        if self._done("Chưa xóa được", partial(plans.clear, self.page.plan, group)):
            self.page.section = 0
            self.page.items.choose([])
            self.page.refresh()
            undoing.told(self.page, "Đã xóa nội dung", what, before)

    # --- Items ---

    def edit(self) -> None:
        """One item with all that is said of it; how far it is where it follows nothing else."""
        if len(self.page.lines) != 1:
            return
        one = plans.item(self.page.lines[0].item.id)
        target, before = desk.is_target(one), undo.mark()
        task = self.page.lines[0].task
        follows = task is not None or one.indicator is not None
        layout = (*SAYS, *(OF_TARGET if target else ()), *(() if follows else STANDS))
        words = f"Tình trạng theo {task.code}." if task is not None else ""
        names = [name for row in layout for name in row]

        def take(texts: dict[str, str]) -> None:
            plans.save_item({name: texts[name] for name in names}, one)

        if asking.ask(self.page, "Sửa mục", ITEMS, layout, take, defaults=ITEMS.texts(one), words=words):
            self.page.refresh()
            undoing.told(self.page, "Đã lưu mục", str(one)[:80], before)

    def move(self) -> None:
        """The chosen items to another group."""
        ids, before = [line.item.id for line in self.page.lines], undo.mark()
        names = [*(str(group) for group in plans.groups(self.page.plan)), NO_GROUP]
        asked = moving(lambda: names)

        def take(texts: dict[str, str]) -> None:
            asked.answers(texts)
            desk.move(self.page.plan, ids, texts)

        if ids and asking.ask(
            self.page, f"Chuyển {len(ids)} mục sang nhóm khác", asked, ((GROUP,),), take, ok="Chuyển"
        ):
            self.page.refresh()
            undoing.told(self.page, "Đã chuyển nhóm", f"{len(ids)} mục", before)

    def delete_items(self) -> None:
        """Take the chosen items out; for ten seconds they can be taken back."""
        ids, before = [line.item.id for line in self.page.lines], undo.mark()
        title = f"Xóa {len(ids)} mục đang chọn"
        if not ids or not dialogs.ask_yes_no(self.page, title, f"{title}?", "Xóa", dangerous=True):
            return
        if self._done("Chưa xóa mục", partial(desk.delete_items, ids)):
            self.page.items.choose([])
            self.page.refresh()
            undoing.told(self.page, "Đã xóa mục", f"{len(ids)} mục", before)

    # --- Tasks ---

    def give(self) -> None:
        """The chosen items become tasks in one go; those that may not are shown, the others done if wanted."""
        ids, before = [line.item.id for line in self.page.lines], undo.mark()
        made: list[Any] = []

        def take(texts: dict[str, str]) -> None:
            GIVING.answers(texts)
            made.extend(self._given(ids, texts))

        begin = giving.defaults(self.page.plan)
        title = f"Giao thành nhiệm vụ: {len(ids)} mục"
        if ids and asking.ask(self.page, title, GIVING, GIVEN, take, defaults=begin, ok="Giao", words=GIVEN_WORDS):
            self.page.refresh()
            undoing.told(self.page, "Đã giao thành nhiệm vụ", f"{len(made)} nhiệm vụ", before)

    def _given(self, ids: list[int], texts: dict[str, str]) -> list[Any]:
        while True:
            try:
                return giving.give(self.page.plan, ids, texts)
            except errors.RefusedRows as refused:
                lines = [(str(plans.item(ids[n]))[:80], "; ".join(p.values())) for n, p in refused.rows.items()]
                left = [one for n, one in enumerate(ids) if n not in refused.rows]
                if not ask_about(self.page, "Chưa giao được thành nhiệm vụ", lines, len(left)) or not left:
                    raise errors.Refused({}) from None  # why has been read: the window stays as it is
                ids = left

    def join(self) -> None:
        """Let the chosen item follow a task that is in the book already."""
        if len(self.page.lines) != 1:
            return
        one, before = plans.item(self.page.lines[0].item.id), undo.mark()
        words = "Ghi mã hoặc vài số cuối của mã nhiệm vụ. Từ đó tình trạng của mục theo nhiệm vụ này."
        take = partial(giving.join_named, one)
        if asking.ask(self.page, "Gắn nhiệm vụ có sẵn", JOINING, (("task",),), take, words=words, ok="Gắn"):
            self.page.refresh()
            undoing.told(self.page, "Đã gắn nhiệm vụ", str(one)[:80], before)

    def part(self) -> None:
        """The chosen item follows its own state again."""
        if len(self.page.lines) == 1:
            one, before = plans.item(self.page.lines[0].item.id), undo.mark()
            if self._done("Chưa bỏ gắn", partial(giving.part, one)):
                self.page.refresh()
                undoing.told(self.page, "Đã bỏ gắn nhiệm vụ", str(one)[:80], before)

    def _done(self, title: str, work: Callable[[], Any]) -> bool:
        """Whether work was done; why not is told."""
        try:
            work()
        except (errors.Refused, errors.Failed) as refused:
            dialogs.warn(self.page, title, f"{refused}.")
            return False
        return True
