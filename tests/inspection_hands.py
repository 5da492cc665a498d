"""What tests do by hand to inspections: a round, minutes of a unit or an establishment, findings, signatures."""

from datetime import date

from db.models import Finding, InspectedParty, InspectionRound
from desktop_app.features.checklist_start import service as checklist_start
from desktop_app.features.checklists import service as checklists
from desktop_app.features.establishments import service as establishments
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_plans import service as plans
from desktop_app.features.inspections import service as inspections

SUBJECT = "Việc chấp hành kỷ luật, kỷ cương hành chính"
SIGNED = date(2026, 11, 3)


def round_of(day: str = "03/11/2026", **texts: str) -> InspectionRound:
    """A round of public-service inspection led by the office's own people."""
    known = {
        "type": "Kiểm tra công vụ",
        "mode": "Theo kế hoạch",
        "subject": SUBJECT,
        "began_on": day,
        "basis": "Quyết định số 45/QĐ-UBND ngày 20/10/2026 về thành lập Đoàn kiểm tra\nKế hoạch số 12/KH-UBND",
        "unit": "VP",
        "head": "Đặng Văn Khuê",
        "secretary": "Nguyễn Thị Hường",
        "team": "Trần Văn Ân, Chuyên viên",
    }
    return inspections.save(known | texts)


def unit_minutes(of: InspectionRound, unit: str = "KT", **texts: str) -> InspectedParty:
    """Minutes of a unit with their checklist, not signed yet."""
    known = {
        "unit": unit,
        "began_at": "08:30",
        "ended_at": "11:00",
        "at": "Trụ sở UBND phường",
        "present": "Ông Lê Văn Cảnh, Trưởng phòng\nBà Hồ Thị Đào, Chuyên viên",
        "strengths": "Chấp hành giờ làm việc.",
        "demand": "Tự kiểm tra hàng tháng.",
        "opinion": "Nhất trí với nội dung biên bản.",
    }
    party = inspections.save_party(known | texts, of)
    checklist_start.put_in()
    inspections.begin_checklist(party, checklist_start.template("cong-vu"))
    return party


def shop_minutes(**texts: str) -> InspectedParty:
    """Minutes of an eating place that a round of food safety came to, not signed yet."""
    shop = establishments.save(
        {
            "name": "Quán phở Thìn Tư",
            "kind": "Hộ gia đình, hộ kinh doanh",
            "address": "Số 5, tổ dân phố số 1",
            "trade": "Dịch vụ ăn uống",
            "responsible": "Bùi Thị Tư",
            "id_number": "001099012345",
            "license": "01A8000123",
            "unit": "TDP1",
        }
    )
    of = round_of(type="An toàn thực phẩm", mode="Đột xuất", subject="Điều kiện an toàn thực phẩm", basis="")
    known = {"establishment": shop.name, "present": "Bà Bùi Thị Tư, Chủ cơ sở", "result": "Đạt có điều kiện"}
    party = inspections.save_party(known | texts, of)
    checklist_start.put_in()
    inspections.begin_checklist(party, checklist_start.template("attp-an-uong"))
    return inspections.get_party(party.id)


def found(party: InspectedParty, content: str, due: str = "", **texts: str) -> Finding:
    """A finding with its demand, where it has a term."""
    known = {"content": content, "demand": f"Khắc phục: {content.lower()}" if due else "", "due_on": due}
    return findings.save(known | texts, party)


def owed(unit: str, content: str, due: str, day: str = "03/11/2026", **texts: str) -> Finding:
    """A finding of signed minutes of a unit that has to be put right by a day."""
    party = inspections.save_party({"unit": unit}, round_of(day, **texts))
    finding = found(party, content, due)
    inspections.sign(inspections.get_party(party.id), party.inspected_on)
    return finding


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
