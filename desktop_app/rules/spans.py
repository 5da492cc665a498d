"""Spans of days as people narrow a list to them: this week, last quarter, from a day, up to a day."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.rules.dates import read_date, show_date


@dataclass(frozen=True)
class Span:
    """From a day to a day, both counted; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        if self.first is None or self.last is None:
            return f"từ {show_date(self.first)}" if self.first else f"đến {show_date(self.last)}"
        return f"{show_date(self.first)}{DASH}{show_date(self.last)}"


DASH = " – "


def span(text: str, today: date) -> Span:
    """The span that a name, or what ``str`` made of a span, stands for; ValueError in Vietnamese if it is neither.

    Weeks begin on Monday; months, quarters and years are the calendar's, not the reporting periods of a decree.

    >>> today = date(2026, 11, 22)
    >>> [str(span(name, today)) for name in ("Hôm nay", "Tuần này", "Quý này")]
    ['22/11/2026 – 22/11/2026', '16/11/2026 – 22/11/2026', '01/10/2026 – 31/12/2026']
    >>> [str(span(name, date(2026, 1, 31))) for name in ("Tháng trước", "Tháng sau", "Quý trước", "Tuần sau")]
    ['01/12/2025 – 31/12/2025', '01/02/2026 – 28/02/2026', '01/10/2025 – 31/12/2025', '02/02/2026 – 08/02/2026']
    >>> [str(span(text, today)) for text in ("từ 05/11/2026", "đến 05/11/2026", "01/11/2026 – 05/11/2026")]
    ['từ 05/11/2026', 'đến 05/11/2026', '01/11/2026 – 05/11/2026']
    """
    if text in NAMED:
        return NAMED[text](today)
    for before, make in (("từ ", lambda day: Span(day, None)), ("đến ", lambda day: Span(None, day))):
        if text.startswith(before):
            return make(read_date(text.removeprefix(before), today))
    first, dash, last = text.partition(DASH)
    if not dash:
        raise ValueError(f"Không hiểu khoảng ngày “{text}”")
    return Span(read_date(first, today), read_date(last, today))


def _months(today: date, first: int, count: int) -> Span:
    """``count`` months from the one ``first`` months after today's."""
    months = today.year * 12 + today.month - 1 + first
    start, end = divmod(months, 12), divmod(months + count - 1, 12)
    year, month = end[0], end[1] + 1
    return Span(date(start[0], start[1] + 1, 1), date(year, month, monthrange(year, month)[1]))


def _week(today: date, weeks: int) -> Span:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return Span(monday, monday + timedelta(days=6))


def _quarter(today: date, quarters: int) -> Span:
    return _months(today, -((today.month - 1) % 3) + 3 * quarters, 3)


def _year(today: date, years: int) -> Span:
    return Span(date(today.year + years, 1, 1), date(today.year + years, 12, 31))


NAMED: dict[str, Callable[[date], Span]] = {
    "Hôm nay": lambda today: Span(today, today),
    "Tuần này": lambda today: _week(today, 0),
    "Tuần sau": lambda today: _week(today, 1),
    "Tuần trước": lambda today: _week(today, -1),
    "Tháng này": lambda today: _months(today, 0, 1),
    "Tháng sau": lambda today: _months(today, 1, 1),
    "Tháng trước": lambda today: _months(today, -1, 1),
    "Quý này": lambda today: _quarter(today, 0),
    "Quý trước": lambda today: _quarter(today, -1),
    "Năm nay": lambda today: _year(today, 0),
    "Năm trước": lambda today: _year(today, -1),
}
