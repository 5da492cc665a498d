"""Units and people by the names registers give them: certain, proposed, or asked; never silently picked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.models import Official, Unit
from db.words import Role, UnitRelation
from desktop_app.features.import_ask.service import Asker
from desktop_app.records.kinds import Link
from desktop_app.records.session import current
from desktop_app.rules import names

NOBODY = "none"
_ASIDE = re.compile(r"\s*\n\s*\(")  # a name in brackets on a line of its own belongs to the line before
_SPLIT = re.compile(r"[;\n]+")
_FINER = re.compile(r"\s*(?:,|\+|/|&| - | – | và )\s*")
_BULLET = re.compile(r"^\s*(?:[-+*•–]|\d{1,2}[.)])\s*")
_TITLES = r"(?:phó )?chủ tịch(?: ubnd)?(?: phường)?|p?ct(?: ubnd)?|(?:phó )?chánh văn phòng|(?:phó )?trưởng phòng"
_HONORIFIC = re.compile(rf"^(?:đ/c|đ\.c|đc|đồng chí|ông|bà|anh|chị|ths\.?|ts\.?|{_TITLES})[\s.:]+", re.IGNORECASE)
_SHORT = {
    "p": "phong", "tt": "trung tam", "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "tp": "thanh pho",
    "vp": "van phong", "ca": "cong an", "qs": "quan su", "tdp": "to dan pho", "bch": "ban chi huy", "tc": "tai chinh",
    "kh": "ke hoach", "cc": "cong chuc", "hc": "hanh chinh", "mttq": "mat tran to quoc", "ttyt": "trung tam y te",
    "tyt": "tram y te", "mn": "mam non", "th": "tieu hoc", "ttpvhcc": "trung tam phuc vu hanh chinh cong",
}  # fmt: skip
_FILLING = {"va", "cua", "so", "uy", "ban", "nhan", "dan"}
_ROLES = {
    "chu tich": Role.CHAIR,
    "chu tich ubnd": Role.CHAIR,
    "chu tich ubnd phuong": Role.CHAIR,
    "chanh van phong": Role.OFFICE_CHIEF,
}


@dataclass(frozen=True)
class Found:
    """What a name may stand for; ``sure`` when there is one and no doubt."""

    records: tuple[Any, ...]
    sure: bool


def words_of(name: str) -> list[str]:
    """The folded words of a name."""
    return re.findall(r"[a-z0-9]+", names.fold(name))


def stands_for(short: Sequence[str], name: Sequence[str]) -> bool:
    """Whether shortened words stand for a name: each is a word of it, the first letters of some, or a usual short form.

    >>> full = words_of("Phòng Văn hóa - Xã hội")
    >>> [stands_for(words_of(text), full) for text in ("P. VHXH", "Phòng VH-XH", "VHXH", "Phòng Nội vụ", "xa hoi")]
    [True, True, True, False, False]
    >>> stands_for(words_of("VP"), words_of("Văn phòng HĐND và UBND"))
    True
    >>> stands_for(words_of("CA phường"), words_of("Công an phường"))
    True
    """
    short = [word for word in short if word not in ("va",)]
    name = [word for word in name if word not in ("va",)]
    starts = {0}
    if name[:1] in (["phong"], ["ban"], ["to"], ["so"]):
        starts.add(1)
    return bool(short) and any(_matches(tuple(short), tuple(name[start:])) for start in starts)


def _matches(short: tuple[str, ...], name: tuple[str, ...]) -> bool:
    if not short:
        return not name or _rest_may_go(name)
    if not name:
        return False
    word = short[0]
    if word == name[0] and _matches(short[1:], name[1:]):
        return True
    if word in _SHORT:
        full = tuple(_SHORT[word].split())
        if name[: len(full)] == full and _matches(short[1:], name[len(full) :]):
            return True
    for count in range(2, min(len(word), len(name)) + 1):
        if word[:count] == "".join(part[0] for part in name[:count]):
            rest = ((word[count:],) if word[count:] else ()) + short[1:]
            if _matches(rest, name[count:]):
                return True
    return False


def _rest_may_go(name: Sequence[str]) -> bool:
    """Whether a name is as good without its end: an office "of the council and the committee"."""
    return all(word in _FILLING or word in ("hdnd", "ubnd", "phuong", "xa", "quan", "huyen") for word in name)


class Directory:
    """The units and people that may be chosen, read once."""

    def __init__(self) -> None:
        ours = ("", current.office_uid)
        self.units: list[Unit] = list(
            Unit.select().where(Unit.deleted_at.is_null(), Unit.def_owner.in_(ours)).order_by(Unit.sort_key)
        )
        self.officials: list[Official] = list(
            Official.select()
            .where(Official.deleted_at.is_null(), Official.def_owner.in_(ours))
            .order_by(Official.sort_key)
        )
        self.unit_codes = {unit.code: unit for unit in self.units}
        self.labels = {number: label for label, number in Link(Official)._ids().items()}
        self.by_label = {self.labels[one.id]: one for one in self.officials if one.id in self.labels}
        self._units: dict[str, Found] = {}
        self._words = {unit.id: words_of(unit.name) for unit in self.units}

    # --- Units ---

    def unit(self, text: str) -> Found:
        """What a name of a unit may stand for."""
        text = _BULLET.sub("", names.one_line(text)).strip(" .,;:")
        if text not in self._units:
            self._units[text] = self._find_unit(text)
        return self._units[text]

    def _find_unit(self, text: str) -> Found:
        found = self._of_name(text)
        bare = re.sub(r"\([^)]*\)", " ", text).strip(" .,;:")  # who does it there, or another name
        if found.records or not bare or bare == text:
            return found
        return Found(self._of_name(bare).records, False)

    def _of_name(self, text: str) -> Found:
        same = [unit for unit in self.units if unit.code.casefold() == text.casefold()]
        wanted = words_of(text)
        same = same or [unit for unit in self.units if self._words[unit.id] == wanted]
        if len(same) == 1:
            return Found(tuple(same), True)
        near = same or [unit for unit in self.units if stands_for(wanted, self._words[unit.id])]
        near = near or [unit for unit in self.units if words_of(unit.code) == wanted]
        return Found(tuple(near), False)

    def several(self, text: str) -> list[str]:
        """The names in a cell that lists units; one when the cell is one name."""
        found: list[str] = []
        for piece in _SPLIT.split(_ASIDE.sub(" (", text)):
            piece = _BULLET.sub("", names.one_line(piece)).strip(" .,;:")
            if piece:
                found += [piece] if self.unit(piece).records else self._finer(piece)
        return list(dict.fromkeys(found))

    def _finer(self, text: str) -> list[str]:
        """A piece taken apart at commas and the like, the longest known names first: names hold commas too."""
        cuts = [0, *(found.end() for found in _FINER.finditer(text))]
        ends = [*(found.start() for found in _FINER.finditer(text)), len(text)]
        names_, place = [], 0
        while place < len(cuts):
            for last in range(len(cuts) - 1, place - 1, -1):
                piece = _BULLET.sub("", text[cuts[place] : ends[last]]).strip(" .,;:")
                if last == place or self.unit(piece).records:
                    break
            names_ += [piece] if piece else []
            place = last + 1
        return names_ if len(names_) > 1 and any(self.unit(name).records for name in names_) else [text]

    def ask_unit(self, text: str, asker: Asker, *, optional: bool = False) -> Unit | None:
        """The unit a name means; None when a person says that it is none of ours."""
        found = self.unit(text)
        if found.sure:
            unit: Unit = found.records[0]
            return unit
        options = {unit.code: str(unit) for unit in found.records or self.units}
        if optional:
            options[NOBODY] = "Không có trong danh bạ: chỉ ghi tên vào tình hình thực hiện"
        proposed = found.records[0].code if len(found.records) == 1 else ""
        answer = asker.ask(
            f"unit:{names.fold(text)}" + (":phoi hop" if optional and not found.records else ""),
            f"“{text[:80]}” là đơn vị nào?",
            f"Có {len(found.records)} đơn vị có thể là tên này."
            if len(found.records) > 1
            else "Viết tắt hoặc viết khác danh bạ."
            if found.records
            else "Danh bạ không có tên này; chưa có thì thêm ở mục Đơn vị rồi quay lại.",
            options,
            proposed,
            "unit",
            self.unit_codes.__contains__,
        )
        return self.unit_codes.get(answer)

    def ask_any_unit(self, key: str, title: str, said: str, asker: Asker, proposed: str = "") -> Unit:
        """A unit that no cell names."""
        options = {unit.code: str(unit) for unit in self.units}
        answer = asker.ask(key, title, said, options, proposed, "unit", self.unit_codes.__contains__)
        return self.unit_codes[answer]

    @property
    def own(self) -> Unit | None:
        """Our office."""
        return next((unit for unit in self.units if unit.relation == UnitRelation.OWN), None)

    # --- People ---

    def ask_official(self, text: str, asker: Asker) -> Official | None:
        """The official a name means; None when a person says that it is none of ours."""
        bare = names.one_line(text)
        while (cut := _HONORIFIC.sub("", bare)) != bare:
            bare = cut
        bare = re.split(r"\s*[-–,(]\s*", bare)[0].strip(" .")
        found = [one for one in self.officials if words_of(one.name) == words_of(bare)]
        if len(found) == 1:
            return found[0]
        near = found or self._near(text, bare)
        options = {
            self.labels.get(one.id, str(one)): self.labels.get(one.id, str(one)) for one in near or self.officials
        }
        options[NOBODY] = "Không có trong danh bạ: để trống"
        answer = asker.ask(
            f"person:{names.fold(text)}",
            f"“{text[:80]}” là ai?",
            f"Có {len(near)} người có thể là tên này." if near else "Danh bạ cán bộ không có tên này.",
            options,
            next(iter(options)) if len(near) == 1 else NOBODY if not near else "",
            "official",
            self.by_label.__contains__,
        )
        return self.by_label.get(answer)

    def _near(self, text: str, bare: str) -> list[Official]:
        role = _ROLES.get(names.fold(text).strip(" ."))
        if role is not None:
            return [one for one in self.officials if one.role == role]
        wanted = words_of(bare)
        return [one for one in self.officials if wanted and words_of(one.name)[-len(wanted) :] == wanted]
