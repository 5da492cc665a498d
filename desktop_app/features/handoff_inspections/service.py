"""Who may say what about an inspection: its inspector what was found, the inspected office what was done about it."""

from typing import Any

from desktop_app.features.handoff_books.columns import PARENTS
from desktop_app.features.handoff_desk.columns import Sent
from desktop_app.features.handoff_desk.service import Desk
from desktop_app.records import stored

FOREIGN = "Nơi gửi không phải nơi được ghi phần này"
OF_OTHERS = "Biên bản kiểm tra đơn vị khác, không phải cơ quan mình"
OF_US = "Cấp dưới không lập biên bản kiểm tra cơ quan mình"
NOT_DECIDED_THERE = "Tồn tại do nơi khác ghi; nơi gửi không được quyết định về tồn tại này"
NOT_THEIRS = "Tồn tại của đơn vị khác; nơi gửi chỉ được báo cáo khắc phục tồn tại của chính mình"
FROM_ABOVE = "Kết quả khắc phục do đơn vị được kiểm tra ghi, không nhận từ cấp trên"
OTHERS_MINUTES = "Biên bản do nơi khác lập; nơi gửi không được ghi thêm vào"


def wrong(desk: Desk, row: Sent, owner: str, values: dict[str, Any], held: stored.Held | None) -> str:
    """Why a row of an inspection that its sender wrote, or gives back, is none of its business; empty when it is."""
    if row.kind == "inspected_party":
        return _wrong_party(desk, owner, values, held)
    if row.kind == "remediation":
        return _wrong_remediation(desk, owner, str(values.get("finding")))
    if row.kind in PARENTS:
        words = NOT_DECIDED_THERE if row.kind == "finding_decision" else OTHERS_MINUTES
        return wrong_parent(desk, row.kind, owner, values, words)
    return ""


def wrong_parent(desk: Desk, kind: str, owner: str, values: dict[str, Any], words: str = OTHERS_MINUTES) -> str:
    """``words`` when what a row belongs to has another writer than the row; what is not there is told elsewhere."""
    parent, link = PARENTS[kind]
    return words if writer(desk, parent, str(values.get(link))) not in ("", owner) else ""


def writer(desk: Desk, kind: str, uid: str) -> str:
    """The office that writes a record here, or will when the package is in; empty when there is none."""
    held, fate = desk.held(kind, uid), desk.fate(kind, uid)
    if fate is not None and fate.incoming is not None and uid in desk.known[kind]:
        return fate.incoming.halves["def"][0]
    return str(held.facts["def_owner"]) if held is not None else ""


def said(desk: Desk, kind: str, uid: str, name: str) -> str:
    """A value of a record as it will be here when the package is in; empty when there is none."""
    held, fate = desk.held(kind, uid), desk.fate(kind, uid)
    if fate is not None and fate.incoming is not None and uid in desk.known[kind] and name in fate.incoming.values:
        return str(fate.incoming.values[name] or "")
    return str(held.values.get(name) or "") if held is not None else ""


def _wrong_party(desk: Desk, owner: str, values: dict[str, Any], held: stored.Held | None) -> str:
    """Minutes come down about us only; one that lies here may have been put right to another unit since."""
    if owner == desk.me or held is not None:
        return wrong_parent(desk, "inspected_party", owner, values)
    if desk.arrival.assignment and values.get("unit") != desk.own.uid:
        return OF_OTHERS
    if not desk.arrival.assignment and values.get("unit") == desk.own.uid:
        return OF_US
    return wrong_parent(desk, "inspected_party", owner, values)


def _wrong_remediation(desk: Desk, owner: str, finding: str) -> str:
    """Only the inspected office reports; what it said comes back from above when it has lost it."""
    inspector = writer(desk, "finding", finding)
    if owner == desk.them and desk.arrival.assignment:
        return FROM_ABOVE
    if inspector not in (desk.me, desk.them, ""):
        return FOREIGN
    if owner == desk.me or inspector in (desk.them, ""):
        return ""
    unit = said(desk, "inspected_party", said(desk, "finding", finding, "party"), "unit")
    return "" if unit == desk.arrival.unit.uid else NOT_THEIRS
