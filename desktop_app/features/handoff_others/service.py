"""The verdict on what is no task: units and people by name, documents once, what hangs on tasks, the calendar."""

import re
from collections.abc import Sequence
from typing import Any

from db.connection import database
from db.models import Document, Unit
from db.words import UnitKind, UnitRelation, Verdict
from desktop_app.features.handoff_desk.columns import Judged, Sent
from desktop_app.features.handoff_desk.service import Desk
from desktop_app.records import receiving
from desktop_app.records.receiving import Incoming
from desktop_app.rules import names
from desktop_app.rules.handoff import Finding

CODE_ROOM = 20
REFUSED = (Verdict.REFUSED, Verdict.QUESTION)


def meet_units(desk: Desk) -> None:
    """Find which of our units the sender's are: ourselves, the sender, an office known to both, one met before."""
    for row in desk.rows:
        if row.kind != "unit" or row.uid in desk.names or any(row.uid in uids for uids in desk.known.values()):
            continue
        known = _unit_here(desk, row)
        if known is not None:
            desk.alias(row.uid, known.uid)


def _unit_here(desk: Desk, row: Sent) -> Unit | None:
    office_uid = str(row.values.get("office_uid") or "")
    if office_uid == desk.me:
        return desk.own
    if office_uid == desk.them or (not office_uid and row.values.get("relation") == UnitRelation.OWN):
        return desk.arrival.unit
    known = list(Unit.select().where(Unit.office_uid == office_uid).order_by(Unit.id)) if office_uid else []
    near = [unit for unit in known if unit.relation != UnitRelation.OUTSIDE]
    return next(iter(near or known), None) or _called_alike(desk, row)


def _called_alike(desk: Desk, row: Sent) -> Unit | None:
    """A people's committee of that name, which we may not know by key yet, or ourselves."""
    wanted = names.fold(str(row.values.get("name")))
    if row.values.get("kind") != UnitKind.OFFICE:  # every office has a "Văn phòng": a room's name says nothing
        neighbour = row.values.get("relation") in (UnitRelation.UPPER, UnitRelation.SUB)
        return desk.own if neighbour and names.fold(desk.own.name) == wanted else None
    found = [u for u in Unit.select().where(Unit.kind == UnitKind.OFFICE) if names.fold(u.name) == wanted]
    near = [u for u in found if u.relation != UnitRelation.OUTSIDE]
    return near[0] if len(near) == 1 else found[0] if len(found) == 1 else None


def judge_unit(desk: Desk, row: Sent, needed: set[str]) -> Judged:
    """A unit of the sender's directory: one of ours, or one to be known by name only."""
    local = desk.local(row.uid)
    if local != row.uid:
        return desk.judged(row, Verdict.UNCHANGED)
    held = desk.held("unit", local)
    owner = str(row.values.get("def_owner") or desk.them)
    if held is None and row.uid not in needed:
        return desk.judged(row, Verdict.READ_ONLY)
    if desk.me in (owner, held.facts["def_owner"] if held is not None else ""):
        return desk.judged(row, Verdict.UNCHANGED)
    if held is not None and not desk.speaks_for(owner):
        return desk.judged(row, Verdict.UNCHANGED)
    values = desk.values(row) | {"relation": UnitRelation.OUTSIDE, "parent": None, "successor": None}
    values["code"] = held.values["code"] if held is not None else free_code(desk, "unit", str(row.values.get("code")))
    finding = desk.compare("unit", held, "def", owner, row.def_revision, values)
    return desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)


def free_code(desk: Desk, kind: str, code: str) -> str:
    """A code of our book for a record out of another one: behind the sender's, never one that is taken."""
    taken = taken_codes(desk, kind)
    stem = re.sub(r"[^A-Za-z0-9._-]", "", f"{desk.arrival.unit.code}.{code}")[:CODE_ROOM]
    free, number = stem, 1
    while free in taken:
        number += 1
        free = f"{stem[: CODE_ROOM - 4]}-{number}"
    return free


