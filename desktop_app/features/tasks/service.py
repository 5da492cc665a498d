"""Reading and writing tasks, their progress and the decisions about them; nothing else writes them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from db.connection import database
from db.models import Document, ProgressNote, Task, TaskDecision, Unit
from db.words import Copy, DecisionKind, Progress, TaskState, Timeliness, UnitRelation
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.task_chain import service as chain
from desktop_app.features.task_classes import service as classes
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_holders.columns import STEPS
from desktop_app.features.tasks.columns import DECISIONS, NOTES, REQUESTS, TASKS, halves, situation, standing, term_end
from desktop_app.records import Condition, Entity, Rows, journal
from desktop_app.records.keep import Check, name_of
from desktop_app.records.session import current
from desktop_app.rules import dates, late_causes, lateness, tally
from desktop_app.rules.periods import Period
from desktop_app.rules.workdays import LONGEST_TERM

OPEN = (Timeliness.OPEN_IN_TIME, Timeliness.OPEN_OVERDUE, Timeliness.OPEN_NO_DUE)
NAMED_PARTS = 5  # of open parts a refusal names so many
CAUSE = ("late_reason", "late_cause")
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
    due_on = due_of(values)
    more |= {"due_on": due_on, "original_due_on": due_on, "origin": origin, "previous": previous}
    with records.writing():
        if values.get("assigned_on"):
            more["code"] = next_code(values["assigned_on"].year)
        made = records.keep(TASKS, texts, None, _check, **more)
        if doer := doer_of(made.lead_unit):
            give(made, doer)
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


def due_of(values: Mapping[str, Any]) -> date | None:
    """The due date typed, or else the end of the term in working days typed, if any."""
    due_on, assigned_on, workdays = (values.get(name) for name in ("due_on", "assigned_on", "due_workdays"))
    if due_on is None and assigned_on is not None and workdays is not None and 0 < workdays <= LONGEST_TERM:
        return term_end(assigned_on, workdays)
    return due_on


def move_term(record: Task, due_on: date, why: str) -> Task:
    """Let a term in working days end on another day, since the calendar changed; the journal says ``why``.

    It is the same term, so the original due date moves with it.
    """
    if words := not_ours(record, "def"):
        raise Refused(words)
    with records.writing():
        moved = records.keep(TASKS, {}, record, due_on=due_on, original_due_on=due_on)
        journal.note(TASKS.kind, moved.uid, moved=why)
    return moved


def fix_term(record: Task, why: str) -> Task:
    """Make the due date of a term in working days a plain date that no calendar moves; the journal says ``why``."""
    if words := not_ours(record, "def"):
        raise Refused(words)
    with records.writing():
        fixed = records.keep(TASKS, {}, record, due_workdays=None)
        journal.note(TASKS.kind, fixed.uid, fixed=why)
    return fixed


def judge(texts: Mapping[str, str]) -> dict[str, Any]:
    """What a new task of these texts would hold, or Refused; nothing is written."""
    return records.judge(TASKS, texts, _check, **({"progress": Progress.REPORTED} if texts.get("completed_on") else {}))


def doer_of(unit: Unit | None) -> str:
    """The office that does what this unit leads: its own, where it is below us and keeps a ledger; else empty, we."""
    return str(unit.office_uid) if unit is not None and unit.relation == UnitRelation.SUB else ""


def give(record: Task, doer: str) -> None:
    """Make an office, or ours if ``doer`` is empty, the writer of the doer's half; in this term it has said nothing."""
    record.doer, record.exe_owner = doer, doer or current.office_uid
    # Epochs are an office's own: whatever the new doer says in this term, in its first epoch too, is newer than this.
    record.exe_term, record.exe_epoch, record.exe_n = record.def_term, 0, 0
    record.save(only=[Task.doer, Task.exe_owner, Task.exe_term, Task.exe_epoch, Task.exe_n])


def not_ours(record: Task, half: Literal["def", "exe"]) -> str:
    """Why this office does not write a half of the task, in words; empty when it does."""
    if record.copy:
        return f"Nhiệm vụ này chỉ để xem ({Copy(record.copy).label.lower()}), không ghi ở đây"
    owner = str(getattr(record, f"{half}_owner"))
    if owner == current.office_uid:
        return ""
    if half == "def":
        return f"Nhiệm vụ do {name_of(owner, 'cơ quan khác')} giao, chỉ nơi đó quyết định"
    whose = name_of(owner, "đơn vị khác")
    return f"Nhiệm vụ do {whose} thực hiện và ghi trên sổ của mình; hãy chờ gói báo cáo của nơi đó"


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
    if problems := _check_document(record.document):
        raise Refused(problems["document"])
    records.restore(TASKS, record)


