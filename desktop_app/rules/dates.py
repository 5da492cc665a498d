"""Dates and hours as people in an office write them: read, and written out."""

import re
from collections.abc import Container
from datetime import date, timedelta

from desktop_app.rules.workdays import add_workdays

FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def show_date(day: date | None) -> str:
    """dd/mm/yyyy.

    >>> show_date(date(2026, 3, 5))
    '05/03/2026'
    """
    return "" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year}"


def weekday(day: date) -> str:
    """The name of the day of the week.

    >>> weekday(date(2026, 11, 22))
    'Chủ nhật'
    """
    return WEEKDAYS[day.weekday()]


def date_long(day: date) -> str:
    """The long form of a document: zeros before days under 10 and months 1 and 2 only (NĐ 30/2020, Phụ lục I, II.4).

    >>> date_long(date(2020, 1, 5)), date_long(date(2019, 6, 29))
    ('ngày 05 tháng 01 năm 2020', 'ngày 29 tháng 6 năm 2019')
    >>> date_long(date(2027, 2, 9)), date_long(date(2027, 3, 5))
    ('ngày 09 tháng 02 năm 2027', 'ngày 05 tháng 3 năm 2027')
    """
    return f"ngày {day.day:02d} tháng {month_number(day.month)} năm {day.year}"


def month_number(month: int) -> str:
    """A month in running text: 01, 02, 3 … 12."""
    return f"{month:02d}" if month < 3 else str(month)


def read_date(text: str, today: date, days_off: Container[date] = (), made_up: Container[date] = ()) -> date:
    """The day meant by ``text``; ValueError, in Vietnamese, if none is.

    Takes 20/11/2026, 5/3/2026, 20-11-2026, 20.11.2026, 20112026, 20/11/26, 20/11 (this year), ``hn`` (today),
    ``+3`` (three working days on, past ``days_off``), ``-1`` (yesterday). Never swaps day and month, never moves to
    another day.

    >>> today = date(2026, 11, 20)
    >>> [read_date(t, today).isoformat() for t in ("20-11-2026", "5.3.26", "20112026", "201126", "20/11", " hn ")]
    ['2026-11-20', '2026-03-05', '2026-11-20', '2026-11-20', '2026-11-20', '2026-11-20']
    >>> read_date("+3", today).isoformat(), read_date("-1", today).isoformat()
    ('2026-11-25', '2026-11-19')
    >>> read_date("+3", today, days_off={date(2026, 11, 24)}, made_up={date(2026, 11, 28)}).isoformat()
    '2026-11-26'
    >>> read_date("05/13/2026", today)
    Traceback (most recent call last):
    ValueError: Tháng 13 không có; ghi ngày/tháng/năm, ví dụ 20/11/2026
    """
    text = text.strip().casefold()
    if text in {"hn", "hôm nay", "hom nay"}:
        return today
    if step := re.fullmatch(r"([+-])\s*(\d{1,3})", text):
        count = int(step[2])
        return add_workdays(today, count, days_off, made_up) if step[1] == "+" else today - timedelta(days=count)
    if re.fullmatch(r"\d{8}|\d{6}", text):
        text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
    parts = re.fullmatch(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?", text)
    if not parts:
        raise ValueError("Ngày phải ghi dạng ngày/tháng/năm, ví dụ 20/11/2026")
    year = today.year if parts[3] is None else int(parts[3]) + (2000 if len(parts[3]) == 2 else 0)
    return _day(int(parts[1]), int(parts[2]), year)


def _day(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"Tháng {month} không có; ghi ngày/tháng/năm, ví dụ 20/11/2026")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Năm {year} không hợp lệ; năm phải từ {FIRST_YEAR} đến {LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Tháng {month}/{year} không có ngày {day}") from None


def show_hour(hour: str | None) -> str:
    """An hour stored as ``HH:MM``, as an office writes it.

    >>> show_hour("08:30"), show_hour(""), show_hour(None)
    ('08h30', '', '')
    """
    return (hour or "").replace(":", "h")


def read_hour(text: str) -> str:
    """An hour of the day as ``HH:MM``; ValueError, in Vietnamese, if it is none.

    >>> [read_hour(t) for t in ("14h00", "14 giờ", "9:5", "17h30", "8")]
    ['14:00', '14:00', '09:05', '17:30', '08:00']
    """
    parts = re.fullmatch(r"(\d{1,2})\s*(?:[h:g]|giờ|gio)?\s*(\d{1,2})?\s*(?:phút|p)?", text.strip().casefold())
    if not parts or int(parts[1]) > 23 or int(parts[2] or 0) > 59:
        raise ValueError("Giờ phải ghi dạng 14h00")
    return f"{int(parts[1]):02d}:{int(parts[2] or 0):02d}"
