"""What a list can be narrowed by: the words of each filter, and the values that ``find`` takes for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app import clock
from desktop_app.records import Entity
from desktop_app.records.kinds import Choice, Link, Links, YesNo
from desktop_app.rules import spans

YES_NO = {"Có": True, "Không": False}


@dataclass(frozen=True)
class NamedFilter:
    """A drop-down of a room's own filter: ``options`` gives the words people choose -> the value for ``find``."""

    name: str
    label: str
    options: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Days:
    """A span of days in a column of days: this week, last quarter, or from a day to a day."""

    name: str


Filter = str | NamedFilter | Days  # the name of a Choice, Link, Links or YesNo column, or one of the two above


class Source:
    """The words of one filter, and the values behind them; read afresh whenever they are asked for."""

    def __init__(self, entity: Entity[Any], wanted: Filter) -> None:
        self._named = wanted if isinstance(wanted, NamedFilter) else None
        self.is_days = isinstance(wanted, Days)
        self.name = wanted if isinstance(wanted, str) else wanted.name
        column = None if self._named else entity.columns[self.name]
        self.label = self._named.label if self._named else column.label if column else ""
        self.kind = column.kind if column else None

    def words(self) -> list[str]:
        """What people can choose."""
        if self._named:
            return list(self._named.options())
        if self.is_days:
            return list(spans.NAMED)
        if isinstance(self.kind, YesNo):
            return list(YES_NO)
        return self.kind.options() if self.kind else []

    def value(self, word: str) -> Any:
        """The value for ``find`` behind a word; KeyError or ValueError when there is none."""
        if self._named:
            return self._named.options()[word]
        if self.is_days:
            return spans.span(word, clock.today())
        if isinstance(self.kind, YesNo):
            return YES_NO[word]
        assert self.kind is not None
        found = self.kind.read(word)
        if isinstance(self.kind, Links):
            return [record.id for record in found]
        return found if isinstance(self.kind, Choice) else found.id

    def word(self, value: Any) -> str | None:
        """The word for a value, or None."""
        plain = getattr(value, "id", value)
        if plain is None:
            return None
        if self.is_days:
            return str(plain) if isinstance(plain, spans.Span) else None
        if isinstance(self.kind, Link):
            return self.kind.label(plain) if isinstance(plain, int) else None
        return next((word for word in self.words() if self.value(word) == plain), None)

    # --- Kept from one run of the program to the next ---

    def kept(self, word: str) -> list[Any]:
        """A word as it is kept: with the id of what it names, so that a unit given another name is still meant."""
        return [word, self.value(word)] if isinstance(self.kind, Link) and not self.is_days else [word]

    def restored(self, kept: Any) -> str:
        """The word of now for what `kept` made; empty when there is none any more."""
        word, *ids = kept if isinstance(kept, list) and kept else [""]
        try:
            if ids:
                return self.word(ids[0]) or ""
            self.value(str(word))
        except (KeyError, ValueError):
            return ""
        return str(word)
