"""The one gate through which records are written, typed or imported alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import DatabaseError, IntegrityError, Model

from db import connection
from db.connection import database
from db.models import Owned, Shared, Unit
from db.models.base import new_uid
from db.words import JournalAction
from desktop_app import clock, errors, events
from desktop_app.errors import Refused
from desktop_app.records import journal, search
from desktop_app.records.entity import Column, Entity, Many, Stored, T, back_link, links_of
from desktop_app.records.kinds import Link, forget_labels
from desktop_app.records.session import current

Check = Callable[[Mapping[str, Any], Any], Mapping[str, str]]
ROWS_AT_ONCE, DELETED_AT_ONCE = 500, 100
_REVISED = tuple(f"{half}_{part}" for half in ("def", "exe") for part in ("epoch", "n"))


@contextmanager
def writing() -> Iterator[None]:
    """One transaction; what it changed is told when it has been committed.

    Raises Refused while nothing may be written, and Failed, in words, for what the disk or the file refuses.
    """
    if current.readable_only:
        raise errors.Failed("E-READ-ONLY")
    if current.busy:
        raise Refused(f"Đang {current.busy}; hãy đợi xong rồi làm tiếp")
    try:
        with events.held():
            begun = None if database.in_transaction() else journal.end()
            with connection.writing():
                yield
                ended = journal.end()
            if begun is not None and ended > begun:
                current.saves.append((begun + 1, ended))
    except IntegrityError:
        forget_labels()
        raise
    except DatabaseError as error:
        forget_labels()
        raise errors.of_database(error) from error
    except BaseException:
        forget_labels()
        raise


def keep(
    entity: Entity[T],
    texts: Mapping[str, str],
    record: T | None = None,
    /,
    check: Check = lambda values, record: {},
    **more: Any,
) -> T:
    """Write ``texts`` into ``record`` or a new one, and say in the journal what changed.

    Args:
        entity: what kind of record.
        texts: column -> text as typed, pasted or imported; columns left out stay as they are.
        record: the record to change, or None for a new one.
        check: the room's rules over all values, old and new: column -> what is wrong.
        more: values the service sets itself, past the texts.

    Raises:
        Refused: something is wrong with the texts, the rules forbid it, or another office owns the half.
        Failed: the file could not be written; nothing was changed.
    """
    new = record is None
    target: T = entity.model() if record is None else _afresh(record)
    values = _judged(entity, texts, record, target, check, more)
    changes = _changes(entity, target, _defaults(entity, target) | values if new else values, new=new)
    if not changes:
        return target
    before = dict(target.__data__)
    try:
        with writing():
            _raise_revisions(entity, target, changes, new=new)
            _store(entity, target, values, changes, new=new)
    except BaseException:
        target.__data__ = before
        target.__rel__.clear()
        raise
    return target


def judge(
    entity: Entity[T], texts: Mapping[str, str], check: Check = lambda values, record: {}, **more: Any
) -> dict[str, Any]:
    """What a new record of these texts would hold, nothing written: for `load`, and for a verdict before an import.

    Raises Refused as `keep` would.
    """
    return _judged(entity, texts, None, entity.model(), check, more)


def _judged(
    entity: Entity[T], texts: Mapping[str, str], record: T | None, target: T, check: Check, more: Mapping[str, Any]
) -> dict[str, Any]:
    """The values out of ``texts``, with those of ``more``; Refused when they or the rules forbid it."""
    new = record is None
    values, problems = entity.read(texts if record is not None else dict.fromkeys(_names(entity), "") | dict(texts))
    values |= more
    kept = [c for c in entity.written if c.name not in values]
    seen = {c.name: entity.empty(c.name) if new else c.of(target) for c in kept} | values
    problems |= {name: words for name, words in check(seen, record).items() if name not in problems}
    problems |= {name: words for name, words in _taken(entity, values, record).items() if name not in problems}
    if problems:
        raise Refused(problems)
    return values


def _afresh(record: T) -> T:
    """The record with what the file holds now: a window may have kept it open while its words or revision moved on."""
    fresh = type(record).get_by_id(record.id)
    record.__data__, record.__rel__ = fresh.__data__, fresh.__rel__
    return record


def delete(entity: Entity[Any], record: Any) -> None:
    """Take a record out of every list; it stays in the file and the journal, and can be put back."""
    _set_deleted(entity, record, clock.now(), JournalAction.DELETED)


def restore(entity: Entity[Any], record: Any) -> None:
    """Put a deleted record back; Refused while a record that it names is deleted itself."""
    if gone := next(_gone_links(entity, _afresh(record)), ""):
        raise Refused(f"{gone} đã xóa; hãy khôi phục trước")
    _set_deleted(entity, record, None, JournalAction.RESTORED)


def _gone_links(entity: Entity[Any], record: Any) -> Iterator[str]:
    for column in links_of(entity):
        linked = column.of(record)
        if linked is not None and getattr(linked, "deleted_at", None) is not None:
            yield f"{column.label} {linked}"


def delete_many(entity: Entity[Any], records: Sequence[Any]) -> Iterator[int]:
    """`delete` for many records just read, inside the caller's ``writing``; yields how many are done."""
    moment = clock.now()
    for start in range(0, len(records), DELETED_AT_ONCE):
        some = records[start : start + DELETED_AT_ONCE]
        before = [(record.id, str(getattr(record, "folded", ""))) for record in some]
        for record in some:
            _raise_revisions(entity, record, {"deleted_at": None}, new=False)
            record.deleted_at = record.changed_at = moment
            if search.indexed(entity):
                record.folded = ""
        if search.indexed(entity):
            search.take_many(entity, before)
        names_ = ["deleted_at", "changed_at", *(name for name in _REVISED if name in entity.model._meta.fields)]
        names_ += ["folded"] if search.indexed(entity) else []
        fields = [entity.model._meta.fields[name] for name in names_]
        database.connection().executemany(
            f"UPDATE {entity.kind} SET {', '.join(f'{name} = ?' for name in names_)} WHERE id = ?",
            [(*(field.db_value(getattr(record, field.name)) for field in fields), record.id) for record in some],
        )
        journal.append(
            journal.Entry(JournalAction.DELETED, entity.kind, record.uid, {"record": (None, str(record))})
            for record in some
        )
        yield start + len(some)
    forget_labels(entity.model)
    events.publish(events.Changed(entity.kind, tuple(record.id for record in records)))


