"""The deleted records of a list in a window over it: looked through, and put back one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desktop_app import errors
from desktop_app.records import Column, Entity
from desktop_app.records.deleted import Deleted, Gone
from desktop_app.records.kinds import Text
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, theme
from desktop_app.ui.flow import Flow
from desktop_app.ui.modal import Modal
from desktop_app.ui.news_line import NewsLine
from desktop_app.ui.table import Table

PAUSE = 80  # milliseconds after a letter before the list follows
REFUSED_SHOWN = 5


class DeletedWindow(Modal):
    """A list with its search box; Ctrl+S or Return puts the chosen ones back, Esc closes."""

    def __init__(
        self,
        parent: kit.Misc,
        entity: Entity[Any],
        table: Sequence[str],
        get: Callable[[int], Any],
        restore: Callable[[Any], Any],
    ) -> None:
        """Build the window; ``get`` gives a record by its id, ``restore`` puts it back or raises Refused."""
        super().__init__(parent)
        self.entity, self._get, self._restore = entity, get, restore
        self.restored: list[int] = []
        self.title(f"{entity.title}: đã xóa")
        kit.label(self.whole, f"{entity.title}: đã xóa", "heading").pack(anchor="w")
        words = "Chọn một hay nhiều dòng rồi khôi phục. Bản ghi trở lại danh sách, nhật ký ghi người khôi phục."
        kit.wraplabel(self.whole, words, "muted", wraplength=theme.characters(80)).pack(fill="x")
        box = kit.Frame(self.whole)
        box.pack(fill="x", pady=self.gap // 2)
        kit.Label(box, icon="search", icon_size=kit.icon_units(self)).pack(side="left", padx=(0, kit.px(self, 6)))
        self._text = kit.StringVar(self)
        self.search = kit.Entry(box, textvariable=self._text, width=32)
        self.search.pack(side="left")
        self.table = Table(
            self.whole,
            _columns(entity, table),
            noun=entity.noun,
            empty="Không có gì đã xóa ở đây",
            on_open=lambda record_id: self.restore(),
            on_select=lambda ids: self._tell(),
        )
        buttons = Flow(self.whole)
        buttons.pack(side="bottom", fill="x", pady=(self.gap, 0))
        buttons.go_right()
        self.leave = buttons.button("Đóng (Esc)", "x-lg", self.close)
        self.take = buttons.button("Khôi phục (Ctrl+S)", "arrow-counterclockwise", self.restore, "primary")
        self.news = NewsLine(self.whole)
        self.news.holder.pack(side="bottom", fill="x")
        self.table.pack(fill="both", expand=True)
        self._size()
        self._bind_keys()
        self._show("")

    def _size(self) -> None:
        wide = min(theme.characters(120), self.parent.winfo_width() - 4 * self.gap, self.winfo_screenwidth())
        high = min(kit.px(self, 520), self.parent.winfo_height() - 4 * self.gap)
        self.whole.configure(width=max(wide, theme.characters(60)), height=max(high, kit.px(self, 320)))
        self.whole.pack_propagate(False)

    def _bind_keys(self) -> None:
        for case in "sS":
            self.bind(f"<Control-{case}>", lambda event: self.restore())
        for case in "fF":
            self.bind(f"<Control-{case}>", lambda event: self.search.focus_set())
        self.bind("<Escape>", lambda event: self.close())
        for key in ("<Down>", "<Return>"):
            self.search.bind(key, lambda event: self._to_list())
        self._text.trace_add("write", lambda *_: kit.soon(self, self._follow, PAUSE))
        self._asked = ""

    def _follow(self) -> None:
        if self._text.get() != self._asked:
            self._show(self._text.get())

    def _show(self, text: str) -> None:
        self._asked = text
        self.table.show(Deleted(self.entity, text))
        if self.table.ids:
            self.table.choose([self.table.ids[0]])
        self._tell()

    def _to_list(self) -> str:
        self.table.tree.focus_set()
        return "break"

    def _tell(self) -> None:
        self.take.state(["!disabled" if self.table.selected else "disabled"])

    def restore(self) -> str:
        """Put the chosen records back, each for itself, and say what became of them."""
        refused, done = [], 0
        for record_id in self.table.selected:
            record = self._get(record_id)
            try:
                self._restore(record)
            except (errors.Refused, errors.Failed) as no:
                refused.append(f"{' '.join(f'{record}'.split())[:60]}: {no}")
            else:
                done += 1
                self.restored.append(record_id)
        if done or refused:
            self._show(self._asked)
            self.news.say(_outcome(self.entity.noun, done, refused))
        return "break"


def show(parent: kit.Misc, entity: Entity[Any], table: Sequence[str], service: Any, chosen: int | None = None) -> int:
    """Show the deleted records of a room until the window is closed; how many were put back.

    Args:
        parent: the list it lies over.
        entity: what kind of records.
        table: the columns of that list.
        service: the room's, with ``get`` and ``restore``.
        chosen: the record to begin with.
    """
    window = DeletedWindow(parent, entity, table, service.get, service.restore)
    window.open(window.table.tree)
    if chosen is not None:
        window.table.choose([chosen])
    window.wait_window()
    return len(window.restored)


def _columns(entity: Entity[Any], table: Sequence[str]) -> list[Column]:
    """The list's own columns, then when and by whom."""

    def own(column: Column) -> Column:
        return Column(column.name, column.label, Text(), column.width, compute=lambda gone: column.shown(gone.row))

    def of(name: str, label: str, words: Callable[[Gone], str], width: int) -> Column:
        return Column(name, label, Text(), width, compute=words)

    return [
        of("gone_at", "Xóa lúc", lambda gone: f"{gone.at:%d/%m/%Y %H:%M}", 16),
        of("gone_by", "Người xóa", lambda gone: gone.who, 20),
        *(own(column) for column in entity.pick(table)),
    ]


def _outcome(noun: str, done: int, refused: Sequence[str]) -> str:
    words = [f"Đã khôi phục {show_whole(done)} {noun}."] if done else []
    if refused:
        more = f" … và {show_whole(len(refused) - REFUSED_SHOWN)} bản ghi khác" if len(refused) > REFUSED_SHOWN else ""
        words.append(f"Chưa khôi phục {show_whole(len(refused))}: {'; '.join(refused[:REFUSED_SHOWN])}{more}.")
    return " ".join(words)
