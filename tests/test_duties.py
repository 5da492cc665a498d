"""Who of the leaders is in charge of what on which day: found, overlapping, missing, and proposed for a task."""

from datetime import date

import pytest

from db.models import Duty, Unit
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.duties import service as duties
from desktop_app.features.officials import service as officials
from desktop_app.features.units import service as units
from desktop_app.records import writers
from desktop_app.records.kinds import Link

CHAIR, VICE = "Vũ Thị Hà Mi", "Đặng Văn Khuê"
pytestmark = pytest.mark.usefixtures("office")


def unit(code: str) -> Unit:
    """A unit by its code."""
    return Link(Unit).read(code)


def duty(official: str, code: str = "", field: str = "", since: str = "01/01/2026", until: str = ""):
    """Give a leader a unit, a field or both."""
    return duties.save({"official": official, "unit": code, "field": field, "valid_from": since, "valid_to": until})


def who(code: str, day: date = date(2026, 11, 22)) -> str:
    """Who is in charge of a unit on a day."""
    return str(duties.in_charge(unit(code), day) or "")


def test_the_whole_unit_comes_before_its_fields_and_a_part_goes_with_what_it_is_a_part_of() -> None:
    duty(VICE, "KT", "đất đai")
    assert who("KT") == VICE
    duty(CHAIR, "KT", "đấu thầu")
    assert who("KT") == "", "two leaders for two fields: a person must say who is meant"
    duty(CHAIR, "KT", since="01/06/2026")
    assert (who("KT"), who("KT", date(2026, 5, 31))) == (CHAIR, "")
    part = units.save({"code": "KT2", "name": "Tổ Đô thị", "parent": unit("KT").name})
    assert duties.in_charge(part, clock.today()) == duties.in_charge(unit("KT"), clock.today())
    assert who("VP") == ""


def test_a_duty_counts_from_its_first_day_to_its_last_and_while_its_leader_is_in_office() -> None:
    duty(VICE, "KT", until="30/06/2026")
    duty(CHAIR, "KT", since="01/07/2026")
    assert [who("KT", date(2026, month, day)) for month, day in ((6, 30), (7, 1))] == [VICE, CHAIR]
    [chair] = [one for one in officials.leaders() if str(one) == CHAIR]
    officials.save({"valid_to": "31/10/2026"}, chair)
    assert [who("KT", date(2026, 10, 31)), who("KT", date(2026, 11, 1))] == [CHAIR, ""]


def test_two_leaders_for_one_unit_and_field_overlap_on_the_days_they_have_in_common() -> None:
    duty(VICE, "KT", "Đất đai", until="30/06/2026")
    duty(CHAIR, "KT", "dat  dai", since="01/06/2026")
    duty(CHAIR, "VP")
    duty(VICE, "VP", "Lưu trữ", since="01/12/2026")
    duty(VICE, "VHXH", "Y tế")
    duty(CHAIR, "VHXH", "Giáo dục")
    duty(VICE, field="Dân tộc")
    duty(CHAIR, field="dân tộc", until="31/01/2026")
    found = [(str(one.first.unit or ""), one.since, one.until) for one in duties.overlaps()]
    kt, vp = unit("KT").name, unit("VP").name
    assert sorted(found, key=str) == sorted(
        [
            (kt, date(2026, 6, 1), date(2026, 6, 30)),
            (vp, date(2026, 12, 1), None),
            ("", date(2026, 1, 1), date(2026, 1, 31)),
        ],
        key=str,
    )
    assert [str(one.first.unit) for one in duties.overlaps(date(2026, 6, 30))] == [kt]
    assert duties.overlaps(date(2026, 7, 1)) == []
    words = duties.overlaps(date(2026, 6, 1))[0].words
    assert words == f"{VICE} và {CHAIR} cùng phụ trách {kt}, lĩnh vực Đất đai, từ 01/06/2026 đến 30/06/2026"


def test_a_unit_without_anybody_is_told_with_all_the_days_on_which_that_is_so() -> None:
    duty(VICE, "KT", until="31/03/2026")
    duty(CHAIR, "KT", since="01/05/2026")
    duty(CHAIR, "VP")
    for code in ("VHXH", "TDP1"):
        duty(VICE, code)
    units.save({"valid_to": "30/04/2026"}, unit("TDP2"))
    found = {str(one.unit.code): (one.since, one.until) for one in duties.gaps(date(2026, 4, 15))}
    assert found == {"KT": (date(2026, 4, 1), date(2026, 4, 30)), "TDP2": (None, date(2026, 4, 30))}
    assert [one.unit.code for one in duties.gaps(date(2026, 5, 1))] == []
    assert {one.unit.code for one in duties.gaps(date(2025, 12, 31))} == {"KT", "VP", "VHXH", "TDP1", "TDP2"}


def test_what_another_office_told_of_its_leaders_is_shown_and_counts_for_nothing_here() -> None:
    told = duty(VICE, "KT")
    Duty.update(def_owner="b" * 32).where(Duty.id == told.id).execute()
    duty(CHAIR, "KT")
    assert (who("KT"), duties.overlaps()) == (CHAIR, [])
    assert duties.find().count() == 2
    assert duties.find({"written": "own"}).count() == 1
    [row] = duties.find().rows([told.id])
    assert (row.writer, writers.read_only(duties.get(told.id)) != "") == ("Cơ quan khác", True)


def test_only_leaders_are_given_duties_and_a_duty_is_of_something() -> None:
    with pytest.raises(Refused, match="Phó Chủ tịch"):
        duty("Trần Văn Ân", "KT")
    with pytest.raises(Refused, match="lĩnh vực"):
        duty(VICE)
    with pytest.raises(Refused, match="01/01/2026"):
        duty(VICE, "KT", until="31/12/2025")
    given = duty(VICE, "VHXH")
    with pytest.raises(Refused, match=r"01 phân công \(Đơn vị phụ trách\)"):
        units.delete(unit("VHXH"))
    with pytest.raises(Refused, match=r"01 phân công \(Lãnh đạo\)"):
        officials.delete(given.official)


def test_the_leader_is_proposed_by_the_day_of_the_task() -> None:
    duty(VICE, "KT", until="30/06/2026")
    duty(CHAIR, "KT", since="01/07/2026")
    assert duties.proposed({"lead_unit": "KT"}) == CHAIR
    assert duties.proposed({"lead_unit": unit("KT").name, "assigned_on": "30/06/2026"}) == VICE
    for texts in ({}, {"lead_unit": ""}, {"lead_unit": "không có"}, {"lead_unit": "KT", "assigned_on": "31/02"}):
        assert duties.proposed(texts) == ""
