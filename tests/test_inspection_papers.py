"""Minutes of inspections (F5, F6) and the report on them (F8), read back from the PDF; the checklists to begin with."""

import re

import pytest

from db.models import Checked, ChecklistItem, ChecklistTemplate
from desktop_app import catalogue
from desktop_app.errors import Refused
from desktop_app.features.checklist_start import service as checklist_start
from desktop_app.features.checklists import service as checklists
from desktop_app.features.establishments import service as establishments
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_checklist import service as checklist
from desktop_app.features.inspections import service as inspections
from desktop_app.features.office import service as office_service
from desktop_app.features.printing import service as printing
from tests import typing_hands as hands
from tests.desk_hands import Answers, desk, toast
from tests.inspection_hands import SIGNED, found, round_of, shop_minutes, unit_minutes
from tests.office_hands import OFFICIALS, OWN, UNITS
from tests.reading_pdf import page_sizes, read_lines, squashed, text_of
from tests.test_commands import run

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def answers(monkeypatch):
    return Answers(monkeypatch)


def printed(out, name="minutes", **asked):
    """The text of a form as a person would copy it, in one line."""
    printing.prepare(catalogue.form(name), printing.Request(**asked), out).run()
    return " ".join(text_of(out).split())


def in_order(text, *parts):
    place = 0
    for part in parts:
        assert squashed(part) in squashed(text)[place:], part
        place = squashed(text).index(squashed(part), place)


def test_minutes_of_a_unit_say_what_was_seen_found_and_demanded_and_both_sides_sign(tmp_path):
    party = unit_minutes(round_of())
    rows = Checked.select().where(Checked.party == party).order_by(Checked.place)
    texts = [{"content": row.content, "section": row.section, "answer": "Đạt, không đạt"} for row in rows]
    texts[0] |= {"verdict": "Đạt"}
    texts[4] |= {"verdict": "Không đạt", "value": "02 người không đeo thẻ"}
    checklist.save_checked(party, texts)
    found(party, "02 công chức không đeo thẻ", "20/11/2026", clause="Điều 5 Quy chế làm việc")
    found(party, "Một người đến muộn")
    inspections.sign(inspections.get_party(party.id), SIGNED)
    out = tmp_path / "biên bản.pdf"
    text = printed(out, record=party.uid)
    in_order(
        text,
        "ỦY BAN NHÂN DÂN",
        "/BB-UBND",
        "BIÊN BẢN Kiểm tra công vụ",
        "Căn cứ Quyết định số 45/QĐ-UBND ngày 20/10/2026 về thành lập Đoàn kiểm tra;",
        "Căn cứ Kế hoạch số 12/KH-UBND.",
        "Thời gian bắt đầu: 08 giờ 30 phút, ngày 03 tháng 11 năm 2026.",
        "Địa điểm: Trụ sở UBND phường.",
        "Hình thức kiểm tra: Theo kế hoạch.",
        "1. Đoàn kiểm tra - Trưởng đoàn: Đặng Văn Khuê, Phó Chủ tịch;",
        "2. Đơn vị được kiểm tra: Phòng Kinh tế, Hạ tầng và Đô thị - Đại diện: Ông Lê Văn Cảnh, Trưởng phòng;",
        "Kỷ luật, kỷ cương hành chính 1 Chấp hành thời giờ làm việc Đạt",
        "Đeo thẻ, đặt biển chức danh Không đạt 02 người không đeo thẻ",
        "STT Tồn tại, hạn chế Quy định, căn cứ Yêu cầu khắc phục Thời hạn",
        "1 02 công chức không đeo thẻ",
        "20/11/2026",
        "2. Tồn tại, hạn chế 02 nội dung ghi tại mục III.",
        "báo cáo kết quả với Văn phòng HĐND và UBND trước ngày 20/11/2026.",
        "Nhất trí với nội dung biên bản.",
        "Buổi kiểm tra kết thúc vào 11 giờ 00 phút, ngày 03 tháng 11 năm 2026.",
        "lập thành 02 bản; đơn vị được kiểm tra giữ 01 bản, Đoàn kiểm tra giữ 01 bản; đã đọc lại cho",
        "cùng ký tên./.",
        "Lê Văn Cảnh",
        "Nơi nhận: - Phòng Kinh tế, Hạ tầng và Đô thị; - Văn phòng HĐND và UBND; - Lưu: VT, Hồ sơ.",
    )
    assert "Long Biên, ngày" not in text  # biên bản: no line of place and day (Mẫu 1.9)
    assert "vi phạm hành chính" not in text
    names = {line.text: line.centre for line in read_lines(out) if line.text in ("Lê Văn Cảnh", "Đặng Văn Khuê")}
    assert names["Lê Văn Cảnh"] < 70 < 150 < names["Đặng Văn Khuê"]  # the inspected at the left, the head at the right
    assert set(page_sizes(out)) == {(210, 297)}


