"""Inspections at their edges: drafts bind nobody, minutes stay as signed, findings of other offices, restores."""

from datetime import date

import pytest

from db.models import Finding, InspectedParty, InspectionRound, Official
from db.words import FindingDecisionKind as Kind
from desktop_app import catalogue
from desktop_app.errors import Refused
from desktop_app.features.establishments import service as establishments
from desktop_app.features.finding_desk import service as finding_desk
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_counts import service as counts
from desktop_app.features.inspection_desk import service as desk
from desktop_app.features.inspection_recheck import service as rechecking
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import PARTIES
from desktop_app.features.inspections_report import service as report
from desktop_app.features.officials import service as officials
from desktop_app.features.printing import service as printing
from desktop_app.features.task_decisions import service as task_decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.rules.periods import read_period
from tests import inspection_hands as hands
from tests.reading_pdf import squashed, text_of

D = date
pytestmark = pytest.mark.usefixtures("office")


def state(finding, day=None):
    return str(findings.standing(findings.get(finding.id), day).state)


def of_other_office(finding):
    """Make a finding, its minutes and its round those of the office above, as a package would bring them."""
    for model, number in (
        (Finding, finding.id),
        (InspectedParty, finding.party_id),
        (InspectionRound, finding.party.round_id),
    ):
        model.update(def_owner="f" * 32).where(model.id == number).execute()
    return findings.get(finding.id)


def test_what_a_draft_demands_is_overdue_nowhere_and_from_its_signature_on_everywhere():
    party = hands.party(hands.round_())
    found = hands.finding(party)  # by 10/11
    figures = report.figures(read_period("2026", "calendar"), D(2026, 11, 22))
    assert report.states(figures.found()) == (0, 0, 0, 1, 0)
    assert figures.overdue == []
    assert (state(found), findings.overdue()) == ("open", None)
    [row] = inspections.find().rows([party.round_id])
    assert (row.open_count, row.overdue_count) == (0, 0)
    inspections.sign(party, D(2026, 11, 20))
    figures = report.figures(read_period("2026", "calendar"), D(2026, 11, 22))
    assert report.states(figures.found()) == (0, 0, 0, 0, 1)
    assert (state(found), findings.overdue(), state(found, D(2026, 11, 19))) == ("overdue", 1, "open")
    [row] = inspections.find().rows([party.round_id])
    assert (row.open_count, row.overdue_count) == (1, 1)


def test_a_demand_is_not_dropped_before_what_was_reported_of_it():
    found = hands.owed("KT", "Chưa niêm yết", "10/11/2026")
    findings.report(found, {"reported_on": "15/11/2026", "content": "Xong", "done_on": "15/11/2026"})
    with pytest.raises(Refused, match="15/11/2026"):
        findings.decide(found, Kind.DROPPED, {"decided_on": "12/11/2026", "words": "Thôi"})
    findings.decide(found, Kind.DROPPED, {"decided_on": "15/11/2026", "words": "Thôi"})
    assert state(found) == "dropped"


def test_of_another_offices_finding_we_report_whatever_our_own_task_says_and_decide_nothing():
    found = of_other_office(hands.owed("KT", "Chưa niêm yết", "20/11/2026"))
    task = finding_desk.give_task(found, {"due_on": "25/11/2026"})
    assert state(found) == "overdue"  # by the term of those who inspected
    assert (findings.allowed(found), findings.may_report(found), finding_desk.may_give(found)) == ((), True, False)
    tasks.complete(tasks.get(task.id), {"completed_on": "22/11/2026", "deliverable": "Ảnh"})
    findings.report(findings.get(found.id), {"reported_on": "22/11/2026", "content": "Đã", "done_on": "22/11/2026"})
    assert state(found) == "reported"


def test_a_finding_whose_task_was_cancelled_is_given_again_and_one_whose_task_was_deleted_stands_for_itself():
    found = hands.owed("KT", "Chưa niêm yết", "10/11/2026")
    task = finding_desk.give_task(found, {"due_on": "25/11/2026"})
    task_decisions.cancel(tasks.get(task.id), {"decided_on": "22/11/2026", "reason": "Giao nhầm"})
    assert state(found) == "dropped"
    with pytest.raises(Refused, match="giao thành nhiệm vụ khác"):
        findings.report(findings.get(found.id), {"reported_on": "22/11/2026", "content": "Xong"})
    again = finding_desk.give_task(findings.get(found.id), {"due_on": "30/11/2026"})
    assert (state(found), findings.standing(found).due_on) == ("open", D(2026, 11, 30))
    tasks.delete(tasks.get(again.id))
    assert state(found) == "overdue"
    tasks.restore(tasks.get(again.id))
    assert state(found) == "open"


