"""Inspections through the services: freezing, rechecks, standing as at a day, repeats, counts of plans, tasks."""

import json
from datetime import date

import pytest

from db.models import Journal, Task
from db.words import FindingDecisionKind as Kind
from db.words import MinutesState, RemediationState
from desktop_app import clock
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.checklists import service as checklists
from desktop_app.features.establishments import service as establishments
from desktop_app.features.finding_desk import service as finding_desk
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_checklist import service as checklist
from desktop_app.features.inspection_counts import service as inspection_counts
from desktop_app.features.inspection_plans import service as plans
from desktop_app.features.inspection_recheck import service as rechecking
from desktop_app.features.inspections import service as inspections
from desktop_app.features.task_decisions import service as task_decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.records import entity
from tests import inspection_hands as hands

D = date


def test_a_round_gets_the_next_code_of_its_year_and_a_deleted_code_never_comes_again(office):
    first, second = hands.round_(), hands.round_()
    inspections.delete(second)
    third, old = hands.round_(), hands.round_(began_on="05/03/2025")
    assert [r.code for r in (first, second, third, old)] == ["KT-2026-001", "KT-2026-002", "KT-2026-003", "KT-2025-001"]


def test_a_party_is_exactly_one_unit_or_establishment_and_keeps_its_name_when_that_is_renamed(office):
    own, place = hands.round_(), hands.establishment()
    for texts in ({}, {"unit": "KT", "establishment": str(place)}):
        with pytest.raises(Refused) as refused:
            inspections.save_party(texts, own)
        assert "unit" in refused.value.problems
    party = inspections.save_party({"establishment": str(place)}, own)
    assert (party.name, party.address) == ("Quán ăn Hoa Sữa", "12 phố Ngọc Lâm")
    inspections.sign(party, D(2026, 11, 2))
    establishments.save({"name": "Quán Hoa Sữa mới", "address": "Nơi khác"}, place)
    again = inspections.get_party(party.id)
    assert (again.name, again.address) == ("Quán ăn Hoa Sữa", "12 phố Ngọc Lâm")
    with pytest.raises(Refused, match="Đã có biên bản"):
        inspections.save_party({"establishment": "Quán Hoa Sữa mới"}, own)


def test_a_draft_takes_the_name_of_the_other_unit_when_it_is_changed_and_keeps_one_typed_by_hand(office):
    party = hands.party(hands.round_())
    inspections.save_party({"unit": "VHXH", "name": party.name}, party.round, party)
    assert inspections.get_party(party.id).name == "Phòng Văn hóa - Xã hội"
    inspections.save_party({"unit": "KT", "name": "Tổ công tác đô thị"}, party.round, party)
    assert inspections.get_party(party.id).name == "Tổ công tác đô thị"


def test_signed_minutes_refuse_every_change_with_words_that_say_what_to_do(office):
    own = hands.round_()
    party, draft = hands.party(own), hands.party(own, "VHXH")
    found = hands.finding(party)
    inspections.sign(party, D(2026, 11, 3))
    template = hands.template()
    for change in (
        lambda: inspections.save_party({"strengths": "Tốt"}, own, party),
        lambda: inspections.delete_party(party),
        lambda: checklist.begin_checklist(party, template),
        lambda: checklist.save_checked(party, [{"content": "Việc"}]),
        lambda: inspections.sign(party, D(2026, 11, 4)),
        lambda: findings.save({"content": "Khác"}, party),
        lambda: findings.save({"due_on": "30/11/2026"}, found),
        lambda: findings.save_all(party, []),
        lambda: findings.delete(found),
    ):
        with pytest.raises(Refused, match="Tái kiểm tra"):
            change()
    with pytest.raises(Refused) as refused:
        inspections.save({"subject": "Khác", "note": "Ghi chú"}, inspections.get(own.id))
    assert list(refused.value.problems) == ["subject"]
    assert inspections.save({"ended_on": "05/11/2026", "note": "Ghi chú"}, own).note == "Ghi chú"
    assert inspections.save_party({"strengths": "Tốt"}, own, draft).strengths == "Tốt"
    assert str(inspections.get_party(party.id).minutes) == MinutesState.SIGNED


