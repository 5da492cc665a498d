"""Inspections, plans, minutes, the week and duties travel in packages, through the real files of real offices."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.models import (
    ALL,
    Channel,
    Conclusion,
    Document,
    Duty,
    Establishment,
    Finding,
    FindingDecision,
    InspectedParty,
    InspectionRound,
    Meeting,
    MeetingMatter,
    Official,
    Package,
    Plan,
    PlanGroup,
    PlanItem,
    Remediation,
    ScheduleItem,
    Unit,
)
from db.words import Answer, FindingDecisionKind, MeetingKind, RemediationState, Verdict
from desktop_app import clock, events, records
from desktop_app.errors import Refused
from desktop_app.excel import guarded
from desktop_app.features.backups import service as backups
from desktop_app.features.documents import service as documents
from desktop_app.features.duties import service as duties
from desktop_app.features.finding_desk import service as finding_desk
from desktop_app.features.findings import service as findings
from desktop_app.features.handoff_apply import service as applying
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.handoff_verdict import service as verdicts
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import PARTIES
from desktop_app.features.meetings import service as meetings
from desktop_app.features.minutes import service as minutes
from desktop_app.features.plan_counts import service as counting
from desktop_app.features.plans import service as plans
from desktop_app.features.tasks import service as tasks
from desktop_app.features.week import service as week
from desktop_app.records import journal, session
from desktop_app.records.receiving import raw
from tests.exchange_books import (
    check,
    decide,
    duty,
    find,
    finding,
    inspect,
    is_about,
    line,
    meeting,
    party,
    plan,
    remedy,
    sign,
    told,
)
from tests.network_hands import Network, unit

HIDDEN = "012345678901"  # somebody's identity number
BOOKS = ("inspection_round", "inspected_party", "checked", "finding", "remediation", "finding_decision")


@pytest.fixture(scope="module")
def reader() -> Iterator[guarded.Reader]:
    with guarded.Reader() as one:
        yield one


@pytest.fixture
def net(tmp_path: Path, reader: guarded.Reader) -> Iterator[Network]:
    clock.set_today(date(2026, 11, 22))
    made = Network(tmp_path, reader)
    made.found("T", subs=("A", "B"))
    for name in "AB":
        made.found(name, upper="T")
    for name in "AB":
        made.receive("T", made.report(name))
        made.receive(name, made.receipt("T", name))
    yield made
    clock.set_today(None)
    events.forget()


def uid(net: Network, name: str) -> str:
    with net.at(name):
        return session.current.office_uid


def round_trip(net: Network, name: str = "A") -> None:
    net.receive(name, net.assign("T", name))
    net.receive("T", net.report(name))


def inspected(net: Network) -> None:
    """The city inspects both wards and a shop, and finds something at each."""
    with net.at("T"):
        one = inspect(head="Lê Văn T", unit="VP", team="Ông Nguyễn Văn Bình, Trưởng phòng")
        for code in "AB":
            minutes_of = party(one, code)
            check(minutes_of, f"Niêm yết tại {code}")
            find(minutes_of, f"Chưa niêm yết tại {code}")
            sign(minutes_of)
        find(party(one, shop="Quán Bình An"), "Thiếu giấy khám sức khỏe")


# --- Down, up, down ---


def test_a_finding_goes_down_its_remediation_up_and_the_decision_down(net: Network):
    inspected(net)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert [one.content for one in Finding.select()] == ["Chưa niêm yết tại A"]
        assert is_about("A")
        assert InspectionRound.get().code == "T.KT-2026-001"
        assert str(InspectionRound.get().head) == "Lê Văn T"
        assert InspectionRound.get().unit.relation == "outside"
        task = finding_desk.give_task(finding(), {"due_on": "30/11/2026"})
        assert not findings.allowed(finding())
        assert findings.may_report(finding())
        remedy(finding(), "Đang làm", done_on="")
        tasks.complete(task, {"completed_on": "22/11/2026", "deliverable": "Báo cáo"})
        assert findings.standing(finding()).state == RemediationState.OVERDUE  # the city has not been told yet
        remedy(finding())
        assert findings.standing(finding()).state == RemediationState.REPORTED
    outcome = net.receive("T", net.report("A"))
    assert outcome.tally.get("new") == 2, outcome.tally
    with net.at("T"):
        of_a = Finding.get(Finding.content == "Chưa niêm yết tại A")
        assert [one.content for one in of_a.remediations] == ["Đang làm", "Đã niêm yết"]
        decide(of_a, FindingDecisionKind.EXTENDED, "30/11/2026")
    net.receive("A", net.assign("T", "A"))
    with net.at("T"):
        again = inspect("Tái kiểm tra", mode="Tái kiểm tra")
        sign(party(again, "A"))
        decide(of_a, FindingDecisionKind.ACCEPTED)
    round_trip(net)
    with net.at("A"):
        kinds = [one.kind for one in FindingDecision.select().order_by(FindingDecision.place)]
        assert kinds == ["extended", "accepted"]
        assert findings.standing(finding()).state == RemediationState.DONE
        [row] = findings.find({"written": "upper"}).iterate()
        assert (row.writer, row.state, row.due_now) == (Network.full("T"), "done", date(2026, 11, 30))
        assert {one.code for one in InspectionRound.select()} == {"T.KT-2026-001", "T.KT-2026-002"}
        here, mine = told(uid_of("T")), told(uid_of("A"))
    with net.at("T"):
        there = [[row for row in rows if "B" not in str(row)] for rows in told(uid_of("T"))]
        assert [rows for rows in told(uid_of("A")) if rows] == [rows for rows in mine if rows]
        of_others = {one.uid for one in InspectedParty.select() if one.unit != unit("A")}
        wanted = [[row for row in rows if not of_others & set(row)] for rows in told(uid_of("T"))]
        gone = {one.uid for one in Finding.select() if one.party.uid in of_others}
        assert here == [[row for row in rows if row[0] not in gone] for rows in wanted]
        assert there
    quiet(net, "A")


def uid_of(code: str) -> str:
    """The identity of an office by its unit in the open book, or of ourselves."""
    return str(unit(code).office_uid or session.current.office_uid)


def quiet(net: Network, name: str) -> None:
    """Everybody has said everything: the next packages hold nothing of these books that is new."""
    with suppress(Refused):
        net.receive(name, net.assign("T", name))  # the first one holds everything, and is due until it is acknowledged
    for _ in range(2):
        outcome = net.receive("T", net.report(name))
        net.receive(name, net.receipt("T", name))
    assert set(outcome.tally) <= {"read_only", "unchanged"}, outcome.tally
    with pytest.raises(Refused, match="Không có gì mới để gửi"):
        net.assign("T", name)
    with net.at("T"):
        assert journal.first_broken() is None


def test_plans_minutes_the_week_and_duties_go_to_whom_they_name_and_to_nobody_else(net: Network):
    with net.at("T"):
        head = {"number": "159/KH-UBND", "issued_on": "05/01/2026", "issuer": "T", "subject": "Kế hoạch năm 2026"}
        documents.save({**head, "no_tasks": "x"})
        plan("Kế hoạch cải cách hành chính", "A", "KT", "B", document="159/KH-UBND", paper="")
        plan("Kế hoạch của Phòng Kinh tế", "KT")
        meeting("Họp về đất đai", "B; KT", "A", chair="Lê Văn T")
        meeting("Họp dự thảo", "A", "A", signed=False, chair="Lê Văn T")
        line("16/11/2026", "Giao ban với phường", "A; B", chair="Lê Văn T", leaders="Trần Thị T")
        line("06/11/2026", "Họp hai tuần trước", "A")
        line("24/11/2026", "Làm việc với B", "B")
        line("25/11/2026", "Nghe báo cáo", prepares="A")
        duty("Lê Văn T", "A")
    for name in "AB":
        net.receive(name, net.assign("T", name))
    with net.at("A"):
        assert [one.title for one in Plan.select()] == ["Kế hoạch cải cách hành chính"]
        assert Plan.get().document == Document.get(Document.number == "159/KH-UBND")
        assert [one.name for one in PlanGroup.select().order_by(PlanGroup.place)] == ["Nhóm một", "Nhóm hai"]
        assert PlanItem.select().count() == 3
        assert counting.differences(Plan.get()) == []
        assert {one.lead_unit.name for one in PlanItem.select() if one.lead_unit.code != "A"} == {
            "Phòng Kinh tế",
            Network.full("B"),
        }
        assert [one.title for one in Meeting.select()] == ["Họp về đất đai"]
        assert [one.content for one in minutes.matters(Meeting.get())] == ["Ngân sách", "Đất đai"]
        [concluded] = minutes.conclusions(Meeting.get())
        assert (concluded.lead_unit, concluded.matter.content) == (unit("A"), "Đất đai")
        assert {one.content for one in ScheduleItem.select()} == {"Giao ban với phường", "Nghe báo cáo"}
        assert Duty.get().unit == unit("A")
        assert Official.get(Official.name == "Lê Văn T").unit == unit("T")
        here = told(uid_of("T"))
    with net.at("B"):
        assert {one.content for one in ScheduleItem.select()} == {"Giao ban với phường", "Làm việc với B"}
        assert Meeting.get().title == "Họp về đất đai"
    with net.at("T"):
        uids = {row[0] for rows in here for row in rows}
        assert here == [[row for row in rows if row[0] in uids] for rows in told(uid_of("T"))]
    net.receive("T", net.report("A"))
    quiet(net, "A")


def test_what_is_added_changed_and_deleted_later_follows(net: Network):
    with net.at("T"):
        made = plan("Kế hoạch cải cách hành chính", "A", "B")
        held = meeting("Họp về đất đai", "A", "A", chair="Lê Văn T")
        gone = line("25/11/2026", "Nghe báo cáo", "A")
        late = line("26/11/2026", "Đi cơ sở", "A")
    round_trip(net)
    with net.at("T"):
        rows = [{"uid": one.uid, "in_group": ""} for one in plans.items(made)][:1]
        plans.save_all({"stated_tasks": "2"}, [], [*rows, {"content": "Việc mới", "lead_unit": "KT"}], made)
        minutes.supplement(held, {"added_on": "10/11/2026", "content": "Ghi thêm ý kiến", "author": "Trần Thị T"})
        week.delete(gone)
        week.save({"state": "Hoãn"}, late)
    round_trip(net)
    with net.at("A"):
        assert {one.content for one in plans.items(Plan.get())} == {"Việc 0 của A", "Việc mới"}
        assert plans.groups(Plan.get()) == []
        assert [one.content for one in minutes.supplements(Meeting.get())] == ["Ghi thêm ý kiến"]
        assert [(one.content, one.state) for one in ScheduleItem.select().where(ScheduleItem.deleted_at.is_null())] == [
            ("Đi cơ sở", "postponed")
        ]
    quiet(net, "A")


def test_an_office_that_sends_its_own_books_is_read_above_without_establishments_and_drafts(net: Network):
    with net.at("A"):
        one = inspect("Kiểm tra an toàn thực phẩm", type="An toàn thực phẩm")
        minutes_of = party(one, shop="Quán Bình An", responsible="Lê Thị Bình", id_number=HIDDEN)
        assert Establishment.get().id_number == HIDDEN
        check(minutes_of, "Giấy khám sức khỏe")
        of_shop = find(minutes_of, "Thiếu giấy khám sức khỏe")
        find(minutes_of, "Chưa ký cam kết")
        sign(minutes_of)
        remedy(of_shop, "Đã khám")
        decide(of_shop, FindingDecisionKind.ACCEPTED)
        assert findings.overdue() == 1
        plan("Kế hoạch của phường", "VP")
        meeting("Giao ban phường", "VP", "KT", chair="Lê Văn A")
        meeting("Họp chưa ký", "VP", "KT", signed=False, chair="Lê Văn A")
        line("24/11/2026", "Tiếp dân", chair="Lê Văn A")
        duty("Lê Văn A", "VP")
        mine = told(uid_of("A"))
    package = net.report("A")
    assert HIDDEN not in sealed_text(package)
    outcome = net.receive("T", package)
    assert not outcome.tally.get("refused"), outcome.tally
    with net.at("T"):
        assert told(uid_of("A")) == mine
        assert InspectedParty.get().establishment is None
        assert [one.title for one in Meeting.select()] == ["Giao ban phường"]
        year = (date(2026, 1, 1), date(2026, 12, 31))
        assert meetings.count(MeetingKind.MEETING, *year) == 0
        assert plans.heard(*year) == 0
        assert findings.overdue() is None  # the ward's own to see to
        lists = (inspections.find, findings.find, plans.find, meetings.find, week.find, duties.find)
        assert all(row.writer == Network.full("A") for find_rows in lists for row in find_rows().iterate())
        assert [find_rows({"written": "own"}).count() for find_rows in lists] == [0] * len(lists)
        assert all(find_rows({"written": "sub"}).count() for find_rows in lists)
        for late in findings.find({"state": "overdue"}).iterate():
            seen = findings.get(late.id)
            assert (findings.allowed(seen), findings.may_report(seen), finding_desk.may_give(seen)) == (
                (),
                False,
                False,
            )
            with pytest.raises(Refused, match="ghi; hãy đề nghị nơi đó sửa"):
                finding_desk.give_task(seen, {"lead_unit": "VP"})
            with pytest.raises(Refused, match="ghi; hãy đề nghị nơi đó sửa"):
                remedy(seen)
        with pytest.raises(Refused, match=f"Phần này do {Network.full('A')} ghi; hãy đề nghị nơi đó sửa"):
            plans.save({"title": "Khác"}, Plan.get())
        with pytest.raises(Refused, match="ghi; hãy đề nghị nơi đó sửa"):
            plans.save_all({}, [{"name": "Nhóm của ta"}], [], Plan.get())
        with pytest.raises(Refused, match="ghi; hãy đề nghị nơi đó sửa"):
            minutes.supplement(Meeting.get(), {"added_on": "10/11/2026", "content": "Ghi thêm", "author": "T"})
        with pytest.raises(Refused, match="ghi; hãy đề nghị nơi đó sửa"):
            records.keep(PARTIES, {"strengths": "Khác"}, InspectedParty.get())
        with pytest.raises(Refused, match="ghi; hãy đề nghị nơi đó sửa"):
            decide(Finding.get(), FindingDecisionKind.REFUSED)
        with pytest.raises(Refused, match="ghi; hãy đề nghị nơi đó sửa"):
            party(InspectionRound.get(), "VP")
        records.keep(PARTIES, {"note": "Đã xem"}, InspectedParty.get())  # its own words beside it
    quiet(net, "A")


def sealed_text(package: Path) -> str:
    from desktop_app.excel import package as packages

    found = packages.read(package)
    return " ".join(row.text for row in found.rows) + str(found.visible)


def test_a_ward_that_keeps_its_books_to_itself_still_reports_what_it_did_about_findings(net: Network):
    from desktop_app.features.office import service as office
    from desktop_app.features.office.columns import OFFICE

    inspected(net)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        records.keep(OFFICE, {"sends_own": ""}, office.founded())
        sign(party(inspect(), shop="Quán Bình An"))
        plan("Kế hoạch của phường", "VP")
        remedy(finding())
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert Remediation.get().def_owner == uid_of("A")
        assert InspectionRound.select().count() == 1
        assert Plan.select().count() == 0


# --- What nobody may write ---


def judged(net: Network, package: Path, to: str, change) -> dict[str, tuple[str, str]]:
    """By kind: the verdict on a package's row and its reason, after ``change`` has been made to what it says."""
    with net.at(to):
        found = net.examined(package)
        rows = []
        for row in found.sent:
            told_ = change(row)
            if told_ is not None:
                more = {name: told_.pop(name) for name in ("uid", "def_revision") if name in told_}
                rows.append(replace(row, values={**row.values, **told_}, **more))
        ruled = verdicts.judge(receiving.arrival(found.manifest, found.sender), rows)[0]
        return {one.sent.kind: (str(one.verdict), one.reason) for one in ruled}


