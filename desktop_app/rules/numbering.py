"""Numbers and symbols of documents: written as Nghị định 30/2020 wants, and read as offices type them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class NumberParts:
    """A document number taken apart: 120 of 120/TB-UBND, its symbol, and the year if it carries one."""

    number: int
    symbol: str
    year: int | None = None


def document_number(number: int, symbol: str) -> str:
    """Numbers under 10 get a zero (NĐ 30/2020, Phụ lục I, II.3).

    >>> document_number(5, "BC-UBND"), document_number(120, "TB-UBND")
    ('05/BC-UBND', '120/TB-UBND')
    """
    return f"{number:02d}/{symbol}"


def read_number(text: str) -> NumberParts:
    """State numbers put a slash first, Party ones a hyphen; laws and decrees carry a year. ValueError for the rest.

    >>> read_number("202/QĐ-UBND"), read_number("159-KH/QU").symbol, read_number("42/2014/QĐ-TTg").year
    (NumberParts(number=202, symbol='QĐ-UBND', year=None), 'KH/QU', 2014)
    >>> read_number("12/UBND-VP").symbol, read_number("01/HNVB-VPCP").number
    ('UBND-VP', 1)
    """
    parts = re.fullmatch(r"(\d{1,6})\s*[/-]\s*(?:(\d{4})\s*/\s*)?(\D[^\s/]*(?:/\S+)?)", text.strip())
    if not parts:
        raise ValueError("Số, ký hiệu phải ghi dạng 120/TB-UBND hoặc 159-KH/QU")
    return NumberParts(int(parts[1]), parts[3], int(parts[2]) if parts[2] else None)


def is_party(text: str) -> bool:
    """Whether a number is written as the Party writes its own: a hyphen behind the number, a slash before the body.

    Party documents follow rules of their own, not NĐ 30/2020: they are recorded here, never printed.

    >>> [is_party(number) for number in ("159-KH/QU", "05-CTr/ĐU", "12 - BC/TU", " 107-KH/QU ")]
    [True, True, True, True]
    >>> [is_party(number) for number in ("202/QĐ-UBND", "42/2014/QĐ-TTg", "01/CTr-UBND", "159", "")]
    [False, False, False, False, False]
    """
    return re.fullmatch(r"\d{1,6}\s*-\s*[^\s/\d][^\s/]*/\S+", text.strip()) is not None
