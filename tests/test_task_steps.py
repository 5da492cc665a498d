"""Who held a task, step by step: what is refused, what follows by itself, and what the office above sees of it."""

import random
from datetime import date, timedelta

import pytest

from db.connection import database
from db.models import Package, Task, TaskStep
from db.words import Copy, Progress, StepMove
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.officials import service as officials
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_holders.columns import STEPS
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_steps import service as steps
from desktop_app.features.task_story import service as story
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import journal
from desktop_app.rules import steps as rules
from tests.network_hands import Network
from tests.office_hands import notice

AN, HUONG, KHUE = "Trần Văn Ân", "Nguyễn Thị Hường", "Đặng Văn Khuê"
ROOM = "Văn phòng HĐND và UBND"


@pytest.fixture
def task(office):
    """A task of our own, led by a unit of ours: given on 2 November, due on the 10th."""
    return notice()[1][0]


def words_of(work):
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.problems


def said(work):
    return "; ".join(words_of(work).values())


def told(task):
    """Every step: how it came, who, from, to."""
    return [(step.move, step.holder, step.began_on, step.ended_on) for step in holders.steps_of(task)]


def now(task):
    """Who holds it by the steps, by the task's own column, and by the list."""
    fresh = tasks.get(task.id)
    held = holders.open_step(fresh)
    [row] = tasks.find().rows([task.id])
    return held and held.holder, fresh.official and fresh.official.name, row.holder


def nov(day):
    return date(2026, 11, day)


def give(task, who=AN, day="03/11/2026", **more):
    return steps.receive(task, {"holder": who, "began_on": day, **more})


def on(task, who, day, **more):
    return steps.hand_on(task, {"holder": who, "began_on": day, **more})


def back(task, day, words="Thiếu hồ sơ", **more):
    return steps.hand_back(task, {"began_on": day, "words": words, **more})


def story_of(task):
    return {section.title: section.lines for section in story.story(tasks.get(task.id))}


# --- Moves ---


def test_a_task_is_taken_handed_on_and_handed_back_and_one_step_is_open_at_a_time(task):
    give(task, due_on="05/11/2026", words="Dự thảo văn bản")
    assert now(task) == (AN, AN, AN)
    on(task, ROOM, "06/11/2026")
    assert now(task) == (ROOM, None, ROOM)
    on(task, HUONG, "09/11/2026")
    back(task, "10/11/2026")
    assert now(task) == (ROOM, None, ROOM)
    back(task, "12/11/2026")
    assert now(task) == (AN, AN, AN)
    assert told(task) == [
        ("received", AN, nov(3), nov(6)),
        ("handed_on", ROOM, nov(6), nov(9)),
        ("handed_on", HUONG, nov(9), nov(10)),
        ("returned", ROOM, nov(10), nov(12)),
        ("returned", AN, nov(12), None),
    ]
    assert "nhận đầu tiên" in said(lambda: back(task, "13/11/2026"))
    assert journal.first_broken() is None
    assert journal.contradictions([TASKS, STEPS]) == []


def test_the_names_are_of_our_people_and_rooms_and_may_be_typed_without_accents(task):
    give(task, who="tran van an")
    assert holders.open_step(task).holder == AN
    assert "Không tìm thấy" in words_of(lambda: on(task, "Ai Đó", "05/11/2026"))["holder"]
    assert set(holders.known()) >= {AN, ROOM, "Phòng Kinh tế, Hạ tầng và Đô thị"}
    assert not set(holders.known()) & {"Tổ dân phố số 1", "Ủy ban nhân dân thành phố Hà Nội"}


def test_two_officials_of_one_name_are_told_apart_when_a_task_comes_back(task):
    officials.save({"name": AN, "position": "Phó Trưởng phòng", "unit": "VP"})
    [other] = [label for label in holders.known() if label.startswith(AN) and "Phó Trưởng phòng" in label]
    give(task, who=other)
    assert tasks.get(task.id).official.position == "Phó Trưởng phòng"
    on(task, KHUE, "05/11/2026")
    back(task, "06/11/2026")
    assert tasks.get(task.id).official.position == "Phó Trưởng phòng"


