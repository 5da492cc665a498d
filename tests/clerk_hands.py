"""A clerk at the program's own window: what she does in it with real keys, and a list of what she did."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from db.models import Document, Task
from desktop_app import catalogue, clock, window
from desktop_app.outside import viewer
from desktop_app.outside.folders import OfficeFolder
from desktop_app.records import journal
from desktop_app.rules.dates import show_date
from desktop_app.ui import dialogs, drafts, exporting, kit, screen, theme
from tests import typing_hands as hands
from tests.town_hands import PATIENCE, close_all, once, press_on

WHO = "Nguyễn Thị Hường"
GRID = ("content", "lead_unit", "cooperating_units", "due_on", "due_workdays", "supervising_leader")


@dataclass
class Act:
    """Something that was done: on which day, to which records, which entries the journal made of it, what was typed."""

    name: str
    day: date
    about: tuple[str, ...]
    first: int
    last: int
    words: tuple[str, ...] = ()


@dataclass
class Clerk:
    """One person at the window of one office; ``did`` is her own list of the year."""

    root: Any
    folder: Path
    did: list[Act] = field(default_factory=list)
    shown: list[Path] = field(default_factory=list)
    chosen: list[Path] = field(default_factory=list)

    def sit_down(self) -> None:
        look = {"dark": False, "size": 10, "geometry": "1366x728+0+0", "who": "", "reminded": ""}
        self.window = window.Window(self.root, OfficeFolder(self.folder), look)
        self.root.deiconify()
        self.root.update()
        self.window.begin(WHO)
        self.root.update()
        self.shell = self.window.shell

    def stand_up(self) -> None:
        hands.wait(self.root, 50)
        self.shell.destroy()
        self.window.alive.destroy()

    def day(self, text: str) -> None:
        """Another working day begins."""
        day, month = (int(part) for part in text.split("/"))
        clock.set_today(date(2026, month, day))
        if self.shell.screen is not None:
            hands.press(self.root, "F5")

    # --- Where she is ---

    @property
    def book(self) -> Any:
        """The book of tasks, opened by its key."""
        if self.shell.current != "tasks":
            hands.press(self.root, "Alt-2")
        return self.shell.screens["tasks"]

    def task(self, content: str) -> Task:
        return Task.get(Task.content == content, Task.deleted_at.is_null())

    def open(self, content: str) -> Any:
        """A task in the form, found by typing what it is about."""
        record, book = self.task(content), self.book
        if book.record != record:
            book.back()
            book.open({}, record.id)
        else:
            book.show_again()
        book.update()
        assert book.record == record
        return book

    def search(self, words: str) -> Any:
        """The list narrowed by words typed without accents, and its first row opened by Return."""
        book = self.book
        book.back()
        hands.press_here(self.root, "Control-f")
        box = self.root.focus_get()
        box.selection_range(0, "end")
        hands.press_here(self.root, "BackSpace")
        hands.keys(box, words)
        hands.wait(self.root, 250)
        hands.press_here(self.root, "Down", "Return")
        return book

    # --- What she does ---

    def doing(self, name: str, about: Callable[[], tuple[str, ...]], work: Callable[[], Any], *words: str) -> None:
        """Do something that writes; the journal has to grow by it, told under the uids of ``about``."""
        first = journal.end()
        work()
        self.root.update()
        assert journal.end() > first, f"{name}: nothing was written"
        self.did.append(Act(name, clock.today(), about(), first + 1, journal.end(), words))

    def notice(self, number: str, subject: str, *rows: dict[str, str], category: str = "") -> None:
        """A notice of today with its tasks, typed in one go."""

        def work() -> None:
            hands.press(self.root, "Alt-3")
            hands.press_here(self.root, "Control-p")
            view = self.shell.screen.notice
            head = {"number": number, "issued_on": show_date(clock.today()), "subject": subject, "category": category}
            for name, text in head.items():
                if text:
                    hands.unikey(view.form.fields[name].editor.entry, text)
            for place, row in enumerate(rows):
                cells = view.grid_.lines[place].cells
                for name in (name for name in GRID if name in row):
                    hands.unikey(cells[name].entry, row[name])
            hands.press_here(self.root, "Control-s")
            wrong = {name: one.problem for name, one in view.form.fields.items() if one.problem} if view else {}
            wrong_lines = [line.problems for line in view.grid_.lines if line.problems] if view.winfo_exists() else []
            assert self.shell.screen.notice is None, (wrong, wrong_lines)

        def about() -> tuple[str, ...]:
            paper = Document.get(Document.number == number)
            return (paper.uid, *(task.uid for task in Task.select().where(Task.document == paper)))

        self.doing(f"notice {number}", about, work, "Thêm mới")

    def fill(self, **texts: str) -> list[dict[str, str]]:
        """Fill the next window of questions in, with real keys, and save it; what it complained of."""
        complained: list[dict[str, str]] = []

        def typed(asked: Any) -> None:
            try:
                type_over(asked.form, texts)
                hands.press(asked.focus_get() or asked, "Control-s")
                if not asked.taken:
                    complained.append({n: f.problem for n, f in asked.form.fields.items() if f.problem})
            finally:
                asked.close()

        once(self.root, "Asking", typed)
        return complained

    def act(self, content: str, action: str, /, **texts: str) -> None:
        """One of the actions of a task: its button, or its line in the menu of the rarer ones."""

        def work() -> None:
            book = self.open(content)
            complained = self.fill(**texts) if texts or action != "take_back" else []
            if action in book.buttons:
                assert book.buttons[action].winfo_ismapped(), (action, content)
                hands.press(book.buttons[action], "space")
            else:
                place = book._rare.index(action)
                hands.press(book.more, "space")
                for _ in range(place + 1):
                    book.menu.event_generate("<KeyPress-Down>")
                book.menu.event_generate("<KeyPress-Return>")
            book.update()
            assert complained == [], (action, content, complained)

        self.about(content, action, work, texts)

    def answer(self, content: str, key: str, /, **texts: str) -> None:
        """Ctrl+1 or Ctrl+2 on a task that waits for a decision."""

        def work() -> None:
            self.open(content)
            complained = self.fill(**texts)
            hands.press_here(self.root, f"Control-Key-{key}")
            assert complained == [], (content, complained)

        self.about(content, f"answer {key}", work, texts)

    def press_line(self, content: str, text: str, /, **texts: str) -> None:
        """A button beside a line under the form."""

        def work() -> None:
            book = self.open(content)
            complained = self.fill(**texts)
            assert press_on(book.pane.form.under, text), text
            assert complained == [], (content, complained)

        self.about(content, text, work, texts)

    def edit(self, content: str, /, **texts: str) -> None:
        """Change fields of the form and save them; a field that is a tick box is turned by the space bar."""

        def work() -> None:
            form = self.open(content).pane.form
            type_over(form, texts)
            hands.press_here(self.root, "Control-s")
            assert not form.dirty, {name: one.problem for name, one in form.fields.items() if one.problem}

        self.about(content, "edit", work, texts)

    def take_back(self, content: str) -> None:
        """Ctrl+Alt+Z: the last save of the open task."""

        def work() -> None:
            self.open(content)
            hands.press_here(self.root, "Control-Alt-z")

        self.about(content, "undo", work, {"": "Hoàn tác"})

    def many(self, contents: list[str], button: str, /, **texts: str) -> None:
        """Something decided about several chosen rows."""

        def work() -> None:
            book = self.book
            book.back()
            self.root.update()
            press_on(book.bar, "Bỏ lọc")  # where nothing narrows the list there is no such button
            hands.wait(self.root, 150)  # what was saved last is read again when nothing else is to be done
            hands.focus(book.rows.tree)
            book.rows.choose([self.task(content).id for content in contents])
            hands.wait(self.root, 150)
            assert len(book.rows.selected) == len(contents), book.rows.selected
            assert book.list.bulk.winfo_ismapped()
            complained = self.fill(**texts)
            assert press_on(book.list.bulk, button), button
            assert complained == [], complained

        uids = tuple(self.task(content).uid for content in contents)
        self.doing(button, lambda: uids, work, *seen(texts))

    def about(self, content: str, name: str, work: Callable[[], Any], texts: dict[str, str]) -> None:
        uid = self.task(content).uid
        self.doing(f"{name}: {content}", lambda: (uid,), work, *seen(texts))

    # --- What she sees ---

    def story(self, content: str) -> str:
        """Everything that is said about a task: title, what stands above the form, and all under it."""
        book = self.open(content)
        said = [str(book.pane.title.cget("text")), str(book.pane.about.cget("text"))]
        return "\n".join([*said, *labels(book.pane.form.under)])

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Plain SQL by a connection of its own."""
        with closing(sqlite3.connect(self.folder / "so-phuong.db")) as file:
            return file.execute(sql, values).fetchall()


