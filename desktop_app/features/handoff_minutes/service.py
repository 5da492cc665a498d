"""The verdict on inspections, plans, minutes, the week and duties: one writer a row, and what is signed stays so.

A row of these books hangs on its parent, and both have one writer. What an office has signed, and what is only ever
added, is taken once: a later package that says it otherwise is refused, or asked about where its sender has gone back
to a copy since.
"""

from collections.abc import Iterator
from typing import Any

from db.connection import database
from db.words import MinutesState, Verdict
from desktop_app.features.handoff_books.columns import INSPECTIONS, KINDS, PARENTS
from desktop_app.features.handoff_desk.columns import Judged, Sent
from desktop_app.features.handoff_desk.service import Desk
from desktop_app.features.handoff_inspections import service as inspections
from desktop_app.features.handoff_inspections.service import FOREIGN
from desktop_app.features.handoff_others.service import free_code
from desktop_app.records import stored
from desktop_app.records.kinds import Link, Links
from desktop_app.rules import names
from desktop_app.rules.handoff import Finding

ADDED = ("remediation", "finding_decision", "minutes_supplement")  # never changed, only added to
SIGNED_ALONE = ("inspected_party", "meeting")
OF_SIGNED = ("checked", "finding", "meeting_matter", "conclusion")
TO_BE_READ = "Biên bản cuộc họp chưa ký; chỉ để đọc"
CHANGED_SIGNED = "Biên bản đã ký và đã nhận thì không sửa được; nơi gửi hãy ghi phần bổ sung hoặc tái kiểm tra"
CHANGED_ADDED = "Dòng đã nhận thì không sửa được; nơi gửi hãy ghi một dòng mới"


def needed(desk: Desk) -> set[str]:
    """The uids of whatever rows of these books name, but for minutes that are only to be read."""
    found: set[str] = set()
    for row in desk.rows:
        if row.kind in KINDS and not _to_be_read(desk, row):
            found |= set(_named(desk, row))
    return found - {""}


def _named(desk: Desk, row: Sent) -> Iterator[str]:
    for name, column in desk.entity(row.kind).columns.items():
        value = row.values.get(name)
        if column.half != "home" and isinstance(column.kind, Link | Links):
            yield from map(str, value if isinstance(value, list) else [value or ""])


def _to_be_read(desk: Desk, row: Sent) -> bool:
    theirs = str(row.values.get("def_owner") or desk.them) == desk.them
    draft = row.kind == "meeting" and row.values.get("minutes") != MinutesState.SIGNED
    return draft and theirs and row.uid not in desk.known["meeting"]


def judge(desk: Desk, row: Sent) -> Judged:
    """A row of these books: its writer's, or one of ours that we lost."""
    if _to_be_read(desk, row):
        return desk.judged(row, Verdict.READ_ONLY, TO_BE_READ)
    owner = str(row.values.get("def_owner") or desk.them)
    values, held = desk.values(row), desk.held(row.kind, row.uid)
    if desk.arrival.assignment == (owner == desk.me):
        values.pop("document", None)  # an office below keeps its papers to itself: the number is what is told
    reason = _wrong_writer(desk, owner, held) or _wrong(desk, row, owner, values, held)
    if reason:
        return desk.judged(row, Verdict.REFUSED, reason)
    finding = desk.compare(row.kind, held, "def", owner, row.def_revision, values)
    if held is None and finding == Finding.NEW and row.deleted:
        return desk.judged(row, Verdict.UNCHANGED)
    if finding == Finding.TAKE and held is not None and _is_fixed(desk, row, held, values):
        if row.def_revision[:2] == held.def_revision[:2]:
            return desk.judged(row, Verdict.REFUSED, CHANGED_ADDED if row.kind in ADDED else CHANGED_SIGNED)
        finding = Finding.EPOCH
    if held is None and owner == desk.them and _adds_to_signed(desk, row, values):
        return desk.judged(row, Verdict.REFUSED, CHANGED_SIGNED)
    judged = desk.settle(row, held, {"def": (finding, owner, row.def_revision)}, values)
    if row.kind == "inspection_round" and judged.incoming is not None and held is None:
        judged.incoming.home["code"] = _code(desk, str(row.values.get("code") or ""), ours=owner == desk.me)
    return judged


def _wrong_writer(desk: Desk, owner: str, held: stored.Held | None) -> str:
    """Who writes a row is changed here by a person (an office that began afresh), never by a package."""
    if owner not in (desk.me, desk.them):
        return FOREIGN
    writer = held.facts["def_owner"] if held is not None else owner
    return "" if writer == owner or owner == desk.me and writer == desk.them else FOREIGN


def _wrong(desk: Desk, row: Sent, owner: str, values: dict[str, Any], held: stored.Held | None) -> str:
    if row.kind in INSPECTIONS:
        return inspections.wrong(desk, row, owner, values, held)
    return inspections.wrong_parent(desk, row.kind, owner, values) if row.kind in PARENTS else ""


def _is_fixed(desk: Desk, row: Sent, held: stored.Held, values: dict[str, Any]) -> bool:
    """Whether a row says otherwise what was signed, or added, and has come in before."""
    if row.kind in SIGNED_ALONE:
        fixed = held.values["minutes"] == MinutesState.SIGNED
    elif row.kind in OF_SIGNED:
        parent, link = PARENTS[row.kind]
        whole = desk.held(parent, str(held.values[link]))
        fixed = whole is not None and whole.values["minutes"] == MinutesState.SIGNED
    else:
        fixed = row.kind in ADDED
    was = desk.content(row.kind, {name: held.values.get(name) for name in values}, "def")
    changed = was != desk.content(row.kind, values, "def") or row.deleted != bool(held.facts.get("deleted"))
    return fixed and changed


def _adds_to_signed(desk: Desk, row: Sent, values: dict[str, Any]) -> bool:
    """Whether a new row would stand in minutes that have come in signed; a supplement's conclusions name it."""
    if row.kind not in OF_SIGNED or values.get("supplement"):
        return False
    parent, link = PARENTS[row.kind]
    whole = desk.held(parent, str(values.get(link)))
    signed = whole is not None and whole.values["minutes"] == MinutesState.SIGNED
    return signed and whole is not None and whole.def_revision[:2] == row.def_revision[:2]


def _code(desk: Desk, told: str, *, ours: bool) -> str:
    """The code of a round in our book: what it was with us, else the sender's behind its own."""
    taken = {code for (code,) in database.execute_sql("SELECT code FROM inspection_round").fetchall()}
    plain = names.one_line(told).rpartition(".")[2][:20]
    return plain if ours and plain and plain not in taken else free_code(desk, "inspection_round", plain)
