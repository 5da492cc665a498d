"""Minutes: agenda and conclusions in one go, signed and frozen, supplemented, issued as a notice with its tasks."""

from datetime import date, timedelta

import pytest

from db.models import Conclusion, Document, Official, Package, Task, Unit
from db.words import MinutesState, PackageKind
from desktop_app import catalogue, clock
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.meetings import service as meetings
from desktop_app.features.minutes import service as minutes
from desktop_app.features.minutes.columns import RefusedMinutes
from desktop_app.features.minutes_issue import service as issuing
from desktop_app.features.officials import service as officials
from desktop_app.features.plans import service as plans
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import undo

FACTS = {
    "kind": "Cuộc họp",
    "held_on": "16/11/2026",
    "title": "Họp về công tác cuối năm",
    "chair": "Vũ Thị Hà Mi",
    "secretary": "Nguyễn Thị Hường",
    "began_at": "8h30",
    "ended_at": "11h00",
    "units": "VP; KT",
}
AGENDA = (
    {"content": "Tiến độ thu ngân sách", "unit": "KT", "presenter": "Trần Văn Ân"},
    {"content": "Công tác chuẩn bị Tết", "unit": "VHXH"},
    {"content": "Trật tự xây dựng"},
)
CONCLUDED = (
    {
        "about": "1",
        "content": "Rà soát các khoản nợ đọng",
        "lead_unit": "KT",
        "due_on": "30/11/2026",
        "gives_task": "x",
    },
    {
        "about": "2",
        "content": "Lập kế hoạch tổ chức Tết",
        "lead_unit": "VHXH",
        "cooperating_units": "VP; TDP1",
        "leader": "Đặng Văn Khuê",
        "due_on": "04/12/2026",
        "deliverable_wanted": "Kế hoạch",
        "gives_task": "x",
    },
    {"about": "2", "content": "Thống nhất chủ trương hỗ trợ hộ nghèo", "gives_task": ""},
    {"about": "3", "content": "Kiểm tra các công trình đang thi công", "lead_unit": "TDP1", "gives_task": "x"},
)
DAY = date(2026, 11, 18)


def held(**facts: str):
    """A meeting of three matters and four conclusions, three of which give work."""
    return minutes.save_all({**FACTS, **facts}, AGENDA, CONCLUDED)


def test_a_meeting_is_written_whole_and_changed_row_by_row(office):
    meeting = held()
    agenda, concluded = minutes.rows_of(meeting)
    assert [row["content"] for row in agenda] == [row["content"] for row in AGENDA]
    assert [(row["about"], row["lead_unit"]) for row in concluded] == [
        ("1", "Phòng Kinh tế, Hạ tầng và Đô thị"), ("2", "Phòng Văn hóa - Xã hội"), ("2", ""), ("3", "Tổ dân phố số 1"),
    ]  # fmt: skip
    # the second matter goes, the first conclusion too, a new one comes; what is left stays the same record
    left = concluded[3]["uid"]
    changed = [{**concluded[1], "about": "2"}, {**concluded[2], "about": "2"}, {**concluded[3], "about": "2"}]
    minutes.save_all({}, [agenda[0], agenda[2]], [*changed, {"content": "Việc mới", "gives_task": "x"}], meeting)
    now = minutes.conclusions(meeting)
    assert [each.place for each in now] == [1, 2, 3, 4]
    assert now[2].uid == left
    assert now[2].matter.content == "Trật tự xây dựng"
    assert [each.content for each in minutes.matters(meeting)] == ["Tiến độ thu ngân sách", "Trật tự xây dựng"]


def test_nothing_is_written_of_a_meeting_with_a_wrong_row(office):
    rows = [CONCLUDED[0], {"about": "7", "content": "", "lead_unit": "Không có", "gives_task": "x"}]
    with pytest.raises(RefusedMinutes) as refused:
        minutes.save_all({**FACTS, "title": "", "ended_at": "8h00"}, [{"content": "", "presenter": "Ai"}], rows)
    assert set(refused.value.problems) == {"title", "ended_at"}
    assert set(refused.value.matters[0]) == {"content"}
    assert set(refused.value.conclusions) == {0, 1}, "the agenda has no first matter either"
    assert set(refused.value.conclusions[1]) == {"about", "content", "lead_unit"}
    assert not meetings.find().count()
    meeting = held()
    with pytest.raises(RefusedMinutes, match="kết luận 1"):
        minutes.save_all({"title": "Đổi tên"}, AGENDA, [{**CONCLUDED[0], "due_on": "01/11/2026"}], meeting)
    assert meetings.get(meeting.id).title == FACTS["title"]
    assert len(minutes.conclusions(meeting)) == 4


