"""Two offices exchange packages through their windows, with real keys: keys, verdicts, questions, undoing, receipts."""

import json
from datetime import date, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from db.connection import database
from db.models import Package, Peer, Question, Task
from desktop_app import catalogue, clock, events, window
from desktop_app.excel import seal
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.features.tasks import service as tasks
from desktop_app.outside import drives, viewer
from desktop_app.outside.folders import OfficeFolder
from desktop_app.records import session
from desktop_app.ui import dialogs, drafts, kit, screen, theme
from desktop_app.ui.modal import Modal
from tests import typing_hands as hands
from tests.test_handoff_form import fill as filled_in

PATIENCE = 60_000  # milliseconds a test may take
UBND = "Ủy ban nhân dân"
NAMES = {"TP": "Ủy ban nhân dân thành phố Hải Đông", "BD": "Ủy ban nhân dân phường Bình Đa", "TH": "Phường Tân Hòa"}


class Town:
    """A city and two wards; one of their windows is open at a time."""

    def __init__(self, place: Path, root, failures) -> None:
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
        office.open_folder(self.place / code, writing=True)
        if office.current() is None:
            self.found(code)
        session.current.who = f"Trần Thị {code}"

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
        found = receiving.examine(path)
        if not found.sender.confirmed:
            peers.confirm(found.sender, found.sender.suggestion, found.fingerprint)
            found = receiving.examine(path)
        receiving.accept(found)


@pytest.fixture
def town(root, tmp_path, monkeypatch, hidden_failures):
    theme.dress(root)
    kit.install(root)
    clock.set_today(date(2026, 11, 22))
    made = Town(tmp_path / "Tỉnh thử", root, hidden_failures)
    monkeypatch.setattr(viewer, "show", lambda path: made.shown.append(path) or True)
    monkeypatch.setattr(dialogs, "open_files", lambda *words: list(made.files))
    monkeypatch.setattr(dialogs, "open_folder", lambda *words: made.folder)
    monkeypatch.setattr(dialogs, "save_file", lambda *words: made.folder / words[2])
    monkeypatch.setattr(drives, "found", list)
    watch = root.after(PATIENCE, lambda: (hidden_failures.append("a window waits for an answer"), close_all(root)))
    yield made
    root.after_cancel(watch)
    made.leave()
    if kit.Toast.shown is not None:
        kit.Toast.shown.close()
    clock.set_today(None)
    drafts.folder = None
    root.protocol("WM_DELETE_WINDOW", root.quit)
    root.withdraw()


def of_kind(app, name):
    return [child for child in app.winfo_children() if type(child).__name__ == name and child.winfo_exists()]


def close_all(app):
    """Close every window that waits for an answer: a test that missed it fails, and does not hang."""
    for child in app.winfo_children():
        if isinstance(child, Modal):
            child.close()


def once(app, name, work):
    """Do ``work`` with the next new window of a class as soon as it has every key."""
    before = of_kind(app, name)

    def look():
        found = [window for window in of_kind(app, name) if window not in before and window.grab_current() is window]
        if found:
            work(found[-1])
        else:
            app.after(40, look)

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
    """Press the button with these words somewhere on a widget."""
    if isinstance(widget, kit.Button) and text in str(widget.cget("text")):
        hands.press(widget, "Return")
        return True
    return any(press_on(child, text) for child in widget.winfo_children())


def rows_of(sql, *values):
    return database.execute_sql(sql, values).fetchall()


# --- Receiving ---


def test_a_first_package_is_received_after_its_key_was_compared(town):
    town.order("Rà soát đất công", "Báo cáo số liệu")
    path = town.send("TP", "assignment", "BD")
    key = town.fingerprint("TP")
    shell = town.open("BD")
    hands.press(town.root, "Alt-7")
    assert shell.current == "receive"
    inbox, seen = shell.screen, []
    town.files = [path]
    answer_key(town.root, "0000-0000-0000-0000-0000", key.upper().replace("-", " "), seen=seen)
    hands.press_here(town.root, "Control-n")
    assert "Lần đầu nhận gói của nơi này" in seen[0]
    assert key not in seen[0]  # it is to be heard, not copied from here
    assert seen[1].startswith("Không khớp với khóa trong gói")
    page = inbox.page
    assert page is not None
    assert "Giao việc – gói số 1 của Ủy ban nhân dân thành phố Hải Đông" in words_of(page)
    assert list(page.chips.buttons) == ["all", "new", "unchanged"]
    assert len(page.table.ids) == len(page.examined.rows) > 3
    assert rows_of("SELECT count(*) FROM task") == [(0,)]  # nothing is written yet
    hands.press_here(town.root, "Down", "Control-s")
    assert inbox.page is None
    assert "Đã nhận gói số 1" in inbox.done.cget("text")
    assert rows_of("SELECT content FROM task ORDER BY id") == [("Rà soát đất công",), ("Báo cáo số liệu",)]
    assert inbox.standings[0].state == "Đã nhận"
    # the same file again: said, nothing changed
    once(town.root, "Dialog", lambda dialog: (seen.append(words_of(dialog)), press(dialog, "Đóng")))
    hands.press_here(town.root, "Control-n")
    assert "Gói này đã nhận ngày 22/11/2026" in seen[-1]
    assert rows_of("SELECT count(*) FROM task") == [(2,)]


