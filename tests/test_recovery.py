"""Going back, folders that only read, programs that hold each other up: what must never cost an office its records."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from db.models import Official, Task, Unit
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.office import service as office_service
from desktop_app.features.officials import service as officials
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from tests.fault_hands import ROOT, command, job
from tests.office_hands import notice
from tests.test_faults import kill, rows, run, start

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def nobody_can_run_python():
    """Whether another user can be had here, and reaches this Python: root writes everywhere, whatever the mode says."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        return False
    return subprocess.run([*NOBODY, sys.executable, "-c", "pass"], capture_output=True).returncode == 0


needs_another_user = pytest.mark.skipif(not nobody_can_run_python(), reason="needs root and another user")


def locked_down(folder):
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in list(folder.parents)[:-1]:
        parent.chmod(parent.stat().st_mode | 0o055)


def as_nobody(folder, *arguments):
    return subprocess.run([*NOBODY, *command(folder, *arguments)], cwd=ROOT, capture_output=True, encoding="utf-8")


@needs_another_user
def test_a_folder_that_only_reads_opens_and_prints(closed, tmp_path):
    locked_down(closed)
    tmp_path.chmod(0o777)
    done = as_nobody(closed, "report", "register", "--period", "2026", "--out", tmp_path / "x.pdf")
    assert (done.returncode, "E-DAMAGED" in done.stderr) == (0, False)


def test_a_sound_file_that_is_only_held_by_another_program_is_never_replaced_by_a_copy(closed):
    assert run(closed, "backup")[0] == 0
    [copy] = (closed / "sao-luu").glob("*.db")
    office_service.open_folder(closed, writing=True)
    office_service.sit_down("")
    notice("99/TB-UBND")
    office_service.close_folder()
    with closing(sqlite3.connect(closed / "so-phuong.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        code, _, complaint = run(closed, "restore", copy, "--accept")
    assert (code, "E-BUSY" in complaint) == (1, True)
    assert rows(closed, "SELECT count(*) FROM task") == [(4,)]


@needs_another_user
def test_saved_rows_that_still_lie_in_the_wal_are_printed_from_a_folder_that_only_reads(closed, tmp_path):
    process = start(job("save", closed, 1))
    for _ in range(4):
        process.stdout.readline()
    kill(process)
    with closing(sqlite3.connect(f"file:{closed}/so-phuong.db?mode=ro", uri=True)) as file:
        saved = file.execute("SELECT count(*) FROM task").fetchone()[0]
    locked_down(closed)
    tmp_path.chmod(0o777)
    out = tmp_path / "x.pdf"
    as_nobody(closed, "report", "register", "--period", "2026", "--out", out)
    text = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, encoding="utf-8").stdout
    assert text.count("TB-UBND") >= saved


def test_a_copy_can_be_restored_though_it_is_the_oldest_of_those_kept(office, monkeypatch):
    real = clock.now
    for second in range(10):
        monkeypatch.setattr(clock, "now", lambda s=second: real() + timedelta(seconds=s))
        backups.make()
    oldest = backups.copies()[-1]
    notice()
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=60))
    backups.restore(oldest)
    assert oldest.exists()
    assert tasks.find().count() == 0


def test_a_copy_is_made_while_another_program_saves(closed):
    process = start(job("save", closed, 1))
    process.stdout.readline()
    threading.Thread(target=process.stdout.read, daemon=True).start()
    try:
        assert [run(closed, "backup")[0] for _ in range(3)] == [0, 0, 0]
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("name", ["Sổ #1", "Sổ là gì?", "Sổ 100%25"])
def test_an_office_in_any_folder_name_can_be_copied_and_restored(folder, name, tmp_path):
    office_service.close_folder()
    office_service.open_folder(tmp_path / name, writing=True)
    from tests.office_hands import found

    found()
    copy = backups.make()
    backups.restore(copy)


def test_figures_of_a_report_agree_while_another_program_saves(closed):
    process = start(job("save", closed, 1))
    process.stdout.readline()
    threading.Thread(target=process.stdout.read, daemon=True).start()
    try:
        from db import connection
        from desktop_app.features.results.service import figures
        from desktop_app.rules.periods import read_period

        office_service.open_folder(closed, writing=False)
        for _ in range(40):
            with connection.reading():
                found = figures(read_period("2026", "calendar"), clock.today())
            assert found.steering.notice_tasks == 2 * found.steering.notices == found.total.total
    finally:
        process.kill()
        process.wait()


def test_a_strangers_file_among_the_copies_stops_nothing(office):
    shutil.copy(backups.make(), office / "sao-luu" / "sao-luu-truoc-khi-sap-nhap.db")
    backups.make()
    backups.age_of_latest(clock.now())
    for path in backups.copies():
        backups.when(path)


