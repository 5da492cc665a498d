"""A page that lies over a list: its head leads back, and the keys of the list are its own while it is there."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_app.ui import kept_focus, kit
from desktop_app.ui.command import Command
from desktop_app.ui.screen import RecordsScreen


class Page(kit.Frame):
    """What lies over a list until it is left; nothing is written before its button is pressed."""

    def __init__(self, screen: kit.Misc, title: str, words: str = "", padding: int = 0) -> None:
        super().__init__(screen, padding=padding)
        self.screen: Any = screen
        gap = kit.px(self, 8)
        head = kit.Frame(self)
        head.pack(fill="x")
        back = "Quay lại (Esc)" if getattr(screen, "editing", False) else "Quay lại danh sách (Esc)"
        kit.button(head, back, self.leave, "quiet", "arrow-left").pack(side="left", anchor="n")
        kit.wraplabel(head, title, "heading").pack(side="left", fill="x", expand=True, padx=gap)
        if words:
            kit.wraplabel(self, words, "muted").pack(fill="x", pady=(gap, gap))

    def focus_first(self) -> None:
        """Where the keyboard begins."""

    def refresh(self) -> None:
        """Read again what others may have written."""

    def accept(self) -> bool:
        """Do what the page is for (Ctrl+S); whether nothing is left to be done."""
        return True

    def may_leave(self) -> bool:
        """Whether what is typed may go."""
        return True

    def commands(self) -> Iterable[Command]:
        """What the command palette offers on the page."""
        return ()

    def leave(self) -> None:
        """Back to the list."""
        self.screen.back()


class PagedScreen(RecordsScreen):
    """A list over which one page at a time may lie."""

    page: Page | None = None
    _keys_were: Any | None = None  # the widget that the page took the keys from

    def lay(self, page: Page) -> None:
        """Lay a page over the list and give it the keyboard."""
        if self.page is None:
            self._keys_were = kept_focus.holder(self)
        self.page = page
        page.place(x=0, y=0, relwidth=1, relheight=1)
        page.focus_first()

    def close_page(self) -> None:
        """Take the page away, whatever is on it; what it took the keys from has them again."""
        if self.page is None:
            return
        held = kept_focus.holder(self.page) is not None
        self.page.destroy()
        self.page = None
        self.refresh_soon()
        if held and self._keys_were is not None and kept_focus.usable(self._keys_were):
            self._keys_were.focus_set()
        elif held and self.editing:
            self.pane.form.focus_first()
        elif held:
            self.rows.tree.focus_set()

    def may_leave(self) -> bool:
        """Whether what is typed may go, on the page or in the form."""
        return super().may_leave() if self.page is None else self.page.may_leave()

    def open(self, filter: Mapping[str, Any], id: int | None = None) -> None:  # noqa: A002 - the protocol's names
        """Show the rows of a filter, or one record; the page goes, if it may."""
        if self.page is None or self.page.may_leave():
            self.close_page()
            super().open(filter, id)

    def refresh(self) -> None:
        """Read again what is shown."""
        super().refresh()
        if self.page is not None:
            self.page.refresh()

    def save(self) -> bool:
        """Ctrl+S does what the page is for, or saves the form."""
        return super().save() if self.page is None else self.page.accept()

    def back(self) -> None:
        """Esc leaves the page, or the form."""
        if self.page is None:
            super().back()
        elif self.page.may_leave():
            self.close_page()
            if not self.editing:
                self.rows.tree.focus_set()

    def new(self) -> None:
        """A new record; not from behind a page."""
        if self.page is None:
            super().new()

    def delete(self) -> None:
        """Take a record out; not from behind a page."""
        if self.page is None:
            super().delete()

    def focus_search(self) -> None:
        """The search box, once no page lies over it."""
        if self.page is None or self.page.may_leave():
            self.close_page()
            super().focus_search()
