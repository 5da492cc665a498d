"""What a clerk does in October 2026 with meetings, inspections and the leaders' week, day by day."""

from datetime import date

from db.models import Finding, Meeting, ScheduleItem
from desktop_app.rules import week as by_rule
from tests import typing_hands as hands
from tests.clerk_hands import WHO, type_over

MI, KHUE, AN = "Vũ Thị Hà Mi", "Đặng Văn Khuê", "Trần Văn Ân, Chuyên viên"
CERTIFICATES, CITIZENS, MILITIA = "Họp về cấp giấy chứng nhận", "Tiếp công dân định kỳ", "Họp Ban Chỉ huy quân sự"
REVIEW, HOUSES, STREET = "Rà soát nợ đọng thuế", "Lập danh sách nhà xây sai phép", "Kiểm tra lấn chiếm vỉa hè"
SURVEY, GROUPS, HOLIDAY = "Trích đo 12 thửa đất", "Trình phương án tổ dân phố", "Hoàn thiện kế hoạch Tết"
BADGES, NOTICES, DUST = "02 công chức không đeo thẻ", "Chưa niêm yết đủ thủ tục", "Phòng làm việc chưa ngăn nắp"
DRAIN, HEIGHT, AGAIN = "Khu chế biến gần cống hở", "Xây vượt 0,4 m so với giấy phép", "01 công chức không đeo thẻ"
ASKS = "Khắc phục tồn tại tại Nhà ở ông Hòa"  # how the task out of the finding at the site begins


def begin(clerk):
    """28 September: who leads what, when they meet, what the year brings, what is inspected."""
    clerk.record("duties", "duty", MI, "VP", "", "01/10/2026", "", "", "07/QC-UBND")
    clerk.record("duties", "duty", KHUE, "KT", "", "1/10")
    clerk.record("duties", "duty", KHUE, "VHXH", "", "1/10")
    hall = "Phòng họp tầng 2"
    weekly = ("Giao ban tuần", "", "", "", "", "", "", "8h00", "9h30", MI, hall, "Các phòng", "VP", "Báo cáo tuần")
    clerk.record("briefing_rules", "briefing_rule", *weekly)
    monthly = ("Phiên họp UBND", "Phien hop", "Hang thang", "Thu Nam", "4", "", "", "8h00", "11h00", MI, hall)
    clerk.record("briefing_rules", "briefing_rule", *monthly, "Thành viên UBND", "VP", "Tài liệu phiên họp")
    program(clerk)
    samples(clerk)
    inns = ("Quán ăn Hương Quê", "", "Số 12 phố Ngọc Lâm", "Ăn uống", "VHXH", "Lê Thị Thu", "001085012345")
    clerk.record("establishments", "establishment", *inns, "45/GCN", "", "01/01/2026")
    site = ("Nhà ở ông Hòa", "Cong trinh", "Ngõ 42 phố Bồ Đề", "Nhà 4 tầng", "KT", "Nguyễn Văn Hòa", "", "56/GPXD")
    clerk.record("establishments", "establishment", *site, "", "10/06/2026")
    inspection_plan(clerk)


def program(clerk):
    """The work programme of the year, with three key tasks, one of them given at once."""
    clerk.record("plans", "plan", "Chuong trinh", "", "Chương trình công tác", "", "01/CTr", "VP", *[""] * 4, "3")

    def items():
        screen = clerk.go("plans")
        clerk.press("Control-f", "Down", "Return")
        clerk.command("noi dung tien do")
        clerk.command("nhap sua cac muc")
        clerk.walk("Phương án sắp xếp tổ dân phố", "VP", "", "10", "", "")
        clerk.walk("Kế hoạch Tết Nguyên đán 2027", "VHXH", "", "10", "", "")
        clerk.walk("Tổng kết cải cách hành chính", "VP", "", "11", "", "")
        clerk.press("Control-s")
        assert screen.page.sheet.differences == (), "three are stated, three were typed"

    clerk.write("items", "plan_item", items, 3)
    screen = clerk.shell.screen
    screen.page.items.choose([2])
    clerk.root.update()
    clerk.decide("given", "task", "giao cac muc", due_on="30/11/2026")  # each item knows its own unit
    clerk.to_list()


