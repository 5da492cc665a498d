"""Many tasks decided about at once: all or none, and each that cannot be is named."""

from datetime import date

import pytest

from db.models import Task, TaskDecision
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.task_bulk import service as bulk
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.records import journal
from tests.office_hands import notice

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def three():
    """Three tasks due on 20/11/2026 that want confirmation; today is 22/11/2026."""
    row = {"lead_unit": "KT", "due_on": "20/11/2026", "needs_confirmation": "x"}
    rows = [row | {"content": f"Việc {n}"} for n in "abc"]
    return [task.id for task in notice("12/TB-UBND", "02/11/2026", *rows)[1]]


def done(ids, *which):
    for place in which:
        tasks.complete(tasks.get(ids[place]), {"completed_on": "19/11/2026"})


def said(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.problems


def test_all_are_confirmed_in_one_go_each_with_its_own_line_in_the_journal(three):
    done(three, 0, 1, 2)
    before = journal.end()
    words = bulk.confirm_many(three, {"decided_on": "21/11/2026", "paper": "15/UBND-VP"})
    assert words == "Đã xác nhận hoàn thành 3 nhiệm vụ"
    assert [(d.kind, d.paper) for d in TaskDecision.select()] == [("confirmed", "15/UBND-VP")] * 3
    assert journal.end() == before + 3
    assert journal.first_broken() is None


def test_those_that_cannot_be_stop_all_and_each_is_named_with_its_reason(three):
    done(three, 0)
    with pytest.raises(RefusedRows) as refused:
        bulk.confirm_many(three, {"decided_on": "21/11/2026"})
    why = {"": "Đơn vị chưa báo hoàn thành nên chưa có gì để xác nhận hay yêu cầu làm lại"}
    assert refused.value.rows == {1: why, 2: why}
    assert TaskDecision.select().count() == 0
    assert bulk.confirm_many(three[:1], {"decided_on": "21/11/2026"}) == "Đã xác nhận hoàn thành 1 nhiệm vụ"


def test_a_wrong_answer_is_told_under_its_question_and_not_once_a_task(three):
    told = said(lambda: bulk.extend_many(three, {"decided_on": "21/11/2026", "due_on": ""}))
    assert told == {"due_on": "Chưa ghi thời hạn mới"}
    assert Task.select().where(Task.due_on != date(2026, 11, 20)).count() == 0


def test_many_get_a_later_due_date_and_keep_their_original_one(three):
    tasks.save({"supervising_leader": "Đặng Văn Khuê"}, tasks.get(three[0]))
    words = bulk.extend_many(three, {"decided_on": "19/11/2026", "due_on": "30/11/2026", "reason": "Mưa bão"})
    assert words == "Đã gia hạn 3 nhiệm vụ"
    moved = {(str(t.due_on), str(t.original_due_on)) for t in Task.select()}
    assert moved == {("2026-11-30", "2026-11-20")}
    assert [d.decided_by for d in TaskDecision.select().order_by(TaskDecision.id)] == ["Đặng Văn Khuê", "", ""]


def test_leaders_and_officials_change_together(three):
    assert (
        bulk.set_leader_many(three, {"supervising_leader": "Vũ Thị Hà Mi"}) == "Đã đổi lãnh đạo chỉ đạo của 3 nhiệm vụ"
    )
    assert bulk.set_official_many(three, {"official": "Trần Văn Ân"}) == "Đã đổi người xử lý của 3 nhiệm vụ"
    assert {(str(t.supervising_leader), str(t.official)) for t in Task.select()} == {("Vũ Thị Hà Mi", "Trần Văn Ân")}
    assert "official" in said(lambda: bulk.set_official_many(three, {"official": "Không Có Ai"}))
    assert {str(t.official) for t in Task.select()} == {"Trần Văn Ân"}


def test_causes_of_many_are_accepted_together(three):
    for place in (0, 1):
        tasks.complete(tasks.get(three[place]), {"completed_on": "21/11/2026", "late_reason": "Mưa bão"})
    with pytest.raises(RefusedRows) as refused:
        bulk.accept_many(three, {"decided_on": "22/11/2026"})
    assert list(refused.value.rows) == [2]
    words = bulk.accept_many(three[:2], {"decided_on": "22/11/2026"})
    assert words == "Đã chấp nhận nguyên nhân chậm của 2 nhiệm vụ"


def test_nothing_chosen_is_told(three):
    assert said(lambda: bulk.confirm_many([], {})) == {"": "Chưa chọn nhiệm vụ nào"}


def test_one_that_failed_half_way_leaves_nothing_of_itself(three):
    decisions.cancel(tasks.get(three[1]), {"decided_on": "21/11/2026", "reason": "Trùng"})
    before = journal.end()
    with pytest.raises(RefusedRows) as refused:
        bulk.extend_many(three, {"decided_on": "22/11/2026", "due_on": "30/11/2026"})
    assert list(refused.value.rows) == [1]
    assert {str(t.due_on) for t in Task.select()} == {"2026-11-20"}
    assert (TaskDecision.select().count(), journal.end()) == (1, before)


def test_every_bulk_action_asks_what_its_questions_hold():
    assert len({one.name for one in bulk.BULK}) == len(bulk.BULK)
    for one in bulk.BULK:
        asked = [name for line in one.layout for name in line]
        assert sorted(asked) == sorted(one.questions.columns), one.name
        assert not one.day or one.day in asked