def test_minutes_of_food_safety_say_they_are_no_sanction_cover_the_number_and_name_the_witness(tmp_path):
    party = shop_minutes(recheck_by="30/11/2026")
    found(party, "Chưa lưu mẫu thức ăn", "10/11/2026", clause="khoản 2")
    inspections.refuse(inspections.get_party(party.id), SIGNED, "Ông Tạ Văn Chứng, tổ trưởng tổ dân phố số 1")
    text = printed(tmp_path / "biên bản.pdf", record=party.round.code)
    in_order(
        text,
        "BIÊN BẢN Kiểm tra an toàn thực phẩm đối với cơ sở kinh doanh dịch vụ ăn uống",
        "không phải là và không thay thế biên bản vi phạm hành chính",
        "Cơ sở được kiểm tra: Quán phở Thìn Tư",
        "Chủ cơ sở: Bùi Thị Tư",
        "•••••••••345",
        "STT Nội dung vi phạm Điều khoản vi phạm Biện pháp khắc phục Thời hạn",
        "1 Chưa lưu mẫu thức ăn",
        "Đạt có điều kiện.",
        "tái kiểm tra trước ngày 30/11/2026.",
        "không ký biên bản; việc này có ông Tạ Văn Chứng, tổ trưởng tổ dân phố số 1, chứng kiến",
        "NGƯỜI CHỨNG KIẾN",
        "Tạ Văn Chứng",
    )
    assert "001099012345" not in text
    assert "Tiền phạt" not in text
    assert "công nhận là đúng" not in text  # who would not sign has not said so


def test_minutes_of_a_construction_site_name_the_site_and_its_owner_signs(tmp_path):
    texts = {"name": "Nhà ở riêng lẻ số 12", "kind": "Công trình xây dựng", "address": "Số 12, ngõ 34"}
    site = establishments.save(texts | {"responsible": "Phạm Văn Xây", "trade": "Nhà ở 4 tầng", "license": "123/GPXD"})
    of = round_of(type="Trật tự xây dựng", subject="Việc chấp hành giấy phép xây dựng")
    party = inspections.save_party({"establishment": site.name}, of)
    checklist_start.put_in()
    checklist.begin_checklist(party, checklist_start.template("trat-tu-xay-dung"))
    text = printed(tmp_path / "biên bản.pdf", record=party.uid)
    in_order(
        text,
        "BIÊN BẢN Kiểm tra trật tự xây dựng",
        "không thay thế biên bản vi phạm hành chính",
        "2. Công trình được kiểm tra: Nhà ở riêng lẻ số 12",
        "Loại công trình: Nhà ở 4 tầng; - Chủ đầu tư: Phạm Văn Xây; - Giấy phép, giấy chứng nhận: 123/GPXD",
        "Số tầng được cấp phép",
        "Hiện trạng tại thời điểm kiểm tra",
        "V. Ý KIẾN CỦA CHỦ ĐẦU TƯ",
        "ký tên./.CHỦ ĐẦU TƯ THƯ KÝ Nguyễn Thị Hường TRƯỞNG ĐOÀN KIỂM TRA Đặng Văn Khuê",
        "Nơi nhận: - Phạm Văn Xây, chủ đầu tư;",
    )
    for present, signs in (("Ông Phạm Văn Xây", "./.CHỦ ĐẦU TƯ"), ("Bà Lý Thị Thợ, chỉ huy", "./.ĐẠI DIỆN CHỦ ĐẦU TƯ")):
        inspections.save_party({"present": present}, of, inspections.get_party(party.id))
        assert squashed(signs) in squashed(printed(tmp_path / "biên bản.pdf", record=party.uid))


