"""The kinds of the other books, parents first, and what a row of them is called in a list of what came in."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from db.words import FindingDecisionKind
from desktop_app.rules.dates import show_date

INSPECTIONS = ("inspection_round", "inspected_party", "checked", "finding", "remediation", "finding_decision")
PLANS = ("plan", "plan_group", "plan_item")
MINUTES = ("meeting", "meeting_matter", "conclusion", "minutes_supplement")
WEEK = ("schedule_item", "duty")
KINDS = (*INSPECTIONS, *PLANS, *MINUTES, *WEEK)
PARENTS = {  # kind -> the kind whose story it belongs to, and the link that says so
    "inspected_party": ("inspection_round", "round"),
    "checked": ("inspected_party", "party"),
    "finding": ("inspected_party", "party"),
    "remediation": ("finding", "finding"),
    "finding_decision": ("finding", "finding"),
    "plan_group": ("plan", "plan"),
    "plan_item": ("plan", "plan"),
    "meeting_matter": ("meeting", "meeting"),
    "conclusion": ("meeting", "meeting"),
    "minutes_supplement": ("meeting", "meeting"),
}
NAMED_BY_OTHERS = ("inspection_round", "inspected_party", "finding", "plan", "plan_group", "meeting", "meeting_matter")

Label = Callable[[str, str], str]


def title(kind: str, values: Mapping[str, Any], label: Label) -> str:
    """What a row is called; ``label`` tells what the record of a kind and uid is called.

    >>> title("finding", {"content": "Chưa niêm yết thủ tục"}, lambda kind, uid: "")
    'Chưa niêm yết thủ tục'
    >>> title("schedule_item", {"day": "2026-11-23", "content": "Giao ban"}, lambda kind, uid: "")
    '23/11/2026: Giao ban'
    """
    if kind == "inspection_round":
        return f"{values.get('code') or ''} {values.get('subject') or ''}".strip()
    if kind == "inspected_party":
        return _said(values, "name") or label("unit", _said(values, "unit"))
    if kind == "finding_decision":
        said = dict(FindingDecisionKind.choices()).get(_said(values, "kind"), "")
        return f"{said}: {label('finding', _said(values, 'finding'))}".strip(": ")
    if kind == "schedule_item":
        return f"{_day(values.get('day'))}: {_said(values, 'content')}"
    if kind == "duty":
        what = _said(values, "field") or (label("unit", _said(values, "unit")) if values.get("unit") else "")
        return f"{label('official', _said(values, 'official'))}: {what}".strip(": ")
    return _said(values, "content") or _said(values, "title") or _said(values, "name")


def _said(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "")


def _day(value: Any) -> str:
    try:
        return show_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value or "")