def test_signed_minutes_are_printed_as_they_were_signed_whatever_the_books_say_later(tmp_path):
    party = hands.shop_minutes()
    inspections.sign(party, D(2026, 11, 3))
    establishments.save(
        {"responsible": "Người Chủ Mới", "license": "02B", "id_number": "001099099999"}, party.establishment
    )
    officials.save({"position": "Chức vụ mới"}, Official.get(Official.name == "Đặng Văn Khuê"))
    out = tmp_path / "bb.pdf"
    printing.prepare(catalogue.form("minutes"), printing.Request(record=party.uid), out).run()
    text = squashed(text_of(out))
    for words in ("Chủ cơ sở: Bùi Thị Tư", "01A8000123", "•••••••••345"):
        assert squashed(words) in text
    for words in ("Người Chủ Mới", "Chức vụ mới", "001099012345"):
        assert squashed(words) not in text


def test_deleted_minutes_come_back_only_where_nobody_has_taken_their_place():
    of = hands.round_()
    party = hands.party(of)
    inspections.delete_party(party)
    hands.party(of)
    with pytest.raises(Refused, match="Đã có biên bản"):
        inspections.restore_party(party)
    late = hands.party(of, "VHXH")
    inspections.save_party({"inspected_on": "09/11/2026"}, of, late)
    inspections.delete_party(late)
    inspections.save({"ended_on": "05/11/2026"}, of)
    with pytest.raises(Refused, match="kết thúc ngày 05/11/2026"):
        inspections.restore_party(late)
    inspections.save({"ended_on": ""}, of)
    inspections.restore_party(late)
    assert [str(one.unit.code) for one in inspections.parties(of)] == ["KT", "VHXH"]


def test_a_round_over_the_edge_of_a_period_is_begun_once_and_each_place_is_counted_on_its_own_day(tmp_path):
    of = hands.round_(began_on="13/10/2026")
    for unit, day in (("KT", "13/10/2026"), ("VHXH", "14/10/2026"), ("VP", "15/10/2026")):
        hands.finding(inspections.save_party({"unit": unit, "inspected_on": day}, of), due_on="30/10/2026")
    hands.round_(began_on="20/10/2026", type="Khác", subject="Kiểm tra chợ")
    said = {}
    for month, as_at in (("2026-10", D(2026, 10, 14)), ("2026-11", D(2026, 11, 14))):
        period = read_period(month, "nd09")
        figures = report.figures(period, as_at)
        assert len(figures.lines) == sum(one.parties for one in figures.by_type)
        assert len(figures.found()) == sum(one.findings for one in figures.by_type)
        said[month] = counts.in_words(figures.by_type)
    assert said == {
        "2026-10": "01 lượt kiểm tra công vụ tại 02 đơn vị",
        "2026-11": "01 lượt kiểm tra công vụ bắt đầu từ kỳ trước tại 01 đơn vị; 01 lượt kiểm tra khác",
    }
    out = tmp_path / "f8.pdf"
    asked = printing.Request(period="2026-11", as_at=D(2026, 11, 14))
    printing.prepare(catalogue.form("inspections"), asked, out).run()
    text = squashed(text_of(out))
    assert squashed(f"đã tổ chức {said['2026-11']}.") in text
    assert squashed("tồn tại tính theo ngày kiểm tra") in text


def test_rechecks_tell_places_of_one_name_apart_and_a_decision_names_the_last_of_their_chain():
    first, second = hands.establishment(), hands.establishment(address="9 phố Khác")
    here = hands.round_()
    labels = {one.id: PARTIES.columns["establishment"].kind.label(one.id) for one in (first, second)}
    assert labels[second.id] == "Quán ăn Hoa Sữa · 9 phố Khác"
    party = inspections.save_party({"establishment": labels[second.id]}, here)
    found = hands.finding(party)
    inspections.sign(party, D(2026, 11, 2))
    again = rechecking.recheck(inspections.get_party(party.id), D(2026, 11, 12))
    assert (again.establishment, again.address) == (second, "9 phố Khác")
    with pytest.raises(Refused) as refused:
        rechecking.recheck(inspections.get_party(party.id), D(2026, 11, 12))
    assert list(refused.value.problems) == ["day"]  # the only field that is asked for
    other = hands.round_(began_on="03/11/2026")
    with_first = inspections.save_party({"establishment": labels[first.id]}, other)
    inspections.sign(with_first, D(2026, 11, 3))
    rechecking.recheck(inspections.get_party(with_first.id), D(2026, 11, 12))
    basis = inspections.get(again.round_id).basis
    assert basis.splitlines() == [
        f"Biên bản kiểm tra ngày 02/11/2026 ({here.code})",
        f"Biên bản kiểm tra ngày 03/11/2026 ({other.code})",
    ]
    inspections.sign(inspections.get_party(again.id), D(2026, 11, 12))
    last = rechecking.recheck(inspections.get_party(again.id), D(2026, 11, 20))
    assert [one.id for one in rechecking.before(last)] == [party.id, again.id]
    assert [row.id for row in desk.listed_before(last).iterate()] == [found.id]
    inspections.sign(inspections.get_party(last.id), D(2026, 11, 20))
    assert findings.decide(found, Kind.ACCEPTED, {"decided_on": "21/11/2026"}).recheck == last
