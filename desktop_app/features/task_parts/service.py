"""Passing on what another office has given us, as a part that we assign; and taking over what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.models import Document, Task
from db.words import DocumentType, Progress, TaskState, UnitRelation
from desktop_app.errors import Refused
from desktop_app.features.task_due import service as terms
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_rules.service import Facts
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records.keep import name_of
from desktop_app.rules.dates import show_date

BELOW = (UnitRelation.PART, UnitRelation.SUB)


def proposed(record: Task) -> dict[str, str]:
    """What the part begins with: the order as it was given."""
    texts = TASKS.texts(record)
    return {name: texts[name] for name in ("content", "due_on", "deliverable_wanted")}


def pass_on(record: Task, texts: Mapping[str, str]) -> Task:
    """Give a received task to a unit of ours or below us, as a part of it: ``content``, ``lead_unit``, days.

    The part is ours to follow; of where it comes from only the words travel on.
    """
    return _give(rules.must(record, "pass_on").task, texts)


def give_part(record: Task, texts: Mapping[str, str]) -> Task:
    """Give a unit of ours or below us a part of whatever task we do: ``content``, ``lead_unit``, days.

    Until every part is completed or cancelled the task itself is not reported done.
    """
    return _give(rules.must(record, "give_part").task, texts)


def _give(task: Task, texts: Mapping[str, str]) -> Task:
    values, _ = TASKS.read(texts)
    if problems := _problems(task, values.get("lead_unit"), terms.due_of(values)):
        raise Refused(problems)
    above = TASKS.texts(task)
    kept = {name: above[name] for name in ("kind", "urgency")}
    return tasks.save({**kept, **texts, "parent": task.code}, origin=origin_of(task))


def origin_of(record: Task) -> str:
    """Where a task comes from, in words that can be read elsewhere."""
    document = record.document
    if document is None:
        before = record.origin or f"Nhiệm vụ do {name_of(record.def_owner, 'cấp trên')} giao"
        return f"{before} ({record.code})"
    return f"{document_words(document)} ({record.code})"


def document_words(document: Document) -> str:
    """A document in words that can be read elsewhere: Quyết định 202/QĐ-UBND ngày 22/10/2026 của một cơ quan."""
    kind = DocumentType(document.type)
    name = "Văn bản" if kind == DocumentType.OTHER else kind.label
    parts = [name, document.number, f"ngày {show_date(document.issued_on)}", f"của {document.issuer}"]
    return " ".join(part for part in parts if part)


def _problems(parent: Task, lead: Any, due_on: date | None) -> dict[str, str]:
    problems = {}
    if lead is not None and lead.relation not in BELOW:
        problems["lead_unit"] = "Hãy chọn đơn vị thuộc cơ quan hoặc cấp dưới"
    if parent.due_on is not None and due_on is None:
        problems["due_on"] = f"Nhiệm vụ được giao có hạn {show_date(parent.due_on)}; hãy ghi thời hạn cho đơn vị"
    elif parent.due_on is not None and due_on is not None and due_on > parent.due_on:
        problems["due_on"] = (
            f"Không được sau hạn của nhiệm vụ được giao, {show_date(parent.due_on)}; cần thêm ngày thì đề nghị gia hạn"
        )
    return problems


def parts_of(record: Task) -> Sequence[Any]:
    """The parts of a task, as rows of the list, oldest first."""
    return list(tasks.find({"parent": record.id}, order="id").iterate())


def result_of(part: Task) -> dict[str, str]:
    """What a part has brought, as a report of completion would say it."""
    texts = TASKS.texts(part)
    return {name: texts[name] for name in ("completed_on", "deliverable", "late_reason", "late_cause")}


def may_take_over(now: Facts, part: Any) -> bool:
    """Whether the result of a part is there to be taken over."""
    done = part.progress == Progress.REPORTED and tasks.standing_of(part).state == TaskState.COMPLETED
    return done and not rules.why_not(now, "complete")


def take_over(record: Task, texts: Mapping[str, str], part: Task) -> Task:
    """Report the task done with what a part of it has brought, as put right in ``texts``."""
    if part.parent != record:
        raise Refused(f"{part.code} không phải việc thành phần của {record.code}")
    if tasks.standing_of(part).state != TaskState.COMPLETED:
        raise Refused(f"Việc thành phần {part.code} chưa hoàn thành")
    return flow.complete(record, {**result_of(part), **texts})
