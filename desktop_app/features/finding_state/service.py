"""What was demanded, reported and decided about a finding, gathered by SQL and judged by the one rule."""

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from db.connection import FUNCTIONS, database
from db.words import RemediationState
from desktop_app import clock
from desktop_app.features.tasks.columns import DECISIONS_OF, Decisions
from desktop_app.records.writers import OURS
from desktop_app.rules import lateness, names
from desktop_app.rules.remediation import Event, Finding, Given, Standing, standing

_EVENTS = (
    "SELECT json_group_array(json_array(kind, day, place, due_on, done_on)) FROM ("
    "SELECT 'report' AS kind, r.reported_on AS day, r.place, NULL AS due_on, r.done_on FROM remediation AS r "
    "WHERE r.finding_id = {t}.id AND r.deleted_at IS NULL UNION ALL "
    "SELECT d.kind, d.decided_on, d.place, d.due_on, NULL FROM finding_decision AS d "
    "WHERE d.finding_id = {t}.id AND d.deleted_at IS NULL)"
)
_TASK = (
    "SELECT json_array(w.assigned_on, w.original_due_on, w.needs_confirmation, w.progress, w.round, w.completed_on, "
    f"w.copy, ({DECISIONS_OF.replace('{t}', 'w')}) || '') FROM task AS w "
    # Of another office's finding that office says where it stands, whatever task we have made of it for ourselves.
    f"WHERE w.id = {{t}}.task_id AND w.deleted_at IS NULL AND {OURS}"
)
_SIGNED = "SELECT sp.signed_on FROM inspected_party AS sp WHERE sp.id = {t}.party_id AND sp.minutes = 'signed'"
# Everything the rule needs to know about a finding ``{t}``, as one text.
# Its parts are texts too: whether SQLite knows them for JSON depends on how it runs the query.
STORY = f"json_array({{t}}.demand <> '', {{t}}.due_on, ({_EVENTS}) || '', ({_TASK}) || '', ({_SIGNED}))"
NOW = {name: f"finding_{name}({STORY})" for name in ("state", "due", "late", "urged")}
# Findings that count: of minutes that were not deleted.
LIVE = "EXISTS (SELECT 1 FROM inspected_party AS lp WHERE lp.id = {t}.party_id AND lp.deleted_at IS NULL)"


def load(story: str) -> Finding:
    """A finding out of its ``STORY``."""
    demanded, due_on, events, task, signed_on = json.loads(story)
    return Finding(
        bool(demanded),
        _day(due_on),
        tuple(
            Event(kind, date.fromisoformat(day), place, _day(due), _day(done))
            for kind, day, place, due, done in json.loads(events)
        ),
        _given(json.loads(task)) if task else None,
        _day(signed_on),
    )


def _given(task: list[Any]) -> Given:
    assigned, original, confirmed, progress, round_, completed, copied, decisions = task
    halves = lateness.Halves(
        _day(original), bool(confirmed), progress, round_, _day(completed), Decisions().load(decisions), bool(copied)
    )
    return Given(date.fromisoformat(assigned), halves)


def standing_of(finding_id: int, day: date) -> Standing:
    """Where the finding of an id stands on a day."""
    sql = f"SELECT {STORY.replace('{t}', 't')} FROM finding AS t WHERE t.id = ?"
    return _standing(database.execute_sql(sql, (finding_id,)).fetchone()[0], day)


@lru_cache(maxsize=4096)
def _standing(story: str, day: date) -> Standing:
    return standing(load(story), day)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _today(say: Callable[[Standing], Any]) -> Callable[[str | None], Any]:
    return lambda story: None if story is None else say(_standing(story, clock.today()))


FUNCTIONS["finding_state"] = _today(lambda now: str(now.state))
FUNCTIONS["finding_due"] = _today(lambda now: now.due_on and now.due_on.isoformat())
FUNCTIONS["finding_late"] = _today(lambda now: now.days_late)
FUNCTIONS["finding_urged"] = _today(lambda now: now.urged)
FUNCTIONS["folded_words"] = lambda text: names.fold(text or "")

# What lists of findings can be narrowed to, in the words people use.
STATES = {
    "Chưa xong": "unsettled",
    "Quá hạn khắc phục": RemediationState.OVERDUE.value,
    "Đang khắc phục": RemediationState.OPEN.value,
    "Đã báo cáo, chờ xác nhận": RemediationState.REPORTED.value,
    "Đã khắc phục": "settled",
    "Không yêu cầu, thôi yêu cầu": "left",
}
GROUPS = {
    "unsettled": (RemediationState.OPEN, RemediationState.OVERDUE, RemediationState.REPORTED),
    "settled": (RemediationState.DONE, RemediationState.DONE_LATE),
    "left": (RemediationState.NOT_ASKED, RemediationState.DROPPED),
}
