"""A table as it was understood: the labels of its columns, and every row with what it is."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from desktop_app.features.import_read.columns import Sheet, letters
from desktop_app.rules import names

Sort = Literal["data", "heading", "total", "header", "note"]
SORTS: dict[Sort, str] = {
    "data": "Dòng nhiệm vụ",
    "heading": "Đề mục",
    "total": "Dòng cộng",
    "header": "Tiêu đề lặp lại",
    "note": "Ngoài bảng",
}


@dataclass(frozen=True)
class Line:
    """A row below the heading; ``over`` are the rows of the group headings it stands under, the outermost first."""

    row: int
    sort: Sort
    words: str = ""
    over: tuple[int, ...] = ()


@dataclass
class Table:
    """A table of a sheet: heading from ``top`` to ``bottom``, columns by their labels from above to below."""

    sheet: Sheet
    top: int
    bottom: int
    labels: dict[int, tuple[str, ...]]
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def label(self, column: int) -> str:
        """The label of a column as people read it; its letter when it has none."""
        return " / ".join(self.labels.get(column, ())) or f"Cột {letters(column)}"

    @property
    def key(self) -> str:
        """The same for every table with these headings, whoever typed the accents."""
        words = "|".join(names.fold(self.label(column)) for column in sorted(self.labels))
        return sha256(words.encode()).hexdigest()[:16]

    @property
    def data(self) -> list[Line]:
        """The rows that are tasks."""
        return [line for line in self.lines if line.sort == "data"]
