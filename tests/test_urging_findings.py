"""Overdue remediation is urged like a task: listed, printed, counted when issued, and undone with the letter."""

from datetime import date

import pytest

from db.models import Document, FindingDecision, UrgedFinding
from desktop_app import catalogue, clock
from desktop_app.errors import Refused
from desktop_app.features.briefing import service as briefing
from desktop_app.features.finding_desk import service as finding_desk
from desktop_app.features.findings import service as findings
from desktop_app.features.inspections import service as inspections
from desktop_app.features.printing import service as printing
from desktop_app.features.urging import service as urging
from desktop_app.features.urging_findings import service as urging_findings
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_letter import service as letters
from tests import typing_hands as hands
from tests.inspection_hands import SIGNED, found, owed, round_of, shop_minutes
from tests.office_hands import notice
from tests.reading_pdf import squashed, text_of
from tests.test_ui_urging import fill, shell  # noqa: F401 - shell is a fixture

TODAY = date(2026, 11, 22)
NUMBER = {"number": "15", "issued_on": "22/11/2026"}


def draft(day: date = TODAY):
    return letters.keep(letters.proposed(day), letters.listed(day))


def contents(day: date = TODAY) -> list[str]:
    return [one.content for one in urging_findings.listed(day)]


def urgings(finding) -> int:
    return findings.standing(findings.get(finding.id)).urged


@pytest.mark.usefixtures("office")
def test_what_is_listed_is_overdue_signed_ours_and_no_task_as_at_the_day():
    late = owed("KT", "Chưa niêm yết phí", "10/11/2026")
    done = owed("KT", "Sổ ghi thiếu", "12/11/2026")
    given = owed("VP", "Phòng lưu trữ chật", "12/11/2026")
    longer = owed("VP", "Chưa có quy chế", "12/11/2026")
    owed("VP", "Còn trong hạn", "22/11/2026")
    unsigned = inspections.save_party({"unit": "VHXH"}, round_of())
    found(unsigned, "Biên bản chưa ký", "10/11/2026")
    shop = shop_minutes()
    found(shop, "Chưa lưu mẫu", "11/11/2026")
    inspections.sign(inspections.get_party(shop.id), SIGNED)
    assert contents(date(2026, 11, 13)) == [
        *(
            "Phòng lưu trữ chật",
            "Chưa có quy chế",
            "Chưa niêm yết phí",
            "Sổ ghi thiếu",
            "Quán phở Thìn Tư: Chưa lưu mẫu",
        ),
    ]
    report = {"reported_on": "15/11/2026", "content": "Đã ghi đủ", "done_on": "15/11/2026"}
    findings.report(findings.get(done.id), report)
    finding_desk.give_task(findings.get(given.id), {"assigned_on": "16/11/2026"})
    extended = {"decided_on": "17/11/2026", "due_on": "30/11/2026"}
    findings.decide(findings.get(longer.id), findings.KINDS.EXTENDED, extended)
    assert contents() == ["Chưa niêm yết phí", "Quán phở Thìn Tư: Chưa lưu mẫu"]
    assert "Sổ ghi thiếu" in contents(date(2026, 11, 14))  # as it was known then
    [line, _] = urging_findings.listed(TODAY)
    assert (line.finding, line.days_late, line.demand) == (late.id, 12, "Khắc phục: chưa niêm yết phí")
    section = briefing.gather(TODAY)[-1]
    assert (section.title, section.count) == ("Yêu cầu khắc phục sau kiểm tra quá hạn", 2)


