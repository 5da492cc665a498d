"""A step of a task as people see it, and who holds a task now as SQL."""

from db.models import TaskStep
from desktop_app.records import Entity, Stored

STEPS = Entity(
    TaskStep,
    "Bước xử lý",
    "bước xử lý",
    Stored("task", width=14),
    Stored("move", width=16),
    Stored("holder", width=28),
    Stored("began_on", width=11),
    Stored("due_on", width=11),
    Stored("ended_on", width=11),
    Stored("words", width=40),
    Stored("author", width=24, typed=False),
    Stored("place", width=8, typed=False),
    order="place",
    part_of="task",
)

# The open step of the office that does task {t}; what is not to be done any more is held by nobody.
HELD_NOW = (
    "SELECT s.{what} FROM task_step AS s WHERE s.task_id = {t}.id AND s.ended_on IS NULL AND s.deleted_at IS NULL "
    "AND s.def_owner = {t}.exe_owner AND NOT EXISTS (SELECT 1 FROM task_decision AS c WHERE c.task_id = {t}.id "
    "AND c.kind = 'cancelled' AND c.deleted_at IS NULL) ORDER BY s.place DESC, s.id DESC LIMIT 1"
)
HOLDER, HELD_SINCE = (HELD_NOW.replace("{what}", what) for what in ("holder", "began_on"))
