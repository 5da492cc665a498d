"""Demonstration offices founded out of the scenarios' material, and their books written through the gate."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from db.models import (
    Document,
    DocumentCategory,
    Meeting,
    Official,
    ProgressNote,
    Task,
    TaskDecision,
    TaskStep,
    Unit,
)
from db.words import DecisionKind, DocumentType, MeetingKind, Progress, TaskKind, Urgency
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.features.office import service as office
from desktop_app.features.task_holders.columns import STEPS
from desktop_app.features.tasks.columns import DECISIONS, NOTES, TASKS
from desktop_app.records.keep import load, load_links

AT_ONCE = 500  # records made between two pieces of news
MATERIAL = Path(__file__).parents[3] / "assets" / "scenarios"


def read(name: str) -> dict[str, Any]:
    """One file of the scenarios' material."""
    with (MATERIAL / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class NotePlan:
    """A dated line on how an order stands."""

    noted_on: date
    content: str
    difficulty: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """A decision about an order."""

    kind: DecisionKind
    decided_on: date
    reason: str = ""
    due_on: date | None = None


@dataclass(slots=True)
class OrderPlan:
    """One task as the office gives it, and what came of it; units by code, people by name."""

    content: str
    lead: str
    assigned_on: date
    partners: tuple[str, ...] = ()
    leader: str = ""
    sort: str = ""
    due_on: date | None = None
    due_at: str = ""
    recurrence: str = ""
    kind: TaskKind = TaskKind.REGULAR
    urgency: Urgency = Urgency.NORMAL
    external_ref: str = ""
    deliverable_wanted: str = ""
    needs_confirmation: bool = False
    official: str = ""
    progress: Progress = Progress.NEW
    completed_on: date | None = None
    deliverable: str = ""
    late_reason: str = ""
    notes: list[NotePlan] = field(default_factory=list)
    decisions: list[DecisionPlan] = field(default_factory=list)

    @property
    def due_now(self) -> date | None:
        """The due date after what has been granted."""
        granted = [decision.due_on for decision in self.decisions if decision.kind == DecisionKind.EXTENDED]
        return granted[-1] if granted else self.due_on


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting to be written down."""

    kind: MeetingKind
    held_on: date
    title: str
    chair: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class DocumentPlan:
    """A document to be written down, with the orders it gives."""

    type: DocumentType
    number: str
    issuer: str
    issued_on: date
    subject: str
    orders: Sequence[OrderPlan] = ()
    category: str = ""
    urgency: Urgency = Urgency.NORMAL
    meeting: MeetingPlan | None = None
    signer: str = ""
    incoming_number: str = ""
    incoming_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Book:
    """Everything a scenario writes down; categories by name, with whether they are counted."""

    meetings: Sequence[MeetingPlan]
    documents: Sequence[DocumentPlan]
    categories: Mapping[str, bool] = field(default_factory=dict)


def refuse_unless_empty() -> None:
    """Raise Refused when the open folder already holds an office's work, or an office."""
    count = Task.select().count()
    if count:
        raise Refused(f"Cơ quan này đã có {count} nhiệm vụ; dữ liệu mẫu chỉ ghi vào thư mục chưa có dữ liệu")
    founded = office.current()
    if founded is not None:
        raise Refused(f"Thư mục này đã là của {founded.name}; dữ liệu mẫu chỉ ghi vào thư mục chưa có dữ liệu")


def found(scenario: Mapping[str, Any]) -> None:
    """Found the office of a scenario with its units and officials."""
    units = [
        {"code": code, "name": name, "kind": kind, "relation": relation, "parent": parent}
        for code, _, name, kind, relation, parent in scenario["units"]["rows"]
    ]
    names = {row["code"]: row["name"] for row in units}
    for row in units:
        row["parent"] = names.get(row["parent"], "")
    people = [
        {"name": name, "position": position, "unit": names[code], "role": role}
        for name, position, code, role in scenario["officials"]["rows"]
    ]
    office.create(scenario["office"], units, people)


def write(book: Book) -> Iterator[float]:
    """Write a book into the office just founded, inside the caller's ``writing``; yields the share done, 0 to 1."""
    units = {unit.code: unit for unit in Unit.select()}
    people = {official.name: official for official in Official.select()}
    categories = {
        name: documents.save_category({"name": name, "counted": "x" if counted else "0"})
        for name, counted in book.categories.items()
    }
    meetings = [_meeting(plan, people) for plan in book.meetings]
    held = {id(plan): record for plan, record in zip(book.meetings, meetings, strict=True)}
    yield from _shares(load(MEETINGS, meetings), len(meetings), 0.0, 0.05)
    papers = [_document(plan, units, categories, held) for plan in book.documents]
    yield from _shares(load(DOCUMENTS, papers), len(papers), 0.05, 0.1)
    orders = [order for plan in book.documents for order in plan.orders]
    of = [paper for plan, paper in zip(book.documents, papers, strict=True) for _ in plan.orders]
    tasks: list[Task] = []
    for order, code, paper in zip(orders, _codes(orders), of, strict=True):
        tasks.append(_task(order, code, paper, units, people))
        if len(tasks) % AT_ONCE == 0:
            yield 0.1 + 0.1 * len(tasks) / len(orders)
    yield from _shares(load(TASKS, tasks), len(tasks), 0.2, 0.75)
    yield from _write_parts(list(zip(orders, tasks, strict=True)), units)
    yield 1.0


def _write_parts(pairs: Sequence[tuple[OrderPlan, Task]], units: Mapping[str, Unit]) -> Iterator[float]:
    """What hangs on tasks: cooperating units, notes, steps, decisions."""
    partners = [(task, [units[code] for code in order.partners]) for order, task in pairs if order.partners]
    for start in range(0, len(partners), AT_ONCE):
        load_links(TASKS, "cooperating_units", partners[start : start + AT_ONCE])
        yield 0.75 + 0.05 * start / len(partners)
    notes: list[ProgressNote] = []
    for place, (order, task) in enumerate(pairs):
        notes += [_note(note, task, order) for note in order.notes]
        if place % AT_ONCE == 0:
            yield 0.8 + 0.03 * place / len(pairs)
    yield from _shares(load(NOTES, notes), len(notes), 0.83, 0.93)
    steps = [_step(task, order) for order, task in pairs if order.official]
    yield from _shares(load(STEPS, steps), len(steps), 0.93, 0.97)
    decisions = [
        _decision(decision, task, order, place)
        for order, task in pairs
        for place, decision in enumerate(order.decisions, 1)
    ]
    yield from _shares(load(DECISIONS, decisions), len(decisions), 0.97, 1.0)


def _shares(done: Iterator[int], total: int, first: float, last: float) -> Iterator[float]:
    for count in done:
        yield first + (last - first) * count / total


def _codes(orders: Sequence[OrderPlan]) -> list[str]:
    """Codes in the order given, counted year by year as ``tasks.next_code`` does."""
    counts: dict[int, int] = {}
    codes = []
    for order in orders:
        year = order.assigned_on.year
        counts[year] = counts.get(year, 0) + 1
        codes.append(f"NV-{year}-{counts[year]:05d}")
    return codes


def _meeting(plan: MeetingPlan, people: Mapping[str, Official]) -> Meeting:
    return Meeting(
        kind=plan.kind,
        held_on=plan.held_on,
        title=plan.title,
        chair=people[plan.chair] if plan.chair else None,
        place=plan.place,
        note=plan.note,
    )


def _document(
    plan: DocumentPlan,
    units: Mapping[str, Unit],
    categories: Mapping[str, DocumentCategory],
    held: Mapping[int, Meeting],
) -> Document:
    return Document(
        type=plan.type,
        number=plan.number,
        issuer=units[plan.issuer],
        issued_on=plan.issued_on,
        issued_year=plan.issued_on.year,
        subject=plan.subject,
        category=categories[plan.category] if plan.category else None,
        urgency=plan.urgency,
        meeting=None if plan.meeting is None else held[id(plan.meeting)],
        signer=plan.signer,
        incoming_number=plan.incoming_number,
        incoming_on=plan.incoming_on,
        note=plan.note,
    )


def _task(
    order: OrderPlan, code: str, document: Document, units: Mapping[str, Unit], people: Mapping[str, Official]
) -> Task:
    return Task(
        code=code,
        content=order.content,
        document=document,
        lead_unit=units[order.lead],
        supervising_leader=people[order.leader] if order.leader else None,
        kind=order.kind,
        urgency=order.urgency,
        assigned_on=order.assigned_on,
        due_on=order.due_now,
        due_at=order.due_at,
        original_due_on=order.due_on,
        recurrence=order.recurrence,
        deliverable_wanted=order.deliverable_wanted,
        external_ref=order.external_ref,
        needs_confirmation=order.needs_confirmation,
        official=people[order.official] if order.official else None,
        progress=order.progress,
        completed_on=order.completed_on,
        deliverable=order.deliverable,
        late_reason=order.late_reason,
    )


def _note(plan: NotePlan, task: Task, order: OrderPlan) -> ProgressNote:
    return ProgressNote(
        task=task,
        noted_on=plan.noted_on,
        content=plan.content.replace("{deliverable}", order.deliverable),
        difficulty=plan.difficulty,
        proposal=plan.proposal,
        author=order.official,
    )


def _step(task: Task, order: OrderPlan) -> TaskStep:
    return TaskStep(
        task=task,
        holder=order.official,
        began_on=order.assigned_on,
        ended_on=order.completed_on,
        author=order.leader,
        place=1,
    )


def _decision(plan: DecisionPlan, task: Task, order: OrderPlan, place: int) -> TaskDecision:
    return TaskDecision(
        task=task,
        kind=plan.kind,
        decided_on=plan.decided_on,
        due_on=plan.due_on,
        reason=plan.reason,
        decided_by=order.leader,
        place=place,
    )
