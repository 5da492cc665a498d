"""Reading and writing the steps of a task; they follow whatever else is written of it, so that both always agree.

It stands below the book of tasks and knows nothing of its rules.
"""

from collections.abc import Sequence
from datetime import date

from db.connection import database
from db.models import Official, Task, TaskStep, Unit
from db.words import Progress, StepMove, UnitRelation
from desktop_app import clock, records
from desktop_app.features.task_holders.columns import HOLDER, STEPS
from desktop_app.records.kinds import SEPARATOR, Link, OneOf
from desktop_app.records.session import current
from desktop_app.rules import names
from desktop_app.rules import steps as rules
from desktop_app.rules.dates import show_date

OVER = (Progress.REPORTED, Progress.DECLINED)
FOLLOWED = ("official_id", "progress", "round", "completed_on", "exe_owner")  # what moves the steps of a task


def steps_of(task: Task) -> list[TaskStep]:
    """Who held a task, in order, in whatever office."""
    query = TaskStep.select().where(TaskStep.task == task, TaskStep.deleted_at.is_null())
    return list(query.order_by(TaskStep.place, TaskStep.began_on, TaskStep.uid))


def open_step(task: Task, steps: Sequence[TaskStep] | None = None) -> TaskStep | None:
    """The step that is held now in the office that does the task; what a former one left open counts no more."""
    found = steps_of(task) if steps is None else steps
    return next((s for s in reversed(found) if s.ended_on is None and s.def_owner == task.exe_owner), None)


def giver_of(task: Task) -> str:
    """From whom the holder of a task had it, within this office; empty for the first one."""
    mine = [plain(step) for step in steps_of(task) if step.def_owner == task.exe_owner]
    had_it = rules.giver(mine)
    return had_it.holder if had_it is not None else ""


def plain(step: TaskStep, ended: date | None = None) -> rules.Step:
    """A step as the rules take it; one left open ended on the day given, if one is."""
    return rules.Step(step.holder, step.began_on, step.ended_on or ended, step.due_on, step.move)


# --- Whoever may hold a task ---


def known() -> list[str]:
    """Our officials by given name, two of one name with what tells them apart, then our units and rooms."""
    inside = Unit.relation.in_((UnitRelation.PART, UnitRelation.OWN))
    units = Unit.select().where(inside, Unit.deleted_at.is_null(), Unit.valid_to.is_null()).order_by(Unit.code)
    return [*Link(Official).options(), *(unit.name for unit in units if unit.def_owner in ("", current.office_uid))]


def official_of(holder: str) -> Official | None:
    """The official of ours that a step names; None for a room, or for somebody who is in no list."""
    if not holder:
        return None
    try:
        found: Official = Link(Official).read(holder)
    except ValueError:
        return None
    return found


def label_of(official: Official) -> str:
    """How a step names an official: by name, and by what tells two of one name apart."""
    alike = [one for one in Link(Official).options() if one.partition(SEPARATOR)[0] == official.name]
    return next((one for one in alike if official_of(one) == official), str(official.name))


HOLDERS = OneOf(known)


def holding_now() -> list[str]:
    """Whoever holds at least one task now, in Vietnamese order of names."""
    sql = (
        "SELECT DISTINCT holder FROM (SELECT (" + HOLDER.replace("{t}", "t") + ") AS holder FROM task AS t "
        "WHERE t.deleted_at IS NULL AND t.copy = '' AND t.id IN "
        "(SELECT task_id FROM task_step WHERE ended_on IS NULL)) WHERE holder <> ''"
    )
    return sorted((name for (name,) in database.execute_sql(sql).fetchall()), key=names.person_key)


# --- Writing ---


def first_day(task: Task) -> date:
    """The first day on which the next step may begin: days of steps stand in order."""
    days = [task.assigned_on]
    days += [step.ended_on or step.began_on for step in steps_of(task) if step.def_owner == current.office_uid]
    return max(days)


def begin(task: Task, holder: str, day: date, move: StepMove, due_on: date | None = None, words: str = "") -> TaskStep:
    """Begin the next step on ``day``, which ends the one that is held; the days are the caller's to look over."""
    texts = {"task": task.code, "move": move.label, "holder": holder, "words": words}
    texts |= {"began_on": show_date(day), "due_on": show_date(due_on)}
    with records.writing():
        end(task, day)
        place = max((step.place for step in steps_of(task)), default=0) + 1
        return records.keep(STEPS, texts, None, place=place, author=current.who)


def end(task: Task, day: date) -> None:
    """End whatever steps of this office are open, on ``day`` or on the day they began if that is later."""
    for step in steps_of(task):
        if step.ended_on is None and step.def_owner == current.office_uid:
            records.keep(STEPS, {}, step, ended_on=max(day, step.began_on))


def follow(was: Task | None, now: Task, day: date | None = None) -> None:
    """Let the steps follow what has just been written of a task, inside the caller's ``writing``.

    Somebody named for it holds it; nobody holds what is reported done or given back; who held it last goes on with what
    was taken back, taken up again or begun anew.

    Args:
        was: the task as it was before; None for a new one.
        now: the task as it is stored now.
        day: the day it is about; without one the day of completion, else today, of a new task that of assignment.
    """
    if now.copy or now.exe_owner != current.office_uid:
        return
    if was is not None and all(getattr(was, name) == getattr(now, name) for name in FOLLOWED):
        return  # most of what is written of a task: the steps are not even read
    day = day or now.completed_on or (clock.today() if was is not None else now.assigned_on)
    if was is not None:
        _go_on(was, now, day)
    held = open_step(now)
    if (was.official if was is not None else None) != now.official:
        _change_hands(was, now, held, max(day, first_day(now)))
    if now.progress in OVER:
        end(now, day)


def _change_hands(was: Task | None, now: Task, held: TaskStep | None, day: date) -> None:
    """Another official was named for a task, or nobody any more."""
    if now.official is not None:
        begin(now, label_of(now.official), day, StepMove.HANDED_ON if held is not None else StepMove.RECEIVED)
    elif held is not None and was is not None and official_of(held.holder) == was.official:
        end(now, day)


def _go_on(was: Task, now: Task, day: date) -> None:
    """What was over and is so no more, or was over on another day."""
    mine = [step for step in steps_of(now) if step.def_owner == current.office_uid]
    last = mine[-1] if mine else None
    if now.round > was.round or (was.progress == Progress.DECLINED and now.progress not in OVER):
        holder = label_of(now.official) if now.official is not None else _room(last)
        if holder:
            begin(now, holder, max(day, first_day(now)), StepMove.RECEIVED)
    elif last is not None and was.completed_on and last.ended_on == max(was.completed_on, last.began_on):
        if now.progress not in OVER:
            records.keep(STEPS, {}, last, ended_on=None)
        elif now.completed_on:
            records.keep(STEPS, {}, last, ended_on=max(now.completed_on, last.began_on))


def _room(last: TaskStep | None) -> str:
    """The room that held a task last, if it was one: an official would still be named in the task."""
    return str(last.holder) if last is not None and official_of(last.holder) is None else ""
