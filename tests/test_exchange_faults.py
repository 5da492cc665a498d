"""A program that dies at any step of an import or an export, and workbooks that somebody has changed on the way."""

import os
import random
import re
import shutil
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from peewee import SqliteDatabase

from db.connection import database
from db.models import Package, Task
from desktop_app import files
from desktop_app.errors import Refused
from desktop_app.excel import package
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.office import service as office
from desktop_app.features.tasks import service as tasks
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES
from tests.network_hands import Network, send
from tests.test_exchange import order, stored

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def net(net: Network) -> Network:
    with net.at("T"):
        order("A", "Việc một", "Việc hai", supervising_leader="Lê Văn T")
    return net


class Fuse:
    """Kills the process at the n-th step."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def burning(*given: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*given, **named)

        return burning


def dies(work: Callable[[], object]) -> bool:
    """Do ``work`` in a process of its own; whether it was killed on the way."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - the child must not go on as a second pytest
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


class Counted:
    """A connection whose bulk writes count as steps too."""

    def __init__(self, connection: Any, fuse: Fuse) -> None:
        self._connection, self._many = connection, fuse(connection.executemany)

    def __getattr__(self, name: str) -> Any:
        return self._many if name == "executemany" else getattr(self._connection, name)


def lit(steps: int) -> Fuse:
    """Every statement from now on is a step."""
    fuse = Fuse(steps)
    SqliteDatabase.execute_sql = fuse(SqliteDatabase.execute_sql)
    real = database.connection
    database.connection = lambda: Counted(real(), fuse)
    return fuse


@needs_fork
def test_killed_at_every_step_an_import_is_all_there_or_not_at_all_and_may_be_repeated(net: Network):
    down = net.assign("T", "A")
    with net.at("A"):
        net.examined(down)  # the key is confirmed
    before, after = stored(net.place / "A"), None
    kept = net.place / "A gốc"
    shutil.copytree(net.place / "A", kept)
    step, outcomes = 0, set()
    while True:
        with net.at("A"):
            examined = receiving.examine(down, reader=net.reader)

        def work(examined: Any = examined, step: int = step) -> None:
            office.open_folder(net.place / "A", writing=True)
            lit(step)
            receiving.accept(examined)

        killed = dies(work)
        with net.at("A"):
            assert journal.first_broken() is None
            assert all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))
            there = Package.select().where(Package.incoming).count()
            outcomes.add(there)
            assert Task.select().count() == (2 if there else 0)
            if not there:
                assert stored(net.place / "A") == before
                net.accept(down)
            assert sorted(task.content for task in Task.select()) == ["Việc hai", "Việc một"]
        now = {name: len(rows) for name, rows in stored(net.place / "A").items()}
        after = after or now
        assert now == after
        shutil.rmtree(net.place / "A")
        shutil.copytree(kept, net.place / "A")
        if not killed:
            break
        step += 1 if step < 12 else 3
    assert outcomes == {0, 1}
    assert step > 20


@needs_fork
def test_killed_at_every_step_an_export_leaves_no_number_given_twice_and_no_broken_file(net: Network):
    place = net.packages / "gói.xlsx"
    step, numbers = 0, {}
    while True:

        def work(step: int = step) -> None:
            office.open_folder(net.place / "T", writing=True)
            fuse = lit(step)
            for name in ("flush", "move"):
                setattr(files, name, fuse(getattr(files, name)))
            zipfile.ZipFile.open = fuse(zipfile.ZipFile.open)
            send(sending.prepare_assignment(place, to="A"))

        killed = dies(work)
        if place.exists():
            found = package.read(place)
            assert package.verify(found) == []
            manifest = found.manifest
            assert numbers.setdefault(manifest.running_number, manifest.package_uid) == manifest.package_uid
        with net.at("T"):
            assert journal.first_broken() is None
        if not killed:
            break
        step += 7
    assert len(numbers) >= 1
    with net.at("A"):
        assert net.accept(place).tally["new"] >= 2


def test_a_stick_that_is_full_or_gone_uses_no_number_and_says_so(net: Network, monkeypatch: pytest.MonkeyPatch):
    from desktop_app.errors import Failed

    def gone(draft: Path, place: Path) -> None:
        raise OSError(19, "No such device", str(place))

    with net.at("T"):
        prepared = sending.prepare_assignment(net.packages / "x.xlsx", to="A")
        written = report.write(prepared)
        with monkeypatch.context() as patched:
            patched.setattr(files, "move", gone)
            with pytest.raises(Failed, match="rút ra"):
                sending.enter(prepared, written)
        assert sending.last_sent() is None
        assert not list(net.packages.iterdir())
        send(sending.prepare_assignment(net.packages / "y.xlsx", to="A"))
        assert sending.last_sent().running_number == 1


def edited(source: Path, target: Path, rng: random.Random) -> str:
    """Change one thing in a workbook as somebody might; says what."""
    with zipfile.ZipFile(source) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    name = rng.choice(sheets)
    text = parts[name].decode()
    found = list(re.finditer(r"<t(?: [^>]*)?>([^<]+)</t>|<v>(\d+)</v>", text))
    while not found:
        name = rng.choice(sheets)
        text = parts[name].decode()
        found = list(re.finditer(r"<t(?: [^>]*)?>([^<]+)</t>|<v>(\d+)</v>", text))
    hit = rng.choice(found)
    group = 1 if hit[1] else 2
    old = hit[group]
    new = str(int(old) + rng.randint(1, 400)) if group == 2 else rng.choice((old + "x", old[:-1] or "y", "Việc khác"))
    if new == old:
        new += "z"
    parts[name] = (text[: hit.start(group)] + new + text[hit.end(group) :]).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)
    return f"{name}: {old!r} -> {new!r}"


def said_of(changed: Path, net: Network) -> list[str]:
    """What is said of a changed workbook: a refusal of the whole, or words about single cells and rows."""
    try:
        found = receiving.examine(changed, reader=net.reader)
    except Refused as refused:
        return [str(refused)]
    taken = {one.sent.uid for one in found.rows if one.verdict in ("new", "changed")}
    assert not taken & set(found.cells)
    return [*found.cells.values(), *found.notes]


def test_two_hundred_changed_workbooks_are_two_hundred_times_named(net: Network):
    with net.at("T"):
        tasks.add_note(Task.get(), {"noted_on": "20/11/2026", "content": "Đang làm"})
    down, changed = net.assign("T", "A"), net.packages / "đã sửa.xlsx"
    rng = random.Random(3)
    with net.at("A"):
        net.examined(down)
        for _ in range(200):
            what = edited(down, changed, rng)
            assert any(re.search("[Tt]rang( ẩn)? “", words) for words in said_of(changed, net)), what


def test_a_workbook_saved_again_by_another_program_is_taken(net: Network):
    import subprocess

    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs LibreOffice")
    down = net.assign("T", "A")
    out = net.place / "lưu lại"
    subprocess.run(
        [soffice, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(down)],
        check=True,
        capture_output=True,
    )
    with net.at("A"):
        found = net.examined(out / down.name)
        assert (found.cells, found.notes) == ({}, [])
        assert receiving.accept(found).tally.get("question") is None
        assert Task.select().count() == 2
