"""What a clerk writes into one cell of figures: a number, an estimate, or that nothing occurred."""

import re
from dataclasses import dataclass

from desktop_app.rules import names

NOTHING_SHORT = "kps"
_NOTHING = frozenset({NOTHING_SHORT, "k.p.s", "k.p.s.", "khong phat sinh", "ko phat sinh", "-", "–", "—"})
_BEFORE = re.compile(r"(?:ước(?:\s+(?:đạt|tính))?|uoc(?:\s+(?:dat|tinh))?|~)\s*:?\s*(?=[-\d])", re.IGNORECASE)
_AFTER = re.compile(r"(?<=[\d%‰])\s*(?:\(\s*ước\s*\)|ước)$", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """A cell taken apart: the number as it is written, and the two marks."""

    number: str = ""
    nothing: bool = False
    estimated: bool = False


def understood(text: str) -> Written:
    """What a cell says. A number is left as it is written: whether it is one is judged where it is read.

    >>> understood("1.234,5"), understood(" ước 120 ")
    (Written(number='1.234,5', nothing=False, estimated=False), Written(number='120', nothing=False, estimated=True))
    >>> understood("KPS") == understood("không phát sinh") == understood("-") == Written(nothing=True)
    True
    >>> [understood(text).number for text in ("120 (ước)", "Ước đạt 7", "-5", "ước")]
    ['120', '7', '-5', 'ước']
    """
    text = names.clean(text)
    if names.fold(text) in _NOTHING or text in _NOTHING:
        return Written(nothing=True)
    for mark in (_BEFORE.match(text), _AFTER.search(text)):
        if mark is not None:
            return Written((text[: mark.start()] + text[mark.end() :]).strip(), estimated=True)
    return Written(text)


def shown(number: str, *, nothing: bool, estimated: bool) -> str:
    """One cell that says number and marks, as `understood` reads it back.

    >>> shown("120", nothing=False, estimated=True), shown("", nothing=True, estimated=False)
    ('ước 120', 'kps')
    """
    if nothing:
        return NOTHING_SHORT
    return f"ước {number}" if estimated and number else number