def test_signed_minutes_change_by_supplements_only(office):
    meeting = held(secretary="")
    with pytest.raises(Refused, match="người ghi biên bản"):
        minutes.sign(meeting, DAY)
    minutes.save_all({"secretary": "Nguyễn Thị Hường"}, *minutes.rows_of(meeting), meeting)
    with pytest.raises(Refused, match="chưa ký"):
        minutes.supplement(meeting, {"added_on": "18/11/2026", "content": "Thêm"})
    with pytest.raises(Refused, match="trước ngày họp"):
        minutes.sign(meeting, date(2026, 11, 15))
    minutes.sign(meeting, DAY)
    with pytest.raises(Refused, match="Bổ sung biên bản"):
        minutes.save_all({}, [], [], meeting)
    with pytest.raises(Refused, match="Bổ sung biên bản"):
        meetings.save({"title": "Tên khác"}, meetings.get(meeting.id))
    meetings.save({"note": "Ghi chú của văn thư"}, meetings.get(meeting.id))
    with pytest.raises(Refused, match="đã ký"):
        meetings.delete(meeting)
    with pytest.raises(RefusedMinutes) as refused:
        minutes.supplement(meeting, {"added_on": "17/11/2026", "content": ""}, [{"content": "", "about": "9"}])
    assert set(refused.value.problems) == {"added_on", "content"}
    assert set(refused.value.conclusions[0]) == {"about", "content", "lead_unit"}
    added = {"added_on": "20/11/2026", "content": "Bổ sung ý kiến của Công an", "author": "Nguyễn Thị Hường"}
    minutes.supplement(meeting, added, [{"content": "Tăng cường tuần tra", "lead_unit": "TDP2", "gives_task": "x"}])
    assert [each.supplement for each in minutes.conclusions(meeting)] == [None] * 4 + [1]
    assert [each.place for each in minutes.supplements(meeting)] == [1]


def test_the_notice_gives_every_conclusion_its_task_or_nothing_is_written(office):
    meeting = held()
    agenda, concluded = minutes.rows_of(meeting)
    nobody = [{**row, "lead_unit": ""} if n in (0, 3) else row for n, row in enumerate(concluded)]
    minutes.save_all({}, agenda, nobody, meeting)
    with pytest.raises(Refused, match="kết luận 1 “Rà soát các khoản nợ đọng”; kết luận 4"):
        issuing.issue(meeting, "45", DAY, "Vũ Thị Hà Mi")
    minutes.save_all({}, agenda, concluded, meeting)
    late = date(2026, 12, 2)
    clock.set_today(late)
    with pytest.raises(Refused, match="kết luận 1 .*Thời hạn phải từ ngày giao 02/12/2026"):
        issuing.issue(meeting, "45", late)
    assert not Document.select().count()
    assert not Task.select().count()
    document, made = issuing.issue(meeting, "45", DAY, "Vũ Thị Hà Mi")
    assert (document.number, document.meeting, document.signer) == ("45/TB-UBND", meeting, "Vũ Thị Hà Mi")
    assert document.subject == (
        "Kết luận của Chủ tịch Ủy ban nhân dân phường Long Biên tại cuộc họp về công tác cuối năm"
    )
    assert [task.lead_unit.code for task in made] == ["KT", "VHXH", "TDP1"]
    tet = made[1]
    assert (tet.supervising_leader.name, tet.deliverable_wanted, tet.due_on) == (
        "Đặng Văn Khuê", "Kế hoạch", date(2026, 12, 4),
    )  # fmt: skip
    assert tet.document == document
    assert minutes.conclusion_of(tet).content == tet.content
    [row] = tasks.find().rows([tet.id])
    assert row.cooperating_units == "Văn phòng HĐND và UBND; Tổ dân phố số 1"
    with pytest.raises(Refused, match="giao hết kết luận"):
        issuing.issue(meeting, "46", DAY)
    with pytest.raises(Refused, match="3 nhiệm vụ"):
        meetings.delete(meeting)
    agenda, concluded = minutes.rows_of(meeting)
    with pytest.raises(RefusedMinutes, match=f"đã giao thành {tet.code}"):
        minutes.save_all({}, agenda, [concluded[0], {**concluded[1], "due_on": ""}, *concluded[2:]], meeting)
    with pytest.raises(Refused, match=f"đã giao thành {tet.code}"):
        minutes.save_all({}, agenda, [concluded[0], *concluded[2:]], meeting)


