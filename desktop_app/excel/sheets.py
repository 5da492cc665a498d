"""Tables of values as sheets of a workbook that is read on screen, filtered and printed as it is."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import is_normalized
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app import files
from desktop_app.excel import looks
from desktop_app.excel.splice import LEVEL, RowWriter, stream
from desktop_app.records.entity import Column
from desktop_app.records.kinds import Choice, Day, Kind, Whole, Year

LONGEST_NAME = 31  # letters in the name of a sheet, Excel's limit
FAR = 1_040_000  # stands for the last row of the first sheet until it is known; the next sheet has the next number
_NO_NAME = re.compile(r"[\[\]:*?/\\]|^_|^'|'$|^$")

Progress = Callable[[int], object]


@dataclass(frozen=True)
class SheetColumn:
    """One column: ``width`` in digits; ``locked`` unless the receiver fills it in; ``align`` if not as its kind.

    A column that is not printed stands last, narrow and grey: it is there for the program.
    """

    name: str
    label: str
    kind: Kind
    width: float = 14
    locked: bool = True
    printed: bool = True
    align: str = ""

    @classmethod
    def of(cls, column: Column, width: float | None = None, locked: bool = True) -> "SheetColumn":
        """The sheet's column of an entity's column, with its label, kind and, unless told otherwise, width."""
        return cls(column.name, column.label, column.kind, column.width if width is None else width, locked)


@dataclass(frozen=True)
class Sheet:
    """A table to write: ``rows`` hold one cell value a column, as ``kind.cell`` gives it, and are read once.

    The first of ``title_lines`` is the title. ``held`` columns stay in sight when the sheet is scrolled sideways.
    ``footer`` is printed at the foot of every page, left of the page number. One that is not ``locked`` is for people
    to go on working with.
    """

    name: str
    title_lines: Sequence[str]
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]
    held: int = 2
    footer: str = ""
    locked: bool = True

    @property
    def heading_row(self) -> int:
        """The row of the columns' labels, one below the title and a blank row."""
        return len(self.title_lines) + 2 if self.title_lines else 1


def write_book(path: Path, sheets: Sequence[Sheet], progress: Progress | None = None) -> int:
    """Write a workbook of ``sheets`` and return how many rows it holds.

    ``progress`` hears now and then how many rows are written; what it raises stops the writing. The file appears
    whole or not at all: after any failure what stood at ``path`` is untouched. Raises OSError.
    """
    book = Book(progress)
    for sheet in sheets:
        book.add(sheet)
    with files.replacing(path) as draft:
        with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            parts = book.parts()
            for sheet in sheets:
                book.write_rows(archive, parts, sheet, sheet.rows)
            book.write_rest(archive, parts)
        files.flush(draft)
        with ZipFile(draft) as archive:
            if damaged := archive.testzip():
                raise OSError(f"{damaged} đọc lại khác với lúc ghi")
    return book.rows_written


