"""Writing what a register brings: documents, tasks, their reports and extensions, the batch - all or nothing."""

from collections.abc import Iterator, Sequence
from typing import Any

from db.models import Document, ImportBatch, ImportedRow, ProgressNote, Task, TaskDecision
from db.words import DecisionKind
from desktop_app import clock, events, records
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.import_map import service as mapping
from desktop_app.features.import_papers.columns import Paper
from desktop_app.features.import_row.columns import Row, Verdict
from desktop_app.features.import_rows import service as rows_
from desktop_app.features.import_rows.columns import Plan
from desktop_app.features.task_halves import service as owners
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import DECISIONS, NOTES, TASKS
from desktop_app.records import Entity, journal
from desktop_app.records.keep import load, load_links
from desktop_app.records.session import current

KIND = "import_batch"
LOADED_AT_ONCE = 100
AT_ONCE = 200  # rows; SQLite takes so many values in one statement
REASON = "Ghi theo sổ cũ; sổ không ghi ngày quyết định"


def accept(of: Plan) -> Iterator[float]:
    """Write the rows that are sure; yields the share done, in short steps. Stopped on the way, nothing is written.

    What was done to the book since the verdict is looked at first: then the verdict is worked out anew.

    Raises:
        Refused: no row is sure, or the file has changed under us.
        Failed: the disk refuses.
    """
    yield 0.0
    backups.make()
    if of.head != journal.head():
        for share in rows_.judge(of):
            yield share * 0.3
    chosen = [row for row in of.rows if row.verdict == Verdict.NEW]
    if not chosen:
        raise Refused("Không có dòng nào để nhập; hãy trả lời các câu hỏi, hoặc sửa các dòng bị từ chối")
    with records.writing():
        for share in _write(of, chosen):
            yield 0.3 + 0.69 * share
    for place, table in enumerate(of.tables):
        if place not in of.skipped:
            mapping.remember(table.key, mapping.labelled(table, of.maps[place]), _answers(of))
    yield 1.0


def _write(of: Plan, chosen: Sequence[Row]) -> Iterator[float]:
    """Write the chosen rows inside the caller's transaction."""
    batch = ImportBatch.create(
        source=of.source.name[:260], digest=of.source.digest, made_at=clock.now(), made_by=current.who
    )
    papers = _papers(chosen)
    yield from _load(DOCUMENTS, [paper.record for paper in papers], 0, 0.2)
    made = _tasks(chosen)
    yield from _load(TASKS, made, 0.2, 0.8)
    linked = [(task, row.values["cooperating_units"]) for task, row in zip(made, chosen, strict=True)]
    load_links(TASKS, "cooperating_units", [(task, others) for task, others in linked if others])
    notes, decisions = _notes(made, chosen), _decisions(made, chosen)
    yield from _load(NOTES, [note for note, _ in notes], 0.8, 0.9)
    yield from _load(DECISIONS, [decision for decision, _ in decisions], 0.9, 0.95)
    written = [(0, DOCUMENTS.kind, paper.record.uid) for paper in papers]
    written += [(row.row, TASKS.kind, task.uid) for task, row in zip(made, chosen, strict=True)]
    written += [(row, NOTES.kind, note.uid) for note, row in notes]
    written += [(row, DECISIONS.kind, decision.uid) for decision, row in decisions]
    for start in range(0, len(written), AT_ONCE):
        lines = [{"batch": batch, "place": p, "kind": k, "record": r} for p, k, r in written[start : start + AT_ONCE]]
        ImportedRow.insert_many(lines).execute()
        yield 0.97
    journal.note(KIND, batch.uid, imported=f"{of.source.name}: {len(made)} nhiệm vụ, {len(papers)} văn bản")
    events.publish(events.Changed(KIND))


def _answers(of: Plan) -> dict[str, str]:
    return {question.key: question.answer for question in of.questions if question.answer}


def _load(entity: Entity[Any], things: Sequence[Any], start: float, end: float) -> Iterator[float]:
    if things:
        for done in load(entity, things, LOADED_AT_ONCE):
            yield start + (end - start) * done / len(things)


def _papers(chosen: Sequence[Row]) -> list[Paper]:
    """The documents to make, each once, as records not written yet."""
    found = {id(row.paper): row.paper for row in chosen if row.paper is not None and row.paper.record is None}
    for paper in found.values():
        values = {name: value for name, value in paper.values.items() if name in Document._meta.fields}
        paper.record = Document(**values, issued_year=paper.issued_on.year)
    return list(found.values())


def _tasks(chosen: Sequence[Row]) -> list[Task]:
    made = []
    codes: dict[int, int] = {}
    for row in chosen:
        values = {name: value for name, value in row.values.items() if name in Task._meta.fields}
        year = values["assigned_on"].year
        codes[year] = codes.get(year, int(tasks.next_code(year)[8:]) - 1) + 1
        task = Task(
            **values, code=f"NV-{year}-{codes[year]:05d}", origin=row.origin, original_due_on=values.get("due_on")
        )
        task.document = row.paper.record if row.paper is not None else None
        if row.extended_to is not None:
            task.due_on = row.extended_to
        if doer := owners.doer_of(task.lead_unit):
            task.doer, task.exe_owner, task.exe_epoch, task.exe_n = doer, doer, 0, 0
        made.append(task)
    return made


def _notes(made: Sequence[Task], chosen: Sequence[Row]) -> list[tuple[ProgressNote, int]]:
    today = clock.today()
    return [
        (
            ProgressNote(
                task=task,
                noted_on=min(row.report["noted_on"] or today, today),
                content=row.report["content"],
                difficulty=row.report["difficulty"],
                proposal=row.report["proposal"],
                author=current.who,
            ),
            row.row,
        )
        for task, row in zip(made, chosen, strict=True)
        if row.report and not task.doer
    ]


def _decisions(made: Sequence[Task], chosen: Sequence[Row]) -> list[tuple[TaskDecision, int]]:
    return [
        (
            TaskDecision(
                task=task,
                kind=DecisionKind.EXTENDED,
                decided_on=row.extended_on,
                due_on=row.extended_to,
                reason=REASON,
                place=1,
            ),
            row.row,
        )
        for task, row in zip(made, chosen, strict=True)
        if row.extended_to is not None
    ]


def batches() -> list[ImportBatch]:
    """The registers read in, the newest first."""
    return list(ImportBatch.select().order_by(ImportBatch.id.desc()))


def counts(batch: ImportBatch) -> dict[str, int]:
    """How many records of each kind a batch wrote."""
    found: dict[str, int] = {}
    for row in ImportedRow.select(ImportedRow.kind).where(ImportedRow.batch == batch):
        found[row.kind] = found.get(row.kind, 0) + 1
    return found