def test_a_form_filled_in_by_hand_becomes_questions_and_an_answer_a_task(town, tmp_path):
    shell = town.open("BD")
    shell.go("receive")
    town.folder = tmp_path
    shell.screen.hand_out()
    assert "Đã lưu mẫu giao việc trống" in shell.screen.done.cget("text")
    town.files = [filled_in(tmp_path / "Mẫu giao việc.xlsx", issuer="Ủy ban nhân dân thành phố Hải Đông")]
    seen = []
    once(town.root, "Dialog", lambda dialog: (seen.append(words_of(dialog)), press(dialog, "Đưa vào câu hỏi")))
    shell.screen.new()
    assert "Hiểu được 1 nhiệm vụ" in seen[0]
    assert rows_of("SELECT count(*) FROM task") == [(0,)]
    shell.go("questions")
    hands.press(town.root, "Control-1")
    assert rows_of("SELECT content FROM task") == [("Lập danh sách hộ kinh doanh",)]


def test_a_package_that_is_left_changes_nothing_and_its_key_waits_in_the_list(town):
    town.order("Rà soát đất công")
    path = town.send("TP", "assignment", "BD")
    key = town.fingerprint("TP")
    shell = town.open("BD")
    shell.go("receive")
    town.files = [path]
    once(town.root, "Asking", lambda asked: hands.press(asked, "Escape"))
    shell.screen.new()
    assert shell.screen.page is None
    assert rows_of("SELECT count(*) FROM package") == [(0,)]
    hands.press(town.root, "Control-Tab", "Control-Tab", "Control-Tab")
    known = shell.screen
    assert shell.current == "peers"
    assert known.own.cget("text") == peers.own_fingerprint()
    assert known.table.source.rows([0])[0].of.state == "new"
    assert key not in " ".join(column.shown(known.table.source.rows([0])[0]) for column in known.table.columns)
    answer_key(town.root, key, seen=[])
    known.confirm()
    assert Peer.get().state == "confirmed"
    assert "Đã xác nhận khóa" in known.done.cget("text")
    # now the rows are shown at once; Esc leaves the package on its stick
    shell.go("receive")
    shell.screen.new()
    hands.press(shell.screen.page.table.tree, "Escape")
    assert shell.screen.page is None
    assert rows_of("SELECT count(*) FROM package") == [(0,)]
    # a key that is revoked takes the next package with it
    shell.go("peers")
    once(town.root, "Dialog", lambda dialog: press(dialog, "Thu hồi"))
    known.revoke()
    said = []
    shell.go("receive")
    once(town.root, "Dialog", lambda dialog: (said.append(words_of(dialog)), press(dialog, "Đóng")))
    shell.screen.new()
    assert "đã bị thu hồi" in said[0]


def test_several_files_are_taken_in_the_order_of_their_numbers(town):
    town.order("Việc thứ nhất")
    one = town.send("TP", "assignment", "BD")
    town.order("Việc thứ hai", number="13/TB-UBND")
    two = town.send("TP", "assignment", "BD")
    town.order("Việc của Tân Hòa", lead="TH", number="14/TB-UBND")
    three = town.send("TP", "assignment", "TH")
    town.sit("BD")
    peers.confirm((found := receiving.examine(one)).sender, found.sender.suggestion, found.fingerprint)
    shell = town.open("BD")
    shell.go("receive")
    town.files, said = [two, three, one], []
    once(town.root, "Dialog", lambda dialog: (said.append(words_of(dialog)), press(dialog, "Đóng")))
    shell.screen.new()
    assert "gửi cho Phường Tân Hòa" in said[0]
    assert shell.screen.page.examined.manifest.running_number == 1
    hands.press(town.root, "Control-s")
    page = shell.screen.page
    assert page.examined.manifest.running_number == 2
    assert page.examined.tally["unchanged"] >= 1  # judged anew after the first
    hands.press_here(town.root, "Control-s")
    assert shell.screen.page is None
    assert [one.package.running_number for one in shell.screen.standings] == [2, 1]


