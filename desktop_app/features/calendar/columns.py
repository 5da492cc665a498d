"""A day of the work calendar as people see it."""

from db.models import WorkCalendarDay
from desktop_app.records import Entity, Stored

CALENDAR = Entity(
    WorkCalendarDay,
    "Lịch làm việc",
    "ngày trong lịch",
    Stored("day", width=12),
    Stored("kind", width=26),
    Stored("name", width=40),
    Stored("expected", width=10),
    Stored("source", width=40),
    order="-day",
)
