"""Orders that come again: the days of the next one, never two of the same, the chain as it is told."""

import calendar
from datetime import date

import pytest

from db.models import Task, Unit
from db.words import Copy, Repeat
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.task_chain import service as chain
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_repeat import service as repeat
from desktop_app.features.task_story import service as story
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.rules import repeats
from desktop_app.rules.dates import show_date
from tests.office_hands import notice

pytestmark = pytest.mark.usefixtures("office")


def said(work):
    with pytest.raises(Refused) as refused:
        work()
    return "; ".join(refused.value.problems.values())


def recurring(assigned="02/10/2026", due="31/10/2026", repeats="Hàng tháng", **more):
    row = {"content": "Báo cáo tháng", "lead_unit": "KT", "assigned_on": assigned, "due_on": due, "repeats": repeats}
    return tasks.save(row | more)


def days(task):
    return show_date(task.assigned_on), show_date(task.due_on)


def story_of(task):
    return {section.title: [line.head for line in section.lines] for section in story.story(tasks.get(task.id))}


# --- Days ---


@pytest.mark.parametrize("repeat", [word for word in Repeat if word])
@pytest.mark.parametrize("day", [1, 28, 29, 30, 31])
def test_ten_years_of_a_chain_keep_the_day_of_the_month_or_its_last(repeat, day):
    months = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}[repeat]
    found = [date(2026, 1, day)]
    for n in range(1, 120 // months + 1):
        found.append(repeats.following(found, repeat))
        year, month = 2026 + n * months // 12, n * months % 12 + 1  # counted from January, not from the one before
        assert found[-1] == date(year, month, min(day, calendar.monthrange(year, month)[1]))


def test_the_next_one_is_proposed_a_period_later_with_everything_that_stays():
    made = recurring(
        urgency="Khẩn",
        kind="Trọng tâm",
        cooperating_units="VP; VHXH",
        supervising_leader="Vũ Thị Hà Mi",
        needs_confirmation="x",
        content="Báo cáo trước ngày 31/10/2026",
        official="Trần Văn Ân",
    )
    after = repeat.make_next(made, {})
    assert days(after) == ("02/11/2026", "30/11/2026")
    assert after.content == "Báo cáo trước ngày 30/11/2026"
    for name in ("lead_unit", "urgency", "kind", "supervising_leader", "needs_confirmation", "repeats"):
        assert getattr(after, name) == getattr(made, name), name
    assert TASKS.columns["cooperating_units"].shown(after) == TASKS.columns["cooperating_units"].shown(made)
    assert (after.previous, after.official, after.completed_on, after.original_due_on) == (
        made,
        None,
        None,
        date(2026, 11, 30),
    )
    assert days(repeat.make_next(after, {})) == ("02/12/2026", "31/12/2026")


def test_it_keeps_the_document_that_gave_it_even_where_two_have_one_number():
    _, [first, _] = notice("1/KH", "02/10/2026")
    notice("1/KH", "02/10/2026", issuer="TP", type="Kế hoạch")
    tasks.save({"repeats": "Hàng quý"}, first)
    after = repeat.make_next(tasks.get(first.id), {})
    assert after.document == first.document
    assert days(after) == ("02/01/2027", "10/02/2027")


def test_a_deadline_in_working_days_is_counted_afresh_and_none_stays_none():
    counted = recurring(assigned="02/11/2026", due="09/11/2026", due_workdays="5")
    assert repeat.proposed(counted)["due_on"] == "09/12/2026"  # 2 December is a Wednesday
    assert repeat.proposed(recurring(due=""))["due_on"] == ""


def test_an_extension_of_one_period_does_not_move_the_next():
    made = recurring()
    decisions.extend(made, {"due_on": "20/11/2026", "decided_on": "30/10/2026", "reason": "x"})
    assert repeat.proposed(tasks.get(made.id))["due_on"] == "30/11/2026"


def test_a_unit_that_has_ended_is_followed_by_its_successor():
    made = recurring()
    Unit.update(valid_to=date(2026, 10, 31), successor=Unit.get(Unit.code == "VP")).where(Unit.code == "KT").execute()
    assert repeat.make_next(tasks.get(made.id), {}).lead_unit.code == "VP"


# --- Never two ---


def test_there_is_never_a_second_next_one():
    made = recurring()
    after = repeat.make_next(made, {})
    assert said(lambda: repeat.make_next(made, {})) == f"Kỳ sau đã có: {after.code}"
    assert "repeat" not in desk.allowed(made)
    assert repeat.create_due([made.id]).tasks == []
    tasks.delete(after)
    again = repeat.make_next(made, {})
    assert again.previous == made
    assert f"Kỳ này đã có {again.code} thay" in said(lambda: tasks.restore(tasks.get(after.id)))
    tasks.delete(again)
    tasks.restore(tasks.get(after.id))
    assert chain.follower_of(made) == after


def test_what_does_not_recur_or_is_not_ours_has_no_next_one():
    once = recurring(repeats="")
    assert "không định kỳ" in said(lambda: repeat.make_next(once, {}))
    theirs = recurring()
    Task.update(def_owner="a" * 32).where(Task.id == theirs.id).execute()
    assert "chỉ nơi đó quyết định" in said(lambda: repeat.make_next(theirs, {}))
    copied = recurring()
    Task.update(copy=Copy.COOPERATING).where(Task.id == copied.id).execute()
    assert repeat.due() == []
    assert "chỉ để xem" in said(lambda: repeat.make_next(copied, {}))


# --- What is due to be made ---


def test_what_is_due_is_listed_on_the_day_of_its_next_assignment_and_made_in_one_go():
    first, second = recurring(), recurring(assigned="23/10/2026", due="")
    third = recurring(assigned="15/08/2026", due="31/08/2026", repeats="Hàng quý")
    assert repeat.due() == [first.id, third.id]  # the 22nd of November: the second one is of tomorrow
    assert set(tasks.find({"waits": "repeat"}).ids()) == {first.id, third.id}
    assert tasks.filter_words("waits", "repeat") == "Đến kỳ tạo tiếp"
    made = repeat.create_due([first.id, second.id, third.id])
    assert [task.previous for task in made.tasks] == [first, third]
    assert made.refused == {}
    assert repeat.due() == []
    assert days(made.tasks[1]) == ("15/11/2026", "30/11/2026")
    clock.set_today(date(2026, 12, 2))
    assert repeat.due() == [second.id, made.tasks[0].id]


def test_one_that_is_refused_is_named_and_the_others_are_made():
    good, bad = recurring(), recurring()
    Unit.update(valid_to=date(2026, 10, 31)).where(Unit.code == "KT").execute()
    tasks.save({"content": "Việc khác"}, good)
    Task.update(lead_unit=Unit.get(Unit.code == "VP")).where(Task.id == good.id).execute()
    made = repeat.create_due([bad.id, good.id])
    assert [task.previous for task in made.tasks] == [good]
    assert list(made.refused) == [bad.code]
    assert "đã kết thúc ngày 31/10/2026" in made.refused[bad.code]
    assert repeat.due() == [bad.id]


def test_a_refused_period_goes_on_by_itself_and_a_cancelled_one_by_hand():
    declined, cancelled = recurring(), recurring()
    flow.decline(declined, {"noted_on": "20/11/2026", "reason": "Quá tải"})
    decisions.cancel(cancelled, {"decided_on": "20/11/2026", "reason": "Tháng này không cần"})
    assert "“Tạo việc kỳ tiếp theo”" in desk.words(tasks.get(cancelled.id), "cancel")
    assert repeat.due() == [declined.id]
    assert "repeat" in desk.allowed(tasks.get(cancelled.id))
    assert set(desk.allowed(tasks.get(cancelled.id))) == {"repeat"}
    after = desk.do(tasks.get(cancelled.id), "repeat", {"content": "Báo cáo tháng 11"})
    assert (after.previous, after.content) == (cancelled, "Báo cáo tháng 11")


def test_a_chain_is_stopped_by_choosing_that_it_recurs_no_more():
    made = recurring()
    tasks.save({"repeats": "Không định kỳ"}, made)
    assert repeat.due() == []
    assert "repeat" not in desk.allowed(tasks.get(made.id))


def test_the_story_tells_the_period_before_and_after():
    made = recurring()
    after = repeat.make_next(made, {})
    last = repeat.make_next(after, {})
    assert story_of(made)["Việc định kỳ"] == [f"Kỳ sau: {after.code}, hạn 30/11/2026 · Chưa thực hiện"]
    assert story_of(after)["Việc định kỳ"] == [
        f"Kỳ trước: {made.code}, hạn 31/10/2026 · Quá hạn 22 ngày",
        f"Kỳ sau: {last.code}, hạn 31/12/2026 · Chưa thực hiện",
    ]
    assert "Việc định kỳ" not in story_of(recurring())
