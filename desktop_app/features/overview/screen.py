"""The first screen: figures that open their rows, and open work unit by unit."""

from collections.abc import Mapping
from typing import Any

from desktop_app import events
from desktop_app.features.overview import service as overview
from desktop_app.features.overview.service import Figure, UnitLine
from desktop_app.features.tasks.service import DONE, OPEN
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, theme

HEADINGS = (
    ("name", "Đơn vị chủ trì", 44),
    ("open", "Đang thực hiện", 16),
    ("overdue", "Quá hạn", 12),
    ("done", "Đã hoàn thành", 16),
    ("rate", "Đúng hạn (%)", 14),
)


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
            self, "Enter trên một dòng mở nhiệm vụ quá hạn của đơn vị (nếu không có: nhiệm vụ đang thực hiện).", "small"
        )
        self.hint.pack(side="bottom", fill="x", pady=(kit.px(self, 4), 0))
        whole = kit.Frame(self)
        whole.pack(fill="both", expand=True)
        self.tree = kit.Tree(
            whole, columns=[name for name, _, _ in HEADINGS], show="headings", style="House.Treeview", height=4
        )
        bar = kit.Scrollbar(whole, orient="vertical", command=self.tree.yview)
        self.tree.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.tree.pack(side="left", fill="both", expand=True)
        self.tree.bind("<Return>", lambda event: self._open_line())
        self.tree.bind("<Double-1>", lambda event: self._clicked(event))
        self._lines: dict[str, UnitLine] = {}
        self.figures: dict[str, kit.Button] = {}
        self.refresh_soon = kit.once_idle(self, self.refresh)
        self._deaf = events.listen(events.Changed, self._changed)
        self._stale = False
        self.bind("<Map>", lambda event: self.refresh_soon() if self._stale else None)
        self.cards.bind("<Configure>", lambda event: self._arrange(event.width))
        theme.follow(self, self._restyle)
        self._restyle()
        self.refresh()

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
        chosen = self.tree.focus()
        self.tree.delete(*self.tree.get_children())
        self._lines = {f"unit{line.unit_id}": line for line in found.units}
        for item, line in self._lines.items():
            values = (line.name, *map(show_whole, (line.open, line.overdue, line.done)), line.in_time_rate)
            self.tree.insert("", "end", iid=item, values=values, tags=("late",) if line.overdue else ())
        first = chosen if chosen in self._lines else next(iter(self._lines), "")
        if first:
            self.tree.focus(first)
            self.tree.selection_set(first)

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """There is nothing to narrow here."""

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    # --- Inside ---

    def _card(self, figure: Figure) -> None:
        card = kit.Frame(self.cards, style="Panel.TFrame", padding=kit.px(self, 12))
        colours = theme.palette()
        tone = getattr(colours, figure.tone) if figure.tone else colours.text
        number = kit.Label(card, text=show_whole(figure.count), style="PanelNumber.TLabel", foreground=tone)
        number.pack(anchor="w")
        kit.Label(card, text=figure.label, style="Panel.TLabel").pack(anchor="w")
        kit.Label(card, text=figure.note or " ", style="PanelSmall.TLabel").pack(anchor="w")
        button = kit.button(card, "Xem danh sách", lambda: self._open(figure.filter), "quiet", "arrow-right-short")
        button.pack(anchor="w", pady=(kit.px(self, 4), 0))
        self.figures[figure.label] = button
        for part in (card, *card.winfo_children()[:-1]):
            part.bind("<Button-1>", lambda event: self._open(figure.filter))

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

    def _restyle(self) -> None:
        colours = theme.palette()
        for place, (name, label, width) in enumerate(HEADINGS):
            anchor: Any = "w" if place == 0 else "e"
            self.tree.heading(name, text=label, anchor=anchor)
            self.tree.column(name, width=theme.characters(width), anchor=anchor, stretch=place == 0)
        self.tree.tag_configure("late", foreground=colours.danger)
        if self.figures:
            self.refresh_soon()

    def _changed(self, news: events.Changed) -> None:
        if self.winfo_viewable():
            self.refresh_soon()
        else:
            self._stale = True

    def _open(self, wanted: Mapping[str, Any]) -> None:
        events.publish(events.Open("tasks", wanted))

    def _open_line(self) -> str:
        line = self._lines.get(self.tree.focus())
        if line is not None:
            self._open_part(line, "overdue" if line.overdue else "open")
        return "break"

    def _clicked(self, event: Any) -> None:
        line = self._lines.get(self.tree.identify_row(event.y))
        if line is None:
            return
        column = HEADINGS[int(self.tree.identify_column(event.x)[1:]) - 1][0]
        self._open_part(line, column if column in ("open", "overdue", "done") else "open")

    def _open_part(self, line: UnitLine, part: str) -> None:
        classes = {"open": OPEN, "overdue": ("open_overdue",), "done": DONE}[part]
        self._open({"counted": True, "lead_unit": line.unit_id, "timeliness": classes})
