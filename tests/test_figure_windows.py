"""The windows over the sheet of figures: closing, opening again, correcting, history, a workbook out and in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop_app import catalogue
from desktop_app.features.figure_sheet import report
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.units import service as units
from desktop_app.outside import viewer
from desktop_app.ui import dialogs, drafts, kit, theme
from tests.figure_hands import made, put_in_indicators, spot_of, type_into
from tests.test_figures_command import cell_of
from tests.town_hands import close_all, once, press, words_of
from tests.typing_hands import click, press_here, unikey, wait

SCREEN = next(one for one in catalogue.SCREENS if one.name == "figures")
PATIENCE = 20_000  # milliseconds a window may wait for its answer


@pytest.fixture
def screen(root: Any, office: Any, hidden_failures: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    theme.dress(root)
    kit.install(root)
    drafts.folder = None
    put_in_indicators()
    figures.keep([figures.Entry(indicators.by_code("KT01"), units.own(), "2026-10", value="100", note="Theo kho bạc")])
    monkeypatch.setattr(viewer, "show", lambda path: True)
    root.geometry("1366x728+0+0")
    root.deiconify()
    root.update()
    watch = root.after(PATIENCE, lambda: (hidden_failures.append("a window waits"), close_all(root)))
    shown = made(root, SCREEN.load)
    shown.open({"period": "2026-10"}, None)
    shown.focus_first()
    yield shown
    root.after_cancel(watch)
    shown.holder.destroy()
    root.withdraw()


def stored(code: str = "KT01") -> Any:
    one, own = indicators.by_code(code), units.own()
    return figures.of_years([2026], [own]).get((one.id, own.id, "2026-10"))


def test_a_month_is_closed_corrected_and_opened_again_from_the_keyboard(screen: Any, root: Any) -> None:
    seen: list[str] = []

    def close(asked: Any) -> None:
        seen.append(words_of(asked))
        press_here(asked, "Control-s")

    once(root, "Asking", close)
    screen.close_month()
    assert "23 chỉ tiêu chưa báo cáo" in seen[0]
    assert "Đã chốt tháng 10/2026" in screen.about.cget("text")
    assert periods.is_closed("2026-10")
    screen.sheet.choose(spot_of(screen, "KT01"))
    type_into(screen, "5")
    assert "đã chốt; bấm “Đính chính…” để sửa" in screen.about.cget("text")

    def correct(asked: Any) -> None:
        seen.append(words_of(asked))
        field = asked.form.fields["value"].editor.entry
        field.selection_range(0, "end")
        unikey(field, "120,5")
        press_here(asked, "Control-s")
        assert asked.form.fields["reason"].problem == "Chưa ghi lý do"
        unikey(asked.form.fields["reason"].editor.widget, "Cộng thiếu hai hộ")
        unikey(asked.form.fields["paper"].editor.entry, "Công văn số 5/UBND ngày 20/11/2026")
        press_here(asked, "Control-s")

    once(root, "Asking", correct)
    screen.correct()
    assert "số đã báo cáo: 100" in seen[1]
    assert "Đã đính chính KT01 tháng 10/2026: 100 → 120,5." in screen.about.cget("text")
    assert (figures.said(stored()), stored().note) == ("120,5", "Theo kho bạc")
    screen.sheet.choose(spot_of(screen, "KT02"))
    screen.sheet.choose(spot_of(screen, "KT01"))
    told = screen.about.cget("text")
    assert "100 → 120,5. Cộng thiếu hai hộ (Công văn số 5/UBND ngày 20/11/2026)" in told

    def look(window: Any) -> None:
        text = next(child for child in window.whole.winfo_children() if child.winfo_class() == "Text")
        seen.append(text.get("1.0", "end"))
        press_here(window, "Escape")

    once(root, "_History", look)
    screen.history()
    assert "Đính chính lần 1" in seen[-1]
    assert "Thực hiện: 100 → 120,5" in seen[-1]
    assert "Thêm mới" in seen[-1]

    def reopen(asked: Any) -> None:
        press_here(asked, "Control-s")
        assert asked.form.fields["reason"].problem
        unikey(asked.form.fields["reason"].editor.widget, "Chốt nhầm kỳ")
        press_here(asked, "Control-s")

    once(root, "Asking", reopen)
    screen.reopen()
    assert not periods.is_closed("2026-10")
    assert spot_of(screen, "KT01") in screen.table.opened


def test_correcting_what_is_not_closed_is_said_instead_of_asked(screen: Any, root: Any) -> None:
    screen.sheet.choose(spot_of(screen, "KT01"))
    seen: list[str] = []
    once(root, "Dialog", lambda shown: (seen.append(words_of(shown)), press(shown, "Đóng")))
    screen.correct()
    assert "Tháng 10/2026 chưa chốt; hãy sửa thẳng vào bảng" in seen[0]


def test_a_sheet_goes_out_and_comes_back_with_its_verdicts_shown_first(
    screen: Any, root: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "so-lieu.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *words: path)
    monkeypatch.setattr(dialogs, "open_file", lambda *words: path)
    screen.send_out()
    assert "Đã xuất 25 số liệu" in screen.about.cget("text")
    book = load_workbook(path)
    cell_of(book[report.SHEET], "KT02", "Thực hiện").value = 7
    cell_of(book[report.SHEET], "KT05", "Thực hiện").value = "bảy"
    book.save(path)
    seen: list[str] = []
    once(root, "Dialog", lambda shown: (seen.append(words_of(shown)), press(shown, "Thôi")))
    screen.take_in()
    assert "KT05: TỪ CHỐI" in seen[0]
    assert stored("KT02") is None
    once(root, "Dialog", lambda shown: press(shown, "Ghi 1 số liệu"))
    screen.take_in()
    assert figures.said(stored("KT02")) == "7"
    assert "Đã nhập 1 số liệu" in screen.about.cget("text")
    path.write_bytes(b"%PDF-1.7")
    once(root, "Dialog", lambda shown: (seen.append(words_of(shown)), press(shown, "Đóng")))
    screen.take_in()
    assert "G-08" in seen[1]


def test_the_menu_and_the_editors_own_menu_are_vietnamese(screen: Any, root: Any) -> None:
    screen.sheet.choose(spot_of(screen, "KT01"))
    type_into(screen, "1")
    editor = screen.sheet.table.text_editor.tktext
    menu = editor.rc_popup_menu
    assert [menu.entrycget(n, "label") for n in range(menu.index("end") + 1)] == [
        "Chọn tất cả",
        "Cắt",
        "Chép",
        "Dán",
        "Hoàn tác",
        "Làm lại",
    ]
    assert menu.entrycget(5, "accelerator") == "Ctrl+Y"
    press_here(screen, "Escape")


def test_a_click_elsewhere_takes_over_what_was_typed(screen: Any) -> None:
    spot = spot_of(screen, "KT02")
    screen.sheet.choose(spot)
    type_into(screen, "42")
    table = screen.sheet.table
    click(table, table.col_positions[spot[1]] + 5, table.row_positions[spot[0] + 1] + 5)
    assert screen.sheet.text(spot) == "42"
    assert screen.dirty


def test_escape_and_a_click_beside_the_cells_leave_the_chosen_cell_chosen(screen: Any) -> None:
    spot = spot_of(screen, "KT02")
    screen.sheet.choose(spot)
    screen.sheet.focus_first()
    press_here(screen, "Escape")
    assert screen.sheet.sheet.get_currently_selected()
    table = screen.sheet.table
    click(table, table.winfo_width() - 3, 10)
    wait(screen, 50)
    type_into(screen, "42")
    press_here(screen, "Return")
    assert screen.sheet.text(spot) == "42"


def test_a_unit_and_a_period_are_chosen_and_a_figure_is_opened(screen: Any) -> None:
    press_here(screen, "Control-Next")
    assert screen.period == "2026-11"
    press_here(screen, "Control-Prior", "Control-Prior")
    assert screen.period == "2026-09"
    screen.unit_box.current(next(n for n, unit in enumerate(screen.units) if unit.code == "TDP1"))
    screen.unit_box.event_generate("<<ComboboxSelected>>")
    assert "Tổ dân phố số 1" in screen.coverage.cget("text")
    assert spot_of(screen, "HC03", "numerator") in screen.table.opened  # a unit below that keeps no ledger: typed
    screen.open({}, stored().id)
    assert (screen.period, screen.unit.code) == ("2026-10", "UB")
    assert screen.sheet.current == spot_of(screen, "KT01")
