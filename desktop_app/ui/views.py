"""The named views of a list: a button that shows which one is on, and its menu to choose, keep and drop them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from desktop_app.errors import Refused
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Text
from desktop_app.rules import names
from desktop_app.ui import asking, dialogs, kit
from desktop_app.ui.memory import LONGEST_NAME, MOST_VIEWS, Kept, View, memory

NAME = Questions("Cách xem", Column("name", "Tên cách xem", Text(LONGEST_NAME), needed=True))
LAYOUT = (("name",),)
LAST = "Như lần xem trước"


class Viewed(Protocol):
    """A list that can be looked at in several ways."""

    def view(self) -> View:
        """How it is looked at now."""

    def show_view(self, view: View, /) -> None:
        """Look at it in another way."""


class ViewsButton(kit.Button):
    """Says which view is on; its menu does the rest."""

    def __init__(self, master: kit.Misc, screen: str, viewed: Viewed) -> None:
        """Build the button of a screen's list; ``screen`` is the name its views are kept under."""
        super().__init__(
            master,
            icon="eye",
            icon_size=kit.icon_units(master),
            icon_only=False,
            text=" Cách xem",
            bootstyle=kit.BUTTONS["plain"],
            command=self.open,
        )
        self._screen, self._viewed = screen, viewed
        self.menu = kit.Menu(self, tearoff=False)

    @property
    def kept(self) -> Kept:
        """What is kept of the screen."""
        return memory.of(self._screen)

    @property
    def current(self) -> str:
        """The name of the view that the list shows exactly; empty when none does."""
        now = self._viewed.view()
        return next((name for name, view in self.kept.views.items() if view == now), "")

    def tell(self) -> None:
        """Say which view is on."""
        words = f" Cách xem: {_short(self.current)}" if self.current else " Cách xem"
        if str(self.cget("text")) != words:
            self.configure(text=words)

    def open(self) -> None:
        """Drop the menu."""
        self.menu.destroy()
        self.menu = menu = kit.Menu(self, tearoff=False)
        current, views = self.current, sorted(self.kept.views, key=names.sort_key)
        menu.add_command(
            label=_ticked("Như ban đầu", not current and self._viewed.view() == View()),
            command=partial(self.show, View()),
        )
        for name in views:
            menu.add_command(label=_ticked(name, name == current), command=partial(self.show, self.kept.views[name]))
        menu.add_separator()
        menu.add_command(label="Lưu cách xem…", command=self.save)
        if views:
            self._cascade("Lưu đè lên", views, self.overwrite)
            self._cascade("Đổi tên", views, self.rename)
            self._cascade("Xóa cách xem", views, self.delete)
            first = self.kept.first or LAST
            self._cascade("Khi mở chương trình", [LAST, *views], self.begin_with, first)
        menu.tk_popup(self.winfo_rootx(), self.winfo_rooty() + self.winfo_height())

    def _cascade(self, label: str, views: list[str], work: Callable[[str], Any], ticked: str = "") -> None:
        under = kit.Menu(self.menu, tearoff=False)
        for name in views:
            under.add_command(label=_ticked(name, name == ticked) if ticked else name, command=partial(work, name))
        self.menu.add_cascade(label=label, menu=under)

    def show(self, view: View) -> None:
        """Look at the list in another way."""
        self._viewed.show_view(view)

    def save(self) -> None:
        """Ask for a name and keep how the list is looked at now."""

        def take(texts: dict[str, str]) -> None:
            name = self._free_name(texts)
            if len(self.kept.views) >= MOST_VIEWS:
                raise Refused({"name": f"Đã có {MOST_VIEWS} cách xem; hãy xóa bớt rồi lưu"})
            self.kept.views[name] = self._viewed.view()

        words = "Lưu cột, thứ tự, ô lọc và chữ đang tìm của danh sách dưới một tên."
        self._ask("Lưu cách xem", take, "", words)

    def overwrite(self, name: str) -> None:
        """Keep how the list is looked at now under a name that is there."""
        if dialogs.ask_yes_no(self, "Lưu đè", f"Thay cách xem “{name}” bằng cách đang xem?", "Lưu đè"):
            self.kept.views[name] = self._viewed.view()
            self._changed()

    def rename(self, name: str) -> None:
        """Ask for another name."""

        def take(texts: dict[str, str]) -> None:
            new = self._free_name(texts, name)
            self.kept.views = {new if each == name else each: view for each, view in self.kept.views.items()}
            self.kept.first = new if self.kept.first == name else self.kept.first

        self._ask("Đổi tên cách xem", take, name)

    def delete(self, name: str) -> None:
        """Drop a view; for ten seconds it can be taken back."""
        views, first = dict(self.kept.views), self.kept.first
        del self.kept.views[name]
        self.kept.first = "" if first == name else first

        def restore() -> None:
            self.kept.views, self.kept.first = views, first
            self._changed()

        self._changed()
        kit.toast(self, "Đã xóa cách xem", name, "info", ("Hoàn tác", restore))

    def begin_with(self, name: str) -> None:
        """Show a view whenever the program starts, or the list as it was left."""
        self.kept.first = "" if name == LAST else name
        memory.write()

    def _ask(self, title: str, take: Callable[[dict[str, str]], None], name: str, words: str = "") -> None:
        if asking.ask(self, title, NAME, LAYOUT, take, defaults={"name": name}, words=words):
            self._changed()

    def _free_name(self, texts: dict[str, str], own: str = "") -> str:
        name = str(NAME.answers(texts)["name"])
        if any(each.casefold() == name.casefold() and each != own for each in self.kept.views):
            raise Refused({"name": f"Đã có cách xem “{name}”; hãy đặt tên khác, hoặc dùng Lưu đè lên"})
        return name

    def _changed(self) -> None:
        memory.write()
        self.tell()


def _ticked(name: str, on: bool) -> str:
    return f"✓ {name}" if on else f"    {name}"


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
