"""Late reasons and their answers, both latenesses, the document and the decider of every decision."""

from datetime import date

import pytest

from db.models import Task, TaskDecision, Unit
from db.words import DecisionKind, LateCause
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.results import report as results_report
from desktop_app.features.results import service as results
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_desk.columns import ACTIONS
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_story import service as story
from desktop_app.features.task_terms import report as terms_report
from desktop_app.features.tasks import report as register
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import DECISIONS, cause_answer
from desktop_app.pdf import frame
from desktop_app.rules.periods import PeriodScheme, read_period
from tests.office_hands import notice
from tests.reading_pdf import squashed, text_of

pytestmark = pytest.mark.usefixtures("office")
NOVEMBER = read_period("2026-11", PeriodScheme.CALENDAR)
WHY = {"late_reason": "Chờ thẩm định giá đất", "late_cause": "Khách quan"}


@pytest.fixture
def task():
    """A task due on 10/11/2026, led by the vice chairman; today is 22/11/2026."""
    _, [first, _] = notice()
    return tasks.save({"supervising_leader": "Đặng Văn Khuê"}, first)


def row_of(task):
    [row] = tasks.find().rows([task.id])
    return row


def printed(paper, folder):
    frame.build(folder / "thu.pdf", paper)
    return squashed(text_of(folder / "thu.pdf"))


