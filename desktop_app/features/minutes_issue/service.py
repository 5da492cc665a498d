"""Conclusions made known: the notice of a meeting and a task of each conclusion that gives work, all or nothing."""

from datetime import date
from typing import Any

from db.models import Conclusion, Document, Meeting, Task
from db.words import DocumentType
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.meetings import service as meetings
from desktop_app.features.minutes import service as minutes
from desktop_app.features.minutes.columns import CONCLUSIONS
from desktop_app.features.office import service as office
from desktop_app.features.tasks import service as tasks
from desktop_app.records.keep import name_of
from desktop_app.records.kinds import Link
from desktop_app.rules import minutes as rules
from desktop_app.rules import numbering
from desktop_app.rules.dates import show_date


def issue(meeting: Meeting, number: str, day: date, signer: str = "") -> tuple[Document, list[Task]]:
    """Make the conclusion notice of a meeting and a task of each conclusion that gives work and is no task yet.

    Args:
        meeting: with its conclusions.
        number: ``45/TB-UBND``, or ``45``; empty for a notice that gets its number later. A draft notice of the meeting
            takes the number; a notice that has this number and day already takes in what was added since.
        day: on which it was issued, and the tasks assigned.
        signer: who signed; empty leaves what stands there.

    Raises:
        Refused: nothing to issue, a conclusion without lead unit, or what is wrong with a task, by its conclusion; then
            nothing was written.
    """
    if not meetings.is_ours(meeting):
        raise Refused(f"Cuộc họp do {name_of(meeting.def_owner)} ghi; nơi đó ban hành thông báo và giao việc")
    given = minutes.conclusions(meeting)
    if not given:
        raise Refused("Cuộc họp chưa có kết luận nào; hãy ghi kết luận rồi ban hành thông báo")
    whole = _whole_number(number)
    if day < meeting.held_on:
        raise Refused({"issued_on": f"Ngày ban hành không được trước ngày họp {show_date(meeting.held_on)}"})
    to_do = minutes.waiting(meeting)
    if not to_do and any(notice.number for notice in minutes.notices(meeting)):
        raise Refused("Đã ban hành thông báo và giao hết kết luận; có kết luận mới thì bổ sung biên bản trước")
    if leaderless := [each for each in to_do if each.lead_unit is None]:
        told = "; ".join(minutes.named(each, given) for each in leaderless)
        raise Refused(f"Chưa ghi đơn vị chủ trì ở {told}. Hãy ghi đơn vị, hoặc bỏ dấu ở “Giao việc”")
    made: list[Task] = []
    wrong = []
    with records.writing():
        document = _notice(meeting, whole, day, signer, gives=any(each.gives_task for each in given))
        for each in to_do:
            try:
                made.append(_give(each, document, day))
            except Refused as refused:
                wrong.append(f"{minutes.named(each, given)}: {refused}")
        if wrong:
            raise Refused(f"Chưa giao được {'; '.join(wrong)}")
    return document, made


def subject_of(meeting: Meeting) -> str:
    """What a conclusion notice is about: Kết luận của Chủ tịch … tại cuộc họp …."""
    chair = meeting.chair
    position = str(chair.position) if chair is not None else ""
    return rules.notice_subject(
        position, str(chair.name) if chair is not None else "", meeting.kind, str(meeting.title), documents.own_name()
    )


# --- Parts ---


def _whole_number(text: str) -> str:
    """45/TB-UBND out of 45; Refused for what is no number."""
    number = text.strip()
    if number.isdecimal() and len(number) <= 6:
        return numbering.document_number(int(number), f"TB-{office.founded().symbol}")
    if numbering.is_party(number):
        raise Refused({"number": "Đây là cách ghi số của văn bản Đảng; thông báo của cơ quan ghi như 45/TB-UBND"})
    if number:
        try:
            numbering.read_number(number)
        except ValueError as error:
            raise Refused({"number": str(error)}) from None
    return number


def _notice(meeting: Meeting, number: str, day: date, signer: str, *, gives: bool) -> Document:
    """The notice to give the tasks at: one of this number and day, the draft that now gets both, or a new one."""
    there = minutes.notices(meeting)
    same = [each for each in there if number and (each.number, each.issued_on) == (number, day)]
    draft = [each for each in there if not each.number]
    if same:
        return same[0]
    texts = {"number": number, "issued_on": show_date(day)} | ({"signer": signer} if signer.strip() else {})
    if draft:
        return documents.save(texts, draft[0])
    link = DOCUMENTS.columns["meeting"].kind
    assert isinstance(link, Link)
    return documents.save(
        {
            "type": DocumentType.CONCLUSION_NOTICE.label,
            "issuer": documents.own_name(),
            "subject": subject_of(meeting),
            "meeting": link.label(meeting.id) or str(meeting),
            "no_tasks": "" if gives else "x",
            **texts,
        }
    )


def _give(conclusion: Conclusion, document: Document, day: date) -> Task:
    """The task of a conclusion, which then names it."""
    alike = {
        "lead_unit": "lead_unit",
        "cooperating_units": "cooperating_units",
        "leader": "supervising_leader",
        "due_on": "due_on",
        "deliverable_wanted": "deliverable_wanted",
    }
    texts = {there: minutes.text_of(CONCLUSIONS.columns[here], conclusion) for here, there in alike.items()}
    if minutes.is_signed(conclusion.meeting):  # its words cannot be put right any more
        texts |= _of_signed(conclusion, day)
    made = tasks.save({"content": str(conclusion.content), "assigned_on": show_date(day), **texts}, document=document)
    records.keep(CONCLUSIONS, {}, conclusion, task=made)
    return made


def _of_signed(conclusion: Conclusion, day: date) -> dict[str, str]:
    """What the task of signed minutes says otherwise: a unit that has ended is followed by its successor.

    A conclusion whose term was over before its notice went out was given when the minutes were signed.
    """
    texts: dict[str, str] = {}
    meeting, due_on = conclusion.meeting, conclusion.due_on
    if due_on is not None and due_on < day:
        signed_on = meeting.signed_on or meeting.held_on
        day = signed_on if signed_on <= due_on else meeting.held_on
        texts["assigned_on"] = show_date(day)
    lead: Any = conclusion.lead_unit
    if (heir := _heir(lead, day)) != lead:
        others = [unit for unit in CONCLUSIONS.columns["cooperating_units"].of(conclusion) if unit != heir]
        kind = CONCLUSIONS.columns["lead_unit"].kind
        assert isinstance(kind, Link)
        texts["lead_unit"] = kind.label(heir.id) or str(heir)
        texts["cooperating_units"] = "; ".join(kind.label(unit.id) or str(unit) for unit in others)
    elif lead.valid_to is not None and lead.valid_to < day:
        raise Refused(f"{lead} đã kết thúc ngày {show_date(lead.valid_to)}; hãy ghi đơn vị kế thừa ở mục Đơn vị")
    return texts


def _heir(unit: Any, day: date) -> Any:
    """The unit that does on a day what another one did: the last of its successors; itself where there is none."""
    seen = {unit}
    while unit.valid_to is not None and unit.valid_to < day and unit.successor not in (None, *seen):
        unit = unit.successor
        seen.add(unit)
    return unit
