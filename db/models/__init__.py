"""Every table, in one place to import from."""

from db.models.base import MomentField, Owned, Shared, Table
from db.models.directory import Official, Unit
from db.models.documents import Document, DocumentCategory, Meeting
from db.models.ledger import Journal, Package
from db.models.office import Office
from db.models.tasks import ProgressNote, Task, TaskCooperation, TaskDecision

ALL = (
    Office,
    Unit,
    Official,
    DocumentCategory,
    Meeting,
    Document,
    Task,
    TaskCooperation,
    ProgressNote,
    TaskDecision,
    Journal,
    Package,
)

__all__ = [
    "ALL",
    "Document",
    "DocumentCategory",
    "Journal",
    "Meeting",
    "MomentField",
    "Office",
    "Official",
    "Owned",
    "Package",
    "ProgressNote",
    "Shared",
    "Table",
    "Task",
    "TaskCooperation",
    "TaskDecision",
    "Unit",
]
