"""An urging letter as people see it."""

from typing import Any

from db.models import UrgingLetter
from desktop_app.records import Column, Derived, Entity, Stored
from desktop_app.records.kinds import Text, Whole

LINES = "SELECT count(*) FROM urged_task AS l WHERE l.letter_id = {t}.id"
FINDINGS = "SELECT count(*) FROM urged_finding AS l WHERE l.letter_id = {t}.id"


def state_of(letter: Any) -> str:
    """How far a letter has come."""
    return "Đã ban hành" if letter.issued_on else "Dự thảo"


URGINGS = Entity(
    UrgingLetter,
    "Văn bản đôn đốc",
    "văn bản đôn đốc",
    Stored("number", width=16),
    Stored("issued_on", width=11),
    Stored("as_at", width=11),
    Stored("cutoff_at", width=8),
    Stored("reply_by", width=11),
    Stored("demand", width=40),
    Stored("document", width=16, typed=False),
    Stored("author", width=24, typed=False),
    Stored("printed", width=24, typed=False),
    Column("state", "Tình trạng", Text(), 12, compute=lambda row: state_of(row), sorted_like="issued_on"),
    Derived("task_count", "Số nhiệm vụ", LINES, Whole(), width=11),
    Derived("finding_count", "Số yêu cầu khắc phục", FINDINGS, Whole(), width=14),
    order="-id",
)
