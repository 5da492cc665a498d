"""Reading one cell of a template: labels however they were typed, texts, and days that are never guessed."""

import re
from datetime import date, datetime
from typing import Any

from desktop_app import clock
from desktop_app.features.handoff_form_fields.columns import Field
from desktop_app.records.kinds import Day
from desktop_app.rules import dates, names

NOT_A_DAY = "không phải ngày; hãy ghi ngày/tháng/năm, ví dụ 20/11/2026"
TURNED = "Excel đã đổi nội dung ô này thành ngày; hãy định dạng ô là Văn bản (Text) rồi gõ lại"
_WRITTEN_DAY = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:\d{4}|\d{2})")
_LONG_DAY = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def label_key(text: Any) -> str:
    """What tells one label from another, however it was typed.

    >>> label_key(" Thời hạn (*): "), label_key(None)
    ('thoi han', '')
    """
    return re.sub(r"[^a-z0-9]+", " ", names.fold(text if isinstance(text, str) else "")).strip()


def is_blank(cell: Any) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not names.clean(cell))


def value_of(field: Field, cell: Any) -> tuple[Any, str]:
    """The plain value of a cell and, for a day that was read out of letters, what was understood.

    Raises ValueError in Vietnamese when the cell says nothing that the field can hold.
    """
    if isinstance(field.kind, Day):
        day, words = day_of(cell)
        return field.kind.plain(day), f"{field.label} {words}" if words else ""
    return field.kind.plain(field.kind.read(_text_of(cell))), ""


def _text_of(cell: Any) -> str:
    if isinstance(cell, bool):
        return "đúng" if cell else "sai"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if not isinstance(cell, str | int | float):
        raise ValueError(TURNED)
    return names.clean(str(cell))


def day_of(cell: Any) -> tuple[date, str]:
    """The day in a cell, and how its letters were understood: a text is read day first, never the other way round.

    >>> day_of("05/11/2026")
    (datetime.date(2026, 11, 5), 'ghi chữ “05/11/2026”, hiểu là ngày 05 tháng 11 năm 2026')
    >>> day_of(datetime(2026, 11, 5))
    (datetime.date(2026, 11, 5), '')
    >>> day_of("11/20/2026")
    Traceback (most recent call last):
    ValueError: Tháng 20 không có; ghi ngày/tháng/năm, ví dụ 20/11/2026
    """
    if isinstance(cell, date):  # a moment is a day too
        day = dates.read_date(dates.show_date(cell), clock.today())
        hour = f"{cell:%H:%M}" if isinstance(cell, datetime) else "00:00"
        return day, "" if hour == "00:00" else f"ghi cả giờ {hour}, chỉ lấy ngày {dates.show_date(day)}"
    if isinstance(cell, float) and re.fullmatch(r"\d{8}", text := f"{cell:.0f}"):
        cell = f"{text[:2]}/{text[2:4]}/{text[4:]}"
    if not isinstance(cell, str):
        number = isinstance(cell, float | int) and not isinstance(cell, bool)
        raise ValueError(f"ô ghi {cell:.15g}, {NOT_A_DAY}" if number else f"nội dung ô {NOT_A_DAY}")
    text = names.one_line(cell)
    if iso := _ISO_DAY.fullmatch(text):
        text = f"{iso[3]}/{iso[2]}/{iso[1]}"
    elif long := _LONG_DAY.fullmatch(names.fold(text)):
        text = "/".join(long.groups())
    elif not _WRITTEN_DAY.fullmatch(text):  # “hôm nay”, “+3” and a day without its year mean another day elsewhere
        raise ValueError(f"“{text}” {NOT_A_DAY}")
    day = dates.read_date(text, clock.today())
    return day, f"ghi chữ “{names.one_line(cell)}”, hiểu là {dates.date_long(day)}"
