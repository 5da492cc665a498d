"""The hand-off without a window: two real offices, workbooks carried between them, commands as people type them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from db.models import Document, Package, Question, Task
from desktop_app import clock, commands, events
from desktop_app.features.documents import service as documents
from desktop_app.features.tasks import service as tasks
from desktop_app.outside import lock
from tests.network_hands import Network

FINGERPRINT = re.compile(r"khóa nơi gửi: ([0-9a-f-]+)")


class Desk:
    """Two offices, T above and A below, and the command line on each."""

    def __init__(self, net: Network, capsys: pytest.CaptureFixture[str]) -> None:
        self.net, self.capsys = net, capsys
        self.out = net.packages

    def run(self, office: str, *arguments: object) -> tuple[int, str, str]:
        """One command: its exit code, what it said, what it complained of."""
        line = ["--office", str(self.net.place / office), "--today", "22/11/2026", *map(str, arguments)]
        self.capsys.readouterr()
        code = commands.run(commands.parse(line))
        said, complained = self.capsys.readouterr()
        return code, said, complained

    def good(self, office: str, *arguments: object) -> str:
        """One command that has to work; what it said."""
        code, said, complained = self.run(office, *arguments)
        assert (code, complained) == (0, ""), said + complained
        return said

    @contextmanager
    def at(self, office: str) -> Iterator[None]:
        """Sit down in an office, on the day of the tests."""
        with self.net.at(office):
            clock.set_today(date(2026, 11, 22))
            yield

    def order(self, *contents: str, number: str = "12/TB-UBND") -> None:
        """T orders A to do something."""
        with self.at("T"):
            head = {"number": number, "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận giao ban"}
            rows = [{"content": text, "lead_unit": "A", "due_on": "30/11/2026"} for text in contents]
            documents.save_with_tasks(head, rows)

    def assigned(self, name: str) -> Path:
        """T's newest package for A."""
        path = self.out / name
        self.good("T", "assign", "--to", "A", "--out", path)
        return path

    def taken(self, office: str, path: Path) -> str:
        """A package received, its sender trusted."""
        mark = FINGERPRINT.search(self.good(office, "receive", path))
        assert mark is not None
        return self.good(office, "receive", path, "--trust", mark[1], "--accept")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    clock.set_today(date(2026, 11, 22))
    net = Network(tmp_path)
    net.found("T", subs=("A", "B"))
    net.found("A", upper="T")
    yield Desk(net, capsys)
    clock.set_today(None)
    events.forget()


def count(desk: Desk, office: str, model: type) -> int:
    with desk.at(office):
        return int(model.select().count())


def test_the_whole_round_by_commands_alone(desk):
    up = desk.out / "báo cáo 1.xlsx"
    desk.good("A", "send", "--period", "2026-11", "--out", up)

    # The office above looks first: who, what, and why nothing is decided yet; then it trusts and accepts.
    said = desk.good("T", "receive", up)
    assert "gói báo cáo số 1 (lần khởi tạo 1) của Ủy ban nhân dân phường A (mã A)" in said
    assert "LƯU Ý: Lần đầu nhận gói của nơi này" in said
    assert count(desk, "T", Package) == 0
    code, _, complaint = desk.run("T", "receive", up, "--accept")
    assert (code, "chưa được xác nhận" in complaint) == (1, True)
    order = re.search(r"chạy: (keys confirm A [0-9a-f-]+)", complaint)
    assert order is not None
    code, _, complaint = desk.run("T", "keys", "confirm", "A", "0000-0000")
    assert (code, "Không có khóa nào có dấu vân tay" in complaint) == (1, True)
    assert "Chờ xác nhận" in desk.good("T", "keys")
    assert "là Ủy ban nhân dân phường A (mã A) trong danh bạ" in desk.good("T", *order[1].split())
    assert "Đã xác nhận, là Ủy ban nhân dân phường A" in desk.good("T", "keys")
    assert "Đã ghi vào sổ" in desk.good("T", "receive", up, "--accept")

    # It assigns; the office below reads every row that is new before it accepts.
    desk.order("Rà soát đất công", "Báo cáo số liệu")
    down = desk.assigned("giao 1.xlsx")
    mark = FINGERPRINT.search(desk.good("A", "receive", down))
    said = desk.good("A", "receive", down, "--trust", mark[1])
    assert re.search(r"Kết luận: .*mới \d", said)
    assert "[Nhiệm vụ giao] NV-2026-00001: Rà soát đất công – Mới" in said
    assert count(desk, "A", Task) == 0
    assert "Đã ghi vào sổ" in desk.good("A", "receive", down, "--accept")
    with desk.at("A"):
        tasks.complete(Task.get(Task.content == "Báo cáo số liệu"), {"completed_on": "21/11/2026"})

    up = desk.out / "báo cáo 2.xlsx"
    desk.good("A", "send", "--period", "2026-11", "--out", up)
    said = desk.good("T", "receive", up, "--accept")
    assert "NV-2026-00002: Báo cáo số liệu – Thay đổi" in said
    assert "Tiến độ: Chưa thực hiện → Đã báo cáo hoàn thành" in said
    assert "1/2 đơn vị đã báo cáo" in desk.good("T", "coverage", "--period", "2026-11")

    # The receipt goes back, and the outbox of the sender knows it.
    assert "Chưa xác nhận" in desk.good("A", "outbox")
    receipt = desk.out / "biên nhận.xlsx"
    desk.good("T", "receipt", "--to", "A", "--out", receipt)
    assert "gói biên nhận số 2" in desk.good("A", "receive", receipt, "--accept")
    assert "Đã có biên nhận" in desk.good("A", "outbox")
    listed = desk.good("A", "inbox").splitlines()
    assert [line.split("  ")[1][:12] for line in listed] == ["biên nhận số", "giao việc số"]


