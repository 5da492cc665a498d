"""Writing what another office owns: the second gate, for halves that come in with their own revisions.

Every value is read as strictly as typed text; whoever owns a half is written beside it, so that `keep` refuses it here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from peewee import ForeignKeyField

from db.connection import database
from db.models.base import plain_amount
from db.words import JournalAction
from desktop_app import clock, events
from desktop_app.records import journal, search, stored
from desktop_app.records.entity import Column, Entity, Many, Stored, back_link
from desktop_app.records.keep import derive, link
from desktop_app.records.kinds import (
    Amount,
    Choice,
    Day,
    Hour,
    Kind,
    Link,
    Links,
    Moment,
    Text,
    Whole,
    YesNo,
    forget_labels,
)
from desktop_app.rules import dates, names

Revision = tuple[int, int, int]
Known = Mapping[str, Mapping[Any, Any]]  # kind -> uid -> record, or column -> id -> record
BIGGEST = 2**31
STEP = 25  # rows written at once: some fifteen milliseconds
_AMOUNT = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,8})?")
FREED = {"document": "number"}  # what records must differ by, where two of them may change places


@dataclass
class Incoming:
    """A record to be written as another office has it.

    ``halves`` are those to be written: half -> (owner, revision). ``values`` are plain, links named by the uid they
    have here; ``home`` is what this office writes beside them; ``facts`` are fields that are no columns.
    """

    entity: Entity[Any]
    uid: str
    halves: dict[str, tuple[str, Revision]]
    values: dict[str, Any]
    home: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    deleted: bool = False


def problems(
    entity: Entity[Any], values: Mapping[str, Any], known: Mapping[str, Iterable[str]], *, new: bool = False
) -> dict[str, str]:
    """What is wrong with plain values, by column; ``known`` are the uids of each linked kind that will be there.

    Of a ``new`` record nothing that is needed may be left out.
    """
    wrong = {}
    stored_here = [c for c in entity.columns.values() if isinstance(c.source, Stored) and c.half != "home"]
    missing = {column.name: None for column in stored_here if new and column.needed}
    for name, value in {**missing, **values}.items():
        column = entity.columns.get(name)
        if column is None:
            continue
        if isinstance(column.kind, Link | Links):
            there = known.get(column.kind.model._meta.table_name, ())
            words = _link_problem(column, value, there, several=isinstance(column.kind, Links))
        elif value is None and not entity.model._meta.fields[name].null:
            words = "bỏ trống"
        else:
            words = _value_problem(column, value)
        if words:
            wrong[name] = f"{column.label}: {words}"
    return wrong


def _link_problem(column: Column, value: Any, there: Iterable[str], *, several: bool) -> str:
    if value is not None and not isinstance(value, list if several else str):
        return "không phải mã bản ghi"
    wanted = value if isinstance(value, list) else [] if value is None else [value]
    if not wanted and column.needed:
        return "bỏ trống"
    found = all(isinstance(uid, str) and uid in there for uid in wanted)
    return "" if found else "bản ghi liên quan chưa có trong sổ"


def _value_problem(column: Column, value: Any) -> str:
    kind = column.kind
    if value is None:
        return "bỏ trống" if column.needed else ""
    if isinstance(kind, YesNo):
        return "" if type(value) in (int, bool) and value in (0, 1) else "không phải có hoặc không"
    if isinstance(kind, Whole):
        return "" if type(value) is int and 0 <= value < BIGGEST else "không phải số nguyên"
    if value == "":
        return "bỏ trống" if column.needed else ""
    return _text_problem(kind, value) if isinstance(value, str) else "không phải chữ"


def _text_problem(kind: Kind, value: str) -> str:
    if isinstance(kind, Choice):
        return "" if value in kind.labels else f"“{value[:40]}” không có trong danh mục"
    if isinstance(kind, Day):
        return "" if _is_day(value) else f"ngày “{value[:20]}” không đúng"
    if isinstance(kind, Hour):
        return "" if _is_hour(value) else f"giờ “{value[:20]}” không đúng"
    if isinstance(kind, Amount):
        return "" if _is_amount(value) else f"số “{value[:20]}” không đúng"
    if isinstance(kind, Moment):
        with suppress(ValueError):
            if datetime.fromisoformat(value).isoformat(timespec="seconds") == value:
                return ""
        return f"thời điểm “{value[:30]}” không đúng"
    if names.clean(value) != value:
        return "có ký tự không nhận được"
    if isinstance(kind, Text) and len(value) > kind.longest:
        return f"dài hơn {kind.longest} ký tự"
    return ""


def _is_day(text: str) -> bool:
    """Whether a text is a day that records may have, written as it is stored."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR and day.isoformat() == text
    return False


