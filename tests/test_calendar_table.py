"""The table of days off that comes with the program: what is in it is true, and it goes into an office's calendar."""

import csv
from datetime import date, timedelta
from math import floor, pi, sin
from typing import Any

import holidays
import pytest

from db.models import Journal, WorkCalendarDay
from desktop_app import clock, commands, records
from desktop_app.errors import Failed, Refused
from desktop_app.features.calendar import service as calendar
from desktop_app.features.calendar_table import service as table
from desktop_app.features.calendar_table.service import Verdict
from desktop_app.features.office import service as office_service
from desktop_app.rules.workdays import add_workdays, is_workday
from tests import make_calendar, office_hands
from tests.test_calendar import from_above, refused

YEARS = range(2022, 2031)
# DOMAIN.md 9.3: the first of Tết and Giỗ Tổ, both with their weekday (0 is Monday), and the weekdays of 2/9 and 24/11.
MOON = {
    2026: (date(2026, 2, 17), 1, date(2026, 4, 26), 6, 2, 1),
    2027: (date(2027, 2, 6), 5, date(2027, 4, 16), 4, 3, 2),
    2028: (date(2028, 1, 26), 2, date(2028, 4, 4), 1, 5, 4),
    2029: (date(2029, 2, 13), 1, date(2029, 4, 23), 0, 6, 5),
    2030: (date(2030, 2, 2), 5, date(2030, 4, 12), 4, 0, 6),
}
# The weekdays without work and the weekend days of work of each announced year, out of the announcements, by hand.
ANNOUNCED: dict[int, tuple[str, str]] = {
    2022: ("03/01 31/01 01/02 02/02 03/02 04/02 11/04 02/05 03/05 01/09 02/09", ""),
    2023: ("02/01 20/01 23/01 24/01 25/01 26/01 01/05 02/05 03/05 01/09 04/09", ""),
    2024: ("01/01 08/02 09/02 12/02 13/02 14/02 18/04 29/04 30/04 01/05 02/09 03/09", "04/05"),
    2025: ("01/01 27/01 28/01 29/01 30/01 31/01 07/04 30/04 01/05 02/05 01/09 02/09", "26/04"),
    2026: ("01/01 02/01 16/02 17/02 18/02 19/02 20/02 27/04 30/04 01/05 31/08 01/09 02/09 24/11", "10/01 22/08"),
    2027: ("01/01 04/02 05/02 08/02 09/02 10/02 16/04 30/04 03/05 02/09 03/09 24/11", ""),
}


def off_and_worked(year: int) -> tuple[set[date], set[date]]:
    days = [offered for offered in table.table() if offered.day.year == year]
    worked = {offered.day for offered in days if offered.kind == "made_up"}
    return {offered.day for offered in days} - worked, worked


# --- What is in it ---


def test_the_file_is_what_its_maker_makes():
    with table.TABLE.open(encoding="utf-8", newline="") as file:
        heading, *lines = csv.reader(file)
    assert tuple(heading) == make_calendar.HEADINGS
    assert lines == [[day.isoformat(), *rest] for day, *rest in make_calendar.rows()]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_an_announced_year_has_the_working_days_of_the_announcements(year):
    told = [{date(year, int(d[3:]), int(d[:2])) for d in words.split()} for words in ANNOUNCED[year]]
    off, worked = off_and_worked(year)
    assert [{day for day in off if day.weekday() < 5}, worked] == told
    assert not any(offered.expected for offered in table.table() if offered.day.year == year)


@pytest.mark.parametrize("year", YEARS)
def test_no_working_day_differs_from_the_library_but_the_swap_it_does_not_know(year):
    theirs = holidays.country_holidays("VN", years=year, language="vi")
    off, worked = off_and_worked(year)
    every = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    ours = {day for day in every if is_workday(day, off, worked)}
    library = {day for day in every if is_workday(day, theirs, theirs.weekend_workdays)}
    assert ours ^ library == ({date(2026, 1, 2), date(2026, 1, 10)} if year == 2026 else set())


