"""The main window: bar, navigation and status line around one screen at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from desktop_app import events
from desktop_app.ui import faults, kit, theme
from desktop_app.ui import help as guide
from desktop_app.ui.daily import Daily
from desktop_app.ui.navigation import Navigation
from desktop_app.ui.status_line import Status, StatusLine
from desktop_app.ui.title_bar import TitleBar

log = logging.getLogger(__name__)

NARROW = 1500  # units of 1/96 inch at the smallest letters; below, the navigation shows icons only
RECOUNT_MILLISECONDS = 400
STATUS_SECONDS = 60
NAME = "Sổ Phường"


class Screen(Protocol):
    """What the shell wants of a screen: a widget that tells its name and can be opened, refreshed and left.

    ``new``, ``save``, ``focus_search``, ``print_``, ``back``, ``first_answer`` and ``second_answer`` are called on
    their keys where a screen has them, and ``focus_first`` to take the keyboard when it is first shown; else
    its first field gets it. ``commands`` gives what the command palette offers there.
    """

    title: str
    help_page: str

    def refresh(self) -> None:
        """Read everything on it again."""

    def open(self, wanted: Mapping[str, Any], record_id: int | None, /) -> None:
        """Show the rows of a filter, or one record."""

    def may_leave(self) -> bool:
        """Whether the person may go elsewhere; it asks about what is not saved."""

    @property
    def pack(self) -> Callable[..., Any]:
        """A widget's own."""

    @property
    def focus_set(self) -> Callable[[], None]:
        """A widget's own."""


@dataclass(frozen=True)
class ShellEntry:
    """One line of the navigation: the name a screen is opened by, its label and Bootstrap icon, and how it is made.

    ``counter`` gives a number to show beside it; it is asked after the window takes keys. Those of one ``group`` stand
    together under its label; one without stands before all groups.
    """

    name: str
    label: str
    icon: str
    make: Callable[[kit.Frame], Screen]
    counter: Callable[[], int | None] | None = None
    alarming: bool = False
    group: str = ""
    group_icon: str = ""