def test_a_copy_dated_in_the_future_does_not_pass_for_the_newest(office):
    clock.set_today(clock.today().replace(year=2099))
    backups.make()
    clock.set_today(clock.today().replace(year=2026))
    notice()
    newest = backups.make()
    assert backups.latest(office_service.folder()) == newest


def test_a_copy_is_made_at_close_also_after_the_clock_went_back(office):
    copy = backups.make()
    ahead = copy.stat().st_mtime + 86400 * 365
    os.utime(copy, (ahead, ahead))
    notice()
    backups.tidy()
    assert len(backups.copies()) == 2


@pytest.mark.parametrize("left", ['{"epoch": "một"}', '{"epoch": [1]}', '{"epoch": 1e400}'])
def test_an_identity_file_with_nonsense_in_it_opens(closed, left):
    (closed / "office.json").write_text(left, encoding="utf-8")
    assert run(closed, "check")[0] == 0


def test_another_offices_identity_file_does_not_bar_going_back(closed):
    run(closed, "backup")
    [copy] = (closed / "sao-luu").glob("*.db")
    (closed / "office.json").write_text(json.dumps({"office_uid": "e" * 32, "name": "X", "epoch": 1}))
    assert run(closed, "restore", copy, "--accept")[0] == 0


def test_a_killed_demo_leaves_no_identity_that_bars_the_office_from_its_folder(closed, tmp_path):
    run(closed, "backup")
    [copy] = (closed / "sao-luu").glob("*.db")
    folder = tmp_path / "Mới"
    kill(start(command(folder, "demo", "thu-nghiem", "--tasks", 30000)), 1.5)
    assert (folder / "office.json").exists() is False
    assert run(folder, "restore", copy, "--accept")[0] == 0


