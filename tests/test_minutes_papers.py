"""The notice of conclusions, the minutes and the briefing's targets on paper, read back out of the PDF."""

from datetime import date

import pytest

from db.models import Meeting
from desktop_app import catalogue
from desktop_app.errors import Refused
from desktop_app.features.indicators import service as indicators
from desktop_app.features.meetings import service as meetings
from desktop_app.features.minutes import service as minutes
from desktop_app.features.minutes_issue import service as issuing
from desktop_app.features.printing import service as printing
from tests.office_hands import notice
from tests.reading_pdf import page_sizes, read_lines, squashed, text_of
from tests.target_hands import give, months, tell
from tests.test_minutes import AGENDA, DAY, FACTS, held

CHAIR = "Chủ tịch Ủy ban nhân dân phường Long Biên"


class Told(str):
    """The words of a paper: whether something is in it does not hang on where its lines end."""

    def __contains__(self, words):
        return super().__contains__(squashed(words))


def printed(out, name, **asked):
    """The words of a form."""
    form = catalogue.form(name, asked.get("record", ""))
    assert form is not None
    printing.prepare(form, printing.Request(**asked), out).run()
    return Told(squashed(text_of(out)))


def test_a_notice_groups_its_items_by_matter_and_lists_the_tasks_it_gives(office, tmp_path):
    meeting, out = held(place="Phòng họp tầng 2"), tmp_path / "thong-bao.pdf"
    draft = printed(out, "notice", record=meeting.uid)
    assert "Số: /TB-UBND" in draft
    assert "tháng 11 năm 2026" in draft
    document, _ = issuing.issue(meeting, "45", DAY, "Đặng Văn Khuê")
    told = printed(out, "notice", record=document.uid)
    assert told == printed(out, "notice", record="45/TB-UBND") == printed(out, "notice", record=meeting.uid)
    assert "Số: 45/TB-UBND" in told
    assert "Long Biên, ngày 18 tháng 11 năm 2026" in told
    assert f"THÔNG BÁO Kết luận của {CHAIR} tại cuộc họp về công tác cuối năm" in told
    assert f"08 giờ 30 phút, ngày 16 tháng 11 năm 2026, tại Phòng họp tầng 2, đồng chí Vũ Thị Hà Mi, {CHAIR}," in told
    assert "Sau khi nghe Phòng Kinh tế, Hạ tầng và Đô thị báo cáo về nội dung “Tiến độ thu ngân sách”" in told
    assert f"ý kiến của các đại biểu dự họp, {CHAIR} kết luận như sau: 1. Tiến độ thu ngân sách" in told
    assert "2.1. Lập kế hoạch tổ chức Tết. Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với" in told
    assert "hoàn thành chậm nhất ngày 04/12/2026; sản phẩm: Kế hoạch. 2.2. Thống nhất chủ trương" in told
    assert "4. Giao Văn phòng HĐND và UBND theo dõi, đôn đốc" in told
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in told
    assert "Như trên" not in told, "a notice is addressed to nobody"
    lines = read_lines(out)
    title = next(line for line in lines if line.text.startswith("DANH MỤC NHIỆM VỤ GIAO"))
    listed = [line.text for line in lines if line.page == title.page and line.left < 45 and line.text.isdecimal()]
    assert listed == ["1", "2", "3"], "what gives no work is no task"
    with pytest.raises(Refused, match="45/TB-UBND"):
        printed(out, "notice", record="khong-co")


def test_a_supplement_has_a_notice_of_its_own_and_a_paper_behind_the_minutes(office, tmp_path):
    meeting, out = minutes.sign(held(), DAY), tmp_path / "bien-ban.pdf"
    issuing.issue(meeting, "45", DAY)
    added = {"added_on": "20/11/2026", "content": "Bổ sung ý kiến của Công an", "author": "Trần Văn Ân"}
    minutes.supplement(
        meeting, added, [{"about": "3", "content": "Tăng cường tuần tra", "lead_unit": "TDP2", "gives_task": "x"}]
    )
    draft = printed(out, "notice", record=meeting.uid)
    assert "1. Tăng cường tuần tra. Giao Tổ dân phố số 2 chủ trì thực hiện." in draft
    assert "Rà soát các khoản nợ đọng" not in draft
    told, lines = printed(out, "minutes", record=meeting.uid), read_lines(out)
    assert len(page_sizes(out)) >= 2
    assert "BIÊN BẢN Cuộc họp về công tác cuối năm Thời gian bắt đầu: 08 giờ 30 phút, ngày 16 tháng 11 năm 2026" in told
    assert "Long Biên, ngày" not in told, "minutes have no line of place and day (Mẫu 1.9)"
    assert "kết thúc vào 11 giờ 00 phút, ngày 16 tháng 11 năm 2026./." in told
    secretary, chair = (next(line for line in lines if line.text == words) for words in ("THƯ KÝ", "CHỦ TỌA"))
    assert secretary.baseline == chair.baseline
    assert secretary.centre < 105 < chair.centre
    assert "- Lưu: VT, Hồ sơ." in told
    first = " ".join(line.text for line in lines if line.page == 0)
    assert "Tăng cường tuần tra" not in first, "what was signed stays as it was"
    assert "bổ sung vào biên bản cuộc họp về công tác cuối năm ngày 16/11/2026 (ký ngày 18/11/2026)" in told
    assert "Tăng cường tuần tra (Tổ dân phố số 2 chủ trì)." in told
    again = {**added, "content": "Bổ sung ý kiến của Quân sự"}
    minutes.supplement(meeting, again, [{"content": "Tuyển quân", "lead_unit": "VP", "gives_task": "x"}])
    told = printed(out, "minutes", record=meeting.uid)
    assert told.count(squashed("Tăng cường tuần tra")) == told.count(squashed("Tuyển quân")) == 1, "one day, two papers"


