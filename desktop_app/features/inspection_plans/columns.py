"""A year's plan of inspections and its lines as people see them."""

from typing import Any

from db.models import InspectionPlan, PlannedInspection
from desktop_app.records import Column, Derived, Entity, Stored
from desktop_app.records.kinds import Text, Whole
from desktop_app.rules.numbers import show_whole

LINES = "FROM planned_inspection AS l WHERE l.plan_id = {t}.id AND l.deleted_at IS NULL"
# Rounds that were begun by today, and who was inspected in them.
ROUNDS_OF_LINE = (
    "FROM inspection_round AS r WHERE r.planned_id = {t}.id AND r.deleted_at IS NULL AND r.began_on <= office_day('')"
)
PARTIES_OF = (
    "SELECT count(*) FROM inspected_party AS p WHERE p.deleted_at IS NULL AND p.inspected_on <= office_day('') "
    "AND p.round_id IN (SELECT r.id {rounds})"
)
_OF_PLAN = ROUNDS_OF_LINE.replace("{t}.id", "(SELECT l.id " + LINES + ")").replace("planned_id =", "planned_id IN")


def progress_words(row: Any) -> str:
    """How many of the rounds meant were held, with how many parties: "2/3 lượt, 5 đơn vị"."""
    meant = f"/{show_whole(row.rounds)}" if row.rounds is not None else ""
    words = f"{show_whole(row.held)}{meant} lượt"
    return f"{words}, {show_whole(row.inspected)} đơn vị" if row.inspected else words


INSPECTION_PLANS = Entity(
    InspectionPlan,
    "Kế hoạch kiểm tra",
    "kế hoạch kiểm tra",
    Stored("year", width=8),
    Stored("title", width=60),
    Stored("document", width=24),
    Stored("paper", width=24),
    Stored("note", width=30),
    Derived("rounds", "Số lượt theo kế hoạch", f"SELECT sum(l.rounds) {LINES}", Whole(), 10),
    Derived("held", "Số lượt đã kiểm tra", f"SELECT count(*) {_OF_PLAN}", Whole(), 10),
    Derived("inspected", "Số đơn vị, cơ sở đã kiểm tra", PARTIES_OF.replace("{rounds}", _OF_PLAN), Whole(), 10),
    Column("progress", "Đã thực hiện", Text(), 24, compute=progress_words, sorted_like="held"),
    order="-year",
)

PLANNED = Entity(
    PlannedInspection,
    "Dòng kế hoạch kiểm tra",
    "dòng kế hoạch",
    Stored("plan", width=40, typed=False),
    Stored("place", width=8, typed=False),
    Stored("type", width=22),
    Stored("content", width=60),
    Stored("month", width=8),
    Stored("rounds", width=8),
    Stored("parties", width=10),
    Stored("unit", width=30),
    Stored("note", width=30),
    Derived("held", "Số lượt đã kiểm tra", f"SELECT count(*) {ROUNDS_OF_LINE}", Whole(), 10),
    Derived("inspected", "Số đã kiểm tra", PARTIES_OF.replace("{rounds}", ROUNDS_OF_LINE), Whole(), 10),
    Column("progress", "Đã thực hiện", Text(), 24, compute=progress_words, sorted_like="held"),
    order="place",
    part_of="plan",
)
