"""Reading and writing findings, what was reported and decided about them; nothing else writes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.connection import database
from db.models import Finding, FindingDecision, InspectedParty, Remediation, Task, Unit
from db.words import FindingDecisionKind, InspectionType, RemediationState
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.establishments import service as establishments
from desktop_app.features.finding_state.service import GROUPS, LIVE, NOW, load, standing_of
from desktop_app.features.finding_state.service import STATES as STATES
from desktop_app.features.findings.columns import EARLIER, FINDING_DECISIONS, FINDINGS, REMEDIATIONS, UNIT
from desktop_app.features.inspections import service as inspections
from desktop_app.features.tasks import service as tasks
from desktop_app.records import Condition, Rows, lines
from desktop_app.records.session import current
from desktop_app.rules import remediation
from desktop_app.rules.dates import show_date
from desktop_app.rules.remediation import Standing

KINDS = FindingDecisionKind
NO_SIGNATURE = "Biên bản chưa ký; ký biên bản rồi mới theo dõi khắc phục"
_SETTLED = (RemediationState.DONE, RemediationState.DONE_LATE, RemediationState.DROPPED)


def _state(wanted: Any) -> Condition:
    found = [wanted] if isinstance(wanted, str) else list(wanted)
    values = tuple(str(state) for one in found for state in GROUPS.get(str(one), (one,)))
    return Condition(f"{NOW['state']} IN ({','.join('?' * len(values))})", values)


def _of_unit(unit: Any) -> Condition:
    return Condition(f"({UNIT}) = ?", (getattr(unit, "id", unit),))


_IN_ROUND = "SELECT p.id FROM inspected_party AS p JOIN inspection_round AS r ON r.id = p.round_id WHERE"
NAMED: dict[str, Callable[[Any], Condition]] = {
    "state": _state,
    "unit": _of_unit,
    "inspected_between": lambda span: Condition(
        f"{{t}}.party_id IN ({_IN_ROUND} p.inspected_on BETWEEN ? AND ?)", tuple(day.isoformat() for day in span)
    ),
    "round": lambda of: Condition(f"{{t}}.party_id IN ({_IN_ROUND} r.id = ?)", (getattr(of, "id", of),)),
    "establishment": lambda of: Condition(
        f"{{t}}.party_id IN ({_IN_ROUND} p.establishment_id = ?)", (getattr(of, "id", of),)
    ),
    "round_type": lambda kind: Condition(f"{{t}}.party_id IN ({_IN_ROUND} r.type = ?)", (str(kind),)),
    "repeated": lambda on: Condition(f"{'' if on else 'NOT '}EXISTS (SELECT 1 {EARLIER})"),
    "signed": lambda on: Condition(f"{{t}}.party_id IN ({_IN_ROUND} p.minutes {'=' if on else '<>'} 'signed')"),
}
TYPES = {kind.label: str(kind) for kind in InspectionType}
REPEATED = {"Tồn tại lặp lại": True, "Lần đầu": False}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Findings under a filter; beside columns: ``state``, ``unit``, ``inspected_between``, ``round``, ``repeated``."""
    return records.find(FINDINGS, where, text, order, NAMED).only(Condition(LIVE))


def get(record_id: int) -> Finding:
    """One finding by its id."""
    return Finding.get_by_id(record_id)


def of_party(party: InspectedParty) -> list[Finding]:
    """The findings of one party's minutes, in order."""
    query = Finding.select().where(Finding.party == party, Finding.deleted_at.is_null())
    return list(query.order_by(Finding.place, Finding.id))


def save(texts: Mapping[str, str], of: InspectedParty | Finding | None = None) -> Finding:
    """Write a new finding of a party's minutes, or into a finding itself; Refused once the minutes are signed."""
    if of is None:
        raise Refused("Tồn tại được ghi trong biên bản; hãy mở biên bản ở mục Kiểm tra")
    if isinstance(of, Finding):
        inspections.refuse_signed(of.party)
        return records.keep(FINDINGS, texts, of, _check(of.party))
    inspections.refuse_signed(of)
    place = max((one.place for one in of_party(of)), default=0) + 1
    return records.keep(FINDINGS, texts, None, _check(of), party=of, place=place)


def save_all(party: InspectedParty, rows: Sequence[Mapping[str, str]]) -> list[Finding]:
    """Make the findings of minutes these rows, in this order; all or nothing (RefusedRows)."""
    inspections.refuse_signed(party)

    def write(row: Mapping[str, str], finding: Finding | None, place: int) -> Finding:
        return records.keep(FINDINGS, row, finding, _check(party), party=party, place=place)

    return lines.save(of_party(party), rows, "content", write, delete)


