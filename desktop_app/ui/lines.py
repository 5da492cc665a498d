"""Editors that are only typed into: a line, paragraphs, a box to tick; none rewrites text while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_app.records import Column
from desktop_app.rules import names
from desktop_app.ui import kit, theme, undo

NARROWEST = 8  # characters; the layout stretches editors, so what they ask for themselves must be little
LINES, LINES_IN_GRID = (3, 8), (2, 6)  # the least and the greatest height of long text


class Editor:
    """A value being typed. ``widget`` is what to place, ``entry`` is what takes the keys.

    ``on_change`` is called after every change a person makes; ``on_verdict`` when the editor is left, with what is
    wrong with its text or with nothing.
    """

    widget: Any
    entry: Any
    characters = NARROWEST

    def __init__(self, column: Column, compact: bool) -> None:
        self.column = column
        self.compact = compact
        self.kind = column.kind
        self.on_change: Callable[[], Any] = lambda: None
        self.on_verdict: Callable[[str], Any] = lambda problem: None
        self.wrong = False
        self._known = ""
        self._settled = ""

    def get(self) -> str:
        """The text as it stands."""
        raise NotImplementedError

    def set(self, text: str) -> None:
        """Show ``text``: another record's, so what was typed before cannot be brought back by Ctrl+Z."""
        self._known = text
        if text != self.get():  # the cursor stays where it is in a text that stays as it is
            self._put(text)
        self._known = self._settled = self.get()
        undo.forget(self.entry)

    def write(self, text: str) -> None:
        """Put ``text`` there as if it had been typed."""
        self._put(text)
        self._changed()

    def mark(self, wrong: bool) -> None:
        """Show whether the text is refused; leaving it unchanged does not clear the mark."""
        self.wrong = wrong
        self._settled = self.get()
        self.entry.state(["invalid" if wrong else "!invalid"])

    def focus(self) -> None:
        """Take the keys, all text selected."""
        self.entry.focus_set()
        self.entry.selection_range(0, "end")
        self.entry.icursor("end")

    def enabled(self, enabled: bool) -> None:
        """Whether people may write here; text that they may not change can still be copied."""
        self.entry.configure(state="normal" if enabled else "readonly")

    def is_enabled(self) -> bool:
        """Whether people may write here."""
        return str(self.entry.cget("state")) == "normal"

    def fill(self, text: str) -> None:
        """Put ``text`` there as if it had been typed, and the editor left."""
        self.write(text)
        self.settle()

    def settle(self) -> None:
        """On leaving: readable text takes its usual form, unreadable text stays as it is and is complained of."""
        text = self.get()
        if text == self._settled or not self.is_enabled():
            return
        self._settled = text
        cleaned = self._meant(names.clean(text))
        try:
            value = self.kind.read(cleaned) if cleaned else None
        except ValueError as error:
            self.on_verdict(self.worded(str(error)))
            return
        usual = self._usual(cleaned, value)
        if usual != text:
            self.write(usual)
            self._settled = usual
        self.on_verdict("")

    def worded(self, problem: str) -> str:
        """What is wrong with the text, in the words that help most here."""
        return problem

    def _meant(self, text: str) -> str:
        """What a cleaned text stands for, where it may be less than the whole."""
        return text

    def _width(self) -> int:
        return 1 if self.compact else self.characters

    def _usual(self, text: str, value: Any) -> str:
        return "" if value is None else self.kind.show(value)

    def _put(self, text: str) -> None:
        raise NotImplementedError

    def _changed(self, *_: Any) -> None:
        text = self.get()
        if text != self._known:
            self._known = text
            self._on_text(text)
            self.on_change()

    def _on_text(self, text: str) -> None:
        """What the editor itself does when its text has changed."""


class Line(Editor):
    """One line of text, a number or an hour."""

    def __init__(self, master: kit.Misc, column: Column, compact: bool) -> None:
        super().__init__(column, compact)
        self._text = kit.StringVar(master)
        self.widget, self.entry = self._build(master)
        self.entry.bind("<FocusOut>", self._on_leave, add="+")
        self._text.trace_add("write", self._changed)

    def get(self) -> str:
        return str(self._text.get())

    def _on_leave(self, event: kit.Event) -> None:
        self.settle()
        self.entry.selection_clear()  # Tk would go on showing it in a field that no longer has the keys

    def _build(self, master: kit.Misc) -> tuple[kit.Widget, kit.Entry | kit.Combobox]:
        """What to place, and the entry in it."""
        justify = "right" if self.kind.align == "right" else "left"
        entry = kit.Entry(
            master,
            textvariable=self._text,
            width=self._width(),
            justify=justify,
        )
        return entry, entry

    def _put(self, text: str) -> None:
        self._text.set(text)
        self.entry.icursor("end")


