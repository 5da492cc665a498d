"""Things that stand in no table of the database, as a `Table` shows them: any number, of which only a page is drawn."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from desktop_app.records import Column
from desktop_app.records.kinds import Text

T = TypeVar("T")


@dataclass(frozen=True)
class Line(Generic[T]):
    """One of them, known by its place in the list."""

    id: int
    of: T


class Plain(Generic[T]):
    """A list held in memory; ``places`` narrows what is shown of it without counting anew."""

    def __init__(self, things: Sequence[T], places: Iterable[int] | None = None) -> None:
        self.things = things
        self.places = list(range(len(things)) if places is None else places)

    def slices(self) -> Iterator[list[int]]:
        """All places in one piece: they are known already."""
        yield self.places

    def rows(self, ids: Sequence[int]) -> list[Line[T]]:
        """The things at some places."""
        return [Line(place, self.things[place]) for place in ids]


class _AtRight(Text):
    """Numbers that are words already."""

    align = "right"


def said(label: str, words: Callable[[Any], str], width: int, *, right: bool = False) -> Column:
    """A column that says something about each thing, ready to be read; numbers stand at the right."""
    return Column(label, label, _AtRight() if right else Text(), width, compute=lambda row: words(row.of))
