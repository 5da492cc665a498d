"""What must survive: kills at any moment, a full disk, hostile texts, two programs at once, and long random work."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from contextlib import closing

import pytest
from peewee import DatabaseError

from db.connection import database
from db.models import Document, Journal, Meeting, Official, Package, Task, TaskDecision, Unit
from db.words import PeriodScheme
from desktop_app import catalogue
from desktop_app.errors import Refused
from desktop_app.excel import package as package_file
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_send import report as sending_report
from desktop_app.features.handoff_send import service as handoff
from desktop_app.features.meetings import service as meetings
from desktop_app.features.office import service as office_service
from desktop_app.features.officials import service as officials
from desktop_app.features.printing import service as printing
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES, Many, Stored
from desktop_app.rules import names
from tests.fault_hands import NO_ROOM, ROOT, command, job
from tests.office_hands import fill, notice

VIETNAMESE = set("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
ROOMS = ((units, Unit, "name"), (officials, Official, "name"), (documents, Document, "subject"))
ROOMS += ((meetings, Meeting, "title"), (tasks, Task, "content"))


def run(folder, *arguments):
    """Run one command; its exit code, what it said, what it complained of, without any trace."""
    done = subprocess.run(command(folder, *arguments), cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert "Traceback" not in done.stderr
    assert "E-FAULT" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def start(line):
    """Start a process that can be killed."""
    return subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")


def kill(process, after=0.0):
    """Kill a process, if it still lives, after some seconds; what it said before."""
    time.sleep(after)
    process.kill()
    said, _ = process.communicate()
    return said


def rows(folder, sql):
    with closing(sqlite3.connect(f"file:{folder / 'so-phuong.db'}?mode=ro", uri=True)) as file:
        return file.execute(sql).fetchall()


# --- Killed ---


def test_notices_said_to_be_saved_survive_kills_none_is_half_and_the_next_start_asks_nothing(closed):
    rng = random.Random(1)
    saved = {"12/TB-UBND"}
    for mark in range(60):
        if mark >= 7 and len(saved) > 7:
            break  # on a busy machine most kills come before anything is saved
        process = start(job("save", closed, mark))
        assert process.stdout.readline() == "ready\n"
        said = kill(process, rng.uniform(0, 0.12))
        saved |= {line.removeprefix("saved ") for line in said.splitlines() if line.endswith("UBND")}
    counts = dict(
        rows(
            closed,
            "SELECT d.number, count(t.id) FROM document d LEFT JOIN task t ON t.document_id = d.id GROUP BY d.id",
        )
    )
    assert len(saved) > 7
    assert saved <= counts.keys()
    assert set(counts.values()) == {2}
    assert run(closed, "check", "--full")[0] == 0


def test_a_demo_killed_while_it_is_filled_leaves_nothing_and_can_be_filled_again(tmp_path):
    for moment in (0.6, 1.1, 1.6):
        folder = tmp_path / f"Sổ {moment}"
        kill(start(command(folder, "demo", "thu-nghiem", "--tasks", 30000)), moment)
        if (folder / "so-phuong.db").exists() and (folder / "so-phuong.db").stat().st_size > 4096:
            assert rows(folder, "SELECT count(*) FROM office") == [(0,)]
        assert run(folder, "demo", "bai-bao")[0] == 0
        assert rows(folder, "SELECT count(*) FROM task") == [(27,)]


@pytest.mark.parametrize("statement", [1, 2, 4, 9, 17, 30, 45])
def test_a_folder_killed_at_any_statement_of_its_making_is_made_whole_at_the_next_start(tmp_path, statement):
    folder = tmp_path / "Sổ"
    killed = subprocess.run(job("die_at_statement", folder, statement), cwd=ROOT)
    assert killed.returncode == -9
    assert run(folder, "demo", "bai-bao")[0] == 0
    assert run(folder, "check", "--full")[0] == 0


@pytest.mark.parametrize(("form", "name"), [(("report", "register"), "sổ.pdf"), (("send",), "gói.xlsx")])
def test_an_export_that_is_killed_leaves_the_old_file_or_the_new_one_whole(closed, tmp_path, form, name):
    out = tmp_path / name
    made = command(closed, *form, "--period", "2026", "--out", out)
    begun = time.monotonic()
    assert subprocess.run(made, cwd=ROOT, capture_output=True).returncode == 0
    took, old = time.monotonic() - begun, out.read_bytes()
    for share in (0.6, 0.8, 0.95):
        kill(start(made), took * share)
        now = out.read_bytes()
        assert now == old or now.endswith((b"%%EOF\n", b"%%EOF")) or now[-22:-18] == b"PK\5\6"
        old = now
    assert run(closed, *form, "--period", "2026", "--out", out)[0] == 0
    assert list(tmp_path.glob("*.tam")) == []


def test_a_killed_backup_never_passes_for_a_copy_and_a_killed_restore_leaves_a_whole_file(closed):
    assert run(closed, "backup")[0] == 0
    [copy] = (closed / "sao-luu").glob("*.db")
    kept = closed.parent / "giữ.db"
    shutil.copy(copy, kept)
    for moment in (0.3, 0.4, 0.5):
        kill(start(command(closed, "backup")), moment)
        kill(start(command(closed, "restore", kept, "--accept")), moment)
        assert run(closed, "check", "--full")[0] == 0
        assert rows(closed, "SELECT count(*) FROM task") == [(2,)]
    for path in (closed / "sao-luu").glob("*.db"):
        with closing(sqlite3.connect(path)) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert file.execute("SELECT count(*) FROM task").fetchone() == (2,)


# --- No room ---


def without_room(size, place, *line):
    """Run a job in a small file system of its own at ``place``; its lines."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("hệ điều hành không cho lập hệ thống tệp nhỏ để thử")
    place.mkdir(exist_ok=True)
    whole = ["unshare", "-rm", "sh", "-c", NO_ROOM, "sh", size, str(place), *line]
    done = subprocess.run(whole, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()


def test_on_a_full_disk_no_export_touches_the_file_that_was_there_and_the_outbox_counts_only_what_lies_there(
    closed, tmp_path
):
    place = tmp_path / "đầy"
    said = without_room("260k", place, *job("export_without_room", closed, place))
    assert said == ["r.pdf 0 1 E-DISK-FULL True []", "s.xlsx 0 1 E-DISK-FULL True []"]
    assert rows(closed, "SELECT running_number FROM package") == [(1,)]


def test_when_the_disk_fills_what_was_saved_stays_and_the_rest_is_refused_by_name(closed, tmp_path):
    place = tmp_path / "đầy"
    # The small disk is gone with its process: what lies on it is copied out first.
    work = 'cp -r "$1/." "$2" && "$3" -m tests.fault_hands save_until_full "$2" && cp -r "$2" "$4"'
    given = (str(closed), str(place), sys.executable, str(tmp_path / "ra"))
    [said] = without_room("3m", place, "sh", "-c", work, "sh", *given)
    count, code = said.split()
    assert code == "E-DISK-FULL"
    assert int(count) > 10
    assert rows(tmp_path / "ra", "SELECT count(*) FROM task") == [(int(count) + 2,)]
    assert run(tmp_path / "ra", "check", "--full")[0] == 0


def test_a_backup_that_finds_no_room_leaves_the_older_copies_and_no_draft(closed):
    import resource

    assert run(closed, "backup")[0] == 0
    before = sorted(path.name for path in (closed / "sao-luu").iterdir())
    done = subprocess.run(
        command(closed, "backup"),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # or it would leave half a file of it to others
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 1
    assert "Không thực hiện được" in done.stderr
    assert sorted(path.name for path in (closed / "sao-luu").iterdir()) == before


@pytest.mark.parametrize(("form", "name"), [(("report", "register"), "sổ.pdf"), (("send",), "gói.xlsx")])
def test_a_folder_in_the_place_of_the_file_is_said_and_nothing_is_left_nor_entered(closed, tmp_path, form, name):
    (tmp_path / name).mkdir()
    code, _, complaint = run(closed, *form, "--period", "2026", "--out", tmp_path / name)
    assert (code, "E-FILE" in complaint) == (1, True)
    assert list(tmp_path.glob("*.tam")) == []
    assert rows(closed, "SELECT count(*) FROM package") == [(0,)]


# --- Two at once, and what lies about ---


def test_while_one_program_writes_another_may_read_and_print_but_not_write(closed, tmp_path):
    process = start(job("save", closed, 1))
    try:
        assert process.stdout.readline() == "ready\n"
        process.stdout.readline()
        out = tmp_path / "sổ.pdf"
        code, _, complaint = run(closed, "send", "--period", "2026", "--out", tmp_path / "gói.xlsx")
        assert (code, "đang mở ở một cửa sổ khác" in complaint) == (1, True)
        assert run(closed, "report", "register", "--period", "2026", "--out", out)[0] == 0
        assert run(closed, "check")[0] == 0
    finally:
        kill(process)
    assert run(closed, "send", "--period", "2026", "--out", tmp_path / "gói.xlsx")[0] == 0


def test_of_three_programs_that_begin_an_office_at_once_one_does_and_the_others_say_why_not(tmp_path):
    folder = tmp_path / "Sổ"
    line = command(folder, "demo", "bai-bao")
    started = [subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(3)]
    complaints = [process.communicate(timeout=60)[1].decode() for process in started]
    assert sorted(process.returncode for process in started) == [0, 1, 1]
    assert not any("(E-" in words for words in complaints)
    assert rows(folder, "SELECT (SELECT count(*) FROM office), (SELECT count(*) FROM task)") == [(1, 27)]


@pytest.mark.parametrize("left", [None, b"", b"[]", b"\xff\x00", b'{"office_uid": 5}'])
def test_an_office_whose_identity_file_is_gone_or_garbage_opens(closed, left):
    if left is None:
        (closed / "office.json").unlink()
    else:
        (closed / "office.json").write_bytes(left)
    office_service.open_folder(closed, writing=True)
    assert tasks.find().count() == 2
    tasks.save({"content": "Vẫn ghi được"}, tasks.get(1))


def test_a_file_cut_anywhere_is_named_as_damaged_and_stays_as_it_was(closed, tmp_path):
    whole = (closed / "so-phuong.db").read_bytes()
    rng = random.Random(4)
    for length in (rng.randrange(513, len(whole) - 4096) for _ in range(4)):
        (closed / "so-phuong.db").write_bytes(whole[:length])
        code, _, complaint = run(closed, "report", "register", "--period", "2026", "--out", tmp_path / "x.pdf")
        assert (code, "E-DAMAGED" in complaint) == (1, True)
        assert (closed / "so-phuong.db").read_bytes() == whole[:length]
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("day", ["01/01/2000", "22/11/2025", "31/12/2099"])
def test_a_wrong_clock_changes_nothing_that_is_stored(closed, tmp_path, day):
    before = rows(closed, "SELECT * FROM task"), rows(closed, "SELECT * FROM journal")
    line = [day if word == "22/11/2026" else word for word in command(closed, "report", "results")]
    done = subprocess.run(
        [*line, "--period", "2026", "--out", str(tmp_path / "x.pdf")], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert "Traceback" not in done.stderr
    assert (done.returncode == 0) == (day == "31/12/2099")
    assert (rows(closed, "SELECT * FROM task"), rows(closed, "SELECT * FROM journal")) == before


# --- Texts ---

PIECES = (
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x80",
    "\x9f",
    "\x85",
    "\x0b",
    "\ufffe",
    "\uffff",
    "�",
    "�",
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u2028",
    "\ue000",
    "\ufdd0",
    "nhie\u0302\u0323m-vu\u0323",
    "nhiệm-vụ",
    "Đôn-đốc",
    "😀",
    "👨\u200d👩\u200d👧",
    "𠀀",
    "\U0001fffe",
    "=cmd|'/c-calc'!A1",
    "+1",
    "-1",
    "@x",
    "<&>",
    "<b>x</b>",
    "&amp;",
    '"',
    "'",
    "');DROP-TABLE-task;--",
    "%",
    "_",
    "_x000D_",
    "\\",
    "{0}",
    "%s",
    "|",
    ";",
    "12/TB-UBND",
    "²",
    "½",
    "٣",
    "ß",
    "İ",
    "\u0301",
    "العربية",
    "日本語",
    "]]>",
    "<!--",
    "\u3164",
)


def a_text(rng, longest):
    """Blanks, breaks, hostile pieces; now and then longer than any field."""
    text = "".join(rng.choice([*PIECES, " ", "\n", "\r\n", "\t"]) for _ in range(rng.randint(0, 9)))
    if rng.random() < 0.08:
        text += rng.choice(("ệ", "a", "😀", "x ", "\n")) * rng.randint(longest // 2, longest * 2)
    return text


def random_save(rng, count):
    """One of the saves of one of the rooms, with random texts."""
    text = lambda longest: a_text(rng, longest)  # noqa: E731
    return rng.choice(
        (
            lambda: units.save({"code": f"{count}{text(3)[:9]}", "name": text(200)}),
            lambda: officials.save({"name": text(100), "position": text(100), "unit": "KT", "contact": text(120)}),
            lambda: meetings.save({"held_on": "02/11/2026", "title": text(500), "place": text(200), "note": text(900)}),
            lambda: documents.save(
                {"number": text(50), "issued_on": "02/11/2026", "issuer": "UB", "subject": text(1000), "note": text(90)}
            ),
            lambda: tasks.save(
                {"content": text(20_000), "lead_unit": "KT", "assigned_on": "02/11/2026", "recurrence": text(200)}
            ),
            lambda: tasks.add_note(tasks.get(1), {"noted_on": "hn", "content": text(20_000), "proposal": text(90)}),
        )
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_any_text_is_taken_or_refused_in_vietnamese_and_what_is_taken_can_be_printed_sent_and_found(
    office, tmp_path, seed
):
    notice()
    rng = random.Random(seed)
    taken, complaints = 0, []
    for count in range(350):
        try:
            random_save(rng, count)()
            taken += 1
        except Refused as no:
            complaints += no.problems.values()
    assert all(VIETNAMESE & set(words.lower()) for words in complaints)
    assert taken > 200
    assert len(complaints) > 20
    request = printing.Request("2026", PeriodScheme.CALENDAR)
    for form in (each for each in catalogue.FORMS if each.of_period):
        assert printing.prepare(form, request, tmp_path / f"{form.name}.pdf").run() > 0
    sending = handoff.prepare("2026", tmp_path / "gói.xlsx")
    handoff.enter(sending, sending_report.write(sending))
    assert package_file.verify(package_file.read(tmp_path / "gói.xlsx")) == []
    for task in Task.select():
        assert task.content == names.clean(task.content)
        assert task.id in tasks.find(text=task.code).ids()
    assert all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))


@pytest.mark.parametrize(
    "text",
    [
        "'",
        '"',
        '" OR 1=1 --',
        "NEAR(a b)",
        "content:x",
        "a* AND NOT b",
        "^đôn",
        "(",
        "-",
        "\ud800",
        "x" * 5000,
        "a " * 900,
    ],
)
def test_nothing_typed_into_the_search_box_breaks_the_search(office, text):
    notice()
    assert tasks.find(text=text).count() in (0, 1, 2)
    assert Task.select().count() == 2


def test_the_same_words_composed_and_decomposed_are_one_text_and_found_either_way(office):
    composed = "Đôn đốc nhiệm vụ trọng tâm"
    apart = unicodedata.normalize("NFD", composed)
    row = {"lead_unit": "KT"}
    _, [first, second] = notice("1/TB", "02/11/2026", {"content": composed, **row}, {"content": apart, **row})
    assert first.content == second.content == composed
    assert list(tasks.find(text=apart, order="id").ids()) == [first.id, second.id]


DATES = ("31/02/2026", "29/02/2025", "00/01/2026", "13/13/2026", "01/01/1999", "01/01/2101", "2026-11-02", "mai", "1")


@pytest.mark.parametrize("typed", DATES)
def test_a_day_that_is_none_is_refused_in_every_field_that_takes_a_day(office, typed):
    _, [task, _] = notice()
    document = documents.get(1)
    kt = Unit.get(Unit.code == "KT")
    fields = (
        ("issued_on", lambda: documents.save({"issued_on": typed}, document)),
        ("incoming_on", lambda: documents.save({"incoming_on": typed}, document)),
        ("held_on", lambda: meetings.save({"held_on": typed, "title": "Họp"})),
        ("assigned_on", lambda: tasks.save({"assigned_on": typed}, task)),
        ("due_on", lambda: tasks.save({"content": "x", "lead_unit": "KT", "assigned_on": "hn", "due_on": typed})),
        ("completed_on", lambda: tasks.complete(task, {"completed_on": typed})),
        ("noted_on", lambda: tasks.add_note(task, {"noted_on": typed, "content": "x"})),
        ("due_on", lambda: decisions.extend(task, {"due_on": typed, "decided_on": "hn"})),
        ("decided_on", lambda: decisions.cancel(task, {"decided_on": typed, "reason": "x"})),
        ("valid_from", lambda: units.save({"valid_from": typed}, kt)),
        ("valid_to", lambda: officials.save({"valid_to": typed}, Official.get())),
    )
    entries = Journal.select().count()
    for name, save in fields:
        with pytest.raises(Refused) as refused:
            save()
        assert name in refused.value.problems
    assert Journal.select().count() == entries


# --- Long random work ---

WORDS = names.search_words("đôn đốc báo cáo rà soát đất công UBND phường kết luận") + ["12/TB-UBND", "Đất", "đai", "tổ"]


def random_step(rng, count):
    """Make, change, delete, put back or decide something, whatever there is."""
    room, model, field = rng.choice(ROOMS)
    said = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 5)))

    def any_of(table, *, deleted=False):
        return rng.choice(list(table.select().where(table.deleted_at.is_null(not deleted))) or [None])

    step = rng.choice(("new", "change", "change", "delete", "back", "follow"))
    record = any_of(Task if step == "follow" else model, deleted=step == "back")
    if step == "new":
        notice(f"{count}/TB-UBND", "02/11/2026", {"content": said, "lead_unit": "VP", "cooperating_units": "TDP2"})
        units.save({"code": f"N{count}", "name": said})
        meetings.save({"held_on": "01/11/2026", "title": said})
        officials.save({"name": said, "unit": "KT"})
    elif record is None:
        return
    elif step == "change":
        room.save({field: said}, record)
    elif step == "delete":
        room.delete(record)
    elif step == "back":
        room.restore(record)
    else:
        rng.choice(
            (
                lambda: tasks.add_note(record, {"noted_on": "03/11/2026", "content": said}),
                lambda: tasks.complete(record, {"completed_on": "20/11/2026", "deliverable": said}),
                lambda: decisions.extend(record, {"due_on": "30/12/2026", "decided_on": "20/11/2026", "reason": said}),
                lambda: decisions.cancel(record, {"decided_on": "20/11/2026", "reason": said}),
            )
        )()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_hundreds_of_random_changes_index_journal_and_rows_tell_the_same_story(office, seed):
    fill()
    rng, refused = random.Random(seed), 0
    for count in range(250):
        try:
            random_step(rng, count)
        except Refused:
            refused += 1
    assert 0 < refused < 125
    assert journal.first_broken() is None
    told = story_of_the_journal()
    for entity in ENTITIES.values():
        assert not search.indexed(entity) or search.agrees(entity), entity.kind
        for record in entity.model.select():
            if search.indexed(entity) and record.deleted_at is None:
                assert record.folded == entity.search_text(record)
            assert stored(entity, record, told[record.uid]) == told[record.uid]
    listed = {row.id for row in tasks.find().iterate()}
    assert listed == {task.id for task in Task.select().where(Task.deleted_at.is_null())}
    cancelled = TaskDecision.select().where(TaskDecision.kind == "cancelled", TaskDecision.task.in_(list(listed)))
    standings = [tasks.standing_of(task).timeliness for task in Task.select().where(Task.deleted_at.is_null())]
    assert standings.count(None) == len({decision.task_id for decision in cancelled})


