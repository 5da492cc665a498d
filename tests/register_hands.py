"""Registers as wards really keep them, built cell by cell: every oddity that was met in one has its workbook here."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from desktop_app.features.import_read import service as reading
from desktop_app.features.import_rows import service as judging
from desktop_app.features.import_write import service as writing

PLAIN = (
    "STT",
    "Số, ký hiệu",
    "Ngày văn bản",
    "Trích yếu",
    "Nội dung nhiệm vụ",
    "Đơn vị chủ trì",
    "Thời hạn",
    "Ghi chú",
)
ROW = (1, "15/TB-UBND", date(2026, 3, 20), "Kết luận giao ban", "Rà soát hộ kinh doanh", "KT", date(2026, 4, 30), "")


def book(path: Path, *sheets, merges=(), formats=(), widths=None, hidden_rows=(), fonts=(), state=()) -> Path:
    """Write sheets of rows: ``(name, rows)``, or rows alone; a row may be a dict column -> value."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for place, sheet in enumerate(sheets):
        name, rows = sheet if isinstance(sheet, tuple) else (f"Sheet{place + 1}", sheet)
        made = workbook.create_sheet(name)
        for row, values in enumerate(rows, 1):
            items = values.items() if isinstance(values, dict) else enumerate(values, 1)
            for column, value in items:
                if value is not None:
                    cell = made.cell(row, column, value)
                    if isinstance(value, date):
                        cell.number_format = "dd/mm/yyyy"
        if place == 0:
            for area in merges:
                made.merge_cells(area)
            for cell, code in formats:
                made[cell].number_format = code
            for cell, face in fonts:
                made[cell].font = Font(name=face)
            for row in hidden_rows:
                made.row_dimensions[row].hidden = True
    for name in state:
        workbook[name].sheet_state = "hidden"
    workbook.save(path)
    return path


def plain(path: Path, *rows, header=PLAIN, **more) -> Path:
    """A register without oddities, but for those of its rows."""
    return book(path, [header, *rows], **more)


def with_formula(path: Path, cell: str, formula: str) -> Path:
    """Put a formula without a value into the first sheet: what a program writes that calculates nothing."""
    from openpyxl import load_workbook

    workbook = load_workbook(path)
    workbook.worksheets[0][cell] = formula
    workbook.save(path)
    return path


def with_error(path: Path, cell: str, error: str = "#REF!") -> Path:
    """Put an error into a cell of the first sheet, as Excel stores it."""
    from openpyxl import load_workbook

    workbook = load_workbook(path)
    made = workbook.worksheets[0][cell]
    made.value, made.data_type = error, "e"
    workbook.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Add a part to the archive, as old links to other workbooks are."""
    with ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


def planned(path: Path, reader, answers=None, maps=None):
    """A register read and judged, with answers given beforehand."""
    plan = judging.plan(reading.read_file(path, reader=reader))
    plan.answers |= answers or {}
    for column, name in (maps or {}).items():
        plan.maps[0][column] = name
    return judging.run(plan)


def pasted(text: str, answers=None):
    """Copied rows read and judged."""
    from desktop_app.ui.pasted import cells

    plan = judging.plan(reading.of_rows(cells(text)))
    plan.answers |= answers or {}
    return judging.run(plan)


def proposed(plan):
    """Answer every question as proposed, again until none is left that can be; the rest stays open."""
    for _ in range(10):
        open_ = {question.key: question.proposed for question in plan.open_questions if question.proposed}
        if not open_:
            break
        plan.answers |= open_
        judging.run(plan)
    return plan


def accepted(plan):
    """Write what is sure."""
    for _ in writing.accept(plan):
        pass
    return plan


def rows(plan, verdict=None):
    """The rows of tasks, or those of a verdict."""
    return [row for row in plan.rows if (row.verdict == verdict if verdict else row.texts)]


def letter(column: int) -> str:
    """What Excel calls a column."""
    return get_column_letter(column)


def moment(*parts: int) -> datetime:
    """A day with an hour."""
    return datetime(*parts)
