"""The directory of officials."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from desktop_app.features.officials import service as officials
from desktop_app.features.officials.columns import OFFICIALS
from desktop_app.ui import kit, theme
from desktop_app.ui.filters import Days
from desktop_app.ui.screen import RecordsScreen


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
        kit.label(middle, office_name, "title").pack(anchor="w")
        kit.label(middle, "Ai đang làm việc? Tên này được ghi vào nhật ký của mọi thay đổi.", "muted").pack(anchor="w")
        button = kit.button(middle, "Bắt đầu làm việc (Enter)", self.take, "primary", "arrow-right")
        button.pack(side="bottom", anchor="e", pady=(gap, 0))
        self.list = kit.Tree(middle, show="tree", style="Nav.Treeview", selectmode="browse")
        self.list.pack(fill="both", expand=True, pady=gap)
        self._people = {f"p{place}": name for place, name in enumerate(people)}
        for item, name in self._people.items():
            self.list.insert("", "end", iid=item, text=name)
        first = next((item for item, name in self._people.items() if name == last), "p0")
        self.list.selection_set(first)
        self.list.focus(first)
        self.list.see(first)
        self.list.bind("<Return>", lambda event: self.take())
        self.list.bind("<Double-1>", lambda event: self.take())
        kit.soon(self, self.list.focus_force)

    def take(self) -> str:
        """Begin with the name that is chosen; the key ends here, since the list is gone afterwards."""
        chosen = self.list.selection()
        if chosen:
            self._chosen(self._people[chosen[0]])
        return "break"