def cell_rows(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows of a sheet out of records, or out of the rows of a list: each value as its kind puts it into a cell."""
    for record in records:
        yield [column.kind.cell(column.of(record)) for column in columns]


def check_name(name: str) -> None:
    """ValueError, for the programmer, when Excel would not take ``name`` for a sheet or the program needs it itself."""
    if len(name) > LONGEST_NAME or _NO_NAME.search(name) or not is_normalized("NFC", name):
        raise ValueError(f"no name for a sheet: {name!r}")


class Book:
    """A workbook on its way to the disk: laid out by openpyxl, its rows streamed in one sheet after another."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.workbook = looks.new_workbook()
        self._looks = looks.Looks(self.workbook)
        self.rows_written = 0
        self._progress = progress
        self._writers: dict[str, RowWriter] = {}
        self._markers: dict[str, int] = {}
        self._last_rows: dict[int, int] = {}
        self._streamed: set[str] = set()

    def add(self, sheet: Sheet) -> None:
        """Lay out everything of a sheet that is not a row."""
        check_name(sheet.name)
        labels = [column.label for column in sheet.columns]
        if len(set(labels)) < len(labels) or sheet.name.casefold() in map(str.casefold, self.workbook.sheetnames):
            raise ValueError(f"two columns or two sheets of one name: {sheet.name!r} {labels}")
        worksheet = self.workbook.create_sheet(sheet.name)
        self._markers[sheet.name] = FAR + len(self._markers)
        printed = [column for column in sheet.columns if column.printed]
        looks.add_title(worksheet, sheet.title_lines, sum(column.width for column in printed), len(printed))
        looks.add_heading(worksheet, sheet.heading_row, labels, [column.width for column in sheet.columns])
        cells = [
            self._looks.column(
                get_column_letter(place), c.width, c.align or c.kind.align, c.locked, c.printed, _empty(c.kind)
            )
            for place, c in enumerate(sheet.columns, 1)
        ]
        self._writers[sheet.name] = RowWriter(cells, sheet.heading_row + 1)
        self._set_ranges(worksheet, sheet, len(printed))
        if sheet.locked:
            looks.lock(worksheet)
        looks.set_page(worksheet, landscape=True, footer=sheet.footer)

    def parts(self) -> dict[str, bytes]:
        """The workbook's files as they stand."""
        if looks.LISTS in self.workbook.sheetnames:  # behind all others
            self.workbook.move_sheet(looks.LISTS, len(self.workbook.sheetnames))
        self.workbook.active = 0
        return looks.parts_of(self.workbook)

    def write_rows(self, archive: ZipFile, parts: dict[str, bytes], sheet: Sheet, rows: Iterable[Sequence[Any]]) -> int:
        """Write a sheet that was added, with its ``rows``, and return how many there were."""
        write_row = self._writers[sheet.name]
        part = looks.part_name(self.workbook[sheet.name])

        def close(after: bytes, count: int) -> bytes:
            self._last_rows[self._markers[sheet.name]] = sheet.heading_row + max(1, count)
            return self._with_last_rows(after)

        self._streamed.add(part)
        return stream(archive, part, parts[part], map(write_row, self._counted(rows)), close)

    def write_lines(self, archive: ZipFile, parts: dict[str, bytes], worksheet: Worksheet, lines: Iterable[str]) -> int:
        """Write a sheet made by hand, with rows that are XML already."""
        part = looks.part_name(worksheet)
        self._streamed.add(part)
        return stream(archive, part, parts[part], lines, lambda after, count: after)

    def write_rest(self, archive: ZipFile, parts: dict[str, bytes]) -> None:
        """Write every file that was not streamed."""
        for name, content in parts.items():
            if name not in self._streamed:
                with archive.open(name, "w") as file:
                    file.write(self._with_last_rows(content) if name == "xl/workbook.xml" else content)

    def _set_ranges(self, worksheet: Worksheet, sheet: Sheet, printed: int) -> None:
        top, far = sheet.heading_row, self._markers[sheet.name]
        last, held = get_column_letter(len(sheet.columns)), get_column_letter(min(sheet.held, printed - 1) + 1)
        worksheet.freeze_panes = f"{held}{top + 1}"
        worksheet.auto_filter.ref = f"A{top}:{last}{far}"
        worksheet.print_title_rows = f"{top}:{top}"
        worksheet.print_area = f"A1:{get_column_letter(printed)}{far}"
        for place, column in enumerate(sheet.columns, 1):
            if isinstance(column.kind, Choice):
                letter = get_column_letter(place)
                looks.add_list(worksheet, f"{letter}{top + 1}:{letter}{far}", column.kind.options())

    def _with_last_rows(self, xml: bytes) -> bytes:
        for marker, last in self._last_rows.items():
            xml = re.sub(rb"(?<=[A-Z$])%d\b" % marker, b"%d" % last, xml)
        return xml

    def _counted(self, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        for row in rows:
            yield row
            self.rows_written += 1
            if self._progress and self.rows_written % 200 == 0:
                self._progress(self.rows_written)


def _empty(kind: Kind) -> str:
    if isinstance(kind, Year):
        return "text"  # a year has no dot between thousands
    return "day" if isinstance(kind, Day) else "whole" if isinstance(kind, Whole) else "text"