def test_years_to_come_are_expected_and_every_day_has_a_source():
    assert {offered.day.year for offered in table.table() if offered.expected} == {2028, 2029, 2030}
    assert all(offered.source and offered.name for offered in table.table())
    assert table.years() == tuple(YEARS)
    days = [offered.day for offered in table.table()]
    assert days == sorted(set(days)), "a day stands once"
    assert all(offered.day.weekday() >= 5 for offered in table.table() if offered.kind == "made_up")


def test_from_the_law_each_year_has_its_holidays():
    """Bộ luật Lao động 2019, Điều 112: eleven days, twelve from 2026; what falls on a weekend is made up for."""
    for year in YEARS:
        days = [o for o in table.table() if o.day.year == year and o.kind == "holiday"]
        assert len(days) == (12 if year >= 2026 else 11), year
        assert sum(o.name == "Tết Nguyên đán" for o in days) == 5
        weekend = sum(o.day.weekday() >= 5 for o in days)
        swaps = sum(o.kind == "made_up" for o in table.table() if o.day.year == year)
        made_up_for = sum(o.kind == "compensatory" for o in table.table() if o.day.year == year) - swaps
        assert made_up_for == weekend, year


def new_moon(k: int) -> date:
    """The day, in UTC+7, of the ``k``-th new moon since 1900 (Meeus, Astronomical Algorithms)."""
    t, rad = k / 1236.85, pi / 180
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * rad)
    sun = (359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3) * rad
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3) * rad
    node = (21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3) * rad
    more = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun) - 0.4068 * sin(moon) + 0.0161 * sin(2 * moon)
    more += -0.0004 * sin(3 * moon) + 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    more += 0.0004 * (sin(2 * node + sun) - sin(2 * node - sun)) - 0.0006 * sin(2 * node + moon)
    more += 0.0010 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun)
    delta = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return date.fromordinal(floor(mean + more - delta + 0.5 + 7 / 24) - 1721425)


@pytest.mark.parametrize("year", YEARS)
def test_tet_and_gio_to_fall_where_the_moon_puts_them(year):
    """Tết begins with the second new moon after the winter solstice; no leap month comes before it in these years."""
    k = next(k for k in range(1490, 1640) if new_moon(k) > date(year - 1, 12, 22))
    tet = new_moon(k + 1)
    third_month = new_moon(k + 3 + (year == 2023))  # 2023 has a leap second month
    gio_to = third_month + timedelta(days=9)
    named = {name: [o.day for o in table.table() if o.name == name and o.day.year == year] for name in NAMES}
    assert tet in named["Tết Nguyên đán"]
    assert named["Giỗ Tổ Hùng Vương"] == [gio_to]
    if year in MOON:
        assert (tet, tet.weekday(), gio_to, gio_to.weekday()) == MOON[year][:4]


NAMES = ("Tết Nguyên đán", "Giỗ Tổ Hùng Vương")


@pytest.mark.parametrize("year", MOON)
def test_the_weekdays_of_2_9_and_24_11_are_those_of_the_domain_book(year):
    assert (date(year, 9, 2).weekday(), date(year, 11, 24).weekday()) == MOON[year][4:]
    off, _ = off_and_worked(year)
    assert {date(year, 9, 2), date(year, 11, 24)} <= off


def test_terms_of_the_domain_book_by_the_table():
    """DOMAIN.md 11, vector 7, and terms over Tết, over a swap and over two holidays, counted by hand."""
    off = {o.day for o in table.table() if o.kind != "made_up"}
    worked = {o.day for o in table.table() if o.kind == "made_up"}

    def end(start: date, count: int) -> date:
        return add_workdays(start, count, off, worked)

    assert end(date(2026, 11, 20), 5) == date(2026, 11, 30)
    assert end(date(2026, 2, 13), 1) == date(2026, 2, 23), "over Tết"
    assert end(date(2026, 1, 1), 6) == date(2026, 1, 10), "the made-up Saturday is the sixth day, 02/01 is none"
    assert end(date(2026, 4, 24), 3) == date(2026, 5, 4), "28, 29, then over 30/4, 1/5 and the weekend"
    assert end(date(2026, 8, 21), 1) == date(2026, 8, 22)
    assert end(date(2026, 8, 28), 1) == date(2026, 9, 3)


