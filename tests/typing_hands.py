"""Hands for the window tests: real key events, real clicks, and Vietnamese as Unikey sends it."""

import tkinter as tk
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

_KEYSYMS = {
    " ": "space",
    "/": "slash",
    "-": "minus",
    "+": "plus",
    ".": "period",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    "(": "parenleft",
    ")": "parenright",
    "%": "percent",
    "\n": "Return",
    "\t": "Tab",
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def keys(widget: tk.Misc, text: str) -> None:
    """Type ASCII text, one real key event a letter, into whatever has the focus after ``widget`` got it."""
    focus(widget)
    for char in text:
        target = widget.focus_get()
        assert target is not None
        target.event_generate(f"<KeyPress-{_KEYSYMS.get(char, char)}>")
        target.event_generate(f"<KeyRelease-{_KEYSYMS.get(char, char)}>")
        target.update()


def press(widget: tk.Misc, *sequences: str) -> None:
    """Press keys such as ``Control-s``, ``Return`` or ``F5``, each on whatever has the focus then."""
    focus(widget)
    for sequence in sequences:
        press_here(widget, sequence)


def press_here(window: tk.Misc, *sequences: str) -> None:
    """The same, without moving the focus first."""
    for sequence in sequences:
        target = window.focus_get()
        assert target is not None, "nothing has the focus"
        target.event_generate(f"<{sequence}>" if "Key" in sequence else f"<{_with_key(sequence)}>")
        target.update() if target.winfo_exists() else window.update()


def unikey(widget: tk.Misc, text: str, *, telex: bool = True) -> None:
    """Type Vietnamese as Unikey does: the plain letter, then BackSpaces and the letter with its mark.

    Windows hands such letters to Tk as key presses that carry the letter; X11 cannot forge those, so they go in
    through the procedure that Tk's own key binding calls.
    """
    focus(widget)
    shown = ""
    for state in states(text) if telex else (text[: i + 1] for i in range(len(text))):
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(shown, state, strict=False))))
        for _ in shown[same:]:
            target = _target(widget)
            target.event_generate("<KeyPress-BackSpace>")
            target.event_generate("<KeyRelease-BackSpace>")
        for char in state[same:]:
            _insert(_target(widget), char)
        widget.update()
        shown = state


def states(text: str) -> Iterator[str]:
    """What stands in the field after each key of Telex: shapes right after their letter, the tone after the word.

    >>> list(states("đường"))
    ['d', 'đ', 'đu', 'đuo', 'đươ', 'đươn', 'đương', 'đường']
    """
    done = ""
    for word in _words(unicodedata.normalize("NFC", text)):
        for state in _word_states(word):
            yield done + state
        done += word


def focus(widget: tk.Misc) -> None:
    """Give the focus, as without a window manager nobody else does."""
    widget.winfo_toplevel().update()
    if widget.focus_get() is not widget:
        widget.focus_force()
        widget.update()


def click(widget: tk.Misc, x: int | None = None, y: int | None = None, button: int = 1) -> None:
    """Click at a place in the widget, its middle unless told."""
    widget.update()
    x = widget.winfo_width() // 2 if x is None else x
    y = widget.winfo_height() // 2 if y is None else y
    widget.event_generate("<Enter>", x=x, y=y)
    widget.event_generate("<Motion>", x=x, y=y)
    widget.event_generate(f"<ButtonPress-{button}>", x=x, y=y)
    widget.event_generate(f"<ButtonRelease-{button}>", x=x, y=y)
    if widget.winfo_exists():
        widget.update()


def paste(widget: tk.Misc, text: str) -> None:
    """Put text on the clipboard and paste it as Ctrl+V does."""
    widget.clipboard_clear()
    widget.clipboard_append(text)
    focus(widget)
    target = widget.focus_get()
    assert target is not None
    target.event_generate("<<Paste>>")
    widget.update()


def wait(widget: tk.Misc, milliseconds: int) -> None:
    """Let the window live for a while."""
    over = tk.BooleanVar(widget, False)
    widget.after(milliseconds, lambda: over.set(True))
    widget.wait_variable(over)
    widget.update()


def _with_key(sequence: str) -> str:
    *modifiers, key = sequence.split("-")
    return "-".join([*modifiers, "KeyPress", key])


def _target(widget: tk.Misc) -> tk.Misc:
    target = widget.focus_get()
    assert target is not None, "nothing has the focus"
    return target


def _insert(target: tk.Misc, char: str) -> None:
    if char in _KEYSYMS or (char.isascii() and char.isalnum()):
        keysym = _KEYSYMS.get(char, char)
        target.event_generate(f"<KeyPress-{keysym}>")
        target.event_generate(f"<KeyRelease-{keysym}>")
    elif target.winfo_class() == "Text":
        target.tk.call("tk::TextInsert", target, char)
    else:
        target.tk.call("ttk::entry::Insert", target, char)


def _words(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if char.isalpha():
            word += char
            continue
        if word:
            yield word
        word = ""
        yield char
    if word:
        yield word


def _word_states(word: str) -> Iterator[str]:
    toneless = _toneless(word)
    shown = ""
    for place, char in enumerate(toneless):
        base = _base(char)
        if char in "ưƯ" and toneless[place + 1 : place + 2] in {"ơ", "Ơ"}:
            shown += base  # u, o, then one w for both
            yield shown
            continue
        yield shown + base
        if char in "ơƠ" and toneless[:place].endswith(("ư", "Ư")):
            shown = shown[:-1] + toneless[place - 1]
        shown += char
        if shown != toneless[:place] + base:
            yield shown
    if shown != word:
        yield word


def _toneless(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES))


def _base(char: str) -> str:
    return {"đ": "d", "Đ": "D"}.get(char) or unicodedata.normalize("NFD", char)[0]
