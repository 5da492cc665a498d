"""The directory of officials."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from desktop_app.features.officials import service as officials
from desktop_app.features.officials.columns import OFFICIALS
from desktop_app.ui import kit, theme
from desktop_app.ui.filters import Days
from desktop_app.ui.screen import RecordsScreen
from desktop_app.ui.suggestions import matching

PAGE = 10
STEPS = {"Up": -1, "Down": 1, "Prior": -PAGE, "Next": PAGE}


class OfficialsScreen(RecordsScreen):
    """Leaders, heads and specialists, by given name."""

    entity = OFFICIALS
    service: ClassVar = officials
    title = "Cán bộ"
    help_page = "officials"
    table = ("name", "position", "unit", "role", "contact")
    form = (("name*2", "position*2"), ("unit",), ("role", "contact"), ("valid_from", "valid_to"))
    filters = ("unit", "role")
    more_filters = (Days("valid_from"), Days("valid_to"))
    also_listens = ("unit",)


class WhoWorks(kit.Frame):
    """Before the first screen: who sits down at the ledger; the journal keeps the name beside every change."""

    def __init__(
        self, master: kit.Misc, office_name: str, people: Sequence[str], last: str, chosen: Callable[[str], Any]
    ) -> None:
        """Build it; ``chosen`` is called with a name on Return, double click or the button."""
        super().__init__(master, padding=kit.px(master, 24))
        self._chosen = chosen
        gap = kit.px(self, 10)
        middle = kit.Frame(self)
        middle.place(relx=0.5, rely=0.08, anchor="n", relheight=0.84, width=theme.characters(64))
        kit.wraplabel(middle, office_name, "title").pack(fill="x")
        words = "Ai đang làm việc? Tên này được ghi vào nhật ký của mọi thay đổi."
        kit.wraplabel(middle, words, "muted").pack(fill="x")
        button = kit.button(middle, "Bắt đầu làm việc (Enter)", self.take, "primary", "arrow-right")
        button.pack(side="bottom", anchor="e", pady=(gap, 0))
        kit.label(middle, "Tìm theo tên (không cần dấu)", "small").pack(anchor="w", pady=(gap, 0))
        self._asked = kit.StringVar(self)
        self.search = kit.Entry(middle, textvariable=self._asked)
        self.search.pack(fill="x")
        self.list = kit.Tree(middle, show="tree", style="Nav.Treeview", selectmode="browse")
        self.list.pack(fill="both", expand=True, pady=gap)
        self._nobody = kit.Label(self.list, text="Không có cán bộ nào khớp", style="Nothing.TLabel")
        self._people = {f"p{place}": name for place, name in enumerate(people)}
        for item, name in self._people.items():
            self.list.insert("", "end", iid=item, text=name)
        self._last = last
        self._show(list(people))
        self._asked.trace_add("write", kit.once_idle(self, lambda: self._show(matching(people, self._asked.get()))))
        self.list.bind("<Double-1>", lambda event: self.take())
        for key in ("<Return>", "<KP_Enter>"):
            self.search.bind(key, lambda event: self.take())
            self.list.bind(key, lambda event: self.take())
        for key in STEPS:
            self.search.bind(f"<{key}>", lambda event: self._step(STEPS[event.keysym]))
        self.search.bind("<Escape>", lambda event: self._asked.set(""))
        kit.soon(self, self.search.focus_force)

    def _show(self, shown: Sequence[str]) -> None:
        """Show these people; the one of the last time is chosen if among them, else the first."""
        items = {name: item for item, name in self._people.items()}
        self.list.detach(*self._people)
        for place, name in enumerate(shown):
            self.list.move(items[name], "", place)
        if not shown:
            self.list.selection_set()
            self._nobody.place(relx=0.5, rely=0.3, anchor="center")
            return
        self._nobody.place_forget()
        self._choose(items[self._last if self._last in shown and not self._asked.get().strip() else shown[0]])

    def _choose(self, item: str) -> None:
        self.list.selection_set(item)
        self.list.focus(item)
        self.list.see(item)

    def _step(self, step: int) -> str:
        """Go up or down the list while the keys stay in the search box."""
        shown, chosen = self.list.get_children(), self.list.selection()
        if shown:
            place = shown.index(chosen[0]) + step if chosen else 0
            self._choose(shown[max(0, min(len(shown) - 1, place))])
        return "break"

    def take(self) -> str:
        """Begin with the name that is chosen; the key ends here, since the list is gone afterwards."""
        chosen = self.list.selection()
        if chosen:
            self._chosen(self._people[chosen[0]])
        return "break"
