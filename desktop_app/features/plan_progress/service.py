"""Where each item of a plan stands on a day: as its task does, as its target reads, or by its own state."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from db.models import Plan, PlanGroup, PlanItem, Task
from db.words import Assigner, Outcome, PeriodScheme, PlanStanding
from desktop_app.features.plans import service as plans
from desktop_app.features.readings import service as readings
from desktop_app.features.readings.columns import Reading
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import situation, standing
from desktop_app.features.units import service as units
from desktop_app.rules import plans as rules
from desktop_app.rules.dates import show_date
from desktop_app.rules.periods import read_period
from desktop_app.rules.plans import Progress

NO_TARGET = "chưa giao chỉ tiêu này cho năm của kế hoạch"


class Where(NamedTuple):
    """Where one item stands, and that in words: "Quá hạn 5 ngày", "Chưa có số liệu"."""

    standing: PlanStanding
    words: str


def where(plan: Plan, day: date) -> dict[int, Where]:
    """Where every item of a plan stands on a day, by its id."""
    items = plans.items(plan)
    of_tasks, read = _tasks(items, day), _readings(plan, items, day)
    found = {}
    for one in items:
        task_id, indicator_id = one.__data__["task"], one.__data__["indicator"]
        if task_id in of_tasks:
            found[one.id] = of_tasks[task_id]
        elif indicator_id is not None:
            found[one.id] = _of_reading(plan, read.get(indicator_id))
        else:
            found[one.id] = _own(one, day)
    return found


def progress(plan: Plan, day: date) -> dict[PlanGroup | None, Progress]:
    """How far each group has come on a day, in their order; under None what is in no group, where there is any."""
    found = where(plan, day)
    by_group: dict[int | None, list[PlanStanding]] = {}
    for one in plans.items(plan):
        by_group.setdefault(one.__data__["group"], []).append(found[one.id].standing)
    made: dict[PlanGroup | None, Progress] = {
        group: rules.progress(by_group.pop(group.id, ())) for group in plans.groups(plan)
    }
    if rest := [standing for each in by_group.values() for standing in each]:
        made[None] = rules.progress(rest)
    return made


def together(of_groups: Mapping[PlanGroup | None, Progress]) -> Progress:
    """The whole plan: what its groups add up to."""
    return sum(of_groups.values(), Progress())


def _tasks(items: Sequence[PlanItem], day: date) -> dict[int, Where]:
    named = {one.__data__["task"] for one in items} - {None}
    alive = Task.select(Task.id).where(Task.id.in_(named), Task.deleted_at.is_null()) if named else []
    found = {}
    for row in tasks.find().listed([task.id for task in alive]):
        now = standing(row, day)
        found[row.id] = Where(rules.of_task(now.state, now.timeliness), situation(row, day))
    return found


def _readings(plan: Plan, items: Sequence[PlanItem], day: date) -> dict[int, Reading]:
    if all(one.__data__["indicator"] is None for one in items):
        return {}
    period = read_period(str(plan.year), PeriodScheme.CALENDAR)
    as_at = min(max(day, period.start), period.end)
    return {one.indicator_id: one for one in readings.read(period, units.own(), as_at)}


def _of_reading(plan: Plan, reading: Reading | None) -> Where:
    """The target that the plan's own document set counts; where none did, the first one there is."""
    if reading is None or not reading.plans:
        return Where(PlanStanding.NEW, NO_TARGET)
    symbol = plans.symbol(plan)
    by_paper = next((each for each in reading.plans if symbol and each.paper == symbol), None)
    chosen = by_paper or reading.plan(Assigner.PARTY) or reading.plans[0]
    words = chosen.outcome.label
    if chosen.outcome != Outcome.NO_FIGURE:
        words += f": {reading.so_far_said()}"
    return Where(rules.OF_OUTCOME[chosen.outcome], words)


def _own(one: PlanItem, day: date) -> Where:
    now = rules.of_own(one.state, one.done_on, one.due_on, day)
    if now == PlanStanding.LATE and one.due_on is not None:
        return Where(now, f"Quá hạn {(day - one.due_on).days} ngày")
    if now == PlanStanding.DONE and one.done_on is not None:
        return Where(now, f"{now.label} ngày {show_date(one.done_on)}")
    return Where(now, now.label)
