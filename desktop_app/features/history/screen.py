"""The journal as a list: filters, words, the entry in full, the way to its record, and whether the chain holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from desktop_app import clock, events, jobs
from desktop_app.features.history import service as history
from desktop_app.features.history.columns import ACTIONS, Entry, spans
from desktop_app.records import Column, Entity, Questions
from desktop_app.records.finding import Book
from desktop_app.records.kinds import Day, Text
from desktop_app.rules import names
from desktop_app.rules.dates import show_date
from desktop_app.ui import kit, theme
from desktop_app.ui.command import Command
from desktop_app.ui.editors import make_editor
from desktop_app.ui.filters import FilterBar, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.table import Table

CHECK_AFTER = 1_000  # milliseconds: the list first
WAIT = 250  # milliseconds between two looks at how far the check is
COLUMNS = (
    Column("at", "Lúc", Text(), 22, compute=lambda entry: entry.at),
    Column("who", "Người ghi", Text(), 20, compute=lambda entry: entry.who),
    Column("action", "Việc", Text(), 11, compute=lambda entry: entry.action_words),
    Column("kind", "Loại bản ghi", Text(), 20, compute=lambda entry: history.kind_words(entry.kind)),
    Column("name", "Bản ghi", Text(), 26, compute=lambda entry: entry.name),
    Column("told", "Nội dung ghi", Text(), 60, compute=lambda entry: entry.summary),
)
DAYS = Questions("Nhật ký", Column("since", "Từ ngày", Day()), Column("until", "Đến ngày", Day()))


class HistoryScreen(kit.Frame):
    """Every change, the latest first."""

    title = "Nhật ký"
    help_page = "history"

    def __init__(self, master: kit.Misc, books: Sequence[Book]) -> None:
        """Build the screen; ``books`` say which screen shows a record."""
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 8)
        self.books = {book.kind: book for book in books}
        self._job: jobs.Job[history.Chain] | None = None
        self._people: frozenset[str] = frozenset()
        head = Flow(self)
        head.pack(fill="x", pady=(0, gap))
        head.add(kit.label(head, self.title, "title"))
        head.go_right()
        self.open_button = head.button("Mở bản ghi (Enter)", "box-arrow-up-right", self.open_record, "primary")
        head.button("Mọi lần ghi của bản ghi này", "clock-history", self.follow_record)
        head.button("Kiểm tra chuỗi", "shield-check", self.check)
        self.chain = kit.wraplabel(self, "", "muted")
        self.chain.pack(fill="x", pady=(0, gap))
        self._build_filters(gap)
        self._build_entry(gap)
        self.table = Table(
            self,
            COLUMNS,
            noun="lần ghi",
            empty="Không có lần ghi nào ở đây",
            look=lambda entry: (history.action_tone(entry.action), None),
            many=False,
            on_open=lambda number: self.open_record(),
            on_select=self._show,
        )
        self.table.pack(fill="both", expand=True)
        self._deaf = events.listen(events.Changed, kit.once_idle(self, self._news))
        self._stale = False
        self.bind("<Map>", lambda event: self._news() if self._stale else None, add="+")
        self._find()
        kit.soon(self, self.check, CHECK_AFTER)

    def _build_filters(self, gap: int) -> None:
        filters = (
            NamedFilter("who", "Người ghi", lambda: history.people(self._people)),
            NamedFilter("kind", "Loại", history.kinds),
            NamedFilter("action", "Việc", lambda: ACTIONS),
            NamedFilter("days", "Thời gian", lambda: spans(clock.today())),
        )
        self.bar = FilterBar(self, cast(Entity[Any], DAYS), filters, self._filter_words, self._find)
        self.bar.pack(fill="x", pady=(0, gap))
        self.bar.search.bind("<Down>", lambda event: self._to_list())
        self.bar.search.bind("<Return>", lambda event: self._to_list())
        self.days = {}
        for name, column in DAYS.columns.items():
            box = kit.Frame(self.bar)
            kit.label(box, column.label).pack(side="left", padx=(0, kit.px(self, 6)))
            editor = make_editor(box, column)
            editor.widget.pack(side="left")
            editor.on_verdict = lambda problem: self._find()
            editor.entry.bind("<Return>", lambda event: self._find(), add="+")
            self.days[name] = editor
            self.bar.add(box)

    def _build_entry(self, gap: int) -> None:
        """What the chosen entry tells, below the list."""
        below = kit.Frame(self)
        below.pack(side="bottom", fill="x", pady=(gap, 0))
        self.about = kit.wraplabel(below, "", "small")
        self.about.pack(fill="x")
        self.told = kit.Text(below, height=4, state="disabled", takefocus=False)
        self.told.pack(fill="x")

    def destroy(self) -> None:
        self._deaf()
        super().destroy()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """Read the list again; the chosen entry stays chosen."""
        self.table.refresh(self._entries())

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Show the entries under a filter: ``record`` is a uid."""
        self._clear_days()
        self.bar.open(wanted)

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def focus_first(self) -> None:
        """The keyboard begins in the list."""
        self.table.tree.focus_set()

    def focus_search(self) -> None:
        """Go to the search box."""
        self.bar.focus_search()

    def commands(self) -> Iterator[Command]:
        """What the command palette offers here."""
        yield Command("Mở bản ghi của lần ghi đang chọn", self.open_record, "Enter")
        yield Command("Mọi lần ghi của bản ghi này", self.follow_record)
        yield Command("Kiểm tra chuỗi nhật ký", self.check, also="băm nguyên vẹn")
        yield Command("Tìm trong nhật ký", self.focus_search, "Ctrl+F")

    # --- What can be done ---

    @property
    def chosen(self) -> Entry | None:
        """The entry that is chosen."""
        found = history.Entries().rows(self.table.selected[:1])
        return found[0] if found else None

    def open_record(self) -> None:
        """Show the record of the chosen entry, where one of the screens shows such records."""
        entry = self.chosen
        if entry is None:
            return
        kind, uid = history.whole_of(entry)
        number = history.record_id(kind, uid)
        if kind in self.books and number is not None:
            events.publish(events.Open(self.books[kind].screen, *self.books[kind].opened(number)))
        else:
            kit.toast(self, "Không có gì để mở", f"{entry.action_words}: {entry.summary[:120]}", "info")

    def follow_record(self) -> None:
        """Every entry about the same record."""
        entry = self.chosen
        if entry is not None:
            self.open({"record": entry.record}, None)

    def check(self) -> None:
        """Follow the chain from its first entry in a worker, and say whether it holds."""
        if self._job is not None:
            return
        self.chain.configure(text="Đang kiểm tra chuỗi nhật ký…", style=kit.ROLES["muted"])
        self._job = jobs.start(lambda progress: history.check_chain(progress.check), self._checked)
        self._wait()

    def _wait(self) -> None:
        if self._job is not None and not self._job.poll():
            kit.soon(self, self._wait, WAIT)

    def _checked(self, found: history.Chain) -> None:
        self._job, self._people = None, found.people
        if self.winfo_exists():
            self.chain.configure(text=found.words, style=kit.ROLES["success" if found.fine else "error"])

    # --- Inside ---

    def _entries(self) -> history.Entries:
        where = self.bar.where()
        if (days := self._typed_days()) is not None:
            where["days"] = days
        return history.Entries(where, self.bar.text)

    def _typed_days(self) -> tuple[Any, Any] | None:
        found = {}
        for name, editor in self.days.items():
            text = names.clean(editor.get())
            try:
                found[name] = editor.kind.read(text) if text else None
            except ValueError:
                return None  # said under the box; the list stays as it is
        if not any(found.values()):
            return None
        return found["since"] or clock.today().replace(year=2000), found["until"] or clock.today()

    def _clear_days(self) -> None:
        for editor in self.days.values():
            editor.set("")

    def _filter_words(self, name: str, value: Any) -> str:
        if name == "record":
            found = history.Entries({"record": value}).rows(next(history.Entries({"record": value}).slices(), [])[:1])
            return f"Bản ghi {found[0].name or history.kind_words(found[0].kind)}" if found else "Một bản ghi"
        if name == "days":
            return f"Từ {show_date(value[0])} đến {show_date(value[1])}"
        return str(value)

    def _find(self) -> None:
        entries = self._entries()
        if self.table.source is None or (entries.where, entries.text) != (
            getattr(self.table.source, "where", None),
            getattr(self.table.source, "text", None),
        ):
            self.table.show(entries)
            if self.table.ids:
                self.table.choose([self.table.ids[0]])

    def _news(self) -> None:
        self._stale = not self.winfo_viewable()
        if not self._stale:
            self.refresh()

    def _to_list(self) -> str:
        self.table.tree.focus_set()
        return "break"

    def _show(self, chosen: list[int]) -> None:
        entry = self.chosen
        words = "" if entry is None else "\n".join(entry.told)
        head = (
            ""
            if entry is None
            else f"Dòng {entry.id} · {entry.at} · {entry.who} · {entry.action_words} "
            f"{history.kind_words(entry.kind).lower()} {entry.name} · mã băm {entry.digest[:16]}…"
        )
        self.about.configure(text=head)
        self.told.configure(state="normal", font=kit.BASE, foreground=theme.palette().text)
        self.told.delete("1.0", "end")
        self.told.insert("1.0", words)
        self.told.configure(state="disabled")
        self.open_button.state(["disabled" if entry is None else "!disabled"])
