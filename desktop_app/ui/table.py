"""Every list of the program: a Treeview that holds only the rows on screen and reads them as they come into view.

The order of a list is one array of record ids, eight bytes a row: the first page at once, the rest while the window
idles. A step of the wheel moves the items that left the view to the other end and writes only those.
"""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from desktop_app.records import Column, Rows
from desktop_app.rules import numbers
from desktop_app.ui import kit, table_keys, theme
from desktop_app.ui.cells import Ruler
from desktop_app.ui.choice import Choice
from desktop_app.ui.header import Header
from desktop_app.ui.tip import Tip

Look = Callable[[Any], tuple[str | None, str | None]]

TAGS = ("danger", "warning", "success", "muted", "accent")


def as_tsv(columns: Sequence[Column], rows: Sequence[Any]) -> str:
    """Rows under a heading, as Excel pastes them: a tab between cells; what would break a cell becomes a space."""
    lines = [[column.label for column in columns]]
    lines += [[column.shown(row) for column in columns] for row in rows]
    return "\n".join("\t".join(map(_inert, line)) for line in lines)


def _inert(cell: str) -> str:
    """A cell that Excel takes as it is: one line, and no formula where somebody has written an = or + in front."""
    text = " ".join(cell.split())
    return f" {text}" if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()) else text


class Listed(Protocol):
    """What a table shows: ids in order, a piece at a time, and the rows of some ids (each with its ``id``)."""

    def slices(self) -> Iterator[list[int]]: ...

    def rows(self, ids: Sequence[int]) -> list[Any]: ...


