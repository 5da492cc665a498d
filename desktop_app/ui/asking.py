"""A few questions in a window over the screen: answered, refused under the field concerned, or left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app import errors
from desktop_app.records import Entity, Questions
from desktop_app.ui import kit, theme
from desktop_app.ui.form import Form, Layout
from desktop_app.ui.modal import Modal

WIDE = 64  # characters


class Asking(Modal):
    """A form in a window of its own; it closes when the answers were taken, and keeps every letter when not."""

    def __init__(
        self,
        parent: kit.Misc,
        title: str,
        entity: Entity[Any] | Questions,
        layout: Layout,
        take: Callable[[dict[str, str]], Any],
        *,
        defaults: Mapping[str, str],
        ok: str,
        words: str = "",
        wide: int = WIDE,
        draft: str = "",
    ) -> None:
        """Build the window; ``take`` gets the texts and raises Refused or Failed when it cannot use them."""
        super().__init__(parent)
        self.title(title)
        self._take, self.taken = take, False
        kit.label(self.whole, title, "heading").pack(anchor="w", pady=(0, self.gap // 2))
        if words:
            room = theme.characters(wide)  # else a long line would make the window wider than the screen
            kit.wraplabel(self.whole, words, "muted", wraplength=room).pack(fill="x", pady=(0, self.gap // 2))
        self.form = Form(self.whole, entity, layout, defaults=defaults, scrolled=False)
        kit.Frame(self.form, width=theme.characters(wide), height=1).pack()
        self.form.pack(fill="both", expand=True)
        self.form.show({**entity.texts(None), **defaults})
        self.form.keep_draft(draft)
        buttons = kit.Frame(self.whole)
        buttons.pack(fill="x", pady=(self.gap, 0))
        kit.button(buttons, f"{ok} (Ctrl+S)", self.accept, "primary", "check2").pack(side="right")
        kit.button(buttons, "Thôi (Esc)", self.close).pack(side="right", padx=self.gap // 2)
        for case in "sS":
            self.bind(f"<Control-{case}>", lambda event: self.accept())
        self.bind("<Escape>", lambda event: self.close())

    def accept(self) -> str:
        """Hand the texts over; what is wrong is said under each field."""
        try:
            self._take(self.form.texts())
        except errors.Refused as refused:
            self.form.complain(refused.problems)
        except errors.Failed as failed:
            self.form.say(f"{failed}.")
        else:
            self.taken = True
            self.form.saved()
            self.close()
        return "break"

    def close(self) -> None:
        """Go away; what was typed and not taken is offered the next time the same is asked."""
        if self.winfo_exists():
            self.form.write_draft()
        super().close()


def ask(
    parent: kit.Misc,
    title: str,
    entity: Entity[Any] | Questions,
    layout: Layout,
    take: Callable[[dict[str, str]], Any],
    *,
    defaults: Mapping[str, str] | None = None,
    ok: str = "Lưu",
    words: str = "",
    wide: int = WIDE,
    draft: str = "",
) -> bool:
    """Ask, and wait; whether the answers were taken.

    Args:
        parent: the screen it lies over.
        title: what is asked for.
        entity: whose columns the questions are.
        layout: the rows of the form.
        take: uses the texts; raises Refused or Failed when it cannot.
        defaults: what stands in the fields at first.
        ok: the word on the button.
        words: a line above the fields.
        wide: the width of the fields together, in characters.
        draft: the name under which what is typed is kept until it was taken; empty keeps nothing (a passphrase).
    """
    window = Asking(
        parent, title, entity, layout, take, defaults=defaults or {}, ok=ok, words=words, wide=wide, draft=draft
    )
    window.open()
    window.form.focus_first()
    window.wait_window()
    return window.taken
