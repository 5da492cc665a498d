"""A field of a form: the label, the editor of the column's kind, and what is worth saying about its text."""

from collections.abc import Callable
from typing import Any

from desktop_app.records import Column
from desktop_app.ui import kit
from desktop_app.ui.editors import day_note, make_editor


def make_field(master: kit.Misc, column: Column) -> "Field":
    """The field for a column; the caller places it and lets it fill its width."""
    return Field(master, column)


class Field(kit.Frame):
    """One column on a form; the lines under the editor take no room while they are empty."""

    def __init__(self, master: kit.Misc, column: Column) -> None:
        super().__init__(master)
        self.column = column
        self.on_change: Callable[[], Any] = lambda: None
        self.note: Callable[[], str] = lambda: ""  # what is worth knowing about the text that stands there
        self.problem = ""
        self._said: tuple[str, str] = ("", "")
        self._under: kit.Label | None = None
        self.grid_columnconfigure(0, weight=1)
        self._label = kit.wraplabel(
            self,
            f"{column.label} *" if column.needed else column.label,
            "muted",
            wraplength=kit.px(self, 100),
            borderwidth=0,
        )
        self._label.grid(row=0, column=0, sticky="ew", pady=(0, kit.px(self, 2)))
        self.editor = make_editor(self, column)
        self.editor.widget.grid(row=1, column=0, sticky="ew")
        self.editor.on_change = self._changed
        self.editor.on_verdict = self.complain
        self._say_under()

    @property
    def label(self) -> str:
        """What the column is called."""
        return self.column.label

    def get(self) -> str:
        """The text as it stands, typed and not yet cleaned."""
        return self.editor.get()

    def set(self, text: str) -> None:
        """Show ``text``, with nothing wrong about it."""
        self.editor.set(text)
        self.complain("")

    def write(self, text: str) -> None:
        """Put ``text`` there as if it had been typed."""
        self.editor.fill(text)
        self._say_under()

    def complain(self, problem: str) -> None:
        """Say under the editor what is wrong with its text; nothing takes the words away."""
        self.problem = problem and self.editor.worded(problem)
        if self.editor.wrong != bool(problem):
            self.editor.mark(bool(problem))
        self._say_under()

    def focus(self) -> None:
        """Take the keys."""
        self.editor.focus()

    def enabled(self, enabled: bool) -> None:
        """Whether people may write here."""
        self.editor.enabled(enabled)
        self._say_under()

    def _changed(self) -> None:
        self._say_under()
        self.on_change()

    def _say_under(self) -> None:
        """What is wrong, or else the note about the day, or else the column's hint to who may write here."""
        hint = self.column.hint if self.editor.is_enabled() else ""
        words = self.problem or day_note(self.column.kind, self.get()) or self.note() or hint
        role: kit.Role = "error" if self.problem else "small"
        if (words, role) == self._said:
            return
        self._said = (words, role)
        if self._under is None:
            self._under = kit.wraplabel(self, wraplength=kit.px(self, 100), borderwidth=0)
        self._under.configure(text=words, style=kit.ROLES[role])
        if words:
            self._under.grid(row=2, column=0, sticky="ew")
        else:
            self._under.grid_remove()
