"""The flows between the two halves of a task: what each side may do, what is refused and in which words."""

import json
from datetime import date

import pytest

from db.models import Journal, PastExecution, ProgressNote, Task, TaskDecision, TaskRequest, Unit
from db.words import Copy, DecisionKind, Progress, TaskState, Timeliness
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_story import service as story
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS, halves
from desktop_app.records import journal, search
from desktop_app.records.session import current
from desktop_app.rules import lateness
from tests.office_hands import notice

UPPER, SUB, OTHER = "a" * 32, "b" * 32, "c" * 32
TODAY = date(2026, 11, 22)
DAY = "20/11/2026"

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def task():
    """A task of our own, led by a unit of ours: given on 2 November, due on the 10th."""
    return notice()[1][0]


@pytest.fixture
def confirmed_one(task):
    """The same, with its completion to be confirmed."""
    return tasks.save({"needs_confirmation": "x"}, task)


def received(task):
    """The same task as the office above has given it to us."""
    Unit.update(office_uid=UPPER).where(Unit.code == "TP").execute()
    Task.update(def_owner=UPPER).where(Task.id == task.id).execute()
    return tasks.get(task.id)


def given(task):
    """The same task as a unit with an office of its own does it."""
    Unit.update(office_uid=SUB, relation="sub").where(Unit.code == "KT").execute()
    Task.update(exe_owner=SUB, doer=SUB, exe_n=3).where(Task.id == task.id).execute()
    return tasks.get(task.id)


def complete(task, day="09/11/2026", **more):
    return flow.complete(task, {"completed_on": day, "deliverable": "Báo cáo số 5/BC-KT", **more})


def words_of(work):
    """What a refusal says: column -> words."""
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.problems


def said(work):
    return "; ".join(words_of(work).values())


def state(task):
    return tasks.standing_of(task).state


def may(task):
    return set(desk.allowed(tasks.get(task.id)))


def due_is_told_alike(task):
    """The due date stored is the one the decisions lead to."""
    [row] = tasks.find().rows([task.id])
    return tasks.get(task.id).due_on == lateness.due(halves(row), clock.today())


# --- Which actions make sense now ---

WORKING = {"note", "complete", "receive", "give_part", "ask_extension", "ask_suspension", "decline"}
DECIDING = {"extend", "suspend", "reassign", "cancel"}


def test_in_one_office_both_sides_of_an_open_task_are_ours(task):
    assert may(task) == WORKING | DECIDING


def test_of_a_received_task_only_the_doers_side_is_ours_and_it_may_be_passed_on(task):
    assert may(received(task)) == WORKING | {"pass_on"}


def test_of_a_task_given_to_another_office_only_the_assigners_side_is_ours(task):
    assert may(given(task)) == DECIDING


def test_a_copy_is_nothing_but_read(task):
    Task.update(copy=Copy.COOPERATING, def_owner=UPPER, exe_owner=OTHER).where(Task.id == task.id).execute()
    assert may(task) == set()
    assert "chỉ để xem (phối hợp, để biết)" in said(lambda: flow.note(task, {"noted_on": DAY, "content": "x"}))
    assert "chỉ để xem" in said(lambda: decisions.cancel(task, {"decided_on": DAY, "reason": "x"}))


def test_a_task_that_waits_for_confirmation_can_be_answered_and_taken_back(confirmed_one):
    complete(confirmed_one)
    assert may(confirmed_one) == {"note", "take_back", "confirm", "redo", "cancel"}
    decisions.confirm(confirmed_one, {"decided_on": DAY})
    assert may(confirmed_one) == {"note"}


def test_a_late_completion_may_still_be_given_the_extension_that_had_been_decided(task):
    complete(task, "15/11/2026", late_reason="Chờ ý kiến")
    assert may(task) & {"extend", "extend_late"} == {"extend_late"}
    late = {"due_on": "16/11/2026", "decided_on": "16/11/2026"}
    assert "chỉ ghi được quyết định từ ngày đó" in said(lambda: decisions.extend(task, late))
    decisions.extend(task, late | {"decided_on": "09/11/2026"})
    assert tasks.standing_of(task).timeliness == Timeliness.DONE_IN_TIME
    assert not may(task) & {"extend", "extend_late"}
    assert "không cần gia hạn" in said(lambda: rules.must(task, "extend"))