def samples(clerk):
    """The checklists that come with the program."""

    def work():
        clerk.go("checklists")
        clerk.command("them bo mau")

    clerk.write("checklists", "checklist_template", work, 5)


def inspection_plan(clerk):
    """The year's plan of inspections, three lines of it."""
    clerk.record("inspection_plans", "inspection_plan", "", "", "", "05/KH-UBND")

    def lines():
        clerk.go("inspection_plans")
        clerk.press("Control-f", "Down", "Return", "Control-p")
        clerk.walk("", "Kỷ luật, kỷ cương hành chính", "10", "2", "2", "VP", "")
        clerk.walk("An toan", "Cơ sở ăn uống", "10", "1", "1", "VHXH", "")
        clerk.walk("Trat tu", "Công trình xây dựng", "10", "1", "1", "KT", "")
        clerk.press("Control-s")
        clerk.has_keys()
        clerk.press("Escape")

    clerk.write("planned", "planned_inspection", lines, 3)


# --- The week ---


def weeks(clerk):
    """The four weeks filled from the rules; lines typed, one that clashes put right, lines copied, one put off."""
    screen = clerk.go("week")
    clerk.press("Control-f", "Control-Next")
    for count in (1, 1, 2, 1):
        clerk.write("fill", "schedule_item", lambda: clerk.command("dien giao ban"), count)
        clerk.press("Control-Next")
    clerk.press(*["Control-Prior"] * 4)
    assert screen.week == by_rule.of(date(2026, 10, 5))
    line(clerk, 2, "", "Chieu", "14h00", "16h00", "", CERTIFICATES, KHUE, "Phòng họp số 1", "", "KT; VP", "", "KT")
    told = line(clerk, 3, "", "", "15h30", "", "", CITIZENS, KHUE, "Nhà văn hóa")
    assert told == f"Trùng giờ với “{CERTIFICATES}” (14h00-16h00): {KHUE}"
    assert "2 dòng trùng" in str(screen.list.clash_words.cget("text"))

    def moved():
        clerk.press("Return")
        type_over(screen.pane.form, {"starts_at": "16h00"})
        clerk.press("Control-s", "Escape")
        assert not screen.clashing

    clerk.doing("moved", lambda: (ScheduleItem.get(ScheduleItem.content == CITIZENS).uid,), moved)
    clerk.press("Control-Next")
    clerk.write("copied", "schedule_item", lambda: copied(clerk), 1)
    clerk.press("Control-Next")
    line(clerk, 6, "", "", "9h00", "", "", MILITIA, KHUE, "phòng họp TẦNG 2")  # where the session is held
    assert len(screen.clashing) == 2

    def put_off():
        clerk.press("Return")
        type_over(screen.pane.form, {"state": "Hoãn"})
        clerk.press("Control-s", "Escape")
        assert not screen.clashing

    clerk.doing("put off", lambda: (ScheduleItem.get(ScheduleItem.content == MILITIA).uid,), put_off)
    clerk.command("ai chuan bi gi")
    assert len(screen.page.lines) == 2
    clerk.press("Escape")
    clerk.has_keys()


def line(clerk, down, *texts):
    """A line in the half of a day ``down`` rows below the top; what was said of clashes before it was saved."""
    screen, told = clerk.shell.screen, []

    def work():
        clerk.press("Control-f", "Down", "Home", *["Down"] * down, "Control-n")
        clerk.walk(*texts)
        clerk.root.update()
        told.append(str(screen.clash.cget("text")))
        clerk.press("Control-s")
        form = screen.pane.form
        assert not form.dirty, {one: field.problem for one, field in form.fields.items() if field.problem}
        clerk.press("Escape")

    clerk.write(f"line {texts[5]}", "schedule_item", work)
    return told[0]


def copied(clerk):
    """Of the week before only the second line."""

    def choose(shown):
        assert len(shown.taken) == 2, "both are proposed"
        hands.press(shown.list.tree, "Home", "space", "Return")

    clerk.in_next("Picking", choose)
    clerk.command("chep tu tuan truoc")


# --- Meetings ---