def test_minutes_of_another_type_say_once_what_was_inspected(tmp_path):
    party = inspections.save_party({"unit": "KT"}, round_of(type="Khác", subject="Kiểm tra việc trực Tết"))
    assert squashed("BIÊN BẢN Kiểm tra việc trực Tết Căn cứ") in squashed(printed(tmp_path / "a.pdf", record=party.uid))
    template = {"type": "Khác", "name": "Trực Tết", "heading": "về việc tổ chức trực Tết"}
    checklist.begin_checklist(party, checklists.save_with_items(template, [{"content": "Lịch trực"}]))
    told = squashed(printed(tmp_path / "b.pdf", record=party.uid))
    assert squashed("BIÊN BẢN Kiểm tra việc tổ chức trực Tết Căn cứ") in told


def test_minutes_that_are_not_signed_leave_room_for_a_pen(tmp_path):
    party = unit_minutes(round_of(), began_at="", ended_at="", present="", strengths="", opinion="", at="", copies="3")
    text = printed(tmp_path / "biên bản.pdf", record=f"{party.round.code}; {party.uid}")
    assert squashed("Thời gian bắt đầu: …… giờ …… phút") in squashed(text)
    assert squashed("Đại diện: ………") in squashed(text)
    assert squashed("1 2 3 4 5 IV. NHẬN XÉT") in squashed(text)  # empty lines of the table of findings
    assert squashed("lập thành 03 bản; đơn vị được kiểm tra giữ 01 bản, Đoàn kiểm tra giữ 02 bản") in squashed(text)
    assert text.count("BIÊN BẢN Kiểm tra công vụ") == 2
    for words in ("", "KT-2026-099"):
        with pytest.raises(Refused):
            printed(tmp_path / "x.pdf", record=words)


def test_the_report_adds_up_and_lists_every_party_with_what_came_of_it(tmp_path):
    first = unit_minutes(round_of())
    late, told, reminded = (
        found(first, "Chưa niêm yết phí", "10/11/2026", topic="Bộ phận một cửa"),
        found(first, "Sổ ghi thiếu", "30/11/2026", topic="Tiếp công dân"),
        found(first, "Một người đến muộn", topic="Bộ phận một cửa"),
    )
    inspections.save_party({"unit": "VP"}, first.round)
    shop = shop_minutes()
    mended = found(shop, "Chưa lưu mẫu thức ăn", "10/11/2026")
    for party in (first, shop):
        inspections.sign(inspections.get_party(party.id), SIGNED)
    findings.report(findings.get(told.id), {"reported_on": "12/11/2026", "content": "Đang bổ sung sổ"})
    findings.report(
        findings.get(mended.id), {"reported_on": "08/11/2026", "content": "Đã lưu mẫu", "done_on": "08/11/2026"}
    )
    assert findings.standing(late).days_late == 12
    assert reminded.demand == ""
    out = tmp_path / "báo cáo.pdf"
    text = printed(out, "inspections", period="2026-11", remarks=("Do thiếu người", "", ""))
    in_order(
        text,
        "Số: /BC-UBND",
        "BÁO CÁO Kết quả kiểm tra tháng 11 năm 2026",
        "đã tổ chức 02 lượt tại 02 đơn vị, 01 cơ sở, gồm: 01 lượt kiểm tra công vụ tại 02 đơn vị; "
        "01 lượt kiểm tra an toàn thực phẩm tại 01 cơ sở.",
        "1 Kiểm tra công vụ 1 2 3 1 0 0 1 1",
        "2 An toàn thực phẩm 1 1 1 0 0 1 0 0",
        "Tổng cộng 2 3 4 1 0 1 1 1",
        "Kết luận kiểm tra: 01 cơ sở đạt có điều kiện.",
        "04 tồn tại, hạn chế ở 02/03 đơn vị, cơ sở được kiểm tra.",
        "bộ phận một cửa (02)",
        "Do thiếu người",
        "Đã yêu cầu khắc phục 03 nội dung",
        "Phòng Kinh tế, Hạ tầng và Đô thị (01 nội dung)",
        "V. KIẾN NGHỊ, ĐỀ XUẤT Không có.",
        "Kiểm tra công vụ: 02 đơn vị",
        "(1) Chưa niêm yết phí Khắc phục: chưa niêm yết phí (hạn 10/11/2026)",
        "Quá hạn khắc phục 4 ngày",
        "(2) Sổ ghi thiếu",
        "(3) Một người đến muộn Nhắc nhở Đã nhắc nhở",
        "Kiểm tra an toàn thực phẩm: 01 cơ sở",
        "Tổng cộng: 02 lượt, 02 đơn vị, 01 cơ sở, 04 tồn tại",
    )
    assert page_sizes(out)[-1] == (297, 210)
    empty = printed(tmp_path / "rỗng.pdf", "inspections", period="2025")
    assert "không tổ chức kiểm tra." in empty


