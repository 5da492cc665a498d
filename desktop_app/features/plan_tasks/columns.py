"""What is asked when items become tasks, or follow one that is there already."""

from dataclasses import replace

from db.models import Task
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Link

_UNIT = replace(TASKS.columns["lead_unit"], needed=False)  # most items name theirs
_REST = TASKS.pick(("assigned_on", "due_on", "supervising_leader"))
GIVING = Questions("Giao thành nhiệm vụ", *_REST, _UNIT)
JOINING = Questions("Gắn nhiệm vụ có sẵn", Column("task", "Nhiệm vụ", Link(Task), 20, needed=True))
