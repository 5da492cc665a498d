"""How sheets look and print, written by openpyxl: faces, borders, titles, headings, drop-downs, locks, pages."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.excel import fitting
from desktop_app.excel.fitting import FONT, SIZE
from desktop_app.excel.splice import CellLook, cell_text, escaped

AUTHOR = "Sổ Phường"
LISTS = "_lists"
SORTS = ("text", "quoted", "whole", "fraction", "day")
DAY_FORMAT, WHOLE_FORMAT, FRACTION_FORMAT = "dd/mm/yyyy", "#,##0", "#,##0.######"
A4 = 9
TITLE_SIZE, SUBTITLE_SIZE, KEY_SIZE = 14, 12, 8
BOLD_WIDER = 1.08
INCH = 25.4  # mm

_side = Side(style="thin", color="FF808080")
GRID = Border(left=_side, right=_side, top=_side, bottom=_side)
HEADING_FILL = PatternFill("solid", fgColor="FFE4ECF4")
ENTRY_FILL = PatternFill("solid", fgColor="FFFFFBE6")


def new_workbook() -> Workbook:
    """An empty workbook whose plain face is that of official paper, which also sets the unit of column widths."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook._named_styles["Normal"].font = face()
    workbook._fonts[0] = face()
    workbook.properties.creator = AUTHOR
    workbook.calculation.fullCalcOnLoad = False  # there is no formula, and Excel would ask to save at closing
    return workbook


def parts_of(workbook: Workbook) -> dict[str, bytes]:
    """Every file of the workbook as openpyxl writes it."""
    buffer = BytesIO()
    workbook.save(buffer)
    with ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part_name(sheet: Worksheet) -> str:
    """The file inside the workbook that holds a sheet."""
    return f"xl/worksheets/sheet{sheet.parent.index(sheet) + 1}.xml"


def face(size: float = SIZE, **more: Any) -> Font:
    """The face of official paper."""
    return Font(name=FONT, size=size, **more)


def put(cell: Cell, value: Any) -> None:
    """Write a text that stays one, or a number or date."""
    if isinstance(value, str):
        text = escaped_marks(cell_text(value))
        cell.value = text or None
        if text:
            cell.data_type, cell.quotePrefix = "s", not text[0].isalpha()
    else:
        cell.value = value


def escaped_marks(text: str) -> str:
    """What looks like Excel's own escape ``_xHHHH_``, made to stay what it is: openpyxl leaves it alone."""
    return text if "_x" not in text else escaped(text.replace("&", "\0")).replace("\0", "&")


def add_title(sheet: Worksheet, lines: Sequence[str], width: float, columns: int) -> None:
    """The title block over a table ``columns`` wide (``width`` digits): a bold line, then lines in italics."""
    for number, line in enumerate(lines, 1):
        size = TITLE_SIZE if number == 1 else SUBTITLE_SIZE
        cell = sheet.cell(number, 1)
        put(cell, line)
        cell.font = face(size, bold=number == 1, italic=number > 1)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if columns > 1:
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=columns)
        count = fitting.lines(line, fitting.room(width, size * BOLD_WIDER))
        sheet.row_dimensions[number].height = fitting.height(count, size * 1.4)


def add_heading(sheet: Worksheet, row: int, labels: Sequence[str], widths: Sequence[float]) -> None:
    """The table's first row, repeated on every page."""
    highest = 1
    dressed = Cell(sheet, row=row, column=1)
    dressed.font, dressed.fill, dressed.border = face(bold=True), HEADING_FILL, GRID
    dressed.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for place, (label, width) in enumerate(zip(labels, widths, strict=True), 1):
        cell = sheet.cell(row, place)
        cell._style = copy(dressed._style)
        put(cell, label)
        sheet.column_dimensions[get_column_letter(place)].width = width
        highest = max(highest, fitting.lines(label, fitting.room(width, SIZE * BOLD_WIDER)))
    sheet.row_dimensions[row].height = fitting.height(highest) + 6


