"""One line of the navigation: a screen with its counter, or the head of a group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop_app.rules import numbers
from desktop_app.ui import kit

if TYPE_CHECKING:
    from desktop_app.ui.shell import ShellEntry


class NavigationLine(kit.Frame):
    """A screen's button and its counter, of one ground."""

    def __init__(self, master: kit.Misc, entry: ShellEntry, hint: str, go: Callable[[], Any]) -> None:
        super().__init__(master, style="Panel.TFrame")
        self.columnconfigure(0, weight=1)
        self.entry = entry
        self.number = 0
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
        self.number = number or 0
        _say(self.counter, self.number)

    def collapse(self, narrow: bool) -> None:
        """Icon alone, or with name and counter."""
        _collapse(self.button, self.counter, narrow)


class GroupLine(kit.Frame):
    """The head of a group of screens; closed, it tells what is alarming in it."""

    def __init__(self, master: kit.Misc, label: str, icon: str, turn: Callable[[], Any]) -> None:
        super().__init__(master, style="Panel.TFrame")
        self.columnconfigure(0, weight=1)
        self.label = label
        self.lines: list[NavigationLine] = []
        self._open = False
        kit.Frame(self, style="NavRule.TFrame", height=1).grid(row=0, column=0, columnspan=2, sticky="ew")
        self.button = kit.button(self, label, turn, icon=icon, style="NavGroup.TButton", bootstyle=None)
        self.button.grid(row=1, column=0, sticky="ew")
        self.counter = kit.Label(self, style="PanelAlarm.TLabel", anchor="e")
        self.counter.grid(row=1, column=1, sticky="nsew")
        self._hint = kit.hint(self.button, f"{label}: mở, đóng nhóm")

    def show_open(self, is_open: bool) -> None:
        """Show whether the screens below are to be seen."""
        self._open = is_open
        self.button.configure(text=f"{self.label} {'▾' if is_open else '▸'}")
        self.count()

    def count(self) -> None:
        """What is alarming in the group, while nobody sees it beside its screen."""
        _say(self.counter, 0 if self._open else sum(line.number for line in self.lines if line.entry.alarming))

    def draw_together(self, tight: bool) -> None:
        """Take less height, or the usual one again."""
        self.button.configure(style=f"NavGroup{'Tight' if tight else ''}.TButton")

    def collapse(self, narrow: bool) -> None:
        """Icon alone, or with name and counter."""
        _collapse(self.button, self.counter, narrow)


def _say(counter: kit.Label, number: int) -> None:
    text = numbers.show_whole(number) if number else ""
    pad: Any = (kit.px(counter, 6), 0, kit.px(counter, 8), 0) if text else 0
    counter.configure(text=text, padding=pad)


def _collapse(button: kit.Button, counter: kit.Label, narrow: bool) -> None:
    if narrow:
        counter.grid_remove()
        button.configure(compound="image")
    else:
        counter.grid()
        button.configure(compound="left")