def load(entity: Entity[Any], records: Sequence[Any], at_once: int = ROWS_AT_ONCE) -> Iterator[int]:
    """Write many new, already checked records inside the caller's ``writing``; yields how many are done.

    Ids are given here, so later records may link to earlier ones. The index is rebuilt at the end.
    """
    model = entity.model
    fields = model._meta.sorted_fields
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    sql = f"INSERT INTO {entity.kind} ({columns}) VALUES ({', '.join('?' * len(fields))})"
    next_id = database.execute_sql(f"SELECT coalesce(max(id), 0) + 1 FROM {entity.kind}").fetchone()[0]
    for start in range(0, len(records), at_once):
        entries = []
        for record in records[start : start + at_once]:
            record.id, next_id = next_id, next_id + 1
            _raise_revisions(entity, record, {}, new=True)
            derive(entity, record)
            entries.append(_entry(entity, record))
        rows = [[f.db_value(getattr(r, _attribute(f))) for f in fields] for r in records[start : start + at_once]]
        database.connection().executemany(sql, rows)
        journal.append(entries)
        yield min(start + at_once, len(records))
    if search.indexed(entity):
        search.rebuild(entity)
    forget_labels(model)
    events.publish(events.Changed(entity.kind))


def link(through: type[Model], rows: Sequence[tuple[int, int, int]]) -> None:
    """Write many links ``(record id, linked id, place)`` inside the caller's ``writing``."""
    fields = [f for f in through._meta.sorted_fields if f.name not in {"id", "uid", "changed_at"}]
    names_ = ", ".join(f.column_name for f in fields)
    moment = clock.now().isoformat(timespec="seconds")
    database.connection().executemany(
        f"INSERT INTO {through._meta.table_name} (uid, changed_at, {names_}) VALUES (?, ?, ?, ?, ?)",
        [(new_uid(), moment, *row) for row in rows],
    )


def load_links(entity: Entity[Any], name: str, linked: Sequence[tuple[Any, Sequence[Any]]]) -> None:
    """Write the links of many records just loaded, ``(record, the others)``: journalled as a part of their making."""
    source = entity.columns[name].source
    assert isinstance(source, Many)
    link(source.through, [(one.id, other.id, n) for one, others in linked for n, other in enumerate(others)])
    journal.append(
        journal.Entry(JournalAction.CREATED, entity.kind, one.uid, {name: ([], [other.uid for other in others])})
        for one, others in linked
        if others
    )


def _names(entity: Entity[Any]) -> list[str]:
    return [column.name for column in entity.written if _new_is_empty(entity, column)]


def _new_is_empty(entity: Entity[Any], column: Column) -> bool:
    """Whether a new record that says nothing of this column holds nothing there, rather than a default."""
    if isinstance(column.source, Many):
        return True
    return column.needed or entity.model._meta.fields[column.name].default in (None, "")


def _taken(entity: Entity[Any], values: Mapping[str, Any], record: Any) -> dict[str, str]:
    """Columns that must be the only one of their kind, and are not."""
    problems = {}
    for name, value in values.items():
        field = entity.model._meta.fields.get(name)
        if field is None or not field.unique or value in (None, ""):
            continue
        others = entity.model.select().where(field == value)
        if record is not None:
            others = others.where(entity.model.id != record.id)
        if others.exists():
            problems[name] = f"{entity.columns[name].label} “{value}” đã được dùng; hãy nhập khác đi"
    return problems


def _changes(entity: Entity[T], target: T, values: Mapping[str, Any], *, new: bool) -> dict[str, tuple[Any, Any]]:
    """Column -> (from, to), in plain values, of what really differs."""
    changes = {}
    for name, value in values.items():
        column = entity.columns.get(name)
        old = None if new else (column.of(target) if column else getattr(target, name))
        plain, show = (column.kind.plain, column.journalled) if column else (str, str)
        was, now = (None if new else plain(old)), plain(value)
        if new and now in (None, "", []):
            continue
        if was != now:
            changes[name] = (None if new else show(old), show(value))
    return changes


