"""What a value is typed into: one editor a kind, the same in forms and in grids; none rewrites text while one types."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from desktop_app import clock
from desktop_app.records import Column
from desktop_app.records.kinds import Choice, Day, Kind, Link, Links, LongText, YesNo
from desktop_app.rules import dates, names
from desktop_app.rules.workdays import is_workday
from desktop_app.ui import dialogs, kit, theme, undo
from desktop_app.ui.suggestions import Suggestions

NARROWEST = 8  # characters; the layout stretches editors, so what they ask for themselves must be little
DAY_WIDTH = 10
LINES, LINES_IN_GRID = (3, 8), (2, 6)  # the least and the greatest height of long text
CALENDAR_KEYS = ("<F4>", "<Alt-Down>")
WEEKEND = {5: "Thứ Bảy", 6: "Chủ nhật"}


def make_editor(master: kit.Misc, column: Column, *, compact: bool = False) -> Editor:
    """The editor for a column's kind.

    Args:
        master: where its widget lives; the caller places ``editor.widget``.
        column: whose value it holds.
        compact: for a cell of a grid: as narrow and low as it can be, and Up and Down are left to the grid.
    """
    kind = column.kind
    for made_for, editor in KINDS:
        if isinstance(kind, made_for):
            return editor(master, column, compact)
    return Line(master, column, compact)


def day_note(kind: Kind, text: str) -> str:
    """What is worth knowing about a day: that nobody works on it."""
    if not isinstance(kind, Day) or not text.strip():
        return ""
    try:
        day = kind.read(names.clean(text))
    except ValueError:
        return ""
    if is_workday(day):
        return ""
    return f"{WEEKEND[day.weekday()]}, ngày nghỉ" if day.weekday() in WEEKEND else "Ngày nghỉ"


class Editor:
    """A value being typed. ``widget`` is what to place, ``entry`` is what takes the keys.

    ``on_change`` is called after every change a person makes; ``on_verdict`` when the editor is left, with what is
    wrong with its text or with nothing.
    """

    widget: Any
    entry: Any

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
        cleaned = names.clean(text)
        try:
            value = self.kind.read(cleaned) if cleaned else None
        except ValueError as error:
            self.on_verdict(str(error))
            return
        usual = self._usual(cleaned, value)
        if usual != text:
            self.write(usual)
            self._settled = usual
        self.on_verdict("")

    def _width(self, characters: int = NARROWEST) -> int:
        return 1 if self.compact else characters

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
        self.entry.bind("<FocusOut>", lambda event: self.settle(), add="+")
        self._text.trace_add("write", self._changed)

    def get(self) -> str:
        return str(self._text.get())

    def _build(self, master: kit.Misc) -> tuple[kit.Widget, kit.Entry]:
        """What to place, and the entry in it."""
        justify = "right" if self.kind.align == "right" else "left"
        entry = kit.Entry(
            master,
            textvariable=self._text,
            width=self._width(DAY_WIDTH if isinstance(self.kind, Day) else NARROWEST),
            justify=justify,
        )
        return entry, entry

    def _put(self, text: str) -> None:
        self._text.set(text)
        self.entry.icursor("end")


class DayLine(Line):
    """A day: typed as people write it, stepped with Up and Down, or picked from the calendar."""

    def __init__(self, master: kit.Misc, column: Column, compact: bool) -> None:
        super().__init__(master, column, compact)
        for arrow, days in (("Up", 1), ("Down", -1)):
            for key in (f"<Control-{arrow}>",) if compact else (f"<Control-{arrow}>", f"<{arrow}>"):
                self.entry.bind(key, lambda event, days=days: self._step(days), add="+")  # type: ignore[misc]
        for key in CALENDAR_KEYS:
            self.entry.bind(key, lambda event: self.pick(), add="+")

    def pick(self) -> str:
        """Open the calendar and take the day chosen there."""
        if self.is_enabled():
            day = dialogs.pick_date(self.entry, self._day())
            if day is not None:
                self.write(dates.show_date(day))
                self.settle()
            self.focus()
        return "break"

    def enabled(self, enabled: bool) -> None:
        super().enabled(enabled)
        if not self.compact:
            self._button.state(["!disabled" if enabled else "disabled"])

    def _build(self, master: kit.Misc) -> tuple[kit.Widget, kit.Entry]:
        if self.compact:
            return super()._build(master)
        frame = kit.Frame(master)
        entry = super()._build(frame)[1]
        self._button = kit.button(frame, "", self.pick, icon="calendar3", takefocus=False)
        entry.pack(side="left", fill="both", expand=True)
        self._button.pack(side="left", fill="y", padx=(kit.px(master, 2), 0))
        return frame, entry

    def _day(self) -> Any:
        text = names.clean(self.get())
        try:
            return self.kind.read(text) if text else None
        except ValueError:
            return None

    def _step(self, days: int) -> str:
        if not self.is_enabled():
            return "break"
        day = self._day()
        if day is not None:
            self.write(dates.show_date(day + timedelta(days=days)))
        elif not self.get().strip():
            self.write(dates.show_date(clock.today()))
        self.entry.selection_range(0, "end")
        return "break"


class Chooser(Line):
    """One of a list: typed freely or chosen; what is typed is checked when it is left."""

    def __init__(self, master: kit.Misc, column: Column, compact: bool) -> None:
        self._taken = ""
        super().__init__(master, column, compact)
        self.suggestions = Suggestions(self.entry, self.kind.options, self._take)
        self._follow = kit.once_idle(self.entry, self._suggest)
        for key in CALENDAR_KEYS if compact else ("<Down>", *CALENDAR_KEYS):
            self.entry.bind(key, lambda event: self._open(), add="+")
        for click in ("<Button-1>", "<Double-Button-1>", "<Triple-Button-1>"):
            self.entry.bind(click, self._on_click)

    def _build(self, master: kit.Misc) -> tuple[kit.Widget, kit.Entry]:
        entry = kit.Combobox(master, textvariable=self._text, width=self._width())
        return entry, entry

    def write(self, text: str) -> None:
        self._taken = text  # nothing to suggest about what nobody typed
        super().write(text)

    def _on_text(self, text: str) -> None:
        self._follow()

    def _suggest(self) -> None:
        text = self.get()
        if text != self._taken and self.entry.focus_get() is self.entry:
            self._taken = ""
            self.suggestions.follow(self._asked())

    def _open(self) -> str:
        if self.is_enabled():
            self.suggestions.open(chosen=self._asked())
        return "break"

    def _on_click(self, event: kit.Event) -> str | None:
        """The arrow opens our list instead of Tk's; of a closed list of words the whole field does."""
        on_text = "textarea" in self.entry.identify(event.x, event.y)
        if on_text and not isinstance(self.kind, Choice):
            self.suggestions.close()
            return None
        was_open = self.suggestions.is_open
        self.focus()
        if was_open:
            self.suggestions.close()
        else:
            self._open()
        return "break"

    def _asked(self) -> str:
        return self.get()

    def _take(self, option: str) -> None:
        self.write(option)
        self.entry.selection_clear()
        self.settle()

    def _usual(self, text: str, value: Any) -> str:
        usual = super()._usual(text, value)
        # Two records of one name are told apart by more than their name: keep what says which one is meant.
        return usual if not usual or self._reads_as(usual, value) else text

    def _reads_as(self, text: str, value: Any) -> bool:
        try:
            return bool(self.kind.read(text) == value)
        except ValueError:
            return False


