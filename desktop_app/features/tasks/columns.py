"""A task as people see it, with its progress notes and the decisions about it."""

import json
from datetime import date
from typing import Any

from db.models import ProgressNote, Task, TaskCooperation, TaskDecision, TaskRequest, TaskStep
from db.words import Copy, TaskState, Timeliness
from desktop_app import clock
from desktop_app.records import Column, Derived, Entity, Many, Related, Stored
from desktop_app.records.kinds import Choice, Kind, LongText, Text, Whole, YesNo
from desktop_app.rules import lateness


class Decisions(Kind):
    """The decisions about a task, oldest first, as ``rules.lateness`` takes them."""

    converts = True

    def load(self, stored: Any) -> tuple[lateness.Decision, ...]:
        if not stored or stored == "[]":
            return ()

        def day(text: str | None) -> date | None:
            return date.fromisoformat(text) if text else None

        return tuple(
            lateness.Decision(kind, date.fromisoformat(decided), round_, day(due), day(since), day(until))
            for kind, decided, round_, due, since, until in json.loads(stored)
        )

    def show(self, value: Any) -> str:
        return ""


def halves(row: Any) -> lateness.Halves:
    """Both halves of a listed task, as the rules take them."""
    return lateness.Halves(
        row.original_due_on,
        bool(row.needs_confirmation),
        row.progress,
        row.round,
        row.completed_on,
        row.decisions,
        bool(row.copy),
    )


def standing(row: Any, as_at: date | None = None) -> lateness.Standing:
    """Where a listed task stands on a day, today unless said otherwise."""
    return lateness.standing(halves(row), as_at or clock.today())


def situation(row: Any, as_at: date | None = None) -> str:
    """State and lateness in the few words a list or a register has room for."""
    if row.copy:
        return Copy(row.copy).label
    now = standing(row, as_at)
    if now.timeliness in (None, Timeliness.OPEN_NO_DUE, Timeliness.DONE_NO_DUE) or now.state not in SHORT:
        return now.state.label
    if now.timeliness == Timeliness.OPEN_OVERDUE:
        return f"Quá hạn {now.days_late} ngày"
    if now.timeliness == Timeliness.DONE_LATE:
        return f"Hoàn thành quá hạn {now.days_late} ngày"
    return "Hoàn thành đúng hạn" if now.timeliness == Timeliness.DONE_IN_TIME else now.state.label


SHORT = (TaskState.NEW, TaskState.IN_PROGRESS, TaskState.REDO, TaskState.COMPLETED)

# What the list can be narrowed to, in the words people use.
TIMELINESS = {word.label: str(word) for word in Timeliness}

DECISIONS_OF = (
    "SELECT json_group_array(json_array(kind, decided_on, round, due_on, from_on, to_on)) FROM (SELECT * FROM "
    "task_decision AS d WHERE d.task_id = {t}.id AND d.deleted_at IS NULL ORDER BY d.decided_on, d.place, d.id)"
)
COUNTED = (
    "SELECT count(*) = 0 FROM document AS b JOIN document_category AS y ON y.id = b.category_id "
    "WHERE b.id = {t}.document_id AND y.counted = 0"
)
FROM_ABOVE = (
    "SELECT count(*) FROM document AS b JOIN unit AS w ON w.id = b.issuer_id WHERE b.id = {t}.document_id "
    "AND w.relation = 'upper'"
)
URGED = "SELECT count(*) FROM task_decision AS d WHERE d.kind = 'urged' AND d.task_id = {t}.id AND d.deleted_at IS NULL"
LAST_NOTE = (
    "SELECT p.content FROM progress_note AS p WHERE p.task_id = {t}.id AND p.deleted_at IS NULL "
    "ORDER BY p.noted_on DESC, p.id DESC LIMIT 1"
)

