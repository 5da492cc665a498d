"""Names of units as people shorten them: P. KT, VH-XH, VP HĐND-UBND, TDP 1; how well a short name fits a full one."""

import re
from collections.abc import Sequence
from functools import lru_cache

from desktop_app.rules import names

WHOLE, PART, SLIP = 3, 2, 1  # the whole name shortened; some of its words left out; a letter wrong besides
_SHORT = {
    "p": ("phong", "phuong"), "x": ("xa",), "tt": ("trung tam",), "ub": ("uy ban",), "tp": ("thanh pho",),
    "hd": ("hoi dong",), "vp": ("van phong",), "ca": ("cong an",), "qs": ("quan su",), "to": ("to dan pho",),
    "tdp": ("to dan pho",), "bch": ("ban chi huy",), "tc": ("tai chinh",), "kh": ("ke hoach",), "cc": ("cong chuc",),
    "hc": ("hanh chinh",), "hcc": ("hanh chinh cong",), "mttq": ("mat tran to quoc",), "ttyt": ("trung tam y te",),
    "tyt": ("tram y te",), "mn": ("mam non",), "th": ("tieu hoc",), "thcs": ("trung hoc co so",), "dv": ("dang vien",),
    "ttpvhcc": ("trung tam phuc vu hanh chinh cong",),
}  # fmt: skip
_ALWAYS = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc"}
_KINDS = [tuple(kind.split()) for kind in ("phong", "ban", "to", "truong", "tram", "hoi", "uy ban", "van phong")]
_GOES = re.compile(r"((^| )(hoi dong nhan dan|uy ban nhan dan|phuong|xa|quan|huyen))*")  # at the end of a name
_APART = {frozenset(("phong", "phuong")), frozenset(("thon", "thong")), frozenset(("quan", "quang"))}
_LEAST = 4  # letters of a word in which one may be wrong


def words_of(name: str) -> list[str]:
    """The folded words of a name.

    >>> words_of("Phòng VH-XH"), words_of("TDP01")
    (['phong', 'vh', 'xh'], ['tdp01'])
    """
    return re.findall(r"[a-z0-9]+", names.fold(name))


def likeness(short: str, name: str) -> int:
    """How well a name that a person wrote fits a full one: WHOLE, PART, SLIP, or 0 when it cannot be meant.

    Numbers must be the same, and the words must come in the same order; nobody is to take this for certainty.

    >>> office, soul = "Văn phòng HĐND và UBND", "Phòng Văn hóa - Xã hội"
    >>> [likeness(t, soul) for t in ("P. VHXH", "VH-XH", "VHXH", "Phòng VHXH", "Văn hóa", "Phòng Văn hóa xã hộii")]
    [3, 3, 3, 3, 2, 1]
    >>> [likeness(t, soul) for t in ("Phòng Nội vụ", "Xã hội", "Văn phòng", "Hội")]
    [0, 2, 0, 0]
    >>> [likeness(t, office) for t in ("Văn phòng", "VP", "VP HĐND-UBND", "VP.UBND", "Văn phòng phường", "UBND")]
    [3, 3, 3, 2, 3, 0]
    >>> economy = "Phòng Kinh tế, Hạ tầng và Đô thị"
    >>> [likeness(t, economy) for t in ("Phòng KT", "P.KT", "P. Kinh tế", "KT, HT&ĐT", "P. Kinh tế, Hạ tần, Đô thị")]
    [2, 2, 2, 3, 1]
    >>> [likeness(t, "Tổ dân phố số 1") for t in ("TDP 1", "TDP1", "Tổ 1", "Tổ dân phố 01", "TDP 11", "TDP", "1")]
    [3, 3, 3, 3, 0, 0, 0]
    >>> [likeness(t, "Tổ dân phố 12") for t in ("TDP1", "TDP số 12", "Tổ dân phố số 12")]
    [0, 3, 3]
    >>> likeness("Văn phòng HĐND - UBND phường Long Biên", office)
    3
    >>> likeness("TYT phường Bồ Đề", "Trạm Y tế phường Ngọc Lâm")
    0
    >>> likeness("UBND phường Long Biên", "Ủy ban nhân dân phường Long Biên"), likeness("CA phường", "Công an phường")
    (3, 3)
    >>> likeness("TTHCC", "Trung tâm Phục vụ hành chính công"), likeness("Quân sự", "Ban Chỉ huy Quân sự phường")
    (2, 2)
    >>> likeness("An", "Công an phường"), likeness("Nguyễn Văn An", "Công an phường")
    (0, 0)
    """
    said, full = _tokens(short), _tokens(name)
    if not said or [one for one in said if one.isdigit()] != [one for one in full if one.isdigit()]:
        return 0
    found = _grade(said, full)
    if not found and "phuong" in said[1:] and "phuong" not in full:
        found = _grade(said[: said.index("phuong", 1)], full)  # "of the ward" says nothing where no name says it
    return found


