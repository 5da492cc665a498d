"""What the doer is asked beside a task's own columns."""

from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Day, LongText

DECLINING = Questions(
    "Từ chối, trả lại nhiệm vụ",
    Column("noted_on", "Ngày", Day(), needed=True),
    Column("reason", "Lý do", LongText(), 60, needed=True),
)