TASKS = Entity(
    Task,
    "Sổ theo dõi nhiệm vụ",
    "nhiệm vụ",
    Stored("code", width=14, half="home", typed=False),
    Stored("document", width=16),
    Related("document_issued_on", "document.issued_on", "Ngày văn bản", width=11),
    Related("document_type", "document.type", "Loại văn bản", width=20),
    Related("issuer", "document.issuer", "Cơ quan ban hành", width=30),
    Stored("content", width=60),
    Stored("lead_unit", width=28),
    Many("cooperating_units", TaskCooperation, "unit", width=28),
    Stored("supervising_leader", width=22),
    Stored("kind", width=14),
    Stored("urgency", width=12),
    Stored("assigned_on", width=11),
    Stored("due_on", width=11),
    Stored("due_at", width=8),
    Stored("original_due_on", width=11, typed=False),
    Stored("due_workdays", width=8),
    Stored("recurrence", width=16),
    Stored("repeats", width=14),
    Stored("previous", width=14, half="home", typed=False),
    Stored("deliverable_wanted", width=30),
    Stored("parent", width=14, half="home"),
    Stored("external_ref", width=14, half="home"),
    Stored("origin", width=30, typed=False),
    Stored("needs_confirmation", width=10),
    Stored("copy", width=20, half="home", typed=False),
    Stored("official", width=22, half="exe"),
    Stored("progress", width=20, half="exe"),
    Stored("round", width=8, half="exe", typed=False),
    Stored("completed_on", width=11, half="exe"),
    Stored("deliverable", width=40, half="exe"),
    Stored("late_reason", width=30, half="exe"),
    Stored("late_cause", width=14, half="exe"),
    Derived("counted", "Tính vào thống kê", COUNTED, YesNo(), width=10),
    Derived("from_above", "Cấp trên giao", FROM_ABOVE, YesNo(), width=10),
    Derived("decisions", "Quyết định", DECISIONS_OF, Decisions(), width=10),
    Derived("urge_count", "Số lần đôn đốc", URGED, Whole(), width=10),
    Derived("last_note", "Tình hình thực hiện", LAST_NOTE, LongText(), width=40),
    Column(
        "state",
        "Trạng thái",
        Choice(TaskState.choices()),
        20,
        compute=lambda row: standing(row).state,
        sorted_like="progress",
    ),
    Column("situation", "Tình trạng", Text(), 40, compute=situation, sorted_like="due_on"),
    Column(
        "days_late",
        "Số ngày quá hạn",
        Whole(),
        10,
        compute=lambda row: standing(row).days_late or None,
        sorted_like="due_on",
    ),
    search=("code", "content", "document", "lead_unit", "official", "deliverable", "external_ref"),
    order="-id",
)

NOTES = Entity(
    ProgressNote,
    "Tình hình thực hiện",
    "tình hình thực hiện",
    Stored("task", width=14),
    Stored("noted_on", width=11),
    Stored("content", width=60),
    Stored("difficulty", width=40),
    Stored("proposal", width=40),
    Stored("author", width=24, typed=False),
    order="noted_on",
    part_of="task",
)

REQUESTS = Entity(
    TaskRequest,
    "Đề nghị gia hạn, tạm dừng",
    "đề nghị",
    Stored("task", width=14),
    Stored("kind", width=20),
    Stored("round", width=8, typed=False),
    Stored("requested_on", width=11),
    Stored("due_on", width=11),
    Stored("from_on", width=11),
    Stored("to_on", width=11),
    Stored("reason", width=50),
    Stored("author", width=24, typed=False),
    order="requested_on",
    part_of="task",
)

DECISIONS = Entity(
    TaskDecision,
    "Quyết định về nhiệm vụ",
    "quyết định",
    Stored("task", width=14),
    Stored("kind", width=22),
    Stored("round", width=8, typed=False),
    Stored("decided_on", width=11),
    Stored("due_on", width=11),
    Stored("from_on", width=11),
    Stored("to_on", width=11),
    Stored("reason", width=50),
    Stored("decided_by", width=24),
    Stored("paper", width=24),
    Stored("request", width=24),
    Stored("place", width=8, typed=False),
    order="decided_on",
    part_of="task",
)

STEPS = Entity(
    TaskStep,
    "Bước xử lý",
    "bước xử lý",
    Stored("task", width=14),
    Stored("move", width=16),
    Stored("holder", width=28),
    Stored("began_on", width=11),
    Stored("due_on", width=11),
    Stored("ended_on", width=11),
    Stored("words", width=40),
    Stored("author", width=24, typed=False),
    Stored("place", width=8, typed=False),
    order="place",
    part_of="task",
)

# What hangs on a task and belongs to one writer, in the order in which it is taken in from another office.
OF_TASKS = tuple(entity.kind for entity in (NOTES, REQUESTS, DECISIONS, STEPS))
