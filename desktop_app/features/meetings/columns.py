"""A meeting as people see it, and the counts that offices report."""

from db.models import Meeting, MeetingCount, MeetingUnit
from desktop_app.records import Derived, Entity, Many, Stored
from desktop_app.records.kinds import Day

SCHEDULED = "SELECT s.day FROM schedule_item AS s WHERE s.meeting_id = {t}.id AND s.deleted_at IS NULL LIMIT 1"

MEETINGS = Entity(
    Meeting,
    "Cuộc họp",
    "cuộc họp",
    Stored("held_on"),
    Stored("kind", width=20),
    Stored("title", width=60),
    Stored("chair", width=24),
    Stored("place", width=24),
    Stored("began_at", width=8),
    Stored("ended_at", width=8),
    Stored("secretary", width=24),
    Many("units", MeetingUnit, "unit", width=30),
    Stored("attendants", width=40),
    Stored("absent", width=30),
    Stored("minutes", width=12, typed=False),
    Stored("signed_on", typed=False),
    Stored("note", width=30),
    Derived("scheduled_on", "Theo lịch tuần, ngày", SCHEDULED, Day()),
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