@contextmanager
def at_the_window(made: Clerk, monkeypatch: Any, failures: list[str], place: Path) -> Iterator[Clerk]:
    """The clerk at her window until her test is over; yes is said to questions, files are shown to her list."""
    root = made.root
    theme.dress(root)
    kit.install(root)
    screen.forget_kept()
    drafts.folder = made.folder / "ban-thao"
    for name in ("fault", "warn", "inform"):
        monkeypatch.setattr(dialogs, name, lambda *words: failures.append(str(words[1:])))
    monkeypatch.setattr(viewer, "show", lambda path: made.shown.append(path) or True)
    monkeypatch.setattr(dialogs, "ask_yes_no", lambda *words, **more: True)
    monkeypatch.setattr(dialogs, "open_files", lambda *words: list(made.chosen))
    monkeypatch.setattr(dialogs, "save_file", lambda *words: place / words[2])
    monkeypatch.setattr(exporting, "to_workbook", lambda parent, listed: catalogue.EXPORT()(parent, listed))
    made.sit_down()
    watch = root.after(10 * PATIENCE, lambda: (failures.append("a window waits for an answer"), close_all(root)))
    yield made
    root.after_cancel(watch)
    made.stand_up()
    if kit.Toast.shown is not None:
        kit.Toast.shown.close()
    drafts.folder = None
    root.protocol("WM_DELETE_WINDOW", root.quit)
    root.withdraw()


