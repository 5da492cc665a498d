"""Decisions about many tasks in one transaction: all of them or none.

Each function takes the ids and the texts of its questions and returns in words what was done. It raises Refused for a
wrong answer, and RefusedRows with what is wrong by the place in the ids.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.models import Task
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.task_bulk.columns import ACCEPTING, CONFIRMING, DOING, EXTENDING, LEADING
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.records import Questions, several
from desktop_app.rules.numbers import show_whole

Texts = Mapping[str, str]


def confirm_many(ids: Sequence[int], texts: Texts) -> str:
    """Confirm that each of these is done: ``decided_on``, and ``decided_by``, ``paper``, ``reason`` where they are."""
    return _each(ids, texts, "Đã xác nhận hoàn thành", lambda task: decisions.confirm(task, _by(task, texts)))


def extend_many(ids: Sequence[int], texts: Texts) -> str:
    """Grant each of these the same later due date, ``due_on``; else as `confirm_many`."""
    return _each(ids, texts, "Đã gia hạn", lambda task: decisions.extend(task, _by(task, texts)))


def accept_many(ids: Sequence[int], texts: Texts) -> str:
    """Accept the late reason of each of these; else as `confirm_many`."""
    words = "Đã chấp nhận nguyên nhân chậm của"
    return _each(ids, texts, words, lambda task: decisions.accept_cause(task, _by(task, texts)))


def set_leader_many(ids: Sequence[int], texts: Texts) -> str:
    """Put each of these under another leader: ``supervising_leader``, or under nobody where it is empty."""
    given = {"supervising_leader": texts.get("supervising_leader", "")}
    return _each(ids, texts, "Đã đổi lãnh đạo chỉ đạo của", lambda task: tasks.save(given, task))


def set_official_many(ids: Sequence[int], texts: Texts) -> str:
    """Give each of these to another official: ``official``, or to nobody where it is empty."""
    given = {"official": texts.get("official", "")}
    return _each(ids, texts, "Đã đổi người xử lý của", lambda task: tasks.save(given, task))


@dataclass(frozen=True)
class Bulk:
    """One thing that can be done about a selection: its button, what it asks, and the function that does it."""

    name: str
    text: str
    icon: str
    questions: Questions
    layout: Sequence[Sequence[str]]
    work: Callable[[Sequence[int], Texts], str]
    day: str = ""  # the question that proposes today


BY = (("decided_by", "paper"), ("reason",))
BULK = (
    Bulk(
        "confirm", "Xác nhận hoàn thành", "patch-check", CONFIRMING, (("decided_on",), *BY), confirm_many, "decided_on"
    ),
    Bulk("extend", "Gia hạn", "calendar-plus", EXTENDING, (("due_on", "decided_on"), *BY), extend_many, "decided_on"),
    Bulk(
        "accept_cause",
        "Chấp nhận nguyên nhân chậm",
        "check2",
        ACCEPTING,
        (("decided_on",), *BY),
        accept_many,
        "decided_on",
    ),
    Bulk("leader", "Đổi lãnh đạo chỉ đạo", "person-badge", LEADING, (("supervising_leader",),), set_leader_many),
    Bulk("official", "Đổi người xử lý", "person-gear", DOING, (("official",),), set_official_many),
)


def _by(task: Task, texts: Texts) -> dict[str, str]:
    """The decision as typed; who decides is the leader of each task where nobody is named."""
    given = dict(texts)
    if not given.get("decided_by", "").strip() and task.supervising_leader is not None:
        given["decided_by"] = str(task.supervising_leader.name)
    return given


def _each(ids: Sequence[int], texts: Texts, words: str, act: Callable[[Task], Any]) -> str:
    if not ids:
        raise Refused("Chưa chọn nhiệm vụ nào")
    chosen = [tasks.get(record_id) for record_id in ids]
    try:
        several.at_once(chosen, act)
    except RefusedRows as refused:
        first, *others = refused.rows.values()
        alike = len(refused.rows) == len(chosen) and all(found == first for found in others)
        if alike and set(first) <= set(texts):
            raise Refused(first) from None  # what is wrong is an answer, and is told under its question
        raise
    return f"{words} {show_whole(len(chosen))} nhiệm vụ"
