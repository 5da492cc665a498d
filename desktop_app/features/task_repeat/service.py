"""Making the next one of an order that comes again: never two of the same one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.models import Task
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.task_chain import service as chain
from desktop_app.features.task_rules import service as rules
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import writing
from desktop_app.rules.dates import show_date
from desktop_app.rules.workdays import add_workdays

# What the next one takes over unseen; what the window shows of it is proposed beside it.
KEPT = ("cooperating_units", "kind", "urgency", "due_at", "needs_confirmation", "recurrence", "due_workdays", "repeats")
SHOWN = ("content", "lead_unit", "supervising_leader", "deliverable_wanted")


@dataclass(frozen=True)
class Made:
    """What became of some tasks' next ones: the new tasks, and why others were not made, by the code of the last."""

    tasks: Sequence[Task]
    refused: Mapping[str, str]


def due() -> list[int]:
    """The tasks whose next one is due to be made today."""
    return chain.due()


def proposed(record: Task) -> dict[str, str]:
    """What the next one begins with: the same order, a period later; a lead unit that has ended by its successor.

    Where the words name the due date, they name the new one.
    """
    texts, after = TASKS.texts(record), chain.next_of(record)
    due_on = after.due_on
    if record.due_workdays is not None:
        due_on = add_workdays(after.assigned_on, int(record.due_workdays), *clock.calendar())
    lead = record.lead_unit
    while lead.successor is not None and lead.valid_to is not None and lead.valid_to < after.assigned_on:
        lead = lead.successor
    days = {"assigned_on": show_date(after.assigned_on), "due_on": show_date(due_on)}
    content = texts["content"]
    if record.original_due_on is not None and due_on is not None:
        content = content.replace(show_date(record.original_due_on), show_date(due_on))
    return {name: texts[name] for name in SHOWN} | {"content": content, "lead_unit": str(lead)} | days


def make_next(record: Task, texts: Mapping[str, str]) -> Task:
    """Make the next one of a recurring task of ours, with ``texts`` over what is proposed."""
    with writing():
        task = rules.must(record, "repeat").task
        kept = {name: text for name, text in TASKS.texts(task).items() if name in KEPT}
        return tasks.save({**kept, **proposed(task), **texts}, document=task.document, previous=task)


def create_due(ids: Sequence[int]) -> Made:
    """Make the next one of each of these tasks that is due, as proposed; a refused one does not stop the others."""
    wanted, made, refused = set(chain.due()), [], {}
    for record in (tasks.get(one) for one in ids if one in wanted):
        try:
            made.append(make_next(record, {}))
        except Refused as problem:
            refused[str(record.code)] = str(problem)
    return Made(made, refused)


def chain_of(record: Task) -> tuple[Task | None, Task | None]:
    """The task of the period before and that of the period after, as far as there are any."""
    before = record.previous
    return before if before is not None and before.deleted_at is None else None, chain.follower_of(record)
