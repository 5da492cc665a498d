"""A plan, its groups and its items as people see them."""

from db.models import Plan, PlanGroup, PlanItem
from desktop_app.records import Entity, Stored

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
    search=("content", "lead_unit", "leader"),
    order="place",
    part_of="plan",
)
