"""Widgets in a row that goes on below where the window is too narrow for it."""

from desktop_app.ui import kit


class Flow(kit.Frame):
    """Put widgets in with ``add``, in the order of Tab; none is ever squeezed or cut."""

    def __init__(self, master: kit.Misc, *, right: bool = False) -> None:
        """Build an empty row; ``right`` keeps what is in it at the right edge."""
        super().__init__(master)
        self._right = right
        self._items: list[kit.Widget] = []
        self._laid: list[list[kit.Widget]] = []
        self._soon = kit.once_idle(self, self.lay)
        self.bind("<Configure>", self._soon, add="+")

    def add(self, widget: kit.Widget) -> None:
        """Put ``widget``, a child of this row, at its end."""
        self._items.append(widget)
        widget.bind("<Configure>", self._soon, add="+")
        self._soon()

    def remove(self, widget: kit.Widget) -> None:
        """Take a widget out of the row and out of the window."""
        if widget in self._items:
            self._items.remove(widget)
            widget.destroy()
            self._soon()

    def width(self) -> int:
        """The width at which everything stands in one line, in pixels."""
        return sum(widget.winfo_reqwidth() + kit.px(self, 8) for widget in self._items)

    def lay(self) -> None:
        """Give every widget its place for the width of now."""
        room = self.winfo_width()
        if room <= 1:
            return
        lines: list[list[kit.Widget]] = [[]]
        used, gap = 0, kit.px(self, 8)
        for widget in self._items:
            needs = widget.winfo_reqwidth()
            if lines[-1] and used + needs > room:
                lines.append([])
                used = 0
            lines[-1].append(widget)
            used += needs + gap
        if lines == self._laid and all(widget.winfo_manager() for widget in self._items):
            return
        self._laid = lines
        # Each line is laid in a grid of its own columns: a grid shared by the lines would align them.
        for place, line in enumerate(self._frames(len(lines))):
            for column, widget in enumerate(lines[place]):
                widget.grid(in_=line, row=0, column=column + 1, padx=(0, gap if widget is not lines[place][-1] else 0))
                widget.lift()

    def _frames(self, count: int) -> list["_Line"]:
        lines = [child for child in self.winfo_children() if isinstance(child, _Line)]
        while len(lines) < count:
            line = _Line(self)
            line.grid_columnconfigure(0 if self._right else 99, weight=1)
            lines.append(line)
        for place, line in enumerate(lines):
            if place < count:
                line.pack(fill="x", pady=(kit.px(self, 6) if place else 0, 0))
                line.lower()
            else:
                line.pack_forget()
        return lines[:count]


class _Line(kit.Frame):
    """One line of a flow; it only holds the places."""
