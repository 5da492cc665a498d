"""The days of an order that comes again: each period later, and still on the day of the month it began with."""

import calendar
from collections.abc import Sequence
from datetime import date

from db.words import Repeat

MONTHS = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3, Repeat.HALF_YEARLY: 6, Repeat.YEARLY: 12}


def keeps(days: Sequence[date]) -> int:
    """The day of the month that a chain of days keeps to, the oldest first.

    A month that is too short for it does not change it; a day that people have moved does.

    >>> keeps([date(2026, 1, 31), date(2026, 2, 28)]), keeps([date(2026, 1, 31), date(2026, 2, 25)])
    (31, 25)
    """
    kept = days[0].day
    for day in days[1:]:
        if day.day != min(kept, _length(day.year, day.month)):
            kept = day.day
    return kept


def following(days: Sequence[date], repeat: str) -> date:
    """The day one period after the last of a chain, the oldest first.

    >>> chain = [date(2027, 1, 31)]
    >>> for _ in range(3):
    ...     chain.append(following(chain, "monthly"))
    >>> [f"{day:%d/%m/%Y}" for day in chain]
    ['31/01/2027', '28/02/2027', '31/03/2027', '30/04/2027']
    >>> following([date(2024, 2, 29)], "yearly").isoformat(), following([date(2026, 11, 30)], "quarterly").isoformat()
    ('2025-02-28', '2027-02-28')
    >>> following([date(2026, 8, 31)], "half_yearly").isoformat()
    '2027-02-28'
    """
    last = days[-1]
    months = last.year * 12 + last.month - 1 + MONTHS[Repeat(repeat)]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(keeps(days), _length(year, month)))


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
