"""A picture of a sheet: its rows and columns as they stand, each row in the colour of what it is taken for."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.ui import kit, theme

NARROWEST, WIDEST, FIRST = 8, 34, 16  # characters
TONES = ("accent", "muted", "danger", "warning")


class SheetView(kit.Frame):
    """Rows under headings, scrolled both ways; every row is known by its number in the sheet."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.tree = kit.Tree(self, show="headings", style="House.Treeview", selectmode="browse", height=6)
        self.tree.grid(row=0, column=0, sticky="nsew")
        down = kit.Scrollbar(self, orient="vertical", command=self.tree.yview)
        down.grid(row=0, column=1, sticky="ns")
        across = kit.Scrollbar(self, orient="horizontal", command=self.tree.xview)
        across.grid(row=1, column=0, sticky="ew")
        self.tree.configure(yscrollcommand=down.set, xscrollcommand=across.set)
        self.tree.bind("<Left>", lambda event: self._across(-1))
        self.tree.bind("<Right>", lambda event: self._across(1))
        self._heads: list[str] = []
        self._rooms: list[int] = []
        theme.follow(self, self._restyle)

    def show(self, heads: Sequence[str], lines: Sequence[tuple[str, Sequence[str], str]]) -> None:
        """Show these rows in the place of others: number, cells under ``heads``, and the colour of the letters."""
        self.tree.delete(*self.tree.get_children())
        self._heads = ["Dòng", *heads]
        self.tree.configure(columns=[f"c{place}" for place in range(len(self._heads))])
        told = [cells for _, cells, tone in lines if tone != "muted"] or [cells for _, cells, _ in lines]
        longest = [max(len(cells[place]) for cells in told) for place in range(1, len(heads))] if told else []
        self._rooms = [5, FIRST, *(max(NARROWEST, min(WIDEST, letters + 2)) for letters in longest)]
        for number, cells, tone in lines:
            self.tree.insert("", "end", iid=number, values=(number, *cells), tags=(tone,) if tone else ())
        self._restyle()
        first = next((number for number, _, tone in lines if tone == "accent"), lines[0][0] if lines else "")
        if first:
            self.tree.focus(first)
            self.tree.selection_set(first)

    @property
    def chosen(self) -> str:
        """The number of the chosen row; empty when none is."""
        found = self.tree.selection()
        return str(found[0]) if found else ""

    def _across(self, way: int) -> str:
        self.tree.xview_scroll(way * 8, "units")
        return "break"

    def _restyle(self) -> None:
        colours = theme.palette()
        for name in TONES:
            self.tree.tag_configure(name, foreground=getattr(colours, name))
        for place, head in enumerate(self._heads):
            width = max(theme.characters(self._rooms[place]), theme.measure(head, kit.BOLD) + theme.characters(3))
            self.tree.heading(f"c{place}", text=head, anchor="w")
            self.tree.column(f"c{place}", width=width, minwidth=width, stretch=False)