def test_files_that_are_no_packages_are_refused_with_their_code(town):
    wrong = town.place / "không phải.xlsx"
    town.sit("BD")
    wrong.write_bytes(b"PK\x03\x04 nothing")
    shell = town.open("BD")
    shell.go("receive")
    town.files, said = [wrong], []
    once(town.root, "Dialog", lambda dialog: (said.append(words_of(dialog)), press(dialog, "Đóng")))
    shell.screen.new()
    assert "không phải.xlsx" in said[0]
    assert "(G-" in said[0]
    assert shell.screen.page is None


def test_a_locked_file_is_opened_with_its_passphrase(town):
    from desktop_app.excel import locked

    town.order("Rà soát đất công")
    path = town.send("TP", "assignment", "BD")
    town.sit("BD")
    peers.confirm((found := receiving.examine(path)).sender, found.sender.suggestion, found.fingerprint)
    closed = town.place / "khóa.xlsx"
    closed.write_bytes(path.read_bytes())
    locked.lock(closed, "mat khau")
    shell = town.open("BD")
    shell.go("receive")
    town.files, said = [closed], []

    def first(asked):
        said.append(words_of(asked))
        hands.keys(asked.form.fields["passphrase"].editor.entry, "sai")
        once(town.root, "Asking", second)
        hands.press_here(asked, "Control-s")

    def second(asked):
        said.append(words_of(asked))
        hands.keys(asked.form.fields["passphrase"].editor.entry, "mat khau")
        hands.press_here(asked, "Control-s")

    once(town.root, "Asking", first)
    shell.screen.new()
    assert "G-03" in said[0]
    assert "G-04" in said[1]
    assert shell.screen.page.examined.tally["new"] >= 1


def test_undoing_names_what_stands_against_it_and_then_takes_the_package_back(town):
    town.order("Rà soát đất công")
    path = town.send("TP", "assignment", "BD")
    town.trust("BD", path)
    tasks.add_note(Task.get(), {"noted_on": "20/11/2026", "content": "Đang làm"})
    shell = town.open("BD")
    shell.go("receive")
    said = []
    once(town.root, "Dialog", lambda dialog: (said.append(words_of(dialog)), press(dialog, "Đóng")))
    shell.screen.undo()
    assert "Rà soát đất công" in said[0]
    assert Task.select().count() == 1
    town.leave()
    town.place = town.place.with_name("Tỉnh thứ hai")
    town.order("Việc khác")
    path = town.send("TP", "assignment", "BD")
    town.trust("BD", path)
    shell = town.open("BD")
    shell.go("receive")
    once(town.root, "Dialog", lambda dialog: press(dialog, "Hoàn tác"))
    shell.screen.undo()
    assert "Đã hoàn tác gói số 1" in shell.screen.done.cget("text")
    assert Task.select().where(Task.deleted_at.is_null()).count() == 0
    assert shell.screen.standings[0].state == "Đã hoàn tác"
    town.files = [path]
    hands.press(town.root, "Control-n")
    assert shell.screen.page is not None
    hands.press_here(town.root, "Control-s")
    assert Task.select().count() == 1


# --- Questions ---


def two_truths(town):
    """The ward restores an older value: two values of one revision, which only a person can choose from."""
    town.order("Việc một", "Việc hai")
    town.trust("BD", town.send("TP", "assignment", "BD"))
    town.trust("TP", town.send("BD", "report", "TP"))
    town.sit("TP")
    # both offices wrote the same revision: what two machines with one folder do to each other
    database.execute_sql("UPDATE task SET deliverable = 'Báo cáo của máy khác', exe_n = 1, exe_epoch = 1")
    town.sit("BD")
    for task in Task.select():
        tasks.complete(task, {"completed_on": "20/11/2026", "deliverable": f"Báo cáo về {task.content}"})
    database.execute_sql("UPDATE task SET exe_n = 1, exe_epoch = 1")
    return town.send("BD", "report", "TP")


