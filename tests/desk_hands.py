"""The whole window on the office of the tests, for what is done from screen to screen."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_app import window
from desktop_app.outside.folders import OfficeFolder
from desktop_app.ui import dialogs, drafts, kit, screen, theme
from tests import typing_hands as hands

WHO = "Nguyễn Thị Hường"
BOOK = importlib.import_module("desktop_app.features.task_desk.screen").TasksScreen  # as the catalogue opens it


class Answers:
    """What the person says to questions, and what was asked and said."""

    def __init__(self, monkeypatch: Any) -> None:
        self.yes, self.unsaved = True, "discard"
        self.asked: list[str] = []
        self.warned: list[str] = []
        monkeypatch.setattr(
            dialogs, "ask_yes_no", lambda p, t, question, *a, **k: self.asked.append(question) or self.yes
        )
        monkeypatch.setattr(dialogs, "ask_unsaved", lambda parent, what="": self.asked.append(what) or self.unsaved)
        monkeypatch.setattr(dialogs, "warn", lambda parent, title, message: self.warned.append(message))


@contextmanager
def plain_window(root: Any, monkeypatch: Any) -> Iterator[Any]:
    """The root window without a shell, as large as the smallest screen of a ward; yes is said to questions."""
    theme.dress(root)
    kit.install(root)
    screen.forget_kept()
    drafts.folder = None
    monkeypatch.setattr(dialogs, "ask_yes_no", lambda *words, **more: True)
    root.geometry("1366x728+0+0")
    root.deiconify()
    root.update()
    yield root
    if kit.Toast.shown is not None:
        kit.Toast.shown.close()
    root.withdraw()


@contextmanager
def book_of_tasks(root: Any, monkeypatch: Any) -> Iterator[Any]:
    """The book of tasks alone in the root window."""
    with plain_window(root, monkeypatch):
        made = BOOK(root)
        made.pack(fill="both", expand=True)
        root.update()
        yield made
        made.destroy()


@contextmanager
def desk(root: Any, folder: Path, geometry: str = "1366x728+0+0", who: str = WHO) -> Iterator[Any]:
    """The shell of a window that is open on an office."""
    theme.dress(root)
    kit.install(root)
    screen.forget_kept()
    made = window.Window(root, OfficeFolder(folder), {"dark": False, "size": 10, "geometry": geometry, "who": ""})
    root.deiconify()
    root.update()
    made.begin(who)
    for _ in range(3):
        root.update()
    try:
        yield made.shell
    finally:
        hands.wait(root, 60)
        made.shell.destroy()
        made.alive.destroy()
        if kit.Toast.shown is not None:
            kit.Toast.shown.close()
        drafts.folder = None
        theme.set_dark(False)
        theme.set_size(10)
        root.protocol("WM_DELETE_WINDOW", root.quit)
        root.withdraw()


def palette(shell: Any) -> Any:
    """The command palette, opened with its key."""
    hands.press_here(shell.app, "Control-k")
    return shell.daily.palette


def lines(opened: Any) -> list[tuple[str, str]]:
    """(words, what stands beside them) of each line of the palette."""
    return [(opened.commands[item].words, opened.commands[item].about) for item in opened._order]


def headings(opened: Any) -> list[str]:
    """Its headings, from the top."""
    tree = opened.tree
    return [tree.item(item, "values")[0] for item in tree.get_children() if item not in opened.commands]


def toast() -> tuple[str, Any]:
    """The words of the toast that is shown, and its action."""
    shown = kit.Toast.shown
    assert shown is not None
    words = " ".join(str(child.cget("text")) for child in shown.winfo_children() if child.winfo_class() == "TLabel")
    return words, shown