def problems(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.problems


def done_late(task, day="16/11/2026", **more):
    return flow.complete(tasks.get(task.id), {"completed_on": day, **WHY, **more})


def test_work_reported_late_says_why_and_work_in_time_need_not(task):
    told = problems(lambda: flow.complete(task, {"completed_on": "16/11/2026"}))
    assert told == {"late_reason": "Hoàn thành quá hạn 6 ngày (hạn 10/11/2026): hãy ghi nguyên nhân"}
    assert tasks.get(task.id).completed_on is None
    flow.complete(task, {"completed_on": "10/11/2026"})
    assert tasks.get(task.id).late_reason == ""


def test_the_form_asks_why_as_the_button_does_and_a_reason_cannot_be_taken_out_again(task):
    assert "late_reason" in problems(lambda: tasks.save({"completed_on": "16/11/2026"}, task))
    done = done_late(task)
    assert (done.late_reason, done.late_cause) == ("Chờ thẩm định giá đất", LateCause.OBJECTIVE)
    assert "late_reason" in problems(lambda: tasks.save({"late_reason": ""}, done))


def test_a_book_read_in_with_late_work_that_never_said_why_can_still_be_mended_elsewhere(task):
    row = {"content": "Việc năm trước", "lead_unit": "VP", "assigned_on": "02/11/2026", "due_on": "05/11/2026"}
    old = tasks.save(row | {"completed_on": "09/11/2026"})
    assert tasks.save({"content": "Việc cũ"}, old).content == "Việc cũ"


def test_an_open_overdue_task_is_told_why_with_a_note_and_one_in_time_is_not(task):
    flow.note(task, {"noted_on": "20/11/2026", "content": "Đang làm", **WHY})
    fresh = tasks.get(task.id)
    assert (fresh.late_reason, fresh.late_cause) == ("Chờ thẩm định giá đất", LateCause.OBJECTIVE)
    assert [note.content for note in tasks.notes_of(fresh)] == ["Đang làm"]
    _, [young, _] = notice(
        "14/TB-UBND",
        "20/11/2026",
        {"content": "a", "lead_unit": "KT", "due_on": "30/11/2026"},
        {"content": "b", "lead_unit": "KT"},
    )
    assert (
        "chưa quá hạn"
        in problems(lambda: flow.note(young, {"noted_on": "21/11/2026", "content": "x", **WHY}))["late_reason"]
    )
    assert tasks.notes_of(young) == []  # neither half was written
    assert desk.layout(fresh, "note")[-1] == desk.LATE
    assert desk.LATE not in desk.layout(young, "note")


def test_what_was_said_before_is_proposed_again_and_not_wiped_by_completing(task):
    flow.note(task, {"noted_on": "20/11/2026", "content": "Đang làm", **WHY})
    tasks.save({"deliverable": "Dự thảo"}, task)
    proposed = desk.proposed(tasks.get(task.id), "complete")
    assert proposed == {"deliverable": "Dự thảo", **WHY}
    desk.do(task, "complete", {"completed_on": "21/11/2026", **proposed})
    assert tasks.get(task.id).late_reason == "Chờ thẩm định giá đất"


def test_the_assigner_answers_a_cause_and_the_last_answer_counts(task):
    assert "chưa ghi nguyên nhân" in str(problems(lambda: decisions.accept_cause(task, {"decided_on": "20/11/2026"})))
    done_late(task)
    assert cause_answer(row_of(task)) == "Chưa xét"
    decisions.accept_cause(task, {"decided_on": "17/11/2026", "paper": "12/UBND-VP"})
    assert cause_answer(row_of(task)) == "Có"
    assert "Đã có “Chấp nhận nguyên nhân chậm”" in str(
        problems(lambda: decisions.accept_cause(task, {"decided_on": "18/11/2026"}))
    )
    assert "reason" in problems(lambda: decisions.refuse_cause(task, {"decided_on": "18/11/2026"}))
    early = problems(lambda: decisions.refuse_cause(task, {"decided_on": "16/11/2026", "reason": "x"}))
    assert "quyết định gần nhất" in early["decided_on"]
    decisions.refuse_cause(task, {"decided_on": "18/11/2026", "reason": "Đã được nhắc nhiều lần"})
    row = row_of(task)
    assert [cause_answer(row, date(2026, 11, day)) for day in (16, 17, 18)] == ["Chưa xét", "Có", "Không"]


def test_a_cause_is_only_answered_of_late_work(task):
    flow.complete(task, {"completed_on": "09/11/2026", "late_reason": "Ghi thừa"})
    assert "không chậm" in str(problems(lambda: decisions.accept_cause(task, {"decided_on": "20/11/2026"})))
    assert not {"accept_cause", "refuse_cause"} & set(desk.allowed(task))


def test_an_accepted_cause_is_not_reworded_until_it_is_refused(task):
    done = done_late(task)
    decisions.accept_cause(task, {"decided_on": "17/11/2026"})
    told = problems(lambda: tasks.save({"late_cause": "Chủ quan"}, done))
    assert told == {"late_cause": "Nguyên nhân chậm đã được chấp nhận ngày 17/11/2026, không sửa được nữa"}
    decisions.refuse_cause(task, {"decided_on": "18/11/2026", "reason": "Phân loại sai"})
    assert tasks.save({"late_cause": "Chủ quan"}, tasks.get(task.id)).late_cause == LateCause.SUBJECTIVE


def test_an_answer_about_the_first_round_says_nothing_of_the_second(task):
    tasks.save({"needs_confirmation": "x"}, task)
    done_late(task)
    decisions.accept_cause(task, {"decided_on": "17/11/2026"})
    decisions.redo(task, {"decided_on": "18/11/2026", "reason": "Thiếu phụ lục"})
    flow.begin_again(task, {"noted_on": "19/11/2026", "content": "Làm lại"})
    assert cause_answer(row_of(task)) == "Chưa xét"


def test_what_the_former_doer_said_of_being_late_goes_with_him(task):
    flow.note(task, {"noted_on": "20/11/2026", "content": "x", **WHY})
    reassign.reassign(tasks.get(task.id), Unit.get(Unit.code == "VHXH"), "Đúng chức năng", date(2026, 11, 21))
    fresh = tasks.get(task.id)
    assert (fresh.late_reason, fresh.late_cause) == ("", LateCause.NONE)
    [past] = reassign.past_of(fresh)
    assert "Loại nguyên nhân" in past.told


# --- Document and decider ---


def test_every_window_of_a_decision_asks_its_document_and_proposes_the_leader(task):
    for action in ACTIONS:
        if action.entity is DECISIONS:
            asked = {name for line in action.layout for name in line}
            assert {"decided_on", "decided_by", "paper"} <= asked, action.name
            assert desk.proposed(task, action.name)["decided_by"] == "Đặng Văn Khuê", action.name


def test_the_document_of_a_decision_is_told_in_the_story_and_the_history(task):
    texts = {"due_on": "30/11/2026", "decided_on": "09/11/2026", "decided_by": "Đặng Văn Khuê", "paper": "15/UBND-VP"}
    decisions.extend(task, texts | {"reason": "Chờ thẩm định"})
    sections = {section.title: section.lines for section in story.story(task)}
    [line] = sections["Gia hạn, quyết định"]
    assert (line.head, line.words) == (
        "09/11/2026 · Gia hạn đến 30/11/2026 · Đặng Văn Khuê",
        "Văn bản: 15/UBND-VP – Chờ thẩm định",
    )
    history = "\n".join(f"{what} {told}" for _, _, what, told in tasks.history(task))
    assert "Thêm mới quyết định" in history
    assert "Văn bản quyết định: 15/UBND-VP" in history
    assert row_of(task).extension_count == 1


# --- Both latenesses ---


def test_a_task_in_time_thanks_to_an_extension_is_found_and_told_so(task):
    decisions.extend(task, {"due_on": "20/11/2026", "decided_on": "09/11/2026"})
    done_late(task)
    found = [row.id for row in tasks.find({"terms": "saved"}).iterate()]
    assert found == [task.id]
    row = row_of(task)
    columns = {name: tasks.TASKS.columns[name].shown(row) for name in ("days_late", "days_late_original")}
    assert columns == {"days_late": "", "days_late_original": "6"}
    assert desk.about(tasks.get(task.id)) == (
        "Hạn 20/11/2026, gia hạn 1 lần, hạn ban đầu 10/11/2026. Quá 6 ngày so với hạn ban đầu."
    )
    assert register.remarks(row, date(2026, 11, 22)) == "Hạn ban đầu 10/11/2026; quá 6 ngày so với hạn ban đầu"
    assert register.remarks(row, date(2026, 11, 5)) == ""  # nothing had been granted by then


def test_the_filters_of_terms_find_what_they_say(task):
    other = Task.get(Task.id == 2)
    decisions.suspend(
        other, {"from_on": "20/11/2026", "to_on": "24/11/2026", "decided_on": "19/11/2026", "reason": "x"}
    )
    flow.ask_extension(task, {"due_on": "30/11/2026", "requested_on": "20/11/2026", "reason": "Chờ"})

    def ids(wanted):
        return [row.id for row in tasks.find({"terms": wanted}).iterate()]

    assert (ids("resting"), ids("ending"), ids("asked"), ids("extended")) == ([2], [2], [1], [])
    clock.set_today(date(2026, 11, 19))
    assert ids("resting") == []  # it has not begun
    clock.set_today(date(2026, 11, 25))
    assert ids("resting") == []  # it is over
    clock.set_today(date(2026, 11, 22))
    decisions.extend(task, {"due_on": "30/11/2026", "decided_on": "21/11/2026"})
    assert (ids("asked"), ids("extended")) == ([], [1])
    for words, value in tasks.classes.TERMS.items():
        assert tasks.filter_words("terms", value) == words


def test_causes_that_wait_and_causes_that_excuse_are_found(task):
    done_late(task)
    assert [row.id for row in tasks.find({"waits": "cause"}).iterate()] == [task.id]
    assert [row.id for row in tasks.find({"terms": "excused"}).iterate()] == []
    decisions.accept_cause(task, {"decided_on": "17/11/2026"})
    assert [row.id for row in tasks.find({"waits": "cause"}).iterate()] == []
    assert [row.id for row in tasks.find({"terms": "excused"}).iterate()] == [task.id]


# --- Paper ---


def test_the_report_counts_urgings_as_at_its_day_and_tells_both_due_dates_and_the_cause(task, tmp_path):
    decisions.extend(task, {"due_on": "12/11/2026", "decided_on": "09/11/2026"})
    for day in ("2026-11-13", "2026-11-20"):
        TaskDecision.create(task=task, kind=DecisionKind.URGED, decided_on=date.fromisoformat(day), place=9)
    done_late(task)
    decisions.accept_cause(task, {"decided_on": "17/11/2026"})
    early, late = (results.figures(NOVEMBER, date(2026, 11, day)) for day in (14, 22))
    assert (early.urgings, late.urgings) == (1, 2)
    assert sum(unit.urgings for unit in late.by_unit) == 2
    text = printed(results_report.paper(results_report.gather(NOVEMBER, date(2026, 11, 22))), tmp_path)
    for words in ("10/11/2026", "12/11/2026", "16/11/2026", "khách quan, được chấp nhận", "Số lần đôn đốc"):
        assert squashed(words) in text, words


def test_the_list_of_extensions_names_who_asked_who_decided_and_the_document(task, tmp_path):
    flow.ask_extension(task, {"due_on": "30/11/2026", "requested_on": "08/11/2026", "reason": "Chờ thẩm định"})
    [request] = desk.rules.requests_of(task)
    texts = {"due_on": "25/11/2026", "decided_on": "09/11/2026", "decided_by": "Đặng Văn Khuê", "paper": "15/UBND-VP"}
    decisions.extend(task, texts, request)
    data = terms_report.gather(NOVEMBER, date(2026, 11, 22))
    [line] = data.lines
    assert line[3] == "08/11/2026, Nguyễn Thị Hường: Chờ thẩm định"
    assert line[4:] == ("Gia hạn", "09/11/2026", "10/11/2026", "25/11/2026", "Đặng Văn Khuê; 15/UBND-VP")
    assert terms_report.gather(NOVEMBER, date(2026, 11, 8)).lines == ()
    assert squashed("15/UBND-VP") in printed(terms_report.paper(data), tmp_path)
