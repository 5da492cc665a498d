"""Undoing a register that was read in: its records leave every list, as after a deletion, and stay in the journal."""

from collections.abc import Iterator, Sequence
from typing import Any

from db.connection import database
from db.models import ImportBatch, ImportedRow
from desktop_app import clock, events, records
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.import_write.service import KIND
from desktop_app.features.tasks.columns import DECISIONS, NOTES, TASKS
from desktop_app.records import Entity, journal
from desktop_app.records.keep import delete_many

SHOWN = 8
ORDER: tuple[Entity[Any], ...] = (DECISIONS, NOTES, TASKS, DOCUMENTS)  # what hangs on another record goes first


def obstacles(batch: ImportBatch) -> list[str]:
    """The records of a batch that were written again since, or that others have come to hang on; named."""
    last = database.execute_sql(
        "SELECT max(id) FROM journal WHERE kind = ? AND record = ? AND action = 'event'", (KIND, batch.uid)
    ).fetchone()[0]
    mine = "SELECT record FROM imported_row WHERE batch_id = ?"
    titles = _titles(batch)
    found: dict[str, str] = {}
    later = database.execute_sql(
        f"SELECT DISTINCT record FROM journal WHERE id > ? AND record IN ({mine})", (last or 0, batch.id)
    ).fetchall()
    for (uid,) in later:
        found[uid] = f"{titles.get(uid, uid)}: đã sửa sau khi nhập"
    for table, link, words in (
        ("progress_note", "task", "đã cập nhật tiến độ"),
        ("task_request", "task", "đã có đề nghị"),
        ("task_decision", "task", "đã có quyết định"),
        ("task_step", "task", "đã chuyển xử lý"),
        ("urged_task", "task", "đã đôn đốc"),
        ("task", "document", "đã có thêm nhiệm vụ"),
        ("task", "parent", "đã có việc thành phần"),
    ):
        deleted = "" if table == "urged_task" else " AND o.deleted_at IS NULL"
        sql = (
            f"SELECT DISTINCT m.uid FROM {table} AS o JOIN {link if link != 'parent' else 'task'} AS m "
            f"ON m.id = o.{link}_id WHERE m.uid IN ({mine}) AND o.uid NOT IN ({mine}){deleted}"
        )
        for (uid,) in database.execute_sql(sql, (batch.id, batch.id)).fetchall():
            found.setdefault(uid, f"{titles.get(uid, uid)}: {words}")
    sent = (
        f"SELECT DISTINCT t.uid FROM task AS t JOIN package AS p ON p.peer_id = t.lead_unit_id AND NOT p.incoming "
        f"WHERE t.doer <> '' AND t.uid IN ({mine}) AND p.made_at >= ?"
    )
    for (uid,) in database.execute_sql(sent, (batch.id, batch.made_at.isoformat(timespec="seconds"))).fetchall():
        found.setdefault(uid, f"{titles.get(uid, uid)}: đã gửi đơn vị thực hiện")
    for (uid,) in database.execute_sql(
        f"SELECT record FROM attachment WHERE deleted_at IS NULL AND record IN ({mine})", (batch.id,)
    ).fetchall():
        found.setdefault(uid, f"{titles.get(uid, uid)}: đã kèm tệp")
    return sorted(found.values())


def _titles(batch: ImportBatch) -> dict[str, str]:
    mine = "SELECT record FROM imported_row WHERE batch_id = ?"
    sql = (
        f"SELECT uid, code FROM task WHERE uid IN ({mine}) UNION ALL "
        f"SELECT uid, CASE WHEN number <> '' THEN number ELSE subject END FROM document WHERE uid IN ({mine})"
    )
    return dict(database.execute_sql(sql, (batch.id, batch.id)).fetchall())


def undo(batch: ImportBatch) -> Iterator[float]:
    """Take out everything a batch wrote; yields the share done. Stopped on the way, nothing is changed.

    Raises Refused when it was undone before, or something was done since to one of its records (named).
    """
    if batch.undone_at is not None:
        raise Refused("Lần nhập này đã được hoàn tác")
    if found := obstacles(batch):
        more = f" … và {len(found) - SHOWN} bản ghi khác" if len(found) > SHOWN else ""
        raise Refused(f"Không hoàn tác được vì đã có thay đổi sau khi nhập: {'; '.join(found[:SHOWN])}{more}")
    yield 0.0
    backups.make()
    with records.writing():
        mine = _records(batch)
        total, before = sum(len(some) for _, some in mine) or 1, 0
        for entity, some in mine:
            for done in delete_many(entity, some):
                yield (before + done) / total
            before += len(some)
        batch.undone_at = clock.now()
        batch.save()
        journal.note(KIND, batch.uid, undone=batch.source)
        events.publish(events.Changed(KIND))
    yield 1.0


def _records(batch: ImportBatch) -> list[tuple[Entity[Any], Sequence[Any]]]:
    """What a batch wrote and is still there, what hangs on another first."""
    found: list[tuple[Entity[Any], Sequence[Any]]] = []
    for entity in ORDER:
        mine = ImportedRow.select(ImportedRow.record).where(ImportedRow.batch == batch, ImportedRow.kind == entity.kind)
        query = entity.model.select().where(entity.model.uid.in_(mine), entity.model.deleted_at.is_null())
        found.append((entity, list(query)))
    return found
