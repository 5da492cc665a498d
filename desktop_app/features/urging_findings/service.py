"""Findings in urging letters: which are overdue, the lines of a letter, their urgings and how those are undone.

A finding that became a task is urged as that task; what minutes that nobody signed demand is owed by nobody yet.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from db.connection import database
from db.models import Finding, FindingDecision, UrgedFinding, UrgingLetter
from db.words import FindingDecisionKind, RemediationState
from desktop_app.features.finding_state.service import STORY, load, standing_of
from desktop_app.features.findings.columns import FINDING_DECISIONS, UNIT
from desktop_app.features.results.service import in_directory_order
from desktop_app.features.urging_findings.columns import ListedFinding, read, told
from desktop_app.records.keep import load as load_records
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date
from desktop_app.rules.remediation import standing

OVERDUE = {"state": RemediationState.OVERDUE.value}  # the filter of the list of findings that shows them
# Everything that may be owed on a day; the rule in Python has the last word.
MAYBE_OWED = (
    f"SELECT t.id, r.code, ({UNIT.replace('{t}', 't')}), p.name, p.establishment_id, t.content, t.demand, "
    f"p.inspected_on, {STORY.replace('{t}', 't')} FROM finding AS t JOIN inspected_party AS p ON p.id = t.party_id "
    "JOIN inspection_round AS r ON r.id = p.round_id LEFT JOIN task AS k ON k.id = t.task_id AND k.deleted_at IS NULL "
    "WHERE t.deleted_at IS NULL AND p.deleted_at IS NULL AND r.deleted_at IS NULL AND k.id IS NULL "
    "AND t.def_owner IN ('', ?)"
)
LAST_REPORTS = (
    "SELECT finding_id, content FROM remediation WHERE deleted_at IS NULL AND reported_on <= ? "
    "ORDER BY reported_on, place, id"
)
UNIT_NAMES = "SELECT id, name FROM unit"


def listed(day: date, units: Collection[int] = (), *, everybody: bool = False) -> list[ListedFinding]:
    """What we demanded and is overdue on ``day``, unit by unit and the longest late first.

    Args:
        day: today or before; only what was known by then is looked at.
        units: ids of the units that owe it; none means all.
        everybody: also what establishments owe that no unit watches over: no letter can urge that.
    """
    notes = dict(database.execute_sql(LAST_REPORTS, (day.isoformat(),)).fetchall())
    names = dict(database.execute_sql(UNIT_NAMES).fetchall())
    values = (current.office_uid,)
    found = []
    for number, code, unit, name, establishment, content, demand, on, story in database.execute_sql(MAYBE_OWED, values):
        now = standing(load(story), day)
        if now.state != RemediationState.OVERDUE or now.due_on is None:
            continue
        if (unit is None and not everybody) or (units and unit not in units):
            continue
        found.append(
            ListedFinding(
                number,
                code,
                unit,
                names.get(unit, name),
                f"{name}: {content}" if establishment is not None and unit is not None else content,
                demand,
                f"{code}\n{show_date(date.fromisoformat(on))}",
                now.due_on,
                now.days_late,
                notes.get(number) or "Chưa báo cáo",
                now.urged,
            )
        )
    order = in_directory_order({one.unit_id: None for one in found if one.unit_id is not None})
    place = {unit: n for n, unit in enumerate(order)}
    return sorted(found, key=lambda one: (place.get(one.unit_id or 0, len(place)), one.due_on, one.finding))


# --- The lines of a letter ---


def rows_of(letter: UrgingLetter) -> Sequence[Any]:
    """The stored lines of a letter, in their order."""
    query = UrgedFinding.select().where(UrgedFinding.letter == letter)
    return list(query.order_by(UrgedFinding.place, UrgedFinding.id))


def lines_of(letter: UrgingLetter) -> list[ListedFinding]:
    """The findings of a letter as they were drawn up."""
    return [read(row) for row in rows_of(letter)]


def write_lines(letter: UrgingLetter, lines: Iterable[ListedFinding]) -> None:
    """Keep the findings that a new letter lists, inside the caller's ``writing``."""
    for place, line in enumerate(lines):
        UrgedFinding.create(
            letter=letter,
            finding=line.finding,
            place=place,
            unit=line.unit_id,
            due_on=line.due_on,
            days_late=line.days_late,
            told=told(line),
            urged_before=line.urged,
        )


def leave_out(letter: UrgingLetter, ids: Collection[int]) -> list[str]:
    """Take findings out of a letter's list, inside the caller's ``writing``; the codes of their rounds."""
    gone = [row for row in rows_of(letter) if row.finding_id in ids]
    for row in gone:
        row.delete_instance()
    return [read(row).code for row in gone]


def changed(letter: UrgingLetter, day: date) -> dict[int, str]:
    """Which listed findings are not to be urged on ``day``, and why: finding id -> words."""
    reasons = {row.finding_id: _why_not(row.finding_id, day) for row in rows_of(letter)}
    return {finding: words for finding, words in reasons.items() if words}


def _why_not(number: int, day: date) -> str:
    finding = Finding.get_by_id(number)
    if finding.deleted_at is not None or finding.party.deleted_at is not None:
        return "đã xóa khỏi sổ"
    if finding.task is not None and finding.task.deleted_at is None:
        return f"đã giao thành nhiệm vụ {finding.task.code}"
    now = standing_of(number, day)
    if now.state == RemediationState.OVERDUE:
        return ""
    if now.state == RemediationState.OPEN and now.due_on is not None:
        return f"thời hạn đã lùi đến {show_date(now.due_on)}"
    return now.state.label.lower()


# --- Urgings ---


def urge(letter: UrgingLetter, paper: str, signer: str) -> int:
    """One urging for each finding of an issued letter, inside the caller's ``writing``; how many."""
    rows = rows_of(letter)
    made = [
        FindingDecision(
            finding=row.finding,
            kind=FindingDecisionKind.URGED,
            decided_on=letter.issued_on,
            decided_by=signer,
            paper=paper,
            place=_next_place(row.finding_id),
        )
        for row in rows
    ]
    for _ in load_records(FINDING_DECISIONS, made):
        pass
    return len(made)


def urgings_of(letter: UrgingLetter, paper: str, *, deleted: bool = False) -> Sequence[FindingDecision]:
    """The urgings that a letter has brought its findings."""
    query = FindingDecision.select().where(
        FindingDecision.kind == FindingDecisionKind.URGED,
        FindingDecision.paper == paper,
        FindingDecision.finding.in_([row.finding_id for row in rows_of(letter)]),
        FindingDecision.deleted_at.is_null(not deleted),
    )
    return list(query.order_by(FindingDecision.id))


def _next_place(finding: int) -> int:
    """One more than everything known of a finding, so that what happened on one day keeps its order."""
    sql = (
        "SELECT coalesce(max(place), 0) + 1 FROM (SELECT place FROM remediation WHERE finding_id = ? "
        "UNION ALL SELECT place FROM finding_decision WHERE finding_id = ?)"
    )
    return int(database.execute_sql(sql, (finding, finding)).fetchone()[0])
