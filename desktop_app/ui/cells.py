"""What fits into a table's cell: text measured letter by letter, and cut with an ellipsis where it does not fit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from math import ceil

ELLIPSIS = "…"
ORDINARY = 6  # pixels a letter, about; only decides how much of a long text is measured at first
REMEMBERED = 4000  # cut texts a column


class Ruler:
    """Measures lines of one font with the width of every letter met so far; Tk sets letter by letter, unkerned.

    Asking Tk for the width of each text would cost as much as drawing the row. What was cut is remembered: names,
    states and dates come again and again.
    """

    def __init__(self, measure: Callable[[str], int]) -> None:
        """Begin with nothing known; ``measure`` gives the width of a letter in pixels."""
        self._letters = _Letters(measure)
        self._cut: dict[int, dict[str, str]] = {}

    def width(self, text: str) -> int:
        """The width of a line in pixels."""
        return sum(map(self._letters.__getitem__, text))

    def cut(self, text: str, room: int) -> str:
        """``text`` as one line, cut so that it is at most ``room`` pixels wide."""
        known = self._cut.setdefault(room, {})
        found = known.get(text)
        if found is None:
            if len(known) >= REMEMBERED:
                known.clear()
            known[text] = found = self._measured(text, room)
        return found

    def _measured(self, text: str, room: int) -> str:
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