def test_papers_of_other_offices_and_of_the_party_are_not_printed_under_our_head(office, tmp_path):
    held()
    about = {"meeting": "Họp về công tác cuối năm", "subject": "Kết luận"}
    for number, issuer, words in (
        ("9/TB-UBND", "TP", "Ủy ban nhân dân thành phố Hà Nội ban hành"),
        ("12-TB/ĐU", "UB", "văn bản của Đảng"),
    ):
        document, _ = notice(number, "02/11/2026", issuer=issuer, **about)
        with pytest.raises(Refused, match=words):
            printed(tmp_path / "a.pdf", "notice", record=document.uid)
    theirs = held(title="Họp nơi khác")
    Meeting.update(def_owner="0" * 32).where(Meeting.id == theirs.id).execute()
    for name in ("notice", "meeting-minutes"):
        with pytest.raises(Refused, match="do nơi đó in"):
            printed(tmp_path / "a.pdf", name, record=theirs.uid)


def test_a_notice_says_once_who_does_what_by_when_and_none_is_printed_of_nothing(office, tmp_path):
    told = {"content": "Phòng Văn hóa - Xã hội báo cáo trước ngày 4/12/2026", "lead_unit": "VHXH", "gives_task": "x"}
    meeting = minutes.save_all(FACTS, AGENDA[:1], [{**told, "due_on": "04/12/2026"}])
    assert "chậm nhất" not in printed(tmp_path / "a.pdf", "notice", record=meeting.uid)
    assert "báo cáo trước ngày 4/12/2026. Cuộc họp" in printed(tmp_path / "b.pdf", "minutes", record=meeting.uid)
    empty = minutes.save_all({**FACTS, "held_on": "17/11/2026"}, AGENDA[:1], [])
    with pytest.raises(Refused, match="chưa có kết luận"):
        printed(tmp_path / "c.pdf", "notice", record=empty.uid)
    draft = printed(tmp_path / "d.pdf", "minutes", record=empty.uid)
    assert "Trần Văn Ân báo cáo. ……………………………" in draft, "room for a pen under each matter"


def test_an_older_meeting_prints_the_tasks_of_its_document_and_empty_minutes(office, tmp_path):
    meeting = meetings.save({"kind": "Cuộc họp", "held_on": "01/11/2026", "title": "Giải phóng mặt bằng"})
    document, _ = notice(meeting="Giải phóng mặt bằng")
    told = printed(tmp_path / "a.pdf", "notice", record=document.uid)
    assert "chủ trì cuộc họp “Giải phóng mặt bằng”" in told
    assert "1. Rà soát, tổng hợp đất công trên địa bàn. Giao Phòng Kinh tế, Hạ tầng và Đô thị chủ trì" in told
    told = printed(tmp_path / "b.pdf", "meeting-minutes", record="01/11/2026")
    assert "Thư ký (người ghi biên bản): ……" in told
    assert minutes.matters(meeting) == []


def test_the_briefing_tells_the_targets_that_fall_behind_and_only_those(office, tmp_path):
    for code, name in (("T1", "Tổng thu ngân sách"), ("T2", "Số hộ thoát nghèo")):
        indicators.save({"code": code, "name": name, "measure": "triệu đồng"})
    out = tmp_path / "giao-ban.pdf"
    give("T1", "1200")
    give("T2", "120")
    assert "CHỈ TIÊU CHẬM" not in printed(out, "briefing"), "no figures, no section"
    tell("T1", months(2026, *["50"] * 10))
    tell("T2", months(2026, *["20"] * 10))
    told = printed(out, "briefing", as_at=date(2026, 11, 22))
    assert "CHỈ TIÊU CHẬM SO VỚI KẾ HOẠCH: 01 CHỈ TIÊU" in told
    assert "Tổng thu ngân sách (triệu đồng) Cấp trên giao 1.200 500 41,7% 600" in told
    assert "Số hộ thoát nghèo" not in told
    assert "Số liệu đến hết tháng 10 năm 2026" in told
