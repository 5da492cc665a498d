"""The urging letter and the briefing list on paper: read back out of the PDF and recounted with plain SQL."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from desktop_app import catalogue, clock
from desktop_app.errors import Refused
from desktop_app.features.office import service as office_service
from desktop_app.features.printing import service as printing
from desktop_app.features.tasks import service as tasks
from desktop_app.features.urging import service as urging
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_letter import report
from desktop_app.features.urging_letter import service as letters
from tests.office_hands import notice
from tests.reading_pdf import page_sizes, read_lines, squashed, text_of
from tests.test_commands import run

TODAY = date(2026, 11, 22)
NAMES = {"VP": "Văn phòng HĐND và UBND", "KT": "Phòng Kinh tế, Hạ tầng và Đô thị", "VHXH": "Phòng Văn hóa - Xã hội"}


@pytest.fixture
def book(office):
    """Seven late tasks of three units, two due soon, three neither; two of the late ones were urged before."""
    kt = [
        {"content": f"Rà soát đất công đợt {n}", "lead_unit": "KT", "due_on": f"{n + 3:02d}/11/2026"} for n in range(4)
    ]
    vp = [{"content": f"Tổng hợp báo cáo {n}", "lead_unit": "VP", "due_on": f"{n + 10}/11/2026"} for n in range(2)]
    soon = [{"content": "Chuẩn bị hội nghị", "lead_unit": "VHXH", "due_on": "24/11/2026"}]
    soon += [{"content": "Trang trí khánh tiết", "lead_unit": "KT", "due_on": "25/11/2026"}]
    rest = [
        {"content": "Việc dài", "lead_unit": "KT", "due_on": "30/12/2026"},
        {"content": "Thường", "lead_unit": "VP"},
    ]
    rest += [{"content": "Lễ hội & hội làng < 5 ngày", "lead_unit": "VHXH", "due_on": "20/11/2026"}]
    _, made = notice("12/TB-UBND", "02/11/2026", *kt, *vp, *soon, *rest)
    tasks.add_note(made[0], {"noted_on": "15/11/2026", "content": "Đang đo đạc tại 03 thửa"})
    clock.set_today(date(2026, 11, 8))
    first = letters.keep(letters.proposed(), urging.listed(clock.today())[:2])
    issuing.issue(first, {"number": "9", "issued_on": "08/11/2026"})
    clock.set_today(TODAY)
    return office


def form(name):
    found = catalogue.form(name)
    assert found is not None
    return found


def printed(out, name="urging", **asked):
    printing.prepare(form(name), printing.Request(**asked), out).run()
    return text_of(out)


def counted_by_sql(folder, where, *values):
    with closing(sqlite3.connect(folder / "so-phuong.db")) as file:
        sql = (
            "SELECT u.name, count(*) FROM task t JOIN unit u ON u.id = t.lead_unit_id WHERE t.deleted_at IS NULL "
            f"AND t.completed_on IS NULL AND {where} GROUP BY u.name"
        )
        return dict(file.execute(sql, values).fetchall())


def test_a_draft_from_the_command_line_says_what_plain_sql_counts_and_stores_nothing(book, tmp_path):
    before = (book / "so-phuong.db").stat().st_size, urging.find().count()
    out = tmp_path / "thư.pdf"
    text = squashed(printed(out))
    late = counted_by_sql(book, "t.due_on < '2026-11-22'")
    followed = counted_by_sql(book, "1")
    assert sum(late.values()) == 7
    assert squashed(f"trong số {sum(followed.values())} nhiệm vụ đang thực hiện của 03 đơn vị, có 07 nhiệm vụ") in text
    for name, count in late.items():
        assert squashed(f"{name} có 0{count} nhiệm vụ") in text
        assert squashed(f"{name}: 0{count} nhiệm vụ") in text
    assert squashed("Trong đó, 02 nhiệm vụ đã được đôn đốc trước đây") in text
    assert squashed("nhiều nhất đã 01 lần") in text
    assert squashed("trước ngày 27/11/2026 để tổng hợp") in text
    assert squashed("Tổng cộng: 07 nhiệm vụ") in text
    assert squashed("Đang đo đạc tại 03 thửa") in text
    assert squashed("Lễ hội & hội làng < 5 ngày") in text
    assert "Chuẩnbịhộinghị" not in text
    assert before == ((book / "so-phuong.db").stat().st_size, urging.find().count())


def test_the_letter_is_laid_out_as_a_cong_van_with_its_appendix_across(book, tmp_path):
    out = tmp_path / "thư.pdf"
    letter = letters.keep(
        letters.proposed() | {"cutoff_at": "17h30", "demand": "Họp kiểm điểm."}, urging.listed(TODAY, soon=True)
    )
    issuing.issue(letter, {"number": "15", "issued_on": "22/11/2026"})
    printed(out, record="15/UBND-VP")
    sizes = page_sizes(out)
    upright = sizes.count((210, 297))
    assert 1 <= upright <= 2
    assert sizes == [(210, 297)] * upright + [(297, 210)] * (len(sizes) - upright)
    assert len(sizes) - upright >= 2  # two appendices
    lines = read_lines(out)
    texts = [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
    assert "Số: 15/UBND-VP" in texts
    assert "Long Biên, ngày 22 tháng 11 năm 2026" in texts
    [number] = [line for line in lines if line.text.startswith("Số:")]
    about = [line for line in lines if line.text.startswith("V/v")]
    assert about[0].baseline > number.baseline
    assert abs(about[0].centre - number.centre) < 1
    assert "Kính gửi:" in texts
    asked = [text for text in texts if text in (f"- {NAMES['VP']};", f"- {NAMES['KT']};", f"- {NAMES['VHXH']}.")]
    assert len(asked) == 3
    assert "- Như trên;" in texts
    assert "CÔNG VĂN" not in texts
    whole = squashed(text_of(out))
    for words in (
        "số liệu cập nhật đến 17h30 ngày 22/11/2026",
        "Ngoài ra, có 02 nhiệm vụ sắp đến hạn (đến hết ngày 25/11/2026)",
        "5. Họp kiểm điểm.",
        "Phụ lục I",
        "Phụ lục II",
        "(Kèm theo Công văn số 15/UBND-VP ngày 22 tháng 11 năm 2026",
        "Nguyên nhân (đơn vị giải trình)",
        "Thời gian cam kết hoàn thành",
    ):
        assert squashed(words) in whole, words
    assert whole.count(squashed("./.")) == 1


def test_the_columns_are_those_of_f4_and_the_last_two_stay_empty(book):
    assert [column.width_mm for column in report.LATE] == [10, 64, 32, 20, 16, 40, 16, 32, 22]
    assert sum(column.width_mm for column in report.LATE) == sum(column.width_mm for column in report.SOON) == 252
    table = report._late_table(urging.listed(TODAY))
    rows = [row.texts for row in table._layout.rows if len(row.texts) == 9]
    assert len(rows) == 7
    assert {row[7:] for row in rows} == {("", "")}
    assert [row[0] for row in rows] == [str(n) for n in range(1, 8)]


def test_a_draft_for_some_units_of_a_past_day_leaves_room_for_number_and_day(book, tmp_path):
    out = tmp_path / "thư.pdf"
    text = squashed(printed(out, units=("KT",), as_at=date(2026, 11, 5)))
    assert squashed("Kính gửi: Phòng Kinh tế, Hạ tầng và Đô thị") in text
    assert squashed("của Phòng Kinh tế, Hạ tầng và Đô thị, có 02 nhiệm vụ đã quá hạn") in text
    assert squashed("Số: /UBND-VP") in text
    assert squashed("yêu cầu Thủ trưởng Phòng Kinh tế, Hạ tầng và Đô thị") in text
    assert squashed("Số lần đã đôn đốc") in text
    assert "đãđượcđônđốctrướcđây" not in text  # the letter of the 8th was not written yet
    with pytest.raises(Refused, match="không có nhiệm vụ, yêu cầu khắc phục quá hạn"):
        printed(out, as_at=date(2026, 11, 2))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"units": ("XX",)}, "units"),
        ({"as_at": date(2026, 11, 23)}, "as_at"),
        ({"record": "77/UBND-VP"}, "letter"),
        ({"record": "09/UBND-VP", "units": ("KT",)}, "letter"),
        ({"number": "5", "issued_on": TODAY}, "number"),
    ],
)
def test_what_cannot_be_printed_is_said_before(book, tmp_path, asked, name):
    with pytest.raises(Refused) as refused:
        printing.prepare(form("urging"), printing.Request(**asked), tmp_path / "x.pdf")
    assert name in refused.value.problems


def test_the_briefing_lists_sections_that_agree_with_plain_sql(book, tmp_path):
    office_service.save({"urge_ladder": "1"})
    for day in (9, 10):
        clock.set_today(date(2026, 11, day))
        letter = letters.keep(letters.proposed(), urging.listed(clock.today())[:1])
        issuing.issue(letter, {"number": str(day + 1), "issued_on": f"{day:02d}/11/2026"})
    clock.set_today(TODAY)
    out = tmp_path / "giao ban.pdf"
    text = squashed(printed(out, "briefing"))
    with closing(sqlite3.connect(book / "so-phuong.db")) as file:
        sql = "SELECT task_id FROM task_decision WHERE kind = 'urged' GROUP BY task_id HAVING count(*) > 1"
        beyond = len(file.execute(sql).fetchall())
    late = sum(counted_by_sql(book, "t.due_on < '2026-11-22'").values())
    soon = sum(counted_by_sql(book, "t.due_on BETWEEN '2026-11-22' AND '2026-11-25'").values())
    assert (beyond, late, soon) == (1, 7, 2)
    assert squashed(f"I. BÁO CÁO LÃNH ĐẠO: ĐÃ ĐÔN ĐỐC QUÁ 1 LẦN, CHƯA HOÀN THÀNH: 0{beyond} NHIỆM VỤ") in text
    assert squashed(f"(NGOÀI MỤC TRÊN): 0{late - beyond} NHIỆM VỤ") in text
    assert squashed(f"III. SẮP ĐẾN HẠN (ĐẾN HẾT NGÀY 25/11/2026): 0{soon} NHIỆM VỤ") in text
    assert page_sizes(out)[0] == (297, 210)


def test_both_forms_are_printed_without_a_window(book, tmp_path):
    office_service.close_folder()
    out, again, list_ = (tmp_path / name for name in ("thư.pdf", "lại.pdf", "giao ban.pdf"))
    code, said, complained = run(book, "report", "urging", "--unit", "KT", "VP", "--as-at", "22/11/2026", "--out", out)
    assert (code, out.read_bytes()[:5]) == (0, b"%PDF-"), complained
    assert "công văn đôn đốc" in said
    assert run(book, "report", "urging", "--record", "09/UBND-VP", "--out", again)[0] == 0
    assert squashed("Số: 09/UBND-VP") in squashed(text_of(again))
    assert run(book, "report", "briefing", "--as-at", "22/11/2026", "--out", list_)[0] == 0
    code, _, complained = run(book, "report", "urging", "--unit", "KHONG", "--out", out)
    assert (code, "Không có đơn vị mã" in complained) == (1, True)
    code, _, complained = run(book, "report", "urging", "--record", "99/UBND-VP", "--out", out)
    assert (code, "99/UBND-VP" in complained) == (1, True)
    assert run(book, "report", "urging", "--period", "2026", "--out", out)[0] == 2
