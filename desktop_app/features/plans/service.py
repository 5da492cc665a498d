"""Reading and writing plans with their groups and items; nothing else writes them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.connection import database
from db.models import Meeting, Plan, PlanGroup, PlanItem, Task
from db.words import MeetingKind, PlanItemKind, PlanItemState, PlanKind
from desktop_app import clock, records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.plans.columns import GROUPS, ITEMS, NAMED, NAMED_ITEMS, PLANS
from desktop_app.records import Rows, session, short
from desktop_app.rules import names as rules
from desktop_app.rules.dates import show_date

STATED = {
    PlanItemKind.CONTENT: "stated_contents",
    PlanItemKind.TASK: "stated_tasks",
    PlanItemKind.TARGET: "stated_targets",
    PlanItemKind.PROJECT: "stated_projects",
    PlanItemKind.KEY_TASK: "stated_key_tasks",
}
UID, GROUP = "uid", "in_group"  # of a row to be saved: what it is, and the place of its group among the rows of groups
SEARCHED = ("title", "symbol", "year", "unit")
FIRST_MONTH, LAST_MONTH = 1, 12


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Plans under a filter: the rows of screen, paper and sheet alike; some a year."""
    return short.with_words(records.find(PLANS, where, order=order, named=NAMED), text, SEARCHED)


def get(record_id: int) -> Plan:
    """One plan by its id."""
    return Plan.get_by_id(record_id)


