"""Two values of the same facts side by side, long texts wrapped, and the facts that differ marked."""

from collections.abc import Sequence

from desktop_app.ui import kit, theme

SIGN = "≠"
MOST = 60  # facts: no record has more, and each is three labels
LONGEST = 3000  # letters of one value


class Compare(kit.ScrolledFrame):
    """Label, left, right: one line a fact."""

    def __init__(self, master: kit.Misc, left: str, right: str) -> None:
        super().__init__(master, padding=0)
        self.headings = ("", left, right)
        for column, weight in enumerate((3, 5, 5)):
            self.grid_columnconfigure(column, weight=weight, uniform="compare")
        self.lines: list[tuple[str, str, str]] = []
        self._cells: list[kit.Label] = []
        theme.follow(self, lambda: self.fill(self.lines))

    def fill(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show these facts in the place of others."""
        self.lines = list(lines)
        for cell in self._cells:
            cell.destroy()
        self._cells = []
        if not lines:
            return
        for column, words in enumerate(self.headings):
            self._cell(0, column, words, "bold")
        for row, (label, left, right) in enumerate(self.lines[:MOST], start=1):
            differs = left != right
            self._cell(row, 0, f"{SIGN} {label}" if differs else label, "warning" if differs else "muted")
            for column, words in ((1, left), (2, right)):
                self._cell(row, column, _cut(words) or "(trống)", "plain" if words else "muted")
        self.yview_moveto(0)

    def _cell(self, row: int, column: int, words: str, role: kit.Role) -> None:
        gap = kit.px(self, 4)
        cell = kit.wraplabel(self, words, role, wraplength=kit.px(self, 80), anchor="nw", justify="left")
        self._cells.append(cell)
        cell.grid(row=row, column=column, sticky="new", padx=(0, 3 * gap), pady=gap)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