def delete(record: Finding) -> None:
    """Take out a finding of minutes that are not signed."""
    inspections.refuse_signed(record.party)
    records.delete(FINDINGS, record)


def restore(record: Finding) -> None:
    """Put a deleted finding back, while the minutes are not signed."""
    inspections.refuse_signed(record.party)
    records.restore(FINDINGS, record)


# --- Where it stands ---


def standing(finding: Any, day: date | None = None) -> Standing:
    """Where a finding, or a row of `find`, stands on a day, today unless said otherwise."""
    day = day or clock.today()
    if isinstance(finding, Finding):
        return standing_of(finding.id, day)
    return remediation.standing(load(finding.story), day)


def responsible(finding: Finding) -> Unit | None:
    """The unit that has to see to it: the one inspected, or the one that watches over the establishment."""
    party = finding.party
    if party.unit is not None:
        found: Unit | None = party.unit
        return found
    return party.establishment.unit if party.establishment is not None else None


def earlier(finding: Finding) -> list[Finding]:
    """The same shortcoming of the same party in earlier rounds of the last 24 months, the last one first."""
    listed = database.execute_sql(
        f"SELECT (SELECT group_concat(e.id) {EARLIER.replace('{t}', 't')}) FROM finding AS t WHERE t.id = ?",
        (finding.id,),
    ).fetchone()[0]
    found = [get(int(one)) for one in (listed or "").split(",") if one]
    return sorted(found, key=lambda one: (one.party.inspected_on, one.id), reverse=True)


def overdue() -> int | None:
    """How many findings of signed minutes are overdue; None for none."""
    return find({"state": str(RemediationState.OVERDUE), "signed": True}).count() or None


def times(before: Sequence[Finding]) -> int:
    """The how manieth time it is, with what was found before."""
    return len({one.party.__data__["round"] for one in before}) + 1


# --- What happened since ---


def reports_of(finding: Finding) -> list[Remediation]:
    """What the inspected party has reported, oldest first."""
    query = Remediation.select().where(Remediation.finding == finding, Remediation.deleted_at.is_null())
    return list(query.order_by(Remediation.reported_on, Remediation.place, Remediation.id))


def decisions_of(finding: Finding) -> list[FindingDecision]:
    """What the office has decided, oldest first."""
    query = FindingDecision.select().where(FindingDecision.finding == finding, FindingDecision.deleted_at.is_null())
    return list(query.order_by(FindingDecision.decided_on, FindingDecision.place, FindingDecision.id))


def report(finding: Finding, texts: Mapping[str, str]) -> Remediation:
    """Append what the inspected party says it has done; ``done_on`` says that it is finished.

    Of another office's finding about us it goes to that office, whatever task we have made of it for ourselves.
    """
    if finding.def_owner == current.office_uid:
        _refuse_task(finding)
    now = standing(finding)
    if now.state in _SETTLED:
        raise Refused(f"Tồn tại này {now.state.label.lower()}; không báo cáo thêm được")
    if not inspections.is_signed(finding.party):
        raise Refused(NO_SIGNATURE)
    return records.keep(REMEDIATIONS, texts, None, _check_report(finding), finding=finding, place=_next_place(finding))


def allowed(finding: Finding) -> tuple[FindingDecisionKind, ...]:
    """What may be decided about a finding now, the likeliest first."""
    if task_of(finding) is not None or not inspections.is_signed(finding.party):
        return ()
    state = standing(finding).state
    if state == RemediationState.NOT_ASKED:
        return ()
    if state in _SETTLED:
        return (KINDS.REFUSED,)
    found = [KINDS.ACCEPTED, KINDS.REFUSED, KINDS.EXTENDED, KINDS.DROPPED]
    return (*found, KINDS.URGED) if state in (RemediationState.OPEN, RemediationState.OVERDUE) else tuple(found)


