"""A copy of a register with every cell that was refused in colour and the reason beside: theirs is never touched."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.errors import Refused
from desktop_app.excel import looks, saved
from desktop_app.features.import_read.columns import Cell, Sheet
from desktop_app.features.import_row.columns import VERDICTS, Row, Verdict
from desktop_app.features.import_rows.columns import Plan

RED, YELLOW, GREY = (PatternFill("solid", fgColor=colour) for colour in ("FFF8CBAD", "FFFFF2CC", "FFEDEDED"))
FILLS = {Verdict.REFUSED: RED, Verdict.QUESTION: YELLOW, Verdict.THERE: GREY}
VERDICT, REASON = "Kết luận", "Lý do"
WIDEST, NARROWEST = 50, 8
BAD_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def write(plan: Plan, out: Path) -> int:
    """Write the copy; returns how many rows were refused or wait for an answer.

    Raises Refused when the name is none of a workbook, Failed when the disk refuses.
    """
    workbook = looks.new_workbook()
    titles = {question.key: question.title for question in plan.questions}
    marked = 0
    for place, sheet in enumerate(plan.source.sheets):
        own = {row.row: row for row in plan.rows if row.table.sheet is sheet}
        if not own:
            continue
        name = (sheet.name.translate(BAD_IN_NAMES).strip("'_ ") or f"Trang {place + 1}")[:31]
        marked += _sheet(workbook.create_sheet(name), sheet, own, titles)
    if not workbook.worksheets:
        raise Refused("Không có dòng nào để ghi ra tệp")
    saved.save(workbook, out)
    return marked


def _sheet(made: Worksheet, sheet: Sheet, rows: Mapping[int, Row], titles: Mapping[str, str]) -> int:
    secret = {row.row for row in rows.values() if row.secret}
    for (row, column), cell in sheet.cells.items():
        if row not in secret:
            _put(made, row, column, cell)
    for top, left, bottom, right in sheet.merges:
        if bottom <= sheet.last_row + 1 and not secret & set(range(top, bottom + 1)):
            made.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    beside = sheet.last_column + 2
    for table in {id(row.table): row.table for row in rows.values()}.values():
        for place, words in enumerate((VERDICT, REASON)):
            cell = made.cell(table.bottom, beside + place)
            looks.put(cell, words)
            cell.font, cell.fill, cell.border = looks.face(bold=True), looks.HEADING_FILL, looks.GRID
    marked = 0
    for one in rows.values():
        marked += _mark(made, one, beside, titles)
    for column in range(1, sheet.last_column + 1):
        longest = max((len(cell.text) for (_, c), cell in sheet.cells.items() if c == column), default=0)
        made.column_dimensions[get_column_letter(column)].width = max(NARROWEST, min(WIDEST, longest + 2))
    made.column_dimensions[get_column_letter(beside)].width = 14
    made.column_dimensions[get_column_letter(beside + 1)].width = 70
    return marked


def _put(made: Worksheet, row: int, column: int, cell: Cell) -> None:
    target = made.cell(row, column)
    if cell.kind == "day":
        target.value, target.number_format = cell.value, looks.DAY_FORMAT
    elif cell.kind == "number":
        target.value = cell.value
    else:
        looks.put(target, cell.text or (str(cell.value) if cell.kind == "error" else ""))
    target.font = looks.face()
    target.alignment = Alignment(vertical="top", wrap_text=True)


def _mark(made: Worksheet, row: Row, beside: int, titles: Mapping[str, str]) -> int:
    fill = FILLS.get(row.verdict)
    reason = "; ".join(filter(None, (row.reason, *(titles.get(key, "") for key in dict.fromkeys(row.waits)))))
    for place, words in enumerate((VERDICTS[row.verdict], reason)):
        cell = made.cell(row.row, beside + place)
        looks.put(cell, words)
        cell.font, cell.alignment = looks.face(), Alignment(vertical="top", wrap_text=True)
        if fill is not None:
            cell.fill = fill
    if row.verdict == Verdict.REFUSED:
        for label in row.problems:
            if column := row.columns.get(label):
                made.cell(row.row, column).fill = RED
    return row.verdict in (Verdict.REFUSED, Verdict.QUESTION)
