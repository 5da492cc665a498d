"""The verdict on indicators, targets, figures, errata and closed periods: each has one writer, and goes one way.

Targets come down and are about us; figures come up and are about their sender. An indicator is a name in both books:
every office has its own row of it, and is told where the other one counts otherwise.
"""

from typing import Any

from db.models import Figure, Target
from db.words import Every, FigureState, Verdict
from desktop_app.features.handoff_desk.columns import Judged, Sent
from desktop_app.features.handoff_desk.service import Desk
from desktop_app.features.handoff_others.service import free_code, taken_codes
from desktop_app.features.indicators.columns import INDICATORS
from desktop_app.features.indicators.service import MOST_DECIMALS
from desktop_app.features.targets.service import FIRST_YEAR, LAST_YEAR
from desktop_app.records import receiving, stored
from desktop_app.records.receiving import Incoming
from desktop_app.records.session import current
from desktop_app.rules import figures as rules
from desktop_app.rules import names
from desktop_app.rules.handoff import Finding

DOWN, UP = ("target",), ("figure", "erratum", "closed_period")
RECKONING = ("direction", "aggregation", "measure", "numerator", "denominator", "decimals")
SPEAK = ("target", "figure")  # kinds that name an indicator
FOREIGN = "Nơi gửi không phải nơi được ghi phần này"
FROM_BELOW = "Cấp dưới không giao chỉ tiêu cho cơ quan mình"
FROM_ABOVE = "Số liệu của cơ quan mình do cơ quan mình ghi, không nhận từ cấp trên"
TO_OTHERS = "Chỉ tiêu giao cho đơn vị khác, không phải cơ quan mình"
OF_OTHERS = "Số liệu của đơn vị khác; nơi gửi chỉ được gửi số liệu của chính mình"
LATER = "Số liệu được đính chính chưa có trong sổ; nơi gửi sẽ gửi lại sau biên nhận"
BROUGHT_BACK = "Chỉ tiêu đã xóa ở đây được khôi phục vì gói còn dùng"
KEPT = "Nơi gửi đã xóa chỉ tiêu; ở đây còn dùng nên giữ lại, từ nay do cơ quan mình ghi"


def needed(desk: Desk) -> set[str]:
    """The uids of the documents and units that targets in the package name, as far as they concern us."""
    found = set()
    for row in desk.rows:
        if row.kind == "target":
            found |= {str(row.values.get("document") or ""), str(row.values.get("unit") or "")}
    return found - {""}


# --- Indicators ---


def judge_indicator(desk: Desk, row: Sent) -> Judged:
    """An indicator of the sender: one of ours, which stays as it is, or one that is new here and remains its own."""
    owner = str(row.values.get("def_owner") or desk.them)
    twin = _same_code(desk, row) if desk.local(row.uid) == row.uid else None
    writers = desk.remembered("writers", "SELECT uid, def_owner FROM indicator")
    if twin is not None and owner == desk.them == writers[twin]:
        return _renamed(desk, row, twin)
    if twin is not None:
        desk.alias(row.uid, twin)
    held = desk.held("indicator", desk.local(row.uid))
    if held is not None and (held.uid != row.uid or owner not in (desk.me, held.facts["def_owner"])):
        return _ours_stays(desk, row, held)
    if held is not None and not desk.speaks_for(owner):
        return desk.judged(row, Verdict.UNCHANGED)
    decimals = row.values.get("decimals")
    if isinstance(decimals, int) and decimals > MOST_DECIMALS:
        return desk.judged(row, Verdict.REFUSED, f"Số chữ số thập phân: từ 0 đến {MOST_DECIMALS}")
    values = desk.values(row)
    values["code"] = held.values["code"] if held is not None else _code(desk, str(values.get("code") or ""))
    finding = desk.compare("indicator", held, "def", owner, row.def_revision, values)
    if held is not None and owner == desk.me != held.facts["def_owner"]:
        finding = Finding.RECOVER  # we lost ours, and took another office's of the same name meanwhile
    if held is not None and row.deleted and finding == Finding.TAKE and _is_used(held, desk.them):
        return _written_by_us(desk, row, held, KEPT)
    if held is None and row.deleted and finding == Finding.NEW:
        return desk.judged(row, Verdict.UNCHANGED)
    return desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)


def _same_code(desk: Desk, row: Sent) -> str | None:
    """One of our indicators of the same code and name under another uid."""
    if row.uid in desk.known["indicator"]:
        return None
    by_code = desk.remembered("indicators", "SELECT code, uid || ' ' || name FROM indicator")
    uid, _, name = str(by_code.get(row.values.get("code"), "")).partition(" ")
    return uid if uid and names.fold(name) == names.fold(str(row.values.get("name"))) else None


def _renamed(desk: Desk, row: Sent, twin: str) -> Judged:
    """One of the sender's that it has made anew since it began afresh: from now on it has the name it has there."""
    judged = desk.judged(row, Verdict.CHANGED, "Nơi gửi đã lập lại chỉ tiêu này; nhập làm một")
    values = desk.values(row)
    if wrong := receiving.problems(desk.entity("indicator"), values, desk.known):
        judged.verdict, judged.reason = Verdict.REFUSED, "; ".join(wrong.values())
        return judged
    judged.renames = twin
    judged.changes = desk.changes(desk.entity("indicator"), desk.held("indicator", twin), values)
    judged.incoming = Incoming(desk.entity("indicator"), row.uid, {"def": (desk.them, row.def_revision)}, values)
    return judged


def _code(desk: Desk, code: str) -> str:
    return free_code(desk, "indicator", code) if code in taken_codes(desk, "indicator") else code


