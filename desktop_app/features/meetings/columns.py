"""A meeting as people see it, and the counts that offices report."""

from typing import Any

from db.models import Meeting, MeetingCount, MeetingUnit
from db.words import DocumentType, MinutesState
from desktop_app.records import Column, Derived, Entity, Many, Stored, writers
from desktop_app.records.kinds import Day, Text, Whole
from desktop_app.rules.dates import show_date

SCHEDULED = "SELECT s.day FROM schedule_item AS s WHERE s.meeting_id = {t}.id AND s.deleted_at IS NULL LIMIT 1"
# The plus keeps SQLite to the index of the meeting.
MATTERS_OF = "SELECT count(*) FROM meeting_matter AS n WHERE n.meeting_id = {t}.id AND +n.deleted_at IS NULL"
CONCLUSIONS_OF = "SELECT count(*) FROM conclusion AS n WHERE n.meeting_id = {t}.id AND +n.deleted_at IS NULL"
WAITING_OF = (
    "SELECT count(*) FROM conclusion AS n WHERE n.meeting_id = {t}.id AND +n.deleted_at IS NULL AND n.gives_task "
    "AND NOT EXISTS (SELECT 1 FROM task AS k WHERE k.id = n.task_id AND k.deleted_at IS NULL)"
)
# Whether anything of a meeting has been written down besides that it was held.
WRITTEN = f"(EXISTS ({MATTERS_OF.replace('count(*)', '1')}) OR EXISTS ({CONCLUSIONS_OF.replace('count(*)', '1')}))"
NOTICE_OF = (
    "SELECT group_concat(coalesce(nullif(n.number, ''), 'Chưa có số'), ', ') FROM (SELECT number FROM document "
    f"WHERE meeting_id = {{t}}.id AND +deleted_at IS NULL AND type = '{DocumentType.CONCLUSION_NOTICE}' "
    "ORDER BY issued_on, id) AS n"
)


def _or_nothing(count: str) -> str:
    """Empty rather than 0: most meetings are only written into the book, to be counted."""
    return f"nullif(({count}), 0)"


def minutes_state(row: Any) -> str:
    """Draft or signed; nothing for a meeting that was only written into the book."""
    if row.minutes == MinutesState.SIGNED:
        return f"Ký {show_date(row.signed_on)}"
    return MinutesState.DRAFT.label if row.matter_count or row.conclusion_count else ""


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
    Derived("matter_count", "Số nội dung", _or_nothing(MATTERS_OF), Whole(), width=9),
    Derived("conclusion_count", "Số kết luận", _or_nothing(CONCLUSIONS_OF), Whole(), width=9),
    Derived("waiting_count", "Kết luận chưa giao", _or_nothing(WAITING_OF), Whole(), width=9),
    Derived("notice_number", "Thông báo kết luận", NOTICE_OF, Text(), width=20),
    writers.column(),
    Column("minutes_state", "Biên bản", Text(), 14, compute=minutes_state, sorted_like="minutes"),
    Derived("scheduled_on", "Theo lịch tuần, ngày", SCHEDULED, Day()),
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
