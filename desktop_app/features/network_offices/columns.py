"""The chances of the game, and the offices that take part."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """How often what happens; chances are of one visit to an office, or of one package.

    ``months`` is how long the game lasts, ``days`` how many days a month somebody works, ``visits`` the chance that an
    office is visited on such a day.
    """

    months: int = 12
    days: int = 6
    visits: float = 0.75
    acts: int = 5
    orders: float = 0.45
    own: float = 0.15
    known_before: float = 0.3
    calendar: float = 0.12
    targets: float = 0.15
    figures: float = 0.5
    books: float = 0.35
    packages: float = 0.5
    receipts: float = 0.1
    lost: float = 0.15
    late: float = 0.25
    latest: int = 45
    twice: float = 0.1
    answers: float = 0.7
    backups: float = 0.15
    restores: float = 0.025
    reinstalls: float = 0.008
    machines: float = 0.01
    undone: float = 0.02
    new_keys: float = 0.01


@dataclass(frozen=True)
class Place:
    """One office of the game: its name in the game, its code and full name, the office above it, those below."""

    name: str
    code: str
    full: str
    upper: str = ""
    subs: tuple[str, ...] = ()
    group: bool = False  # a residential group: no people's committee

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The offices it exchanges packages with."""
        return (*((self.upper,) if self.upper else ()), *self.subs)