def test_who_will_not_sign_is_recorded_with_a_witness(office):
    party = hands.party(hands.round_())
    with pytest.raises(Refused) as refused:
        inspections.refuse(party, D(2026, 11, 2), " ")
    assert "witness" in refused.value.problems
    inspections.refuse(party, D(2026, 11, 2), "Lê Văn Bình, tổ trưởng tổ dân phố số 1")
    now = inspections.get_party(party.id)
    assert (now.refused, now.minutes, now.signed_on) == (True, MinutesState.SIGNED, D(2026, 11, 2))


def test_rounds_lie_in_the_future_only_while_nobody_has_signed_and_drafts_move_with_their_round(office):
    with pytest.raises(Refused) as refused:
        hands.round_(mode="Đột xuất", began_on="30/11/2026")
    assert "began_on" in refused.value.problems
    ahead = hands.round_(began_on="30/11/2026")
    party = hands.party(ahead)
    with pytest.raises(Refused):
        inspections.sign(party, D(2026, 11, 22))
    inspections.save({"began_on": "20/11/2026"}, inspections.get(ahead.id))
    assert inspections.get_party(party.id).inspected_on == D(2026, 11, 20)
    inspections.sign(inspections.get_party(party.id), D(2026, 11, 20))
    with pytest.raises(Refused):
        inspections.save({"began_on": "30/11/2026"}, inspections.get(ahead.id))


def test_a_template_is_copied_in_and_later_changes_of_it_do_not_change_the_minutes(office):
    template = hands.template()
    party = hands.party(hands.round_(type="An toàn thực phẩm"))
    checklist.begin_checklist(party, template)
    with pytest.raises(Refused, match="đã có nội dung"):
        checklist.begin_checklist(party, template)
    assert inspections.get_party(party.id).heading == "đối với cơ sở dịch vụ ăn uống"
    rows = [dict(row) for row in hands.LOOKED_AT]
    checklists.save_items(template, [{"content": "Việc mới"}, rows[2], rows[0]])
    assert [item.content for item in checklists.items(template)] == [
        "Việc mới",
        "Giấy chứng nhận đủ điều kiện",
        "Khu vực chế biến sạch sẽ",
    ]
    ids = [item.id for item in checklist.checked(party)]
    typed = [{**row, "verdict": "Đạt"} for row in rows]
    typed[1] = {**typed[1], "value": "4 độ C", "verdict": ""}
    kept = checklist.save_checked(party, [typed[2], typed[0], typed[1]])
    assert [item.id for item in kept] == [ids[2], ids[0], ids[1]]
    assert checklist.unanswered(party) == []
    checklist.save_checked(party, [{**typed[0], "verdict": ""}])
    assert checklist.unanswered(party) == ["Khu vực chế biến sạch sẽ"]
    with pytest.raises(RefusedRows) as refused:
        checklist.save_checked(party, [typed[0], {"content": "Việc", "answer": "sai"}])
    assert list(refused.value.rows) == [1]
    assert len(checklist.checked(party)) == 1