def decide(finding: Finding, kind: FindingDecisionKind, texts: Mapping[str, str]) -> FindingDecision:
    """Append a decision: accepted, refused (with a new term), extended, urged or dropped.

    A decision on or after the day of a signed recheck names that recheck.
    """
    records.must_be_ours(finding)
    _refuse_task(finding)
    if not inspections.is_signed(finding.party):
        raise Refused(NO_SIGNATURE)
    if kind not in allowed(finding):
        raise Refused(f"Tồn tại này {standing(finding).state.label.lower()}; không ghi “{kind.label}” được")
    values, _ = FINDING_DECISIONS.read({"decided_on": texts.get("decided_on", "")})
    day = values.get("decided_on")
    found = [
        party
        for party in inspections.rechecks(finding.party)
        if inspections.is_signed(party) and day is not None and party.inspected_on <= day
    ]
    given = {"decided_by": current.who, **texts, "kind": kind.label}
    more = {"finding": finding, "place": _next_place(finding), "recheck": found[-1] if found else None}
    return records.keep(FINDING_DECISIONS, given, None, _check_decision(finding, kind), **more)


def _next_place(finding: Finding) -> int:
    """One more than everything known of a finding: what happened on one day keeps its order."""
    places = [one.place for one in reports_of(finding)] + [each.place for each in decisions_of(finding)]
    return max(places, default=0) + 1


@dataclass(frozen=True)
class Told:
    """Something that happened to a finding: its day, what it was, and the words with it."""

    day: date
    what: str
    words: str
    who: str = ""


def history(finding: Finding) -> list[Told]:
    """What happened to a finding since it was found, oldest first."""
    party = finding.party
    told = [(Told(party.inspected_on, "Phát hiện khi kiểm tra", f"{party.round.code}: {party}"), 0)]
    for one in reports_of(finding):
        done = f" Xong ngày {show_date(one.done_on)}." if one.done_on else " Đang khắc phục."
        told.append(
            (Told(one.reported_on, "Báo cáo khắc phục", f"{one.content.rstrip('. ')}.{done}", one.author), one.place)
        )
    for each in decisions_of(finding):
        parts = [f"thời hạn mới {show_date(each.due_on)}" if each.due_on else "", each.words, each.paper]
        parts.append(f"theo biên bản tái kiểm tra {each.recheck.round.code}" if each.recheck is not None else "")
        words = "; ".join(part for part in parts if part)
        told.append((Told(each.decided_on, KINDS(each.kind).label, words, each.decided_by), each.place))
    if (task := task_of(finding)) is not None:
        told.append((Told(task.assigned_on, "Giao thành nhiệm vụ", f"{task.code}: {tasks.situation_of(task)}"), 10**6))
    return [one for one, _ in sorted(told, key=lambda pair: (pair[0].day, pair[1]))]


def is_draft(finding: Finding) -> bool:
    """Whether it can still be changed: its minutes are ours and not signed."""
    return not inspections.is_signed(finding.party) and inspections.is_ours(finding.party)


def units_asked() -> dict[str, int]:
    """The units that have to see to findings, by name."""
    sql = (
        f"SELECT DISTINCT u.name, u.id FROM finding AS t JOIN unit AS u ON u.id = ({UNIT.replace('{t}', 't')}) "
        "WHERE t.deleted_at IS NULL ORDER BY u.sort_key"
    )
    return dict(database.execute_sql(sql).fetchall())


def report_texts() -> dict[str, str]:
    """What a report begins with: of today."""
    return {"reported_on": show_date(clock.today()), "done_on": show_date(clock.today())}


def decision_texts() -> dict[str, str]:
    """What a decision begins with: of today, by whoever is at work."""
    return {"decided_on": show_date(clock.today()), "decided_by": current.who}


# --- The task of a finding ---


def task_texts(finding: Finding) -> dict[str, str]:
    """What a task for a finding begins with."""
    party, now = finding.party, standing(finding)
    unit, leader = responsible(finding), party.round.head
    demand = f" Yêu cầu: {finding.demand.rstrip('. ')}." if finding.demand else ""
    words = f"Khắc phục tồn tại tại {party}: {finding.content}".rstrip(". ")
    return {
        "content": f"{words}.{demand}",
        "lead_unit": str(unit or ""),
        "assigned_on": show_date(clock.today()),
        "due_on": show_date(now.due_on) if now.due_on and now.due_on >= clock.today() else "",
        "supervising_leader": str(leader.name) if leader is not None else "",
    }


def give_task(finding: Finding, texts: Mapping[str, str] | None = None) -> Task:
    """Order the remediation as a task of the book; from then on the finding stands where the task does."""
    _refuse_task(finding)
    if not inspections.is_signed(finding.party):
        raise Refused(NO_SIGNATURE)
    now = standing(finding)
    if not now.is_open:
        raise Refused(f"Tồn tại này {now.state.label.lower()} nên không giao thành nhiệm vụ được")
    party = finding.party
    given = {**task_texts(finding), **(texts or {})}
    if not given["lead_unit"].strip():
        raise Refused({"lead_unit": "Cơ sở chưa ghi đơn vị quản lý; hãy chọn đơn vị chủ trì"})
    origin = f"Kiểm tra {party.round.code}, biên bản ngày {show_date(party.inspected_on)}"
    with records.writing():
        task = tasks.save(given, origin=origin)
        records.keep(FINDINGS, {}, finding, task=task)
    return task


