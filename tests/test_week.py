"""The leaders' week: clashes, filling it from rules, copying it, the book of meetings, its paper."""

from datetime import date
from pathlib import Path

import pytest

from db.models import Meeting, ScheduleItem, Unit
from desktop_app import catalogue, clock
from desktop_app.errors import Refused
from desktop_app.features.briefing_rules import service as rules
from desktop_app.features.calendar import service as calendar
from desktop_app.features.meetings import service as meetings
from desktop_app.features.printing import service as printing
from desktop_app.features.week import service as weeks
from desktop_app.features.week.columns import remark
from desktop_app.features.week_clashes import service as clashes
from desktop_app.rules import week as by_rule
from tests.reading_pdf import text_of

CHAIR, VICE = "Vũ Thị Hà Mi", "Đặng Văn Khuê"
pytestmark = pytest.mark.usefixtures("office")


def line(day: str = "23/11/2026", **texts: str) -> ScheduleItem:
    """Type a line of the schedule."""
    return weeks.save({"day": day, "half": "Sáng", "content": "Họp", "state": "Theo lịch", **texts})


def rule(**texts: str):
    """Type a briefing that comes again."""
    usual = {"name": "Giao ban", "kind": "Giao ban", "every": "Hàng tuần", "weekday": "Thứ Hai", "half": "Sáng"}
    return rules.save({**usual, "starts_at": "08h00", **texts})


def filled(code: str) -> list[str]:
    """The days that filling a week makes lines on."""
    return [f"{made.day:%d/%m/%Y}" for made in weeks.fill(by_rule.read_week(code, clock.today())).made]


# --- Clashes ---


def test_a_leader_or_a_place_wanted_twice_is_told_of_at_both_lines_and_touching_hours_are_not() -> None:
    whole = line(content="Tiếp dân", chair=CHAIR)
    early = line(content="Hội ý", starts_at="08h00", ends_at="09h00", chair=VICE, leaders=CHAIR, place="Phòng họp số 1")
    after = line(content="Họp đất", starts_at="09h00", ends_at="10h00", chair=VICE, place="Phòng họp số 2")
    same_place = line(content="Họp ngân sách", starts_at="08h59", place="phong  hop SO 1")
    line(content="Chiều", half="Chiều", starts_at="14h00", chair=CHAIR)
    line("24/11/2026", content="Hôm sau", chair=CHAIR)
    line(content="Đã hoãn", chair=CHAIR, place="Phòng họp số 1", state="Hoãn")
    found = clashes.of_week(by_rule.of(date(2026, 11, 23)))
    told = {number: [(one.other.id, one.people, one.place) for one in of] for number, of in found.items()}
    assert told == {
        whole.id: [(early.id, (CHAIR,), "")],
        early.id: [(whole.id, (CHAIR,), ""), (same_place.id, (), "Phòng họp số 1")],
        same_place.id: [(early.id, (), "phong hop SO 1")],
    }
    assert after.id not in told
    assert found[whole.id][0].words == f"Trùng giờ với “Hội ý” (08h00-09h00): {CHAIR}"


def test_a_line_being_typed_is_told_of_its_clashes_without_itself_and_nothing_is_refused() -> None:
    first = line(content="Họp đất", starts_at="08h00", ends_at="10h00", chair=CHAIR, place="Phòng họp số 1")
    typed = {"day": "23/11/2026", "half": "Sáng", "starts_at": "9h30", "state": "Theo lịch", "chair": CHAIR}
    [one] = clashes.of_texts(typed, None)
    assert (one.other.id, one.people) == (first.id, (CHAIR,))
    assert clashes.of_texts({"place": "Phòng họp số 1", "chair": CHAIR}, first) == []
    assert clashes.of_texts({**typed, "state": "Hủy"}, None) == []
    assert clashes.of_texts({**typed, "day": "31/11"}, None) == []
    assert clashes.of_texts({**typed, "starts_at": "10h00"}, None) == []
    assert weeks.save({**typed, "content": "Vẫn ghi được"}).id


def test_hours_that_make_no_sense_and_a_chair_listed_twice_are_refused() -> None:
    for texts, wrong in (
        ({"starts_at": "14h00"}, "starts_at"),
        ({"starts_at": "09h00", "ends_at": "08h30"}, "ends_at"),
        ({"chair": CHAIR, "leaders": CHAIR}, "leaders"),
    ):
        with pytest.raises(Refused) as refused:
            line(**texts)
        assert set(refused.value.problems) == {wrong}


# --- Filling ---


