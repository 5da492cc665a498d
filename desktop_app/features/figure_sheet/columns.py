"""What a workbook of figures says besides its cells, and what becomes of each figure in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.features.figure_grid.columns import Spot, Table

PERIOD_MARK, UNIT_MARK = "Mã kỳ", "Mã đơn vị"
UNIT_TITLE = "Đơn vị:"
NOT_PRINTED = ("state",)
HINT = (
    "Ghi vào các ô màu vàng. Không phát sinh: ghi x hoặc kps; số ước: ghi x hoặc “ước 120”; để trống là chưa báo cáo. "
    "Số ghi như 1.234,5."
)


class Verdict(StrEnum):
    """What becomes of one figure of a workbook."""

    NEW = "mới"
    CHANGED = "sửa"
    SAME = "giữ nguyên"
    EMPTY = "để trống"
    REFUSED = "từ chối"


@dataclass(frozen=True)
class Line:
    """One figure of the workbook: where it stands, what becomes of it, and why, in words."""

    address: str
    code: str
    verdict: Verdict
    words: str = ""
    odd: str = ""

    def __str__(self) -> str:
        said = (
            f"{self.address} {self.code}: {self.verdict.upper() if self.verdict == Verdict.REFUSED else self.verdict}"
        )
        return said + (f", {self.words}" if self.words else "") + (f" (lạ: {self.odd})" if self.odd else "")


@dataclass
class Incoming:
    """A sheet that came back: the figures as they are stored, what it says instead, and the verdicts."""

    sheet: str
    table: Table
    top: int  # the row of its headings, as Excel counts
    texts: Mapping[Spot, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        """How many figures have a verdict."""
        return sum(line.verdict == verdict for line in self.lines)

    @property
    def odd(self) -> int:
        """How many figures are taken although they are odd."""
        return sum(bool(line.odd) for line in self.lines)