def taken_codes(desk: Desk, kind: str) -> set[str]:
    """The codes of a kind that are taken here, or by a row of the package before."""
    here = {code for (code,) in database.execute_sql(f"SELECT code FROM {kind}").fetchall()}
    coming = (one.incoming for one in desk.fates.values() if one.sent.kind == kind)
    given = [{**one.home, **one.values} for one in coming if one is not None]
    return here | {str(values["code"]) for values in given if "code" in values}


def judge_official(desk: Desk, row: Sent, needed: set[str]) -> Judged:
    """A person named in a task that concerns us; the others of the sender's people are only read."""
    held, owner = desk.held("official", desk.local(row.uid)), str(row.values.get("def_owner") or desk.them)
    if held is None and row.uid not in needed:
        return desk.judged(row, Verdict.READ_ONLY)
    if held is not None and not desk.speaks_for(owner):
        return desk.judged(row, Verdict.UNCHANGED)
    values = desk.values(row)
    finding = desk.compare("official", held, "def", owner, row.def_revision, values)
    return desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)


def judge_document(desk: Desk, row: Sent, needed: set[str]) -> Judged:
    """A document behind orders to us; one typed here before is the sender's from now on, and both uids name it."""
    owner = str(row.values.get("def_owner") or desk.them)
    held = desk.held("document", desk.local(row.uid))
    if owner != desk.me and not desk.arrival.assignment or held is None and row.uid not in needed:
        return desk.judged(row, Verdict.READ_ONLY)
    values = desk.values(row)
    twin = _same_document(desk, values) if held is None else None
    if twin is not None and twin.def_owner not in (desk.me, desk.them) and row.uid not in desk.known["document"]:
        desk.alias(row.uid, twin.uid)
        return desk.judged(row, Verdict.UNCHANGED, f"Đã có {twin.number} của {twin.issuer} từ nơi khác; dùng chung")
    if twin is not None and twin.def_owner == desk.me:
        return _merged(desk, row, owner, twin.uid, values)
    finding = desk.compare("document", held, "def", owner, row.def_revision, values)
    return desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)


def _merged(desk: Desk, row: Sent, owner: str, twin: str, values: dict[str, Any]) -> Judged:
    """A document that was typed here becomes the sender's."""
    judged = desk.judged(row, Verdict.CHANGED, "Trùng với văn bản đã nhập; nhập làm một")
    if wrong := receiving.problems(desk.entity("document"), values, desk.known):
        judged.verdict, judged.reason = Verdict.REFUSED, "; ".join(wrong.values())
        return judged
    judged.renames = twin
    judged.changes = desk.changes(desk.entity("document"), desk.held("document", twin), values)
    judged.incoming = Incoming(desk.entity("document"), row.uid, {"def": (owner, row.def_revision)}, values)
    return judged


def _same_document(desk: Desk, values: dict[str, Any]) -> Document | None:
    """A document here of the same issuer, year, number and type; the law lets there be one."""
    wanted = _key(values)
    found = next((uid for uid, key in _documents(desk).items() if key == wanted), None) if wanted else None
    return None if found is None else Document.get(Document.uid == found)


def _documents(desk: Desk) -> dict[str, str]:
    """By uid: what there may be only one document of."""
    return desk.remembered(
        "documents",
        "SELECT d.uid, u.uid || ' ' || d.issued_year || ' ' || d.type || ' ' || d.number FROM document AS d "
        "JOIN unit AS u ON u.id = d.issuer_id WHERE d.deleted_at IS NULL AND d.number <> ''",
    )


def _key(values: dict[str, Any]) -> str:
    parts = [values.get(name) for name in ("issuer", "issued_year", "type", "number")]
    return " ".join(map(str, parts)) if parts[-1] else ""


def part_documents(desk: Desk, found: Sequence[Judged]) -> None:
    """Refuse documents that would take the number of one which keeps it; two that change places may do so."""
    coming = {one.incoming.uid: one for one in found if one.incoming is not None and one.verdict not in REFUSED}
    while clash := _clash(desk, coming):
        one = coming.pop(clash)
        number = one.incoming.values.get("number") if one.incoming is not None else ""
        one.verdict, one.incoming, one.renames = Verdict.REFUSED, None, ""
        one.reason = f"Sổ đã có văn bản khác mang số {number}; hãy sửa văn bản đó, nơi gửi sẽ gửi lại"
        if not one.lies_here:
            desk.known["document"].discard(clash)


