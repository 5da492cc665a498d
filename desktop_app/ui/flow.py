"""Widgets in a row; where the window is too narrow it goes on below, or keeps its line and gives buttons to a menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_app.ui import kept_focus, kit

SPACE = 50  # the column of a line that takes the room left over; what is kept at the right comes after it


OTHERS = "Khác…"


@dataclass(frozen=True)
class Push:
    """A button of a row, as its menu shows it."""

    text: str
    work: Callable[[], Any]
    kind: kit.Kind


class Flow(kit.Frame):
    """Put widgets in with ``add``, in the order of Tab; none is ever squeezed or cut."""

    def __init__(self, master: kit.Misc, *, one_line: bool = False) -> None:
        """Build an empty row; in ``one_line`` the buttons without room go under “Khác…”, quiet ones first."""
        super().__init__(master)
        self._pushes: dict[kit.Widget, Push] = {}
        self._in_menu: list[kit.Widget] = []
        self._rest = kit.button(self, OTHERS, self.open_menu, "plain", "three-dots") if one_line else None
        self.menu: kit.Menu | None = None
        self._items: list[kit.Widget] = []
        self._at_right = False
        self._right: set[kit.Widget] = set()
        self._hidden: set[kit.Widget] = set()
        self._laid: list[list[kit.Widget]] = []
        self._lines: list[kit.Frame] = []
        self._soon = kit.once_idle(self, self.lay)
        self.bind("<Configure>", self._soon, add="+")

    def add(self, widget: kit.Widget) -> None:
        """Put ``widget``, a child of this row, at its end."""
        self._items.append(widget)
        if self._at_right:
            self._right.add(widget)
        widget.bind("<Configure>", self._soon, add="+")
        self._soon()

    def button(self, text: str, icon: str, work: Callable[[], Any], kind: kit.Kind = "plain") -> kit.Button:
        """Put a push button at the end of the row."""
        made = kit.button(self, text, work, kind, icon)
        self._pushes[made] = Push(text, work, kind)
        self.add(made)
        return made

    def open_menu(self) -> None:
        """Drop the menu of the buttons that have no room now."""
        assert self._rest is not None
        if self.menu is not None:
            self.menu.destroy()
        self.menu = kit.Menu(self, tearoff=False)
        for widget in self._in_menu:
            push = self._pushes[widget]
            self.menu.add_command(label=push.text, command=push.work)
        self.menu.tk_popup(self._rest.winfo_rootx(), self._rest.winfo_rooty() + self._rest.winfo_height())

    def go_right(self) -> None:
        """Keep what is added from now on at the right edge."""
        self._at_right = True

    def show(self, widget: kit.Widget, shown: bool) -> None:
        """Show or hide a widget of the row."""
        if shown == (widget in self._hidden):
            (self._hidden.discard if shown else self._hidden.add)(widget)
            self._soon()

    def remove(self, widget: kit.Widget) -> None:
        """Take a widget out of the row and out of the window."""
        self._items.remove(widget)
        self._pushes.pop(widget, None)
        widget.destroy()
        self._soon()

    def lay(self) -> None:
        """Give every widget its place for the width of now."""
        room = self.winfo_width()
        if room <= 1:
            return
        lines: list[list[kit.Widget]] = [[]]
        used, gap = 0, kit.px(self, 8)
        for widget in self._with_room(room, gap):
            needs = widget.winfo_reqwidth()
            if lines[-1] and used + needs > room:
                lines.append([])
                used = 0
            lines[-1].append(widget)
            used += needs + gap
        if lines != self._laid:
            self._laid = lines
            self._place(lines, gap)

    def _with_room(self, room: int, gap: int) -> list[kit.Widget]:
        """What is shown now; in a row of one line without what goes into its menu, and with the menu's button."""
        shown = [widget for widget in self._items if widget not in self._hidden]
        self._in_menu = []
        if self._rest is None or _width(shown, gap) <= room:
            return shown
        for widget in self._giving_way(shown):
            self._in_menu.append(widget)
            left = [each for each in shown if each not in self._in_menu]
            if _width([*left, self._rest], gap) <= room:
                break
        self._in_menu.sort(key=shown.index)
        left = [each for each in shown if each not in self._in_menu]
        return [*left, self._rest] if self._in_menu else left

    def _giving_way(self, shown: list[kit.Widget]) -> list[kit.Widget]:
        """The buttons that may go into the menu, in turn: quiet ones before plain ones, the last before the first."""
        pushes = self._pushes
        may = [widget for widget in reversed(shown) if widget in pushes and pushes[widget].kind != "primary"]
        return sorted(may, key=lambda widget: pushes[widget].kind != "quiet")

    def _place(self, lines: list[list[kit.Widget]], gap: int) -> None:
        placed = {widget for line in lines for widget in line}
        self._pass_keys_on(placed)
        for widget in (*self._items, *filter(None, [self._rest])):
            if widget not in placed:
                widget.grid_forget()
        # Each line is a grid of its own: one grid for all would line their columns up.
        for frame, widgets in zip(self._frames(len(lines)), lines, strict=True):
            for column, widget in enumerate(widgets):
                at_right = widget in self._right or (widget is self._rest and self._at_right)
                place = column + 1 + (SPACE if at_right else 0)
                last = widget is widgets[-1]
                widget.grid(in_=frame, row=0, column=place, padx=(0, 0 if last else gap))
                widget.lift()

    def _pass_keys_on(self, placed: set[kit.Widget]) -> None:
        """The keys of a widget that goes are for the next one that stays, or the last before it."""
        held = kept_focus.holder(self)
        if held in self._items and held not in placed:
            place = self._items.index(held)
            left = [each for each in (*self._items[place:], *reversed(self._items[:place])) if each in placed]
            if buttons := [each for each in left if isinstance(each, kit.Button)]:
                buttons[0].focus_set()

    def _frames(self, count: int) -> list[kit.Frame]:
        """The frames that hold the lines; they lie below the widgets."""
        while len(self._lines) < count:
            frame = kit.Frame(self)
            frame.grid_columnconfigure(SPACE, weight=1)
            self._lines.append(frame)
        for place, frame in enumerate(self._lines):
            if place < count:
                frame.pack(fill="x", pady=(kit.px(self, 6) if place else 0, 0))
                frame.lower()
            else:
                frame.pack_forget()
        return self._lines[:count]


def _width(widgets: list[kit.Widget], gap: int) -> int:
    return sum(widget.winfo_reqwidth() + gap for widget in widgets) - gap