def add_note(record: Task, texts: Mapping[str, str]) -> ProgressNote:
    """Append a dated line on how the task stands; the first one starts the work."""
    if words := not_ours(record, "exe"):
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


def decisions_of(record: Task) -> Sequence[TaskDecision]:
    """The decisions about a task, oldest first."""
    query = TaskDecision.select().where(TaskDecision.task == record, TaskDecision.deleted_at.is_null())
    return list(query.order_by(TaskDecision.decided_on, TaskDecision.place, TaskDecision.id))


def cancelled_on(record: Task) -> date | None:
    """The day on which a task was cancelled."""
    days = [d.decided_on for d in decisions_of(record) if d.kind == DecisionKind.CANCELLED]
    return min(days, default=None)


def open_parts(record: Task) -> Sequence[str]:
    """The codes of the parts of a task that are neither completed nor cancelled."""
    rows = find({"parent": record.id}, order="id").iterate()
    return [row.code for row in rows if standing(row).state not in (TaskState.COMPLETED, TaskState.CANCELLED)]


def parts_open(record: Task) -> str:
    """Why a task whose parts are open is not reported done, in words that name them; empty when none is."""
    codes = open_parts(record)
    named = ", ".join(codes[:NAMED_PARTS]) + (f" và {len(codes) - NAMED_PARTS} việc khác" * (len(codes) > NAMED_PARTS))
    return f"Còn {len(codes)} việc thành phần chưa hoàn thành hoặc hủy: {named}" if codes else ""


def answer_of(record: Task) -> TaskDecision | None:
    """What the assigner answered to the present round of the work: confirmed, or to be done again."""
    kinds = (DecisionKind.CONFIRMED, DecisionKind.REDO)
    answers = [d for d in decisions_of(record) if d.kind in kinds and d.round == record.round]
    return answers[-1] if answers else None


def cause_of(record: Task) -> TaskDecision | None:
    """What the assigner answered last to the late reason of the present round."""
    answers = [d for d in decisions_of(record) if d.kind in late_causes.ANSWERS and d.round == record.round]
    return answers[-1] if answers else None


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
    problems: dict[str, str] = {}
    assigned_on, due_on = values.get("assigned_on"), values.get("due_on")
    if assigned_on and due_on and due_on < assigned_on:
        problems["due_on"] = f"Thời hạn phải từ ngày giao {dates.show_date(assigned_on)} trở đi"
    if record is not None and due_on != record.due_on:
        problems["due_on"] = "Thời hạn đã giao chỉ đổi bằng nút Gia hạn; nếu nhập nhầm, hãy xóa nhiệm vụ rồi nhập lại"
    problems |= _check_term(values, record)
    lead = values.get("lead_unit")
    if lead is not None and lead in (values.get("cooperating_units") or ()):
        problems["cooperating_units"] = f"{lead} đã là đơn vị chủ trì"
    document = values.get("document")
    if record is None or document != record.document:
        problems |= _check_document(document)
    problems |= _check_dates_of_units(lead, assigned_on)
    problems |= _check_doer(values, record)
    problems |= _check_completion(values, assigned_on)
    if record is not None:
        problems |= _check_round(values, record) | _check_cause(values, record)
    above = values.get("parent")
    while above is not None and record is not None and "parent" not in problems:
        if above == record:
            problems["parent"] = "Không chọn chính nhiệm vụ này hoặc việc thành phần của nó"
        above = above.parent
    return problems


def _check_document(document: Document | None) -> dict[str, str]:
    """A document that gives no tasks gives none."""
    if document is None or not document.no_tasks:
        return {}
    mark = "“Không phát sinh nhiệm vụ”"
    owner = document.def_owner
    who = "hãy bỏ dấu đó trước" if owner == current.office_uid else f"hãy hỏi {name_of(owner)} trước"
    return {"document": f"Văn bản {document} đã được đánh dấu {mark}; {who}"}


