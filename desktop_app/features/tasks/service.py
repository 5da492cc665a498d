"""Reading and writing tasks, their progress and the decisions about them; nothing else writes them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from peewee import fn

from db.connection import database
from db.models import Document, ProgressNote, Task, TaskDecision
from db.words import DecisionKind, Progress, TaskState, Timeliness, UnitRelation
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.tasks.columns import DECISIONS, NOTES, TASKS, halves, situation, standing
from desktop_app.records import Condition, Rows, journal
from desktop_app.records.session import current
from desktop_app.rules import dates, lateness, tally
from desktop_app.rules.periods import Period

OPEN = (Timeliness.OPEN_IN_TIME, Timeliness.OPEN_OVERDUE, Timeliness.OPEN_NO_DUE)
DONE = (Timeliness.DONE_IN_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DUE)
UNCOUNTED_TASKS = (
    "SELECT x.id FROM document AS x JOIN document_category AS y ON y.id = x.category_id WHERE y.counted = 0"
)
CANCELLED = (
    "SELECT d.task_id FROM task_decision AS d "
    "WHERE d.kind = 'cancelled' AND d.deleted_at IS NULL AND d.decided_on <= :d"
)

ANSWER = (
    "SELECT 1 FROM task_decision AS d WHERE d.task_id = t.id AND d.round = t.round AND d.deleted_at IS NULL "
    "AND d.decided_on <= :d"
)
STOPPED = (
    "SELECT min(d.from_on) FROM task_decision AS d WHERE d.task_id = t.id AND d.kind = 'suspended' "
    "AND d.deleted_at IS NULL AND d.decided_on <= :d AND d.from_on <= :d AND (d.to_on IS NULL OR d.to_on >= :d) "
    "AND NOT EXISTS (SELECT 1 FROM task_decision AS r WHERE r.task_id = d.task_id AND r.kind = 'resumed' "
    "AND r.deleted_at IS NULL AND r.decided_on <= :d AND (r.place, r.id) > (d.place, d.id))"
)


def timeliness_sql(today: date) -> str:
    """The class of task ``t`` today as an SQL expression, NULL for a task that is not counted.

    The same function as ``rules.lateness.standing`` for the current state, for filters and counts over every task; a
    test holds the two together. ``due_on`` is the assigner's current due date, which every granted extension sets.
    What no decision in the file speaks of is left out of the expression: it is worked out once a row.
    """
    kinds = _kinds_decided()
    done = "t.progress = 'reported' AND t.completed_on <= :d"
    if DecisionKind.REDO in kinds:
        done += f" AND NOT EXISTS ({ANSWER} AND d.kind = 'redo')"
    answered = f" OR EXISTS ({ANSWER} AND d.kind = 'confirmed')" if DecisionKind.CONFIRMED in kinds else ""
    late = "t.due_on < :d"
    if DecisionKind.SUSPENDED in kinds:
        late += f" AND coalesce(({STOPPED}), :d) > t.due_on"
    out = "t.copy <> '' OR t.progress = 'declined'"
    if DecisionKind.CANCELLED in kinds:
        out += f" OR t.id IN ({CANCELLED})"
    sql = (
        f"CASE WHEN {out} THEN NULL WHEN {done} AND (NOT t.needs_confirmation{answered}) THEN "
        "CASE WHEN t.due_on IS NULL THEN 'done_no_due' WHEN t.completed_on > t.due_on THEN 'done_late' "
        "ELSE 'done_in_time' END WHEN t.due_on IS NULL THEN 'open_no_due' "
        f"WHEN {late} THEN 'open_overdue' ELSE 'open_in_time' END"
    )
    return sql.replace(":d", f"'{today.isoformat()}'")


def _kinds_decided() -> set[DecisionKind]:
    """Which kinds of decisions the file holds at all."""
    asked = ", ".join(f"EXISTS (SELECT 1 FROM task_decision WHERE kind = '{kind}')" for kind in DecisionKind)
    found = database.execute_sql(f"SELECT {asked}").fetchone()
    return {kind for kind, there in zip(DecisionKind, found, strict=True) if there}


def _timeliness(wanted: Any) -> Condition:
    values = [wanted] if isinstance(wanted, str) else list(wanted)
    marks = ",".join("?" * len(values))
    return Condition(f"{timeliness_sql(clock.today())} IN ({marks})", tuple(str(value) for value in values))


def _due_soon(until: date) -> Condition:
    in_time = f"{timeliness_sql(clock.today())} = '{Timeliness.OPEN_IN_TIME}'"
    return Condition(f"{{t}}.due_on <= ? AND {in_time}", (until.isoformat(),))


def _counted(wanted: bool) -> Condition:
    if not wanted:
        return Condition(f"{{t}}.document_id IN ({UNCOUNTED_TASKS})")
    if database.execute_sql(f"SELECT EXISTS ({UNCOUNTED_TASKS})").fetchone()[0]:
        return Condition(f"{{t}}.document_id IS NULL OR {{t}}.document_id NOT IN ({UNCOUNTED_TASKS})")
    return Condition("1")


def _days(column: str) -> Callable[[Any], Condition]:
    return lambda span: Condition(f"{{t}}.{column} BETWEEN ? AND ?", tuple(day.isoformat() for day in span))


NAMED: dict[str, Callable[[Any], Condition]] = {
    "timeliness": _timeliness,
    "due_soon": _due_soon,
    "due_between": _days("due_on"),
    "assigned_between": _days("assigned_on"),
    "completed_between": _days("completed_on"),
    "counted": _counted,
    "from_above": lambda wanted: Condition(
        f"{'' if wanted else 'NOT '}coalesce({{t}}.document_id IN (SELECT x.id FROM document AS x "
        f"JOIN unit AS u ON u.id = x.issuer_id WHERE u.relation = '{UnitRelation.UPPER}'), 0)"
    ),
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Tasks under a filter: the rows of screen, report and sheet alike."""
    return records.find(TASKS, where, text, order, NAMED)