def test_a_cancelled_task_can_only_be_read(task):
    decisions.cancel(task, {"decided_on": DAY, "reason": "Không còn cần"})
    assert may(task) == set()
    for work in (
        lambda: flow.note(task, {"noted_on": DAY, "content": "x"}),
        lambda: complete(task),
        lambda: tasks.complete(task, {"completed_on": "09/11/2026"}),
        lambda: decisions.extend(task, {"due_on": "30/11/2026", "decided_on": DAY}),
        lambda: decisions.cancel(task, {"decided_on": DAY, "reason": "x"}),
        lambda: reassign.answer(task, {"lead_unit": "VP", "decided_on": DAY, "reason": "x"}),
    ):
        assert "Nhiệm vụ đã hủy ngày 20/11/2026" in said(work)


def test_every_action_that_is_not_offered_is_refused_with_words(task):
    """What the window hides, the service refuses."""
    every = set(rules.DOERS) | set(rules.ASSIGNERS)
    for act in (lambda: None, lambda: complete(task), lambda: decisions.redo(task, {"decided_on": DAY, "reason": "x"})):
        act()
        now = rules.facts(task)
        for action in every - set(rules.allowed(now)):
            assert len(rules.why_not(now, action)) > 10
            assert words_of(lambda action=action: rules.must(task, action))


# --- The doer's side ---


def test_a_report_of_completion_is_taken_back_until_somebody_answers(confirmed_one):
    complete(confirmed_one)
    flow.take_back(confirmed_one)
    fresh = tasks.get(confirmed_one.id)
    assert (fresh.progress, fresh.completed_on) == (Progress.DOING, None)
    complete(confirmed_one)
    decisions.confirm(confirmed_one, {"decided_on": DAY})
    assert "Nơi giao đã trả lời ngày 20/11/2026" in said(lambda: flow.take_back(confirmed_one))


def test_what_has_been_confirmed_is_not_reported_otherwise_from_the_form_either(confirmed_one):
    complete(confirmed_one)
    decisions.confirm(confirmed_one, {"decided_on": DAY})
    fresh = tasks.get(confirmed_one.id)
    assert "đã được xác nhận" in said(lambda: tasks.save({"completed_on": "08/11/2026"}, fresh)).lower()
    assert words_of(lambda: tasks.save({"progress": "Đang thực hiện", "completed_on": ""}, fresh))
    tasks.save({"deliverable": "Báo cáo số 6/BC-KT"}, fresh)


def test_a_task_is_given_back_with_a_reason_and_taken_up_again(task):
    assert words_of(lambda: flow.decline(task, {"noted_on": DAY, "reason": " "})) == {"reason": "Chưa ghi lý do"}
    flow.decline(task, {"noted_on": DAY, "reason": "Không thuộc chức năng"})
    assert state(task) == TaskState.REJECTED
    assert tasks.notes_of(task)[-1].content == "Từ chối, trả lại: Không thuộc chức năng"
    assert tasks.standing_of(task).timeliness is None
    assert may(task) == {"take_up", "reassign", "cancel"}
    assert "“Nhận lại nhiệm vụ”" in said(lambda: complete(task))
    flow.take_up(task, {"noted_on": "21/11/2026", "content": "Đã thống nhất lại"})
    assert state(task) == TaskState.IN_PROGRESS


def test_giving_back_has_its_own_button_and_is_not_chosen_from_the_list(task):
    declined = {"progress": "Từ chối (trả lại)"}
    assert "“Từ chối, trả lại”" in words_of(lambda: tasks.save(declined, task))["progress"]


def test_an_extension_is_asked_for_with_a_later_day_and_a_reason_once(task):
    asked = {"requested_on": DAY, "due_on": "10/11/2026"}
    found = words_of(lambda: flow.ask_extension(task, asked))
    assert found == {"due_on": "Thời hạn đề nghị phải sau 10/11/2026", "reason": "Chưa ghi lý do"}
    request = flow.ask_extension(task, asked | {"due_on": "30/11/2026", "reason": "Chờ thẩm định"})
    assert (request.round, request.author, request.def_owner) == (1, "Nguyễn Thị Hường", current.office_uid)
    again = asked | {"due_on": "05/12/2026", "reason": "Nữa"}
    assert "ngày 20/11/2026 chưa được trả lời" in said(lambda: flow.ask_extension(task, again))
    assert tasks.get(task.id).due_on == date(2026, 11, 10)


def test_what_has_no_due_date_needs_no_extension():
    endless = notice()[1][1]
    asked = {"requested_on": DAY, "due_on": "30/11/2026", "reason": "x"}
    assert "không xác định thời hạn" in said(lambda: flow.ask_extension(endless, asked))


