"""A year's plan of inspections and its lines as people see them."""

from db.models import InspectionPlan, PlannedInspection
from desktop_app.records import Entity, Stored

INSPECTION_PLANS = Entity(
    InspectionPlan,
    "Kế hoạch kiểm tra",
    "kế hoạch kiểm tra",
    Stored("year", width=8),
    Stored("title", width=60),
    Stored("document", width=24),
    Stored("paper", width=24),
    Stored("note", width=30),
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
    order="place",
    part_of="plan",
)
