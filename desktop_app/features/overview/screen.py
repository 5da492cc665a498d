"""The first screen: figures that open their rows, and open work unit by unit."""

from collections.abc import Mapping
from typing import Any

from desktop_app import events
from desktop_app.features.overview import service as overview
from desktop_app.features.overview.service import Figure, UnitLine
from desktop_app.features.tasks.service import DONE, OPEN
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, theme
from desktop_app.ui.command import Command, here
from desktop_app.ui.listing import Heading, Listing

HEADINGS = (
    Heading("Đơn vị chủ trì", 30, grows=True),
    Heading("Chưa hoàn thành", 14, "e"),
    Heading("Quá hạn", 10, "e"),
    Heading("Đã hoàn thành", 14, "e"),
    Heading("Đúng hạn (% việc có hạn)", 16, "e"),
)
PARTS = ("open", "open", "overdue", "done", "done")


class OverviewScreen(kit.Frame):
    """What leaders look at first. Every number is a button that opens the rows it counts."""

    title = "Tổng quan"
    help_page = "overview"

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        kit.label(self, self.title, "title").pack(anchor="w")
        self.cards = kit.Frame(self)
        self.cards.pack(fill="x", pady=kit.px(self, 12))
        self.note = kit.wraplabel(self, "", "small")
        self.note.pack(fill="x")
        kit.label(self, "Theo đơn vị chủ trì", "heading").pack(anchor="w", pady=(kit.px(self, 12), kit.px(self, 4)))
        self.hint = kit.wraplabel(
            self,
            "Bấm hoặc Enter vào một con số ở trên, bấm đúp vào một con số trong bảng để mở các nhiệm vụ được đếm.",
            "small",
        )
        self.hint.pack(side="bottom", fill="x", pady=(kit.px(self, 4), 0))
        self.list = Listing(self, HEADINGS)
        self.list.pack(fill="both", expand=True)
        self.list.tree.bind("<Return>", lambda event: self._open_line())
        self.list.tree.bind("<Double-1>", lambda event: self._clicked(event))
        self._lines: dict[str, UnitLine] = {}
        self.figures: dict[str, kit.Frame] = {}
        self.refresh_soon = kit.once_idle(self, self.refresh)
        self._deaf = events.listen(events.Changed, self._changed)
        self._stale = False
        self.bind("<Map>", lambda event: self.refresh_soon() if self._stale else None)
        self.cards.bind("<Configure>", lambda event: self._arrange(event.width))
        theme.follow(self, self.refresh_soon)
        kit.soon(self, self.refresh)  # the window takes keys before it has counted

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Count again."""
        self._stale = False
        found = overview.gather()
        for child in self.cards.winfo_children():
            child.destroy()
        self.figures.clear()
        for figure in found.figures:
            self._card(figure)
        self._arrange(self.cards.winfo_width())
        self.note.configure(text=found.counted_note)
        self._lines = {f"unit{line.unit_id}": line for line in found.units}
        self.list.fill(
            [
                (
                    name,
                    (line.name, *map(show_whole, (line.open, line.overdue, line.done)), line.in_time_rate),
                    "",
                )
                for name, line in self._lines.items()
            ]
        )

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("Đọc lại số liệu", self.refresh, "F5"),
        )

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    # --- Inside ---

    def _card(self, figure: Figure) -> None:
        """A number that is a button: a click, Return or Space opens the rows it counts."""
        card = kit.Frame(self.cards, style="Panel.TFrame", padding=kit.px(self, 12), takefocus=True)
        tone = getattr(theme.palette(), figure.tone) if figure.tone else theme.palette().text
        kit.Label(card, text=show_whole(figure.count), style="PanelNumber.TLabel", foreground=tone).pack(anchor="w")
        kit.Label(card, text=figure.label, style="Panel.TLabel").pack(anchor="w")
        kit.Label(card, text=figure.note or " ", style="PanelSmall.TLabel").pack(anchor="w")
        line = kit.Frame(card, height=kit.px(self, 3), style="Panel.TFrame")
        line.place(relx=0, rely=1, relwidth=1, anchor="sw", y=kit.px(self, 12))
        card.bind("<FocusIn>", lambda event: line.configure(style="Accent.TFrame"))
        card.bind("<FocusOut>", lambda event: line.configure(style="Panel.TFrame"))
        for part in (card, *card.winfo_children()):
            part.bind("<Button-1>", lambda event: self._open(figure.filter))
            part["cursor"] = "hand2"
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            card.bind(key, lambda event: self._open(figure.filter))
        self.figures[figure.label] = card

    def _arrange(self, width: int) -> None:
        """Side by side as many cards as find room."""
        cards = [card for card in self.cards.winfo_children() if isinstance(card, kit.Frame)]
        if not cards or width <= 1:
            return
        gap = kit.px(self, 10)
        widest = max(card.winfo_reqwidth() for card in cards) + gap
        across = max(1, min(len(cards), width // widest))
        while len(cards) % across and across > 1:
            across -= 1
        for column in range(len(cards)):
            self.cards.columnconfigure(
                column, weight=1 if column < across else 0, uniform="card" if column < across else ""
            )
        for place, card in enumerate(cards):
            last = place % across == across - 1
            card.grid(
                row=place // across, column=place % across, sticky="nsew", padx=(0, 0 if last else gap), pady=(0, gap)
            )

    def _changed(self, news: events.Changed) -> None:
        if self.winfo_viewable():
            self.refresh_soon()
        else:
            self._stale = True

    def _open(self, wanted: Mapping[str, Any]) -> None:
        events.publish(events.Open("tasks", wanted))

    def _open_line(self) -> str:
        line = self._lines.get(self.list.chosen)
        if line is not None:
            self._open_part(line, "overdue" if line.overdue else "open")
        return "break"

    def _clicked(self, event: Any) -> None:
        line = self._lines.get(self.list.tree.identify_row(event.y))
        if line is not None:
            self._open_part(line, PARTS[self.list.column_at(event.x)])

    def _open_part(self, line: UnitLine, part: str) -> None:
        classes = {"open": OPEN, "overdue": ("open_overdue",), "done": DONE}[part]
        self._open({"counted": True, "lead_unit": line.unit_id, "timeliness": classes})