def test_a_rest_is_asked_for_from_a_day_to_another_or_open(task):
    asked = {"requested_on": DAY, "reason": "Chờ hướng dẫn"}
    assert "từ ngày nào" in words_of(lambda: flow.ask_suspension(task, asked))["from_on"]
    backwards = asked | {"from_on": "25/11/2026", "to_on": "24/11/2026"}
    assert "25/11/2026" in words_of(lambda: flow.ask_suspension(task, backwards))["to_on"]
    before = asked | {"from_on": "01/11/2026"}
    assert "ngày giao 02/11/2026" in words_of(lambda: flow.ask_suspension(task, before))["from_on"]
    flow.ask_suspension(task, asked | {"from_on": "23/11/2026"})
    assert state(task) != TaskState.SUSPENDED  # nobody has agreed


def test_a_request_is_dated_between_the_order_and_today(task):
    asked = {"due_on": "30/11/2026", "reason": "x"}
    for day, words in (("23/11/2026", "hôm nay"), ("01/11/2026", "ngày giao")):
        assert (
            words in words_of(lambda day=day: flow.ask_extension(task, asked | {"requested_on": day}))["requested_on"]
        )


def test_after_a_redo_the_next_round_begins_and_older_answers_do_not_touch_it(confirmed_one):
    complete(confirmed_one)
    decisions.redo(confirmed_one, {"decided_on": "12/11/2026", "reason": "Thiếu phụ lục"})
    assert state(confirmed_one) == TaskState.REDO
    assert "“Bắt đầu thực hiện lại”" in said(lambda: complete(confirmed_one, "13/11/2026"))
    again = {"completed_on": "13/11/2026"}
    assert "“Bắt đầu thực hiện lại”" in said(lambda: tasks.complete(confirmed_one, again))
    flow.begin_again(confirmed_one, {"noted_on": "13/11/2026", "content": "Bắt đầu thực hiện lần 2"})
    fresh = tasks.get(confirmed_one.id)
    assert (fresh.round, fresh.progress, fresh.completed_on) == (2, Progress.DOING, None)
    assert fresh.deliverable == "Báo cáo số 5/BC-KT"  # to be mended
    complete(confirmed_one, "18/11/2026", late_reason="Chờ ý kiến")
    assert state(confirmed_one) == TaskState.AWAITING
    decisions.confirm(confirmed_one, {"decided_on": DAY})
    assert state(confirmed_one) == TaskState.COMPLETED
    assert [(d.kind, d.round, d.place) for d in answers.decisions_of(confirmed_one)] == [
        (DecisionKind.REDO, 1, 1),
        (DecisionKind.CONFIRMED, 2, 2),
    ]


def test_only_the_doer_writes_notes_and_completion(task):
    task = given(task)
    for work in (
        lambda: flow.note(task, {"noted_on": DAY, "content": "x"}),
        lambda: tasks.add_note(task, {"noted_on": DAY, "content": "x"}),
        lambda: complete(task),
        lambda: flow.decline(task, {"noted_on": DAY, "reason": "x"}),
    ):
        assert "Nhiệm vụ do Phòng Kinh tế, Hạ tầng và Đô thị thực hiện" in said(work)
    assert ProgressNote.select().count() == 0


# --- The assigner's side ---


def test_only_the_assigner_decides(task):
    task = received(task)
    complete(task)
    for work in (
        lambda: decisions.confirm(task, {"decided_on": DAY}),
        lambda: decisions.redo(task, {"decided_on": DAY, "reason": "x"}),
        lambda: decisions.extend(task, {"due_on": "30/11/2026", "decided_on": DAY}),
        lambda: decisions.cancel(task, {"decided_on": DAY, "reason": "x"}),
        lambda: reassign.answer(task, {"lead_unit": "VP", "decided_on": DAY, "reason": "x"}),
    ):
        assert "do Ủy ban nhân dân thành phố Hà Nội giao, chỉ nơi đó quyết định" in said(work)
    assert TaskDecision.select().count() == 0


def test_confirming_is_for_what_needs_it_and_was_reported(task):
    assert "không cần xác nhận" in said(lambda: decisions.confirm(task, {"decided_on": DAY}))
    task = tasks.save({"needs_confirmation": "x"}, task)
    assert "chưa báo hoàn thành" in said(lambda: decisions.confirm(task, {"decided_on": DAY}))


def test_a_confirmation_is_dated_between_the_completion_and_today(confirmed_one):
    complete(confirmed_one)
    for day, words in (("08/11/2026", "ngày hoàn thành 09/11/2026"), ("23/11/2026", "hôm nay")):
        assert words in words_of(lambda day=day: decisions.confirm(confirmed_one, {"decided_on": day}))["decided_on"]
    decisions.confirm(confirmed_one, {"decided_on": "09/11/2026"})
    assert state(confirmed_one) == TaskState.COMPLETED