def test_questions_are_answered_both_ways_with_keys(town):
    path = two_truths(town)
    shell = town.open("TP")
    shell.go("receive")
    town.files = [path]
    shell.screen.new()
    page = shell.screen.page
    assert page.examined.tally["question"] == 2
    assert page.chips.chosen == "question"  # what needs a person stands first
    assert "Nhận các dòng chắc chắn" in page.take.cget("text")
    town.root.update()
    assert "Báo cáo của máy khác" in words_of(page.values)
    hands.press(page.chips.buttons["question"], "Left", "Return")
    assert page.chips.chosen == "all"
    hands.press(town.root, "Control-s")
    assert shell.screen.standings[0].state == "Đã nhận, còn câu hỏi"
    hands.wait(town.root, 600)
    assert shell.navigation.lines["questions"].counter.cget("text") == "2"
    shell.refresh_status()
    assert "2 câu hỏi chờ trả lời" in shell.status_line.parts["handoff"].cget("text")
    assert "Alarm" in str(shell.status_line.parts["handoff"].cget("style"))
    hands.press(town.root, "Alt-8")
    asked = shell.screen
    assert shell.current == "questions"
    assert "≠ " in words_of(asked.values)
    assert "Báo cáo về Việc một" in words_of(asked.values)
    hands.press_here(town.root, "Control-Key-1")
    assert len(asked.waiting) == 1
    assert "Báo cáo về Việc hai" in words_of(asked.values)
    hands.press_here(town.root, "Control-Key-2")
    assert asked.waiting == []
    assert "Không có câu hỏi nào" in asked.about.cget("text")
    told = dict(rows_of("SELECT content, deliverable FROM task"))
    assert told == {"Việc một": "Báo cáo về Việc một", "Việc hai": "Báo cáo của máy khác"}
    assert [one.answered_by for one in Question.select()] == ["Trần Thị TP"] * 2
    shell.go("receive")
    assert shell.screen.standings[0].state == "Đã nhận"


def test_a_question_opens_the_task_it_is_about(town):
    path = two_truths(town)
    town.trust("TP", path)
    shell = town.open("TP")
    shell.go("questions")
    title = shell.screen.question.title
    shell.screen.open_record()
    assert shell.current == "tasks"
    assert shell.screen.record.content in title


def test_rows_that_need_an_answer_are_written_out_for_the_sender(town):
    path = two_truths(town)
    shell = town.open("TP")
    shell.go("receive")
    town.files, town.folder = [path], town.place
    shell.screen.new()
    hands.press(shell.screen.page.export, "Return")
    [book] = town.place.glob("can-tra-loi-*.xlsx")
    assert book.stat().st_size > 2000
    assert "Đã xuất 2 dòng" in shell.screen.page.done.cget("text")


# --- Sending ---


def test_assignment_receipt_and_resend_travel_through_both_windows(town):
    town.order("Rà soát đất công")
    town.sit("TP")
    documents.save_with_tasks(
        {"number": "14/TB-UBND", "issued_on": "03/11/2026", "issuer": "TP", "subject": "Khác"},
        [{"content": "Việc của Tân Hòa", "lead_unit": "TH", "due_on": "30/11/2026"}],
    )
    shell = town.open("TP")
    hands.press(town.root, "Alt-6")
    send = shell.screen
    assert shell.current == "send"
    once(town.root, "Dialog", lambda dialog: press(dialog, "Lập các gói"))
    send.send_all()
    assert "Đã lập 2/2 gói" in send.done.cget("text")
    assert [one.state for one in send.outbox.standings] == ["Chưa xác nhận (đã lập)"] * 2
    made = office.folder().files / "giao-viec-TP-BD-2026-11-22-0001.xlsx"
    kept = made.read_bytes()

    # out onto a stick, read back; the state follows
    stick = town.place / "USB"
    stick.mkdir()
    town.folder = stick
    place = next(i for i, one in enumerate(send.outbox.standings) if one.package.file_name == made.name)
    send.outbox.table.choose([place])
    assert press_on(send.outbox, "Chép ra USB")
    assert (stick / made.name).read_bytes() == kept
    assert "Đã chép và đọc lại đúng" in send.outbox.done.cget("text")
    assert Package.get(Package.file_name == made.name).state == "on_drive"

    # into the ward's ledger, and its receipt back
    town.leave()
    town.trust("BD", stick / made.name)
    shell = town.open("BD")
    shell.go("receive")
    shell.screen.receipt()
    assert shell.current == "send"
    form = shell.screen.form
    assert (form.fields["to"].get(), form.fields["kind"].get()) == (NAMES["TP"], "Biên nhận")
    assert "period" in form.locked
    hands.press(form.fields["to"].editor.entry, "Control-s")
    assert "đã đọc lại và khớp với dữ liệu" in shell.screen.done.cget("text"), form.fields["to"].problem
    [receipt] = office.folder().files.glob("bien-nhan-*.xlsx")
    key = town.fingerprint("BD")

    # the city sees it confirmed
    shell = town.open("TP")
    shell.go("receive")
    town.files = [receipt]
    answer_key(town.root, key, seen=[])
    shell.screen.new()
    assert "cho 1 gói đã gửi" in words_of(shell.screen.page)
    hands.press(town.root, "Control-s")
    shell.go("send")
    states = {one.package.file_name: (one.state, one.tally) for one in shell.screen.outbox.standings}
    assert states[made.name][0] == "Đã có biên nhận"
    assert "mới" in states[made.name][1]


