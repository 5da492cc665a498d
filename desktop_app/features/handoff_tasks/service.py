"""The verdict on a task: its assigner's half, its doer's half, and whose business it is (HANDOFF.md section 2)."""

from collections.abc import Sequence
from typing import Any

from db.connection import database
from db.models import Task
from db.words import Copy, QuestionSort, Verdict
from desktop_app.features.handoff_desk.columns import Judged, Sent
from desktop_app.features.handoff_desk.service import Desk
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import stored
from desktop_app.records.session import current
from desktop_app.rules import names
from desktop_app.rules.handoff import Finding, Revision

KIND = "task"
FOLLOWED = (Finding.TAKE, Finding.RECOVER, Finding.EPOCH, Finding.FORK, Finding.BACKWARDS)
MOST = 2**31
EXECUTION = [name for name, column in TASKS.columns.items() if column.half == "exe"]


def concerns(desk: Desk, row: Sent) -> bool:
    """Whether a task is any business of ours: we assign it, do it, did it, or cooperate; all else is only read."""
    if desk.local(row.uid) in desk.known[KIND] or desk.me in (row.values.get("def_owner"), row.values.get("doer")):
        return True
    if row.values.get("exe_owner") == desk.me or desk.local(row.uid) in desk.written_of:
        return True
    if not desk.arrival.assignment:
        return False
    led = not row.values.get("doer") and desk.local(str(row.values.get("lead_unit"))) == desk.own.uid
    return led or any(desk.local(uid) == desk.own.uid for uid in _helpers(row))


def _helpers(row: Sent) -> list[str]:
    uids = row.values.get("cooperating_units")
    return [str(uid) for uid in uids] if isinstance(uids, list) else []


def judge(desk: Desk, row: Sent) -> Judged:
    """The verdict on one task."""
    if not concerns(desk, row):
        return desk.judged(row, Verdict.READ_ONLY)
    values, held = desk.values(row), desk.held(KIND, desk.local(row.uid))
    def_owner = str(row.values.get("def_owner") or desk.them)
    if def_owner not in (desk.me, desk.them):
        return desk.judged(row, Verdict.REFUSED, "Nhiệm vụ do một cơ quan khác giao; nơi gửi không được giao lại")
    if held is not None and held.facts["def_owner"] == desk.me != def_owner and not desk.arrival.assignment:
        return desk.judged(row, Verdict.REFUSED, "Nhiệm vụ do cơ quan mình giao; cấp dưới không được giao lại")
    doer, exe_owner, exe_revision = _doer(desk, row, def_owner)
    definition = desk.compare(KIND, held, "def", def_owner, row.def_revision, values)
    if held is not None and held.facts["def_owner"] not in (desk.me, def_owner):
        # Who has ordered it is changed here by a person (an office that began afresh or has ended), never by a package.
        definition = Finding.FOREIGN
    execution, late = _execution(desk, row, held, (doer, exe_owner, exe_revision), definition)
    judged = desk.settle(
        row,
        held,
        {"def": (definition, def_owner, row.def_revision), "exe": (execution, exe_owner, exe_revision)},
        values,
    )
    if late and judged.verdict not in (Verdict.REFUSED, Verdict.QUESTION):
        judged.past.append(_past(desk, row, exe_owner, exe_revision, late=True))
        if judged.incoming is None:
            judged.verdict, judged.reason = Verdict.LATE, "Nhiệm vụ đã giao đơn vị khác; giữ lại để đọc"
    if judged.incoming is not None:
        _complete(desk, judged, held, doer, def_owner)
    if held is None and doer == desk.me and judged.verdict in (Verdict.NEW, Verdict.RECOVERED):
        _perhaps_typed_before(desk, judged)
    return judged


