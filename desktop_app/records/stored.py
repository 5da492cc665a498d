"""What records hold, as plain values with their revisions: what travels to another office, whatever a list shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import ForeignKeyField

from db.connection import database
from desktop_app.records.entity import Entity, Many, Stored, back_link

Revision = tuple[int, int, int]
AT_ONCE = 400


@dataclass(frozen=True)
class Held:
    """One record: its revisions ``(term, epoch, n)`` and its stored values; links by uid, days in ISO form."""

    id: int
    uid: str
    def_revision: Revision
    exe_revision: Revision | None
    values: dict[str, Any]


def held(entity: Entity[Any], ids: Sequence[int], without: Sequence[str] = ()) -> Iterator[Held]:
    """The records of some ids, in that order, without the columns named in ``without`` and without secrets."""
    columns = [
        c
        for c in entity.columns.values()
        if isinstance(c.source, Stored) and not c.source.secret and c.name not in without
    ]
    many = [c for c in entity.columns.values() if isinstance(c.source, Many) and c.name not in without]
    halves = ("def", "exe") if entity.shared else ("def",)
    select = ["t.id", "t.uid", *(f"t.{half}_{part}" for half in halves for part in ("term", "epoch", "n"))]
    first = len(select)
    select += [_plain(entity, column.name) for column in columns]
    select += [_uids(column.source) for column in many if isinstance(column.source, Many)]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        sql = f"SELECT {', '.join(select)} FROM {entity.kind} AS t WHERE t.id IN ({','.join('?' * len(some))})"
        found = {row[0]: row for row in database.execute_sql(sql, tuple(some))}
        for record_id in some:
            row = found[record_id]
            values = dict(zip((c.name for c in columns), row[first : first + len(columns)], strict=True))
            for column, uids in zip(many, row[first + len(columns) :], strict=True):
                values[column.name] = uids.split() if uids else []
            exe = tuple(row[5:8]) if entity.shared else None
            yield Held(row[0], row[1], tuple(row[2:5]), exe, values)


def _plain(entity: Entity[Any], name: str) -> str:
    field = entity.model._meta.fields[name]
    if isinstance(field, ForeignKeyField):
        return f"(SELECT o.uid FROM {field.rel_model._meta.table_name} AS o WHERE o.id = t.{field.column_name})"
    return f"t.{field.column_name}"


def _uids(many: Many) -> str:
    linked = many.through._meta.fields[many.link]
    return (
        f"(SELECT group_concat(uid, ' ') FROM (SELECT o.uid AS uid FROM {many.through._meta.table_name} AS m "
        f"JOIN {linked.rel_model._meta.table_name} AS o ON o.id = m.{linked.column_name} "
        f"WHERE m.{back_link(many).column_name} = t.id ORDER BY m.place))"
    )
