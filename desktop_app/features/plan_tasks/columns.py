"""What is asked when items become tasks, or follow one that is there already."""

from db.models import Task
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Link

GIVING = Questions("Giao thành nhiệm vụ", *TASKS.pick(("assigned_on", "lead_unit", "due_on", "supervising_leader")))
JOINING = Questions("Gắn nhiệm vụ có sẵn", Column("task", "Nhiệm vụ", Link(Task), 20, needed=True))
