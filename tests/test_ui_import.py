"""Reading in a register through the window with real keys: pages, questions, refusals, writing, undoing, pasting."""

from datetime import date

import pytest

from db.models import ImportBatch, Task
from desktop_app import catalogue
from desktop_app.ui import dialogs, kit
from tests import typing_hands as hands
from tests.register_hands import PLAIN, ROW, book
from tests.town_hands import once, press, words_of

WINDOW = (1300, 700)
UNKNOWN = (2, *ROW[1:4], "Việc của đơn vị lạ", "Bộ phận một cửa", "quý III/2026", "")
WRONG = (3, *ROW[1:4], "Việc có ngày sai", "KT", "31/02/2026", "")


@pytest.fixture
def desk(window, office, tmp_path, monkeypatch):
    """The screen on an office, and the file that the file dialog gives."""
    path = book(tmp_path / "Sổ cũ.xlsx", [PLAIN, ROW, UNKNOWN, WRONG])
    monkeypatch.setattr(dialogs, "open_file", lambda *words: path)
    monkeypatch.setattr(dialogs, "save_file", lambda *words: tmp_path / words[2])
    loader = next(screen.load for screen in catalogue.SCREENS if screen.name == "import")
    made = loader()(window)
    made.pack(fill="both", expand=True)
    window.update()
    return made


def settle(desk):
    """Let what was put off happen."""
    for _ in range(5):
        desk.update()
        desk.after(5)
    desk.update()


def test_a_register_is_read_in_page_by_page_with_keys(desk, window):
    desk.new()
    settle(desk)
    page = desk.page
    assert page.page == "understood"
    heads = [page.shown.view.tree.heading(column)["text"] for column in page.shown.view.tree["columns"]]
    assert heads[:4] == ["Dòng", "Là gì", "A: Số thứ tự", "B: Số, ký hiệu văn bản"]
    marked = [page.shown.view.tree.item(item)["values"] for item in page.shown.view.tree.get_children()]
    assert [line[1] for line in marked] == ["Tiêu đề", "Chờ trả lời", "Chờ trả lời", "Bị từ chối"]
    assert any(str(cell).startswith("✗ 31/02/2026") for cell in marked[3])
    # the columns: Return opens the list of ours
    page.go_on()
    settle(desk)
    assert page.page == "columns"
    page.shown.mapping.choose("8")
    once(
        window,
        "Picking",
        lambda picking: (picking.list.choose("deliverable_wanted"), hands.press(picking.list.tree, "Return")),
    )
    hands.press(page.shown.mapping.tree, "Return")
    assert page.plan.maps[0][8] == "deliverable_wanted"
    # the questions: what is proposed in one press, the rest one by one
    page.go_on()
    settle(desk)
    assert page.page == "questions"
    assert len(page.plan.open_questions) == 3
    page.shown.answer_proposed()
    settle(desk)
    [left] = page.plan.open_questions
    assert left.key.startswith("unit:")
    once(window, "Picking", lambda picking: (picking.list.choose("VP"), hands.press(picking.list.tree, "Return")))
    hands.press(page.shown.asked.tree, "Return")
    assert page.plan.open_questions == []
    # the verdicts, then Ctrl+S
    desk.save()
    settle(desk)
    assert page.page == "verdicts"
    assert page.take.cget("text") == "Nhập 2 nhiệm vụ (Ctrl+S)"
    assert list(page.chips.buttons) == ["all", "new", "refused"]
    page.chips.choose("refused")
    settle(desk)
    assert "Tháng 2/2026 không có ngày 31" in page.why.cget("text")
    desk.save()
    settle(desk)
    assert desk.page is None
    assert desk.done.cget("text") == "Đã nhập 2 nhiệm vụ từ Sổ cũ.xlsx."
    assert sorted(task.lead_unit.code for task in Task.select()) == ["KT", "VP"]


def test_saving_with_open_questions_says_so_and_goes_to_the_first_of_them(desk, window):
    desk.new()
    settle(desk)
    page = desk.page
    assert page.page == "understood"
    desk.save()
    settle(desk)
    assert page.page == "questions"
    assert "Còn 3 câu hỏi phải trả lời trước khi nhập" in page.done.cget("text")
    assert page.done.winfo_ismapped()
    assert window.focus_get() is page.shown.asked.tree
    assert page.plan.questions[int(page.shown.asked.chosen)] is page.plan.open_questions[0]
    # still open: Ctrl+S stays there; from the verdicts the clear rows may be read in, or the questions answered
    page.shown.answer_proposed()
    desk.save()
    settle(desk)
    assert page.page == "questions"
    assert "Còn 1 câu hỏi" in page.done.cget("text")
    [left] = page.plan.open_questions
    assert page.plan.questions[int(page.shown.asked.chosen)] is left
    page.go("verdicts")
    assert page.done.cget("text") == ""
    seen = []
    once(window, "Dialog", lambda dialog: (seen.append(words_of(dialog)), press(dialog, "Trả lời câu hỏi")))
    desk.save()
    settle(desk)
    assert "1 dòng đang chờ sẽ không được nhập" in seen[0]
    assert page.page == "questions"
    assert window.focus_get() is page.shown.asked.tree
    assert Task.select().count() == 0


