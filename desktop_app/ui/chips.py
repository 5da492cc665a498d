"""Buttons in a row of which one is on: how many things are of which sort, and the list of them one press away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit
from desktop_app.ui.flow import Flow


@dataclass(frozen=True)
class Chip:
    """A sort of things: its name for the program, its label, and how many there are."""

    name: str
    label: str
    count: int


class Chips(Flow):
    """Pressing a chip turns it on and the others off; Left and Right go from one to the next."""

    def __init__(self, master: kit.Misc, on_choose: Callable[[str], Any]) -> None:
        super().__init__(master)
        self.on_choose = on_choose
        self.chosen = ""
        self.buttons: dict[str, kit.Button] = {}

    def offer(self, chips: Sequence[Chip], chosen: str) -> None:
        """Offer these, one of them on; nobody is told."""
        for button in self.buttons.values():
            self.remove(button)
        self.buttons = {}
        for chip in chips:
            made = kit.button(self, f"{chip.label}  {show_whole(chip.count)}", partial(self.choose, chip.name))
            self.buttons[chip.name] = made
            self.add(made)
            made.bind("<Left>", partial(self._step, chip.name, -1))
            made.bind("<Right>", partial(self._step, chip.name, 1))
        self._mark(chosen)

    def choose(self, name: str) -> None:
        """Turn one on, and tell."""
        self._mark(name)
        self.on_choose(name)

    def _mark(self, name: str) -> None:
        self.chosen = name
        for known, button in self.buttons.items():
            button.configure(bootstyle=kit.BUTTONS["primary" if known == name else "plain"])

    def _step(self, name: str, way: int, event: kit.Event[Any]) -> str:
        names = list(self.buttons)
        self.buttons[names[(names.index(name) + way) % len(names)]].focus_set()
        return "break"
