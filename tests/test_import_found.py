"""Oddities that registers met outside of this house have, and what the first reading of them made wrong."""

from datetime import date

import pytest

from db.models import Task
from db.words import Progress
from desktop_app.features.import_labels import service as labelling
from desktop_app.features.import_row.columns import Verdict
from desktop_app.features.import_rows import service as judging
from tests.register_hands import PLAIN, ROW, accepted, book, plain, planned, proposed, rows

TODO = ("STT", "Tên công việc", "Người thực hiện", "Ngày giao", "Deadline", "% hoàn thành")
SIMPLE = ("STT", "Nội dung nhiệm vụ", "Thời hạn", "Số văn bản", "Ngày văn bản")
ISSUED = {"issuer:ubnd": "UB"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Sổ theo dõi.xlsx"


def todo(*shares):
    return [
        TODO,
        *((n, f"Việc {n}", "Trần Văn Ân", date(2026, 10, 1), date(2026, 12, 5), s) for n, s in enumerate(shares)),
    ]


def test_half_of_the_work_done_is_not_the_work_done(office, reader, path):
    plan = planned(book(path, todo("50%", 0.8, 0, "100%", "0%", 30)), reader)
    assert plan.maps[0][6] == "state"
    half, most, none, whole, nothing, some = rows(plan)
    assert whole.waits, "the day of completion is asked for"
    doing, new = Progress.DOING.label, Progress.NEW.label
    assert [row.texts["progress"] for row in (half, most, none, nothing, some)] == [doing, doing, new, new, doing]
    accepted(plan)
    assert {str(task.progress) for task in Task.select()} == {"doing", "new"}


def test_a_one_below_hundredths_is_asked_about_for_it_may_be_one_of_hundred(office, reader, path):
    [row] = rows(planned(book(path, todo(1)), reader))
    assert row.waits == ["state:1"]


def test_a_share_in_a_column_to_mark_is_no_mark(office, reader, path):
    sheet = [("STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Ngày giao", "Thời hạn", "Đã xong")]
    sheet += [(n, f"Việc {n}", "KT", date(2026, 10, 1), date(2026, 12, 5), s) for n, s in enumerate(("0%", 0.5, "40%"))]
    plan = planned(book(path, sheet), reader)
    assert [row.texts["progress"] for row in rows(plan)] == [Progress.NEW.label, *[Progress.DOING.label] * 2]


def test_a_row_of_totals_with_its_number_below_the_tasks_is_no_task(office, reader, path):
    total = ("Tổng cộng", None, None, None, 2)
    plan = planned(plain(path, ROW, (2, *ROW[1:4], "Việc hai", *ROW[5:]), total), reader, ISSUED)
    assert len(rows(plan)) == 2
    assert plan.tables[0].lines[-1].sort == "total"
    assert plan.tables[0].notes == []
    wrong = planned(plain(path, ROW, total), reader, ISSUED)
    assert "phía trên có 1 dòng nhiệm vụ" in wrong.tables[0].notes[0]


def test_what_stands_after_a_state_is_kept_and_its_day_is_taken(office, reader, path):
    header = (*PLAIN[:7], "Kết quả")
    told = "Đã hoàn thành ngày 25/4/2026, Báo cáo số 45/BC-KT"
    accepted(planned(plain(path, (*ROW[:7], told), header=header), reader, ISSUED))
    [task] = Task.select()
    assert task.completed_on == date(2026, 4, 25)
    assert told in [task.deliverable, *(note.content for note in task.notes)]


def test_as_above_means_the_row_above_and_not_one_unit_for_all(office, reader, path):
    lines = [("KT", date(2026, 4, 30)), ("nt", "-nt-"), ("VHXH", date(2026, 5, 20)), ("Như trên", '"')]
    sheet = [(n, *ROW[1:4], f"Việc {n}", unit, due, "") for n, (unit, due) in enumerate(lines)]
    plan = accepted(planned(plain(path, *sheet), reader, ISSUED))
    assert plan.questions[0].key == "issuer:ubnd"
    assert len(plan.questions) == 1
    found = [(task.lead_unit.code, str(task.due_on)) for task in Task.select().order_by(Task.content)]
    assert found == [("KT", "2026-04-30")] * 2 + [("VHXH", "2026-05-20")] * 2


def test_a_first_row_marked_as_above_has_nothing_above_and_is_asked_about(office, reader, path):
    [row] = rows(planned(plain(path, (*ROW[:5], "nt", *ROW[6:])), reader, ISSUED))
    assert row.waits == ["unit:nt"]


def test_sheets_by_unit_are_asked_about_one_by_one_and_their_names_are_proposed(office, reader, path):
    def unit(name):
        return name, [SIMPLE, (1, f"Việc của {name}", date(2026, 6, 30), "20/TB-UBND", date(2026, 5, 4))]

    plan = planned(book(path, unit("Văn phòng"), unit("VHXH"), unit("Công an")), reader, ISSUED)
    asked = {question.title: question.proposed for question in plan.open_questions}
    assert list(asked.values()) == ["VP", "VHXH", ""]
    assert "Trang “Công an”" in list(asked)[2]
    accepted(proposed(plan))
    assert {(task.content, task.lead_unit.code) for task in Task.select()} == {
        ("Việc của Văn phòng", "VP"),
        ("Việc của VHXH", "VHXH"),
    }


def test_no_day_that_was_answered_comes_back_with_the_next_register(office, reader, path):
    header = ("STT", "Nội dung nhiệm vụ", "Thời hạn", "Ngày giao")
    first = plain(path, (1, "Việc một", "Quý II", None), header=header)
    plan = planned(first, reader)
    answers = {"day": "30/06/2026", "nolead": "KT", "assigned": "05/01/2026"}
    while plan.open_questions:
        plan.answers |= {one.key: answers[one.key.partition(":")[0]] for one in plan.open_questions}
        judging.run(plan)
    accepted(plan)
    assert Task.get().due_on == date(2026, 6, 30)
    later = planned(plain(path, (1, "Việc năm sau", "Quý II", None), header=header), reader)
    assert [question.key.partition(":")[0] for question in later.open_questions] == ["day", "nolead", "assigned"]
    later.answers |= {one.key: "30/06/2027" for one in later.open_questions}
    judging.run(later)
    assert [question.key.partition(":")[0] for question in later.open_questions] == ["nolead"]


def test_a_bullet_below_a_task_is_asked_about_and_not_dropped(office, reader, path):
    bullet = (None, None, None, None, "- Bổ sung số liệu")
    plan = planned(plain(path, ROW, bullet, (2, *ROW[1:4], "Việc hai", *ROW[5:])), reader, ISSUED)
    assert [line.sort for line in plan.tables[0].lines] == ["data"] * 3
    assert rows(plan)[1].verdict == Verdict.QUESTION


def test_a_first_row_of_short_words_is_not_taken_for_part_of_the_heading(office, reader, path):
    header = ("Mã", "Nội dung", "Đơn vị", "Loại", "Tiền điều kiện", "Tình trạng")
    sheet = [
        header,
        ("A-1", "Báo cáo kết quả", "KT", "Mới", "Hồ sơ tồn tại", "Tốt"),
        ("A-2", "b", "KT", "c"),
    ]
    plan = planned(book(path, sheet), reader)
    assert (plan.tables[0].top, plan.tables[0].bottom) == (1, 1)
    assert len(plan.tables[0].data) == 2


def test_labels_of_a_real_register_of_directives_are_known(office):
    labels = (
        "Nguồn chỉ đạo",
        "Ngày chỉ đạo",
        "Đơn vị/Cá nhân chủ trì",
        "Đơn vị/Cá nhân phối hợp",
        "Tỷ lệ hoàn thành (%)",
    )
    known = [labelling.field_of((label,))[0] for label in labels]
    assert known == ["doc", "assigned_on", "lead_unit", "cooperating_units", "state"]


def test_the_cell_named_in_a_question_is_the_one_that_asks(office, reader, path):
    header = ("STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Văn bản giao")
    plan = planned(plain(path, (1, "a", "KT", date(2026, 6, 3), "12/TB-UBND (05/01/2026)"), header=header), reader)
    [question] = [one for one in plan.open_questions if one.key.startswith("order:")]
    assert "ô E2" in question.words


def test_what_does_not_hang_on_another_answer_is_asked_in_the_first_round(office, reader, path):
    header = ("STT", "Nội dung nhiệm vụ", "Văn bản giao", "Đơn vị chủ trì", "Hạn ban đầu", "Thời hạn", "Tình trạng")
    sheet = [header]
    # the order of the days, who issued it, two units, which of them leads - all of one row
    sheet += [(1, "Việc một", "12/TB-XYZ (05/01/2026)", "P. Kinh tế; Bộ phận một cửa", None, "05/06/2026", None)]
    # the term waits, and so does the day of completion; no unit, no day
    sheet += [(2, "Việc hai", None, None, None, "Quý II", "Đã hoàn thành")]
    plan = planned(book(path, sheet), reader)
    first = {question.key.partition(":")[0] for question in plan.open_questions}
    assert first == {"order", "issuer", "unit", "lead", "day", "done-day", "nolead", "assigned"}
    answers = {"nolead": "KT", "assigned": "05/01/2026", "done-day": "due", "issuer": "TP", "unit": "VP"}
    for one in plan.open_questions:
        plan.answers[one.key] = one.proposed or answers[one.key.partition(":")[0]]
    judging.run(plan)
    assert plan.open_questions == []
    assert [row.texts["lead_unit"] for row in rows(plan)] == ["KT", "KT"]
    assert rows(plan)[1].texts["completed_on"] == rows(plan)[1].texts["due_on"] == "30/06/2026"


def test_nothing_is_asked_about_a_row_that_is_refused_whatever_the_answer(office, reader, path):
    plan = planned(plain(path, (*ROW[:5], "Bộ phận một cửa", "31/02/2026", "")), reader)
    assert [row.verdict for row in rows(plan)] == [Verdict.REFUSED]
    assert plan.open_questions == []


def test_nothing_is_asked_about_rows_that_are_there_already(office, reader, path):
    sheet = plain(path, (*ROW[:5], "KT", "Quý II/2026", ""))
    plan = proposed(planned(sheet, reader, ISSUED))
    accepted(plan)
    again = judging.plan(plan.source)
    again.answers.clear()
    assert judging.run(again).open_questions == []
    assert [row.verdict for row in again.rows] == [Verdict.THERE]
