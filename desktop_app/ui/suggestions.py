"""The list that drops under a field: it follows what is typed, never rewrites it and never takes the focus."""

from collections.abc import Callable, Sequence
from typing import Any

from desktop_app.rules import names, numbers
from desktop_app.ui import kit
from desktop_app.ui.house_fixes import WHEEL

MOST = 200  # options shown at once
LINES = 8
_STEPS = {"Down": 1, "Up": -1, "Next": LINES, "Prior": -LINES}


def matching(options: Sequence[str], asked: str) -> list[str]:
    """The options that hold every word of ``asked``, accents aside; those that begin with it come first.

    >>> matching(["Phòng Nội vụ", "Văn phòng", "Công an"], "phong")
    ['Phòng Nội vụ', 'Văn phòng']
    """
    wanted = names.fold(asked)
    words = wanted.split()
    if not words:
        return list(options)
    ranked: tuple[list[str], list[str], list[str]] = ([], [], [])
    for option in options:
        folded = names.fold(option)
        if all(word in folded for word in words):
            ranked[0 if folded.startswith(wanted) else 1 if f" {wanted}" in folded else 2].append(option)
    return [option for rank in ranked for option in rank]


def meant(options: Sequence[str], begun: str) -> list[str]:
    """The options that ``begun`` is the beginning of, accents aside; where none is, those that have such a word.

    >>> meant(["Phòng Nội vụ", "Văn phòng", "Phòng Tư pháp"], "van ph")
    ['Văn phòng']
    >>> meant(["Phòng Nội vụ", "Văn phòng", "Phòng Tư pháp"], "noi")
    ['Phòng Nội vụ']
    """
    wanted = names.fold(begun)
    if not wanted:
        return []
    folded = [(option, names.fold(option)) for option in options]
    at_front = [option for option, text in folded if text.startswith(wanted)]
    return at_front or [option for option, text in folded if f" {wanted}" in text]


