"""The columns of a table on screen: their widths from the letters, their headings, and the arrow of the sorted one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_app.records import Column
from desktop_app.ui import kit, theme
from desktop_app.ui.cells import Cells, Ruler, shared_out
from desktop_app.ui.styles import HIGH_HEADINGS, TABLE

ANCHORS = {"left": "w", "center": "center", "right": "e"}
ARROWS = {False: " ▲", True: " ▼"}
# What a column of words keeps before the table scrolls sideways, in characters; numbers, dates and codes keep all.
WORDS, WORDS_KEPT, SHARE_KEPT = 18, 13, 0.45


def halves(label: str) -> list[tuple[str, str]]:
    """The ways to break a label between two words.

    >>> halves("Hạn ban đầu")
    [('Hạn', 'ban đầu'), ('Hạn ban', 'đầu')]
    """
    words = label.split()
    return [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]


class Header:
    """Lays the columns of a Tree out; ``cells`` gives the texts of each as they fit."""

    def __init__(self, tree: kit.Tree, columns: Sequence[Column], sort: Callable[[str], None], dots: bool) -> None:
        self.tree, self.columns, self.dots = tree, list(columns), dots
        self.cells: list[Cells] = []
        self._dragged: dict[str, float] = {}  # characters
        self._sorted: tuple[str, bool] | None = None
        self.cut_labels: dict[str, str] = {}  # whole labels of the columns whose heading is cut
        for column in self.columns:
            anchor: Any = ANCHORS[column.kind.align]
            command: Any = (lambda name=column.name: sort(name)) if self.sortable(column) else ""
            tree.heading(column.name, text=column.label, anchor=anchor, command=command)
            tree.column(column.name, anchor=anchor, stretch=False)

    @staticmethod
    def sortable(column: Column) -> bool:
        """Whether the database can sort by it; what Python works out from a row it cannot."""
        return column.compute is None or bool(column.sorted_like)

    def fit(self) -> None:
        """Give every column its width, and all of them together the table's."""
        gap = kit.px(self.tree, 16)
        natural, told, broken = [], [], []
        for column in self.columns:
            heading = theme.measure(column.label + ARROWS[True], kit.BOLD) + gap
            wished = theme.characters(column.width) + gap
            kept = theme.characters(max(WORDS_KEPT, column.width * SHARE_KEPT)) + gap
            dragged = self._dragged.get(column.name)
            natural.append(theme.characters(dragged) if dragged is not None else max(heading, wished))
            least = kept if column.width >= WORDS else wished
            told.append(max(least, theme.measure(column.label + self._arrow(column), kit.BOLD) + gap))
            broken.append(max(least, self._in_two(column) + gap))
        room = self.tree.winfo_width() - kit.px(self.tree, 2)
        if self.dots:
            wide = round(theme.line_height() * 1.3)
            self.tree.column("#0", width=wide, minwidth=wide, stretch=False)
            room -= wide
        # The words give way first, then headings take two lines; after that the table scrolls sideways: none is cut.
        kept_widths = told if sum(told) <= room else broken
        fixed = frozenset(place for place, column in enumerate(self.columns) if column.name in self._dragged)
        widths = shared_out(natural, kept_widths, room, fixed) if self.tree.winfo_width() > 1 else natural
        for column, width in zip(self.columns, widths, strict=True):
            self.tree.column(column.name, width=width, minwidth=kit.px(self.tree, 30))
        self._note_rooms(widths)

    def _note_rooms(self, widths: Sequence[int]) -> None:
        inset = kit.px(self.tree, 10)  # Tk keeps 4 at each side of a cell
        ruler = Ruler(theme.measure)
        self.cells = [Cells(column, width - inset, ruler) for column, width in zip(self.columns, widths, strict=True)]
        self._write_headings()

    def _write_headings(self) -> None:
        """Every column's label, cut where it does not fit, and the arrow of the sorted one."""
        ruler = Ruler(lambda letter: theme.measure(letter, kit.BOLD))
        self.cut_labels = {}
        high = False
        for cells in self.cells:
            column = cells.column
            arrow = self._arrow(column)
            text = ruler.cut(column.label, max(0, cells.room - ruler.width(arrow)))
            if text != column.label:
                text = self._broken(column.label, cells.room, ruler.width, arrow) or text
                high = high or "\n" in text
            if text.split() != column.label.split():
                self.cut_labels[column.name] = column.label
            self.tree.heading(column.name, text=text + arrow)
        wanted = HIGH_HEADINGS if high else TABLE
        if str(self.tree.cget("style")) != wanted:
            self.tree.configure(style=wanted)

    def _in_two(self, column: Column) -> int:
        """The least width of a heading, in pixels, if it may take two lines; the arrow stands in the second."""
        arrow = self._arrow(column)
        parts = [(column.label + arrow,), *((first, second + arrow) for first, second in halves(column.label))]
        return min(max(theme.measure(part, kit.BOLD) for part in lines) for lines in parts)

    @staticmethod
    def _broken(label: str, room: int, width: Callable[[str], int], arrow: str) -> str:
        """A label in two lines that fit, the evenest way; nothing where none does."""
        ways = [(max(width(first), width(second + arrow)), first, second) for first, second in halves(label)]
        best = min(ways, default=(room + 1, "", ""))
        return f"{best[1]}\n{best[2]}" if best[0] <= room else ""

    def _arrow(self, column: Column) -> str:
        return ARROWS[self._sorted[1]] if self._sorted is not None and self._sorted[0] == column.name else ""

    def take_dragged(self) -> bool:
        """Whether somebody has drawn a column wider or narrower by hand; the new widths are kept."""
        changed = False
        widths = [int(self.tree.column(column.name, "width")) for column in self.columns]
        inset = kit.px(self.tree, 10)
        for cells, width in zip(self.cells, widths, strict=True):
            if width - inset != cells.room:
                self._dragged[cells.column.name] = width / theme.characters(1000) * 1000
                changed = True
        if changed:
            self._note_rooms(widths)
        return changed

    @property
    def widths(self) -> dict[str, float]:
        """Widths drawn by hand, in characters by column: larger letters keep them."""
        return dict(self._dragged)

    @widths.setter
    def widths(self, remembered: Mapping[str, float]) -> None:
        names = {column.name for column in self.columns}
        self._dragged = {name: width for name, width in remembered.items() if name in names}
        self.fit()

    def mark_sorted(self, by: tuple[str, bool] | None) -> None:
        """Put the arrow at the column that the rows are sorted by."""
        self._sorted = by
        if self.cells:
            self._write_headings()