def test_who_was_inspected_decides_nothing_and_reports_for_nobody_else(net: Network):
    inspected(net)
    for name in "AB":
        net.receive(name, net.assign("T", name))
    with net.at("A"):
        remedy(finding())
        minutes_of = party(inspect("Kiểm tra Văn phòng"), "VP")
        of_office = find(minutes_of)
        sign(minutes_of)
        decide(of_office, FindingDecisionKind.ACCEPTED)
    package = net.report("A")
    with net.at("T"):
        own, of_b = unit("T").uid, Finding.get(Finding.content == "Chưa niêm yết tại B").uid
        city, ward_b = session.current.office_uid, unit("B").office_uid
        of_shop = Finding.get(Finding.content == "Thiếu giấy khám sức khỏe").uid
        theirs = InspectedParty.get(InspectedParty.unit == unit("A")).uid

    def ruled(kind: str, /, **change):
        return judged(net, package, "T", lambda row: dict(change) if row.kind == kind else {})[kind]

    assert ruled("remediation") == ("new", "")
    assert ruled("remediation", finding=of_b)[1].startswith("Tồn tại của đơn vị khác")
    assert ruled("remediation", finding=of_shop)[1].startswith("Tồn tại của đơn vị khác")
    assert ruled("remediation", def_owner=ward_b)[1] == "Nơi gửi không phải nơi được ghi phần này"
    assert ruled("finding_decision", finding=of_b)[1].startswith("Tồn tại do nơi khác ghi")
    assert ruled("finding", party=theirs)[1].startswith("Biên bản do nơi khác lập")
    assert ruled("inspected_party", unit=own)[1] == "Cấp dưới không lập biên bản kiểm tra cơ quan mình"
    assert ruled("inspected_party", began_at="8 giờ rưỡi")[1] == "Bắt đầu lúc: giờ “8 giờ rưỡi” không đúng"
    taken_over = ruled("finding", uid=of_b, def_revision=(9, 1, 1))
    assert taken_over == ("refused", "Nơi gửi không phải nơi được ghi phần này")
    as_ours = judged(net, package, "T", lambda row: {"def_owner": city} if row.kind == "remediation" else {})
    assert as_ours["remediation"][0] in ("recovered", "refused")


