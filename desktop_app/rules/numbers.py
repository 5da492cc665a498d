"""Numbers as people read and write them in Vietnamese: dots between thousands, a comma before decimals."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

EXCEL_DIGITS = 15  # Excel keeps no more of a number


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


def show_amount(number: Decimal | None, decimals: int | None = None) -> str:
    """A number with dots between thousands and a comma before its decimals; rounded half up to ``decimals``, if given.

    >>> show_amount(Decimal("40600.5")), show_amount(Decimal("0.745"), 2), show_amount(Decimal("95"), 1)
    ('40.600,5', '0,75', '95,0')
    >>> show_amount(Decimal("-0.001"), 2), show_amount(Decimal("1E+3")), show_amount(None)
    ('0,00', '1.000', '')
    """
    if number is None:
        return ""
    if decimals is not None:
        number = rounded(number, decimals)
    text = f"{number if number else abs(number):,f}"
    return text.translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Rounded half up, away from zero, as offices round; exact whatever the number's size.

    >>> [str(rounded(Decimal(n), 1)) for n in ("0.25", "-0.25", "2.449")]
    ['0.3', '-0.3', '2.4']
    """
    with localcontext() as context:
        context.prec = 60
        return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def read_amount(text: str) -> Decimal:
    """A number with dots between thousands only and a comma before decimals.

    >>> [str(read_amount(t)) for t in ("40.600,5", "0,75", "-3", "1234", " 2 006 ", "95,15 %")]
    ['40600.5', '0.75', '-3', '1234', '2006', '95.15']
    >>> read_amount("12.5")
    Traceback (most recent call last):
    ValueError: Ghi số như 1.234,5: dấu chấm chia hàng nghìn, dấu phẩy trước phần thập phân
    """
    plain = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(\D|$))", "", text.strip())
    plain = re.sub(r"\s*[%‰]$", "", plain)
    if not re.fullmatch(r"-?(\d{1,18}|\d{1,3}(\.\d{3}){1,5})(,\d{1,6})?", plain):
        raise ValueError("Ghi số như 1.234,5: dấu chấm chia hàng nghìn, dấu phẩy trước phần thập phân")
    return Decimal(plain.replace(".", "").replace(",", "."))


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
