"""Weeks of a schedule: their names and days, when two lines fall together, and on which day a briefing comes again."""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from db.words import BriefingEvery, DayHalf, Weekday
from desktop_app.rules.dates import read_date, show_date, show_hour
from desktop_app.rules.names import fold
from desktop_app.rules.workdays import is_workday

_CODE = re.compile(r"(\d{4})-?w(\d{1,2})|(?:tuan\s*)?(?:thu\s*)?(\d{1,2})\s*[/-]\s*(\d{4})")
LAST = 5  # the number that stands for the last such weekday of a month
FRIDAY = 4
WEEKDAYS = tuple(Weekday)
HALVES = tuple(DayHalf)


@dataclass(frozen=True, order=True)
class Week:
    """A week of the calendar, Monday first, numbered as ISO 8601 does: week 1 holds the first Thursday of the year."""

    monday: date

    @property
    def code(self) -> str:
        """The name of the week in commands and files.

        >>> [of(date(*day)).code for day in ((2026, 2, 9), (2025, 12, 29), (2026, 12, 31), (2027, 1, 3))]
        ['2026-W07', '2026-W01', '2026-W53', '2026-W53']
        """
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def number(self) -> int:
        """Its number in its year."""
        return self.monday.isocalendar()[1]

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days, Monday first."""
        return tuple(self.monday + timedelta(days=place) for place in range(7))

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.days[6]

    def label(self, last: date | None = None) -> str:
        """The week as the schedule says it, up to Friday or to the ``last`` day that is used.

        >>> of(date(2026, 2, 9)).label()
        'Tuần thứ 07 từ ngày 09/02/2026 đến ngày 13/02/2026'
        >>> of(date(2026, 2, 9)).label(date(2026, 2, 14))
        'Tuần thứ 07 từ ngày 09/02/2026 đến ngày 14/02/2026'
        """
        end = max(last or self.monday, self.days[FRIDAY])
        return f"Tuần thứ {self.number:02d} từ ngày {show_date(self.monday)} đến ngày {show_date(end)}"

    def after(self, weeks: int = 1) -> "Week":
        """The week so many weeks later, or before."""
        return Week(self.monday + timedelta(weeks=weeks))


def of(day: date) -> Week:
    """The week in which a day lies."""
    return Week(day - timedelta(days=day.weekday()))


def read_week(text: str, today: date) -> Week:
    """The week meant by a code, by a number and year, or by one of its days; ValueError, in Vietnamese, if none is.

    >>> today = date(2026, 2, 11)
    >>> [read_week(t, today).monday.isoformat() for t in ("2026-W07", "2026W7", "tuần 7/2026", "7/2026", "11/02/2026")]
    ['2026-02-09', '2026-02-09', '2026-02-09', '2026-02-09', '2026-02-09']
    >>> read_week("2020-W53", today).monday.isoformat(), read_week("hn", today).code
    ('2020-12-28', '2026-W07')
    >>> read_week("2025-W53", today)
    Traceback (most recent call last):
    ValueError: Năm 2025 chỉ có 52 tuần
    """
    found = _CODE.fullmatch(fold(text))
    if not found:
        try:
            return of(read_date(text, today))
        except ValueError:
            raise ValueError("Ghi tuần dạng 2026-W07, 7/2026, hoặc một ngày trong tuần như 09/02/2026") from None
    year, number = int(found[1] or found[4]), int(found[2] or found[3])
    if not 1900 < year < 2200:
        raise ValueError(f"Năm {year} không hợp lệ")
    most = date(year, 12, 28).isocalendar()[1]  # this day always lies in the last week of its year
    if not 1 <= number <= most:
        raise ValueError(f"Năm {year} chỉ có {most} tuần")
    return Week(date.fromisocalendar(year, number, 1))


# --- The hours of a line ---

# What a line without hours takes, in minutes from midnight; between morning and afternoon nobody sits.
WHOLE = {DayHalf.MORNING: (0, 720), DayHalf.AFTERNOON: (780, 1080), DayHalf.EVENING: (1080, 1440)}
# When a line of a half of the day may begin: the edges are wide, since a morning may begin late.
BEGINS = {DayHalf.MORNING: (0, 750), DayHalf.AFTERNOON: (690, 1110), DayHalf.EVENING: (1020, 1440)}
ASSUMED = 60  # minutes that a line is taken to last which says only when it begins


def minutes(hour: str) -> int:
    """Minutes from midnight.

    >>> minutes("08:30")
    510
    """
    return int(hour[:2]) * 60 + int(hour[3:])


def taken(half: str, starts_at: str, ends_at: str) -> tuple[int, int]:
    """From which minute of the day to which a line takes its people and its place.

    A line without hours takes its whole half of the day; one that says only when it begins is taken to last an hour.

    >>> taken("morning", "08:00", "09:30"), taken("morning", "", ""), taken("afternoon", "14:00", "")
    ((480, 570), (0, 720), (840, 900))
    """
    whole = WHOLE[DayHalf(half)]
    start = minutes(starts_at) if starts_at else whole[0]
    if ends_at:
        return start, minutes(ends_at)
    return (start, start + ASSUMED) if starts_at else whole


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two times fall together; one that begins when the other ends does not.

    >>> overlap((480, 570), (570, 600)), overlap((480, 571), (570, 600)), overlap((0, 720), (480, 540))
    (False, True, True)
    """
    return one[0] < other[1] and other[0] < one[1]


