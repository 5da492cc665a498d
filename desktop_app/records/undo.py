"""Taking the last save back: the inverse of a group of journal entries, through the gate and told in the journal."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import ForeignKeyField, IntegrityError

from db.connection import database
from db.models import Journal, Package
from db.words import JournalAction
from desktop_app.errors import Refused
from desktop_app.records import journal, uses
from desktop_app.records.entity import ENTITIES, Entity, Many, Stored
from desktop_app.records.keep import delete, keep, name_of, restore, writing
from desktop_app.records.kinds import Amount, Day, Link, Links, Moment
from desktop_app.records.session import current

MOST = 300  # entries; whatever writes more has its own way back
SHOWN = 8  # lines that describe a group
WRITES = (JournalAction.CREATED, JournalAction.CHANGED, JournalAction.DELETED, JournalAction.RESTORED)
UNDOABLE = (*WRITES, JournalAction.UNDONE)
# kind -> the room's service or None. Its ``delete`` and ``restore`` know its rules; ``refuse_undo(record, saved, at)``
# says whether a save may still be taken back that wrote ``saved``, this record among them, at that moment.
Hands = Callable[[str], Any]


def no_hands(kind: str) -> Any:
    """Nobody knows a room's rules here: the gate's own have to do."""
    return None


@dataclass(frozen=True)
class Group:
    """What one transaction told the journal: its first and last number."""

    first: int
    last: int


def mark() -> int:
    """Where the journal ends now; `since` tells what has been written after it."""
    return journal.end()


def since(mark: int) -> Group | None:
    """What was written after a mark, or None when nothing was."""
    end = journal.end()
    return Group(mark + 1, end) if end > mark else None


def latest(entity: Entity[Any] | None = None, record: Any = None) -> Group | None:
    """The last save of whoever is at work: of one record with what belongs to it, or of any."""
    actions = ",".join(f"'{action}'" for action in UNDOABLE)
    sql = f"SELECT id FROM journal WHERE who = ? AND action IN ({actions})"
    values: list[Any] = [current.who]
    if entity is not None and record is not None:
        uids = [record.uid, *_parts(entity, [record.id])]
        sql += f" AND record IN ({','.join('?' * len(uids))})"
        values += uids
    found = database.execute_sql(f"{sql} ORDER BY id DESC LIMIT 1", tuple(values)).fetchone()
    return _around(int(found[0])) if found else None


def _around(number: int) -> Group:
    """The group an entry belongs to: its transaction, or, of one before this start, its neighbours of one moment."""
    for first, last in reversed(current.saves):
        if first <= number <= last:
            return Group(first, last)
    at, who = database.execute_sql("SELECT at, who FROM journal WHERE id = ?", (number,)).fetchone()
    ends = {}
    for step, order in ((-1, "DESC"), (1, "")):
        ends[step] = number
        sql = f"SELECT id, at, who FROM journal WHERE id {'<' if step < 0 else '>'} ? ORDER BY id {order} LIMIT {MOST}"
        for other, when, name in database.execute_sql(sql, (number,)).fetchall():
            if (when, name) != (at, who):
                break
            ends[step] = other
    return Group(ends[-1], ends[1])


@dataclass(frozen=True)
class Plan:
    """A group looked over: it can be taken back, and this is what it was."""

    group: Group
    entries: tuple[Journal, ...]
    title: str
    lines: tuple[str, ...]


def look(group: Group, hands: Hands = no_hands) -> Plan:
    """What a group was, in words; Refused, saying why, when it cannot be taken back."""
    entries = tuple(Journal.select().where(Journal.id.between(group.first, group.last)).order_by(Journal.id))
    made = {entry.record for entry in entries if entry.action == JournalAction.CREATED}
    if any(entry.action == JournalAction.RECEIVED for entry in entries):
        raise Refused("Lần ghi này là nhận gói dữ liệu; hãy hoàn tác ở mục Gói nhận về")
    for entry in entries:
        if entry.who != current.who:
            raise Refused(f"Lần ghi này do {entry.who} thực hiện; chỉ người đó hoàn tác được")
        if entry.action == JournalAction.EVENT and entry.record not in made:
            raise Refused(
                "Lần ghi này kéo theo việc khác ngoài các ô đã nhập, không hoàn tác được; hãy sửa lại bằng tay"
            )
    written = [entry for entry in entries if entry.action in UNDOABLE]
    if not written:
        raise Refused("Không có gì để hoàn tác")
    if len(written) > MOST:
        raise Refused(f"Lần ghi này có {len(written)} bản ghi; hãy hoàn tác ở nơi đã nhập")
    records = {entry.record: _record(entry) for entry in written}
    _refuse_newer(group, records)
    _refuse_sent(records, made, entries[0].at)
    _refuse_references(records, made)
    _refuse_by_rooms(records, entries[0].at, hands)
    for entry in written:
        if entry.action == JournalAction.CHANGED or _is_change(entry):
            _refuse_values(*records[entry.record], entry)
    return Plan(group, tuple(written), _title(written, records), tuple(_lines(written, records)))


def undo(group: Group, hands: Hands = no_hands) -> Plan:
    """Take a group back: what was new is deleted, what was changed has its former values, what was deleted is back.

    No revision falls: each half that changes is raised, and one that another office owns is refused.

    Raises:
        Refused: something newer stands on it, it has left the office, or a room's rules forbid what stood there.
        Failed: the file could not be written; nothing was changed.
    """
    plan = look(group, hands)
    records = {entry.record: _record(entry) for entry in plan.entries}
    done: set[str] = set()
    try:
        with writing(), journal.telling(JournalAction.UNDONE):
            for entry in reversed(plan.entries):
                entity, record = records[entry.record]
                if entry.action == JournalAction.CREATED:
                    if entry.record not in done and record.deleted_at is None:
                        delete(entity, record)
                    done.add(entry.record)
                elif _is_change(entry):
                    former = {name: _value(entity, name, pair[0]) for name, pair in _changes(entry).items()}
                    keep(entity, {}, record, **former)
                else:
                    _turn(entity, record, hands(entry.kind))
    except IntegrityError as error:
        raise Refused("Nay đã có bản ghi khác trùng với giá trị cũ; hãy sửa lại bằng tay") from error
    return plan


def _turn(entity: Entity[Any], record: Any, room: Any) -> None:
    """Put back what was deleted, delete what was put back; by the room's rules, where it has any."""
    gone = type(record).get_by_id(record.id).deleted_at is not None
    work = getattr(room, "restore" if gone else "delete", None)
    if work is not None:
        work(record)
    elif gone:
        restore(entity, record)
    else:
        delete(entity, record)