def add_list(sheet: Worksheet, cells: str, options: Sequence[str]) -> None:
    """A drop-down over ``cells``; the options lie in a hidden sheet, because a list in the rule may hold no comma."""
    workbook = sheet.parent
    if LISTS not in workbook.sheetnames:
        workbook.create_sheet(LISTS).sheet_state = "hidden"
    lists = workbook[LISTS]
    place = 1 if lists.max_column == 1 and lists.cell(1, 1).value is None else lists.max_column + 1
    for number, option in enumerate(options, 1):
        put(lists.cell(number, place), option)
    letter = get_column_letter(place)
    rule = DataValidation(
        type="list",
        formula1=f"'{LISTS}'!${letter}$1:${letter}${len(options)}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Ngoài danh mục",
        error="Hãy chọn một mục trong danh sách.",
    )
    rule.add(cells)
    sheet.add_data_validation(rule)


def listed(workbook: Workbook) -> tuple[str, ...]:
    """Everything the drop-downs of a workbook offer, in reading order."""
    if LISTS not in workbook.sheetnames:
        return ()
    return tuple(
        str(value) for row in workbook[LISTS].iter_rows(values_only=True) for value in row if value is not None
    )


def lock(sheet: Worksheet) -> None:
    """Protect a sheet against slips: only unlocked cells can be filled; filtering, sorting and widths stay free."""
    sheet.protection.sheet = True
    for freedom in ("autoFilter", "sort", "formatColumns", "formatRows"):
        setattr(sheet.protection, freedom, False)  # in the file format, False allows


def set_page(sheet: Worksheet, landscape: bool, footer: str = "", one_page: bool = False) -> None:
    """A4, as wide as the page and as long as it takes (or one page), numbered at the foot."""
    setup = sheet.page_setup
    setup.paperSize = A4
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, int(one_page)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = (10 if landscape else 20) / INCH
    margins.top, margins.bottom = 15 / INCH, 17 / INCH
    margins.header, margins.footer = 8 / INCH, 8 / INCH
    sheet.print_options.horizontalCentered = True
    for part, text in ((sheet.oddFooter.left, footer.replace("&", "&&")), (sheet.oddFooter.center, "Trang &P/&N")):
        if text:
            part.text, part.font, part.size = text, FONT, 10


class Looks:
    """The styles of data cells, made once for all columns of one sort in all sheets of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[tuple[Any, ...], int] = {}

    def column(self, letter: str, width: float, align: str, locked: bool, printed: bool, empty: str) -> CellLook:
        """The look of one column's cells; ``empty``, as what an empty cell is dressed: one of SORTS."""
        numbers = {sort: self._number(sort, align, locked, printed) for sort in SORTS}
        look = CellLook(letter, numbers[empty], **numbers)
        return replace(look, room=fitting.room(width)) if printed else look

    def _number(self, sort: str, align: str, locked: bool, printed: bool) -> int:
        key = (sort, align, locked, printed)
        if key not in self._numbers:
            self._numbers[key] = self._make(*key)
        return self._numbers[key]

    def _make(self, sort: str, align: str, locked: bool, printed: bool) -> int:
        cell = Cell(self._workbook.worksheets[0], row=1, column=1)
        cell.font = face() if printed else face(KEY_SIZE, color="FF7F7F7F")
        cell.border = copy(GRID)
        # An unprinted key is cut at the edge of its narrow column instead of running over it.
        cell.alignment = Alignment(horizontal=align if printed else "fill", vertical="top", wrap_text=printed)
        cell.protection = Protection(locked=locked)
        if not locked:
            cell.fill = ENTRY_FILL
        cell.number_format = {"day": DAY_FORMAT, "whole": WHOLE_FORMAT, "fraction": FRACTION_FORMAT}.get(
            sort, "General"
        )
        cell.quotePrefix = sort == "quoted"
        return int(cell.style_id)
