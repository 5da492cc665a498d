"""The package that two offices hand each other: one workbook that people read and print and the program can trust.

Format 1 (HANDOFF.md section 4): values are sealed, not bytes; a workbook saved again untouched still verifies.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.worksheet.worksheet import Worksheet

from desktop_app import files
from desktop_app.excel import cover, hidden, looks, seal
from desktop_app.excel.checking import verify
from desktop_app.excel.comparing import visible
from desktop_app.excel.cover import Extra
from desktop_app.excel.hidden import SealedRow
from desktop_app.excel.manifest import (
    FORMAT,
    NAMED,
    UID,
    UID_LABEL,
    Manifest,
    PackageError,
    PackageRow,
    PackageSheet,
    Revision,
    SheetFacts,
)
from desktop_app.excel.problems import Problem, ProblemKind
from desktop_app.excel.reading import Package, read
from desktop_app.excel.seal import check_code, fingerprint, new_key, public_key
from desktop_app.excel.sheets import Book, Progress, Sheet, SheetColumn
from desktop_app.excel.splice import LEVEL
from desktop_app.records.kinds import Text

__all__ = [
    "FORMAT",
    "Manifest",
    "Package",
    "PackageError",
    "PackageRow",
    "PackageSheet",
    "Problem",
    "ProblemKind",
    "Revision",
    "SheetFacts",
    "check_code",
    "fingerprint",
    "new_key",
    "public_key",
    "read",
    "verify",
    "write",
]

UID_WIDTH = 9
IN_MEMORY = 8_000_000  # bytes of hidden rows; more of them wait in a temporary file
DIFFERS = "Gói đọc lại từ ổ đĩa khác với nội dung cần ghi nên chưa được lưu; hãy thử lại hoặc chọn ổ đĩa khác"


def write(
    path: Path,
    manifest: Manifest,
    cover_lines: Sequence[Extra],
    sheets: Sequence[PackageSheet],
    private_key_pem: str,
    progress: Progress | None = None,
) -> str:
    """Write, seal, read back and put in place a package; returns its digest in hex.

    Args:
        path: where it goes; what stands there is replaced only by a package that was read back and verified.
        manifest: what the sender knows; counts, columns, cover and key are filled in here.
        cover_lines: what the cover says besides: a line, or a label and its value.
        sheets: the visible sheets, in order, with the record of each row.
        private_key_pem: the office's key.
        progress: hears now and then how many rows are written; what it raises stops the writing.

    Raises OSError when the disk fails, PackageError when what was read back is not what was to be written. After
    either, or anything else, what stood at ``path`` before is untouched and no draft is left.
    """
    writing = _Writing(manifest, cover_lines, sheets, private_key_pem, progress)
    with files.replacing(path) as draft:
        writing.to_disk(draft)
        files.flush(draft)
        writing.prove(read(draft))
    return writing.digest


class _Writing:
    """One package being written; it keeps every sealed row, to sign them all and to compare what is read back."""

    def __init__(
        self,
        manifest: Manifest,
        cover_lines: Sequence[Extra],
        sheets: Sequence[PackageSheet],
        pem: str,
        progress: Progress | None,
    ) -> None:
        public = public_key(pem)
        self._manifest = replace(manifest, format=FORMAT, public_key=public, key_id=fingerprint(public))
        self._cover_lines = cover_lines
        self._pem = pem
        self._written: list[SealedRow] = []
        self._facts: list[SheetFacts] = []
        self._book = Book(progress)
        self._cover = self._book.workbook.create_sheet(cover.NAME)
        self._sheets = [replace(sheet, sheet=_with_uid(sheet.sheet)) for sheet in sheets]
        for sheet in self._sheets:
            self._book.add(sheet.sheet)
        self._rows_sheet = self._hidden_sheet(hidden.ROWS)
        self._rows_sheet.append(hidden.HEADING)
        self._manifest_sheet = self._hidden_sheet(hidden.MANIFEST)
        self.digest = ""

    def to_disk(self, draft: Path) -> None:
        """Stream the sheets into ``draft``, then what is known only after them: hidden rows, manifest, cover."""
        parts = self._book.parts()
        with (
            ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive,
            SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="") as spool,
        ):
            for sheet in self._sheets:
                count = self._book.write_rows(archive, parts, sheet.sheet, self._sealed(sheet, spool))
                self._facts.append(_facts(sheet, count))
            spool.seek(0)
            self._book.write_lines(archive, parts, self._rows_sheet, spool)
            self._seal()
            self._book.write_rest(archive, self._book.parts())

    def prove(self, package: Package) -> None:
        """PackageError unless ``package``, read back, is whole and holds exactly what was to be written."""
        problems = verify(package)
        if problems or package.digest != self.digest or list(package.rows) != self._written:
            raise PackageError(DIFFERS + (f". {problems[0]}" if problems else ""))

    def _sealed(self, sheet: PackageSheet, spool: IO[str]) -> Iterator[Sequence[Any]]:
        """The visible rows, each with its record's uid; the sealed row goes to the spool on the way."""
        names = [column.name for column in sheet.sheet.columns]
        seen: set[str] = set()
        for row, record in zip(sheet.sheet.rows, sheet.records, strict=True):
            if record.sheet != sheet.sheet.name or record.uid in seen or not NAMED.fullmatch(record.uid):
                raise ValueError(
                    f"not a record of its own on sheet {sheet.sheet.name!r}: {record.sheet!r} {record.uid!r}"
                )
            seen.add(record.uid)
            values = seal.plain(record.values)
            shown = _shown_besides(names, row, values)
            sealed = hidden.seal_row(record, record.of_plain(values), shown, len(self._written) + 2)
            self._written.append(sealed)
            spool.write(hidden.row_xml(sealed) + "\n")
            yield *row, record.uid

    def _seal(self) -> None:
        """Fill in manifest, signature and cover."""
        manifest = replace(
            self._manifest,
            sheets=tuple(self._facts),
            lists=looks.listed(self._book.workbook),
            cells_digest=hidden.cells_digest(self._written),
        )
        lines = cover.lines(manifest, self._cover_lines)
        facts = replace(manifest, cover=cover.texts(lines)).facts()
        message = hidden.message(facts, self._written)
        self.digest = seal.digest(message)
        facts[hidden.SIGNATURE] = seal.canonical(seal.sign(self._pem, message))
        for row, (name, text) in enumerate(facts.items(), 1):
            for column, piece in enumerate((name, *hidden.split(text)), 1):
                looks.put(self._manifest_sheet.cell(row, column), piece)
        cover.write(self._cover, lines, check_code(self.digest))

    def _hidden_sheet(self, name: str) -> Worksheet:
        sheet = self._book.workbook.create_sheet(name)
        sheet.sheet_state = "hidden"
        looks.lock(sheet)
        return sheet


def _with_uid(sheet: Sheet) -> Sheet:
    """The sheet with the column at its end by which the program knows each row."""
    return replace(sheet, columns=[*sheet.columns, SheetColumn(UID, UID_LABEL, Text(32), UID_WIDTH, printed=False)])


def _facts(sheet: PackageSheet, count: int) -> SheetFacts:
    columns = tuple((column.name, column.label) for column in sheet.sheet.columns)
    return SheetFacts(sheet.sheet.name, sheet.entity, tuple(sheet.sheet.title_lines), columns, count)


def _shown_besides(names: Iterable[str], row: Sequence[Any], values: Any) -> dict[str, Any]:
    """What the cells of a row show where it is not the stored value itself, so that the receiver can check them."""
    besides = {}
    for name, cell in zip(names, row, strict=False):
        shown, expected = visible(seal.plain(cell)), visible(values.get(name))
        if shown != expected or type(shown) is not type(expected):
            besides[name] = shown
    return besides