# --- What an entry speaks of ---


def _entity(kind: str) -> Entity[Any] | None:
    return next((entity for entity in ENTITIES.values() if entity.kind == kind), None)


def _record(entry: Journal) -> tuple[Entity[Any], Any]:
    entity = _entity(entry.kind)
    record = None if entity is None else entity.model.get_or_none(entity.model.uid == entry.record)
    if entity is None or record is None:
        raise Refused("Lần ghi này không phải của một bản ghi trong các danh sách; không hoàn tác được ở đây")
    return entity, record


def _changes(entry: Journal) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(entry.changes)
    return found


def _is_change(entry: Journal) -> bool:
    """Whether an entry tells of values, rather than of a record that went or came back."""
    return entry.action != JournalAction.CREATED and set(_changes(entry)) != {"record"}


def _value(entity: Entity[Any], name: str, plain: Any) -> Any:
    """The value behind what the journal holds."""
    kind = entity.columns[name].kind
    if isinstance(kind, Links):
        return [_linked(kind.model, uid) for uid in plain or ()]
    if isinstance(kind, Link):
        return None if plain is None else _linked(kind.model, plain)
    return kind.load(plain) if isinstance(kind, Day | Moment | Amount) else plain


def _linked(model: Any, uid: str) -> Any:
    found = model.get_or_none(model.uid == uid)
    if found is None or getattr(found, "deleted_at", None) is not None:
        raise Refused(f"Giá trị cũ là {found or 'một bản ghi'}, nay đã xóa; hãy khôi phục trước")
    return found


# --- What stands against it ---


def _refuse_newer(group: Group, records: Mapping[str, tuple[Entity[Any], Any]]) -> None:
    """Something written later about a record of the group, or about the whole that it is a part of."""
    family = set(records)
    for entity, record in records.values():
        whole, top = entity, record
        if entity.part_of:
            top = getattr(record, entity.part_of)
            whole = ENTITIES[type(top)]
            family.add(top.uid)
        family.update(_parts(whole, [top.id]))
    newer = (
        Journal.select()
        .where(Journal.id > group.last, Journal.action != JournalAction.EVENT, Journal.record.in_(list(family)))
        .order_by(Journal.id.desc())
        .first()
    )
    if newer is not None:
        about, record = _record(newer)
        raise Refused(
            f"Sau đó {about.noun} {_name(about, record)} đã được {newer.who} ghi tiếp lúc {newer.at:%H:%M %d/%m/%Y}; "
            "không hoàn tác được nữa"
        )


def _parts(entity: Entity[Any], ids: Sequence[int]) -> list[str]:
    """The uids of what belongs to some records: notes, decisions and the like."""
    found: list[str] = []
    for part in ENTITIES.values():
        if part.part_of and part.model._meta.fields[part.part_of].rel_model is entity.model:
            column = part.model._meta.fields[part.part_of].column_name
            sql = f"SELECT uid FROM {part.kind} WHERE {column} IN ({','.join('?' * len(ids))})"
            found += [uid for (uid,) in database.execute_sql(sql, tuple(ids)).fetchall()]
    return found


