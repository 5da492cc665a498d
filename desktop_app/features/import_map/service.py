"""Proposing a column of ours for every column of a table, and remembering what a person chose."""

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from desktop_app import files
from desktop_app.features.import_days.service import is_day
from desktop_app.features.import_labels.service import field_of, is_share
from desktop_app.features.import_map.columns import FIELDS, SEVERAL
from desktop_app.features.import_table.columns import Table
from desktop_app.features.import_values.service import is_state
from desktop_app.features.office import service as office
from desktop_app.rules import names

FILE = "import-maps.json"
LOOKED_AT = 400  # rows
MOST = 200  # tables remembered
GENERAL = ("unit:", "person:", "state:", "issuer:")  # answers that hold for every register
OF_ONE = ("nolead:", "docof:", "hidden:")  # answers that hold for the register at hand only
YEAR = re.compile(r"\b20\d\d\b")
_log = logging.getLogger(__name__)


def propose(table: Table) -> dict[int, str]:
    """Column -> our column, empty for one that is not taken: from its label, then from what stands in it."""
    found = {column: field_of(path) for column, path in table.labels.items()}
    wanted = {column: "" if name == "skip" else name for column, (name, _) in found.items()}
    for column in wanted:
        wanted[column] = _by_content(table, column, wanted[column])
    _settle_days(wanted, found)
    if "content" not in wanted.values():
        for column, name in wanted.items():
            if name == "doc_subject":
                wanted[column] = "content"
                break
    return _once(wanted, found)


def _by_content(table: Table, column: int, name: str) -> str:
    """What a label leaves open is settled by the cells: words of a state, or a report."""
    if name not in ("deliverable", "state", "progress_note", "tick_done", "tick_doing"):
        return name
    texts = {text for line in table.data[:LOOKED_AT] if (text := table.sheet.text(line.row, column))}
    if not texts:
        return name
    if name == "state" and is_share(table.label(column)):
        return name
    states = sum(is_state(text) for text in texts)
    if name in ("tick_done", "tick_doing"):
        return name if sum(len(text) <= 12 for text in texts) * 2 >= len(texts) else "deliverable"
    if states * 2 > len(texts):
        return "state"
    return "progress_note" if name == "state" else name


def _settle_days(wanted: dict[int, str], found: Mapping[int, tuple[str, bool]]) -> None:
    """Beside a real day of completion, "ngày hoàn thành" is the day by which (RPT25)."""
    done = [column for column, name in wanted.items() if name == "completed_on"]
    if len(done) == 2 and "due_on" not in wanted.values():
        wanted[done[0]] = "due_on"
    del found


def _once(wanted: dict[int, str], found: Mapping[int, tuple[str, bool]]) -> dict[int, str]:
    """Each column of ours is taken from one of theirs: the one whose label is known as a whole, else the first."""
    order = sorted(wanted, key=lambda column: (not found[column][1], column))
    taken: set[str] = set()
    for column in order:
        name = wanted[column]
        if name in taken and name not in SEVERAL:
            wanted[column] = "remark" if name in ("state", "late_reason", "official") else ""
        taken.add(name)
    return wanted


def by_label(table: Table, chosen: Mapping[str, str]) -> dict[int, str]:
    """A mapping by labels, as it is remembered and written down, for the columns of a table; unknown ones are left."""
    folded = {names.fold(label): name for label, name in chosen.items() if name in FIELDS}
    proposed = propose(table)
    return {column: folded.get(names.fold(table.label(column)), proposed[column]) for column in table.labels}


def labelled(table: Table, mapping: Mapping[int, str]) -> dict[str, str]:
    """A mapping as it is remembered: label -> column of ours."""
    return {table.label(column): name for column, name in mapping.items()}


# --- What is remembered ---


def remembered() -> dict[str, Any]:
    """What this office chose before: ``tables`` by key, ``answers`` that hold for every register."""
    try:
        found = json.loads((office.folder().path / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    tables = found.get("tables") if isinstance(found, dict) else None
    answers = found.get("answers") if isinstance(found, dict) else None
    return {
        "tables": tables if isinstance(tables, dict) else {},
        "answers": answers if isinstance(answers, dict) else {},
    }


def remember(key: str, columns: Mapping[str, str], answers: Mapping[str, str]) -> None:
    """Keep what was chosen for tables with these headings; that it cannot be written stops nothing."""
    known = remembered()
    # A day is true of one register only, unless its words name the year: "Quý II" of the next is of another one.
    answers = {name: answer for name, answer in answers.items() if not is_day(answer) or YEAR.search(name)}
    own = {name: answer for name, answer in answers.items() if not name.startswith((*GENERAL, *OF_ONE))}
    known["tables"].pop(key, None)
    known["tables"][key] = {"columns": dict(columns), "answers": own}
    for old in list(known["tables"])[:-MOST]:
        del known["tables"][old]
    known["answers"] |= {name: answer for name, answer in answers.items() if name.startswith(GENERAL)}
    try:
        files.write_text(office.folder().path / FILE, json.dumps(known, ensure_ascii=False, indent=1))
    except OSError:
        _log.warning("what was chosen for a register could not be kept")


def recall(table: Table) -> tuple[dict[int, str], dict[str, str]]:
    """The mapping and the answers to begin with: those of last time where there are any."""
    known = remembered()
    before = known["tables"].get(table.key)
    texts = {name: answer for name, answer in known["answers"].items() if isinstance(answer, str)}
    if not isinstance(before, dict) or not isinstance(before.get("columns"), dict):
        return propose(table), texts
    answers = before.get("answers")
    own = (
        {name: answer for name, answer in answers.items() if isinstance(answer, str)}
        if isinstance(answers, dict)
        else {}
    )
    return by_label(table, before["columns"]), texts | own