def test_one_round_is_answered_once(confirmed_one):
    complete(confirmed_one)
    decisions.confirm(confirmed_one, {"decided_on": DAY})
    sent_back = {"decided_on": DAY, "reason": "x"}
    assert "đã có “Xác nhận hoàn thành” ngày 20/11/2026" in said(lambda: decisions.redo(confirmed_one, sent_back))
    assert "không hủy được" in said(lambda: decisions.cancel(confirmed_one, sent_back))


def test_work_is_sent_back_with_a_reason_only_also_where_no_confirmation_is_needed(task):
    complete(task)
    assert words_of(lambda: decisions.redo(task, {"decided_on": DAY})) == {"reason": "Chưa ghi phải làm lại những gì"}
    decisions.redo(task, {"decided_on": DAY, "reason": "Thiếu số liệu"})
    assert tasks.standing_of(task).timeliness == Timeliness.OPEN_OVERDUE
    assert "hãy chờ đơn vị thực hiện lại" in said(lambda: decisions.redo(task, {"decided_on": DAY, "reason": "x"}))


def test_a_granted_extension_answers_its_request_and_moves_the_due_date(task):
    request = flow.ask_extension(
        task, {"requested_on": "09/11/2026", "due_on": "30/11/2026", "reason": "Chờ thẩm định"}
    )
    early = {"due_on": "30/11/2026", "decided_on": "08/11/2026"}
    assert "ngày đề nghị 09/11/2026" in words_of(lambda: decisions.extend(task, early, request))["decided_on"]
    decision = decisions.extend(task, early | {"decided_on": "10/11/2026"}, request)
    assert decision.request == request
    assert rules.facts(task).waiting == ()
    fresh = tasks.get(task.id)
    assert (fresh.due_on, fresh.original_due_on) == (date(2026, 11, 30), date(2026, 11, 10))
    later = {"due_on": "05/12/2026", "decided_on": DAY}
    assert "đã được trả lời" in said(lambda: decisions.extend(task, later, request))


def test_an_extension_without_naming_the_request_answers_the_one_that_waits(task):
    request = flow.ask_extension(task, {"requested_on": "09/11/2026", "due_on": "30/11/2026", "reason": "x"})
    assert decisions.extend(task, {"due_on": "25/11/2026", "decided_on": DAY}).request == request


def test_a_refused_request_leaves_the_due_date_and_lets_one_ask_again(task):
    asked = {"requested_on": "09/11/2026", "due_on": "30/11/2026", "reason": "x"}
    request = flow.ask_extension(task, asked)
    assert "Chưa ghi lý do" in words_of(lambda: decisions.refuse(task, {"decided_on": DAY}, request))["reason"]
    decisions.refuse(task, {"decided_on": DAY, "reason": "Đã đủ thời gian"}, request)
    assert tasks.get(task.id).due_on == date(2026, 11, 10)
    assert "Không có đề nghị nào" in said(lambda: decisions.refuse(task, {"decided_on": DAY, "reason": "x"}, request))
    flow.ask_extension(task, asked)


def test_an_answer_that_was_deleted_leaves_the_request_open(task):
    request = flow.ask_extension(task, {"requested_on": "09/11/2026", "due_on": "30/11/2026", "reason": "x"})
    decisions.refuse(task, {"decided_on": DAY, "reason": "x"}, request)
    TaskDecision.update(deleted_at=clock.now()).execute()
    assert rules.facts(task).waiting == (request,)


def test_a_rest_with_an_end_moves_the_due_date_by_its_days_at_once(task):
    decisions.suspend(
        task, {"from_on": "05/11/2026", "to_on": "07/11/2026", "decided_on": "04/11/2026", "reason": "Mưa bão"}
    )
    assert tasks.get(task.id).due_on == date(2026, 11, 13)  # the 5th, 6th and 7th
    assert due_is_told_alike(task)
    assert state(task) != TaskState.SUSPENDED  # it is over today
    overlapping = {"from_on": "07/11/2026", "decided_on": DAY, "reason": "x"}
    assert "đến hết 07/11/2026" in words_of(lambda: decisions.suspend(task, overlapping))["from_on"]