def test_a_draft_notice_gets_its_number_and_a_supplement_a_notice_of_its_own(office):
    meeting = minutes.sign(held(), DAY)
    draft, made = issuing.issue(meeting, "", DAY)
    assert draft.number == ""
    assert len(made) == 3
    again, more = issuing.issue(meeting, "45/TB-UBND", DAY)
    assert (again.id, again.number, more) == (draft.id, "45/TB-UBND", [])
    rows = [{"content": "Tăng cường tuần tra", "lead_unit": "TDP2", "gives_task": "x"}]
    minutes.supplement(meeting, {"added_on": "20/11/2026", "content": "Bổ sung"}, rows)
    second, [task] = issuing.issue(meeting, "47", date(2026, 11, 20))
    assert second.id != draft.id
    assert task.lead_unit.code == "TDP2"
    assert [each.number for each in minutes.notices(meeting)] == ["45/TB-UBND", "47/TB-UBND"]
    [row] = meetings.find().rows([meeting.id])
    assert (row.matter_count, row.conclusion_count, row.notice_number) == (3, 5, "45/TB-UBND, 47/TB-UBND")


def test_issuing_and_signing_are_taken_back_by_the_ordinary_undo(office):
    hands = catalogue.service_of
    meeting = held()
    mark = undo.mark()
    minutes.sign(meeting, DAY)
    signed = undo.since(mark)
    mark = undo.mark()
    issuing.issue(meeting, "45", DAY)
    with pytest.raises(Refused, match="ghi tiếp"):
        undo.undo(signed, hands)  # the conclusions were given as tasks since
    undo.undo(undo.since(mark), hands)
    assert not tasks.find().count()
    assert not minutes.notices(meeting)
    assert [each.task for each in Conclusion.select()] == [None] * 4
    assert len(minutes.waiting(meeting)) == 3
    document, made = issuing.issue(meeting, "45", DAY)
    assert len(made) == 3
    assert document.number == "45/TB-UBND"
    other = held(title="Họp khác")
    mark = undo.mark()
    minutes.sign(other, DAY)
    undo.undo(undo.since(mark), hands)
    assert meetings.get(other.id).minutes == MinutesState.DRAFT
    meetings.delete(other)


def test_a_task_taken_back_can_be_given_again(office):
    meeting = held()
    _, made = issuing.issue(meeting, "45", DAY)
    tasks.delete(made[0])
    assert minutes.conclusion_of(made[0]) is not None
    assert len(minutes.waiting(meeting)) == 1
    document, [again] = issuing.issue(meeting, "45", DAY)
    assert document.number == "45/TB-UBND"
    assert again.content == made[0].content
    assert Task.select().where(Task.document == document, Task.deleted_at.is_null()).count() == 3


def test_signed_minutes_lead_to_tasks_whatever_became_of_their_units_and_terms(office):
    nobody = held(title="Họp không ai làm")
    agenda, concluded = minutes.rows_of(nobody)
    minutes.save_all({}, agenda, [{**concluded[0], "lead_unit": ""}, *concluded[1:]], nobody)
    with pytest.raises(Refused, match="Chưa ghi đơn vị chủ trì ở kết luận 1 “Rà soát các khoản nợ đọng”.* rồi ký"):
        minutes.sign(nobody, DAY)
    meeting = minutes.sign(held(), DAY)
    ended = Unit.get(Unit.code == "VHXH")
    late = date(2026, 12, 7)
    clock.set_today(late)
    units.save({"valid_to": "17/11/2026"}, ended)
    with pytest.raises(Refused, match="kết luận 2 .*hãy ghi đơn vị kế thừa ở mục Đơn vị"):
        issuing.issue(meeting, "45", late)
    units.save({"successor": "VP"}, ended)
    _, made = issuing.issue(meeting, "45", late)
    assert [(task.lead_unit.code, task.assigned_on, task.due_on) for task in made] == [
        ("KT", DAY, date(2026, 11, 30)),  # their terms were over before the notice went out
        ("VP", DAY, date(2026, 12, 4)),
        ("TDP1", late, None),
    ]
    assert tasks.find().rows([made[1].id])[0].cooperating_units == "Tổ dân phố số 1"
    assert minutes.conclusions(meeting)[1].lead_unit == ended, "the signed words stay"


