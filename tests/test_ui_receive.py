"""Packages received through the window with real keys: key, verdicts, files of every sort, undoing."""

from db.models import Peer, Task
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.peers import service as peers
from desktop_app.features.tasks import service as tasks
from desktop_app.ui import kit
from tests import typing_hands as hands
from tests.test_handoff_form import fill as filled_in
from tests.town_hands import answer_key, once, press, rows_of, words_of


def test_a_first_package_is_received_after_its_key_was_compared(town):
    town.order("Rà soát đất công", "Báo cáo số liệu")
    path = town.send("TP", "assignment", "BD")
    key = town.fingerprint("TP")
    shell = town.open("BD")
    hands.press(town.root, "Alt-8")
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


def test_fifty_thousand_rows_are_shown_and_narrowed_with_none_left_out(town):
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
    page = Review(top, found, lambda outcome: None)
    page.pack(fill="both", expand=True)
    top.update()
    page.chips.choose("changed")
    top.update()
    hands.press(page.table.tree, "End", "Home", "Next", "Down")
    assert len(page.table.ids) == 16_667
    assert "16.667 dòng" in page.table.footer.cget("text")
    top.destroy()
