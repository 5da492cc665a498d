"""How a meeting is named in the papers that speak of it, and the numbers of what it hears."""

import re
from collections.abc import Sequence
from datetime import date

from db.words import MeetingKind
from desktop_app.rules import names

# What a title that names the meeting itself begins with, and what has to stand before it.
BEGINNINGS = {
    "cuoc hop": "",
    "phien hop": "",
    "hoi nghi": "",
    "cuoc giao ban": "",
    "buoi": "",
    "hop": "cuộc ",
    "giao ban": "cuộc ",
    "hoi y": "cuộc ",
    "lam viec": "buổi ",
}
NOUNS = {MeetingKind.REGULAR_SESSION: "phiên họp thường kỳ", MeetingKind.BRIEFING: "cuộc giao ban"}
NOUNS |= {MeetingKind.HUDDLE: "cuộc hội ý"}


def of_meeting(kind: str, title: str) -> str:
    """A meeting as part of a sentence.

    >>> of_meeting("meeting", "Họp về chợ Phú Diễn"), of_meeting("regular_session", "Phiên họp thường kỳ tháng 9")
    ('cuộc họp về chợ Phú Diễn', 'phiên họp thường kỳ tháng 9')
    >>> of_meeting("meeting", "Giải phóng mặt bằng"), of_meeting("meeting", "về thu ngân sách")
    ('cuộc họp “Giải phóng mặt bằng”', 'cuộc họp về thu ngân sách')
    >>> of_meeting("briefing", "Giao ban tuần 5"), of_meeting("huddle", "Lãnh đạo tuần 7")
    ('cuộc giao ban tuần 5', 'cuộc hội ý “Lãnh đạo tuần 7”')
    """
    words = " ".join(title.split())
    folded = names.fold(words)
    for beginning, before in BEGINNINGS.items():
        if folded.startswith(f"{beginning} ") or folded == beginning:
            return f"{before}{words[:1].lower()}{words[1:]}"
    noun = NOUNS.get(MeetingKind(kind), "cuộc họp")
    return f"{noun} {words[:1].lower()}{words[1:]}" if folded.startswith("ve ") else f"{noun} “{words}”"


def of_chair(position: str, name: str, office: str) -> str:
    """Who concluded, as a notice names them; a vice chair by name, since there are several.

    >>> of_chair("Chủ tịch", "Vũ Thị Hà Mi", "Ủy ban nhân dân phường Long Biên")
    'Chủ tịch Ủy ban nhân dân phường Long Biên'
    >>> of_chair("Phó Chủ tịch UBND phường", "Đặng Văn Khuê", "Ủy ban nhân dân phường Long Biên")
    'Phó Chủ tịch UBND phường Đặng Văn Khuê'
    >>> of_chair("", "", "Ủy ban nhân dân phường Long Biên")
    'Ủy ban nhân dân phường Long Biên'
    """
    words = " ".join(position.split())
    if not words:
        return name or office
    folded = names.fold(words)
    whole = words if "ubnd" in folded or "uy ban" in folded else f"{words} {office}"
    return whole if folded.startswith("chu tich") else f"{whole} {name}".strip()


def notice_subject(position: str, name: str, kind: str, title: str, office: str) -> str:
    """What a notice of conclusions is about (Mẫu 1.4).

    >>> notice_subject("Chủ tịch", "A", "meeting", "Họp về thu ngân sách", "Ủy ban nhân dân phường Long Biên")
    'Kết luận của Chủ tịch Ủy ban nhân dân phường Long Biên tại cuộc họp về thu ngân sách'
    """
    return f"Kết luận của {of_chair(position, name, office)} tại {of_meeting(kind, title)}"


def authority(office_head: str, role_words: str) -> tuple[str, ...]:
    """The lines over the signature of somebody who signs for the head of an office (NĐ 30/2020, Điều 13).

    A deputy signs in the head's place (KT.), the head of a unit by order (TL.).

    >>> authority("Chủ tịch", "Phó Chủ tịch UBND phường"), authority("Chủ tịch", "Chánh Văn phòng")
    (('KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'), ('TL. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG'))
    """
    words = " ".join(role_words.split())
    if names.fold(words).startswith(f"pho {names.fold(office_head)}"):
        return f"KT. {office_head.upper()}", f"PHÓ {office_head.upper()}"
    return f"TL. {office_head.upper()}", words.upper()


def hour(text: str) -> str:
    """An hour as a paper writes it.

    >>> hour("08:30"), hour("")
    ('08 giờ 30 phút', '')
    """
    hours, _, minutes = text.partition(":")
    return f"{hours} giờ {minutes} phút" if hours and minutes else ""


def opened(text: str) -> str:
    """A sentence begins with a capital, whatever a clerk typed.

    >>> opened("rà soát"), opened("")
    ('Rà soát', '')
    """
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """A text without what ends it, so that a sentence can go on.

    >>> stopped("Rà soát, báo cáo; ")
    'Rà soát, báo cáo'
    """
    return text.strip().rstrip(" .;,")


def says_day(text: str, day: date) -> bool:
    """Whether a text names a day, however it is written.

    >>> says_day("xong trước ngày 07/3/2022", date(2022, 3, 7)), says_day("trước ngày 20 hàng tháng", date(2022, 3, 20))
    (True, False)
    """
    written = re.findall(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    return (day.day, day.month, day.year) in {(int(d), int(m), int(y)) for d, m, y in written}


def names_it(text: str, name: str) -> bool:
    """Whether a text speaks of a unit by its name.

    >>> names_it("Giao Phòng Văn hóa - Xã hội lập kế hoạch", "Phòng Văn hóa - Xã hội"), names_it("Rà soát", "Công an")
    (True, False)
    """
    return f" {names.fold(name)} " in f" {names.fold(text)} "


def renumbered(number: str, before: Sequence[object], now: Sequence[object]) -> str:
    """The number of a matter, from 1, after lines of the agenda went or came; empty where its line is gone.

    >>> renumbered("3", "abc", "ac"), renumbered("2", "abc", "ac"), renumbered("2", "ac", "abc")
    ('2', '', '3')
    >>> renumbered("9", "abc", "ac"), renumbered("", "abc", "ac"), renumbered("hai", "abc", "ac")
    ('9', '', 'hai')
    """
    if not number.strip().isdecimal() or not 0 < int(number) <= len(before):
        return number
    line = before[int(number) - 1]
    return str(now.index(line) + 1) if line in now else ""
