"""Undoing a received package: every record as it stood before, and the sender told by the next receipt."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from peewee import ForeignKeyField, Model

from db import connection
from db.connection import database
from db.models import (
    ALL,
    Alias,
    Document,
    Mark,
    Package,
    PastExecution,
    Peer,
    Question,
    ReceivedRow,
    Task,
)
from db.words import PackageState, QuestionSort
from desktop_app import events, jobs
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.peers import service as peers
from desktop_app.records import journal, receiving, slices
from desktop_app.records.entity import ENTITIES, Many, back_link

SHOWN = 8
AT_ONCE = 300


def obstacles(package: Package) -> list[str]:
    """What was done later to records that the package wrote: each as a line that names the record."""
    return touched(package) + list(_references(package))


def against(package: Package) -> Callable[[jobs.Progress], list[str]]:
    """The same as work for a worker."""

    def look(progress: jobs.Progress) -> list[str]:
        with connection.reading():
            return obstacles(package)

    return look


def touched(package: Package) -> list[str]:
    """The records that the package wrote and that were written again since."""
    titles = {row.record: row.title for row in _written(package)}
    later = database.execute_sql(
        "SELECT DISTINCT record FROM journal WHERE id > ? AND kind NOT IN ('package', 'peer', 'office')",
        (package.journal_head,),
    ).fetchall()
    return [titles[uid] for (uid,) in later if uid in titles]


def _written(package: Package) -> Sequence[ReceivedRow]:
    """The rows that the package wrote, the last one first."""
    query = ReceivedRow.select().where(ReceivedRow.package == package, ReceivedRow.written)
    return list(query.order_by(ReceivedRow.id.desc()))


def _references(package: Package) -> Iterable[str]:
    """Records that have come to depend on one that the undoing would remove."""
    written = f"SELECT record FROM received_row WHERE package_id = {package.id} AND written"
    titles = {row.record: row.title for row in _written(package) if not row.before}
    for other in ALL:
        if other in (Package, Peer) or "uid" not in other._meta.fields:
            continue
        name = _whole(other)
        for link in (f for f in other._meta.sorted_fields if isinstance(f, ForeignKeyField)):
            sql = (
                f"SELECT m.uid FROM {other._meta.table_name} AS o JOIN {link.rel_model._meta.table_name} AS m "
                f"ON m.id = o.{link.column_name} WHERE m.uid IN ({written} AND before = '') "
                f"AND {name} NOT IN ({written})"
            )
            for (uid,) in database.execute_sql(sql).fetchall():
                yield f"{titles[uid]}: đã có bản ghi khác gắn với nó"


def _whole(model: type[Model]) -> str:
    """The uid of the record that a row is a part of, in SQL: who cooperates belongs to the task; else its own."""
    for entity in ENTITIES.values():
        for column in entity.columns.values():
            if isinstance(column.source, Many) and column.source.through is model:
                return f"(SELECT uid FROM {entity.kind} WHERE id = o.{back_link(column.source).column_name})"
    return "o.uid"


def undo(package: Package) -> int:
    """Put everything back as it was before a package came in; how many records that were.

    The same file may then be received again; the next package to its sender says that it was undone, and the sender
    sends everything anew.

    Raises:
        Refused: the package is not in the book, or something was done later to its records (named).
    """
    return slices.whole(undoing(package))


def undoing(package: Package) -> slices.Work[int]:
    """The same in short steps; closed before its end, it leaves the book as it was."""
    if package.state not in (PackageState.APPLIED, PackageState.ASKING):
        raise Refused("Gói này không còn trong sổ để hoàn tác")
    yield from slices.waiting(jobs.start(lambda progress: _must_be_untouched(package)), "Đang xem các bản ghi…")
    yield from slices.waiting(jobs.start(lambda progress: backups.make()), "Đang sao lưu…")
    yield "Đang trả lại từng bản ghi…"
    return (yield from slices.in_one(f"hoàn tác gói của {package.peer}", _put_back(package)))


def _must_be_untouched(package: Package) -> None:
    with connection.reading():
        found = obstacles(package)
    if found:
        more = f" … và {len(found) - SHOWN} bản ghi khác" if len(found) > SHOWN else ""
        raise Refused(f"Không hoàn tác được vì đã có thay đổi sau khi nhận: {'; '.join(found[:SHOWN])}{more}")


def _put_back(package: Package) -> slices.Work[int]:
    entities = {entity.kind: entity for entity in ENTITIES.values()}
    rows = _written(package)
    yield 0.0
    _give_way(rows)
    done = 0
    for kind, of_kind in groupby(rows, lambda row: row.kind):
        for _ in receiving.put_back(entities[kind], [(row.record, row.before) for row in of_kind]):
            done += 1
            yield done / len(rows)
    for _ in _forget_names(rows):
        yield "Đang ghi sổ gói…"
    _forget_past(package)
    _forget_parts(package)
    yield "Đang ghi sổ gói…"
    Question.delete().where(Question.package == package).execute()
    _forget(package)
    journal.note("package", package.uid, undone=package.running_number)
    events.publish(events.Changed("package"))
    events.publish(events.Changed("question"))
    return len(rows)


def _give_way(rows: Sequence[ReceivedRow]) -> None:
    """Take their numbers from documents that are about to have others: two of them may change places again."""
    for row in rows:
        if row.kind == DOCUMENTS.kind and row.before:
            before = json.loads(row.before)
            if Document.get_by_id(before["id"]).number != before["number"]:
                receiving.set_free(DOCUMENTS, [before["id"]])


def _forget_names(rows: Sequence[ReceivedRow]) -> Iterator[None]:
    """A record typed here has its own name again; nothing is another name of what is not there any more."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        for gone in (True, False):
            uids = [row.record for row in some if gone != bool(row.before)]
            names = Alias.delete().where(Alias.record.in_(uids))
            (names if gone else names.where(Alias.kind != "unit")).execute()
        yield


