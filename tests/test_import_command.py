"""The command `import` as people use it: looked over, choices edited in a file, accepted."""

import json
from datetime import date

import pytest

from db.models import Document, Task
from desktop_app import commands
from desktop_app.features.import_desk import service as desk
from desktop_app.features.office import service as office_service
from tests.register_hands import PLAIN, ROW, book

UNKNOWN = (2, *ROW[1:4], "Việc của đơn vị lạ", "Bộ phận một cửa", "quý III/2026", "")
WRONG = (3, *ROW[1:4], "Việc có ngày sai", "KT", "31/02/2026", "")


@pytest.fixture
def run(office, capsys):
    """One command on the office of the tests: exit code, what it said, what it complained of."""
    office_service.close_folder()

    def work(*arguments):
        capsys.readouterr()
        line = ["--office", str(office), "--today", "22/11/2026", "import", *map(str, arguments)]
        code = commands.run(commands.parse(line))
        return code, *capsys.readouterr()

    return work


@pytest.fixture
def path(tmp_path):
    return book(tmp_path / "Sổ cũ.xlsx", ("Quý 1", [PLAIN, ROW, UNKNOWN, WRONG]))


def reopened(office, count):
    office_service.open_folder(office, writing=False)
    return count()


def test_looking_over_says_everything_and_writes_nothing(run, office, path):
    code, said, complained = run(path)
    assert (code, complained) == (0, "")
    assert "Trang “Quý 1”: tiêu đề ở dòng 1, 3 dòng nhiệm vụ." in said
    assert "E “Nội dung nhiệm vụ” → Nội dung nhiệm vụ" in said
    assert "Kết luận: chờ trả lời 2; bị từ chối 1." in said
    assert "[trang “Quý 1”, dòng 4] Bị từ chối: Việc có ngày sai – Thời hạn hoàn thành: Tháng 2/2026" in said
    assert "CÂU HỎI (1 dòng) “Bộ phận một cửa” là đơn vị nào?" in said
    last = said.splitlines()[-1]
    assert last.startswith("Còn 3 câu hỏi: điền “trả lời” trong tệp do --map TỆP.json ghi ra rồi chạy lại lệnh; thêm")
    assert reopened(office, Task.select().count) == 0


def test_the_command_says_what_to_do_next_and_adds_what_answers_bring_up(run, tmp_path):
    header = ("STT", "Nội dung nhiệm vụ", "Văn bản giao", "Đơn vị chủ trì", "Ngày giao")
    path = book(tmp_path / "hai vòng.xlsx", [header, (1, "Rà soát", "12/TB-XYZ", "KT", date(2026, 3, 20))])
    choices = tmp_path / "chọn.json"
    _, said, _ = run(path, "--map", choices)
    assert said.splitlines()[-1].startswith(f"Còn 1 câu hỏi: điền “trả lời” trong tệp {choices} rồi chạy lại lệnh")
    answer(choices, "sai bét")
    _, said, _ = run(path, "--map", choices)
    assert "Không dùng được câu trả lời “sai bét”" in said
    answer(choices, "assigned")
    _, said, _ = run(path, "--map", choices)
    assert f"dẫn tới 1 câu hỏi mới, đã ghi thêm vào tệp {choices}." in said
    told = json.loads(choices.read_text(encoding="utf-8"))
    assert [(one[desk.KEY].partition(":")[0], one[desk.ANSWER]) for one in told[desk.QUESTIONS]] == [
        ("docday", "assigned"),
        ("issuer", None),
    ]
    answer(choices, "TP")
    _, said, _ = run(path, "--map", choices)
    assert said.splitlines()[-1] == "Không còn câu hỏi nào: thêm --accept để nhập 1 nhiệm vụ."
    _, said, _ = run(path, "--map", choices, "--accept")
    assert said.splitlines()[-1] == "Đã nhập 1 nhiệm vụ."


def answer(choices, text):
    """Write an answer to the last question of a file."""
    told = json.loads(choices.read_text(encoding="utf-8"))
    told[desk.QUESTIONS][-1][desk.ANSWER] = text
    choices.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def test_choices_are_written_edited_and_followed(run, office, path, tmp_path):
    choices, copy = tmp_path / "lựa chọn.json", tmp_path / "bản sao.xlsx"
    code, said, _ = run(path, "--map", choices, "--out", copy)
    assert code == 0
    assert copy.exists()
    assert "Đã ghi các lựa chọn và câu hỏi" in said
    told = json.loads(choices.read_text(encoding="utf-8"))
    assert [one[desk.SHEET] for one in told[desk.TABLES]] == ["Quý 1"]
    told[desk.TABLES][0][desk.COLUMNS]["Ghi chú"] = "Sản phẩm yêu cầu"
    for one in told[desk.QUESTIONS]:
        one[desk.ANSWER] = one[desk.PROPOSED] or "Văn phòng HĐND và UBND"
    choices.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    code, said, _ = run(path, "--map", choices, "--accept")
    assert code == 0
    assert "Đã nhập 2 nhiệm vụ. Còn 1 dòng chưa nhập" in said
    assert "H “Ghi chú” → Sản phẩm yêu cầu" in said
    office_service.open_folder(office, writing=False)
    assert [task.lead_unit.code for task in Task.select().order_by(Task.id)] == ["KT", "VP"]
    assert Document.get().number == "15/TB-UBND"
    office_service.close_folder()
    # what was said once is remembered: the next register of these headings asks nothing
    code, said, _ = run(book(tmp_path / "sau.xlsx", ("Quý 2", [PLAIN, (9, *ROW[1:4], "Việc mới", *UNKNOWN[5:])])))
    assert "CÂU HỎI" not in said
    assert "sẽ nhập 1" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("không phải json", "không phải tệp lựa chọn"),
        ("[]", "không phải tệp lựa chọn"),
        ('{"bảng": [{"trang": "Quý 1", "cột": {"STT": "Cột không có"}}]}', "không có trong"),
        ('{"bảng": [{"trang": "Quý 1", "dòng tiêu đề": ["a", 2]}]}', "hai số dòng"),
        ('{"bảng": 5, "câu hỏi": [3, {"mã": 1}]}', ""),
    ],
)
def test_choices_that_are_none_are_refused_in_words(run, path, tmp_path, content, words):
    choices = tmp_path / "lựa chọn.json"
    choices.write_text(content, encoding="utf-8")
    code, _, complained = run(path, "--map", choices)
    assert (code, words in complained) == ((1, True) if words else (0, True))


def test_nothing_to_read_in_is_exit_code_1(run, path, tmp_path):
    code, _, complained = run(path, "--accept")
    assert code == 1
    assert "Không có dòng nào để nhập" in complained
    code, _, complained = run(book(tmp_path / "trống.xlsx", [("a", "b")]))
    assert code == 1
    assert "Không tìm thấy bảng nào" in complained
    code, _, complained = run(tmp_path / "không có.xlsx")
    assert (code, "Không mở được tệp" in complained) == (1, True)
    code, _, complained = run(path, "--out", tmp_path / "a.pdf")
    assert (code, "phải kết thúc bằng .xlsx" in complained) == (1, True)
