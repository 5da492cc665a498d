"""The table of indicators on paper, read back out of the PDF: plans, consolidation, notes, the sentence of the year."""

from datetime import date
from pathlib import Path

import pytest

from db.words import Assigner
from desktop_app import catalogue, clock, commands
from desktop_app.errors import Refused
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.office import service as office_
from desktop_app.features.periods import service as periods
from desktop_app.features.printing import service as printing
from tests.reading_pdf import page_sizes, read_lines, squashed, text_of
from tests.target_hands import a_year, entry, give, months, tell, the_plans, unit, ward


@pytest.fixture(autouse=True)
def december(office: Path) -> None:
    """The office in January 2027 with the catalogue of indicators."""
    clock.set_today(date(2027, 1, 5))
    indicators.put_in()


def printed(folder: Path, period: str, *codes: str, **asked: object) -> Path:
    """The form as a file."""
    form, out = catalogue.form("targets"), folder / f"biểu {period} {'-'.join(codes)}.pdf"
    printing.prepare(form, printing.Request(period, form.scheme, units=codes, **asked), out).run()
    return out


def says(out: Path, words: str) -> bool:
    """Whether the file says something, however its lines are broken."""
    return squashed(words) in squashed(text_of(out))


def test_an_office_without_figures_prints_that_there_is_nothing(office: Path, tmp_path: Path) -> None:
    out = printed(tmp_path, "2026-11")
    assert says(out, "Không có")
    assert says(out, "BIỂU CHỈ TIÊU KINH TẾ - XÃ HỘI Tháng 11 năm 2026")
    assert says(out, "(số liệu tính từ ngày 01/11/2026 đến ngày 30/11/2026; lũy kế từ ngày 01/01/2026)")
    assert page_sizes(out) == [(297, 210)]


def test_the_heading_and_its_numbers_stand_on_every_page_of_the_table(tmp_path: Path) -> None:
    the_plans()
    a_year()
    out = printed(tmp_path, "2026-11")
    pages = {line.page for line in read_lines(out) if line.text == "(13)"}
    tables = {line.page for line in read_lines(out) if line.text in ("Tổng chi ngân sách phường", "III. Giảm nghèo")}
    assert pages == tables == {0, 1}
    assert says(out, "Kế hoạch năm 2026")
    assert says(out, "Thực hiện năm 2025")
    assert set(page_sizes(out)) == {(297, 210)}


def test_a_line_holds_both_plans_their_percentages_and_both_ends_where_they_differ(tmp_path: Path) -> None:
    give("KT01", "120.000")
    give("KT01", "140.000", by=Assigner.COUNCIL)
    tell("KT01", months(2026, *["11.000"] * 12))
    tell("KT01", months(2025, *["10.000"] * 12))
    lines = [line.text for line in read_lines(printed(tmp_path, "2026"))]
    for wanted in ("120.000,0", "140.000,0", "132.000,0", "110,0", "94,3", "Vượt", "Không đạt"):
        assert any(wanted in line for line in lines), wanted


def test_the_years_sentence_is_that_of_the_offices_own_reports(tmp_path: Path) -> None:
    give("KT01", "100")
    give("KT01", "100", by=Assigner.COUNCIL)
    give("KT06", "12", by=Assigner.COUNCIL)
    give("XH04", "1.000")
    give("AN01", "5")
    tell("KT01", {"2026": "109"})
    tell("KT06", {"2026": "12"})
    tell("XH04", {"2026": "10"})
    out = printed(tmp_path, "2026")
    assert says(
        out,
        "Hoàn thành 1/3 chỉ tiêu cấp trên giao, 2/2 chỉ tiêu HĐND giao: 01 chỉ tiêu hoàn thành vượt mức kế hoạch (tổng "
        "thu ngân sách nhà nước trên địa bàn); 01 chỉ tiêu hoàn thành kế hoạch (số hộ kinh doanh đăng ký mới); 01 chỉ "
        "tiêu không hoàn thành kế hoạch (số lao động được giải quyết việc làm); 01 chỉ tiêu chưa có số liệu (số vụ tai "
        "nạn giao thông).",
    )


def test_no_number_is_broken_over_two_lines_however_large(tmp_path: Path) -> None:
    give("KT01", "6.800.000")
    give("KT01", "345.678.901", by=Assigner.COUNCIL)
    tell("KT01", months(2026, *["12.345.678,5"] * 12))
    lines = [line.text for line in read_lines(printed(tmp_path, "2026"))]
    for wanted in ("6.800.000,0", "345.678.901,0", "148.148.142,0"):
        assert any(wanted in line for line in lines), wanted


