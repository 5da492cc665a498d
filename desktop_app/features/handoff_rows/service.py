"""Rows of the open book with the revision of one half, and which of them another office has not heard of yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from db.connection import database

Revision = tuple[int, int, int]
Row = tuple[int, str, Revision]  # id, uid, revision
Scope = dict[str, list[int]]  # kind of record -> ids, in the order they are to stand
# Whatever the addressee says it holds stays its business, deleted or given to another unit since.
HEARD = "uid IN (SELECT record FROM mark WHERE office_uid = ?)"


def rows(kind: str, half: str, where: str, values: tuple[Any, ...]) -> list[Row]:
    """The rows of a kind with the revision of a half, by id."""
    sql = f"SELECT id, uid, {half}_term, {half}_epoch, {half}_n FROM {kind} WHERE {where} ORDER BY id"
    return [(row[0], row[1], (row[2], row[3], row[4])) for row in found(sql, *values)]


def newer(some: Iterable[Row], marks: Mapping[str, Revision]) -> list[int]:
    """The ids of those that have gone on since the addressee's last word."""
    return [i for i, uid, revision in some if beyond(marks, uid, revision)]


def beyond(marks: Mapping[str, Revision], uid: str, revision: Revision) -> bool:
    """Whether a half has gone on since the addressee's last word; one that nobody has written yet has not."""
    return revision[2] > 0 and (uid not in marks or revision > marks[uid])


def listed(ids: Iterable[int]) -> str:
    """Ids as the inside of an SQL list."""
    return ",".join(map(str, ids)) or "NULL"


def found(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return list(database.execute_sql(sql, values).fetchall())
