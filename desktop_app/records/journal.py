"""The journal: every change of every record, from what to what, chained by hashes from the first row on."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from db.connection import database
from db.models import Alias, Journal, Owned
from db.words import JournalAction
from desktop_app import clock
from desktop_app.records.entity import Entity
from desktop_app.records.kinds import Amount, Choice, Day, Kind, Link, Links, Moment
from desktop_app.records.session import current
from desktop_app.records.stored import held

GENESIS = "0" * 64
TOLD_EVERY = 500  # entries


@dataclass(frozen=True)
class Entry:
    """What happened to one record: field -> (from, to)."""

    action: JournalAction
    kind: str
    record: str
    changes: Mapping[str, tuple[Any, Any]]


def append(entries: Iterable[Entry]) -> None:
    """Add entries inside the caller's transaction, each hashed with the one before it."""
    last = database.execute_sql("SELECT hash FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    told_as = _told_as[-1] if _told_as else None
    previous = last[0] if last else GENESIS
    at, who = clock.now().isoformat(timespec="seconds"), current.who
    rows = []
    for entry in entries:
        changes = json.dumps({k: list(v) for k, v in entry.changes.items()}, ensure_ascii=False, sort_keys=True)
        action = told_as or entry.action
        digest = _digest(previous, at, who, action, entry.kind, entry.record, changes)
        rows.append((at, who, str(action), entry.kind, entry.record, changes, previous, digest))
        previous = digest
    database.connection().executemany(
        "INSERT INTO journal (at, who, action, kind, record, changes, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


_told_as: list[JournalAction] = []


@contextmanager
def telling(action: JournalAction) -> Iterator[None]:
    """Whatever is written in the block is told as this action."""
    _told_as.append(action)
    try:
        yield
    finally:
        _told_as.pop()


def note(kind: str, record: str, **facts: Any) -> None:
    """Add one event that is no change of a record: a restore, a package, a print."""
    append([Entry(JournalAction.EVENT, kind, record, {name: (None, fact) for name, fact in facts.items()})])


def head() -> str:
    """The hash of the newest entry."""
    row = database.execute_sql("SELECT hash FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else GENESIS


def end() -> int:
    """The number of the newest entry."""
    return int(database.execute_sql("SELECT coalesce(max(id), 0) FROM journal").fetchone()[0])


def first_broken(connection: Any = None, tell: Callable[[int], object] = lambda number: None) -> int | None:
    """The number of the first entry that does not follow from the one before it, or None when the chain holds.

    ``tell`` is called with the number reached now and then; it may raise to break off.
    """
    rows: Iterator[tuple[Any, ...]] = (connection or database.connection()).execute(
        "SELECT id, at, who, action, kind, record, changes, previous, hash FROM journal ORDER BY id"
    )
    previous, expected = GENESIS, 1
    for number, at, who, action, kind, record, changes, before, digest in rows:
        if number != expected or before != previous:
            return int(number)
        if digest != _digest(previous, at, who, action, kind, record, changes):
            return int(number)
        previous, expected = digest, number + 1
        if not number % TOLD_EVERY:
            tell(number)
    return None


def contradictions(entities: Iterable[Entity[Any]]) -> list[str]:
    """Every value that is not what the journal told last, as "record: column": changed behind the program's back."""
    told: dict[str, dict[str, Any]] = {}
    names = dict(database.execute_sql("SELECT other, record FROM alias").fetchall())  # one that has got another's uid
    for uid, changes in database.execute_sql("SELECT record, changes FROM journal ORDER BY id"):
        told.setdefault(names.get(uid, uid), {}).update((name, pair[1]) for name, pair in json.loads(changes).items())
    found = []
    for entity in entities:
        if not issubclass(entity.model, Owned):
            continue
        ids = [row[0] for row in database.execute_sql(f"SELECT id FROM {entity.kind} ORDER BY id")]
        for one in held(entity, ids):
            known = told.get(one.uid, {})
            for name, value in one.values.items():
                before = _renamed(known.get(name), names)
                if (before or None) != (value or None) and not (value in (0, False) and not before):
                    found.append(f"{entity.noun} {one.values.get('code') or one.id}: {entity.columns[name].label}")
    return found


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A value told, its links by the uids that the records have now."""
    if isinstance(value, list):
        return [names.get(uid, uid) for uid in value]
    return names.get(value, value) if isinstance(value, str) else value


def story(
    entity: Entity[Any], uid: str, *more: tuple[Entity[Any], str], most: int | None = None
) -> list[tuple[str, str, str, str]]:
    """What happened to one record, the latest first: when, who, what, and every field from - to, in words.

    ``more`` are records that hang on it, whose story is told with its own; what is done to them is named by their noun.
    ``most`` limits it to so many entries.
    """
    known = _known(entity, uid, more)
    told = []
    for entry in Journal.select().where(Journal.record.in_(list(known))).order_by(Journal.id.desc()).limit(most):
        of = known[entry.record]
        lines = in_words(of, json.loads(entry.changes))
        what = JournalAction(entry.action).label
        what = what if of is entity else f"{what} {of.noun}"
        told.append((f"{entry.at:%d/%m/%Y %H:%M}", entry.who, what, "\n".join(lines)))
    return told


def times(entity: Entity[Any], uid: str, *more: tuple[Entity[Any], str]) -> int:
    """How many entries `story` would tell without a limit."""
    return int(Journal.select().where(Journal.record.in_(list(_known(entity, uid, more)))).count())


def _known(entity: Entity[Any], uid: str, more: Iterable[tuple[Entity[Any], str]]) -> dict[str, Entity[Any]]:
    """Every uid that a record and what hangs on it have had -> whose columns its entries speak of."""
    known = {uid: entity} | {other: of for of, other in more}
    for alias in Alias.select().where(Alias.record.in_(list(known))):
        known.setdefault(alias.other, known[alias.record])
    return known


def in_words(entity: Entity[Any], changes: Mapping[str, Any]) -> list[str]:
    """What an entry says of each column, from - to, as people read it."""
    return [_line(entity, name, *pair) for name, pair in changes.items() if _told(name)]


def _told(name: str) -> bool:
    """Whether a change says something to people: revisions and the name of a new record do not."""
    return name != "uid" and not name.endswith("_revision")


def _line(entity: Entity[Any], name: str, was: Any, now: Any) -> str:
    column = entity.columns.get(name)
    if column is None:
        return f"{now}"
    before, after = (_in_words(column.kind, value) for value in (was, now))
    return f"{column.label}: {before} → {after}" if before else f"{column.label}: {after}"


def _in_words(kind: Kind, value: Any) -> str:
    if isinstance(kind, Link | Links):
        model = kind.model
        uids = value if isinstance(value, list) else [value] if value else []
        return "; ".join(str(model.get_or_none(model.uid == uid) or uid) for uid in uids)
    if isinstance(kind, Day | Moment | Amount) and value:
        return kind.show(kind.load(value))
    return value if isinstance(value, str) and not isinstance(kind, Choice) else kind.show(value)


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()
