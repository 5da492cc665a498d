"""Choosing one or some of a few lines in a window over the screen: a stick, the files on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit, theme
from desktop_app.ui.listing import Heading, Listing
from desktop_app.ui.modal import Modal

HIGHEST, WIDE = 12, 64  # lines, characters
TAKEN = Heading("Lấy", 5, "center")
HOW = "Dấu cách hoặc bấm vào dòng: lấy, bỏ dòng đó."
OTHER = "khác"


class Drive(Protocol):
    """A drive that can be taken out."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def free(self) -> int:
        """How many bytes may still be written."""


class Picking(Modal):
    """Lines under headings; Return takes what is chosen, of several what is marked with x; Esc takes nothing."""

    def __init__(
        self,
        parent: kit.Misc,
        title: str,
        words: str,
        headings: Sequence[Heading],
        lines: Sequence[tuple[str, Sequence[Any]]],
        *,
        ok: str,
        several: bool,
        chosen: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.title(title)
        self.picked: list[str] = []
        self.taken = set(chosen)
        self.several, self._lines = several, lines
        kit.label(self.whole, title, "heading").pack(anchor="w", pady=(0, self.gap // 2))
        words = f"{words} {HOW}" if several else words
        kit.wraplabel(self.whole, words, "muted", wraplength=theme.characters(WIDE)).pack(
            fill="x", pady=(0, self.gap // 2)
        )
        shown = (TAKEN, *headings) if several else headings
        self.list = Listing(self.whole, shown, height=max(3, min(HIGHEST, len(lines))))
        self.list.tree.configure(selectmode="browse")
        self.list.pack(fill="both", expand=True)
        self._fill()
        buttons = kit.Frame(self.whole)
        buttons.pack(fill="x", pady=(self.gap, 0))
        kit.button(buttons, f"{ok} (Enter)", self.accept, "primary", "check2").pack(side="right")
        kit.button(buttons, "Thôi (Esc)", self.close).pack(side="right", padx=self.gap // 2)
        self.list.tree.bind("<Return>", lambda event: self.accept())
        if several:
            self.list.tree.bind("<space>", lambda event: self.turn(self.list.chosen))
            self.list.tree.bind("<Button-1>", lambda event: self.turn(self.list.tree.identify_row(event.y)), add="+")
        else:
            self.list.tree.bind("<Double-1>", lambda event: self.accept())
        self.bind("<Escape>", lambda event: self.close())

    def _fill(self) -> None:
        mark = {name: ("x" if name in self.taken else "",) if self.several else () for name, _ in self._lines}
        self.list.fill([(name, (*mark[name], *cells), "") for name, cells in self._lines])

    def turn(self, name: str) -> str:
        """Mark a line, or no longer."""
        if name:
            self.taken ^= {name}
            self._fill()
            self.list.choose(name)
        return "break"

    def accept(self) -> str:
        """Take what is marked, else the line that is chosen."""
        self.picked = [name for name, _ in self._lines if name in self.taken] or [
            str(name) for name in self.list.tree.selection()
        ]
        if self.picked:
            self.close()
        return "break"


def pick(
    parent: kit.Misc,
    title: str,
    words: str,
    headings: Sequence[Heading],
    lines: Sequence[tuple[str, Sequence[Any]]],
    *,
    ok: str = "Chọn",
    several: bool = False,
    chosen: Sequence[str] = (),
) -> list[str]:
    """Ask for one of ``lines`` (name, cells), or for ``several``, and wait; the names, none when left.

    Of several, those ``chosen`` are marked at first.
    """
    window = Picking(parent, title, words, headings, lines, ok=ok, several=several, chosen=chosen)
    window.open(window.list.tree)
    window.wait_window()
    return window.picked


def folder(parent: kit.Misc, title: str, drives: Sequence[Drive]) -> Path | None:
    """Ask where to write: the drives that are plugged in come first, then any folder; None when left."""
    lines = [(str(drive.path), (drive.label, f"còn {_megabytes(drive.free)}")) for drive in drives]
    if lines:
        words = "Ổ USB, thẻ nhớ đang cắm vào máy:"
        headings = (Heading("Nơi lưu", 34, grows=True), Heading("Chỗ trống", 14, "e"))
        picked = pick(parent, title, words, headings, [*lines, (OTHER, ("Thư mục khác…", ""))])
        if not picked or picked[0] != OTHER:
            return Path(picked[0]) if picked else None
    return dialogs.open_folder(parent, title)


def _megabytes(count: int) -> str:
    """A size in the unit people think in.

    >>> _megabytes(512), _megabytes(7_800_000_000)
    ('1 MB', '7.800 MB')
    """
    return f"{show_whole(max(1, count // 1_000_000))} MB"