def test_above_nobody_reports_in_our_name_and_minutes_of_others_do_not_concern_us(net: Network):
    inspected(net)
    net.receive("A", net.assign("T", "A"))
    with net.at("T"):
        remedy(Finding.get(Finding.content == "Chưa niêm yết tại A"), "Nghe qua điện thoại")
        decide(Finding.get(Finding.content == "Chưa niêm yết tại A"), FindingDecisionKind.ACCEPTED)
        sign(party(inspect("Lượt hai"), "A"))
    package = net.assign("T", "A")
    with net.at("A"):
        elsewhere = unit("VP").uid
        found = net.examined(package)
        assert "remediation" not in {row.kind for row in found.sent}

    def as_remediation(row):
        return replace_kind(row) if row.kind == "finding_decision" else row

    def replace_kind(row):
        said = {"finding": row.values["finding"], "content": "Đã xong", "reported_on": "20/11/2026", "place": 1}
        return replace(row, kind="remediation", values={**said, "def_owner": row.values["def_owner"]})

    with net.at("A"):
        rows = [as_remediation(row) for row in found.sent]
        ruled = verdicts.judge(receiving.arrival(found.manifest, found.sender), rows)[0]
        [refused] = [one.reason for one in ruled if one.sent.kind == "remediation"]
        assert refused == "Kết quả khắc phục do đơn vị được kiểm tra ghi, không nhận từ cấp trên"
    others = judged(net, package, "A", lambda row: {"unit": elsewhere} if row.kind == "inspected_party" else {})
    assert others["inspected_party"] == ("refused", "Biên bản kiểm tra đơn vị khác, không phải cơ quan mình")


