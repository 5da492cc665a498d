"""Decisions about many tasks in one transaction: what is refused is told by code, and then nothing is written.

Each function takes the ids and the texts of its questions; with ``partly`` ticked those that cannot be are left out.
It returns in words what was done, or raises Refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.models import Task
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.task_bulk.columns import ACCEPTING, CONFIRMING, DOING, EXTENDING, LEADING
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.records import Questions
from desktop_app.rules.numbers import show_whole

Texts = Mapping[str, str]
NAMED = 12  # codes told by name under one reason; of more, how many


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


BY = (("decided_by", "paper"), ("reason",), ("partly",))
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
    Bulk(
        "leader",
        "Đổi lãnh đạo chỉ đạo",
        "person-badge",
        LEADING,
        (("supervising_leader",), ("partly",)),
        set_leader_many,
    ),
    Bulk("official", "Đổi người xử lý", "person-gear", DOING, (("official",), ("partly",)), set_official_many),
)


def _by(task: Task, texts: Texts) -> dict[str, str]:
    """The decision as typed; who decides is the leader of each task where nobody is named."""
    given = {name: text for name, text in texts.items() if name != "partly"}
    if not given.get("decided_by", "").strip() and task.supervising_leader is not None:
        given["decided_by"] = str(task.supervising_leader.name)
    return given


def _each(ids: Sequence[int], texts: Texts, words: str, act: Callable[[Task], Any]) -> str:
    if not ids:
        raise Refused("Chưa chọn nhiệm vụ nào")
    refused: dict[str, list[str]] = {}
    fields: list[dict[str, str]] = []
    with records.writing():
        for record_id in dict.fromkeys(ids):
            task = tasks.get(record_id)
            try:
                act(task)
            except Refused as problem:
                refused.setdefault(str(problem), []).append(str(task.code))
                fields.append(problem.problems)
        left_out = sum(map(len, refused.values()))
        done = len(set(ids)) - left_out
        if not done and len(refused) == 1 and set(fields[0]) <= set(texts):
            raise Refused(fields[0])  # what is wrong is an answer, and is told under its question
        if refused and (not done or not texts.get("partly", "").strip()):
            raise Refused(f"Chưa ghi nhiệm vụ nào. {_told(refused)}")
    told = f"{words} {show_whole(done)} nhiệm vụ"
    return f"{told}; bỏ qua {show_whole(left_out)}. {_told(refused)}" if refused else told


def _told(refused: Mapping[str, Sequence[str]]) -> str:
    """Who was refused and why, one reason a sentence."""
    return ". ".join(f"{_codes(codes)}: {reason}" for reason, codes in refused.items())


def _codes(codes: Sequence[str]) -> str:
    more = f" và {show_whole(len(codes) - NAMED)} nhiệm vụ khác" if len(codes) > NAMED else ""
    return ", ".join(codes[:NAMED]) + more
