"""Reading and writing tasks, their progress and the decisions about them; nothing else writes them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.connection import database
from db.models import Document, ProgressNote, Task
from db.words import Progress, TaskState, Timeliness
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.task_chain import service as chain
from desktop_app.features.task_checks import service as checks
from desktop_app.features.task_classes import service as classes
from desktop_app.features.task_due import service as terms
from desktop_app.features.task_halves import service as owners
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_holders.columns import STEPS
from desktop_app.features.tasks.columns import DECISIONS, NOTES, REQUESTS, TASKS, halves, situation, standing
from desktop_app.records import Condition, Entity, Rows, journal
from desktop_app.records.keep import Check
from desktop_app.records.session import current
from desktop_app.rules import dates, lateness, tally
from desktop_app.rules.periods import Period

OPEN = (Timeliness.OPEN_IN_TIME, Timeliness.OPEN_OVERDUE, Timeliness.OPEN_NO_DUE)
NAMED_PARTS = 5  # of open parts a refusal names so many
DONE = (Timeliness.DONE_IN_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DUE)


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Tasks under a filter: the rows of screen, report and sheet alike."""
    return records.find(TASKS, where, text, order, classes.NAMED)


def of_period(period: Period, as_at: date) -> list[Any]:
    """The counted tasks in the book of a period, by day of assignment: the same rows in register, report and sheet."""
    rows = find({"counted": True, "assigned_between": (date(dates.FIRST_YEAR, 1, 1), as_at)}, order="assigned_on")
    return [row for row in rows.iterate() if tally.belongs(halves(row), row.assigned_on, period.start, as_at)]


def left_out(period: Period, as_at: date) -> int:
    """How many tasks of the period stay out of every statistic because of their document's category."""
    return find({"counted": False, "assigned_between": (period.start, as_at)}).count()


def cancelled(period: Period, as_at: date) -> int:
    """How many counted tasks assigned in the period were cancelled by ``as_at``."""
    gone = Condition(classes.as_at(f"{{t}}.id IN ({classes.CANCELLED})", as_at))
    return find({"counted": True, "assigned_between": (period.start, as_at)}).only(gone).count()


def kept_since() -> date | None:
    """The day of the first order in the book; None while there is none."""
    found = database.execute_sql("SELECT min(assigned_on) FROM task WHERE deleted_at IS NULL").fetchone()[0]
    return date.fromisoformat(found) if found else None


def get(record_id: int) -> Task:
    """One task by its id."""
    return Task.get_by_id(record_id)


def count_by_class(
    where: Mapping[str, Any] | None = None, due_until: Sequence[date] = ()
) -> dict[tuple[int, Timeliness], tuple[int, ...]]:
    """How many tasks each lead unit has in each class today, and how many of them are due by each day asked for.

    One pass over the covering index: (unit id, class) -> (count, count due by the first day, …).
    """
    conditions = records.find(TASKS, where, named=classes.NAMED).conditions
    parts = " AND ".join(f"({c.sql.replace('{t}', 't')})" for c in conditions) or "1"
    due = "".join(f", coalesce(sum(due_on <= '{day.isoformat()}'), 0)" for day in due_until)
    name = classes.timeliness_sql(clock.today())
    sql = (
        f"SELECT unit, class, count(*){due} FROM (SELECT t.lead_unit_id AS unit, t.due_on, {name} AS class "
        f"FROM task AS t WHERE t.deleted_at IS NULL AND {parts} LIMIT -1) GROUP BY unit, class"
    )
    values = tuple(value for condition in conditions for value in condition.values)
    found = database.execute_sql(sql, values).fetchall()
    return {(unit, Timeliness(name)): tuple(counts) for unit, name, *counts in found if name is not None}


def save(
    texts: Mapping[str, str],
    record: Task | None = None,
    document: Document | None = None,
    *,
    origin: str = "",
    previous: Task | None = None,
) -> Task:
    """Write one task, or raise Refused saying what is wrong with it; ``previous`` is the one it follows in a chain.

    A new task gets its code and its original due date here; afterwards the due date only moves by decisions. Where the
    lead unit is an office of its own, the doer's half is that office's from the start.
    """
    values, _ = TASKS.read(texts)
    more: dict[str, Any] = {} if document is None else {"document": document}
    if values.get("completed_on"):
        more["progress"] = Progress.REPORTED
    if record is not None:
        return change(record, texts, _check, **more)
    due_on = terms.due_of(values)
    more |= {"due_on": due_on, "original_due_on": due_on, "origin": origin, "previous": previous}
    with records.writing():
        if values.get("assigned_on"):
            more["code"] = next_code(values["assigned_on"].year)
        made = records.keep(TASKS, texts, None, _check, **more)
        if doer := owners.doer_of(made.lead_unit):
            owners.give(made, doer)
            journal.note(TASKS.kind, made.uid, given=f"Giao {made.lead_unit} thực hiện và ghi kết quả trên sổ của mình")
        holders.follow(None, made)
    return made


def change(
    record: Task,
    texts: Mapping[str, str],
    check: Check = lambda values, record: {},
    day: date | None = None,
    **more: Any,
) -> Task:
    """Write into a task what `records.keep` takes, and let the steps of its work follow, as of ``day``."""
    with records.writing():
        was = get(record.id)
        kept = records.keep(TASKS, texts, record, check, **more)
        holders.follow(was, kept, day)
    return kept


def judge(texts: Mapping[str, str]) -> dict[str, Any]:
    """What a new task of these texts would hold, or Refused; nothing is written."""
    return records.judge(TASKS, texts, _check, **({"progress": Progress.REPORTED} if texts.get("completed_on") else {}))