@pytest.mark.usefixtures("office")
def test_issuing_urges_each_finding_once_and_withdrawing_takes_that_back(tmp_path):
    notice()  # one late task of KT
    late, other = owed("KT", "Chưa niêm yết phí", "10/11/2026"), owed("VP", "Sổ ghi thiếu", "12/11/2026")
    letter = draft()
    assert urgings(late) == 0  # a draft counts nothing
    issuing.issue(letter, NUMBER)
    assert (urgings(late), urgings(other)) == (1, 1)
    assert issuing.paper_of(letter) == FindingDecision.get(FindingDecision.finding == late).paper
    out = tmp_path / "thư.pdf"
    printing.prepare(catalogue.form("urging"), printing.Request(record="15/UBND-VP"), out).run()
    text = squashed(text_of(out))
    for words in (
        "V/v đôn đốc thực hiện các nhiệm vụ quá hạn, khắc phục các tồn tại sau kiểm tra",
        "có 02 yêu cầu khắc phục đã quá hạn; cụ thể: Văn phòng HĐND và UBND có 01 yêu cầu",
        "(chi tiết tại Phụ lục II kèm theo)",
        "DANH MỤC YÊU CẦU KHẮC PHỤC SAU KIỂM TRA ĐÃ QUÁ HẠN TÍNH ĐẾN NGÀY 22/11/2026",
        "Khắc phục: chưa niêm yết phí KT-2026-001 03/11/2026 10/11/2026 12 Chưa báo cáo 0",
        "Tổng cộng: 02 yêu cầu",
    ):
        assert squashed(words) in text
    [line] = [one for one in letters.listed(TODAY) if one.key == ("finding", late.id)]
    assert line.urged == 1
    issuing.correct(letter, {"number": "16", "issued_on": "22/11/2026", "reason": "Nhầm số"})
    assert {one.paper for one in FindingDecision.select()} == {"16/UBND-VP ngày 22/11/2026"}
    issuing.withdraw(letter, {"reason": "Nhầm"})
    assert (urgings(late), urgings(other)) == (0, 0)
    issuing.restore(letter)
    assert (urgings(late), urgings(other)) == (1, 1)


@pytest.mark.usefixtures("office")
def test_what_was_put_right_meanwhile_is_said_and_left_out():
    late, other = owed("KT", "Chưa niêm yết phí", "10/11/2026"), owed("VP", "Sổ ghi thiếu", "12/11/2026")
    letter = draft(date(2026, 11, 21))
    mended = {"reported_on": "22/11/2026", "content": "Đã niêm yết", "done_on": "22/11/2026"}
    findings.report(findings.get(late.id), mended)
    with pytest.raises(issuing.NoLonger, match="đã báo cáo, chờ xác nhận") as refused:
        issuing.issue(letter, NUMBER)
    assert refused.value.findings == {late.id}
    issuing.issue(letter, NUMBER, (), refused.value.findings)
    assert [line.finding for line in letters.findings_of(letters.all_lines_of(letter))] == [other.id]
    assert (urgings(late), urgings(other)) == (0, 1)
    assert Document.get(Document.type == "urging_letter").subject == issuing.OF_FINDINGS  # nothing else was late
    with pytest.raises(Refused, match="Chưa chọn nhiệm vụ, yêu cầu khắc phục"):
        letters.keep(letters.proposed(), [])


def test_a_letter_with_findings_is_drawn_up_narrowed_and_issued_by_keys(town, shell):  # noqa: F811
    for unit in ("BD", "TH"):
        owed(unit, f"Chưa niêm yết tại {unit}", "10/11/2026", head="", secretary="", team="")
    shell.go("urging")
    assert [chip.cget("text").split()[-1] for chip in shell.screen.chips.buttons.values()] == ["0", "0", "3", "2", "0"]
    shell.screen.choose("owed")
    hands.press(shell.screen.tables["owed"].tree, "Home", "Return")
    assert shell.current == "findings"
    assert shell.screen.record.content.startswith("Chưa niêm yết tại")
    shell.go("urging")
    hands.press_here(town.root, "Control-n")
    page = shell.screen.page
    assert page.words.cget("text").startswith("3 nhiệm vụ quá hạn, 2 yêu cầu khắc phục quá hạn của 2 đơn vị.")
    hands.press(page.tasks.tree, "End")
    [last] = page.tasks.source.rows([page.tasks.selected[0]])
    assert page.tasks.columns[1].shown(last).startswith("Sau kiểm tra: Chưa niêm yết tại")
    hands.press_here(town.root, "space")  # one stays out
    assert "1 yêu cầu khắc phục quá hạn" in page.words.cget("text")
    hands.press_here(town.root, "Control-s")
    assert UrgedFinding.select().count() == 1
    fill(town, number="15")
    hands.press(page._pressed["issue"], "space")
    said = "Đã ban hành 15/UBND-VP ngày 22/11/2026, đôn đốc 3 nhiệm vụ, 1 yêu cầu khắc phục."
    assert page.done.cget("text") == said
    assert FindingDecision.select().where(FindingDecision.kind == "urged").count() == 1
    hands.press_here(town.root, "Escape")
    [row] = urging.find().iterate()
    assert (row.task_count, row.finding_count) == (3, 1)
    assert clock.today() == TODAY
