"""Files beside records: kept once under their bytes, never half, never over another, and back whole from a backup."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import unicodedata
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from db import backup
from db.models import Alias, Attachment
from desktop_app import clock, errors, events, files
from desktop_app.errors import Failed, Refused
from desktop_app.features.attachments import service as attachments
from desktop_app.features.backup_files import service as backup_files
from desktop_app.features.backups import service as backups
from desktop_app.features.office import service as office_service
from desktop_app.features.tasks import service as tasks
from desktop_app.outside.blobs import Blobs
from desktop_app.records import journal, session
from desktop_app.rules import attaching
from tests.fault_hands import ROOT, job
from tests.office_hands import notice
from tests.test_faults import run, without_room


@pytest.fixture
def task(office):
    """A task of the office of the tests."""
    _, [first, _] = notice()
    return first


@pytest.fixture
def paper(tmp_path):
    """Make a file of these bytes and this name, outside the office."""

    def make(name="Quyết định số 15.pdf", content=b"%PDF-1.7 " + bytes(range(256)) * 40):
        path = tmp_path / "Máy của tôi" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return make


def stored(office):
    """Digest -> bytes of everything that lies in the store, drafts aside."""
    store = Blobs(office / "tep-dinh-kem")
    return {digest: store.place(digest).read_bytes() for digest in store.digests()}


def litter(office):
    return [path.name for path in office.rglob("*.tam")]


# --- Kept ---


def test_a_file_is_kept_under_its_bytes_with_its_name_in_the_books(office, task, paper):
    path = paper()
    made = attachments.add("task", task.uid, path)
    [line] = attachments.find("task", task.uid)
    assert (line.name, line.size, line.author, line.trouble) == (
        "Quyết định số 15.pdf",
        "10 KB",
        "Nguyễn Thị Hường",
        "",
    )
    assert stored(office) == {made.digest: path.read_bytes()}
    assert all(part.isascii() for part in Blobs(office / "tep-dinh-kem").place(made.digest).parts[-3:])
    assert litter(office) == []
    told = [what for _, _, _, what in tasks.history(task)]
    assert "Thêm tệp đính kèm: Quyết định số 15.pdf" in told
    assert journal.first_broken() is None
    assert attachments.find("document", task.uid) == []


def test_the_same_bytes_are_kept_once_and_not_twice_beside_one_record(office, task, paper):
    other = tasks.get(2)
    attachments.add("task", task.uid, paper("một.pdf"))
    kept = next((office / "tep-dinh-kem").glob("??/*"))
    before = kept.stat().st_mtime_ns, kept.stat().st_ino
    attachments.add("task", other.uid, paper("hai.pdf"))
    assert len(stored(office)) == 1
    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == before, "the bytes were written over"
    with pytest.raises(Refused, match="đã đính kèm ở đây với tên “một.pdf”"):
        attachments.add("task", task.uid, paper("ba.pdf"))


def test_names_are_kept_as_typed_and_never_used_in_paths(office, task, paper):
    decomposed = unicodedata.normalize("NFD", "Báo cáo kết quả.pdf")
    attachments.add("task", task.uid, paper(decomposed, b"1"))
    hostile = 'Số 12|TB: họp "giao ban"?* .txt'
    attachments.add("task", task.uid, paper(hostile, b"2"))
    attachments.add("task", task.uid, paper("CON.txt", b"3"))
    attachments.add("task", task.uid, paper("ngược\u202efdp.txt", b"4"))
    names = [line.name for line in attachments.find("task", task.uid)]
    assert names == ["Báo cáo kết quả.pdf", hostile, "CON.txt", "ngượcfdp.txt"]
    for line in attachments.find("task", task.uid):
        shown = attachments.copy_to_look_at(attachments.get(line.id))
        assert not set(shown.name) & set(attaching.FORBIDDEN)
        assert shown.stem.upper() != "CON"
        assert not os.access(shown, os.W_OK) or os.geteuid() == 0
        assert shown.stat().st_mode & 0o222 == 0
    assert all(set(path.name) <= set("0123456789abcdef") for path in (office / "tep-dinh-kem").rglob("*"))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("cài đặt.EXE", b"MZ\x90", r"chương trình chạy được \(\.exe\)"),
        ("quyết định.pdf.js", b"x", r"\(\.js\)"),
        ("lối tắt.lnk", b"x", r"\(\.lnk\)"),
        ("ảnh.jpg", b"MZ\x90\0", "bên trong là chương trình"),
        ("trống.docx", b"", "0 byte"),
    ],
)
def test_programs_and_empty_files_are_refused_in_words_and_nothing_is_kept(office, task, paper, name, content, why):
    with pytest.raises(Refused, match=why):
        attachments.add("task", task.uid, paper(name, content))
    assert (stored(office), attachments.find("task", task.uid), litter(office)) == ({}, [], [])


def test_a_file_that_is_too_large_a_folder_and_a_missing_one_are_refused(office, task, paper, tmp_path):
    large = paper("phim.mp4", b"x")
    with large.open("r+b") as file:
        file.truncate(attaching.LARGEST + 1)
    for path, why in ((large, "nặng hơn 50 MB"), (tmp_path, "không phải tệp"), (tmp_path / "đâu.pdf", "Không còn tệp")):
        with pytest.raises(Refused, match=why):
            attachments.add("task", task.uid, path)
    assert stored(office) == {}
    with large.open("r+b") as file:
        file.truncate(attaching.LARGEST)
    assert attachments.add("task", task.uid, large).size == attaching.LARGEST


def test_a_file_that_is_written_or_disappears_while_it_is_copied_is_refused(office, task, paper):
    growing = paper("đang ghi.docx", b"a" * 3_000_000)

    def grow(size):
        if growing.stat().st_size == 3_000_000:
            with growing.open("ab") as file:
                file.write(b"them")

    with pytest.raises(Refused, match="đang được chương trình khác ghi"):
        attachments.bring(growing, grow)
    going = paper("trên USB.docx", b"b" * 3_000_000)
    with pytest.raises(Refused, match="biến mất khi đang chép"):
        attachments.bring(going, lambda size: going.unlink(missing_ok=True))
    endless = paper("nhật ký.txt", b"c")

    def lengthen(size):
        with endless.open("r+b") as file:
            file.truncate(attaching.LARGEST * 2)

    with pytest.raises(Refused, match="nặng hơn 50 MB"):
        attachments.bring(endless, lengthen)
    assert (stored(office), litter(office)) == ({}, [])


def test_what_is_read_back_otherwise_is_not_kept(office, task, paper, monkeypatch):
    real = files.flush

    def spoil(path):
        path.write_bytes(b"khac")
        real(path)

    monkeypatch.setattr(files, "flush", spoil)
    with pytest.raises(Failed):
        attachments.bring(paper())
    assert (stored(office), litter(office)) == ({}, [])


def test_an_altered_file_is_put_aside_when_its_bytes_are_added_again(office, task, paper):
    made = attachments.add("task", task.uid, paper())
    kept = Blobs(office / "tep-dinh-kem").place(made.digest)
    kept.chmod(0o644)
    kept.write_bytes(b"sua")
    attachments.add("task", tasks.get(2).uid, paper())
    assert kept.read_bytes() == paper().read_bytes()
    assert [path.read_bytes() for path in kept.parent.glob("hong-*")] == [b"sua"]


# --- Taken out, put back, opened ---


def test_a_file_taken_out_can_be_put_back_and_its_bytes_never_go(office, task, paper):
    made = attachments.add("task", task.uid, paper())
    attachments.remove(made)
    assert attachments.find("task", task.uid) == []
    assert set(stored(office)) == {made.digest}
    attachments.restore(attachments.get(made.id))
    assert [line.name for line in attachments.find("task", task.uid)] == [made.name]
    assert all(found.fine for found in backups.check(full=True))


def test_a_file_stays_with_a_record_that_has_got_another_uid(office, task, paper):
    attachments.add("task", task.uid, paper())
    old, task.uid = task.uid, "f" * 32
    task.save()
    Alias.create(other=old, kind="task", record=task.uid)
    assert len(attachments.find("task", task.uid)) == 1


def test_a_file_is_opened_as_a_copy_and_saved_elsewhere_byte_for_byte(office, task, paper, tmp_path):
    made = attachments.add("task", task.uid, paper())
    shown, out = attachments.copy_to_look_at(made), tmp_path / "ra.pdf"
    attachments.save_as(made, out)
    assert shown.name == made.name
    assert shown.read_bytes() == out.read_bytes() == paper().read_bytes()
    assert office not in shown.parents


def test_a_name_and_a_note_can_be_changed_but_not_into_a_program(office, task, paper):
    made = attachments.add("task", task.uid, paper())
    attachments.save({"name": "Quyết định 15 (bản ký).pdf", "note": "Bản quét"}, made)
    [line] = attachments.find("task", task.uid)
    assert (line.name, line.note) == ("Quyết định 15 (bản ký).pdf", "Bản quét")
    with pytest.raises(Refused):
        attachments.save({"name": "x.exe"}, made)


@pytest.mark.parametrize("how", ["gone", "shorter", "same size"])
def test_lost_and_altered_bytes_are_told_not_handed_out(office, task, paper, tmp_path, how):
    made = attachments.add("task", task.uid, paper())
    spoil(office, made.digest, how)
    with pytest.raises(Refused, match="Kiểm tra dữ liệu"):
        attachments.save_as(made, tmp_path / "ra.pdf")
    assert not (tmp_path / "ra.pdf").exists()
    [line] = attachments.find("task", task.uid)
    assert bool(line.trouble) == (how != "same size")


def test_an_office_that_only_reads_takes_no_file(office, task, paper):
    session.current.readable_only = True
    try:
        with pytest.raises(Failed, match="E-READ-ONLY"):
            attachments.add("task", task.uid, paper())
    finally:
        session.current.readable_only = False


def test_attachments_do_not_travel(office):
    from desktop_app.features.handoff_send.columns import TRAVELLERS

    assert "attachment" not in {traveller.entity.kind for traveller in TRAVELLERS}


# --- Backups ---


def spoil(office, digest, how, store="tep-dinh-kem"):
    path = Blobs(office / store).place(digest)
    path.chmod(0o644)
    if how == "gone":
        path.unlink()
    elif how == "shorter":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)


def findings(full):
    return {found.what: found for found in backups.check(full=full) if not found.fine}


def test_a_backup_carries_every_file_and_a_fresh_folder_gets_all_back_byte_for_byte(office, task, paper, tmp_path):
    rng = random.Random(5)
    kept = {}
    for number in range(40):
        content = rng.randbytes(rng.randrange(1, 60_000))
        kept[attachments.add("task", task.uid, paper(f"Tệp {number}.pdf", content)).digest] = content
    attachments.remove(attachments.get(3))
    stick = tmp_path / "USB phường"
    stick.mkdir()
    copy = backups.carry(stick)
    assert backups.lost(copy) == ""
    office_service.close_folder()
    fresh = tmp_path / "Máy mới"
    code, said, _ = run(fresh, "restore", copy, "--accept")
    assert code == 0
    assert "LƯU Ý" not in said
    assert stored(fresh) == kept
    assert run(fresh, "check", "--full")[0] == 0


def test_a_second_backup_carries_nothing_again(office, task, paper):
    attachments.add("task", task.uid, paper())
    first = backups.make()
    [kept] = (office / "sao-luu" / "tep-dinh-kem").glob("??/*")
    before = kept.stat().st_mtime_ns, kept.stat().st_ino
    assert kept.stat().st_ino != next((office / "tep-dinh-kem").glob("??/*")).stat().st_ino, "one disk block, two names"
    second = backups.make()
    assert first != second
    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == before


@pytest.mark.parametrize("how", ["gone", "shorter", "same size"])
def test_the_check_finds_what_is_wrong_and_the_full_one_mends_it_from_the_copies(office, task, paper, how):
    made = attachments.add("task", task.uid, paper())
    backups.make()
    spoil(office, made.digest, how)
    assert bool(findings(full=False)) == (how != "same size"), "the quick check looks at the size"
    [wrong] = findings(full=True).values()
    assert wrong.what == "Tệp đính kèm còn nguyên từng byte"
    assert not wrong.grave
    assert "đã lấy lại 1 tệp" in wrong.advice
    assert stored(office)[made.digest] == paper().read_bytes()
    assert findings(full=True) == {}


def test_a_copy_that_has_spoilt_is_found_and_carried_over_again(office, task, paper):
    made = attachments.add("task", task.uid, paper())
    backups.make()
    spoil(office, made.digest, "same size", "sao-luu/tep-dinh-kem")
    assert list(findings(full=True)) == ["Tệp đính kèm trong bản sao lưu còn nguyên"]
    assert findings(full=True) == {}


def test_what_cannot_be_had_again_is_named_by_backup_check_and_restore(office, task, paper, tmp_path):
    made = attachments.add("task", task.uid, paper())
    spoil(office, made.digest, "same size")
    copy = backups.make()
    assert backups.lost(copy) == made.name
    assert made.name in next(iter(findings(full=True).values())).advice
    spoil(office, made.digest, "gone")
    assert backups.look(copy).lacking == made.name
    assert backups.restore(copy).lacking == made.name
    bare = tmp_path / "chỉ sổ"
    bare.mkdir()
    alone = shutil.copy(copy, bare / copy.name)
    office_service.close_folder()
    code, said, _ = run(tmp_path / "mới", "restore", alone, "--accept")
    assert (code, f"không còn tệp đính kèm: {made.name}" in said) == (0, True)


def test_going_back_brings_back_what_was_lost_and_altered_meanwhile(office, task, paper):
    first = attachments.add("task", task.uid, paper("một.pdf", b"mot" * 1000))
    second = attachments.add("task", task.uid, paper("hai.pdf", b"hai" * 1000))
    copy = backups.make()
    spoil(office, first.digest, "gone")
    spoil(office, second.digest, "same size")
    assert backups.restore(copy).lacking == ""
    assert stored(office) == {first.digest: b"mot" * 1000, second.digest: b"hai" * 1000}


def test_a_rescued_office_has_its_files_again(office, task, paper):
    made = attachments.add("task", task.uid, paper())
    copy = backups.make()
    folder = office_service.folder()
    office_service.close_folder()
    folder.database.write_bytes(b"hong")
    shutil.rmtree(folder.attachments)
    assert backups.rescue(folder, copy).lacking == ""
    assert stored(office) == {made.digest: paper().read_bytes()}


def test_thinned_out_copies_take_along_what_only_they_needed(office, task, paper, monkeypatch):
    gone = attachments.add("task", task.uid, paper("cũ.pdf", b"cu"))
    backups.make()
    Attachment.delete().where(Attachment.id == gone.id).execute()  # as an undone import would
    kept = attachments.add("task", task.uid, paper("mới.pdf", b"moi"))
    store = backup_files.store_of(office / "sao-luu")
    moment = clock.now()
    for second in range(1, 14):
        monkeypatch.setattr(clock, "now", lambda s=second: moment + timedelta(seconds=s))
        backups.make()
    assert not [copy for copy in backups.copies() if gone.digest in {one.digest for one in backup_files.needed(copy)}]
    assert set(store.digests()) == {kept.digest}
    assert set(stored(office)) == {gone.digest, kept.digest}, "bytes of the office itself are never deleted"


def test_one_copy_that_cannot_be_read_keeps_every_file(office, task, paper):
    attachments.add("task", task.uid, paper())
    copy = backups.make()
    loose = backup_files.store_of(copy.parent).bring(paper("thừa.pdf", b"thua")).digest
    (copy.parent / "sao-luu-20200101-010101.db").write_bytes(b"khong phai so")
    assert backup_files.sweep(copy.parent) == 0
    (copy.parent / "sao-luu-20200101-010101.db").unlink()
    assert backup_files.sweep(copy.parent) == 1
    assert loose not in set(backup_files.store_of(copy.parent).digests())


def test_a_copy_on_a_stick_never_thins_out_what_lies_there(office, tmp_path):
    place = tmp_path / "USB" / backups.CARRIED
    place.mkdir(parents=True)
    for month in range(1, 10):
        for day in range(1, 10):
            (place / f"sao-luu-20190{month}0{day}-080000.db").touch()
    backups.carry(tmp_path / "USB")
    assert len(backup.copies(place)) == 82


def test_closing_covers_what_an_earlier_full_disk_kept_back(office, task, paper, monkeypatch):
    attachments.add("task", task.uid, paper())
    real = Blobs.take
    monkeypatch.setattr(Blobs, "take", lambda *a, **k: (_ for _ in ()).throw(OSError(28, "full", "x")))
    with pytest.raises(Failed, match="E-DISK-FULL"):
        backups.make()
    [copy] = backups.copies()
    assert backups.lost(copy) != ""
    monkeypatch.setattr(Blobs, "take", real)
    backups.tidy()
    assert backups.copies() == [copy]
    assert backups.lost(copy) == ""


def test_a_copy_of_an_older_release_needs_no_files(tmp_path):
    old = shutil.copy(ROOT / "tests" / "data" / "released" / "0002.db", tmp_path / "sao-luu-20260101-080000.db")
    assert backup_files.needed(Path(old)) == []


# --- Killed, and no room ---


@pytest.mark.parametrize("number", [1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32])
def test_an_adding_killed_at_any_step_leaves_whole_files_and_no_loose_line(closed, paper, number):
    path = paper("biên bản.pdf", os.urandom(300_000))
    done = subprocess.run(job("die_while_attaching", closed, number, path), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (-signal.SIGKILL, 0), done.stderr
    office_service.open_folder(closed, writing=True)
    office_service.sit_down("Nguyễn Thị Hường")
    assert litter(closed) == []
    assert all(found.fine for found in backups.check(full=True))
    lines = attachments.find("task", tasks.get(1).uid)
    assert len(lines) <= 1
    if lines:
        assert done.returncode == 0 or number > 10, "entered before the bytes were there"
    else:
        attachments.add("task", tasks.get(1).uid, path)
    assert list(stored(closed).values()) == [path.read_bytes()]
    copy = backups.make()
    assert backups.lost(copy) == ""


def test_the_steps_of_adding_are_fewer_than_those_at_which_it_is_killed(closed, paper):
    done = subprocess.run(
        job("die_while_attaching", closed, 10_000, paper()), cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert 10 < int(done.stdout.split()[-1]) <= 32


def test_a_full_disk_takes_nothing_half_and_says_so(closed, paper, tmp_path):
    place = tmp_path / "nhỏ"
    [said] = without_room("6m", place, *job("attach_until_full", closed, place))
    kept, code, loose, whole, after = said.split()
    assert int(kept) > 3
    assert (code, loose, whole, after) == ("E-DISK-FULL", "0", "True", "added"), said


def kept_copies(office):
    """Which files the backups share, and when each was written."""
    found = (office / "sao-luu" / "tep-dinh-kem").glob("??/*")
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_a_thousand_files_are_copied_by_the_first_backup_only(office, task, tmp_path):
    source = tmp_path / "nguồn"
    source.mkdir()
    for number in range(1000):
        path = source / f"Tệp {number}.pdf"
        path.write_bytes(f"{number} ".encode() * 700)
        attachments.add("task", task.uid, path)
    copy = backups.make()
    written = kept_copies(office)
    assert len(written) == 1000
    backups.make()
    assert kept_copies(office) == written
    assert backups.lost(copy) == ""
    with closing(sqlite3.connect(copy)) as file:
        assert file.execute("SELECT count(DISTINCT digest) FROM attachment").fetchone() == (1000,)


# --- On the screen ---


@pytest.fixture
def screen(root, dressed, office, task, monkeypatch):
    """The task screen on the first task, with files chosen and shown without a dialog."""
    from desktop_app.features.task_desk.screen import TasksScreen
    from desktop_app.outside import viewer
    from desktop_app.ui import dialogs

    clock.set_today(date(2026, 11, 22))
    root.geometry("1366x728+0+0")
    root.deiconify()
    made = TasksScreen(root)
    made.pack(fill="both", expand=True)
    made.open({}, task.id)
    root.update()
    made.chosen, made.shown, made.warned = [], [], []
    monkeypatch.setattr(dialogs, "open_files", lambda *words: list(made.chosen))
    monkeypatch.setattr(dialogs, "ask_yes_no", lambda *words, **more: True)
    monkeypatch.setattr(dialogs, "warn", lambda parent, title, words: made.warned.append(words))
    monkeypatch.setattr(viewer, "show", lambda path: made.shown.append(path) or True)
    yield made
    made.destroy()
    events.forget()
    root.withdraw()


def section(screen):
    from desktop_app.ui.attached import Attached

    return next(child for child in screen.pane.form.under.winfo_children() if isinstance(child, Attached))


def test_files_are_added_opened_and_taken_out_by_keyboard(screen, root, paper):
    from desktop_app.ui import kit

    part = section(screen)
    assert part.none.winfo_manager()
    screen.chosen = [paper("một.pdf", b"1"), paper("chạy.exe", b"2"), paper("ba.pdf", b"3")]
    part.add_button.focus_force()
    root.update()
    part.add_button.event_generate("<Return>")
    root.update()
    assert [one.name for one in attachments.find("task", screen.record.uid)] == ["một.pdf", "ba.pdf"]
    assert len(screen.warned) == 1
    assert "chạy.exe" in screen.warned[0]
    assert [part.list.tree.item(i, "values")[0] for i in part.list.tree.get_children()] == ["một.pdf", "ba.pdf"]
    part.list.tree.focus_force()
    root.update()
    for key in ("<Down>", "<Return>"):
        part.list.tree.event_generate(key)
        root.update()
    assert [path.name for path in screen.shown] == ["ba.pdf"]
    part.list.tree.event_generate("<Delete>")
    root.update()
    assert [one.name for one in attachments.find("task", screen.record.uid)] == ["một.pdf"]
    assert kit.Toast.shown is not None
    kit.Toast.shown.act()
    root.update()
    assert len(attachments.find("task", screen.record.uid)) == 2
    assert screen.editing
    assert screen.record is not None, "Delete in the list of files must not delete the task"


def test_a_lost_file_is_shown_red_and_told_when_it_is_opened(screen, root, office, paper):
    part = section(screen)
    made = attachments.add("task", screen.record.uid, paper())
    spoil(office, made.digest, "gone")
    part.refresh()
    root.update()
    assert "(mất tệp)" in part.list.tree.item(str(made.id), "values")[0]
    part.look()
    assert screen.shown == []
    assert "Kiểm tra dữ liệu" in screen.warned[0]


def test_a_refusal_of_the_service_is_what_the_screen_says(screen, paper, monkeypatch):
    def full(*given):
        raise errors.Failed("E-DISK-FULL")

    monkeypatch.setattr(attachments, "bring", full)
    screen.chosen = [paper()]
    section(screen).add()
    assert "E-DISK-FULL" in screen.warned[0]
