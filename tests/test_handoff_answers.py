"""The workbook of a package's rows: questions first, answers there and back, nothing taken for another package."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from db.models import Question, Task
from db.words import Answer, QuestionSort, Verdict
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_answers import report, service
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import Examined
from tests.network_hands import Network

HEAD = {"number": "12/TB-UBND", "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận giao ban"}


@pytest.fixture
def examined(net: Network) -> Iterator[Examined]:
    """In A: a package of three tasks, two of which were typed there before."""
    with net.at("T"):
        rows = [{"content": f"Việc {n}", "lead_unit": "A", "due_on": "30/11/2026"} for n in range(1, 4)]
        documents.save_with_tasks(HEAD, rows)
    path = net.assign("T", "A")
    with net.at("A"):
        documents.save_with_tasks(HEAD, [{"content": f"Việc {n}", "lead_unit": "KT"} for n in (1, 2)])
        yield net.examined(path)


def written(examined: Examined, place: Path) -> Path:
    path = place / "trả lời.xlsx"
    assert report.write(examined, path) == len(examined.rows)
    return path


def fill(path: Path, *said: str | None) -> Path:
    """Answers typed into the cells, from the top."""
    book = openpyxl.load_workbook(path)
    sheet = book[report.ASKED]
    for row, text in enumerate(said, 6):
        sheet.cell(row, 7).value = text
    book.save(path)
    return path


def again(path: Path, tmp_path: Path) -> Path:
    """The workbook saved again by LibreOffice."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "lại"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return tmp_path / "lại" / path.name


def test_every_row_stands_there_the_questions_first(examined, tmp_path):
    found = service.lines(examined)
    assert [line.verdict for line in found][:3] == [Verdict.QUESTION, Verdict.QUESTION, Verdict.CHANGED]
    assert len(found) == len(examined.rows)
    book = openpyxl.load_workbook(written(examined, tmp_path))
    sheet = book[report.ASKED]
    assert [cell.value for cell in sheet[5]] == [
        *("Trang", "Bản ghi", "Kết luận", "Lý do", "Trong sổ", "Trong gói", "Trả lời", "Mã dòng"),
    ]
    assert "Đã nhập NV-2026-00001 cùng văn bản, cùng nội dung" in sheet["D6"].value
    assert "Nội dung: Việc 1" in sheet["E6"].value
    assert sheet["H6"].value.startswith(f"{examined.manifest.package_uid} ")
    assert not sheet["G6"].protection.locked
    assert {cell.protection.locked for cell in sheet[6][:6]} == {True}
    [rule] = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "G6:G7"
    assert [cell.value for cell in book["_lists"]["A"]] == ["Là một nhiệm vụ", "Là hai nhiệm vụ"]
    assert sheet.auto_filter.ref == "A5:H7"
    assert "Trả lời" not in [cell.value for cell in book[report.OTHERS][4]]


def test_each_sort_of_question_has_its_own_two_answers(examined, tmp_path):
    examined.rows[-1].verdict, examined.rows[-1].sort = Verdict.QUESTION, QuestionSort.FORK
    examined.rows[0].verdict, examined.rows[0].reason = Verdict.REFUSED, "Nơi gửi không phải nơi được ghi phần này"
    found = service.lines(examined)
    assert [line.sort for line in found][:4] == [QuestionSort.FORK, QuestionSort.SAME, QuestionSort.SAME, None]
    assert found[3].verdict == Verdict.REFUSED
    sheet = openpyxl.load_workbook(written(examined, tmp_path))[report.ASKED]
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["G6", "G7:G8"]


def test_answers_are_read_back_and_what_is_empty_stays_open(examined, tmp_path):
    path = written(examined, tmp_path)
    assert service.read(path, examined) == {}
    said = service.read(fill(path, " là  hai NHIỆM VỤ ", None), examined)
    first = service.lines(examined)[0]
    assert said == {first.digest: Answer.OURS}
    outcome = receiving.accept(examined, said)
    assert outcome.tally["question"] == 1
    assert Task.select().where(Task.content == "Việc 1").count() == 2
    assert [question.title for question in Question.select()] == ["NV-2026-00002: Việc 2"]


