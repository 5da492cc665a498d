"""Counting working days: weekends out, and whatever days off are handed in."""

from collections.abc import Container
from datetime import date, timedelta

LONGEST_TERM = 500  # working days, two years: a longer one is a slip of the finger


def is_workday(day: date, days_off: Container[date] = (), made_up: Container[date] = ()) -> bool:
    """Whether the office works on ``day``; a made-up Saturday counts.

    >>> is_workday(date(2026, 11, 21)), is_workday(date(2026, 11, 23))
    (False, True)
    >>> is_workday(date(2026, 11, 21), made_up={date(2026, 11, 21)}), is_workday(date(2026, 9, 2), {date(2026, 9, 2)})
    (True, False)
    """
    return day in made_up or (day.weekday() < 5 and day not in days_off)


def add_workdays(start: date, count: int, days_off: Container[date] = (), made_up: Container[date] = ()) -> date:
    """The ``count``-th working day after ``start``; the first day is not counted (Bộ luật Dân sự 2015, Điều 147).

    >>> add_workdays(date(2026, 11, 20), 5, {date(2026, 11, 24)}).isoformat()
    '2026-11-30'
    >>> add_workdays(date(2026, 11, 20), 5).isoformat()
    '2026-11-27'
    """
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day, days_off, made_up)
    return day
