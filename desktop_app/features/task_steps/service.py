"""The moves of a task within the office that does it, within the rules of `task_rules`.

The official named in the task is always whoever holds it; a room that holds it leaves that empty.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.models import Task, TaskStep
from db.words import StepMove
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_steps.columns import HANDING_BACK, HANDING_ON, RECEIVING
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import Questions
from desktop_app.rules.dates import show_date

Texts = Mapping[str, str]


def receive(record: Task, texts: Texts) -> TaskStep:
    """Somebody takes the task: ``holder``, ``began_on``, ``due_on`` of the step, ``words``."""
    task = rules.must(record, "receive").task
    given = _given(RECEIVING, texts, task)
    return _move(record, task, given["holder"], StepMove.RECEIVED, given)


def hand_on(record: Task, texts: Texts) -> TaskStep:
    """The holder hands the task on to another: ``holder``, ``began_on``, ``due_on`` of the new step, ``words``."""
    now = rules.must(record, "hand_on")
    given = _given(HANDING_ON, texts, now.task)
    if now.held is not None and given["holder"] == now.held.holder:
        raise Refused({"holder": f"{now.held.holder} đang giữ việc này; hãy chọn người khác"})
    return _move(record, now.task, given["holder"], StepMove.HANDED_ON, given)


def hand_back(record: Task, texts: Texts) -> TaskStep:
    """The holder gives the task back to whom it came from: ``began_on``, the reason as ``words``, ``due_on``."""
    now = rules.must(record, "hand_back")
    return _move(record, now.task, now.giver, StepMove.RETURNED, _given(HANDING_BACK, texts, now.task))


def _given(asked: Questions, texts: Texts, task: Task) -> dict[str, Any]:
    given = asked.answers(texts)
    if problems := _problems(task, given["began_on"], given.get("due_on")):
        raise Refused(problems)
    return given


def _move(record: Task, task: Task, holder: str, move: StepMove, given: Mapping[str, Any]) -> TaskStep:
    with records.writing():
        step = holders.begin(task, holder, given["began_on"], move, given.get("due_on"), given.get("words") or "")
        records.keep(TASKS, {}, record, official=holders.official_of(holder))
    return step


def _problems(task: Task, began_on: date, due_on: date | None) -> dict[str, str]:
    first, held = holders.first_day(task), holders.open_step(task)
    if began_on > clock.today():
        return {"began_on": "Ngày nhận, chuyển việc không được sau ngày hôm nay"}
    if began_on < task.assigned_on:
        return {"began_on": f"Không được trước ngày giao {show_date(task.assigned_on)}"}
    if began_on < first:
        before = f"{held.holder} nhận việc" if held is not None else "bước trước kết thúc"
        return {"began_on": f"Không được trước ngày {before}, {show_date(first)}"}
    if due_on is not None and due_on < began_on:
        return {"due_on": f"Hạn của bước phải từ ngày {show_date(began_on)} trở đi"}
    return {}