def _refuse_sent(records: Mapping[str, tuple[Entity[Any], Any]], made: set[str], at: Any) -> None:
    """A new record whose other half is another office's, once that office has been sent it."""
    for uid in made & set(records):
        entity, record = records[uid]
        doer = getattr(record, "exe_owner", "") or current.office_uid
        if doer == current.office_uid or not entity.shared:
            continue
        sent = Package.select().where(~Package.incoming, Package.office_uid == doer, Package.made_at >= at).first()
        if sent is not None:
            raise Refused(
                f"{_name(entity, record)} đã gửi cho {name_of(doer)} trong gói số {sent.running_number}; "
                "hãy hủy nhiệm vụ để nơi đó được biết"
            )


def _refuse_references(records: Mapping[str, tuple[Entity[Any], Any]], made: set[str]) -> None:
    """A new record that others have come to name."""
    for uid in made & set(records):
        entity, record = records[uid]
        for model, link in uses.links_to(entity.model):
            _refuse_reference(records, entity, record, model, link)


def _refuse_reference(
    records: Mapping[str, tuple[Entity[Any], Any]], entity: Entity[Any], record: Any, model: Any, link: ForeignKeyField
) -> None:
    for other in uses.naming(model, link, record).limit(MOST + 1):
        if getattr(other, "uid", "") not in records:
            noun = ENTITIES[model].noun if model in ENTITIES else "bản ghi khác"
            raise Refused(f"{entity.noun[:1].upper()}{entity.noun[1:]} {_name(entity, record)} đã có {noun} gắn với nó")


def _refuse_by_rooms(records: Mapping[str, tuple[Entity[Any], Any]], at: Any, hands: Hands) -> None:
    """What the rooms' own rules say of a save."""
    saved = [record for _, record in records.values()]
    for entity, record in records.values():
        refuse = getattr(hands(entity.kind), "refuse_undo", None)
        if refuse is not None:
            refuse(record, saved, at)


def _refuse_values(entity: Entity[Any], record: Any, entry: Journal) -> None:
    """A value that the journal does not hold as it was, or that is no longer what the journal told last."""
    for name, (was, now) in _changes(entry).items():
        column = entity.columns.get(name)
        if column is None or not isinstance(column.source, Stored | Many):
            raise Refused("Nhật ký không ghi đủ để trả về giá trị cũ; hãy sửa lại bằng tay")
        if isinstance(column.source, Stored) and column.source.secret:
            raise Refused(f"{column.label} được giữ kín, nhật ký không ghi giá trị cũ; hãy nhập lại")
        if column.journalled(column.of(record)) != now and not _is_overtaken(entry, name):
            raise Refused(f"{column.label} nay đã khác lần ghi này; hãy sửa lại bằng tay")
        _value(entity, name, was)


def _is_overtaken(entry: Journal, name: str) -> bool:
    """Whether a later entry of the same transaction says more about a column: only the last of them stands there."""
    later = Journal.select().where(Journal.record == entry.record, Journal.id > entry.id)
    return any(name in _changes(other) for other in later)


# --- In words ---


def _name(entity: Entity[Any], record: Any) -> str:
    return f"{getattr(record, entity.part_of)}" if entity.part_of else " ".join(f"{record}".split())[:80]


def _title(entries: Sequence[Journal], records: Mapping[str, tuple[Entity[Any], Any]]) -> str:
    """thêm mới văn bản 12/TB-UBND, 3 bản ghi khác."""
    whole = [entry for entry in entries if not records[entry.record][0].part_of]
    first = whole[0] if whole and not (len(entries) > len(whole)) else entries[0]
    entity, record = records[first.record]
    others = len({entry.record for entry in entries} - {first.record, getattr(_top(entity, record), "uid", "")})
    more = f" và {others} bản ghi khác" if others else ""
    return f"{JournalAction(first.action).label.lower()} {entity.noun} {_name(entity, record)}{more}"


def _top(entity: Entity[Any], record: Any) -> Any:
    return getattr(record, entity.part_of) if entity.part_of else record


def _lines(entries: Sequence[Journal], records: Mapping[str, tuple[Entity[Any], Any]]) -> Iterator[str]:
    """What would be taken back, a line a record."""
    for entry in entries[:SHOWN]:
        entity, record = records[entry.record]
        head = f"{JournalAction(entry.action).label} {entity.noun} {_name(entity, record)}"
        if _is_change(entry):
            head += f": {'; '.join(journal.in_words(entity, _changes(entry)))}"
        yield head if len(head) <= 200 else f"{head[:199]}…"
    if len(entries) > SHOWN:
        yield f"… và {len(entries) - SHOWN} bản ghi khác"