def test_a_report_is_made_for_above_mailed_and_alarms_after_a_week(town):
    town.order("Rà soát đất công")
    town.trust("BD", town.send("TP", "assignment", "BD"))
    shell = town.open("BD")
    shell.go("send")
    send = shell.screen
    assert send.form.fields["kind"].get() == "Báo cáo"
    period = send.form.fields["period"].editor.entry
    hands.focus(period)
    period.selection_range(0, "end")
    hands.press_here(town.root, "BackSpace")
    hands.unikey(period, "tháng 11/2026")
    hands.press_here(town.root, "Control-s")
    assert "đã đọc lại và khớp với dữ liệu" in send.done.cget("text"), send.form.fields["period"].problem
    [book] = office.folder().files.glob("bao-cao-BD-TP-2026-11-*.xlsx")
    send.outbox.write_mail()
    letter = book.with_suffix(".eml")
    assert town.shown[-1] == letter
    message = message_from_bytes(letter.read_bytes())
    assert message["X-Unsent"] == "1"
    [attached] = [part for part in message.walk() if part.get_filename() == book.name]
    assert attached.get_payload(decode=True) == book.read_bytes()
    assert send.outbox.standings[0].state == "Chưa xác nhận (đã tạo thư)"
    assert not send.outbox.standings[0].late
    clock.set_today(date(2026, 11, 22) + timedelta(days=7))
    send.refresh()
    assert send.outbox.standings[0].state == "Chưa xác nhận 7 ngày (đã tạo thư)"
    assert send.outbox.standings[0].late
    shell.refresh_status()
    assert "1 gói chưa có biên nhận" in shell.status_line.parts["handoff"].cget("text")
    # its file gone, nothing is claimed
    book.unlink()
    said = []
    once(town.root, "Dialog", lambda dialog: (said.append(words_of(dialog)), press(dialog, "Đóng")))
    send.outbox.copy()
    assert book.name in said[0]


def test_what_cannot_be_sent_is_said_under_its_field(town):
    town.sit("TP")
    shell = town.open("TP")
    shell.go("send")
    form = shell.screen.form
    hands.press(form.fields["to"].editor.entry, "Control-s")
    assert form.fields["to"].problem.startswith("Chưa ghi")
    hands.unikey(form.fields["to"].editor.entry, "BD")
    hands.press_here(town.root, "Tab")
    assert form.fields["kind"].get() == "Giao việc"
    hands.press_here(town.root, "Control-s")
    assert form.fields["to"].problem.startswith("Không có gì mới để gửi")
    shell.screen.send_all()
    assert "Không có gì mới" in shell.screen.done.cget("text")


def test_a_stick_that_is_plugged_in_comes_first_both_ways(town, monkeypatch):
    town.order("Rà soát đất công")
    stick = town.place / "KINGSTON"
    stick.mkdir()
    monkeypatch.setattr(drives, "found", lambda: [drives.Drive(stick, "KINGSTON", 7_800_000_000)])
    shell = town.open("TP")
    shell.go("send")
    form = shell.screen.form
    hands.unikey(form.fields["to"].editor.entry, "BD")
    hands.press_here(town.root, "Tab")
    said = []
    once(
        town.root, "Picking", lambda window: (said.append(window.list.tree.item(str(stick), "values")), window.accept())
    )
    shell.screen.save_as()
    assert said[0] == ("KINGSTON", "còn 7.800 MB")
    [book] = stick.glob("*.xlsx")
    assert Package.get().state == "on_drive"
    town.sit("BD")
    peers.confirm((found := receiving.examine(book)).sender, found.sender.suggestion, found.fingerprint)
    shell = town.open("BD")
    shell.go("receive")
    once(town.root, "Picking", lambda window: hands.press(window.list.tree, "Return"))
    shell.screen.new()
    assert shell.screen.page.examined.path == book


