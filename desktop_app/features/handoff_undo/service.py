"""Undoing a received package: every record as it stood before, and the sender told by the next receipt."""

from collections.abc import Iterable, Sequence

from peewee import ForeignKeyField

from db.connection import database
from db.models import ALL, Alias, Mark, Package, PastExecution, Peer, Question, ReceivedRow, TaskCooperation
from db.words import PackageState
from desktop_app import events, records
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.peers import service as peers
from desktop_app.records import journal, receiving
from desktop_app.records.entity import ENTITIES

SHOWN = 8


def obstacles(package: Package) -> list[str]:
    """What was done later to records that the package wrote: each as a line that names the record."""
    rows = _written(package)
    titles = {row.record: row.title for row in rows}
    touched = database.execute_sql(
        "SELECT DISTINCT record FROM journal WHERE id > ? AND kind NOT IN ('package', 'peer', 'office')",
        (package.journal_head,),
    ).fetchall()
    found = [titles[uid] for (uid,) in touched if uid in titles]
    new = [row for row in rows if not row.before]
    return found + [line for row in new for line in _references(row, titles)]


def _written(package: Package) -> Sequence[ReceivedRow]:
    query = ReceivedRow.select().where(ReceivedRow.package == package, ReceivedRow.written)
    return list(query.order_by(ReceivedRow.place.desc()))


def _references(row: ReceivedRow, titles: dict[str, str]) -> Iterable[str]:
    """Records that have come to depend on one that the undoing would remove."""
    model = next(e.model for e in ENTITIES.values() if e.kind == row.kind)
    record = model.get_or_none(model.uid == row.record)
    if record is None:
        return
    for other in ALL:
        if other in (TaskCooperation, Package, Peer) or "uid" not in other._meta.fields:
            continue
        links = [f for f in other._meta.sorted_fields if isinstance(f, ForeignKeyField) and f.rel_model is model]
        for link in links:
            sql = f"SELECT uid FROM {other._meta.table_name} WHERE {link.column_name} = ?"
            for (uid,) in database.execute_sql(sql, (record.id,)).fetchall():
                if uid not in titles:
                    yield f"{row.title}: đã có bản ghi khác gắn với nó"


def undo(package: Package) -> int:
    """Put everything back as it was before a package came in; how many records that were.

    The same file may then be received again; the next package to its sender says that it was undone, and the sender
    sends everything anew.

    Raises:
        Refused: the package is not in the book, or something was done later to its records (named).
    """
    if package.state not in (PackageState.APPLIED, PackageState.ASKING):
        raise Refused("Gói này không còn trong sổ để hoàn tác")
    if found := obstacles(package):
        more = f" … và {len(found) - SHOWN} bản ghi khác" if len(found) > SHOWN else ""
        raise Refused(f"Không hoàn tác được vì đã có thay đổi sau khi nhận: {'; '.join(found[:SHOWN])}{more}")
    backups.make()
    entities = {entity.kind: entity for entity in ENTITIES.values()}
    with records.writing():
        rows = _written(package)
        uids = [row.record for row in rows]
        for row in rows:
            receiving.put_back(entities[row.kind], row.record, row.before)
        for start in range(0, len(uids), 400):
            some = uids[start : start + 400]
            Alias.delete().where(Alias.record.in_(some), Alias.kind != "unit").execute()
            PastExecution.delete().where(
                PastExecution.record.in_(some), PastExecution.changed_at >= package.entered_at
            ).execute()
        Question.delete().where(Question.package == package).execute()
        _forget(package)
        journal.note("package", package.uid, undone=package.running_number)
        events.publish(events.Changed("package"))
        events.publish(events.Changed("question"))
    return len(rows)


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
