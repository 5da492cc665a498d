"""Undoing a register that was read in: its records leave every list, as after a deletion, and stay in the journal."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from db.connection import database
from db.models import ImportBatch, ImportedRow
from desktop_app import clock, events, records
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.import_write.service import KIND
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import DECISIONS, NOTES, TASKS
from desktop_app.records import journal

SHOWN = 8
ORDER = (DECISIONS, NOTES, TASKS, DOCUMENTS)  # what hangs on another record goes first
_WORK: dict[str, Callable[[Any], None]] = {TASKS.kind: tasks.delete, DOCUMENTS.kind: documents.delete}


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
        rows = _rows(batch)
        for place, (entity, record) in enumerate(rows):
            if record.deleted_at is None:
                work = _WORK.get(entity.kind)
                if work is not None:
                    work(record)
                else:
                    records.delete(entity, record)
            yield place / len(rows)
        batch.undone_at = clock.now()
        batch.save()
        journal.note(KIND, batch.uid, undone=batch.source)
        events.publish(events.Changed(KIND))
    yield 1.0


def _rows(batch: ImportBatch) -> Sequence[tuple[Any, Any]]:
    found = []
    for entity in ORDER:
        written = ImportedRow.select(ImportedRow.record).where(
            ImportedRow.batch == batch, ImportedRow.kind == entity.kind
        )
        found += [(entity, record) for record in entity.model.select().where(entity.model.uid.in_(written))]
    return found
