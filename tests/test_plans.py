"""Plans: written in one go and counted against their text, given as tasks, followed on a day, heard, and printed."""

from datetime import date

import pytest

from db.models import Journal, Plan, PlanGroup, PlanItem, Task
from db.words import PlanStanding
from desktop_app import catalogue
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.documents import service as documents
from desktop_app.features.plan_counts import service as counting
from desktop_app.features.plan_desk import service as desk
from desktop_app.features.plan_progress import service as progress
from desktop_app.features.plan_tasks import service as giving
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import PLANS
from desktop_app.features.printing import service as printing
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk import service as task_desk
from desktop_app.features.tasks import service as tasks
from desktop_app.records import finding, undo
from tests.reading_pdf import squashed, text_of

TODAY = date(2026, 11, 22)
HEAD = {"kind": "Kế hoạch", "year": "2026", "title": "Kế hoạch cải cách hành chính năm 2026"}
GROUPS = [{"name": "Thể chế", "stated_tasks": "2"}, {"name": "Thủ tục hành chính", "stated_tasks": "1"}]
ITEMS = [
    {"kind": "Nhiệm vụ", "content": "Rà soát văn bản", "lead_unit": "VP", "due_on": "30/06/2026", "in_group": "0"},
    {"kind": "Nhiệm vụ", "content": "Kiểm tra văn bản", "in_group": "0"},
    {"kind": "Nhiệm vụ", "content": "Cắt giảm thời gian", "lead_unit": "KT", "in_group": "1"},
    {"kind": "Chỉ tiêu", "content": "100% hồ sơ đúng hạn", "in_group": "1"},
]


def paper(number: str = "25/KH-UBND", issuer: str = "UB") -> None:
    texts = {"type": "Kế hoạch", "number": number, "issuer": issuer, "issued_on": "10/01/2026", "subject": "Cải cách"}
    documents.save(texts)


def made(**texts: str) -> Plan:
    return plans.save_all({**HEAD, **texts}, GROUPS, ITEMS)


def contents(plan: Plan) -> list[str]:
    return [f"{line.group}: {line.item.content}" for line in desk.read(plan).lines]


# --- Written in one go ---


@pytest.mark.usefixtures("office")
def test_a_plan_is_written_whole_or_not_at_all_and_says_what_its_text_counts_otherwise():
    entries = Journal.select().count()
    bad = [*ITEMS[:2], {"kind": "Nhiệm vụ", "content": "", "month": "13", "in_group": "1"}]
    with pytest.raises(RefusedRows) as refused:
        plans.save_all(HEAD, GROUPS, bad)
    assert refused.value.rows == {2: {"content": "Chưa ghi nội dung", "month": "Ghi tháng từ 1 đến 12"}}
    assert (Plan.select().count(), PlanGroup.select().count(), PlanItem.select().count()) == (0, 0, 0)
    assert Journal.select().count() == entries
    with pytest.raises(RefusedRows) as refused:
        plans.save_all(HEAD, [{"stated_tasks": "3"}], [])
    assert refused.value.problems == {"name": "Chưa ghi nhóm nhiệm vụ"}
    plan = made(stated_tasks="4", stated_targets="1")
    assert counting.differences(plan) == [
        "Nhiệm vụ: văn bản ghi 04, đã nhập 03",
        "Nhiệm vụ: văn bản ghi tổng 04, các nhóm cộng lại 03",
    ]
    assert {kind.value: count.short for kind, count in counting.counts(plan).items()} == {"task": "3/4", "target": "1"}
    assert desk.read(plan).sections[0].short == "3/4 + 1"
    plans.save({"stated_tasks": "3"}, plan)
    assert counting.differences(plan) == []
    more = [{"kind": kind, "content": "Mục", "in_group": "1"} for kind in ("Dự án", "Nội dung")]
    assert desk.read(plans.save_all(HEAD, GROUPS, [*ITEMS, *more])).sections[0].short == "6"


@pytest.mark.usefixtures("office")
def test_saving_again_keeps_what_is_there_moves_what_moved_and_takes_out_what_is_in_no_row():
    plan = made()
    rows = desk.item_rows(plan)
    first = rows[0]
    before = Journal.select().count()
    desk.save_rows(plan, rows, [row["uid"] for row in rows])
    assert Journal.select().count() == before  # nothing was changed
    rows = [rows[2], {**first, "group_name": "Thủ tục hành chính"}, {"kind": "Dự án", "content": "Mới"}]
    shown = [row["uid"] for row in desk.item_rows(plan)]
    mark = undo.mark()
    desk.save_rows(plan, rows, shown)
    assert contents(plan) == [
        "Thủ tục hành chính: Cắt giảm thời gian",
        "Thủ tục hành chính: Rà soát văn bản",
        ": Mới",
    ]
    assert PlanItem.get(PlanItem.uid == first["uid"]).group.name == "Thủ tục hành chính"
    undo.undo(undo.since(mark), catalogue.service_of)
    assert contents(plan)[:2] == ["Thể chế: Rà soát văn bản", "Thể chế: Kiểm tra văn bản"]
    with pytest.raises(RefusedRows, match="chưa có nhóm “Không có”"):
        desk.save_rows(plan, [{"kind": "Nhiệm vụ", "content": "x", "group_name": "Không có"}], [])