def story_of_the_journal():
    """uid -> column -> its last value, by the journal alone; every change begins where the one before it ended."""
    told = defaultdict(dict)
    for entry in Journal.select().where(Journal.action.in_(["created", "changed"])).order_by(Journal.id):
        for name, (was, now) in json.loads(entry.changes).items():
            assert told[entry.record].get(name, was) == was, (entry.id, name)
            told[entry.record][name] = now
    return told


def stored(entity, record, names_):
    """The same columns as they stand in the file."""
    columns = (entity.columns[name] for name in names_)
    return {c.name: c.journalled(c.of(record)) for c in columns if isinstance(c.source, Stored | Many)}


def test_a_package_that_cannot_be_entered_is_taken_away_and_its_number_is_given_to_the_next(office, tmp_path):
    notice()
    database.execute_sql("CREATE TRIGGER no_room BEFORE INSERT ON package BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    sending = handoff.prepare("2026", tmp_path / "gói.xlsx")
    with pytest.raises(DatabaseError):
        handoff.enter(sending, sending_report.write(sending))
    assert not (tmp_path / "gói.xlsx").exists()
    database.execute_sql("DROP TRIGGER no_room")
    sending = handoff.prepare("2026", tmp_path / "gói.xlsx")
    handoff.enter(sending, sending_report.write(sending))
    assert [package.running_number for package in Package.select()] == [1]


def test_units_that_merge_keep_their_old_tasks_and_pass_the_new_ones_on(office):
    _, [old] = notice("1/TB", "02/11/2026", {"content": "Việc của tổ 1", "lead_unit": "TDP1"})
    units.save({"valid_to": "10/11/2026", "successor": "TDP2"}, Unit.get(Unit.code == "TDP1"))
    tasks.save({"content": "Việc cũ vẫn sửa được"}, old)
    with pytest.raises(Refused) as refused:
        tasks.save({"content": "Việc mới", "lead_unit": "TDP1", "assigned_on": "11/11/2026"})
    assert "Tổ dân phố số 2" in refused.value.problems["lead_unit"]
    assert [row.lead_unit for row in tasks.find().iterate()] == ["Tổ dân phố số 1"]
    with pytest.raises(Refused):
        units.delete(Unit.get(Unit.code == "TDP1"))