def _is_hour(text: str) -> bool:
    """Whether a text is an hour written as it is stored."""
    with suppress(ValueError):
        return dates.read_hour(text) == text
    return False


def _is_amount(text: str) -> bool:
    """Whether a text is an exact number written as it is stored, no longer than people can type one."""
    return bool(_AMOUNT.fullmatch(text)) and plain_amount(Decimal(text)) == text


def write(rows: Sequence[Incoming], old: Mapping[str, Any]) -> None:
    """Write the rows of one entity inside the caller's ``writing``; ``old`` are the records there already, by uid.

    Each is told in the journal.
    """
    for _ in steps(rows, old):
        pass


def steps(rows: Sequence[Incoming], old: Mapping[str, Any]) -> Iterator[int]:
    """The same in short steps; yields how many rows are done."""
    if not rows:
        return
    entity = rows[0].entity
    again = [old[row.uid] for row in rows if row.uid in old]
    before: dict[int, dict[str, Any]] = {}
    labels = {record.id: str(record) for record in again}
    for piece in _pieces([record.id for record in again], STEP):
        before |= {one.id: one.values for one in stored.held(entity, piece)}
        yield 0
    set_free(entity, list(before))
    for start in range(0, len(rows), STEP):
        _write_some(entity, rows[start : start + STEP], old, before)
        yield start
    forget_labels(entity.model)
    if search.indexed(entity):
        for record in again:
            if labels[record.id] != str(record):
                for _ in search.refolding(entity.model, record.id):
                    yield len(rows)
    fresh = len(again) < len(rows)
    events.publish(events.Changed(entity.kind, () if fresh else tuple(record.id for record in again)))


def _write_some(
    entity: Entity[Any], rows: Sequence[Incoming], old: Mapping[str, Any], before: Mapping[int, Mapping[str, Any]]
) -> None:
    known = _records(entity, rows)
    again = [(old[row.uid], row) for row in rows if row.uid in old]
    fresh = [(_filled(entity.model(uid=row.uid), row, known), row) for row in rows if row.uid not in old]
    _insert(entity, [record for record, _ in fresh])
    entries = [_entry(entity, row, {}, _unsaid(entity, record, row)) for record, row in fresh]
    for record, row in fresh:
        _link(entity, record, row, known)
    words = _linked_words(entity, [record for record, _ in again])
    folded = [(record.id, str(getattr(record, "folded", ""))) for record, _ in again]
    for record, row in again:
        _attach(entity, record, words)
        _link(entity, _filled(record, row, known), row, known)
        entries.append(_entry(entity, row, before[record.id]))
    _update(entity, [record for record, _ in again], folded)
    journal.append(entries)


def set_free(entity: Entity[Any], ids: Sequence[int]) -> None:
    """Take from records that are about to be written what only one may have: two of them may change places."""
    if entity.kind in FREED:
        for piece in _pieces(ids):
            sql = f"UPDATE {entity.kind} SET {FREED[entity.kind]} = '' WHERE id IN ({','.join('?' * len(piece))})"
            database.execute_sql(sql, tuple(piece))


def _linked_words(entity: Entity[Any], records: Sequence[Any]) -> Known:
    """By column: the records that the search words of ``records`` name, read once instead of one by one."""
    found: dict[str, dict[Any, Any]] = {}
    for name in entity.search:
        model_field = entity.model._meta.fields.get(name)
        if isinstance(model_field, ForeignKeyField):
            wanted = {getattr(record, model_field.object_id_name) for record in records} - {None}
            pieces = _pieces(list(wanted))
            linked = model_field.rel_model
            found[name] = {one.id: one for piece in pieces for one in linked.select().where(linked.id.in_(piece))}
    return found


def _attach(entity: Entity[Any], record: Any, words: Known) -> None:
    for name, known in words.items():
        linked = known.get(getattr(record, entity.model._meta.fields[name].object_id_name))
        if linked is not None:
            setattr(record, name, linked)


