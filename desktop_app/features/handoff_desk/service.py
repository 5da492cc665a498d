"""What lies here beside what comes in: names in both directories, held revisions, answers given before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from db.connection import database
from db.words import Answer, QuestionSort, Verdict
from desktop_app.features.handoff_books import columns as books
from desktop_app.features.handoff_desk.columns import Answers, Arrival, Judged, Sent
from desktop_app.features.handoff_numbers.columns import TITLED, title
from desktop_app.features.tasks.columns import OF_TASKS
from desktop_app.features.units import service as units
from desktop_app.records import receiving, stored
from desktop_app.records.entity import ENTITIES, Entity, Many, Stored
from desktop_app.records.kinds import Link, Links
from desktop_app.records.receiving import Incoming
from desktop_app.records.session import current
from desktop_app.rules.handoff import Finding, Half, Place, Revision, Setting, compare

LINKED = ("unit", "official", "document", "task", "task_request", "indicator", "figure", *books.NAMED_BY_OTHERS)
SORTS = {
    Finding.FORK: QuestionSort.FORK,
    Finding.BACKWARDS: QuestionSort.OLDER_NUMBER,
    Finding.EPOCH: QuestionSort.EPOCH,
}
WRITTEN = frozenset({Finding.NEW, Finding.TAKE, Finding.RECOVER})
TITLE = 300
FARTHEST = 2**30  # no revision of ours can have come as far; after one that has, we could not count on


class Desk:
    """One package on the desk; nothing here writes."""

    def __init__(self, arrival: Arrival, rows: Sequence[Sent], answers: Answers, cells: Mapping[str, str]) -> None:
        self.arrival, self.rows = arrival, rows
        self.me, self.them = current.office_uid, arrival.sender
        self.cells = cells  # uid -> in which visible cells the row differs from its seal
        self.own = units.own()
        self.names: dict[str, str] = dict(database.execute_sql("SELECT other, record FROM alias").fetchall())
        self.entities = {entity.kind: entity for entity in ENTITIES.values()}
        self.known = {kind: {row[0] for row in database.execute_sql(f"SELECT uid FROM {kind}")} for kind in LINKED}
        self.fates: dict[tuple[str, str], Judged] = {}  # (kind, local uid) -> what becomes of it
        self._said = answers
        self.new_names: dict[str, str] = {}  # learnt from this package, kept when it is accepted
        self._held: dict[str, dict[str, stored.Held]] = {}
        self._remembered: dict[str, dict[Any, Any]] = {}
        self._columns: dict[str, list[tuple[str, type]]] = {}

    def speaks_for(self, owner: str) -> bool:
        """Whether the sender may tell us what another office wrote.

        The office above passes on what all its offices say. One below gives back what we asked for because we lost it.
        """
        return owner in (self.me, self.them) or self.arrival.assignment or self.asked

    @cached_property
    def asked(self) -> bool:
        """Whether we have asked the sender for everything, because we lost something."""
        found = database.execute_sql("SELECT asks FROM channel WHERE office_uid = ?", (self.them,)).fetchone()
        return bool(found and found[0])

    @cached_property
    def written_of(self) -> set[str]:
        """The tasks that this package brings notes, requests or steps of ours about: we have done them once."""
        ours = (row for row in self.rows if row.kind in ("progress_note", "task_request", "task_step"))
        return {self.local(str(row.values.get("task"))) for row in ours if row.values.get("def_owner") == self.me}

    def entity(self, kind: str) -> Entity[Any]:
        """The entity of a kind."""
        return self.entities[kind]

    def local(self, uid: str) -> str:
        """The uid under which a record of the sender's lies here."""
        return self.names.get(uid, uid)

    def fate(self, kind: str, uid: str) -> Judged | None:
        """What becomes of a record that the package brings, once that is known."""
        return self.fates.get((kind, uid))

    def held(self, kind: str, uid: str) -> stored.Held | None:
        """The record as it lies here."""
        if kind not in self._held:
            wanted = [self.local(row.uid) for row in self.rows if row.kind == kind]
            self._held[kind] = self._read(kind, wanted)
        if uid not in self._held[kind] and uid in self.known.get(kind, ()):
            self._held[kind] |= self._read(kind, [uid])
        return self._held[kind].get(uid)

    def _read(self, kind: str, uids: Iterable[str]) -> dict[str, stored.Held]:
        entity = self.entity(kind)
        ids = list(stored.local_ids(entity.model, uids).values())
        return {one.uid: one for one in stored.held(entity, ids)}

    @cached_property
    def _brought(self) -> dict[tuple[str, str], Place]:
        """(uid, revision) -> the place of the package that brought it."""
        rows = database.execute_sql(
            "SELECT r.record, r.def_revision, r.exe_revision, p.epoch, p.running_number FROM received_row AS r "
            "JOIN package AS p ON p.id = r.package_id WHERE r.written AND p.office_uid = ? AND p.state <> 'undone'",
            (self.them,),
        )
        found: dict[tuple[str, str], Place] = {}
        for uid, definition, execution, epoch, number in rows:
            found[uid, definition] = found[uid, f"exe {execution}"] = (epoch, number)
        return found

    def remembered(self, name: str, sql: str) -> dict[Any, Any]:
        """The pairs that a query gives, read once for the whole package."""
        if name not in self._remembered:
            self._remembered[name] = dict(database.execute_sql(sql).fetchall())
        return self._remembered[name]

    def values(self, row: Sent) -> dict[str, Any]:
        """The values of a row with its links named as here; what stays at home, or is no column, left out."""
        found = {}
        for name, kind in self._travelling(row.kind):
            if name not in row.values:
                continue
            value = row.values[name]
            if isinstance(value, bool):
                value = int(value)
            elif kind is Link and isinstance(value, str):
                value = self.names.get(value, value)
            elif kind is Links and isinstance(value, list) and all(isinstance(uid, str) for uid in value):
                value = list(dict.fromkeys(self.names.get(uid, uid) for uid in value))
            found[name] = value
        return found

    def content(self, kind: str, values: Mapping[str, Any], half: str) -> Mapping[str, Any]:
        """What a half says: equal when nothing people see differs."""
        columns = self.entity(kind).columns
        return {name: value or "" for name, value in values.items() if name in columns and columns[name].half == half}

    def _travelling(self, kind: str) -> list[tuple[str, type]]:
        """The columns of a kind that travel, with the sort of what they hold."""
        if kind not in self._columns:
            self._columns[kind] = [
                (name, type(column.kind))
                for name, column in self.entity(kind).columns.items()
                if column.half != "home" and isinstance(column.source, Stored | Many)
            ]
        return self._columns[kind]

    def compare(
        self, kind: str, held: stored.Held | None, half: str, owner: str, revision: Revision, values: Any
    ) -> Finding:
        """What a half that comes in is beside the one that lies here."""
        theirs = Half(owner, revision, self.content(kind, values, half))
        ours, brought = None, None
        if held is not None:
            at = held.def_revision if half == "def" else held.exe_revision or (0, 0, 0)
            said = {name: held.values.get(name) for name in values}
            ours = Half(held.facts[f"{half}_owner"], at, self.content(kind, said, half))
            key = ".".join(map(str, at))
            brought = self._brought.get((held.uid, key if half == "def" else f"exe {key}"))
        if owner == self.me and max(revision) > FARTHEST:
            return Finding.FOREIGN
        epoch = current.epoch if self.arrival.seen <= current.epoch else self.arrival.seen + 1
        found = compare(ours, theirs, Setting(self.me, epoch, self.arrival.place, brought))
        # What another office says of our own half lags behind; that is nothing to speak of.
        return Finding.SAME if found == Finding.OLDER and owner == self.me else found

    def judged(self, row: Sent, verdict: Verdict, reason: str = "") -> Judged:
        """A verdict on a row that says nothing more."""
        return Judged(
            row, self.title(row), verdict, reason, lies_here=self.local(row.uid) in self.known.get(row.kind, ())
        )

    def settle(
        self,
        row: Sent,
        held: stored.Held | None,
        halves: Mapping[str, tuple[Finding, str, Revision]],
        values: dict[str, Any],
    ) -> Judged:
        """The verdict that follows from what each half is: (finding, owner, revision) by half."""
        findings = {half: found[0] for half, found in halves.items()}
        judged = self.judged(row, _verdict(findings.values()))
        judged.lies_here = held is not None
        if Finding.FOREIGN in findings.values():
            judged.reason = "Nơi gửi không phải nơi được ghi phần này"
            return judged
        sort = next((SORTS[found] for found in findings.values() if found in SORTS), None)
        if row.uid in self.cells and judged.verdict != Verdict.UNCHANGED:
            sort = sort or QuestionSort.CELL
        taken = {
            half: (owner, self._next(held, half, revision) if found in SORTS and owner == self.me else revision)
            for half, (found, owner, revision) in halves.items()
            if found in WRITTEN or found in SORTS
        }
        wrong = receiving.problems(self.entity(row.kind), values, self.known, new=held is None)
        if wrong and (taken or sort):
            judged.verdict, judged.reason = Verdict.REFUSED, "; ".join(wrong.values())
            return judged
        self._write(judged, held, taken, values)
        if sort is not None:
            ours = {half: at for half, at in taken.items() if halves[half][0] in SORTS and at[0] == self.me}
            gone = held is not None and bool(held.facts.get("deleted"))  # what is kept stays deleted where it was
            kept = Incoming(self.entity(row.kind), self.local(row.uid), ours, {}, deleted=gone)
            judged.kept = kept if ours else None
            self.ask(judged, sort, self.cells.get(row.uid, ""))
            if judged.verdict == Verdict.UNCHANGED:
                self._take_rest(judged, held, {h: taken[h] for h in taken if halves[h][0] in WRITTEN}, values)
        return judged

    def _take_rest(
        self, judged: Judged, held: stored.Held | None, sure: dict[str, tuple[str, Revision]], values: dict[str, Any]
    ) -> None:
        """The half that nobody asked about, where ours is kept of the other; who does a task comes with its order."""
        if held is not None and "exe" in sure and sure["exe"][0] != held.facts["exe_owner"]:
            del sure["exe"]
        if sure:
            judged.verdict = Verdict.CHANGED
            self._write(judged, held, sure, values)

    def _next(self, held: stored.Held | None, half: str, theirs: Revision) -> Revision:
        """A revision of ours past both values, so that whichever is chosen counts everywhere."""
        ours = (held.def_revision if half == "def" else held.exe_revision) if held is not None else None
        term, n = max(theirs[0], (ours or theirs)[0]), max(theirs[2], (ours or theirs)[2])
        return (term, current.epoch, n + 1)

    def _write(
        self,
        judged: Judged,
        held: stored.Held | None,
        taken: Mapping[str, tuple[str, Revision]],
        values: dict[str, Any],
    ) -> None:
        row, entity = judged.sent, self.entity(judged.sent.kind)
        if not taken:
            return
        wanted = {n: v for n, v in values.items() if entity.columns[n].half in taken}
        judged.incoming = Incoming(entity, self.local(row.uid), dict(taken), wanted, deleted=row.deleted)
        if held is not None:
            judged.changes = self.changes(entity, held, wanted)

    def ask(self, judged: Judged, sort: QuestionSort, words: str = "") -> None:
        """Make a question of a row, or take the answer given to it before."""
        judged.sort = sort
        judged.reason = words or sort.label
        told = judged.changes
        if not told and judged.incoming is not None:
            told = self.changes(judged.incoming.entity, None, judged.incoming.values)
        judged.ours = judged.ours or {label: was for label, was, _ in told}
        judged.theirs = {label: now for label, _, now in told}
        answer = self._answer(judged, sort)
        if answer == Answer.OURS:
            judged.verdict, judged.reason = Verdict.UNCHANGED, "Đã trả lời: giữ như trong sổ"
        elif answer == Answer.THEIRS:
            judged.verdict = Verdict.CHANGED if judged.lies_here else Verdict.NEW
            judged.reason = "Đã trả lời: lấy theo gói"
        else:
            judged.verdict, judged.changes = Verdict.QUESTION, told

    def _answer(self, judged: Judged, sort: QuestionSort) -> Answer | None:
        """What a person says now, or said before to the same question while the same thing lay here."""
        ours = json.dumps(judged.ours, ensure_ascii=False)
        return self._said.get(judged.sent.digest) or self._said_before.get((judged.sent.digest, str(sort), ours))

    @cached_property
    def _said_before(self) -> dict[tuple[str, str, str], Answer]:
        rows = database.execute_sql("SELECT digest, sort, ours, answer FROM question WHERE answer <> ''").fetchall()
        return {(digest, sort, ours): Answer(answer) for digest, sort, ours, answer in rows}

    def changes(
        self, entity: Entity[Any], held: stored.Held | None, values: Mapping[str, Any]
    ) -> list[tuple[str, str, str]]:
        """(label, from, to) of every value that differs, in words."""
        out = []
        for name, value in values.items():
            was = held.values.get(name) if held is not None else None
            if (was or "") != (value or ""):
                out.append((entity.columns[name].label, self.words(entity, name, was), self.words(entity, name, value)))
        return out

    def words(self, entity: Entity[Any], name: str, value: Any) -> str:
        """A plain value as people read it."""
        kind = entity.columns[name].kind
        if isinstance(kind, Link | Links):
            linked = kind.model
            uids = value if isinstance(value, list) else [value] if value else []
            return "; ".join(self.label(linked._meta.table_name, uid) for uid in uids)
        try:
            return kind.show(kind.load(value))
        except (ValueError, TypeError, AttributeError):
            return str(value)

    def label(self, kind: str, uid: str) -> str:
        """What a record is called, whether it lies here or only in the package."""
        row = self._in_package.get((kind, uid))
        if row is not None:
            return self.title(row)
        model = self.entity(kind).model
        return str(model.get_or_none(model.uid == uid) or uid)

    @cached_property
    def _in_package(self) -> dict[tuple[str, str], Sent]:
        return {(row.kind, self.local(row.uid)): row for row in self.rows}

    def title(self, row: Sent) -> str:
        """What a row is called in a list."""
        values = row.values
        if row.kind in OF_TASKS:
            about = self._in_package.get(("task", self.local(str(values.get("task")))))
            name = about.values.get("code", "") if about is not None else ""
            text = values.get("content") or values.get("reason") or values.get("holder") or ""
            return f"{name}: {text}".strip(": ")[:TITLE]
        if row.kind == "task":
            return f"{values.get('code', '')}: {values.get('content', '')}"[:TITLE]
        if row.kind == "document":
            return f"{values.get('number', '')} {values.get('subject', '')}".strip()[:TITLE]
        if row.kind in TITLED:
            return title(row.kind, values, lambda kind, uid: self.label(kind, self.local(uid)))[:TITLE]
        if row.kind in books.KINDS:
            return books.title(row.kind, values, lambda kind, uid: self.label(kind, self.local(uid)))[:TITLE]
        return str(values.get("name") or values.get("day") or values.get("title") or values.get("period") or "")[:TITLE]

    def alias(self, other: str, record: str) -> None:
        """From now on ``other`` names our ``record``."""
        self.names[other] = self.new_names[other] = record


def _verdict(findings: Iterable[Finding]) -> Verdict:
    found = set(findings)
    for finding, verdict in (
        (Finding.FOREIGN, Verdict.REFUSED),
        (Finding.FORK, Verdict.QUESTION),
        (Finding.BACKWARDS, Verdict.QUESTION),
        (Finding.EPOCH, Verdict.QUESTION),
        (Finding.RECOVER, Verdict.RECOVERED),
        (Finding.TAKE, Verdict.CHANGED),
        (Finding.NEW, Verdict.NEW),
        (Finding.OLDER, Verdict.OLDER),
    ):
        if finding in found:
            return verdict
    return Verdict.UNCHANGED
