"""The empty template: a sheet to fill in and a sheet that says how, both fit to be printed."""

from collections.abc import Sequence
from copy import copy
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.excel import fitting, looks, saved
from desktop_app.features.handoff_form_fields.columns import GUIDE, HEAD, HINT, SHEET, TABLE, TITLE, Field
from desktop_app.records.kinds import Choice, Day
from desktop_app.rules.dates import FIRST_YEAR, LAST_YEAR

ENTRIES = 200  # rows to fill in
LABEL, FIRST, LAST = 2, 3, len(TABLE)  # columns of the head: its labels, its values from … to …
HEAD_ROW = 4
TALL = {"subject": 2}  # lines that a value of the head has room for
GUIDE_WIDTHS = (24, 40, 32)
LINES = (
    "Mẫu này dành cho cơ quan cấp trên giao việc cho phường khi chưa dùng chương trình Sổ Phường. Phường nhận tệp, đọc "
    "từng dòng và hỏi lại người phụ trách trước khi nhập vào sổ.",
    f"1. Ghi phần đầu của trang “{SHEET}” theo văn bản giao việc; mỗi tệp chỉ ghi một văn bản.",
    "2. Ghi mỗi nhiệm vụ trên một dòng của bảng; dòng sau hiện màu vàng khi dòng trước đã có nội dung. Dòng trống được "
    f"bỏ qua; bảng có {ENTRIES} dòng.",
    "3. Ngày ghi theo thứ tự ngày/tháng/năm. Máy để tháng trước ngày sẽ hiểu 05/11 là ngày 11 tháng 5: sau khi gõ hãy "
    "nhìn lại ô.",
    "4. Không dùng công thức, không chèn hình, không thêm cột. Không ghi nội dung có độ mật.",
    "5. Lưu tệp dạng .xlsx rồi gửi phường qua thư điện tử hoặc USB. Các ô khác được khóa để tránh sửa nhầm; không có "
    "mật khẩu.",
)


def write(path: Path) -> None:
    """Write the empty template; what stands at ``path`` is replaced only by a whole one.

    Raises Refused when the name is none of a workbook, Failed when the disk refuses.
    """
    workbook = looks.new_workbook()
    _entry_sheet(workbook.create_sheet(SHEET))
    _guide_sheet(workbook.create_sheet(GUIDE))
    saved.save(workbook, path)


def _entry_sheet(sheet: Worksheet) -> None:
    widths = [one.width for one in TABLE]
    looks.add_title(sheet, (TITLE, HINT), sum(widths), len(TABLE))
    for row, one in enumerate(HEAD, HEAD_ROW):
        _head_line(sheet, row, one)
    top = HEAD_ROW + len(HEAD) + 1
    looks.add_heading(sheet, top, [one.shown for one in TABLE], widths)
    first, last = top + 1, top + ENTRIES
    for place, one in enumerate(TABLE, 1):
        dressed = _dressed(sheet, one)
        for row in range(first, last + 1):
            sheet.cell(row, place)._style = copy(dressed._style)
        letter = get_column_letter(place)
        _check(sheet, one, f"{letter}{first}:{letter}{last}")
    _show_next(sheet, first, last)
    sheet.print_title_rows = f"{top}:{top}"
    looks.lock(sheet)
    looks.set_page(sheet, landscape=True, footer="Mẫu giao việc")


def _head_line(sheet: Worksheet, row: int, one: Field) -> None:
    """A label, and the cell beside it that takes its value."""
    label = sheet.cell(row, LABEL)
    looks.put(label, one.shown)
    label.font = looks.face(bold=True)
    label.alignment = Alignment(horizontal="right", vertical="center", indent=1)
    dressed = _dressed(sheet, one)
    for place in range(FIRST, LAST + 1):
        cell = sheet.cell(row, place)
        cell._style = copy(dressed._style)
        cell.fill, cell.border = looks.ENTRY_FILL, looks.GRID
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    sheet.merge_cells(start_row=row, start_column=FIRST, end_row=row, end_column=LAST)
    sheet.row_dimensions[row].height = fitting.height(TALL.get(one.name, 1)) + 3
    _check(sheet, one, f"{get_column_letter(FIRST)}{row}")


