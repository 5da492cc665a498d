"""The search index: kept in the same transaction as the rows, asked without accents."""

from collections.abc import Iterable, Iterator
from typing import Any

from peewee import DatabaseError

from db.connection import database, writing
from desktop_app.records.entity import ENTITIES, Entity, links_of
from desktop_app.rules import names


def query(text: str) -> str:
    """The index's words for what a person typed: all of them, the last one as a beginning; empty when there are none.

    >>> query("nhiệm vụ gi"), query("12/TB-UBND")
    ('"nhiem" AND "vu" AND "gi" *', '"12tbubnd" *')
    """
    words = names.asked_words(text)
    return " AND ".join(f'"{word}"' for word in words) + (" *" if words else "")


def indexed(entity: Entity[Any]) -> bool:
    """Whether the entity can be searched."""
    return bool(entity.search)


def put(entity: Entity[Any], record: Any, before: str) -> None:
    """Put a record's words, now in ``record.folded``, in the place of the words it had ``before``."""
    table = entity.kind
    if before:
        _remove(table, [(record.id, before)])
    if record.folded:
        database.execute_sql(f"INSERT INTO {table}_fts (rowid, folded) VALUES (?, ?)", (record.id, record.folded))


def put_many(entity: Entity[Any], records: Iterable[Any]) -> None:
    """Put in the words of many new records."""
    table = entity.kind
    database.connection().executemany(
        f"INSERT INTO {table}_fts (rowid, folded) VALUES (?, ?)",
        [(record.id, record.folded) for record in records if record.folded],
    )


def take_many(entity: Entity[Any], before: Iterable[tuple[int, str]]) -> None:
    """Take out the words that many records had before."""
    _remove(entity.kind, [(record_id, words) for record_id, words in before if words])


def rebuild(entity: Entity[Any]) -> None:
    """Write the whole index of an entity afresh from its rows: after bulk work."""
    table = entity.kind
    database.execute_sql(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


def refold_dependents(model: type[Any], record_id: int) -> None:
    """Refresh the words of every record that is found by words of this one: a unit's tasks after it was renamed."""
    for _ in refolding(model, record_id):
        pass


def refolding(model: type[Any], record_id: int) -> Iterator[None]:
    """The same, a record a step."""
    for entity in tuple(ENTITIES.values()):
        for column in links_of(entity):
            if column.name in entity.search and entity.model._meta.fields[column.name].rel_model is model:
                field = entity.model._meta.fields[column.name]
                query = entity.model.select().where(field == record_id, entity.model.deleted_at.is_null())
                for record in list(query):
                    _refold(entity, record)
                    yield


def _refold(entity: Entity[Any], record: Any) -> None:
    before, record.folded = record.folded, entity.search_text(record)
    if before != record.folded:
        entity.model.update(folded=record.folded).where(entity.model.id == record.id).execute()
        put(entity, record, before)


def agrees(entity: Entity[Any]) -> bool | None:
    """Whether index and rows say the same; None while another program writes, which says nothing of either.

    Needs a database that takes writes, though nothing is changed.
    """
    table = entity.kind
    try:
        database.execute_sql(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        return False if "malformed" in str(error) else None
    return True


def repair() -> None:
    """Rebuild every index from its rows."""
    with writing():
        for entity in ENTITIES.values():
            if indexed(entity):
                rebuild(entity)


def _remove(table: str, rows: list[tuple[int, str]]) -> None:
    database.connection().executemany(
        f"INSERT INTO {table}_fts ({table}_fts, rowid, folded) VALUES ('delete', ?, ?)", rows
    )