class Suggestions:
    """The options for one entry; Down goes in, Return and Tab take, Esc closes."""

    def __init__(
        self, entry: kit.Entry | kit.Combobox, options: Callable[[], Sequence[str]], take: Callable[[str], Any]
    ) -> None:
        """Serve ``entry``: ``options`` is asked at each opening, ``take`` is told the one chosen."""
        self.entry = entry
        self._read_options = options
        self._take = take
        self._frame: kit.Frame | None = None
        self._options: Sequence[str] = ()
        self.shown: list[str] = []
        self._place: tuple[int, ...] = ()
        for key in _STEPS:
            entry.bind(f"<KeyPress-{key}>", self._on_step, add="+")
        for key in ("Return", "KP_Enter", "Tab"):
            entry.bind(f"<KeyPress-{key}>", self._on_take, add="+")
        entry.bind("<KeyPress-Escape>", self._on_escape, add="+")
        entry.bind("<FocusOut>", lambda event: self.close(), add="+")
        entry.bind("<Destroy>", lambda event: self.close(), add="+")

    @property
    def is_open(self) -> bool:
        """Whether the list is on the screen."""
        return self._frame is not None

    def open(self, asked: str = "", chosen: str = "") -> None:
        """Show the options that match ``asked``; the one that reads ``chosen`` is lit."""
        self._options = self._read_options()
        self._show(asked)
        if self.is_open and chosen in self.shown:
            self._light(self.shown.index(chosen))

    def follow(self, asked: str) -> None:
        """The text has become ``asked``: show what matches now, or nothing."""
        if not self.is_open:
            self._options = self._read_options()
        if asked.strip():
            self._show(asked)
        else:
            self.close()

    def close(self) -> None:
        """Take the list away; the text stays as it is."""
        frame, self._frame = self._frame, None
        if frame is not None and frame.winfo_exists():
            frame.destroy()

    def _show(self, asked: str) -> None:
        found = matching(self._options, asked)
        if not found or (len(found) == 1 and found[0] == asked):
            self.close()
            return
        if self._frame is None:
            self._frame = self._build()
            kit.soon(self._frame, self._stay_beside, 100)
        self.listbox.delete(0, "end")
        self.shown = found[:MOST]
        self.listbox.insert("end", *(f" {option}" for option in self.shown))
        self.more.configure(
            text=f"Còn {numbers.show_whole(len(found) - MOST)} mục nữa, hãy gõ thêm" if len(found) > MOST else ""
        )
        self._put(self.shown)

    def _build(self) -> kit.Frame:
        frame = kit.Frame(self.entry.winfo_toplevel(), borderwidth=1, relief="solid")
        self.listbox = kit.Listbox(
            frame, takefocus=False, exportselection=False, activestyle="none", highlightthickness=0, borderwidth=0
        )
        # Its own class bindings would take the focus at a click.
        self.listbox.bindtags((str(self.listbox),))
        self.listbox.bind("<ButtonRelease-1>", self._on_click)
        for sequence in WHEEL:
            self.listbox.bind(sequence, lambda event: self.listbox.yview_scroll(kit.wheel_rows(event), "units"))
        bar = kit.Scrollbar(frame, orient="vertical", command=self.listbox.yview, takefocus=False)
        self.listbox.configure(yscrollcommand=bar.set)
        self._bar = bar
        self.more = kit.label(frame, role="muted")
        self.listbox.grid(row=0, column=0, sticky="nsew")
        frame.grid_columnconfigure(0, weight=1)
        frame.grid_rowconfigure(0, weight=1)
        return frame

    def _put(self, shown: Sequence[str]) -> None:
        """Below the entry, or above when there is more room; wide enough for the longest option."""
        assert self._frame is not None
        lines = min(LINES, len(shown))
        self.listbox.configure(height=lines)
        if len(shown) > lines:
            self._bar.grid(row=0, column=1, sticky="ns")
        else:
            self._bar.grid_remove()
        if self.more.cget("text"):
            self.more.grid(row=1, column=0, columnspan=2, sticky="ew", padx=kit.px(self.entry, 6))
        else:
            self.more.grid_remove()
        window, entry = self.entry.winfo_toplevel(), self.entry
        measure = self.listbox.tk.call
        longest = max(shown, key=len)
        wanted = int(measure("font", "measure", self.listbox.cget("font"), longest)) + kit.px(entry, 36)
        width = min(max(entry.winfo_width(), wanted), window.winfo_width())
        left = min(entry.winfo_rootx() - window.winfo_rootx(), window.winfo_width() - width)
        top = entry.winfo_rooty() - window.winfo_rooty()
        under = top + entry.winfo_height()
        self._frame.update_idletasks()
        height = self._frame.winfo_reqheight()
        if under + height > window.winfo_height() and top > window.winfo_height() - under:
            height = min(height, top)
            under = top - height
        height = min(height, window.winfo_height() - under)
        self._frame.place(x=max(0, left), y=under, width=width, height=height)
        self._frame.lift()
        self._place = self._where()

    def _stay_beside(self) -> None:
        """Close when the entry has moved: scrolled away, or the window made smaller."""
        if self._frame is None:
            return
        if self._where() != self._place:
            self.close()
        else:
            kit.soon(self._frame, self._stay_beside, 100)

    def _where(self) -> tuple[int, ...]:
        entry, window = self.entry, self.entry.winfo_toplevel()
        return (
            entry.winfo_rootx() - window.winfo_rootx(),
            entry.winfo_rooty() - window.winfo_rooty(),
            entry.winfo_width(),
            entry.winfo_viewable(),
        )

    def _lit(self) -> int | None:
        lit = self.listbox.curselection() if self._frame else ()
        return int(lit[0]) if lit else None

    def _light(self, place: int) -> None:
        self.listbox.selection_clear(0, "end")
        self.listbox.selection_set(place)
        self.listbox.see(place)

    def _choose(self, place: int) -> None:
        option = self.shown[place]
        self.close()
        self._take(option)

    def _on_step(self, event: kit.Event) -> str | None:
        if self._frame is None:
            return None
        last, lit, step = self.listbox.size() - 1, self._lit(), _STEPS[event.keysym]
        if lit is None:
            self._light(0 if step > 0 else last)
        else:
            self._light(max(0, min(last, lit + step)))
        return "break"

    def _on_take(self, event: kit.Event) -> str | None:
        """Return takes what is lit and stays; Tab takes it and moves on."""
        if (lit := self._lit()) is None:
            self.close()
            return None
        self._choose(lit)
        return None if event.keysym == "Tab" else "break"

    def _on_escape(self, event: kit.Event) -> str | None:
        if self._frame is None:
            return None
        self.close()
        return "break"

    def _on_click(self, event: kit.Event) -> str:
        self._choose(self.listbox.nearest(event.y))
        return "break"
