"""Reading and writing documents, alone or together with the tasks they give; nothing else writes them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from db.connection import database
from db.models import Document, DocumentCategory, Target, Task, UrgingLetter
from db.words import DocumentType, UnitKind, UnitRelation
from desktop_app import clock, records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.documents.columns import CATEGORIES, CLASS, DOCUMENTS, GIVES_NONE, OF_DOCUMENT
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import Condition, Rows, uses
from desktop_app.rules import dates, names, numbering

SECRET = re.compile(r"\b(tuyet|toi) mat\b")  # Luật Bảo vệ bí mật nhà nước: such papers have registers of their own
UNCOUNTED = "SELECT id FROM document_category WHERE counted = 0"


def _counted(wanted: bool) -> Condition:
    inside = f"{{t}}.category_id IN ({UNCOUNTED})"
    return Condition(f"{{t}}.category_id IS NULL OR NOT ({inside})" if wanted else inside)


# What documents can be narrowed to by their tasks.
BY_TASKS = {
    "Chưa nhập nhiệm vụ": "missing",
    "Không phát sinh nhiệm vụ": "none",
    "Còn nhiệm vụ quá hạn": "overdue",
    "Đã hoàn thành hết": "done",
}


def _by_tasks(wanted: str) -> Condition:
    """Documents by what they give: with nothing typed from them yet, marked as giving nothing, overdue, all done."""
    there = OF_DOCUMENT.replace("count(*)", "1")
    if wanted == "none":
        return Condition("{t}.no_tasks")
    if wanted == "missing":
        kinds = ", ".join(f"'{kind}'" for kind in GIVES_NONE)
        return Condition(f"NOT {{t}}.no_tasks AND {{t}}.type NOT IN ({kinds}) AND NOT EXISTS ({there})")
    if wanted == "overdue":
        return Condition(f"EXISTS ({there} AND {CLASS} = 'open_overdue')")
    return Condition(f"EXISTS ({there} AND {CLASS} GLOB 'done_*') AND NOT EXISTS ({there} AND {CLASS} GLOB 'open_*')")


# Issued by this office or by one of its parts, rather than received.
OF_PARTY = "là văn bản của Đảng, chỉ ghi vào sổ để theo dõi, không in lại"
OURS = "issuer_id IN (SELECT id FROM unit WHERE relation IN ('own', 'part'))"
# Urging letters of ours that were entered as papers only: they urge no task yet.
UNLISTED = (
    f"{{t}}.type = '{DocumentType.URGING_LETTER}' AND {{t}}.{OURS} "
    "AND NOT EXISTS (SELECT 1 FROM urging_letter AS l WHERE l.document_id = {t}.id AND l.deleted_at IS NULL)"
)

NAMED: dict[str, Callable[[Any], Condition]] = {
    "unlisted_urging": lambda wanted: Condition(UNLISTED if wanted else f"NOT ({UNLISTED})"),
    "issued_between": lambda span: Condition("{t}.issued_on BETWEEN ? AND ?", tuple(day.isoformat() for day in span)),
    "counted": _counted,
    "ours": lambda wanted: Condition(f"{{t}}.{OURS}" if wanted else f"NOT {{t}}.{OURS}"),
    "by_tasks": _by_tasks,
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Documents under a filter: the rows of screen, report and sheet alike."""
    return records.find(DOCUMENTS, where, text, order, NAMED)


def get(record_id: int) -> Document:
    """One document by its id."""
    return Document.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Document | None = None) -> Document:
    """Write one document, or raise Refused."""
    values, _ = DOCUMENTS.read(texts)
    year = {"issued_year": values["issued_on"].year} if values.get("issued_on") else {}
    return records.keep(DOCUMENTS, texts, record, _check, **year)


def judge(texts: Mapping[str, str]) -> dict[str, Any]:
    """What a new document of these texts would hold, or Refused; nothing is written."""
    return records.judge(DOCUMENTS, texts, _check)


def save_with_tasks(
    texts: Mapping[str, str], task_rows: Sequence[Mapping[str, str]], record: Document | None = None
) -> tuple[Document, list[Task]]:
    """Write a document and the tasks it gives, all or nothing.

    A task row that names no assigned date takes the document's date.

    Raises:
        RefusedRows: what is wrong with the document, and with each task row by its place.
    """
    problems: dict[str, str] = {}
    wrong: dict[int, dict[str, str]] = {}
    with records.writing():
        try:
            document = save(texts, record)
        except Refused as refused:
            problems = refused.problems
            document = None
        kept = []
        for place, row in enumerate(task_rows):
            try:
                kept.append(_save_task(row, document, texts))
            except Refused as refused:
                wrong[place] = refused.problems
        if problems or wrong:
            raise RefusedRows(problems, wrong)
    assert document is not None
    return document, kept


def _save_task(row: Mapping[str, str], document: Document | None, texts: Mapping[str, str]) -> Task:
    given = {name: text for name, text in row.items() if text.strip()}
    day = dates.show_date(document.issued_on) if document is not None else texts.get("issued_on", "")
    given.setdefault("assigned_on", day)
    return tasks.save(given, document=document)