class Table(kit.Frame):
    """A list of records with sorting, choosing, copying and a count below."""

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
        """
        super().__init__(master)
        self.columns = list(columns)
        self.noun, self.empty, self.look, self.many = noun, empty, look, many
        self.sorted_by = sorted_by
        self.on_open, self.on_select, self.on_sort = on_open, on_select, on_sort
        self.source: Listed | None = None
        self.ids: array[int] = array("q")
        self.top = 0
        self.choice = Choice()
        self._slices: Iterator[list[int]] | None = None
        self._items: list[str] = []
        self._rows: dict[str, Any] = {}
        self._build()
        self._restyle()
        theme.follow(self, self._restyle)
        if rows is not None:
            self.show(rows)

    def _build(self) -> None:
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.tree = kit.Tree(
            self,
            columns=[column.name for column in self.columns],
            show="tree headings" if self.look else "headings",
            selectmode="none",
            style="House.Treeview",
            takefocus=True,
            height=4,
        )
        self.tree.grid(row=0, column=0, sticky="nsew")
        self._path, self._call = str(self.tree), self.tree.tk.call
        self.header = Header(self.tree, self.columns, self.sort, bool(self.look))
        self.header.mark_sorted(self.sorted_by)
        self._bar = kit.Scrollbar(self, orient="vertical", command=self._bar_moved)
        self._bar.grid(row=0, column=1, sticky="ns")
        self._side_bar = kit.Scrollbar(self, orient="horizontal", command=self.tree.xview)
        self.tree.configure(xscrollcommand=self._set_side_bar)
        self.footer = kit.label(self, role="small")
        self.footer.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(kit.px(self, 4), 0))
        self._nothing = kit.Label(self.tree, style="Nothing.TLabel", justify="center")
        self.tip = Tip(self.tree)
        self.tell_choice = kit.once_idle(self, self._tell_choice)
        self.tree.bind("<Configure>", lambda event: self._fit())
        table_keys.bind(self)

    # --- The list ---

    def show(self, rows: Listed) -> None:
        """Show another list from its top, with nothing chosen."""
        if self.choice.ids:
            self.tell_choice()
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
        first, cursor = self._id_at(self.top), self._id_at(self.choice.cursor)
        self._load(rows, self.top, self.top + self.page + 1)
        self.choice.cursor = self.choice.anchor = self._position(cursor)
        place = self._position(first)
        if place is not None and place != self.top:
            self.goto(place)

    def sort(self, name: str) -> None:
        """Sort by a column; by the same one again the other way round. Chosen rows stay chosen."""
        self.sorted_by = (name, self.sorted_by == (name, False))
        self.header.mark_sorted(self.sorted_by)
        if self.on_sort is not None:
            self.on_sort(*self.sorted_by)
        elif isinstance(self.source, Rows):
            order = f"-{name}" if self.sorted_by[1] else name
            self.choice.cursor = self.choice.anchor = None
            self._load(dataclasses.replace(self.source, order=order), 0, 0)

    @property
    def loading(self) -> bool:
        """Whether ids are still being read."""
        return self._slices is not None

    def load_all(self) -> None:
        """Read the rest of the order now."""
        while self._slices is not None:
            self._take_slice()
        self._show_count()
        self._set_bar()

    def _load(self, rows: Listed, top: int, at_least: int) -> None:
        self.source, self.ids = rows, array("q")
        self._slices = slices = rows.slices()
        self._take_slice()
        while self._slices is not None and len(self.ids) < at_least:
            self._take_slice()
        self.goto(top, force=True)
        self._show_count()
        if self._slices is not None:
            kit.soon(self, lambda: self._more(slices))

    def _more(self, slices: Iterator[list[int]]) -> None:
        """One more slice while the window idles; a newer list makes this one stop."""
        if slices is not self._slices:
            return
        self._take_slice()
        self._show_count()
        self._set_bar()
        if self._slices is not None:
            kit.soon(self, lambda: self._more(slices))

    def _take_slice(self) -> None:
        piece = next(self._slices, None) if self._slices is not None else None
        if piece is not None:
            self.ids.extend(piece)
            return
        self._slices = None
        # The order is complete: what is chosen but no longer listed is chosen no more.
        if self.choice.ids and (gone := self.choice.ids.difference(self.ids)):
            self.choice.ids -= gone
            self.tell_choice()

    def _id_at(self, position: int | None) -> int | None:
        return self.ids[position] if position is not None and position < len(self.ids) else None

    def _position(self, record_id: int | None) -> int | None:
        """Where a record stands in what has been read of the order."""
        try:
            return None if record_id is None else self.ids.index(record_id)
        except ValueError:
            return None

    # --- What is chosen ---

    @property
    def selected(self) -> list[int]:
        """The chosen ids, in the order of the table."""
        return self.choice.in_order(self.ids)

    def choose(self, ids: Sequence[int], reveal: bool = True) -> None:
        """Choose records; the first of them is brought into view if it is listed."""
        self.choice.ids = set(ids)
        if ids and reveal:
            if self._position(ids[0]) is None:
                self.load_all()
            self.choice.cursor = self.choice.anchor = self._position(ids[0])
            self.see(self.choice.cursor)
        self._mark_chosen(anew=True)
        self.tell_choice()

    def see(self, position: int | None) -> None:
        """Scroll just as far as it takes to see a position."""
        if position is None or self.top <= position < self.top + self.page:
            return
        self.goto(position if position < self.top else position - self.page + 1)

    def chosen_anew(self) -> None:
        """The choice has changed: show it, and tell whoever asked."""
        self._mark_chosen(anew=True)
        self.tell_choice()

    def _tell_choice(self) -> None:
        self._show_count()
        if self.on_select is not None:
            self.on_select(self.selected)

    def _mark_chosen(self, anew: bool = False) -> None:
        """Mark the chosen rows on screen; ``anew`` repaints the dots too, whose ground changes with it."""
        chosen = [item for item in self._items if item in self._rows and self._rows[item].id in self.choice.ids]
        call, path = self._call, self._path
        before = set(self.tree.selection())
        if before != set(chosen):
            call(path, "selection", "set", chosen)
        if anew and self.look is not None:
            for place, item in enumerate(self._items):
                if item in self._rows and (item in before or item in chosen):
                    call(path, "item", item, "-image", self._dot(self._rows[item], self.top + place))

    def focus_changed(self, has_focus: bool) -> None:
        self.tree.state(["!user1" if has_focus else "user1"])
        self._mark_chosen(anew=True)

    def rows_of_choice(self) -> list[Any]:
        """The chosen rows, read from the database."""
        return self.source.rows(self.selected) if self.source is not None else []

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, as Excel pastes them."""
        if rows := self.rows_of_choice():
            self.clipboard_clear()
            self.clipboard_append(as_tsv(self.columns, rows))

    # --- Looks ---

    def _restyle(self) -> None:
        """Take the colours and letters of now."""
        colours = theme.palette()
        for name in TAGS:
            self.tree.tag_configure(name, foreground=getattr(colours, name))
        self.tree.tag_configure("odd", background=colours.zebra)
        self.ruler = Ruler(theme.measure)
        self.focus_changed(self.focus_get() is self.tree)
        self._fit()

    def _fit(self) -> None:
        """Lay columns and rows out for the size of now."""
        self.header.fit()
        if self.tree.winfo_height() <= 1:
            return
        count = max(1, (self.tree.winfo_height() - self._heading_height()) // theme.row_height())
        while len(self._items) < count:
            self._items.append(self.tree.insert("", "end"))
        for item in self._items[count:]:
            self._rows.pop(item, None)
            self.tree.delete(item)
        del self._items[count:]
        self.goto(self.top, force=True)

    def _heading_height(self) -> int:
        box = self.tree.bbox(self._items[0]) if self._items else ""
        return int(box[1]) + 1 if box else theme.row_height() + kit.px(self, 4)

    def _show_count(self) -> None:
        count, chosen = len(self.ids), len(self.choice.ids)
        text = f"Hiển thị {numbers.show_whole(count)} {self.noun}"
        if self.loading:
            text += ", đang đọc tiếp…"
        if chosen > 1:
            text += f"  ·  đã chọn {numbers.show_whole(chosen)}"
        self.footer.configure(text=text)
        if count or self.loading:
            self._nothing.place_forget()
        else:
            self._nothing.configure(text=self.empty)
            self._nothing.place(relx=0.5, rely=0.45, anchor="center")

    # --- Scrolling ---

    @property
    def page(self) -> int:
        """How many rows are on screen."""
        return len(self._items)

    def scroll(self, rows: int) -> None:
        """Go down some rows; up when negative."""
        self.goto(self.top + rows)

    def goto(self, top: int, force: bool = False) -> None:
        """Bring position ``top`` to the first line; ``force`` writes every row anew."""
        count, items = len(self._items), self._items
        top = max(0, min(top, len(self.ids) - count))
        step = top - self.top
        self.top = top
        if not count or not (step or force):
            return
        if force or abs(step) >= count:
            self._write(items, top)
        elif step > 0:
            self._items = items[step:] + items[:step]
            for item in items[:step]:
                self._call(self._path, "move", item, "", "end")
            self._write(items[:step], top + count - step)
        else:
            self._items = items[step:] + items[:step]
            for place, item in enumerate(items[step:]):
                self._call(self._path, "move", item, "", place)
            self._write(items[step:], top)
        self._mark_chosen()
        self._set_bar()

    def _write(self, items: Sequence[str], first: int) -> None:
        """Put the rows from position ``first`` on into items."""
        call, path, cut = self._call, self._path, self.ruler.cut
        ids = self.ids[first : first + len(items)]
        found = {row.id: row for row in self.source.rows(ids)} if self.source is not None and len(ids) else {}
        for place, item in enumerate(items):
            row = found.get(ids[place]) if place < len(ids) else None
            if row is None:
                self._rows.pop(item, None)
                call(path, "item", item, "-values", (), "-tags", (), "-image", "")
                continue
            self._rows[item] = row
            values = [cut(shown(row), room) for shown, room in self.header.rooms]
            tag = self.look(row)[1] if self.look is not None else None
            tags = [name for name in ("odd" if (first + place) % 2 else None, tag) if name]
            call(path, "item", item, "-values", values, "-tags", tags, "-image", self._dot(row, first + place))

    def _dot(self, row: Any, position: int) -> str:
        """The image of a row's status dot on the ground it lies on."""
        name = self.look(row)[0] if self.look is not None else None
        if name is None:
            return ""
        colours = theme.palette()
        if row.id in self.choice.ids:
            return theme.dot(name, colours.chosen_idle if self.tree.instate(["user1"]) else colours.chosen)
        return theme.dot(name, colours.zebra if position % 2 else colours.field)

    def full_text(self, x: int, y: int) -> str:
        """The text of the cell at a place of the tree, if it does not fit there; else nothing."""
        row = self._rows.get(self.tree.identify_row(y))
        column = self.tree.identify_column(x)
        if row is None or column in ("", "#0"):
            return ""
        shown, room = self.header.rooms[int(column[1:]) - 1]
        text = shown(row)
        return text if self.ruler.cut(text, room) != text else ""

    def position_at(self, y: int) -> int | None:
        """The position of the row at a height of the tree; None where there is none."""
        item = self.tree.identify_row(y)
        return self.top + self._items.index(item) if item in self._rows else None

    def _set_bar(self) -> None:
        count = len(self.ids) or 1
        self._bar.set(self.top / count, min(1.0, (self.top + self.page) / count))

    def _bar_moved(self, what: str, amount: str, unit: str = "") -> None:
        if what == "moveto":
            self.goto(round(float(amount) * len(self.ids)))
        else:
            self.scroll(int(amount) * (1 if unit == "units" else max(1, self.page - 1)))

    def _set_side_bar(self, first: str, last: str) -> None:
        self._side_bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._side_bar.grid_remove()
        else:
            self._side_bar.grid(row=1, column=0, sticky="ew")