def _doer(desk: Desk, row: Sent, def_owner: str) -> tuple[str, str, Revision]:
    """(doer, owner of the execution, its revision); a task sent before the sender knew our name is ours to do."""
    doer = str(row.values.get("doer") or "")
    owner = str(row.values.get("exe_owner") or def_owner)
    if not doer and def_owner == desk.them and desk.local(str(row.values.get("lead_unit"))) == desk.own.uid:
        return desk.me, desk.me, (row.def_revision[0], 0, 0)
    return doer, owner, row.exe_revision or (1, 0, 0)


def _execution(
    desk: Desk, row: Sent, held: stored.Held | None, sent: tuple[str, str, Revision], definition: Finding
) -> tuple[Finding, bool]:
    """What the doer's half is, and whether it comes from somebody who is not the doer any more."""
    doer, owner, revision = sent
    if held is None:
        return (Finding.RECOVER if owner == desk.me and revision[2] else Finding.NEW), False
    if held.facts["def_owner"] == desk.me and definition not in FOLLOWED:
        present = held.facts["exe_owner"]
        of_now = (held.exe_revision or (1, 0, 0))[0]
        if owner != present or revision[0] < of_now:
            return Finding.SAME, owner == desk.them and revision[2] > 0
        if not desk.speaks_for(owner):
            return Finding.SAME, False  # who only helps does not say how far the doer has come
    if definition == Finding.OLDER and owner != held.facts["exe_owner"]:
        return Finding.OLDER, False  # a late package from before the task changed hands
    unnamed = not row.values.get("doer") and held.facts["def_owner"] != desk.me
    if unnamed and owner == desk.me and held.facts["exe_owner"] == desk.me:
        return Finding.SAME, False  # sent before the sender knew our name: we go on with what we have
    if owner != held.facts["exe_owner"] and definition in FOLLOWED:
        # Who does it is a part of the order, and changes with it.
        return (Finding.RECOVER if owner == desk.me else Finding.TAKE), False
    if desk.me not in (owner, held.facts["exe_owner"], held.facts["def_owner"]) and owner != held.facts["exe_owner"]:
        # A copy of a task that concerns others: who does it is the assigner's to say.
        return (Finding.TAKE if row.def_revision >= held.def_revision else Finding.OLDER), False
    return _of_the_doer(desk, row, held, owner, revision), False


def _of_the_doer(desk: Desk, row: Sent, held: stored.Held, owner: str, revision: Revision) -> Finding:
    """What the doer's half is beside the one that lies here; what was done in a former term counts no more."""
    of_now = (held.exe_revision or (1, 0, 0))[0]
    if owner == held.facts["exe_owner"] and revision[0] < of_now:
        return Finding.SAME if owner == desk.me else Finding.OLDER
    if owner == held.facts["exe_owner"] and revision[0] > of_now:
        # Given to us a second time it begins afresh; what we have written in that term already, we have lost.
        return Finding.RECOVER if owner == desk.me and revision[2] else Finding.TAKE
    return desk.compare(KIND, held, "exe", owner, revision, desk.values(row))


def _complete(desk: Desk, judged: Judged, held: stored.Held | None, doer: str, def_owner: str) -> None:
    """What goes beside the halves: who does it, our own code for it, the sender's code, whether it is a copy."""
    incoming, row = judged.incoming, judged.sent
    assert incoming is not None
    if "def" in incoming.halves:
        incoming.facts["doer"] = doer
        was_ours = held is not None and (held.facts["doer"] == desk.me or held.values.get("copy") == Copy.HANDED_ON)
        away = Copy.HANDED_ON if was_ours or incoming.uid in desk.written_of else Copy.COOPERATING
        incoming.home["copy"] = Copy.NONE if desk.me in (doer, def_owner) else away
        if def_owner != desk.me:
            incoming.home["external_ref"] = names.one_line(str(row.values.get("code") or "")[:60])
    if held is not None and held.facts["exe_owner"] == desk.me and "exe" in incoming.halves:
        owner, revision = incoming.halves["exe"]
        if owner != desk.me or revision[0] > (held.exe_revision or revision)[0]:
            judged.past.append(_of_held(desk, held))
    judged.past += [{**told, "record": incoming.uid} for told in _history(row)]


