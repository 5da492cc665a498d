"""Vietnamese text: cleaned at the gate, folded for search, keyed for sorting."""

import re
import unicodedata

# Invisible or direction-changing marks that nobody types on purpose; and U+FFFE, U+FFFF, which break a workbook.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[\t\u00a0\u2000-\u200a\u202f\u2800\u3000\u3164\uffa0]")

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng; ngang is 0
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}


def clean(text: str) -> str:
    r"""``text`` as it may be stored: NFC, plain blanks, no control or invisible characters, no blanks at the ends.

    Line breaks stay. A soft line break pasted from Word becomes a line break.

    >>> clean("  Ủy\u00a0ban\uffff\x00 ")
    'Ủy ban'
    >>> clean("nhie\u0302\u0323m vu\u0323") == "nhiệm vụ"
    True
    """
    text = _LINE_BREAKS.sub("\n", text)
    if not text.isascii() or not text.isprintable():
        text = _BLANKS.sub(" ", _DROPPED.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    r"""Cleaned text with every run of blanks and line breaks turned into one blank.

    >>> one_line("a \n\n b")
    'a b'
    """
    return " ".join(clean(text).split())


class _Folded(dict[str, str]):
    """Folded words, remembered: administrative text repeats a few thousand words."""

    def __missing__(self, word: str) -> str:
        marks = unicodedata.normalize("NFD", word.casefold())
        folded = "".join("d" if c == "đ" else c for c in marks if unicodedata.category(c) != "Mn")
        if len(self) > 200_000:
            self.clear()
        self[word] = folded
        return folded


_fold_word = _Folded().__getitem__


def fold(text: str) -> str:
    """``text`` without accents and capitals, ``đ`` as ``d``: what search compares.

    >>> fold("Đôn đốc NHIỆM VỤ")
    'don doc nhiem vu'
    """
    return " ".join(map(_fold_word, text.split()))


def search_words(text: str) -> list[str]:
    """The folded letters-and-digits words of what a person typed into a search box.

    >>> search_words("12/TB-UBND đôn")
    ['12', 'tb', 'ubnd', 'don']
    """
    return re.findall(r"[^\W_]+", fold(text))


_NUMBERED = re.compile(r"\S*\d[/-][^\W\d]\S*")  # 12/TB-UBND, 159-KH/QU: one thing to whoever looks for it


def indexed_words(text: str) -> list[str]:
    """The words by which ``text`` is found: each word, and each document number in one piece besides.

    >>> indexed_words("theo 12/TB-UBND")
    ['theo', '12', 'tb', 'ubnd', '12tbubnd']
    """
    return search_words(text) + ["".join(search_words(number)) for number in _NUMBERED.findall(text)]


def asked_words(text: str) -> list[str]:
    """The words that a person looks for; a document number is looked for in one piece.

    >>> asked_words("12/TB-UBND báo"), asked_words("12/"), asked_words("đất - đai")
    (['12tbubnd', 'bao'], ['12'], ['dat', 'dai'])
    """
    words = []
    for part in text.split():
        found = search_words(part)
        words += ["".join(found)] if _NUMBERED.fullmatch(part) else found
    return words


def sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese alphabet, tones as tie-break, numbers by value.

    >>> names = ["Đạt", "đào", "Dũng", "Ân", "Ăn", "Ánh", "An", "Á", "Ả", "À", "A"]
    >>> sorted(names, key=sort_key)
    ['A', 'À', 'Ả', 'Á', 'An', 'Ánh', 'Ăn', 'Ân', 'Dũng', 'đào', 'Đạt']
    >>> sorted(["Đường 10", "Đường 2"], key=sort_key)
    ['Đường 2', 'Đường 10']
    """
    keys = [_word_key(word) for word in text.split(" ")]
    return f"{' '.join(letters for letters, _ in keys)}\x01{'0'.join(tones for _, tones in keys).rstrip('0')}"


def person_key(full_name: str) -> str:
    """The key that sorts people by given name, then family name, then middle names (DOMAIN.md 9.4).

    >>> people = ["Đường Hoài Nam", "Vũ Thu Hà", "Phạm Anh Đức", "Lê Đình Dũng", "Trần Thị Ân", "Nguyễn Văn An"]
    >>> sorted(people, key=person_key) == people[::-1]
    True
    """
    words = full_name.split()
    if not words:
        return ""
    return "\x02".join(sort_key(part) for part in (words[-1], words[0], " ".join(words[1:-1])))


class _WordKeys(dict[str, tuple[str, str]]):
    """Letters and tones of words, remembered."""

    def __missing__(self, word: str) -> tuple[str, str]:
        letters, tones = [], []
        for part in re.split(r"(\d+)", unicodedata.normalize("NFC", word).lower()):
            if part.isdigit():
                letters.append(part.zfill(9))
                continue
            for char in part:
                rank, tone = _letter(char)
                letters.append(rank)
                tones.append(tone)
        if len(self) > 200_000:
            self.clear()
        self[word] = key = ("".join(letters), "".join(tones))
        return key


_word_key = _WordKeys().__getitem__


def _letter(char: str) -> tuple[str, str]:
    if char in _RANK:
        return _RANK[char], "0"
    if char.isascii():
        return char if char < "A" else "~", "0"
    marks = unicodedata.normalize("NFD", char)
    tone = next((str(_TONES[mark]) for mark in marks if mark in _TONES), "0")
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return _RANK.get(base, base), tone


def short_office(name: str) -> str:
    """The name of an office as lists show it: what tells offices apart must not be what is cut off.

    >>> short_office("Ủy ban nhân dân phường Long Biên")
    'UBND phường Long Biên'
    """
    return name.replace("Ủy ban nhân dân", "UBND").replace("Ủy ban Nhân dân", "UBND")
