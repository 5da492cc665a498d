"""Founding the offices of the game, sitting down in one, making and receiving packages: all through the real files."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from db.models import Unit
from db.words import UnitKind, UnitRelation
from desktop_app.features.demo_ledger.service import read
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import Examined
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.network_offices.columns import Place, Rates
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.records.session import current

NAME = "mang-luoi"
TOP, THIRD = "upper", "sub01-01"


class Town:
    """The offices by name, each in a folder of its own; one is open at a time."""

    def __init__(self, folder: Path, wards: int, seed: int, rates: Rates, reader: Any) -> None:
        self.folder, self.rates, self.reader = folder, rates, reader
        self.rng = Random(seed)
        self.words: Mapping[str, Any] = read(NAME)
        self.places = {place.name: place for place in _places(self.words, wards)}
        self.uids: dict[str, str] = {}  # an office's identity, also one it had before -> its name in the game
        self.identity: dict[str, str] = {}  # name in the game -> the identity it has now
        self.fingerprints: dict[str, str] = {}  # name in the game -> what it reads out by telephone
        self.packages, self.copies = folder / "packages", folder / "copies"
        for path in (self.packages, self.copies):
            path.mkdir(parents=True, exist_ok=True)
        self.count = 0

    def found(self, name: str) -> None:
        """Found an office; it knows its neighbours by name and code, not yet by key."""
        place = self.places[name]
        around = [(place, UnitRelation.OWN), *((self.places[sub], UnitRelation.SUB) for sub in place.subs)]
        if place.upper:
            around.append((self.places[place.upper], UnitRelation.UPPER))
        units = [
            {
                "code": each.code,
                "name": each.full,
                "kind": (UnitKind.RESIDENTIAL if each.group else UnitKind.OFFICE).label,
                "relation": relation.label,
            }
            for each, relation in around
        ]
        units += [{"code": code, "name": room} for code, room in self.words["rooms"]]
        with self.opened(name):
            office.create(office.suggested(next(iter(office.LABELS)), place.full, ""), units, self._people(place))
            self.uids[current.office_uid], self.identity[name] = name, current.office_uid
            self.fingerprints[name] = peers.own_fingerprint()

    def _people(self, place: Place) -> list[dict[str, str]]:
        people = []
        for number, unit in enumerate((place.code, "VP", "KT", "VHXH")):
            names = [self.rng.choice(self.words[part]) for part in ("surnames", "middles", "given")]
            role = {"position": "Chủ tịch", "role": "Chủ tịch"} if number == 0 else {"position": "Chuyên viên"}
            people.append({"name": " ".join(names), "unit": unit, **role})
        return people

    @contextmanager
    def opened(self, name: str) -> Iterator[Place]:
        """Sit down in an office."""
        office.open_folder(self.folder / name, writing=True)
        current.who = f"Văn thư {self.places[name].code}"
        try:
            yield self.places[name]
        finally:
            office.close_folder()

    def send(self, prepared: sending.Sending) -> Path:
        """Write and enter a package of the open office."""
        sending.enter(prepared, report.write(prepared))
        return prepared.out

    def out(self, sender: str, to: str, kind: str) -> Path:
        """A new file for a package."""
        self.count += 1
        return self.packages / f"{self.count:04d}-{sender}-{to}-{kind}.xlsx"

    def examined(self, path: Path) -> Examined:
        """A package looked over in the open office; nothing is written."""
        return receiving.examine(path, reader=self.reader)

    def unit(self, name: str) -> Unit:
        """The unit that an office of the game is in the directory of the open one."""
        return Unit.get(Unit.code == self.places[name].code)

    def wipe(self, name: str) -> None:
        """The folder of an office is gone."""
        shutil.rmtree(self.folder / name)

    def pick(self, of: str, **more: Any) -> str:
        """One of the words, filled in."""
        text: str = self.rng.choice(self.words[of])
        for name, value in {"n": self.rng.randint(2, 98), **more}.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def chance(self, rate: float) -> bool:
        """Whether something happens now."""
        return self.rng.random() < rate


def _places(words: Mapping[str, Any], wards: int) -> Iterator[Place]:
    names = words["wards"][:wards]
    subs = tuple(f"sub{number:02d}" for number in range(1, wards + 1))
    yield Place(TOP, "TP", words["upper"], subs=subs)
    for number, (sub, name) in enumerate(zip(subs, names, strict=True), 1):
        below = (THIRD,) if number == 1 else ()
        yield Place(sub, f"P{number:02d}", words["ward"].format(name=name), TOP, below)
    yield Place(THIRD, "TDP0101", words["group"].format(name=names[0]), subs[0], group=True)
