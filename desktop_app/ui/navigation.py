"""The screens at the left: icon, name and counter; icons alone where the window is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app.rules import numbers
from desktop_app.ui import kit

if TYPE_CHECKING:
    from desktop_app.ui.shell import ShellEntry

TIGHTER = 5  # units less above and below each line where the window is low


class Navigation(kit.Frame):
    """One button a screen; Up and Down move between them, Alt and a digit open one from anywhere."""

    def __init__(self, master: kit.Misc, entries: Sequence[ShellEntry], go: Callable[[str], Any]) -> None:
        pad = kit.px(master, 8)
        super().__init__(master, style="Panel.TFrame", padding=(pad, pad))
        self.columnconfigure(0, weight=1)
        self.collapsed = False
        self.marked = ""
        self.lines: dict[str, NavigationLine] = {}
        self._tight = False
        self.bind("<Configure>", lambda event: self._fit(event.height))
        for place, entry in enumerate(entries):
            key = f" (Alt+{place + 1})" if place < 9 else ""
            line = NavigationLine(self, entry, f"{entry.label}{key}", partial(go, entry.name))
            line.grid(row=place, column=0, sticky="ew", pady=(0, kit.px(self, 2)))
            self.lines[entry.name] = line
        lines = list(self.lines.values())
        for place, line in enumerate(lines):
            line.button.bind("<Up>", lambda event, other=lines[place - 1]: other.button.focus_set())  # type: ignore[misc]
            below = lines[(place + 1) % len(lines)]
            line.button.bind("<Down>", lambda event, other=below: other.button.focus_set())  # type: ignore[misc]

    def _fit(self, height: int) -> None:
        """Draw the lines together where the window is too low for all of them."""
        line = next(iter(self.lines.values()), None)
        if line is None or height <= 1:
            return
        needs = (line.button.winfo_reqheight() + kit.px(self, 2)) * len(self.lines) + kit.px(self, 16)
        tight = needs + (2 * kit.px(self, TIGHTER) * len(self.lines) if self._tight else 0) > height
        if tight != self._tight:
            self._tight = tight
            for each in self.lines.values():
                each.draw_together(tight)

    def mark(self, name: str) -> None:
        """Show which screen is open."""
        self.marked = name
        for known, line in self.lines.items():
            line.mark(known == name)

    def count(self, name: str, number: int | None) -> None:
        """Show a number beside a screen's name; None and 0 show nothing."""
        self.lines[name].count(number)

    def collapse(self, narrow: bool) -> None:
        """Show icons alone, or names too."""
        if narrow != self.collapsed:
            self.collapsed = narrow
            for line in self.lines.values():
                line.collapse(narrow)


class NavigationLine(kit.Frame):
    """A screen's button and its counter, of one ground."""

    def __init__(self, master: kit.Misc, entry: ShellEntry, hint: str, go: Callable[[], Any]) -> None:
        super().__init__(master, style="Panel.TFrame")
        self.columnconfigure(0, weight=1)
        self.entry = entry
        self._on = self._tight = False
        self.button = kit.button(self, entry.label, go, icon=entry.icon, style="Nav.TButton", bootstyle=None)
        self.button.grid(row=0, column=0, sticky="ew")
        self.counter = kit.Label(self, style="PanelCount.TLabel", anchor="e")
        self.counter.grid(row=0, column=1, sticky="nsew")
        self._hint = kit.hint(self.button, hint)

    def mark(self, on: bool) -> None:
        """Look open, or not."""
        self._on = on
        self._paint()
        self._paint_counter()

    def draw_together(self, tight: bool) -> None:
        """Take less height, or the usual one again."""
        self._tight = tight
        self._paint()

    def _paint(self) -> None:
        name = "NavOn" if self._on else "Nav"
        self.button.configure(style=f"{name}{'Tight' if self._tight else ''}.TButton")

    def _paint_counter(self) -> None:
        if self._on:
            self.counter.configure(style="PanelCountOn.TLabel")
        else:
            self.counter.configure(style="PanelAlarm.TLabel" if self.entry.alarming else "PanelCount.TLabel")

    def count(self, number: int | None) -> None:
        """Show a number, or nothing for None and 0."""
        text = numbers.show_whole(number) if number else ""
        self.counter.configure(text=text, padding=(kit.px(self, 6), 0, kit.px(self, 8), 0) if text else 0)

    def collapse(self, narrow: bool) -> None:
        """Icon alone, or with name and counter."""
        if narrow:
            self.counter.grid_remove()
            self.button.configure(compound="image")
        else:
            self.counter.grid()
            self.button.configure(compound="left")