class SeveralChooser(Chooser):
    """Some of a list, with semicolons between; the list completes the piece in which the cursor stands."""

    def _piece(self) -> tuple[int, int]:
        """Where the piece around the cursor begins and ends."""
        text, cursor = self.get(), int(self.entry.index("insert"))
        begin = text.rfind(";", 0, cursor) + 1
        end = text.find(";", cursor)
        return begin, len(text) if end < 0 else end

    def _asked(self) -> str:
        begin, end = self._piece()
        return self.get()[begin:end].strip()

    def _take(self, option: str) -> None:
        text, (begin, end) = self.get(), self._piece()
        before, after = text[:begin].rstrip(), text[end:].strip(" ;")
        done = f"{before} {option}; ".lstrip()
        self.write(done + after)
        self.entry.icursor(len(done))

    def _usual(self, text: str, value: Any) -> str:
        usual = super()._usual(text, value)
        return usual if usual != text else re.sub(r"[;\s]+$", "", text)


class Tick(Editor):
    """Yes or no."""

    def __init__(self, master: kit.Misc, column: Column, compact: bool) -> None:
        super().__init__(column, compact)
        self._text = kit.StringVar(master)
        self.widget = self.entry = kit.Checkbutton(
            master, text="Có", variable=self._text, onvalue="x", offvalue="", takefocus=True
        )
        self._text.trace_add("write", self._changed)

    def get(self) -> str:
        return str(self._text.get())

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
        self._least, self._greatest = LINES_IN_GRID if compact else LINES
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


KINDS: tuple[tuple[type[Kind], Callable[[kit.Misc, Column, bool], Editor]], ...] = (
    (LongText, Paragraphs),
    (Day, DayLine),
    (Choice, Chooser),
    (Link, Chooser),
    (Links, SeveralChooser),
    (YesNo, Tick),
)