def test_days_of_steps_stand_in_order_and_never_lie_ahead(task):
    assert "ngày giao 02/11/2026" in words_of(lambda: give(task, day="01/11/2026"))["began_on"]
    assert "sau ngày hôm nay" in words_of(lambda: give(task, day="23/11/2026"))["began_on"]
    assert "từ ngày 03/11/2026 trở đi" in words_of(lambda: give(task, due_on="02/11/2026"))["due_on"]
    assert TaskStep.select().count() == 0
    give(task, day="05/11/2026")
    assert f"{AN} nhận việc, 05/11/2026" in words_of(lambda: on(task, HUONG, "04/11/2026"))["began_on"]
    assert "đang giữ việc này" in words_of(lambda: on(task, AN, "06/11/2026"))["holder"]
    assert words_of(lambda: on(task, "", "")).keys() == {"holder", "began_on"}
    on(task, HUONG, "05/11/2026")
    assert words_of(lambda: back(task, "06/11/2026", words=" ")).keys() == {"words"}
    assert len(told(task)) == 2


def test_a_step_may_be_due_after_the_task_and_the_story_says_so(task):
    give(task, due_on="15/11/2026")
    [line] = story_of(task)["Các bước xử lý"]
    assert "hạn 15/11/2026 (sau hạn của nhiệm vụ): quá hạn 7 ngày" in line.head


def test_only_what_makes_sense_now_is_offered(task):
    moves = {"receive", "hand_on", "hand_back"}
    assert moves & set(desk.allowed(task)) == {"receive"}
    give(task)
    assert moves & set(desk.allowed(task)) == {"hand_on"}
    assert "đang giữ việc; hãy bấm “Chuyển tiếp”" in said(lambda: give(task, who=HUONG))
    on(task, HUONG, "05/11/2026")
    assert moves & set(desk.allowed(task)) == {"hand_on", "hand_back"}
    flow.complete(task, {"completed_on": "09/11/2026"})
    assert not moves & set(desk.allowed(task))
    assert "Đã báo hoàn thành" in said(lambda: on(task, AN, "10/11/2026"))


def test_of_a_task_that_another_office_does_no_step_is_written_here(task):
    Task.update(exe_owner="b" * 32, doer="b" * 32).where(Task.id == task.id).execute()
    assert "ghi trên sổ của mình" in said(lambda: give(tasks.get(task.id)))
    Task.update(exe_owner=task.exe_owner, doer="", copy=Copy.HANDED_ON).where(Task.id == task.id).execute()
    assert "chỉ để xem" in said(lambda: give(tasks.get(task.id)))
    assert TaskStep.select().count() == 0


# --- What follows by itself ---


def test_the_official_typed_in_the_form_is_a_step_too(office):
    made = tasks.save({"content": "Việc", "lead_unit": "KT", "assigned_on": "02/11/2026", "official": AN})
    assert told(made) == [("received", AN, nov(2), None)]
    tasks.save({"official": HUONG}, made)
    assert told(made) == [("received", AN, nov(2), nov(22)), ("handed_on", HUONG, nov(22), None)]
    tasks.save({"content": "Việc khác"}, tasks.get(made.id))
    assert len(told(made)) == 2
    tasks.save({"official": ""}, tasks.get(made.id))
    assert now(made) == (None, None, None)


def test_a_room_that_holds_a_task_stays_when_the_form_is_saved_without_an_official(task):
    give(task, who=ROOM)
    tasks.save({"deliverable": "Dự thảo", "official": ""}, tasks.get(task.id))
    assert now(task) == (ROOM, None, ROOM)


