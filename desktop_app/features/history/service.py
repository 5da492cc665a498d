"""Reading the journal: a page at a time, under filters, in words; nothing here writes."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from db.connection import database, reading
from db.words import JournalAction
from desktop_app import clock
from desktop_app.features.history.columns import OTHER_KINDS, Entry, Where
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES, Entity
from desktop_app.records.kinds import label_sql
from desktop_app.records.session import current
from desktop_app.rules import names
from desktop_app.rules.numbers import show_whole

FIRST, SLICE = 200, 20_000
BREATH = 0.003  # seconds
MATCHES = 20_000  # records whose words are looked for; more would say nothing


@dataclass
class Entries:
    """The entries under a filter, the latest first; nothing is read before it is asked for."""

    where: Where = field(default_factory=dict)
    text: str = ""

    def slices(self) -> Iterator[list[int]]:
        """Their numbers: the first page at once, the rest in larger pieces."""
        conditions, values = self._conditions()
        one = f"SELECT id FROM journal WHERE {' AND '.join(conditions) or '1'}"
        kinds = self._kinds()
        # one after another kind would have to be sorted; in parts SQLite merges them as they come
        sql = " UNION ALL ".join(f"{one} AND kind = ?" for _ in kinds) or one
        every = [value for kind in kinds for value in (*values, kind)] if kinds else values
        cursor = database.execute_sql(f"{sql} ORDER BY id DESC", tuple(every))
        size = FIRST
        while piece := cursor.fetchmany(size):
            yield [row[0] for row in piece]
            size = SLICE

    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.slices()))

    def rows(self, ids: Sequence[int]) -> list[Entry]:
        """The entries of some numbers, in that order."""
        marks = ",".join("?" * len(ids))
        sql = f"SELECT id, at, who, action, kind, record, changes, hash FROM journal WHERE id IN ({marks})"
        found = {row[0]: row for row in database.execute_sql(sql, tuple(ids)).fetchall()}
        called = _names([(row[4], row[5]) for row in found.values()])
        return [_entry(found[i], called) for i in ids if i in found]

    def _kinds(self) -> list[str]:
        """The kind that was chosen, with what hangs on it; none means all."""
        kind = self.where.get("kind")
        return [kind, *(entity.kind for entity in ENTITIES.values() if entity.part_of == kind)] if kind else []

    def _conditions(self) -> tuple[list[str], list[Any]]:
        conditions, values = [], []
        for name in ("who", "action", "record"):
            if self.where.get(name):
                conditions.append(f"{name} = ?")
                values.append(self.where[name])
        if days := self.where.get("days"):
            conditions.append("at >= ? AND at < ?")
            values += [days[0].isoformat(), (days[1] + timedelta(days=1)).isoformat()]
        if self.text.strip():
            condition, more = _worded(self.text)
            conditions.append(condition)
            values += more
        return conditions, values


def _worded(text: str) -> tuple[str, list[Any]]:
    """Entries of records that are found by these words, and those that have just these letters in what they tell."""
    typed = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    conditions, values = ["changes LIKE ? ESCAPE '\\'"], [f"%{typed}%"]
    if match := search.query(text):
        some = []
        for entity in ENTITIES.values():
            if search.indexed(entity):
                some.append(
                    f"SELECT uid FROM {entity.kind} WHERE id IN (SELECT rowid FROM {entity.kind}_fts "
                    f"WHERE {entity.kind}_fts MATCH ? ORDER BY rowid DESC LIMIT {MATCHES})"
                )
                values.append(match)
        conditions.append(f"record IN ({' UNION ALL '.join(some)})")
    return f"({' OR '.join(conditions)})", values


def _entry(row: Sequence[Any], called: dict[tuple[str, str], str]) -> Entry:
    number, at, who, action, kind, record, changes, digest = row
    entity, told = _entity(kind), json.loads(changes)
    if entity is None:
        lines = [f"{name}: {now}" for name, (_, now) in told.items()]
    else:
        lines = [line for line in journal.in_words(entity, told) if line]
    name = called.get((kind, record), "")
    when = f"{datetime.fromisoformat(at):%d/%m/%Y %H:%M:%S}"
    return Entry(number, when, who, action, kind, record, name, tuple(lines), digest)


def _names(known: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What people call some records, by (kind, uid); of a note or a decision, the task it belongs to."""
    found: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in known}:
        entity, uids = _entity(kind), [uid for each, uid in known if each == kind]
        if entity is None:
            continue
        label, source = label_sql(kind, "t"), f"{kind} AS t"
        if entity.part_of:
            whole = entity.model._meta.fields[entity.part_of]
            table = whole.rel_model._meta.table_name
            label, source = label_sql(table, "w"), f"{source} JOIN {table} AS w ON w.id = t.{whole.column_name}"
        elif kind not in NAMED and "name" not in entity.model._meta.fields:
            continue
        sql = f"SELECT t.uid, {label} FROM {source} WHERE t.uid IN ({','.join('?' * len(uids))})"
        found |= {(kind, uid): str(name) for uid, name in database.execute_sql(sql, tuple(uids)).fetchall()}
    return found


