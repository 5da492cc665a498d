"""One official document as plain data, and the lines that follow from it."""

from dataclasses import dataclass, field
from datetime import date

from reportlab.platypus import Flowable

from desktop_app.pdf.type import tidy
from desktop_app.rules.dates import date_long
from desktop_app.rules.numbering import document_number
from desktop_app.rules.numbers import roman

_BOUND = "\N{NO-BREAK SPACE}"
BLANK = _BOUND * 6  # where a pen writes the number or the day


@dataclass(frozen=True)
class Letterhead:
    """Who issues: lines of the superior body (may be none) and of the issuing body, place name of the date line.

    ``name`` is the issuing body as it stands in a sentence, ``Ủy ban nhân dân phường Long Biên``; without it the lines
    of ``issuer`` are used as they are.
    """

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    place: str
    name: str = ""


@dataclass(frozen=True)
class Signature:
    """Authority and position, a line each (``TM. ỦY BAN NHÂN DÂN``, ``CHỦ TỊCH``), and the full name.

    ``how`` stands in italics under the authority where several sign: ``(Ký, ghi rõ họ tên)``.
    """

    authority: tuple[str, ...]
    name: str
    how: str = ""


@dataclass(frozen=True)
class Appendix:
    """A Phụ lục: it begins a page, numbers its own pages and may lie across."""

    title: str
    story: list[Flowable]
    landscape: bool = True


@dataclass(frozen=True)
class Paper:
    """A document to be printed.

    Attributes:
        type_name: ``BÁO CÁO``; not printed on a letter.
        symbol: ``BC-UBND``; empty for internal forms, which then have no number and no ``Số:``.
        subject: the trích yếu; on a letter what follows ``V/v``.
        body: flowables, used up by building.
        number: ``5``, or complete ``05/BC-UBND``; empty on a draft (NĐ 30/2020, Điều 15: given after signing).
        issued_on: the day of signing; without it the day is left blank.
        drafted_on: gives a draft its month and year.
        addressees, receivers: names without dashes and punctuation.
        signature, signatures: who signs; several stand side by side, the receivers under the first, at the left.
        kind: ``named`` (văn bản có tên loại), ``letter`` (công văn) or ``minutes`` (biên bản, Mẫu 1.9: its day stands
            in the text, so there is no line of place and day).
    """

    letterhead: Letterhead
    type_name: str
    symbol: str
    subject: str
    body: list[Flowable]
    number: str = ""
    issued_on: date | None = None
    drafted_on: date | None = None
    addressees: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    signature: Signature | None = None
    signatures: tuple[Signature, ...] = ()
    appendices: tuple[Appendix, ...] = field(default=())
    landscape: bool = False
    kind: str = "named"


def issuer_name(letterhead: Letterhead) -> str:
    """The issuing body in running text."""
    return tidy(letterhead.name or " ".join(letterhead.issuer))


def full_number(paper: Paper) -> str:
    """``05/BC-UBND``, or with room for the number on a draft; empty when the form has no symbol and no number."""
    number, symbol = tidy(paper.number).strip(), tidy(paper.symbol)
    if not symbol or "/" in number:
        return number
    if number.isdecimal():
        return document_number(int(number), symbol)
    return f"{number or BLANK}/{symbol}"


def day_line(paper: Paper) -> str:
    """``ngày 05 tháng 01 năm 2027``, the day blank on a draft; without any date the month is blank too."""
    if paper.issued_on:
        return date_long(paper.issued_on)
    if paper.drafted_on:
        month_and_year = date_long(paper.drafted_on).split(" ", 2)[2]
        return f"ngày{BLANK}{month_and_year}"
    return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"


def place_and_day(paper: Paper) -> str:
    """Box 4; internal forms have it only when they are given a date, minutes never."""
    if paper.kind == "minutes" or not (full_number(paper) or paper.issued_on or paper.drafted_on):
        return ""
    return f"{tidy(paper.letterhead.place)}, {day_line(paper)}"


def attached_to(paper: Paper) -> str:
    """The line under an appendix's title that names the document it belongs to (NĐ 30/2020, Phụ lục I, III.1)."""
    kind = "Công văn" if paper.kind == "letter" else tidy(paper.type_name).capitalize()
    number = full_number(paper)
    numbered = f"số{_BOUND}{number} {day_line(paper).replace(' ', _BOUND)}"
    said = f"{kind} {numbered if number else tidy(paper.subject)}".rstrip()
    return f"(Kèm theo {said} của {issuer_name(paper.letterhead)})"


def appendix_label(place: int, count: int) -> str:
    """``Phụ lục``, with a Roman number when there are two or more.

    >>> appendix_label(0, 1), appendix_label(3, 5), appendix_label(18, 60)
    ('Phụ lục', 'Phụ lục IV', 'Phụ lục XIX')
    """
    return "Phụ lục" if count == 1 else f"Phụ lục {roman(place + 1)}"
