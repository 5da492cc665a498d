"""A clerk's year: every flow of the ledger played through the window with real keys, then counted by another hand."""

import json
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from db.models import Document, Task
from desktop_app import catalogue, clock, commands
from desktop_app.features.backups import service as backups
from desktop_app.features.office import service as office_service
from desktop_app.outside import viewer
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES
from desktop_app.ui import dialogs, drafts, exporting, kit, screen, theme
from tests import typing_hands as hands
from tests.clerk_hands import WHO, Clerk, labels, type_over
from tests.reading_pdf import read_lines, squashed, text_of
from tests.town_hands import PATIENCE, close_all, once, press_on

AN, HUONG, MI, KHUE = "Trần Văn Ân", WHO, "Vũ Thị Hà Mi", "Đặng Văn Khuê"


@pytest.fixture
def clerk(root, office, tmp_path, monkeypatch, hidden_failures):
    """A clerk who is about to sit down on 12/01/2026, with the register of 2025 read in a week before."""
    theme.dress(root)
    kit.install(root)
    screen.forget_kept()
    drafts.folder = office / "ban-thao"
    made = Clerk(root, office)
    for name in ("fault", "warn", "inform"):
        monkeypatch.setattr(dialogs, name, lambda *words: hidden_failures.append(str(words[1:])))
    monkeypatch.setattr(viewer, "show", lambda path: made.shown.append(path) or True)
    monkeypatch.setattr(dialogs, "ask_yes_no", lambda *words, **more: True)
    monkeypatch.setattr(dialogs, "open_files", lambda *words: list(made.chosen))
    monkeypatch.setattr(dialogs, "save_file", lambda *words: tmp_path / words[2])
    monkeypatch.setattr(exporting, "to_workbook", lambda parent, listed: catalogue.EXPORT()(parent, listed))
    last_year(office, tmp_path)
    clock.set_today(date(2026, 1, 12))
    made.sit_down()
    watch = root.after(10 * PATIENCE, lambda: (hidden_failures.append("a window waits for an answer"), close_all(root)))
    yield made
    root.after_cancel(watch)
    made.stand_up()
    if kit.Toast.shown is not None:
        kit.Toast.shown.close()
    drafts.folder = None
    root.protocol("WM_DELETE_WINDOW", root.quit)
    root.withdraw()


