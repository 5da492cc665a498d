"""A short list without an entity behind it: a few dozen lines, read whole, with a scrollbar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from desktop_app.ui import kit, theme


@dataclass(frozen=True)
class Heading:
    """A column: its label, width in characters, and side; the one that ``grows`` takes the room that is left."""

    label: str
    width: int
    align: Literal["w", "e", "center"] = "w"
    grows: bool = False


class Listing(kit.Frame):
    """Lines under headings; each line has a name of its own."""

    def __init__(self, master: kit.Misc, headings: Sequence[Heading], height: int = 4, *, cut: bool = False) -> None:
        """Build the list; with ``cut`` a text too long for its column ends in … there."""
        super().__init__(master)
        self._cut, self._lines = cut, list[tuple[str, Sequence[Any], str]]()
        self.headings = headings
        names = [f"c{place}" for place in range(len(headings))]
        self.tree = kit.Tree(self, columns=names, show="headings", style="House.Treeview", height=height)
        bar = kit.Scrollbar(self, orient="vertical", command=self.tree.yview)
        self.tree.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.tree.pack(side="left", fill="both", expand=True)
        if cut:
            self.tree.bind("<Configure>", kit.once_idle(self, self._cut_texts), add="+")
        theme.follow(self, self._restyle)
        self._restyle()

    def fill(self, lines: Sequence[tuple[str, Sequence[Any], str]]) -> None:
        """Show these lines: name, cells, and the meaning of their colour ("danger") or nothing."""
        before = self.chosen
        self.tree.delete(*self.tree.get_children())
        for name, cells, tone in lines:
            self.tree.insert("", "end", iid=name, values=tuple(cells), tags=(tone,) if tone else ())
        self._lines = list(lines)
        self._cut_texts()
        names = [name for name, _, _ in lines]
        if names:
            self.choose(before if before in names else names[0])

    @property
    def chosen(self) -> str:
        """The name of the line that is chosen; empty when none is."""
        found = self.tree.selection()
        return str(found[0]) if found else ""

    def choose(self, name: str) -> None:
        """Choose a line."""
        self.tree.focus(name)
        self.tree.selection_set(name)
        self.tree.see(name)

    def column_at(self, x: int) -> int:
        """The place of the column under a point, from 0; -1 where there is none."""
        found = self.tree.identify_column(x)
        return int(found[1:]) - 1 if found else -1

    def _cut_texts(self) -> None:
        if not self._cut or self.tree.winfo_width() <= 1:
            return
        room = [
            int(self.tree.column(f"c{place}", "width")) - theme.characters(1) for place in range(len(self.headings))
        ]
        for name, cells, _ in self._lines:
            if self.tree.exists(name):
                cut = [theme.shortened(str(cell), wide) for cell, wide in zip(cells, room, strict=True)]
                self.tree.item(name, values=cut)

    def _restyle(self) -> None:
        room = theme.characters(3)
        for place, heading in enumerate(self.headings):
            width = max(theme.characters(heading.width), theme.measure(heading.label, kit.BOLD) + room)
            self.tree.heading(f"c{place}", text=heading.label, anchor=heading.align)
            least = room * 3 if self._cut and heading.grows else width
            self.tree.column(f"c{place}", width=width, minwidth=least, anchor=heading.align, stretch=heading.grows)
        self.tree.tag_configure("danger", foreground=theme.palette().danger)
