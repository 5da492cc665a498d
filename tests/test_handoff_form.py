"""Mẫu giao việc: filled in by hand, read without guessing, asked about row by row, entered when a person says so."""

import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.models import Document, Journal, Question, Task
from db.words import Answer
from desktop_app.errors import Refused
from desktop_app.excel import guarded
from desktop_app.features.handoff_form import report
from desktop_app.features.handoff_form import service as form
from desktop_app.features.handoff_form_fields.columns import HEAD, TABLE
from desktop_app.features.handoff_questions import service as questions
from tests.office_hands import notice

pytestmark = pytest.mark.usefixtures("office")

FIRST = 12  # the first row of the table
FACTS: dict[str, Any] = {
    "issuer": "Ủy ban nhân dân thành phố Hà Nội",
    "number": "125/TB-UBND",
    "issued_on": date(2026, 11, 2),
    "type": "Thông báo kết luận",
    "subject": "Kết luận về an toàn thực phẩm",
    "signer": "Trần Văn B",
}
TASK = {"content": "Lập danh sách hộ kinh doanh", "due_on": date(2026, 11, 30)}


def fill(path: Path, *rows: dict[str, Any], **head: Any) -> Path:
    """The template with what an office above would write into it."""
    report.write(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Giao việc"]
    for row, one in enumerate(HEAD, 4):
        sheet.cell(row, 3).value = (FACTS | head)[one.name]
    for row, values in enumerate(rows or (TASK,), FIRST):
        for column, one in enumerate(TABLE, 1):
            if one.name in values:
                sheet.cell(row, column).value = values[one.name]
    book.save(path)
    return path


def change(path: Path, work) -> Path:
    """The workbook after somebody has worked on its first sheet."""
    book = openpyxl.load_workbook(path)
    work(book.worksheets[0])
    book.save(path)
    return path


def again(path: Path, tmp_path: Path) -> Path:
    """The workbook saved again by LibreOffice."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "lại"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return tmp_path / "lại" / path.name


def answer_all(said: Answer = Answer.THEIRS) -> None:
    for question in questions.open_questions():
        questions.answer(question, said)


def test_the_empty_template_can_be_filled_where_it_should_and_holds_nothing(tmp_path):
    path = tmp_path / "mẫu.xlsx"
    report.write(path)
    found = form.read(path)
    assert (found.rows, {trouble.words for trouble in found.wrong}) == ([], {"chưa ghi ở phần đầu"})
    sheet = openpyxl.load_workbook(path)["Giao việc"]
    free = {cell.row for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert len([row for row in free if row >= FIRST]) == report.ENTRIES
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list", "date"}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.print_title_rows == "$11:$11"
    with pytest.raises(Refused, match=r"\.xlsx"):
        report.write(tmp_path / "mẫu.xls")


def test_a_filled_template_is_understood_asked_about_and_entered(tmp_path):
    row = TASK | {
        "place": 1,
        "helpers": "Phòng Văn hóa - Xã hội; Công an phường; KT",
        "deliverable": "Báo cáo",
        "urgency": "Khẩn",
        "note": "Gửi kèm bản mềm",
    }
    found = form.read(fill(tmp_path / "mẫu.xlsx", row, {"content": "- Việc hai\nxuống dòng"}))
    assert ([row.row for row in found.rows], found.wrong, found.notes) == ([12, 13], [], [])
    assert form.ask(found) == 2
    question = questions.open_questions()[0]
    assert question.title == "1. Lập danh sách hộ kinh doanh"
    assert "Không có trong danh bạ nên chỉ ghi lại tên: Công an phường" in question.words
    assert ("Thời hạn", "", "30/11/2026") in questions.sides(question)
    assert Journal.select().where(Journal.kind == "question").count() == 1
    answer_all()
    first, second = Task.select().order_by(Task.id)
    assert (first.lead_unit.code, str(first.assigned_on), str(first.due_on)) == ("UB", "2026-11-02", "2026-11-30")
    assert {link.unit.code for link in first.cooperations} == {"VHXH", "KT"}
    assert (first.urgency, first.deliverable_wanted) == ("urgent", "Báo cáo")
    assert first.origin == "Phối hợp: Công an phường. Ghi chú: Gửi kèm bản mềm"
    assert second.content == "- Việc hai\nxuống dòng"
    document = Document.get()
    assert (document.issuer.code, document.number, document.signer) == ("TP", "125/TB-UBND", "Trần Văn B")
    assert first.document == second.document == document


def test_the_same_file_asks_nothing_twice_whatever_was_answered(tmp_path):
    path = fill(tmp_path / "mẫu.xlsx", TASK, {"content": "Việc hai"})
    assert form.ask(form.read(path)) == 2
    assert form.ask(form.read(path)) == 0
    answer_all(Answer.OURS)
    change(path, lambda sheet: sheet.insert_rows(13, 3))
    assert form.ask(form.read(path)) == 0
    assert Task.select().count() == 0


def test_no_letters_are_too_many_for_the_task_and_none_are_lost(tmp_path):
    long = "Ghi chú rất dài của nơi giao việc. " * 25
    form.ask(form.read(fill(tmp_path / "mẫu.xlsx", TASK | {"note": long})))
    answer_all()
    task = Task.get()
    assert (task.origin, task.document.note) == ("", f"{task.code}: Ghi chú: {long.strip()}")


def test_tasks_that_are_there_already_are_named_and_their_document_used(tmp_path):
    notice("125/TB-UBND", "02/11/2026", {"content": "Lập danh sách  hộ kinh doanh", "lead_unit": "KT"}, issuer="TP")
    form.ask(form.read(fill(tmp_path / "mẫu.xlsx", TASK, {"content": "Việc khác"})))
    first, second = questions.open_questions()
    assert "Đã có NV-2026-00001 cùng văn bản, cùng nội dung" in first.words
    assert "Đã có" not in second.words
    questions.answer(second, Answer.THEIRS)
    assert Document.select().count() == 1


def test_an_issuer_that_nobody_knows_is_refused_with_what_to_do(tmp_path):
    form.ask(form.read(fill(tmp_path / "mẫu.xlsx", issuer="Sở Y tế")))
    question = questions.open_questions()[0]
    assert "Danh bạ chưa có cơ quan giao “Sở Y tế”" in question.words
    with pytest.raises(Refused, match="hãy thêm ở mục Đơn vị, quan hệ “Cấp trên”"):
        questions.answer(question, Answer.THEIRS)
    assert (Task.select().count(), Document.select().count(), questions.count()) == (0, 0, 1)


@pytest.mark.parametrize("name", ["UBND TP Hà Nội", "tp", "  ủy ban nhân dân  thành phố HÀ NỘI"])
def test_an_issuer_is_found_by_name_code_and_usual_short_forms(tmp_path, name):
    form.ask(form.read(fill(tmp_path / "mẫu.xlsx", issuer=name)))
    answer_all()
    assert Document.get().issuer.code == "TP"


@pytest.mark.parametrize(
    ("cell", "day", "note"),
    [
        (date(2026, 11, 5), "05/11/2026", ""),
        (datetime.fromisoformat("2026-12-05T17:00"), "05/12/2026", "ghi cả giờ 17:00"),
        ("05/12/2026", "05/12/2026", "hiểu là ngày 05 tháng 12 năm 2026"),
        (" 5-12-26 ", "05/12/2026", "hiểu là ngày 05 tháng 12 năm 2026"),
        ("ngày 5 tháng 12 năm 2026", "05/12/2026", "hiểu là"),
        ("2026-12-05", "05/12/2026", "hiểu là"),
        (25122026, "25/12/2026", "hiểu là"),
    ],
)
def test_days_are_read_day_first_and_said(tmp_path, cell, day, note):
    found = form.read(fill(tmp_path / "mẫu.xlsx", TASK | {"due_on": cell}))
    [row] = found.rows
    assert row.told["Thời hạn"] == day
    assert note in "".join(row.notes)


def test_a_number_is_no_day(tmp_path):
    def number(sheet):
        sheet["D12"].number_format, sheet["D12"].value = "General", 5122026

    [trouble] = form.read(change(fill(tmp_path / "mẫu.xlsx"), number)).wrong
    assert "dòng 12, cột “Thời hạn”: ô ghi 5122026, không phải ngày" in str(trouble)


@pytest.mark.parametrize(
    ("values", "column", "words"),
    [
        ({"due_on": "11/30/2026"}, "Thời hạn", "Tháng 30 không có"),
        ({"due_on": "31/11/2026"}, "Thời hạn", "không có ngày 31"),
        ({"due_on": "20/11"}, "Thời hạn", "“20/11” không phải ngày"),
        ({"due_on": "+3"}, "Thời hạn", "không phải ngày"),
        ({"due_on": "cuối tháng"}, "Thời hạn", "không phải ngày"),
        ({"due_on": date(2026, 11, 1)}, "Thời hạn", "01/11/2026 ở trước ngày ban hành văn bản 02/11/2026"),
        ({"due_on": date(1926, 11, 30)}, "Thời hạn", "Năm 1926 không hợp lệ"),
        ({"urgency": "Rất khẩn"}, "Mức độ khẩn", "“Rất khẩn” không có trong danh mục: Thường; Khẩn"),
        ({"deliverable": "x" * 501}, "Sản phẩm yêu cầu", "Dài 501 ký tự"),
        ({"deliverable": date(2026, 11, 5)}, "Sản phẩm yêu cầu", "Excel đã đổi nội dung ô này thành ngày"),
        ({"content": None, "note": "chỉ có ghi chú"}, "Nội dung nhiệm vụ", "chưa ghi nội dung nhiệm vụ"),
        ({"content": "Triển khai văn bản Tuyệt mật số 1"}, "Nội dung nhiệm vụ", "có độ mật"),
        (TASK, "", "giống hệt dòng 12"),
    ],
)
def test_a_row_that_is_not_understood_is_named_with_its_place(tmp_path, values, column, words):
    found = form.read(fill(tmp_path / "mẫu.xlsx", TASK, TASK | values))
    [trouble] = found.wrong
    assert (trouble.sheet, trouble.row, trouble.column) == ("Giao việc", 13, column)
    assert words in trouble.words
    assert [row.row for row in found.rows] == [12]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ({"issuer": None}, "cột “Cơ quan giao”: chưa ghi ở phần đầu"),
        ({"subject": "  "}, "cột “Trích yếu”: chưa ghi ở phần đầu"),
        ({"issued_on": "02/11"}, "dòng 6, cột “Ngày ban hành”: “02/11” không phải ngày"),
        ({"issued_on": date(2026, 11, 23)}, "23/11/2026 ở sau hôm nay 22/11/2026"),
        ({"type": "Thông báo"}, "cột “Loại văn bản”: “Thông báo” không có trong danh mục"),
        ({"number": date(2026, 5, 1)}, "cột “Số ký hiệu văn bản”: Excel đã đổi"),
    ],
)
def test_a_head_that_is_not_understood_holds_its_tasks_back_and_says_which(tmp_path, head, words):
    found = form.read(fill(tmp_path / "mẫu.xlsx", TASK, {"content": "Việc hai"}, **head))
    assert found.rows == []
    assert words in str(found.wrong[0])
    assert "2 nhiệm vụ (dòng 12, 13) chưa dùng được" in str(found.wrong[-1])
    assert form.ask(found) == 0


def test_a_machine_that_puts_the_month_first_is_noticed(tmp_path):
    rows = [TASK | {"due_on": date(2027, 5, 11)}, {"content": "Việc hai", "due_on": "20/11/2026"}]
    found = form.read(fill(tmp_path / "mẫu.xlsx", *rows))
    [note] = found.notes
    assert "máy lập mẫu có thể để tháng trước ngày" in note


def test_moved_rows_blank_rows_and_untidy_labels_do_not_matter(tmp_path):
    def untidy(sheet):
        sheet.insert_rows(1, 4)
        sheet.insert_rows(18, 2)
        sheet["B8"], sheet["A15"] = " CƠ QUAN GIAO :", "Stt "
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "Nội dung nhiệm vụ (*)":
                    cell.value = "nội dung  NHIỆM VỤ "
        sheet["A30"] = 5

    path = fill(tmp_path / "mẫu.xlsx", TASK | {"content": " Lập danh sách hộ kinh doanh  "}, {"content": "Việc hai"})
    before = {row.digest for row in form.read(path).rows}
    found = form.read(change(path, untidy))
    assert found.wrong == []
    assert {row.digest for row in found.rows} == before
    assert found.notes == ["Trang “Giao việc”: 1 dòng chỉ có STT, coi là dòng trống"]


def test_what_the_template_has_no_place_for_is_said(tmp_path):
    def add(sheet):
        sheet["H11"], sheet["H12"] = "Người phụ trách", "Anh Ba"
        sheet["A10"] = "Kính gửi phường"
        sheet.parent.create_sheet("Thêm")["A1"] = "Ghi thêm"

    found = form.read(change(fill(tmp_path / "mẫu.xlsx"), add))
    assert len(found.rows) == 1
    assert found.notes == [
        "Trang “Giao việc”, dòng 10: không dùng “Kính gửi phường”",
        "Trang “Giao việc”, dòng 12, cột “Người phụ trách”: không dùng “Anh Ba” vì mẫu không có cột này",
        "Trang “Thêm” không có bảng giao việc nên không đọc",
    ]


def test_a_copied_sheet_is_another_document(tmp_path):
    path = fill(tmp_path / "mẫu.xlsx")
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book["Giao việc"])
    copy["C5"], copy["B13"] = "126/TB-UBND", "Việc hai"
    book.save(path)
    found = form.read(path)
    assert [(row.sheet, row.head["number"]) for row in found.rows] == [
        ("Giao việc", "125/TB-UBND"),
        ("Giao việc Copy", "126/TB-UBND"),
        ("Giao việc Copy", "126/TB-UBND"),
    ]


def test_what_is_no_template_or_holds_formulas_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Nội dung nhiệm vụ"
    book.save(tmp_path / "khác.xlsx")
    with pytest.raises(Refused, match="không có bảng giao việc"):
        form.read(tmp_path / "khác.xlsx")
    path = fill(tmp_path / "mẫu.xlsx", TASK | {"note": "=1+1"})
    with pytest.raises(guarded.RefusedFile, match="công thức ở ô G12"):
        form.read(path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_template_saved_again_by_libreoffice_says_the_same(tmp_path):
    rows = [TASK | {"place": 1, "urgency": "Hỏa tốc"}, {"content": "- Việc hai\nxuống dòng", "due_on": "05/12/2026"}]
    path = fill(tmp_path / "mẫu.xlsx", *rows)
    before, after = form.read(path), form.read(again(path, tmp_path))
    assert [row.digest for row in after.rows] == [row.digest for row in before.rows]
    assert (after.wrong, len(after.rows)) == ([], 2)
    form.ask(before)
    assert form.ask(after) == 0
    assert Question.select().count() == 2
