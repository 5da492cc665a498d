"""A line of the leaders' schedule as people see it."""

from db.models import ScheduleItem, ScheduleLeader, ScheduleUnit
from desktop_app.records import Entity, Many, Stored

SCHEDULE = Entity(
    ScheduleItem,
    "Lịch công tác tuần",
    "dòng lịch",
    Stored("day"),
    Stored("half", width=8),
    Stored("starts_at", width=8),
    Stored("ends_at", width=8),
    Stored("content", width=60),
    Stored("chair", width=24),
    Many("leaders", ScheduleLeader, "official", width=30),
    Many("units", ScheduleUnit, "unit", width=30),
    Stored("attendants", width=30),
    Stored("place", width=24),
    Stored("prepares", width=30),
    Stored("preparation", width=30),
    Stored("state", width=12),
    Stored("rule", width=30, half="home", typed=False),
    Stored("meeting", width=30, half="home", typed=False),
    Stored("note", width=30),
    search=("content", "chair", "place", "attendants"),
    order="day",
)
