"""Whether a package is what its sender sealed: the seal, then every visible cell against it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from desktop_app.excel import cover, hidden, seal
from desktop_app.excel.manifest import UID, UID_LABEL, SheetFacts
from desktop_app.excel.reading import Cells, Package
from desktop_app.excel.splice import cell_text
from desktop_app.rules.dates import show_date

Sealed = tuple[Mapping[str, Any], Mapping[str, Any]]  # a row's stored values, and what its cells show besides
Opened = dict[str, dict[str, Sealed]]  # by sheet and uid

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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
        }[self.kind]


def verify(package: Package) -> list[Problem]:
    """Everything about ``package`` that is not as sealed; an empty list when all is.

    The order of rows and columns, filters, widths and what is hidden do not matter. When the seal itself is broken,
    only that is told: nothing sealed is left to compare the visible cells with.
    """
    opened: Opened = {sheet: {} for sheet in package.manifest.counts}
    broken = [*_row_problems(package, opened), *_seal_problems(package)]
    return broken or [*_cover_problems(package), *_sheet_problems(package, opened)]


def _row_problems(package: Package, opened: Opened) -> Iterator[Problem]:
    """What is wrong with single hidden rows; the others are put into ``opened``."""
    for line in package.torn:
        yield _broken(hidden.ROWS, "dòng bị sửa, không đọc được", line)
    for row in package.rows:
        try:
            if seal.digest(row.text) != row.digest:
                yield _broken(hidden.ROWS, "nội dung không khớp với mã băm", row.line, row.uid)
            elif row.uid in opened.setdefault(row.sheet, {}):
                yield _broken(hidden.ROWS, "bản ghi xuất hiện hơn một lần", row.line, row.uid)
            opened[row.sheet][row.uid] = row.opened().values, row.cells()
        except (ValueError, KeyError, TypeError):
            yield _broken(hidden.ROWS, "nội dung không đọc được hoặc không đúng mã bản ghi", row.line, row.uid)


def _seal_problems(package: Package) -> Iterator[Problem]:
    manifest = package.manifest
    found = Counter(row.sheet for row in package.rows)
    for sheet in manifest.counts | found:
        if (count := found[sheet]) != (sealed := manifest.counts.get(sheet, 0)):
            yield _broken(hidden.ROWS, f"trang “{sheet}” phải có {sealed} dòng, trong tệp có {count} dòng")
    if hidden.cells_digest(package.rows) != manifest.cells_digest:
        yield _broken(hidden.ROWS, "nội dung hiển thị không khớp với mã băm trong bản kê")
    if not seal.holds(manifest.public_key, package.signature, package.message):
        yield _broken(hidden.MANIFEST, "chữ ký không khớp với nội dung")
    elif manifest.key_id != seal.fingerprint(manifest.public_key):
        yield _broken(hidden.MANIFEST, "mã khóa không khớp với khóa")


def _broken(sheet: str, detail: str, row: int = 0, uid: str = "") -> Problem:
    return Problem(ProblemKind.SEAL, sheet, row, uid=uid, detail=detail)


def _cover_problems(package: Package) -> Iterator[Problem]:
    if cover.NAME not in package.visible:
        yield Problem(ProblemKind.MISSING_SHEET, cover.NAME)
        return
    code = seal.check_code(package.digest)
    sealed = [text.replace(cover.CODE, code) for text in package.manifest.cover]
    yield from _text_problems(cover.NAME, sealed, _filled(package.visible[cover.NAME]))


def _sheet_problems(package: Package, opened: Opened) -> Iterator[Problem]:
    for sheet in package.manifest.sheets:
        if sheet.name in package.visible:
            yield from _Comparison(sheet, opened[sheet.name], package.visible[sheet.name]).problems()
        else:
            yield Problem(ProblemKind.MISSING_SHEET, sheet.name)


class _Comparison:
    """One visible sheet beside what was sealed of it."""

    def __init__(self, sheet: SheetFacts, sealed: Mapping[str, Sealed], cells: Cells) -> None:
        self._sheet = sheet
        self._sealed = sealed
        self._cells = cells
        self._labels = [label for _, label in sheet.columns]
        self._top = self._heading_row()

    def problems(self) -> Iterator[Problem]:
        if self._top is None:
            yield Problem(ProblemKind.HEADING, self._sheet.name, sealed=" | ".join(self._labels))
            return
        places = self._places(self._cells[self._top])
        yield from _text_problems(self._sheet.name, self._sheet.titles, _filled(self._cells[: self._top]))
        yield from self._heading_problems(self._cells[self._top], places)
        if UID in places:
            yield from self._row_problems(self._top + 1, places)
        else:  # no row can be told from another
            yield from (Problem(ProblemKind.MISSING_ROW, self._sheet.name, uid=uid) for uid in self._sealed)

    def _heading_row(self) -> int | None:
        """The row that has most of the labels; rows may have been put in above it."""
        wanted = set(self._labels)
        hits = [len(wanted.intersection(map(_text, row))) for row in self._cells[: len(self._sheet.titles) + 50]]
        best = max(hits, default=0)
        return hits.index(best) if best else None

    def _places(self, heading: Sequence[Any]) -> dict[str, int]:
        """Where each column stands: under its label, else where it was written, if no other label stands there."""
        found = {_text(cell): place for place, cell in reversed(list(enumerate(heading)))}
        places = {name: found[label] for name, label in self._sheet.columns if label in found}
        for place, (name, _) in enumerate(self._sheet.columns):
            if name not in places and place < len(heading) and place not in places.values():
                places[name] = place
        return places

    def _heading_problems(self, heading: Sequence[Any], places: Mapping[str, int]) -> Iterator[Problem]:
        row = (self._top or 0) + 1
        for name, label in self._sheet.columns:
            found = heading[places[name]] if name in places else ""
            if _text(found) != label:
                yield Problem(ProblemKind.HEADING, self._sheet.name, row, label, sealed=label, found=_shown(found))
        for place in _outside(heading, places):
            yield Problem(ProblemKind.STRANGE_CELL, self._sheet.name, row, _letter(place), found=_shown(heading[place]))

    def _row_problems(self, start: int, places: Mapping[str, int]) -> Iterator[Problem]:
        left = dict(self._sealed)
        uid_place = places[UID]
        columns = [(name, label, places[name]) for name, label in self._sheet.columns if name in places and name != UID]
        for index in range(start, len(self._cells)):
            row = self._cells[index]
            uid = row[uid_place]
            sealed = left.pop(uid, None) if isinstance(uid, str) else None
            if sealed is not None:
                yield from self._cell_problems(uid, sealed, index + 1, row, columns)
            elif uid in self._sealed:
                yield Problem(ProblemKind.TWICE, self._sheet.name, index + 1, UID_LABEL, uid, found=uid)
            elif any(cell != "" for cell in row):
                said = " | ".join(_shown(cell) for cell in row if cell != "")
                yield Problem(ProblemKind.STRANGE_ROW, self._sheet.name, index + 1, UID_LABEL, found=said)
                continue
            for place in _outside(row, places):
                letter = _letter(place)
                yield Problem(ProblemKind.STRANGE_CELL, self._sheet.name, index + 1, letter, found=_shown(row[place]))
        for uid in left:
            yield Problem(ProblemKind.MISSING_ROW, self._sheet.name, uid=uid)

    def _cell_problems(
        self, uid: str, sealed: Sealed, number: int, row: Sequence[Any], columns: Sequence[tuple[str, str, int]]
    ) -> Iterator[Problem]:
        values, shown = sealed
        for name, label, place in columns:
            expected = shown[name] if name in shown else visible(values.get(name))
            found = row[place]
            if found != expected and not _same(expected, found):
                both = _sealed_shown(expected), _shown(found)
                yield Problem(ProblemKind.CELL, self._sheet.name, number, label, uid, *both)


def visible(value: Any) -> Any:
    """What a cell shows of a sealed plain value: nothing for nothing and no, x for yes."""
    return "" if value is None or value is False else "x" if value is True else value


def _same(expected: Any, found: Any) -> bool:
    """Whether a cell still says what was sealed, whatever type a spreadsheet has given it."""
    sealed, said = _text(expected), _text(found)
    if sealed == said:
        return True
    if _ISO_DAY.fullmatch(sealed):  # a day too old for Excel, or made a text by somebody's spreadsheet
        return show_date(date.fromisoformat(sealed)) == said
    return _normal(cell_text(sealed)) == _normal(said)


def _text(value: Any) -> str:
    """A value of a cell, or a sealed one, as one text: days in ISO form, numbers without needless zeros."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return seal.decimal_text(Decimal(repr(value)))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _normal(text: str) -> str:
    """``text`` without what reading and saving may change: Excel's escapes, and the sort of line break."""
    before = ""
    while before != text:
        before, text = text, _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
    return cell_text(text)