def test_signed_minutes_and_what_was_added_are_taken_once(net: Network):
    inspected(net)
    with net.at("T"):
        decide(Finding.get(Finding.content == "Chưa niêm yết tại A"), FindingDecisionKind.URGED)
        held = meeting("Họp về đất đai", "A", "A", chair="Lê Văn T")
        minutes.supplement(held, {"added_on": "10/11/2026", "content": "Ghi thêm ý kiến", "author": "Trần Thị T"})
    package = net.assign("T", "A")
    net.receive("A", package)
    with net.at("A"):
        before = told(uid_of("T"))

    def later(kind: str, /, **change):
        def made(row):
            raised = (row.def_revision[0], row.def_revision[1], row.def_revision[2] + 1)
            return {**change, "def_revision": raised} if row.kind == kind else {}

        return judged(net, package, "A", made)[kind]

    signed = ("refused", "Biên bản đã ký và đã nhận thì không sửa được; nơi gửi hãy ghi phần bổ sung hoặc tái kiểm tra")
    added = ("refused", "Dòng đã nhận thì không sửa được; nơi gửi hãy ghi một dòng mới")
    assert later("inspected_party", strengths="Không có") == signed
    assert later("inspected_party", minutes="draft") == signed
    assert later("checked", verdict="good") == signed
    assert later("finding", content="Khác hẳn") == signed
    assert later("finding", deleted=True) == signed
    assert later("finding", uid="f" * 32, content="Thêm sau khi ký") == signed
    assert later("checked", uid="c" * 32) == signed
    assert later("conclusion", uid="d" * 32) == signed
    assert later("conclusion", uid="d" * 32, supplement=1)[0] == "new"
    assert later("meeting", title="Họp khác") == signed
    assert later("meeting_matter", discussion="Không thống nhất") == signed
    assert later("conclusion", due_on="2026-12-31") == signed
    assert later("finding_decision", kind="dropped") == added
    assert later("minutes_supplement", content="Khác") == added
    assert later("inspection_round", subject="Nội dung ghi lại cho rõ")[0] == "changed"
    assert later("meeting")[0] == "changed"  # a revision that says nothing else
    forked = judged(net, package, "A", lambda row: {"content": "Khác hẳn"} if row.kind == "finding" else {})
    assert forked["finding"][0] == Verdict.QUESTION
    with net.at("A"):
        assert told(uid_of("T")) == before


