"""Every table, in one place to import from."""

from db.models.base import AmountField, MomentField, Owned, Shared, Table
from db.models.calendar import WorkCalendarDay
from db.models.directory import Official, Unit
from db.models.documents import Document, DocumentCategory, Meeting, MeetingCount
from db.models.handoff import Alias, Channel, Mark, Package, PastExecution, Peer, Question, ReceivedRow
from db.models.ledger import Journal
from db.models.office import Office
from db.models.papers import Attachment, ImportBatch, ImportedRow
from db.models.targets import ClosedPeriod, Erratum, Figure, Indicator, Target
from db.models.tasks import ProgressNote, Task, TaskCooperation, TaskDecision, TaskRequest, TaskStep
from db.models.urging import UrgedTask, UrgingLetter

ALL = (
    Office,
    Unit,
    Official,
    DocumentCategory,
    Meeting,
    MeetingCount,
    Document,
    Task,
    TaskCooperation,
    ProgressNote,
    TaskRequest,
    TaskDecision,
    TaskStep,
    UrgingLetter,
    UrgedTask,
    Attachment,
    ImportBatch,
    ImportedRow,
    WorkCalendarDay,
    Indicator,
    Target,
    Figure,
    Erratum,
    ClosedPeriod,
    Journal,
    Peer,
    Channel,
    Mark,
    Package,
    ReceivedRow,
    Question,
    Alias,
    PastExecution,
)

__all__ = [
    "ALL",
    "Alias",
    "AmountField",
    "Attachment",
    "Channel",
    "ClosedPeriod",
    "Document",
    "DocumentCategory",
    "Erratum",
    "Figure",
    "ImportBatch",
    "ImportedRow",
    "Indicator",
    "Journal",
    "Mark",
    "Meeting",
    "MeetingCount",
    "MomentField",
    "Office",
    "Official",
    "Owned",
    "Package",
    "PastExecution",
    "Peer",
    "ProgressNote",
    "Question",
    "ReceivedRow",
    "Shared",
    "Table",
    "Target",
    "Task",
    "TaskCooperation",
    "TaskDecision",
    "TaskRequest",
    "TaskStep",
    "Unit",
    "UrgedTask",
    "UrgingLetter",
    "WorkCalendarDay",
]