def test_a_replay_changes_nothing_and_a_gap_is_said(desk):
    desk.order("Việc một")
    first = desk.assigned("1.xlsx")
    desk.taken("A", first)
    said = desk.good("A", "receive", first, "--accept")
    assert "đã nhận ngày 22/11/2026" in said
    assert count(desk, "A", Package) == 1
    desk.order("Việc hai", number="13/TB-UBND")
    second = desk.assigned("2.xlsx")
    desk.order("Việc ba", number="14/TB-UBND")
    third = desk.assigned("3.xlsx")
    assert "LƯU Ý: Thiếu gói số 2 của Ủy ban nhân dân phường T" in desk.good("A", "receive", third)

    # Given together they are received in the order they were made in, however they are named.
    said = desk.good("A", "receive", third, second, first, "--accept")
    assert "Thiếu gói" not in said
    assert [line.split(":")[0] for line in said.splitlines() if ": gói" in line] == ["1.xlsx", "2.xlsx", "3.xlsx"]
    assert count(desk, "A", Task) == 3


def test_a_package_for_somebody_else_is_refused_and_the_next_file_still_received(desk, tmp_path):
    desk.net.found("B", upper="T")
    desk.order("Việc của A")
    path = desk.assigned("A.xlsx")
    code, said, complaint = desk.run("B", "receive", path, "--accept")
    assert (code, "gói giao việc số 1" in said) == (1, True)
    assert "gửi cho Ủy ban nhân dân phường A (mã A), không phải Ủy ban nhân dân phường B (mã B)" in complaint
    none = tmp_path / "chữ.xlsx"
    none.write_text("không phải Excel", encoding="utf-8")
    code, said, complaint = desk.run("A", "receive", none, path)
    assert (code, "G-08" in complaint, "A.xlsx: gói giao việc" in said) == (1, True, True)
    book = openpyxl.Workbook()
    book.active["A1"] = "Bảng khác"
    book.save(none)
    code, _, complaint = desk.run("A", "receive", none)
    assert (code, "không thấy dòng tiêu đề" in complaint) == (1, True)


def test_everybody_below_gets_a_file_and_who_has_no_news_is_named(desk, tmp_path):
    desk.order("Việc của A")
    place = tmp_path / "giao việc"
    said = desk.good("T", "assign", "--to", "all", "--out", place)
    assert [path.name for path in place.iterdir()] == ["giao-viec-T-A-2026-11-22-0001.xlsx"]
    assert "B: Không có gì mới để gửi Ủy ban nhân dân phường B." in said
    assert desk.run("T", "assign", "--to", "B", "--out", tmp_path / "b.xlsx")[0] == 1
    assert desk.run("T", "assign", "--to", "all", "--out", tmp_path / "b.xlsx")[0] == 1
    assert "khai báo" in desk.run("A", "assign", "--to", "all", "--out", place)[2]