def test_a_restore_killed_before_its_new_epoch_begins_it_at_the_next_start(office, monkeypatch):
    copy = backups.make()

    def die(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(office_service, "new_epoch", die)
    with pytest.raises(KeyboardInterrupt):
        backups.restore(copy)
    monkeypatch.undo()
    office_service.close_folder()
    office_service.open_folder(office, writing=True)
    assert office_service.founded().epoch == 2


def test_a_database_alone_on_another_machine_begins_a_new_epoch(closed, monkeypatch):
    (closed / "office.json").unlink()
    monkeypatch.setattr("platform.node", lambda: "may-khac")
    office_service.open_folder(closed, writing=True)
    assert office_service.founded().epoch == 2


def test_drafts_of_a_killed_backup_and_restore_are_gone_after_the_next_start(closed):
    (closed / "sao-luu").mkdir()
    (closed / "sao-luu" / "sao-luu-20261101-101010.tam").write_bytes(b"x")
    (closed / "so-phuong.khoi-phuc").write_bytes(b"x")
    office_service.open_folder(closed, writing=True)
    office_service.close_folder()
    assert not list(closed.rglob("*.tam")) + list(closed.rglob("*.khoi-phuc"))


def test_a_row_changed_behind_the_programs_back_is_found_by_the_full_check(closed):
    with closing(sqlite3.connect(closed / "so-phuong.db")) as file:
        file.execute("UPDATE task SET due_on = '2030-01-01' WHERE id = 1")
        file.commit()
    assert run(closed, "check", "--full")[0] == 1


def test_an_empty_database_in_the_place_of_an_offices_is_named_as_damaged(closed):
    (closed / "so-phuong.db").unlink()
    with closing(sqlite3.connect(closed / "so-phuong.db")) as file:
        file.execute("PRAGMA user_version = 0")
        file.execute("VACUUM")
    assert "E-DAMAGED" in run(closed, "check")[2]


def test_a_refused_package_leaves_the_one_that_was_there(closed, tmp_path):
    out = tmp_path / "g.xlsx"
    run(closed, "send", "--period", "2026", "--out", out)
    old = out.read_bytes()
    with closing(sqlite3.connect(closed / "so-phuong.db")) as file:
        file.execute("CREATE TRIGGER no BEFORE INSERT ON package BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        file.commit()
    subprocess.run(command(closed, "send", "--period", "2026", "--out", out), cwd=ROOT, capture_output=True)
    assert out.exists()
    assert out.read_bytes() == old


def test_the_hundred_thousandth_task_of_a_year_gets_a_code(office):
    notice()
    Task.update(code="NV-2026-99999").where(Task.id == 1).execute()
    _, given = notice("13/TB-UBND")
    assert given[1].code == "NV-2026-100001"


def test_an_extension_never_ends_before_the_task_was_given(office):
    _, [_, task] = notice()
    with pytest.raises(Refused):
        decisions.extend(task, {"due_on": "01/01/2020", "decided_on": "hn"})


def test_tasks_from_above_are_counted_by_who_issued_them_not_by_a_name(office):
    units.save({"code": "X", "name": Unit.get(Unit.code == "TP").name, "relation": "Cơ quan khác"})
    notice("1/TB", "02/11/2026", {"content": "x", "lead_unit": "VP"}, issuer="X")
    from desktop_app.features.results.service import figures
    from desktop_app.rules.periods import read_period

    assert (
        figures(read_period("2026", "calendar"), clock.today()).from_above.total
        == tasks.find({"from_above": True}).count()
    )


def test_an_upper_with_documents_is_not_deleted_out_of_the_figures(office):
    notice("1/TB", "02/11/2026", {"content": "x", "lead_unit": "VP"}, issuer="TP")
    with pytest.raises(Refused):
        units.delete(Unit.get(Unit.code == "TP"))


def test_a_parent_is_never_among_its_own_parts(office):
    _, [a, b] = notice()
    tasks.save({"parent": b.code}, a)
    with pytest.raises(Refused):
        tasks.save({"parent": a.code}, b)


def test_a_semicolon_in_a_units_name_is_refused(office):
    with pytest.raises(Refused):
        units.save({"code": "X", "name": "Ban A; Ban B"})


def test_a_bullet_pasted_from_word_does_not_hide_a_word_from_search(office):
    notice("1/TB", "02/11/2026", {"content": "\uf0b7Đôn đốc báo cáo", "lead_unit": "KT"})
    assert tasks.find(text="don doc bao cao").count() == 1


def test_c1_controls_go_and_a_line_separator_parts_words(office):
    _, [t] = notice("1/TB", "02/11/2026", {"content": "một\u2028hai\x80\x9f", "lead_unit": "KT"})
    assert t.content.split() == ["một", "hai"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_outside_the_century_is_refused_as_usage(closed, day):
    line = [day if w == "22/11/2026" else w for w in command(closed, "check")]
    for _ in range(2):
        done = subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 2


@pytest.mark.parametrize("look", ["[]", '{"geometry": "rubbish"}', "5"])
def test_a_garbled_look_file_does_not_keep_the_window_from_opening(closed, look, display):
    (closed / "giao-dien.json").write_text(look)
    p = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "--office", str(closed)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        p.wait(4)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
        return
    assert p.returncode == 0, p.stderr.read()[-200:]


def test_the_journal_tells_a_new_tasks_defaults_too(office):
    _, [t, _] = notice()
    from db.models import Journal

    made = json.loads(Journal.get(Journal.record == t.uid).changes)
    assert made.keys() >= {"kind", "urgency", "progress"}


def test_a_deleted_record_keeps_no_words_after_its_unit_was_renamed(office):
    _, [t, _] = notice()
    tasks.delete(t)
    units.save({"name": "Phòng mới"}, Unit.get(Unit.code == "KT"))
    assert tasks.get(t.id).folded == ""


def test_a_leader_who_supervises_tasks_is_not_deleted(office):
    _, [t, _] = notice()
    tasks.save({"supervising_leader": "Đặng Văn Khuê"}, t)
    with pytest.raises(Refused):
        officials.delete(Official.get(Official.name == "Đặng Văn Khuê"))


def test_a_copy_with_its_wal_beside_is_not_restored_without_it(closed, tmp_path):
    process = start(job("save", closed, 1))
    for _ in range(4):
        process.stdout.readline()
    kill(process)
    there = tmp_path / "usb"
    there.mkdir()
    for x in closed.glob("so-phuong.db*"):
        shutil.copy(x, there / x.name)
    before = rows(closed, "SELECT count(*) FROM task")
    code, _, _ = run(tmp_path / "Mới", "restore", there / "so-phuong.db", "--accept")
    assert code == 1 or rows(tmp_path / "Mới", "SELECT count(*) FROM task") == before


def test_a_full_disk_at_start_is_named_so(closed, tmp_path):
    import resource

    done = subprocess.run(
        command(closed, "check"),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # or it would leave half a file of it to others
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)),
    )
    assert "E-DAMAGED" not in done.stderr
    assert "Traceback" not in done.stderr


def test_check_while_another_program_writes_reports_no_false_fault(closed):
    # A pause: it saves many times within each check all the same, and the file does not grow without end meanwhile.
    process = start(job("save", closed, 1, 0.02))
    process.stdout.readline()
    threading.Thread(target=process.stdout.read, daemon=True).start()
    try:
        assert {run(closed, "check", "--full")[0] for _ in range(8)} == {0}
    finally:
        process.kill()
        process.wait()