class Tick(Editor):
    """Yes or no."""

    def __init__(self, master: kit.Misc, column: Column, compact: bool) -> None:
        super().__init__(column, compact)
        self._text = kit.StringVar(master)
        self.widget = self.entry = kit.Checkbutton(
            master, text="Có", variable=self._text, onvalue="x", offvalue="", takefocus=True
        )
        self._text.trace_add("write", self._changed)
        self._past: list[str] = []  # what it was before each press, the latest last
        for case in "zZ":
            self.entry.bind(f"<Control-{case}>", lambda event: self._step_back())
        for case in "yY":
            self.entry.bind(f"<Control-{case}>", lambda event: self._step_on())
        self._future: list[str] = []

    def get(self) -> str:
        return str(self._text.get())

    def set(self, text: str) -> None:
        super().set(text)
        self._past, self._future = [], []

    def _changed(self, *_: Any) -> None:
        if self.get() != self._known:
            self._past.append(self._known)
            self._future = []
        super()._changed()

    def _step_back(self) -> str:
        if self._past and self.is_enabled():
            future, past = [*self._future, self.get()], self._past[:-1]
            self._text.set(self._past[-1])
            self._past, self._future = past, future
        return "break"

    def _step_on(self) -> str:
        if self._future and self.is_enabled():
            future, past = self._future[:-1], [*self._past, self.get()]
            self._text.set(self._future[-1])
            self._past, self._future = past, future
        return "break"

    def focus(self) -> None:
        self.entry.focus_set()

    def enabled(self, enabled: bool) -> None:
        self.entry.state(["!disabled" if enabled else "disabled"])

    def is_enabled(self) -> bool:
        return not self.entry.instate(["disabled"])

    def _put(self, text: str) -> None:
        cleaned = names.clean(text)
        try:
            self._text.set("x" if cleaned and self.kind.read(cleaned) else "")
        except ValueError:
            self._text.set("")
            self.on_verdict(f"“{cleaned}” không rõ là có hay không")


class Paragraphs(Editor):
    """Long text; it grows with what is written, up to a height."""

    def __init__(self, master: kit.Misc, column: Column, compact: bool) -> None:
        super().__init__(column, compact)
        self._least, self._greatest = LINES_IN_GRID if compact else (getattr(column.kind, "lines", LINES[0]), LINES[1])
        self.widget = self.entry = kit.Text(master, height=self._least, width=self._width())
        self.entry.bind("<<Modified>>", self._on_modified, add="+")
        self.entry.bind("<Configure>", kit.once_idle(self.entry, self._fit), add="+")
        self.entry.bind("<FocusOut>", lambda event: self.settle(), add="+")
        theme.follow(self.entry, lambda: self._colour())

    def get(self) -> str:
        return str(self.entry.get("1.0", "end-1c"))

    def mark(self, wrong: bool) -> None:
        self.wrong = wrong
        self._settled = self.get()
        self._colour()

    def focus(self) -> None:
        self.entry.focus_set()
        self.entry.mark_set("insert", "end-1c")

    def enabled(self, enabled: bool) -> None:
        self.entry.configure(state="normal" if enabled else "disabled")
        self._colour()

    def _usual(self, text: str, value: Any) -> str:
        return text

    def _put(self, text: str) -> None:
        state = str(self.entry.cget("state"))
        self.entry.configure(state="normal")
        self.entry.edit_separator()
        self.entry.replace("1.0", "end-1c", text)
        self.entry.edit_separator()
        self.entry.configure(state=state)
        self._fit()

    def _on_modified(self, event: kit.Event) -> None:
        if self.entry.edit_modified():
            self.entry.edit_modified(False)
            self._fit()
            self._changed()

    def _fit(self) -> None:
        """As high as the text, within the bounds."""
        if self.entry.winfo_width() <= 1:
            return
        lines = 1 + int(self.entry.tk.call(self.entry, "count", "-displaylines", "1.0", "end-1c"))
        height = max(self._least, min(self._greatest, lines))
        if height != int(self.entry.cget("height")):
            self.entry.configure(height=height)
            self.entry.see("insert")

    def _colour(self) -> None:
        colours = theme.palette()
        usual, focused = (colours.danger, colours.danger) if self.wrong else (colours.line, colours.accent)
        ground = colours.field if self.is_enabled() else colours.panel
        self.entry.configure(highlightbackground=usual, highlightcolor=focused, background=ground)
