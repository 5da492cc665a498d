"""Packages sent through the window: assignments, reports, receipts, sticks, and the keys that seal them."""

import json
from datetime import date, timedelta
from email import message_from_bytes

from db.models import Package, Peer, Task
from desktop_app import clock
from desktop_app.excel import seal
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.outside import drives
from desktop_app.records import session
from tests import typing_hands as hands
from tests.town_hands import (
    NAMES,
    answer_key,
    once,
    press,
    press_on,
    words_of,
)


def test_assignment_receipt_and_resend_travel_through_both_windows(town):
    town.order("Rà soát đất công")
    town.sit("TP")
    documents.save_with_tasks(
        {"number": "14/TB-UBND", "issued_on": "03/11/2026", "issuer": "TP", "subject": "Khác"},
        [{"content": "Việc của Tân Hòa", "lead_unit": "TH", "due_on": "30/11/2026"}],
    )
    shell = town.open("TP")
    hands.press(town.root, "Alt-7")
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
    assert form.fields["to"].problem.startswith("Chưa chọn")
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


def test_seal_and_key_are_what_the_page_says(town):
    town.order("Rà soát đất công")
    path = town.send("TP", "assignment", "BD")
    town.trust("BD", path)
    package = Package.get(Package.incoming)
    assert json.loads(package.totals) == {"Số nhiệm vụ trong gói": 1}
    assert seal.fingerprint(Peer.get().public_key) == town.fingerprint("TP")
