"""The assigner's decisions, within the rules of `task_rules`.

Each takes ``decided_on``, ``decided_by``, ``paper`` (the document of the decision) and ``reason`` beside what it names.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from peewee import fn

from db.models import Task, TaskDecision, TaskRequest
from db.words import DecisionKind, RequestKind
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_rules.service import Facts
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import DECISIONS, TASKS, halves
from desktop_app.rules import lateness
from desktop_app.rules.dates import show_date
from desktop_app.rules.late_causes import ANSWERS

MOVES = (DecisionKind.EXTENDED, DecisionKind.SUSPENDED, DecisionKind.RESUMED)
Texts = Mapping[str, str]


def confirm(record: Task, texts: Texts) -> TaskDecision:
    """Confirm that the present round of the work is done."""
    return _decide(rules.must(record, "confirm"), DecisionKind.CONFIRMED, texts)


def redo(record: Task, texts: Texts) -> TaskDecision:
    """Send the present round of the work back; the ``reason`` is needed."""
    return _decide(rules.must(record, "redo"), DecisionKind.REDO, texts, reason="Chưa ghi phải làm lại những gì")


def extend(record: Task, texts: Texts, request: TaskRequest | None = None) -> TaskDecision:
    """Grant a later due date, ``due_on``; the original one stays beside it.

    Of work that is done already only what had been granted before can be told.
    """
    now = rules.must(record, "extend" if rules.facts(record).done is None else "extend_late")
    return _decide(now, DecisionKind.EXTENDED, texts, request or now.open(RequestKind.EXTENSION))


def refuse(record: Task, texts: Texts, request: TaskRequest) -> TaskDecision:
    """Refuse what was asked; the ``reason`` is needed. The due date stays."""
    now = rules.must(record, "refuse")
    suspension = request.kind == RequestKind.SUSPENSION
    kind = DecisionKind.SUSPENSION_REFUSED if suspension else DecisionKind.EXTENSION_REFUSED
    return _decide(now, kind, texts, request, reason="Chưa ghi lý do không đồng ý")


def suspend(record: Task, texts: Texts, request: TaskRequest | None = None) -> TaskDecision:
    """Let the work rest ``from_on`` a day ``to_on`` another, or until it is resumed; the ``reason`` is needed."""
    now = rules.must(record, "suspend")
    request = request or now.open(RequestKind.SUSPENSION)
    return _decide(now, DecisionKind.SUSPENDED, texts, request, reason="Chưa ghi lý do tạm dừng")


def resume(record: Task, texts: Texts) -> TaskDecision:
    """Let the work go on, ``from_on`` a day or else from the day of the decision."""
    return _decide(rules.must(record, "resume"), DecisionKind.RESUMED, texts)


def accept_cause(record: Task, texts: Texts) -> TaskDecision:
    """Accept the late reason of the present round; a later `refuse_cause` takes that back."""
    return _decide(rules.must(record, "accept_cause"), DecisionKind.CAUSE_ACCEPTED, texts)


def refuse_cause(record: Task, texts: Texts) -> TaskDecision:
    """Refuse the late reason of the present round; the ``reason`` is needed. The last of such answers counts."""
    now = rules.must(record, "refuse_cause")
    return _decide(now, DecisionKind.CAUSE_REFUSED, texts, reason="Chưa ghi vì sao không chấp nhận")


def cancel(record: Task, texts: Texts) -> TaskDecision:
    """Decide that the task is no longer to be done; the ``reason`` is needed. It counts until that day."""
    return _decide(rules.must(record, "cancel"), DecisionKind.CANCELLED, texts, reason="Chưa ghi lý do hủy")


def _decide(
    now: Facts, kind: DecisionKind, texts: Texts, request: TaskRequest | None = None, *, reason: str = ""
) -> TaskDecision:
    """Append a decision, answering a request where there is one, and let the due date follow."""
    task = now.task
    if request is not None and request not in now.waiting:
        raise Refused(f"{request} đã được trả lời")
    last = TaskDecision.select(fn.MAX(TaskDecision.place)).where(TaskDecision.task == task).scalar() or 0

    def check(values: Mapping[str, Any], _: Any) -> dict[str, str]:
        problems = {"reason": reason} if reason and not values.get("reason") else {}
        return problems | _check_days(now, values) | _check_kind(now, kind, values)

    with records.writing():
        decision = records.keep(
            DECISIONS,
            {**texts, "task": task.code, "kind": kind.label},
            None,
            check,
            round=task.round,
            place=last + 1,
            request=request,
        )
        if kind in MOVES:
            [row] = tasks.find().rows([task.id])
            records.keep(TASKS, {}, task, due_on=lateness.due(halves(row), clock.today()))
    return decision


def _check_days(now: Facts, values: Mapping[str, Any]) -> dict[str, str]:
    day, request = values.get("decided_on"), values.get("request")
    if day is None:
        return {}
    kind, task = values.get("kind"), now.task
    first, what = task.assigned_on, "ngày giao"
    if request is not None and request.requested_on > first:
        first, what = request.requested_on, "ngày đề nghị"
    if kind in (DecisionKind.CONFIRMED, DecisionKind.REDO) and task.completed_on and task.completed_on > first:
        first, what = task.completed_on, "ngày hoàn thành"
    alike: Sequence[str] = next((kinds for kinds in (MOVES, ANSWERS) if kind in kinds), ())
    before = [d.decided_on for d in answers.decisions_of(task) if d.kind in alike]
    if before and max(before) > first:
        first, what = max(before), "quyết định gần nhất"
    if day > clock.today():
        return {"decided_on": "Ngày quyết định không được sau ngày hôm nay"}
    return {"decided_on": f"Ngày quyết định không được trước {what} {show_date(first)}"} if day < first else {}


def _check_kind(now: Facts, kind: DecisionKind, values: Mapping[str, Any]) -> dict[str, str]:
    if kind == DecisionKind.EXTENDED:
        return _check_extension(now, values)
    if kind == DecisionKind.SUSPENDED:
        return flow.rest_problems(now.task, values.get("from_on"), values.get("to_on")) or _overlap(now, values)
    if kind == DecisionKind.RESUMED and now.stopped is not None:
        since = now.stopped.from_on or now.stopped.decided_on
        if (values.get("from_on") or values.get("decided_on") or since) < since:
            return {"from_on": f"Phải từ ngày bắt đầu tạm dừng {show_date(since)} trở đi"}
    return {}


def _check_extension(now: Facts, values: Mapping[str, Any]) -> dict[str, str]:
    task, due_on = now.task, values.get("due_on")
    if due_on is None:
        return {"due_on": "Chưa ghi thời hạn mới"}
    if task.due_on is not None and due_on <= task.due_on:
        return {"due_on": f"Thời hạn mới phải sau {show_date(task.due_on)}"}
    if due_on < task.assigned_on:
        return {"due_on": f"Thời hạn phải từ ngày giao {show_date(task.assigned_on)} trở đi"}
    if now.done is not None and values.get("decided_on") and values["decided_on"] > now.done:
        return {
            "decided_on": f"Đã báo hoàn thành ngày {show_date(now.done)}; chỉ ghi được quyết định từ ngày đó về trước"
        }
    return {}


def _overlap(now: Facts, values: Mapping[str, Any]) -> dict[str, str]:
    """No day rests twice: the due date would move by it twice."""
    taken = [
        d.to_on for d in answers.decisions_of(now.task) if d.kind == DecisionKind.SUSPENDED and d.to_on is not None
    ]
    resumed = [d for d in answers.decisions_of(now.task) if d.kind == DecisionKind.RESUMED]
    taken += [(d.from_on or d.decided_on) - timedelta(days=1) for d in resumed]
    if taken and values["from_on"] <= max(taken):
        return {"from_on": f"Đã có quyết định tạm dừng đến hết {show_date(max(taken))}; hãy ghi từ ngày sau đó"}
    return {}
