"""Reading and writing units; nothing else writes them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from db.models import Unit
from db.words import UnitKind, UnitRelation
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.units.columns import UNITS
from desktop_app.records import Rows, uses
from desktop_app.rules.periods import Period

CODE_RULE = "Mã chỉ gồm chữ không dấu, chữ số và các dấu . - _"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Units under a filter: the rows of screen, report and sheet alike."""
    return records.find(UNITS, where, text, order)


def get(record_id: int) -> Unit:
    """One unit by its id."""
    return Unit.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Unit | None = None) -> Unit:
    """Write one unit, or raise Refused."""
    return records.keep(UNITS, texts, record, _check)


def delete(record: Unit) -> None:
    """Take a unit out; Refused while anything names it, since then it has ended rather than never been."""
    if record.relation == UnitRelation.OWN:
        raise Refused("Không xóa được cơ quan mình")
    if told := uses.told(record):
        raise Refused(f"Đơn vị đang được ghi ở {told}; hãy ghi ngày “Đến hết ngày” và đơn vị kế thừa thay vì xóa")
    records.delete(UNITS, record)


def restore(record: Unit) -> None:
    """Put a deleted unit back."""
    records.restore(UNITS, record)


def own() -> Unit:
    """The office itself, as a unit."""
    return Unit.get(Unit.relation == UnitRelation.OWN, Unit.deleted_at.is_null())


def uppers() -> Sequence[Unit]:
    """The offices this one reports to."""
    query = Unit.select().where(Unit.relation == UnitRelation.UPPER, Unit.deleted_at.is_null())
    return list(query.order_by(Unit.code))


def parts() -> Sequence[Unit]:
    """The departments of this office, in the order of their codes."""
    mine = Unit.select().where(Unit.relation == UnitRelation.PART, Unit.deleted_at.is_null())
    return list(mine.order_by(Unit.code))


def subs() -> Sequence[Unit]:
    """The offices and groups this one assigns to."""
    query = Unit.select().where(Unit.relation == UnitRelation.SUB, Unit.deleted_at.is_null())
    return list(query.order_by(Unit.code))


def reporting(period: Period) -> list[Unit]:
    """The offices below that existed on some day of a period; a name for several of them is no office."""
    return [
        unit
        for unit in subs()
        if unit.kind != UnitKind.GROUP
        and (unit.valid_from is None or unit.valid_from <= period.end)
        and (unit.valid_to is None or unit.valid_to >= period.start)
    ]


def _check(values: Mapping[str, Any], record: Unit | None) -> dict[str, str]:
    problems = {}
    if ";" in (values.get("name") or ""):
        problems["name"] = "Tên đơn vị không được có dấu chấm phẩy"
    if values.get("code") and not CODE.fullmatch(values["code"]):
        problems["code"] = CODE_RULE
    since, until = values.get("valid_from"), values.get("valid_to")
    if since and until and until < since:
        problems["valid_to"] = "Ngày kết thúc ở trước ngày bắt đầu hoạt động"
    if values.get("successor") and not until:
        problems["valid_to"] = "Có đơn vị kế thừa thì phải ghi ngày kết thúc"
    for name in ("successor", "parent"):
        if record is not None and values.get(name) == record:
            problems[name] = "Không chọn chính đơn vị này"
    if values.get("relation") == UnitRelation.OWN:
        others = Unit.select().where(Unit.relation == UnitRelation.OWN, Unit.deleted_at.is_null())
        if any(other != record for other in others):
            problems["relation"] = "Đã có một cơ quan mình; mỗi sổ chỉ của một cơ quan"
    elif record is not None and record.relation == UnitRelation.OWN:
        problems["relation"] = "Đây là cơ quan chủ của sổ, không đổi quan hệ được"
    return problems
