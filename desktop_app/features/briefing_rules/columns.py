"""A briefing that comes again as people see it."""

from db.models import BriefingRule
from desktop_app.records import Entity, Stored

BRIEFING_RULES = Entity(
    BriefingRule,
    "Lịch giao ban định kỳ",
    "lịch giao ban",
    Stored("name", width=40),
    Stored("kind", width=20),
    Stored("every", width=12),
    Stored("weekday", width=10),
    Stored("week", width=8),
    Stored("month", width=8),
    Stored("half", width=8),
    Stored("starts_at", width=8),
    Stored("ends_at", width=8),
    Stored("chair", width=24),
    Stored("attendants", width=30),
    Stored("place", width=24),
    Stored("prepares", width=30),
    Stored("preparation", width=30),
    Stored("valid_from"),
    Stored("valid_to"),
    Stored("note", width=30),
    order="name",
)
