"""Giving a task to another lead unit, in a new term; what the former one did is kept beside it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from db.models import PastExecution, Task, Unit
from db.words import DecisionKind, LateCause, Progress
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_halves import service as owners
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_reassign.columns import REASSIGNING
from desktop_app.features.task_rules import service as rules
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import journal
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date

TOLD = ("official", "progress", "round", "completed_on", "deliverable", "late_reason", "late_cause")


def reassign(record: Task, unit: Unit, reason: str, decided_on: date, *, decided_by: str = "", paper: str = "") -> Task:
    """Make ``unit`` lead a task from now on, as ``decided_by`` has decided by the document ``paper``.

    The doer's half begins afresh in a new term; what stood there is kept as `PastExecution`. Notes, requests and
    decisions stay.
    """
    task = rules.must(record, "reassign").task
    former = task.lead_unit
    if problems := _problems(task, unit, reason, decided_on):
        raise Refused(problems)
    with records.writing():
        _keep_past(task)
        holders.end(task, decided_on)
        # the half is ours while it is emptied: the gate writes no other office's
        task.def_term, task.doer, task.exe_owner = task.def_term + 1, "", current.office_uid
        task.save(only=[Task.def_term, Task.doer, Task.exe_owner])
        others = [each for each in TASKS.columns["cooperating_units"].of(task) if each != unit]
        records.keep(
            TASKS,
            {},
            task,
            lead_unit=unit,
            cooperating_units=others,
            official=None,
            progress=Progress.NEW,
            round=_next_round(task),
            completed_on=None,
            deliverable="",
            late_reason="",
            late_cause=LateCause.NONE,
        )
        owners.give(task, owners.doer_of(unit))
        told = [f"Chuyển từ {former} sang {unit} ngày {show_date(decided_on)}"]
        told += [f"Người quyết định: {decided_by}"] if decided_by else []
        told += [f"Văn bản quyết định: {paper}"] if paper else []
        journal.note(TASKS.kind, task.uid, reassigned=". ".join([*told, f"Lý do: {reason}"]))
    return task


def answer(record: Task, texts: Mapping[str, str]) -> Task:
    """The same, out of texts: ``lead_unit``, ``decided_on``, ``reason``, and ``decided_by``, ``paper`` where given."""
    given = REASSIGNING.answers(texts)
    by = {name: given.get(name) or "" for name in ("decided_by", "paper")}
    return reassign(record, given["lead_unit"], given["reason"], given["decided_on"], **by)


def past_of(record: Task) -> Sequence[PastExecution]:
    """What former doers did, the latest first."""
    query = PastExecution.select().where(PastExecution.record == record.uid)
    return list(query.order_by(PastExecution.term.desc(), PastExecution.id.desc()))


def _keep_past(task: Task) -> None:
    said = [TASKS.columns[name] for name in TOLD if TASKS.columns[name].of(task) not in (None, "")]
    whole = {column.label: column.shown(task) for column in said}
    revision = {"term": task.exe_term, "epoch": task.exe_epoch, "n": task.exe_n}
    PastExecution.create(
        record=task.uid,
        office_uid=task.exe_owner,
        **revision,
        name=task.lead_unit.name,
        told=json.dumps(whole, ensure_ascii=False),
    )


def _next_round(task: Task) -> int:
    """The first round that no answer speaks of: what was said of the former doer's work is not said of the new."""
    kinds = (DecisionKind.CONFIRMED, DecisionKind.REDO)
    return max((d.round + 1 for d in answers.decisions_of(task) if d.kind in kinds), default=1)


def _problems(task: Task, unit: Unit, reason: str, decided_on: date) -> dict[str, str]:
    problems = {}
    if unit == task.lead_unit:
        problems["lead_unit"] = f"{unit} đang chủ trì nhiệm vụ này; hãy chọn đơn vị khác"
    elif unit.valid_to is not None and unit.valid_to < decided_on:
        after = f"; hãy chọn {unit.successor}" if unit.successor else ""
        problems["lead_unit"] = f"{unit} đã kết thúc ngày {show_date(unit.valid_to)}{after}"
    if not reason.strip():
        problems["reason"] = "Chưa ghi lý do chuyển"
    if decided_on > clock.today():
        problems["decided_on"] = "Ngày quyết định không được sau ngày hôm nay"
    elif decided_on < task.assigned_on:
        problems["decided_on"] = f"Ngày quyết định không được trước ngày giao {show_date(task.assigned_on)}"
    return problems
