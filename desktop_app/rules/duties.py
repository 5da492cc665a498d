"""Spans of days of duties: what two have in common, and where nobody is in charge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.rules.dates import show_date

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From a day to a day, both counted; None leaves that side open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies within.

        >>> Span(date(2022, 1, 1)).holds(date(2022, 1, 1)), Span(None, date(2021, 12, 31)).holds(date(2022, 1, 1))
        (True, False)
        """
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def common(self, other: "Span") -> "Span | None":
        """The days that both have, or None.

        >>> one, other = Span(date(2022, 1, 1), date(2022, 6, 30)), Span(date(2022, 6, 30))
        >>> days(one.common(other).since, one.common(other).until), one.common(Span(date(2022, 7, 1)))
        ('ngày 30/06/2022', None)
        """
        since = max((day for day in (self.since, other.since) if day is not None), default=None)
        until = min((day for day in (self.until, other.until) if day is not None), default=None)
        return None if since is not None and until is not None and until < since else Span(since, until)


def gap_around(day: date, life: Span, held: Sequence[Span]) -> Span | None:
    """The days around ``day`` on which nothing of ``held`` holds, within ``life``; None when something holds on it.

    >>> held = [Span(date(2022, 1, 1), date(2022, 3, 31)), Span(date(2022, 5, 1))]
    >>> free = gap_around(date(2022, 4, 15), Span(), held)
    >>> days(free.since, free.until), gap_around(date(2022, 3, 31), Span(), held)
    ('từ 01/04/2022 đến 30/04/2022', None)
    >>> days(*vars(gap_around(date(2021, 6, 1), Span(date(2021, 1, 1)), held)).values())
    'từ 01/01/2021 đến 31/12/2021'
    """
    if any(span.holds(day) for span in held):
        return None
    before = [span.until + ONE for span in held if span.until is not None and span.until < day]
    after = [span.since - ONE for span in held if span.since is not None and span.since > day]
    since = max([*before, *([life.since] if life.since else [])], default=None)
    until = min([*after, *([life.until] if life.until else [])], default=None)
    return Span(since, until)


def days(since: date | None, until: date | None) -> str:
    """A span in words.

    >>> days(date(2022, 1, 1), None), days(None, date(2022, 1, 31)), days(None, None)
    ('từ 01/01/2022', 'đến 31/01/2022', 'từ trước đến nay')
    """
    if since is not None and since == until:
        return f"ngày {show_date(since)}"
    if since is None and until is None:
        return "từ trước đến nay"
    parts = (f"từ {show_date(since)}" if since else "", f"đến {show_date(until)}" if until else "")
    return " ".join(part for part in parts if part)