def _dressed(sheet: Worksheet, one: Field) -> Cell:
    """An empty cell to fill in: a day, or a text that stays one even when it begins with a dash."""
    cell = Cell(sheet, row=1, column=1)
    cell.font, cell.protection = looks.face(), Protection(locked=False)
    align = "center" if isinstance(one.kind, Day) or one.name == "place" else "left"
    cell.alignment = Alignment(horizontal=align, vertical="top", wrap_text=True)
    cell.number_format = looks.DAY_FORMAT if isinstance(one.kind, Day) else "@"
    return cell


def _check(sheet: Worksheet, one: Field, cells: str) -> None:
    """Let Excel itself refuse what is no day, or stands in no list."""
    if isinstance(one.kind, Choice):
        looks.add_list(sheet, cells, one.kind.options())
    elif isinstance(one.kind, Day):
        rule = DataValidation(
            type="date",
            operator="between",
            formula1=f"DATE({FIRST_YEAR},1,1)",
            formula2=f"DATE({LAST_YEAR},12,31)",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Không phải ngày",
            error="Hãy ghi ngày/tháng/năm, ví dụ 20/11/2026.",
            showInputMessage=True,
            promptTitle=one.label,
            prompt="Ghi ngày/tháng/năm, ví dụ 20/11/2026.",
        )
        rule.add(cells)
        sheet.add_data_validation(rule)


def _show_next(sheet: Worksheet, first: int, last: int) -> None:
    """Colour the rows that are filled in and the one to fill in next: blank ones beyond are not printed."""
    style = DifferentialStyle(fill=_background(), border=looks.GRID)
    formula = f'OR($B{first}<>"",$B{first - 1}<>"")'
    rule = Rule(type="expression", dxf=style, formula=[formula])
    sheet.conditional_formatting.add(f"A{first}:{get_column_letter(len(TABLE))}{last}", rule)


def _background() -> object:
    fill = copy(looks.ENTRY_FILL)
    fill.bgColor = fill.fgColor  # in a conditional format, a plain fill is the background's colour
    return fill


def _guide_sheet(sheet: Worksheet) -> None:
    width = sum(GUIDE_WIDTHS)
    looks.add_title(sheet, ("CÁCH GHI MẪU GIAO VIỆC",), width, len(GUIDE_WIDTHS))
    row = 3
    for text in LINES:
        cell = sheet.cell(row, 1)
        looks.put(cell, text)
        cell.font, cell.alignment = looks.face(), Alignment(vertical="top", wrap_text=True)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(GUIDE_WIDTHS))
        sheet.row_dimensions[row].height = fitting.height(fitting.lines(text, fitting.room(width))) + 2
        row += 1
    for title, fields in (("Phần đầu", HEAD), ("Bảng nhiệm vụ", TABLE)):
        row = _guide_table(sheet, row + 1, title, fields)
    looks.lock(sheet)
    looks.set_page(sheet, landscape=False, footer="Mẫu giao việc")


def _guide_table(sheet: Worksheet, row: int, title: str, fields: Sequence[Field]) -> int:
    """What to write where, with an example, one line a field; the row after it."""
    looks.add_heading(sheet, row, [title, "Cách ghi", "Ví dụ"], GUIDE_WIDTHS)
    for one in fields:
        row += 1
        rule = one.rule + (f": {'; '.join(one.kind.options())}" if isinstance(one.kind, Choice) else "")
        texts = (one.shown, rule, one.example)
        for place, text in enumerate(texts, 1):
            cell = sheet.cell(row, place)
            looks.put(cell, text)
            cell.font, cell.border = looks.face(bold=place == 1), looks.GRID
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        count = max(fitting.lines(text, fitting.room(width)) for text, width in zip(texts, GUIDE_WIDTHS, strict=True))
        sheet.row_dimensions[row].height = fitting.height(count)
    return row + 1
