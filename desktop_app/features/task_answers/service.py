"""Reading the decisions about a task; it stands below the book of tasks, whose checks ask it."""

from collections.abc import Sequence
from datetime import date

from db.models import Task, TaskDecision
from db.words import DecisionKind
from desktop_app.rules import late_causes


def decisions_of(record: Task) -> Sequence[TaskDecision]:
    """The decisions about a task, oldest first."""
    query = TaskDecision.select().where(TaskDecision.task == record, TaskDecision.deleted_at.is_null())
    return list(query.order_by(TaskDecision.decided_on, TaskDecision.place, TaskDecision.id))


def cancelled_on(record: Task) -> date | None:
    """The day on which a task was cancelled."""
    days = [d.decided_on for d in decisions_of(record) if d.kind == DecisionKind.CANCELLED]
    return min(days, default=None)


def answer_of(record: Task) -> TaskDecision | None:
    """What the assigner answered to the present round of the work: confirmed, or to be done again."""
    kinds = (DecisionKind.CONFIRMED, DecisionKind.REDO)
    answers = [d for d in decisions_of(record) if d.kind in kinds and d.round == record.round]
    return answers[-1] if answers else None


def cause_of(record: Task) -> TaskDecision | None:
    """What the assigner answered last to the late reason of the present round."""
    answers = [d for d in decisions_of(record) if d.kind in late_causes.ANSWERS and d.round == record.round]
    return answers[-1] if answers else None
