"""Who did what and when: under each form, in the journal's own list, and what was deleted put back."""

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.connection import database
from db.models import Document, Journal, Meeting, Task, Unit
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.calendar import service as calendar
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.history import service as history
from desktop_app.features.meetings import service as meetings
from desktop_app.features.officials import service as officials
from desktop_app.features.task_answers import service as answering
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.records import find, journal, session, undo
from desktop_app.records.deleted import Deleted
from desktop_app.ui import deleted, kit
from desktop_app.ui.story import Story
from tests.desk_hands import WHO, Answers, desk, palette, toast
from tests.office_hands import notice
from tests.town_hands import once, words_of
from tests.typing_hands import focus, keys, press, press_here, unikey, wait

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


@pytest.fixture
def shell(root: Any, full_office: Path, hidden_failures: list[str]):
    with desk(root, full_office) as opened:
        yield opened
    Story.opened = False


def wait_for(root: Any, what: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        wait(root, 20)


# --- The last save taken back, in the window ---


def test_the_toast_after_a_save_takes_it_back_and_can_do_it_again(shell, root, answers):
    shell.go("tasks")
    shell.screen.open({}, tasks.get(1).id)
    root.update()
    content = shell.screen.pane.form.fields["content"].editor.entry
    before = tasks.get(1).content
    focus(content)
    press(content, "Control-End")
    unikey(content, " và báo cáo")
    press(content, "Control-s")
    assert tasks.get(1).content == f"{before} và báo cáo"
    words, shown = toast()
    assert "Đã lưu nhiệm vụ" in words
    assert shown._action[0] == "Hoàn tác"
    shown.act()
    root.update()
    wait(root, 30)
    assert tasks.get(1).content == before
    assert shell.screen.pane.form.fields["content"].get() == before
    assert not shell.screen.pane.form.dirty
    words, shown = toast()
    assert "Sửa nhiệm vụ NV-2026-00001" in words
    assert shown._action[0] == "Làm lại"
    shown.act()
    assert tasks.get(1).content == f"{before} và báo cáo"
    assert answers.warned == []


def test_a_new_record_that_is_taken_back_leaves_list_and_form(shell, root, answers):
    shell.go("meetings")
    shell.screen.new()
    root.update()
    form = shell.screen.pane.form
    form.fields["kind"].write("Giao ban")
    form.fields["held_on"].write("20/11/2026")
    keys(form.fields["title"].editor.entry, "giao ban tuan")
    press_here(root, "Control-s")
    made = Meeting.get(Meeting.title == "giao ban tuan")
    assert shell.screen.record == made
    toast()[1].act()
    root.update()
    wait(root, 30)
    assert Meeting.get_by_id(made.id).deleted_at is not None
    assert not shell.screen.editing
    assert made.id not in list(shell.screen.rows.ids)


def test_control_alt_z_shows_what_it_would_take_back_and_asks(shell, root, answers):
    shell.go("tasks")
    shell.screen.open({}, tasks.get(1).id)
    tasks.save({"urgency": "Hỏa tốc"}, tasks.get(1))
    meetings.save({"kind": "Giao ban", "held_on": "20/11/2026", "title": "Khác"})  # later, and another record
    wait(root, 40)
    answers.yes = False
    press(shell.screen.rows.tree, "Control-Alt-z")
    assert "Mức độ khẩn: Thường → Hỏa tốc" in answers.asked[-1]
    assert tasks.get(1).urgency == "most_urgent"
    answers.yes = True
    press_here(root, "Control-Alt-z")
    assert tasks.get(1).urgency == "normal"
    # where no record stands in the form it is the last save of all: that undoing itself, then the meeting before it
    shell.go("overview")
    opened = palette(shell)
    keys(opened.entry, "hoan tac lan luu")
    assert opened.chosen.key == "Ctrl+Alt+Z"
    press_here(root, "Return")
    assert "Hoàn tác nhiệm vụ" in answers.asked[-1]
    assert tasks.get(1).urgency == "most_urgent"


def test_control_alt_z_in_a_field_is_no_undo_of_the_field(shell, root, answers):
    shell.go("meetings")
    shell.screen.new()
    root.update()
    entry = shell.screen.pane.form.fields["title"].editor.entry
    keys(entry, "giao ban")
    answers.unsaved = "stay"
    press(entry, "Control-Alt-z")
    assert entry.get() == "giao ban"
    assert answers.asked[-1].endswith("nội dung đang nhập")  # what is typed is asked about first


def test_what_somebody_else_wrote_since_is_said_and_nothing_is_written(shell, root, answers):
    shell.go("tasks")
    shell.screen.open({}, tasks.get(1).id)
    tasks.save({"urgency": "Hỏa tốc"}, tasks.get(1))
    session.current.who = "Trần Văn Ân"
    flow.note(tasks.get(1), {"noted_on": "20/11/2026", "content": "Việc của Ân"})
    session.current.who = WHO
    end = journal.end()
    press(shell.screen.rows.tree, "Control-Alt-z")
    assert "đã được Trần Văn Ân ghi tiếp" in answers.warned[-1]
    assert journal.end() == end


def test_an_action_of_the_task_desk_offers_its_undoing(shell, root, answers):
    shell.go("tasks")
    task = Task.get(Task.content.startswith("Rà soát, tổng hợp đất công"))
    shell.screen.open({}, task.id)
    root.update()

    def typed(asked):
        asked.form.fields["due_on"].write("30/12/2026")
        asked.form.fields["reason"].write("Chờ thẩm định")
        press_here(asked, "Control-s")

    once(root, "Asking", typed)
    shell.screen.begin("extend")
    assert tasks.get(task.id).due_on == date(2026, 12, 30)
    words, shown = toast()
    assert "Gia hạn" in words
    shown.act()
    assert tasks.get(task.id).due_on == date(2026, 11, 10)
    assert answering.decisions_of(task) == []
    # moving it elsewhere cannot be taken back honestly, so it is not offered

    def moved(asked):
        asked.form.fields["lead_unit"].write("Văn phòng HĐND và UBND")
        asked.form.fields["reason"].write("Đúng việc")
        press_here(asked, "Control-s")

    once(root, "Asking", moved)
    shell.screen.begin("reassign")
    assert tasks.get(task.id).lead_unit.code == "VP"
    assert toast()[1]._action is None


# --- Under the form ---


@pytest.mark.parametrize("name", ["units", "officials", "meetings", "documents", "calendar"])
def test_every_form_tells_who_changed_what_and_when(name, shell, root):
    rooms = {"units": units, "officials": officials, "meetings": meetings, "documents": documents, "calendar": calendar}
    room = rooms[name]
    shell.go(name)
    record = room.get(next(iter(room.find().ids())))
    texts = {"units": "name", "officials": "name", "meetings": "title", "documents": "subject", "calendar": "name"}
    session.current.who = "Trần Văn Ân"
    was = getattr(record, texts[name])
    room.save({texts[name]: "Tên đã sửa"}, record)
    session.current.who = WHO
    shell.screen.open({}, record.id)
    root.update()
    [story] = [child for child in shell.screen.pane.form.under.winfo_children() if isinstance(child, Story)]
    assert "Trần Văn Ân" not in words_of(story)
    press(story.button, "Return")
    said = words_of(story)
    assert f"{was} → Tên đã sửa" in said
    assert "Trần Văn Ân · Sửa" in said
    assert "Thêm mới" in said
    # the next record shows its own at once; it is shut as it was opened
    shell.screen.open({}, record.id)
    root.update()
    [story] = [child for child in shell.screen.pane.form.under.winfo_children() if isinstance(child, Story)]
    assert "Trần Văn Ân · Sửa" in words_of(story)
    story.turn()
    assert not story.lines.winfo_ismapped()


def test_a_long_story_is_shown_ten_entries_at_a_time(shell, root):
    meeting = meetings.get(1)
    for number in range(24):
        meeting = meetings.save({"title": f"Họp lần {number}"}, meeting)
    shell.go("meetings")
    shell.screen.open({}, meeting.id)
    root.update()
    [story] = [child for child in shell.screen.pane.form.under.winfo_children() if isinstance(child, Story)]
    story.turn()
    assert words_of(story).count("→") == 10
    more = [child for child in story.lines.winfo_children() if isinstance(child, kit.Button)]
    more[0].invoke()
    assert words_of(story).count("→") == 24


# --- The journal as a list ---


def of(where: dict[str, Any], text: str = "") -> list[history.Entry]:
    entries = history.Entries(where, text)
    return entries.rows([number for piece in entries.slices() for number in piece])


def test_the_journal_is_listed_latest_first_and_each_filter_agrees_with_sql(full_office):
    session.current.who = "Trần Văn Ân"
    documents.save({"subject": "Sửa trích yếu"}, Document.get(Document.number == "12/TB-UBND"))
    meeting = meetings.get(1)
    meetings.delete(meeting)
    everything = of({})
    assert [entry.id for entry in everything] == list(range(journal.end(), 0, -1))

    def count(sql: str, *values: Any) -> int:
        return int(database.execute_sql(f"SELECT count(*) FROM journal WHERE {sql}", values).fetchone()[0])

    assert len(of({"who": "Trần Văn Ân"})) == count("who = 'Trần Văn Ân'") == 2
    assert len(of({"action": "deleted"})) == count("action = 'deleted'") == 1
    parts = "('task', 'task_decision', 'task_request', 'progress_note', 'task_step')"
    assert len(of({"kind": "task"})) == count(f"kind IN {parts}") > 10
    today = clock.now().date()
    assert len(of({"days": (today, today)})) == len(everything)
    assert of({"days": (today - timedelta(days=9), today - timedelta(days=1))}) == []
    assert len(of({"who": "Trần Văn Ân", "kind": "meeting", "action": "deleted", "days": (today, today)})) == 1
    [gone] = of({"action": "deleted"})
    assert (gone.kind, gone.name, gone.who) == ("meeting", meeting.title, "Trần Văn Ân")
    assert set(history.people()) >= {WHO, "Trần Văn Ân"}


def test_words_find_the_entries_of_the_records_that_have_them_and_those_that_tell_them(full_office):
    task = Task.get(Task.code == "NV-2026-00001")
    about = {task.uid}
    assert {entry.record for entry in of({}, "NV-2026-00001")} >= about
    assert {entry.record for entry in of({}, "ra soat dat cong")} == about
    notes = of({}, "Thiếu hồ sơ")
    assert [entry.kind for entry in notes] == ["progress_note"]
    assert notes[0].name == "NV-2026-00001"  # a note is called by its task
    assert of({}, "100%") == of({}, "không có chữ này") == []
    meeting = meetings.get(1)
    title = meeting.title
    meetings.delete(meeting)
    assert [entry.action for entry in of({"kind": "meeting"}, title)] == ["deleted", "created"]


def test_the_screen_shows_an_entry_in_full_opens_its_record_and_follows_one_record(shell, root):
    task = tasks.save({"content": "Nội dung mới", "lead_unit": "VP"}, tasks.get(1))
    shell.go("history")
    wait(root, 50)
    screen = shell.screen
    assert screen.chosen.id == journal.end()
    assert "Nội dung nhiệm vụ: Rà soát, tổng hợp đất công trên địa bàn → Nội dung mới" in screen.told.get("1.0", "end")
    assert "Sửa nhiệm vụ NV-2026-00001" in screen.about.cget("text")
    assert screen.chosen.digest[:16] in screen.about.cget("text")
    screen.follow_record()
    root.update()
    assert {entry.record for entry in screen.table.source.rows(list(screen.table.ids))} == {task.uid}
    assert "Bản ghi NV-2026-00001" in words_of(screen.bar)
    press(screen.table.tree, "Return")
    assert (shell.current, shell.screen.record) == ("tasks", task)
    # a note leads to its task
    flow.note(tasks.get(2), {"noted_on": "20/11/2026", "content": "Đang làm"})
    shell.go("history")
    screen.bar.clear()
    root.update()
    note = Journal.select().where(Journal.kind == "progress_note").order_by(Journal.id.desc()).first()
    screen.table.choose([note.id])
    root.update()
    screen.open_record()
    assert shell.screen.record.id == 2


def test_typed_days_and_drop_downs_narrow_the_list(shell, root):
    shell.go("history")
    screen = shell.screen
    root.update()
    total = len(screen.table.ids)
    since = screen.days["since"].entry
    keys(since, f"{clock.now().date() + timedelta(days=1):%d/%m/%Y}")
    press(since, "Return")
    assert len(screen.table.ids) == 0
    screen.days["since"].set("")
    screen._find()
    assert len(screen.table.ids) == total
    screen.bar.drops["action"].take("Thêm mới")
    root.update()
    assert 0 < len(screen.table.ids) < total
    assert {entry.action for entry in screen.table.source.rows(list(screen.table.ids))} == {"created"}
    # words, as somebody types them
    screen.bar.clear()
    unikey(screen.bar.search, "đất công")
    wait(root, 150)
    assert {entry.name for entry in screen.table.source.rows(list(screen.table.ids))} == {"NV-2026-00001"}


def test_the_state_of_the_chain_is_shown_and_a_row_changed_behind_the_program_is_found(shell, root):
    shell.go("history")
    screen = shell.screen
    wait_for(root, lambda: "Chuỗi nguyên vẹn" in screen.chain.cget("text"))
    assert f"{journal.end()} dòng" in screen.chain.cget("text")
    database.execute_sql("DROP TRIGGER journal_never_changed")
    database.execute_sql("UPDATE journal SET changes = '{}' WHERE id = 7")
    screen.check()
    wait_for(root, lambda: "đứt ở dòng 7" in screen.chain.cget("text"))


def test_the_story_of_a_record_is_read_through_the_index_however_long_the_journal_is(office):
    notice()
    uid = Task.get_by_id(1).uid
    plan = database.execute_sql(
        "EXPLAIN QUERY PLAN SELECT * FROM journal WHERE record IN (?) ORDER BY id DESC", (uid,)
    ).fetchall()
    assert any("USING INDEX journal_record" in str(line) for line in plan), plan
    plan = database.execute_sql(
        "EXPLAIN QUERY PLAN SELECT t.id, (SELECT j.who FROM journal AS j WHERE j.record = t.uid "
        "ORDER BY j.id DESC LIMIT 1) FROM task AS t WHERE t.id = 1"
    ).fetchall()
    assert any("journal_record" in str(line) for line in plan), plan


# --- Deleted records ---


def test_deleted_records_are_listed_with_who_and_when_and_found_by_their_words(full_office):
    assert find(DOCUMENTS, deleted=True).count() == 0
    session.current.who = "Trần Văn Ân"
    document, _ = documents.save_with_tasks(
        {"number": "90/TB-UBND", "issued_on": "02/11/2026", "issuer": "UB", "subject": "Chuyện đất đai"}, []
    )
    documents.delete(document)
    session.current.who = WHO
    assert find(DOCUMENTS, deleted=True).count() == 1
    assert document.id not in list(find(DOCUMENTS).ids())
    [gone] = Deleted(DOCUMENTS).rows([document.id])
    assert (gone.row.number, gone.who) == ("90/TB-UBND", "Trần Văn Ân")
    assert abs((clock.now() - gone.at).total_seconds()) < 60
    for text, count in (("dat dai", 1), ("90/TB-UBND", 1), ("chuyen d", 1), ("khac", 0), ("", 1)):
        assert Deleted(DOCUMENTS, text).count() == count, text


def test_a_record_is_not_put_back_before_what_it_names(office):
    document, given = notice()
    for task in given:
        tasks.delete(task)
    documents.delete(document)
    with pytest.raises(Refused, match="Văn bản giao 12/TB-UBND đã xóa; hãy khôi phục trước"):
        tasks.restore(tasks.get(given[0].id))
    documents.restore(Document.get_by_id(document.id))
    tasks.restore(tasks.get(given[0].id))
    assert tasks.get(given[0].id).deleted_at is None


@pytest.mark.parametrize("name", ["units", "officials", "meetings", "documents", "calendar", "tasks"])
def test_every_list_shows_its_deleted_records_and_puts_one_or_many_back(name, shell, root, answers):
    shell.go(name)
    screen = shell.screen
    room, made = screen.service, []
    texts = {
        "units": [{"code": f"X{n}", "name": f"Phòng {n}"} for n in range(3)],
        "officials": [{"name": f"Lê Văn {n}", "unit": "VP"} for n in range(3)],
        "meetings": [{"kind": "Giao ban", "held_on": "20/11/2026", "title": f"Họp {n}"} for n in range(3)],
        "documents": [
            {"number": f"9{n}/TB-UBND", "issued_on": "20/11/2026", "issuer": "UB", "subject": f"Văn bản {n}"}
            for n in range(3)
        ],
        "calendar": [{"day": f"0{n + 4}/01/2027", "name": f"Nghỉ {n}"} for n in range(3)],
        "tasks": [{"content": f"Việc {n}", "lead_unit": "VP", "assigned_on": "20/11/2026"} for n in range(3)],
    }
    made = [room.save(one) for one in texts[name]]
    for record in made:
        room.delete(room.get(record.id))
    wait(root, 30)
    assert not {record.id for record in made} & set(screen.rows.ids)
    seen = []

    def put_back(window):
        seen.append(words_of(window))
        assert list(window.table.ids)[:3] == [record.id for record in reversed(made)]
        press(window.table.tree, "Control-a", "Control-s")
        seen.append(window.news.cget("text"))
        press_here(window, "Escape")

    once(root, "DeletedWindow", put_back)
    screen.show_deleted()
    wait(root, 60)
    assert seen[1] == f"Đã khôi phục 3 {screen.entity.noun}."
    assert {record.id for record in made} <= set(screen.rows.ids)
    assert answers.warned == []


def test_what_cannot_be_put_back_says_why_and_the_others_come_back_all_the_same(shell, root, answers):
    shell.go("documents")
    head = {"issued_on": "20/11/2026", "issuer": "UB", "subject": "Một"}
    twin, other = (documents.save_with_tasks({"number": n, **head}, [])[0] for n in ("91/TB-UBND", "92/TB-UBND"))
    documents.delete(twin)
    documents.delete(other)
    documents.save({"number": "91/TB-UBND", **head})
    seen = []

    def put_back(window):
        press(window.table.tree, "Control-a", "Control-s")
        seen.append(window.news.cget("text"))
        unikey(window.search, "khôgn có")
        wait(window, deleted.PAUSE + 60)
        seen.append(len(window.table.ids))
        press_here(window, "Escape")

    once(root, "DeletedWindow", put_back)
    screen = shell.screen
    screen.show_deleted()
    assert seen[0].startswith("Đã khôi phục 1 văn bản. Chưa khôi phục 1: 91/TB-UBND: Đã có văn bản khác")
    assert seen[1] == 0
    assert Document.get_by_id(other.id).deleted_at is None
    assert Document.get_by_id(twin.id).deleted_at is not None


def test_a_deleted_record_that_is_opened_from_elsewhere_is_shown_among_the_deleted(shell, root, answers):
    unit = units.save({"code": "XX", "name": "Phòng cũ"})
    units.delete(unit)
    shell.go("history")
    wait(root, 30)
    seen = []
    once(root, "DeletedWindow", lambda window: (seen.append(window.table.selected), press(window.table.tree, "Escape")))
    shell.screen.open_record()
    assert shell.current == "units"
    assert seen == [[unit.id]]
    assert Unit.get_by_id(unit.id).deleted_at is not None


# --- After a crash ---

TYPING = """
import os, signal, sys
sys.argv = ["x", "--office", {office!r}, "--as", "Nguyễn Thị Hường", "--today", "22/11/2026"]
from desktop_app.ui import kit, theme
from tests import typing_hands as hands
made = theme.create_app
def create(*a, **k):
    app = made(*a, **k)
    app.after(700, lambda: work(app))
    return app
theme.create_app = create
def find(widget, kind):
    for child in widget.winfo_children():
        if type(child).__name__ == kind:
            return child
        if (found := find(child, kind)) is not None:
            return found
def work(app):
    if find(app, "OverviewScreen") is None:
        return app.after(100, lambda: work(app))
    app.focus_force()
    hands.press_here(app, "Alt-Key-4")
    screen = find(app, "MeetingsScreen")
{steps}
from desktop_app.__main__ import main
main()
"""
BEFORE = """
    hands.press_here(app, "Control-n")
    entry = screen.pane.form.fields["title"].editor.entry
    hands.unikey(entry, "Họp giao ban đầu tuần")
    app.after(2600, lambda: os.kill(os.getpid(), signal.SIGKILL))
"""
AFTER = """
    hands.press_here(app, "Control-n")
    app.update()
    bars = screen.pane.form._bars
    def button(widget, text):
        for child in widget.winfo_children():
            if child.winfo_class() == "TButton" and text in str(child.cget("text")):
                return child
            if (found := button(child, text)) is not None:
                return found
    offered = button(bars, "Khôi phục")
    print("offered", offered is not None)
    hands.press(offered, "Return")
    print("title", screen.pane.form.fields["title"].get())
    sys.stdout.flush()
    os._exit(0)
"""


def test_what_was_being_typed_when_the_program_was_killed_is_offered_when_it_starts_again(closed, display):
    def run(steps: str) -> subprocess.CompletedProcess[str]:
        script = TYPING.format(office=str(closed), steps=steps)
        return subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    killed = run(BEFORE)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    again = run(AFTER)
    assert "offered True" in again.stdout, again.stderr
    assert "title Họp giao ban đầu tuần" in again.stdout


def test_what_was_typed_into_a_window_that_asks_is_offered_when_the_same_is_asked_again(
    shell, root, monkeypatch, full_office
):
    from desktop_app.ui import drafts

    monkeypatch.setattr(drafts, "folder", full_office / "ban-thao")
    shell.go("tasks")
    shell.screen.open({}, tasks.get(1).id)
    root.update()

    def typed(asked):
        unikey(asked.form.fields["content"].editor.entry, "Đang chờ thẩm định")
        press_here(asked, "Escape")

    once(root, "Asking", typed)
    shell.screen.begin("note")
    seen = []

    def offered(asked):
        seen.append(words_of(asked.form._bars))
        asked.form._drafts._take(drafts.DraftBox(drafts.folder).list()[0])
        seen.append(asked.form.fields["content"].get())
        press_here(asked, "Control-s")

    once(root, "Asking", offered)
    shell.screen.begin("note")
    assert "Bản thảo chưa lưu lúc" in seen[0]
    assert seen[1] == "Đang chờ thẩm định"
    assert tasks.notes_of(tasks.get(1))[-1].content == "Đang chờ thẩm định"
    assert drafts.DraftBox(drafts.folder).list() == []  # taken: nothing to offer any more
    # of another task nothing is offered
    shell.screen.open({}, tasks.get(2).id)
    root.update()
    once(root, "Asking", lambda asked: (seen.append(words_of(asked.form._bars)), press_here(asked, "Escape")))
    shell.screen.begin("note")
    assert "Bản thảo" not in seen[-1]
    assert undo.latest(TASKS, tasks.get(1)) is not None