def last_year(office, place):
    """The register of 2025, as the ward kept it in Excel, read in by the command on 05/01/2026."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "ỦY BAN NHÂN DÂN PHƯỜNG LONG BIÊN"
    sheet["A2"] = "SỔ THEO DÕI NHIỆM VỤ NĂM 2025"
    head = ("STT", "Văn bản giao", None, "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Ngày hoàn thành")
    under = (None, "Số, ký hiệu", "Ngày văn bản", None, None, None, None)
    rows = (
        (1, "150/TB-UBND", "10/11/2025", "Rà soát hộ nghèo cuối năm", "VHXH", "20/12/2025", "18/12/2025"),
        (2, "150/TB-UBND", "10/11/2025", "Báo cáo dân số cuối năm", "VHXH", "25/12/2025", "30/12/2025"),
        (3, "150/TB-UBND", "10/11/2025", "Kiểm kê đất đai năm 2025", "KT", "15/01/2026", ""),
        (4, "162/TB-UBND", "01/12/2025", "Sửa chữa nhà văn hóa tổ dân phố", "VP", "", ""),
    )
    for place_, values in enumerate((head, under, *rows), start=4):
        for column, value in enumerate(values, start=1):
            sheet.cell(place_, column, value)
    sheet["A10"], sheet["D10"] = "Tổng cộng", "4 nhiệm vụ"
    for area in ("A1:G1", "A2:G2", "A4:A5", "B4:C4", "D4:D5", "E4:E5", "F4:F5", "G4:G5"):
        sheet.merge_cells(area)
    path, answers = place / "so-2025.xlsx", place / "lua-chon.json"
    book.save(path)
    office_service.close_folder()
    start = ["--office", str(office), "--as", WHO, "--today", "05/01/2026", "import", str(path), "--map", str(answers)]
    assert commands.run(commands.parse(start)) == 0
    chosen = json.loads(answers.read_text(encoding="utf-8"))
    for question in chosen["câu hỏi"]:
        question["trả lời"] = question["trả lời"] or question["đề nghị"]
    answers.write_text(json.dumps(chosen), encoding="utf-8")
    assert commands.run(commands.parse([*start, "--accept"])) == 0
    office_service.open_folder(office, writing=True)


def paper_without_tasks(clerk):
    def work():
        hands.press(clerk.root, "Alt-3")
        hands.press_here(clerk.root, "Control-n")
        form = clerk.shell.screen.pane.form
        type_over(form, {"number": "02/TB-UBND", "issued_on": "12/01/2026", "subject": "Kết luận", "issuer": "UB"})
        type_over(form, {"no_tasks": "x"})
        hands.press_here(clerk.root, "Control-s")
        assert not form.dirty, {name: one.problem for name, one in form.fields.items() if one.problem}
        hands.press_here(clerk.root, "Escape")

    clerk.doing("no tasks", lambda: (Document.get(Document.number == "02/TB-UBND").uid,), work)


def days_off(clerk):
    """30 April and 1 May, typed into the work calendar."""
    for day, name in (("30/04/2026", "Ngày Chiến thắng"), ("01/05/2026", "Quốc tế Lao động")):

        def work(day=day, name=name):
            clerk.shell.go("calendar")
            hands.press_here(clerk.root, "Control-n")
            type_over(clerk.shell.screen.pane.form, {"day": day, "name": name})
            hands.press_here(clerk.root, "Control-s", "Escape")

        clerk.doing(name, lambda: (), work)


def deleted_and_put_back(clerk, content):
    uid = clerk.task(content).uid

    def delete():
        hands.press(clerk.open(content).pane.delete, "space")

    def put_back():
        book = clerk.book
        once(clerk.root, "DeletedWindow", lambda window: hands.press_here(window, "Control-s", "Escape"))
        assert press_on(book.list, "Đã xóa")

    clerk.doing("delete", lambda: (uid,), delete, "Xóa")
    assert clerk.ask("SELECT count(*) FROM task WHERE deleted_at IS NOT NULL") == [(1,)]
    clerk.doing("restore", lambda: (uid,), put_back, "Khôi phục")


def the_next_ones(clerk, before):
    """The button for what recurs, which makes one following task."""

    def work():
        book = clerk.book
        book.back()
        book.refresh()
        clerk.root.update()
        assert book.repeats.winfo_ismapped()
        hands.press(book.repeats, "space")

    previous = clerk.task(before)
    clerk.doing("repeat", lambda: (Task.get(Task.previous == previous).uid,), work)


def urge(clerk, number, count):
    """A letter drawn up, printed as a draft, issued, printed again; every urged task is told of."""

    def work():
        hands.press(clerk.root, "Alt-5")
        hands.press_here(clerk.root, "Control-n")
        page = clerk.shell.screen.page
        hands.unikey(page.form.fields["demand"].editor.entry, f"Kiểm điểm theo công văn {number}")
        hands.press_here(clerk.root, "Control-s", "Control-p")
        clerk.fill(number=number)
        hands.press(page._pressed["issue"], "space")
        assert f"đôn đốc {count} nhiệm vụ" in page.done.cget("text"), page.done.cget("text")
        hands.press_here(clerk.root, "Control-p", "Escape")

    def about():
        sql = (
            "SELECT t.uid FROM urged_task u JOIN task t ON t.id = u.task_id JOIN urging_letter l ON l.id = u.letter_id"
        )
        return tuple(uid for (uid,) in clerk.ask(f"{sql} WHERE l.number LIKE ?", f"{number}/%"))

    clerk.doing(f"letter {number}", about, work, f"{number}/UBND-VP")
    draft, final = clerk.shown[-2:]
    assert squashed(f"Số: {number}/UBND-VP") not in squashed(text_of(draft))
    assert squashed(f"Số: {number}/UBND-VP") in squashed(text_of(final))


def uncounted(clerk, name):
    """A sort of documents that stays out of every statistic."""

    def work():
        hands.press(clerk.root, "Alt-3")
        clerk.fill(name=name, counted="x")  # ticked at first
        assert press_on(clerk.shell.screen, "Thêm loại thống kê")

    clerk.doing("category", lambda: (), work)


def attach(clerk, content):
    paper = clerk.folder.parent / "Quyết định số 15.pdf"
    paper.write_bytes(b"%PDF-1.7 " + bytes(range(256)))
    clerk.chosen = [paper]

    def work():
        assert press_on(clerk.open(content).pane.form.under, "Thêm tệp")

    clerk.about(content, "attach", work, {"": paper.name})


BUDGET = "Báo cáo thu ngân sách, chốt ngày "
JAN, FEB, MAR = (BUDGET + day for day in ("31/01/2026", "28/02/2026", "31/03/2026"))


def winter(clerk):
    """Two notices, working days, steps, a recurring task, deletion and return, late work whose cause is refused."""
    clerk.notice(
        "01/TB-UBND",
        "Kết luận giao ban tháng Một",
        {"content": "Lập kế hoạch tuyển quân năm 2026", "lead_unit": "VP", "cooperating_units": "KT", "due_on": "30/1"},
        {"content": JAN, "lead_unit": "KT", "due_on": "31/1"},
        {"content": "Rà soát biển hiệu quảng cáo", "lead_unit": "VHXH", "due_workdays": "10"},
        {"content": "Tuyên truyền phòng cháy, chữa cháy", "lead_unit": "VHXH"},
    )
    paper_without_tasks(clerk)
    days_off(clerk)
    clerk.day("13/01")
    clerk.edit(JAN, repeats="Hàng tháng")
    levy = "Lập kế hoạch tuyển quân năm 2026"
    clerk.act(levy, "receive", holder=AN, began_on="13/01/2026", words="Dự thảo kế hoạch")
    clerk.day("20/01")
    clerk.act(levy, "hand_on", holder=HUONG, began_on="20/01/2026", words="Rà soát thể thức")
    deleted_and_put_back(clerk, "Tuyên truyền phòng cháy, chữa cháy")
    clerk.day("22/01")
    clerk.act(levy, "hand_back", began_on="22/01/2026", words="Thiếu số liệu tổ dân phố")
    clerk.day("26/01")
    clerk.act("Rà soát biển hiệu quảng cáo", "complete", completed_on="26/01/2026", deliverable="Báo cáo số 3/BC-VHXH")
    clerk.act(levy, "note", noted_on="26/01/2026", content="Đã lấy ý kiến quân sự phường")
    clerk.day("28/01")
    clerk.act(levy, "complete", completed_on="28/01/2026", deliverable="Kế hoạch số 4/KH-UBND")
    clerk.day("02/02")
    clerk.act(JAN, "complete", late_reason="Chưa đối chiếu kho bạc", late_cause="Chủ quan")
    clerk.answer(JAN, "2", reason="Phải chủ động đối chiếu")
    clerk.day("12/02")
    the_next_ones(clerk, JAN)
    clerk.day("03/03")
    clerk.act("Tuyên truyền phòng cháy, chữa cháy", "complete", completed_on="03/03/2026")


def spring(clerk):
    """A notice with parts, requests granted and refused, a rest, work sent back, two letters, a cancelled task."""
    clerk.day("16/03")
    clerk.notice(
        "15/TB-UBND",
        "Kết luận giao ban tháng Ba",
        {"content": "Xử lý vi phạm trật tự xây dựng", "lead_unit": "KT", "due_on": "31/3", "supervising_leader": KHUE},
        {"content": "Thống kê hộ kinh doanh cá thể", "lead_unit": "VHXH", "due_on": "30/4"},
        {"content": "Sửa chữa mặt đường ngõ 42", "lead_unit": "KT", "due_on": "15/4"},
        {"content": "Lấy ý kiến dự thảo nghị quyết", "lead_unit": "VP", "due_on": "20/4"},
        {"content": "Kiểm tra an toàn thực phẩm", "lead_unit": "VHXH", "due_on": "15/5"},
    )
    clerk.edit("Xử lý vi phạm trật tự xây dựng", needs_confirmation="x")
    shops, group, market = "Thống kê hộ kinh doanh cá thể", "Thống kê hộ kinh doanh tổ 1", "Thống kê hộ kinh doanh chợ"
    clerk.act(shops, "give_part", content=group, lead_unit="TDP1", due_on="10/04/2026")
    clerk.act(shops, "give_part", content=market, lead_unit="VHXH", due_on="20/04/2026")
    clerk.day("20/03")
    clerk.act("Sửa chữa mặt đường ngõ 42", "ask_extension", due_on="30/04/2026", reason="Chờ thẩm định dự toán")
    clerk.press_line("Sửa chữa mặt đường ngõ 42", "Đồng ý", paper="21/UBND-VP")
    clerk.act("Lấy ý kiến dự thảo nghị quyết", "ask_extension", due_on="10/05/2026", reason="Ít ý kiến góp ý")
    clerk.press_line("Lấy ý kiến dự thảo nghị quyết", "Không đồng ý", reason="Hội đồng họp tháng Năm")
    clerk.day("25/03")
    clerk.act("Kiểm tra an toàn thực phẩm", "suspend", from_on="01/04/2026", reason="Chờ đoàn liên ngành")
    clerk.day("30/03")
    order = "Xử lý vi phạm trật tự xây dựng"
    clerk.act(order, "complete", completed_on="30/03/2026", deliverable="Báo cáo số 8/BC-KT")
    clerk.day("01/04")
    clerk.answer(order, "2", reason="Thiếu biên bản hiện trường")
    clerk.day("02/04")
    clerk.act(order, "begin_again", content="Lập lại biên bản")
    clerk.day("06/04")
    clerk.act(order, "complete", late_reason="Chờ đo đạc lại", late_cause="Khách quan")
    clerk.answer(order, "1", paper="25/UBND-VP")
    clerk.answer(order, "1", reason="Đúng là do đo đạc")
    clerk.day("09/04")
    clerk.act(group, "complete", completed_on="09/04/2026")
    clerk.day("13/04")
    clerk.act("Kiểm tra an toàn thực phẩm", "resume", from_on="13/04/2026", reason="Đoàn đã thành lập")
    clerk.day("17/04")
    clerk.act(market, "complete", completed_on="17/04/2026")
    clerk.day("20/04")
    clerk.act(shops, "complete", completed_on="20/04/2026", deliverable="Báo cáo số 12/BC-VHXH")
    clerk.day("27/04")
    clearing = {"content": "Báo cáo giải phóng mặt bằng", "lead_unit": "KT", "due_workdays": "5"}
    clerk.notice("28/TB-UBND", "Kết luận giải phóng mặt bằng", clearing)
    urge(clerk, "45", 3)
    clerk.day("04/05")
    the_next_ones(clerk, FEB)
    urge(clerk, "52", 5)
    clerk.day("05/05")
    clerk.act(FEB, "complete", late_reason="Kho bạc chốt sổ chậm", late_cause="Khách quan")
    clerk.answer(FEB, "1", reason="Có văn bản của kho bạc")
    road = "Sửa chữa mặt đường ngõ 42"
    clerk.act(road, "complete", deliverable="Biên bản nghiệm thu nhầm", late_reason="Ghi nhầm", late_cause="Chủ quan")
    clerk.take_back(road)
    clerk.day("06/05")
    clerk.act(road, "complete", late_reason="Nhà thầu chậm bàn giao", late_cause="Chủ quan")
    clerk.act("Báo cáo giải phóng mặt bằng", "complete", completed_on="06/05/2026")
    clerk.day("15/05")
    clerk.act("Lấy ý kiến dự thảo nghị quyết", "cancel", reason="Nghị quyết chuyển kỳ sau")


def summer_and_autumn(clerk):
    """A task for another unit, several rows at once, decisions undone, a category that does not count, a file."""
    clerk.day("18/05")
    clerk.act("Sửa chữa nhà văn hóa tổ dân phố", "reassign", lead_unit="VHXH", reason="Đúng chức năng hơn")
    clerk.day("25/05")
    clerk.act("Kiểm tra an toàn thực phẩm", "complete", completed_on="25/05/2026")
    clerk.day("01/06")
    plan, auction, archive, assets = (
        "Niêm yết quy hoạch phân khu",
        "Thẩm định hồ sơ đấu giá",
        "Sắp xếp hồ sơ lưu trữ",
        "Rà soát tài sản công",
    )
    leads = {plan: "KT", auction: "KT", archive: "VP", assets: "VP"}
    rows = [{"content": content, "lead_unit": lead, "due_on": "30/6"} for content, lead in leads.items()]
    clerk.notice("30/TB-UBND", "Kết luận giao ban tháng Sáu", *rows)
    for content in (plan, auction):
        clerk.edit(content, needs_confirmation="x")
    clerk.day("19/06")
    for content in (plan, auction):
        clerk.act(content, "complete", completed_on="19/06/2026")
    clerk.act(archive, "decline", reason="Không đúng chức năng của văn phòng")
    clerk.day("22/06")
    clerk.many([plan, auction], "Xác nhận hoàn thành", paper="40/UBND-VP")
    clerk.many(["Kiểm kê đất đai năm 2025", assets], "Gia hạn", due_on="31/07/2026", reason="Chờ phần mềm mới")
    clerk.edit(assets, supervising_leader=MI)
    clerk.take_back(assets)
    clerk.act(assets, "extend", due_on="31/08/2026", reason="Gia hạn ghi nhầm việc")
    clerk.take_back(assets)
    clerk.act(assets, "note", content="Ghi chú nhầm việc")
    clerk.take_back(assets)
    clerk.day("24/06")
    uncounted(clerk, "Kết luận nội bộ")
    inside = {"content": "Chuẩn bị hội nghị cơ quan", "lead_unit": "VP", "due_on": "30/6"}
    clerk.notice("33/TB-UBND", "Kết luận nội bộ cơ quan", inside, category="Kết luận nội bộ")
    clerk.day("01/07")
    attach(clerk, plan)
    clerk.day("27/11")
    clerk.notice(
        "60/TB-UBND",
        "Kết luận giao ban tháng Mười một",
        {"content": "Trực tết dương lịch", "lead_unit": "VP", "due_on": "02/12"},
        {"content": "Tổng kết cải cách hành chính", "lead_unit": "VP", "due_on": "15/01/2027"},
    )
    clerk.act("Trực tết dương lịch", "receive", holder=AN, began_on="27/11/2026", words="Lập lịch trực")
    clerk.day("30/11")


# content -> lead unit, class on 30/11/2026 (None: not counted), urgings; reckoned by hand from what was typed above
EXPECTED = {
    "Rà soát hộ nghèo cuối năm": ("VHXH", "done_in_time", 0),
    "Báo cáo dân số cuối năm": ("VHXH", "done_late", 0),
    "Kiểm kê đất đai năm 2025": ("KT", "open_overdue", 2),
    "Sửa chữa nhà văn hóa tổ dân phố": ("VHXH", "open_no_due", 0),
    "Lập kế hoạch tuyển quân năm 2026": ("VP", "done_in_time", 0),
    JAN: ("KT", "done_late", 0),
    FEB: ("KT", "done_late", 2),
    MAR: ("KT", "open_overdue", 1),
    "Rà soát biển hiệu quảng cáo": ("VHXH", "done_in_time", 0),
    "Tuyên truyền phòng cháy, chữa cháy": ("VHXH", "done_no_due", 0),
    "Xử lý vi phạm trật tự xây dựng": ("KT", "done_late", 0),
    "Thống kê hộ kinh doanh cá thể": ("VHXH", "done_in_time", 0),
    "Thống kê hộ kinh doanh tổ 1": ("TDP1", "done_in_time", 0),
    "Thống kê hộ kinh doanh chợ": ("VHXH", "done_in_time", 0),
    "Sửa chữa mặt đường ngõ 42": ("KT", "done_late", 1),
    "Lấy ý kiến dự thảo nghị quyết": ("VP", None, 2),
    "Kiểm tra an toàn thực phẩm": ("VHXH", "done_in_time", 0),
    "Báo cáo giải phóng mặt bằng": ("KT", "done_in_time", 0),
    "Niêm yết quy hoạch phân khu": ("KT", "done_in_time", 0),
    "Thẩm định hồ sơ đấu giá": ("KT", "done_in_time", 0),
    "Sắp xếp hồ sơ lưu trữ": ("VP", None, 0),
    "Rà soát tài sản công": ("VP", "open_overdue", 0),
    "Chuẩn bị hội nghị cơ quan": ("VP", None, 0),
    "Trực tết dương lịch": ("VP", "open_in_time", 0),
    "Tổng kết cải cách hành chính": ("VP", "open_in_time", 0),
}
DUE = {
    "Kiểm kê đất đai năm 2025": ("2026-07-31", "2026-01-15"),
    MAR: ("2026-03-31", "2026-03-31"),
    "Rà soát biển hiệu quảng cáo": ("2026-01-26", "2026-01-26"),  # 10 working days after Monday the 12th
    "Sửa chữa mặt đường ngõ 42": ("2026-04-30", "2026-04-15"),
    "Lấy ý kiến dự thảo nghị quyết": ("2026-04-20", "2026-04-20"),
    "Kiểm tra an toàn thực phẩm": ("2026-05-27", "2026-05-15"),  # at rest from 1 to 12 April
    "Báo cáo giải phóng mặt bằng": ("2026-05-06", "2026-05-06"),  # five, past 30 April, 1 May and a weekend
    "Rà soát tài sản công": ("2026-07-31", "2026-06-30"),
}
CLASSES = ("done_in_time", "done_late", "done_no_due", "open_in_time", "open_overdue", "open_no_due")
# Written for this test from the meaning of the columns; it shares nothing with the program's own SQL.
BY_ANOTHER_HAND = """
WITH said AS (SELECT task_id, kind, round FROM task_decision WHERE deleted_at IS NULL),
standing AS (
  SELECT t.id, t.content, u.code AS unit, u.name AS unit_name, t.assigned_on, t.document_id, t.due_on, t.completed_on,
    (SELECT count(*) FROM said s WHERE s.task_id = t.id AND s.kind = 'urged') AS urgings,
    t.progress = 'declined' OR coalesce(c.counted, 1) = 0
      OR t.id IN (SELECT task_id FROM said WHERE kind = 'cancelled') AS out,
    t.progress = 'reported' AND (t.needs_confirmation = 0
      OR t.id IN (SELECT task_id FROM said s WHERE s.kind = 'confirmed' AND s.round = t.round)) AS done
  FROM task t JOIN unit u ON u.id = t.lead_unit_id LEFT JOIN document d ON d.id = t.document_id
  LEFT JOIN document_category c ON c.id = d.category_id WHERE t.deleted_at IS NULL)
