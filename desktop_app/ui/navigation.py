"""The screens at the left, some of them in groups that open and close; icons alone where the window is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app.ui import kit
from desktop_app.ui.navigation_line import GroupLine, NavigationLine

if TYPE_CHECKING:
    from desktop_app.ui.shell import ShellEntry

TIGHTER = 5  # units less above and below each line where the window is low
GAP = 2
INDENT = 8


class Navigation(kit.Frame):
    """One button a screen; Up and Down move between them, Alt and a digit open one from anywhere.

    Screens without a group stand first. Of the groups as many are open as there is room for; Right and Left, or a
    click, open and close one, and what was opened longest ago makes room. Narrow, it spreads over the screen on F10 or
    its first button, until a screen is chosen or the keyboard goes elsewhere.
    """

    def __init__(self, master: kit.Misc, entries: Sequence[ShellEntry], go: Callable[[str], Any]) -> None:
        pad = kit.px(master, 8)
        super().__init__(master, style="Panel.TFrame", padding=(pad, pad))
        self.columnconfigure(0, weight=1)
        self.collapsed = False
        self.marked = ""
        self.lines: dict[str, NavigationLine] = {}
        self.groups: dict[str, GroupLine] = {}
        self._order: list[GroupLine | NavigationLine] = []
        self._height, self._tight = 0, False
        for place, entry in enumerate(entries):
            key = f" (Alt+{place + 1})" if place < 9 else ""
            self.lines[entry.name] = NavigationLine(
                self, entry, f"{entry.label}{key}", partial(self._choose, go, entry.name)
            )
        self.names = kit.button(self, "Thu gọn", self.turn_names, icon="list", style="NavGroup.TButton", bootstyle=None)
        kit.hint(self.names, "Hiện tên các màn hình (F10)")
        self._spot: dict[str, Any] = {}
        self._lay()
        self.opened = list(reversed(self.groups))  # the one opened longest ago first
        self.bind("<Configure>", lambda event: self._fit(event.height))
        self._arrange()

    def _lay(self) -> None:
        """Every line in its row: those without a group, then group by group."""
        free = [line for line in self.lines.values() if not line.entry.group]
        self._order = list(free)
        for line in self.lines.values():
            label = line.entry.group
            if label and label not in self.groups:
                self.groups[label] = GroupLine(self, label, line.entry.group_icon, partial(self._turn, label))
        for label, head in self.groups.items():
            head.lines = [line for line in self.lines.values() if line.entry.group == label]
            self._order += [head, *head.lines]
        for row, each in enumerate(self._order, start=1):
            top = kit.px(self, 3) if isinstance(each, GroupLine) else 0
            each.grid(row=row, column=0, sticky="ew", pady=(top, kit.px(self, GAP)))
            each.button.bind("<Up>", partial(self._step, each, -1))
            each.button.bind("<Down>", partial(self._step, each, 1))
            each.lift()  # the keyboard goes through the lines as they stand
        for button in self._buttons():
            button.bind("<FocusOut>", self._left, add="+")
            button.bind("<Escape>", self._escape)
        for label, head in self.groups.items():
            head.button.bind("<Right>", lambda event, label=label: self.open_group(label))  # type: ignore[misc]
            for button in (head.button, *(line.button for line in head.lines)):
                button.bind("<Left>", lambda event, label=label: self.close_group(label))  # type: ignore[misc]

    def _step(self, line: GroupLine | NavigationLine, way: int, event: Any = None) -> str:
        there = [each for each in self._order if each.grid_info()]
        there[(there.index(line) + way) % len(there)].button.focus_set()
        return "break"

    # --- Names ---

    @property
    def spread(self) -> bool:
        """Whether names lie over the screen for the moment."""
        return bool(self._spot)

    def begin(self) -> None:
        """F10: the keyboard goes to the screen that is shown, and its neighbours have names."""
        if self.collapsed and not self.spread:
            self.turn_names()
        if self.marked:
            self.lines[self.marked].button.focus_set()

    def turn_names(self) -> None:
        """Lay the names over the screen, or take them away again; only where there is room for icons alone."""
        if self.spread:
            spot, self._spot = self._spot, {}
            self.place_forget()
            self.grid(**spot)
            self._show_names(not self.collapsed)
        elif self.collapsed:
            self._spot = dict(self.grid_info())
            x, y, width, height = self.winfo_x(), self.winfo_y(), self.winfo_width(), self.winfo_height()
            self.master.grid_columnconfigure(0, minsize=width)
            self._show_names(True)
            self.grid_forget()
            self.place(x=x, y=y, height=height)
            self.lift()
            self.names.focus_set()

    def _left(self, event: Any) -> None:
        if self.spread:
            kit.soon(self, self._fold_if_left)

    def _fold_if_left(self) -> None:
        if self.spread and self.focus_get() not in self._buttons():
            self.turn_names()

    def _escape(self, event: Any) -> str | None:
        if not self.spread:
            return None
        self.turn_names()
        return "break"

    def _buttons(self) -> list[Any]:
        return [self.names, *(line.button for line in self._order)]

    def _choose(self, go: Callable[[str], Any], name: str) -> None:
        if self.spread:
            self.turn_names()
        go(name)

    def _show_names(self, shown: bool) -> None:
        for line in self._order:
            line.collapse(not shown)
        self.names.configure(compound="left" if shown else "image")
        if self.collapsed:
            self.names.grid(row=0, column=0, sticky="ew")
        else:
            self.names.grid_remove()
        self._arrange()

    # --- Groups ---

    def _turn(self, label: str) -> None:
        if label in self.opened:
            self.close_group(label)
        else:
            self.open_group(label)

    def open_group(self, label: str) -> None:
        """Show the screens of a group; what was opened longest ago makes room."""
        if label in self.opened:
            self.opened.remove(label)
        self.opened.append(label)
        self._arrange()

    def close_group(self, label: str) -> None:
        """Hide the screens of a group; the keyboard goes to its head."""
        if label not in self.opened:
            return
        self.opened.remove(label)
        head = self.groups[label]
        if self.focus_get() in [line.button for line in head.lines]:
            head.button.focus_set()
        self._arrange()

    def _fit(self, height: int) -> None:
        if height != self._height:
            self._height = height
            self._arrange()

    def _arrange(self) -> None:
        """Close what there is no room for, show the rest, and draw the lines together where that helps."""
        loose = self._loose()
        if self._height > 1:
            while len(self.opened) > 1 and self._needs(loose - 2 * kit.px(self, TIGHTER)) > self._height:
                self.opened.pop(0)
            self._draw_together(self._needs(loose) > self._height)
        for label, head in self.groups.items():
            is_open = label in self.opened
            head.show_open(is_open)
            for line in head.lines:
                if is_open:
                    line.grid(padx=(0 if self.collapsed and not self.spread else kit.px(self, INDENT), 0))
                else:
                    line.grid_remove()

    def _loose(self) -> int:
        """How high a line is that is not drawn together, with the gap below it."""
        line = next(iter(self.lines.values()), None)
        high = line.button.winfo_reqheight() if line is not None else 0
        return high + (2 * kit.px(self, TIGHTER) if self._tight else 0) + kit.px(self, GAP)

    def _needs(self, line: int) -> int:
        """What the open lines need when each is ``line`` high."""
        count = sum(not one.entry.group or one.entry.group in self.opened for one in self.lines.values())
        return (
            (count + len(self.groups) + self.collapsed) * line + len(self.groups) * kit.px(self, 4) + kit.px(self, 16)
        )

    def _draw_together(self, tight: bool) -> None:
        if tight != self._tight:
            self._tight = tight
            for each in self._order:
                each.draw_together(tight)

    # --- What the shell says ---

    def mark(self, name: str) -> None:
        """Show which screen is open, its group with it."""
        self.marked = name
        for known, line in self.lines.items():
            line.mark(known == name)
        group = self.lines[name].entry.group if name in self.lines else ""
        if group:
            self.open_group(group)

    def count(self, name: str, number: int | None) -> None:
        """Show a number beside a screen's name, and beside its group while that is closed; None and 0 show nothing."""
        self.lines[name].count(number)
        if group := self.lines[name].entry.group:
            self.groups[group].count()

    def collapse(self, narrow: bool) -> None:
        """Show icons alone, or names too."""
        if narrow != self.collapsed:
            if self.spread:
                self.turn_names()
            self.collapsed = narrow
            self.master.grid_columnconfigure(0, minsize=0)
            self._show_names(not narrow)
