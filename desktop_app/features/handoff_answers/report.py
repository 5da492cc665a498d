"""The workbook of a package's rows: questions with a cell for the answer, and beside them everything else."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from db.words import PackageKind
from desktop_app import errors, files
from desktop_app.errors import Refused
from desktop_app.excel import looks
from desktop_app.excel.sheets import Book, Sheet, SheetColumn
from desktop_app.excel.splice import LEVEL
from desktop_app.features.handoff_answers.columns import Line, in_lines
from desktop_app.features.handoff_answers.service import ANSWER, KEY, key_of, lines
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_receive.columns import Examined
from desktop_app.records.kinds import Text

ASKED, OTHERS = "Cần trả lời", "Các dòng khác"
HOW = f"Chọn ở cột “{ANSWER}”; để trống là chưa trả lời. Không sửa cột “{KEY}”"
COLUMNS = (
    SheetColumn("sheet", "Trang", Text(), 13),
    SheetColumn("title", "Bản ghi", Text(), 36),
    SheetColumn("verdict", "Kết luận", Text(), 12),
    SheetColumn("reason", "Lý do", Text(), 24),
    SheetColumn("ours", "Trong sổ", Text(), 30),
    SheetColumn("theirs", "Trong gói", Text(), 38),
)
REPLY = SheetColumn("answer", ANSWER, Text(), 20, locked=False)
LAST = SheetColumn("key", KEY, Text(), 9, printed=False)


def write(examined: Examined, out: Path) -> int:
    """Write the workbook of an examined package; returns how many rows it holds.

    Raises Refused when there is nothing to write or the name is none of a workbook, Failed when the disk refuses.
    """
    if out.suffix.lower() != ".xlsx":
        raise Refused({"out": "Tên tệp phải kết thúc bằng .xlsx"})
    found = lines(examined)
    if not found:
        raise Refused({"out": "Chưa có kết luận về dòng nào của gói nên không có gì để ghi"})
    asked = [line for line in found if line.sort is not None]
    others = [line for line in found if line.sort is None]
    sheets = [_sheet(ASKED, examined, asked)] if asked else []
    sheets += [_sheet(OTHERS, examined, others)] if others else []
    try:
        return _write(out, sheets, asked)
    except OSError as error:
        raise errors.of_file(error) from error


def _sheet(name: str, examined: Examined, found: Sequence[Line]) -> Sheet:
    manifest = examined.manifest
    kind = PackageKind(manifest.kind).label.lower()
    of = f"Gói {kind} số {manifest.running_number} của {manifest.from_name}, mã kiểm tra {examined.check_code}"
    titles = ("BẢNG TRẢ LỜI CÂU HỎI", of, HOW) if name == ASKED else ("CÁC DÒNG KHÁC TRONG GÓI", of)
    columns = (*COLUMNS, REPLY, LAST) if name == ASKED else (*COLUMNS, LAST)
    return Sheet(name, titles, columns, _rows(examined, found, reply=name == ASKED), footer=of)


def _rows(examined: Examined, found: Sequence[Line], *, reply: bool) -> Iterator[list[Any]]:
    for line in found:
        facts = [
            line.sheet,
            line.title,
            line.verdict.label,
            line.reason,
            in_lines(line, line.ours),
            in_lines(line, line.theirs),
        ]
        yield [*facts, *([""] if reply else []), key_of(examined, line)]


def _write(out: Path, sheets: Sequence[Sheet], asked: Sequence[Line]) -> int:
    """As `sheets.write_book`, with a list of two answers for the rows of each sort of question."""
    book = Book()
    for sheet in sheets:
        book.add(sheet)
    if asked:
        letter, row = chr(ord("A") + len(COLUMNS)), sheets[0].heading_row + 1
        for sort, group in groupby(line.sort for line in asked):
            assert sort is not None
            count = len(list(group))
            looks.add_list(book.workbook[ASKED], f"{letter}{row}:{letter}{row + count - 1}", questions.LABELS[sort])
            row += count
    with files.replacing(out) as draft:
        with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            parts = book.parts()
            for sheet in sheets:
                book.write_rows(archive, parts, sheet, sheet.rows)
            book.write_rest(archive, parts)
        files.flush(draft)
    return book.rows_written
