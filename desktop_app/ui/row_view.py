"""The rows of a table that are on screen: as many items as fit, written anew as the list passes behind them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from desktop_app.records import Column
from desktop_app.ui import kit, theme
from desktop_app.ui.choice import Choice
from desktop_app.ui.header import Header
from desktop_app.ui.order import Listed

Look = Callable[[Any], tuple[str | None, str | None]]

TAGS = ("danger", "warning", "success", "muted", "accent")
UNFOCUSED = "user1"  # the state of a Tree that has not got the keyboard


class RowView:
    """Keeps the items of a Tree in step with a place in a list.

    A step of the wheel moves the items that left the view to the other end and writes only those; nothing is ever as
    long as the list.
    """

    def __init__(
        self, tree: kit.Tree, header: Header, choice: Choice, look: Look | None, moved: Callable[[], None]
    ) -> None:
        """Take a Tree over.

        Args:
            tree: shows the rows.
            header: says what text goes into which column, and how much room it has.
            choice: the chosen ids.
            look: row -> (colour of its dot, colour of its letters) by name, or None.
            moved: called after the view has gone to another place.
        """
        self.tree, self.header, self.choice, self.look, self.moved = tree, header, choice, look, moved
        self.source: Listed | None = None
        self.ids: array[int] = array("q")
        self.top = 0
        self._items: list[str] = []
        self._rows: dict[str, Any] = {}
        self._dots: dict[str, str | None] = {}
        self._painted: dict[str, tuple[tuple[str, ...], str]] = {}
        self._marked = False  # whether any row on screen is marked as chosen
        self._focused = False
        self._path, self._call = str(tree), tree.tk.call

    @property
    def page(self) -> int:
        """How many rows are on screen."""
        return len(self._items)

    def restyle(self) -> None:
        """Take the colours and letters of now; `fit` has to follow."""
        colours = theme.palette()
        for name in TAGS:
            self.tree.tag_configure(name, foreground=getattr(colours, name))
        self.tree.tag_configure("odd", background=colours.zebra)

    def fit(self) -> None:
        """Have as many items as the Tree is high, and write them all anew."""
        if self.tree.winfo_height() <= 1:
            return
        count = max(1, (self.tree.winfo_height() - self._heading_height()) // theme.row_height())
        while len(self._items) < count:
            self._items.append(self.tree.insert("", "end"))
        for item in self._items[count:]:
            for known in (self._rows, self._dots, self._painted):
                known.pop(item, None)
            self.tree.delete(item)
        del self._items[count:]
        self.goto(self.top, anew=True)

    def _heading_height(self) -> int:
        box = self.tree.bbox(self._items[0]) if self._items else ""
        return int(box[1]) + 1 if box else theme.row_height() + kit.px(self.tree, 4)

    # --- Where it is ---

    def scroll(self, rows: int) -> None:
        """Go down some rows; up when negative."""
        self.goto(self.top + rows)

    def see(self, position: int | None) -> None:
        """Scroll just as far as it takes to see a position."""
        page = max(1, self.page)  # none before the list has its height
        if position is not None and not self.top <= position < self.top + page:
            self.goto(position if position < self.top else position - page + 1)

    def goto(self, top: int, anew: bool = False) -> None:
        """Bring position ``top`` to the first line; ``anew`` writes every row again."""
        count, items = len(self._items), self._items
        top = max(0, min(top, len(self.ids) - count))
        step = top - self.top
        self.top = top
        if not count or not (step or anew):
            return
        if anew or abs(step) >= count:
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
        self._select()
        self.moved()

    def _write(self, items: Sequence[str], first: int) -> None:
        """Put the rows from position ``first`` on into items."""
        call, path = self._call, self._path
        cells = [(column, column.value) for column in self.header.cells]
        ids = self.ids[first : first + len(items)]
        found = {row.id: row for row in self.source.rows(ids)} if self.source is not None and len(ids) else {}
        for place, item in enumerate(items):
            row = found.get(ids[place]) if place < len(ids) else None
            if row is None:
                self._rows.pop(item, None)
                self._paint(item, (), "")
                call(path, "item", item, "-values", ())
                continue
            self._rows[item] = row
            call(path, "item", item, "-values", [texts[value(row)] for texts, value in cells])
            dot, letters = self.look(row) if self.look is not None else (None, None)
            odd = bool((first + place) % 2)
            tags = ("odd", letters) if odd and letters else ("odd",) if odd else (letters,) if letters else ()
            self._dots[item] = dot
            self._paint(item, tags, self._dot(dot, odd, row.id in self.choice.ids))

    def _paint(self, item: str, tags: tuple[str, ...], image: str) -> None:
        """Give an item its colours, unless it has them."""
        if self._painted.get(item) != (tags, image):
            self._painted[item] = (tags, image)
            self._call(self._path, "item", item, "-tags", tags, "-image", image)

    # --- What is chosen ---

    def show_choice(self) -> None:
        """Mark the chosen rows anew, and repaint the dots, whose ground changes with it."""
        self._select()
        for place, item in enumerate(self._items):
            if (row := self._rows.get(item)) is not None:
                dot = self._dot(self._dots[item], bool((self.top + place) % 2), row.id in self.choice.ids)
                self._paint(item, self._painted[item][0], dot)

    def show_focus(self, has_focus: bool) -> None:
        """Paint the chosen rows as having the keyboard, or not."""
        self._focused = has_focus
        self.tree.state([f"!{UNFOCUSED}" if has_focus else UNFOCUSED])
        self.show_choice()

    def _select(self) -> None:
        """Make the Tree's own selection the chosen rows on screen."""
        wanted = self.choice.ids
        chosen = tuple(item for item, row in self._rows.items() if row.id in wanted) if wanted else ()
        if chosen or self._marked:
            self._marked = bool(chosen)
            self._call(self._path, "selection", "set", chosen)

    def _dot(self, name: str | None, odd: bool, chosen: bool) -> str:
        """The image of a status dot on the ground it lies on."""
        if name is None:
            return ""
        colours = theme.palette()
        if chosen:
            return theme.dot(name, colours.chosen if self._focused else colours.chosen_idle)
        return theme.dot(name, colours.zebra if odd else colours.field)

    # --- What lies where ---

    def full_text(self, x: int, y: int) -> str:
        """The text of the cell or heading at a place of the Tree, if it does not fit there; else nothing."""
        column = self.tree.identify_column(x)
        if column in ("", "#0"):
            return ""
        place = int(column[1:]) - 1
        if self.tree.identify_region(x, y) == "heading":
            return self.header.cut_labels.get(self.header.columns[place].name, "")
        row = self._rows.get(self.tree.identify_row(y))
        if row is None:
            return ""
        cells = self.header.cells[place]
        text = cells.column.shown(row)
        return text if cells[cells.value(row)] != text else ""

    def column_at(self, x: int) -> Column | None:
        """The column at a distance from the Tree's left edge; None over the dots and beside the last one."""
        found = self.tree.identify_column(x)
        return self.header.columns[int(found[1:]) - 1] if found not in ("", "#0") else None

    def position_at(self, y: int) -> int | None:
        """The position of the row at a height of the Tree; None where there is none."""
        item = self.tree.identify_row(y)
        return self.top + self._items.index(item) if item in self._rows else None