def into_book(clerk, monday, content, **texts):
    """A line of the week becomes a meeting, and she goes there."""

    def work():
        screen = clerk.go("week")
        clerk.to_list()
        screen.show_week(by_rule.of(monday))
        row = ScheduleItem.get(ScheduleItem.content == content, ScheduleItem.day >= monday)
        hands.press(screen.rows.tree, "Home")
        for _ in range(20):
            if screen.rows.selected == [row.id]:
                break
            clerk.press("Down")
        clerk.press("Return")
        complained = clerk.asked(**texts)
        clerk.command("ghi vao so hop")
        assert complained == []
        clerk.command("mo trong so hop")
        assert clerk.shell.current == "meetings"

    clerk.write(f"meeting {content}", "meeting", work)
    clerk.doing("facts", lambda: clerk.newest("meeting"), lambda: facts(clerk))


def facts(clerk):
    type_over(clerk.shell.screen.pane.form, {"secretary": WHO, "units": "VP; KT"})
    clerk.press("Control-s")


def minuted(clerk, matters, concluded):
    """Agenda and conclusions typed from cell to cell; the keys have to come back to the meeting."""

    def work():
        screen = clerk.shell.screen
        clerk.press("Control-Key-1")
        for matter in matters:
            clerk.walk(*matter)
        clerk.walk(*[""] * 5)  # through the empty line into the conclusions
        for row in concluded:
            clerk.walk(*row)
        clerk.press("Control-s")
        assert screen.page is None, screen.page.wrong.cget("text")
        clerk.has_keys()

    def made():
        return clerk.newest("conclusion", len(concluded)) + clerk.newest("meeting_matter", len(matters))

    clerk.doing("minutes", made, work)


def signed(clerk, day):
    def work():
        complained = clerk.asked(signed_on=day)
        clerk.command("ky bien ban")
        assert complained == []
        clerk.has_keys()

    clerk.doing("sign", lambda: (clerk.shell.screen.record.uid,), work)


def issued(clerk, number, count):
    """The notice with its number, and as many tasks."""

    def work():
        complained = clerk.asked(number=number)
        clerk.press("Control-Key-2")
        assert complained == []
        clerk.has_keys()

    clerk.write(f"notice {number}", "task", work, count)
    assert clerk.ask("SELECT number FROM document ORDER BY id DESC LIMIT 1") == [(f"{number}/TB-UBND",)]


def supplemented(clerk):
    """Something is added to signed minutes, with one conclusion more."""

    def work():
        screen = clerk.shell.screen
        clerk.press("Control-Key-1")
        clerk.walk("Bổ sung ý kiến của Công an phường")
        clerk.walk("2", STREET, "VHXH", "", "", "23/10/2026")
        clerk.press("Control-s")
        assert screen.page is None
        clerk.has_keys()

    clerk.write("supplement", "minutes_supplement", work)


def first_week(clerk):
    """The briefing of Monday with minutes, notice and supplement; a meeting of which the minutes stay a draft."""
    clerk.day("05/10")
    into_book(clerk, date(2026, 10, 5), "Giao ban tuần")
    minuted(
        clerk,
        [
            ("Tiến độ thu ngân sách", "KT", "Trần Văn Ân", "", "Thu đạt 72% kế hoạch"),
            ("Trật tự đô thị", "KT", *[""] * 3),
        ],
        [
            ("1", REVIEW, "KT", "VP", "", "15/10/2026", "Báo cáo", ""),
            ("2", HOUSES, "KT", "", "", "20/10/2026", "", ""),
        ],
    )
    signed(clerk, "05/10/2026")
    issued(clerk, "12", 2)
    clerk.day("06/10")
    supplemented(clerk)
    issued(clerk, "13", 1)
    into_book(clerk, date(2026, 10, 5), CERTIFICATES, kind="Cuộc họp")
    minuted(clerk, [("Hồ sơ tồn", "KT", "", "", "")], [("1", SURVEY, "KT", "", "", "30/10/2026", "", "")])
    issued(clerk, "14", 1)
    clerk.press("Escape")


def session(clerk):
    """The regular session hears two key tasks of the programme."""
    clerk.day("22/10")
    into_book(clerk, date(2026, 10, 19), "Phiên họp UBND")
    assert Meeting.select().order_by(Meeting.id.desc()).get().kind == "regular_session"
    minuted(
        clerk,
        [("", "", "", "Phuong an", ""), ("", "", "", "Ke hoach Tet", ""), ("Dự toán 2027", "KT", "", "", "")],
        [
            ("1", GROUPS, "VP", "", "", "15/11/2026", "Tờ trình", ""),
            ("2", HOLIDAY, "VHXH", "VP", "", "", "", ""),
        ],
    )
    signed(clerk, "22/10/2026")
    issued(clerk, "20", 2)
    clerk.press("Escape")


