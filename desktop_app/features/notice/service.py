"""Finding the meeting and the notice that are to be printed, and what belongs to it."""

from dataclasses import dataclass

from db.models import Conclusion, Document, Meeting, Task
from db.words import DocumentType
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.meetings import service as meetings
from desktop_app.features.minutes import service as minutes
from desktop_app.features.minutes_issue import service as issuing
from desktop_app.features.notice.columns import NOTICE
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.features.tasks import service as tasks
from desktop_app.records.keep import name_of


@dataclass(frozen=True)
class Wanted:
    """A notice to print: of a meeting, issued as a document or still a draft without one."""

    meeting: Meeting
    document: Document | None


def prepare(meeting: Meeting) -> printing.Printing:
    """The last notice of a meeting, or its draft, among the office's files; ``run`` may be called in a worker."""
    request = printing.Request(record=str(meeting.uid))
    named = printing.Request(record=f"{meeting.held_on:%Y-%m-%d}")
    return printing.prepare(NOTICE, request, office.folder().files / printing.suggested_name(NOTICE, named))


def wanted(words: str) -> Wanted:
    """The notice that a request names: by the uid of a meeting or of a document, or by the notice's number.

    A meeting whose conclusions are given work since its last notice means the draft of the next one.
    """
    name = words.strip()
    meeting = named_meeting(name)
    if meeting is not None:
        there = minutes.notices(meeting)
        return Wanted(meeting, there[-1] if there and not minutes.waiting(meeting) else None)
    alive = Document.deleted_at.is_null() & (Document.type == DocumentType.CONCLUSION_NOTICE)
    found = Document.select().where(alive & ((Document.uid == name) | (Document.number == name)))
    document = found.order_by(Document.issued_on.desc()).first()
    if document is None:
        raise Refused({"record": f"Không có cuộc họp hoặc thông báo kết luận “{name}”; ghi số như 45/TB-UBND"})
    if document.meeting is None:
        raise Refused({"record": f"Thông báo {document} chưa ghi cuộc họp; hãy chọn ở “Kết luận của cuộc họp”"})
    return Wanted(document.meeting, document)


def refuse_printing(notice: Wanted) -> None:
    """Refuse a notice that another office, or the Party, issued: it is none to stand under this office's head."""
    if not meetings.is_ours(notice.meeting):
        raise Refused(f"Cuộc họp do {name_of(notice.meeting.def_owner)} ghi; thông báo kết luận do nơi đó in")
    if notice.document is not None and (foreign := documents.foreign(notice.document)):
        raise Refused(f"Thông báo {notice.document} {foreign}")


def named_meeting(name: str) -> Meeting | None:
    """The meeting of a uid."""
    return Meeting.get_or_none(Meeting.uid == name, Meeting.deleted_at.is_null()) if name else None


def said_in(notice: Wanted) -> list[Conclusion]:
    """The conclusions that a notice makes known; its draft those that no notice has made known yet.

    What gives no work goes with the first notice, and what was added after signing with the next one.
    """
    there = minutes.notices(notice.meeting)
    first = not there or notice.document == there[0]
    found = []
    for each in minutes.conclusions(notice.meeting):
        task = minutes.task_of(each)
        if task is not None:
            mine = notice.document is not None and task.document == notice.document
        else:
            mine = notice.document is None if each.gives_task else (each.supplement is None) == first
        if mine:
            found.append(each)
    return found


def other_tasks(notice: Wanted) -> list[Task]:
    """The tasks that a document gives besides those of conclusions: typed with it, as all were in older years."""
    if notice.document is None:
        return []
    ids = documents.tasks_of(notice.document).ids()
    known = {task.id for each in minutes.conclusions(notice.meeting) if (task := minutes.task_of(each)) is not None}
    return [tasks.get(one) for one in ids if one not in known]


def refuse_empty(notice: Wanted) -> None:
    """Refused when a notice would make nothing known."""
    if said_in(notice) or other_tasks(notice):
        return
    if notice.document is not None:
        raise Refused({"record": f"Thông báo {notice.document} chưa có kết luận, nhiệm vụ nào để in"})
    raise Refused({"record": "Cuộc họp chưa có kết luận nào để thông báo; hãy nhập kết luận của cuộc họp rồi in lại"})


def title_of(notice: Wanted) -> str:
    """What the notice is about, as its document says, else as it will."""
    return str(notice.document.subject) if notice.document is not None else issuing.subject_of(notice.meeting)
