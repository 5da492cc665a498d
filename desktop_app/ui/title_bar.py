"""The bar at the top: which office, who works, and what changes the look of everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from desktop_app.ui import kit, theme
from desktop_app.ui.cells import Ruler

SIZE_NAMES = {10: "Thường", 12: "Vừa", 14: "Lớn", 16: "Rất lớn"}


class TitleBar(kit.Frame):
    """Office at the left; search, help, letters, theme and the official at the right."""

    def __init__(self, master: kit.Misc, office_name: str, official: str) -> None:
        gap = kit.px(master, 16)
        super().__init__(master, style="Bar.TFrame", padding=(gap, kit.px(master, 8)))
        self.on_search: Callable[[], Any] = lambda: None
        self.on_palette: Callable[[], Any] = lambda: None
        self.on_recent: Callable[[], Any] = lambda: None
        self.on_help: Callable[[], Any] = lambda: None
        self.on_dark: Callable[[], Any] = lambda: None
        self.on_size: Callable[[int], Any] = lambda size: None
        self.office_name = office_name
        self.office = kit.Label(self, text=office_name, style="BarBold.TLabel")
        kit.hint(self.office, office_name)
        self.office.pack(side="left")
        self.program = kit.Label(self, text="Sổ theo dõi nhiệm vụ", style="Bar.TLabel")
        self.program.pack(side="left", padx=gap)
        self._right = kit.Frame(self, style="Bar.TFrame")
        self._right.pack(side="right")
        units = kit.icon_units(self)
        self.official = kit.Label(
            self._right, text=f" {official}", style="Bar.TLabel", icon="person-circle", icon_size=units
        )
        self.official.pack(side="left", padx=gap // 2)
        kit.hint(self.official, f"Người đang làm việc: {official}")
        self.search = self._button("Tìm… (Ctrl+F)", "search", lambda: self.on_search())
        kit.hint(self.search, "Tìm trên màn hình này (Ctrl+F)")
        self.palette = self._button("Lệnh (Ctrl+K)", "lightning-charge", lambda: self.on_palette())
        kit.hint(self.palette, "Mọi lệnh và mọi bản ghi, tìm bằng vài chữ (Ctrl+K)")
        self.recent = self._button("Gần đây", "clock-history", lambda: self.on_recent())
        kit.hint(self.recent, "Các bản ghi mở gần đây (Alt+0)")
        self.help = self._button("F1", "question-circle", lambda: self.on_help())
        kit.hint(self.help, "Hướng dẫn cho màn hình này (F1)")
        self.letters = self._button("Cỡ chữ", "fonts", self._choose_size)
        kit.hint(self.letters, "Cỡ chữ của cả chương trình")
        self.dark = self._button("", "moon-stars-fill", lambda: self.on_dark())
        self._dark_hint = kit.hint(self.dark, "")
        self.show_look()

    def _levels(self) -> list[Callable[[], None]]:
        """What is given up, one after the other, where the window is too narrow for all."""
        return [self.program.pack_forget, self._hide_words, lambda: self.official.configure(compound="image")]

    def _hide_words(self) -> None:
        for button in (self.search, self.palette, self.recent, self.help, self.letters):
            button.configure(compound="image")

    def _button(self, text: str, icon: str, command: Callable[[], Any]) -> kit.Button:
        made = kit.button(self._right, text, command, icon=icon, style="Bar.TButton", bootstyle=None)
        made.pack(side="left")
        return made

    def _choose_size(self) -> None:
        menu = kit.Menu(self, tearoff=False)
        for size in theme.SIZES:
            mark = "●" if size == theme.size() else "   "
            menu.add_command(
                label=f"{mark} {SIZE_NAMES[size]} ({size})",
                command=partial(self.on_size, size),
            )
        menu.tk_popup(self.letters.winfo_rootx(), self.letters.winfo_rooty() + self.letters.winfo_height())

    def show_look(self) -> None:
        """Offer the theme that is not on."""
        dark = theme.is_dark()
        self.dark.configure(icon="sun-fill" if dark else "moon-stars-fill")
        self._dark_hint.configure(text="Chuyển sang nền sáng" if dark else "Chuyển sang nền tối")

    def shorten(self, width: int) -> None:
        """Leave out what there is no room for in ``width`` pixels, the least needed first; the office's name last."""
        self.program.pack(side="left", padx=kit.px(self, 16), after=self.office)
        for part in (self.search, self.palette, self.recent, self.help, self.letters, self.official):
            part.configure(compound="left")
        self.office.configure(text=self.office_name)
        for give_up in self._levels():
            if self._needs() <= width:
                return
            give_up()
        over = self._needs() - width
        if over > 0:
            ruler = Ruler(lambda letter: theme.measure(letter, kit.HEADING))
            self.office.configure(text=ruler.cut(self.office_name, ruler.width(self.office_name) - over))

    def _needs(self) -> int:
        self.update_idletasks()
        return self.winfo_reqwidth() + kit.px(self, 12)