def test_completion_ends_the_step_on_its_day_and_taking_it_back_opens_it_again(task):
    give(task)
    flow.complete(task, {"completed_on": "09/11/2026"})
    assert told(task) == [("received", AN, nov(3), nov(9))]
    tasks.save({"completed_on": "08/11/2026"}, tasks.get(task.id))
    assert told(task) == [("received", AN, nov(3), nov(8))]
    flow.take_back(tasks.get(task.id))
    assert told(task) == [("received", AN, nov(3), None)]
    tasks.save({"completed_on": "12/11/2026", "late_reason": "Chờ số liệu"}, tasks.get(task.id))
    assert told(task) == [("received", AN, nov(3), nov(12))]


def test_a_step_that_begins_after_the_work_was_done_ends_on_the_day_it_began(task):
    give(task, day="10/11/2026")
    flow.complete(task, {"completed_on": "09/11/2026"})
    assert told(task) == [("received", AN, nov(10), nov(10))]
    flow.take_back(tasks.get(task.id))
    assert told(task) == [("received", AN, nov(10), None)]


def test_who_is_named_with_a_completion_held_it_until_then(task):
    tasks.save({"official": AN, "completed_on": "09/11/2026"}, task)
    assert told(task) == [("received", AN, nov(9), nov(9))]
    tasks.save({"official": HUONG}, tasks.get(task.id))  # it was somebody else who had done it
    assert told(task)[-1] == ("received", HUONG, nov(9), nov(9))
    assert now(task) == (None, HUONG, None)


@pytest.mark.parametrize("who", [AN, ROOM])
def test_work_that_is_begun_anew_is_its_last_holders_again(task, who):
    tasks.save({"needs_confirmation": "x"}, task)
    give(task, who=HUONG)
    on(task, who, "05/11/2026")
    flow.complete(task, {"completed_on": "09/11/2026"})
    decisions.redo(task, {"decided_on": "12/11/2026", "reason": "Thiếu phụ lục"})
    assert now(task)[0] is None
    flow.begin_again(tasks.get(task.id), {"noted_on": "13/11/2026", "content": "Làm lại"})
    assert told(task)[-1] == ("received", who, nov(13), None)
    assert "nhận đầu tiên" in said(lambda: back(task, "14/11/2026"))


def test_what_is_declined_is_held_by_nobody_until_it_is_taken_up(task):
    give(task)
    flow.decline(tasks.get(task.id), {"noted_on": "06/11/2026", "reason": "Không đúng chức năng"})
    assert told(task) == [("received", AN, nov(3), nov(6))]
    flow.take_up(tasks.get(task.id), {"noted_on": "09/11/2026", "content": "Nhận lại"})
    assert told(task)[-1] == ("received", AN, nov(9), None)


def test_a_task_that_goes_to_another_unit_is_held_by_nobody_there_yet(task):
    give(task)
    reassign.answer(task, {"lead_unit": "VP", "decided_on": "16/11/2026", "reason": "Đúng chức năng"})
    assert told(task) == [("received", AN, nov(3), nov(16))]
    assert now(task) == (None, None, None)
    fresh = tasks.save({"needs_confirmation": "x"}, tasks.get(task.id))
    flow.complete(fresh, {"completed_on": "18/11/2026"})
    decisions.redo(fresh, {"decided_on": "19/11/2026", "reason": "x"})
    flow.begin_again(tasks.get(task.id), {"noted_on": "20/11/2026", "content": "Làm lại"})
    assert now(task)[0] is None  # not the former unit's
    assert "bước trước kết thúc, 16/11/2026" in words_of(lambda: give(task, who=HUONG, day="15/11/2026"))["began_on"]
    give(task, who=HUONG, day="20/11/2026")
    assert now(task) == (HUONG, HUONG, HUONG)


def test_a_cancelled_task_is_held_by_nobody_and_its_step_ended_then(task):
    give(task)
    decisions.cancel(task, {"decided_on": "10/11/2026", "reason": "Trùng"})
    [row] = tasks.find().rows([task.id])
    assert (row.holder, row.held_since) == (None, None)
    [line] = story_of(task)["Các bước xử lý"]
    assert line.head.startswith(f"1. {AN} · 03/11/2026 – 10/11/2026, 7 ngày (5 ngày làm việc)")
    assert AN not in desk.holders_now()


