"""Deadlines counted in working days that the calendar of now puts on another day than the one that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.models import Task
from db.words import TaskState
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.task_due.service import term_end
from desktop_app.features.task_halves import service as owners
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS, standing
from desktop_app.records import Condition, journal
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole

# Ours to move: a term in working days that no decision has touched, of work not reported done or sent back.
TOUCHED = (
    "SELECT 1 FROM task_decision AS d WHERE d.task_id = {t}.id AND d.deleted_at IS NULL "
    "AND d.kind IN ('extended', 'suspended', 'resumed', 'cancelled')"
)
SENT_BACK = "SELECT r.task_id FROM task_decision AS r WHERE r.kind = 'redo' AND r.deleted_at IS NULL"
UNTOUCHED = Condition(
    "{t}.due_workdays IS NOT NULL AND {t}.due_on = {t}.original_due_on AND {t}.copy = '' "
    "AND {t}.def_owner = (SELECT uid FROM office) "
    f"AND ({{t}}.completed_on IS NULL OR {{t}}.id IN ({SENT_BACK})) AND NOT EXISTS ({TOUCHED})"
)
STILL_TO_DO = (TaskState.NEW, TaskState.IN_PROGRESS, TaskState.REDO)


@dataclass(frozen=True)
class Move:
    """A task whose term ends on another day by the calendar of now."""

    task_id: int
    code: str
    content: str
    unit: str
    workdays: int
    assigned_on: date
    old: date
    new: date


def moves() -> list[Move]:
    """Every open task of ours whose deadline in working days is no longer what the calendar gives, by its deadline."""
    found = tasks.find(order="due_on").only(UNTOUCHED)
    return [move for row in found.iterate() if (move := _move(row)) is not None]


def count() -> int:
    """How many there are."""
    return len(moves())


def news() -> str:
    """The same in words; empty when there is none."""
    found = count()
    return f"{show_whole(found)} thời hạn tính theo ngày làm việc cần tính lại" if found else ""


def apply(chosen: Sequence[Move]) -> int:
    """Let the deadlines follow the calendar, all or none; how many moved. What was done to a task meanwhile counts."""
    return _each(chosen, lambda task, move: move_term(task, move.new, _why(move)))


def keep_dates(chosen: Sequence[Move]) -> int:
    """Keep the dates that stand: from now on they are plain dates that no calendar moves; how many."""
    return _each(chosen, lambda task, move: fix_term(task, _why_not(move)))


def move_term(record: Task, due_on: date, why: str) -> Task:
    """Let a term in working days end on another day, since the calendar changed; the journal says ``why``.

    It is the same term, so the original due date moves with it.
    """
    if words := owners.not_ours(record, "def"):
        raise Refused(words)
    with records.writing():
        moved = records.keep(TASKS, {}, record, due_on=due_on, original_due_on=due_on)
        journal.note(TASKS.kind, moved.uid, moved=why)
    return moved


def fix_term(record: Task, why: str) -> Task:
    """Make the due date of a term in working days a plain date that no calendar moves; the journal says ``why``."""
    if words := owners.not_ours(record, "def"):
        raise Refused(words)
    with records.writing():
        fixed = records.keep(TASKS, {}, record, due_workdays=None)
        journal.note(TASKS.kind, fixed.uid, fixed=why)
    return fixed


def _each(chosen: Sequence[Move], work: Any) -> int:
    wanted = {move.task_id for move in chosen}
    with records.writing():
        now = [move for move in moves() if move.task_id in wanted]
        for move in now:
            work(tasks.get(move.task_id), move)
    return len(now)


def _move(row: Any) -> Move | None:
    new = term_end(row.assigned_on, row.due_workdays)
    if new == row.due_on or standing(row).state not in STILL_TO_DO:
        return None
    return Move(row.id, row.code, row.content, row.lead_unit, row.due_workdays, row.assigned_on, row.due_on, new)


def _term(move: Move) -> str:
    return f"{show_whole(move.workdays)} ngày làm việc kể từ ngày giao {show_date(move.assigned_on)}"


def _why(move: Move) -> str:
    return f"Lịch làm việc thay đổi: {_term(move)} nay hết ngày {show_date(move.new)}, không phải {show_date(move.old)}"


def _why_not(move: Move) -> str:
    return f"Giữ hạn {show_date(move.old)}, không tính lại theo lịch làm việc ({_term(move)})"
