"""Questions about packages answered through the window, both ways."""

from db.connection import database
from db.models import Question, Task
from desktop_app.features.tasks import service as tasks
from tests import typing_hands as hands
from tests.town_hands import rows_of, words_of


def two_truths(town):
    """The ward restores an older value: two values of one revision, which only a person can choose from."""
    town.order("Việc một", "Việc hai")
    town.trust("BD", town.send("TP", "assignment", "BD"))
    town.trust("TP", town.send("BD", "report", "TP"))
    town.sit("TP")
    # both offices wrote the same revision: what two machines with one folder do to each other
    database.execute_sql("UPDATE task SET deliverable = 'Báo cáo của máy khác', exe_n = 1, exe_epoch = 1")
    town.sit("BD")
    for task in Task.select():
        tasks.complete(task, {"completed_on": "20/11/2026", "deliverable": f"Báo cáo về {task.content}"})
    database.execute_sql("UPDATE task SET exe_n = 1, exe_epoch = 1")
    return town.send("BD", "report", "TP")


def test_questions_are_answered_both_ways_with_keys(town):
    path = two_truths(town)
    shell = town.open("TP")
    shell.go("receive")
    town.files = [path]
    shell.screen.new()
    page = shell.screen.page
    assert page.examined.tally["question"] == 2
    assert page.chips.chosen == "question"  # what needs a person stands first
    assert "Nhận các dòng chắc chắn" in page.take.cget("text")
    town.root.update()
    assert "Báo cáo của máy khác" in words_of(page.values)
    hands.press(page.chips.buttons["question"], "Left", "Return")
    assert page.chips.chosen == "all"
    hands.press(town.root, "Control-s")
    assert shell.screen.standings[0].state == "Đã nhận, còn câu hỏi"
    hands.wait(town.root, 600)
    assert shell.navigation.lines["questions"].counter.cget("text") == "2"
    shell.refresh_status()
    assert "2 câu hỏi chờ trả lời" in shell.status_line.parts["handoff"].cget("text")
    assert "Alarm" in str(shell.status_line.parts["handoff"].cget("style"))
    hands.press(town.root, "Alt-9")
    asked = shell.screen
    assert shell.current == "questions"
    assert "≠ " in words_of(asked.values)
    assert "Báo cáo về Việc một" in words_of(asked.values)
    hands.press_here(town.root, "Control-Key-1")
    assert len(asked.waiting) == 1
    assert "Báo cáo về Việc hai" in words_of(asked.values)
    hands.press_here(town.root, "Control-Key-2")
    assert asked.waiting == []
    assert "Không có câu hỏi nào" in asked.about.cget("text")
    told = dict(rows_of("SELECT content, deliverable FROM task"))
    assert told == {"Việc một": "Báo cáo về Việc một", "Việc hai": "Báo cáo của máy khác"}
    assert [one.answered_by for one in Question.select()] == ["Trần Thị TP"] * 2
    shell.go("receive")
    assert shell.screen.standings[0].state == "Đã nhận"


def test_a_question_opens_the_task_it_is_about(town):
    path = two_truths(town)
    town.trust("TP", path)
    shell = town.open("TP")
    shell.go("questions")
    title = shell.screen.question.title
    shell.screen.open_record()
    assert shell.current == "tasks"
    assert shell.screen.record.content in title


def test_rows_that_need_an_answer_are_written_out_for_the_sender(town):
    path = two_truths(town)
    shell = town.open("TP")
    shell.go("receive")
    town.files, town.folder = [path], town.place
    shell.screen.new()
    hands.press(shell.screen.page.export, "Return")
    [book] = town.place.glob("can-tra-loi-*.xlsx")
    assert book.stat().st_size > 2000
    assert "Đã xuất 2 dòng" in shell.screen.page.done.cget("text")
