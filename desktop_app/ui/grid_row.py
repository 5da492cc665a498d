"""One line of a grid: a cell a column, and under them what is wrong with their texts."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from desktop_app.records import Column, Entity, Questions
from desktop_app.ui import kit, theme
from desktop_app.ui.editors import day_note, make_editor
from desktop_app.ui.filling import Filling
from desktop_app.ui.lines import Editor


class GridRow(kit.Frame):
    """The cells of one record that is being entered."""

    def __init__(
        self,
        master: kit.Misc,
        columns: Mapping[str, Column],
        entity: Entity[Any] | Questions,
        *,
        on_change: Callable[["GridRow", str], Any],
        on_remove: Callable[["GridRow"], Any],
        key_tag: str,
        beside: Callable[[], Mapping[str, str]],
    ) -> None:
        """Build a line.

        Args:
            master: where it lives.
            columns: what its cells hold, from left to right.
            entity: whose columns they are.
            on_change: called after a person changed one of its cells.
            on_remove: called when the cross at its end is clicked.
            key_tag: the binding tag of the grid's keys, put before those of the widgets' classes.
            beside: what the same record has that stands outside the grid: column -> text.
        """
        super().__init__(master)
        self.problems: dict[str, str] = {}
        self.defaults: Mapping[str, str] = {}
        self.beside: dict[str, str] = {}  # what came with the texts and has no cell: which record this is
        self._on_change = on_change
        self.number = kit.label(self, role="small", anchor="e", width=1)
        self.number.grid(row=0, column=0, sticky="new", padx=(0, kit.px(self, 6)), pady=(kit.px(self, 5), 0))
        self.cells: dict[str, Editor] = {}
        for place, column in enumerate(columns.values(), start=1):
            cell = make_editor(self, column, compact=True)
            cell.widget.grid(row=0, column=place, sticky="new", padx=(0, 1))
            own, *others = cell.entry.bindtags()
            cell.entry.bindtags((own, key_tag, *others))
            cell.on_change = partial(self._changed, column.name)
            cell.on_verdict = partial(self._judged, column.name)
            self.cells[column.name] = cell
        self._filling = Filling(entity, self.cells, beside)
        self.cross = kit.label(self, "✕", "small", cursor="hand2", anchor="center")
        self.cross.grid(row=0, column=len(columns) + 1, sticky="new", pady=(kit.px(self, 5), 0))
        self.cross.bind("<ButtonRelease-1>", lambda event: on_remove(self))
        self.words: kit.Label | None = None
        self._room = 1

    def texts(self) -> dict[str, str]:
        """Column -> text of its cells."""
        return {name: cell.get() for name, cell in self.cells.items()}

    def is_empty(self) -> bool:
        """Whether nothing was written here but what every new line begins with."""
        return all(text.strip() in ("", self.defaults.get(name, "")) for name, text in self.texts().items())

    def show(self, texts: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        """Show these texts, with nothing wrong about them."""
        self.defaults = defaults
        self._filling.forget()
        self.beside = {name: text for name, text in texts.items() if name not in self.cells and name not in defaults}
        for name, cell in self.cells.items():
            cell.set(texts.get(name, ""))
        self._filling.begin()
        self.complain({})

    def complain(self, problems: Mapping[str, str]) -> None:
        """Mark the cells named and say under the line what is wrong with them."""
        self.problems = {
            name: self.cells[name].worded(words) if name in self.cells else words
            for name, words in problems.items()
            if words
        }
        for name, cell in self.cells.items():
            if cell.wrong != (name in self.problems):
                cell.mark(name in self.problems)
        self._say()

    def stretch(self, widths: Mapping[str, int], number: int, cross: int) -> None:
        """Give the columns their widths in pixels."""
        self.grid_columnconfigure(0, minsize=number)
        for place, width in enumerate(widths.values(), start=1):
            self.grid_columnconfigure(place, minsize=width)
        self.grid_columnconfigure(len(widths) + 1, minsize=cross)
        self._room = sum(widths.values())
        if self.words is not None:
            self.words.configure(wraplength=self._room)

    def _changed(self, name: str) -> None:
        self._say()
        self._on_change(self, name)

    def _judged(self, name: str, problem: str) -> None:
        self.complain({**self.problems, name: problem})

    def _label(self, name: str) -> str:
        return f"{self.cells[name].column.label}: " if name in self.cells else ""

    def _say(self) -> None:
        """What is wrong, or else which days nobody works on, and what is only proposed."""
        said: Mapping[str, str] = self.problems or {
            n: day_note(c.kind, c.get()) or self._filling.note(n) for n, c in self.cells.items()
        }
        words = "; ".join(f"{self._label(name)}{text}" for name, text in said.items() if text)
        if self.words is None:
            if not words:
                return
            self.words = kit.label(self, wraplength=self._room, borderwidth=0)
        self.words.configure(text=words, style=kit.ROLES["error" if self.problems else "small"])
        if words:
            self.words.grid(row=1, column=1, columnspan=len(self.cells), sticky="ew", pady=(0, kit.px(self, 4)))
        else:
            self.words.grid_remove()


def narrowest() -> int:
    """The least width of a cell, in pixels."""
    return theme.characters(8)
