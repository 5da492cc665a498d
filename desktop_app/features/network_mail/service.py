"""The mailbags of the game: each package is lost, or arrives on its day, late, out of order, or twice."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from desktop_app.features.network_offices.columns import Rates


@dataclass(frozen=True)
class Letter:
    """A package on its way."""

    path: Path
    sender: str
    to: str
    day: date


@dataclass
class Mail:
    """What is on its way, and what became of everything that was posted."""

    rng: Random
    rates: Rates
    bags: list[Letter] = field(default_factory=list)
    posted: int = 0
    lost: int = 0
    twice: int = 0

    def post(self, path: Path, sender: str, to: str, today: date) -> None:
        """Hand a package to somebody who may lose it."""
        self.posted += 1
        if self.rng.random() < self.rates.lost:
            self.lost += 1
            return
        self.bags.append(Letter(path, sender, to, today + timedelta(days=self._days())))
        if self.rng.random() < self.rates.twice:
            self.twice += 1
            self.bags.append(Letter(path, sender, to, today + timedelta(days=self._days() + self.rng.randint(0, 30))))

    def _days(self) -> int:
        late = self.rng.random() < self.rates.late
        return self.rng.randint(3, self.rates.latest) if late else self.rng.randint(0, 3)

    def arrived(self, to: str, today: date) -> list[Letter]:
        """The letters for an office that have arrived by today, in whatever order they lie in the bag."""
        here = [letter for letter in self.bags if letter.to == to and letter.day <= today]
        self.bags = [letter for letter in self.bags if letter not in here]
        self.rng.shuffle(here)
        return here

    def rest(self) -> list[Letter]:
        """Everything that is still on its way, in no order."""
        left, self.bags = self.bags, []
        self.rng.shuffle(left)
        return left
