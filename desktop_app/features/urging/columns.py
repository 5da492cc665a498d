"""An urging letter as people see it."""

from db.models import UrgingLetter
from desktop_app.records import Derived, Entity, Stored
from desktop_app.records.kinds import Whole

LINES = "SELECT count(*) FROM urged_task AS l WHERE l.letter_id = {t}.id"

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
    Derived("task_count", "Số nhiệm vụ", LINES, Whole(), width=11),
    order="-id",
)
