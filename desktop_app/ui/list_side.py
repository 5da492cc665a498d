"""The list half of a screen: its head with the buttons, its filters, and the table under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.records import Rows
from desktop_app.ui import kit
from desktop_app.ui.filters import FilterBar
from desktop_app.ui.flow import Flow
from desktop_app.ui.room import Room
from desktop_app.ui.table import Table

# What a person chose on each screen, kept while the program runs.
_kept: dict[type, tuple[tuple[str, Mapping[str, str], Mapping[str, Any]], str]] = {}


def forget_kept() -> None:
    """Begin every screen afresh: another office has been opened, or another test begins."""
    _kept.clear()


class ListSide(kit.Frame):
    """What a room says about its list, shown."""

    def __init__(
        self,
        room: Room,
        *,
        on_new: Callable[[], Any],
        on_open: Callable[[int], Any],
        on_select: Callable[[list[int]], Any],
        on_delete: Callable[[], Any] | None,
    ) -> None:
        """Build the list of a room, a child of it, and show its rows.

        Args:
            room: says columns and filters, and where the rows come from.
            on_new: the button that adds a record.
            on_open: called with the id on Return and double click.
            on_select: called with the chosen ids after they changed.
            on_delete: called on Delete; None where records of this kind stay.
        """
        super().__init__(room)
        self.room = room
        chosen, self._order = _kept.get(type(room), (("", {}, {}), ""))
        self.wanted: int | None = None  # to be chosen once the list is read again
        self._build_head(on_new)
        self._build_rows(on_open, on_select, on_delete)
        self.bar.show_chosen(chosen)
        self.rows.show(self.find())

    def _build_head(self, on_new: Callable[[], Any]) -> None:
        gap, room = kit.px(self, 10), self.room
        head = Flow(self)
        head.pack(fill="x", pady=(0, gap))
        head.add(kit.label(head, room.title, "title"))
        head.go_right()
        head.button(f"Thêm {room.entity.noun} (Ctrl+N)", "plus-lg", on_new, "primary")
        room.extra_actions(head)
        self.bar = FilterBar(self, room.entity, room.filters, lambda *about: room.filter_words(*about), self.filtered)
        room.bar = self.bar  # a room that names its filters looks there
        self.bar.pack(fill="x", pady=(0, gap))
        self.bar.search.bind("<Down>", lambda event: self.focus_rows())
        self.bar.search.bind("<Return>", lambda event: self.focus_rows())

    def _build_rows(
        self,
        on_open: Callable[[int], Any],
        on_select: Callable[[list[int]], Any],
        on_delete: Callable[[], Any] | None,
    ) -> None:
        room, noun = self.room, self.room.entity.noun
        order = self._order or room.entity.order
        name = order.lstrip("-")
        self.rows = Table(
            self,
            room.entity.pick(room.table),
            noun=noun,
            empty=f"Chưa có {noun} nào ở đây",
            look=room.look if type(room).look is not Room.look else None,
            sorted_by=(name, order.startswith("-")) if name in room.table else None,
            on_open=on_open,
            on_select=on_select,
            on_sort=self._sorted,
        )
        self.rows.pack(fill="both", expand=True)
        if on_delete is not None:
            self.rows.tree.bind("<Delete>", lambda event: on_delete())

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
        self._keep_choices()
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

    def _keep_choices(self) -> None:
        _kept[type(self.room)] = (self.bar.chosen(), self._order)
