"""The windows behind `dialogs`: a message with answers, and a bar that shows how far a piece of work is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_app import jobs
from desktop_app.ui import kit, theme

WIDEST = 64  # characters a line of a message


class Modal(kit.Toplevel):
    """A window over its parent that takes all keys and clicks until it closes."""

    def __init__(self, parent: kit.Misc) -> None:
        self.parent = parent.winfo_toplevel()
        super().__init__(title="Sổ Phường", master=self.parent, resizable=(False, False))
        self.withdraw()
        self.gap = kit.px(self, 16)
        self.whole = kit.Frame(self, padding=self.gap, bootstyle="bordered")
        self.whole.pack(fill="both", expand=True)
        self._grabbed_before: kit.Misc | None = None
        self._focused_before: kit.Misc | None = None

    def open(self, focus: kit.Misc | None = None) -> None:
        """Show the window in the middle of its parent, and give it every key and click."""
        self._grabbed_before, self._focused_before = self.grab_current(), self.parent.focus_get()
        if self.parent.winfo_viewable():
            self.transient(self.parent)
        self.place_in_middle()
        self.deiconify()
        self.lift()
        self.wait_visibility()
        self.grab_set()
        (focus or self).focus_force()

    def place_in_middle(self) -> None:
        """Centre the window on its parent, or on the screen while that is hidden; never over an edge."""
        self.update_idletasks()
        wide, high = self.winfo_reqwidth(), self.winfo_reqheight()
        over = self.parent
        if over.winfo_viewable():
            x = over.winfo_rootx() + (over.winfo_width() - wide) // 2
            y = over.winfo_rooty() + (over.winfo_height() - high) // 3
        else:
            x, y = (self.winfo_screenwidth() - wide) // 2, (self.winfo_screenheight() - high) // 3
        x = max(0, min(x, self.winfo_screenwidth() - wide))
        y = max(0, min(y, self.winfo_screenheight() - high))
        self.geometry(f"+{x}+{y}")

    def close(self) -> None:
        """Go away, and give grab and focus back to who had them."""
        if not self.winfo_exists():
            return
        self.grab_release()
        self.destroy()
        if self._grabbed_before is not None and self._grabbed_before.winfo_exists():
            self._grabbed_before.grab_set()
        if self._focused_before is not None and self._focused_before.winfo_exists():
            self._focused_before.focus_set()


class Dialog(Modal):
    """A message with answers; `ask` waits for one of them."""

    def __init__(self, parent: kit.Misc, title: str, message: str, icon: str, tone: str = "accent") -> None:
        super().__init__(parent)
        self._picked = ""
        self._default: kit.Button | None = None
        self.whole.columnconfigure(1, weight=1)
        image = kit.icon(icon, getattr(theme.palette(), tone), 32)
        kit.Label(self.whole, image=image).grid(row=0, column=0, sticky="n", padx=(0, self.gap))
        self.body = kit.Frame(self.whole)
        self.body.grid(row=0, column=1, sticky="nsew")
        wide = min(theme.characters(WIDEST), self.winfo_screenwidth() - 10 * self.gap)
        kit.label(self.body, title, "heading", wraplength=wide, justify="left").pack(anchor="w")
        kit.label(self.body, message, wraplength=wide, justify="left").pack(anchor="w", pady=(self.gap // 2, 0))
        self._answers = kit.Frame(self.whole)
        self._answers.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(round(self.gap * 1.3), 0))
        self._answers.columnconfigure(0, weight=1, minsize=self.gap)

    def answer(self, text: str, value: str, kind: kit.Kind = "plain", default: bool = False) -> None:
        """Add an answer; the default one has the focus at the start."""
        made = kit.button(self._answers, text, lambda: self.pick(value), kind)
        place = self._answers.grid_size()[0] or 1
        made.grid(row=0, column=place, padx=(kit.px(self, 8), 0))
        made.bind("<Left>", lambda event: self._step(made, -1))
        made.bind("<Right>", lambda event: self._step(made, 1))
        if default:
            self._default = made

    def _step(self, button: kit.Button, way: int) -> None:
        buttons = [child for child in self._answers.winfo_children() if isinstance(child, kit.Button)]
        buttons[(buttons.index(button) + way) % len(buttons)].focus_set()

    def other(self, text: str, command: Callable[[], Any], icon: str = "") -> None:
        """Add a button at the left that does something and leaves the dialog open."""
        kit.button(self._answers, text, command, "quiet", icon).grid(row=0, column=0, sticky="w")

    def pick(self, value: str) -> None:
        """Close with an answer."""
        self._picked = value
        self.close()

    def ask(self, on_escape: str) -> str:
        """Show the dialog and wait; Esc and the window's own cross give ``on_escape``."""
        self._picked = on_escape
        self.bind("<Escape>", lambda event: self.pick(on_escape))
        self.protocol("WM_DELETE_WINDOW", lambda: self.pick(on_escape))
        self.open(self._default)
        self.wait_window()
        return self._picked


