"""Units and people by the names registers give them: certain, proposed, or asked; never silently picked."""

import re
from dataclasses import dataclass
from typing import Any

from db.models import Official, Unit
from db.words import Role, UnitRelation
from desktop_app.features.import_ask.service import Asker
from desktop_app.records.kinds import Link
from desktop_app.records.session import current
from desktop_app.rules import names
from desktop_app.rules.unit_names import WHOLE, likeness, words_of

NOBODY = "none"
_ASIDE = re.compile(r"\s*\n\s*\(")  # a name in brackets on a line of its own belongs to the line before
_SPLIT = re.compile(r"[;\n]+")
_FINER = re.compile(r"\s*(?:,|\+|/|&| - | – | và )\s*")
_BULLET = re.compile(r"^\s*(?:[-+*•–]|\d{1,2}[.)])\s*")
_TITLES = r"(?:phó )?chủ tịch(?: ubnd)?(?: phường)?|p?ct(?: ubnd)?|(?:phó )?chánh văn phòng|(?:phó )?trưởng phòng"
_HONORIFIC = re.compile(rf"^(?:đ/c|đ\.c|đc|đồng chí|ông|bà|anh|chị|ths\.?|ts\.?|{_TITLES})[\s.:]+", re.IGNORECASE)
_ROLES = {
    "chu tich": Role.CHAIR,
    "chu tich ubnd": Role.CHAIR,
    "chu tich ubnd phuong": Role.CHAIR,
    "chanh van phong": Role.OFFICE_CHIEF,
}


@dataclass(frozen=True)
class Found:
    """What a name may stand for; ``sure`` when there is one and no doubt, ``whole`` when no word of it is left out."""

    records: tuple[Any, ...]
    sure: bool
    whole: bool = True


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
        found = self._of_name(bare)
        return Found(found.records, False, found.whole)

    def _of_name(self, text: str) -> Found:
        same = [unit for unit in self.units if unit.code.casefold() == text.casefold()]
        wanted = words_of(text)
        same = same or [unit for unit in self.units if self._words[unit.id] == wanted]
        if len(same) == 1:
            return Found(tuple(same), True)
        near = same or [unit for unit in self.units if words_of(unit.code) == wanted]
        if near:
            return Found(tuple(near), False)
        fits = {unit.id: likeness(text, unit.name) for unit in self.units}
        best = max(fits.values(), default=0)
        return Found(tuple(unit for unit in self.units if best and fits[unit.id] == best), False, best == WHOLE)

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
        options = self.unit_options(found.records)
        if optional:
            options[NOBODY] = "Không có trong danh bạ: chỉ ghi tên vào tình hình thực hiện"
        proposed = found.records[0].code if len(found.records) == 1 else ""
        spelt = " ".join(words_of(text)) or names.fold(text)  # one question for "P. KT", "P.KT" and "P KT"
        answer = asker.ask(
            f"unit:{spelt}" + (":phoi hop" if optional and not found.records else ""),
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

    def unit_options(self, first: tuple[Unit, ...] = ()) -> dict[str, str]:
        """Every unit that can be answered, those that are likely before the rest."""
        return {unit.code: str(unit) for unit in (*first, *self.units)}

    def ask_any_unit(self, key: str, title: str, said: str, asker: Asker, proposed: str = "") -> Unit:
        """A unit that no cell names."""
        options = self.unit_options()
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
        found_labels = [self.labels.get(one.id, str(one)) for one in (found or (*near, *self.officials))]
        options = dict(zip(found_labels, found_labels, strict=True))
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
