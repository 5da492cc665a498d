"""What may be wrong with a package, at a place a person can find, in words a person can act on."""

from dataclasses import dataclass
from enum import StrEnum


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "trống"


class ProblemKind(StrEnum):
    """What is wrong. After SEAL the whole package is refused; all others are questions about what people see."""

    SEAL = "seal"
    CELL = "cell"
    HEADING = "heading"
    MISSING_ROW = "missing_row"
    STRANGE_ROW = "strange_row"
    TWICE = "twice"
    STRANGE_CELL = "strange_cell"
    MISSING_SHEET = "missing_sheet"
    STRANGE_SHEET = "strange_sheet"


@dataclass(frozen=True)
class Problem:
    """One thing wrong, at a place a person can find: ``row`` as Excel numbers it (0: none), ``column`` by its label.

    ``sealed`` and ``found`` are the two values, as people read them; ``uid`` names the record concerned.
    """

    kind: ProblemKind
    sheet: str
    row: int = 0
    column: str = ""
    uid: str = ""
    sealed: str = ""
    found: str = ""
    detail: str = ""

    @property
    def fatal(self) -> bool:
        """Whether nothing in the package can be believed."""
        return self.kind == ProblemKind.SEAL

    def __str__(self) -> str:
        """The problem in one Vietnamese sentence."""
        place = f"Trang “{self.sheet}”" + (f", dòng {self.row}" if self.row else "")
        place += f", cột “{self.column}”" if self.column else ""
        both = f"bản niêm phong ghi {_quoted(self.sealed)}, trên trang ghi {_quoted(self.found)}"
        return {
            ProblemKind.SEAL: f"Niêm phong không còn nguyên vẹn – {place[0].lower()}{place[1:]}: {self.detail}",
            ProblemKind.CELL: f"{place}: {both}",
            ProblemKind.HEADING: f"{place}: {both}",
            ProblemKind.MISSING_ROW: f"{place}: thiếu dòng của bản ghi {self.uid}",
            ProblemKind.STRANGE_ROW: f"{place}: dòng không có trong bản niêm phong, ghi {_quoted(self.found)}",
            ProblemKind.TWICE: f"{place}: bản ghi {self.uid} xuất hiện hơn một lần",
            ProblemKind.STRANGE_CELL: f"{place}: ô ngoài bảng, ghi {_quoted(self.found)}",
            ProblemKind.MISSING_SHEET: f"{place}: trang không còn trong tệp",
            ProblemKind.STRANGE_SHEET: f"{place}: trang không có trong bản niêm phong",
        }[self.kind]
