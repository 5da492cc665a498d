"""Ctrl+Z and Ctrl+Y in every field: states are noted beside the typing, nothing is rewritten while somebody types."""

from __future__ import annotations

import contextlib
import tkinter
from functools import partial
from itertools import takewhile
from tkinter import ttk
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

DEPTH = 200
WORD = 7  # letters of the longest Vietnamese word, nghiêng
LOST = WORD + 1  # letters taken back that a person may want again; an input method takes back a word at most
ENTRY_CLASSES = ("TEntry", "TCombobox", "TSpinbox")
WORD_ENDS = (
    "<KeyRelease-space>",
    "<KeyRelease-Return>",
    "<Button-1>",
    "<FocusIn>",
    "<FocusOut>",
    "<<SelectAll>>",
) + tuple(f"<KeyRelease-{key}>" for key in ("Left", "Right", "Up", "Down", "Home", "End", "Prior", "Next"))


def install(root: tkinter.Tk) -> None:
    """Bind undo and redo for all entries and texts of the program."""
    for widget_class in ENTRY_CLASSES:
        for sequence in ("<FocusIn>", "<KeyRelease>", "<FocusOut>", "<<ComboboxSelected>>"):
            root.bind_class(widget_class, sequence, _note, add="+")
        for sequence in ("<<Paste>>", "<<Cut>>", "<<Clear>>"):
            root.bind_class(widget_class, sequence, _note_whole, add="+")
        for key, way in (("z", -1), ("Z", -1), ("y", 1), ("Y", 1)):
            root.bind_class(widget_class, f"<Control-{key}>", partial(_step, way=way))
    for key, command in (("z", "undo"), ("Z", "undo"), ("y", "redo"), ("Y", "redo")):
        root.bind_class("Text", f"<Control-{key}>", partial(_text, command=command))
    # Tk separates typing from erasing: with an input method, which erases and types all the time, that is every letter.
    for sequence in WORD_ENDS:
        root.bind_class("Text", sequence, _separate, add="+")
    for virtual, command in (("<<Paste>>", "tk_textPaste"), ("<<Cut>>", "tk_textCut")):
        root.bind_class("Text", virtual, partial(_whole, command=command))


def _separate(event: tkinter.Event[Any]) -> None:
    event.widget.edit_separator()


def _whole(event: tkinter.Event[Any], command: str) -> None:
    """Do what Tk does, as one step of its own."""
    event.widget.edit_separator()
    event.widget.tk.call(command, str(event.widget))
    event.widget.edit_separator()


def forget(widget: tkinter.Misc) -> None:
    """Begin a new history: what is in ``widget`` now belongs to another record."""
    if isinstance(widget, tkinter.Text):
        widget.edit_reset()
    elif isinstance(widget, ttk.Entry):
        _histories[widget] = History(State(widget.get(), widget.index("insert")))


def _note(event: tkinter.Event[Any]) -> None:
    widget = event.widget
    if not isinstance(widget, ttk.Entry):
        return
    state = State(widget.get(), widget.index("insert"))
    history = _histories.get(widget)
    # Filled in by the program since the field was left: the old states are another record's.
    refilled = event.type is tkinter.EventType.FocusIn and history is not None and state.text != history.now.text
    if history is None or refilled:
        _histories[widget] = History(state)
    else:
        history.note(state)


def _note_whole(event: tkinter.Event[Any]) -> None:
    """What was pasted or cut is a step of its own."""
    if (history := _histories.get(event.widget)) is not None:
        history.close()
    _note(event)
    if history is not None:
        history.close()


def _step(event: tkinter.Event[Any], way: int) -> str:
    widget = event.widget
    history = _histories.get(widget) if isinstance(widget, ttk.Entry) else None
    if history is None or str(widget.cget("state")) in ("disabled", "readonly"):
        return "break"
    history.note(State(widget.get(), widget.index("insert")))
    if (state := history.step(way)) is not None:
        widget.delete(0, "end")
        widget.insert(0, state.text)
        widget.icursor(state.cursor)
    return "break"


def _text(event: tkinter.Event[Any], command: str) -> str:
    if str(event.widget.cget("state")) == "normal":
        with contextlib.suppress(tkinter.TclError):  # Tk's way to say that there is nothing to undo
            event.widget.tk.call(str(event.widget), "edit", command)
    return "break"


def _within_a_word(before: str, after: str) -> bool:
    """Whether two texts differ in no more than what one key, or an input method, changes of a word.

    >>> _within_a_word("mơi", "mới"), _within_a_word("một", "một "), _within_a_word("một", "một hai ba")
    (True, True, False)
    """
    start = _same(before, after)
    end = min(_same(before[::-1], after[::-1]), len(before) - start, len(after) - start)
    gone, come = before[start : len(before) - end], after[start : len(after) - end]
    return max(len(gone), len(come)) <= WORD and " " not in come.rstrip(" ")


def _same(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


class State(NamedTuple):
    """What a field held, and where the cursor stood."""

    text: str
    cursor: int


class History:
    """The states of one field, a word at a step."""

    def __init__(self, first: State) -> None:
        self.states = [first]
        self.at = 0
        self._open = False  # whether the newest state is a word still being typed
        self._peak = first

    @property
    def now(self) -> State:
        """The state the field should be in."""
        return self.states[self.at]

    def note(self, state: State) -> None:
        """Remember ``state``; what was undone before can no longer be redone."""
        if state.text == self.now.text:
            return
        del self.states[self.at + 1 :]
        small = _within_a_word(self.now.text, state.text)
        if self._open and small and not self.now.text[: self.now.cursor][-1:].isspace():
            if len(state.text) <= len(self._peak.text) - LOST:
                self.states[self.at] = self._peak
                self._append(state)
            else:
                self.states[self.at] = state
                self._peak = max(self._peak, state, key=lambda known: len(known.text))
        else:
            self._append(state)
        self._open = small

    def _append(self, state: State) -> None:
        self.states.append(state)
        del self.states[:-DEPTH]
        self.at = len(self.states) - 1
        self._peak = state

    def close(self) -> None:
        """Whatever comes next is a step of its own."""
        self._open = False

    def step(self, way: int) -> State | None:
        """Go one state back (-1) or forward (1); None when there is none."""
        self.close()
        if not 0 <= self.at + way < len(self.states):
            return None
        self.at += way
        return self.now


_histories: WeakKeyDictionary[ttk.Entry, History] = WeakKeyDictionary()
