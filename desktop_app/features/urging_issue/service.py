"""Issuing a letter: it becomes a document, and each task it lists gets one urging; putting right and withdrawing it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from peewee import fn

from db.models import Document, Task, TaskDecision, UrgingLetter
from db.words import DecisionKind, DocumentType
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.findings.columns import FINDING_DECISIONS
from desktop_app.features.office import service as office
from desktop_app.features.tasks.columns import DECISIONS
from desktop_app.features.urging.columns import URGINGS
from desktop_app.features.urging_findings import service as urging_findings
from desktop_app.features.urging_issue.columns import CORRECTING, ISSUING, WITHDRAWING
from desktop_app.features.urging_letter import service as letters
from desktop_app.features.urging_letter.columns import DRAFTED_BY, head_kept
from desktop_app.records import journal
from desktop_app.records.keep import load
from desktop_app.rules import names, numbering
from desktop_app.rules.dates import show_date

SUBJECT = "Đôn đốc thực hiện các nhiệm vụ quá hạn"
OF_FINDINGS = "Đôn đốc khắc phục các tồn tại sau kiểm tra"


class NoLonger(Refused):
    """Some of what is listed is not to be urged any more; ``tasks`` and ``findings`` are its ids.

    Issuing goes on without it.
    """

    def __init__(self, words: str, tasks: Collection[int], findings: Collection[int] = ()) -> None:
        self.tasks, self.findings = frozenset(tasks), frozenset(findings)
        super().__init__(words)


def symbol() -> str:
    """What follows the number of a letter, which has no type of its own: UBND-VP."""
    return f"{office.founded().symbol}-{DRAFTED_BY}"


def paper_of(letter: UrgingLetter) -> str:
    """How a task's urgings name the letter."""
    return f"{letter.number} ngày {show_date(letter.issued_on)}"


def issue(
    letter: UrgingLetter,
    texts: Mapping[str, str],
    without: Collection[int] = (),
    without_findings: Collection[int] = (),
) -> UrgingLetter:
    """Give a draft its ``number`` and ``issued_on``: a document is made, and all that is still late gets an urging.

    Where a document of that number and day was entered by hand as an urging letter of ours, the letter takes that one.

    A task that is done, extended, at rest or gone by that day is left out, of the list too, and so is what was put
    right after an inspection: ``without`` and ``without_findings`` name those that the person has seen.

    Raises:
        NoLonger: there are more of them than the person has seen.
        Refused: the number or the day is wrong, or nothing is left to urge.
    """
    if letter.issued_on is not None:
        raise Refused(f"Văn bản {letter.number} đã ban hành")
    number, day = _asked(letter, ISSUING.answers(ISSUING.texts() | dict(texts)))
    gone = letters.changed(letter, day)
    mended = urging_findings.changed(letter, day)
    unseen, unseen_findings = set(gone) - set(without), set(mended) - set(without_findings)
    if unseen or unseen_findings:
        raise NoLonger(_in_words(letter, unseen, gone, day, unseen_findings, mended), gone, mended)
    with records.writing():
        letters.leave_out(letter, gone)
        letters.leave_out_findings(letter, mended)
        late = [line for line in letters.lines_of(letter) if line.days_late]
        owed = urging_findings.rows_of(letter)
        if not late and not owed:
            raise Refused("Không còn nhiệm vụ, yêu cầu khắc phục quá hạn nào trong danh sách; hãy xóa dự thảo này")
        subject = SUBJECT if late else OF_FINDINGS
        document = recorded(number, day) or documents.save(_document(number, day) | {"subject": subject})
        head = head_kept(office.founded())
        records.keep(URGINGS, {"number": number, "issued_on": show_date(day)}, letter, document=document, printed=head)
        _urge(letter, [line.task for line in late])
        urging_findings.urge(letter, paper_of(letter), str(office.founded().signer_name))
    return letter


def recorded(number: str, day: date) -> Document | None:
    """The document that was entered by hand for a letter of this number and day, and that no letter has taken."""
    rows = documents.find({"unlisted_urging": True, "issued_between": (day, day)})
    alike = [row.id for row in rows.iterate() if names.fold(row.number) == names.fold(number)]
    return documents.get(alike[0]) if alike else None


def correct(letter: UrgingLetter, texts: Mapping[str, str]) -> UrgingLetter:
    """Put the number or the day of an issued letter right, on its document and its urgings too, with a ``reason``."""
    values = CORRECTING.answers(CORRECTING.texts() | dict(texts))
    number, day = _asked(_must_be_issued(letter), values)
    urgings, of_findings = urgings_of(letter), urging_findings.urgings_of(letter, paper_of(letter))
    if day != letter.issued_on:
        why, mended = letters.changed(letter, day), urging_findings.changed(letter, day)
        if (gone := [urging.task_id for urging in urgings if urging.task_id in why]) or mended:
            raise Refused({"issued_on": _in_words(letter, gone, why, day, mended, mended)})
    with records.writing():
        records.keep(URGINGS, {"number": number, "issued_on": show_date(day)}, letter)
        documents.save({"number": number, "issued_on": show_date(day)}, letter.document)
        for urging in urgings:
            records.keep(DECISIONS, {"decided_on": show_date(day), "paper": paper_of(letter)}, urging)
        for each in of_findings:
            records.keep(FINDING_DECISIONS, {"decided_on": show_date(day), "paper": paper_of(letter)}, each)
        journal.note(URGINGS.kind, letter.uid, corrected=f"Lý do sửa: {values['reason']}")
    return letter