def test_an_open_rest_moves_it_when_work_goes_on(task):
    decisions.suspend(task, {"from_on": "05/11/2026", "decided_on": "05/11/2026", "reason": "Chờ"})
    assert state(task) == TaskState.SUSPENDED
    assert tasks.get(task.id).due_on == date(2026, 11, 10)
    twice = {"from_on": DAY, "decided_on": DAY, "reason": "x"}
    assert "đang tạm dừng; hãy bấm “Tiếp tục thực hiện”" in said(lambda: decisions.suspend(task, twice))
    too_early = {"from_on": "04/11/2026", "decided_on": DAY}
    assert "05/11/2026" in words_of(lambda: decisions.resume(task, too_early))["from_on"]
    decisions.resume(task, {"from_on": "15/11/2026", "decided_on": DAY})
    assert tasks.get(task.id).due_on == date(2026, 11, 20)  # ten days: the 5th to the 14th
    assert due_is_told_alike(task)
    assert "không tạm dừng" in said(lambda: decisions.resume(task, {"decided_on": DAY}))


def test_a_request_for_rest_is_granted_as_asked(task):
    request = flow.ask_suspension(task, {"from_on": DAY, "requested_on": DAY, "reason": "Chờ hướng dẫn"})
    decision = decisions.suspend(task, {"from_on": DAY, "decided_on": DAY, "reason": "Đồng ý"}, request)
    assert decision.request == request
    assert state(task) == TaskState.SUSPENDED


def test_decisions_that_move_the_due_date_are_made_in_the_order_of_their_days(task):
    decisions.extend(task, {"due_on": "20/11/2026", "decided_on": "09/11/2026"})
    earlier = {"due_on": "30/11/2026", "decided_on": "08/11/2026"}
    assert "quyết định gần nhất 09/11/2026" in words_of(lambda: decisions.extend(task, earlier))["decided_on"]


def test_what_was_given_back_is_not_extended_but_handed_on_or_cancelled(task):
    flow.decline(task, {"noted_on": DAY, "reason": "x"})
    words = said(lambda: decisions.extend(task, {"due_on": "30/11/2026", "decided_on": DAY}))
    assert "hãy chuyển đơn vị khác hoặc hủy nhiệm vụ" in words


# --- Another unit ---


def test_a_task_goes_to_another_unit_and_what_was_done_is_kept_to_be_read(task):
    tasks.save({"official": "Trần Văn Ân", "late_reason": "Chờ ý kiến"}, task)
    flow.note(task, {"noted_on": "05/11/2026", "content": "Đang làm"})
    flow.ask_extension(task, {"requested_on": "09/11/2026", "due_on": "30/11/2026", "reason": "x"})
    before = tasks.get(task.id)
    reassign.reassign(task, Unit.get(Unit.code == "VHXH"), "Đúng chức năng hơn", date(2026, 11, 20))
    after = tasks.get(task.id)
    assert after.lead_unit.code == "VHXH"
    assert (after.official, after.progress, after.round, after.late_reason) == (None, Progress.NEW, 1, "")
    assert (after.def_term, after.def_n) == (before.def_term + 1, before.def_n + 1)
    assert (after.doer, after.exe_owner, after.exe_term, after.exe_n) == ("", current.office_uid, after.def_term, 0)
    [past] = reassign.past_of(after)
    assert (past.name, past.office_uid, past.n) == (before.lead_unit.name, current.office_uid, before.exe_n)
    assert json.loads(past.told) == {
        "Người xử lý": "Trần Văn Ân",
        "Tiến độ": "Đang thực hiện",
        "Lần thực hiện": "1",
        "Nguyên nhân chậm": "Chờ ý kiến",
    }
    assert ProgressNote.select().count() == 1
    assert len(rules.facts(after).waiting) == 1
    told = [words for *_, words in tasks.history(after)]
    assert any("sang Phòng Văn hóa - Xã hội ngày 20/11/2026. Lý do: Đúng chức năng hơn" in words for words in told)
    assert journal.first_broken() is None
    assert journal.contradictions([TASKS]) == []
    assert search.agrees(TASKS)


def test_a_task_goes_to_an_office_of_its_own_and_back_in_new_terms(task):
    Unit.update(office_uid=SUB).where(Unit.code == "TDP1").execute()
    reassign.answer(task, {"lead_unit": "TDP1", "decided_on": DAY, "reason": "Thuộc địa bàn"})
    away = tasks.get(task.id)
    assert (away.doer, away.exe_owner, away.exe_term, away.exe_n) == (SUB, SUB, 2, 0)
    assert may(away) == DECIDING
    Task.update(exe_n=4, progress=Progress.DOING).where(Task.id == task.id).execute()  # their report came in
    reassign.answer(task, {"lead_unit": "VP", "decided_on": "21/11/2026", "reason": "Quá hạn"})
    back = tasks.get(task.id)
    assert (back.doer, back.exe_owner, back.def_term, back.progress) == ("", current.office_uid, 3, Progress.NEW)
    assert [(p.name, p.office_uid, p.term, p.n) for p in reassign.past_of(back)] == [
        ("Tổ dân phố số 1", SUB, 2, 4),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", current.office_uid, 1, 1),
    ]
    flow.note(back, {"noted_on": "21/11/2026", "content": "Bắt đầu"})


