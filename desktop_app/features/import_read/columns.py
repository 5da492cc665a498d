"""A register as it was found: its sheets and their cells, and what people call a place in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from desktop_app.rules import names, numbers

Kind = Literal["text", "number", "day", "time", "bool", "error", "formula"]
Place = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a day is a `datetime`; ``order`` is how it is shown (dmy, mdy …), ``font`` its face."""

    kind: Kind
    value: Any
    order: str = ""
    font: str = ""

    @cached_property
    def text(self) -> str:
        """The cell as people read it, cleaned; of an error or a formula without its value nothing."""
        if self.kind == "text":
            return names.clean(self.value)
        if self.kind == "day":
            return f"{self.value:%d/%m/%Y}"
        if self.kind == "number":
            return f"{whole(round(self.value * 100, 6))}%" if self.order == "%" else whole(self.value)
        if self.kind == "bool":
            return "x" if self.value else ""
        return str(self.value) if self.kind == "time" else ""

    @property
    def wrong(self) -> str:
        """Why nothing can be taken from it; empty when something can."""
        if self.kind == "error":
            return f"ô đang báo lỗi {self.value}; hãy gõ lại giá trị đúng"
        if self.kind == "formula":
            return "ô có công thức chưa có giá trị; hãy mở tệp bằng Excel, lưu lại rồi chọn lại"
        return ""


def whole(number: float) -> str:
    """A number as a text cell would hold it: a telephone number stays one.

    >>> whole(912345678.0), whole(0.5), whole(1e20)
    ('912345678', '0,5', '100000000000000000000')
    """
    return f"{number:.0f}" if number == int(number) else f"{number:.15g}".replace(".", ",")


@dataclass
class Sheet:
    """One sheet. ``merges`` are (first row, first column, last row, last column)."""

    name: str
    cells: dict[Place, Cell]
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.last_row = max((row for row, _ in self.cells), default=0)
        self.last_column = max((column for _, column in self.cells), default=0)
        self._under: dict[Place, Place] = {}
        self.wide: dict[Place, int] = {}  # where a merge begins -> how many columns it is wide
        for top, left, bottom, right in self.merges:
            self.wide[(top, left)] = right - left + 1
            for row in range(top, min(bottom, self.last_row) + 1):
                for column in range(left, min(right, self.last_column + 1) + 1):
                    self._under[(row, column)] = (top, left)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at a place; one of a merge that goes down has the value of the whole."""
        found = self.cells.get((row, column))
        if found is None and (begin := self._under.get((row, column))) is not None and begin[1] == column:
            return self.cells.get(begin)
        return found

    def head(self, row: int, column: int) -> Cell | None:
        """The same for a heading: there a merge to the right gives its value to every column under it."""
        found = self.cells.get((row, column))
        begin = self._under.get((row, column))
        return self.cells.get(begin) if found is None and begin is not None else found

    def text(self, row: int, column: int) -> str:
        """The text at a place."""
        cell = self.at(row, column)
        return cell.text if cell is not None else ""

    def filled(self, row: int) -> Iterator[tuple[int, Cell]]:
        """The cells of a row that hold something of their own, from the left."""
        for column in range(1, self.last_column + 1):
            cell = self.cells.get((row, column))
            if cell is not None and (cell.text or cell.wrong):
                yield column, cell


@dataclass
class Source:
    """A register: where it comes from, its digest, and its sheets."""

    name: str
    digest: str
    sheets: list[Sheet]
    pasted: bool = False


def letters(column: int) -> str:
    """What a column is called in Excel.

    >>> letters(1), letters(27), letters(703)
    ('A', 'AA', 'AAA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_name(sheet: str, row: int, column: int = 0) -> str:
    """A place in words: sheet and row, or the cell."""
    return f"trang “{sheet}”, " + (
        f"ô {letters(column)}{row}" if column else f"dòng {numbers.show_whole(row).replace('.', '')}"
    )
