"""Counts of tasks by month, and by the leader they are done under, in the classes of today."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.connection import database
from db.words import Timeliness
from desktop_app import clock, records
from desktop_app.features.task_classes import service as classes
from desktop_app.features.tasks.columns import TASKS

COUNTED = {"counted": True}


def months(last: date, count: int) -> list[tuple[date, date]]:
    """The first and last days of ``count`` months up to the one of ``last``, the oldest first.

    >>> [(a.isoformat(), b.isoformat()) for a, b in months(date(2024, 3, 15), 2)]
    [('2024-02-01', '2024-02-29'), ('2024-03-01', '2024-03-31')]
    """
    numbers = range(last.year * 12 + last.month - count, last.year * 12 + last.month + 1)
    firsts = [date(number // 12, number % 12 + 1, 1) for number in numbers]
    return [(first, date.fromordinal(after.toordinal() - 1)) for first, after in zip(firsts, firsts[1:], strict=False)]


def by_month(first: date, last: date) -> dict[tuple[str, Timeliness], int]:
    """("2026-03", class) -> how many counted tasks of ``first`` to ``last``, both included, in one pass.

    The month of a task is that of its completion when it is done, and that of its due date while it is open; so a task
    without a due date has a month only when it is done.
    """
    day = "CASE WHEN class GLOB 'open*' THEN due_on ELSE completed_on END"
    source, values = _classed("t.due_on, t.completed_on")
    sql = (
        f"SELECT substr(day, 1, 7), class, count(*) FROM (SELECT class, {day} AS day FROM ({source})) "
        "WHERE class IS NOT NULL AND day BETWEEN ? AND ? GROUP BY 1, 2"
    )
    found = database.execute_sql(sql, (*values, first.isoformat(), last.isoformat())).fetchall()
    return {(month, Timeliness(name)): count for month, name, count in found}


def by_leader() -> dict[tuple[int | None, Timeliness], int]:
    """(id of the leader it is done under, class) -> how many counted tasks are open; None where there is no leader."""
    source, values = _classed("t.id")
    sql = (
        f"SELECT k.supervising_leader_id, class, count(*) FROM ({source}) AS c JOIN task AS k ON k.id = c.id "
        "WHERE class GLOB 'open*' GROUP BY 1, 2"  # joined by id: the rows of tasks that are done are never read
    )
    found = database.execute_sql(sql, values).fetchall()
    return {(leader, Timeliness(name)): count for leader, name, count in found}


def _classed(columns: str, where: Mapping[str, Any] = COUNTED) -> tuple[str, tuple[Any, ...]]:
    """A SELECT of columns of task ``t`` and its class today; LIMIT keeps SQLite from working the class out twice."""
    conditions = records.find(TASKS, where, named=classes.NAMED).conditions
    parts = " AND ".join(f"({condition.sql.replace('{t}', 't')})" for condition in conditions)
    name = classes.timeliness_sql(clock.today())
    sql = f"SELECT {columns}, {name} AS class FROM task AS t WHERE t.deleted_at IS NULL AND {parts} LIMIT -1"
    return sql, tuple(value for condition in conditions for value in condition.values)