def _history(row: Sent) -> list[dict[str, Any]]:
    """The former doers that a task's row tells of, as far as they can be read."""
    past = row.values.get("past")
    return [told for told in past if _readable(told)] if isinstance(past, list) else []


def _readable(told: Any) -> bool:
    """Whether this is what a former doer had done."""
    if not isinstance(told, dict) or not isinstance(told.get("told"), dict):
        return False
    texts = (told.get("office_uid"), told.get("name"), *told["told"].values())
    numbers = (told.get("term"), told.get("epoch"), told.get("n"))
    return all(isinstance(text, str) for text in texts) and all(type(n) is int and 0 <= n < MOST for n in numbers)


def _past(desk: Desk, row: Sent, owner: str, revision: Revision, *, late: bool) -> dict[str, Any]:
    values = desk.values(row)
    return _execution_told(desk, desk.local(row.uid), owner, revision, str(desk.arrival.unit), values, late=late)


def _of_held(desk: Desk, held: stored.Held) -> dict[str, Any]:
    revision = held.exe_revision or (1, 0, 0)
    return _execution_told(desk, held.uid, held.facts["exe_owner"], revision, str(desk.own), held.values, late=False)


def _execution_told(
    desk: Desk, uid: str, owner: str, revision: Revision, name: str, values: dict[str, Any], *, late: bool
) -> dict[str, Any]:
    told = {
        TASKS.columns[n].label: desk.words(TASKS, n, values[n]) for n in EXECUTION if values.get(n) not in (None, "")
    }
    term, epoch, n = revision
    facts = {"record": uid, "office_uid": owner, "term": term, "epoch": epoch, "n": n}
    return {**facts, "name": name[:200], "late": late, "told": told}


def _perhaps_typed_before(desk: Desk, judged: Judged) -> None:
    """Ask whether a task from above is one that was typed here before: same document, same words."""
    twin = _twin(desk, judged.sent)
    if twin is None:
        return
    judged.renames = twin.uid
    judged.ours = {"Mã nhiệm vụ": twin.code, "Nội dung": twin.content, "Thời hạn": TASKS.columns["due_on"].shown(twin)}
    words = f"Đã nhập {twin.code} cùng văn bản, cùng nội dung: có phải là một?"
    verdict = judged.verdict
    desk.ask(judged, QuestionSort.SAME, words)
    if judged.verdict == Verdict.UNCHANGED:  # no, they are two
        judged.verdict, judged.renames = verdict, ""
        judged.reason = "Đã trả lời: là hai nhiệm vụ khác nhau"


def _twin(desk: Desk, row: Sent) -> Task | None:
    document = desk.fate("document", desk.local(str(row.values.get("document"))))
    uid = document.renames if document is not None and document.renames else desk.local(str(row.values.get("document")))
    sql = (
        "SELECT t.id, t.content FROM task AS t JOIN document AS d ON d.id = t.document_id "
        "WHERE d.uid = ? AND t.def_owner = ? AND t.doer = '' AND t.deleted_at IS NULL"
    )
    wanted = names.fold(names.one_line(str(row.values.get("content"))))
    for record_id, content in database.execute_sql(sql, (uid, current.office_uid)).fetchall():
        if names.fold(names.one_line(content)) == wanted:
            found: Task = Task.get_by_id(record_id)
            return found
    return None


def needed(rows: Sequence[Sent]) -> set[str]:
    """The uids of whatever these tasks name: units, people, documents."""
    found: set[str] = set()
    for row in rows:
        for name in ("document", "lead_unit", "supervising_leader", "official"):
            found.add(str(row.values.get(name) or ""))
        found.update(_helpers(row))
    return found