def test_a_week_is_filled_once_and_neither_a_moved_nor_a_deleted_line_comes_back() -> None:
    weekly = rule()
    rule(name="Giao ban tháng", every="Hàng tháng", weekday="Thứ Sáu", week="5", half="Chiều", starts_at="14h00")
    assert filled("2026-W48") == ["23/11/2026", "27/11/2026"]
    assert filled("2026-W48") == []
    of_rule, monthly = weeks.of_week(by_rule.read_week("2026-W48", clock.today()))
    weeks.save({"day": "02/12/2026"}, weeks.get(of_rule.id))
    weeks.delete(weeks.get(monthly.id))
    done = weeks.fill(by_rule.read_week("2026-W48", clock.today()))
    assert (list(done.made), done.there, done.deleted) == ([], 1, 1)
    rules.save({"weekday": "Thứ Ba"}, weekly)
    assert filled("2026-W48") == []
    assert filled("2026-W49") == ["01/12/2026"]
    with pytest.raises(Refused, match="Đến hết ngày"):
        rules.delete(weekly)


def test_days_off_move_a_briefing_to_the_next_working_day_but_a_weekly_one_not_out_of_its_week() -> None:
    for day in range(16, 21):
        calendar.save({"day": f"{day}/02/2026", "name": "Tết Nguyên đán"})
    calendar.save({"day": "27/04/2026", "name": "Nghỉ bù Giỗ Tổ"})
    rule()
    rule(name="Tháng", every="Hàng tháng", weekday="Thứ Tư", week="3")
    assert filled("2026-W08") == []
    assert filled("2026-W09") == ["23/02/2026", "23/02/2026"]
    assert filled("2026-W18") == ["28/04/2026"]


def test_the_turn_of_the_year_belongs_to_the_week_it_lies_in() -> None:
    rule()
    rule(name="Tháng", every="Hàng tháng", weekday="Thứ Năm", week="1")
    rule(name="Quý", every="Hàng quý", weekday="Thứ Năm", week="5", month="3")
    calendar.save({"day": "01/01/2026", "name": "Tết Dương lịch"})
    assert filled("2026-W01") == ["29/12/2025", "02/01/2026"]
    assert filled("2026-W53") == ["28/12/2026", "31/12/2026"]
    assert filled("2027-W01") == ["04/01/2027", "07/01/2027"]


def test_a_rule_applies_from_its_first_day_to_its_last() -> None:
    made = rule(valid_from="30/11/2026", valid_to="07/12/2026")
    assert [filled(f"2026-W{week}") for week in (48, 49, 50, 51)] == [[], ["30/11/2026"], ["07/12/2026"], []]
    assert rules.coming(made, date(2026, 12, 1), 4) == [date(2026, 12, 7)]
    for texts, wrong in (({"week": "2"}, "week"), ({"every": "Hàng quý", "week": "2"}, "month")):
        with pytest.raises(Refused) as refused:
            rule(**texts)
        assert set(refused.value.problems) == {wrong}


# --- Copying, the book of meetings ---


def test_chosen_lines_are_copied_with_their_people_and_states_reset_and_those_of_rules_are_not() -> None:
    rule()
    source, target = by_rule.read_week("2026-W48", clock.today()), by_rule.read_week("2026-W49", clock.today())
    weeks.fill(source)
    kept = line("26/11/2026", half="Chiều", chair=CHAIR, leaders=VICE, units="KT; VP", state="Hoãn", place="Tầng 2")
    weeks.to_meeting(line("27/11/2026", content="Đã họp"))
    offered = weeks.copyable(source, target)
    assert [(row.content, there) for row, there in offered] == [("Họp", False), ("Đã họp", False)]
    made = weeks.copy_week(source, target, [row.id for row, _ in offered])
    rows = weeks.of_week(target)
    assert [(row.day, row.half, row.state, row.meeting) for row in rows] == [
        (date(2026, 12, 3), "afternoon", "held", None),
        (date(2026, 12, 4), "morning", "held", None),
    ]
    assert (rows[0].leaders, rows[0].place, rows[0].chair) == (VICE, "Tầng 2", CHAIR)
    assert rows[0].units == next(row.units for row, _ in offered if row.id == kept.id)
    assert all(there for _, there in weeks.copyable(source, target))
    assert len(made) == 2