def test_questions_that_answers_bring_up_are_announced(desk, window, monkeypatch, tmp_path):
    header = ("STT", "Nội dung nhiệm vụ", "Văn bản giao", "Đơn vị chủ trì", "Ngày giao")
    row = (1, "Rà soát", "12/TB-XYZ", "KT", date(2026, 3, 20))
    path = book(tmp_path / "hai vòng.xlsx", [header, row])
    monkeypatch.setattr(dialogs, "open_file", lambda *words: path)
    desk.new()
    desk.save()
    settle(desk)
    page = desk.page
    [question] = page.plan.open_questions
    assert question.key.startswith("docday:")
    once(window, "Picking", lambda picking: (picking.list.choose("assigned"), hands.press(picking.list.tree, "Return")))
    hands.press(page.shown.asked.tree, "Return")
    settle(desk)
    assert [one.key for one in page.plan.open_questions] == ["issuer:xyz"]
    assert "dẫn tới 1 câu hỏi mới" in page.done.cget("text")
    once(window, "Picking", lambda picking: (picking.list.choose("TP"), hands.press(picking.list.tree, "Return")))
    hands.press(page.shown.asked.tree, "Return")
    settle(desk)
    assert page.done.cget("text") == "Đã trả lời mọi câu hỏi. Nhấn Ctrl+S để xem kết luận."


def test_what_was_read_in_can_be_taken_back_from_the_list(desk, window):
    desk.new()
    settle(desk)
    desk.page.go("questions")
    desk.page.shown.answer_proposed()
    once(window, "Dialog", lambda dialog: press(dialog, "Nhập các dòng đã rõ"))
    desk.page.go("verdicts")
    desk.save()
    settle(desk)
    assert Task.select().count() == 1
    seen = []
    once(window, "Dialog", lambda dialog: (seen.append(words_of(dialog)), press(dialog, "Hoàn tác")))
    desk.undo()
    settle(desk)
    assert "1 nhiệm vụ và 1 văn bản" in seen[0]
    assert desk.done.cget("text") == "Đã hoàn tác lần nhập “Sổ cũ.xlsx”."
    assert ImportBatch.get().undone_at is not None
    assert Task.select().where(Task.deleted_at.is_null()).count() == 0


def test_copied_rows_show_what_is_refused_before_anything_is_written(desk, window):
    lines = ["\t".join(PLAIN), "\t".join(f"{c:%d/%m/%Y}" if isinstance(c, date) else str(c) for c in ROW)]
    lines.append("\t".join(("2", *ROW[1:2], "20/03/2026", "x", "Việc hai", "KT", "31/02/2026", "")))
    window.clipboard_clear()
    window.clipboard_append("\n".join(lines))
    desk.paste()
    settle(desk)
    page = desk.page
    assert page.page == "verdicts"
    found = [page.rows.source.rows([place])[0].of.verdict for place in page.rows.ids]
    assert found == ["question", "refused"]
    assert Task.select().count() == 0


def test_copied_rows_without_a_heading_begin_with_their_columns(desk, window):
    window.clipboard_clear()
    window.clipboard_append("Rà soát đất\tKT\t30/04/2026\nLập báo cáo\tVP\t25/04/2026\n")
    desk.paste()
    settle(desk)
    page = desk.page
    assert page.page == "columns"
    assert [name for name, _, _ in _lines(page)] == ["1", "2", "3"]
    for column, name in (("1", "content"), ("2", "lead_unit"), ("3", "due_on")):
        page.shown.mapping.choose(column)
        once(
            window,
            "Picking",
            lambda picking, name=name: (picking.list.choose(name), hands.press(picking.list.tree, "Return")),
        )
        page.shown.choose_field()
    page.go("questions")
    [question] = page.plan.open_questions
    assert question.key.startswith("assigned:")


def _lines(page):
    return [(item, page.shown.mapping.tree.item(item)["values"], "") for item in page.shown.mapping.tree.get_children()]


def test_an_empty_clipboard_and_a_broken_file_are_said_and_nothing_else_happens(desk, window, monkeypatch, tmp_path):
    window.clipboard_clear()
    seen = []
    once(window, "Dialog", lambda dialog: (seen.append(words_of(dialog)), press(dialog, "Đóng")))
    desk.paste()
    assert "Chưa có gì để dán" in seen[0]
    (tmp_path / "hỏng.xlsx").write_bytes(b"STT;\n")
    monkeypatch.setattr(dialogs, "open_file", lambda *words: tmp_path / "hỏng.xlsx")
    once(window, "Dialog", lambda dialog: (seen.append(words_of(dialog)), press(dialog, "Đóng")))
    desk.new()
    assert "lưu lại thành .xlsx" in seen[1]
    assert desk.page is None


def test_a_heading_can_be_pointed_at(desk, window, monkeypatch, tmp_path):
    path = book(tmp_path / "lạ.xlsx", [("A",), ("Việc phải làm gấp", "Ai", "Bao giờ"), ("Rà soát", "KT", "30/04/2026")])
    monkeypatch.setattr(dialogs, "open_file", lambda *words: path)
    desk.new()
    settle(desk)
    page = desk.page
    assert page.page == "understood"
    page.shown.view.tree.selection_set("2")
    page.shown.put_heading()
    settle(desk)
    assert page.page == "columns"
    assert [values[1] for _, values, _ in _lines(page)] == ["Việc phải làm gấp", "Ai", "Bao giờ"]


def test_a_coloured_copy_is_saved_and_leaving_asks_first(desk, window, tmp_path):
    from openpyxl import load_workbook

    desk.new()
    settle(desk)
    desk.page.write_copy()
    settle(desk)
    [copy] = list(tmp_path.glob("*da kiem tra.xlsx"))
    sheet = load_workbook(copy).active
    assert sheet["G4"].fill.fgColor.rgb == "FFF8CBAD"
    assert "không có ngày 31" in sheet.cell(4, 11).value
    once(window, "Dialog", lambda dialog: hands.press(dialog, "Escape"))
    desk.back()
    assert desk.page is not None
    once(window, "Dialog", lambda dialog: press(dialog, "Thôi nhập"))
    desk.back()
    assert desk.page is None
    assert isinstance(desk.table, kit.Frame)
