"""The visible cells of a package beside what was sealed of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from openpyxl.utils import get_column_letter

from desktop_app.excel import seal
from desktop_app.excel.manifest import UID, UID_LABEL, SheetFacts
from desktop_app.excel.problems import Problem, ProblemKind
from desktop_app.excel.reading import Cells
from desktop_app.excel.splice import cell_text
from desktop_app.rules.dates import show_date

Sealed = tuple[Mapping[str, Any], Mapping[str, Any]]  # a row's stored values, and what its cells show besides

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def visible(value: Any) -> Any:
    """What a cell shows of a sealed plain value: nothing for nothing and no, x for yes."""
    return "" if value is None or value is False else "x" if value is True else value


def _same(expected: Any, found: Any) -> bool:
    """Whether a cell still says what was sealed, whatever type a spreadsheet has given it."""
    sealed, said = _text(expected), _text(found)
    if sealed == said:
        return True
    if _sealed_shown(sealed) == said:  # a day too old for Excel, or made a text by somebody's spreadsheet
        return True
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


def text_problems(sheet: str, sealed: Sequence[str], found: Sequence[tuple[int, str, Any]]) -> Iterator[Problem]:
    """Compare texts in reading order; ``found`` are row, column letter and value of every cell that is not empty."""
    wanted, there = [_normal(cell_text(t)) for t in sealed], [_normal(_text(value)) for _, _, value in found]
    for change, first, last, start, end in SequenceMatcher(None, wanted, there, autojunk=False).get_opcodes():
        if change == "equal":
            continue
        for step in range(max(last - first, end - start)):
            was = sealed[first + step] if first + step < last else ""
            row, column, now = found[start + step] if start + step < end else (0, "", "")
            yield Problem(ProblemKind.HEADING, sheet, row, column, sealed=was, found=_shown(now))


def filled(cells: Cells) -> list[tuple[int, str, Any]]:
    """The row, the column's letter and the value of every cell that is not empty, in reading order."""
    return [
        (row, get_column_letter(place + 1), value)
        for row, line in enumerate(cells, 1)
        for place, value in enumerate(line)
        if value != ""
    ]


def _shown(value: Any) -> str:
    if isinstance(value, date) and _text(value) == _text(value)[:10]:
        return show_date(date(value.year, value.month, value.day))
    return _text(value)


def _sealed_shown(value: Any) -> str:
    text = _text(value)
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):  # a text that only looks like a day
            return show_date(date.fromisoformat(text))
    return text


class Comparison:
    """One visible sheet beside what was sealed of it."""

    def __init__(self, sheet: SheetFacts, sealed: Mapping[str, Sealed], cells: Cells) -> None:
        self._sheet = sheet
        self._sealed = sealed
        self._cells = cells
        self._labels = [label for _, label in sheet.columns]
        self._top = self._heading_row()

    def problems(self) -> Iterator[Problem]:
        """Every difference, from the top of the sheet down; then the rows that are no longer there."""
        if self._top is None:
            yield self._problem(ProblemKind.HEADING, sealed=" | ".join(self._labels))
            return
        places = self._places(self._cells[self._top])
        yield from text_problems(self._sheet.name, self._sheet.titles, filled(self._cells[: self._top]))
        yield from self._heading_problems(self._cells[self._top], places)
        if UID in places:
            yield from self._row_problems(self._top + 1, places)
        else:  # no row can be told from another
            yield from (self._problem(ProblemKind.MISSING_ROW, uid=uid) for uid in self._sealed)

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
                yield self._problem(ProblemKind.HEADING, row, label, sealed=label, found=_shown(found))
        yield from self._strange_cells(row, heading, places)

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
                yield self._problem(ProblemKind.TWICE, index + 1, UID_LABEL, uid, found=uid)
            elif any(cell != "" for cell in row):
                said = " | ".join(_shown(cell) for cell in row if cell != "")
                yield self._problem(ProblemKind.STRANGE_ROW, index + 1, UID_LABEL, found=said)
                continue
            yield from self._strange_cells(index + 1, row, places)
        for uid in left:
            yield self._problem(ProblemKind.MISSING_ROW, uid=uid)

    def _cell_problems(
        self, uid: str, sealed: Sealed, number: int, row: Sequence[Any], columns: Sequence[tuple[str, str, int]]
    ) -> Iterator[Problem]:
        values, shown = sealed
        for name, label, place in columns:
            expected = shown[name] if name in shown else visible(values.get(name))
            found = row[place]
            if (found != expected or found is True) and not _same(expected, found):
                yield self._problem(ProblemKind.CELL, number, label, uid, _sealed_shown(expected), _shown(found))

    def _problem(self, kind: ProblemKind, *at: Any, **values: Any) -> Problem:
        return Problem(kind, self._sheet.name, *at, **values)

    def _strange_cells(self, number: int, row: Sequence[Any], places: Mapping[str, int]) -> Iterator[Problem]:
        inside = set(places.values())
        for place, cell in enumerate(row):
            if cell != "" and place not in inside:
                yield self._problem(ProblemKind.STRANGE_CELL, number, get_column_letter(place + 1), found=_shown(cell))
