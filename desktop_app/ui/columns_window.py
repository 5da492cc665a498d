"""Choosing the columns of a list: which, in what order, how wide; all of it with keys or with the mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.records import Column
from desktop_app.ui import kit, theme
from desktop_app.ui.modal import Modal

LINES, LEAST, MOST, STEP = 14, 4, 120, 2  # lines; characters
TICK = {True: "☑", False: "☐"}
WORDS = "Dấu cách: hiện, ẩn cột. Ctrl và mũi tên lên, xuống: đổi chỗ. Dấu + và -: rộng hơn, hẹp hơn."


@dataclass(frozen=True)
class Columns:
    """The columns of a list from left to right, and the widths that a person gave, in characters by name."""

    names: tuple[str, ...]
    widths: Mapping[str, float]


class ColumnsWindow(Modal):
    """Every column of the entity in a list: those that are shown first, in their order."""

    def __init__(
        self,
        parent: kit.Misc,
        columns: Sequence[Column],
        now: Columns,
        house: Columns,
        shown_widths: Mapping[str, float],
    ) -> None:
        super().__init__(parent)
        self.title("Các cột của danh sách")
        self.taken: Columns | None = None
        self._all = {column.name: column for column in columns}
        self._house, self._shown_widths = house, shown_widths
        kit.label(self.whole, "Các cột của danh sách", "heading").pack(anchor="w")
        kit.wraplabel(self.whole, WORDS, "muted", wraplength=theme.characters(60)).pack(fill="x", pady=self.gap // 2)
        body = kit.Frame(self.whole)
        body.pack(fill="both", expand=True)
        self._build_list(body)
        self._build_buttons(body)
        under = kit.Frame(self.whole)
        under.pack(fill="x", pady=(self.gap, 0))
        kit.button(under, "Dùng (Ctrl+S)", self.accept, "primary", "check2").pack(side="right")
        kit.button(under, "Thôi (Esc)", self.close).pack(side="right", padx=self.gap // 2)
        kit.button(under, "Như ban đầu", lambda: self._fill(self._house), "quiet", "arrow-counterclockwise").pack(
            side="left"
        )
        for case in "sS":
            self.bind(f"<Control-{case}>", lambda event: self.accept())
        self.bind("<Escape>", lambda event: self.close())
        self._fill(now)

    def _build_list(self, body: kit.Frame) -> None:
        self.tree = kit.Tree(
            body, columns=("shown", "label", "width"), show="headings", style="House.Treeview", height=self._lines()
        )
        self.tree.configure(selectmode="browse")
        for name, label, width in (("shown", "Hiện", 7), ("label", "Cột", 34), ("width", "Rộng (chữ)", 13)):
            wide = max(theme.characters(width), theme.measure(label, kit.BOLD) + self.gap)
            self.tree.heading(name, text=label, anchor="w" if name == "label" else "center")
            self.tree.column(name, width=wide, stretch=name == "label", anchor="w" if name == "label" else "center")
        bar = kit.Scrollbar(body, orient="vertical", command=self.tree.yview)
        self.tree.configure(yscrollcommand=bar.set)
        self.tree.pack(side="left", fill="both", expand=True)
        bar.pack(side="left", fill="y")
        keys: dict[str, Callable[[], None]] = {
            "space": self.toggle,
            "Return": self.toggle,
            "Control-Up": lambda: self.move(-1),
            "Control-Down": lambda: self.move(1),
            "plus": lambda: self.widen(STEP),
            "equal": lambda: self.widen(STEP),
            "KP_Add": lambda: self.widen(STEP),
            "minus": lambda: self.widen(-STEP),
            "KP_Subtract": lambda: self.widen(-STEP),
        }
        for key, work in keys.items():
            self.tree.bind(f"<{key}>", lambda event, work=work: _done(work))  # type: ignore[misc]
        self.tree.bind("<Button-1>", self._clicked)
        self.tree.bind("<Double-Button-1>", lambda event: _done(self.toggle))

    def _lines(self) -> int:
        """As many lines as there are columns, as far as the screen is high enough for them and what is around them."""
        room = self.winfo_screenheight() - theme.row_height() * 9
        return max(LEAST, min(len(self._all), LINES, room // theme.row_height()))

    def _build_buttons(self, body: kit.Frame) -> None:
        side = kit.Frame(body)
        side.pack(side="left", anchor="n", padx=(self.gap, 0))
        for text, icon, work in (
            ("Hiện hoặc ẩn", "check2-square", self.toggle),
            ("Lên", "arrow-up", lambda: self.move(-1)),
            ("Xuống", "arrow-down", lambda: self.move(1)),
            ("Rộng hơn", "arrows-expand-vertical", lambda: self.widen(STEP)),
            ("Hẹp hơn", "arrows-collapse-vertical", lambda: self.widen(-STEP)),
        ):
            kit.button(side, text, work, icon=icon).pack(fill="x", pady=(0, self.gap // 3))

    def _fill(self, wanted: Columns) -> None:
        self._shown = list(wanted.names)
        self._order = [*wanted.names, *(name for name in self._all if name not in wanted.names)]
        self._widths = dict(wanted.widths)
        self.tree.delete(*self.tree.get_children())
        for name in self._order:
            self.tree.insert("", "end", iid=name, values=("", self._all[name].label, ""))
        self._write()
        self._go(self._order[0])

    def _write(self) -> None:
        for name in self._order:
            self.tree.set(name, "shown", TICK[name in self._shown])
            width = self._widths.get(name)
            self.tree.set(name, "width", "tự chia" if width is None else f"{width:.0f}")

    @property
    def _chosen(self) -> str:
        return str(self.tree.selection()[0])

    def _go(self, name: str) -> None:
        self.tree.selection_set(name)
        self.tree.focus(name)
        self.tree.see(name)

    def toggle(self) -> None:
        """Show the chosen column, or no longer; one always stays."""
        name = self._chosen
        if name not in self._shown:
            self._shown.append(name)
        elif len(self._shown) > 1:
            self._shown.remove(name)
        self._write()

    def move(self, way: int) -> None:
        """Move the chosen column up or down."""
        name = self._chosen
        place = self._order.index(name)
        there = max(0, min(place + way, len(self._order) - 1))
        self._order.insert(there, self._order.pop(place))
        self.tree.move(name, "", there)
        self.tree.see(name)

    def widen(self, characters: int) -> None:
        """Make the chosen column wider or narrower."""
        name = self._chosen
        width = self._widths.get(name, self._shown_widths.get(name, self._all[name].width))
        self._widths[name] = max(LEAST, min(MOST, round(width) + characters))
        self._write()

    def accept(self) -> str:
        """Take what is chosen."""
        names = tuple(name for name in self._order if name in self._shown)
        self.taken = Columns(names, {name: self._widths[name] for name in names if name in self._widths})
        self.close()
        return "break"

    def _clicked(self, event: kit.Event) -> str | None:
        name = self.tree.identify_row(event.y)
        if name and self.tree.identify_column(event.x) == "#1":
            self.tree.focus_set()
            self._go(name)
            self.toggle()
            return "break"
        return None


def _done(work: Callable[[], None]) -> str:
    work()
    return "break"


def ask(
    parent: kit.Misc, columns: Sequence[Column], now: Columns, house: Columns, shown_widths: Mapping[str, float]
) -> Columns | None:
    """Ask for the columns of a list and wait; None when nothing is to change.

    Args:
        parent: the screen it lies over.
        columns: all that can be shown.
        now: those that are.
        house: those of the house, to go back to.
        shown_widths: how wide each is on the screen, in characters: widening begins there.
    """
    window = ColumnsWindow(parent, columns, now, house, shown_widths)
    window.open(window.tree)
    window.wait_window()
    return window.taken
