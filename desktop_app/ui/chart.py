"""A chart on the screen: a picture whose bars open what they count, by mouse and by arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_app.ui import kit, theme

ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
RING = 2  # units of 1/96 inch


@dataclass(frozen=True)
class Spot:
    """A place that can be opened: pixels from the upper left corner, what it is in words, and the filter behind it."""

    left: float
    top: float
    right: float
    bottom: float
    words: str
    filter: Mapping[str, Any]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it, with a little around it: a bar of one task is a line."""
        return self.left - 2 <= x <= self.right + 2 and self.top - 2 <= y <= self.bottom + 2


class Chart(kit.Canvas):
    """Shows a picture that somebody draws; asks for a new one when its size, the theme or the letters change."""

    def __init__(
        self,
        master: kit.Misc,
        *,
        on_open: Callable[[Mapping[str, Any]], Any],
        on_point: Callable[[str], Any],
        on_size: Callable[[], Any],
    ) -> None:
        """Build an empty chart.

        Args:
            master: where it lives.
            on_open: called with the filter of a place that was pressed.
            on_point: called with the words of the place under the mouse or the keyboard; empty when there is none.
            on_size: called when it wants to be drawn anew.
        """
        super().__init__(master, highlightthickness=0, borderwidth=0, takefocus=True, height=1, width=1)
        self.spots: tuple[Spot, ...] = ()
        self.current: int | None = None
        self._on_open, self._on_point = on_open, on_point
        self._image: kit.PhotoImage | None = None
        self._focused = False
        self._wanted = kit.once_idle(self, on_size)
        self.bind("<Configure>", lambda event: self._wanted())
        self.bind("<Motion>", lambda event: self._point(self._at(event.x, event.y)))
        self.bind("<Leave>", lambda event: self._point(self.current if self._focused else None))
        self.bind("<Button-1>", self._pressed)
        self.bind("<FocusIn>", lambda event: self._go(self.current or 0))
        self.bind("<FocusOut>", lambda event: self._lose())
        for key, way in ARROWS.items():
            self.bind(f"<{key}>", partial(self._step, *way))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda event: self._open(self.current))
        theme.follow(self, self._restyle)
        self._restyle()

    def show(self, picture: bytes, spots: Sequence[Spot]) -> None:
        """Show a PPM and know its places; the keyboard stays where it was as far as there is such a place."""
        self._image = kit.PhotoImage(master=self, data=picture, format="ppm")
        self.delete("all")
        self.create_image(0, 0, anchor="nw", image=self._image)
        self.spots = tuple(spots)
        if self.current is not None and self.current >= len(self.spots):
            self.current = None
        if self._focused:
            self._go(self.current or 0)

    def show_nothing(self) -> None:
        """Take the picture and its places away."""
        self._image, self.spots, self.current = None, (), None
        self.delete("all")

    def _restyle(self) -> None:
        self.configure(background=theme.palette().ground)
        self._wanted()

    def _at(self, x: float, y: float) -> int | None:
        found = [place for place, spot in enumerate(self.spots) if spot.holds(x, y)]
        return min(found, key=lambda place: self._far(place, x, y), default=None)

    def _far(self, place: int, x: float, y: float) -> float:
        spot = self.spots[place]
        outside = max(spot.left - x, 0, x - spot.right) + max(spot.top - y, 0, y - spot.bottom)
        return outside * 1000 + abs((spot.top + spot.bottom) / 2 - y)

    def _point(self, place: int | None) -> None:
        self.configure(cursor="hand2" if place is not None else "")
        self._on_point(self.spots[place].words if place is not None and place < len(self.spots) else "")

    def _pressed(self, event: kit.Event[Any]) -> None:
        self._open(self._at(event.x, event.y))

    def _open(self, place: int | None) -> str:
        if place is not None and place < len(self.spots):
            self._on_open(self.spots[place].filter)
        return "break"

    def _go(self, place: int) -> None:
        """Put the keyboard's ring around a place."""
        self._focused = True
        self.delete("ring")
        if not self.spots:
            return
        self.current = place
        spot, wide = self.spots[place], kit.px(self, RING)
        box = (spot.left - wide, spot.top - wide, spot.right + wide, spot.bottom + wide)
        self.create_rectangle(*box, outline=theme.palette().ground, width=3 * wide, tags="ring")
        self.create_rectangle(*box, outline=theme.palette().text, width=wide, tags="ring")
        self._on_point(spot.words)

    def _lose(self) -> None:
        self._focused = False
        self.delete("ring")
        self._on_point("")

    def _step(self, right: int, down: int, event: kit.Event[Any] | None = None) -> str:
        """Go to the nearest place in a direction; what lies straight ahead comes before what lies aside."""
        if self.current is None or not self.spots:
            return "break"
        x, y = _middle(self.spots[self.current])
        best: tuple[float, int] | None = None
        for place, spot in enumerate(self.spots):
            there_x, there_y = _middle(spot)
            ahead = (there_x - x) * right + (there_y - y) * down
            aside = abs((there_x - x) * down) + abs((there_y - y) * right)
            if ahead > 1 and (best is None or ahead + 3 * aside < best[0]):
                best = (ahead + 3 * aside, place)
        if best is not None:
            self._go(best[1])
        return "break"


def _middle(spot: Spot) -> tuple[float, float]:
    return (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2


def wish(screen: kit.Misc, sizes: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    """How the pictures are wanted, as the window looks now."""
    colours = theme.palette()
    inks = {"ground": colours.ground, "text": colours.text, "muted_ink": colours.muted, "line": colours.line}
    return {
        "sizes": sizes,
        "scale": theme.pixels_a_point(screen),
        "family": theme.family(),
        "points": float(theme.size()),
        "colours": {**colours.dots, **inks},
    }
