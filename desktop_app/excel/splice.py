"""Rows streamed as XML into sheets that openpyxl wrote: everything that is not a row stays openpyxl's own."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import normalize
from zipfile import ZipFile

from desktop_app.excel import fitting
from desktop_app.rules.dates import show_date

LEVEL = 2  # of deflate: 6 takes four times as long for files a fifth smaller
LONGEST_CELL = 32_000  # UTF-16 units; Excel refuses a file with more than 32,767 in a cell
CUT = " … (còn nữa, xem trong chương trình)"
EXACT = 10**15  # Excel keeps 15 digits of a number
FIRST_DAY = date(1901, 1, 1)  # Excel's own calendar has a day too many before March 1900
_EPOCH = date(1899, 12, 30).toordinal()
REMEMBERED, SHORT = 800, 80  # cells remembered in a column, letters in one
_BATCH = 250  # rows

# What XML cannot hold, and carriage returns, which XML would silently turn into line breaks.
_CARE = re.compile("[&<>_\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[&<>]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


@dataclass(frozen=True)
class CellLook:
    """The style numbers of one column's cells, by what is in them; ``room`` is 0 where text is not wrapped."""

    letter: str
    empty: int
    text: int
    quoted: int
    whole: int
    fraction: int
    day: int
    room: int = 0


def cell_text(text: str) -> str:
    r"""``text`` as a cell can hold it: NFC, plain line breaks, nothing XML refuses, not longer than Excel takes.

    >>> cell_text("a\r\nb\x00\uffff")
    'a\nb'
    """
    if _CARE.search(text) and _IMPOSSIBLE.search(text):
        text = _IMPOSSIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = normalize("NFC", text)
    if 2 * len(text) > LONGEST_CELL and units(text) > LONGEST_CELL:
        text = cut(text, LONGEST_CELL - len(CUT)) + CUT
    return text


def units(text: str) -> int:
    """How long Excel thinks a text is: in UTF-16 units, of which an emoji takes two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """The beginning of ``text``, at most ``longest`` UTF-16 units and no half of a letter."""
    start = text[:longest]
    return start.encode("utf-16-le", "surrogatepass")[: 2 * longest].decode("utf-16-le", "ignore")


def escaped(text: str) -> str:
    """``text`` inside XML; what only looks like Excel's own escape ``_xHHHH_`` is made to stay what it is."""
    return _ODD.sub(lambda found: _ESCAPES[found[0]], text) if _CARE.search(text) else text


def text_cell(place: str, text: str, style: int, quoted: int) -> str:
    """A cell of inert text; one that does not begin with a letter keeps being text when somebody edits it."""
    return f'<c r="{place}{_text_rest(escaped(text), style, quoted)}'


class RowWriter:
    """One sheet's rows of Python values as XML; a row is as high as its longest wrapped text needs."""

    def __init__(self, looks: Sequence[CellLook], first_row: int) -> None:
        self._columns = [(f'<c r="{look.letter}', _Cells(look)) for look in looks]
        self._next = first_row

    def __call__(self, row: Sequence[Any]) -> str:
        """The XML of the next row; ValueError when it has not one value a column, TypeError for a value no cell holds.

        Takes texts, whole numbers, Decimal, dates, true and false (shown as x and nothing) and None.
        """
        number, highest, parts = str(self._next), 1, []
        self._next += 1
        for (place, cells), value in zip(self._columns, row, strict=True):
            rest, lines = cells["x" if value is True else None if value is False else value]
            parts.append(place)
            parts.append(number)
            parts.append(rest)
            if lines > highest:
                highest = lines
        points = fitting.height(highest)
        return f'<row r="{number}" ht="{points:g}" customHeight="1">{"".join(parts)}</row>'


class _Cells(dict[Any, tuple[str, int]]):
    """One column's cells: value -> the XML after the row's number, and how many lines the text takes.

    Short values are remembered: names of units and people and dates come again and again.
    """

    def __init__(self, look: CellLook) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, value: Any) -> tuple[str, int]:
        look = self._look
        content: str | int | Decimal
        if type(value) is str and 2 * len(value) <= LONGEST_CELL and not _CARE.search(value):
            content = inside = normalize("NFC", value)  # the usual text, without calls
        else:
            content = _content(value)
            inside = escaped(content) if type(content) is str else ""
        if not isinstance(content, str):
            style = look.day if isinstance(value, date) else look.whole if isinstance(content, int) else look.fraction
            cell = f'" s="{style}"><v>{content}</v></c>', 1
        elif content:
            lines = fitting.lines(content, look.room) if look.room else 1
            cell = _text_rest(inside, look.text, look.quoted), lines
            if len(content) > SHORT:
                return cell
        else:
            cell = f'" s="{look.empty}"/>', 1
        if len(self) >= REMEMBERED:
            self.clear()
        self[value] = cell
        return cell


def stream(
    archive: ZipFile, part: str, template: bytes, rows: Iterable[str], close: Callable[[bytes, int], bytes]
) -> int:
    """Write a sheet: openpyxl's ``template`` with ``rows`` after its own. Returns how many there were.

    ``close`` is given what follows the rows and their number, and gives back what is to be written.
    """
    # The declared size would have to be known before the first row; no reader needs it.
    before, _, after = re.sub(rb"<dimension [^>]*>", b"", template, count=1).partition(b"</sheetData>")
    count = 0
    with archive.open(part, "w") as file:  # without force_zip64, which some releases of Excel call damage
        file.write(before)
        batch: list[str] = []
        for row in rows:
            batch.append(row)
            count += 1
            if len(batch) == _BATCH:
                file.write("".join(batch).encode())
                batch.clear()
        file.write("".join(batch).encode())
        file.write(b"</sheetData>" + close(after, count))
    return count


def _text_rest(text: str, style: int, quoted: int) -> str:
    """The XML of a text's cell after its place; ``text`` is escaped already."""
    first = text[0]
    keep = ' xml:space="preserve"' if first <= " " or text[-1] <= " " else ""
    return f'" s="{style if first.isalpha() else quoted}" t="inlineStr"><is><t{keep}>{text}</t></is></c>'


def _content(value: Any) -> str | int | Decimal:
    """A value as its cell holds it: a number to write, or a text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return cell_text(str(value))
    if isinstance(value, int):
        return value if abs(value) < EXACT else str(value)
    if type(value) is date:
        return value.toordinal() - _EPOCH if value >= FIRST_DAY else show_date(value)
    if isinstance(value, Decimal) and value.is_finite():
        if len(value.normalize().as_tuple().digits) > 15:
            return f"{value:f}"
        return int(value) if value == value.to_integral_value() else Decimal(f"{value:f}")
    raise TypeError(f"no cell for {value!r}")
