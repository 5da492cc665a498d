"""Why some of several rows were refused: a list that scrolls, and whether to go on with the others."""

from collections.abc import Sequence

from desktop_app.rules.numbers import show_whole
from desktop_app.ui import kit, theme
from desktop_app.ui.modal import Modal

WIDE, HIGHEST = 76, 14  # characters, lines


class RefusedRowsWindow(Modal):
    """What is wrong with each row, and two answers."""

    def __init__(self, parent: kit.Misc, title: str, lines: Sequence[tuple[str, str]], others: int) -> None:
        super().__init__(parent)
        self.title(title)
        self.go_on = False
        kit.label(self.whole, title, "heading").pack(anchor="w")
        words = f"{show_whole(len(lines))} dòng chưa làm được; chưa dòng nào bị thay đổi."
        kit.wraplabel(self.whole, words, "warning", wraplength=theme.characters(WIDE)).pack(
            fill="x", pady=self.gap // 2
        )
        self._show(lines)
        buttons = kit.Frame(self.whole)
        buttons.pack(fill="x", pady=(self.gap, 0))
        self.back = kit.button(buttons, "Quay lại (Esc)", self.close, "plain" if others else "primary")
        self.back.pack(side="right")
        if others:
            text = f"Làm với {show_whole(others)} dòng còn lại"
            kit.button(buttons, text, self.accept, "primary", "check2").pack(side="right", padx=self.gap // 2)
        self.bind("<Escape>", lambda event: self.close())

    def _show(self, lines: Sequence[tuple[str, str]]) -> None:
        holder = kit.Frame(self.whole)
        holder.pack(fill="both", expand=True)
        text = kit.Text(holder, width=WIDE, height=min(HIGHEST, 2 * len(lines) + 1))
        bar = kit.Scrollbar(holder, orient="vertical", command=text.yview)
        text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        text.pack(side="left", fill="both", expand=True)
        text.tag_configure("name", font=kit.BOLD)
        for name, words in lines:
            text.insert("end", f"{name}\n", "name", f"{words}.\n")
        text.configure(state="disabled")

    def accept(self) -> None:
        """Go on with the others."""
        self.go_on = True
        self.close()


def ask_about(parent: kit.Misc, title: str, lines: Sequence[tuple[str, str]], others: int) -> bool:
    """Show the refused rows (name, what is wrong) and wait; whether to go on with the ``others``, if there are any."""
    window = RefusedRowsWindow(parent, title, lines, others)
    window.open(window.back)
    window.wait_window()
    return window.go_on
