"""Figures of a closed month: whatever was reported can be put right by an erratum, and by nothing else."""

from pathlib import Path

import pytest

from desktop_app.errors import Refused
from desktop_app.features.figure_closing import service as closing
from desktop_app.features.figure_grid import service as grid
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from tests.office_hands import notice
from tests.target_hands import entry, tell, unit

MONTH = "2026-10"


@pytest.fixture(autouse=True)
def book(office: Path) -> None:
    indicators.put_in()
    notice("1/TB-UBND", "05/01/2026", {"content": "Việc đầu năm", "lead_unit": "KT"})  # the book is kept since January


def figure(code: str, period: str = MONTH) -> figures.Figure:
    return figures.of_years([2026], [unit("UB")])[indicators.by_code(code).id, unit("UB").id, period]


def correct(code: str, period: str = MONTH, **texts: str) -> str:
    row = figures.of_years([2026], [unit("UB")]).get((indicators.by_code(code).id, unit("UB").id, period))
    return closing.correct(indicators.by_code(code), unit("UB"), period, row, {"reason": "Cộng sót", **texts})


def test_an_estimate_becomes_final_by_an_erratum_though_the_number_stays() -> None:
    tell("KT01", {MONTH: "ước 120"})
    closing.close(MONTH)
    assert correct("KT01", value="120") == "120 (ước) → 120"
    assert not figure("KT01").estimated
    with pytest.raises(Refused, match="giống số đã báo cáo"):
        correct("KT01", value="120")


def test_a_figure_that_the_program_worked_out_is_corrected_too_once_it_was_closed() -> None:
    closing.close(MONTH)
    assert figures.said(figure("HC03")) == figures.NOTHING
    assert correct("HC03", numerator="1", denominator="2") == "không phát sinh → 1 / 2"
    closing.close("2026-11")  # the next month is worked out anew, the corrected one stays
    assert figures.said(figure("HC03")) == "1 / 2"


def test_what_is_reported_late_is_of_a_closed_month_and_was_not_there() -> None:
    late = entry("KT01", MONTH, "5")
    with pytest.raises(Refused, match="chưa chốt"):
        figures.add_late(late, "Báo cáo muộn")
    closing.close(MONTH)
    figures.add_late(late, "Báo cáo muộn")
    with pytest.raises(Refused, match="đã có số liệu"):
        figures.add_late(entry("KT01", MONTH, "6"), "Báo cáo muộn")  # a window that still shows the empty cell
    assert figure("KT01").value == 5


def test_a_ratio_without_a_base_is_not_shown_as_nothing_occurred() -> None:
    tell("KT03", {"2026-09": "3/0"})
    table = grid.month_table(MONTH, unit("UB"))
    row = next(place.cells["numerator"][0] for place in table.places if place.indicator.code == "KT03")
    assert table.rows[row][table.column("before")] == "3 / 0"


def test_a_figure_of_a_month_that_has_not_ended_is_taken_and_told_unless_it_is_an_estimate() -> None:
    kept = figures.keep([entry("KT01", "2026-12", "5"), entry("KT02", "2026-12", "ước 5"), entry("KT03", MONTH, "1/5")])
    assert kept.doubts == {0: ["Tháng 12/2026 chưa kết thúc mà không đánh dấu là số ước"]}
    assert kept.written == 3
