"""A city and two wards in folders beside each other, whose windows exchange packages with real keys."""

from pathlib import Path
from tkinter import TclError

from db.connection import database
from db.models import Task
from desktop_app import catalogue, events, window
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.outside.folders import OfficeFolder
from desktop_app.records import session
from desktop_app.ui import drafts, kit, screen
from desktop_app.ui.modal import Modal
from tests import typing_hands as hands
from tests.ready_offices import lay

PATIENCE = 60_000  # milliseconds a test may take
UBND = "Ủy ban nhân dân"
NAMES = {"TP": "Ủy ban nhân dân thành phố Hải Đông", "BD": "Ủy ban nhân dân phường Bình Đa", "TH": "Phường Tân Hòa"}


class Town:
    """A city and two wards; one of their windows is open at a time."""

    def __init__(self, place: Path, root, failures, reader) -> None:
        self.reader = reader
        self.place, self.root, self.failures = place, root, failures
        self.window = None
        self.files: list[Path] = []  # what the file dialog answers
        self.folder: Path | None = None
        self.shown: list[Path] = []
        self.said: list[str] = []
        self._count = 0

    def found(self, code: str) -> None:
        rows = [{"code": code, "name": NAMES[code], "kind": UBND, "relation": "Cơ quan mình"}]
        others = ["BD", "TH"] if code == "TP" else ["TP"]
        relation = "Cấp dưới" if code == "TP" else "Cấp trên"
        rows += [{"code": one, "name": NAMES[one], "kind": UBND, "relation": relation} for one in others]
        rows += [{"code": "VP", "name": "Văn phòng"}]
        people = [{"name": f"Trần Thị {code}", "position": "Văn thư", "unit": "VP", "role": "Văn thư"}]
        settings = office.suggested(next(iter(office.LABELS)), NAMES[code], "Trên")
        office.create(settings, rows, people)

    def sit(self, code: str) -> None:
        """Open an office without a window."""
        self.leave()
        catalogue.entities()
        session.current.who = f"Trần Thị {code}"
        if not (self.place / code).exists():
            lay(self.place / code, ("town", code), lambda: self.found(code))
        office.open_folder(self.place / code, writing=True)

    def open(self, code: str):
        """Open an office's window."""
        self.sit(code)
        screen.forget_kept()
        drafts.folder = self.place / code / "ban-thao"
        look = {"dark": False, "size": 10, "geometry": "1366x728+0+0", "who": ""}
        self.window = window.Window(self.root, OfficeFolder(self.place / code), look)
        self.root.deiconify()
        self.root.update()
        self.window.begin(f"Trần Thị {code}")
        self.root.update()
        return self.window.shell

    def leave(self) -> None:
        if self.window is not None:
            if self.window.shell is not None:
                hands.wait(self.root, 50)
                self.window.shell.destroy()
            self.window.alive.destroy()
            self.window = None
        office.close_folder()
        events.forget()

    def fingerprint(self, code: str) -> str:
        self.sit(code)
        return peers.own_fingerprint()

    def order(self, *contents: str, lead: str = "BD", number: str = "12/TB-UBND", **more: str) -> list[Task]:
        """The city orders tasks of a ward."""
        self.sit("TP")
        head = {"number": number, "issued_on": "02/11/2026", "issuer": "TP", "subject": "Kết luận giao ban"}
        rows = [{"content": text, "lead_unit": lead, "due_on": "30/11/2026", **more} for text in contents]
        return documents.save_with_tasks(head, rows)[1]

    def send(self, code: str, kind: str, to: str) -> Path:
        """A package made by the services."""
        self.sit(code)
        self._count += 1
        out = self.place / f"{self._count:03d}-{kind}-{code}.xlsx"
        if kind == "report":
            made = sending.prepare("2026-11", out, to=to)
        elif kind == "receipt":
            made = sending.prepare_receipt(out, to=to)
        else:
            made = sending.prepare_assignment(out, to=to)
        sending.enter(made, report.write(made))
        return out

    def trust(self, code: str, path: Path) -> None:
        """Confirm the key of a package and accept it, without a window."""
        self.sit(code)
        found = receiving.examine(path, reader=self.reader)
        if not found.sender.confirmed:
            peers.confirm(found.sender, found.sender.suggestion, found.fingerprint)
            found = receiving.examine(path, reader=self.reader)
        receiving.accept(found)


def of_kind(app, name):
    return [child for child in app.winfo_children() if type(child).__name__ == name and child.winfo_exists()]


def close_all(app):
    """Close every window that waits for an answer: a test that missed it fails, and does not hang."""
    for child in app.winfo_children():
        if isinstance(child, Modal):
            child.close()


def once(app, name, work):
    """Do ``work`` with the next new window of a class as soon as it has every key, however slow the machine is."""
    before = of_kind(app, name)

    def look():
        try:
            found = [one for one in of_kind(app, name) if one not in before and one.grab_current() is one]
            found = [one for one in found if one.focus_get() is not None]
        except (KeyError, TclError):  # a menu or a list that has just gone still held the grab or the focus
            found = []
        if not found:
            app.after(40, look)
            return
        try:
            work(found[-1])
        except BaseException:  # or the test would wait for its window instead of telling what went wrong
            found[-1].close()
            raise

    app.after(40, look)


def words_of(widget) -> str:
    """Every word on a window."""
    texts = [str(widget.cget("text"))] if "text" in widget.keys() else []  # noqa: SIM118
    return " ".join(texts + [words_of(child) for child in widget.winfo_children()])


def answer_key(app, *fingerprints, seen):
    """Type fingerprints into the window that asks for one, one after another."""

    def typed(asked):
        seen.append(words_of(asked))
        for text in fingerprints:
            field = asked.form.fields["fingerprint"].editor.entry
            hands.focus(field)
            field.selection_range(0, "end")
            hands.press_here(asked, "BackSpace")
            hands.keys(field, text)
            hands.press_here(asked, "Control-s")
            if asked.winfo_exists():
                seen.append(asked.form.fields["fingerprint"].problem)

    once(app, "Asking", typed)


def press(dialog, text):
    """Press the button of a dialog."""
    [button] = [b for b in dialog._answers.winfo_children() if str(b.cget("text")).strip() == text]
    hands.press(button, "Return")


def press_on(widget, text):
    """Press the button with these words somewhere on a widget, if it is to be seen: no other can have the focus."""
    if isinstance(widget, kit.Button) and text in str(widget.cget("text")) and widget.winfo_viewable():
        hands.press(widget, "Return")
        return True
    return any(press_on(child, text) for child in widget.winfo_children())


def rows_of(sql, *values):
    return database.execute_sql(sql, values).fetchall()