def _update(entity: Entity[Any], records: Sequence[Any], folded: Sequence[tuple[int, str]]) -> None:
    """Write records again with their search words; ``folded`` are the words they had."""
    if not records:
        return
    for record in records:
        derive(entity, record)
        if record.deleted_at is not None and hasattr(record, "folded"):
            record.folded = ""
    fields = [f for f in entity.model._meta.sorted_fields if f.name != "id"]
    sql = f"UPDATE {entity.kind} SET {', '.join(f'{f.column_name} = ?' for f in fields)} WHERE id = ?"
    database.connection().executemany(
        sql, [(*(f.db_value(_stored(record, f)) for f in fields), record.id) for record in records]
    )
    if search.indexed(entity):
        search.take_many(entity, folded)
        search.put_many(entity, records)


def raw(entity: Entity[Any], ids: Sequence[int]) -> dict[int, str]:
    """The stored rows of some ids with their links, as JSON: what `put_back` needs."""
    columns = [f.column_name for f in entity.model._meta.sorted_fields]
    marks = ",".join("?" * len(ids))
    kept = {}
    many = [(c.name, c.source) for c in entity.columns.values() if isinstance(c.source, Many)]
    sql = f"SELECT {', '.join(columns)} FROM {entity.kind} WHERE id IN ({marks})"
    for row in database.execute_sql(sql, tuple(ids)).fetchall():
        facts = dict(zip(columns, row, strict=True))
        for name, source in many:
            facts[f"*{name}"] = _linked_ids(source, facts["id"])
        kept[facts["id"]] = json.dumps(facts, ensure_ascii=False)
    return kept


def put_back(entity: Entity[Any], rows: Sequence[tuple[str, str]]) -> Iterator[None]:
    """Undo written rows ``(uid, the row that stood there)``: each as it was, or none where there was none; a step each.

    Journalled; needs ``writing``.
    """
    for piece in _pieces(rows, STEP):
        # Read together: to make the statement costs more than to read the row.
        found = {
            record.uid: record for record in entity.model.select().where(entity.model.uid.in_([u for u, _ in piece]))
        }
        for uid, before in piece:
            record = found.pop(uid, None) or entity.model.get(entity.model.uid == uid)  # one that stands there twice
            if before:
                _put_row_back(entity, record, json.loads(before))
            else:
                _take_row_out(entity, record)
            yield
    forget_labels(entity.model)
    events.publish(events.Changed(entity.kind))


def _take_row_out(entity: Entity[Any], record: Any) -> None:
    [now] = stored.held(entity, [record.id])
    if search.indexed(entity):
        search.take_many(entity, [(record.id, record.folded)])
    for column in entity.columns.values():
        if isinstance(column.source, Many):
            _unlink(column.source, record.id)
    database.execute_sql(f"DELETE FROM {entity.kind} WHERE id = ?", (record.id,))
    gone = {name: (value, None) for name, value in now.values.items() if value not in (None, "", [])}
    told = {"record": (str(record), None), **gone}
    journal.append([journal.Entry(JournalAction.DELETED, entity.kind, record.uid, told)])


def _put_row_back(entity: Entity[Any], record: Any, facts: dict[str, Any]) -> None:
    [now] = stored.held(entity, [record.id])
    columns = [name for name in facts if name != "id" and not name.startswith("*")]
    database.execute_sql(
        f"UPDATE {entity.kind} SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?",
        (*(facts[name] for name in columns), record.id),
    )
    for column in entity.columns.values():
        if isinstance(column.source, Many):
            _unlink(column.source, record.id)
            others = facts[f"*{column.name}"]
            link(column.source.through, [(record.id, other, place) for place, other in enumerate(others)])
    if search.indexed(entity):
        before, record.folded = str(record.folded), facts["folded"]
        search.put(entity, record, before)
    [then] = stored.held(entity, [record.id])
    changes = {
        name: (now.values[name], then.values[name]) for name in then.values if now.values[name] != then.values[name]
    }
    journal.append([journal.Entry(JournalAction.RESTORED, entity.kind, facts["uid"], changes)])


def _unlink(many: Many, record_id: int) -> None:
    database.execute_sql(
        f"DELETE FROM {many.through._meta.table_name} WHERE {back_link(many).column_name} = ?", (record_id,)
    )


def _records(entity: Entity[Any], rows: Sequence[Incoming]) -> Known:
    """By kind of linked record: uid -> the record; read once, since every search text names them."""
    wanted: dict[Any, set[str]] = {}
    for column in entity.columns.values():
        if isinstance(column.kind, Link | Links) and isinstance(column.source, Stored | Many):
            model = column.kind.model
            for row in rows:
                value = row.values.get(column.name, row.home.get(column.name))
                wanted.setdefault(model, set()).update(value if isinstance(value, list) else [value] if value else [])
    return {model._meta.table_name: _by_uid(model, list(uids)) for model, uids in wanted.items()}


