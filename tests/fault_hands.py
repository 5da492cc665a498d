"""What a test of faults does in a process of its own, which is then killed, or given no room: ``JOB FOLDER …``."""

import os
import signal
import sys
import time
from datetime import date
from pathlib import Path

from desktop_app import catalogue, clock
from desktop_app.features.office import service as office

ROOT = Path(__file__).resolve().parents[1]
NO_ROOM = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'  # the file system goes with the process


def command(folder, *arguments):
    """The program's command line on an office, on 22/11/2026."""
    return [sys.executable, "-m", "desktop_app", "--office", str(folder), "--today", "22/11/2026", *map(str, arguments)]


def job(name, folder, *arguments):
    """One of the jobs below as a command line."""
    return [sys.executable, "-m", "tests.fault_hands", name, str(folder), *map(str, arguments)]


def save(folder, mark, pause="0"):
    """Save notices of two tasks for ever, and say the number of each once it is saved; ``pause`` in seconds."""
    from tests.office_hands import notice

    _open(folder)
    print("ready", flush=True)
    count = 0
    while True:
        count += 1
        document, _ = notice(f"{mark}.{count}/TB-UBND")
        print(f"saved {document.number}", flush=True)
        time.sleep(float(pause))


def save_until_full(folder):
    """Save notices until the disk takes no more; say how many were saved, and what was said of the last."""
    from desktop_app.errors import Failed
    from tests.office_hands import notice

    _open(folder)
    count = 0
    try:
        while True:
            notice(f"{count + 1}/KL", "02/11/2026", {"content": "Rà soát, tổng hợp " * 200, "lead_unit": "KT"})
            count += 1
    except Failed as failed:
        print(count, failed.code, flush=True)


def die_at_statement(folder, number):
    """Open the folder and die, as if killed, at the ``number``-th statement."""
    from peewee import SqliteDatabase

    execute, count = SqliteDatabase.execute_sql, 0

    def counted(database, *given, **named):
        nonlocal count
        count += 1
        if count == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(database, *given, **named)

    SqliteDatabase.execute_sql = counted
    _open(folder)


def export_without_room(folder, place):
    """Print and send into ``place`` once with room and once with none: what stood there stands there still."""
    import subprocess

    for name, *wanted in (("r.pdf", "report", "register"), ("s.xlsx", "send")):
        out = Path(place) / name
        _run = lambda: subprocess.run(command(folder, *wanted, "--period", "2026", "--out", out), capture_output=True)  # noqa: E731, B023
        first, old = _run(), out.read_bytes()
        filler = Path(place) / "đầy"
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        second = _run()
        filler.unlink()
        said = "E-DISK-FULL" if b"E-DISK-FULL" in second.stderr else second.stderr.decode()
        left = sorted(path.name for path in Path(place).iterdir() if path.suffix == ".tam")
        print(name, first.returncode, second.returncode, said, out.read_bytes() == old, left, flush=True)
        out.unlink()


def die_while_attaching(folder, number, path):
    """Attach a file to the first task and die, as if killed, at the ``number``-th step: of the disk or of SQL."""
    from peewee import SqliteDatabase

    from db.models import Task
    from desktop_app.features.attachments import service as attachments

    _open(folder)
    count = 0

    def counting(work):
        def step(*given, **named):
            nonlocal count
            count += 1
            if count == int(number):
                os.kill(os.getpid(), signal.SIGKILL)
            return work(*given, **named)

        return step

    task = Task.get_by_id(1)
    for owner, names in ((os, ("fsync", "posix_fadvise", "mkdir")), (Path, ("open", "replace", "chmod", "unlink"))):
        for name in names:
            setattr(owner, name, counting(getattr(owner, name)))
    SqliteDatabase.execute_sql = counting(SqliteDatabase.execute_sql)
    attachments.add("task", task.uid, Path(path))
    print(count, flush=True)


def die_while(folder, what, number):
    """Issue a letter, extend many tasks or read a register in, and die, as if killed, at the ``number``-th statement.

    Says ``ready`` before and ``done`` after: with a number that is never reached.
    """
    from peewee import SqliteDatabase

    _open(folder)
    work = {"letter": _letter, "bulk": _bulk, "register": _register}[what]()
    execute, count = SqliteDatabase.execute_sql, 0

    def counted(database, *given, **named):
        nonlocal count
        count += 1
        if count == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(database, *given, **named)

    SqliteDatabase.execute_sql = counted
    work()
    print("done", count, flush=True)


def _letter():
    from desktop_app.features.urging import service as urging
    from desktop_app.features.urging_issue import service as issuing
    from desktop_app.features.urging_letter import service as letters

    letter = letters.keep(letters.proposed(), urging.listed(clock.today()))
    return lambda: issuing.issue(letter, {"number": f"1/{issuing.symbol()}", "issued_on": "22/11/2026"})


def _bulk():
    from db.models import Task
    from desktop_app.features.task_bulk import service as bulk

    ids = [task.id for task in Task.select()]
    texts = {"decided_on": "22/11/2026", "due_on": "30/12/2026", "reason": "Mưa bão"}
    return lambda: bulk.extend_many(ids, texts)


def _register():
    from desktop_app.features.import_rows import service as judging
    from desktop_app.features.import_write import service as writing
    from tests.register_hands import pasted

    heading = "STT\tNội dung nhiệm vụ\tĐơn vị chủ trì\tNgày giao\tThời hạn\tSố văn bản\tNgày văn bản\n"
    row = "{0}\tViệc số {0}\tKT\t20/10/2026\t25/12/2026\t7/TB-UBND\t20/10/2026\n"
    plan = pasted(heading + "".join(row.format(n) for n in range(20)), {"issuer:ubnd": "UB"})
    judging.run(plan)
    return lambda: list(writing.accept(plan))


def attach_until_full(folder, place):
    """Attach to an office on a small disk until it takes no more; then make room, and attach what found none."""
    import shutil

    from db.models import Task
    from desktop_app.errors import Failed
    from desktop_app.features.attachments import service as attachments
    from desktop_app.features.backups import service as backups

    small = Path(place) / "Sổ"
    shutil.copytree(folder, small)
    filler = Path(place) / "chỗ trống để dành"
    filler.write_bytes(b"x" * 1_000_000)
    _open(small)
    task, kept, code = Task.get_by_id(1), 0, ""
    source = Path(folder).parent / "nguồn.bin"
    try:
        while True:
            source.write_bytes(os.urandom(300_000))
            attachments.add("task", task.uid, source)
            kept += 1
    except Failed as failed:
        code = failed.code
    loose = len(list(small.rglob("*.tam")))
    whole = len(attachments.find("task", task.uid)) == kept and all(one.fine for one in backups.check(full=True))
    filler.unlink()
    attachments.add("task", task.uid, source)
    print(kept, code, loose, whole, "added", flush=True)


def _open(folder):
    catalogue.entities()
    clock.set_today(date(2026, 11, 22))
    office.open_folder(Path(folder), writing=True)
    office.sit_down("Nguyễn Thị Hường" if office.current() else "")


JOBS = {
    each.__name__: each
    for each in (
        save,
        save_until_full,
        die_at_statement,
        export_without_room,
        die_while_attaching,
        die_while,
        attach_until_full,
    )
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](*sys.argv[2:])
