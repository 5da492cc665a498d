"""What tests do by hand to an open office: found it, type a notice, put a task straight into the file."""

from datetime import date

from db.connection import database
from db.models import Task, TaskDecision
from db.words import Copy
from desktop_app.features.briefing_rules import service as briefing_rules
from desktop_app.features.calendar import service as calendar
from desktop_app.features.documents import service as documents
from desktop_app.features.duties import service as duties
from desktop_app.features.indicators import service as indicators
from desktop_app.features.meetings import service as meetings
from desktop_app.features.office import service as office
from desktop_app.features.plans import service as plans
from desktop_app.features.targets import service as targets
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_steps import service as steps
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.features.week import service as week
from desktop_app.rules.lateness import Halves
from tests import inspection_hands
from tests.ready_offices import CLERK

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
    office.sit_down(CLERK)


def notice(number: str = "12/TB-UBND", day: str = "02/11/2026", *rows: dict[str, str], **texts: str):
    """Type a conclusion notice with its tasks; a row left out gives two plain tasks."""
    rows = rows or (
        {"content": "Rà soát, tổng hợp đất công trên địa bàn", "lead_unit": "KT", "due_on": "10/11/2026"},
        {"content": "Đôn đốc các tổ dân phố báo cáo kết quả", "lead_unit": "VP", "cooperating_units": "TDP1; TDP2"},
    )
    head = {"number": number, "issued_on": day, "issuer": "UB", "subject": "Kết luận giao ban", **texts}
    return documents.save_with_tasks(head, rows)


def fill() -> None:
    """Fill every book of the office: notices, tasks in every class, notes, decisions, meetings, a category, a day."""
    documents.save_category({"name": "Kết luận của Hội đồng Bồi thường", "counted": ""})
    long = {"content": "Rà soát, tổng hợp, báo cáo kết quả thực hiện " * 12, "lead_unit": "VHXH"}
    _, [late, plain] = notice()
    _, [done, moved, gone, _] = notice(
        "13/TB-UBND",
        "20/10/2026",
        {"content": "Kiểm tra việc niêm yết thủ tục hành chính", "lead_unit": "VP", "due_on": "30/10/2026"},
        {"content": "Xử lý vi phạm trật tự xây dựng", "lead_unit": "KT", "due_on": "31/10/2026", "kind": "Trọng tâm"},
        {"content": "Việc không còn cần", "lead_unit": "VHXH"},
        long,
    )
    notice("14/TB-UBND", "21/10/2026", long, category="Kết luận của Hội đồng Bồi thường")
    notice(
        "202/QĐ-UBND",
        "22/10/2026",
        {"content": "Việc cấp trên giao", "lead_unit": "VP"},
        issuer="TP",
        type="Quyết định",
    )
    tasks.add_note(
        late, {"noted_on": "15/11/2026", "content": "Đang làm", "difficulty": "Thiếu hồ sơ", "proposal": "Xin lùi"}
    )
    steps.receive(late, {"holder": "Trần Văn Ân", "began_on": "02/11/2026"})
    tasks.complete(
        done, {"completed_on": "05/11/2026", "deliverable": "Báo cáo số 5/BC-VP", "late_reason": "Chờ ý kiến"}
    )
    asked = {"due_on": "30/11/2026", "requested_on": "25/10/2026", "reason": "Chờ thẩm định"}
    flow.ask_extension(moved, asked)
    decisions.extend(moved, {"due_on": "30/11/2026", "decided_on": "30/10/2026", "reason": "Chờ thẩm định"})
    decisions.cancel(gone, {"decided_on": "01/11/2026", "reason": "Trùng"})
    tasks.complete(plain, {"completed_on": "04/11/2026"})
    for kind, day in (("Phiên họp thường kỳ", "02/11/2026"), ("Cuộc họp", "03/11/2026"), ("Hội ý", "04/11/2026")):
        meetings.save({"kind": kind, "held_on": day, "title": f"{kind} tháng 11", "chair": "Vũ Thị Hà Mi"})
    calendar.save({"day": "02/09/2026", "name": "Quốc khánh", "source": "Bộ luật Lao động 2019, Điều 112"})
    indicators.save({"code": "KT01", "name": "Tổng thu ngân sách nhà nước trên địa bàn", "measure": "triệu đồng"})
    set_target("KT01", "40.600")
    inspection_hands.fill_inspections()
    item = {"kind": "Nhiệm vụ", "content": "Rà soát thủ tục hành chính", "lead_unit": "VP", "in_group": "0"}
    head = {"kind": "Kế hoạch", "year": "2026", "title": "Kế hoạch cải cách hành chính năm 2026", "stated_tasks": "2"}
    plans.save_all(head, [{"name": "Thể chế"}], [item])
    duties.save({"official": "Đặng Văn Khuê", "unit": "VHXH", "valid_from": "01/01/2026"})
    briefing_rules.save({"name": "Giao ban tuần", "every": "Hàng tuần", "weekday": "Thứ Hai", "chair": "Vũ Thị Hà Mi"})
    week.save({"day": "16/11/2026", "half": "Sáng", "content": "Giao ban tuần", "chair": "Vũ Thị Hà Mi"})


def set_target(code: str, value: str, **texts: str):
    """Type a target of an indicator: of the office itself for 2026, set from above, unless told."""
    usual = {"unit": "UB", "year": "2026", "assigner": "Cấp trên giao", "decided_on": "05/01/2026"}
    return targets.save(
        {**usual, "paper": "125/QĐ-UBND", "indicator": indicators.by_code(code).name, "value": value, **texts}
    )


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
        copy=Copy.COOPERATING if halves.copied else Copy.NONE,
    )
    for place, decision in enumerate(halves.decisions):
        TaskDecision.create(
            task=task,
            place=place,
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
