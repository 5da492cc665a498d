"""Numbers as people read and write them in Vietnamese: dots between thousands, a comma before decimals."""

import re
from decimal import ROUND_HALF_UP, Decimal


def show_whole(number: int | None) -> str:
    """A whole number with dots between thousands.

    >>> show_whole(2006), show_whole(-1234567), show_whole(None)
    ('2.006', '-1.234.567', '')
    """
    return "" if number is None else f"{number:,}".replace(",", ".")


def read_whole(text: str) -> int:
    """A whole number; dots may only stand between thousands.

    >>> read_whole("1.234"), read_whole("2006")
    (1234, 2006)
    >>> read_whole("1.5")
    Traceback (most recent call last):
    ValueError: Phải là số nguyên, ví dụ 1.234
    """
    if not re.fullmatch(r"-?(\d+|\d{1,3}(\.\d{3})+)", text.strip()):
        raise ValueError("Phải là số nguyên, ví dụ 1.234")
    return int(text.replace(".", ""))


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` in percent, two decimals, rounded half up; a missing base is said in words, never 0 %.

    >>> percent(13119, 15533), percent(1, 8), percent(0, 0), percent(3, 3)
    ('84,46', '12,50', '-', '100,00')
    """
    if whole == 0:
        return "-"
    value = (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{value:f}".replace(".", ",")


def counted(number: int) -> str:
    """A count in running text: a zero before one digit, as offices write it.

    >>> counted(3), counted(2006), counted(0)
    ('03', '2.006', '0')
    """
    return f"0{number}" if 0 < number < 10 else show_whole(number)


_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """A small number in Roman letters.

    >>> [roman(n) for n in (1, 4, 9, 14, 49)]
    ['I', 'IV', 'IX', 'XIV', 'XLIX']
    """
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out
