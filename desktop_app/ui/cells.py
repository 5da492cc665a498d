"""What fits into a table's cell: text measured letter by letter, and cut with an ellipsis where it does not fit."""

from __future__ import annotations

from collections.abc import Callable

ELLIPSIS = "…"


class Ruler(dict[str, int]):
    """The width of every letter met so far in one font, in pixels; Tk sets text letter by letter, without kerning.

    Asking Tk for the width of each whole text would cost more than drawing the row.
    """

    def __init__(self, measure: Callable[[str], int]) -> None:
        super().__init__()
        self._measure = measure
        self._ellipsis = measure(ELLIPSIS)

    def __missing__(self, letter: str) -> int:
        self[letter] = found = self._measure(letter)
        return found

    def width(self, text: str) -> int:
        """The width of a line of text in pixels."""
        return sum(map(self.__getitem__, text))

    def cut(self, text: str, room: int) -> str:
        """``text`` as one line, cut so that it is at most ``room`` pixels wide."""
        if "\n" in text or "\t" in text:
            text = " ".join(text.split())
        used, last = 0, 0
        for place, letter in enumerate(text):
            used += self[letter]
            if used + self._ellipsis <= room:
                last = place + 1
            elif used > room:
                return text[:last].rstrip() + ELLIPSIS
        return text


def shared_out(natural: list[int], least: list[int], room: int) -> list[int]:
    """Column widths for a table ``room`` pixels wide: what is over goes to the widest, what lacks is taken from it.

    >>> shared_out([100, 300], [50, 200], 500)
    [100, 400]
    >>> shared_out([100, 300], [50, 200], 350)
    [100, 250]
    >>> shared_out([100, 300], [50, 200], 250)
    [100, 200]
    """
    widths = list(natural)
    if widths:
        widest = max(range(len(widths)), key=natural.__getitem__)
        widths[widest] = max(least[widest], widths[widest] + room - sum(widths))
    return widths