# --- Into the office ---


def verdicts(*years: int) -> list[str]:
    return [line.verdict.value for line in table.compare(years)]


def test_the_days_of_a_year_are_put_in_once_and_journalled(office):
    assert table.missing(2026)
    assert table.hint().startswith("Lịch chưa có ngày nào của năm 2026")
    assert set(verdicts(2026)) == {"new"}
    written = table.put_in([2026])
    assert (len(written.new), written.changed) == (len(verdicts(2026)), 0)
    assert set(verdicts(2026)) == {"same"}
    assert table.put_in([2026]).new == ()
    assert not table.missing(2026)
    assert table.hint() == ""
    assert calendar.days_off() | calendar.made_up() == {o.day for o in table.table() if o.day.year == 2026}
    assert date(2026, 1, 10) in calendar.made_up()
    assert Journal.select().where(Journal.kind == "work_calendar_day", Journal.action == "created").count() == 17


def test_what_was_put_in_can_be_taken_out_and_put_in_again(office):
    written = table.put_in([2026, 2027])
    table.take_out(written.new)
    assert calendar.find().count() == 0
    assert set(verdicts(2026)) == {"new"}
    table.put_in([2026])
    assert calendar.find().count() == 17


def test_a_day_that_differs_stays_until_one_says_so(office):
    calendar.save({"day": "02/09/2026", "kind": "Nghỉ bù, nghỉ hoán đổi", "name": "Khác"})
    calendar.save({"day": "24/11/2026", "name": "Ngày Văn hóa", "expected": "x"})
    calendar.save({"day": "01/09/2026", "name": "Quốc khánh (nghỉ thêm)"})
    by_day = {line.offered.day: line for line in table.compare([2026])}
    assert by_day[date(2026, 9, 1)].verdict == Verdict.SAME, "another wording is no difference"
    assert by_day[date(2026, 9, 2)].words == "Khác: đang ghi Nghỉ bù, nghỉ hoán đổi: Khác"
    assert by_day[date(2026, 11, 24)].verdict == Verdict.DIFFERS, "announced meanwhile"
    assert table.put_in([2026]).changed == 0
    assert table.put_in([2026], replace=True).changed == 2
    assert set(verdicts(2026)) == {"same"}


def test_an_official_day_is_not_made_uncertain_by_the_table(office):
    calendar.save({"day": "01/01/2029", "name": "Tết Dương lịch", "source": "Thông báo của Bộ Nội vụ"})
    assert table.compare([2029])[0].verdict == Verdict.SAME


def test_days_from_above_are_never_written_over(office):
    from_above(date(2026, 9, 2), "compensatory")
    line = next(line for line in table.compare([2026]) if line.offered.day == date(2026, 9, 2))
    assert line.words == "Cấp trên đã ghi"
    assert len(table.put_in([2026], replace=True).new) == 16
    assert [row.def_owner for row in WorkCalendarDay.select().where(WorkCalendarDay.day == date(2026, 9, 2))] == [
        "c" * 32
    ]


def test_a_fault_half_way_leaves_the_calendar_as_it_was(office, monkeypatch):
    keep, count = records.keep, [0]

    def failing(*given: Any, **more: Any) -> Any:
        count[0] += 1
        if count[0] == 9:
            raise Failed("E-DISK")
        return keep(*given, **more)

    monkeypatch.setattr(records, "keep", failing)
    with pytest.raises(Failed):
        table.put_in([2026])
    assert calendar.find().count() == 0
    assert calendar.days_off() == set()


