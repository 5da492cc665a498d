"""What Tk's widgets lack on a ward office's desk, put right once for the whole program."""

from __future__ import annotations

import ctypes
import sys
import tkinter
from pathlib import Path
from typing import Any

from ttkbootstrap.style import icons

ICONS = Path(__file__).resolve().parents[2] / "assets" / "icons"
APP_ID = "SoPhuong"
WHEEL = ("<MouseWheel>", "<Button-4>", "<Button-5>")

Event = tkinter.Event


def press_buttons_with_space(root: tkinter.Tk) -> None:
    """Space presses a button, as everywhere else (ttkbootstrap takes that away; it gives Return)."""
    root.bind_class("TButton", "<Key-space>", lambda event: root.tk.call(str(event.widget), "invoke"))


def let_tab_leave_texts(root: tkinter.Tk) -> None:
    """Tab and Shift-Tab move on from a Text as from any other field; Ctrl+Tab is the shell's."""
    root.bind_class("Text", "<Tab>", lambda event: _leave(event, True))
    root.bind_class("Text", "<Shift-Tab>", lambda event: _leave(event, False))
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.bind_class("Text", "<ISO_Left_Tab>", lambda event: _leave(event, False))
    # Tk types a tab, or moves on by itself, for Ctrl+Tab in a Text.
    root.unbind_class("Text", "<Control-Tab>")
    root.unbind_class("Text", "<Control-Shift-Tab>")


def _leave(event: Event[Any], forward: bool) -> str:
    target = event.widget.tk_focusNext() if forward else event.widget.tk_focusPrev()
    if target is not None:
        # As Tk does on Tab: an entry reached so has its text selected.
        target.event_generate("<<TraverseIn>>")
        target.focus_set()
    return "break"


def keep_values_from_the_wheel(root: tkinter.Tk) -> None:
    """The wheel over a closed list or a number must scroll the form, not change what is written there."""
    for widget_class in ("TCombobox", "TSpinbox"):
        for sequence in (*WHEEL, "<Shift-MouseWheel>"):
            root.unbind_class(widget_class, sequence)


# What these letters do in a Text or an Entry with Ctrl is of another age: they move, transpose and delete without a
# word, and the house wants N, F, P, K and O for itself.
OLD_LETTERS = "bdefhiknopt"
OLD_MOVES = {"<<NextLine>>": "n", "<<PrevLine>>": "p", "<<NextChar>>": "f", "<<PrevChar>>": "b", "<<LineEnd>>": "e"}


def take_back_letters(root: tkinter.Tk) -> None:
    """Free the letters that Tk binds with Ctrl as Emacs does."""
    for virtual, letter in OLD_MOVES.items():
        for case in (letter, letter.upper()):
            root.event_delete(virtual, f"<Control-{case}>", f"<Control-Lock-{case}>")
    for widget_class in ("Text", "TEntry", "TCombobox", "TSpinbox"):
        for letter in OLD_LETTERS:
            root.unbind_class(widget_class, f"<Control-{letter}>")


def set_icon(root: tkinter.Tk) -> list[tkinter.PhotoImage]:
    """Our own icon on every window, and on Windows our own group in the task bar.

    Returns:
        The images, for somebody to hold: Tk forgets an image that nobody holds.
    """
    if sys.platform == "win32":
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_ID)
        root.wm_iconbitmap(default=str(ICONS / "so_phuong.ico"))
        return []
    images = [
        tkinter.PhotoImage(master=root, file=str(ICONS / f"so_phuong_{size}.png")) for size in (128, 64, 48, 32, 16)
    ]
    root.iconphoto(True, *images)
    return images


def dress_icons_once() -> None:
    """Set the style of an icon once, not at every button that has it.

    Tk lays out and draws every widget of the program again after any style is set. ttkbootstrap sets one for each
    button with an icon, so that opening one record cost as much as a change of theme.
    """
    build = icons._build_icon_style
    if build.__name__ == "once":
        return

    def once(style: Any, base: str, *how: Any) -> str:
        done: dict[str, str] = vars(style).setdefault("_house_icons", {})
        colours = (style.theme_use(), style.lookup(base, "foreground"), style.map(base, "foreground"))
        key = repr((base, how, colours))
        if key not in done:
            done[key] = build(style, base, *how)
        return done[key]

    icons._build_icon_style = once
