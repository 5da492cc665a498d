"""A clerk's year: every flow of the ledger played through the window with real keys, then counted by another hand."""

import json
from datetime import date
from functools import partial

import pytest
from openpyxl import Workbook, load_workbook

from desktop_app import clock, commands
from desktop_app.features.backups import service as backups
from desktop_app.features.office import service as office_service
from desktop_app.records import journal, search
from desktop_app.records.entity import ENTITIES
from tests import typing_hands as hands
from tests.clerk_acts import AN, FEB, JAN, MAR, appendix_one, as_printed, spring, summer_and_autumn, winter
from tests.clerk_hands import WHO, Clerk, at_the_window, journal_tells, labels, type_over
from tests.reading_pdf import squashed, text_of
from tests.town_hands import once, press_on

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


@pytest.fixture
def clerk(root, office, tmp_path, monkeypatch, hidden_failures):
    """A clerk who is about to sit down on 12/01/2026, with the register of 2025 read in a week before."""
    last_year(office, tmp_path)
    clock.set_today(date(2026, 1, 12))
    with at_the_window(Clerk(root, office), monkeypatch, hidden_failures, tmp_path) as made:
        yield made


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
    clerk.root.update()
    once(clerk.root, "Asking", partial(narrowed, AN))
    press_on(book.bar, "Lọc thêm…")
    clerk.root.update()
    assert list(book.rows.ids) == [clerk.task("Trực tết dương lịch").id]
    press_on(book.bar, "Bỏ lọc")


def narrowed(holder, asked):
    """Fill the window of more filters in."""
    type_over(asked.form, {"held_by": holder})
    hands.press_here(asked, "Control-s")


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