def _grade(said: tuple[str, ...], full: tuple[str, ...]) -> int:
    starts = [full, full[1:]] if full[0] in ("phong", "ban", "so") and len(full) > 1 else [full]
    if any(_whole(said, start) for start in starts):
        return WHOLE
    if not _enough(said):
        return 0
    # What a unit is called by first is never in the middle of another's name: the committee is not its office.
    same_sort = all(said[: len(kind)] != kind or full[: len(kind)] == kind for kind in _KINDS)
    starts = starts if same_sort else []
    if any(_part(said, start, 0) for start in starts):
        return PART
    return SLIP if len(said) > 1 and any(_part(said, start, 1) for start in starts) else 0


def _tokens(name: str) -> tuple[str, ...]:
    """Words without "and" and "number", digits apart from letters and without zeros before them."""
    found: list[str] = []
    for word in words_of(name):
        found += _ALWAYS[word].split() if word in _ALWAYS else re.findall(r"\d+|[a-z]+", word)
    kept = []
    for place, word in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else ""
        if word not in ("va", "cua") and not (word == "so" and following.isdigit()):
            kept.append(word.lstrip("0") or "0" if word.isdigit() else word)
    return tuple(kept)


def _enough(said: Sequence[str]) -> bool:
    """Whether a name that leaves words out still says something: more than one word, or an abbreviation."""
    letters = [word for word in said if not word.isdigit()]
    return len(letters) > 1 or bool(letters and len(letters[0]) > 1 and not re.search(r"[aeiouy]", letters[0]))


@lru_cache(maxsize=50_000)
def _whole(said: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if not said:
        return _GOES.fullmatch(" ".join(full)) is not None
    return bool(full) and any(_whole(rest, full[count:]) for rest, count in _heads(said, full))


@lru_cache(maxsize=50_000)
def _part(said: tuple[str, ...], full: tuple[str, ...], slips: int, begun: bool = False, initials: bool = True) -> bool:
    """Whether the words come in this order, some left out; first letters alone do not begin in the middle."""
    if not said:
        return True
    if not full:
        return False
    if any(_part(rest, full[count:], slips, True) for rest, count in _heads(said, full, initials=initials)):
        return True
    if slips and _one_slip(said[0], full[0]) and _part(said[1:], full[1:], slips - 1, True):
        return True
    return _part(said, full[1:], slips, begun, begun)


def _heads(said: tuple[str, ...], full: tuple[str, ...], *, initials: bool = True) -> list[tuple[tuple[str, ...], int]]:
    """The ways the first word said can stand for the first words of a name: what is left to say, how many they are."""
    word = said[0]
    found = [(said[1:], 1)] if word == full[0] else []
    for long in _SHORT.get(word, ()):
        if (parts := tuple(long.split())) == full[: len(parts)]:
            found.append((said[1:], len(parts)))
    for count in range(2, min(len(word), len(full)) + 1 if initials else 0):
        if word[:count] == "".join(part[0] for part in full[:count]) and not word.isdigit():
            rest = (word[count:],) if word[count:] else ()
            found.append(((*rest, *said[1:]), count))
    if word[:1] == "p" and len(word) > 2 and full[0] == "phong" and not re.search(r"[aeiou]", word):
        found.append(((word[1:], *said[1:]), 1))  # PKT
    return found


def _one_slip(said: str, word: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two have changed places.

    >>> [_one_slip(*pair) for pair in (("hoii", "hoi"), ("tna", "tan"), ("knih", "kinh"), ("phong", "phuong"))]
    [True, False, True, False]
    """
    if max(len(said), len(word)) < _LEAST or frozenset((said, word)) in _APART or said == word:
        return False
    if len(said) == len(word):
        wrong = [place for place, (a, b) in enumerate(zip(said, word, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and said[wrong[0]] == word[wrong[1]]
        return len(wrong) == 1 or (swapped and said[wrong[1]] == word[wrong[0]])
    longer, shorter = sorted((said, word), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
