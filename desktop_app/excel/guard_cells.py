"""The cells of a workbook from elsewhere: few enough, each in its own place, plain values and no formula.

Works on the events of an XML parser. The library that reads the same cells afterwards skips comments and the like and
takes the last of two values without a word: whatever two readers could read in two ways is refused here.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from itertools import chain, product
from math import isfinite
from string import ascii_uppercase
from typing import NoReturn

from desktop_app.excel import refusals
from desktop_app.excel.refusals import refuse

LAST_ROW = 1_048_576  # of Excel
MOST_ROWS = 200_000  # the last row with something in it; the largest package has 51,000, in its hidden sheet the same
MOST_COLUMNS = 1_024  # a list has some 30; the hidden manifest one for every 30,000 letters, 1,024 are 30 million
MOST_AREA = 8_000_000  # places between A1 and the last filled cell, all sheets: 32 bytes each once they are read
MOST_CELLS = 3_000_000  # cells with and without content, all sheets: twice the largest package, three seconds
MOST_EMPTY_ROWS = 1_000_000  # rows, all sheets; somebody's formatted but empty rows too
LONGEST_TEXT = 32_767  # letters in a cell, Excel's limit
LONGEST_ESCAPED = 7 * LONGEST_TEXT  # as written: a letter may stand as _xHHHH_

DATA, ROW, CELL, VALUE, INLINE, FORMULA, STRING, QUIET = range(1, 9)
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,5})?")
_LETTERS = ["".join(some) for some in chain(*(product(ascii_uppercase, repeat=n) for n in (1, 2, 3)))][:16_384]
_PLACES = {letters: place for place, letters in enumerate(_LETTERS, 1)}


class Names(dict[str, int]):
    """What an element is by its name, with whatever prefix; remembers the names it has seen."""

    def __init__(self, **kinds: int) -> None:
        super().__init__(kinds)
        self._kinds = kinds

    def __missing__(self, name: str) -> int:
        kind = self._kinds.get(name.rpartition(":")[2], 0)
        if len(self) < 5_000:  # a file may invent names
            self[name] = kind
        return kind


_KINDS = Names(sheetData=DATA, row=ROW, c=CELL, v=VALUE, f=FORMULA, si=STRING, t=QUIET, r=QUIET, **{"is": INLINE})


@dataclass
class Totals:
    """What the whole workbook has so far."""

    strings: int = 0
    rows: int = 0
    cells: int = 0
    area: int = 0


class CellChecks:
    """One part's events; ``title`` is the sheet as people know it.

    Any part may turn out to be a sheet: the library follows the links of the workbook, so all are looked at alike.
    ``lenient`` lets formulas and errors by: whoever reads a ward's own register names those cells.
    """

    def __init__(
        self,
        title: str,
        totals: Totals,
        most_details: int,
        too_many: str,
        strings: bool = False,
        lenient: bool = False,
    ) -> None:
        self._title, self._totals, self._too_many = title, totals, too_many
        self._details_left = most_details
        self._lenient = lenient
        self._strings = strings
        self._in_data = self._had_data = self._in_row = self._has_value = self._in_string = False
        self._row = self._column = self._last_row = self._widest = 0
        self._row_text = self._kind = self._cell = ""
        self._pieces: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = _KINDS[name]
        if kind == QUIET:
            return
        if not self._in_data:
            self._outside(kind)
        elif kind == CELL:
            self._open_cell(attributes)
        elif kind in (VALUE, INLINE):
            self._open_value(kind == INLINE)
        elif kind == ROW:
            self._open_row(attributes)
        elif kind == FORMULA and self._lenient and self._cell:
            self._pieces, self._length = [], 0
        elif kind:
            self._odd(refusals.FORMULA if kind == FORMULA else refusals.ODD_CELL)
        else:
            self._detail()

    def end(self, name: str) -> None:
        """An element ends."""
        kind = _KINDS[name]
        if kind == QUIET:
            return
        if kind == STRING:
            self._in_string = False
        elif not self._in_data:
            return
        elif kind == VALUE:
            self._check_value("".join(self._pieces))
        elif kind == CELL:
            self._cell = ""
        elif kind == ROW:
            self._in_row = False
        elif kind == DATA:
            self._in_data = False
            self._totals.area += self._last_row * self._widest
            if self._totals.area > MOST_AREA:
                self._refuse(refusals.FAR_CELL, self._corner())

    def text(self, letters: str) -> None:
        """Letters between elements."""
        self._pieces.append(letters)
        self._length += len(letters)
        if self._length > LONGEST_TEXT:
            self._check_length()

    def aside(self, *_: object) -> None:
        """A comment, an instruction or a raw section, where only cells should be."""
        if self._in_data or self._in_string:
            self._odd(refusals.ODD_CELL)

    def _outside(self, kind: int) -> None:
        if kind == STRING:
            if self._strings:
                self._totals.strings += 1
                if self._totals.strings > MOST_CELLS:
                    self._refuse(refusals.MANY_CELLS, limit=f"{MOST_CELLS:,}".replace(",", "."))
            self._in_string, self._pieces, self._length = True, [], 0
        elif kind == DATA:
            if self._had_data:
                self._odd(refusals.ODD_CELL)
            self._in_data = self._had_data = True
        else:
            self._detail()

    def _detail(self) -> None:
        self._details_left -= 1
        if self._details_left < 0:
            refuse(self._too_many, part=self._title)

    def _open_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r", "") or str(self._row + 1)
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
        if self._in_row or not self._row < number <= LAST_ROW or text[0] == "0":
            self._refuse(refusals.ODD_PLACE, f"dòng {text}")
        self._totals.rows += 1
        if self._totals.rows > MOST_EMPTY_ROWS:
            self._refuse(refusals.MANY_CELLS, limit=f"{MOST_EMPTY_ROWS:,}".replace(",", "."))
        self._row, self._row_text, self._column, self._in_row, self._cell = number, text, 0, True, ""

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            reference = self._name(self._column + 1)
        column = _PLACES.get(reference.removesuffix(self._row_text), 0)
        if column <= self._column or not self._in_row or self._cell:
            self._refuse(refusals.ODD_PLACE, reference)
        self._totals.cells += 1
        if self._totals.cells > MOST_CELLS:
            self._refuse(refusals.MANY_CELLS, limit=f"{MOST_CELLS:,}".replace(",", "."))
        self._column, self._cell, self._kind, self._has_value = column, reference, attributes.get("t", "n"), False
        self._pieces, self._length = [], 0

    def _open_value(self, inline: bool) -> None:
        if not self._cell or self._has_value or (self._kind == "inlineStr") is not inline:
            self._odd(refusals.ODD_CELL)
        self._has_value, self._pieces, self._length = True, [], 0
        if inline:
            self._fill()

    def _fill(self) -> None:
        """The cell has something in it: from here on it counts how far it is from A1."""
        if self._column > self._widest:
            self._widest = self._column
        self._last_row = self._row
        if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
            self._odd(refusals.FAR_CELL)

    def _check_value(self, text: str) -> None:
        if not text:
            return
        self._fill()
        kind = self._kind
        if kind == "s":
            if not (text.isascii() and text.isdecimal() and len(text) < 9 and int(text) < self._totals.strings):
                self._odd(refusals.BAD_INDEX)
        elif kind == "n":
            if not (len(text) < 15 and text.isascii() and text.isdecimal()) and not _is_number(text):
                self._odd(refusals.BAD_VALUE)
        elif kind == "e":
            self._check_error(text)
        elif kind == "b" or kind == "d":
            if text not in ("0", "1") if kind == "b" else not _is_day(text):
                self._odd(refusals.BAD_VALUE)
        elif kind != "str":
            self._odd(refusals.ODD_CELL)

    def _check_error(self, text: str) -> None:
        if not self._lenient:
            self._refuse(refusals.ERROR_CELL, self._cell, text=text)

    def _check_length(self) -> None:
        """Called for long texts only; what is no cell's text is thrown away."""
        if not self._cell and not self._strings:
            self._pieces, self._length = [], 0
        elif self._length > LONGEST_ESCAPED or len(_ESCAPE.sub("_", "".join(self._pieces))) > LONGEST_TEXT:
            self._refuse(refusals.LONG_TEXT, self._place(), limit=f"{LONGEST_TEXT:,}".replace(",", "."))

    def _place(self) -> str:
        if self._strings:
            return f"số {self._totals.strings} của bảng chữ chung"
        return self._cell or self._name(max(1, self._column))

    def _name(self, column: int) -> str:
        return f"{_LETTERS[column - 1] if column <= len(_LETTERS) else '?'}{self._row_text}"

    def _corner(self) -> str:
        return f"{_LETTERS[self._widest - 1]}{self._last_row}"

    def _odd(self, code: str) -> NoReturn:
        self._refuse(code, self._place())

    def _refuse(self, code: str, cell: str = "", **names: object) -> NoReturn:
        refuse(code, sheet=self._title, cell=cell, **names)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and isfinite(float(text))


def _is_day(text: str) -> bool:
    for sort in (datetime, time):
        with suppress(ValueError):
            sort.fromisoformat(text)
            return True
    return False
