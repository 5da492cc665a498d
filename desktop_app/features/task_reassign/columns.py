"""What is asked when a task goes to another lead unit."""

from db.models import Unit
from desktop_app.features.tasks.columns import DECISIONS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Day, Link, LongText

REASSIGNING = Questions(
    "Chuyển đơn vị khác",
    Column("lead_unit", "Đơn vị chủ trì mới", Link(Unit), 44, needed=True),
    Column("decided_on", "Ngày quyết định", Day(), needed=True),
    Column("reason", "Lý do", LongText(), 60, needed=True),
    *DECISIONS.pick(("decided_by", "paper")),
)