def test_a_task_refused_writes_no_step(task):
    give(task)
    before = told(task)
    assert words_of(lambda: tasks.save({"official": HUONG, "completed_on": "01/11/2026"}, tasks.get(task.id)))
    assert told(task) == before
    assert now(task) == (AN, AN, AN)


# --- What is told ---


def test_the_story_counts_days_and_totals_of_each_holder(task):
    give(task, due_on="05/11/2026", words="Dự thảo")
    on(task, HUONG, "06/11/2026", due_on="09/11/2026", words="Rà soát")
    back(task, "09/11/2026", words="Thiếu số liệu")
    heads = [(line.head, line.words) for line in story_of(task)["Các bước xử lý"]]
    assert heads == [
        (f"1. {AN} · 03/11/2026 – 06/11/2026, 3 ngày (3 ngày làm việc) · hạn 05/11/2026: quá hạn 1 ngày", "Dự thảo"),
        (
            f"2. {HUONG} · 06/11/2026 – 09/11/2026, 3 ngày (1 ngày làm việc) · hạn 09/11/2026: trong hạn",
            "Được chuyển tiếp: Rà soát",
        ),
        (f"3. {AN} · từ 09/11/2026, đang giữ 13 ngày (9 ngày làm việc)", "Được trả lại: Thiếu số liệu"),
        (f"Cộng theo người: {AN} 16 ngày, 1 bước quá hạn; {HUONG} 3 ngày", ""),
    ]
    assert f"{AN} đang giữ việc từ ngày 09/11/2026" in desk.about(tasks.get(task.id))


def test_the_list_tells_and_is_narrowed_to_who_holds_what_now(task):
    other = tasks.get(2)
    give(task)
    give(other, who=ROOM, day="20/11/2026")
    assert desk.holders_now() == {AN: AN, ROOM: ROOM}
    assert list(tasks.find({"held_by": AN}).ids()) == [task.id]
    assert list(tasks.find({"held_by": ROOM}).ids()) == [other.id]
    assert [row.holder for row in tasks.find(order="holder").iterate()][:2] == [AN, ROOM]
    assert [TASKS.columns["held_days"].of(row) for row in tasks.find(order="held_since").iterate()] == [19, 2]
    on(task, HUONG, "21/11/2026")
    assert list(tasks.find({"held_by": AN}).ids()) == []


@pytest.mark.parametrize("seed", range(20))
def test_days_of_all_steps_add_up_to_the_days_between_taking_and_completing(task, seed):
    rng = random.Random(seed)
    day = nov(2)
    give(task, day=f"{day:%d/%m/%Y}")
    for _ in range(rng.randint(0, 8)):
        day = min(day + timedelta(days=rng.randint(0, 4)), nov(22))
        if rng.random() < 0.4 and holders.giver_of(task):
            back(task, f"{day:%d/%m/%Y}")
        else:
            held = holders.open_step(task).holder
            on(task, rng.choice([who for who in (AN, HUONG, KHUE, ROOM) if who != held]), f"{day:%d/%m/%Y}")
        assert sum(step.ended_on is None for step in holders.steps_of(task)) == 1
        official = tasks.get(task.id).official
        assert (official and official.name) == (None if holders.open_step(task).holder == ROOM else now(task)[0])
    flow.complete(tasks.get(task.id), {"completed_on": "22/11/2026"})
    plain = [holders.plain(step) for step in holders.steps_of(task)]
    sums = rules.totals(plain, clock.today()).values()
    assert sum(one.days for one in sums) == 20
    assert sum(one.workdays for one in sums) == rules.workdays_between(nov(2), nov(22))
    # the same by plain SQL
    sql = "SELECT sum(julianday(ended_on) - julianday(began_on)) FROM task_step WHERE task_id = ?"
    assert database.execute_sql(sql, (task.id,)).fetchone()[0] == 20


# --- Parts ---


