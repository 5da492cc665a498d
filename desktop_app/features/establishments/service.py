"""Reading and writing the establishments that are watched over; nothing else writes them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from db.models import Establishment, Finding, InspectedParty
from db.words import InspectionResult, InspectionType
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.establishments.columns import ESTABLISHMENTS
from desktop_app.records import Condition, Rows, uses
from desktop_app.rules import names
from desktop_app.rules.dates import show_date

ID_LENGTHS = (9, 12)  # chứng minh nhân dân, căn cước
MANAGED = {"Đang quản lý": True, "Đã thôi quản lý": False}
NAMED: dict[str, Callable[[Any], Condition]] = {
    "managed": lambda on: Condition(
        f"{'' if on else 'NOT '}(coalesce({{t}}.valid_from, '') <= ? AND coalesce({{t}}.valid_to, '9999') >= ?)",
        (clock.today().isoformat(),) * 2,
    )
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Establishments under a filter."""
    return records.find(ESTABLISHMENTS, where, text, order, NAMED)


def get(record_id: int) -> Establishment:
    """One establishment by its id."""
    return Establishment.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Establishment | None = None) -> Establishment:
    """Write one establishment, or raise Refused."""
    return records.keep(ESTABLISHMENTS, texts, record, _check)


def delete(record: Establishment) -> None:
    """Take out what was entered by mistake; one that was inspected stays, with the day until which it was managed."""
    if told := uses.told(record):
        raise Refused(f"Cơ sở đang được ghi ở {told} nên không xóa được; hết quản lý thì ghi ngày ở ô “Đến hết ngày”")
    records.delete(ESTABLISHMENTS, record)


def restore(record: Establishment) -> None:
    """Put a deleted establishment back."""
    if _twin({"name": record.name, "address": record.address}, record) is not None:
        raise Refused("Đã có cơ sở khác cùng tên, cùng địa chỉ này")
    records.restore(ESTABLISHMENTS, record)


def managed(record: Any, day: date) -> bool:
    """Whether it was watched over on a day."""
    return not (record.valid_from and day < record.valid_from or record.valid_to and day > record.valid_to)


def is_managed_row(row: Any) -> bool:
    """Whether a listed one is watched over today."""
    return managed(row, clock.today())


def inspections_of(record: Establishment) -> list[tuple[int, str]]:
    """The minutes about it, the last one first: id, and day, round, type, conclusion and findings in one line."""
    query = InspectedParty.select().where(InspectedParty.establishment == record, InspectedParty.deleted_at.is_null())
    return [
        (party.id, _told(party))
        for party in query.order_by(InspectedParty.inspected_on.desc(), InspectedParty.id.desc())
    ]


def _told(party: InspectedParty) -> str:
    found = Finding.select().where(Finding.party == party, Finding.deleted_at.is_null()).count()
    parts = [show_date(party.inspected_on), str(party.round.code), InspectionType(party.round.type).label]
    parts += [InspectionResult(party.result).label] if party.result else []
    parts += [f"{found} tồn tại"] if found else []
    return " · ".join(parts)


def _check(values: Mapping[str, Any], record: Establishment | None) -> dict[str, str]:
    problems = {}
    number = (values.get("id_number") or "").replace(" ", "")
    if number and not (number.isascii() and number.isdecimal() and len(number) in ID_LENGTHS):
        problems["id_number"] = "Số căn cước có 12 chữ số (chứng minh nhân dân cũ 9 chữ số); để trống nếu không cần"
    start, end = values.get("valid_from"), values.get("valid_to")
    if start and end and end < start:
        problems["valid_to"] = f"Không được trước ngày bắt đầu quản lý {show_date(start)}"
    if record is not None and (start or end):
        day = _outside(record, start, end)
        if day is not None:
            name = "valid_to" if end and day > end else "valid_from"
            problems[name] = f"Cơ sở đã được kiểm tra ngày {show_date(day)}, ngoài thời gian quản lý này"
    if values.get("name") and _twin(values, record) is not None:
        problems["name"] = "Đã có cơ sở cùng tên, cùng địa chỉ; ghi rõ thêm địa chỉ hoặc sửa cơ sở đã có"
    return problems


def _outside(record: Establishment, start: date | None, end: date | None) -> date | None:
    """A day on which it was inspected that would not be one of its days any more."""
    query = InspectedParty.select(InspectedParty.inspected_on).where(
        InspectedParty.establishment == record, InspectedParty.deleted_at.is_null()
    )
    days = [row.inspected_on for row in query]
    return next((day for day in days if (start and day < start) or (end and day > end)), None)


def _twin(values: Mapping[str, Any], record: Establishment | None) -> Establishment | None:
    """Another one of the same name at the same address, accents and capitals aside."""
    wanted = tuple(names.fold(values.get(name) or "") for name in ("name", "address"))
    query = Establishment.select().where(
        Establishment.deleted_at.is_null(), Establishment.sort_key == names.sort_key(values["name"])
    )
    return next(
        (
            one
            for one in query
            if (record is None or one.id != record.id) and (names.fold(one.name), names.fold(one.address)) == wanted
        ),
        None,
    )
