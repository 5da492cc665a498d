"""The plans that an article counts, line by line as far as it tells; the work programme, heard session by session."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db.models import Document, Indicator, Meeting, MeetingMatter, Official, Plan, PlanItem, Task, Unit
from db.words import MeetingKind, PlanItemKind, PlanKind
from desktop_app.features.minutes.columns import MATTERS
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import ITEMS
from desktop_app.records.keep import load

# How the material names the counts of each kind, in the order in which a group lists them.
KINDS = {
    "contents": PlanItemKind.CONTENT,
    "tasks": PlanItemKind.TASK,
    "targets": PlanItemKind.TARGET,
    "projects": PlanItemKind.PROJECT,
    "key_tasks": PlanItemKind.KEY_TASK,
}


def write(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write plans through their service, as a clerk would, inside the caller's ``writing``."""
    for row in rows:
        texts = {
            "kind": PlanKind.PLAN.label,
            "year": str(row["year"]),
            "title": row["title"],
            "document": row["document"],
            "note": row["note"],
            **_stated(row["stated"]),
        }
        groups = [{"name": group["name"], **_stated(group)} for group in row["groups"]]
        items = [item for place, group in enumerate(row["groups"]) for item in _items(group, place)]
        plans.save_all(texts, groups, items)


def _stated(row: Mapping[str, Any]) -> dict[str, str]:
    return {f"stated_{name}": str(row[name]) for name in KINDS if name in row}


def _items(group: Mapping[str, Any], place: int) -> Iterator[dict[str, str]]:
    for name, kind in KINDS.items():
        for number in range(1, group.get(name, 0) + 1):
            row = {"kind": kind.label, plans.GROUP: str(place)}
            if "indicator" in group:
                indicator = Indicator.get(Indicator.code == group["indicator"].format(n=number))
                yield row | {"content": indicator.name, "indicator": indicator.code}
            else:
                yield row | {"content": group["item"].format(kind=kind.label, n=number)}


def write_program(scenario: Mapping[str, Any]) -> None:
    """The work programme of a year: each key task follows its task, and a session of its month has heard it."""
    program = scenario["program"]
    document = Document.get(Document.number == program["number"])
    units = {unit.code: unit for unit in Unit.select()}
    people = {official.name: official for official in Official.select()}
    regular = Meeting.select().where(Meeting.kind == MeetingKind.REGULAR_SESSION)
    sessions = {meeting.held_on.month: meeting for meeting in regular}
    tasks = list(Task.select().where(Task.document == document).order_by(Task.id))
    plan: Plan = plans.save(
        {
            "kind": PlanKind.PROGRAM.label,
            "year": str(program["issued_on"].year),
            "title": program["subject"],
            "document": program["number"],
            "stated_key_tasks": str(len(program["rows"])),
            "note": program["note"],
        }
    )
    items = [
        PlanItem(
            plan=plan,
            kind=PlanItemKind.KEY_TASK,
            place=place,
            content=words,
            lead_unit=units[lead],
            leader=people[leader],
            due_on=sessions[month].held_on,
            month=month,
            task=task,
        )
        for place, ((month, lead, leader, _, words), task) in enumerate(zip(program["rows"], tasks, strict=True))
    ]
    for _ in load(ITEMS, items):
        pass
    matters = [
        MeetingMatter(meeting=sessions[month], place=place, content=item.content, unit=item.lead_unit, plan_item=item)
        for place, ((month, *_), item) in enumerate(zip(program["rows"], items, strict=True))
    ]
    for _ in load(MATTERS, matters):
        pass
