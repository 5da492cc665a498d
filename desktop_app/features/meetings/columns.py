"""A meeting as people see it, and the counts that offices report."""

from db.models import Meeting, MeetingCount
from desktop_app.records import Entity, Stored

MEETINGS = Entity(
    Meeting,
    "Cuộc họp",
    "cuộc họp",
    Stored("held_on"),
    Stored("kind", width=20),
    Stored("title", width=60),
    Stored("chair", width=24),
    Stored("place", width=24),
    Stored("note", width=30),
    search=("title", "chair", "place"),
    order="-held_on",
)

MEETING_COUNTS = Entity(
    MeetingCount,
    "Số cuộc họp",
    "số liệu cuộc họp",
    Stored("unit", width=40, typed=False),
    Stored("period", width=12, typed=False),
    Stored("kind", width=24, typed=False),
    Stored("count", width=10, typed=False),
    order="period",
)
