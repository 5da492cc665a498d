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
}


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
        self.named |= {"lead_unit": self.named["unit"], "issuer": self.named["unit"]}
        self.named["supervising_leader"] = self.named["official"]
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
            for row in _rows(kind, columns.split(), ("def",)):
                name = told_as(kind, row["uid"], self.uids.get(row["def_owner"], row["def_owner"]))
                halves[kind, name, "def"] = self._seen(row, "def", self._content(row, columns.split()))
        return Store(halves, copies)

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