def _defaults(entity: Entity[T], target: T) -> dict[str, Any]:
    """What a new record holds that nobody typed: the journal tells it too."""
    stored = [c for c in entity.columns.values() if isinstance(c.source, Stored) and not isinstance(c.kind, Link)]
    return {c.name: getattr(target, c.name) for c in stored}


def _store(
    entity: Entity[T], target: T, values: Mapping[str, Any], changes: Mapping[str, tuple[Any, Any]], *, new: bool
) -> None:
    many = {}
    for name, value in values.items():
        source = entity.columns[name].source if name in entity.columns else None
        if isinstance(source, Many):
            many[name] = (source, value)
        else:
            setattr(target, name, value)
    folded = str(getattr(target, "folded", "")) if search.indexed(entity) else ""
    target.changed_at = clock.now()
    target.save(force_insert=new, only=None if new else target.dirty_fields)
    for name, (source, linked) in many.items():
        if new or name in changes:
            _relink(target, source, linked)
    forget_labels(entity.model)
    if derive(entity, target):
        target.save(only=target.dirty_fields)
    if search.indexed(entity):
        search.put(entity, target, folded)
        if not new:
            search.refold_dependents(entity.model, target.id)
    action = JournalAction.CREATED if new else JournalAction.CHANGED
    journal.append([journal.Entry(action, entity.kind, target.uid, changes)])
    events.publish(events.Changed(entity.kind, (target.id,)))


def _relink(target: Any, source: Many, linked: Sequence[Any]) -> None:
    through, back = source.through, back_link(source)
    through.delete().where(back == target).execute()
    link(through, [(target.id, other.id, place) for place, other in enumerate(linked)])


def derive(entity: Entity[Any], record: Any) -> bool:
    """Fill in the search words and the sort key; whether either changed."""
    old = (getattr(record, "folded", ""), getattr(record, "sort_key", ""))
    if search.indexed(entity):
        record.folded = entity.search_text(record)
    if entity.sort is not None:
        record.sort_key = entity.sort(record)
    return old != (getattr(record, "folded", ""), getattr(record, "sort_key", ""))


def _raise_revisions(entity: Entity[Any], target: Any, changes: Mapping[str, Any], *, new: bool) -> None:
    """Raise the revision of each half that changes; refuse a half that another office owns."""
    if not isinstance(target, Owned):
        return
    halves = {entity.columns[name].half if name in entity.columns else "def" for name in changes}
    for half in ("def", "exe") if isinstance(target, Shared) else ("def",):
        if new:
            setattr(target, f"{half}_owner", getattr(target, f"{half}_owner") or current.office_uid)
            if getattr(target, f"{half}_owner") != current.office_uid:
                continue  # the doer of a task given to another office has not said anything yet
        elif half not in halves:
            continue
        else:
            must_be_ours(target, half)
        setattr(target, f"{half}_epoch", current.epoch)
        setattr(target, f"{half}_n", getattr(target, f"{half}_n") + 1)


def must_be_ours(record: Any, half: str = "def") -> None:
    """Refuse to write what another office owns, or what would hang on it as a part of it."""
    owner = getattr(record, f"{half}_owner")
    if owner != current.office_uid:
        whose = name_of(owner, "nơi giao việc" if half == "def" else "đơn vị thực hiện")
        raise Refused(f"Phần này do {whose} ghi; hãy đề nghị nơi đó sửa rồi nhận lại gói dữ liệu")


def name_of(office_uid: str, otherwise: str = "cơ quan khác") -> str:
    """The name of another office in the directory."""
    unit = Unit.get_or_none(Unit.office_uid == office_uid) if office_uid else None
    return f"{unit}" if unit is not None else otherwise


def _set_deleted(entity: Entity[Any], record: Any, moment: Any, action: JournalAction) -> None:
    _afresh(record)
    with writing():
        _raise_revisions(entity, record, {"deleted_at": None}, new=False)
        folded, record.deleted_at = str(getattr(record, "folded", "")), moment
        record.changed_at = clock.now()
        if search.indexed(entity):
            record.folded = "" if moment is not None else entity.search_text(record)
        record.save()
        if search.indexed(entity):
            search.put(entity, record, folded)
        told = "record" if "record" not in entity.columns else "which"  # no column's name: it is no column's value
        journal.append([journal.Entry(action, entity.kind, record.uid, {told: (None, str(record))})])
        forget_labels(entity.model)
        events.publish(events.Changed(entity.kind, (record.id,)))


def _entry(entity: Entity[Any], record: Any) -> journal.Entry:
    changes = {}
    for column in entity.columns.values():
        if not isinstance(column.source, Stored):
            continue
        now = column.journalled(getattr(record, column.name))
        if now not in (None, ""):
            changes[column.name] = (None, now)
    return journal.Entry(JournalAction.CREATED, entity.kind, record.uid, changes)


def _attribute(field: Any) -> str:
    return str(field.object_id_name) if hasattr(field, "object_id_name") else str(field.name)