def test_a_cooperating_unit_that_leads_from_now_on_cooperates_no_more():
    _, [_, task] = notice()
    Unit.update(relation="part").where(Unit.code == "TDP1").execute()
    reassign.answer(task, {"lead_unit": "TDP1", "decided_on": DAY, "reason": "x"})
    assert [unit.code for unit in TASKS.columns["cooperating_units"].of(tasks.get(task.id))] == ["TDP2"]


def test_the_next_doer_is_not_answered_with_what_was_said_of_the_former_one(confirmed_one):
    complete(confirmed_one)
    decisions.redo(confirmed_one, {"decided_on": "12/11/2026", "reason": "Thiếu"})
    reassign.answer(confirmed_one, {"lead_unit": "VP", "decided_on": "13/11/2026", "reason": "x"})
    complete(confirmed_one, "18/11/2026", late_reason="Chờ ý kiến")
    assert state(confirmed_one) == TaskState.AWAITING


def test_handing_on_needs_another_living_unit_a_reason_and_a_day_that_has_been(task):
    ended = Unit.get(Unit.code == "TDP2")
    Unit.update(valid_to=date(2026, 11, 1), successor=Unit.get(Unit.code == "TDP1")).where(
        Unit.id == ended.id
    ).execute()
    found = words_of(lambda: reassign.answer(task, {"lead_unit": "KT", "decided_on": "23/11/2026", "reason": "x"}))
    assert found.keys() == {"lead_unit", "decided_on"}
    found = words_of(lambda: reassign.answer(task, {"lead_unit": "TDP2", "decided_on": DAY, "reason": "x"}))
    assert "hãy chọn Tổ dân phố số 1" in found["lead_unit"]
    assert words_of(lambda: reassign.answer(task, {"lead_unit": "", "decided_on": "", "reason": ""})).keys() == {
        "lead_unit",
        "decided_on",
        "reason",
    }
    complete(task)
    done = {"lead_unit": "VP", "decided_on": DAY, "reason": "x"}
    assert "đã hoàn thành" in said(lambda: reassign.answer(task, done))
    assert PastExecution.select().count() == 0


def test_a_new_task_for_an_office_of_its_own_is_its_to_do_from_the_start():
    Unit.update(office_uid=SUB).where(Unit.code == "TDP1").execute()
    row = {"content": "Việc của tổ", "lead_unit": "TDP1", "assigned_on": "02/11/2026"}
    found = words_of(lambda: tasks.save(row | {"completed_on": "03/11/2026", "official": "Trần Văn Ân"}))
    assert found["official"] == "Phần này do Tổ dân phố số 1 ghi; hãy để trống"
    made = tasks.save(row)
    stored = tasks.get(made.id)
    for one in (made, stored):
        assert (one.doer, one.exe_owner, one.exe_n, one.def_owner, one.def_n) == (SUB, SUB, 0, current.office_uid, 1)
    assert "thực hiện" in said(lambda: complete(made))
    assert journal.first_broken() is None
    _, [typed] = documents.save_with_tasks(
        {"number": "9/TB", "issued_on": "02/11/2026", "issuer": "UB", "subject": "x"},
        [{"content": "Việc", "lead_unit": "TDP1"}],
    )
    assert tasks.get(typed.id).doer == SUB


def test_the_lead_of_a_task_that_goes_between_offices_is_not_changed_by_editing(task):
    Unit.update(office_uid=SUB).where(Unit.code == "TDP1").execute()
    tasks.save({"lead_unit": "VP"}, task)  # between units of ours it is
    assert "“Chuyển đơn vị khác”" in words_of(lambda: tasks.save({"lead_unit": "TDP1"}, task))["lead_unit"]
    reassign.answer(task, {"lead_unit": "TDP1", "decided_on": DAY, "reason": "x"})
    assert "“Chuyển đơn vị khác”" in words_of(lambda: tasks.save({"lead_unit": "VP"}, tasks.get(task.id)))["lead_unit"]


def test_what_was_given_to_another_office_is_cancelled_and_never_deleted(task):
    assert "hãy bấm “Hủy nhiệm vụ”" in said(lambda: tasks.delete(given(task)))


