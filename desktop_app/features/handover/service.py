"""Giving the halves of records to another office: always in a new term, always told in the journal.

Whoever opened the file before keeps nothing to write: a half belongs to one office (HANDOFF.md section 2, term). Epochs
are an office's own, so a half begins its new term in epoch 0: whatever its new owner writes is newer.
"""

from collections.abc import Sequence
from typing import Any

from db.connection import database
from db.models import Unit
from db.words import JournalAction, UnitRelation
from desktop_app import clock, events
from desktop_app.features.handoff_books.columns import KINDS as BOOKS
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import OF_TASKS, TASKS
from desktop_app.records import journal
from desktop_app.records.keep import name_of
from desktop_app.records.session import current

OF_TARGETS = ("indicator", "target", "figure", "erratum", "closed_period")
OWNED = ("document", *OF_TASKS, "meeting_count", "work_calendar_day", "official", *OF_TARGETS, *BOOKS)
UNTOUCHED = (
    "progress = 'new' AND round = 1 AND completed_on IS NULL AND deliverable = '' AND late_reason = '' "
    "AND official_id IS NULL"
)
TOLD = {"doer": "Đơn vị thực hiện", "assigner": "Nơi giao"}


def give_tasks(unit: Unit, office_uid: str) -> int:
    """Give a unit that has begun to use the program the tasks it leads, with what was noted for it so far.

    All of them, also what has been cancelled or done meanwhile: they were in the packages it has been sent, so it holds
    itself for their doer.
    """
    where = "def_owner = ? AND doer = '' AND lead_unit_id = ? AND deleted_at IS NULL"
    ids = [row[0] for row in _tasks(where, (current.office_uid, unit.id))]
    untouched = {row[0] for row in _tasks(UNTOUCHED, ())}
    _give([i for i in ids if i not in untouched], office_uid)
    # Nobody has written their execution: the unit, which may have begun them already, goes on in the same term.
    _change(
        [i for i in ids if i in untouched],
        "doer = ?, exe_owner = ?, exe_term = def_term, exe_epoch = 0, exe_n = 0, def_epoch = ?, def_n = def_n + 1",
        (office_uid, office_uid, current.epoch),
        doer=office_uid,
    )
    return len(ids)


def give_strays() -> None:
    """Give tasks of ours that came back to us naming a doer who has begun afresh since to the office it has become."""
    sql = (
        "SELECT t.id, u.office_uid FROM task AS t JOIN unit AS u ON u.id = t.lead_unit_id WHERE t.def_owner = ? "
        "AND t.doer <> '' AND t.deleted_at IS NULL AND u.relation = ? AND u.office_uid NOT IN ('', t.doer)"
    )
    for record_id, office_uid in database.execute_sql(sql, (current.office_uid, UnitRelation.SUB)).fetchall():
        _give([record_id], office_uid)


def replace_office(former: str, office_uid: str) -> None:
    """Give everything that was an office's to the one it has become: it began afresh and has nothing left.

    What it had been given to do goes on with its last known execution; what it had ordered is its again.
    """
    _give([row[0] for row in _tasks("def_owner = ? AND doer = ?", (current.office_uid, former))], office_uid)
    _own([row[0] for row in _tasks("def_owner = ?", (former,))], office_uid)
    for kind in OWNED:
        database.execute_sql(
            f"UPDATE {kind} SET def_owner = ?, def_term = def_term + 1, def_epoch = 0 WHERE def_owner = ?",
            (office_uid, former),
        )


def adopt(former: str, owner: str) -> int:
    """Make ``owner`` the assigner of the open tasks that an office which has ended had ordered; how many there are."""
    everything = set(tasks.find({"timeliness": list(tasks.OPEN)}).ids())
    ids = [row[0] for row in _tasks("def_owner = ?", (former,)) if row[0] in everything]
    _own(ids, owner)
    marks = ",".join(map(str, ids)) or "NULL"
    for kind in OF_TASKS:
        database.execute_sql(
            f"UPDATE {kind} SET def_owner = ?, def_term = def_term + 1, def_epoch = 0 "
            f"WHERE def_owner = ? AND task_id IN ({marks})",
            (owner, former),
        )
    database.execute_sql(
        "UPDATE document SET def_owner = ?, def_term = def_term + 1, def_epoch = 0 WHERE def_owner = ? AND id IN "
        f"(SELECT document_id FROM task WHERE id IN ({marks}))",
        (owner, former),
    )
    return len(ids)


def _tasks(where: str, values: tuple[Any, ...]) -> list[tuple[int, str]]:
    return list(database.execute_sql(f"SELECT id, uid FROM task WHERE {where}", values).fetchall())


def _give(ids: Sequence[int], office_uid: str) -> None:
    """A new doer for tasks of ours, who goes on from the last known execution."""
    _change(
        ids,
        "doer = ?, exe_owner = ?, def_term = def_term + 1, exe_term = def_term + 1, exe_epoch = 0, "
        "def_epoch = ?, def_n = def_n + 1",
        (office_uid, office_uid, current.epoch),
        doer=office_uid,
    )


def _own(ids: Sequence[int], owner: str) -> None:
    """A new assigner for tasks; the first revision of ours in the new term is one up, as for every change of ours."""
    ours = owner == current.office_uid
    more = ", def_n = def_n + 1, def_epoch = ?" if ours else ", def_epoch = 0"
    _change(
        ids,
        f"def_owner = ?, def_term = def_term + 1{more}",
        (owner, current.epoch) if ours else (owner,),
        assigner=owner,
    )


def _change(ids: Sequence[int], assignments: str, values: tuple[Any, ...], **told: str) -> None:
    now = clock.now().isoformat(timespec="seconds")
    entries = []
    for record_id in ids:
        database.execute_sql(f"UPDATE task SET {assignments}, changed_at = ? WHERE id = ?", (*values, now, record_id))
        [uid] = database.execute_sql("SELECT uid FROM task WHERE id = ?", (record_id,)).fetchone()
        facts = {name: (None, f"{TOLD[name]}: {name_of(office_uid)}") for name, office_uid in told.items()}
        entries.append(journal.Entry(JournalAction.CHANGED, TASKS.kind, uid, facts))
    journal.append(entries)
    if ids:
        events.publish(events.Changed(TASKS.kind))
