"""The list half of a screen: its head with the buttons, its filters, and the table under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from desktop_app.records import Rows
from desktop_app.records.shown import ShownList
from desktop_app.ui import bulk, columns_window, exporting, kit, list_menu, theme
from desktop_app.ui.columns_window import Columns
from desktop_app.ui.filters import FilterBar
from desktop_app.ui.flow import Flow
from desktop_app.ui.header import Header
from desktop_app.ui.memory import View, memory
from desktop_app.ui.room import Room
from desktop_app.ui.table import Table
from desktop_app.ui.views import ViewsButton

WRITTEN_AFTER = 800  # milliseconds from a change to the file


def forget_kept() -> None:
    """Begin every screen afresh: another office has been opened, or another test begins."""
    memory.begin()


class ListSide(kit.Frame):
    """What a room says about its list, shown as the person left it."""

    def __init__(
        self,
        room: Room,
        *,
        on_new: Callable[[], Any],
        on_open: Callable[[int], Any],
        on_select: Callable[[list[int]], Any],
        on_delete: Callable[[], Any] | None,
        on_gone: Callable[[], Any],
        on_deleted: Callable[[], Any] | None,
    ) -> None:
        """Build the list of a room, a child of it, and show its rows.

        Args:
            room: says columns and filters, and where the rows come from.
            on_new: the button that adds a record.
            on_open: called with the id on Return and double click.
            on_select: called with the chosen ids after they changed.
            on_delete: called on Delete while one row is chosen; None where records of this kind stay.
            on_gone: called after several rows were deleted, or taken back.
            on_deleted: the button that shows what was deleted; None where nothing can be put back.
        """
        super().__init__(room)
        self.room, self.name = room, room.help_page
        self._order = ""
        self.wanted: int | None = None  # to be chosen once the list is read again
        self._on_select, self._on_delete, self._on_gone = on_select, on_delete, on_gone
        self._build_head(on_new, on_deleted)
        self._build_rows(on_open)
        self._build_bulk()
        self._take(memory.start(self.name))
        self._tell()
        self.rows.show(self.find())

    # --- Building ---

    def _build_head(self, on_new: Callable[[], Any], on_deleted: Callable[[], Any] | None) -> None:
        gap, room = kit.px(self, 10), self.room
        head = self.head = Flow(self, one_line=True)
        head.pack(fill="x", pady=(0, gap))
        head.add(kit.label(head, room.title, "title"))
        self.views = ViewsButton(head, self.name, self)
        head.add(self.views)
        head.go_right()
        head.button("Cột…", "layout-three-columns", self.ask_columns, "quiet")
        if exporting.to_workbook is not None:
            head.button("Xuất Excel…", "file-earmark-spreadsheet", self.export, "quiet")
        head.button(f"Thêm {room.entity.noun} (Ctrl+N)", "plus-lg", on_new, "primary")
        room.extra_actions(head)
        if on_deleted is not None:
            head.button("Đã xóa…", "trash3", on_deleted, "quiet")
        self.bar = FilterBar(self, room.entity, room.filters, room.filter_words, self.filtered, room.more_filters)
        room.bar = self.bar  # a room that names its filters looks there
        self.bar.pack(fill="x", pady=(0, gap))
        self.bar.search.bind("<Down>", lambda event: self.focus_rows())
        self.bar.search.bind("<Return>", lambda event: self.focus_rows())

    def _build_rows(self, on_open: Callable[[int], Any]) -> None:
        room = self.room
        self.rows = Table(
            self,
            room.entity.pick(room.table),
            noun=room.entity.noun,
            look=room.look if type(room).look is not Room.look else None,
            on_open=on_open,
            on_select=self._selected,
            on_sort=self._sorted,
            on_widths=self._keep,
            on_menu=partial(list_menu.drop, self),
        )
        self.rows.pack(fill="both", expand=True)
        if self._on_delete is not None:
            self.rows.tree.bind("<Delete>", lambda event: self.delete())

    def _build_bulk(self) -> None:
        self.bulk = bulk.BulkBar(self, self.rows, self.room.entity.noun, lambda: self.rows.choose([]))
        for action in self.room.bulk_actions:
            self.bulk.button(f"{action.text}…", action.icon, partial(self.run, action))
        self.bulk.button("Chép", "copy", self.rows.copy, "quiet")
        if self._on_delete is not None:
            self.bulk.button("Xóa", "trash3", self.delete, "quiet")
        self.bulk.finish()

    def destroy(self) -> None:
        memory.write()
        super().destroy()

    # --- Its rows ---

    def find(self) -> Rows:
        """The rows wanted now."""
        found: Rows = self.room.service.find(self.bar.where(), self.bar.text.strip(), self._order)
        return found

    def refresh(self) -> None:
        """Read the list again; chosen rows stay chosen."""
        self.rows.refresh(self.find())
        if self.wanted is not None:
            self.rows.choose([self.wanted])
            self.wanted = None

    def filtered(self) -> None:
        """Show what the filters say now, from the top."""
        self._keep()
        self._tell()
        self.rows.refresh(self.find())
        self.rows.view.goto(0)

    def focus_rows(self) -> str:
        """Give the keys to the table, on its first row if none is chosen."""
        self.rows.tree.focus_set()
        if not self.rows.selected and self.rows.ids:
            self.rows.choose([self.rows.ids[0]])
        return "break"

    def _sorted(self, name: str, down: bool) -> None:
        self._order = f"-{name}" if down else name
        self.filtered()

    def _tell(self) -> None:
        """Say what an empty list means, and which view is on."""
        noun = self.room.entity.noun
        on = self.bar.is_on
        self.rows.empty = (
            f"Không có {noun} nào khớp với điều kiện lọc"
            if on
            else self.room.nothing_yet or f"Chưa có {noun} nào ở đây"
        )
        self.views.tell()

    # --- Several rows ---

    def _selected(self, ids: list[int]) -> None:
        self.bulk.tell(len(ids))
        self._on_select(ids)

    def run(self, action: bulk.BulkAction) -> None:
        """Do something with the chosen rows."""
        bulk.run(self.room, action, self.room.service, self.rows.selected)

    def delete(self) -> None:
        """Delete what is chosen: several rows here, one as the screen does it."""
        ids = self.rows.selected
        if len(ids) > 1:
            bulk.delete(self.room, self.room.entity.noun, self.room.service, ids, self._on_bulk)
        elif self._on_delete is not None:
            self._on_delete()

    def _on_bulk(self, ids: list[int]) -> None:
        self.refresh()
        self.rows.choose(ids)
        self._on_gone()

    def export(self) -> None:
        """Write the list, as it is narrowed, ordered and shown, to a workbook."""
        if exporting.to_workbook is not None:
            entity, columns = self.room.entity, self.rows.columns
            listed = ShownList(entity.title, entity.noun, self.bar.words(), columns, self.find())
            exporting.to_workbook(self.room, listed)

    # --- How it is looked at ---

    def view(self) -> View:
        """How the list is looked at now."""
        names = tuple(column.name for column in self.rows.columns)
        text, filters, where = self.bar.chosen()
        as_kept = {name: list(value) if isinstance(value, tuple) else value for name, value in where.items()}
        shown = () if names == tuple(self.room.table) else names
        return View(shown, self.rows.header.widths, self._order, text, filters, as_kept)

    def show_view(self, view: View) -> None:
        """Look at the list in another way."""
        self._take(view)
        self.filtered()

    def _take(self, view: View) -> None:
        entity = self.room.entity
        self._order = view.order if _sortable(entity.columns.get(view.order.lstrip("-"))) else ""
        names = [name for name in view.columns if name in self._choosable()] or self.room.table
        self._show_columns(names, view.widths)
        where = {name: value for name, value in view.where.items() if self._understood(name, value)}
        self.bar.show_chosen((view.text, view.filters, where))

    def _understood(self, name: str, value: Any) -> bool:
        """Whether the room still knows a filter that was kept of another screen's doing."""
        try:
            self.room.service.find({name: value})
        except (KeyError, ValueError, TypeError, AttributeError):
            return False
        return True

    def _show_columns(self, names: Sequence[str], widths: Mapping[str, float]) -> None:
        order = self._order or self.room.entity.order
        name = order.lstrip("-")
        self.rows.mark_sorted((name, order.startswith("-")) if name in names else None)
        if list(names) != [c.name for c in self.rows.columns] or dict(widths) != self.rows.header.widths:
            self.rows.show_columns(self.room.entity.pick(names), widths)

    def ask_columns(self) -> None:
        """Ask which columns to show, in what order and how wide."""
        columns, tree = [self.room.entity.columns[name] for name in self._choosable()], self.rows.tree
        shown = [column.name for column in self.rows.columns]
        letter = theme.characters(1000) / 1000
        wide = {name: int(tree.column(name, "width")) / letter for name in shown}
        now, house = Columns(tuple(shown), self.rows.header.widths), Columns(tuple(self.room.table), {})
        if (taken := columns_window.ask(self.room, columns, now, house, wide)) is not None:
            self.show_columns(taken.names, taken.widths)

    def show_columns(self, names: Sequence[str], widths: Mapping[str, float] | None = None) -> None:
        """Show these columns, in this order, with the widths that a person gave."""
        self._show_columns(names, self.rows.header.widths if widths is None else widths)
        self._keep()

    def _choosable(self) -> list[str]:
        """Every column that people can see in a list."""
        columns = self.room.entity.columns.values()
        return [c.name for c in columns if c.kind.shown and not getattr(c.source, "secret", False)]

    def _keep(self) -> None:
        memory.of(self.name).now = self.view()
        self.views.tell()
        kit.soon(self, memory.write, WRITTEN_AFTER)


def _sortable(column: Any) -> bool:
    return column is not None and Header.sortable(column)
