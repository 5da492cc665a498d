"""The decisions of a period that moved the terms of tasks, or refused to: who asked, who decided, in what document."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from db.models import Task, TaskDecision
from db.words import Copy, DecisionKind
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import halves
from desktop_app.rules import lateness

KINDS = (
    DecisionKind.EXTENDED,
    DecisionKind.EXTENSION_REFUSED,
    DecisionKind.SUSPENDED,
    DecisionKind.SUSPENSION_REFUSED,
    DecisionKind.RESUMED,
)


@dataclass(frozen=True)
class Term:
    """One decision about a term: the listed task, the decision, and the due date after it."""

    row: Any
    decision: TaskDecision
    due_on: date | None


def of_period(start: date, end: date) -> list[Term]:
    """The decisions about terms from ``start`` to ``end``, both included, oldest first; copies are others' business."""
    query = (
        TaskDecision.select(TaskDecision, Task)
        .join(Task)
        .where(
            TaskDecision.kind.in_(KINDS),
            TaskDecision.decided_on.between(start, end),
            TaskDecision.deleted_at.is_null(),
            Task.deleted_at.is_null(),
            Task.copy == Copy.NONE,
        )
        .order_by(TaskDecision.decided_on, TaskDecision.task, TaskDecision.place, TaskDecision.id)
    )
    found = list(query)
    rows = {row.id: row for row in tasks.find().rows(sorted({decision.task.id for decision in found}))}
    return [_term(rows[decision.task.id], decision) for decision in found]


def _term(row: Any, decision: TaskDecision) -> Term:
    return Term(row, decision, lateness.due(halves(row), decision.decided_on))