def withdraw(letter: UrgingLetter, texts: Mapping[str, str]) -> None:
    """Take out a letter issued by mistake, with its document and its urgings; the ``reason`` stays in the journal."""
    reason = WITHDRAWING.answers(WITHDRAWING.texts() | dict(texts))["reason"]
    urgings = urgings_of(_must_be_issued(letter))
    of_findings = urging_findings.urgings_of(letter, paper_of(letter))
    with records.writing():
        journal.note(URGINGS.kind, letter.uid, withdrawn=f"Lý do thu hồi {paper_of(letter)}: {reason}")
        records.delete(URGINGS, letter)
        for urging in urgings:
            records.delete(DECISIONS, urging)
        for each in of_findings:
            records.delete(FINDING_DECISIONS, each)
        documents.delete(Document.get(Document.id == letter.document))


def restore(letter: UrgingLetter) -> None:
    """Put a deleted draft back, or a withdrawn letter with its document and its urgings."""
    with records.writing():
        if letter.document is not None:
            documents.restore(Document.get_by_id(letter.document.id))
        records.restore(URGINGS, letter)
        for urging in urgings_of(letter, deleted=True) if letter.document is not None else ():
            records.restore(DECISIONS, urging)
        if letter.document is not None:
            for each in urging_findings.urgings_of(letter, paper_of(letter), deleted=True):
                records.restore(FINDING_DECISIONS, each)


def urgings_of(letter: UrgingLetter, *, deleted: bool = False) -> Sequence[Any]:
    """The urgings that a letter has brought its tasks."""
    query = TaskDecision.select().where(
        TaskDecision.kind == DecisionKind.URGED,
        TaskDecision.paper == paper_of(letter),
        TaskDecision.task.in_([row.task_id for row in letters.rows_of(letter)]),
        TaskDecision.deleted_at.is_null(not deleted),
    )
    return list(query.order_by(TaskDecision.id))


def _must_be_issued(letter: UrgingLetter) -> UrgingLetter:
    if letter.issued_on is None:
        raise Refused("Văn bản này còn là dự thảo")
    return letter


def _asked(letter: UrgingLetter, values: Mapping[str, Any]) -> tuple[str, date]:
    """The whole number and the day that a letter is to have, or Refused."""
    number, day = str(values["number"]).strip(), values["issued_on"]
    problems = {}
    if number.isdecimal() and len(number) <= 6:
        number = numbering.document_number(int(number), symbol())
    try:
        numbering.read_number(number)
    except ValueError as error:
        problems["number"] = str(error)
    if day > clock.today():
        problems["issued_on"] = "Ngày ban hành không được sau ngày hôm nay"
    elif day < letter.as_at:
        problems["issued_on"] = f"Không được trước ngày lấy số liệu {show_date(letter.as_at)}"
    if problems:
        raise Refused(problems)
    return number, day


def _document(number: str, day: date) -> dict[str, str]:
    return {
        "type": DocumentType.URGING_LETTER.label,
        "number": number,
        "issued_on": show_date(day),
        "issuer": documents.own_name(),
        "signer": str(office.founded().signer_name),
    }


def _urge(letter: UrgingLetter, ids: Sequence[int]) -> None:
    """One urging for each task, after whatever was decided about it before."""
    places = TaskDecision.select(TaskDecision.task, fn.MAX(TaskDecision.place)).where(TaskDecision.task.in_(ids))
    last: dict[int, int] = dict(places.group_by(TaskDecision.task).tuples().execute())
    found = {task.id: task for task in Task.select().where(Task.id.in_(ids))}
    signer = str(office.founded().signer_name)
    urgings = [
        TaskDecision(
            task=found[number],
            kind=DecisionKind.URGED,
            round=found[number].round,
            decided_on=letter.issued_on,
            decided_by=signer,
            paper=paper_of(letter),
            place=(last.get(number) or 0) + 1,
        )
        for number in ids
    ]
    for _ in load(DECISIONS, urgings):
        pass


def _in_words(
    letter: UrgingLetter,
    ids: Iterable[int],
    why: Mapping[int, str],
    day: date,
    findings: Iterable[int] = (),
    mended: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """Which tasks and findings are not to be urged on a day."""
    known = {line.task: line.code for line in letters.lines_of(letter)}
    found = {line.finding: f"{line.code}, {line.unit}" for line in urging_findings.lines_of(letter)}
    said = [f"{known[one]} ({why[one]})" for one in sorted(ids)]
    told = letters.codes([*said, *(f"{found[one]} ({mended[one]})" for one in sorted(findings))])
    return f"Ngày {show_date(day)} không còn phải đôn đốc, nhắc: {told}"