def _by_uid(model: Any, uids: Sequence[str]) -> dict[str, Any]:
    return {one.uid: one for piece in _pieces(uids) for one in model.select().where(model.uid.in_(piece))}


def _pieces(values: Sequence[Any], size: int = stored.AT_ONCE) -> Iterable[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _filled(record: Any, row: Incoming, known: Known) -> Any:
    for name, value in {**row.values, **row.home}.items():
        column = row.entity.columns.get(name)
        if column is None or not isinstance(column.source, Stored):
            continue
        model_field = row.entity.model._meta.fields[name]
        if isinstance(model_field, ForeignKeyField):
            setattr(record, name, known[model_field.rel_model._meta.table_name].get(value or ""))
        else:
            setattr(record, name, _value(column, value))
    for half, (owner, revision) in row.halves.items():
        setattr(record, f"{half}_owner", owner)
        for part, number in zip(("term", "epoch", "n"), revision, strict=True):
            setattr(record, f"{half}_{part}", number)
    for name, value in row.facts.items():
        setattr(record, name, value)
    if "def" in row.halves:
        record.deleted_at = (record.deleted_at or clock.now()) if row.deleted else None
    record.changed_at = clock.now()
    return record


def _value(column: Column, value: Any) -> Any:
    if isinstance(column.kind, Day | Moment | Amount):
        return column.kind.load(value)
    return bool(value) if isinstance(column.kind, YesNo) else value


def _insert(entity: Entity[Any], records: Sequence[Any]) -> None:
    """Insert new records with their search words; their ids are given here."""
    if not records:
        return
    fields = entity.model._meta.sorted_fields
    next_id = database.execute_sql(f"SELECT coalesce(max(id), 0) + 1 FROM {entity.kind}").fetchone()[0]
    for place, record in enumerate(records):
        record.id = next_id + place
        derive(entity, record)
        if record.deleted_at is not None and hasattr(record, "folded"):
            record.folded = ""
    columns = ", ".join(f'"{f.column_name}"' for f in fields)
    sql = f"INSERT INTO {entity.kind} ({columns}) VALUES ({', '.join('?' * len(fields))})"
    values = [[f.db_value(_stored(record, f)) for f in fields] for record in records]
    database.connection().executemany(sql, values)
    if search.indexed(entity):
        search.put_many(entity, records)


def _stored(record: Any, field_: Any) -> Any:
    return getattr(record, field_.object_id_name if isinstance(field_, ForeignKeyField) else field_.name)


def _link(entity: Entity[Any], record: Any, row: Incoming, known: Known) -> None:
    for name, value in row.values.items():
        column = entity.columns.get(name)
        if column is not None and isinstance(column.source, Many):
            others = known[column.source.through._meta.fields[column.source.link].rel_model._meta.table_name]
            wanted = [others[uid].id for uid in value or []]
            if wanted != _linked_ids(column.source, record.id):
                column.source.through.delete().where(back_link(column.source) == record).execute()
                link(column.source.through, [(record.id, other, place) for place, other in enumerate(wanted)])


def _linked_ids(many: Many, record_id: int) -> list[int]:
    linked = many.through._meta.fields[many.link].column_name
    sql = f"SELECT {linked} FROM {many.through._meta.table_name} WHERE {back_link(many).column_name} = ? ORDER BY place"
    return [row[0] for row in database.execute_sql(sql, (record_id,)).fetchall()]


def _unsaid(entity: Entity[Any], record: Any, row: Incoming) -> dict[str, Any]:
    """What a new record holds that its sender did not speak of: the journal tells it too."""
    columns = (c for c in entity.columns.values() if c.name not in row.values and c.name not in row.home)
    plain = (c for c in columns if isinstance(c.source, Stored) and not isinstance(c.kind, Link))
    return {column.name: column.kind.plain(getattr(record, column.name)) for column in plain}


def _entry(
    entity: Entity[Any], row: Incoming, before: Mapping[str, Any], unsaid: Mapping[str, Any] = MappingProxyType({})
) -> journal.Entry:
    said = {**unsaid, **row.values, **row.home}
    changes = {
        name: (before.get(name), value)
        for name, value in said.items()
        if name in entity.columns and (before.get(name) or None) != (value or None)
    }
    for half, (owner, revision) in row.halves.items():
        changes[f"{half}_revision"] = (None, f"{'.'.join(map(str, revision))} ({owner[:8]})")
    return journal.Entry(JournalAction.RECEIVED, entity.kind, row.uid, changes)
