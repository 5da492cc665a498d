"""Every list of the program: sorted, chosen from, copied and counted; only the rows on screen are ever read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop_app.records import Column, Rows
from desktop_app.rules import numbers
from desktop_app.ui import kit, table_keys, theme
from desktop_app.ui.choice import Choice
from desktop_app.ui.header import Header
from desktop_app.ui.order import Listed, Order
from desktop_app.ui.row_view import Look, RowView
from desktop_app.ui.table_keys import Spot
from desktop_app.ui.tip import Tip
from desktop_app.ui.tsv import as_tsv

FEW = 20
PAINTED = 25  # milliseconds after which the first page is on screen


class Table(kit.Frame):
    """A list of records."""

    def __init__(
        self,
        master: kit.Misc,
        columns: Sequence[Column],
        rows: Listed | None = None,
        *,
        noun: str = "dòng",
        empty: str = "Chưa có dòng nào",
        look: Look | None = None,
        many: bool = True,
        sorted_by: tuple[str, bool] | None = None,
        on_open: Callable[[int], Any] | None = None,
        on_select: Callable[[list[int]], Any] | None = None,
        on_sort: Callable[[str, bool], Any] | None = None,
        on_widths: Callable[[], Any] | None = None,
        on_menu: Callable[[Spot], Any] | None = None,
    ) -> None:
        """Build the table; it reads nothing before it has rows.

        Args:
            master: where it lies.
            columns: what it shows, widths in characters.
            rows: the list; None leaves it empty until `show`.
            noun: what is counted below: "Hiển thị 2.006 nhiệm vụ".
            empty: what is said in the middle of an empty list.
            look: row -> (colour of its status dot, colour of its letters), both by name as in `Palette`, or None.
            many: whether several rows can be chosen.
            sorted_by: the column, and whether downwards, that the rows come sorted by.
            on_open: called with the id on Return and double click.
            on_select: called with the chosen ids, in order, after they changed.
            on_sort: called with a column and whether downwards; without it the table sorts its `Rows` itself.
            on_widths: called after a column was drawn wider or narrower by hand.
            on_menu: called on the right mouse button and the keyboard's key for menus, with where that was.
        """
        super().__init__(master)
        self.columns = list(columns)
        self.noun, self.empty, self.many = noun, empty, many
        self.sorted_by = sorted_by
        self.on_open, self.on_select, self.on_sort = on_open, on_select, on_sort
        self.on_widths, self.on_menu = on_widths, on_menu
        self.source: Listed | None = None
        self.order = Order()
        self.choice = Choice()
        self._build(look)
        self._restyle()
        theme.follow(self, self._restyle)
        if rows is not None:
            self.show(rows)

    def _build(self, look: Look | None) -> None:
        self._dots = look is not None
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        names = [column.name for column in self.columns]
        show = "tree headings" if look is not None else "headings"
        self.tree = kit.Tree(self, columns=names, show=show, selectmode="none", style="House.Treeview", height=4)
        self.tree.grid(row=0, column=0, sticky="nsew")
        self.header = Header(self.tree, self.columns, self.sort, dots=look is not None)
        self.header.mark_sorted(self.sorted_by)
        self.view = RowView(self.tree, self.header, self.choice, look, self._set_bar)
        self._bar = kit.Scrollbar(self, orient="vertical", command=self._bar_moved)
        self._bar.grid(row=0, column=1, sticky="ns")
        self._side_bar = kit.Scrollbar(self, orient="horizontal", command=self.tree.xview)
        self.tree.configure(xscrollcommand=self._set_side_bar)
        self.footer = kit.label(self, role="small")
        self.footer.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(kit.px(self, 4), 0))
        self._nothing = kit.Label(self.tree, style="Nothing.TLabel", justify="center")
        self.tip = Tip(self.tree)
        self._tell_choice_soon = kit.once_idle(self, self._tell_choice)
        self.tree.bind("<Configure>", lambda event: self._fit())
        table_keys.bind(self)

    def _restyle(self) -> None:
        """Take the colours and letters of now."""
        self.view.restyle()
        self.view.show_focus(self.focus_displayof() is self.tree)
        self._fit()

    def _fit(self) -> None:
        self.header.fit()
        self.view.fit()

    def show_columns(self, columns: Sequence[Column], widths: Mapping[str, float] | None = None) -> None:
        """Show other columns, in this order; ``widths`` in characters, of those that a person has drawn by hand."""
        self.columns = list(columns)
        self.tree.configure(columns=[column.name for column in self.columns], displaycolumns=("#all",))
        self.header = self.view.header = Header(self.tree, self.columns, self.sort, dots=self._dots)
        self.header.mark_sorted(self.sorted_by)
        self.header.widths = widths or {}
        self._fit()

    # --- The list ---

    @property
    def ids(self) -> array[int]:
        """The ids read so far, in order."""
        return self.order.ids

    @property
    def loading(self) -> bool:
        """Whether ids are still being read."""
        return self.order.loading

    def show(self, rows: Listed) -> None:
        """Show another list from its top, with nothing chosen."""
        if self.choice.ids:
            self._tell_choice_soon()
        self.choice.clear()
        self._load(rows, 0, 0)

    def refresh(self, rows: Listed | None = None, keep: bool = True) -> None:
        """Read the list again after records changed.

        With ``keep`` the chosen rows and the place stay, by id, as far as they are still listed.
        """
        rows = rows or self.source
        if rows is None:
            return
        if not keep:
            self.show(rows)
            return
        top, before = self.view.top, self.order
        self._load(rows, top, top + self.view.page + 1)
        if (place := self.order.position(before.at(top))) is not None:
            self.view.goto(place)
        self._find_cursor(before)

    def _find_cursor(self, before: Order) -> None:
        """Keys go on from the same record; if it is gone, from another chosen one, or from the one that stood above."""
        choice = self.choice
        if choice.cursor is None:
            return
        above = [before.at(choice.cursor - step) for step in range(1, FEW)]
        for kept, wanted in ((True, [before.at(choice.cursor), *sorted(choice.ids)[:FEW]]), (False, above)):
            place = next((found for found in map(self.order.position, wanted) if found is not None), None)
            if place is not None:
                choice.cursor, choice.anchor = place, place if kept else None
                return
        choice.cursor, choice.anchor = -1, None

    def mark_sorted(self, by: tuple[str, bool] | None) -> None:
        """Say what the rows are sorted by, without sorting them."""
        self.sorted_by = by
        self.header.mark_sorted(by)

    def sort(self, name: str) -> None:
        """Sort by a column; by the same one again the other way round. Chosen rows stay chosen."""
        self.mark_sorted((name, self.sorted_by == (name, False)))
        assert self.sorted_by is not None
        if self.on_sort is not None:
            self.on_sort(*self.sorted_by)
        elif isinstance(self.source, Rows):
            order = f"-{name}" if self.sorted_by[1] else name
            self.choice.cursor = self.choice.anchor = None
            self._load(replace(self.source, order=order), 0, 0)

    def load_all(self) -> None:
        """Read the rest of the order now."""
        if self.loading:
            self.order.read_to()
            self._order_grew()

    def _load(self, rows: Listed, top: int, at_least: int) -> None:
        self.source, self.order = rows, Order(rows)
        self.order.read_to(at_least)
        self.view.source, self.view.ids = rows, self.order.ids
        self.view.goto(top, anew=True)
        self._order_grew()
        self._read_on(self.order, PAINTED)

    def _read_on(self, order: Order, pause: int = 1) -> None:
        """One more piece whenever the window idles; a newer list makes this one stop."""

        def more() -> None:
            if order is self.order and order.loading:
                order.read()
                self._order_grew()
                self._read_on(order)

        if order.loading:
            kit.soon(self, more, pause)

    def _order_grew(self) -> None:
        if not self.loading and (gone := self.choice.ids.difference(self.ids)):
            # The order is complete: what is chosen but no longer listed is chosen no more.
            self.choice.ids -= gone
            self._tell_choice_soon()
        self._show_count()
        self._set_bar()

    def _show_count(self) -> None:
        count, chosen = getattr(self.source, "counted", len(self.ids)), len(self.choice.ids)
        text = f"Hiển thị {numbers.show_whole(count)} {self.noun}"
        if self.loading:
            text += ", đang đọc tiếp…"
        if chosen > 1:
            text += f"  ·  đã chọn {numbers.show_whole(chosen)}"
        self.footer.configure(text=text)
        if self.ids or self.loading or self.source is None:
            self._nothing.place_forget()
        else:
            self._nothing.configure(text=self.empty)
            self._nothing.place(relx=0.5, rely=0.45, anchor="center")

    # --- What is chosen ---

    @property
    def selected(self) -> list[int]:
        """The chosen ids, in the order of the table."""
        return self.choice.in_order(self.ids)

    def choose(self, ids: Sequence[int]) -> None:
        """Choose records, and bring the first of them into view if it is listed."""
        self.choice.ids = set(ids)
        if ids:
            if self.order.position(ids[0]) is None:
                self.load_all()
            self.choice.cursor = self.choice.anchor = self.order.position(ids[0])
            self.view.see(self.choice.cursor)
        self.chosen_anew()

    def chosen_anew(self) -> None:
        """The choice has changed: show it, and tell whoever asked."""
        self.view.show_choice()
        self._tell_choice_soon()

    def _tell_choice(self) -> None:
        self._show_count()
        if self.on_select is not None:
            self.on_select(self.selected)

    def copy(self, heading: bool = True) -> None:
        """Put the chosen rows on the clipboard, as Excel pastes them, under the columns' labels or without."""
        if self.source is not None and (rows := self.source.rows(self.selected)):
            self._to_clipboard(as_tsv(self.columns, rows, heading))

    def copy_cell(self, spot: Spot) -> None:
        """Put one cell on the clipboard."""
        rows = self.source.rows([spot.record]) if self.source is not None and spot.record is not None else []
        if rows and spot.column is not None:
            self._to_clipboard(spot.column.shown(rows[0]))

    def _to_clipboard(self, text: str) -> None:
        self.clipboard_clear()
        self.clipboard_append(text)

    # --- Scrollbars ---

    def _set_bar(self) -> None:
        count, view = len(self.ids) or 1, self.view
        self._bar.set(view.top / count, min(1.0, (view.top + view.page) / count))

    def _bar_moved(self, what: str, amount: str, unit: str = "") -> None:
        if what == "moveto":
            self.view.goto(round(float(amount) * len(self.ids)))
        else:
            self.view.scroll(int(amount) * (1 if unit == "units" else max(1, self.view.page - 1)))

    def _set_side_bar(self, first: str, last: str) -> None:
        self._side_bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._side_bar.grid_remove()
        else:
            self._side_bar.grid(row=1, column=0, sticky="ew")
