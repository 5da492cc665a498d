"""What the doer is asked beside a task's own columns."""

from desktop_app.features.tasks.columns import NOTES, TASKS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Day, LongText

DECLINING = Questions(
    "Từ chối, trả lại nhiệm vụ",
    Column("noted_on", "Ngày", Day(), needed=True),
    Column("reason", "Lý do", LongText(), 60, needed=True),
)

# How a task stands and, of one that is late, why: a note and the doer's half are told in one window.
NOTING = Questions(
    "Cập nhật tiến độ",
    *NOTES.pick(("noted_on", "content", "difficulty", "proposal")),
    *TASKS.pick(("late_reason", "late_cause")),
)
