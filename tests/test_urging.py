"""Urging: who is urged as at a day, the letter from draft to issue and back, the ladder, a whole year of it."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from db.models import Document, Journal, Task, TaskDecision, Unit, UrgedTask, UrgingLetter
from db.words import DecisionKind, DocumentType, PeriodScheme
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.briefing import service as briefing
from desktop_app.features.documents import service as documents
from desktop_app.features.office import service as office_service
from desktop_app.features.overview import service as overview
from desktop_app.features.results import service as results
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_story import service as story
from desktop_app.features.tasks import report as register
from desktop_app.features.tasks import service as tasks
from desktop_app.features.urging import service as urging
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_letter import report
from desktop_app.features.urging_letter import service as letters
from desktop_app.features.urging_letter.columns import read
from desktop_app.pdf import frame
from desktop_app.records import journal
from desktop_app.rules import urging as rules
from desktop_app.rules.dates import show_date
from desktop_app.rules.periods import read_period
from tests.network_hands import unit
from tests.office_hands import notice
from tests.urging_hands import Year

TODAY = date(2026, 11, 22)
LATE = {"completed_on": "20/11/2026", "late_reason": "Chờ ý kiến", "late_cause": "Chủ quan"}


def order(*dues: str, lead: str = "KT", number: str = "12/TB-UBND") -> list[Task]:
    rows = [{"content": f"Việc hạn {due}", "lead_unit": lead, "due_on": due} for due in dues]
    return notice(number, "02/11/2026", *rows)[1]


def draft(day: date = TODAY, *, soon: bool = False, **texts: str) -> UrgingLetter:
    return letters.keep(letters.proposed() | {"as_at": show_date(day)} | texts, urging.listed(day, soon=soon))


def issued(number: str = "15", day: str = "22/11/2026") -> UrgingLetter:
    return issuing.issue(draft(), {"number": number, "issued_on": day})


def listed_ids(day: date = TODAY) -> set[int]:
    return {one.task for one in urging.listed(day)}


# --- Who is urged ---


@pytest.mark.usefixtures("office")
def test_only_what_is_open_and_overdue_as_at_the_day_is_listed_unit_by_unit():
    kt = order("10/11/2026", "15/11/2026", "22/11/2026")
    vp = order("12/11/2026", "", lead="VP", number="13/TB-UBND")
    found = urging.listed(TODAY)
    assert [(one.task, one.unit, one.days_late) for one in found] == [
        (vp[0].id, "Văn phòng HĐND và UBND", 10),
        (kt[0].id, "Phòng Kinh tế, Hạ tầng và Đô thị", 12),
        (kt[1].id, "Phòng Kinh tế, Hạ tầng và Đô thị", 7),
    ]
    assert {one.task: one.followed for one in found} == {kt[0].id: 3, kt[1].id: 3, vp[0].id: 2}
    assert listed_ids(date(2026, 11, 12)) == {kt[0].id}
    assert listed_ids(date(2026, 11, 1)) == set()  # not ordered yet


@pytest.mark.usefixtures("office")
def test_nothing_done_extended_at_rest_cancelled_returned_or_of_others_is_urged():
    done, waits, longer, rests, gone, returned, theirs, copied, stays = order(*["10/11/2026"] * 9)
    tasks.complete(done, LATE)
    tasks.save({"needs_confirmation": "x"}, waits)
    tasks.complete(waits, LATE)
    decisions.extend(longer, {"due_on": "25/11/2026", "decided_on": "20/11/2026"})
    decisions.suspend(rests, {"from_on": "20/11/2026", "decided_on": "20/11/2026", "reason": "x"})
    decisions.cancel(gone, {"decided_on": "20/11/2026", "reason": "x"})
    flow.decline(returned, {"noted_on": "20/11/2026", "reason": "x"})
    Task.update(def_owner="a" * 32).where(Task.id == theirs.id).execute()
    Task.update(copy="cooperating").where(Task.id == copied.id).execute()
    assert listed_ids() == {stays.id}
    # the day before all of this they were late, as far as it was known then
    assert listed_ids(date(2026, 11, 19)) == {done.id, waits.id, longer.id, rests.id, gone.id, stays.id}


@pytest.mark.usefixtures("office")
def test_work_sent_back_is_urged_again_but_not_while_it_rests():
    [task] = order("10/11/2026")
    tasks.complete(task, LATE)
    decisions.redo(task, {"decided_on": "21/11/2026", "reason": "Thiếu"})
    assert listed_ids() == {task.id}
    assert listed_ids(date(2026, 11, 20)) == set()
    decisions.suspend(task, {"from_on": "22/11/2026", "decided_on": "21/11/2026", "reason": "x"})
    assert listed_ids() == set()


@pytest.mark.usefixtures("office")
def test_what_is_due_soon_follows_the_setting_and_the_work_calendar():
    today, monday, wednesday, thursday = order("22/11/2026", "23/11/2026", "25/11/2026", "26/11/2026")
    soon = {one.task for one in urging.listed(TODAY, soon=True)}
    assert soon == {today.id, monday.id, wednesday.id}
    office_service.save({"soon_days": "4"})
    assert thursday.id in {one.task for one in urging.listed(TODAY, soon=True)}


# --- The letter ---


@pytest.mark.usefixtures("office")
def test_a_draft_freezes_its_list_and_tasks_can_be_taken_out():
    first, second = order("10/11/2026", "15/11/2026")
    letter = draft(demand="Họp kiểm điểm")
    tasks.save({"content": "Viết lại"}, first)
    tasks.complete(second, LATE)
    assert [(one.task, one.content, one.days_late) for one in letters.lines_of(letter)] == [
        (first.id, "Việc hạn 10/11/2026", 12),
        (second.id, "Việc hạn 15/11/2026", 7),
    ]
    letters.keep({"as_at": "22/11/2026", "demand": "Khác"}, letters.lines_of(letter)[:1], letter)
    assert [one.task for one in letters.lines_of(letter)] == [first.id]
    assert TaskDecision.select().count() == 0
    told = " ".join(entry.changes for entry in Journal.select().where(Journal.record == letter.uid))
    assert f"Bỏ khỏi danh sách: {second.code}" in told
    with pytest.raises(Refused, match="Chưa chọn nhiệm vụ"):
        letters.keep({"as_at": "22/11/2026"}, [], letter)


@pytest.mark.usefixtures("office")
def test_a_letter_is_refused_figures_of_tomorrow_and_an_answer_before_them():
    order("10/11/2026")
    for texts, name in (({"as_at": "23/11/2026"}, "as_at"), ({"reply_by": "22/11/2026"}, "reply_by")):
        with pytest.raises(Refused) as refused:
            letters.keep(letters.proposed() | texts, urging.listed(TODAY))
        assert name in refused.value.problems


@pytest.mark.usefixtures("office")
def test_an_answer_is_proposed_five_working_days_on():
    assert letters.proposed()["reply_by"] == "27/11/2026"
    from desktop_app.features.calendar import service as calendar

    calendar.save({"day": "24/11/2026", "name": "Ngày Văn hóa Việt Nam"})
    assert letters.proposed()["reply_by"] == "30/11/2026"


@pytest.mark.usefixtures("office")
def test_issuing_makes_one_document_and_one_urging_for_each_task_that_is_still_late():
    first, second, third = order("10/11/2026", "15/11/2026", "16/11/2026")
    letter = draft()
    tasks.complete(second, LATE)
    decisions.extend(third, {"due_on": "30/11/2026", "decided_on": "21/11/2026"})
    assert letters.changed(letter, TODAY) == {
        second.id: "đã báo hoàn thành ngày 20/11/2026",
        third.id: "thời hạn đã lùi đến 30/11/2026",
    }
    with pytest.raises(issuing.NoLonger, match=rf"{second.code} \(đã báo hoàn thành") as more:
        issuing.issue(letter, {"number": "15", "issued_on": "22/11/2026"})
    assert TaskDecision.select().where(TaskDecision.kind == "urged").count() == 0
    assert Document.select().where(Document.type == DocumentType.URGING_LETTER).count() == 0
    issuing.issue(letter, {"number": "15", "issued_on": "22/11/2026"}, more.value.tasks)
    [urged] = TaskDecision.select().where(TaskDecision.kind == DecisionKind.URGED)
    assert (urged.task, urged.paper, urged.decided_on) == (first, "15/UBND-VP ngày 22/11/2026", TODAY)
    assert [one.task for one in letters.lines_of(letter)] == [first.id]
    paper = Document.get(Document.type == DocumentType.URGING_LETTER)
    assert (paper.number, paper.issued_on, letter.document) == ("15/UBND-VP", TODAY, paper)
    period = read_period("2026-11", PeriodScheme.CALENDAR)
    assert results.steering(period, TODAY).urging_letters == 1
    assert journal.first_broken() is None


@pytest.mark.usefixtures("office")
def test_an_issued_letter_is_frozen_and_its_number_is_put_right_everywhere_at_once():
    [task] = order("10/11/2026")
    letter = issued()
    with pytest.raises(Refused, match="đã ban hành"):
        letters.keep({"demand": "Khác"}, letters.lines_of(letter), letter)
    with pytest.raises(Refused, match="Thu hồi"):
        letters.delete(letter)
    with pytest.raises(Refused, match="mục Đôn đốc"):
        documents.delete(letter.document)
    with pytest.raises(Refused) as refused:
        documents.save({"number": "99/UBND-VP"}, Document.get_by_id(letter.document.id))
    assert "number" in refused.value.problems
    with pytest.raises(Refused) as refused:
        issuing.correct(letter, {"number": "16", "issued_on": "22/11/2026"})
    assert "reason" in refused.value.problems
    issuing.correct(letter, {"number": "16", "issued_on": "22/11/2026", "reason": "Ghi nhầm"})
    assert Document.get_by_id(letter.document.id).number == "16/UBND-VP"
    assert TaskDecision.get(TaskDecision.task == task).paper == "16/UBND-VP ngày 22/11/2026"
    assert UrgingLetter.get_by_id(letter.id).number == "16/UBND-VP"
    assert "Ghi nhầm" in " ".join(entry.changes for entry in Journal.select().where(Journal.record == letter.uid))


@pytest.mark.usefixtures("office")
def test_a_day_is_not_put_right_to_one_on_which_a_task_was_not_late():
    clock.set_today(date(2026, 11, 24))
    [task] = order("10/11/2026")
    letter = draft(date(2026, 11, 22))
    issuing.issue(letter, {"number": "15", "issued_on": "22/11/2026"})
    tasks.complete(task, LATE | {"completed_on": "23/11/2026"})
    with pytest.raises(Refused) as refused:
        issuing.correct(letter, {"number": "15", "issued_on": "24/11/2026", "reason": "Nhầm ngày"})
    assert task.code in refused.value.problems["issued_on"]


@pytest.mark.usefixtures("office")
def test_a_letter_issued_by_mistake_goes_with_its_document_and_urgings_and_comes_back_whole():
    [task] = order("10/11/2026")
    letter = issued()
    period = read_period("2026-11", PeriodScheme.CALENDAR)

    def counts():
        urged = next(tasks.find({"code": task.code}).iterate()).urge_count
        return urged, results.steering(period, TODAY).urging_letters, urging.find().count()

    assert counts() == (1, 1, 1)
    with pytest.raises(Refused):
        issuing.withdraw(letter, {"reason": " "})
    issuing.withdraw(letter, {"reason": "Ban hành nhầm"})
    assert counts() == (0, 0, 0)
    issuing.restore(letter)
    assert counts() == (1, 1, 1)
    assert "Ban hành nhầm" in " ".join(entry.changes for entry in Journal.select().where(Journal.record == letter.uid))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("texts", "name"),
    [
        ({"number": "", "issued_on": "22/11/2026"}, "number"),
        ({"number": "abc", "issued_on": "22/11/2026"}, "number"),
        ({"number": "15", "issued_on": "23/11/2026"}, "issued_on"),
        ({"number": "15", "issued_on": "21/11/2026"}, "issued_on"),
        ({"number": "15", "issued_on": ""}, "issued_on"),
    ],
)
def test_a_wrong_number_or_day_leaves_the_draft_as_it_was(texts, name):
    order("10/11/2026")
    letter = draft()
    with pytest.raises(Refused) as refused:
        issuing.issue(letter, texts)
    assert name in refused.value.problems
    assert UrgingLetter.get_by_id(letter.id).issued_on is None
    assert TaskDecision.select().count() == 0


@pytest.mark.usefixtures("office")
def test_two_letters_of_a_year_do_not_share_a_number():
    order("10/11/2026")
    issued()
    second = draft()
    with pytest.raises(Refused) as refused:
        issuing.issue(second, {"number": "15", "issued_on": "22/11/2026"})
    assert "number" in refused.value.problems
    assert TaskDecision.select().where(TaskDecision.kind == "urged").count() == 1


# --- The ladder, the counts, the leaders ---


@pytest.mark.usefixtures("office")
def test_the_count_climbs_with_each_letter_and_beyond_the_ladder_the_leaders_hear_of_it():
    task, other = order("10/11/2026", "16/11/2026")
    for place, day in enumerate((16, 17, 18, 19)):
        clock.set_today(date(2026, 11, day))
        assert {one.task: one.urged for one in urging.listed(clock.today())}[task.id] == place
        letter = draft(clock.today())
        issuing.issue(letter, {"number": str(place + 1), "issued_on": show_date(clock.today())})
        beyond = [one.task for one in urging.for_leaders(urging.listed(clock.today()))]
        assert beyond == ([task.id] if place == 3 else [])
    assert {one.task: one.urged for one in urging.listed(TODAY)} == {task.id: 4, other.id: 3}
    assert [row.code for row in tasks.find({"beyond_ladder": True}).iterate()] == [task.code]
    [figure] = [figure for figure in overview.gather().figures if figure.label == "Đôn đốc quá 3 lần"]
    assert (figure.count, tasks.find(figure.filter).count()) == (1, 1)
    sections = briefing.gather(TODAY)
    assert [section.count for section in sections] == [1, 1, 0, 0]
    assert sections[0].lines[0][1] == "Việc hạn 10/11/2026"
    office_service.save({"urge_ladder": "2"})
    assert tasks.find({"beyond_ladder": True}).count() == 2
    tasks.complete(task, LATE | {"completed_on": "19/11/2026"})
    assert [row.code for row in tasks.find({"waits": "beyond"}).iterate()] == [other.code]
    with pytest.raises(Refused):
        office_service.save({"urge_ladder": "0"})


@pytest.mark.usefixtures("office")
def test_the_list_story_and_register_tell_of_each_urging():
    [task] = order("10/11/2026")
    issued()
    [row] = tasks.find({"code": task.code}).iterate()
    assert row.urge_count == 1
    assert register.remarks(row, TODAY) == "Đã đôn đốc 1 lần"
    assert register.remarks(row, date(2026, 11, 21)) == ""
    [section] = [one for one in story.story(task) if one.title == "Gia hạn, quyết định"]
    assert section.lines[0].head == "22/11/2026 · Đôn đốc · Vũ Thị Hà Mi"
    assert section.lines[0].words == "Văn bản: 15/UBND-VP ngày 22/11/2026"


@pytest.mark.usefixtures("office")
def test_the_reminder_counts_what_its_filter_opens():
    late, urged, soon, far = order("10/11/2026", "11/11/2026", "24/11/2026", "30/12/2026")
    letter = letters.keep(letters.proposed(), [one for one in urging.listed(TODAY) if one.task == urged.id])
    issuing.issue(letter, {"number": "15", "issued_on": "22/11/2026"})
    counts = urging.reminder()
    assert counts[:2] == (1, 1)
    assert {row.id for row in tasks.find(counts[2]).iterate()} == {late.id, soon.id}
    assert tasks.filter_words("to_remind", counts[2]["to_remind"]).startswith("Sắp đến hạn (đến hết 25/11/2026)")


@pytest.mark.usefixtures("office")
def test_more_is_urged_than_the_overview_counts_and_the_briefing_says_how_much_more():
    [counted] = order("10/11/2026")
    documents.save_category({"name": "Để riêng", "counted": ""})
    row = {"content": "Việc để riêng", "lead_unit": "KT", "due_on": "11/11/2026"}
    [apart] = notice("13/TB-UBND", "02/11/2026", row, category="Để riêng")[1]
    assert overview.overdue() == 1
    assert (tasks.find({"urged": "late"}).count(), urging.aside("late"), urging.aside("never")) == (2, 1, 1)
    assert urging.uncounted(urging.listed(TODAY)) == 1
    late = briefing.gather(TODAY)[1]
    assert (late.count, late.note[:16]) == (2, "Gồm 01 nhiệm vụ ")
    tasks.delete(tasks.get(apart.id))
    assert briefing.gather(TODAY)[1].note == ""
    assert urging.aside("late") == 0
    assert listed_ids() == {counted.id}


# --- A year, day by day ---


def test_a_year_of_letters_equals_a_reckoning_by_hand(office, tmp_path):
    year, ladder = Year(2026), 3
    day, end = date(2025, 1, 6), date(2026, 1, 4)
    waiting: tuple[UrgingLetter, dict] | None = None
    papers: dict[int, bytes] = {}
    letters_issued = urgings = left_out = most = 0
    while day <= end:
        year.play(day)
        expected = year.late(day)
        if day.weekday() == 0 and expected:
            found = urging.listed(day)
            codes = {unit_.id: unit_.code for unit_ in Unit.select()}
            seen = {one.task: (codes[one.unit_id], one.due_on, one.days_late, one.urged) for one in found}
            assert seen == expected, day
            waiting = (letters.keep(letters.proposed(), found), expected)
        elif day.weekday() == 2 and waiting is not None:
            letter, drawn = waiting
            waiting = None
            still = set(drawn) & set(expected)
            gone = letters.changed(letter, day)
            assert set(gone) == set(drawn) - still, day
            left_out += len(gone)
            if not still:
                with pytest.raises(Refused, match="Không còn nhiệm vụ"):
                    issuing.issue(letter, {"number": str(letters_issued + 1), "issued_on": show_date(day)}, gone)
                letters.delete(letter)
            else:
                issuing.issue(letter, {"number": str(letters_issued + 1), "issued_on": show_date(day)}, gone)
                letters_issued += 1
                urgings += len(still)
                for number in still:
                    year.known[number].urged.append(day)
                if letters_issued <= 3:
                    papers[letter.id] = printed(letter, tmp_path / f"{letter.id}.pdf")
        leaders = {number for number, one in year.known.items() if one.late(day) and len(one.urged) > ladder}
        if day.weekday() in (0, 2, 6):
            assert {one.task for one in urging.for_leaders(urging.listed(day, ours=False))} == leaders, day
            assert {row.id for row in tasks.find({"beyond_ladder": True}).iterate()} == leaders, day
            assert {row.id for row in tasks.find({"urged": "late"}).iterate()} == set(year.late(day)), day
        most = max(most, len(leaders))
        day += timedelta(days=1)
    # the year was one worth playing
    assert letters_issued > 30
    assert urgings > 150
    assert left_out > 5
    assert most > 0
    assert {"extend", "suspend", "resume", "complete", "confirm", "redo", "cancel", "decline"} <= set(year.done)
    # every urging fell on a day on which its task was late, counted again with another hand
    with closing(sqlite3.connect(office / "so-phuong.db")) as file:
        rows = file.execute("SELECT task_id, decided_on FROM task_decision WHERE kind = 'urged'").fetchall()
    assert len(rows) == urgings
    assert all(date.fromisoformat(on) in year.known[number].late_days for number, on in rows)
    # a letter of the first weeks prints as it did then
    for number, before in papers.items():
        assert printed(UrgingLetter.get_by_id(number), tmp_path / "again.pdf") == before
    assert journal.first_broken() is None


def printed(letter: UrgingLetter, out) -> bytes:
    frame.build(out, report.paper(report.kept(letter)))
    return out.read_bytes()


@pytest.mark.usefixtures("office")
def test_the_rule_in_python_and_the_filters_in_sql_agree_as_the_year_goes_on():
    year = Year(7)
    for step in range(120):
        day = date(2026, 1, 5) + timedelta(days=step)
        year.play(day)
        if step % 10 == 9:
            halves = urging.halves_of(year.known)
            late = {number for number, task in halves.items() if not rules.why_not(task, day)}
            assert {row.id for row in tasks.find({"urged": "late"}).iterate()} == late == listed_ids(day)


@pytest.mark.usefixtures("office")
def test_a_reprint_is_the_same_after_two_hundred_changes(tmp_path):
    made = order(*[f"{day:02d}/11/2026" for day in range(3, 22)])
    letter = draft(demand="Kiểm điểm trách nhiệm")
    issuing.issue(letter, {"number": "15", "issued_on": "22/11/2026"})
    before = printed(letter, tmp_path / "a.pdf")
    clock.set_today(date(2026, 12, 1))
    for turn in range(10):
        for task in made:
            tasks.save({"content": f"Viết lại lần {turn}"}, tasks.get(task.id))
    tasks.add_note(made[0], {"noted_on": "30/11/2026", "content": "Ghi sau"})
    tasks.complete(made[1], LATE | {"completed_on": "30/11/2026"})
    decisions.cancel(made[2], {"decided_on": "30/11/2026", "reason": "x"})
    decisions.extend(made[3], {"due_on": "30/12/2026", "decided_on": "30/11/2026"})
    documents.save({"number": "999/TB-UBND"}, made[0].document)
    from desktop_app.features.units import service as units

    units.save({"name": "Phòng Tên Mới"}, unit("KT"))
    office_service.save({"signer_name": "Người Khác", "place": "Nơi Khác", "receivers": "Ai đó"})
    assert printed(UrgingLetter.get_by_id(letter.id), tmp_path / "b.pdf") == before
    assert read(letters.rows_of(letter)[0]).unit == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert UrgedTask.select().count() == 19


# --- The doer's ledger ---


def test_the_doer_sees_each_urging_and_that_one_was_withdrawn(net):
    with net.at("T"):
        clock.set_today(date(2026, 12, 10))
        [task] = notice(
            "12/TB-UBND",
            "02/11/2026",
            {"content": "Việc giao xuống", "lead_unit": "A", "due_on": "30/11/2026"},
            issuer="T",
        )[1]
        letter = letters.keep(letters.proposed(), urging.listed(clock.today()))
        issuing.issue(letter, {"number": "15", "issued_on": "10/12/2026"})
    net.receive("A", net.assign("T", "A"))

    def seen():
        with net.at("A"):
            [row] = tasks.find().iterate()
            urged = TaskDecision.select().where(TaskDecision.kind == "urged", TaskDecision.deleted_at.is_null())
            assert urging.listed(clock.today()) == []  # it is not A's to urge
            return row.urge_count, [each.paper for each in urged]

    assert seen() == (1, ["15/UBND-VP ngày 10/12/2026"])
    with net.at("T"):
        letter = UrgingLetter.get_by_id(letter.id)
        issuing.correct(letter, {"number": "16", "issued_on": "10/12/2026", "reason": "Nhầm số"})
    net.receive("A", net.assign("T", "A"))
    assert seen() == (1, ["16/UBND-VP ngày 10/12/2026"])
    with net.at("T"):
        issuing.withdraw(UrgingLetter.get_by_id(letter.id), {"reason": "Nhầm"})
        assert task.code
    net.receive("A", net.assign("T", "A"))
    assert seen() == (0, [])
