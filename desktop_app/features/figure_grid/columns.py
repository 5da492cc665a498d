"""The sheet of figures: its columns, its figures, and which cell says which part of which figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.models import Figure, Indicator, Unit
from desktop_app.features.figures.columns import FIGURES

Spot = tuple[int, int]  # row, column


@dataclass(frozen=True)
class Column:
    """A column of the sheet; ``width`` in characters, ``least`` where it may give way; ``part`` of a figure or ""."""

    name: str
    label: str
    width: float
    align: str = "left"
    least: float = 0


@dataclass
class Place:
    """One figure: where its parts stand, what is stored, and why it is not typed here (empty: it is)."""

    indicator: Indicator
    period: str
    row: Figure | None = None
    shut: str = ""
    cells: dict[str, Spot] = field(default_factory=dict)  # part -> cell


@dataclass
class Table:
    """A sheet of figures of one unit: a month, or a year (``whole_year``)."""

    unit: Unit
    period: str
    columns: tuple[Column, ...]
    closed: frozenset[str] = frozenset()  # months
    rows: list[list[str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)  # the name of each row: an indicator's code
    headings: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    opened: set[Spot] = field(default_factory=set)
    lines: list[Indicator | None] = field(default_factory=list)  # of each row

    @property
    def whole_year(self) -> bool:
        """Whether its columns are months."""
        return len(self.period) == 4

    @property
    def at(self) -> Mapping[Spot, tuple[Place, str]]:
        """Which part of which figure a cell says."""
        return {spot: (place, part) for place in self.places for part, spot in place.cells.items()}

    def column(self, name: str) -> int:
        """The number of a column."""
        return next(number for number, column in enumerate(self.columns) if column.name == name)


def _of(name: str, width: float, align: str = "right") -> Column:
    return Column(name, FIGURES.columns[name].label, width, align)


TOLD = ("rate", "before", "state")
MONTH = (
    Column("name", "Chỉ tiêu", 40, least=24),
    Column("measure", "ĐVT", 15, least=9),
    Column("before", "Kỳ trước", 11, "right"),
    _of("value", 13),
    _of("numerator", 11),
    _of("denominator", 11),
    Column("rate", "Tỷ lệ", 9, "right"),
    Column("estimated", "Số ước (x)", 6, "center"),
    Column("nothing", "Không phát sinh (x)", 11, "center"),
    Column("note", "Ghi chú", 18, least=10),
    Column("state", "Tình trạng", 14, least=10),
)
YEAR = (
    Column("name", "Chỉ tiêu", 34, least=22),
    Column("measure", "ĐVT", 15, least=9),
    *(Column(f"m{month}", f"T{month}", 9.5, "right") for month in range(1, 13)),
    Column("year", "Cả năm", 10, "right"),
)
PARTS = ("value", "numerator", "denominator", "estimated", "nothing", "note")
CODE = "Mã"
