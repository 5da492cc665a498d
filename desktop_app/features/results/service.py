"""The figures of a period: what leaders did, what was assigned, and where every task stands, unit by unit."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.connection import database
from db.words import DocumentType, MeetingKind, TaskKind, Timeliness
from desktop_app.features.documents import service as documents
from desktop_app.features.inspection_counts import service as inspections
from desktop_app.features.inspection_counts.service import Counts
from desktop_app.features.meetings import service as meetings
from desktop_app.features.plans import service as plans
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import standing, urgings
from desktop_app.features.units import service as units
from desktop_app.rules import tally
from desktop_app.rules.periods import Period
from desktop_app.rules.tally import Tally


@dataclass(frozen=True)
class Steering:
    """What the leaders did in the period (the list of section I of the report)."""

    sessions: int
    key_tasks: int  # heard by regular sessions
    meetings: int
    notices: int
    notice_tasks: int
    urging_letters: int
    notices_left_out: int
    inspections: tuple[Counts, ...] = ()
    key_tasks_of_programs: int = 0  # of those heard
    key_tasks_given: int = 0


@dataclass(frozen=True)
class UnitTally:
    """One lead unit's tasks, and how often they had been urged by the day of the figures."""

    unit_id: int
    name: str
    tally: Tally
    urgings: int = 0


@dataclass(frozen=True)
class Figures:
    """All figures of a period as at a day; every total is the sum of its parts."""

    period: Period
    as_at: date
    steering: Steering
    by_unit: tuple[UnitTally, ...]
    from_above: Tally
    own: Tally
    overdue: tuple[Any, ...]
    done_late: tuple[Any, ...]
    rows: tuple[Any, ...]

    @property
    def total(self) -> Tally:
        """All tasks of the period."""
        return tally.together(unit.tally for unit in self.by_unit)

    @property
    def urgings(self) -> int:
        """How often these tasks had been urged."""
        return sum(unit.urgings for unit in self.by_unit)


def figures(period: Period, as_at: date) -> Figures:
    """Work out the figures of a period as at a day (DOMAIN.md 2.2, F3)."""
    rows = tasks.of_period(period, as_at)
    by_unit: dict[int, Tally] = {}
    origin = {True: Tally(), False: Tally()}
    urged: Counter[int] = Counter()
    chosen: dict[Timeliness, list[Any]] = {Timeliness.OPEN_OVERDUE: [], Timeliness.DONE_LATE: []}
    for row in rows:
        timeliness = standing(row, as_at).timeliness
        assert timeliness is not None  # those not counted are not of the period
        single = tally.one(row.assigned_on, period.start, timeliness)
        by_unit[row.lead_unit_id] = by_unit.get(row.lead_unit_id, Tally()) + single
        origin[row.from_above] += single
        urged[row.lead_unit_id] += urgings(row, as_at)
        if timeliness in chosen:
            chosen[timeliness].append(row)
    names = {row.lead_unit_id: row.lead_unit for row in rows}
    return Figures(
        period,
        as_at,
        steering(period, as_at),
        tuple(UnitTally(i, names[i], by_unit[i], urged[i]) for i in in_directory_order(by_unit)),
        origin[True],
        origin[False],
        _by_unit_then_due(chosen[Timeliness.OPEN_OVERDUE], as_at),
        _by_unit_then_due(chosen[Timeliness.DONE_LATE], as_at),
        tuple(rows),
    )


def steering(period: Period, as_at: date) -> Steering:
    """Count sessions, meetings, our notices, letters and inspections from the period's start to ``as_at``."""
    span = (period.start, as_at)
    notices = documents.count(DocumentType.CONCLUSION_NOTICE, *span)
    issued = {"type": DocumentType.CONCLUSION_NOTICE, "issued_between": span, "ours": True}
    all_notices = documents.find(issued).count()
    return Steering(
        meetings.count(MeetingKind.REGULAR_SESSION, *span),
        plans.heard(*span),
        meetings.count(MeetingKind.MEETING, *span, by_leaders=True),
        notices,
        _tasks(f"d.{documents.OURS} AND d.type = ?", DocumentType.CONCLUSION_NOTICE, *span),
        documents.count(DocumentType.URGING_LETTER, *span),
        all_notices - notices,
        tuple(inspections.by_type(*span)),
        plans.heard(*span, of_programs=True),
        _tasks("t.kind = ?", TaskKind.KEY, *span),
    )


def in_directory_order(units_: Mapping[int, Any]) -> list[int]:
    """Unit ids as the directory lists them: the office's own parts, then its subs, then others; by name within."""
    order = units.find(order="relation").ids()
    place = {unit_id: n for n, unit_id in enumerate(order)}
    return sorted(units_, key=lambda unit_id: place.get(unit_id, len(place)))


def _tasks(condition: str, value: str, start: date, end: date) -> int:
    """Counted, not cancelled tasks assigned in a span, under one condition on task ``t`` or its document ``d``."""
    sql = (
        "SELECT count(*) FROM task AS t LEFT JOIN document AS d ON d.id = t.document_id WHERE t.deleted_at IS NULL "
        f"AND {condition} AND t.assigned_on BETWEEN ? AND ? AND t.progress <> 'declined' "
        f"AND (d.category_id IS NULL OR d.category_id NOT IN ({documents.UNCOUNTED})) "
        "AND t.id NOT IN (SELECT task_id FROM task_decision WHERE kind = 'cancelled' AND deleted_at IS NULL "
        "AND decided_on <= ?)"
    )
    values = (value, start.isoformat(), end.isoformat(), end.isoformat())
    return int(database.execute_sql(sql, values).fetchone()[0])


def _by_unit_then_due(rows: list[Any], as_at: date) -> tuple[Any, ...]:
    place = {unit_id: n for n, unit_id in enumerate(in_directory_order({row.lead_unit_id: None for row in rows}))}
    return tuple(sorted(rows, key=lambda row: (place[row.lead_unit_id], standing(row, as_at).due_on, row.id)))
