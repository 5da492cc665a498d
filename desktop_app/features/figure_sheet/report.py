"""The workbook of a sheet of figures: ready to print, locked but for the cells to fill in."""

from collections.abc import Iterator
from copy import copy
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.excel import fitting, looks, saved
from desktop_app.features.figure_grid.columns import CODE, Column, Table
from desktop_app.features.figure_sheet.columns import HINT, NOT_PRINTED, PERIOD_MARK, UNIT_MARK, UNIT_TITLE
from desktop_app.rules.figures import key_label
from desktop_app.rules.numbers import EXCEL_DIGITS, read_amount

SHEET = "Số liệu"
MARKS_ROW, HEAD_ROW = 4, 5
CODE_WIDTH = 8
THEME_FILL = PatternFill("solid", fgColor="FFF2F2F2")


def write(path: Path, table: Table) -> int:
    """Write the sheet and say how many figures it has; what stands at ``path`` is replaced only by a whole workbook.

    Raises Refused when the name is none of a workbook, Failed when the disk refuses.
    """
    workbook = looks.new_workbook()
    _sheet(workbook.create_sheet(SHEET), table)
    saved.save(workbook, path)
    return len(table.places)


def _sheet(sheet: Worksheet, table: Table) -> None:
    columns = list(_printed(table))
    widths = [CODE_WIDTH, *(max(one.width, 6) for _, one in columns)]
    label = key_label(table.period)
    titles = (f"SỐ LIỆU THỰC HIỆN {label.upper()}", f"{UNIT_TITLE} {table.unit.name}", HINT)
    looks.add_title(sheet, titles, sum(widths), len(widths))
    marks = (PERIOD_MARK, table.period, UNIT_MARK, table.unit.code)
    for place, text in enumerate(marks, 1):
        cell = sheet.cell(MARKS_ROW, place)
        looks.put(cell, text)
        cell.font = looks.face(looks.KEY_SIZE, color="FF7F7F7F")
    looks.add_heading(sheet, HEAD_ROW, [CODE, *(one.label for _, one in columns)], widths)
    first = HEAD_ROW + 1
    dressed = _Dressed(sheet)
    for number, row in enumerate(table.rows):
        _row(sheet, table, number, [row[place] for place, _ in columns], columns, dressed)
    last = first + len(table.rows) - 1
    for letter_of, one in enumerate((column for _, column in columns), 2):
        if one.name in ("estimated", "nothing") and table.rows:
            letter = get_column_letter(letter_of)
            looks.add_list(sheet, f"{letter}{first}:{letter}{last}", ["x"])
    sheet.freeze_panes = sheet.cell(first, 3)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    looks.lock(sheet)
    looks.set_page(sheet, landscape=True, footer=f"Số liệu thực hiện {label.lower()}, {table.unit.code}")


def _printed(table: Table) -> Iterator[tuple[int, Column]]:
    return ((place, one) for place, one in enumerate(table.columns) if one.name not in NOT_PRINTED)


def _row(
    sheet: Worksheet,
    table: Table,
    number: int,
    texts: list[str],
    columns: list[tuple[int, Column]],
    dressed: "_Dressed",
) -> None:
    row = HEAD_ROW + 1 + number
    is_heading = number in table.headings
    code = sheet.cell(row, 1)
    code._style = copy(dressed.of("center", heading=is_heading))
    looks.put(code, table.codes[number])
    highest = 1
    for place, (text, (at, one)) in enumerate(zip(texts, columns, strict=True), 2):
        cell = sheet.cell(row, place)
        is_open = (number, at) in table.opened
        cell._style = copy(
            dressed.of(one.align, heading=is_heading, is_open=is_open, decimals=_decimals(text, is_open=is_open))
        )
        looks.put(cell, _value(text) if one.align == "right" else text)
        highest = max(highest, fitting.lines(text, fitting.room(max(one.width, 6))))
    sheet.row_dimensions[row].height = fitting.height(highest) + 2


class _Dressed:
    """Styles of cells, each made once."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._made: dict[tuple[str, bool, bool, int], Cell] = {}

    def of(self, align: str, *, heading: bool = False, is_open: bool = False, decimals: int = -1) -> object:
        """The style of a cell of one sort."""
        key = (align, heading, is_open, decimals)
        if key not in self._made:
            cell = Cell(self._sheet, row=1, column=1)
            cell.font, cell.border = looks.face(bold=heading), looks.GRID
            cell.alignment = Alignment(horizontal=align, vertical="top", wrap_text=True)
            cell.protection = Protection(locked=not is_open)
            if is_open:
                cell.fill = looks.ENTRY_FILL
            elif heading:
                cell.fill = THEME_FILL
            if decimals >= 0:
                cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._made[key] = cell
        return self._made[key]._style


def _decimals(text: str, *, is_open: bool) -> int:
    """How many decimals a number is shown with, -1 for as many as it has: what is filled in may have any."""
    return -1 if is_open or isinstance(_value(text), str) else len(text.partition(",")[2])


def _value(text: str) -> object:
    """A number as one, everything else as a text: a number, too, of which Excel would not keep every digit."""
    try:
        number = read_amount(text) if text and text[-1].isdigit() else None
    except ValueError:
        return text
    return text if number is None or len(number.as_tuple().digits) > EXCEL_DIGITS else number