def test_a_recheck_is_a_round_of_its_own_that_looks_at_what_failed_and_settles_the_finding(office):
    old = hands.party(hands.round_())
    checklist.save_checked(
        old, [{"content": "Đeo thẻ", "verdict": "Không đạt"}, {"content": "Giờ giấc", "verdict": "Đạt"}]
    )
    with pytest.raises(Refused, match="chưa ký"):
        rechecking.recheck(old, D(2026, 11, 20))
    found = hands.finding(old)
    inspections.sign(old, D(2026, 11, 2))
    again = rechecking.recheck(inspections.get_party(old.id), D(2026, 11, 20))
    assert (again.round.mode, again.recheck_of, again.round.code) == ("recheck", old, "KT-2026-002")
    assert [(item.content, item.verdict) for item in checklist.checked(again)] == [("Đeo thẻ", "")]
    other = hands.party(hands.round_(), "VHXH")
    inspections.sign(other, D(2026, 11, 2))
    assert rechecking.recheck(inspections.get_party(other.id), D(2026, 11, 20)).round == again.round
    inspections.sign(again, D(2026, 11, 20))
    decision = findings.decide(found, Kind.ACCEPTED, {"decided_on": "21/11/2026"})
    assert decision.recheck == again
    now = findings.standing(found)
    assert (now.state, now.days_late) == (RemediationState.DONE_LATE, 11)


def test_where_a_finding_stands_is_said_as_at_any_day_and_the_list_agrees(office):
    party = hands.party(hands.round_())
    found = hands.finding(party)
    with pytest.raises(Refused, match="chưa ký"):
        findings.report(found, {"reported_on": "09/11/2026", "content": "Xong"})
    inspections.sign(party, D(2026, 11, 2))
    findings.decide(found, Kind.EXTENDED, {"decided_on": "09/11/2026", "due_on": "14/11/2026"})
    findings.decide(found, Kind.URGED, {"decided_on": "15/11/2026"})
    findings.report(
        found, {"reported_on": "18/11/2026", "content": "Đã ghi đủ", "done_on": "17/11/2026", "author": "Trần Văn Ân"}
    )
    findings.decide(found, Kind.REFUSED, {"decided_on": "19/11/2026", "due_on": "20/11/2026", "words": "Còn thiếu"})
    findings.report(found, {"reported_on": "19/11/2026", "content": "Bổ sung", "done_on": "19/11/2026"})
    findings.decide(found, Kind.ACCEPTED, {"decided_on": "21/11/2026"})
    at = {day: findings.standing(found, D(2026, 11, day)) for day in (8, 9, 15, 18, 19, 20, 21)}
    assert [str(at[day].state) for day in (8, 9, 15, 18, 19, 20, 21)] == [
        "open",
        "open",
        "overdue",
        "reported",
        "reported",
        "reported",
        "done",
    ]
    assert [at[day].due_on.day for day in (8, 9, 19)] == [10, 14, 20]
    assert (at[15].days_late, at[15].urged, at[18].days_late) == (1, 1, 3)
    for day in at:
        clock.set_today(D(2026, 11, day))
        [row] = findings.find().rows([found.id])
        now = at[day]
        assert (row.state, row.due_now, row.days_late, row.urged_count) == (
            now.state,
            now.due_on,
            now.days_late,
            now.urged,
        )
        assert list(findings.find({"state": now.state}).ids()) == [found.id]
    with pytest.raises(Refused, match="đã khắc phục"):
        findings.report(found, {"reported_on": "21/11/2026", "content": "Nữa"})
    words = [told.words for told in finding_desk.history(found)]
    assert words[3:5] == ["Đã ghi đủ. Xong ngày 17/11/2026.", "Còn thiếu; thời hạn mới 20/11/2026"]
    assert [told.what for told in finding_desk.history(found)] == [
        "Phát hiện khi kiểm tra",
        "Gia hạn khắc phục",
        "Đôn đốc",
        "Báo cáo khắc phục",
        "Chưa đạt, yêu cầu khắc phục tiếp",
        "Báo cáo khắc phục",
        "Xác nhận đã khắc phục",
    ]