def asked(desk: Desk) -> Path:
    """A package for A with one question: the task was typed there before."""
    desk.order("Rà soát đất công", "Việc khác")
    with desk.at("A"):
        head = {"number": "12/TB-UBND", "issued_on": "02/11/2026", "issuer": "T", "subject": "Giao ban"}
        documents.save_with_tasks(head, [{"content": "Rà soát đất công", "lead_unit": "KT"}])
    return desk.assigned("giao.xlsx")


def fill(path: Path, said: str) -> None:
    """Answer every question of an answers workbook in Excel."""
    book = openpyxl.load_workbook(path)
    sheet = book["Cần trả lời"]
    top = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Trang")
    for row in range(top + 1, sheet.max_row + 1):
        sheet.cell(row, 7).value = said
    book.save(path)


def test_answers_go_out_in_a_workbook_and_come_back_with_the_package(desk):
    path, answers = asked(desk), desk.out / "trả lời.xlsx"
    mark = FINGERPRINT.search(desk.good("A", "receive", path))
    said = desk.good("A", "receive", path, "--trust", mark[1], "--out", answers)
    assert "Rà soát đất công – Cần trả lời" in said
    fill(answers, "là MỘT nhiệm vụ ")
    said = desk.good("A", "receive", path, "--answers", answers)
    assert "Còn câu hỏi" not in said
    with desk.at("A"):
        assert [task.def_owner for task in Task.select().where(Task.content == "Rà soát đất công")] != [""]
        assert (Task.select().count(), Question.select().count()) == (2, 0)


def test_sure_rows_first_answers_later(desk):
    path, answers = asked(desk), desk.out / "trả lời.xlsx"
    assert "Còn câu hỏi chờ trả lời" in desk.taken("A", path)
    said = desk.good("A", "receive", path, "--out", answers)
    assert "đã nhận ngày" in said
    fill(answers, "Có lẽ")
    code, _, complaint = desk.run("A", "receive", path, "--answers", answers)
    assert (code, "không hiểu “Có lẽ”" in complaint, count(desk, "A", Task)) == (1, True, 2)
    fill(answers, "Là hai nhiệm vụ")
    assert "Đã trả lời 1 câu hỏi" in desk.good("A", "receive", path, "--answers", answers)
    assert count(desk, "A", Task) == 3
    assert "0 câu hỏi chờ trả lời" in desk.good("A", "questions")


def test_a_question_is_listed_and_answered_by_the_beginning_of_its_mark(desk):
    desk.taken("A", asked(desk))
    said = desk.good("A", "questions")
    assert "Có phải là một nhiệm vụ đã nhập?: NV-2026-00001: Rà soát đất công" in said
    assert "theirs = Là một nhiệm vụ; ours = Là hai nhiệm vụ" in said
    uid = said.split()[0]
    assert desk.run("A", "questions", "answer", "zzzz", "theirs")[0] == 1
    assert "Đã trả lời “Là một nhiệm vụ”" in desk.good("A", "questions", "answer", uid[:8], "theirs")
    assert count(desk, "A", Task) == 2


def test_a_package_is_taken_back(desk):
    desk.order("Việc một")
    path = desk.assigned("1.xlsx")
    desk.taken("A", path)
    code, _, complaint = desk.run("A", "undo", 7, "--from", "T")
    assert (code, "Không có gói số 7" in complaint) == (1, True)
    assert "Đã hoàn tác gói số 1" in desk.good("A", "undo", 1, "--from", "t")
    assert (count(desk, "A", Task), "Đã hoàn tác" in desk.good("A", "inbox")) == (0, True)
    desk.good("A", "receive", path, "--accept")
    assert count(desk, "A", Task) == 1


def test_who_sends_may_be_another_unit_than_the_one_suggested(desk):
    desk.order("Việc một")
    path = desk.assigned("1.xlsx")
    mark = FINGERPRINT.search(desk.good("A", "receive", path))
    for unit, words in (("VP", "“VP” không phải mã đơn vị cấp trên hay cấp dưới"), ("T", "")):
        code, said, complaint = desk.run("A", "receive", path, "--trust", mark[1], "--unit", unit)
        assert (code, words in complaint) == (int(bool(words)), True)
    assert "Đã xác nhận khóa của Ủy ban nhân dân phường T" in said
    code, _, complaint = desk.run("T", "receive", path)
    assert (code, "chính cơ quan này lập" in complaint) == (1, True)