class Waiting(Modal):
    """A bar that shows how far a piece of work is, with a button to stop it."""

    def __init__(
        self, parent: kit.Misc, title: str, can_cancel: bool, on_stop: Callable[[], None] | None = None
    ) -> None:
        """Build the window.

        Args:
            parent: the window it lies over.
            title: what is being done.
            can_cancel: whether there is a button to stop it, and Esc does.
            on_stop: asks the work to end; `drive` then waits for that. Without it `drive` ends at once.
        """
        super().__init__(parent)
        self._on_stop = on_stop
        self.stopped = False
        kit.label(self.whole, title, "heading").pack(anchor="w")
        self._share = kit.Progressbar(self.whole, length=theme.characters(48), maximum=1.0, mode="determinate")
        self._share.pack(fill="x", pady=(self.gap // 2, self.gap // 4))
        under = kit.Frame(self.whole)
        under.pack(fill="x")
        self._words = kit.label(under, "Đang chuẩn bị…", "small", width=1)
        self._words.pack(side="left", fill="x", expand=True)
        self._percent = kit.label(under, "", "small", width=5, anchor="e")
        self._percent.pack(side="right")
        self._button: kit.Button | None = None
        if can_cancel:
            self._button = kit.button(self.whole, "Dừng lại", self.stop)
            self._button.pack(anchor="e", pady=(self.gap, 0))
            self.bind("<Escape>", lambda event: self.stop())
        self.protocol("WM_DELETE_WINDOW", self.stop if can_cancel else lambda: None)

    def tell(self, news: float | str) -> None:
        """Show a share from 0 to 1, or words about what the work is at."""
        if isinstance(news, str):
            if news:
                self._words.configure(text=news)
        else:
            share = max(0.0, min(1.0, news))
            self._share.configure(value=share)
            self._percent.configure(text=f"{share * 100:.0f} %")

    def stop(self) -> None:
        """The person has had enough."""
        self.stopped = True
        if self._button is not None:
            self._button.configure(state="disabled", text="Đang dừng…")
        if self._on_stop is not None:
            self._on_stop()

    def drive(self, step: Callable[[], bool], pause: int = 0) -> None:
        """Call ``step`` until it gives True, the window living on in between.

        Args:
            step: a short piece of the work, or a look at how far somebody else's is.
            pause: milliseconds between two steps.

        Raises:
            jobs.Cancelled: it was stopped, and nobody else is to be waited for.
        """
        self.open()  # the focus on the window: a stray Return must not stop the work
        turn = kit.BooleanVar(self)
        try:
            while not step():
                if pause:
                    self.after(pause, turn.set, True)
                    self.wait_variable(turn)
                else:
                    self.update()
                if self.stopped and self._on_stop is None:
                    raise jobs.Cancelled
        finally:
            self.close()