def of_period(period: Period, as_at: date) -> list[Any]:
    """The counted tasks in the book of a period, by day of assignment: the same rows in register, report and sheet."""
    rows = find({"counted": True, "assigned_between": (date(dates.FIRST_YEAR, 1, 1), as_at)}, order="assigned_on")
    return [row for row in rows.iterate() if tally.belongs(halves(row), row.assigned_on, period.start, as_at)]


def left_out(period: Period, as_at: date) -> int:
    """How many tasks of the period stay out of every statistic because of their document's category."""
    return find({"counted": False, "assigned_between": (period.start, as_at)}).count()


def cancelled(period: Period, as_at: date) -> int:
    """How many counted tasks assigned in the period were cancelled by ``as_at``."""
    gone = Condition(f"{{t}}.id IN ({CANCELLED})".replace(":d", f"'{as_at.isoformat()}'"))
    return find({"counted": True, "assigned_between": (period.start, as_at)}).only(gone).count()


def get(record_id: int) -> Task:
    """One task by its id."""
    return Task.get_by_id(record_id)


def count_by_class(
    where: Mapping[str, Any] | None = None, due_until: Sequence[date] = ()
) -> dict[tuple[int, Timeliness], tuple[int, ...]]:
    """How many tasks each lead unit has in each class today, and how many of them are due by each day asked for.

    One pass over the covering index: (unit id, class) -> (count, count due by the first day, …).
    """
    conditions = records.find(TASKS, where, named=NAMED).conditions
    parts = " AND ".join(f"({c.sql.replace('{t}', 't')})" for c in conditions) or "1"
    due = "".join(f", coalesce(sum(due_on <= '{day.isoformat()}'), 0)" for day in due_until)
    sql = (
        f"SELECT unit, class, count(*){due} FROM (SELECT t.lead_unit_id AS unit, t.due_on, "
        f"{timeliness_sql(clock.today())} AS class FROM task AS t WHERE t.deleted_at IS NULL AND {parts} LIMIT -1) "
        "GROUP BY unit, class"
    )
    values = tuple(value for condition in conditions for value in condition.values)
    found = database.execute_sql(sql, values).fetchall()
    return {(unit, Timeliness(name)): tuple(counts) for unit, name, *counts in found if name is not None}


def save(texts: Mapping[str, str], record: Task | None = None, document: Document | None = None) -> Task:
    """Write one task, or raise Refused saying what is wrong with it.

    A new task gets its code and its original due date here; afterwards the due date only moves by decisions.
    """
    values, _ = TASKS.read(texts)
    more: dict[str, Any] = {} if document is None else {"document": document}
    if record is None:
        more["original_due_on"] = values.get("due_on")
        if values.get("assigned_on"):
            more["code"] = next_code(values["assigned_on"].year)
    if values.get("completed_on"):
        more["progress"] = Progress.REPORTED
    return records.keep(TASKS, texts, record, _check, **more)