def test_what_another_office_has_given_us_is_not_deleted_here(task):
    Task.update(doer=current.office_uid).where(Task.id == task.id).execute()
    assert "Phần này do Ủy ban nhân dân thành phố Hà Nội ghi" in said(lambda: tasks.delete(received(task)))


# --- Passing on and taking over ---


@pytest.fixture
def from_above():
    """A task that the city has given us by a decision."""
    _, [task] = notice(
        "202/QĐ-UBND",
        "22/10/2026",
        {"content": "Rà soát quỹ đất", "lead_unit": "UB", "due_on": "30/11/2026", "urgency": "Khẩn"},
        issuer="TP",
        type="Quyết định",
    )
    return received(task)


def test_a_received_task_is_passed_on_as_a_part_that_is_ours_to_follow(from_above):
    Unit.update(office_uid=SUB).where(Unit.code == "TDP1").execute()
    texts = parts.proposed(from_above)
    assert texts == {"content": "Rà soát quỹ đất", "due_on": "30/11/2026", "deliverable_wanted": ""}
    part = parts.pass_on(from_above, texts | {"lead_unit": "TDP1", "assigned_on": DAY, "due_on": "25/11/2026"})
    assert (part.parent, part.def_owner, part.doer) == (from_above, current.office_uid, SUB)
    assert (part.document, part.urgency, part.original_due_on) == (None, "urgent", date(2026, 11, 25))
    above = "Quyết định 202/QĐ-UBND ngày 22/10/2026 của Ủy ban nhân dân thành phố Hà Nội"
    assert part.origin == f"{above} ({from_above.code})"
    assert [row.id for row in parts.parts_of(from_above)] == [part.id]


def test_a_part_is_due_within_its_whole_and_led_by_a_unit_of_ours_or_below(from_above):
    row = {"content": "x", "assigned_on": DAY}
    late = row | {"lead_unit": "KT", "due_on": "01/12/2026"}
    assert "Không được sau hạn" in words_of(lambda: parts.pass_on(from_above, late))["due_on"]
    assert "hãy ghi thời hạn" in words_of(lambda: parts.pass_on(from_above, row | {"lead_unit": "KT"}))["due_on"]
    up = row | {"lead_unit": "TP", "due_on": DAY}
    assert "thuộc cơ quan hoặc cấp dưới" in words_of(lambda: parts.pass_on(from_above, up))["lead_unit"]
    assert Task.select().where(Task.parent == from_above).count() == 0


def test_our_own_task_is_handed_on_and_not_passed_on(task):
    row = {"content": "x", "lead_unit": "VP", "assigned_on": DAY, "due_on": "09/11/2026"}
    assert "“Chuyển đơn vị khác”" in said(lambda: parts.pass_on(task, row))


def test_where_a_task_without_a_document_comes_from_is_told_by_what_came_with_it(from_above):
    Task.update(document=None, origin="Quyết định 1/QĐ-TTg (NV-2026-00044)").execute()
    assert parts.origin_of(tasks.get(from_above.id)) == f"Quyết định 1/QĐ-TTg (NV-2026-00044) ({from_above.code})"
    Task.update(origin="").execute()
    said_now = parts.origin_of(tasks.get(from_above.id))
    assert said_now == f"Nhiệm vụ do Ủy ban nhân dân thành phố Hà Nội giao ({from_above.code})"


def test_the_result_of_a_part_is_taken_over_when_it_is_there(from_above):
    part = parts.pass_on(from_above, parts.proposed(from_above) | {"lead_unit": "KT", "assigned_on": "01/11/2026"})
    assert "chưa hoàn thành" in said(lambda: parts.take_over(from_above, {}, part))
    complete(part, "18/11/2026")
    proposal = desk.proposed(from_above, "take_over", part.id)
    late = {"late_reason": "", "late_cause": "Chưa phân loại"}
    assert proposal == {"completed_on": "18/11/2026", "deliverable": "Báo cáo số 5/BC-KT", **late}
    desk.do(from_above, "take_over", proposal | {"completed_on": "19/11/2026"}, part.id)
    fresh = tasks.get(from_above.id)
    assert (fresh.progress, fresh.completed_on) == (Progress.REPORTED, date(2026, 11, 19))
    assert fresh.deliverable == "Báo cáo số 5/BC-KT"
    assert (fresh.def_n, fresh.def_owner) == (1, UPPER)  # their half was not written


# --- What the desk shows ---


