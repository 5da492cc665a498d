"""What is asked before a package is made, and which columns of each record travel, in the order people see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db.words import PackageKind
from desktop_app.features.calendar.columns import CALENDAR
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.duties.columns import DUTIES
from desktop_app.features.figures.columns import ERRATA, FIGURES
from desktop_app.features.findings.columns import FINDING_DECISIONS, FINDINGS, REMEDIATIONS
from desktop_app.features.indicators.columns import INDICATORS
from desktop_app.features.inspections.columns import CHECKED, PARTIES, ROUNDS
from desktop_app.features.meetings.columns import MEETING_COUNTS, MEETINGS
from desktop_app.features.minutes.columns import CONCLUSIONS, MATTERS, SUPPLEMENTS
from desktop_app.features.officials.columns import OFFICIALS
from desktop_app.features.peers.columns import Neighbour
from desktop_app.features.periods.columns import CLOSED_PERIODS
from desktop_app.features.plans.columns import GROUPS, ITEMS, PLANS
from desktop_app.features.targets.columns import TARGETS
from desktop_app.features.task_holders.columns import STEPS
from desktop_app.features.tasks.columns import DECISIONS, NOTES, REQUESTS, TASKS
from desktop_app.features.units.columns import UNITS
from desktop_app.features.week.columns import SCHEDULE
from desktop_app.records import Column, Entity, Questions
from desktop_app.records.kinds import Choice, Day, Text

SEND = Questions(
    "Gói gửi đi",
    Column("to", "Nơi nhận", Neighbour(), width=44, needed=True),
    Column("kind", "Loại gói", Choice(PackageKind.choices()), width=14, needed=True),
    Column("period", "Kỳ báo cáo", Text(40), hint="Ví dụ 2026-11, 2026-Q4, 2026-H1, quý IV/2026"),
    Column("as_at", "Số liệu tính đến ngày", Day(), hint="Để trống: hết kỳ, hoặc hôm nay"),
    Column(
        "passphrase",
        "Mật khẩu tệp",
        Text(200),
        width=20,
        hint="Nên có khi gói ghi tên cán bộ; báo nơi nhận qua điện thoại",
    ),
)

REPORT, ASSIGNMENT = frozenset({PackageKind.REPORT}), frozenset({PackageKind.ASSIGNMENT})
BOTH = REPORT | ASSIGNMENT


@dataclass(frozen=True)
class Traveller:
    """An entity that travels: the sheet's name, what people see, and in which order the rows stand.

    ``kinds`` are the packages it goes with. ``kept`` are columns that stay at home: a person's contact is nobody
    else's business. ``widths`` are in digits where the column's own would make the printed sheet too small to read.
    """

    entity: Entity[Any]
    sheet: str
    title: str
    shown: tuple[str, ...]
    kinds: frozenset[PackageKind] = BOTH
    kept: tuple[str, ...] = ()
    widths: Mapping[str, float] = field(default_factory=dict)


TASK_WIDTHS = {"content": 50, "lead_unit": 20, "cooperating_units": 20, "supervising_leader": 16} | {
    "deliverable": 22,
    "deliverable_wanted": 22,
    "document": 13,
    "code": 15,
    "situation": 16,
}

STATED = ("stated_contents", "stated_tasks", "stated_targets", "stated_projects", "stated_key_tasks")
STATED_WIDTHS = dict.fromkeys(STATED, 11.0)

BOOKS = (
    Traveller(
        ROUNDS,
        "Lượt kiểm tra",
        "CÁC LƯỢT KIỂM TRA",
        ("code", "type", "mode", "subject", "began_on", "ended_on", "unit", "head", "team", "basis"),
        widths={"code": 14, "type": 15, "mode": 12, "subject": 36, "unit": 20, "head": 16, "team": 28, "basis": 28},
    ),
    Traveller(
        PARTIES,
        "Biên bản kiểm tra",
        "BIÊN BẢN KIỂM TRA TỪNG ĐƠN VỊ, CƠ SỞ",
        (
            "round",
            "inspected_on",
            "unit",
            "name",
            "address",
            "result",
            "strengths",
            "demand",
            "opinion",
            "minutes",
            "signed_on",
            "recheck_by",
        ),
        widths={"round": 13, "unit": 18, "name": 18, "address": 17, "result": 15, "strengths": 24, "demand": 24}
        | {"opinion": 17, "minutes": 9},
    ),
    Traveller(
        CHECKED,
        "Nội dung kiểm tra",
        "NỘI DUNG ĐÃ KIỂM TRA",
        ("party", "section", "content", "verdict", "value", "clause"),
        widths={"party": 28, "section": 24, "content": 44, "verdict": 13, "value": 30, "clause": 24},
    ),
    Traveller(
        FINDINGS,
        "Tồn tại",
        "TỒN TẠI, YÊU CẦU KHẮC PHỤC",
        ("party", "topic", "content", "clause", "demand", "due_on"),
        widths={"party": 28, "topic": 20, "content": 44, "clause": 22, "demand": 40},
    ),
    Traveller(
        REMEDIATIONS,
        "Kết quả khắc phục",
        "KẾT QUẢ KHẮC PHỤC TỒN TẠI",
        ("finding", "reported_on", "content", "done_on", "author"),
        widths={"finding": 44, "content": 54, "author": 24},
    ),
    Traveller(
        FINDING_DECISIONS,
        "Quyết định khắc phục",
        "QUYẾT ĐỊNH VỀ KHẮC PHỤC TỒN TẠI",
        ("finding", "kind", "decided_on", "due_on", "words", "paper", "decided_by"),
        widths={"finding": 40, "kind": 22, "words": 34, "paper": 20, "decided_by": 22},
    ),
    Traveller(
        PLANS,
        "Kế hoạch",
        "KẾ HOẠCH, CHƯƠNG TRÌNH CÔNG TÁC",
        ("kind", "year", "title", "document", "paper", "unit", *STATED),
        widths={"kind": 18, "title": 44, "document": 15, "paper": 15, "unit": 24} | STATED_WIDTHS,
    ),
    Traveller(
        GROUPS,
        "Nhóm nhiệm vụ",
        "NHÓM NHIỆM VỤ CỦA KẾ HOẠCH",
        ("plan", "name", *STATED),
        widths={"plan": 44, "name": 44} | STATED_WIDTHS,
    ),
    Traveller(
        ITEMS,
        "Nội dung kế hoạch",
        "NỘI DUNG KẾ HOẠCH, CHƯƠNG TRÌNH",
        (
            "plan",
            "group",
            "kind",
            "content",
            "lead_unit",
            "cooperating",
            "leader",
            "due_on",
            "deliverable_wanted",
            "state",
            "done_on",
            "outcome",
        ),
        widths={"plan": 18, "group": 18, "kind": 11, "content": 34, "lead_unit": 17, "cooperating": 15}
        | {"leader": 14, "deliverable_wanted": 15, "state": 12, "outcome": 15},
    ),
    Traveller(
        MEETINGS,
        "Cuộc họp",
        "DANH SÁCH CUỘC HỌP",
        ("held_on", "kind", "title", "chair", "place", "units", "minutes", "signed_on"),
        widths={"title": 44, "units": 34, "place": 20, "minutes": 10},
    ),
    Traveller(
        MATTERS,
        "Nội dung cuộc họp",
        "NỘI DUNG CUỘC HỌP",
        ("meeting", "place", "content", "unit", "presenter", "discussion"),
        widths={"meeting": 34, "place": 8, "content": 40, "unit": 24, "presenter": 20, "discussion": 44},
    ),
    Traveller(
        CONCLUSIONS,
        "Kết luận",
        "KẾT LUẬN CUỘC HỌP",
        (
            "meeting",
            "place",
            "content",
            "lead_unit",
            "cooperating_units",
            "leader",
            "due_on",
            "deliverable_wanted",
            "supplement",
        ),
        widths={"meeting": 30, "place": 8, "content": 44, "lead_unit": 24, "cooperating_units": 24, "leader": 18}
        | {"deliverable_wanted": 22},
    ),
    Traveller(
        SUPPLEMENTS,
        "Bổ sung biên bản",
        "BỔ SUNG BIÊN BẢN CUỘC HỌP",
        ("meeting", "added_on", "content", "author"),
        widths={"meeting": 44, "content": 60, "author": 24},
    ),
    Traveller(
        SCHEDULE,
        "Lịch công tác",
        "LỊCH CÔNG TÁC CỦA LÃNH ĐẠO",
        (
            "day",
            "half",
            "starts_at",
            "ends_at",
            "content",
            "chair",
            "leaders",
            "units",
            "attendants",
            "place",
            "prepares",
            "state",
        ),
        widths={"half": 6, "starts_at": 7, "ends_at": 7, "content": 36, "chair": 15, "leaders": 17, "units": 22}
        | {"attendants": 16, "place": 15, "prepares": 16, "state": 9},
    ),
    Traveller(
        DUTIES,
        "Phân công lãnh đạo",
        "PHÂN CÔNG LÃNH ĐẠO PHỤ TRÁCH",
        ("official", "unit", "field", "valid_from", "valid_to", "document", "paper"),
        widths={"official": 24, "unit": 34, "field": 34, "document": 16, "paper": 20},
    ),
)

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
            "original_due_on",
            "completed_on",
            "deliverable",
            "situation",
            "days_late_original",
            "counted",
        ),
        REPORT,
        widths=TASK_WIDTHS,
    ),
    Traveller(
        TASKS,
        "Nhiệm vụ giao",
        "DANH SÁCH NHIỆM VỤ GIAO",
        (
            "code",
            "document",
            "document_issued_on",
            "content",
            "lead_unit",
            "cooperating_units",
            "supervising_leader",
            "urgency",
            "due_on",
            "original_due_on",
            "deliverable_wanted",
            "needs_confirmation",
            "situation",
        ),
        ASSIGNMENT,
        widths=TASK_WIDTHS,
    ),
    Traveller(
        DOCUMENTS,
        "Văn bản giao việc",
        "DANH SÁCH VĂN BẢN GIAO VIỆC",
        ("number", "issued_on", "type", "subject", "issuer", "signer", "no_tasks", "task_count"),
    ),
    Traveller(
        NOTES,
        "Tình hình thực hiện",
        "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ",
        ("task", "noted_on", "content", "difficulty", "proposal"),
    ),
    Traveller(
        REQUESTS,
        "Đề nghị",
        "ĐỀ NGHỊ GIA HẠN, TẠM DỪNG",
        ("task", "kind", "requested_on", "due_on", "from_on", "to_on", "reason"),
    ),
    Traveller(
        DECISIONS,
        "Gia hạn, quyết định",
        "GIA HẠN VÀ CÁC QUYẾT ĐỊNH VỀ NHIỆM VỤ",
        ("task", "kind", "decided_on", "due_on", "from_on", "to_on", "reason", "decided_by", "paper"),
    ),
    Traveller(
        STEPS,
        "Bước xử lý",
        "CÁC BƯỚC XỬ LÝ NHIỆM VỤ",
        ("task", "move", "holder", "began_on", "due_on", "ended_on", "words"),
    ),
    Traveller(
        TARGETS,
        "Chỉ tiêu giao",
        "CHỈ TIÊU GIAO",
        (
            "code",
            "indicator",
            "measure",
            "unit",
            "year",
            "value",
            "assigner",
            "decided_on",
            "document",
            "paper",
            "note",
        ),
        widths={"indicator": 44, "unit": 26, "document": 16, "paper": 16, "note": 20},
    ),
    Traveller(
        FIGURES,
        "Số liệu chỉ tiêu",
        "SỐ LIỆU THỰC HIỆN CHỈ TIÊU",
        (
            "code",
            "indicator",
            "measure",
            "unit",
            "period",
            "state",
            "value",
            "numerator",
            "denominator",
            "estimated",
            "note",
        ),
        widths={"indicator": 44, "unit": 26, "period": 14, "state": 17, "note": 20},
    ),
    Traveller(
        ERRATA,
        "Đính chính số liệu",
        "ĐÍNH CHÍNH SỐ LIỆU CHỈ TIÊU",
        ("figure", "corrected_on", "old", "new", "reason", "paper", "author"),
    ),
    Traveller(CLOSED_PERIODS, "Kỳ đã chốt", "CÁC THÁNG ĐÃ CHỐT SỐ LIỆU", ("period", "closed_at", "author", "note")),
    Traveller(
        INDICATORS,
        "Danh mục chỉ tiêu",
        "CHỈ TIÊU CÓ TRONG GÓI",
        (
            "code",
            "name",
            "theme",
            "measure",
            "direction",
            "aggregation",
            "numerator",
            "denominator",
            "decimals",
            "every",
        ),
        widths={"name": 40, "theme": 24, "numerator": 22, "denominator": 22, "direction": 16, "aggregation": 18},
    ),
    Traveller(CALENDAR, "Lịch làm việc", "NGÀY NGHỈ, NGÀY LÀM BÙ", ("day", "kind", "name", "expected", "source")),
    *BOOKS,
    Traveller(MEETING_COUNTS, "Số cuộc họp", "SỐ CUỘC HỌP TRONG KỲ", ("unit", "period", "kind", "count")),
    Traveller(UNITS, "Đơn vị", "DANH SÁCH ĐƠN VỊ", ("code", "name", "kind", "relation")),
    Traveller(
        OFFICIALS,
        "Cán bộ",
        "DANH SÁCH CÁN BỘ CÓ TÊN TRONG GÓI",
        ("name", "position", "unit"),
        kept=("contact",),
    ),
)
