"""Phiếu giao việc (F2) read back from the PDF: every field, the steps, both signatures; one file for several."""

from pathlib import Path

import pypdfium2
import pytest

from desktop_app import catalogue, commands
from desktop_app.errors import Refused
from desktop_app.features.office import service as office_service
from desktop_app.features.printing import service as printing
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_slip import service as slip
from desktop_app.features.task_steps import service as steps
from desktop_app.features.tasks import service as tasks
from desktop_app.pdf.frame import Letterhead, Paper, Signature, build, para
from tests.office_hands import notice
from tests.reading_pdf import read_lines as lines

HEIGHT = 297


@pytest.fixture
def task(office):
    row = {
        "content": "Rà soát, tổng hợp đất công trên địa bàn",
        "lead_unit": "KT",
        "cooperating_units": "VP",
        "supervising_leader": "Đặng Văn Khuê",
        "due_on": "10/11/2026",
        "due_at": "14h30",
        "urgency": "Thượng khẩn",
        "deliverable_wanted": "Báo cáo kèm phụ lục",
    }
    return notice("12/TB-UBND", "02/11/2026", row)[1][0]


def printed(record: str, out: Path) -> list[str]:
    """The text of each page of the slips asked for."""
    form = catalogue.form("slip")
    printing.prepare(form, printing.Request(record=record), out).run()
    return pages(out)


def pages(out: Path) -> list[str]:
    document = pypdfium2.PdfDocument(out)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def words_of(work):
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.problems["record"]


def test_a_slip_has_every_field_and_step_and_both_signatures(task, tmp_path):
    steps.receive(task, {"holder": "Trần Văn Ân", "began_on": "03/11/2026", "due_on": "05/11/2026"})
    steps.hand_on(task, {"holder": "Văn phòng HĐND và UBND", "began_on": "06/11/2026"})
    steps.hand_back(task, {"began_on": "09/11/2026", "words": "Thiếu hồ sơ"})
    [text] = printed(task.code, tmp_path / "phiếu.pdf")
    for words in (
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ngày 02 tháng 11 năm 2026",
        f"PHIẾU GIAO VIỆC Số phiếu: {task.code}",
        "Căn cứ Thông báo kết luận 12/TB-UBND ngày 02/11/2026 của Ủy ban nhân dân phường Long Biên: Kết luận giao ban",
        "Nội dung công việc Rà soát, tổng hợp đất công trên địa bàn",
        "Yêu cầu về sản phẩm Báo cáo kèm phụ lục",
        "Người giao Đặng Văn Khuê, Phó Chủ tịch",
        "Đơn vị, người chủ trì Phòng Kinh tế, Hạ tầng và Đô thị Trần Văn Ân",
        "Phối hợp Văn phòng HĐND và UBND",
        "Lãnh đạo chỉ đạo Đặng Văn Khuê, Phó Chủ tịch",
        "Ngày giao 02/11/2026",
        "Thời hạn 14h30 ngày 10/11/2026",
        "Mức độ khẩn Thượng khẩn",
        "Các bước xử lý Bước Người xử lý Hạn Nhận ngày Chuyển ngày",
        "1 Trần Văn Ân 05/11/2026 03/11/2026 06/11/2026",
        "2 Văn phòng HĐND và UBND 06/11/2026 09/11/2026",
        "3 Trần Văn Ân 09/11/2026",
        "Ý kiến người nhận",
        "Kết quả (sản phẩm, ngày)",
        "Xác nhận",
        "NGƯỜI GIAO VIỆC",
        "NGƯỜI NHẬN VIỆC",
        "(Ký, ghi rõ họ tên)",
    ):
        assert words in text, words


def test_the_two_sign_beside_each_other_with_room_between(task, tmp_path):
    steps.receive(task, {"holder": "Trần Văn Ân", "began_on": "03/11/2026"})
    out = tmp_path / "p.pdf"
    printed(task.code, out)
    found = {line.text: line for line in lines(out)}
    giver, taker = found["NGƯỜI GIAO VIỆC"], found["NGƯỜI NHẬN VIỆC"]
    names = [
        line for line in lines(out) if line.text in ("Đặng Văn Khuê", "Trần Văn Ân") and line.baseline > giver.baseline
    ]
    assert giver.baseline == pytest.approx(taker.baseline)
    assert [name.text for name in sorted(names, key=lambda line: line.left)] == ["Đặng Văn Khuê", "Trần Văn Ân"]
    assert sorted(name.centre for name in names) == pytest.approx([giver.centre, taker.centre], abs=1)
    assert names[0].baseline == pytest.approx(names[1].baseline)
    assert 25 < names[0].baseline - giver.baseline < 45  # millimetres for a pen
    assert names[0].baseline < HEIGHT - 20


