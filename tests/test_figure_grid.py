"""Entering figures with real keys: a year typed, a year pasted, what is refused, closed, corrected, worked out."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from db.connection import database
from desktop_app import catalogue, clock
from desktop_app.errors import Refused
from desktop_app.features.figure_closing import service as closing
from desktop_app.features.figure_computed import service as computed
from desktop_app.features.figure_grid import service as grid
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.ui import dialogs, drafts, kit, theme
from tests.figure_hands import made, paste_at, put_in_indicators, spot_of, stored, type_into, year_of
from tests.office_hands import notice
from tests.typing_hands import focus, keys, press_here, unikey, wait

SCREEN = next(one for one in catalogue.SCREENS if one.name == "figures")


@pytest.fixture
def screen(root: Any, office: Any, hidden_failures: list[str]) -> Iterator[Any]:
    """The screen over an office with every indicator of the start data, in the smallest window of a ward."""
    theme.dress(root)
    kit.install(root)
    drafts.folder = None
    put_in_indicators()
    root.geometry("1366x728+0+0")
    root.deiconify()
    root.update()
    shown = made(root, SCREEN.load)
    shown.focus_first()
    yield shown
    if shown.holder.winfo_exists():
        shown.holder.destroy()
    if kit.Toast.shown is not None:
        kit.Toast.shown.close()
    drafts.folder = None
    root.withdraw()


def figure(code: str, period: str) -> Any:
    one = indicators.by_code(code)
    return figures.of_years([int(period[:4])], [units.own()]).get((one.id, units.own().id, period))


def at(screen: Any, code: str, part: str = "value", period: str = "") -> tuple[int, int]:
    spot = spot_of(screen, code, part, period)
    screen.sheet.choose(spot)
    return spot


# --- A year ---


def test_a_year_of_forty_indicators_is_typed_month_by_month_with_nothing_but_numbers_and_return(screen: Any) -> None:
    clock.set_today(date(2027, 1, 5))
    said = year_of(2026)
    assert len({code for code, _ in said}) >= 40
    for month in range(1, 13):
        screen.open({"period": f"2026-{month:02d}"}, None)
        screen.sheet.choose(min(screen.table.opened))
        places = [place for place in screen.table.places if not place.shut]
        type_into(screen, "".join(f"{n}\n" for place in places for n in said[(place.indicator.code, place.period)]))
        assert screen.judged.problems == {}
        press_here(screen, "Control-Key-End")
        assert screen.save()
        assert not screen.dirty
    assert {key: value for key, value in stored(2026).items() if key[0] != "HC03"} == said


def test_a_year_of_forty_indicators_is_pasted_in_one_go(screen: Any) -> None:
    clock.set_today(date(2027, 1, 5))
    said = year_of(2026)
    screen.open({"period": "2026"}, None)
    lines = [[""] * 13 for _ in screen.table.rows]
    for place in screen.table.places:
        numbers = said.get((place.indicator.code, place.period))
        for (row, column), number in zip(place.cells.values(), numbers or (), strict=False):
            lines[row][column - 2] = number
    paste_at(screen, (0, 2), "\n".join("\t".join(line) for line in lines))
    assert screen.judged.problems == {}
    assert screen.save()
    assert {key: value for key, value in stored(2026).items() if key[0] != "HC03"} == said


def test_a_pasted_year_is_taken_back_as_one_step_and_done_again(screen: Any) -> None:
    screen.open({"period": "2026"}, None)
    spot = at(screen, "KT01", period="2026-01")
    paste_at(screen, spot, "\t".join(str(n) for n in range(1, 13)))
    assert screen.sheet.text((spot[0], spot[1] + 11)) == "12"
    press_here(screen, "Control-z")
    assert not screen.dirty
    press_here(screen, "Control-y")
    assert screen.sheet.text(spot) == "1"
    assert len(grid.changed(screen.table, screen.sheet.text)) == 12


def test_a_past_year_is_given_as_one_figure(screen: Any) -> None:
    screen.open({"period": "2025"}, None)
    at(screen, "KT01", period="2025")
    type_into(screen, "1.234,5\n")
    assert screen.save()
    assert figures.said(figure("KT01", "2025")) == "1.234,5"
    screen.open({"period": "2026"}, None)
    assert spot_of(screen, "KT01", period="2026") not in screen.table.opened


# --- One cell ---


def test_a_burst_of_unikey_into_a_cell_loses_and_doubles_nothing(screen: Any) -> None:
    at(screen, "KT01", "note")
    said = "Đường Nguyễn Văn Ngọc, tổ 5 – xử lý"
    unikey(screen.sheet.table, said)
    press_here(screen, "Return")
    assert screen.sheet.text(spot_of(screen, "KT01", "note")) == said


def test_a_letter_that_comes_before_the_editor_has_the_keyboard_goes_into_it(screen: Any) -> None:
    at(screen, "KT01")
    table = screen.sheet.table
    focus(table)
    for letter in "123":
        table.event_generate(f"<KeyPress-{letter}>")
        table.focus_set()  # the worst case: the keyboard is still with the sheet
    table.event_generate("<KeyPress-BackSpace>")
    table.event_generate("<KeyPress-4>")
    press_here(screen, "Return")
    assert screen.sheet.text(spot_of(screen, "KT01")) == "124"


def test_keys_move_edit_empty_and_leave_as_in_a_workbook(screen: Any) -> None:
    spot = at(screen, "KT01")
    type_into(screen, "12")
    press_here(screen, "Down")
    assert screen.sheet.text(spot) == "12"
    assert screen.sheet.current == (spot[0] + 1, spot[1])
    screen.sheet.choose(spot)
    press_here(screen, "F2")
    type_here(screen, "3")
    press_here(screen, "Tab")
    assert screen.sheet.text(spot) == "123"
    assert screen.sheet.current == spot_of(screen, "KT01", "estimated")
    press_here(screen, "Shift-Tab")
    assert screen.sheet.current == spot
    type_into(screen, "9")
    press_here(screen, "Escape")
    assert screen.sheet.text(spot) == "123"
    press_here(screen, "Delete")
    assert screen.sheet.text(spot) == ""
    press_here(screen, "Control-z", "Control-z", "Control-z")
    assert not screen.dirty
    press_here(screen, "F6")
    assert not str(screen.focus_get()).startswith(str(screen.sheet))


def type_here(screen: Any, text: str) -> None:
    keys(screen.focus_get(), text)


def test_return_goes_through_numerator_and_denominator(screen: Any) -> None:
    at(screen, "KT02")
    type_into(screen, "5\n")
    assert screen.sheet.current == spot_of(screen, "KT03", "numerator")
    type_into(screen, "59\n")
    assert screen.sheet.current == spot_of(screen, "KT03", "denominator")
    type_into(screen, "80\n")
    assert screen.sheet.current == spot_of(screen, "KT05")
    rate = (spot_of(screen, "KT03", "numerator")[0], screen.table.column("rate"))
    assert screen.sheet.text(rate) == "73,75"


def test_cells_are_copied_cut_and_filled_from_one(screen: Any) -> None:
    screen.open({"period": "2026"}, None)
    row, column = at(screen, "KT01", period="2026-01")
    type_into(screen, "7")
    press_here(screen, "Return")
    screen.sheet.choose((row, column))
    press_here(screen, "Control-c")
    assert screen.clipboard_get() == "7"
    for _ in range(3):
        press_here(screen, "Shift-Right")
    press_here(screen, "Control-v")
    assert [screen.sheet.text((row, column + n)) for n in range(5)] == ["7", "7", "7", "7", ""]
    press_here(screen, "Control-x")
    assert [screen.sheet.text((row, column + n)) for n in range(4)] == ["", "", "", ""]
    assert screen.clipboard_get() == "7\t7\t7\t7"


def test_kps_a_dash_and_the_words_mean_nothing_occurred_and_uoc_an_estimate(screen: Any) -> None:
    period = screen.period
    for code, text in (("KT01", "kps"), ("KT02", "-"), ("KT06", "x")):
        at(screen, code, "nothing" if text == "x" else "value")
        type_into(screen, text)
        press_here(screen, "Return")
    at(screen, "KT09")
    unikey(screen.sheet.table, "ước 120")
    press_here(screen, "Return")
    assert screen.save()
    assert [figures.said(figure(code, period)) for code in ("KT01", "KT02", "KT06")] == [figures.NOTHING] * 3
    assert (figures.said(figure("KT09", period)), figure("KT09", period).estimated) == ("120 (ước)", True)
    assert screen.sheet.text(spot_of(screen, "KT01", "nothing")) == "x"
    assert figure("KT05", period) is None


# --- What is refused, and what is odd ---


def test_a_refused_cell_keeps_its_text_is_marked_and_says_why_while_the_others_are_saved(screen: Any) -> None:
    paste_at(screen, at(screen, "KT01"), "120\n12.5")
    assert screen.judged.problems == {spot_of(screen, "KT02"): figures_words()}
    assert not screen.save()
    assert figures.said(figure("KT01", screen.period)) == "120"
    assert figure("KT02", screen.period) is None
    assert screen.sheet.text(spot_of(screen, "KT02")) == "12.5"
    assert "1 ô chưa nhận" in screen.about.cget("text")
    assert screen.sheet.current == spot_of(screen, "KT02")
    row = spot_of(screen, "KT02")[0]
    assert screen.sheet.text((row, screen.table.column("state"))) == grid.WRONG
    at(screen, "KT02")
    assert "Ô này chưa nhận được: Ghi số như" in screen.about.cget("text")
    type_into(screen, "12,5\n")
    assert screen.judged.problems == {}
    assert screen.save()
    assert figures.said(figure("KT02", screen.period)) == "12,5"


def figures_words() -> str:
    return "Ghi số như 1.234,5: dấu chấm chia hàng nghìn, dấu phẩy trước phần thập phân"


def test_odd_figures_are_warned_of_and_taken(screen: Any) -> None:
    at(screen, "KT03", "numerator")
    type_into(screen, "1962\n1870\n")
    at(screen, "KT03", "numerator")
    assert "Lưu ý, vẫn nhận: Tử số 1.962 lớn hơn mẫu số 1.870" in screen.about.cget("text")
    state = (spot_of(screen, "KT03", "numerator")[0], screen.table.column("state"))
    assert screen.sheet.text(state) == f"{grid.UNSAVED}, {grid.ODD}"
    assert screen.save()
    assert figures.said(figure("KT03", screen.period)) == "1.962 / 1.870"
    assert "1 số lạ đã nhận" in screen.about.cget("text")


def test_a_pasted_leap_is_noticed_though_the_month_before_is_not_saved_yet(screen: Any) -> None:
    screen.open({"period": "2026"}, None)
    spot = at(screen, "KT01", period="2026-01")
    paste_at(screen, spot, "10\t5000")
    assert list(screen.judged.doubts) == [(spot[0], spot[1] + 1)]


def test_what_is_typed_or_pasted_where_nothing_is_typed_is_told(screen: Any) -> None:
    spot = spot_of(screen, "KT03", "numerator")
    screen.sheet.choose((spot[0], screen.table.column("value")))
    type_into(screen, "5")
    assert "Hãy ghi tử số và mẫu số" in screen.about.cget("text")
    row, column = spot_of(screen, "KT01")
    paste_at(screen, (row, column), "1\t2\t3\n" * (len(screen.table.rows) + 2))
    assert "ô không nhập tay" in screen.about.cget("text")
    assert "ô ra ngoài bảng" in screen.about.cget("text")
    assert screen.sheet.text((row, column)) == "1"


def test_a_mark_without_a_number_and_a_wrong_mark_are_refused(screen: Any) -> None:
    at(screen, "KT01", "estimated")
    type_into(screen, "x\n")
    assert "chưa ghi số" in screen.judged.problems[spot_of(screen, "KT01")]
    at(screen, "KT02", "nothing")
    type_into(screen, "y\n")
    assert "Ghi x nếu có" in screen.judged.problems[spot_of(screen, "KT02", "nothing")]


# --- Leaving and drafts ---


def test_leaving_with_unsaved_cells_asks_and_staying_keeps_them(screen: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = iter(("stay", "discard", "save"))
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda parent, what: asked.append(what) or next(answers))
    at(screen, "KT01")
    type_into(screen, "5")  # the editor is still open
    period = screen.period
    screen.step(1)
    assert screen.period == period
    assert screen.sheet.text(spot_of(screen, "KT01")) == "5"
    screen.step(1)
    assert screen.period != period
    at(screen, "KT01")
    type_into(screen, "6\n")
    assert screen.may_leave()
    assert figures.said(figure("KT01", screen.period)) == "6"
    assert len(asked) == 3
    assert period != screen.period


def test_what_was_typed_is_offered_again_after_a_crash(screen: Any, root: Any, tmp_path: Any) -> None:
    drafts.folder = tmp_path / "nháp"
    screen.refresh()
    at(screen, "KT01")
    type_into(screen, "77\n8a\n")
    wait(root, drafts.WRITE_AFTER + 300)
    assert json.loads(next(drafts.folder.glob("*")).read_text(encoding="utf-8"))["content"]
    screen.holder.destroy()  # killed: nothing was saved and nobody was asked
    again = made(root, SCREEN.load)
    screen.holder = again.holder
    assert again.sheet.text(spot_of(again, "KT01")) == ""
    take = next(
        child
        for child in descendants(again)
        if getattr(child, "winfo_class", str)() == "TButton" and "Khôi phục" in str(child.cget("text"))
    )
    take.invoke()
    assert again.sheet.text(spot_of(again, "KT01")) == "77"
    assert again.sheet.text(spot_of(again, "KT02")) == "8a"
    assert spot_of(again, "KT02") in again.judged.problems


def descendants(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


# --- Closing ---


def test_a_closed_month_is_corrected_and_keeps_the_old_value_in_sight(screen: Any) -> None:
    own = units.own()
    one = indicators.by_code("KT01")
    figures.keep([figures.Entry(one, own, "2026-10", value="100")])
    closing.close("2026-10", "Đã đối chiếu")
    screen.open({"period": "2026-10"}, None)
    assert not screen.table.opened
    assert "Đã chốt lúc" in screen.coverage.cget("text")
    with pytest.raises(Refused, match="Chưa ghi lý do"):
        closing.correct(one, own, "2026-10", figure("KT01", "2026-10"), {"value": "120", "reason": " "})
    said = closing.correct(one, own, "2026-10", figure("KT01", "2026-10"), {"value": "120", "reason": "Cộng thiếu"})
    assert said == "100 → 120"
    screen.refresh()
    at(screen, "KT01")
    state = (spot_of(screen, "KT01")[0], screen.table.column("state"))
    assert screen.sheet.text(state) == grid.CORRECTED
    told = screen.about.cget("text")
    assert "Đính chính lần 1 ngày 22/11/2026: 100 → 120. Cộng thiếu" in told
    assert "Nguyễn Thị Hường" in told
    assert any("100" in words and "120" in words for _, _, _, words in closing.story(figure("KT01", "2026-10")))


def test_a_figure_that_was_missing_when_the_month_was_closed_is_an_erratum_too(screen: Any) -> None:
    own, one = units.own(), indicators.by_code("KT03")
    closing.close("2026-10")
    said = closing.correct(one, own, "2026-10", None, {"numerator": "1", "denominator": "4", "reason": "Báo cáo muộn"})
    assert said == "chưa báo cáo → 1 / 4"


def test_a_month_is_opened_again_with_a_reason_but_not_once_a_report_has_gone(screen: Any, tmp_path: Any) -> None:
    from desktop_app.features.handoff_send import report
    from desktop_app.features.handoff_send import service as handoff

    closing.close("2026-10")
    with pytest.raises(Refused, match="Chưa ghi lý do"):
        periods.reopen("2026-10", "")
    periods.reopen("2026-10", "Chốt nhầm")
    told = database.execute_sql("SELECT changes FROM journal WHERE kind = 'closed_period'").fetchall()
    assert any("Chốt nhầm" in changes for (changes,) in told)
    assert not periods.is_closed("2026-10")
    closing.close("2026-10")
    notice()
    sending = handoff.prepare("2026-10", tmp_path / "báo cáo.xlsx")
    handoff.enter(sending, report.write(sending))
    with pytest.raises(Refused, match="đã gửi số liệu của kỳ này"):
        periods.reopen("2026-10", "Muốn sửa")
    assert periods.is_closed("2026-10")


# --- Worked out ---


def from_above(*rows: dict[str, str], number: str = "202/QĐ-UBND") -> list[Any]:
    return notice(number, "02/10/2026", *rows, issuer="TP", type="Quyết định")[1]


def test_hc03_counts_the_tasks_set_from_above_that_fell_due_and_is_stored_with_the_month(screen: Any) -> None:
    rows = [{"content": f"Việc {n}", "lead_unit": "KT", "due_on": f"{10 + n}/10/2026"} for n in range(4)]
    first, second, third, _ = from_above(*rows)
    notice("9/TB-UBND", "02/10/2026", {"content": "Việc của mình", "lead_unit": "KT", "due_on": "20/10/2026"})
    tasks.complete(first, {"completed_on": "10/10/2026"})
    tasks.complete(second, {"completed_on": "11/10/2026"})
    tasks.complete(third, {"completed_on": "20/10/2026", "late_reason": "Chờ ý kiến"})
    own = units.own()
    assert computed.worked_out(2026, own, [9, 10, 11, 12]) == {10: (2, 4), 11: (2, 4)}  # before October nobody knows
    screen.open({"period": "2026-10"}, None)
    row = spot_of(screen, "HC03", "numerator")[0]
    texts = dict(zip((column.name for column in screen.table.columns), screen.table.rows[row], strict=True))
    assert (texts["numerator"], texts["denominator"], texts["rate"], texts["state"]) == ("2", "4", "50,00", "chưa lưu")
    assert spot_of(screen, "HC03", "numerator") not in screen.table.opened
    assert screen.save()
    assert figures.said(figure("HC03", "2026-10")) == "2 / 4"
    assert screen.table.rows[row][screen.table.column("state")] == grid.SAVED
    closing.close("2026-10")
    from_above({"content": "Ghi muộn", "lead_unit": "VP", "due_on": "30/10/2026"}, number="203/QĐ-UBND")
    screen.refresh()
    assert figures.said(figure("HC03", "2026-10")) == "2 / 4"
    assert screen.table.rows[row][screen.table.column("numerator")] == "2"


def test_hc03_cannot_be_typed_and_of_a_part_counts_what_it_leads(screen: Any) -> None:
    from_above(
        {"content": "A", "lead_unit": "KT", "due_on": "12/10/2026"},
        {"content": "B", "lead_unit": "VP", "due_on": "12/10/2026"},
    )
    one, own = indicators.by_code("HC03"), units.own()
    kept = figures.keep([figures.Entry(one, own, "2026-10", numerator="1", denominator="1")])
    assert "tự tính" in kept.problems[0]["value"]
    part = next(unit for unit in grid.who() if unit.code == "KT")
    assert computed.worked_out(2026, part, [10]) == {10: (0, 1)}
    below = next(unit for unit in grid.who() if unit.code == "TDP1")
    assert figures.keep([figures.Entry(one, below, "2026-10", numerator="1", denominator="1")]).written == 1


def test_letters_and_theme_change_under_what_is_typed(screen: Any, root: Any) -> None:
    at(screen, "KT01")
    type_into(screen, "5\n")
    try:
        for size in theme.SIZES:
            theme.set_size(size)
            for dark in (True, False):
                theme.set_dark(dark)
                root.update()
    finally:
        theme.set_size(10)
        theme.set_dark(False)
    assert screen.sheet.text(spot_of(screen, "KT01")) == "5"