def test_decisions_are_refused_under_the_field_that_is_wrong(office):
    party = hands.party(hands.round_())
    found = hands.finding(party)
    inspections.sign(party, D(2026, 11, 2))
    for kind, texts, field in (
        (Kind.EXTENDED, {"decided_on": "09/11/2026"}, "due_on"),
        (Kind.EXTENDED, {"decided_on": "09/11/2026", "due_on": "10/11/2026"}, "due_on"),
        (Kind.ACCEPTED, {"decided_on": "30/11/2026"}, "decided_on"),
        (Kind.ACCEPTED, {"decided_on": "01/11/2026"}, "decided_on"),
        (Kind.DROPPED, {"decided_on": "09/11/2026"}, "words"),
    ):
        with pytest.raises(Refused) as refused:
            findings.decide(found, kind, texts)
        assert list(refused.value.problems) == [field], kind
    assert findings.decisions_of(found) == []


def test_the_same_topic_of_the_same_party_within_24_months_is_a_repeat(office):
    for year, day, topic in ((2024, "01/11/2024", "CHẤM CÔNG"), (2025, "05/03/2025", "chấm công"), (2026, "", "")):
        of = hands.party(hands.round_(began_on=day or "02/11/2026"))
        hands.finding(of, topic or "Chấm  công", due_on=f"31/12/{year}")
    hands.finding(of, "Trang phục", content="Không đeo thẻ")
    elsewhere = hands.party(of.round, "VHXH")
    hands.finding(elsewhere)
    rows = {row.id: row for row in findings.find().iterate()}
    last = findings.of_party(of)[0]
    shown = {i: findings.FINDINGS.columns["repeated"].shown(row) for i, row in rows.items()}
    assert [shown[i] for i in sorted(shown)] == ["", "Lần 2", "Lần 2", "", ""]
    assert [one.party.inspected_on for one in findings.earlier(last)] == [D(2025, 3, 5)]
    assert findings.find({"repeated": True}).count() == 2


def test_a_plan_says_how_many_rounds_were_held_and_at_how_many_places(office):
    plan = hands.plan()
    line = "Kiểm tra công vụ các phòng"
    for day, parts in (("02/03/2026", ("KT", "VP", "VHXH")), ("04/05/2026", ("KT", "VP")), ("01/12/2026", ("KT",))):
        of = hands.round_(began_on=day, planned=line)
        for unit in parts:
            hands.party(of, unit)
    hands.party(hands.round_(), "KT")
    first, second = plans.counts(plan)
    assert (first.held, first.rounds, first.inspected, second.held) == (2, 3, 5, 0)
    [row, _] = plans.listed(plan).iterate()
    assert plans.PLANNED.columns["progress"].shown(row) == "2/3 lượt, 5 đơn vị"
    [head] = plans.find().iterate()
    assert plans.INSPECTION_PLANS.columns["progress"].shown(head) == "2/4 lượt, 5 đơn vị"
    [whole] = inspection_counts.by_type(D(2026, 1, 1), D(2026, 11, 22))
    [spring] = inspection_counts.by_type(D(2026, 4, 1), D(2026, 6, 30))
    assert (whole.rounds, whole.parties, spring.rounds, spring.parties) == (3, 6, 1, 2)
    with pytest.raises(RefusedRows, match="đã có 3 lượt"):
        plans.save_lines(plan, [dict(hands.PLANNED[1])])
    with pytest.raises(RefusedRows) as refused:
        plans.save_with_lines({}, [dict(hands.PLANNED[0]), {"content": "Sai", "month": "13", "rounds": "0"}], plan)
    assert {place: sorted(found) for place, found in refused.value.rows.items()} == {1: ["month", "rounds"]}
    with pytest.raises(Refused, match="theo kế hoạch này"):
        plans.delete(plan)
    with pytest.raises(Refused, match="khác loại"):
        hands.round_(planned="An toàn thực phẩm dịp Tết")