# --- Inspections ---


def round_at(clerk, texts, party):
    """A round, and the minutes of its one party begun."""

    def work():
        screen = clerk.go("inspections")
        clerk.to_list()
        clerk.press("Control-n")
        clerk.walk(*texts)
        complained = clerk.asked(**party)
        clerk.press("Control-p")
        assert complained == []
        assert screen.page is not None
        type_over(screen.page.form, {"began_at": "8h00", "ended_at": "10h30", "strengths": "Có cố gắng"})

    def made():
        return clerk.newest("inspection_round") + clerk.newest("inspected_party")

    clerk.doing(f"round {texts[4]}", made, work)


def looked_at(clerk, bad, template=""):
    """The checklist taken, its lines answered by keys; a line that is not good becomes a finding with its demand."""
    page = clerk.shell.screen.page
    complained = clerk.asked(**({"template": template} if template else {}))
    clerk.command("lay mau")
    assert complained == []
    for place in range(max(bad) + 1):
        cell = clerk.has_keys()
        assert cell in [each.entry for each in page.checked.lines[place].cells.values()], "keys go line by line"
        if cell.winfo_class() == "Text":
            clerk.walk("15")
            hands.focus(page.checked.lines[place + 1].cells["verdict"].entry)
        else:
            clerk.press("Control-Key-2" if place in bad else "Control-Key-1")
    for place, (words, demand, due_on) in bad.items():
        cells = page.checked.lines[place].cells
        page.leaves.select(1)
        hands.focus(cells["value"].entry)
        hands.unikey(cells["value"].entry, words)
        clerk.press("Control-n")
        clerk.walk(demand, due_on)
    clerk.press("Control-s")
    assert not page.dirty, page.problem.cget("text")


def sealed(clerk, words, **texts):
    """Signed by both sides, or by a witness."""

    def work():
        complained = clerk.asked(**texts)
        clerk.command(words)
        assert complained == []
        assert clerk.shell.screen.page.closed
        clerk.has_keys()

    clerk.doing("sign", lambda: clerk.newest("inspected_party"), work)


def inspected(clerk):
    """A unit of the office, a food shop, a construction site whose owner does not sign."""
    clerk.day("08/10")
    order = "Quyết định số 210/QĐ-UBND"
    unit = ("", "", "", "", "Chấp hành kỷ luật, kỷ cương", "Ky luat", "VP", KHUE, WHO, AN, order)
    round_at(clerk, unit, {"unit": "KT"})
    bad = {
        4: (BADGES, "Chấn chỉnh việc đeo thẻ", "15/10/2026"),
        5: (DUST, "", ""),
        7: (NOTICES, "Niêm yết đủ", "20/10/2026"),
    }
    clerk.doing("checklist", lambda: clerk.newest("finding", 3), lambda: looked_at(clerk, bad))
    sealed(clerk, "ky bien ban", signed_on="08/10/2026")
    clerk.day("12/10")
    shop = ("An toan", "", "", "", "An toàn thực phẩm", "Co so", "VHXH", KHUE, WHO, AN, "Kế hoạch số 05/KH-UBND")
    round_at(clerk, shop, {"establishment": "Quan an"})
    kitchen = {3: (DRAIN, "Che chắn cống", "22/10/2026")}
    clerk.doing(
        "checklist", lambda: clerk.newest("finding"), lambda: looked_at(clerk, kitchen, "An toàn thực phẩm: kinh doanh")
    )
    sealed(clerk, "ky bien ban", signed_on="12/10/2026")
    clerk.day("14/10")
    site = ("Trat tu", "", "", "", "Giấy phép xây dựng", "Cong trinh", "KT", KHUE, WHO, AN, "Kế hoạch số 05/KH-UBND")
    round_at(clerk, site, {"establishment": "Nha o"})
    high = {1: (HEIGHT, "Dừng thi công phần vượt", "19/10/2026")}
    clerk.doing("checklist", lambda: clerk.newest("finding"), lambda: looked_at(clerk, high))
    sealed(clerk, "khong ky", signed_on="14/10/2026", witness="Lê Văn Bình, tổ trưởng tổ dân phố")


