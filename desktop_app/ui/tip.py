"""The full text of something cut, shown beside the pointer while it rests there."""

from __future__ import annotations

from desktop_app.ui import kit

DELAY = 450


class Tip:
    """One little window a widget, shown for whatever part of it the pointer rests on."""

    def __init__(self, widget: kit.Widget) -> None:
        self.widget = widget
        self.shown: kit.Toplevel | None = None
        self._text = ""
        self._waiting = ""
        for sequence in ("<Leave>", "<ButtonPress>", "<Key>", "<Destroy>"):
            widget.bind(sequence, lambda event: self.point("", 0, 0), add="+")

    def point(self, text: str, x: int, y: int) -> None:
        """The pointer is at a place of the screen where ``text`` is hidden; an empty one hides the tip."""
        if text == self._text:
            return
        self._text = text
        if self._waiting:
            self.widget.after_cancel(self._waiting)
            self._waiting = ""
        if self.shown is not None:
            self.shown.destroy()
            self.shown = None
        if text:
            self._waiting = self.widget.after(DELAY, self._show, x, y)

    def _show(self, x: int, y: int) -> None:
        self._waiting = ""
        gap = kit.px(self.widget, 14)
        self.shown = window = kit.Toplevel(
            master=self.widget, override_redirect=True, window_type="tooltip", topmost=True, position=(x, y)
        )
        window.withdraw()
        wide = kit.px(self.widget, 520)
        kit.Label(window, text=self._text, style="Tip.TLabel", wraplength=wide, padding=gap // 2).pack()
        window.update_idletasks()
        x = min(x + gap, window.winfo_screenwidth() - window.winfo_reqwidth() - gap)
        below = y + gap
        if below + window.winfo_reqheight() > window.winfo_screenheight():
            below = y - gap - window.winfo_reqheight()
        window.geometry(f"+{max(0, x)}+{max(0, below)}")
        window.deiconify()