def next_code(year: int) -> str:
    """The next free code of a year: NV-2026-00001."""
    sql = "SELECT max(CAST(substr(code, 9) AS INTEGER)) FROM task WHERE code GLOB ?"
    last = database.execute_sql(sql, (f"NV-{year}-*",)).fetchone()[0]
    return f"NV-{year}-{(last or 0) + 1:05d}"


def delete(record: Task) -> None:
    """Take out a task that was entered by mistake; work that is no longer wanted is cancelled instead."""
    subtasks = Task.select().where(Task.parent == record, Task.deleted_at.is_null()).count()
    if subtasks:
        raise Refused(f"Nhiệm vụ có {subtasks} việc thành phần; hãy xóa các việc đó trước")
    records.delete(TASKS, record)


def restore(record: Task) -> None:
    """Put a deleted task back."""
    records.restore(TASKS, record)


def add_note(record: Task, texts: Mapping[str, str]) -> ProgressNote:
    """Append a dated line on how the task stands; the first one starts the work."""
    with records.writing():
        note = records.keep(NOTES, {"task": record.code, **texts}, None, _check_note, author=current.who)
        if record.progress == Progress.NEW:
            records.keep(TASKS, {}, record, progress=Progress.DOING)
    return note


def complete(record: Task, texts: Mapping[str, str]) -> Task:
    """Report the work done: ``completed_on``, ``deliverable`` and, when late, ``late_reason``."""
    if not texts.get("completed_on", "").strip():
        raise Refused({"completed_on": "Chưa ghi ngày hoàn thành"})
    return save(texts, record)


def extend(record: Task, texts: Mapping[str, str]) -> TaskDecision:
    """Grant a later due date: ``due_on``, ``decided_on``, ``reason``; the original due date stays beside it."""
    values, problems = DECISIONS.read(texts)
    due_on = values.get("due_on")
    if due_on is None and "due_on" not in problems:
        raise Refused({"due_on": "Chưa ghi thời hạn mới"})
    if due_on is not None and record.due_on is not None and due_on <= record.due_on:
        raise Refused({"due_on": f"Thời hạn mới phải sau {dates.show_date(record.due_on)}"})
    if due_on is not None and due_on < record.assigned_on:
        raise Refused({"due_on": f"Thời hạn phải từ ngày giao {dates.show_date(record.assigned_on)} trở đi"})
    with records.writing():
        decision = _decide(record, DecisionKind.EXTENDED, texts)
        records.keep(TASKS, {}, record, due_on=decision.due_on)
    return decision


def cancel(record: Task, texts: Mapping[str, str]) -> TaskDecision:
    """Decide that the task is no longer to be done: ``decided_on``, ``reason``. It counts until that day."""
    if not texts.get("reason", "").strip():
        raise Refused({"reason": "Chưa ghi lý do hủy"})
    return _decide(record, DecisionKind.CANCELLED, texts)


def notes_of(record: Task) -> Sequence[ProgressNote]:
    """The progress notes of a task, oldest first."""
    query = ProgressNote.select().where(ProgressNote.task == record, ProgressNote.deleted_at.is_null())
    return list(query.order_by(ProgressNote.noted_on, ProgressNote.id))


def decisions_of(record: Task) -> Sequence[TaskDecision]:
    """The decisions about a task, oldest first."""
    query = TaskDecision.select().where(TaskDecision.task == record, TaskDecision.deleted_at.is_null())
    return list(query.order_by(TaskDecision.decided_on, TaskDecision.place, TaskDecision.id))


def history(record: Task) -> Sequence[tuple[str, str, str, str]]:
    """What happened to a task: when, who, what, and each field from - to; the latest first."""
    return journal.story(TASKS, record.uid)


def standing_of(record: Task) -> lateness.Standing:
    """Where a task stands today."""
    [row] = find().rows([record.id])
    return standing(row)


def situation_of(record: Task) -> str:
    """State and lateness of a task today, in a few words."""
    [row] = find().rows([record.id])
    return situation(row)


