"""The words of registers that wards keep in Excel: totals, signatures, numbering, documents, terms put in words."""

import re
from calendar import monthrange
from datetime import date

from desktop_app.rules import names

_TOTAL = re.compile(r"(tong( cong| so|:|$| nhiem vu| hop chung)|cong( tong|:|$| \(| don vi| nhom| phan| muc))")
_COUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)")
_SIGNED = re.compile(
    r"(noi nhan\b|nguoi lap|lap (bang|bieu)|ke toan|thu truong|tm\.? |t/?m |kt\.? |k/?t |tl\.? |tuq\.? |"
    r"(pho )?chu tich\b(?!.*[,;].*)|chanh van phong$|pho chanh van phong|nguoi (tong hop|theo doi)$|\(ky|ky,? ghi ro|"
    r".{0,40}, ?ngay (\d+|\.+|…+|_*) ?thang )"
)
_NUMBER = r"\d{1,5}[a-zA-Z]?(?:/\d{4})?\s?[/-]\s?[A-ZĐ][A-Za-zĐđ.]*(?:\s?[-/]\s?[A-ZĐ][A-Za-zĐđ.0-9]*)*"
_DOCUMENT = re.compile(rf"(?:số\s*:?\s*)?({_NUMBER})", re.IGNORECASE)
_STRICT = re.compile(_NUMBER)
_DAY_IN = re.compile(
    r"(?:ngày\s*:?\s*)?(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:\d{4}|\d{2})(?!\d)|"
    r"\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"(\bngay\s*:?\s*)?(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(?:19|20)\d{2}(?!\d)")
_ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})[.):/]?")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OPEN_TERM = re.compile(
    r"(thuong xuyen|theo quy dinh|theo ke hoach|khong (xac dinh|co|thoi)|khong$|-+$|hang |hang$|dinh ky|lien tuc|"
    r"ca nam|trong nam$|khi co|theo (yeu cau|tien do|chi dao)|ngay khi|n/a$|x$)"
)
LEGACY_FONT = re.compile(r"\.vn|vni[- ]", re.IGNORECASE)
_OURS_ONLY = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")


def mark(text: str) -> str:
    """What sort of numbering stands in a cell: number, roman, letter, small, or nothing that is known.

    >>> [mark(t) for t in ("1", "1.2.", "12)", "IV", "A.", "a)", "-", "Phòng", "")]
    ['number', 'number', 'number', 'roman', 'letter', 'small', 'small', '', '']
    """
    text = text.strip()
    if re.fullmatch(r"\(?\d{1,5}([.,]\d{1,4})*[.):]?", text):
        return "number"
    if _ROMAN.fullmatch(text):
        return "roman"
    if re.fullmatch(r"[A-ZĐ][.):]?", text):
        return "letter"
    return "small" if re.fullmatch(r"[a-zđ][.):]|[a-zđ]|[-+*•–]", text) else ""


def numbered_heading(text: str) -> tuple[str, str]:
    """The mark and the words of a heading that has its number in the same cell; an empty mark when it has none.

    >>> numbered_heading("II. Văn phòng"), numbered_heading("A- Nhiệm vụ"), numbered_heading("Rà soát")
    (('roman', 'Văn phòng'), ('letter', 'Nhiệm vụ'), ('', 'Rà soát'))
    """
    found = re.match(r"\s*([IVXL]+|[A-ZĐ])\s*[.):/-]\s*(?=\S)", text)
    if found and (sort := mark(found[1])):
        return sort, text[found.end() :].strip()
    return "", text.strip()


def is_total(text: str) -> bool:
    """Whether a cell begins a row of totals.

    >>> [is_total(t) for t in ("Tổng cộng", "Cộng:", "TỔNG SỐ: 25 nhiệm vụ", "Tổng hợp báo cáo", "Công an")]
    [True, True, True, False, False]
    """
    return _TOTAL.match(names.fold(text)) is not None


def is_count(text: str) -> bool:
    """Whether a cell is nothing but a number of tasks, as rows of totals have it under the content.

    >>> [is_count(t) for t in ("25", "1.025 nhiệm vụ", "04 việc", "04 việc còn lại", "nhiệm vụ")]
    [True, True, True, False, False]
    """
    return re.fullmatch(r"\d[\d.,]*( nhiem vu| viec| nv)?", names.fold(text)) is not None