class Shell:
    """Fills the main window; screens are made when first shown, and kept."""

    def __init__(
        self,
        app: kit.App,
        entries: Sequence[ShellEntry],
        office_name: str,
        official: str,
        status: Callable[[], Status],
        *,
        on_close: Callable[[], bool | None] = lambda: None,
        on_look: Callable[[bool, int], Any] = lambda dark, size: None,
        tell_faults: bool = True,
        daily: Daily | None = None,
    ) -> None:
        """Build the window around no screen yet; call `go` for the first one.

        Args:
            app: the root window, from `theme.create_app`.
            entries: the screens, in the order of the navigation; Alt+1…9 open the first nine, grouped or not.
            office_name: in the bar at the left.
            official: who works, in the bar at the right.
            status: what the status line says, asked now and then.
            on_close: called when the window may close, before it does; False keeps it open.
            on_look: called with dark and size after the person changed them, to be remembered.
            tell_faults: tell of exceptions in callbacks in a dialog; tests let them fail the test instead.
            daily: command palette, recent records and the like; without it they know no records.
        """
        self.app, self.entries, self.status = app, {entry.name: entry for entry in entries}, status
        self.on_close, self.on_look = on_close, on_look
        self.office_name, self.official = office_name, official
        self.daily = daily or Daily()
        self.current = ""
        self.screens: dict[str, Screen] = {}
        self._holders: dict[str, kit.Frame] = {}
        self._focused: dict[str, kit.Misc] = {}
        self.frame = kit.Frame(app)
        self.frame.pack(fill="both", expand=True)
        self._build()
        self._bind_keys()
        self.daily.attach(self)
        self._restore_faults = faults.install(app) if tell_faults else lambda: None
        self.recount = kit.once_idle(self.frame, lambda: kit.soon(self.frame, self._count, RECOUNT_MILLISECONDS))
        self._deaf = [events.listen(events.Open, self._opened), events.listen(events.Changed, self.recount)]
        app.protocol("WM_DELETE_WINDOW", self.close)
        kit.soon(self.frame, self._keep_status, 100)
        self.recount()

    def _build(self) -> None:
        self.frame.rowconfigure(2, weight=1)
        self.frame.columnconfigure(1, weight=1)
        self.content = kit.Frame(self.frame)
        self.content.grid(row=2, column=1, sticky="nsew")
        self._build_around()
        self.frame.bind("<Configure>", lambda event: self._fit(event.width))

    def _build_around(self) -> None:
        """Everything but the screens, in the letters of now."""
        self.title_bar = TitleBar(self.frame, self.office_name, self.official)
        self.title_bar.on_search = lambda: self.forward("focus_search")
        self.title_bar.on_help = self.show_help
        self.title_bar.on_palette = self.daily.open_palette
        self.title_bar.on_recent = self.daily.open_menu
        self.title_bar.on_dark = lambda: self.set_look(not theme.is_dark(), theme.size())
        self.title_bar.on_size = lambda size: self.set_look(theme.is_dark(), size)
        self.title_bar.grid(row=0, column=0, columnspan=2, sticky="ew")
        self.navigation = Navigation(self.frame, list(self.entries.values()), self.go)
        self.navigation.grid(row=1, column=0, rowspan=2, sticky="ns")
        self.banner = kit.Label(self.frame, style="Banner.TLabel", padding=(kit.px(self.frame, 16), 6))
        self.status_line = StatusLine(self.frame)
        self.status_line.grid(row=3, column=0, columnspan=2, sticky="ew")
        # The keyboard goes through bar, navigation, screen and status line in this order.
        self.content.lift(self.navigation)

    def _fit(self, width: int) -> None:
        narrow = kit.px(self.frame, NARROW) * theme.size() / theme.SIZES[0]
        self.navigation.collapse(width < narrow)
        self.title_bar.shorten(width)

    # --- Screens ---

    def go(self, name: str, wanted: Mapping[str, Any] | None = None, record_id: int | None = None) -> bool:
        """Show a screen, made now if it was not yet, and open the wanted rows or record on it.

        Returns:
            False when the present screen may not be left.
        """
        if name != self.current:
            if self.current and not self.screens[self.current].may_leave():
                self.navigation.mark(self.current)
                return False
            self._switch(name)
        if wanted or record_id is not None:
            self.screens[name].open(wanted or {}, record_id)
        return True

    def _switch(self, name: str) -> None:
        if self.current:
            focused = self.app.focus_get()
            if focused is not None and str(focused).startswith(str(self._holders[self.current])):
                self._focused[self.current] = focused
            self._holders[self.current].pack_forget()
            if kit.Toast.shown is not None:  # news of one screen would lie over the work of the next
                kit.Toast.shown.close()
        if name not in self.screens:
            holder = kit.Frame(self.content)
            self.screens[name] = screen = self.entries[name].make(holder)
            screen.pack(fill="both", expand=True)
            self._holders[name] = holder
        self._holders[name].pack(fill="both", expand=True)
        self.current = name
        self.navigation.mark(name)
        self.app.title(f"{self.screens[name].title} – {self.office_name} – {NAME}")
        self.frame.update_idletasks()  # the keyboard can only go where there is something to see
        self._focus_in(name)

    def _focus_in(self, name: str) -> None:
        """The keyboard goes where it was on this screen, or to its first field."""
        target = self._focused.get(name)
        if target is None or not target.winfo_exists():
            if (begin := getattr(self.screens[name], "focus_first", None)) is not None:
                begin()
                return
            target = self._holders[name].tk_focusNext()
        inside = target is not None and str(target).startswith(f"{self._holders[name]}.")
        (target if inside and target is not None else self._holders[name]).focus_set()

    def step(self, way: int) -> None:
        """Show the next screen of the navigation, or with -1 the one before."""
        names = list(self.entries)
        if names:
            self.go(names[(names.index(self.current) + way) % len(names) if self.current else 0])

    @property
    def screen(self) -> Screen | None:
        """The screen that is shown."""
        return self.screens.get(self.current)

    def forward(self, method: str) -> str:
        """Call a method of the present screen, if it has it."""
        if (wanted := getattr(self.screen, method, None)) is not None:
            wanted()
        return "break"

    def _opened(self, news: events.Open) -> None:
        if news.screen not in self.entries:
            log.warning("no screen %s to open", news.screen)
            return
        self.go(news.screen, news.filter, news.id)

    def show_help(self) -> None:
        """F1: the help page of the present screen."""
        self.show_page(self.screen.help_page if self.screen is not None else "")

    def show_page(self, page: str) -> None:
        """Show a page of the guide."""
        guide.show(self.app, page, list(self.entries))

    # --- Keys ---

    def _bind_keys(self) -> None:
        letters = {"n": "new", "s": "save", "f": "focus_search", "p": "print_"}
        self._bound: list[str] = []
        for letter, method in letters.items():
            for case in (letter, letter.upper()):
                self.bind(f"<Control-{case}>", partial(self.forward, method))
        for digit, method in {"1": "first_answer", "2": "second_answer"}.items():
            self.bind(f"<Control-Key-{digit}>", partial(self.forward, method))
        self.bind("<Escape>", lambda: self.forward("back"))
        self.bind("<F5>", lambda: self.forward("refresh"))
        self.bind("<F1>", self.show_help)
        self.bind("<F10>", lambda: self.navigation.begin())
        self.bind("<Control-Tab>", lambda: self.step(1))
        for sequence in ("<Control-Shift-Tab>", "<Control-ISO_Left_Tab>"):
            if "ISO" not in sequence or self.app.tk.call("tk", "windowingsystem") == "x11":
                self.bind(sequence, lambda: self.step(-1))
        for place, name in enumerate(list(self.entries)[:9], start=1):
            self.bind(f"<Alt-Key-{place}>", partial(self.go, name))

    def bind(self, sequence: str, work: Callable[[], Any]) -> None:
        """Let a key do something wherever the keyboard is in the main window."""

        def run(event: kit.Event[Any]) -> str:
            work()
            return "break"

        self.app.bind(sequence, run)
        self._bound.append(sequence)

    # --- What changes around the screen ---

    def set_look(self, dark: bool, size: int) -> None:
        """Change theme and size of the letters at once; what is typed stays."""
        if dark != theme.is_dark():
            theme.set_dark(dark)
        if size != theme.size():
            theme.set_size(size)
            for part in (self.title_bar, self.navigation, self.status_line, self.banner):
                part.destroy()
            self._build_around()
            self.navigation.mark(self.current)
            self._fit(self.frame.winfo_width())
            self.refresh_status()
            self.recount()
        self.title_bar.show_look()
        self.on_look(dark, size)

    def refresh_status(self) -> None:
        """Ask again for what the status line says."""
        now = self.status()
        self.status_line.show(now)
        self.banner.configure(text=now.banner)
        if now.banner:
            self.banner.grid(row=1, column=1, sticky="ew")
        else:
            self.banner.grid_remove()

    def _keep_status(self) -> None:
        self.refresh_status()
        kit.soon(self.frame, self._keep_status, STATUS_SECONDS * 1000)

    def _count(self) -> None:
        """Fill the counters, one at a time, so that no key waits for all of them."""
        waiting = [entry for entry in self.entries.values() if entry.counter is not None]

        def next_one() -> None:
            if waiting:
                entry = waiting.pop(0)
                assert entry.counter is not None
                self.navigation.count(entry.name, entry.counter())
                kit.soon(self.frame, next_one)

        next_one()

    # --- The end ---

    def close(self) -> None:
        """Close the window, unless the present screen or ``on_close`` says no; not while another waits for an end."""
        if self.app.grab_current() is not None:
            return
        if self.screen is not None and not self.screen.may_leave():
            return
        if self.on_close() is False:
            return
        self.destroy()
        self.app.destroy()

    def destroy(self) -> None:
        """Leave the root window as it was before."""
        for stop in self._deaf:
            stop()
        self.daily.detach()
        for sequence in self._bound:
            self.app.unbind(sequence)
        self._restore_faults()
        self.frame.destroy()