def find_items(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Items of all plans under a filter."""
    return records.find(ITEMS, where, text, order, NAMED_ITEMS)


def item(record_id: int) -> PlanItem:
    """One item by its id."""
    return PlanItem.get_by_id(record_id)


def groups(plan: Plan) -> list[PlanGroup]:
    """The groups of a plan, in their order."""
    query = PlanGroup.select().where(PlanGroup.plan == plan, PlanGroup.deleted_at.is_null())
    return list(query.order_by(PlanGroup.place, PlanGroup.id))


def items(plan: Plan) -> list[PlanItem]:
    """The items of a plan: group by group, those of no group last, each in its order."""
    place = {group.id: n for n, group in enumerate(groups(plan))}
    query = PlanItem.select().where(PlanItem.plan == plan, PlanItem.deleted_at.is_null())
    rows = query.order_by(PlanItem.place, PlanItem.id)
    return sorted(rows, key=lambda row: place.get(row.__data__["group"], len(place)))


def of_task(task: Task) -> PlanItem | None:
    """The item of a plan that became a task, or None."""
    query = PlanItem.select().join(Plan).where(PlanItem.task == task, PlanItem.deleted_at.is_null())
    found: PlanItem | None = query.where(Plan.deleted_at.is_null()).order_by(PlanItem.id).first()
    return found


def task_of(one: PlanItem) -> Task | None:
    """The task that an item became, unless that was taken out since."""
    task: Task | None = one.task
    return task if task is not None and task.deleted_at is None else None


def symbol(plan: Plan) -> str:
    """The number of its document, or what was typed for it."""
    return str(plan.document) if plan.document is not None else str(plan.paper)


def called(plan: Plan) -> str:
    """A plan as other pages name it: "kế hoạch 25/KH-UBND", or by its title where it has no number."""
    noun = "chương trình" if plan.kind == PlanKind.PROGRAM else "kế hoạch"
    return f"{noun} {symbol(plan) or f'“{plan}”'}"


# --- Writing ---


def save(texts: Mapping[str, str], record: Plan | None = None) -> Plan:
    """Write one plan without its groups and items, or raise Refused."""
    return records.keep(PLANS, texts, record, _check)


def save_all(
    texts: Mapping[str, str],
    group_rows: Sequence[Mapping[str, str]],
    item_rows: Sequence[Mapping[str, str]],
    record: Plan | None = None,
) -> Plan:
    """Write a plan with all its groups and items in the order given, all or nothing; what is in no row goes.

    Args:
        texts: what changes of the plan itself.
        group_rows: texts of groups; ``uid`` of one that is there already.
        item_rows: texts of items; ``uid`` of one that is there already, ``in_group`` the place of its group in
            ``group_rows`` from 0 on, empty for none.
        record: the plan, or None for a new one.

    Raises:
        RefusedRows: what is wrong with the plan or its groups, and with each row of items by its place.
    """
    problems: dict[str, str] = {}
    wrong: dict[int, dict[str, str]] = {}
    if record is not None:
        records.must_be_ours(record)
    with records.writing():
        plan, made = record, []
        try:
            plan = save(texts, record)
            made = _save_groups(plan, group_rows)
        except Refused as refused:
            problems = refused.problems
        if plan is not None and not problems:
            wrong = _save_items(plan, made, item_rows)
        if problems or wrong:
            raise RefusedRows(problems, wrong)
    assert plan is not None
    return plan


def _save_groups(plan: Plan, rows: Sequence[Mapping[str, str]]) -> list[PlanGroup]:
    known = {group.uid: group for group in groups(plan)}
    made: list[PlanGroup] = []
    taken: set[str] = set()
    for place, row in enumerate(rows):
        old = known.pop(row.get(UID, ""), None)
        name = rules.clean(row.get("name", "" if old is None else str(old)))
        if name in taken:
            raise Refused({"name": f"Có hai nhóm cùng tên “{name}”; hãy đổi tên một nhóm"})
        taken.add(name)
        texts = {name: text for name, text in row.items() if name != UID}
        made.append(records.keep(GROUPS, texts, old, _check_stated, plan=plan, place=place))
    for gone in known.values():
        records.delete(GROUPS, gone)
    return made


def _save_items(
    plan: Plan, in_groups: Sequence[PlanGroup], rows: Sequence[Mapping[str, str]]
) -> dict[int, dict[str, str]]:
    known = {one.uid: one for one in items(plan)}
    wrong: dict[int, dict[str, str]] = {}
    last: Counter[int | None] = Counter()  # a place within the group: what changes in one moves nothing in another
    for place, row in enumerate(rows):
        texts = {name: text for name, text in row.items() if name not in (UID, GROUP, "group")}
        group = in_groups[int(row[GROUP])] if row.get(GROUP) else None
        try:
            old = known.pop(row.get(UID, ""), None)
            here = group.id if group is not None else None
            records.keep(ITEMS, texts, old, _check_item, plan=plan, group=group, place=last[here])
            last[here] += 1
        except Refused as refused:
            wrong[place] = refused.problems
    for gone in () if wrong else known.values():
        delete_item(gone)
    return wrong


def save_item(texts: Mapping[str, str], record: PlanItem, **more: Any) -> PlanItem:
    """Write into one item that is there, or raise Refused; ``more`` may hold its task."""
    return records.keep(ITEMS, texts, record, _check_item, **more)


def delete_item(record: PlanItem) -> None:
    """Take one item out; Refused while a task or a session speaks of it."""
    if (task := task_of(record)) is not None:
        raise Refused(f"“{_short(record)}” đã giao thành {task.code}; hãy mở kế hoạch, bấm “Bỏ gắn nhiệm vụ” trước")
    if (met := hearings(record.plan).get(record.id)) is not None:
        held = show_date(met[0].held_on)
        raise Refused(f"“{_short(record)}” đã được phiên họp ngày {held} nghe; hãy sửa nội dung cuộc họp trước")
    records.delete(ITEMS, record)


def restore_item(record: PlanItem) -> None:
    """Put a deleted item back; Refused while its plan or group is deleted, or its task is another item's by now."""
    task = task_of(record)
    if task is not None and (other := of_task(task)) is not None:
        raise Refused(f"{task.code} nay là của mục “{_short(other)}”; hãy bỏ gắn ở mục đó trước")
    records.restore(ITEMS, record)


def delete(record: Plan) -> None:
    """Take an empty plan out; Refused while it holds anything."""
    if count := len(items(record)) or len(groups(record)):
        raise Refused(f"Còn {count} nhóm, mục; hãy mở “Nội dung, tiến độ…” rồi bấm “Xóa hết nội dung” trước")
    records.delete(PLANS, record)


def restore(record: Plan) -> None:
    """Put a deleted plan back."""
    records.restore(PLANS, record)


def clear(plan: Plan, group: PlanGroup | None = None) -> None:
    """Take out a group with its items, or all groups and items of a plan; Refused as for each item."""
    with records.writing():
        for one in items(plan):
            if group is None or one.__data__["group"] == group.id:
                delete_item(one)
        for each in groups(plan):
            if group is None or each == group:
                records.delete(GROUPS, each)


# --- What sessions heard ---


def heard(start: date, end: date, *, of_programs: bool = False) -> int:
    """How many different key tasks our regular sessions heard from ``start`` to ``end``, both included.

    Of whatever year or plan they are; ``of_programs`` counts those of work programmes only.
    """
    sql = (
        "SELECT count(DISTINCT m.plan_item_id) FROM meeting_matter AS m JOIN meeting AS g ON g.id = m.meeting_id "
        "JOIN plan_item AS i ON i.id = m.plan_item_id JOIN plan AS p ON p.id = i.plan_id "
        "WHERE m.deleted_at IS NULL AND g.deleted_at IS NULL AND i.deleted_at IS NULL AND p.deleted_at IS NULL "
        "AND g.def_owner = ? AND i.kind = ? AND g.kind = ? AND g.held_on BETWEEN ? AND ?"
    )
    kinds = (PlanItemKind.KEY_TASK, MeetingKind.REGULAR_SESSION)
    values = [session.current.office_uid, *kinds, start.isoformat(), end.isoformat()]
    if of_programs:
        sql, values = f"{sql} AND p.kind = ?", [*values, PlanKind.PROGRAM]
    return int(database.execute_sql(sql, tuple(values)).fetchone()[0])


def hearings(plan: Plan) -> dict[int, list[Meeting]]:
    """By item, the meetings that heard it, the first one first."""
    sql = (
        "SELECT m.plan_item_id, g.id FROM meeting_matter AS m JOIN meeting AS g ON g.id = m.meeting_id "
        "JOIN plan_item AS i ON i.id = m.plan_item_id WHERE i.plan_id = ? AND m.deleted_at IS NULL "
        "AND g.deleted_at IS NULL ORDER BY g.held_on, g.id"
    )
    rows = database.execute_sql(sql, (plan.id,)).fetchall()
    held = {meeting.id: meeting for meeting in Meeting.select().where(Meeting.id.in_({row[1] for row in rows}))}
    found: dict[int, list[Meeting]] = {}
    for item_id, meeting_id in rows:
        found.setdefault(item_id, []).append(held[meeting_id])
    return found


# --- Rules ---


def _check(values: Mapping[str, Any], record: Plan | None) -> dict[str, str]:
    problems = _check_stated(values, record)
    if values.get("document") is not None and values.get("paper"):
        problems["paper"] = "Đã chọn văn bản trong sổ; hãy để trống ô này"
    return problems


def _check_stated(values: Mapping[str, Any], record: Any) -> dict[str, str]:
    return {name: "Phải từ 0 trở lên" for name in STATED.values() if (values.get(name) or 0) < 0}


def _check_item(values: Mapping[str, Any], record: PlanItem | None) -> dict[str, str]:
    problems = {}
    month, done_on, state = values.get("month"), values.get("done_on"), values.get("state")
    if month is not None and not FIRST_MONTH <= month <= LAST_MONTH:
        problems["month"] = "Ghi tháng từ 1 đến 12"
    if done_on is not None and done_on > clock.today():
        problems["done_on"] = "Ngày hoàn thành không được sau ngày hôm nay"
    if (done_on is not None) != (state == PlanItemState.DONE):
        place, words = (
            ("state", f"Đã ghi ngày hoàn thành thì tình trạng là “{PlanItemState.DONE.label}”")
            if done_on is not None
            else ("done_on", "Ghi ngày hoàn thành")
        )
        problems.setdefault(place, words)
    if values.get("indicator") is not None:
        if values.get("kind") != PlanItemKind.TARGET:
            problems["indicator"] = f"Chỉ có mục loại “{PlanItemKind.TARGET.label}” mới gắn với danh mục chỉ tiêu"
        elif record is not None and (task := task_of(record)) is not None:
            problems["indicator"] = f"Mục này đã gắn với nhiệm vụ {task.code}; hãy bấm “Bỏ gắn nhiệm vụ” trước"
    return problems


def _short(record: PlanItem) -> str:
    words = " ".join(str(record.content).split())
    return words if len(words) <= 60 else f"{words[:59]}…"
