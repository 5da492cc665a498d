"""A package read back from its workbook, nothing of it believed yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from desktop_app.excel import cover, hidden, seal
from desktop_app.excel.hidden import SealedRow
from desktop_app.excel.looks import LISTS
from desktop_app.excel.manifest import FORMAT, Manifest, PackageError, PackageRow

Cells = Sequence[Sequence[Any]]

NOT_OURS = "Tệp không phải gói do chương trình Sổ Phường lập, hoặc đã bị hỏng"
NEWER = "Gói được lập bằng bản chương trình mới hơn (định dạng {}); hãy cập nhật chương trình rồi mở lại"
TORN = "Trang ẩn “{}” đã bị sửa hoặc hỏng nên cả gói bị từ chối; hãy xin nơi gửi lập lại gói"


@dataclass(frozen=True)
class Package:
    """What a workbook says: the manifest, the sealed rows, and the cells of the visible sheets, each from A1 on.

    ``facts`` are the manifest's values as they stand in the file, ``torn`` the lines of the hidden sheet of rows that
    cannot be taken apart. ``visible`` lacks a sheet that is no longer there; ``strange`` are sheets nobody sealed.
    """

    manifest: Manifest
    facts: Mapping[str, str]
    rows: Sequence[SealedRow]
    torn: Sequence[int]
    visible: Mapping[str, Cells]
    strange: Sequence[str]

    @property
    def signature(self) -> str:
        """The signature, in base64; empty when there is none that can be read."""
        text = self.facts.get(hidden.SIGNATURE, "")
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else ""

    @cached_property
    def message(self) -> str:
        """What the signature has to be of."""
        return hidden.message(self.facts, self.rows)

    @cached_property
    def digest(self) -> str:
        """The digest of the whole package, in hex."""
        return seal.digest(self.message)

    def records(self) -> list[PackageRow]:
        """The records, in the order of the hidden sheet; only for a package that ``verify`` finds sealed."""
        return [row.opened() for row in self.rows]


def read(path: Path) -> Package:
    """Read a package without judging it; ``verify`` does that. A file from elsewhere goes through the guard first.

    Raises PackageError, in words for the person, when the file is none or its manifest cannot be read; OSError.
    """
    return read_content(path.read_bytes())


def read_content(content: bytes) -> Package:
    """The same, from the bytes of the file."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _package(workbook)
    except CalamineError as error:
        raise PackageError(NOT_OURS) from error


def _package(workbook: CalamineWorkbook) -> Package:
    names = set(workbook.sheet_names)
    if not {hidden.ROWS, hidden.MANIFEST} <= names:
        raise PackageError(NOT_OURS)
    facts, manifest = _read_manifest(_cells(workbook.get_sheet_by_name(hidden.MANIFEST)))
    rows: list[SealedRow] = []
    torn: list[int] = []
    for row in hidden.read_rows(_cells(workbook.get_sheet_by_name(hidden.ROWS))):
        if isinstance(row, int):
            torn.append(row)
        else:
            rows.append(row)
    wanted = {cover.NAME, *manifest.counts, *([LISTS] if manifest.lists else [])}
    visible = {name: _cells(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names if name in wanted}
    ours = {hidden.ROWS, hidden.MANIFEST, LISTS}
    strange = [name for name in workbook.sheet_names if name not in wanted | ours]
    return Package(manifest, facts, rows, torn, visible, strange)


def _read_manifest(cells: Cells) -> tuple[Mapping[str, str], Manifest]:
    try:
        facts = hidden.read_facts(cells)
        written = facts["format"]
        if written == seal.canonical(FORMAT):
            return facts, Manifest.of_facts(facts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageError(TORN.format(hidden.MANIFEST)) from error
    number = written.strip('"')
    raise PackageError(NEWER.format(number) if number.isdecimal() else TORN.format(hidden.MANIFEST))


def _cells(sheet: CalamineSheet) -> Cells:
    """Every cell from A1 on, whatever size the sheet declares for itself; an empty cell is an empty text."""
    return sheet.to_python(skip_empty_area=False)
