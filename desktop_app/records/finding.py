"""Records found across all books by a few letters: an exact code or number first, then the newest."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from db.connection import database
from desktop_app.records import rows, search, short
from desktop_app.records.entity import ENTITIES, Entity
from desktop_app.rules import names

NEWEST = 2000  # records of a list without an index that are looked through at every letter typed
CODE_DIGITS = 5  # of a task's running number: who types 123 means NV-2026-00123


@dataclass(frozen=True)
class Book:
    """A kind of record that is looked for everywhere.

    ``screen`` shows it and ``room`` keeps its rules; ``title`` is the column that names it, ``about`` stands beside the
    name. Where ``exact``, a whole code or number is looked up for itself, however many records have it in their words.
    ``searched`` are the columns that find it where its list is too short for an index. A screen that lists something
    else opens it through the filter ``by``.
    """

    kind: str
    screen: str
    room: str
    title: str
    about: tuple[str, ...] = ()
    exact: bool = False
    searched: tuple[str, ...] = ()
    by: str = ""

    def opened(self, record_id: int) -> tuple[dict[str, int], int | None]:
        """The filter and the id with which its screen shows one record."""
        return ({self.by: record_id}, None) if self.by else ({}, record_id)

    @property
    def entity(self) -> Entity[Any]:
        """The kind of record itself; its room's columns must have been read."""
        return next(entity for entity in ENTITIES.values() if entity.kind == self.kind)

    @property
    def heading(self) -> str:
        """What one such record is called, at the head of some."""
        noun = self.entity.noun
        return noun[:1].upper() + noun[1:]


@dataclass(frozen=True)
class Hit:
    """A record that was found, in words."""

    book: Book
    id: int
    uid: str
    title: str
    about: str
    exact: bool = False


def find(books: Iterable[Book], text: str, most: int) -> list[list[Hit]]:
    """What is found in each book that has anything, ``most`` a book; books with an exact hit come first."""
    found = [hits for book in books if (hits := _in_book(book, text, most))]
    return sorted(found, key=lambda hits: not hits[0].exact)


def describe(books: Iterable[Book], known: Sequence[tuple[str, str]]) -> list[Hit]:
    """The records of some (kind, uid) that are still there, in that order."""
    hits: dict[tuple[str, str], Hit] = {}
    for book in books:
        uids = [uid for kind, uid in known if kind == book.kind]
        if uids:
            marks = ",".join("?" * len(uids))
            sql = f"SELECT id FROM {book.kind} WHERE deleted_at IS NULL AND uid IN ({marks})"
            ids = [row[0] for row in database.execute_sql(sql, tuple(uids)).fetchall()]
            hits |= {(book.kind, hit.uid): hit for hit in _hits(book, ids)}
    return [hits[one] for one in known if one in hits]


def _in_book(book: Book, text: str, most: int) -> list[Hit]:
    entity = book.entity
    if book.searched:
        return _in_short_list(book, text, most)
    match = search.query(text) if search.indexed(entity) else ""
    if not match:
        return []
    exact = _exact(book, text) if book.exact else []
    # The newest first: the index gives them in this order by itself, and stops when it has enough.
    sql = f"SELECT rowid FROM {book.kind}_fts WHERE {book.kind}_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
    worded = [row[0] for row in database.execute_sql(sql, (match, most)).fetchall()]
    hits = _hits(book, list(dict.fromkeys([*exact, *worded]))[:most], set(exact), names.fold(names.clean(text)))
    return sorted(hits, key=lambda hit: not hit.exact)


def _in_short_list(book: Book, text: str, most: int) -> list[Hit]:
    """Those that have every word, the newest first, among the newest; only the words of ``searched`` are read."""
    wanted = names.asked_words(text)
    if not wanted:
        return []
    order = rows.Rows(book.entity, (), "-id").ids()[:NEWEST]
    found = []
    for row in rows.picked(book.entity, book.searched, order):
        words = " ".join(book.entity.columns[name].shown(row) for name in book.searched)
        if short.has_words(words, wanted):
            found.append(row.id)
            if len(found) == most:
                break
    return _hits(book, found)


def _exact(book: Book, text: str) -> list[int]:
    """Records that are called exactly so, or have this running number; the newest first."""
    wanted = names.clean(text)
    column = book.entity.model._meta.fields[book.title].column_name
    sql = f"SELECT id FROM {book.kind} WHERE deleted_at IS NULL AND {column} IN (?, ?) ORDER BY id DESC LIMIT 5"
    ids = [row[0] for row in database.execute_sql(sql, (wanted, wanted.upper())).fetchall()]
    if (
        not ids
        and wanted.isdecimal()
        and len(wanted) <= CODE_DIGITS
        and book.entity.model._meta.fields[book.title].unique
    ):
        sql = f"SELECT rowid FROM {book.kind}_fts WHERE {book.kind}_fts MATCH ? ORDER BY rowid DESC LIMIT 20"
        numbered = f'"{int(wanted):0{CODE_DIGITS}d}"'
        some = [row[0] for row in database.execute_sql(sql, (numbered,)).fetchall()]
        ids = [
            row.id
            for row in rows.picked(book.entity, (book.title,), some)
            if _number(getattr(row, book.title)) == int(wanted)
        ]
    return ids


def _number(code: str) -> int:
    last = code.rpartition("-")[2]
    return int(last) if last.isdecimal() else -1


def _hits(book: Book, ids: Sequence[int], exact: Collection[int] = (), asked: str = "") -> list[Hit]:
    """The records of some ids in words; exact are those of ``exact``, and those whose whole name was asked for."""
    entity = book.entity
    about = entity.pick(book.about)
    return [
        Hit(
            book,
            row.id,
            row.uid,
            entity.columns[book.title].shown(row) or "–",
            " · ".join(" ".join(words.split())[:200] for column in about if (words := column.shown(row))),
            row.id in exact or names.fold(entity.columns[book.title].shown(row)) == asked,
        )
        for row in rows.picked(entity, (book.title, *book.about), ids)
    ]