def test_rows_may_be_moved_and_answered_later(examined, tmp_path):
    outcome = receiving.accept(examined)
    examined = receiving.examine(examined.path)
    assert examined.replayed is not None
    path = written_again = tmp_path / "sau.xlsx"
    report.write(examined, path)
    book = openpyxl.load_workbook(path)
    sheet = book[report.ASKED]
    first, second = ([cell.value for cell in sheet[row]] for row in (6, 7))
    for column, (one, other) in enumerate(zip(first, second, strict=True), 1):
        sheet.cell(6, column).value, sheet.cell(7, column).value = other, one
    sheet.insert_rows(7)
    sheet["G6"] = "Là một nhiệm vụ"
    book.save(path)
    said = service.read(written_again, examined)
    assert service.answer_received(outcome.package, said) == 1
    [left] = Question.select().where(Question.answer == "")
    assert left.title == "NV-2026-00001: Việc 1"
    assert [line.sort for line in service.lines(examined)].count(QuestionSort.SAME) == 1
    with pytest.raises(Refused, match="dòng này không còn chờ trả lời nên không nhận “Là một nhiệm vụ”"):
        service.read(path, examined)


def test_what_is_no_answer_is_refused_with_its_row(examined, tmp_path):
    path = fill(written(examined, tmp_path), "Là một nhiệm vụ", "không rõ")
    with pytest.raises(Refused, match="Trang “Cần trả lời”, dòng 7: không hiểu “không rõ”; chỉ nhận “Là một nhiệm vụ”"):
        service.read(path, examined)
    book = openpyxl.load_workbook(path)
    sheet = book[report.ASKED]
    sheet["G7"], sheet["H7"] = "Là hai nhiệm vụ", sheet["H6"].value
    book.save(path)
    with pytest.raises(Refused, match="dòng 7: trả lời khác với một dòng trùng ở trên"):
        service.read(path, examined)
    sheet["H7"] = f"{examined.manifest.package_uid} {'0' * 64}"
    book.save(path)
    with pytest.raises(Refused, match="dòng 7: mã dòng không có trong gói"):
        service.read(path, examined)


def test_the_workbook_of_another_package_is_refused(net, examined, tmp_path):
    path = written(examined, tmp_path)
    other = tmp_path / "khác.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Trang", "Trả lời"])
    book.save(other)
    with pytest.raises(Refused, match="không phải bảng trả lời"):
        service.read(other, examined)
    book = openpyxl.load_workbook(path)
    for row in book[report.ASKED].iter_rows(min_row=6, min_col=8):
        row[0].value = f"{'a' * 32} {row[0].value.split()[1]}"
    book.save(other)
    with pytest.raises(Refused, match="bảng trả lời của gói khác"):
        service.read(other, examined)


def test_a_package_without_verdicts_gives_no_workbook(net, tmp_path):
    with net.at("T"):
        documents.save_with_tasks(HEAD, [{"content": "Việc 1", "lead_unit": "A"}])
    path = net.assign("T", "A")
    with net.at("A"):
        found = receiving.examine(path)
        with pytest.raises(Refused, match="Chưa có kết luận"):
            report.write(found, tmp_path / "x.xlsx")
        with pytest.raises(Refused, match=r"\.xlsx"):
            report.write(found, tmp_path / "x.ods")
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_answers_saved_again_by_libreoffice_say_the_same(examined, tmp_path):
    path = fill(written(examined, tmp_path), "Là một nhiệm vụ", "Là hai nhiệm vụ")
    assert service.read(again(path, tmp_path), examined) == service.read(path, examined)
    assert set(service.read(path, examined).values()) == {Answer.THEIRS, Answer.OURS}
