"""What is asked before a package is made, and which columns of each record travel, in the order people see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db.models import Unit
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.features.officials.columns import OFFICIALS
from desktop_app.features.printing.columns import PERIOD_HINT
from desktop_app.features.tasks.columns import DECISIONS, NOTES, TASKS
from desktop_app.features.units.columns import UNITS
from desktop_app.records import Column, Entity, Questions
from desktop_app.records.kinds import Day, Link, Text

SEND = Questions(
    "Gửi cấp trên",
    Column("to", "Nơi nhận", Link(Unit), width=44, needed=True),
    Column("period", "Kỳ báo cáo", Text(40), needed=True, hint=PERIOD_HINT),
    Column("as_at", "Số liệu tính đến ngày", Day(), hint="Để trống: hết kỳ, hoặc hôm nay nếu kỳ chưa hết"),
)


@dataclass(frozen=True)
class Traveller:
    """An entity that travels: the sheet's name, what people see, and in which order the rows stand.

    ``kept`` are columns that stay at home: a person's contact is nobody else's business. ``widths`` are in digits where
    the column's own would make the printed sheet too small to read.
    """

    entity: Entity[Any]
    sheet: str
    title: str
    shown: tuple[str, ...]
    order: str = "id"
    kept: tuple[str, ...] = ()
    widths: Mapping[str, float] = field(default_factory=dict)


TRAVELLERS = (
    Traveller(
        TASKS,
        "Nhiệm vụ",
        "DANH SÁCH NHIỆM VỤ",
        (
            "code",
            "document",
            "document_issued_on",
            "content",
            "lead_unit",
            "cooperating_units",
            "supervising_leader",
            "due_on",
            "completed_on",
            "deliverable",
            "situation",
            "counted",
        ),
        widths={"content": 50, "lead_unit": 20, "cooperating_units": 20, "supervising_leader": 16, "deliverable": 22}
        | {"document": 13, "code": 15, "situation": 16},
    ),
    Traveller(
        DOCUMENTS,
        "Văn bản giao việc",
        "DANH SÁCH VĂN BẢN GIAO VIỆC",
        ("number", "issued_on", "type", "subject", "issuer", "category", "signer", "task_count"),
        "issued_on",
    ),
    Traveller(
        NOTES,
        "Tình hình thực hiện",
        "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ",
        ("task", "noted_on", "content", "difficulty", "proposal"),
    ),
    Traveller(
        DECISIONS,
        "Gia hạn, quyết định",
        "GIA HẠN VÀ CÁC QUYẾT ĐỊNH VỀ NHIỆM VỤ",
        ("task", "kind", "decided_on", "due_on", "reason"),
    ),
    Traveller(MEETINGS, "Cuộc họp", "DANH SÁCH CUỘC HỌP", ("held_on", "kind", "title", "chair", "place"), "held_on"),
    Traveller(UNITS, "Đơn vị", "DANH SÁCH ĐƠN VỊ", ("code", "name", "kind", "relation"), "relation"),
    Traveller(
        OFFICIALS,
        "Cán bộ",
        "DANH SÁCH CÁN BỘ CÓ TÊN TRONG GÓI",
        ("name", "position", "unit"),
        "name",
        kept=("contact",),
    ),
)
