"""The doer's actions, within the rules of `task_rules`."""

from collections.abc import Mapping
from typing import Any

from db.models import ProgressNote, Task, TaskRequest
from db.words import Progress, RequestKind
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.task_checks import service as checks
from desktop_app.features.task_flow.columns import DECLINING
from desktop_app.features.task_rules import service as rules
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import REQUESTS
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date


def note(record: Task, texts: Mapping[str, str]) -> ProgressNote:
    """Append a dated line on how the task stands; of one that is late it may say why, as completing does."""
    now = rules.must(record, "note")
    why = {name: texts[name] for name in checks.CAUSE if name in texts}
    if why.get("late_reason", "").strip() and not now.late:
        raise Refused({"late_reason": "Nhiệm vụ chưa quá hạn nên chưa có nguyên nhân chậm"})
    with records.writing():
        made = tasks.add_note(record, {name: text for name, text in texts.items() if name not in checks.CAUSE})
        if why:
            tasks.save(why, record)
    return made


def complete(record: Task, texts: Mapping[str, str]) -> Task:
    """Report the present round of the work done."""
    rules.must(record, "complete")
    return tasks.complete(record, texts)


def take_back(record: Task) -> Task:
    """Take back the report of completion, while nobody has answered it."""
    rules.must(record, "take_back")
    return tasks.change(record, {}, progress=Progress.DOING, completed_on=None)


def decline(record: Task, texts: Mapping[str, str]) -> Task:
    """Give the task back undone: ``noted_on`` and the ``reason``."""
    rules.must(record, "decline")
    DECLINING.answers(texts)
    return _noted(record, texts, f"Từ chối, trả lại: {texts['reason'].strip()}", progress=Progress.DECLINED)


def take_up(record: Task, texts: Mapping[str, str]) -> Task:
    """Take up again what was given back: ``noted_on``, ``content``."""
    rules.must(record, "take_up")
    return _noted(record, texts, texts.get("content", ""), progress=Progress.DOING)


def begin_again(record: Task, texts: Mapping[str, str]) -> Task:
    """Begin the next round of what was sent back: ``noted_on``, ``content``. What was delivered stays to be mended."""
    now = rules.must(record, "begin_again")
    more = {"progress": Progress.DOING, "round": now.task.round + 1, "completed_on": None}
    return _noted(record, texts, texts.get("content", ""), **more)


def _noted(record: Task, texts: Mapping[str, str], words: str, **more: Any) -> Task:
    with records.writing():
        note = tasks.add_note(record, {"noted_on": texts.get("noted_on", ""), "content": words})
        return tasks.change(record, {}, day=note.noted_on, **more)


def ask_extension(record: Task, texts: Mapping[str, str]) -> TaskRequest:
    """Ask for a later due date: ``due_on``, ``requested_on``, ``reason``."""
    return _ask(record, "ask_extension", RequestKind.EXTENSION, texts)


def ask_suspension(record: Task, texts: Mapping[str, str]) -> TaskRequest:
    """Ask that the work may rest: ``from_on``, ``to_on`` if known, ``requested_on``, ``reason``."""
    return _ask(record, "ask_suspension", RequestKind.SUSPENSION, texts)


def _ask(record: Task, action: str, kind: RequestKind, texts: Mapping[str, str]) -> TaskRequest:
    task = rules.must(record, action).task
    return records.keep(
        REQUESTS,
        {**texts, "task": task.code, "kind": kind.label},
        None,
        lambda values, _: _check_request(task, values),
        round=task.round,
        author=current.who,
    )


def _check_request(task: Task, values: Mapping[str, Any]) -> dict[str, str]:
    problems = {}
    asked, due_on, since, until = (values.get(name) for name in ("requested_on", "due_on", "from_on", "to_on"))
    if asked and asked > clock.today():
        problems["requested_on"] = "Ngày đề nghị không được sau ngày hôm nay"
    elif asked and asked < task.assigned_on:
        problems["requested_on"] = f"Ngày đề nghị không được trước ngày giao {show_date(task.assigned_on)}"
    if values.get("kind") == RequestKind.EXTENSION:
        if due_on is None:
            problems["due_on"] = "Chưa ghi thời hạn đề nghị"
        elif task.due_on is not None and due_on <= task.due_on:
            problems["due_on"] = f"Thời hạn đề nghị phải sau {show_date(task.due_on)}"
    else:
        problems |= rest_problems(task, since, until)
    if not values.get("reason"):
        problems["reason"] = "Chưa ghi lý do"
    return problems


def rest_problems(task: Task, since: Any, until: Any) -> dict[str, str]:
    """What is wrong with the days on which the work is to rest."""
    if since is None:
        return {"from_on": "Chưa ghi tạm dừng từ ngày nào"}
    if since < task.assigned_on:
        return {"from_on": f"Không được trước ngày giao {show_date(task.assigned_on)}"}
    if until is not None and until < since:
        return {"to_on": f"Phải từ ngày {show_date(since)} trở đi"}
    return {}