def test_what_was_done_and_confirmed_stands_on_the_slip_and_what_was_moved_beside_the_first_due_date(task, tmp_path):
    tasks.save({"needs_confirmation": "x"}, task)
    decisions.extend(task, {"due_on": "20/11/2026", "decided_on": "09/11/2026", "reason": "x"})
    flow.complete(task, {"completed_on": "18/11/2026", "deliverable": "Báo cáo số 5/BC-KT"})
    decisions.confirm(task, {"decided_on": "19/11/2026", "decided_by": "Vũ Thị Hà Mi"})
    [text] = printed(task.code, tmp_path / "p.pdf")
    assert "14h30 ngày 20/11/2026 (hạn ban đầu 10/11/2026)" in text
    assert "Báo cáo số 5/BC-KT; hoàn thành ngày 18/11/2026" in text
    assert "Xác nhận hoàn thành, ngày 19/11/2026, Vũ Thị Hà Mi" in text


def test_a_task_of_nothing_but_words_has_its_slip_too(office, tmp_path):
    bare = tasks.save({"content": "Việc & <b>ký hiệu</b>", "lead_unit": "VP", "assigned_on": "02/11/2026"})
    [text] = printed(bare.code, tmp_path / "p.pdf")
    assert "Căn cứ Giao trực tiếp, không có văn bản" in text
    assert "Việc & <b>ký hiệu</b>" in text
    assert "Không xác định thời hạn" in text
    assert "4 Ý kiến người nhận" in text  # four lines for a pen


def test_a_long_task_goes_over_pages_and_its_signatures_stay_together(office, tmp_path):
    long = tasks.save({"content": "Rà soát, báo cáo kết quả. " * 220, "lead_unit": "VP", "assigned_on": "02/11/2026"})
    found = printed(long.code, tmp_path / "p.pdf")
    assert len(found) > 1
    assert "NGƯỜI GIAO VIỆC" in found[-1]
    assert "Xác nhận" in found[-1]


def test_several_slips_are_one_file_and_each_counts_its_own_pages(full_office, tmp_path):
    ids = list(tasks.find(order="id").ids())
    work = slip.slips(ids)
    work.out.parent.mkdir(exist_ok=True)
    assert work.run() == len(pages(work.out))
    heads = [text for text in pages(work.out) if "PHIẾU GIAO VIỆC" in text]
    assert len(heads) == len(ids)
    for record_id, text in zip(ids, heads, strict=True):
        assert f"Số phiếu: {tasks.get(record_id).code}" in text
    assert not any(text.startswith("2 ") for text in heads)
    assert work.out.parent == office_service.folder().files
    assert work.out.name.startswith(f"phieu-giao-viec-{len(ids)}-viec-")


def test_a_task_is_named_by_uid_code_or_the_end_of_its_code(task):
    others = [notice(f"{n}/TB", "03/11/2026")[1] for n in range(13, 19)]
    assert [one.id for one in slip.wanted(task.uid)] == [task.id]
    assert [one.id for one in slip.wanted("nv-2026-00001")] == [task.id]
    assert [one.id for one in slip.wanted("00001")] == [task.id]
    assert [one.id for one in slip.wanted("00002; NV-2026-00001;00003")] == [others[0][0].id, task.id, others[0][1].id]
    assert "Nhiều nhiệm vụ có mã kết thúc bằng “1”: NV-2026-00011, NV-2026-00001" in words_of(lambda: slip.wanted("1"))
    assert "Không có nhiệm vụ “99”" in words_of(lambda: slip.wanted("99"))
    assert "Không có nhiệm vụ “%”" in words_of(lambda: slip.wanted("%"))
    assert "Chưa ghi mã" in words_of(lambda: slip.wanted(" ; "))
    tasks.delete(task)
    assert "Không có nhiệm vụ" in words_of(lambda: slip.wanted(task.code))


def test_the_command_prints_it_and_says_what_is_wrong(office, task, capsys, tmp_path):
    office_service.close_folder()
    out = tmp_path / "phieu.pdf"
    where = ["--office", str(office), "--today", "22/11/2026", "report", "slip", "--out", str(out)]
    assert commands.run(commands.parse([*where, "--record", "00001"])) == 0
    assert "Đã in phiếu giao việc" in capsys.readouterr().out
    assert len(pages(out)) == 1
    assert commands.run(commands.parse([*where, "--record", "777"])) == 1
    assert "Không có nhiệm vụ “777”" in capsys.readouterr().err


def test_three_may_sign_and_papers_of_one_file_may_lie_and_stand(tmp_path):
    head = Letterhead((), ("UBND PHƯỜNG",), "Long Biên")
    signed = tuple(Signature((who,), name) for who, name in (("ĐẠI DIỆN", "A"), ("THƯ KÝ", "B"), ("TRƯỞNG ĐOÀN", "C")))
    papers = [
        Paper(head, "BIÊN BẢN", "", "Một", [para("Nội dung.")], signatures=signed),
        Paper(head, "BIÊN BẢN", "", "Hai", [para("Nội dung.")], landscape=True),
    ]
    out = tmp_path / "p.pdf"
    assert build(out, papers) == 2
    first = {line.text: line for line in lines(out) if line.page == 0}
    assert first["A"].centre < first["B"].centre < first["C"].centre
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(out)]
    assert sizes[0] == sizes[1][::-1]
