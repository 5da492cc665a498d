"""What lies in the store of an office, as plain texts by record and half; links by the names that people know.

Nothing of the protocol is asked: these are the tables as they stand, for the oracle to look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.connection import database
from desktop_app.rules import names

Key = tuple[str, str, str]  # kind, uid, half
Revision = tuple[int, int, int]
Content = Mapping[str, str]

TASK_DEF = [
    "content",
    "document_id",
    "lead_unit_id",
    "supervising_leader_id",
    "kind",
    "urgency",
    "assigned_on",
    "due_on",
    "due_at",
    "original_due_on",
    "due_workdays",
    "repeats",
    "recurrence",
    "deliverable_wanted",
    "needs_confirmation",
    "origin",
    "doer",
]
TASK_EXE = ["official_id", "progress", "round", "completed_on", "deliverable", "late_reason", "late_cause"]
STATED = "stated_contents stated_tasks stated_targets stated_projects stated_key_tasks"
ROWS = {
    "document": "type number issuer_id issued_on subject urgency signer no_tasks",
    "progress_note": "task_id noted_on content difficulty proposal author",
    "task_request": "task_id kind round requested_on due_on from_on to_on reason author",
    "task_decision": "task_id kind round decided_on due_on from_on to_on reason decided_by paper request_id place",
    "task_step": "task_id move holder began_on due_on ended_on words author place",
    "work_calendar_day": "day kind name expected source",
    "meeting_count": "unit_id period kind count",
    "indicator": "name theme measure direction aggregation numerator denominator decimals every adds_up computed "
    "first_year last_year place note",
    "target": "indicator_id unit_id year assigner value decided_on document_id paper note",
    "figure": "indicator_id unit_id year period state value numerator denominator estimated note",
    "erratum": "figure_id corrected_on old new reason paper author place",
    "closed_period": "period closed_at author note",
    "inspection_round": "type mode subject began_on ended_on basis unit_id head_id secretary team examined_from "
    "examined_to",
    "inspected_party": "round_id place unit_id name address inspected_on began_at ended_at at heading present "
    "strengths result demand opinion copies recheck_by minutes signed_on refused witness",
    "checked": "party_id place section content answer verdict value clause",
    "finding": "party_id place topic content clause demand due_on",
    "remediation": "finding_id reported_on content done_on author place",
    "finding_decision": "finding_id kind decided_on due_on words paper decided_by place",
    "plan": f"kind year title document_id paper unit_id {STATED} note",
    "plan_group": f"plan_id place name {STATED}",
    "plan_item": "plan_id group_id kind place content lead_unit_id cooperating leader_id due_on month "
    "deliverable_wanted state done_on outcome",
    "meeting": "kind held_on title chair_id place began_at ended_at secretary attendants absent minutes signed_on note",
    "meeting_matter": "meeting_id place content unit_id presenter discussion",
    "conclusion": "meeting_id matter_id place content gives_task lead_unit_id leader_id due_on deliverable_wanted "
    "supplement",
    "minutes_supplement": "meeting_id place added_on content author",
    "schedule_item": "day half starts_at ends_at content chair_id attendants place prepares_id preparation state note",
    "duty": "official_id unit_id field valid_from valid_to paper note",
}
SETS = {  # kind -> what else belongs to it: (name, table between, link back, link to the other, what the other is)
    "meeting": (("units", "meeting_unit", "meeting_id", "unit_id", "unit"),),
    "conclusion": (("cooperating_units", "conclusion_unit", "conclusion_id", "unit_id", "unit"),),
    "schedule_item": (
        ("units", "schedule_unit", "item_id", "unit_id", "unit"),
        ("leaders", "schedule_leader", "item_id", "official_id", "official"),
    ),
}
NAMED_BY_UID = {
    "round": "inspection_round",
    "party": "inspected_party",
    "finding": "finding",
    "plan": "plan",
    "group": "plan_group",
    "meeting": "meeting",
    "matter": "meeting_matter",
}
PEOPLE = ("supervising_leader", "head", "leader", "chair")


@dataclass(frozen=True)
class Seen:
    """One half as it lies in a store."""

    owner: str
    revision: Revision
    content: Content


@dataclass(frozen=True)
class Store:
    """A store at one moment: its halves, and which of its tasks are copies to be read."""

    halves: Mapping[Key, Seen]
    copies: Mapping[str, str]


def told_as(kind: str, uid: str, owner: str) -> str:
    """What a record is called in the story: an indicator of the start data is every office's own under one uid."""
    return f"{uid} {owner}" if kind == "indicator" else uid


