"""Reading and writing officials; nothing else writes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from db.models import Official
from db.words import LEADERS
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.officials.columns import OFFICIALS
from desktop_app.records import Rows, uses
from desktop_app.records.kinds import Link


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Officials under a filter: the rows of screen, report and sheet alike."""
    return records.find(OFFICIALS, where, text, order)


def get(record_id: int) -> Official:
    """One official by the id."""
    return Official.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Official | None = None) -> Official:
    """Write one official, or raise Refused."""
    return records.keep(OFFICIALS, texts, record, _check)


def delete(record: Official) -> None:
    """Take an official out; Refused while anything names them."""
    if told := uses.told(record):
        raise Refused(f"Cán bộ đang được ghi ở {told}; hãy ghi ngày “Đến hết ngày” thay vì xóa")
    records.delete(OFFICIALS, record)


def restore(record: Official) -> None:
    """Put a deleted official back."""
    records.restore(OFFICIALS, record)


def leaders() -> Sequence[Official]:
    """The chair and vice chairs, the chair first."""
    chosen = Official.select().where(Official.role.in_(LEADERS), Official.deleted_at.is_null())
    return sorted(chosen, key=lambda official: (LEADERS.index(official.role), official.sort_key))


def names() -> list[str]:
    """Everybody who may sit down at this ledger, by given name; two of one name with what tells them apart."""
    return Link(Official).options()


def _check(values: Mapping[str, Any], record: Official | None) -> dict[str, str]:
    since, until = values.get("valid_from"), values.get("valid_to")
    if since and until and until < since:
        return {"valid_to": "Ngày kết thúc ở trước ngày bắt đầu công tác"}
    return {}
