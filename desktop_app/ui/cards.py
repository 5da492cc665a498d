"""Numbers side by side that are buttons: a click, Return or Space opens what they count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.ui import kit, theme


@dataclass(frozen=True)
class Card:
    """A number in words, what it counts, a small note, the meaning of its colour or nothing, and what it opens."""

    number: str
    label: str
    note: str
    tone: str
    open: Callable[[], Any]


class Cards(kit.Frame):
    """As many cards side by side as find room."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        self.by_label: dict[str, kit.Frame] = {}
        self.bind("<Configure>", lambda event: self._arrange(event.width))

    def fill(self, cards: Sequence[Card]) -> None:
        """Show these cards; the keyboard stays on the one of the same label."""
        focused = self.focus_get()
        kept = next((label for label, card in self.by_label.items() if card is focused), "")
        for child in self.winfo_children():
            child.destroy()
        self.by_label = {card.label: self._made(card) for card in cards}
        self._arrange(self.winfo_width())
        if kept in self.by_label:
            self.by_label[kept].focus_set()

    def _made(self, card: Card) -> kit.Frame:
        made = kit.Frame(self, style="Panel.TFrame", padding=(kit.px(self, 12), kit.px(self, 8)), takefocus=True)
        tone = getattr(theme.palette(), card.tone) if card.tone else theme.palette().text
        kit.Label(made, text=card.number, style="PanelNumber.TLabel", foreground=tone).pack(anchor="w")
        kit.Label(made, text=card.label, style="Panel.TLabel").pack(anchor="w")
        kit.Label(made, text=card.note or " ", style="PanelSmall.TLabel").pack(anchor="w")
        line = kit.Frame(made, height=kit.px(self, 3), style="Panel.TFrame")
        line.place(relx=0, rely=1, relwidth=1, anchor="sw", y=kit.px(self, 8))
        made.bind("<FocusIn>", lambda event: line.configure(style="Accent.TFrame"))
        made.bind("<FocusOut>", lambda event: line.configure(style="Panel.TFrame"))
        for part in (made, *made.winfo_children()):
            part.bind("<Button-1>", lambda event: card.open())
            part["cursor"] = "hand2"
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            made.bind(key, lambda event: card.open())
        return made

    def _arrange(self, width: int) -> None:
        cards = list(self.by_label.values())
        if not cards or width <= 1:
            return
        gap = kit.px(self, 10)
        widest = max(card.winfo_reqwidth() for card in cards) + gap
        across = max(1, min(len(cards), width // widest))
        while len(cards) % across and across > 1:
            across -= 1
        for column in range(len(cards)):
            used = column < across
            self.columnconfigure(column, weight=int(used), uniform="card" if used else "")
        for place, card in enumerate(cards):
            last, lowest = place % across == across - 1, place // across == (len(cards) - 1) // across
            card.grid(
                row=place // across,
                column=place % across,
                sticky="nsew",
                padx=(0, 0 if last else gap),
                pady=(0, 0 if lowest else gap),
            )
