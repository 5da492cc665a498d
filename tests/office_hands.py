"""What tests do by hand to an open office: found it, type a notice, put a task straight into the file."""

from datetime import date

from db.connection import database
from db.models import Task, TaskDecision
from desktop_app.features.documents import service as documents
from desktop_app.features.office import service as office
from desktop_app.features.units import service as units
from desktop_app.rules.lateness import Halves

OWN = "Ủy ban nhân dân phường Long Biên"
UNITS = [
    {"code": "UB", "name": OWN, "kind": "Ủy ban nhân dân", "relation": "Cơ quan mình"},
    {"code": "TP", "name": "Ủy ban nhân dân thành phố Hà Nội", "kind": "Ủy ban nhân dân", "relation": "Cấp trên"},
    {"code": "VP", "name": "Văn phòng HĐND và UBND"},
    {"code": "KT", "name": "Phòng Kinh tế, Hạ tầng và Đô thị"},
    {"code": "VHXH", "name": "Phòng Văn hóa - Xã hội"},
    {"code": "TDP1", "name": "Tổ dân phố số 1", "kind": "Tổ dân phố", "relation": "Cấp dưới"},
    {"code": "TDP2", "name": "Tổ dân phố số 2", "kind": "Tổ dân phố", "relation": "Cấp dưới"},
]
OFFICIALS = [
    {"name": "Vũ Thị Hà Mi", "position": "Chủ tịch", "unit": "UB", "role": "Chủ tịch"},
    {"name": "Đặng Văn Khuê", "position": "Phó Chủ tịch", "unit": "UB", "role": "Phó Chủ tịch"},
    {"name": "Nguyễn Thị Hường", "position": "Văn thư", "unit": "VP", "role": "Văn thư"},
    {"name": "Trần Văn Ân", "position": "Chuyên viên", "unit": "KT"},
]


def found() -> None:
    """Found the office of the tests; Nguyễn Thị Hường sits down at it."""
    settings = office.suggested(next(iter(office.LABELS)), OWN, "Thành phố")
    office.create(settings | {"signer_name": "Vũ Thị Hà Mi"}, UNITS, OFFICIALS)
    office.sit_down("Nguyễn Thị Hường")


def notice(number: str = "12/TB-UBND", day: str = "02/11/2026", *rows: dict[str, str], **texts: str):
    """Type a conclusion notice with its tasks; a row left out gives two plain tasks."""
    rows = rows or (
        {"content": "Rà soát, tổng hợp đất công trên địa bàn", "lead_unit": "KT", "due_on": "10/11/2026"},
        {"content": "Đôn đốc các tổ dân phố báo cáo kết quả", "lead_unit": "VP", "cooperating_units": "TDP1; TDP2"},
    )
    head = {"number": number, "issued_on": day, "issuer": "UB", "subject": "Kết luận giao ban", **texts}
    return documents.save_with_tasks(head, rows)


def put_task(halves: Halves, due_on: date | None) -> Task:
    """Put a task with its decisions straight into the file, past every rule."""
    task = Task.create(
        code=f"NV-2026-{Task.select().count() + 1:05d}",
        content="Việc",
        lead_unit=units.own(),
        assigned_on=date(2026, 10, 1),
        due_on=due_on,
        original_due_on=halves.original_due_on,
        needs_confirmation=halves.needs_confirmation,
        progress=halves.progress,
        round=halves.round,
        completed_on=halves.completed_on,
    )
    for decision in halves.decisions:
        TaskDecision.create(
            task=task,
            kind=decision.kind,
            round=decision.round,
            decided_on=decision.decided_on,
            due_on=decision.due_on,
            from_on=decision.from_on,
            to_on=decision.to_on,
        )
    return task


def wipe_tasks() -> None:
    """Empty the books of tasks and decisions."""
    for table in ("task_decision", "task"):
        database.execute_sql(f"DELETE FROM {table}")