def test_minutes_and_report_are_printed_without_a_window(office, tmp_path):
    party = unit_minutes(round_of())
    code = party.round.code
    office_service.close_folder()
    minutes, report = tmp_path / "biên bản.pdf", tmp_path / "báo cáo.pdf"
    assert run(office, "report", "minutes", "--record", party.uid, "--out", minutes)[0] == 0
    assert run(office, "report", "inspections", "--period", "2026-11", "--out", report)[0] == 0
    assert "BIÊN BẢN" in text_of(minutes)
    assert "01 lượt" in " ".join(text_of(report).split())
    status, _, complaint = run(office, "report", "minutes", "--record", "KT-2026-777", "--out", minutes)
    assert (status, "Không có lượt kiểm tra" in complaint) == (1, True)
    assert re.fullmatch(r"KT-2026-\d{3}", code)


def test_the_checklists_are_put_in_once_and_are_the_same_records_everywhere():
    assert checklist_start.missing() == 5
    assert checklist_start.put_in({"cong-vu"}) == 1
    template = checklist_start.template("cong-vu")
    checklists.save({"name": "Mẫu của phường"}, template)
    assert checklist_start.put_in() == 4
    assert checklist_start.put_in() == 0
    assert checklist_start.template("cong-vu").name == "Mẫu của phường"  # what stands there stays
    checklists.delete(checklist_start.template("attp-duong-pho"))
    assert checklist_start.put_in() == 0  # and what was deleted stays away
    assert template.uid == "92f5984362465c6782c2aea934bd7eaa"  # in every office and release
    offered = [len(section["items"]) for one in checklist_start.offered() for section in one["sections"]]
    assert ChecklistItem.select().count() == sum(offered)
    assert len({item.uid for item in ChecklistItem.select()}) == sum(offered)


def test_an_office_begins_with_the_checklists(office):
    office_service.close_folder()
    office_service.open_folder(office.parent / "khác", writing=True)
    settings = office_service.suggested(next(iter(office_service.LABELS)), OWN, "Thành phố")
    office_service.create(settings, UNITS, OFFICIALS, sample_checklists=True)
    assert {one.type for one in ChecklistTemplate.select()} == {"public_service", "food_safety", "construction"}


def test_the_checklists_are_put_in_with_one_press_and_taken_back(root, office, answers):
    with desk(root, office) as shell:
        shell.go("checklists")
        screen = shell.screen
        assert str(screen.sample.button.cget("text")).strip() == "Thêm bộ mẫu kiểm tra (còn 5)"
        hands.press(screen.sample.button, "space")
        root.update()
        assert screen.rows.footer.cget("text") == "Hiển thị 5 mẫu"
        assert not screen.sample.button.winfo_ismapped()
        words, shown = toast()
        assert "5 mẫu" in words
        shown.act()
        assert ChecklistTemplate.select().where(ChecklistTemplate.deleted_at.is_null()).count() == 0
