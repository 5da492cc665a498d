"""Reading and writing findings, what was reported and decided about them; nothing else writes them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from db.connection import database
from db.models import Finding, FindingDecision, InspectedParty, Remediation, Task, Unit
from db.words import FindingDecisionKind, InspectionType, RemediationState, TaskState, UnitRelation
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.establishments import service as establishments
from desktop_app.features.finding_state.service import GROUPS, LIVE, NOW, load, standing_of
from desktop_app.features.finding_state.service import STATES as STATES
from desktop_app.features.findings.columns import EARLIER, FINDING_DECISIONS, FINDINGS, REMEDIATIONS, UNIT
from desktop_app.features.inspection_recheck import service as rechecking
from desktop_app.features.inspections import service as inspections
from desktop_app.features.tasks import service as tasks
from desktop_app.records import Condition, Rows, lines, writers
from desktop_app.records.session import current
from desktop_app.rules import remediation
from desktop_app.rules.dates import show_date
from desktop_app.rules.remediation import Standing

KINDS = FindingDecisionKind
NO_SIGNATURE = "Biên bản chưa ký; ký biên bản rồi mới theo dõi khắc phục"
_ANSWERS = (KINDS.ACCEPTED, KINDS.REFUSED, KINDS.DROPPED)  # to what was reported by then
_SETTLED = (RemediationState.DONE, RemediationState.DONE_LATE, RemediationState.DROPPED)


def _state(wanted: Any) -> Condition:
    found = [wanted] if isinstance(wanted, str) else list(wanted)
    values = tuple(str(state) for one in found for state in GROUPS.get(str(one), (one,)))
    return Condition(f"{NOW['state']} IN ({','.join('?' * len(values))})", values)


def _of_unit(unit: Any) -> Condition:
    return Condition(f"({UNIT}) = ?", (getattr(unit, "id", unit),))


_IN_ROUND = "SELECT p.id FROM inspected_party AS p JOIN inspection_round AS r ON r.id = p.round_id WHERE"
NAMED: dict[str, Callable[[Any], Condition]] = {
    "written": writers.written,
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
    """How many findings are overdue, ours and those from above; None for none.

    What an office below found at its own and let us read, that office sees to.
    """
    return find({"state": str(RemediationState.OVERDUE), "written": writers.NEAR}).count() or None


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
    if writers.is_ours(finding):
        refuse_task(finding)
    elif not is_about_us(finding):
        records.must_be_ours(finding)
    if not is_signed(finding):
        raise Refused(NO_SIGNATURE)
    if not may_report(finding):
        raise Refused(f"Tồn tại này {standing(finding).state.label.lower()}; không báo cáo thêm được")
    return records.keep(REMEDIATIONS, texts, None, _check_report(finding), finding=finding, place=_next_place(finding))


def may_report(finding: Finding) -> bool:
    """Whether what was done about it may be written now: of our own findings, and of what another found at us."""
    if not is_signed(finding) or standing(finding).state in _SETTLED:
        return False
    return task_of(finding) is None if writers.is_ours(finding) else is_about_us(finding)


def is_about_us(finding: Finding) -> bool:
    """Whether it was found at this office or a room of it."""
    unit = responsible(finding)
    return unit is not None and unit.relation in (UnitRelation.OWN, UnitRelation.PART)


def allowed(finding: Finding) -> tuple[FindingDecisionKind, ...]:
    """What we may decide about a finding now, the likeliest first; of another office's finding nothing."""
    if not writers.is_ours(finding) or task_of(finding) is not None or not is_signed(finding):
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
    refuse_task(finding)
    if not is_signed(finding):
        raise Refused(NO_SIGNATURE)
    if kind not in allowed(finding):
        raise Refused(f"Tồn tại này {standing(finding).state.label.lower()}; không ghi “{kind.label}” được")
    values, _ = FINDING_DECISIONS.read({"decided_on": texts.get("decided_on", "")})
    day = values.get("decided_on")
    found = [
        party
        for party in rechecking.rechecks(finding.party)
        if inspections.is_signed(party) and day is not None and party.inspected_on <= day
    ]
    given = {"decided_by": current.who, **texts, "kind": kind.label}
    more = {"finding": finding, "place": _next_place(finding), "recheck": found[-1] if found else None}
    return records.keep(FINDING_DECISIONS, given, None, _check_decision(finding, kind), **more)


def _next_place(finding: Finding) -> int:
    """One more than everything known of a finding: what happened on one day keeps its order."""
    places = [one.place for one in reports_of(finding)] + [each.place for each in decisions_of(finding)]
    return max(places, default=0) + 1


def is_signed(finding: Finding) -> bool:
    """Whether its minutes are signed by now, whatever a window has kept of them."""
    return inspections.is_signed(inspections.get_party(finding.__data__["party"]))


def is_draft(finding: Finding) -> bool:
    """Whether it can still be changed: its minutes are ours and not signed."""
    return not is_signed(finding) and inspections.is_ours(finding.party)


def units_asked() -> dict[str, int]:
    """The units that have to see to findings, by name."""
    sql = (
        f"SELECT DISTINCT u.name, u.id FROM finding AS t JOIN unit AS u ON u.id = ({UNIT.replace('{t}', 't')}) "
        "WHERE t.deleted_at IS NULL ORDER BY u.sort_key"
    )
    return dict(database.execute_sql(sql).fetchall())


def task_of(finding: Finding) -> Task | None:
    """The task that a finding became, while it is in the book."""
    task: Task | None = get(finding.id).task
    return task if task is not None and task.deleted_at is None else None


def is_cancelled(task: Task) -> bool:
    """Whether the task that a finding became is to be done no more."""
    return tasks.standing_of(task).state == TaskState.CANCELLED


def refuse_task(finding: Finding) -> None:
    """Refuse, saying where to write instead, what is written of a finding that became a task."""
    if (task := task_of(finding)) is None:
        return
    if is_cancelled(task):
        raise Refused(f"Nhiệm vụ {task.code} của tồn tại này đã hủy; còn phải khắc phục thì giao thành nhiệm vụ khác")
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
        before += [one.reported_on for one in reports_of(finding) if kind in _ANSWERS]
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
