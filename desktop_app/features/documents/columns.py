"""A document as people see it."""

from db.models import Document, DocumentCategory
from desktop_app.records import Derived, Entity, Stored
from desktop_app.records.kinds import Whole
from desktop_app.rules import names

CATEGORIES = Entity(
    DocumentCategory,
    "Loại thống kê",
    "loại thống kê",
    Stored("name", width=40),
    Stored("counted"),
    order="name",
)

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
    Derived(
        "task_count",
        "Số nhiệm vụ",
        "SELECT count(*) FROM task AS n WHERE n.document_id = {t}.id AND n.deleted_at IS NULL",
        Whole(),
        width=11,
    ),
    search=("number", "subject", "issuer", "signer", "incoming_number"),
    sort=lambda document: names.sort_key(document.number or document.subject),
    sorted_by="number",
    order="-issued_on",
)
