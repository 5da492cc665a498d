"""What a clerk does in the year of the play, season by season; and her report's table read back."""

from db.models import Document, Task
from tests import typing_hands as hands
from tests.clerk_hands import WHO, type_over
from tests.reading_pdf import read_lines, squashed, text_of
from tests.town_hands import once, press_on

AN, HUONG, MI, KHUE = "Trần Văn Ân", WHO, "Vũ Thị Hà Mi", "Đặng Văn Khuê"


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
        once(clerk.root, "DeletedWindow", lambda window: hands.press(window.table.tree, "Control-s", "Escape"))
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