def count_in(text: str) -> int | None:
    """The first whole number in words; None when there is none.

    >>> count_in("Tổng cộng: 1.025 nhiệm vụ"), count_in("Cộng")
    (1025, None)
    """
    found = _COUNT.search(text)
    return int(found[1].replace(".", "")) if found else None


def is_signature(text: str) -> bool:
    """Whether a cell belongs to what stands under a table: place and day, who signs, who gets a copy.

    >>> [is_signature(t) for t in ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "Long Biên, ngày    tháng  năm 2025", "Rà soát")]
    [True, True, True, False]
    """
    return _SIGNED.match(names.fold(text)) is not None


def document_in(text: str) -> tuple[str, str, str]:
    r"""Number, day as written and the remaining words of a document that is named in one cell.

    >>> document_in("120/TB-UBND ngày 05/01/2026")
    ('120/TB-UBND', '05/01/2026', '')
    >>> document_in("Số 120/TB-UBND\n(05/01/2026)"), document_in("159-KH/QU")
    (('120/TB-UBND', '05/01/2026', ''), ('159-KH/QU', '', ''))
    >>> document_in("Thông báo số 12/TB-UBND ngày 05 tháng 01 năm 2026 của UBND phường về kết luận giao ban")
    ('12/TB-UBND', '05/01/2026', 'Thông báo của UBND phường về kết luận giao ban')
    >>> document_in("Họp giao ban tuần 3")
    ('', '', 'Họp giao ban tuần 3')
    """
    rest = names.clean(text)
    day = ""
    if found := _DAY_IN.search(rest):
        day = long_day(found[1]) or re.sub(r"\s", "", found[1])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    number = ""
    found = _STRICT.search(rest) or _DOCUMENT.search(rest)
    if found:
        number = re.sub(r"\s", "", found[found.lastindex or 0]).rstrip(".-/")
        before = re.sub(r"\bsố\s*:?\s*$", "", rest[: found.start()], flags=re.IGNORECASE)
        rest = f"{before} {rest[found.end() :]}"
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest)
    return number, day, " ".join(rest.split()).strip(" ,;:.-–()")


def long_day(text: str) -> str:
    """A day written out, as dd/mm/yyyy; empty when it is none.

    >>> long_day("ngày 05 tháng 1 năm 2026"), long_day("5/1/2026")
    ('05/01/2026', '')
    """
    found = re.fullmatch(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam |/)(\d{4})", names.fold(text))
    return f"{int(found[1]):02d}/{int(found[2]):02d}/{found[3]}" if found else ""


def orders_in(text: str) -> set[str]:
    """Which orders of day and month the days in a text prove: "dmy" where the word "ngày" or a number over 12 says so.

    >>> [sorted(orders_in(t)) for t in ("12/TB-UBND ngày 05/01/2026", "từ 01/10/2026 đến 31/10/2026", "05/01/2026")]
    [['dmy'], ['dmy'], []]
    >>> [sorted(orders_in(t)) for t in ("ngày: 5.1.2026", "04/25/2026", "2026-05-25", "mục 1.13.20", "31/31/2026")]
    [['dmy'], ['mdy'], [], [], []]
    """
    found = set()
    for said, first, second in _ORDERED.findall(names.fold(text)):
        if int(second) > 12:
            found |= {"mdy"} if int(first) <= 12 else set()
        elif said or int(first) > 12:
            found.add("dmy")
    return found


