"""A meeting as people see it, and the counts that offices report."""

from db.models import Meeting, MeetingCount, MeetingUnit
from db.words import DocumentType
from desktop_app.records import Derived, Entity, Many, Stored
from desktop_app.records.kinds import Text, Whole

# The plus keeps SQLite to the index of the meeting.
MATTERS_OF = "SELECT count(*) FROM meeting_matter AS n WHERE n.meeting_id = {t}.id AND +n.deleted_at IS NULL"
CONCLUSIONS_OF = "SELECT count(*) FROM conclusion AS n WHERE n.meeting_id = {t}.id AND +n.deleted_at IS NULL"
NOTICE_OF = (
    "SELECT group_concat(coalesce(nullif(n.number, ''), 'Chưa có số'), ', ') FROM (SELECT number FROM document "
    f"WHERE meeting_id = {{t}}.id AND +deleted_at IS NULL AND type = '{DocumentType.CONCLUSION_NOTICE}' "
    "ORDER BY issued_on, id) AS n"
)

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
    Derived("matter_count", "Số nội dung", MATTERS_OF, Whole(), width=9),
    Derived("conclusion_count", "Số kết luận", CONCLUSIONS_OF, Whole(), width=9),
    Derived("notice_number", "Thông báo kết luận", NOTICE_OF, Text(), width=20),
    search=("title", "chair", "place"),
    order="-held_on",
)

# What a signed meeting no longer changes; its note is the office's own and stays open.
FACTS = (
    "kind",
    "held_on",
    "title",
    "chair",
    "place",
    "began_at",
    "ended_at",
    "secretary",
    "units",
    "attendants",
    "absent",
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
