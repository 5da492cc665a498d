"""A document as people see it."""

from typing import Any

from db.models import Document, DocumentCategory
from db.words import DocumentType, Timeliness
from desktop_app.features.task_classes.service import timeliness_of
from desktop_app.records import Column, Derived, Entity, Stored
from desktop_app.records.kinds import Text, Whole
from desktop_app.rules import names

CATEGORIES = Entity(
    DocumentCategory,
    "Loại thống kê",
    "loại thống kê",
    Stored("name", width=40),
    Stored("counted"),
    order="name",
)

# The plus keeps SQLite from the index that begins with deleted_at: it would read every task for every document.
OF_DOCUMENT = "SELECT count(*) FROM task AS n WHERE n.document_id = {t}.id AND +n.deleted_at IS NULL"
CLASS = timeliness_of("n")
# What of its kind alone gives nobody any work: nobody misses tasks in it.
GIVES_NONE = (DocumentType.URGING_LETTER, DocumentType.REPORT, DocumentType.ARTICLE)


def done_words(row: Any) -> str:
    """How many of a document's tasks are done, and how many are overdue; or that it gives none."""
    if not row.task_count:
        return "Không phát sinh" if row.no_tasks else ""
    late = f", {row.overdue_count} quá hạn" if row.overdue_count else ""
    out = f", {row.dropped_count} không tính" if row.dropped_count else ""
    return f"{row.done_count}/{row.task_count - row.dropped_count} xong{late}{out}"


DOCUMENTS = Entity(
    Document,
    "Văn bản giao việc",
    "văn bản",
    Stored("number", width=16),
    Stored("issued_on"),
    Stored("type", width=22),
    Stored("subject", width=60),
    Stored("issuer", width=34),
    Stored("issued_year", typed=False, label="Năm ban hành"),
    Stored("category", width=24, half="home"),
    Stored("urgency", width=12),
    Stored("meeting", width=40, half="home"),
    Stored("signer", width=24),
    Stored("incoming_number", width=10, half="home"),
    Stored("incoming_on", half="home"),
    Stored("note", width=30, half="home"),
    Stored("no_tasks", width=12),
    Derived("task_count", "Số nhiệm vụ", OF_DOCUMENT, Whole(), width=11),
    Derived("done_count", "Đã hoàn thành", f"{OF_DOCUMENT} AND {CLASS} GLOB 'done_*'", Whole(), width=11),
    Derived("overdue_count", "Quá hạn", f"{OF_DOCUMENT} AND {CLASS} = '{Timeliness.OPEN_OVERDUE}'", Whole(), width=9),
    Derived("dropped_count", "Hủy, trả lại", f"{OF_DOCUMENT} AND {CLASS} IS NULL", Whole(), width=9),
    Column("done_words", "Kết quả", Text(), 24, compute=done_words, sorted_like="overdue_count"),
    search=("number", "subject", "issuer", "signer", "incoming_number"),
    sort=lambda document: names.sort_key(document.number or document.subject),
    sorted_by="number",
    order="-issued_on",
)