def filter_words(name: str, value: Any) -> str | None:
    """A filter of this room in words, or None when it is a plain column."""
    if name == "timeliness":
        chosen = [Timeliness(value)] if isinstance(value, str) else [Timeliness(each) for each in value]
        groups: dict[tuple[Timeliness, ...], str] = {
            OPEN: "Đang thực hiện",
            DONE: "Đã hoàn thành",
            tuple(Timeliness): "Không kể đã hủy",
        }
        return groups.get(tuple(chosen)) or "; ".join(each.label for each in chosen)
    if name == "due_soon":
        return f"Trong hạn, đến hạn đến hết {dates.show_date(value)}"
    words = {
        "counted": "Tính vào thống kê" if value else "Không tính vào thống kê",
        "from_above": "Cấp trên giao" if value else "Không phải cấp trên giao",
    }
    if name.endswith("_between"):
        start, end = (dates.show_date(day) for day in value)
        what = {"due": "Hạn", "assigned": "Giao", "completed": "Hoàn thành"}[name.partition("_")[0]]
        return f"{what} từ {start} đến {end}"
    return words.get(name)


def _decide(record: Task, kind: DecisionKind, texts: Mapping[str, str]) -> TaskDecision:
    if standing_of(record).state == TaskState.CANCELLED:
        raise Refused("Nhiệm vụ đã hủy, không quyết định thêm được")
    with records.writing():
        return records.keep(
            DECISIONS,
            {"task": record.code, "kind": kind.label, **texts},
            None,
            lambda values, _: _check_decision(record, values),
            round=record.round,
            place=1
            + (TaskDecision.select(fn.MAX(TaskDecision.place)).where(TaskDecision.task == record).scalar() or 0),
        )


def _check_decision(task: Task, values: Mapping[str, Any]) -> dict[str, str]:
    decided_on = values.get("decided_on")
    if decided_on and decided_on > clock.today():
        return {"decided_on": "Ngày quyết định không được sau ngày hôm nay"}
    if decided_on and decided_on < task.assigned_on:
        return {"decided_on": f"Ngày quyết định không được trước ngày giao {dates.show_date(task.assigned_on)}"}
    return {}


def _check_note(values: Mapping[str, Any], record: Any) -> dict[str, str]:
    noted_on = values.get("noted_on")
    return {"noted_on": "Ngày cập nhật không được sau ngày hôm nay"} if noted_on and noted_on > clock.today() else {}


def _check(values: Mapping[str, Any], record: Task | None) -> dict[str, str]:
    problems: dict[str, str] = {}
    assigned_on, due_on = values.get("assigned_on"), values.get("due_on")
    if assigned_on and due_on and due_on < assigned_on:
        problems["due_on"] = f"Thời hạn phải từ ngày giao {dates.show_date(assigned_on)} trở đi"
    if record is not None and due_on != record.due_on:
        problems["due_on"] = "Thời hạn đã giao chỉ đổi bằng nút Gia hạn; nếu nhập nhầm, hãy xóa nhiệm vụ rồi nhập lại"
    lead = values.get("lead_unit")
    if lead is not None and lead in (values.get("cooperating_units") or ()):
        problems["cooperating_units"] = f"{lead} đã là đơn vị chủ trì"
    problems |= _check_dates_of_units(lead, assigned_on)
    problems |= _check_completion(values, assigned_on)
    above = values.get("parent")
    while above is not None and record is not None and "parent" not in problems:
        if above == record:
            problems["parent"] = "Không chọn chính nhiệm vụ này hoặc việc thành phần của nó"
        above = above.parent
    return problems


def _check_dates_of_units(lead: Any, assigned_on: date | None) -> dict[str, str]:
    if lead is not None and assigned_on and lead.valid_to and lead.valid_to < assigned_on:
        after = f"; hãy chọn {lead.successor}" if lead.successor else ""
        return {"lead_unit": f"{lead} đã kết thúc ngày {dates.show_date(lead.valid_to)}{after}"}
    return {}


def _check_completion(values: Mapping[str, Any], assigned_on: date | None) -> dict[str, str]:
    completed_on, progress = values.get("completed_on"), values.get("progress")
    if progress == Progress.REPORTED and not completed_on:
        return {"completed_on": "Đã báo cáo hoàn thành thì phải ghi ngày hoàn thành"}
    if completed_on and completed_on > clock.today():
        return {"completed_on": "Ngày hoàn thành không được sau ngày hôm nay"}
    if completed_on and assigned_on and completed_on < assigned_on:
        return {"completed_on": f"Ngày hoàn thành không được trước ngày giao {dates.show_date(assigned_on)}"}
    return {}