def test_the_story_tells_what_waits_with_its_buttons_and_the_former_doer(task):
    flow.ask_extension(task, {"requested_on": DAY, "due_on": "30/11/2026", "reason": "Chờ thẩm định"})
    told = {section.title: section.lines for section in story.story(tasks.get(task.id))}
    [waiting] = told["Đề nghị chờ trả lời"]
    assert waiting.head == "Đề nghị gia hạn 20/11/2026 · Nguyễn Thị Hường"
    assert waiting.words == "Đến 30/11/2026 – Chờ thẩm định"
    assert [press.text for press in waiting.presses] == ["Đồng ý", "Không đồng ý"]
    desk.do(task, "extend", {"due_on": "30/11/2026", "decided_on": "21/11/2026"}, waiting.presses[0].about)
    reassign.answer(task, {"lead_unit": "VP", "decided_on": "21/11/2026", "reason": "x"})
    PastExecution.update(late=True).execute()
    told = {section.title: section.lines for section in story.story(tasks.get(task.id))}
    assert "Đề nghị chờ trả lời" not in told
    assert "Đề nghị đã trả lời" in told
    [past] = told["Quá trình trước đây – Phòng Kinh tế, Hạ tầng và Đô thị; gửi sau khi chuyển"]
    assert past.words == "Tiến độ: Chưa thực hiện\nLần thực hiện: 1"
    assert told["Gia hạn, quyết định"][0].head == "21/11/2026 · Gia hạn đến 30/11/2026"
    assert desk.about(tasks.get(task.id)) == (
        "Hạn 30/11/2026, gia hạn 1 lần, hạn ban đầu 10/11/2026. Quá 12 ngày so với hạn ban đầu."
    )


def test_of_a_received_task_the_request_waits_without_buttons(task):
    task = received(task)
    flow.ask_extension(task, {"requested_on": DAY, "due_on": "30/11/2026", "reason": "x"})
    [waiting] = story.story(task)[0].lines
    assert list(waiting.presses) == []


def test_the_half_of_another_office_is_locked_and_the_pane_says_whose_it_is(task):
    assert set(desk.locked(tasks.get(task.id))) == {"due_on", "due_workdays"}
    mine = received(task)
    assert {"content", "lead_unit", "due_on"} <= set(desk.locked(mine))
    assert not {"progress", "completed_on", "parent", "external_ref"} & set(desk.locked(mine))
    assert desk.about(mine) == "Ủy ban nhân dân thành phố Hà Nội giao và ghi phần giao việc."


def test_the_half_of_the_doer_is_locked_and_named(task):
    away = given(task)
    assert {"progress", "completed_on", "official", "lead_unit"} <= set(desk.locked(away))
    assert "content" not in desk.locked(away)
    assert desk.about(away) == "Phòng Kinh tế, Hạ tầng và Đô thị thực hiện và ghi phần kết quả."


def test_the_list_is_narrowed_to_what_waits_for_us(task):
    def waits(what):
        return set(tasks.find({"waits": what}).ids())

    _, [other, _] = notice("15/TB-UBND")
    assert waits("decision") == waits("redo") == set()
    flow.ask_extension(other, {"requested_on": DAY, "due_on": "30/11/2026", "reason": "x"})
    tasks.save({"needs_confirmation": "x"}, task)
    complete(task)
    assert waits("decision") == {task.id, other.id}
    decisions.redo(task, {"decided_on": DAY, "reason": "x"})
    decisions.extend(other, {"due_on": "30/11/2026", "decided_on": DAY})
    assert (waits("decision"), waits("redo")) == (set(), {task.id})
    flow.begin_again(task, {"noted_on": DAY, "content": "Làm lại"})
    complete(task, DAY, late_reason="Chờ ý kiến")
    assert waits("decision") == {task.id}
    received(task)
    assert waits("decision") == set()
    flow.decline(other, {"noted_on": DAY, "reason": "x"})
    assert waits("decision") == {other.id}
    decisions.cancel(other, {"decided_on": DAY, "reason": "x"})
    assert waits("decision") == set()
    assert tasks.filter_words("waits", "redo") == "Cần làm lại"


def test_nothing_is_half_done_when_a_flow_is_refused(task):
    """A note that could not be written leaves the progress as it was, a decision refused leaves the due date."""
    entries = Journal.select().count()
    assert words_of(lambda: flow.take_up(task, {"noted_on": DAY, "content": "x"}))
    assert words_of(lambda: flow.decline(task, {"noted_on": "23/11/2026", "reason": "x"})).keys() == {"noted_on"}
    assert words_of(lambda: decisions.extend(task, {"due_on": "30/11/2026", "decided_on": "23/11/2026"}))
    assert Journal.select().count() == entries
    assert TaskRequest.select().count() == TaskDecision.select().count() == ProgressNote.select().count() == 0
    assert state(task) == TaskState.NEW
