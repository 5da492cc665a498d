"""Reading the chains of orders that come again; it stands below the book of tasks, whose lists are narrowed by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.connection import database
from db.models import Task
from db.words import Copy, DecisionKind, Repeat
from desktop_app import clock
from desktop_app.records.session import current
from desktop_app.rules import repeats

# The last ones of their chains whose next one is ours to make. A cancelled one is followed by hand only.
WAITING = (
    "t.repeats <> '' AND t.def_owner = ? AND t.copy = '' AND t.deleted_at IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM task AS n WHERE n.previous_id = t.id AND n.deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM "
    f"task_decision AS d WHERE d.task_id = t.id AND d.kind = '{DecisionKind.CANCELLED}' AND d.deleted_at IS NULL)"
)
BACK = (
    "WITH RECURSIVE back(tail, id, n) AS (SELECT id, id, 0 FROM task WHERE id IN ({ids}) UNION ALL "
    "SELECT back.tail, t.previous_id, back.n + 1 FROM back JOIN task AS t ON t.id = back.id "
    "WHERE t.previous_id IS NOT NULL) SELECT back.tail, t.assigned_on, t.original_due_on FROM back "
    "JOIN task AS t ON t.id = back.id ORDER BY back.tail, back.n DESC"
)


@dataclass(frozen=True)
class Next:
    """The days of the next order of a chain; without a due date when the last one has none."""

    assigned_on: date
    due_on: date | None


def due(today: date | None = None) -> list[int]:
    """The tasks whose next one is due to be made: its day of assignment has come. By code."""
    on = today or clock.today()
    rows = database.execute_sql(
        f"SELECT t.id, t.repeats FROM task AS t NOT INDEXED WHERE {WAITING} ORDER BY t.code", (current.office_uid,)
    )
    waiting = dict(rows.fetchall())
    days = _days(waiting)
    return [i for i, repeat in waiting.items() if _next(days[i], repeat).assigned_on <= on]


def next_of(task: Task) -> Next:
    """The days that come next in the chain of a recurring task."""
    return _next(_days([task.id])[task.id], str(task.repeats))


def follower_of(task: Task) -> Task | None:
    """The next one of a task, where there is one."""
    return Task.get_or_none(Task.previous == task, Task.deleted_at.is_null())


def next_refused(task: Task) -> str:
    """Why the next one of a task is not made now, in words; empty when it may be."""
    if task.repeats == Repeat.NONE:
        return "Nhiệm vụ không định kỳ; hãy chọn ô “Lặp lại” rồi lưu"
    if task.copy != Copy.NONE:
        return "Nhiệm vụ này chỉ để xem, không tạo kỳ tiếp theo ở đây"
    after = follower_of(task)
    return f"Kỳ sau đã có: {after.code}" if after is not None else ""


def _next(days: Sequence[tuple[date, date | None]], repeat: str) -> Next:
    dues = [due_on for _, due_on in days if due_on is not None]
    ends = days[-1][1] is not None
    return Next(
        repeats.following([assigned for assigned, _ in days], repeat), repeats.following(dues, repeat) if ends else None
    )


def _days(ids: Iterable[int]) -> dict[int, list[tuple[date, date | None]]]:
    """Day of assignment and original due date of each task's chain up to itself, the oldest first."""
    wanted = ",".join(str(int(one)) for one in ids) or "NULL"
    found: dict[int, list[tuple[date, date | None]]] = {}
    for tail, assigned, due_on in database.execute_sql(BACK.replace("{ids}", wanted)).fetchall():
        day = date.fromisoformat(due_on) if due_on else None
        found.setdefault(tail, []).append((date.fromisoformat(assigned), day))
    return found
