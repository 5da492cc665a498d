"""Reading and writing meetings; nothing else writes them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from db.connection import database
from db.models import Conclusion, Document, Meeting, MeetingCount, Package, Task, Unit
from db.words import LEADERS, MeetingKind, MinutesState, PackageKind, UnitRelation
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.meetings.columns import FACTS, MEETING_COUNTS, MEETINGS, WAITING_OF, WRITTEN
from desktop_app.records import Condition, Rows, session, writers

SIGNED = "Biên bản đã ký, không sửa được nữa; hãy bấm “Bổ sung biên bản…” để ghi thêm"

# How far minutes are; meetings that were only written into the book, to be counted, are none of these.
STANDS = {"Còn kết luận chưa giao": "waiting", "Dự thảo": "draft", "Đã ký": "signed", "Chưa ghi nội dung": "none"}


def _stands(wanted: str) -> Condition:
    signed = f"{{t}}.minutes = '{MinutesState.SIGNED}'"
    return Condition(
        {
            "waiting": f"({WAITING_OF}) > 0",
            "signed": signed,
            "draft": f"NOT {signed} AND {WRITTEN}",
            "none": f"NOT {signed} AND NOT {WRITTEN}",
        }[wanted]
    )


NAMED: dict[str, Callable[[Any], Condition]] = {
    "written": writers.written,
    "stands": _stands,
    "held_between": lambda span: Condition("{t}.held_on BETWEEN ? AND ?", tuple(day.isoformat() for day in span)),
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Meetings under a filter: the rows of screen, report and sheet alike."""
    return records.find(MEETINGS, where, text, order, NAMED)


def get(record_id: int) -> Meeting:
    """One meeting by its id."""
    return Meeting.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Meeting | None = None) -> Meeting:
    """Write one meeting, or raise Refused."""
    return records.keep(MEETINGS, texts, record, _check)


def delete(record: Meeting) -> None:
    """Take a meeting out of the book; Refused once its minutes are signed or its conclusions have become tasks."""
    given = (
        Conclusion.select()
        .join(Task, on=Conclusion.task == Task.id)
        .where(Conclusion.meeting == record, Conclusion.deleted_at.is_null(), Task.deleted_at.is_null())
    )
    if count := given.count():
        raise Refused(f"Kết luận của cuộc họp đã giao thành {count} nhiệm vụ; hãy xóa các nhiệm vụ giao nhầm trước")
    if get(record.id).minutes == MinutesState.SIGNED:
        raise Refused("Biên bản cuộc họp đã ký, không xóa được; ký nhầm thì hoàn tác lần ký (Ctrl+Alt+Z) rồi xóa")
    if notice := Document.get_or_none(Document.meeting == record, Document.deleted_at.is_null()):
        raise Refused(f"{notice} ghi là kết luận của cuộc họp này; hãy xóa hoặc sửa văn bản đó trước")
    records.delete(MEETINGS, record)


def restore(record: Meeting) -> None:
    """Put a deleted meeting back."""
    records.restore(MEETINGS, record)


def refuse_undo(record: Meeting, saved: Sequence[Any], at: datetime) -> None:
    """Signed minutes that have left the office stay signed: who received them takes no other words for them."""
    if get(record.id).minutes != MinutesState.SIGNED:
        return
    sent = Package.select().where(~Package.incoming, Package.kind != PackageKind.RECEIPT, Package.made_at >= at).first()
    if sent is not None:
        raise Refused(f"Biên bản đã ký có thể đã đi cùng {sent}; không hoàn tác được, hãy bấm “Bổ sung biên bản…”")


def _check(values: Mapping[str, Any], record: Meeting | None) -> dict[str, str]:
    if record is not None and record.minutes == MinutesState.SIGNED:
        changed = [name for name in FACTS if values[name] != MEETINGS.columns[name].of(record)]
        if changed:
            return dict.fromkeys(changed, SIGNED)
    began, ended = values.get("began_at"), values.get("ended_at")
    return {"ended_at": f"Giờ kết thúc phải sau giờ bắt đầu {began}"} if began and ended and ended <= began else {}


def is_ours(record: Meeting) -> bool:
    """Whether this office wrote the meeting; one that came in a package is only looked at."""
    return record.def_owner in ("", session.current.office_uid)


def count(kind: MeetingKind, start: date, end: date, *, by_leaders: bool = False) -> int:
    """Our meetings of a kind held from ``start`` to ``end``, both included; with ``by_leaders`` those a leader chaired.

    Those that other offices wrote, whose signed minutes came in a package, are theirs to count.
    """
    sql = "SELECT count(*) FROM meeting AS m LEFT JOIN official AS o ON o.id = m.chair_id "
    sql += "WHERE m.deleted_at IS NULL AND m.def_owner = ? AND m.kind = ? AND m.held_on BETWEEN ? AND ?"
    values: list[str] = [session.current.office_uid, kind, start.isoformat(), end.isoformat()]
    if by_leaders:
        sql += f" AND o.role IN ({','.join('?' * len(LEADERS))})"
        values += LEADERS
    return int(database.execute_sql(sql, values).fetchone()[0])


def write_counts(period: str, start: date, end: date) -> None:
    """Bring what we report of a period up to date: one row a kind of meeting, ours, raised only when it changes.

    The row has the same name whenever it is written, so that one written again over a restored copy is no second one;
    those that an office which began afresh gets back beside its own are taken out.
    """
    own = Unit.get(Unit.relation == UnitRelation.OWN, Unit.deleted_at.is_null())
    for kind in MeetingKind:
        held = count(kind, start, end)
        uid = uuid5(UUID(session.current.office_uid), f"meetings {period} {kind}").hex
        of_period = MeetingCount.select().where(
            MeetingCount.unit == own,
            MeetingCount.period == period,
            MeetingCount.kind == kind,
            MeetingCount.deleted_at.is_null(),
        )
        rows: list[MeetingCount] = sorted(of_period, key=lambda each: (each.uid != uid, each.id))
        for other in rows[1:]:
            records.delete(MEETING_COUNTS, other)
        row = rows[0] if rows else None
        if row is not None or held:
            named: dict[str, Any] = {} if row is not None else {"uid": uid}
            records.keep(MEETING_COUNTS, {}, row, unit=own, period=period, kind=kind, count=held, **named)


def counts_of(unit: Unit, period: str) -> dict[MeetingKind, int]:
    """What an office reported of its meetings in a period."""
    query = MeetingCount.select().where(
        MeetingCount.unit == unit, MeetingCount.period == period, MeetingCount.deleted_at.is_null()
    )
    return {MeetingKind(row.kind): row.count for row in query}