def test_what_names_a_unit_or_an_official_keeps_both_in_the_directory(office):
    meeting = held()
    with pytest.raises(Refused, match="Đơn vị đang được ghi ở") as refused:
        units.delete(Unit.get(Unit.code == "TDP1"))
    assert "01 kết luận (Đơn vị chủ trì)" in str(refused.value)
    assert "01 kết luận (Đơn vị phối hợp)" in str(refused.value)
    with pytest.raises(Refused, match=r"01 kết luận \(Lãnh đạo chỉ đạo\)"):
        officials.delete(Official.get(Official.name == "Đặng Văn Khuê"))
    plan = plans.save_all({"year": "2026", "title": "Kế hoạch"}, [], [{"content": "Việc", "lead_unit": "TDP2"}])
    with pytest.raises(Refused, match=r"01 nội dung kế hoạch \(Đơn vị chủ trì\); hãy ghi ngày “Đến hết ngày”"):
        units.delete(Unit.get(Unit.code == "TDP2"))
    plans.clear(plan)
    units.delete(Unit.get(Unit.code == "TDP2"))
    meetings.delete(meeting)
    units.delete(Unit.get(Unit.code == "TDP1"))  # what is deleted itself names nobody any more


def test_a_meeting_stays_while_its_notice_speaks_of_it_and_a_number_is_taken_once(office):
    first, second = held(), held(title="Họp khác")
    document, made = issuing.issue(first, "45", DAY)
    with pytest.raises(Refused, match="45/TB-UBND"):
        issuing.issue(second, "45", DAY)
    with pytest.raises(Refused, match="cách ghi số của văn bản Đảng"):
        issuing.issue(second, "12-TB/ĐU", DAY)
    assert len(minutes.waiting(second)) == 3
    for task in made:
        tasks.delete(task)
    with pytest.raises(Refused, match="45/TB-UBND ghi là kết luận của cuộc họp này"):
        meetings.delete(first)
    documents.delete(document)
    meetings.delete(first)


def test_issuing_is_not_taken_back_once_one_of_its_tasks_went_on(office):
    meeting = held()
    mark = undo.mark()
    _, made = issuing.issue(meeting, "45", DAY)
    issued = undo.since(mark)
    tasks.add_note(made[1], {"noted_on": "20/11/2026", "content": "Đã có dự thảo"})
    with pytest.raises(Refused, match="ghi tiếp"):
        undo.undo(issued, catalogue.service_of)
    assert not minutes.waiting(meeting)


def test_a_signature_or_supplement_that_may_have_left_the_office_is_not_taken_back(office):
    meeting = held()
    mark = undo.mark()
    minutes.sign(meeting, DAY)
    signed = undo.since(mark)
    undo.look(signed, catalogue.service_of)
    sent = {"kind": PackageKind.REPORT, "peer": units.own(), "running_number": 7, "digest": "0" * 64}
    Package.create(made_at=clock.now(), **sent)
    with pytest.raises(Refused, match="có thể đã đi cùng gói số 7"):
        undo.undo(signed, catalogue.service_of)
    mark = undo.mark()
    minutes.supplement(meeting, {"added_on": "20/11/2026", "content": "Thêm"})
    Package.create(made_at=clock.now() + timedelta(minutes=1), **sent | {"running_number": 8})
    with pytest.raises(Refused, match="có thể đã đi cùng gói số"):
        undo.undo(undo.since(mark), catalogue.service_of)
    assert len(minutes.supplements(meeting)) == 1
