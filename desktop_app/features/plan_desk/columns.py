"""What is asked about the items of a plan, beside their own columns."""

from collections.abc import Callable, Sequence

from db.words import PlanKind
from desktop_app.features.plans.columns import ITEMS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import OneOf

NO_GROUP = "(không thuộc nhóm nào)"
GROUP = "group_name"
# What is typed of every item, from left to right; a work programme has its months, a plan who helps.
TYPED = {
    PlanKind.PLAN: ("content", "lead_unit", "cooperating", "due_on", "deliverable_wanted", "kind", GROUP),
    PlanKind.PROGRAM: ("content", "lead_unit", "leader", "month", "due_on", "kind", GROUP),
}


def typed(kind: str, groups: Callable[[], Sequence[str]]) -> Questions:
    """The items of a plan as they are typed, line by line; the group by its name."""
    columns = [name for name in TYPED[PlanKind(kind)] if name != GROUP]
    return Questions(f"{ITEMS.title} {kind}", *ITEMS.pick(columns), Column(GROUP, "Nhóm nhiệm vụ", OneOf(groups), 24))


def moving(groups: Callable[[], Sequence[str]]) -> Questions:
    """Which group items go to."""
    return Questions("Chuyển nhóm", Column(GROUP, "Nhóm nhiệm vụ", OneOf(groups), 60, needed=True))
