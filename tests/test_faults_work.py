"""Killed in the middle of work that writes many records at once: all of it is there, or nothing."""

import sqlite3
import subprocess
from contextlib import closing

import pytest

from desktop_app.features.office import service as office_service
from tests.fault_hands import ROOT, command, job
from tests.office_hands import notice

TABLES = ("task", "document", "task_decision", "urging_letter", "import_batch", "imported_row", "journal")
LATE = [{"content": f"Việc {n}", "lead_unit": "KT", "due_on": "10/11/2026"} for n in range(8)]


@pytest.fixture
def late(office):
    """An office with eight overdue tasks, and no program open on it."""
    notice("12/TB-UBND", "02/11/2026", *LATE)
    office_service.close_folder()
    return office


def counted(folder):
    """How many rows there are, and how many letters are issued, how many tasks have another due date than at first."""
    with closing(sqlite3.connect(folder / "so-phuong.db")) as file:
        found = [file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES[:-1]]
        for sql in ("urging_letter WHERE issued_on IS NOT NULL", "task WHERE due_on <> original_due_on"):
            found.append(file.execute(f"SELECT count(*) FROM {sql}").fetchone()[0])
    return found


@pytest.mark.parametrize("what", ["letter", "bulk", "register"])
def test_work_killed_at_any_statement_is_whole_or_not_there(late, what):
    drafted = counted(late)
    drafted[TABLES.index("urging_letter")] += what == "letter"  # the draft is kept before
    statement, deaths = 1, 0
    while True:
        done = subprocess.run(job("die_while", late, what, statement), cwd=ROOT, capture_output=True, encoding="utf-8")
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        deaths += 1
        now = counted(late)
        now[TABLES.index("urging_letter")] = drafted[TABLES.index("urging_letter")]  # one draft more each time
        if now != drafted:
            break  # it died after the transaction: seen below to be whole
        statement = statement * 3 // 2 + 1
    assert deaths >= 6
    found = counted(late)
    if what == "letter":
        assert found[-2] == 1
        assert found[2] - drafted[2] == 8
    elif what == "bulk":
        assert (found[-1], found[2] - drafted[2]) == (8, 8)
    else:
        assert [found[place] - drafted[place] for place in (0, 1, 4, 5)] == [20, 1, 1, 21]
    checked = subprocess.run(command(late, "check", "--full"), cwd=ROOT, capture_output=True, encoding="utf-8")
    assert checked.returncode == 0, checked.stdout