def test_a_sheet_of_a_later_program_is_told_and_read_only(net: Network, monkeypatch: pytest.MonkeyPatch):
    inspected(net)
    package = net.assign("T", "A")
    monkeypatch.setattr(receiving, "KNOWN", tuple(kind for kind in receiving.KNOWN if kind not in BOOKS))
    with net.at("A"):
        [note] = [note for note in net.examined(package).notes if "cập nhật chương trình" in note]
    assert "“Lượt kiểm tra”, “Biên bản kiểm tra”, “Nội dung kiểm tra”, “Tồn tại”" in note


def test_a_report_of_a_program_that_knew_no_signed_minutes_still_comes_in(net: Network):
    with net.at("A"):
        meeting("Giao ban phường", "VP", "KT", chair="Lê Văn A")
        line("24/11/2026", "Tiếp dân", chair="Lê Văn A")
    package = net.report("A")
    old = ("held_on", "kind", "title", "chair", "place", "note", "def_owner")

    def as_before(row):
        if row.kind in ("meeting_matter", "conclusion", "schedule_item"):
            return None
        return {}

    with net.at("T"):
        found = net.examined(package)
        rows = [
            replace(row, values={n: row.values[n] for n in old if n in row.values}) if row.kind == "meeting" else row
            for row in found.sent
            if as_before(row) is not None
        ]
        ruled = verdicts.judge(receiving.arrival(found.manifest, found.sender), rows)[0]
        assert [(str(one.verdict), one.title) for one in ruled if one.sent.kind == "meeting"] == [
            ("read_only", "Giao ban phường")
        ]
        assert not [one for one in ruled if one.verdict == Verdict.REFUSED]


