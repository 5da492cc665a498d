"""What happened to a record, under its form: who, when, each value from - to; read when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_app.records import Entity, journal
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit

AT_FIRST = 10
SHOW, HIDE = "Lịch sử thay đổi", "Ẩn lịch sử"


def see_more(master: kit.Misc, shown: int, left: int, work: Callable[[], Any]) -> None:
    """Say how much of a history is shown and how much is left, with the button that shows more of it."""
    gap = kit.px(master, 4)
    words = f"{show_whole(shown)} lần gần nhất, còn {show_whole(left)} lần"
    kit.wraplabel(master, words, "muted").pack(fill="x", pady=(2 * gap, 0))
    kit.button(master, "Xem thêm…", work, "quiet", "chevron-down").pack(anchor="w", pady=(gap, 0))


class Story(kit.Frame):
    """A button, and below it the entries of the journal, the latest first; once opened it is open for the next too."""

    opened = False

    def __init__(self, master: kit.Misc, entity: Entity[Any], uid: str) -> None:
        super().__init__(master)
        self.entity, self.uid = entity, uid
        gap = kit.px(self, 8)
        self.button = kit.button(self, SHOW, self.turn, "quiet", "clock-history")
        self.button.pack(anchor="w", pady=(gap, 0))
        self.lines = kit.Frame(self)
        if Story.opened:
            self._fill(AT_FIRST)

    def turn(self) -> None:
        """Show the entries, or hide them."""
        Story.opened = not Story.opened
        if Story.opened:
            self._fill(AT_FIRST)
        else:
            self.lines.pack_forget()
            self.button.configure(text=f" {SHOW}")

    def _fill(self, most: int) -> None:
        for child in self.lines.winfo_children():
            child.destroy()
        gap = kit.px(self, 4)
        told = journal.story(self.entity, self.uid, most=most)
        for at, who, what, words in told:
            kit.wraplabel(self.lines, f"{at} · {who} · {what}", "small").pack(fill="x", pady=(gap, 0))
            if words:
                kit.wraplabel(self.lines, words).pack(fill="x")
        if not told:
            kit.wraplabel(self.lines, "Nhật ký chưa ghi gì về bản ghi này.", "muted").pack(fill="x", pady=(gap, 0))
        left = journal.times(self.entity, self.uid) - len(told) if len(told) == most else 0
        if left > 0:
            see_more(self.lines, len(told), left, lambda: self._fill(10 * most))
        self.lines.pack(fill="x")
        self.button.configure(text=f" {HIDE}")