def test_a_task_is_not_reported_done_while_a_part_of_it_is_open(task):
    first, second, third = (
        parts.give_part(
            task, {"content": f"Phần {n}", "lead_unit": "KT", "assigned_on": "03/11/2026", "due_on": "09/11/2026"}
        )
        for n in (1, 2, 3)
    )
    assert first.origin.endswith(f"({task.code})")
    assert "complete" not in desk.allowed(task)
    assert said(lambda: flow.complete(task, {"completed_on": "10/11/2026"})) == (
        f"Còn 3 việc thành phần chưa hoàn thành hoặc hủy: {first.code}, {second.code}, {third.code}"
    )
    typed = words_of(lambda: tasks.save({"completed_on": "10/11/2026"}, tasks.get(task.id)))
    assert "Còn 3 việc thành phần" in typed["completed_on"]
    flow.complete(first, {"completed_on": "09/11/2026"})
    decisions.cancel(second, {"decided_on": "09/11/2026", "reason": "Trùng"})
    line = story_of(task)["Việc thành phần"][0]
    assert line.head == "Đã hoàn thành 1 trên 2 việc; 1 việc đã hủy; xong hết các việc này mới báo hoàn thành được"
    assert list(tasks.find(line.lists).ids()) == [first.id, second.id, third.id][::-1]
    assert tasks.filter_words("parent", task.id) == f"Việc thành phần của {task.code}"
    flow.decline(third, {"noted_on": "09/11/2026", "reason": "Không đúng chức năng"})
    assert third.code in said(lambda: flow.complete(task, {"completed_on": "10/11/2026"}))
    decisions.cancel(third, {"decided_on": "10/11/2026", "reason": "Thôi"})
    flow.complete(task, {"completed_on": "10/11/2026"})
    assert tasks.get(task.id).progress == Progress.REPORTED


def test_a_part_of_a_part_holds_both_open_and_says_whose_it_is(task):
    texts = {"content": "Phần", "lead_unit": "KT", "assigned_on": "03/11/2026", "due_on": "09/11/2026"}
    part = parts.give_part(task, texts)
    inner = parts.give_part(part, texts | {"due_on": "08/11/2026"})
    assert "Không được sau hạn" in words_of(lambda: parts.give_part(part, texts | {"due_on": "10/11/2026"}))["due_on"]
    assert inner.code in said(lambda: flow.complete(part, {"completed_on": "08/11/2026"}))
    [row] = tasks.find().rows([inner.id])
    assert TASKS.columns["given_by"].of(row) == part.code
    assert f"Việc thành phần của {part.code}" in desk.about(inner)
    assert "Giao tiếp 1 việc thành phần, đã hoàn thành 0" in story_of(task)["Việc thành phần"][1].words
    assert "1 việc thành phần" in said(lambda: tasks.delete(part))
    assert words_of(lambda: tasks.save({"parent": inner.code}, tasks.get(task.id))).keys() == {"parent"}


def test_a_part_that_needs_confirmation_is_open_until_it_has_it(task):
    texts = {"content": "Phần", "lead_unit": "KT", "assigned_on": "03/11/2026", "due_on": "09/11/2026"}
    part = tasks.save({"needs_confirmation": "x"}, parts.give_part(task, texts))
    flow.complete(part, {"completed_on": "08/11/2026"})
    assert part.code in said(lambda: flow.complete(task, {"completed_on": "09/11/2026"}))
    decisions.confirm(part, {"decided_on": "09/11/2026"})
    flow.complete(task, {"completed_on": "09/11/2026"})


# --- Two offices ---


@pytest.fixture
def pair(net: Network) -> Network:
    """T has given A a task, and A has it."""
    with net.at("T"):
        notice(
            "12/TB", "02/11/2026", {"content": "Rà soát đất công", "lead_unit": "A", "due_on": "30/11/2026"}, issuer="T"
        )
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))  # T learns A's name
    net.receive("A", net.assign("T", "A"))
    return net


def there(net: Network, name: str) -> list[tuple]:
    with net.at(name):
        [task] = Task.select()
        return [(s.uid, *line) for s, line in zip(holders.steps_of(task), told(task), strict=True)]