# --- Undone, restored ---


def snapshot() -> dict[str, list[str]]:
    """Every row of the open book that a package may write, as it is stored."""
    from desktop_app.records.entity import ENTITIES

    entities = {entity.kind: entity for entity in ENTITIES.values()}
    kinds = [m._meta.table_name for m in ALL if m._meta.table_name in entities]
    found = {}
    for kind in kinds:
        ids = [row.id for row in entities[kind].model.select()]
        found[kind] = sorted(raw(entities[kind], ids).values()) if ids and kind != "office" else []
    return found


def test_undoing_a_package_takes_every_book_back_and_it_comes_again(net: Network):
    inspected(net)
    with net.at("T"):
        plan("Kế hoạch cải cách hành chính", "A", "KT")
        meeting("Họp về đất đai", "A; KT", "A", chair="Lê Văn T")
        line("24/11/2026", "Giao ban", "A", leaders="Lê Văn T; Trần Thị T")
        duty("Lê Văn T", "A")
    with net.at("A"):
        before = snapshot()
    package = net.assign("T", "A")
    with net.at("A"):
        taken = net.accept(package).package
        assert MeetingMatter.select().count() == 2
        remedy(finding())
        with pytest.raises(Refused, match="Không hoàn tác được"):
            undoing.undo(Package.get_by_id(taken.id))
        Remediation.delete().execute()
        undoing.undo(Package.get_by_id(taken.id))
        assert [kind for kind, rows in snapshot().items() if rows != before[kind]] == []
        assert journal.first_broken() is None
    round_trip(net)
    with net.at("A"):
        assert (Finding.select().count(), Conclusion.select().count(), Duty.select().count()) == (1, 1, 1)


