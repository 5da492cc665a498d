"""Reading and writing who of the leaders is in charge of what, and finding what is nobody's or two persons'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from db.models import Duty, Official, Unit
from db.words import LEADERS, UnitKind, UnitRelation
from desktop_app import clock, records
from desktop_app.features.duties.columns import DUTIES
from desktop_app.records import Condition, Rows, session, short, writers
from desktop_app.records.kinds import Day, Link
from desktop_app.rules import duties as rules
from desktop_app.rules import names
from desktop_app.rules.dates import show_date

PROPOSED = "Đề xuất theo phân công lãnh đạo; có thể chọn lại"
SEARCHED = ("official", "unit", "field", "paper", "document")
STANDS = {"Đang áp dụng": "now", "Sẽ áp dụng": "later", "Đã hết": "ended"}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Duties under a filter; there are few of them: their words need no index."""
    return short.with_words(
        records.find(DUTIES, where, order=order, named={"stands": _stands, "written": writers.written}), text, SEARCHED
    )


def get(record_id: int) -> Duty:
    """One duty by its id."""
    return Duty.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Duty | None = None) -> Duty:
    """Write one duty, or raise Refused."""
    return records.keep(DUTIES, texts, record, _check)


def delete(record: Duty) -> None:
    """Take out a duty that was never given; one that ended gets its last day instead."""
    records.delete(DUTIES, record)


def restore(record: Duty) -> None:
    """Put a deleted duty back."""
    records.restore(DUTIES, record)


# --- Who is in charge ---


def in_charge(unit: Unit, day: date) -> Official | None:
    """The leader in charge of a unit on a day, or else of the unit it is a part of.

    Who has the whole unit comes before who has one of its fields. None when nobody is in charge, or when several are:
    then a person must say who is meant.
    """
    for wanted in _upwards(unit):
        of_unit = [duty for duty in living(day) if duty.unit == wanted]
        for held in ([duty for duty in of_unit if not duty.field], of_unit):
            leaders = {duty.official.id: duty.official for duty in held}
            if leaders:
                return next(iter(leaders.values())) if len(leaders) == 1 else None
    return None


def proposed(texts: Mapping[str, str]) -> str:
    """The leader whom a form proposes for a task: in charge of its lead unit on the day it is assigned, or today."""
    lead = names.clean(texts.get("lead_unit", ""))
    try:
        unit = Link(Unit).read(lead) if lead else None
        day = Day().read(names.clean(texts["assigned_on"])) if texts.get("assigned_on", "").strip() else clock.today()
    except ValueError:
        return ""
    leader = in_charge(unit, day) if unit is not None else None
    return "" if leader is None else Link(Official).label(leader.id) or ""


def living(day: date) -> list[Duty]:
    """The duties of our leaders that hold on a day, of those who are in office on it; not what other offices told."""
    query = (
        Duty.select(Duty, Official, Unit)
        .join(Official)
        .switch(Duty)
        .join(Unit, JOIN.LEFT_OUTER, on=Duty.unit)
        .where(
            Duty.deleted_at.is_null(),
            Duty.def_owner == session.current.office_uid,
            Official.deleted_at.is_null(),
            Duty.valid_from <= day,
            (Duty.valid_to.is_null()) | (Duty.valid_to >= day),
            (Official.valid_from.is_null()) | (Official.valid_from <= day),
            (Official.valid_to.is_null()) | (Official.valid_to >= day),
        )
    )
    return list(query.order_by(Duty.id))


def _upwards(unit: Unit) -> list[Unit]:
    """A unit and those it is a part of, as far as the office itself."""
    found: list[Unit] = []
    one: Unit | None = unit
    while one is not None and one not in found and one.relation != UnitRelation.OWN:
        found.append(one)
        one = one.parent
    return found


# --- What is two persons' or nobody's ---


@dataclass(frozen=True)
class Overlap:
    """Two leaders in charge of the same on the same days; ``until`` is None while it goes on."""

    first: Duty
    second: Duty
    since: date
    until: date | None

    @property
    def words(self) -> str:
        """What is told of it."""
        field = self.first.field or self.second.field
        about = ", ".join(part for part in (str(self.first.unit or ""), f"lĩnh vực {field}" if field else "") if part)
        who = f"{self.first.official} và {self.second.official}"
        return f"{who} cùng phụ trách {about}, {rules.days(self.since, self.until)}"


