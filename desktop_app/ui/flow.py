"""Widgets in a row that goes on below where the window is too narrow for it."""

from collections.abc import Callable
from typing import Any

from desktop_app.ui import kit

SPACE = 50  # the column of a line that takes the room left over; what is kept at the right comes after it


class Flow(kit.Frame):
    """Put widgets in with ``add``, in the order of Tab; none is ever squeezed or cut."""

    def __init__(self, master: kit.Misc) -> None:
        super().__init__(master)
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
        self.add(made)
        return made

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
        widget.destroy()
        self._soon()

    def lay(self) -> None:
        """Give every widget its place for the width of now."""
        room = self.winfo_width()
        if room <= 1:
            return
        lines: list[list[kit.Widget]] = [[]]
        used, gap = 0, kit.px(self, 8)
        for widget in self._items:
            if widget in self._hidden:
                continue
            needs = widget.winfo_reqwidth()
            if lines[-1] and used + needs > room:
                lines.append([])
                used = 0
            lines[-1].append(widget)
            used += needs + gap
        if lines != self._laid:
            self._laid = lines
            self._place(lines, gap)

    def _place(self, lines: list[list[kit.Widget]], gap: int) -> None:
        for widget in self._hidden:
            widget.grid_forget()
        # Each line is a grid of its own: one grid for all would line their columns up.
        for frame, widgets in zip(self._frames(len(lines)), lines, strict=True):
            for column, widget in enumerate(widgets):
                place = column + 1 + (SPACE if widget in self._right else 0)
                last = widget is widgets[-1]
                widget.grid(in_=frame, row=0, column=place, padx=(0, 0 if last else gap))
                widget.lift()

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
