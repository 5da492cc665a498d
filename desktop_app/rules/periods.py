"""Reporting periods: 2022, 2022-11, 2022-Q4, 2022-H1, 2022-H2, 2022-9M, in the two schemes that live side by side."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from db.words import PeriodScheme
from desktop_app.rules.dates import month_number
from desktop_app.rules.names import fold
from desktop_app.rules.numbers import roman

_FORMS = re.compile(r"(\d{4})(?:-(?:(0?[1-9]|1[0-2])|Q([1-4])|H([12])|(9M)))?")


@dataclass(frozen=True)
class Period:
    """A span of months of one year, and the days its figures come from."""

    code: str
    year: int
    first_month: int
    last_month: int
    scheme: PeriodScheme

    @property
    def start(self) -> date:
        """The first day counted."""
        if self.scheme == PeriodScheme.CALENDAR:
            return date(self.year, self.first_month, 1)
        if self.first_month == 1:
            return date(self.year - 1, 12, 15)
        return date(self.year, self.first_month - 1, 15)

    @property
    def end(self) -> date:
        """The last day counted: the cut-off."""
        if self.scheme == PeriodScheme.ND09:
            return date(self.year, self.last_month, 14)
        if self.last_month == 12:
            return date(self.year, 12, 31)
        return date(self.year, self.last_month + 1, 1) - timedelta(days=1)

    @property
    def label(self) -> str:
        """The period in words, as titles of reports say it.

        >>> [read_period(c, PeriodScheme.ND09).label for c in ("2022", "2022-3", "2022-Q4", "2022-H1", "2022-9M")]
        ['năm 2022', 'tháng 3 năm 2022', 'quý IV năm 2022', '6 tháng đầu năm 2022', '9 tháng năm 2022']
        """
        length = self.last_month - self.first_month + 1
        if length == 1:
            return f"tháng {month_number(self.first_month)} năm {self.year}"
        if length == 3:
            return f"quý {roman(self.last_month // 3)} năm {self.year}"
        if length == 6:
            return f"6 tháng {'đầu' if self.first_month == 1 else 'cuối'} năm {self.year}"
        return f"9 tháng năm {self.year}" if length == 9 else f"năm {self.year}"

    @property
    def next_label(self) -> str:
        """The period after this one, in words; of nine months, what is left of the year."""
        length = self.last_month - self.first_month + 1
        if length == 9:
            return f"03 tháng cuối năm {self.year}"
        year, month = (self.year, self.last_month + 1) if self.last_month < 12 else (self.year + 1, 1)
        return Period("", year, month, month + length - 1, self.scheme).label


def read_period(text: str, scheme: PeriodScheme) -> Period:
    """The period a code names; ValueError, in Vietnamese, if it names none.

    ND09 is Điều 12 of Nghị định 09/2019/NĐ-CP: from the 15th before the period to the 14th of its last month. The
    nine months are not in the decree; provinces add them in the same way.

    >>> def span(code, scheme): p = read_period(code, scheme); return f"{p.start} {p.end}"
    >>> [span(c, PeriodScheme.ND09) for c in ("2026-11", "2026-Q4", "2027-Q1")]
    ['2026-10-15 2026-11-14', '2026-09-15 2026-12-14', '2026-12-15 2027-03-14']
    >>> [span(c, PeriodScheme.ND09) for c in ("2026-H1", "2026-H2", "2026-9M", "2026")]
    ['2025-12-15 2026-06-14', '2026-06-15 2026-12-14', '2025-12-15 2026-09-14', '2025-12-15 2026-12-14']
    >>> [read_period(c, PeriodScheme.ND09).code for c in ("quý IV/2022", "tháng 11/2022", "6 tháng đầu năm 2022")]
    ['2022-Q4', '2022-11', '2022-H1']
    >>> span("2024-02", PeriodScheme.CALENDAR)
    '2024-02-01 2024-02-29'
    """
    text = _spoken(text)
    form = _FORMS.fullmatch(text.strip().upper())
    if not form or not 2000 <= int(form[1]) <= 2100:
        raise ValueError(f"Kỳ báo cáo “{text}” không đúng; ghi 2022, 2022-11, 2022-Q4, 2022-H1, 2022-H2 hoặc 2022-9M")
    year, month, quarter, half, nine = int(form[1]), form[2], form[3], form[4], form[5]
    if month:
        first, last = int(month), int(month)
    elif quarter:
        first, last = 3 * int(quarter) - 2, 3 * int(quarter)
    elif half:
        first, last = 6 * int(half) - 5, 6 * int(half)
    else:
        first, last = 1, 9 if nine else 12
    code = f"{year}-{int(month):02d}" if month else text.strip().upper()
    return Period(code, year, first, last, scheme)


_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _spoken(text: str) -> str:
    """The code of a period as people say it: "quý IV/2022", "tháng 11 năm 2022", "6 tháng đầu năm 2022", "năm 2022"."""
    words = " ".join(re.split(r"[\s/]+", fold(text))).replace("nam ", "")
    if found := re.fullmatch(r"quy (i|ii|iii|iv|[1-4]) (\d{4})", words):
        return f"{found[2]}-Q{_QUARTERS.get(found[1], found[1])}"
    if found := re.fullmatch(r"(?:thang )?(\d{1,2}) (\d{4})", words):
        return f"{found[2]}-{found[1]}"
    if found := re.fullmatch(r"6 thang (dau|cuoi) (\d{4})", words):
        return f"{found[2]}-H{1 if found[1] == 'dau' else 2}"
    if found := re.fullmatch(r"9 thang (?:dau )?(\d{4})", words):
        return f"{found[1]}-9M"
    return words.upper() if re.fullmatch(r"\d{4}", words) else text


def cutoff(period: Period, as_at: date | None, today: date) -> date:
    """The day the figures are taken on: ``as_at``, else the earlier of today and the period's end.

    Raises ValueError when the period has not begun, or the day lies outside it or in the future.

    >>> year = read_period("2022", PeriodScheme.ND09)
    >>> cutoff(year, None, date(2026, 11, 22)).isoformat(), cutoff(year, None, date(2022, 3, 1)).isoformat()
    ('2022-12-14', '2022-03-01')
    """
    if as_at is None:
        as_at = min(today, period.end)
    if as_at < period.start:
        raise ValueError(f"Kỳ {period.label} bắt đầu ngày {period.start:%d/%m/%Y}, sau ngày lấy số liệu")
    if as_at > period.end:
        raise ValueError(f"Ngày lấy số liệu {as_at:%d/%m/%Y} ở sau ngày cuối kỳ {period.end:%d/%m/%Y}")
    if as_at > today:
        raise ValueError(f"Ngày lấy số liệu {as_at:%d/%m/%Y} ở sau hôm nay {today:%d/%m/%Y}")
    return as_at
