"""What tests of inspections do by hand: an establishment, a template, a round with two parties and their findings."""

from db.models import InspectedParty, InspectionRound
from desktop_app.features.checklists import service as checklists
from desktop_app.features.establishments import service as establishments
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_plans import service as plans
from desktop_app.features.inspections import service as inspections

LOOKED_AT = (
    {"section": "Cơ sở vật chất", "content": "Khu vực chế biến sạch sẽ", "clause": "Điều 19 Luật An toàn thực phẩm"},
    {"section": "Cơ sở vật chất", "content": "Nhiệt độ tủ bảo quản", "answer": "Số liệu"},
    {"section": "Hồ sơ", "content": "Giấy chứng nhận đủ điều kiện"},
)
PLANNED = (
    {"type": "Kiểm tra công vụ", "content": "Kiểm tra công vụ các phòng", "month": "3", "rounds": "3", "parties": "6"},
    {"type": "An toàn thực phẩm", "content": "An toàn thực phẩm dịp Tết", "month": "1", "rounds": "1"},
)


def establishment(name: str = "Quán ăn Hoa Sữa", **texts: str):
    """A place where people eat, watched over by a department."""
    return establishments.save({"name": name, "address": "12 phố Ngọc Lâm", "unit": "KT", **texts})


def template(**texts: str):
    """A template of food safety with three things that are looked at."""
    head = {"type": "An toàn thực phẩm", "name": "Cơ sở dịch vụ ăn uống", "heading": "đối với cơ sở dịch vụ ăn uống"}
    return checklists.save_with_items({**head, "in_use": "x", **texts}, LOOKED_AT)


def plan():
    """A plan of two lines for 2026."""
    return plans.save_with_lines({"year": "2026", "title": "Kế hoạch kiểm tra năm 2026"}, PLANNED)


def round_(**texts: str) -> InspectionRound:
    """A round of public service on 02/11/2026."""
    usual = {"type": "Kiểm tra công vụ", "mode": "Theo kế hoạch", "subject": "Kỷ luật, kỷ cương hành chính"}
    return inspections.save({**usual, "began_on": "02/11/2026", "unit": "VP", "head": "Đặng Văn Khuê", **texts})


def party(of: InspectionRound, unit: str = "KT", **texts: str) -> InspectedParty:
    """One inspected unit."""
    return inspections.save_party({"unit": unit, "present": "Trần Văn Ân, Chuyên viên", **texts}, of)


def finding(of: InspectedParty, topic: str = "Chấm công", due_on: str = "10/11/2026", **texts: str):
    """A finding with a demand."""
    usual = {"content": "Sổ chấm công ghi chưa đủ", "demand": "Ghi đủ sổ chấm công", "clause": "Khoản 2 Điều 7"}
    return findings.save({**usual, "topic": topic, "due_on": due_on, **texts}, of)


def fill_inspections() -> None:
    """Something in every book of inspections."""
    plan()
    food = template()
    own = round_(planned="Kiểm tra công vụ các phòng")
    first = party(own)
    finding(first)
    inspections.sign(first, own.began_on)
    meal = round_(type="An toàn thực phẩm", subject="An toàn thực phẩm cuối năm")
    there = inspections.save_party({"establishment": str(establishment(id_number="001099012345"))}, meal)
    inspections.begin_checklist(there, food)
    finding(there, "Vệ sinh", content="Nền bếp đọng nước")
