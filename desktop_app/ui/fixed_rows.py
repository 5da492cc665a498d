"""Rows that are known beforehand, each with a box to tick, words, and a few cells to type numbers into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from desktop_app.ui import kit, pasted, theme, undo

NAMES = 24  # characters that the names of rows have at least
OnSettled = Callable[[int, str, str], None]  # row, column, text


@dataclass(frozen=True)
class Cell:
    """A column: ``width`` in characters; words are shown at the right, and ``typed`` ones are typed into."""

    name: str
    label: str
    width: int
    typed: bool = False


class FixedRows(kit.Frame):
    """Up, Down and Return walk through a column; several cells of a sheet can be pasted down it."""

    def __init__(
        self,
        master: kit.Misc,
        title: str,
        cells: Sequence[Cell],
        on_tick: Callable[[int, bool], None],
        on_settled: OnSettled,
    ) -> None:
        """Build it empty.

        Args:
            master: where it lies.
            title: over the boxes to tick.
            cells: the columns beside them.
            on_tick: called with a row and whether it is ticked now.
            on_settled: called with row, column and text when a cell that was changed is left.
        """
        super().__init__(master)
        self.cells, self.on_tick, self.on_settled = list(cells), on_tick, on_settled
        self.head = kit.Frame(self)
        self.head.pack(fill="x")
        self._heads = [kit.label(self.head, title, "bold")]
        self._heads += [kit.label(self.head, cell.label, "bold", anchor="e", justify="right") for cell in self.cells]
        for place, head in enumerate(self._heads):
            head.grid(row=0, column=place, sticky="sw" if not place else "se", padx=(0, kit.px(self, 8)))
        kit.Separator(self).pack(fill="x", pady=kit.px(self, 4))
        self.body = kit.ScrolledFrame(self, padding=0)
        self.body.pack(fill="both", expand=True)
        self.ticks: list[kit.StringVar] = []
        self.boxes: list[kit.Checkbutton] = []
        self.entries: list[dict[str, kit.Entry]] = []
        self._words: list[dict[str, kit.Label]] = []
        self._problems: list[kit.Label] = []
        self._settled: list[dict[str, str]] = []
        theme.follow(self, self._fit)
        self._fit()

    def _fit(self) -> None:
        """The head's columns are as wide as those below it; what room is left stays at the right."""
        names = max((box.winfo_reqwidth() for box in self.boxes), default=0)
        for frame in (self.head, self.body):
            frame.grid_columnconfigure(0, minsize=max(names, theme.characters(NAMES)) + kit.px(self, 12))
            frame.grid_columnconfigure(len(self.cells) + 1, weight=1)
            for place, cell in enumerate(self.cells, start=1):
                frame.grid_columnconfigure(place, minsize=theme.characters(cell.width) + kit.px(self, 8))
        for head, cell in zip(self._heads[1:], self.cells, strict=True):
            head.configure(wraplength=theme.characters(cell.width))

    # --- What it shows ---

    def begin(self, names: Sequence[str]) -> None:
        """Rows of these names, all cells empty."""
        for child in self.body.winfo_children():
            child.destroy()
        for known in (self.ticks, self.boxes, self.entries, self._words, self._problems, self._settled):
            known.clear()
        for place, name in enumerate(names):
            self._add(place, name)
        self._fit()

    def _add(self, place: int, name: str) -> None:
        row, gap = 2 * place, kit.px(self, 8)
        tick = kit.StringVar(self)

        def told() -> None:
            self.on_tick(place, bool(tick.get()))

        box = kit.Checkbutton(self.body, text=name, variable=tick, onvalue="x", offvalue="", command=told)
        box.grid(row=row, column=0, sticky="w")
        entries: dict[str, kit.Entry] = {}
        words: dict[str, kit.Label] = {}
        for column, cell in enumerate(self.cells, start=1):
            if cell.typed:
                entry = kit.Entry(self.body, justify="right", width=1)
                entries[cell.name] = entry
                self._give_keys(place, cell.name, entry)
                entry.grid(row=row, column=column, sticky="ew", padx=(0, gap), pady=kit.px(self, 2))
            else:
                words[cell.name] = kit.label(self.body, "", anchor="e")
                words[cell.name].grid(row=row, column=column, sticky="e", padx=(0, gap))
        problem = kit.wraplabel(self.body, "", "error")
        problem.grid(row=row + 1, column=0, columnspan=len(self.cells) + 2, sticky="ew")
        problem.grid_remove()
        self.ticks.append(tick)
        self.boxes.append(box)
        self.entries.append(entries)
        self._words.append(words)
        self._problems.append(problem)
        self._settled.append(dict.fromkeys(entries, ""))

    def tell(self, place: int, taken: bool, texts: dict[str, str], problem: str = "") -> None:
        """Show a row as it is now; one that is not taken cannot be typed into."""
        self.ticks[place].set("x" if taken else "")
        for name, label in self._words[place].items():
            label.configure(text=texts.get(name, ""))
        for name, entry in self.entries[place].items():
            entry.configure(state="normal")
            if entry.get() != texts.get(name, ""):
                entry.delete(0, "end")
                entry.insert(0, texts.get(name, ""))
                undo.forget(entry)
            self._settled[place][name] = entry.get()
            entry.configure(state="normal" if taken else "readonly")
            entry.state(["invalid" if problem else "!invalid"])
        self._problems[place].configure(text=problem)
        if problem:
            self._problems[place].grid()
        else:
            self._problems[place].grid_remove()

    def focus_row(self, place: int, name: str) -> None:
        """Take the keys in one cell, all text chosen."""
        entry = self.entries[place][name]
        self.body.show(entry)
        entry.focus_set()
        entry.selection_range(0, "end")
        entry.icursor("end")

    def focus_first(self) -> None:
        """The keyboard begins at the first row's box."""
        if self.boxes:
            self.boxes[0].focus_set()

    # --- Keys ---

    def _give_keys(self, place: int, name: str, entry: kit.Entry) -> None:
        entry.bind("<FocusOut>", lambda event: self._leave(place, name), add="+")
        for key, step in (("<Return>", 1), ("<KP_Enter>", 1), ("<Down>", 1), ("<Up>", -1)):
            entry.bind(key, partial(self._go, place, name, step))
        entry.bind("<<Paste>>", partial(self._paste, place, name))

    def settle(self) -> None:
        """Take what is typed in the cell that has the keys, as if it had been left."""
        focused = self.focus_get()
        for place, entries in enumerate(self.entries):
            for name, entry in entries.items():
                if entry is focused:
                    self._leave(place, name)
                    return

    def _leave(self, place: int, name: str) -> None:
        if place >= len(self.entries):
            return
        text = self.entries[place][name].get()
        if text != self._settled[place][name]:
            self._settled[place][name] = text
            self.on_settled(place, name, text.strip())

    def _go(self, place: int, name: str, step: int, _event: kit.Event) -> str:
        """To the same cell of the next row that is taken."""
        self._leave(place, name)
        rows = range(place + step, len(self.entries) if step > 0 else -1, step)
        found = next((row for row in rows if self.ticks[row].get()), None)
        if found is not None:
            self.focus_row(found, name)
        return "break"

    def _paste(self, place: int, name: str, _event: kit.Event) -> str | None:
        """A column of cells goes down the rows that are taken; one cell is pasted as ever."""
        try:
            block = pasted.cells(str(self.clipboard_get()))
        except kit.TclError:
            return "break"
        if len(block) <= 1:
            return None
        rows = [row for row in range(place, len(self.entries)) if self.ticks[row].get()]
        for row, cells in zip(rows, block, strict=False):
            self._settled[row][name] = cells[0].strip()
            self.on_settled(row, name, cells[0].strip())
        over = len(block) - len(rows)
        if over > 0:
            kit.toast(self, f"Đã dán {len(rows)} dòng", f"Còn {over} dòng không có chỗ", "warning")
        return "break"