def next_code(year: int) -> str:
    """The next free code of a year: NV-2026-00001."""
    sql = "SELECT max(CAST(substr(code, 9) AS INTEGER)) FROM task WHERE code GLOB ?"
    last = database.execute_sql(sql, (f"NV-{year}-*",)).fetchone()[0]
    return f"NV-{year}-{(last or 0) + 1:05d}"


def delete(record: Task) -> None:
    """Take out a task that was entered by mistake; work that is no longer wanted is cancelled instead."""
    if record.doer not in ("", current.office_uid):
        raise Refused(f"Nhiệm vụ đã giao cho {record.lead_unit}; hãy bấm “Hủy nhiệm vụ” để đơn vị đó được biết")
    subtasks = Task.select().where(Task.parent == record, Task.deleted_at.is_null()).count()
    if subtasks:
        raise Refused(f"Nhiệm vụ có {subtasks} việc thành phần; hãy xóa các việc đó trước")
    records.delete(TASKS, record)


def restore(record: Task) -> None:
    """Put a deleted task back; Refused where another one has taken its place in a chain, or its document gives none."""
    if record.previous is not None and (other := chain.follower_of(record.previous)) is not None:
        raise Refused(f"Kỳ này đã có {other.code} thay; hãy xóa nhiệm vụ đó trước")
    if problems := checks.check_document(record.document):
        raise Refused(problems["document"])
    records.restore(TASKS, record)


def add_note(record: Task, texts: Mapping[str, str]) -> ProgressNote:
    """Append a dated line on how the task stands; the first one starts the work."""
    if words := owners.not_ours(record, "exe"):
        raise Refused(words)
    with records.writing():
        note = records.keep(NOTES, {"task": record.code, **texts}, None, _check_note, author=current.who)
        if record.progress == Progress.NEW:
            records.keep(TASKS, {}, record, progress=Progress.DOING)
    return note


def complete(record: Task, texts: Mapping[str, str]) -> Task:
    """Report the work done: ``completed_on``, ``deliverable`` and, when late, ``late_reason`` and ``late_cause``."""
    if not texts.get("completed_on", "").strip():
        raise Refused({"completed_on": "Chưa ghi ngày hoàn thành"})
    return save(texts, record)


def notes_of(record: Task) -> Sequence[ProgressNote]:
    """The progress notes of a task, oldest first."""
    query = ProgressNote.select().where(ProgressNote.task == record, ProgressNote.deleted_at.is_null())
    return list(query.order_by(ProgressNote.noted_on, ProgressNote.id))


def open_parts(record: Task) -> Sequence[str]:
    """The codes of the parts of a task that are neither completed nor cancelled."""
    rows = find({"parent": record.id}, order="id").iterate()
    return [row.code for row in rows if standing(row).state not in (TaskState.COMPLETED, TaskState.CANCELLED)]


def parts_open(record: Task) -> str:
    """Why a task whose parts are open is not reported done, in words that name them; empty when none is."""
    codes = open_parts(record)
    named = ", ".join(codes[:NAMED_PARTS]) + (f" và {len(codes) - NAMED_PARTS} việc khác" * (len(codes) > NAMED_PARTS))
    return f"Còn {len(codes)} việc thành phần chưa hoàn thành hoặc hủy: {named}" if codes else ""


def history(record: Task) -> Sequence[tuple[str, str, str, str]]:
    """What happened to a task: when, who, what, and each field from - to; the latest first.

    Of what hangs on it every decision is told, and whatever else has been taken back: nothing else names that any more.
    """
    told: list[tuple[Entity[Any], str]] = []
    for entity in (DECISIONS, NOTES, REQUESTS, STEPS):
        sql = f"SELECT uid FROM {entity.kind} WHERE task_id = ?"
        sql += "" if entity is DECISIONS else " AND deleted_at IS NOT NULL"
        told += [(entity, uid) for (uid,) in database.execute_sql(sql, (record.id,)).fetchall()]
    return journal.story(TASKS, record.uid, *told)


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
    if name == "parent":
        return f"Việc thành phần của {get(value).code}"
    if name == "made":
        return f"Vừa tạo: {len(value)} nhiệm vụ"
    if name == "to_remind":
        return f"Sắp đến hạn (đến hết {dates.show_date(value)}) hoặc quá hạn chưa đôn đốc"
    if name in ("urged", "beyond_ladder"):
        return next((words for words, each in classes.URGED.items() if each == value), "Phải báo cáo lãnh đạo")
    if name == "waits":
        return next((words for words, each in classes.WAITS.items() if each == value), None)
    if name == "terms":
        return next((words for words, each in classes.TERMS.items() if each == value), None)
    words = {
        "counted": "Tính vào thống kê" if value else "Không tính vào thống kê",
        "from_above": "Cấp trên giao" if value else "Không phải cấp trên giao",
    }
    if name.endswith("_between"):
        start, end = (dates.show_date(day) for day in value)
        what = {"due": "Hạn", "assigned": "Giao", "completed": "Hoàn thành"}[name.partition("_")[0]]
        return f"{what} từ {start} đến {end}"
    return words.get(name)


def _check_note(values: Mapping[str, Any], record: Any) -> dict[str, str]:
    noted_on = values.get("noted_on")
    return {"noted_on": "Ngày cập nhật không được sau ngày hôm nay"} if noted_on and noted_on > clock.today() else {}


def _check(values: Mapping[str, Any], record: Task | None) -> dict[str, str]:
    problems = checks.check(values, record)
    if record is not None and Progress.REPORTED == values.get("progress") != record.progress:
        place = "completed_on" if values.get("completed_on") != record.completed_on else "progress"
        if not {"progress", "completed_on"} & problems.keys() and (open_ones := parts_open(record)):
            problems[place] = open_ones
    return problems