def test_an_announcement_makes_the_days_of_its_occasion_official(office):
    table.put_in([2028])
    [tet, *_] = [row for row in calendar.find({"year": 2028}).iterate() if row.name == "Tết Nguyên đán"]
    with pytest.raises(Refused) as caught:
        table.announce(calendar.get(tet.id), {"source": " ", "whole": "x"})
    assert caught.value.problems == {"source": "Chưa ghi căn cứ"}
    assert table.announce(calendar.get(tet.id), {"source": "Thông báo 1/TB-BNV", "whole": "x"}) == 5
    after = [row for row in calendar.find({"year": 2028}).iterate() if row.name == "Tết Nguyên đán"]
    assert {(row.expected, row.source) for row in after} == {(False, "Thông báo 1/TB-BNV")}
    others = [row for row in calendar.find({"year": 2028}).iterate() if row.name == "Quốc khánh"]
    assert all(row.expected for row in others)
    assert table.announce(calendar.get(others[0].id), {"source": "Thông báo 2/TB-BNV", "whole": ""}) == 1


def test_an_office_founded_in_the_window_begins_with_the_table_and_others_do_not(folder):
    clock.set_today(date(2026, 11, 22))
    settings = office_service.suggested(next(iter(office_service.LABELS)), office_hands.OWN, "Thành phố")
    office_service.create(settings, office_hands.UNITS, office_hands.OFFICIALS, days_off=True)
    assert calendar.find().count() == len(table.table())
    assert date(2026, 11, 24) in calendar.days_off()


def test_a_founding_that_is_refused_leaves_no_days(folder):
    settings = office_service.suggested(next(iter(office_service.LABELS)), office_hands.OWN, "Thành phố")
    with pytest.raises(Refused):
        office_service.create(settings, office_hands.UNITS[1:], office_hands.OFFICIALS, days_off=True)
    assert WorkCalendarDay.select().count() == 0


def test_the_first_day_of_a_table_day_typed_twice_is_refused_as_ever(office):
    table.put_in([2026])
    assert "đã có trong lịch (Nghỉ lễ, tết: Quốc khánh)" in refused({"day": "02/09/2026"})["day"]


# --- By command ---


def run(place: Any, *words: str) -> int:
    return commands.run(commands.parse(["--office", str(place), "--today", "22/11/2026", *words]))


def test_the_command_prints_a_year_its_proposals_and_its_working_days(closed, capsys):
    assert run(closed, "calendar", "--year", "2026") == 0
    told = capsys.readouterr().out
    assert "  24/11/2026  Thứ Ba    Nghỉ lễ, tết: Ngày Văn hóa Việt Nam [đề xuất, chưa có trong lịch]" in told
    assert "Thêm --accept để đưa 17 ngày đề xuất vào lịch." in told
    # 261 weekdays, fourteen of them off, two Saturdays worked
    assert "Cả năm: 249" in told
    assert run(closed, "calendar", "--year", "2026", "--accept") == 0
    told = capsys.readouterr().out
    assert told.startswith("Đã đưa 17 ngày vào lịch năm 2026.")
    assert "đề xuất" not in told
    assert "T1: 21  T2: 15  T3: 22  T4: 20  T5: 20  T6: 22  T7: 23  T8: 21  T9: 20  T10: 22  T11: 20  T12: 23" in told
    office_service.open_folder(closed, writing=True)
    assert calendar.find().count() == 17


def test_the_command_of_a_year_beyond_the_table_says_what_the_calendar_has(closed, capsys):
    assert run(closed, "calendar", "--year", "2031") == 0
    assert "Lịch trống" in capsys.readouterr().out
    assert run(closed, "calendar", "--year", "2031", "--accept") == 1
    assert "Bảng ngày nghỉ đi kèm chỉ có các năm 2022–2030" in capsys.readouterr().err
