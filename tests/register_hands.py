"""Registers as wards really keep them, built cell by cell: every oddity that was met in one has its workbook here."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font

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


BAR = "|"
RPT25 = (
    "STT|Tên nhiệm vụ|LĐVP chủ trì|Đơn vị chủ trì thực hiện|Đơn vị phối hợp|Đầu mối thực hiện|Ngày thực hiện|"
    "Ngày hoàn thành|Loại nhiệm vụ|Nguồn gốc|Trạng thái nhiệm vụ|Kết quả thực hiện|Mức độ hoàn thành|Khó khăn|"
    "Đề xuất|ID nhiệm vụ|Người giao nhiệm vụ|Lộ trình thực hiện|Ngày cập nhật|Ngày hoàn thành thực tế|"
    "Gia hạn - Số lần|Gia hạn - Mốc cũ|Người phê duyệt - Họ tên|Người phê duyệt - Email|"
    "Người phê duyệt - Điện thoại"
).split(BAR)
RPT25_ROW = (
    "1|Xây dựng kế hoạch|Đặng Văn Khuê|VP|KT; VHXH|Nguyễn Thị Hường|05/01/2026|28/02/2026|Thường xuyên|"
    "Thông báo kết luận — 15/TB-UBND — Giao ban|Đang thực hiện|Đã lấy ý kiến|80%|Thiếu người|Bổ sung|NV00012345|"
    "Chủ tịch|Tháng 1: dự thảo|20/02/2026||1|31/01/2026|A|a@b|0912345678"
).split(BAR)
PRINTED = (
    "STT|Số, ký hiệu, ngày văn bản giao|Nội dung nhiệm vụ|Lãnh đạo chỉ đạo|Đơn vị chủ trì|Đơn vị phối hợp|Thời hạn|"
    "Ngày hoàn thành; sản phẩm|Tình trạng|Ghi chú"
).split(BAR)
INCOMING = (
    "Ngày đến|Số đến|Tác giả|Số, ký hiệu|Ngày tháng|Tên loại và trích yếu|Đơn vị hoặc người nhận|Hạn xử lý"
).split(BAR)
ODD = (
    *("", "x", "#REF!", "Tổng cộng", "I", "31/02/2026", "quý V/2026", "\u00a0", "=1+1", "Mật", "VP, KT", "\ufffd"),
    *("1/1/1", "số 1/TB", "(1)", "Nơi nhận", "ngày 40 tháng 13 năm 2026", "17h00", "a" * 3000),
    *(1e12, -5, 0.5, 45_000, True, date(2026, 1, 1)),
)


def book(path: Path, *sheets, merges=(), formats=(), hidden_rows=(), fonts=(), state=()) -> Path:
    """Write sheets of rows: ``(name, rows)``, or rows alone; a row may be a dict column -> value."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for place, sheet in enumerate(sheets):
        name, rows_ = sheet if isinstance(sheet, tuple) else (f"Sheet{place + 1}", sheet)
        fill(workbook.create_sheet(name), rows_)
    first = workbook.worksheets[0]
    for area in merges:
        first.merge_cells(area)
    for cell, code in formats:
        first[cell].number_format = code
    for cell, face in fonts:
        first[cell].font = Font(name=face)
    for row in hidden_rows:
        first.row_dimensions[row].hidden = True
    for name in state:
        workbook[name].sheet_state = "hidden"
    workbook.save(path)
    return path


def fill(sheet, rows_) -> None:
    """Put rows into a sheet, days as days."""
    for row, values in enumerate(rows_, 1):
        for column, value in values.items() if isinstance(values, dict) else enumerate(values, 1):
            if value is not None:
                cell = sheet.cell(row, column, value)
                if isinstance(value, date):
                    cell.number_format = "dd/mm/yyyy"


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


def moment(*parts: int) -> datetime:
    """A day with an hour."""
    return datetime(*parts)  # noqa: DTZ001 - a cell knows no place