def finding(clerk, content):
    """A finding in its form, found in the list by Home, Down and Return."""
    screen = clerk.go("findings")
    wanted = Finding.get(Finding.content == content)
    if screen.record != wanted:
        clerk.to_list()
        hands.press(screen.rows.tree, "Home")
        for _ in range(20):
            if screen.rows.selected == [wanted.id]:
                break
            clerk.press("Down")
        clerk.press("Return")
    assert screen.record == wanted
    clerk.has_keys()
    return screen


def answered(clerk, content, key, /, **texts):
    """Ctrl+1 or Ctrl+2 on a finding."""

    def work():
        finding(clerk, content)
        complained = clerk.asked(**texts)
        clerk.press(f"Control-Key-{key}")
        assert complained == []
        clerk.has_keys()

    clerk.write(f"answer {key}: {content}", "finding_decision", work)


def followed(clerk):
    """Remediation reported, accepted, refused, extended; one finding becomes a task."""
    clerk.day("15/10")
    clerk.act(REVIEW, "complete", completed_on="15/10/2026", deliverable="Báo cáo số 30/BC-KT")
    finding(clerk, BADGES)
    clerk.decide(
        "report",
        "remediation",
        "bao cao khac phuc",
        reported_on="14/10/2026",
        done_on="14/10/2026",
        content="Cấp lại thẻ",
    )
    answered(clerk, BADGES, "1")
    clerk.day("19/10")
    finding(clerk, NOTICES)
    clerk.decide("extend", "finding_decision", "gia han khac phuc", due_on="10/11/2026", words="Chờ in bảng niêm yết")
    clerk.day("20/10")
    finding(clerk, HEIGHT)
    clerk.decide("task", "task", "giao thanh nhiem vu", due_on="25/10/2026")


def urged(clerk):
    """A letter with what is overdue: tasks, and the drain that nobody covered."""
    clerk.day("26/10")

    def work():
        screen = clerk.go("urging")
        clerk.press("Control-n", "Control-s")
        complained = clerk.asked(number="45")
        clerk.command("ban hanh")
        assert complained == []
        told = str(screen.page.done.cget("text"))
        assert "đôn đốc 3 nhiệm vụ, 1 yêu cầu khắc phục" in told, told
        clerk.has_keys()

    clerk.write("letter 45", "urging_letter", work)
    clerk.letter = clerk.printed(lambda: clerk.press("Control-p"))
    clerk.press("Escape")


def rechecked(clerk):
    """The shop is not believed at first; the unit is looked at again, and something is found again."""
    clerk.day("27/10")
    finding(clerk, DRAIN)
    clerk.decide("report", "remediation", "bao cao khac phuc", done_on="26/10/2026", content="Đã đậy tấm đan")
    answered(clerk, DRAIN, "2", due_on="29/10/2026", words="Tấm đan còn hở")
    clerk.day("28/10")

    def again():
        finding(clerk, BADGES)
        clerk.command("mo bien ban cua ton tai")
        assert clerk.shell.current == "inspections"
        complained = clerk.asked(day="28/10/2026")
        clerk.command("tai kiem tra")
        assert complained == []
        page = clerk.shell.screen.page
        clerk.press("Control-Next")
        clerk.press("Control-Key-2")
        cells = page.checked.lines[0].cells
        hands.focus(cells["value"].entry)
        hands.unikey(cells["value"].entry, AGAIN)
        clerk.press("Control-n")
        clerk.walk("Nhắc nhở, xem xét thi đua", "10/11/2026")
        clerk.press("Control-s")
        assert not page.dirty, page.problem.cget("text")

    clerk.doing("recheck", lambda: clerk.newest("inspection_round") + clerk.newest("finding"), again)
    sealed(clerk, "ky bien ban", signed_on="28/10/2026")
    clerk.day("30/10")
    finding(clerk, DRAIN)
    clerk.decide("report", "remediation", "bao cao khac phuc", done_on="29/10/2026", content="Đã thay nắp cống kín")
    clerk.day("31/10")


def month(clerk):
    """All of October, in its order."""
    begin(clerk)
    weeks(clerk)
    first_week(clerk)
    inspected(clerk)
    followed(clerk)
    session(clerk)
    urged(clerk)
    rechecked(clerk)