def test_a_line_becomes_a_meeting_once_with_its_facts_and_links_both_ways() -> None:
    item = line(
        starts_at="08h30",
        ends_at="11h00",
        content="Nghe báo cáo",
        chair=CHAIR,
        leaders=VICE,
        units="KT",
        place="Tầng 2",
    )
    revision = item.def_n
    meeting = weeks.to_meeting(item, {"kind": "Giao ban"})
    assert (meeting.kind, meeting.title, meeting.held_on) == ("briefing", "Nghe báo cáo", date(2026, 11, 23))
    assert (meeting.began_at, meeting.ended_at, meeting.place, str(meeting.chair)) == (
        "08:30",
        "11:00",
        "Tầng 2",
        CHAIR,
    )
    assert meeting.attendants == f"{VICE}, Phó Chủ tịch"
    assert weeks.line_of(meeting) == weeks.get(item.id)
    assert weeks.get(item.id).def_n == revision, "what an office writes for itself raises no revision"
    [row] = meetings.find().iterate()
    assert row.scheduled_on == date(2026, 11, 23)
    with pytest.raises(Refused, match="đang có trong sổ"):
        weeks.to_meeting(item)
    meetings.delete(meeting)
    with pytest.raises(Refused, match="khôi phục"):
        weeks.to_meeting(item)
    with pytest.raises(Refused, match="hoãn"):
        weeks.to_meeting(line(state="Hoãn"))
    assert Meeting.select().count() == 1


def test_who_prepares_what_is_told_unit_by_unit_without_what_was_called_off() -> None:
    line("24/11/2026", content="Sau", prepares="KT", preparation="Biểu")
    line("23/11/2026", content="Đầu", prepares="VP", preparation="Tờ trình")
    line("23/11/2026", content="Cuối", half="Chiều", prepares="KT")
    line("23/11/2026", content="Hoãn", prepares="VHXH", state="Hoãn")
    found = weeks.preparing(by_rule.of(date(2026, 11, 25)))
    assert [(unit[:8], [row.content for row in rows]) for unit, rows in found] == [
        ("Văn phòn", ["Đầu"]),
        ("Phòng Ki", ["Cuối", "Sau"]),
    ]


# --- What other offices sent ---


def test_lines_of_the_office_above_are_shown_to_be_read_and_are_in_nothing_of_ours() -> None:
    above, week = "a" * 32, by_rule.of(date(2026, 11, 23))
    Unit.update(office_uid=above).where(Unit.code == "TP").execute()
    ours = line(starts_at="08h00", chair=CHAIR, place="Tầng 2")
    sent = line(starts_at="08h00", chair=CHAIR, place="Tầng 2", content="Họp Thành phố", prepares="KT")
    ScheduleItem.update(def_owner=above).where(ScheduleItem.id == sent.id).execute()
    near = weeks.find({"between": (week.monday, week.sunday), "written": "near"})
    assert [(row.content, row.writer) for row in near.iterate()] == [
        ("Họp", "Cơ quan mình"),
        ("Họp Thành phố", "Ủy ban nhân dân thành phố Hà Nội"),
    ]
    assert remark(near.rows([sent.id])[0]) == "Lịch của Ủy ban nhân dân thành phố Hà Nội"
    assert [row.id for row in weeks.of_week(week)] == [ours.id]
    assert [row.id for row, _ in weeks.copyable(week, week.after())] == [ours.id]
    assert (clashes.of_week(week), weeks.preparing(week)) == ({}, [])
    with pytest.raises(Refused, match="cơ quan khác"):
        weeks.to_meeting(sent)
    with pytest.raises(Refused):
        weeks.save({"content": "Khác"}, weeks.get(sent.id))


# --- Paper ---


def test_the_paper_says_its_week_its_lines_and_its_empty_halves(tmp_path: Path) -> None:
    calendar.save({"day": "24/11/2026", "name": "Ngày Văn hóa Việt Nam"})
    line(starts_at="08h00", ends_at="09h30", content="Giao ban tuần", chair=CHAIR, prepares="VP", preparation="Báo cáo")
    line("28/11/2026", content="Ra quân thứ bảy", state="Hủy")
    form = catalogue.form("schedule")
    assert form is not None
    out = tmp_path / "lich.pdf"
    printing.prepare(form, printing.Request(week="2026-W48"), out).run()
    words = " ".join(text_of(out).split())
    for said in (
        "LỊCH CÔNG TÁC TUẦN",
        "LỊCH LÀM VIỆC CỦA LÃNH ĐẠO UBND PHƯỜNG LONG BIÊN",
        "(Tuần thứ 48 từ ngày 23/11/2026 đến ngày 28/11/2026)",
        "LỊCH NÀY THAY THƯ MỜI HỌP",
        "Ngày Văn hóa Việt Nam",
        "(HỦY) Ra quân thứ bảy",
        "Văn phòng HĐND và UBND: Báo cáo",
    ):
        assert said in words, said
    assert "Chủ nhật" not in words
    assert "Số:" not in words
    with pytest.raises(Refused) as refused:
        printing.prepare(form, printing.Request(week="2026-W54"), out)
    assert refused.value.problems == {"week": "Năm 2026 chỉ có 53 tuần"}