def test_a_wrong_fingerprint_is_not_trusted(desk):
    desk.order("Việc một")
    path = desk.assigned("1.xlsx")
    code, _, complaint = desk.run("A", "receive", path, "--trust", "0000-0000-0000-0000-0000", "--accept")
    assert (code, "Không khớp với khóa trong gói" in complaint) == (1, True)
    assert (count(desk, "A", Package), count(desk, "A", Task)) == (0, 0)


def test_a_template_filled_in_by_hand_becomes_questions_and_a_task(desk):
    path = desk.out / "mẫu.xlsx"
    desk.good("A", "form", "--out", path)
    book = openpyxl.load_workbook(path)
    sheet = book["Giao việc"]
    head = ("UBND phường T", "15/TB-UBND", date(2026, 11, 2), "Thông báo kết luận", "Kết luận giao ban")
    for row, value in enumerate(head, 4):
        sheet.cell(row, 3).value = value
    sheet["B12"], sheet["D12"] = "Lập danh sách hộ kinh doanh", "30/11/2026"
    sheet["B13"], sheet["D13"] = "Việc ghi sai ngày", "11/30/2026"
    book.save(path)
    code, said, complaint = desk.run("A", "receive", path)
    assert (code, "hiểu được 1 nhiệm vụ" in said, "1 chỗ trong mẫu chưa dùng được" in complaint) == (1, True, True)
    assert "dòng 13, cột “Thời hạn”: Tháng 30 không có" in said
    assert count(desk, "A", Question) == 0
    sheet["D13"] = None
    book.save(path)
    assert "Đã đưa 2 nhiệm vụ vào câu hỏi" in desk.good("A", "receive", path, "--accept")
    assert "Đã đưa 0 nhiệm vụ vào câu hỏi; 2 dòng đã hỏi trước đây" in desk.good("A", "receive", path, "--accept")
    said = desk.good("A", "questions")
    assert "Thời hạn: gửi đến “30/11/2026”" in said
    for uid in re.findall(r"^([0-9a-f]{32}) ", said, re.MULTILINE):
        desk.good("A", "questions", "answer", uid, "theirs")
    with desk.at("A"):
        first, second = Task.select().order_by(Task.id)
        assert (first.content, str(first.due_on), first.lead_unit.code) == (
            "Lập danh sách hộ kinh doanh",
            "2026-11-30",
            "A",
        )
        assert first.document == second.document == Document.get()
        assert str(first.document.issuer) == "Ủy ban nhân dân phường T"


def test_looking_works_while_a_window_is_open_and_writing_does_not(desk):
    desk.order("Việc một")
    path = desk.assigned("1.xlsx")
    with (desk.net.place / "A" / "dang-mo.khoa").open("a+") as window:
        assert lock._lock(window)
        for looking in (
            ("receive", path),
            ("outbox",),
            ("inbox",),
            ("questions",),
            ("keys",),
            ("coverage", "--period", "2026-11"),
            ("form", "--out", desk.out / "mẫu.xlsx"),
        ):
            desk.good("A", *looking)
        for writing in (
            ("receive", path, "--accept"),
            ("receive", path, "--trust", "00"),
            ("receive", path, "--answers", path),
            ("questions", "answer", "aaaa", "ours"),
            ("keys", "confirm", "T", "00"),
            ("undo", 1, "--from", "T"),
            ("receipt", "--to", "T", "--out", desk.out / "x.xlsx"),
        ):
            code, _, complaint = desk.run("A", *writing)
            assert (code, "đang mở ở một cửa sổ khác" in complaint) == (1, True), writing


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("receive", "thiếu TỆP"),
        ("receive a.xlsx b.xlsx --out c.xlsx", "chỉ dùng khi nhận một tệp"),
        ("receive a.xlsx --unit T", "--unit chỉ dùng cùng --trust"),
        ("undo x --from T", "SỐ không nhận 'x'"),
        ("undo 1", "thiếu --from"),
        ("questions answer aaaa maybe", "TRẢ_LỜI không nhận 'maybe'"),
        ("questions ask", "VIỆC không nhận 'ask'"),
        ("keys confirm T", "thiếu DẤU_VÂN_TAY"),
        ("assign --to T", "thiếu --out"),
        ("coverage", "thiếu --period"),
    ],
)
def test_wrong_usage_is_told_in_vietnamese(line, words, capsys):
    with pytest.raises(SystemExit) as left:
        commands.parse(line.split())
    assert left.value.code == 2
    assert words in capsys.readouterr().err