def delete(record: Document) -> None:
    """Take a document out; Refused while tasks or targets hang on it."""
    if count := _tasks_of(record):
        raise Refused(f"Văn bản đang giao {count} nhiệm vụ; hãy xóa các nhiệm vụ nhập nhầm trước")
    if count := Target.select().where(Target.document == record, Target.deleted_at.is_null()).count():
        raise Refused(f"Văn bản là căn cứ của {count} chỉ tiêu giao; hãy ghi văn bản khác ở các chỉ tiêu đó trước")
    if _letter_of(record) is not None:
        raise Refused("Văn bản đôn đốc này do mục Đôn đốc ban hành; ban hành nhầm thì thu hồi ở mục đó")
    if told := uses.told(record):
        raise Refused(f"Văn bản đang được ghi ở {told}; hãy chọn văn bản khác ở đó trước")
    records.delete(DOCUMENTS, record)


def tasks_of(record: Document) -> Rows:
    """The tasks that a document gives, in the order in which they were typed."""
    return tasks.find({"document": record.id}, order="id")


def _tasks_of(record: Document) -> int:
    return int(Task.select().where(Task.document == record, Task.deleted_at.is_null()).count())


def restore(record: Document) -> None:
    """Put a deleted document back."""
    if record.number and _same(record, record).exists():
        raise Refused("Đã có văn bản khác cùng cơ quan, năm, loại và số, ký hiệu này")
    records.restore(DOCUMENTS, record)


def count(kind: DocumentType, start: date, end: date) -> int:
    """Counted documents of a kind that we issued from ``start`` to ``end``, both included."""
    sql = (
        f"SELECT count(*) FROM document WHERE deleted_at IS NULL AND type = ? AND issued_on BETWEEN ? AND ? AND {OURS} "
        f"AND (category_id IS NULL OR category_id NOT IN ({UNCOUNTED}))"
    )
    return int(database.execute_sql(sql, (kind, start.isoformat(), end.isoformat())).fetchone()[0])


def own_name() -> str:
    """The office itself, the usual issuer."""
    return str(units.own())


def foreign(record: Document) -> str:
    """Why a document is none of ours to print, as the end of a sentence that begins with it; empty for our own."""
    if record.issuer.kind == UnitKind.PARTY or numbering.is_party(str(record.number)):
        return OF_PARTY
    if record.issuer.relation not in (UnitRelation.OWN, UnitRelation.PART):
        return f"do {record.issuer} ban hành, không in lại ở đây"
    return ""


def save_category(texts: Mapping[str, str], record: DocumentCategory | None = None) -> DocumentCategory:
    """Write one category of documents, or raise Refused."""
    return records.keep(CATEGORIES, texts, record)


def _check(values: Mapping[str, Any], record: Document | None) -> dict[str, str]:
    issued_on, incoming_on = values.get("issued_on"), values.get("incoming_on")
    problems = {}
    if issued_on and issued_on > clock.today():
        problems["issued_on"] = "Ngày ban hành không được sau ngày hôm nay"
    if SECRET.search(names.fold(values.get("subject") or "")):
        problems["subject"] = "Không nhập văn bản có độ mật vào chương trình này, kể cả trích yếu"
    if issued_on and incoming_on and incoming_on < issued_on:
        problems["incoming_on"] = "Ngày đến không được trước ngày ban hành"
    if values.get("no_tasks") and record is not None and not record.no_tasks and (count := _tasks_of(record)):
        problems["no_tasks"] = f"Văn bản đang giao {count} nhiệm vụ, không phải là không phát sinh nhiệm vụ"
    letter = _letter_of(record) if record is not None else None
    for name in ("number", "issued_on") if letter is not None else ():
        if values.get(name) != getattr(letter, name):
            problems[name] = "Văn bản do mục Đôn đốc ban hành; hãy sửa số, ngày ở mục đó"
    if values.get("number") and issued_on and values.get("issuer"):
        twin = _same(values, record).first()
        if twin is not None:
            problems["number"] = (
                f"Đã có {twin.number} ngày {dates.show_date(twin.issued_on)} của {twin.issuer}: {twin.subject[:60]}"
            )
    return problems


def _letter_of(record: Document) -> UrgingLetter | None:
    """The urging letter that was issued as this document."""
    return UrgingLetter.get_or_none(UrgingLetter.document == record, UrgingLetter.deleted_at.is_null())


def _same(of: Any, record: Document | None) -> Any:
    """Other documents of the same issuer, year, number and type as a record, or as the values of one."""
    issuer, issued_on, number, kind = (
        of[name] if isinstance(of, Mapping) else getattr(of, name) for name in ("issuer", "issued_on", "number", "type")
    )
    query = Document.select().where(
        Document.issuer == issuer,
        Document.issued_year == issued_on.year,
        Document.number == number,
        Document.type == kind,
        Document.deleted_at.is_null(),
    )
    return query if record is None else query.where(Document.id != record.id)
