"""A bar of coloured parts with their numbers in words under it: how much of a whole stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, theme

HIGH = 10  # units of 1/96 inch


@dataclass(frozen=True)
class Part:
    """How many there are of something, and the colour of its dot by name."""

    label: str
    count: int
    tone: str


class PartsBar(kit.Frame):
    """As wide as its place; parts of nothing are left out of the bar and named all the same."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        self._parts: tuple[Part, ...] = ()
        self.bar = kit.Canvas(self, height=kit.px(self, HIGH), highlightthickness=0, borderwidth=0)
        self.bar.pack(fill="x")
        self.words = kit.wraplabel(self, "", "small")
        self.words.pack(fill="x")
        self.bar.bind("<Configure>", lambda event: self._draw())
        theme.follow(self, self._draw)

    def show(self, parts: Sequence[Part], words: str = "") -> None:
        """Show these parts; ``words`` stand before their numbers."""
        self._parts = tuple(parts)
        told = " · ".join(f"{part.label} {show_whole(part.count)}" for part in parts)
        self.words.configure(text=f"{words}. {told}" if words else told)
        self._draw()

    def _draw(self) -> None:
        colours, wide, high = theme.palette(), self.bar.winfo_width(), kit.px(self, HIGH)
        self.bar.configure(background=colours.panel, height=high)
        self.bar.delete("all")
        total, left = sum(part.count for part in self._parts), 0.0
        for part in self._parts:
            right = left + (wide * part.count / total if total else 0)
            if part.count:
                fill = colours.dots.get(part.tone, colours.line)
                self.bar.create_rectangle(left, 0, right, high, fill=fill, width=0)
            left = right
