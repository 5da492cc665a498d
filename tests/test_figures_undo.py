"""Taking saves of figures back: what has been closed or reported goes by errata, whoever presses which key."""

from decimal import Decimal
from pathlib import Path

import pytest

from desktop_app import catalogue
from desktop_app.errors import Refused
from desktop_app.features.figure_closing import service as closing
from desktop_app.features.figure_grid import service as grid
from desktop_app.features.figures import service as figures
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as handoff
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.records import undo
from tests.office_hands import notice
from tests.target_hands import tell, unit

MONTH = "2026-10"


@pytest.fixture(autouse=True)
def book(office: Path) -> None:
    indicators.put_in()
    notice("1/TB-UBND", "05/01/2026", {"content": "Việc đầu năm", "lead_unit": "KT"})  # the book is kept since January


def figure(code: str, period: str = MONTH) -> figures.Figure:
    return figures.of_years([2026], [unit("UB")])[indicators.by_code(code).id, unit("UB").id, period]


def last() -> undo.Group:
    found = undo.latest()
    assert found is not None
    return found


def take_back(group: undo.Group) -> undo.Plan:
    return undo.undo(group, catalogue.service_of)


def send(tmp_path: Path) -> None:
    notice()
    sending = handoff.prepare(MONTH, tmp_path / "báo cáo.xlsx")
    handoff.enter(sending, report.write(sending))


def correct(code: str, value: str) -> None:
    closing.correct(indicators.by_code(code), unit("UB"), MONTH, figure(code), {"value": value, "reason": "Cộng sót"})


def test_a_figure_taken_back_has_its_former_exact_value() -> None:
    tell("KT01", {MONTH: "100,5"})
    tell("KT01", {MONTH: "120"})
    take_back(last())
    row = figure("KT01")
    assert row.value == Decimal("100.5")


def test_a_save_of_a_month_that_was_closed_since_is_not_taken_back() -> None:
    tell("KT01", {MONTH: "100"})
    typed = last()
    closing.close(MONTH)
    with pytest.raises(Refused, match="đã chốt"):
        take_back(typed)
    with pytest.raises(Refused, match="đã chốt"):
        undo.look(typed, catalogue.service_of)
    assert figure("KT01").value == 100
    take_back(last())  # the closing, with the figures that were worked out for it
    assert not periods.is_closed(MONTH)
    assert (indicators.by_code("HC03").id, unit("UB").id, MONTH) not in figures.of_years([2026])
    take_back(typed)
    assert figures.of_years([2026]) == {}


def test_a_closing_whose_figures_have_been_reported_is_not_taken_back(tmp_path: Path) -> None:
    tell("KT01", {MONTH: "100"})
    closing.close(MONTH)
    closed = last()
    send(tmp_path)
    with pytest.raises(Refused, match="đã gửi số liệu của kỳ này"):
        take_back(closed)
    assert periods.is_closed(MONTH)


def test_a_correction_is_taken_back_with_its_erratum_until_it_has_been_reported(tmp_path: Path) -> None:
    tell("KT01", {MONTH: "100"})
    closing.close(MONTH)
    correct("KT01", "120")
    take_back(last())
    assert (figure("KT01").value, figures.errata_of(figure("KT01"))) == (100, [])
    correct("KT01", "130")
    corrected = last()
    send(tmp_path)
    with pytest.raises(Refused, match="hãy đính chính thêm"):
        take_back(corrected)
    assert [one.new for one in figures.errata_of(figure("KT01"))] == ["130"]


def test_what_is_saved_on_the_sheet_is_taken_back_with_what_was_worked_out_beside_it() -> None:
    table = grid.month_table(MONTH, unit("UB"))
    spot = next(place.cells["value"] for place in table.places if place.indicator.code == "KT01")
    saved = grid.save(table, lambda at: "7" if at == spot else table.rows[at[0]][at[1]])
    assert (saved.written, saved.worked_out) == (1, 1)
    take_back(last())
    assert figures.of_years([2026]) == {}