def test_the_city_that_goes_back_to_a_copy_gets_its_books_back_from_the_ward(net: Network):
    with net.at("T"):
        copy = backups.make()
    inspected(net)
    with net.at("T"):
        plan("Kế hoạch cải cách hành chính", "A", "KT")
        meeting("Họp về đất đai", "A", "A", chair="Lê Văn T")
        decide(Finding.get(Finding.content == "Chưa niêm yết tại A"), FindingDecisionKind.EXTENDED, "30/11/2026")
        line("24/11/2026", "Giao ban", "A", leaders="Lê Văn T")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        remedy(finding())
        before = told(uid_of("T"))
    with net.at("T"):
        backups.restore(copy)
        assert Finding.select().count() == 0
    for _ in range(3):
        net.receive("T", net.report("A"))
        net.receive("A", net.receipt("T", "A"))
    with net.at("T"):
        assert told(uid_of("T")) == before
        assert InspectionRound.get().code == "KT-2026-001"
        assert Remediation.get().finding == finding()
        assert journal.first_broken() is None


def test_a_ward_that_begins_afresh_gets_its_books_back_from_above(net: Network):
    inspected(net)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        remedy(finding())
        sign(party(inspect("Kiểm tra tổ dân phố"), shop="Quán Bình An"))
        plan("Kế hoạch của phường", "VP")
        meeting("Giao ban phường", "VP", "KT", chair="Lê Văn A")
    net.receive("T", net.report("A"))
    net.place.joinpath("A").rename(net.place / "A-cũ")
    net.found("A", upper="T")
    for _ in range(4):
        net.receive("T", net.report("A"))
        net.receive("A", net.receipt("T", "A"))
        try:
            down = net.assign("T", "A")
        except Refused:
            continue
        net.receive("A", down)
    with net.at("A"):
        mine = session.current.office_uid
        assert Remediation.get().def_owner == mine
        assert {one.code for one in InspectionRound.select()} == {"KT-2026-001", "T.KT-2026-001"}
        assert (Plan.get().def_owner, Meeting.get().def_owner) == (mine, mine)
        assert json.dumps([row[1:3] for row in told(mine)[6]], ensure_ascii=False) == '[["Kế hoạch của phường", 2026]]'
    with net.at("T"):
        assert {one.def_owner for one in Plan.select()} == {mine}
        assert Unit.get(Unit.code == "A").office_uid == mine


def test_what_is_deleted_here_stays_so_when_ours_is_kept_in_a_question_about_it(net: Network):
    with net.at("T"):
        gone = line("25/11/2026", "Nghe báo cáo", "A")
    round_trip(net)
    with net.at("T"):
        week.delete(gone)
    round_trip(net)
    with net.at("A"):
        Channel.update(full=True).execute()
    package = net.report("A")
    with net.at("T"):
        found = net.examined(package)
        rows = [
            replace(r, values={**r.values, "place": "Khác"}) if r.kind == "schedule_item" else r for r in found.sent
        ]
        ruled = verdicts.judge(receiving.arrival(found.manifest, found.sender), rows)[0]
        [asked] = [one for one in ruled if one.verdict == Verdict.QUESTION]
        applying.raise_question(net.accept(package).package, asked)
        questions.answer(questions.open_questions()[0], Answer.OURS)
        assert ScheduleItem.get().deleted_at is not None
        assert ScheduleItem.get().def_n > gone.def_n
