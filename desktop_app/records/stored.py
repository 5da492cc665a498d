"""What records hold, as plain values with their revisions: what travels to another office, whatever a list shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import ForeignKeyField

from db.connection import database
from desktop_app.records.entity import Entity, Many, Stored, back_link

Revision = tuple[int, int, int]
AT_ONCE = 400
FACTS = ("def_owner", "exe_owner", "doer", "code")


@dataclass(frozen=True)
class Held:
    """One record: its revisions ``(term, epoch, n)`` and its stored values; links by uid, days in ISO form.

    ``facts`` say whose the halves are (``def_owner``, ``exe_owner``, ``doer``), by what ``code`` this office knows it,
    and ``deleted`` where it is.
    """

    id: int
    uid: str
    def_revision: Revision
    exe_revision: Revision | None
    values: dict[str, Any]
    facts: dict[str, Any]


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
    facts = [name for name in FACTS if name in entity.model._meta.fields]
    select += [_plain(entity, column.name) for column in columns]
    select += [_uids(column.source) for column in many if isinstance(column.source, Many)]
    select += [f"t.{name}" for name in facts] + ["t.deleted_at IS NOT NULL" if facts else "0"]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        sql = f"SELECT {', '.join(select)} FROM {entity.kind} AS t WHERE t.id IN ({','.join('?' * len(some))})"
        found = {row[0]: row for row in database.execute_sql(sql, tuple(some))}
        for record_id in some:
            row = found[record_id]
            values = dict(zip((c.name for c in columns), row[first : first + len(columns)], strict=True))
            rest = row[first + len(columns) :]
            for column, uids in zip(many, rest, strict=False):
                values[column.name] = uids.split() if uids else []
            known = dict(zip(facts, rest[len(many) :], strict=False)) | ({"deleted": True} if rest[-1] else {})
            exe = tuple(row[5:8]) if entity.shared else None
            yield Held(row[0], row[1], tuple(row[2:5]), exe, values, known)


def local_ids(model: Any, uids: Iterable[str]) -> dict[str, int]:
    """The ids of the records named by these uids, as far as there are any; deleted ones too."""
    return dict(_found(f"SELECT uid, id FROM {model._meta.table_name} WHERE uid IN ({{}})", uids))


def uids_of(kind: str, ids: Iterable[int]) -> list[str]:
    """The uids of the records of some ids."""
    return [uid for (uid,) in _found(f"SELECT uid FROM {kind} WHERE id IN ({{}})", ids)]


def _found(sql: str, values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    asked = list(values)
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        yield from database.execute_sql(sql.format(",".join("?" * len(some))), tuple(some)).fetchall()


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