def _clash(desk: Desk, coming: dict[str, Judged]) -> str:
    """A document that comes in and would be the second of its number; those that keep theirs go first."""
    here = _documents(desk)
    gone = {*coming, *(one.renames for one in coming.values())}
    taken = {key for uid, key in here.items() if uid not in gone}
    keys = {uid: _key_of(desk, one) for uid, one in coming.items()}
    for uid in sorted(keys, key=lambda uid: here.get(uid) != keys[uid]):
        if keys[uid] in taken:
            return uid
        taken |= {keys[uid]} - {""}
    return ""


def _key_of(desk: Desk, one: Judged) -> str:
    """What a document will be once it is written."""
    if one.incoming is None or one.incoming.deleted:
        return ""
    held = desk.held("document", one.incoming.uid)
    return _key({**(held.values if held is not None else {}), **one.incoming.values})


def judge_of_task(desk: Desk, row: Sent) -> Judged:
    """A note, request or decision: it follows its task, and belongs to one writer."""
    uid = desk.local(str(row.values.get("task")))
    fate, task = desk.fate("task", uid), desk.held("task", uid)
    if task is None and (fate is None or fate.verdict == Verdict.READ_ONLY):
        words = "" if fate is not None else "Nhiệm vụ chưa có trong sổ; nơi gửi sẽ gửi lại sau biên nhận"
        return desk.judged(row, Verdict.REFUSED if words else Verdict.READ_ONLY, words)
    if task is None and fate is not None and (fate.incoming is None or fate.verdict in REFUSED):
        return desk.judged(row, Verdict.REFUSED, "Chờ trả lời về nhiệm vụ; nơi gửi sẽ gửi lại sau biên nhận")
    owner = str(row.values.get("def_owner") or desk.them)
    assigner = _assigner(desk, fate, task)
    if row.kind == "task_decision" and owner == desk.them and assigner != desk.them:
        return desk.judged(row, Verdict.REFUSED, "Nơi gửi không giao nhiệm vụ này nên không được quyết định")
    if not desk.speaks_for(owner) and desk.held(row.kind, desk.local(row.uid)) is not None:
        return desk.judged(row, Verdict.UNCHANGED)  # a full package tells what others wrote too
    if not desk.speaks_for(owner) or assigner not in (desk.me, desk.them):
        return desk.judged(row, Verdict.REFUSED, "Nơi gửi không phải nơi được ghi phần này")
    values = desk.values(row)
    held = desk.held(row.kind, desk.local(row.uid))
    finding = desk.compare(row.kind, held, "def", owner, row.def_revision, values)
    return desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)


def _assigner(desk: Desk, fate: Judged | None, task: Any) -> str:
    if fate is not None and fate.incoming is not None and "def" in fate.incoming.halves:
        return fate.incoming.halves["def"][0]
    return str(task.facts["def_owner"]) if task is not None else desk.them


def judge_alone(desk: Desk, row: Sent) -> Judged:
    """A day of the calendar from above, or a count from below."""
    fits = desk.arrival.assignment if row.kind == "work_calendar_day" else not desk.arrival.assignment
    owner = str(row.values.get("def_owner") or desk.them)
    if not fits and owner != desk.me:
        return desk.judged(row, Verdict.READ_ONLY)
    values = desk.values(row)
    of_another = row.kind == "meeting_count" and owner == desk.them and values.get("unit") != desk.arrival.unit.uid
    if owner not in (desk.me, desk.them) or of_another:
        return desk.judged(row, Verdict.REFUSED, "Nơi gửi không phải nơi được ghi phần này")
    held = desk.held(row.kind, desk.local(row.uid))
    finding = desk.compare(row.kind, held, "def", owner, row.def_revision, values)
    if held is None and row.deleted and finding == Finding.NEW:
        return desk.judged(row, Verdict.UNCHANGED)
    return desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)
