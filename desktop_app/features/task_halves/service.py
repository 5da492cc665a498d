"""Who orders and who does: the office that writes each half of a task; it stands below the book of tasks."""

from typing import Literal

from db.models import Task, Unit
from db.words import Copy, UnitRelation
from desktop_app.records.keep import name_of
from desktop_app.records.session import current


def doer_of(unit: Unit | None) -> str:
    """The office that does what this unit leads: its own, where it is below us and keeps a ledger; else empty, we."""
    return str(unit.office_uid) if unit is not None and unit.relation == UnitRelation.SUB else ""


def give(record: Task, doer: str) -> None:
    """Make an office, or ours if ``doer`` is empty, the writer of the doer's half; in this term it has said nothing."""
    record.doer, record.exe_owner = doer, doer or current.office_uid
    # Epochs are an office's own: whatever the new doer says in this term, in its first epoch too, is newer than this.
    record.exe_term, record.exe_epoch, record.exe_n = record.def_term, 0, 0
    record.save(only=[Task.doer, Task.exe_owner, Task.exe_term, Task.exe_epoch, Task.exe_n])


def not_ours(record: Task, half: Literal["def", "exe"]) -> str:
    """Why this office does not write a half of the task, in words; empty when it does."""
    if record.copy:
        return f"Nhiệm vụ này chỉ để xem ({Copy(record.copy).label.lower()}), không ghi ở đây"
    owner = str(getattr(record, f"{half}_owner"))
    if owner == current.office_uid:
        return ""
    if half == "def":
        return f"Nhiệm vụ do {name_of(owner, 'cơ quan khác')} giao, chỉ nơi đó quyết định"
    whose = name_of(owner, "đơn vị khác")
    return f"Nhiệm vụ do {whose} thực hiện và ghi trên sổ của mình; hãy chờ gói báo cáo của nơi đó"