def _ours_stays(desk: Desk, row: Sent, held: stored.Held) -> Judged:
    if held.facts.get("deleted") and held.facts["def_owner"] == desk.me and _is_named(desk, held.uid):
        return _written_by_us(desk, row, held, BROUGHT_BACK)
    return desk.judged(row, Verdict.UNCHANGED, _reckoned_otherwise(row, held))


def _reckoned_otherwise(row: Sent, held: stored.Held) -> str:
    """Where the sender counts an indicator in another way, in words; empty where it does not."""
    differences = []
    for name in RECKONING:
        here, there = held.values.get(name), row.values.get(name)
        if name not in row.values or names.fold(str(here)) == names.fold(str(there)):
            continue
        column = INDICATORS.columns[name]
        words = [column.kind.show(value) if isinstance(value, str | int) else "" for value in (here, there)]
        differences.append(f"{column.label.lower()} ở đây “{words[0] or 'trống'}”, nơi gửi “{words[1] or 'trống'}”")
    return f"Cách tính khác: {'; '.join(differences)}; hãy sửa danh mục cho khớp" if differences else ""


def _is_named(desk: Desk, uid: str) -> bool:
    rows = (row for row in desk.rows if row.kind in SPEAK and not row.deleted)
    return any(desk.local(str(row.values.get("indicator"))) == uid for row in rows)


def _is_used(held: stored.Held, them: str) -> bool:
    """Whether anything that is not the sender's own speaks of an indicator here."""
    return any(
        model.select().where(model.indicator == held.id, model.deleted_at.is_null(), model.def_owner != them).exists()
        for model in (Target, Figure)
    )


def _written_by_us(desk: Desk, row: Sent, held: stored.Held, why: str) -> Judged:
    """The indicator as it lies here, in use and ours from now on: in a higher term where it was another's."""
    judged = desk.judged(row, Verdict.CHANGED, why)
    term, _, n = held.def_revision
    term += held.facts["def_owner"] != desk.me
    halves = {"def": (desk.me, (term, current.epoch, n + 1))}
    judged.incoming = Incoming(desk.entity("indicator"), held.uid, halves, {})
    return judged


# --- Targets and figures ---


def judge(desk: Desk, row: Sent) -> Judged:
    """A target from above, or a figure, an erratum, a closed period from below; or what we lost of our own."""
    owner = str(row.values.get("def_owner") or desk.them)
    values, held = desk.values(row), desk.held(row.kind, desk.local(row.uid))
    reason = _wrong_way(desk, row, owner) or _not_about(desk, row, owner, values, held)
    if reason:
        return desk.judged(row, Verdict.REFUSED, reason)
    finding = desk.compare(row.kind, held, "def", owner, row.def_revision, values)
    if held is None and finding == Finding.NEW and (row.deleted or _speaks_of_deleted(desk, row, values)):
        return desk.judged(row, Verdict.UNCHANGED)
    reason = _odd(desk, row, owner, values)
    if reason and finding not in (Finding.SAME, Finding.OLDER):
        return desk.judged(row, Verdict.REFUSED, reason)
    return desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)


def _wrong_way(desk: Desk, row: Sent, owner: str) -> str:
    """Why a row cannot come from there: what goes down is written above and given back from below."""
    from_writer = desk.arrival.assignment == (row.kind in DOWN)
    if owner not in (desk.me, desk.them) or (owner == desk.me) == from_writer:
        if owner == desk.them:
            return FROM_BELOW if row.kind in DOWN else FROM_ABOVE
        return FOREIGN
    return ""


def _not_about(desk: Desk, row: Sent, owner: str, values: dict[str, Any], held: stored.Held | None) -> str:
    """Why a row about that unit is none of the sender's, or of ours; what lies here already may have moved on."""
    if row.kind not in SPEAK or held is not None and row.kind == "target":
        return ""
    about = desk.own.uid if desk.arrival.assignment else desk.arrival.unit.uid
    if values.get("unit") == about or owner == desk.me and desk.asked:
        return ""
    return TO_OTHERS if row.kind == "target" else OF_OTHERS


def _speaks_of_deleted(desk: Desk, row: Sent, values: dict[str, Any]) -> bool:
    """Whether an erratum is about a figure that its writer has deleted and that never lay here."""
    fate = desk.fate("figure", str(values.get("figure"))) if row.kind == "erratum" else None
    return fate is not None and fate.sent.deleted and not fate.lies_here


def _odd(desk: Desk, row: Sent, owner: str, values: dict[str, Any]) -> str:
    """What no office's program would have written."""
    if row.kind == "erratum":
        return _of_another(desk, owner, str(values.get("figure")))
    if row.kind == "target":
        year = values.get("year")
        return "" if isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR else f"Năm {year} không đúng"
    try:
        period = str(values.get("period"))
        every, year = rules.key_every(period), rules.key_year(period)
    except ValueError as error:
        return str(error)
    if row.kind == "closed_period":
        return "" if every == Every.MONTH else f"{rules.key_label(period)} không phải một tháng"
    if year != values.get("year"):
        return f"{rules.key_label(period)} không thuộc năm {values.get('year')}"
    said = any(values.get(name) is not None for name in ("value", "numerator", "denominator"))
    if said == (values.get("state") == FigureState.NOTHING):
        return "Ghi “không phát sinh” mà lại có số" if said else "Không có số nào"
    return ""


def _of_another(desk: Desk, owner: str, figure: str) -> str:
    fate, held = desk.fate("figure", figure), desk.held("figure", figure)
    writer = str(held.facts["def_owner"]) if held is not None else ""
    if held is None and fate is not None and fate.incoming is not None and fate.verdict != Verdict.REFUSED:
        writer = fate.incoming.halves["def"][0]
    if not writer or fate is not None and fate.verdict == Verdict.QUESTION and held is None:
        return LATER
    return "" if writer == owner else FOREIGN