def test_a_finding_given_as_a_task_follows_the_task_and_is_not_reported_for_itself(office):
    place = hands.establishment(unit="")
    party = inspections.save_party({"establishment": str(place)}, hands.round_())
    found = hands.finding(party)
    inspections.sign(party, D(2026, 11, 2))
    with pytest.raises(Refused) as refused:
        finding_desk.give_task(found)
    assert "lead_unit" in refused.value.problems
    assert Task.select().count() == 0
    establishments.save({"unit": "KT"}, place)
    assert list(findings.find({"establishment": place.id}).ids()) == [found.id]
    assert findings.find({"establishment": place.id + 1}).count() == 0
    found = findings.get(found.id)
    task = finding_desk.give_task(found, {"due_on": "25/11/2026", "needs_confirmation": "x"})
    assert (task.lead_unit.code, task.supervising_leader.name) == ("KT", "Đặng Văn Khuê")
    assert findings.standing(found, D(2026, 11, 20)).state == RemediationState.OVERDUE
    assert findings.standing(found).due_on == D(2026, 11, 25)
    for work in (
        lambda: findings.report(found, {"reported_on": "22/11/2026", "content": "Xong"}),
        lambda: findings.decide(found, Kind.ACCEPTED, {"decided_on": "22/11/2026"}),
        lambda: finding_desk.give_task(found),
    ):
        with pytest.raises(Refused, match=task.code):
            work()
    clock.set_today(D(2026, 11, 27))
    assert (findings.standing(found).state, findings.standing(found).days_late) == (RemediationState.OVERDUE, 2)
    tasks.complete(
        tasks.get(task.id), {"completed_on": "26/11/2026", "deliverable": "Báo cáo", "late_reason": "Chờ hồ sơ"}
    )
    assert findings.standing(found).state == RemediationState.REPORTED
    task_decisions.confirm(tasks.get(task.id), {"decided_on": "27/11/2026"})
    assert (findings.standing(found).state, findings.standing(found).days_late) == (RemediationState.DONE_LATE, 1)
    [row] = findings.find({"state": "settled"}).iterate()
    assert (row.state, row.task, row.unit) == ("done_late", task.code, "Phòng Kinh tế, Hạ tầng và Đô thị")


def test_the_number_of_a_person_is_covered_in_lists_and_kept_out_of_the_journal(office):
    place = hands.establishment(id_number="001099012345")
    [row] = establishments.find().iterate()
    assert establishments.ESTABLISHMENTS.columns["id_shown"].shown(row) == "•••••••••345"
    told = [json.loads(entry.changes) for entry in Journal.select().where(Journal.record == place.uid)]
    assert told
    assert "001099012345" not in json.dumps(told)
    establishments.save({"id_number": "001099054321"}, place)
    establishments.save({"id_number": "001099054321"}, place)  # nothing to tell
    last, before = Journal.select().where(Journal.record == place.uid).order_by(Journal.id.desc()).limit(2)
    hidden = entity.HIDDEN  # no digest either: so few figures are found from it
    assert json.loads(last.changes) == {"id_number": [hidden, hidden]}
    assert json.loads(before.changes)["id_number"] == [None, hidden]
    with pytest.raises(Refused) as refused:
        hands.establishment("Quán khác", id_number="12345")
    assert "id_number" in refused.value.problems


def test_an_establishment_is_managed_from_a_day_to_a_day_and_inspected_within_them(office):
    place = hands.establishment(valid_from="01/01/2026", valid_to="31/10/2026")
    with pytest.raises(Refused) as refused:
        inspections.save_party({"establishment": str(place)}, hands.round_())
    assert "inspected_on" in refused.value.problems
    establishments.save({"valid_to": ""}, place)
    inspections.save_party({"establishment": str(place)}, hands.round_())
    for texts, field in (({"valid_to": "01/11/2026"}, "valid_to"), ({"valid_from": "03/11/2026"}, "valid_from")):
        with pytest.raises(Refused) as refused:
            establishments.save(texts, place)
        assert list(refused.value.problems) == [field]
    with pytest.raises(Refused, match="Đến hết ngày"):
        establishments.delete(place)
    with pytest.raises(Refused, match="cùng địa chỉ"):
        hands.establishment("QUÁN ĂN HOA SỮA")
    assert establishments.find({"managed": True}).count() == 1