def _check_term(values: Mapping[str, Any], record: Task | None) -> dict[str, str]:
    """A term in working days and a due date say the same; of an assigned task neither changes by typing."""
    workdays, due_on, assigned_on = (values.get(name) for name in ("due_workdays", "due_on", "assigned_on"))
    if record is not None:
        if workdays != record.due_workdays:
            return {"due_workdays": "Thời hạn đã giao không đổi bằng cách sửa số ngày; hãy dùng nút Gia hạn"}
        return {}
    if workdays is None:
        return {}
    if not 0 < workdays <= LONGEST_TERM:
        return {"due_workdays": f"Phải từ 1 đến {LONGEST_TERM} ngày làm việc"}
    if assigned_on is None or due_on is None or due_on == (end := term_end(assigned_on, workdays)):
        return {}
    return {
        "due_workdays": f"{workdays} ngày làm việc kể từ ngày giao {dates.show_date(assigned_on)} là hết "
        f"{dates.weekday(end)}, {dates.show_date(end)}, nhưng thời hạn đang ghi {dates.weekday(due_on)}, "
        f"{dates.show_date(due_on)}; hãy xóa một trong hai ô"
    }


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


def _check_cause(values: Mapping[str, Any], record: Task) -> dict[str, str]:
    """What is reported done late says why; what has been accepted as the cause stays as it was.

    Only a change of the report is looked at: a book read in from elsewhere may hold late work that never said why.
    """
    changed = {name for name in ("completed_on", *CAUSE) if values.get(name) != getattr(record, name)}
    if changed & set(CAUSE) and (answer := cause_of(record)) and answer.kind == DecisionKind.CAUSE_ACCEPTED:
        told = f"Nguyên nhân chậm đã được chấp nhận ngày {dates.show_date(answer.decided_on)}, không sửa được nữa"
        return dict.fromkeys(changed & set(CAUSE), told)
    completed_on, due_on = values.get("completed_on"), record.due_on
    if changed and completed_on and due_on and completed_on > due_on and not values.get("late_reason"):
        days = (completed_on - due_on).days
        return {"late_reason": f"Hoàn thành quá hạn {days} ngày (hạn {dates.show_date(due_on)}): hãy ghi nguyên nhân"}
    return {}


def _check_doer(values: Mapping[str, Any], record: Task | None) -> dict[str, str]:
    """What an office of its own leads is written in its own ledger, from the first day on."""
    lead = values.get("lead_unit")
    if record is not None:
        elsewhere = record.doer or doer_of(lead) or doer_of(record.lead_unit)
        if lead != record.lead_unit and elsewhere:
            return {"lead_unit": "Đơn vị này ghi kết quả trên sổ của mình; hãy dùng nút “Chuyển đơn vị khác”"}
        return {}
    if not doer_of(lead):
        return {}
    done = [name for name in ("official", "completed_on", "deliverable", *CAUSE) if values.get(name)]
    done += ["progress"] if values.get("progress") != Progress.NEW and not values.get("completed_on") else []
    return dict.fromkeys(done, f"Phần này do {lead} ghi; hãy để trống")


def _check_round(values: Mapping[str, Any], record: Task) -> dict[str, str]:
    """What has been answered is not reported otherwise, and what has its own button is not chosen from the list."""
    wrong = [name for name in ("progress", "completed_on") if values.get(name) != getattr(record, name)]
    if not wrong:
        return {}
    place, answer, day = wrong[-1], answer_of(record), cancelled_on(record)
    if day is not None:
        return {place: f"Nhiệm vụ đã hủy ngày {dates.show_date(day)}, không ghi thêm được"}
    if answer is not None and answer.kind == DecisionKind.CONFIRMED:
        return {place: f"Đã được xác nhận hoàn thành ngày {dates.show_date(answer.decided_on)}, không sửa được nữa"}
    if answer is not None:
        return {place: "Đã được yêu cầu thực hiện lại; hãy bấm “Bắt đầu thực hiện lại” trước"}
    if Progress.REPORTED == values.get("progress") != record.progress and (open_ones := parts_open(record)):
        return {place: open_ones}
    if Progress.DECLINED in (values.get("progress"), record.progress) and "progress" in wrong:
        button = "Nhận lại nhiệm vụ" if record.progress == Progress.DECLINED else "Từ chối, trả lại"
        return {place: f"Hãy bấm nút “{button}”"}
    if values.get("completed_on") and values.get("progress") != Progress.REPORTED:
        return {"completed_on": "Chưa báo cáo hoàn thành thì phải bỏ trống ngày hoàn thành"}
    return {}
