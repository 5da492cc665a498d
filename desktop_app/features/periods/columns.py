"""A closed period as people see it."""

from db.models import ClosedPeriod
from desktop_app.records import Entity, Stored

CLOSED_PERIODS = Entity(
    ClosedPeriod,
    "Kỳ đã chốt",
    "kỳ đã chốt",
    Stored("period", width=10, typed=False),
    Stored("closed_at", width=16, typed=False),
    Stored("author", width=20, typed=False),
    Stored("note", width=40),
    order="period",
)