def journal_tells(clerk: Clerk) -> None:
    """Every act has its entries, by whom and on which day, and they speak of what was done."""
    assert journal.first_broken() is None
    assert journal.contradictions(catalogue.entities()) == []
    for act in clerk.did:
        sql = "SELECT at, who, record, changes FROM journal WHERE id BETWEEN ? AND ?"
        entries = clerk.ask(sql, act.first, act.last)
        assert {(at[:10], who) for at, who, _, _ in entries} == {(act.day.isoformat(), WHO)}, act
        for uid in act.about:
            assert any(uid == record or uid in changes for _, _, record, changes in entries), (act, uid)
    [last_line] = clerk.ask("SELECT max(id) FROM journal")
    between = {number for act in clerk.did for number in range(act.first, act.last + 1)}
    others = clerk.ask(f"SELECT id, kind, action FROM journal WHERE id >= {clerk.did[0].first}")
    assert [row for row in others if row[0] not in between and row[2] != "event"] == [], last_line


def seen(texts: dict[str, str]) -> list[str]:
    """What of typed texts is shown letter by letter: not a tick, nor the code of a unit, which is shown by its name."""
    return [text for name, text in texts.items() if name != "lead_unit" and len(text) > 1]


def type_over(form: Any, texts: dict[str, str]) -> None:
    """Type into fields, over what stands there."""
    for name, text in texts.items():
        box = form.fields[name].editor.entry
        hands.focus(box)
        if box.winfo_class() == "TCheckbutton":
            hands.press_here(form, "space")
            continue
        if box.winfo_class() == "Text":
            box.tag_add("sel", "1.0", "end-1c")
        else:
            box.selection_range(0, "end")
        hands.press_here(form, "BackSpace")
        hands.unikey(box, text)


def labels(widget: Any) -> Iterator[str]:
    """The words of every label on a widget."""
    for child in widget.winfo_children():
        if isinstance(child, kit.Label):
            yield str(child.cget("text"))
        yield from labels(child)