# --- Keys, and offices that ended ---


def test_the_own_key_is_changed_after_a_warning_and_the_next_package_says_so(town):
    town.order("Rà soát đất công")
    town.trust("BD", town.send("TP", "assignment", "BD"))
    old = town.fingerprint("TP")
    shell = town.open("TP")
    shell.go("peers")
    once(town.root, "Dialog", lambda dialog: hands.press(dialog, "Escape"))
    shell.screen.change()
    assert peers.own_fingerprint() == old
    once(town.root, "Dialog", lambda dialog: press(dialog, "Đổi khóa"))
    shell.screen.change()
    new = peers.own_fingerprint()
    assert new != old
    assert shell.screen.own.cget("text") == new
    shell.screen.copy()
    assert town.root.clipboard_get() == new
    town.leave()
    town.order("Việc mới", number="15/TB-UBND")
    path = town.send("TP", "assignment", "BD")
    shell = town.open("BD")
    shell.go("receive")
    town.files, seen = [path], []
    answer_key(town.root, new, seen=seen)
    shell.screen.new()
    assert "khóa mới được khóa cũ chứng thực" in seen[0]
    assert shell.screen.page is not None


def test_the_tasks_of_an_office_that_ended_are_taken_over(town):
    town.order("Rà soát đất công")
    town.trust("BD", town.send("TP", "assignment", "BD"))
    shell = town.open("BD")
    shell.go("peers")

    def typed(asked):
        hands.unikey(asked.form.fields["unit"].editor.entry, "TP")
        hands.press_here(asked, "Tab")
        hands.press_here(asked, "Control-s")

    once(town.root, "Asking", typed)
    shell.screen.take_over()
    assert "Đã tiếp nhận 1 nhiệm vụ" in shell.screen.done.cget("text")
    assert Task.get().def_owner == session.current.office_uid


def test_fifty_thousand_rows_are_shown_and_narrowed_at_once(town):
    import time

    from db.words import Verdict
    from desktop_app.features.handoff_desk.columns import Judged, Sent
    from desktop_app.features.handoff_review.screen import Review

    town.order("Rà soát đất công")
    path = town.send("TP", "assignment", "BD")
    town.sit("BD")
    peers.confirm((found := receiving.examine(path)).sender, found.sender.suggestion, found.fingerprint)
    found = receiving.examine(path)
    sent = Sent("Nhiệm vụ", "task", "u", (1, 1, 1), None, {"content": "Việc"}, "d")
    kinds = (Verdict.UNCHANGED, Verdict.CHANGED, Verdict.NEW)
    found.rows = [Judged(sent, f"NV-{n:05d}: Việc", kinds[n % 3], changes=[("Hạn", "1", "2")]) for n in range(50_000)]
    town.open("BD")
    top = kit.Toplevel(title="Thử", master=town.root, size=(1300, 700), position=(0, 0))
    begun = time.monotonic()
    page = Review(top, found, lambda outcome: None)
    page.pack(fill="both", expand=True)
    top.update()
    shown = time.monotonic() - begun
    begun = time.monotonic()
    page.chips.choose("changed")
    top.update()
    narrowed = time.monotonic() - begun
    begun = time.monotonic()
    hands.press(page.table.tree, "End", "Home", "Next", "Down")
    moved = time.monotonic() - begun
    assert len(page.table.ids) == 16_667
    assert "16.667 dòng" in page.table.footer.cget("text")
    top.destroy()
    assert shown < 1.5, shown
    assert narrowed < 0.3, narrowed
    assert moved < 1, moved


def test_seal_and_key_are_what_the_page_says(town):
    town.order("Rà soát đất công")
    path = town.send("TP", "assignment", "BD")
    town.trust("BD", path)
    package = Package.get(Package.incoming)
    assert json.loads(package.totals) == {"Số nhiệm vụ trong gói": 1}
    assert seal.fingerprint(Peer.get().public_key) == town.fingerprint("TP")
