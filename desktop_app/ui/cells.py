"""What fits into a table's cell: text measured letter by letter, and cut with an ellipsis where it does not fit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from math import ceil
from operator import attrgetter
from typing import Any

from desktop_app.records import Column

ELLIPSIS = "…"
ORDINARY = 6  # pixels a letter, about; only decides how much of a long text is measured at first
REMEMBERED = 4000  # texts a column


class Ruler:
    """Measures lines of one font with the width of every letter met so far; Tk sets letter by letter, unkerned.

    Asking Tk for the width of each text would cost as much as drawing the row.
    """

    def __init__(self, measure: Callable[[str], int]) -> None:
        """Begin with nothing known; ``measure`` gives the width of a letter in pixels."""
        self._letters = _Letters(measure)

    def width(self, text: str) -> int:
        """The width of a line in pixels."""
        return sum(map(self._letters.__getitem__, text))

    def cut(self, text: str, room: int) -> str:
        """``text`` as one line, cut so that it is at most ``room`` pixels wide."""
        if "\n" in text or "\t" in text:
            text = " ".join(text.split())
        letters = self._letters
        ends = list(accumulate(map(letters.__getitem__, text[: room // ORDINARY + 8])))
        if not ends or (ends[-1] <= room and len(ends) == len(text)):
            return text
        if ends[-1] <= room:  # narrow letters: measure the rest too
            ends = list(accumulate(map(letters.__getitem__, text)))
            if ends[-1] <= room:
                return text
        return text[: bisect_right(ends, room - letters[ELLIPSIS])].rstrip() + ELLIPSIS


class Cells(dict[Any, str]):
    """What a column shows for every value met so far: names, states and dates come again and again.

    A step of the wheel asks some twenty cells, a page some hundred and fifty; found here, one costs a tenth.
    """

    def __init__(self, column: Column, room: int, ruler: Ruler) -> None:
        """Begin with nothing known; ``room`` in pixels."""
        super().__init__()
        self.column, self.room = column, room
        self._show, self._ruler = column.kind.show, ruler
        self.value: Callable[[Any], Any] = column.compute or attrgetter(column.name)

    def __missing__(self, value: Any) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        self[value] = text = self._ruler.cut(self._show(value), self.room)
        return text


class _Letters(dict[str, int]):
    def __init__(self, measure: Callable[[str], int]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, letter: str) -> int:
        self[letter] = found = self._measure(letter)
        return found


def shared_out(natural: list[int], least: list[int], room: int, fixed: frozenset[int] = frozenset()) -> list[int]:
    """Column widths for a table ``room`` pixels wide: what is over goes to the widest, what lacks is taken from all.

    Each gives in the measure of what it can spare. ``fixed`` columns were drawn by hand and stay as they are.

    >>> shared_out([100, 300], [50, 200], 500)
    [100, 400]
    >>> shared_out([100, 300], [100, 200], 350)
    [100, 250]
    >>> shared_out([100, 300], [50, 200], 325)
    [75, 250]
    >>> shared_out([100, 300], [50, 200], 90)
    [50, 200]
    >>> shared_out([100, 300], [50, 200], 500, frozenset({1}))
    [200, 300]
    """
    widths = list(natural)
    free = [place for place in range(len(natural)) if place not in fixed]
    over = room - sum(natural)
    if not free:
        return widths
    if over >= 0:
        widths[max(free, key=natural.__getitem__)] += over
        return widths
    spare = {place: max(0, natural[place] - least[place]) for place in free}
    share = min(1.0, -over / (sum(spare.values()) or 1))
    for place in free:
        widths[place] -= min(spare[place], ceil(spare[place] * share))
    return widths