def _forget_past(package: Package) -> None:
    """Take out what former doers had done, as far as this package told it."""
    said = ReceivedRow.select(ReceivedRow.record).where(ReceivedRow.package == package, ReceivedRow.kind == "task")
    for one in PastExecution.select().where(PastExecution.record.in_(said)):
        if package.entered_at is not None and one.changed_at >= package.entered_at:
            one.delete_instance()


def _forget_parts(package: Package) -> None:
    """Ask no more whether parts follow a change that has been taken back."""
    said = ReceivedRow.select(ReceivedRow.record).where(ReceivedRow.package == package, ReceivedRow.written)
    parts = Task.select(Task.uid).where(Task.parent.in_(Task.select(Task.id).where(Task.uid.in_(said))))
    Question.delete().where(
        Question.sort == QuestionSort.PARENT, Question.answer == "", Question.record.in_(parts)
    ).execute()


def _forget(package: Package) -> None:
    """The channel as if the package had never come: the sender is asked for everything, and told why."""
    Package.update(state=PackageState.UNDONE, receipted=False).where(Package.id == package.id).execute()
    ReceivedRow.delete().where(ReceivedRow.package == package).execute()
    Mark.delete().where(Mark.office_uid == package.office_uid).execute()
    channel = peers.channel_to(package.office_uid)
    left = Package.select().where(
        Package.incoming,
        Package.office_uid == package.office_uid,
        Package.state.in_((PackageState.APPLIED, PackageState.ASKING)),
    )
    newest = left.order_by(Package.epoch.desc(), Package.running_number.desc()).first()
    channel.epoch, channel.number = (newest.epoch, newest.running_number) if newest else (channel.epoch, 0)
    channel.digest = newest.digest if newest else ""
    channel.full, channel.full_since, channel.asks = True, 0, True
    channel.save()
