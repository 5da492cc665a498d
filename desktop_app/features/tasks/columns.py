"""A task as people see it, with its progress notes and the decisions about it."""

import json
from datetime import date
from typing import Any

from db.models import ProgressNote, Task, TaskCooperation, TaskDecision, TaskRequest
from db.words import Copy, DecisionKind, LateCause, TaskState, Timeliness
from desktop_app import clock
from desktop_app.features.duties import service as duties
from desktop_app.features.task_due.service import term_text
from desktop_app.features.task_holders.columns import HELD_SINCE, HOLDER, STEPS
from desktop_app.records import Column, Derived, Entity, Many, Related, Stored
from desktop_app.records.kinds import Choice, Day, Kind, LongText, Text, Whole, YesNo
from desktop_app.rules import late_causes, lateness


class Decisions(Kind):
    """The decisions about a task, oldest first, as ``rules.lateness`` takes them."""

    converts = True
    shown = False

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


def held_days(row: Any) -> int | None:
    """For how many calendar days whoever holds a listed task has held it."""
    return max(0, (clock.today() - row.held_since).days) if row.held_since else None


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


def given_by(row: Any) -> str:
    """What gave a listed task, as short as a list needs it: the code of the task it is a part of, or its document."""
    return row.parent or row.document or ""


def late_words(row: Any, as_at: date | None = None) -> str:
    """Both latenesses in one line, where the due date was moved; empty where they do not differ.

    Days against the original due date are told of work in time too: an extension has saved it.
    """
    now = standing(row, as_at)
    if row.copy or not now.days_late_original or now.days_late_original == now.days_late:
        return ""
    return f"Quá {now.days_late_original} ngày so với hạn ban đầu"


def cause_answer(row: Any, as_at: date | None = None) -> str:
    """Whether the late reason of the present round was accepted: Có, Không or Chưa xét; empty without a reason."""
    if not row.late_reason:
        return ""
    answer = late_causes.accepted(row.decisions, row.round, as_at or clock.today())
    return "Chưa xét" if answer is None else "Có" if answer else "Không"


def urgings(row: Any, as_at: date | None = None) -> int:
    """How often a listed task had been urged by a day."""
    return lateness.count(halves(row), DecisionKind.URGED, as_at or clock.today())


def late_cause(row: Any, as_at: date | None = None) -> str:
    """Why a task is late, in the words of its doer, with its sort and what was answered to it by a day."""
    if not row.late_reason:
        return ""
    sort = f"{LateCause(row.late_cause).label.lower()}" if row.late_cause else ""
    answered = {"Có": "được chấp nhận", "Không": "không được chấp nhận"}.get(cause_answer(row, as_at), "")
    told = ", ".join(part for part in (sort, answered) if part)
    return f"{row.late_reason} ({told})" if told else str(row.late_reason)


SHORT = (TaskState.NEW, TaskState.IN_PROGRESS, TaskState.REDO, TaskState.COMPLETED)

DOTS = {
    "done_in_time": "success",
    "done_late": "violet",
    "done_no_due": "success",
    "open_in_time": "info",
    "open_overdue": "danger",
    "open_no_due": "muted",
}


def look(row: Any) -> tuple[str, str | None]:
    """The colours of a listed task by name: the dot says the class, the letters only what is late."""
    dot = DOTS.get(standing(row).timeliness or "", "muted")
    return dot, "danger" if dot == "danger" else None


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
EXTENDED = (
    "SELECT count(*) FROM task_decision AS d WHERE d.kind = 'extended' AND d.task_id = {t}.id AND d.deleted_at IS NULL"
)
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
    Derived("extension_count", "Số lần gia hạn", EXTENDED, Whole(), width=10),
    Derived("last_note", "Tình hình thực hiện", LAST_NOTE, LongText(), width=40),
    Derived("holder", "Đang giữ", HOLDER, Text(), width=22),
    Derived("held_since", "Giữ từ ngày", HELD_SINCE, Day(), width=11),
    Column("given_by", "Giao theo", Text(), 17, compute=given_by, sorted_like="document"),
    Column("held_days", "Số ngày giữ", Whole(), 10, compute=held_days, sorted_like="held_since"),
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
    Column(
        "days_late_original",
        "Quá hạn ban đầu",
        Whole(),
        8,
        compute=lambda row: standing(row).days_late_original or None,
        sorted_like="original_due_on",
    ),
    Column(
        "cause_accepted",
        "Nguyên nhân chậm được chấp nhận",
        Text(),
        14,
        compute=cause_answer,
        sorted_like="late_cause",
    ),
    search=("code", "content", "document", "lead_unit", "official", "deliverable", "external_ref"),
    order="-id",
    fills={
        "due_on": (("assigned_on", "due_workdays"), term_text),
        "supervising_leader": (("lead_unit",), duties.proposed),
    },
    proposals={"supervising_leader": duties.PROPOSED},
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

# What hangs on a task and belongs to one writer, in the order in which it is taken in from another office.
OF_TASKS = tuple(entity.kind for entity in (NOTES, REQUESTS, DECISIONS, STEPS))