def work(net: Network, *moves) -> None:
    with net.at("A"):
        for move in moves:
            move(Task.get())


def receive_by(day):
    return lambda task: give(task, who="Trần Thị A", day=day)


def test_steps_typed_below_are_seen_above_and_belong_to_the_doer(pair):
    work(pair, receive_by("09/11/2026"), lambda task: on(task, "Phòng Kinh tế", "12/11/2026", words="Kiểm tra"))
    pair.receive("T", pair.report("A"))
    assert there(pair, "T") == there(pair, "A")
    assert len(there(pair, "T")) == 2
    with pair.at("T"):
        [row] = tasks.find().iterate()
        assert (row.holder, row.held_since) == ("Phòng Kinh tế", nov(12))
        heads = [line.head for line in story_of(Task.get())["Các bước xử lý"]]
        assert heads[0].startswith("1. Trần Thị A · 09/11/2026 – 12/11/2026")
        assert not {"receive", "hand_on", "hand_back"} & set(desk.allowed(Task.get()))
        assert "ghi trên sổ của mình" in said(lambda: on(Task.get(), "Văn phòng", "13/11/2026"))
        assert "Phòng Kinh tế" in desk.holders_now()


@pytest.mark.parametrize("seed", range(4))
def test_packages_in_any_order_lead_to_the_same_steps(pair, seed):
    rng = random.Random(seed)
    moves = [
        receive_by("09/11/2026"),
        lambda task: on(task, "Phòng Kinh tế", "12/11/2026"),
        lambda task: back(task, "13/11/2026"),
        lambda task: on(task, "Văn phòng", "16/11/2026"),
        lambda task: flow.complete(task, {"completed_on": "20/11/2026"}),
    ]
    packages = []
    for move in moves:
        work(pair, move)
        packages.append(pair.report("A"))
    rng.shuffle(packages)
    for package in packages:
        pair.receive("T", package)
    with pair.at("T"):
        assert "đã nhận" in said(lambda: pair.accept(packages[0]))
    pair.receive("A", pair.assign("T", "A"))
    pair.receive("T", pair.report("A"))
    assert there(pair, "T") == there(pair, "A")
    assert [line[1] for line in there(pair, "T")] == ["received", "handed_on", "returned", "handed_on"]
    assert there(pair, "T")[-1][-1] == nov(20)


def test_a_package_of_steps_is_taken_back_and_comes_again(pair):
    work(pair, receive_by("09/11/2026"))
    pair.receive("T", pair.report("A"))
    work(pair, lambda task: on(task, "Phòng Kinh tế", "12/11/2026"))
    pair.receive("T", pair.report("A"))
    assert len(there(pair, "T")) == 2
    with pair.at("T"):
        undo_last()
    [left] = there(pair, "T")
    assert left[1:] == ("received", "Trần Thị A", nov(9), None)
    pair.receive("A", pair.assign("T", "A"))
    pair.receive("T", pair.report("A"))
    assert there(pair, "T") == there(pair, "A")


def undo_last() -> None:
    package = Package.select().where(Package.state == "applied").order_by(Package.id.desc()).get()
    undoing.undo(package)


def test_what_a_former_doer_left_open_is_nobodys_any_more(pair):
    work(pair, receive_by("09/11/2026"))
    pair.receive("T", pair.report("A"))
    with pair.at("T"):
        reassign.answer(Task.get(), {"lead_unit": "VP", "decided_on": "16/11/2026", "reason": "Đúng chức năng"})
        [row] = tasks.find().iterate()
        assert row.holder is None
        assert desk.holders_now() == {}
        assert "receive" in desk.allowed(Task.get())
        give(Task.get(), who="Trần Thị T", day="17/11/2026")
        assert now(Task.get()) == ("Trần Thị T", "Trần Thị T", "Trần Thị T")
        assert [step.holder for step in holders.steps_of(Task.get())] == ["Trần Thị A", "Trần Thị T"]
        assert holders.open_step(Task.get()).move == StepMove.RECEIVED