@dataclass(frozen=True)
class Gap:
    """Days on which nobody is in charge of a unit; ``since`` None: ever, ``until`` None: on and on."""

    unit: Unit
    since: date | None
    until: date | None

    @property
    def words(self) -> str:
        """What is told of it."""
        return f"Chưa có lãnh đạo phụ trách {self.unit}, {rules.days(self.since, self.until)}"


def overlaps(day: date | None = None) -> list[Overlap]:
    """The overlaps that hold on a day, or all there are; of a unit's whole, each of its fields is a part."""
    held, found = _carried(), []
    for place, (one, span) in enumerate(held):
        for other, others in held[place + 1 :]:
            common = span.common(others) if _same(one, other) else None
            if common is not None and common.since is not None and (day is None or common.holds(day)):
                found.append(Overlap(one, other, common.since, common.until))
    return found


def gaps(day: date) -> list[Gap]:
    """The units of ours that nobody is in charge of on a day, with all the days on which that is so around it."""
    held, found = _carried(), []
    for unit in _units(day):
        chain = _upwards(unit)
        spans = [span for duty, span in held if duty.unit in chain]
        free = rules.gap_around(day, rules.Span(unit.valid_from, unit.valid_to), spans)
        if free is not None:
            found.append(Gap(unit, free.since, free.until))
    return found


def _carried() -> list[tuple[Duty, rules.Span]]:
    """Our duties with the days they are really carried on: not before the leader came nor after the leader left."""
    query = Duty.select(Duty, Official, Unit).join(Official).switch(Duty).join(Unit, JOIN.LEFT_OUTER, on=Duty.unit)
    ours = Duty.def_owner == session.current.office_uid
    query = query.where(ours, Duty.deleted_at.is_null(), Official.deleted_at.is_null())
    held = []
    for duty in query.order_by(Duty.valid_from, Duty.id):
        of_official = rules.Span(duty.official.valid_from, duty.official.valid_to)
        span = rules.Span(duty.valid_from, duty.valid_to).common(of_official)
        if span is not None:
            held.append((duty, span))
    return held


def _same(one: Duty, other: Duty) -> bool:
    if one.official == other.official or one.unit != other.unit:
        return False
    fields = {names.fold(str(one.field)), names.fold(str(other.field))}
    return len(fields) == 1 or (one.unit is not None and "" in fields)


def _units(day: date) -> Sequence[Unit]:
    query = Unit.select().where(
        Unit.relation.in_((UnitRelation.PART, UnitRelation.SUB)),
        Unit.kind != UnitKind.GROUP,
        Unit.deleted_at.is_null(),
        (Unit.valid_from.is_null()) | (Unit.valid_from <= day),
        (Unit.valid_to.is_null()) | (Unit.valid_to >= day),
    )
    return list(query.order_by(Unit.relation, Unit.code))


# --- Rules ---


def _stands(value: str) -> Condition:
    today = clock.today().isoformat()
    ended = "({t}.valid_to IS NOT NULL AND {t}.valid_to < ?)"
    if value == "ended":
        return Condition(ended, (today,))
    later = "{t}.valid_from > ?"
    return Condition(later, (today,)) if value == "later" else Condition(f"NOT {ended} AND NOT {later}", (today, today))


def _check(values: Mapping[str, Any], record: Duty | None) -> dict[str, str]:
    problems = {}
    official, since, until = values.get("official"), values.get("valid_from"), values.get("valid_to")
    if official is not None and official.role not in LEADERS:
        problems["official"] = f"{official} không phải Chủ tịch, Phó Chủ tịch; hãy sửa vai trò ở mục Cán bộ trước"
    if values.get("unit") is None and not values.get("field"):
        problems["unit"] = "Hãy chọn đơn vị hoặc ghi lĩnh vực phụ trách"
    if since and until and until < since:
        problems["valid_to"] = f"Ngày hết ở trước ngày bắt đầu {show_date(since)}"
    if values.get("document") is not None and values.get("paper"):
        problems["paper"] = "Văn bản đã chọn trong sổ thì để trống ô này"
    return problems
