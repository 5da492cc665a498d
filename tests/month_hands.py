"""The clerk at her window with the books of a month: where she goes, what she types, line by line, with real keys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app import clock
from tests import typing_hands as hands
from tests.clerk_hands import Clerk, type_over
from tests.town_hands import once

SETTLED = 40  # milliseconds in which the display tells of a window that has closed; nobody types that fast
# screen -> what is typed into the palette to get there
PLACES = {
    "duties": "phan cong lanh dao",
    "briefing_rules": "lich giao ban",
    "week": "lich tuan",
    "meetings": "cuoc hop",
    "plans": "ke hoach chuong trinh",
    "establishments": "co so cong trinh",
    "checklists": "mau kiem tra",
    "inspection_plans": "ke hoach kiem tra",
    "inspections": "kiem tra",
    "findings": "khac phuc",
    "urging": "don doc",
}


@dataclass
class MonthClerk(Clerk):
    """The same person; she finds her way by the palette and types from field to field."""

    def day(self, text: str) -> None:
        """Another day begins; the keys stay where they are."""
        day, month = (int(part) for part in text.split("/"))
        clock.set_today(date(2026, month, day))
        self.press("F5")

    # --- Keys ---

    def press(self, *keys: str) -> None:
        """Press keys where the program has put the focus; a window that has closed gives it to nobody without help."""
        found = self.root.focus_lastfor()
        if self.root.focus_get() is None or self.root.grab_current() is None:
            found.focus_force()
            self.root.update()
        hands.press_here(self.root, *keys)

    def command(self, words: str) -> None:
        """Run what the palette finds first for some words, once a window before it has given the keys back."""
        hands.wait(self.root, SETTLED)
        self.has_keys()
        self.press("Control-k")
        hands.keys(self.shell.daily.palette.entry, words)
        self.press("Return")
        self.root.update()
        assert not self.shell.daily.palette.winfo_exists(), f"nothing answers to “{words}”"

    def go(self, name: str) -> Any:
        """Another screen, by the palette; its list, nothing opened."""
        if self.shell.current != name:
            self.command(f"mo {PLACES[name]}")
        assert self.shell.current == name, (name, self.shell.current)
        self.root.update()
        return self.shell.screen

    def to_list(self) -> None:
        """Back to the list of the screen: Esc for what lies over it, Esc for the form."""
        screen = self.shell.screen
        for _ in range(3):
            if getattr(screen, "page", None) is None and not screen.editing:
                break
            self.press("Escape")
            self.has_keys()

    def has_keys(self) -> Any:
        """What has the keys, which has to be a widget that is seen: the window itself is nobody's field."""
        found = self.root.focus_get()
        assert found not in (None, self.root), "the keys are lost"
        assert found.winfo_viewable(), f"what has the keys is not seen: {found}"
        return found

    def walk(self, *texts: str) -> None:
        """Type texts from the field with the keys on, Tab after each; an empty one leaves what is proposed."""
        for text in texts:
            if text:
                self.over(text)
            self.press("Tab")

    def over(self, text: str) -> None:
        """Type over what stands in the field with the keys."""
        box = self.has_keys()
        if box.winfo_class() == "Text":
            hands.unikey(box, text)
            return
        box.selection_range(0, "end")
        if box.get():
            self.press("BackSpace")
        hands.unikey(box, text)

    def asked(self, **texts: str) -> list[Any]:
        """Fill the next window of questions in and take it with its key; what it complained of, when all is done."""
        return self.fill(**texts)

    # --- What she writes ---

    def newest(self, table: str, count: int = 1) -> tuple[str, ...]:
        """The uids of the latest rows of a table."""
        return tuple(uid for (uid,) in self.ask(f"SELECT uid FROM {table} ORDER BY id DESC LIMIT {count}"))

    def write(self, name: str, table: str, work: Callable[[], Any], count: int = 1, *words: str) -> None:
        """Something that makes ``count`` new rows of a table."""
        [(before,)] = self.ask(f"SELECT count(*) FROM {table}")
        self.doing(name, lambda: self.newest(table, count), work, *words)
        [(after,)] = self.ask(f"SELECT count(*) FROM {table}")
        assert after == before + count, (name, before, after)

    def record(self, place: str, table: str, *texts: str, name: str = "") -> None:
        """A new record of a list, typed field by field from the first one and saved."""

        def work() -> None:
            screen = self.go(place)
            self.press("Control-n")
            self.walk(*texts)
            self.press("Control-s")
            form = screen.pane.form
            assert not form.dirty, {one: field.problem for one, field in form.fields.items() if field.problem}
            self.press("Escape")
            self.has_keys()

        self.write(name or f"{table}: {texts[0]}", table, work)

    def decide(self, name: str, table: str, words: str, /, **texts: str) -> None:
        """What the palette offers for the record in the form, with its window of questions."""

        def work() -> None:
            complained = self.asked(**texts)
            self.command(words)
            assert complained == [], (name, complained)
            self.has_keys()

        self.write(name, table, work)

    # --- Papers ---

    def printed(self, press: Callable[[], Any]) -> Path:
        """Print, and the file that opened."""
        before = len(self.shown)
        press()
        self.root.update()
        assert len(self.shown) == before + 1, "nothing was printed"
        return self.shown[-1]

    def form(self, words: str, **texts: str) -> Path:
        """A form of the printing screen, found by the palette."""
        self.command(words)
        page = self.shell.screen
        assert self.shell.current == "printing"
        type_over(page.asked, texts)
        return self.printed(lambda: self.press("Control-p"))

    def in_next(self, name: str, work: Callable[[Any], Any]) -> None:
        """Do something in the next window over the screen."""
        once(self.root, name, work)
