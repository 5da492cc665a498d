"""Orders as notices of conclusions word them, composed of phrases: plain values, the same for the same seed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from desktop_app.features.demo_ledger.service import OrderPlan, read
from desktop_app.rules.dates import month_number, show_hour
from desktop_app.rules.workdays import is_workday

SHORTEST, LONGEST = 60, 350
TRIES = 400
KEPT_TO_TOPIC = 0.65  # how often an order is about the very thing its meeting was about
_WORK = re.compile(r"(?P<sort>[a-z]+)(?: (?P<first>\d+)(?:-(?P<last>\d+))?)?: (?P<words>.+)")
_CHOICE = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_LOCATED = ("project", "place", "street", "plot", "market", "school", "sub")
_OFFICES = ("unit", "onestop")
# how many days a sort looks back or ahead when it speaks of "the month" and "the quarter"
_LOOKS = {"bc": (-12, -45), "kt": (-12, -45), "th": (-12, -45), "topic": (-12, 0), "cv": (8, 8), "kh": (10, 30)}
_FEW_DAYS_GIVEN = (3, 5, 7, 10)
_DAYS_GIVEN = (5, 7, 10, 14, 14, 20, 30, 30, 45, 60, 90)


def short_date(day: date) -> str:
    """A day in running text: 05/01/2022, 05/3/2022 (NĐ 30/2020 writes months 1 and 2 with a zero)."""
    return f"{day.day:02d}/{month_number(day.month)}/{day.year}"


def month_end(day: date) -> date:
    """The last day of a month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def joined(names: Sequence[str]) -> str:
    """Names in running text: A, B và C."""
    return " và ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _small(name: str) -> str:
    return name[0].lower() + name[1:]


def _great(text: str) -> str:
    return text[0].upper() + text[1:]


def _said_of_due(due_on: date | None, due_at: str) -> dict[str, str]:
    if due_on is None:
        return {}
    month = f"tháng {month_number(due_on.month)}/{due_on.year}"
    return {"due": short_date(due_on), "due_month": month, "hour": show_hour(due_at)}


def words_of(day: date, sort: str, rng: Random) -> dict[str, str]:
    """What phrases of a sort may say about the day they are said: some look back on a month or quarter, some ahead."""
    to_month, to_quarter = _LOOKS.get(sort, (0, 0))
    month, quarter = day + timedelta(days=to_month), day + timedelta(days=to_quarter)
    following = month_end(day) + timedelta(days=1)
    return {
        "year": str(day.year),
        "month": f"tháng {month_number(month.month)}/{month.year}",
        "next_month": f"tháng {month_number(following.month)}/{following.year}",
        "quarter": f"quý {('I', 'II', 'III', 'IV')[(quarter.month - 1) // 3]}/{quarter.year}",
        "round": f"{rng.randint(1, 12):02d}",
    }


@dataclass(frozen=True)
class Spot:
    """A thing a phrase is about: in full, as said where the sub is already named, and the sub's code if it has one."""

    full: str
    brief: str
    sub: str = ""


@dataclass(frozen=True)
class Work:
    """One phrase that orders are made of, and the months it is given in."""

    sort: str
    months: frozenset[int]
    words: str

    @classmethod
    def read(cls, line: str) -> "Work":
        """The work written in a line of the phrase book."""
        parts = _WORK.fullmatch(line)
        if parts is None:
            raise ValueError(f"not a work: {line}")
        first = int(parts["first"] or 1)
        last = int(parts["last"] or parts["first"] or 12)
        months = range(first, last + 1) if first <= last else [*range(first, 13), *range(1, last + 1)]
        return cls(parts["sort"], frozenset(months), parts["words"])


