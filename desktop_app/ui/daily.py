"""The tools at hand on every screen: command palette, recent records, undoing of the last save, the list of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app import events
from desktop_app.records import finding
from desktop_app.ui import command, kit, theme, undoing
from desktop_app.ui import help as guide
from desktop_app.ui.command import Command
from desktop_app.ui.command_palette import CommandPalette, Sections
from desktop_app.ui.recents import Recents
from desktop_app.ui.title_bar import SIZE_NAMES

if TYPE_CHECKING:
    from desktop_app.ui.shell import Shell

HITS, COMMANDS, RECENT = 6, 8, 8  # lines of a section: records of a kind, commands, recent records
WRITE_AFTER = 1_500  # milliseconds from opening a record to the file of recent ones
RECENTLY = "Gần đây"
# What Tk itself does with these keys in a field: it would cut the rest of a line, or take back a letter, on the way.
TAKEN_FROM_FIELDS = ("<Control-k>", "<Control-Alt-z>", "<Control-Alt-Z>")


class Daily:
    """What `Shell` has beside its screens; made before it, then attached."""

    def __init__(
        self,
        books: Sequence[finding.Book] = (),
        recents: Recents | None = None,
        commands: Callable[[], Iterable[Command]] = tuple,
    ) -> None:
        """Keep what it works with.

        Args:
            books: the kinds of records that are found everywhere.
            recents: what was opened last.
            commands: what only whoever starts the program knows of, such as the forms to print.
        """
        self.books, self.recents, self._more = books, recents or Recents(), commands
        self.palette: CommandPalette | None = None
        self.menu: kit.Menu | None = None

    def attach(self, shell: Shell) -> None:
        """Serve a shell: its keys, and the news of what is opened."""
        self.shell = shell
        for sequence in TAKEN_FROM_FIELDS:
            for widget_class in ("TEntry", "TCombobox", "TSpinbox", "Text"):
                shell.app.bind_class(widget_class, sequence, lambda event: None)
        shell.app.event_delete("<<SelectAll>>", "<Control-slash>")
        for case in "kK":
            shell.bind(f"<Control-{case}>", self.open_palette)
        for case in "zZ":
            shell.bind(f"<Control-Alt-{case}>", self.undo_last)
        shell.bind("<Alt-Key-0>", self.open_menu)
        shell.bind("<Control-slash>", lambda: shell.show_page(guide.KEYS))
        self._deaf = events.listen(events.Seen, self._seen)

    def detach(self) -> None:
        """The shell ends."""
        self._deaf()
        self.recents.write()

    # --- Recent records ---

    def _seen(self, news: events.Seen) -> None:
        self.recents.note(news.kind, news.uid)
        kit.soon(self.shell.frame, self.recents.write, WRITE_AFTER)

    def recent(self) -> list[Command]:
        """The recent records that are still there, the latest first."""
        return [self._open(hit) for hit in finding.describe(self.books, self.recents.list())]

    def open_menu(self) -> None:
        """The recent records in a menu under their button (Alt+0)."""
        if self.menu is not None and self.menu.winfo_exists():
            self.menu.destroy()
        self.menu = kit.Menu(self.shell.frame, tearoff=False)
        for one in self.recent():
            words = f"{one.words}  {one.about}"
            self.menu.add_command(label=words if len(words) <= 90 else f"{words[:89]}…", command=one.run)
        if self.menu.index("end") is None:
            self.menu.add_command(label="Chưa mở bản ghi nào", state="disabled")
        under = self.shell.title_bar.recent
        self.menu.tk_popup(under.winfo_rootx(), under.winfo_rooty() + under.winfo_height())

    # --- Undoing ---

    def undo_last(self) -> None:
        """Take back the last save: of the record in the form, or of anything where the screen has none."""
        own = getattr(self.shell.screen, "undo_last", None)
        if own is not None:
            own()
        else:
            undoing.last(self.shell.frame)

    # --- The palette ---

    def open_palette(self) -> None:
        """Ctrl+K."""
        if self.palette is not None and self.palette.winfo_exists():
            self.palette.entry.focus_set()
            return
        commands = list(self.commands())
        self.palette = CommandPalette(self.shell.app, partial(self.sections, commands))

    def sections(self, commands: Sequence[Command], text: str) -> Sections:
        """What the palette shows for a text."""
        if not text.strip():
            return self._at_first(commands)
        hits = finding.find(self.books, text, HITS)
        found = [(one[0].book.heading, [self._open(hit) for hit in one]) for one in hits]
        named = command.best(commands, text, COMMANDS)
        done = [("Lệnh", named)] if named else []
        exact = 1 if hits and hits[0][0].exact else 0
        return [*found[:exact], *done, *found[exact:]]

    def _at_first(self, commands: Sequence[Command]) -> Sections:
        groups: dict[str, list[Command]] = {}
        for one in commands:
            groups.setdefault(one.group, []).append(one)
        recent = self.recent()[:RECENT]
        return [*([(RECENTLY, recent)] if recent else []), *groups.items()]

    def _open(self, hit: finding.Hit) -> Command:
        open_it = partial(events.publish, events.Open(hit.book.screen, *hit.book.opened(hit.id)))
        return Command(hit.title, open_it, group=hit.book.heading, about=hit.about)

    def commands(self) -> Iterator[Command]:
        """Every command there is now, in the order of their groups; a line more here is a command more."""
        shell = self.shell
        yield from getattr(shell.screen, "commands", tuple)()
        for place, entry in enumerate(shell.entries.values(), start=1):
            key = f"Alt+{place}" if place <= 9 else ""
            yield Command(f"Mở {entry.label}", partial(shell.go, entry.name), key, command.GO, also="xem danh sách")
        yield from self._more()
        yield Command("Hoàn tác lần lưu cuối", self.undo_last, undoing.KEY, command.TOOLS, also="lấy lại trả lại")
        yield Command("Bản ghi mở gần đây", self.open_menu, "Alt+0", command.TOOLS)
        yield Command("Đóng chương trình", shell.close, "", command.TOOLS, also="thoát")
        other = "sáng" if theme.is_dark() else "tối"
        yield Command(f"Chuyển sang nền {other}", self._turn_dark, "", command.LOOK, also="giao diện màu")
        for size in theme.SIZES:
            now = " (đang dùng)" if size == theme.size() else ""
            words = f"Cỡ chữ {SIZE_NAMES[size].lower()}{now}"
            yield Command(words, partial(self._size, size), "", command.LOOK, also=f"phóng to thu nhỏ {size}")
        yield Command("Hướng dẫn của màn hình này", shell.show_help, "F1", command.HELP, also="trợ giúp")
        for name, title in guide.pages(first=list(shell.entries)).items():
            key = "Ctrl+/" if name == guide.KEYS else ""
            yield Command(f"Hướng dẫn: {title}", partial(shell.show_page, name), key, command.HELP, also="trợ giúp")

    def _turn_dark(self) -> None:
        self.shell.set_look(not theme.is_dark(), theme.size())

    def _size(self, size: int) -> Any:
        self.shell.set_look(theme.is_dark(), size)