def fits(half: str, starts_at: str) -> bool:
    """Whether a line that begins at this hour belongs to this half of the day.

    >>> fits("morning", "08:00"), fits("morning", "14:00"), fits("afternoon", "13:30"), fits("evening", "")
    (True, False, True, True)
    """
    first, last = BEGINS[DayHalf(half)]
    return not starts_at or first <= minutes(starts_at) < last


def show_hours(starts_at: str, ends_at: str) -> str:
    """The hours of a line as an office writes them.

    >>> show_hours("08:00", "09:30"), show_hours("08:00", ""), show_hours("", ""), show_hours("", "17:00")
    ('08h00-09h30', '08h00', '', 'đến 17h00')
    """
    start, end = show_hour(starts_at), show_hour(ends_at)
    return f"{start}-{end}" if start and end else start or (f"đến {end}" if end else "")


# --- Briefings that come again ---


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The ``which``-th Monday (0) … Sunday (6) of a month; the fifth is the last one, be it the fourth.

    >>> nth_weekday(2026, 2, 0, 1).isoformat(), nth_weekday(2026, 2, 4, 5).isoformat()
    ('2026-02-02', '2026-02-27')
    >>> nth_weekday(2026, 3, 1, 5).isoformat(), nth_weekday(2026, 2, 6, 4).isoformat()
    ('2026-03-31', '2026-02-22')
    """
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    if which < LAST:
        return day + timedelta(weeks=which - 1)
    last = day + timedelta(weeks=4)
    return last if last.month == month else last - timedelta(weeks=1)


def month_of_quarter(quarter: int, which: int) -> int:
    """The number of the ``which``-th month of a quarter.

    >>> month_of_quarter(1, 1), month_of_quarter(4, 3)
    (1, 12)
    """
    return 3 * (quarter - 1) + which


def next_working(day: date, days_off: Container[date] = (), made_up: Container[date] = ()) -> date:
    """The day itself, or the next one on which the office works.

    A Saturday or Sunday that was chosen as such stays, unless the calendar makes a day off of it.

    >>> tet = {date(2026, 2, n) for n in range(16, 21)}
    >>> next_working(date(2026, 2, 16), tet).isoformat(), next_working(date(2026, 2, 14)).isoformat()
    ('2026-02-23', '2026-02-14')
    """
    if day not in days_off:
        return day
    while not is_workday(day, days_off, made_up):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Recurring:
    """When a briefing comes: every week, or in the ``which`` week of every month, or of one month of a quarter."""

    every: str
    weekday: int
    which: int = 1
    month: int = 1


@dataclass(frozen=True)
class Occurrence:
    """One time that a briefing comes: the week, month or quarter it belongs to, its own day, and the day it is held."""

    period: str
    nominal: date
    day: date


def occurrences(
    rule: Recurring, week: Week, days_off: Container[date] = (), made_up: Container[date] = ()
) -> list[Occurrence]:
    """The times that a briefing is held in a week.

    A day off moves it to the next working day. What comes every week stays in its week: when no working day is left
    there it is not held, since the next week has its own. What comes every month or quarter may move into a later week.

    >>> monday = Recurring("week", 0)
    >>> [one.day.isoformat() for one in occurrences(monday, of(date(2026, 4, 27)), {date(2026, 4, 27)})]
    ['2026-04-28']
    >>> tet = {date(2026, 2, n) for n in range(16, 21)}
    >>> occurrences(monday, of(date(2026, 2, 16)), tet)
    []
    >>> [(o.period, o.day.isoformat()) for o in occurrences(Recurring("month", 4, 3), of(date(2026, 2, 23)), tet)]
    [('2026-02', '2026-02-23')]
    >>> [(o.period, o.day.isoformat()) for o in occurrences(Recurring("quarter", 0, 1, 1), of(date(2026, 1, 5)))]
    [('2026-Q1', '2026-01-05')]
    """
    found = [Occurrence(period, day, next_working(day, days_off, made_up)) for period, day in _nominal(rule, week)]
    return [one for one in found if one.day in week.days]


def _nominal(rule: Recurring, week: Week) -> list[tuple[str, date]]:
    """The periods that may be held in a week, with the day each would be held on were it no day off."""
    if rule.every == BriefingEvery.WEEK:
        return [(week.code, week.days[rule.weekday])]
    found = []
    for back in (2, 1, 0):  # months: no days off in a row are longer
        year, month = divmod(week.sunday.year * 12 + week.sunday.month - 1 - back, 12)
        quarter = month // 3 + 1
        if rule.every == BriefingEvery.MONTH:
            found.append((f"{year}-{month + 1:02d}", nth_weekday(year, month + 1, rule.weekday, rule.which)))
        elif month + 1 == month_of_quarter(quarter, rule.month):
            found.append((f"{year}-Q{quarter}", nth_weekday(year, month + 1, rule.weekday, rule.which)))
    return found
