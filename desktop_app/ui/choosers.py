"""Editors from which something drops: a calendar, or the list of what may be chosen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from desktop_app import clock
from desktop_app.records import Column, noun_of
from desktop_app.records.kinds import Choice
from desktop_app.rules import dates, names, numbers
from desktop_app.ui import dialogs, kit
from desktop_app.ui.lines import Line
from desktop_app.ui.suggestions import Suggestions, meant

DAY_WIDTH = 10
DROP_KEYS = ("<F4>", "<Alt-Down>")
TAKE_KEYS = ("<Return>", "<KP_Enter>", "<Control-s>", "<Control-S>")  # saving reads the field without leaving it
MOST_NAMED = 5  # choices told of when a text fits several


class DayLine(Line):
    """A day: typed as people write it, stepped with Up and Down, or picked from the calendar."""

    characters = DAY_WIDTH

    def __init__(self, master: kit.Misc, column: Column, compact: bool) -> None:
        super().__init__(master, column, compact)
        for arrow, days in (("Up", 1), ("Down", -1)):
            for key in (f"<Control-{arrow}>",) if compact else (f"<Control-{arrow}>", f"<{arrow}>"):
                self.entry.bind(key, lambda event, days=days: self._step(days), add="+")
        for key in DROP_KEYS:
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
        if self.compact:
            return
        if enabled:
            self._button.pack(side="left", fill="y", padx=(kit.px(self.entry, 2), 0))
        else:
            self._button.pack_forget()

    def _build(self, master: kit.Misc) -> tuple[kit.Widget, kit.Entry | kit.Combobox]:
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
        for key in DROP_KEYS if compact else ("<Down>", *DROP_KEYS):
            self.entry.bind(key, lambda event: self._open(), add="+")
        for key in TAKE_KEYS:
            self.entry.bind(key, lambda event: self.settle(), add="+")
        for click in ("<Button-1>", "<Double-Button-1>", "<Triple-Button-1>"):
            self.entry.bind(click, self._on_click)

    def _build(self, master: kit.Misc) -> tuple[kit.Widget, kit.Entry | kit.Combobox]:
        entry = kit.Combobox(master, textvariable=self._text, width=self._width())
        return entry, entry

    def write(self, text: str) -> None:
        self._taken = text  # nothing to suggest about what nobody typed
        super().write(text)

    def worded(self, problem: str) -> str:
        return next(filter(None, map(self._several, self._pieces(names.clean(self.get())))), problem)

    def _meant(self, text: str) -> str:
        # What was pasted or filled in is taken as it stands: nobody looks at each of a hundred cells.
        return text if self.get() == self._taken else self._each_meant(text)

    def _each_meant(self, text: str) -> str:
        return self._one(text)

    def _pieces(self, text: str) -> list[str]:
        return [text]

    def _one(self, piece: str) -> str:
        """The one choice that a text is the beginning of; the text itself where it reads as it is, or fits several."""
        found = self._fitting(piece)
        return found[0] if len(found) == 1 else piece

    def _several(self, piece: str) -> str:
        """What a text could mean, in words, if that is more than one choice."""
        found = self._fitting(piece)
        if len(found) < 2:
            return ""
        more = f" và {numbers.show_whole(len(found) - MOST_NAMED)} mục khác" if len(found) > MOST_NAMED else ""
        noun = noun_of(self.kind)
        return f"Có {numbers.show_whole(len(found))} {noun} khớp: {'; '.join(found[:MOST_NAMED])}{more}; hãy chọn một"

    def _fitting(self, piece: str) -> list[str]:
        if not piece:
            return []
        try:
            self.kind.read(piece)
        except ValueError:
            return meant(self.kind.options(), piece)
        return []

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

    def _each_meant(self, text: str) -> str:
        return "; ".join(self._one(piece) for piece in self._pieces(text))

    def _pieces(self, text: str) -> list[str]:
        return [piece.strip() for piece in text.split(";") if piece.strip()]

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