class Composer:
    """Makes orders of one office; it remembers what it has said, so that no order is given twice."""

    def __init__(self, scenario: Mapping[str, Any], rng: Random, *, once: bool = True) -> None:
        """Take an office's words.

        Args:
            scenario: a scenario's file.
            rng: where chance comes from.
            once: whether a work may be given only once for the same thing, not just never in the same words.
        """
        self.phrases = read("phrases")
        self.scenario, self.rng, self.once = scenario, rng, once
        self.words: Mapping[str, Any] = scenario["words"]
        self.fields: Mapping[str, Any] = scenario["fields"]
        self.names = {code: name for code, _, name, *_ in scenario["units"]["rows"]}
        self.subs = {
            code: _small(name.removeprefix(self.words["sub_prefix"]))
            for code, _, name, _, relation, _ in scenario["units"]["rows"]
            if relation == "Cấp dưới"
        }
        self.days_off = frozenset(scenario.get("days_off", ()))
        self.leading = {name: self._works(name, self.words["lead_words"]) for name in self.fields}
        self.below = {name: self._works(name, self.words["sub_words"]) for name in self.fields}
        self.said: set[tuple[str, str] | str] = set()

    def workday(self, day: date, step: int = 1) -> date:
        """The first working day from ``day`` on, or, with ``step`` -1, back."""
        while not is_workday(day, self.days_off):
            day += timedelta(days=step)
        return day

    def topic(self, name: str, day: date) -> tuple[str, dict[str, Spot]]:
        """What a meeting of a field is about on a day, and the things it is about."""
        words = self.rng.choice(self.phrases["fields"][name]["topics"])
        spots, _ = self._place(words, {}, located=False)
        return self._filled(words, spots, self._said_on(day, "topic"), brief=False), spots

    def order(self, name: str, day: date, limit: date, about: Mapping[str, Spot], led: str = "") -> OrderPlan:
        """An order of a field given on ``day``, due by ``limit`` at the latest, preferably about what a meeting was.

        ``led`` names who is to lead it, where that is settled.
        """
        for _ in range(TRIES):
            made = self._try(name, day, limit, about, led)
            if made is not None:
                return made
            if self.rng.random() < 0.03 and self.phrases["fields"][name]["related"]:
                name = self.rng.choice(self.phrases["fields"][name]["related"])
        raise LookupError(f"nothing more to say about {name}")

    def _works(self, name: str, lists: Sequence[str]) -> list[Work]:
        lines = [line for of in lists for line in self.phrases["fields"][name][of]]
        more = self.scenario.get("more", {}).get(name, []) if "works" in lists else []
        return [Work.read(line) for line in (*lines, *more)]

    def _try(self, name: str, day: date, limit: date, about: Mapping[str, Spot], led: str) -> OrderPlan | None:
        below = bool(self.below[name]) and self.rng.random() < self.words["sub_share"] and not led
        work = self.rng.choice(self.below[name] if below else self.leading[name])
        if day.month not in work.months:
            return None
        words = _CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), work.words)
        spots, sub = self._place(words, about, located=below)
        lead = sub if below else led or self.rng.choice(self.fields[name]["leads"])
        thing = (" ".join([words, *(spot.full for spot in spots.values())]), lead)
        if (self.once and thing in self.said) or (
            not below and any(s.full == self.names[lead] for s in spots.values())
        ):
            return None
        partners = self._partners(name, lead, sub if not below else "")
        # a sub's own plan or letter is not for the office to issue
        sort = "th" if below and work.sort in ("kh", "cv") else work.sort
        soon = work.sort == "cv" or "month}" in words
        due_on, due_at, recurrence, ending = self._due(sort, day, limit, soon=soon)
        if lead == self.words["office_unit"] and "{office}" in ending:
            return None  # nobody sends a report to itself
        opening = self._opening(lead, words, partners, below=below)
        slots = self._said_on(day, work.sort) | {"lead": self.names[lead]} | self._said_of_partners(partners)
        slots |= _said_of_due(due_on, due_at)
        sentence = opening.replace("{work}", words) + ending
        text = _great(self._filled(sentence, spots, slots, brief=below and "{lead}" in opening))
        if not SHORTEST <= len(text) <= LONGEST or text in self.said:
            return None
        self.said |= {text, thing} if self.once else {text}
        leader = self.fields[name]["leader"]
        return OrderPlan(text, lead, day, partners, leader, work.sort, due_on, due_at, recurrence)

    def _place(self, words: str, about: Mapping[str, Spot], *, located: bool) -> tuple[dict[str, Spot], str]:
        """What stands in the slots, all of it in one sub, and that sub; ``located`` asks for things that lie in one."""
        spots: dict[str, Spot] = {}
        sub = ""
        for slot in _LOCATED:
            if f"{{{slot}}}" not in words:
                continue
            spot = about.get(slot)
            fits = spot is not None and (not sub or spot.sub == sub) and (bool(spot.sub) or not located)
            if spot is None or not fits or self.rng.random() > KEPT_TO_TOPIC:
                spot = self._spot(slot, sub, located=located)
            spots[slot] = spot
            sub = sub or spot.sub
        if located and not sub:
            sub = self.rng.choice(list(self.subs))
        for slot in _OFFICES:
            if f"{{{slot}}}" in words:
                meant = None if located else about.get(slot)
                spots[slot] = meant or self._spot(slot, sub, located=located)
                sub = sub or spots[slot].sub
        return spots, sub

    def _spot(self, slot: str, sub: str, *, located: bool = False) -> Spot:
        if slot == "sub":
            code = sub or self.rng.choice(list(self.subs))
            return Spot(self.subs[code], self.words["here"], code)
        if slot == "unit":
            code = sub if located else self.rng.choice(self.words["named"])
            return Spot(self.names[code], "đơn vị", code if code in self.subs else "")
        if slot == "onestop":
            words = self.words["onestop"]
            code = (sub or self.rng.choice(list(self.subs))) if "{sub}" in words else ""
            return Spot(words.replace("{sub}", self.subs.get(code, "")), words.removesuffix(" {sub}"), code)
        table = self.scenario["spots"][slot]
        own = [code for code in self.subs if code in table or "all" in table]
        code = sub if sub in own else self.rng.choice(own if located else [*own, *(["any"] if "any" in table else [])])
        name = self.rng.choice([*table.get(code, ()), *(table.get("all", ()) if code != "any" else ())])
        bare = self.subs.get(code, "").removeprefix(f"{self.words['here']} ")
        name = name.replace("{bare}", bare).replace("{m}", str(self.rng.randint(8, 250)))
        name = name.replace("{n}", str(self.rng.randint(1, 12)))
        if code == "any" or table.get("whole"):
            return Spot(name, name, "" if code == "any" else code)
        return Spot(f"{name}, {self.subs[code]}", name, code)

    def _partners(self, name: str, lead: str, sub: str) -> tuple[str, ...]:
        partners = [code for code in self.fields[name]["partners"] if code != lead]
        if lead in self.subs or sub:
            partners = [code for code in partners if code != self.words["group"]]
        count = self.rng.choices((0, 1, 2, 3), (0.3, 0.36, 0.24, 0.1))[0]
        chosen = self.rng.sample(partners, min(count, len(partners)))
        if sub and sub != lead and self.rng.random() < 0.55:
            chosen = [*chosen[:2], sub]
        return tuple(chosen)

    def _opening(self, lead: str, words: str, partners: Sequence[str], *, below: bool) -> str:
        together = bool(partners) and "phối hợp" not in words and self.rng.random() < 0.4
        if lead in self.words["asked"]:
            name = "ask_together" if together else "ask"
        else:
            name = "together" if together else "alone"
        own = below and lead not in self.words["asked"]
        opening: str = self.rng.choice(self.words["sub_openings"] if own else self.phrases["openings"][name])
        return opening

    def _due(self, sort: str, day: date, limit: date, *, soon: bool) -> tuple[date | None, str, str, str]:
        """When an order is due, and how it says so: day, hour, recurrence, ending."""
        endings, rng = self.phrases["endings"], self.rng
        if sort == "tx":
            if rng.random() < 0.5:
                chosen = rng.choice(endings["recurring"])
                return None, "", chosen["recurrence"], chosen["text"]
            return None, "", "", rng.choice(endings["open"]["tx"])
        if rng.random() < 0.31 or (limit - day).days < 4:
            return None, "", "", rng.choice(endings["open"][sort])
        due_on = self.workday(day + timedelta(days=rng.choice(_FEW_DAYS_GIVEN if soon else _DAYS_GIVEN)))
        if due_on > limit:
            due_on = self.workday(day + timedelta(days=rng.randint(3, (limit - day).days)), -1)
        if rng.random() < 0.15 and day + timedelta(days=6) < month_end(due_on) <= limit:
            return month_end(due_on), "", "", rng.choice(endings["month_end"][sort])
        if sort in endings["hour"] and rng.random() < 0.12:
            return due_on, rng.choice(("11:00", "16:00", "17:00")), "", rng.choice(endings["hour"][sort])
        return due_on, "", "", rng.choice(endings["due"][sort])

    def _said_of_partners(self, partners: Sequence[str]) -> dict[str, str]:
        if not partners:
            return {}
        names = [self.names[code] for code in partners]
        return {"partners": joined(names), "partners_and_others": joined([*names, "các đơn vị liên quan"])}

    def _said_on(self, day: date, sort: str) -> dict[str, str]:
        texts = {name: text for name, text in self.words.items() if isinstance(text, str)}
        return texts | words_of(day, sort, self.rng)

    def _filled(self, words: str, spots: Mapping[str, Spot], slots: Mapping[str, str], *, brief: bool) -> str:
        def text(found: re.Match[str]) -> str:
            spot = spots.get(found[1])
            return slots[found[1]] if spot is None else (spot.brief if brief else spot.full)

        return _SLOT.sub(text, words)
