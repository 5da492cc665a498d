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
    """Lines under headings; Return or a double click takes what is chosen, Esc nothing."""

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
        kit.label(self.whole, title, "heading").pack(anchor="w", pady=(0, self.gap // 2))
        kit.wraplabel(self.whole, words, "muted", wraplength=theme.characters(WIDE)).pack(
            fill="x", pady=(0, self.gap // 2)
        )
        self.list = Listing(self.whole, headings, height=max(3, min(HIGHEST, len(lines))))
        self.list.tree.configure(selectmode="extended" if several else "browse")
        self.list.pack(fill="both", expand=True)
        self.list.fill([(name, cells, "") for name, cells in lines])
        if several and chosen:
            self.list.tree.selection_set(*chosen)
        buttons = kit.Frame(self.whole)
        buttons.pack(fill="x", pady=(self.gap, 0))
        kit.button(buttons, f"{ok} (Enter)", self.accept, "primary", "check2").pack(side="right")
        kit.button(buttons, "Thôi (Esc)", self.close).pack(side="right", padx=self.gap // 2)
        self.list.tree.bind("<Return>", lambda event: self.accept())
        self.list.tree.bind("<Double-1>", lambda event: self.accept())
        self.bind("<Escape>", lambda event: self.close())

    def accept(self) -> str:
        """Take what is chosen."""
        self.picked = [str(name) for name in self.list.tree.selection()]
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

    Of several, those ``chosen`` are chosen at first.
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
