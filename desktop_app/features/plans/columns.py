"""A plan, its groups and its items as people see them."""

from collections.abc import Callable
from typing import Any

from db.models import Plan, PlanGroup, PlanItem
from db.words import PlanItemKind, PlanItemState
from desktop_app.features.task_classes.service import CANCELLED_BY_NOW, timeliness_of
from desktop_app.records import Column, Condition, Derived, Entity, Related, Stored, writers
from desktop_app.records.kinds import Text, Whole

# Its document's number, or what was typed where the document is not in the book.
SYMBOL = (
    "CASE WHEN {t}.document_id IS NULL THEN {t}.paper ELSE (SELECT CASE WHEN d.number <> '' THEN d.number "
    "ELSE d.subject END FROM document AS d WHERE d.id = {t}.document_id) END"
)
OF_PLAN = "SELECT count(*) FROM plan_item AS i WHERE i.plan_id = {t}.id AND i.deleted_at IS NULL"
# Targets follow figures, which are read on the page of the plan; here only what is done by somebody is counted.
TASK = "FROM task AS n WHERE n.id = i.task_id AND n.deleted_at IS NULL"
DROPPED = (
    f"CASE WHEN EXISTS (SELECT 1 {TASK}) THEN i.task_id IN ({CANCELLED_BY_NOW}) "
    f"ELSE i.state = '{PlanItemState.DROPPED}' END"
)
WORK = f"i.kind <> '{PlanItemKind.TARGET}' AND NOT {DROPPED}"
DONE = (
    f"CASE WHEN EXISTS (SELECT 1 {TASK}) THEN (SELECT {timeliness_of('n')} {TASK}) GLOB 'done_*' "
    f"ELSE i.state = '{PlanItemState.DONE}' END"
)
HEARD = (
    "SELECT group_concat(word, ', ') FROM (SELECT DISTINCT strftime('%d/%m/%Y', g.held_on) AS word FROM meeting_matter "
    "AS m JOIN meeting AS g ON g.id = m.meeting_id WHERE m.plan_item_id = {t}.id AND m.deleted_at IS NULL "
    "AND g.deleted_at IS NULL ORDER BY g.held_on)"
)


def done_words(row: Any) -> str:
    """How much of the work of a listed plan is done: 12/47."""
    return f"{row.work_done}/{row.work_count}" if row.work_count else ""


NAMED: dict[str, Callable[[Any], Condition]] = {"written": writers.written}
NAMED_ITEMS: dict[str, Callable[[Any], Condition]] = {}

STATED = (
    Stored("stated_contents", width=10),
    Stored("stated_tasks", width=10),
    Stored("stated_targets", width=10),
    Stored("stated_projects", width=10),
    Stored("stated_key_tasks", width=10),
)

PLANS = Entity(
    Plan,
    "Kế hoạch, chương trình công tác",
    "kế hoạch",
    Stored("kind", width=22),
    Stored("year", width=8),
    Stored("title", width=60),
    Stored("document", width=24),
    Stored("paper", width=24),
    Stored("unit", width=30),
    *STATED,
    Stored("note", width=30),
    Derived("symbol", "Văn bản", SYMBOL, Text(), 18),
    Derived("item_count", "Số mục đã nhập", OF_PLAN, Whole(), 10),
    Derived("target_count", "Số chỉ tiêu", f"{OF_PLAN} AND i.kind = '{PlanItemKind.TARGET}'", Whole(), 10),
    Derived("work_count", "Số việc", f"{OF_PLAN} AND {WORK}", Whole(), 10),
    Derived("work_done", "Số việc đã xong", f"{OF_PLAN} AND {WORK} AND {DONE}", Whole(), 10),
    writers.column(),
    Column("done_words", "Việc đã xong", Text(), 12, compute=done_words, sorted_like="work_done"),
    search=("title", "paper", "document"),
    order="-year",
)

GROUPS = Entity(
    PlanGroup,
    "Nhóm nhiệm vụ",
    "nhóm nhiệm vụ",
    Stored("plan", width=40, typed=False),
    Stored("place", width=8, typed=False),
    Stored("name", width=60),
    *STATED,
    order="place",
    part_of="plan",
)

ITEMS = Entity(
    PlanItem,
    "Nội dung kế hoạch",
    "nội dung kế hoạch",
    Stored("plan", width=40, typed=False),
    Stored("group", width=40),
    Stored("kind", width=18),
    Stored("place", width=8, typed=False),
    Stored("content", width=60),
    Stored("lead_unit", width=30),
    Stored("cooperating", width=30),
    Stored("leader", width=24),
    Stored("due_on"),
    Stored("month", width=8),
    Stored("deliverable_wanted", width=30),
    Stored("indicator", width=30, half="home"),
    Stored("task", width=14, half="home", typed=False),
    Stored("state", width=16),
    Stored("done_on"),
    Stored("outcome", width=30),
    Related("year", "plan.year", "Năm", width=8),
    Derived("heard_on", "Phiên họp đã nghe", HEARD, Text(), 24),
    search=("content", "lead_unit", "leader"),
    order="place",
    part_of="plan",
)