def task_of(finding: Finding) -> Task | None:
    """The task that a finding became, while it is in the book."""
    task: Task | None = get(finding.id).task
    return task if task is not None and task.deleted_at is None else None


def _refuse_task(finding: Finding) -> None:
    if (task := task_of(finding)) is not None:
        raise Refused(f"Tồn tại đã giao thành nhiệm vụ {task.code}; hãy ghi ở nhiệm vụ đó")


def filter_words(name: str, value: Any) -> str | None:
    """A filter of this room in words, or None when it is a plain column."""
    if name == "state":
        values = [value] if isinstance(value, str) else list(value)
        return "; ".join(_state_words(str(one)) for one in values)
    if name == "inspected_between":
        return f"Kiểm tra từ {show_date(value[0])} đến {show_date(value[1])}"
    if name == "round":
        return f"Lượt {inspections.get(getattr(value, 'id', value)).code}"
    if name == "establishment":
        return f"Cơ sở: {establishments.get(getattr(value, 'id', value))}"
    if name == "signed":
        return "Biên bản đã ký" if value else "Biên bản chưa ký"
    return None


def _state_words(value: str) -> str:
    return next((words for words, each in STATES.items() if each == value), "") or RemediationState(value).label


# --- Rules ---


def _check(party: InspectedParty) -> Callable[[Mapping[str, Any], Finding | None], dict[str, str]]:
    def check(values: Mapping[str, Any], record: Finding | None) -> dict[str, str]:
        due_on = values.get("due_on")
        if due_on and due_on < party.inspected_on:
            return {"due_on": f"Thời hạn không được trước ngày kiểm tra {show_date(party.inspected_on)}"}
        if due_on and not values.get("demand"):
            return {"demand": "Có thời hạn thì ghi rõ yêu cầu khắc phục"}
        return {}

    return check


def _check_report(finding: Finding) -> Callable[[Mapping[str, Any], Any], dict[str, str]]:
    def check(values: Mapping[str, Any], record: Any) -> dict[str, str]:
        problems = {}
        told, done = values.get("reported_on"), values.get("done_on")
        found_on = finding.party.inspected_on
        if told and told > clock.today():
            problems["reported_on"] = "Ngày báo cáo không được sau ngày hôm nay"
        elif told and told < found_on:
            problems["reported_on"] = f"Không được trước ngày kiểm tra {show_date(found_on)}"
        if done and told and done > told:
            problems["done_on"] = "Không được sau ngày báo cáo"
        elif done and done < found_on:
            problems["done_on"] = f"Không được trước ngày kiểm tra {show_date(found_on)}"
        return problems

    return check


def _check_decision(finding: Finding, kind: FindingDecisionKind) -> Callable[[Mapping[str, Any], Any], dict[str, str]]:
    def check(values: Mapping[str, Any], record: Any) -> dict[str, str]:
        problems = {}
        day, due_on = values.get("decided_on"), values.get("due_on")
        before = [each.decided_on for each in decisions_of(finding)]
        before += [one.reported_on for one in reports_of(finding) if kind in (KINDS.ACCEPTED, KINDS.REFUSED)]
        earliest = max([finding.party.inspected_on, *before])
        if day and day > clock.today():
            problems["decided_on"] = "Ngày quyết định không được sau ngày hôm nay"
        elif day and day < earliest:
            problems["decided_on"] = f"Không được trước {show_date(earliest)}, ngày của việc ghi trước đó"
        now = standing(finding).due_on
        if kind == KINDS.EXTENDED and due_on is None:
            problems["due_on"] = "Chưa ghi thời hạn mới"
        elif kind == KINDS.EXTENDED and now is not None and due_on is not None and due_on <= now:
            problems["due_on"] = f"Phải sau thời hạn đang áp dụng {show_date(now)}"
        elif due_on is not None and day is not None and due_on < day:
            problems["due_on"] = "Không được trước ngày quyết định"
        if kind == KINDS.DROPPED and not values.get("words"):
            problems["words"] = "Ghi lý do thôi yêu cầu"
        return problems

    return check
