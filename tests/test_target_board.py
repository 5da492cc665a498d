"""The board of indicators in the window: what it counts, filters, says of the chosen one, draws and opens."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.words import Assigner, PeriodScheme
from desktop_app import catalogue, clock, events
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.target_board import service as board
from desktop_app.features.target_board.columns import BEHIND, COVERAGE
from desktop_app.features.target_board.screen import BoardScreen
from desktop_app.features.targets import service as targets
from desktop_app.outside import viewer
from desktop_app.rules.periods import read_period
from tests.office_hands import found
from tests.reading_pdf import text_of
from tests.ready_offices import opened as opened_office
from tests.target_hands import a_year, entry, give, months, tell, the_plans, unit, ward

WINDOW = (1166, 690)
PATIENCE = 20  # seconds


@pytest.fixture(autouse=True)
def december(tmp_path: Path) -> Iterator[Path]:
    """The office on 5/12/2026 with two years of figures of its own and plans for them."""
    day = date(2026, 12, 5)
    steps = (found, lambda: clock.set_today(day), indicators.put_in, the_plans, a_year)
    for folder in opened_office(tmp_path, "two years", *steps):
        clock.set_today(day)
        yield folder


def until(screen: Any, there: Callable[[], Any]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "never came"
        screen.update()
        time.sleep(0.01)


@pytest.fixture
def screen(window: Any) -> Iterator[BoardScreen]:
    """The board, counted and drawn."""
    made = BoardScreen(window, catalogue.FORMS)
    made.pack(fill="both", expand=True)
    until(made, lambda: made.found is not None and made.chart.spots)
    yield made
    until(made, lambda: made._job is None and made._drawing is None)
    made.destroy()


@pytest.fixture
def opened() -> Iterator[list[events.Open]]:
    """What the board asks other screens to show."""
    found: list[events.Open] = []
    deaf = events.listen(events.Open, found.append)
    yield found
    deaf()


def cells(screen: BoardScreen, name: str) -> dict[str, str]:
    """What a line of the table says, by heading."""
    line = next(row for row in screen.table.source.rows(list(screen.table.ids)) if row.of.name == name)
    return {column.label: column.shown(line) for column in screen.table.columns}


def choose(screen: BoardScreen, code: str) -> None:
    """Choose the line of an indicator."""
    screen.table.choose([next(n for n, one in enumerate(screen.found.lines) if one.code == code)])
    until(screen, lambda: screen.chosen.code == code and screen._drawing is None and screen.chart.spots)


def test_it_opens_on_the_newest_month_of_the_office_itself(screen: BoardScreen) -> None:
    assert screen.form.texts() == {"period": "2026-11", "unit": unit("UB").name}
    line = cells(screen, "Tổng thu ngân sách nhà nước trên địa bàn")
    assert (line["KH cấp trên"], line["KH HĐND"]) == ("120.000,0", "125.000,0")
    assert line["So kế hoạch (%)"].count(" / ") == 1
    assert COVERAGE not in line


def test_what_is_behind_is_one_press_away(screen: BoardScreen) -> None:
    screen.chips.choose(BEHIND)
    until(screen, lambda: screen.chosen is not None and screen.chosen.behind)
    shown = [screen.found.lines[place] for place in screen.table.ids]
    assert shown == [one for one in screen.found.lines if one.behind]
    assert 0 < len(shown) < len(screen.found.lines)
    assert {cells(screen, one.name)["Đánh giá"].split(" / ")[-1] for one in shown} == {"Đang chậm"}


def test_an_indicator_tells_its_versions_forecast_and_corrections(screen: BoardScreen) -> None:
    give("KT01", "118.000", on="10/07/2026", paper="77/QĐ-UBND")
    periods.close("2026-10")
    row = figures.of_years([2026])[indicators.by_code("XH04").id, unit("UB").id, "2026-10"]
    figures.correct(row, entry("XH04", "2026-10", "140"), "Cộng thiếu")
    before = screen.found
    screen.refresh()
    until(screen, lambda: screen.found is not before)
    choose(screen, "KT01")
    said = screen.said.cget("text")
    assert "Cấp trên giao: 120.000,0 (05/01/2026, 01/NQ-HĐND) → 118.000,0 (10/07/2026, 77/QĐ-UBND)" in said
    assert "theo nhịp năm trước" in said
    choose(screen, "XH04")
    assert "Đính chính tháng 10/2026: " in screen.said.cget("text")
    assert "→ 140 (05/12/2026; Cộng thiếu)" in screen.said.cget("text")


def test_consolidated_it_says_how_many_and_who_has_not_reported(screen: BoardScreen) -> None:
    codes = ["TDP1", "TDP2", *(ward(f"P{n:02d}", f"Phường số {n}").code for n in range(1, 13))]
    for place, code in enumerate(codes):
        tell("XH06", months(2026, *["90/100"] * (11 if place not in (2, 13) else 9)), of=code)
    screen.refresh()
    screen.open({"consolidated": True}, None)
    until(screen, lambda: screen.found.unit is None)
    assert screen.form.texts()["unit"] == board.ALL_BELOW
    assert cells(screen, "Tỷ lệ bao phủ bảo hiểm y tế")[COVERAGE] == "12/14"
    choose(screen, "XH06")
    assert "Đã báo cáo 12/14 đơn vị. Chưa báo cáo: Phường số 1; Phường số 12" in screen.said.cget("text")


def test_every_period_of_the_chart_and_every_line_opens_the_figures_behind_it(
    screen: BoardScreen, opened: list[events.Open]
) -> None:
    choose(screen, "KT01")
    assert len(screen.chart.spots) == 12
    assert screen.chart.spots[2].words.startswith("Tháng 3/2026: ")
    screen.chart.focus_force()
    screen.chart._go(2)
    screen.chart.event_generate("<Return>")
    behind = {"indicator": indicators.by_code("KT01").id, "year": 2026, "unit": unit("UB").id}
    assert opened[-1] == events.Open("figures", {**behind, "period": "2026-03"})
    screen.table.tree.focus_force()
    screen.update()
    screen.table.tree.event_generate("<Return>")
    assert opened[-1] == events.Open("figures", {**behind, "period": "2026-11"})
    place = next(n for n, column in enumerate(screen.table.columns) if column.label == "KH HĐND")
    left, top, wide, high = screen.table.tree.bbox(screen.table.tree.get_children()[0], f"#{place + 1}")
    for sequence in ("<Button-1>", "<ButtonRelease-1>") * 2:
        screen.table.tree.event_generate(sequence, x=left + wide // 2, y=top + high // 2)
    assert opened[-1] == events.Open("targets", behind)


def test_what_is_shown_is_printed(screen: BoardScreen, december: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(viewer, "show", lambda path: shown.append(path) or True)
    tell("AN01", {"2026-10": "3"}, of="TDP1")
    screen.open({"unit": unit("TDP1").id, "period": "2026-10"}, None)
    until(screen, lambda: screen.found.unit is not None and screen.found.unit.code == "TDP1")
    screen.print_()
    assert shown[0].name.startswith("bieu-chi-tieu-2026-10-tdp1-")
    assert "Tháng 10 năm 2026 – Tổ dân phố số 1" in text_of(shown[0])


def test_a_period_that_is_none_is_refused_beside_its_field(screen: BoardScreen) -> None:
    before = screen.found
    screen.form.fields["period"].set("tháng mười ba")
    screen.save()
    assert screen._job is None
    assert screen.found is before


def test_it_counts_again_when_a_figure_is_reported(screen: BoardScreen) -> None:
    before = cells(screen, "Số vụ tai nạn giao thông")["Trong kỳ"]
    tell("AN01", {"2026-11": str(int(before) + 5)})
    until(screen, lambda: cells(screen, "Số vụ tai nạn giao thông")["Trong kỳ"] == str(int(before) + 5))


def test_outcomes_of_two_assigners_that_differ_are_both_shown(screen: BoardScreen) -> None:
    give("AN01", "1")
    give("AN01", "1.000", by=Assigner.COUNCIL)
    until(screen, lambda: cells(screen, "Số vụ tai nạn giao thông")["Đánh giá"] == "Đang chậm / Dự báo vượt")


def test_a_version_set_by_a_document_of_the_book_names_it() -> None:
    from tests.office_hands import notice

    notice("205/QĐ-UBND", "02/10/2026", issuer="TP", type="Quyết định")
    given = give("KT01", "118.000", on="10/07/2026")
    targets.save({"document": "205/QĐ-UBND"}, given)
    shown = board.board(read_period("2026-11", PeriodScheme.CALENDAR), unit("UB"))
    one = next(one for one in shown.lines if one.code == "KT01")
    assert "118.000,0 (10/07/2026, 205/QĐ-UBND)" in board.facts(one, shown)[0]