NAMED = ("document", "meeting", "task")  # whose name is not simply in a column called so


def _entity(kind: str) -> Entity[Any] | None:
    return next((entity for entity in ENTITIES.values() if entity.kind == kind), None)


# --- What can be chosen ---


def kind_words(kind: str) -> str:
    """What a kind of record is called."""
    entity = _entity(kind)
    return _capital(entity.noun) if entity is not None else OTHER_KINDS.get(kind, kind)


def _capital(noun: str) -> str:
    return noun[:1].upper() + noun[1:]


def kinds() -> dict[str, str]:
    """Words -> kind; notes and decisions are found with the task they belong to."""
    found = {_capital(entity.noun): entity.kind for entity in ENTITIES.values() if not entity.part_of}
    return found | {words: kind for kind, words in OTHER_KINDS.items()}


def people(also: Iterable[str] = ()) -> dict[str, str]:
    """Words -> name of everybody who may have written: the officials, whoever works now, and those found elsewhere.

    Names found elsewhere are those that `check_chain`, which reads the whole journal, has met.
    """
    known = {str(row[0]) for row in database.execute_sql("SELECT name FROM official").fetchall()}
    return {name or "(chương trình)": name for name in sorted({*known, current.who, *also}, key=names.sort_key)}


# --- Where an entry leads, and whether the chain holds ---


def whole_of(entry: Entry) -> tuple[str, str]:
    """The (kind, uid) of the record that an entry leads to: of a note or a decision, its task."""
    entity = _entity(entry.kind)
    if entity is None or not entity.part_of:
        return entry.kind, entry.record
    record = entity.model.get_or_none(entity.model.uid == entry.record)
    whole = getattr(record, entity.part_of) if record is not None else None
    return (entity.part_of, whole.uid) if whole is not None else (entry.kind, entry.record)


def record_id(kind: str, uid: str) -> int | None:
    """The id of a record, deleted or not; None when there is none."""
    entity = _entity(kind)
    if entity is None:
        return None
    found = database.execute_sql(f"SELECT id FROM {kind} WHERE uid = ?", (uid,)).fetchone()
    return int(found[0]) if found else None


@dataclass(frozen=True)
class Chain:
    """What a look at the whole journal came to: whether it holds, that in words, and who has written in it."""

    fine: bool
    words: str
    people: frozenset[str]


def check_chain(check: Callable[[], object]) -> Chain:
    """Follow the chain from its first entry; for a worker. ``check`` is called now and then, and may raise."""

    def tell(number: int) -> None:
        check()
        time.sleep(BREATH)  # the window gets its share of the processor meanwhile

    with reading():
        broken = journal.first_broken(tell=tell)
        count = journal.end()
        found = frozenset(str(row[0]) for row in database.execute_sql("SELECT DISTINCT who FROM journal").fetchall())
    if broken is not None:
        words = (
            f"Chuỗi nhật ký đứt ở dòng {show_whole(broken)}: tệp dữ liệu đã bị sửa ngoài chương trình. Hãy giữ nguyên "
            "tệp, đối chiếu với các bản sao ở mục Sao lưu"
        )
        return Chain(False, words, found)
    at = f"{clock.now():%H:%M}"
    return Chain(
        True, f"Chuỗi nguyên vẹn: {show_whole(count)} dòng, mỗi dòng khớp với dòng trước (kiểm lúc {at})", found
    )


def action_tone(action: str) -> str | None:
    """The colour of what was done."""
    tones = {
        JournalAction.CREATED: "success",
        JournalAction.DELETED: "danger",
        JournalAction.UNDONE: "warning",
        JournalAction.RESTORED: "warning",
        JournalAction.RECEIVED: "info",
        JournalAction.EVENT: "muted",
    }
    return tones.get(JournalAction(action), "accent")