SELECT *, CASE WHEN out THEN NULL WHEN done AND due_on IS NULL THEN 'done_no_due'
  WHEN done AND completed_on <= due_on THEN 'done_in_time' WHEN done THEN 'done_late'
  WHEN due_on IS NULL THEN 'open_no_due' WHEN due_on < '2026-11-30' THEN 'open_overdue' ELSE 'open_in_time' END AS class
FROM standing"""


def test_a_clerks_year_adds_up_tells_its_whole_story_and_comes_back_from_a_copy(clerk):
    winter(clerk)
    spring(clerk)
    summer_and_autumn(clerk)
    as_reckoned(clerk)
    overview_shows(clerk)
    report_prints(clerk)
    documents_and_holders(clerk)
    list_and_slip(clerk)
    journal_tells(clerk)
    every_task_tells(clerk)
    assert all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))
    assert len(clerk.search("bao cao thu ngan sach").rows.ids) == 3
    the_same_from_a_copy(clerk)


def counted(clerk, where="1"):
    [(number,)] = clerk.ask(f"SELECT count(*) FROM ({BY_ANOTHER_HAND}) WHERE class IS NOT NULL AND {where}")
    return number


def as_reckoned(clerk):
    """What the tables hold is what was reckoned by hand."""
    found = clerk.ask(f"SELECT content, unit, class, urgings FROM ({BY_ANOTHER_HAND})")
    assert {content: tuple(rest) for content, *rest in found} == EXPECTED
    days = {content: rest for content, *rest in clerk.ask("SELECT content, due_on, original_due_on FROM task")}
    assert {content: tuple(days[content]) for content in DUE} == DUE


def overview_shows(clerk):
    hands.press(clerk.root, "Alt-1")
    hands.press_here(clerk.root, "F5")
    clerk.root.update()
    page = clerk.shell.screen
    wanted = {
        "Tổng số nhiệm vụ": counted(clerk),
        "Chưa hoàn thành": counted(clerk, "NOT done"),
        "Quá hạn chưa hoàn thành": counted(clerk, "class = 'open_overdue'"),
        "Đến hạn trong tuần": counted(clerk, "NOT done AND due_on BETWEEN '2026-11-30' AND '2026-12-06'"),
        "Sắp đến hạn": counted(clerk, "NOT done AND due_on BETWEEN '2026-11-30' AND '2026-12-03'"),
        "Đã hoàn thành": counted(clerk, "done"),
    }
    assert wanted["Tổng số nhiệm vụ"] == 22
    shown = {label: next(text for text in labels(card) if text.isdecimal()) for label, card in page.figures.items()}
    assert shown == {label: str(number) for label, number in wanted.items()}
    lines = [page.list.tree.item(row, "values") for row in page.list.tree.get_children()]
    sql = "sum(NOT done), sum(class = 'open_overdue'), sum(done)"
    by_unit = clerk.ask(f"SELECT unit_name, {sql} FROM ({BY_ANOTHER_HAND}) WHERE class IS NOT NULL GROUP BY unit_name")
    assert sorted(tuple(line[:4]) for line in lines) == sorted((name, *map(str, rest)) for name, *rest in by_unit)


def report_prints(clerk):
    """Phụ lục I, read out of the PDF, against plain counting."""
    hands.press(clerk.root, "Alt-6")
    page = clerk.shell.screen
    page.open({"form": "results"}, None)
    type_over(page.asked, {"period": "2026"})
    hands.press_here(clerk.root, "Control-p")
    assert "Đã in" in page.done.cget("text"), page.asked.fields["period"].problem
    ours = "sum(assigned_on < '2025-12-15'), sum(assigned_on >= '2025-12-15'), count(*), "
    ours += ", ".join(f"sum(class = '{name}')" for name in CLASSES)
    ours += ", sum(class = 'done_in_time'), sum(class IN ('done_in_time', 'done_late', 'open_overdue')), sum(urgings)"
    source = f"({BY_ANOTHER_HAND}) WHERE class IS NOT NULL AND (assigned_on >= '2025-12-15' OR NOT done OR "
    source += "completed_on >= '2025-12-15')"
    rows = clerk.ask(f"SELECT unit_name, {ours} FROM {source} GROUP BY unit_name")
    total = clerk.ask(f"SELECT '', {ours} FROM {source}")
    assert sorted(appendix_one(clerk.shown[-1])) == sorted(as_printed(row) for row in rows + total)


def as_printed(row):
    name, *counts, in_time, decided, urgings = row
    done, every = sum(counts[3:6]), counts[2]
    rates = [
        f"{100 * part / of:.2f}".replace(".", ",") if of else "-" for part, of in ((done, every), (in_time, decided))
    ]
    return (squashed(name), *map(str, counts), *rates, str(urgings))


def appendix_one(path):
    """The lines of the first appendix: the squashed name of a unit (none for the total) and twelve figures."""
    lines = read_lines(path)
    page = next(line.page for line in lines if "TỔNG HỢP KẾT QUẢ THỰC HIỆN" in line.text)
    on_page = [line for line in lines if line.page == page]
    figures = {}
    for line in on_page:
        if line.text.replace(",", "").isdecimal() or line.text == "-":
            figures.setdefault(round(line.baseline), []).append(line)
    rows = [sorted(row, key=lambda line: line.left) for row in figures.values() if len(row) >= 12]
    for place, row in enumerate(rows):
        top = row[0].baseline - 1
        bottom = rows[place + 1][0].baseline - 1 if place + 1 < len(rows) else 1000
        first = row[-12].left
        name = [x for x in on_page if top <= x.baseline < bottom and row[0].right < x.left and x.right < first]
        yield ("".join(squashed(x.text) for x in name) if len(row) == 13 else "", *(x.text for x in row[-12:]))


def documents_and_holders(clerk):
    """How many tasks of each document are done and overdue, and who holds what."""
    hands.press(clerk.root, "Alt-3")
    papers = clerk.shell.screen
    papers.refresh()
    shown = {row.number: (row.done_count, row.overdue_count) for row in papers.list.find().iterate() if row.task_count}
    sql = "SELECT d.number, sum(class GLOB 'done*'), sum(class = 'open_overdue') FROM document d JOIN "
    found = clerk.ask(f"{sql} ({BY_ANOTHER_HAND}) AS t ON t.document_id = d.id GROUP BY d.id")
    ours = {number: (done, late) for number, done, late in found if not number.startswith("33/")}
    assert {number: pair for number, pair in shown.items() if not number.startswith("33/")} == ours
    assert ours["01/TB-UBND"] == (5, 1)
    assert papers.service.find({"no_tasks": True}).count() == 1
    holding = clerk.ask(
        "SELECT s.holder, t.content FROM task_step s JOIN task t ON t.id = s.task_id "
        "WHERE s.ended_on IS NULL AND s.deleted_at IS NULL AND t.deleted_at IS NULL"
    )
    assert holding == [(AN, "Trực tết dương lịch")]
    book = clerk.book
    book.back()
    book.bar.drops["held_by"].take(AN)
    clerk.root.update()
    assert list(book.rows.ids) == [clerk.task("Trực tết dương lịch").id]
    press_on(book.bar, "Bỏ lọc")


def list_and_slip(clerk):
    """The list as a workbook holds every task; the slip of one is printed from its form."""
    book = clerk.book
    assert press_on(book.list, "Xuất Excel")
    sheet = load_workbook(clerk.shown[-1]).worksheets[0]
    written = [cell.value for row in sheet.iter_rows() for cell in row]
    assert all(content in written for content in EXPECTED)
    clerk.open("Trực tết dương lịch")
    hands.press_here(clerk.root, "Control-p")
    assert squashed("PHIẾU GIAO VIỆC") in squashed(text_of(clerk.shown[-1]))


def journal_tells(clerk):
    """Every act has its entries, by whom and on which day, and they speak of what was done."""
    assert journal.first_broken() is None
    assert journal.contradictions(catalogue.entities()) == []
    for act in clerk.did:
        sql = "SELECT at, who, record, changes FROM journal WHERE id BETWEEN ? AND ?"
        entries = clerk.ask(sql, act.first, act.last)
        assert {(at[:10], who) for at, who, _, _ in entries} == {(act.day.isoformat(), WHO)}, act
        for uid in act.about:
            assert any(uid == record or uid in changes for _, _, record, changes in entries), (act, uid)
    [last_line] = clerk.ask("SELECT max(id) FROM journal")
    between = {number for act in clerk.did for number in range(act.first, act.last + 1)}
    others = clerk.ask(f"SELECT id, kind, action FROM journal WHERE id >= {clerk.did[0].first}")
    assert [row for row in others if row[0] not in between and row[2] != "event"] == [], last_line


def every_task_tells(clerk):
    """In the window each task says all that was done about it, also what has been taken back."""
    of_task = dict(clerk.ask("SELECT uid, content FROM task"))
    for uid, content in of_task.items():
        acts = [act for act in clerk.did if uid in act.about]
        if not acts:
            continue
        told = clerk.story(content)
        missing = [(act.name, word) for act in acts for word in act.words if word not in told]
        silent = [act.name for act in acts if not by_whom(told, act.day)]
        assert (missing, silent) == ([], []), (content, told)


def by_whom(told, day):
    return any(f"{day:%d/%m/%Y}" in line and WHO in line for line in told.splitlines())


def the_same_from_a_copy(clerk):
    """A verified copy put back gives the same figures, after something else was done."""
    tables = (
        "document",
        "task",
        "task_decision",
        "task_request",
        "task_step",
        "progress_note",
        "urged_task",
        "attachment",
    )
    before = {table: clerk.ask(f"SELECT * FROM {table} ORDER BY id") for table in tables}
    copy = backups.make()
    clerk.act("Trực tết dương lịch", "cancel", reason="Sẽ được trả lại như cũ")
    assert {table: clerk.ask(f"SELECT * FROM {table} ORDER BY id") for table in tables} != before
    backups.restore(copy)
    clerk.root.update()
    assert {table: clerk.ask(f"SELECT * FROM {table} ORDER BY id") for table in tables} == before
    overview_shows(clerk)
    assert journal.first_broken() is None