class Look:
    """One look into the open office."""

    def __init__(self, name: str, uids: Mapping[str, str], offices: Mapping[str, str]) -> None:
        """Take what a look needs.

        Args:
            name: the office's name in the game.
            uids: identity of an office -> its name in the game.
            offices: folded full name -> name in the game, for units that have not been linked to a key.
        """
        self.uids = uids
        units = _all("SELECT id, name, relation, office_uid FROM unit")
        self.named: dict[str, dict[Any, str]] = {
            "unit": {
                i: name if relation == "own" else uids.get(uid) or offices.get(names.fold(called), called)
                for i, called, relation, uid in units
            },
            "official": dict(_all("SELECT id, name FROM official")),
            "task": dict(_all("SELECT id, uid FROM task")),
            "document": dict(_all("SELECT id, uid FROM document")),
            "indicator": {i: names.fold(name) for i, name in _all("SELECT id, name FROM indicator")},
            "figure": dict(_all("SELECT id, uid FROM figure")),
            "request": dict(_all("SELECT id, uid FROM task_request")),
        }
        self.named |= dict.fromkeys(("lead_unit", "issuer", "prepares"), self.named["unit"])
        self.named |= dict.fromkeys(PEOPLE, self.named["official"])
        self.named |= {name: dict(_all(f"SELECT id, uid FROM {kind}")) for name, kind in NAMED_BY_UID.items()}
        self.helpers: dict[int, list[str]] = {}
        for task, unit in _all("SELECT task_id, unit_id FROM task_cooperation ORDER BY task_id, place"):
            self.helpers.setdefault(task, []).append(self.named["unit"][unit])

    def store(self) -> Store:
        """Everything that travels."""
        halves: dict[Key, Seen] = {}
        copies: dict[str, str] = {}
        for row in _rows("task", [*TASK_DEF, *TASK_EXE, "copy"], ("def", "exe")):
            definition = self._content(row, TASK_DEF)
            doer = self.uids.get(row["doer"], row["doer"])
            definition |= {
                "cooperating_units": "; ".join(self.helpers.get(row["id"], [])),
                "doer": doer if doer != definition["lead_unit"] else "",  # told by the unit that leads
            }
            halves["task", row["uid"], "def"] = self._seen(row, "def", definition)
            halves["task", row["uid"], "exe"] = self._seen(row, "exe", self._content(row, TASK_EXE))
            if row["copy"]:
                copies[row["uid"]] = row["copy"]
        for kind, columns in ROWS.items():
            sets = self._sets(kind)
            for row in _rows(kind, columns.split(), ("def",)):
                name = told_as(kind, row["uid"], self.uids.get(row["def_owner"], row["def_owner"]))
                content = self._content(row, columns.split())
                content |= {each: "; ".join(of.get(row["id"], [])) for each, of in sets.items()}
                halves[kind, name, "def"] = self._seen(row, "def", content)
        return Store(halves, copies)

    def _sets(self, kind: str) -> dict[str, dict[int, list[str]]]:
        """By name of a set: whom it holds, by the id of the record it belongs to."""
        found: dict[str, dict[int, list[str]]] = {}
        for name, table, back, link, what in SETS.get(kind, ()):
            of = found.setdefault(name, {})
            for record, other in _all(f"SELECT {back}, {link} FROM {table} ORDER BY {back}, place"):
                of.setdefault(record, []).append(self.named[what][other])
        return found

    def _content(self, row: Mapping[str, Any], columns: list[str]) -> dict[str, str]:
        found = {}
        for column in columns:
            value, name = row[column], column.removesuffix("_id")
            if name != column and value is not None:
                value = self.named[name][value]
            found[name] = "" if value is None else str(value)
        return found

    def _seen(self, row: Mapping[str, Any], half: str, content: dict[str, str]) -> Seen:
        if row["deleted_at"] is not None and half == "def":
            content = content | {"deleted": "x"}
        revision = (row[f"{half}_term"], row[f"{half}_epoch"], row[f"{half}_n"])
        return Seen(row[f"{half}_owner"], revision, content)


def _rows(kind: str, columns: list[str], halves: tuple[str, ...]) -> list[dict[str, Any]]:
    more = [f"{half}_{part}" for half in halves for part in ("owner", "term", "epoch", "n")]
    wanted = ["id", "uid", "deleted_at", *columns, *more]
    return [dict(zip(wanted, row, strict=True)) for row in _all(f"SELECT {', '.join(wanted)} FROM {kind}")]


def _all(sql: str) -> list[tuple[Any, ...]]:
    return list(database.execute_sql(sql).fetchall())