def test_before_the_year_is_over_nothing_is_judged_and_the_forecast_is_said(tmp_path: Path) -> None:
    give("KT06", "120")
    tell("KT06", months(2026, *["5"] * 6))
    out = printed(tmp_path, "2026-06")
    assert says(out, "Đang thực hiện; dự báo: không đạt")
    assert says(
        out, "Năm kế hoạch chưa kết thúc; theo dự báo, cả năm hoàn thành 0/1 chỉ tiêu cấp trên giao: 01 chỉ tiêu"
    )
    assert not says(out, "không hoàn thành kế hoạch")


def test_what_has_no_base_is_said_in_words(tmp_path: Path) -> None:
    tell("KT06", {"2026-01": "5", "2025-01": "-"})
    tell("AN01", {"2026-01": "5"})
    out = printed(tmp_path, "2026-01")
    assert says(out, "số năm trước bằng 0")
    assert says(out, "chưa có số năm trước")
    assert "inf" not in text_of(out).lower()


def test_estimates_and_corrections_have_their_notes(tmp_path: Path) -> None:
    tell("KT06", {"2026-01": "5", "2026-02": "ước 6"})
    out = printed(tmp_path, "2026-02")
    assert says(out, "11 (ước)")
    assert says(out, "(ước): số ước thực hiện")
    assert not says(out, "đã đính chính")
    periods.close("2026-02")
    row = figures.of_years([2026])[indicators.by_code("KT06").id, unit("UB").id, "2026-01"]
    periods.close("2026-01")
    figures.correct(row, entry("KT06", "2026-01", "7"), "Đếm thiếu")
    out = printed(tmp_path, "2026-02")
    assert says(out, "13 (ước) (đc)")
    assert says(out, "số hộ kinh doanh đăng ký mới: 01 lần")


def test_consolidated_says_how_many_units_there_are_and_who_is_lacking(tmp_path: Path) -> None:
    codes = ["TDP1", "TDP2", *(ward(f"P{n:02d}", f"Phường số {n}").code for n in range(1, 13))]
    for place, code in enumerate(codes):
        tell("XH06", {"2026-03": f"{90 + place}/100"} if place not in (3, 9) else {"2026-02": "1/100"}, of=code)
    out = printed(tmp_path, "2026-03", consolidated=True)
    assert says(out, "Tổng hợp các đơn vị cấp dưới")
    assert says(out, "12/14")
    assert says(out, "Đơn vị còn thiếu báo cáo ở ít nhất một chỉ tiêu: Phường số 2; Phường số 8.")
    top = sum(90 + place for place in range(14) if place not in (3, 9)) + 2
    assert says(out, f"{top / 14:.2f}".replace(".", ","))


def test_the_charts_are_an_appendix_of_what_has_figures(tmp_path: Path) -> None:
    the_plans()
    tell("KT06", months(2026, "5", "6"))
    out = printed(tmp_path, "2026-02")
    assert says(out, "Phụ lục BIỂU ĐỒ KẾ HOẠCH VÀ THỰC HIỆN THÁNG 02 NĂM 2026")
    assert says(out, "1. Số hộ kinh doanh đăng ký mới (hộ)")
    assert not says(out, "2. ")


@pytest.mark.parametrize(
    ("codes", "consolidated", "words"),
    [(("XX",), False, "Không có đơn vị mã “XX”"), (("TP",), False, "không phải"), (("VP",), True, "không chọn cả hai")],
)
def test_a_table_of_nobody_is_refused(codes: tuple[str, ...], consolidated: bool, words: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        printed(tmp_path, "2026-03", *codes, consolidated=consolidated)
    assert words in refused.value.problems["of_unit"]


def test_the_command_prints_of_the_office_of_a_unit_and_consolidated(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell("KT06", {"2026-01": "5"}, of="TDP1")
    office_.close_folder()
    for more, words in (
        ([], "Không có"),
        (["--unit", "tdp1"], "Tháng 01 năm 2026 – Tổ dân phố số 1"),
        (["--consolidated"], "Tổng hợp các đơn vị cấp dưới"),
    ):
        out = tmp_path / f"{len(more)}{words[:3]}.pdf"
        line = ["--office", str(office), "--today", "2027-01-05", "report", "targets", "--period", "2026-01", *more]
        assert commands.run(commands.parse([*line, "--out", str(out)])) == 0
        assert says(out, words), more
        assert "biểu chỉ tiêu kinh tế - xã hội tháng 01 năm 2026" in capsys.readouterr().out


def test_other_forms_take_no_consolidation() -> None:
    with pytest.raises(SystemExit):
        commands.parse(["report", "results", "--period", "2026", "--consolidated", "--out", "x.pdf"])