@pytest.mark.usefixtures("office")
def test_items_and_groups_are_put_in_order_and_moved():
    plan = made()
    ids = [line.item.id for line in desk.read(plan).lines]
    assert desk.shift(plan, [ids[1]], -1)
    assert not desk.shift(plan, [ids[1]], -1)  # at the top of its group already
    desk.move(plan, [ids[1]], {"group_name": "Thủ tục hành chính"})
    assert contents(plan)[-1] == "Thủ tục hành chính: Kiểm tra văn bản"
    second = plans.groups(plan)[1]
    assert desk.move_group(plan, second, -1)
    assert [section.name for section in desk.read(plan).sections[1:]] == ["Thủ tục hành chính", "Thể chế"]
    with pytest.raises(Refused, match="hai nhóm cùng tên “Thể chế”"):
        desk.save_group(plan, {"name": "Thể chế"}, second)
    desk.save_group(plan, {"name": "Thủ tục"}, second)
    desk.save_group(plan, {"name": "Chuyển đổi số"}, None)
    assert [section.name for section in desk.read(plan).sections[1:]] == ["Thủ tục", "Thể chế", "Chuyển đổi số"]
    assert len(desk.read(plan).lines) == 4


@pytest.mark.usefixtures("office")
def test_a_plan_goes_once_it_is_empty_and_what_it_held_is_taken_back_in_one_go():
    plan = made()
    with pytest.raises(Refused, match="Còn 4 nhóm, mục"):
        plans.delete(plan)
    plans.clear(plan, plans.groups(plan)[0])
    assert [line.item.content for line in desk.read(plan).lines] == ["Cắt giảm thời gian", "100% hồ sơ đúng hạn"]
    mark = undo.mark()
    plans.clear(plan)
    assert (plans.groups(plan), plans.items(plan)) == ([], [])
    undo.undo(undo.since(mark), catalogue.service_of)
    assert contents(plan) == ["Thủ tục hành chính: Cắt giảm thời gian", "Thủ tục hành chính: 100% hồ sơ đúng hạn"]
    plans.clear(plan)
    plans.delete(plan)
    assert plans.find().count() == plans.find_items().count() == 0
    plans.restore(plan)
    assert plans.find().count() == 1


# --- Tasks, and how far it is ---


@pytest.mark.usefixtures("office")
def test_items_become_tasks_of_the_plans_document_in_one_go_and_follow_them():
    paper()
    plan = made(document="25/KH-UBND")
    first, second, third, target = plans.items(plan)
    begin = giving.defaults(plan)
    with pytest.raises(RefusedRows) as refused:
        giving.give(plan, [first.id, second.id, target.id], begin)
    assert set(refused.value.rows) == {1, 2}  # no lead unit; a target
    assert Task.select().count() == 0
    rest = {"lead_unit": "VHXH", "due_on": "30/11/2026"}
    made_tasks = giving.give(plan, [first.id, second.id, third.id], begin | rest)
    assert [(task.lead_unit.code, task.due_on, str(task.document)) for task in made_tasks] == [
        ("VP", date(2026, 6, 30), "25/KH-UBND"),
        ("VHXH", date(2026, 11, 30), "25/KH-UBND"),
        ("KT", date(2026, 11, 30), "25/KH-UBND"),
    ]
    assert "Thuộc kế hoạch 25/KH-UBND" in task_desk.about(made_tasks[0])
    tasks.complete(made_tasks[1], {"completed_on": "20/11/2026"})
    decisions.cancel(made_tasks[2], {"decided_on": "21/11/2026", "reason": "Trùng", "decided_by": "Vũ Thị Hà Mi"})
    on = {line.item.id: line.where for line in desk.read(plan).lines}
    assert (on[first.id].standing, on[first.id].words) == (PlanStanding.LATE, "Quá hạn 145 ngày")
    assert (on[second.id].standing, on[third.id].standing) == (PlanStanding.DONE, PlanStanding.DROPPED)
    earlier = progress.where(plan, date(2026, 11, 19))
    assert (earlier[second.id].standing, earlier[third.id].standing) == (PlanStanding.DOING, PlanStanding.NEW)
    sums = {str(group): found for group, found in progress.progress(plan, TODAY).items()}
    assert (sums["Thể chế"].done, sums["Thể chế"].late, sums["Thủ tục hành chính"].dropped) == (1, 1, 1)
    [row] = plans.find().rows([plan.id])
    assert (row.item_count, row.target_count, PLANS.columns["done_words"].shown(row)) == (4, 1, "1/2")
    with pytest.raises(RefusedRows, match="Đã giao thành"):
        giving.give(plan, [first.id], begin)
    with pytest.raises(Refused, match="bấm “Bỏ gắn nhiệm vụ”"):
        plans.clear(plan)
    with pytest.raises(Refused, match="đã là của mục"):
        giving.join(giving.part(plans.item(third.id)), made_tasks[0])
    giving.join(plans.item(third.id), made_tasks[2])
    tasks.delete(made_tasks[1])  # the work that was done: its item follows its own state again, in list and page alike
    [row] = plans.find().rows([plan.id])
    assert (PLANS.columns["done_words"].shown(row), desk.read(plan).sections[0].progress.done) == ("0/2", 0)
    tasks.restore(made_tasks[1])
    tasks.delete(made_tasks[0])
    assert desk.read(plan).lines[0].linked_to == ""
    assert giving.give(plan, [first.id], begin)[0].code != made_tasks[0].code