def term_in(text: str, year: int) -> date | None:
    """The last day of a term put in words; None when it names none. ``year`` stands for one that is not written.

    >>> [str(term_in(t, 2025)) for t in ("Quý III/2025", "tháng 8/2025", "Trước 20/8", "Năm 2025", "6 tháng đầu năm")]
    ['2025-09-30', '2025-08-31', '2025-08-20', '2025-12-31', '2025-06-30']
    >>> spans = ("01/7/2025-30/7/2025", "tháng 2/2025 đến tháng 9/2026", "tháng 4 đến tháng 5/2025", "năm 2025 - 2026")
    >>> [str(term_in(t, 2025)) for t in spans]
    ['2025-07-30', '2026-09-30', '2025-05-31', '2026-12-31']
    >>> term_in("20/6/2025 (gia hạn 30/7/2025)", 2025)
    >>> str(term_in("01/9/2025 - 30/9/2025", 2025)), term_in("thường xuyên", 2025)
    ('2025-09-30', None)
    """
    said = re.sub(r"[^a-z0-9/.-]+", " ", names.fold(text)).strip()
    if spelt := re.findall(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", said):
        found_days = [_day(int(last), int(month), int(day)) for day, month, last in spelt]
        if len(found_days) > 1 and "gia han" in said:
            return None  # the first term and the one it was moved to: which is meant is for a person
        return found_days[-1]
    if re.search(r"\d\s*(-|den( het)?)\s*(het )?(thang|quy|nam|t)\b", said) or re.search(r"\bnam \d{4} - \d{4}$", said):
        return term_in(re.split(r"-|\bden\b", said)[-1], _year_in(said, year))
    found = re.search(r"quy\s*(iv|i{1,3}|[1-4])\b(?:[ /.-]*(?:nam )?(\d{4}))?", said)
    if found:
        month = 3 * _QUARTERS[found[1]]
        return _end(int(found[2] or year), month)
    if found := re.search(r"(?:thang|t)\s*(\d{1,2})(?:[ /.-]*(?:nam )?(\d{4}))?\b", said):
        return _end(int(found[2] or year), int(found[1]))
    written = re.search(r"\b(\d{4})\b", said)
    of_year = int(written[1]) if written else year
    if re.search(r"(6|sau) thang (dau|cuoi)", said):
        return _end(of_year, 6 if "dau" in said else 12)
    if found := re.search(r"\b(\d{1,2})\s*[/-]\s*(\d{1,2})\b", said):
        return _day(year, int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(?:truoc |trong |den )?(\d{1,2})[/-](\d{4})", said):
        return _end(int(found[2]), int(found[1]))
    if written and re.fullmatch(r"(?:het |cuoi |trong |truoc |den )*(?:nam )?\d{4}", said):
        return _end(of_year, 12)
    return _end(year, 12) if re.fullmatch(r"(cuoi|het) nam", said) else None


_FULL_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}(?!\d)|\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}")
_AROUND = re.compile(
    r"[\s:;,.()-]*(?:\b(?:truoc|het|den|cham nhat|ngay|la|han|thoi han|da|xong|ht|hoan thanh|bao cao|trong|vao)\b"
    r"[\s:;,.()-]*)*"
)


def day_in_words(text: str) -> tuple[str, bool]:
    """The one full day in a phrase of usual words, as dd/mm/yyyy, and whether it says "before"; else nothing.

    >>> day_in_words("Trước ngày 25/6/2026"), day_in_words("Hoàn thành ngày 05 tháng 6 năm 2026")
    (('25/6/2026', True), ('05/06/2026', False))
    >>> day_in_words("25/6/2026 (gia hạn 30/7/2026)"), day_in_words("25/6/2026 tại phường")
    (('', False), ('', False))
    """
    folded = names.fold(text)
    found = _FULL_DAY.findall(folded)
    if len(found) != 1:
        return "", False
    before, _, after = folded.partition(found[0])
    if not (_AROUND.fullmatch(before) and _AROUND.fullmatch(after)):
        return "", False
    return long_day(found[0]) or re.sub(r"\s", "", found[0]), "truoc" in before


def has_no_term(text: str) -> bool:
    """Whether a term in words names no day at all.

    >>> has_no_term("Thường xuyên"), has_no_term("hàng tháng"), has_no_term("-"), has_no_term("quý I")
    (True, True, True, False)
    """
    return _OPEN_TERM.match(names.fold(text)) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell only says that it is the same as the one above.

    >>> [is_ditto(t) for t in ("nt", "-nt-", "Như trên", '"', "''", "nt.", "N/A", "-", "Nội thất")]
    [True, True, True, True, True, True, False, False, False]
    """
    return re.fullmatch(r"[-\s.(]*(n/?t|nhu tren|[\"'“”″〃]{1,2}|,,)[-\s.)]*", names.fold(text)) is not None


def is_legacy(font: str, text: str) -> bool:
    """Whether a text was typed in the codes of an old Vietnamese font: its letters are not what they look like.

    >>> is_legacy(".VnTime", "Céng hßa"), is_legacy(".VnTime", "Cộng hòa"), is_legacy("Times New Roman", "Céng")
    (True, False, False)
    """
    return LEGACY_FONT.match(font.strip()) is not None and not text.isascii() and not _OURS_ONLY.search(text)


def _year_in(said: str, year: int) -> int:
    """The last year that a text names."""
    return max((int(one) for one in re.findall(r"\b(20\d{2})\b", said)), default=year)


def _end(year: int, month: int) -> date | None:
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        return None
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