def _text_problems(sheet: str, sealed: Sequence[str], found: Sequence[tuple[int, str, Any]]) -> Iterator[Problem]:
    """Compare texts in reading order; ``found`` are row, column letter and value of every cell that is not empty."""
    wanted, there = [_normal(cell_text(t)) for t in sealed], [_normal(_text(value)) for _, _, value in found]
    for change, first, last, start, end in SequenceMatcher(None, wanted, there, autojunk=False).get_opcodes():
        if change == "equal":
            continue
        for step in range(max(last - first, end - start)):
            was = sealed[first + step] if first + step < last else ""
            row, column, now = found[start + step] if start + step < end else (0, "", "")
            yield Problem(ProblemKind.HEADING, sheet, row, column, sealed=was, found=_shown(now))


def _filled(cells: Cells) -> list[tuple[int, str, Any]]:
    return [
        (row, _letter(place), value)
        for row, line in enumerate(cells, 1)
        for place, value in enumerate(line)
        if value != ""
    ]


def _outside(row: Sequence[Any], places: Mapping[str, int]) -> list[int]:
    inside = set(places.values())
    return [place for place, cell in enumerate(row) if cell != "" and place not in inside]


def _letter(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(value: Any) -> str:
    if isinstance(value, date) and _text(value) == _text(value)[:10]:
        return show_date(date(value.year, value.month, value.day))
    return _text(value)


def _sealed_shown(value: Any) -> str:
    text = _text(value)
    return show_date(date.fromisoformat(text)) if _ISO_DAY.fullmatch(text) else text


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "trống"