@pytest.mark.usefixtures("office")
def test_an_item_without_a_task_says_itself_how_far_it_is():
    plan = made()
    one = plans.items(plan)[1]
    with pytest.raises(Refused, match="Ghi ngày hoàn thành"):
        plans.save_item({"state": "Hoàn thành"}, one)
    with pytest.raises(Refused, match="tình trạng là “Hoàn thành”"):
        plans.save_item({"done_on": "01/11/2026"}, one)
    plans.save_item({"state": "Hoàn thành", "done_on": "01/11/2026"}, one)
    assert progress.where(plan, TODAY)[one.id].words == "Hoàn thành ngày 01/11/2026"
    assert progress.where(plan, date(2026, 10, 31))[one.id].standing == PlanStanding.DOING
    assert progress.together(progress.progress(plan, TODAY)).total == 4


# --- Found, and printed ---


@pytest.mark.usefixtures("office")
def test_plans_and_their_items_are_found_by_their_words_and_open_their_plan():
    plan = made()
    books = [book for book in catalogue.BOOKS if book.screen == "plans"]
    [[one]] = finding.find(books, "cai cach", 5)
    assert (one.id, one.book.opened(one.id)) == (plan.id, ({}, plan.id))
    [[hit]] = finding.find(books, "cat giam", 5)
    assert hit.book.opened(hit.id) == ({"item": plans.items(plan)[2].id}, None)
    plans.clear(plan)
    plans.delete(plan)
    assert finding.find(books, "cat giam", 5) == finding.find(books, "cai cach", 5) == []


def printed(name: str, record: str, folder) -> str:
    form = catalogue.form(name)
    out = folder / f"{name}.pdf"
    printing.prepare(form, printing.Request(record=record), out).run()
    return text_of(out)


def test_our_plan_is_printed_with_sums_that_equal_their_parts_and_others_are_not(office, tmp_path):
    paper()
    plan = made(document="25/KH-UBND", stated_tasks="3")
    text = squashed(printed("plan", "25/kh-ubnd", tmp_path))
    for words in (
        "Số:25/KHUBND",
        "KẾHOẠCHCảicáchhànhchínhnăm2026",
        "IThểchế202",
        "IIThủtụchànhchính112",
        "Tổngcộng314",
        "Tổngcộng:03nhiệmvụ,01chỉtiêu",
    ):
        assert words in text
    plans.save({"stated_tasks": "5"}, plan)
    with pytest.raises(Refused, match="văn bản ghi 05, đã nhập 03"):
        printed("plan", plan.uid, tmp_path)
    plans.save({"stated_tasks": "", "document": "", "paper": "12-KH/ĐU"}, plan)
    with pytest.raises(Refused, match="văn bản của Đảng"):
        printed("plan", "12-KH/ĐU", tmp_path)
    assert "TÌNHHÌNHTHỰCHIỆNKẾHOẠCH" in squashed(printed("progress", "12-KH/ĐU", tmp_path))
    paper("9/KH-UBND", "TP")
    plans.save({"document": "9/KH-UBND", "paper": ""}, plan)
    with pytest.raises(Refused, match="Ủy ban nhân dân thành phố Hà Nội ban hành"):
        printed("plan", "9/KH-UBND", tmp_path)


@pytest.mark.usefixtures("office")
def test_a_group_of_which_the_text_says_nothing_is_no_mistake_and_a_restored_item_takes_no_task_from_another():
    plan = plans.save_all(
        {**HEAD, "stated_tasks": "3"}, [{"name": "Một", "stated_tasks": "2"}, {"name": "Hai"}], [*ITEMS[:2], ITEMS[2]]
    )
    assert counting.differences(plan) == []
    desk.save_group(plan, {"stated_tasks": "2"}, plans.groups(plan)[1])
    assert "Nhiệm vụ: văn bản ghi tổng 03, các nhóm cộng lại 04" in counting.differences(plan)
    first, second, _ = plans.items(plan)
    [task] = giving.give(plan, [first.id], {"assigned_on": "02/02/2026"})
    tasks.delete(task)
    plans.delete_item(first)
    tasks.restore(task)
    giving.join(second, task)
    with pytest.raises(Refused, match=f"{task.code} nay là của mục “Kiểm tra văn bản”"):
        plans.restore_item(first)
