"""The grid: a notice's tasks entered by keyboard alone, blocks pasted from Excel, problems where they are."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.features.documents import service as documents
from desktop_app.features.tasks.columns import TASKS
from desktop_app.ui import drafts, kit, pasted, theme
from desktop_app.ui.grid import Grid
from tests.typing_hands import click, focus, keys, paste, press, press_here, unikey, wait

WINDOW = (1000, 560)

COLUMNS = ("content", "lead_unit", "cooperating_units", "due_on", "kind")
TYPED = "nhiệm vụ đường Đặng Thị Ưởng"


@pytest.fixture
def make(window: kit.Toplevel, office: Path):
    def made(columns: tuple[str, ...] = COLUMNS, **options: Any) -> Grid:
        made = Grid(window, TASKS, columns, **{"defaults": {"kind": "Thường xuyên"}} | options)
        made.pack(fill="both", expand=True)
        window.update()
        return made

    return made


def cell(grid: Grid, line: int, name: str = "content") -> Any:
    """The widget of a cell that takes the keys."""
    return grid.lines[line].cells[name].entry


def where(grid: Grid) -> tuple[int, str]:
    """The line and column that has the keys."""
    return next(
        (place, name)
        for place, line in enumerate(grid.lines)
        for name, found in line.cells.items()
        if found.entry is grid.focus_get()
    )


def said(grid: Grid, line: int) -> str:
    """The words under a line."""
    label = grid.lines[line].words
    return str(label.cget("text")) if label is not None and label.winfo_ismapped() else ""


def contents(grid: Grid) -> list[str]:
    return [row["content"] for row in grid.rows()]


# --- Typing ---


@pytest.mark.parametrize("column", [*COLUMNS, "deliverable_wanted"])
def test_vietnamese_typed_with_unikey_stands_letter_by_letter_in_every_cell(make, column):
    grid = make((*COLUMNS, "deliverable_wanted"), defaults={})
    unikey(cell(grid, 0, column), TYPED)
    assert grid.lines[0].cells[column].get() == TYPED
    assert len(grid.lines) == 2, "a new line appeared while Unikey was at work"


def test_the_tasks_of_a_notice_are_entered_saved_and_found_without_the_mouse(make):
    grid = make()
    focus(cell(grid, 0))
    for content, unit, due in (
        ("Rà soát đất công đường Đặng Thị Ưởng", "kinh te", "10/12/26"),
        ("Đôn đốc thu quỹ phòng chống thiên tai", "vp", "31.12"),
    ):
        unikey(grid.focus_get(), content)
        press_here(grid, "Tab")
        keys(grid.focus_get(), unit)
        if unit == "kinh te":
            press_here(grid, "Down")
        press_here(grid, "Tab")
        press_here(grid, "Tab")
        keys(grid.focus_get(), due)
        press_here(grid, "Tab")
        press_here(grid, "Tab")
    assert where(grid) == (2, "content")
    head = {"number": "30/TB-UBND", "issued_on": "20/11/2026", "issuer": "UB", "subject": "Giao ban"}
    _, kept = documents.save_with_tasks(head, grid.rows())
    assert [(task.content, task.lead_unit.code, task.due_on) for task in kept] == [
        ("Rà soát đất công đường Đặng Thị Ưởng", "KT", date(2026, 12, 10)),
        ("Đôn đốc thu quỹ phòng chống thiên tai", "VP", date(2026, 12, 31)),
    ]


def test_a_new_line_appears_with_the_first_letter_in_the_last_one_and_empty_lines_do_not_count(make):
    grid = make()
    assert grid.rows() == []
    keys(cell(grid, 0), "a")
    assert len(grid.lines) == 2
    keys(cell(grid, 0), "b")
    assert len(grid.lines) == 2
    keys(cell(grid, 1, "due_on"), "1")
    assert len(grid.lines) == 3
    press(cell(grid, 1, "due_on"), "BackSpace")
    assert contents(grid) == ["ab"]
    assert grid.rows()[0]["kind"] == "Thường xuyên"


def test_return_and_arrows_move_between_lines_and_stop_at_the_edges(make):
    grid = make()
    grid.set_rows([{"content": "một"}, {"content": "hai"}])
    focus(cell(grid, 0, "due_on"))
    press_here(grid, "Return")
    assert where(grid) == (1, "due_on")
    press_here(grid, "Down", "Down", "Down")
    assert where(grid) == (2, "due_on")
    press_here(grid, "Up", "Up", "Up")
    assert where(grid) == (0, "due_on")
    focus(cell(grid, 0, "lead_unit"))
    press_here(grid, "Down")
    assert where(grid) == (1, "lead_unit"), "a closed list does not hold Down back"


def test_in_long_text_arrows_first_go_through_its_own_lines(make):
    grid = make()
    grid.set_rows([{"content": "một\nhai\nba"}, {"content": "bốn"}])
    text = cell(grid, 0)
    focus(text)
    text.mark_set("insert", "1.1")
    press_here(grid, "Down")
    assert (where(grid), text.index("insert")) == ((0, "content"), "2.1")
    press_here(grid, "Down", "Down")
    assert where(grid) == (1, "content")
    press_here(grid, "Up")
    assert where(grid) == (0, "content")


def test_return_in_long_text_goes_down_and_with_shift_breaks_the_line(make):
    grid = make()
    unikey(cell(grid, 0), "gồm:")
    press_here(grid, "Shift-Return")
    unikey(cell(grid, 0), "- đất")
    press_here(grid, "Return")
    assert contents(grid) == ["gồm:\n- đất"]
    assert where(grid) == (1, "content")


def test_tab_passes_every_cell_from_left_to_right_and_line_by_line_also_after_an_undone_removal(make):
    grid = make()
    grid.set_rows([{"content": "một"}, {"content": "hai"}, {"content": "ba"}])
    press(cell(grid, 1), "Control-Delete")
    press_here(grid, "Control-z")
    focus(cell(grid, 0))
    seen = []
    for _ in range(4 * len(COLUMNS)):
        seen.append(where(grid))
        press_here(grid, "Tab")
    assert seen == [(line, name) for line in range(4) for name in COLUMNS]
    places = [grid.lines[n].winfo_rooty() for n in range(4)]
    assert places == sorted(places)


def test_the_list_of_units_works_in_a_cell_as_in_a_field(make):
    grid = make()
    unikey(cell(grid, 0, "lead_unit"), "phòng")
    suggestions = grid.lines[0].cells["lead_unit"].suggestions
    assert suggestions.shown[0] == "Phòng Kinh tế, Hạ tầng và Đô thị"
    press_here(grid, "Down", "Down")
    assert where(grid) == (0, "lead_unit"), "the open list takes the arrows"
    press_here(grid, "Return")
    assert where(grid) == (0, "lead_unit"), "Return took the option and nothing else"
    assert grid.rows()[0]["lead_unit"] == "Phòng Văn hóa - Xã hội"
    press_here(grid, "Return")
    assert where(grid) == (1, "lead_unit")
    press_here(grid, "F4")
    assert grid.lines[1].cells["lead_unit"].suggestions.is_open
    press_here(grid, "Escape")
    assert not grid.lines[1].cells["lead_unit"].suggestions.is_open


def test_a_day_takes_its_usual_form_when_left_and_says_when_it_cannot_be_read(make):
    grid = make()
    keys(cell(grid, 0, "due_on"), "21/11/26")
    press_here(grid, "Return")
    assert grid.rows()[0]["due_on"] == "21/11/2026"
    assert said(grid, 0) == "Thời hạn hoàn thành: Thứ Bảy, ngày nghỉ"
    keys(cell(grid, 1, "due_on"), "31/02")
    press_here(grid, "Return")
    assert grid.lines[1].cells["due_on"].get() == "31/02"
    assert said(grid, 1) == "Thời hạn hoàn thành: Tháng 2/2026 không có ngày 31"
    assert cell(grid, 1, "due_on").instate(["invalid"])


@pytest.mark.parametrize("key", ["F2", "Control-d"])
def test_the_value_above_is_copied_down(make, key):
    grid = make()
    grid.set_rows([{"content": "một", "lead_unit": "Văn phòng HĐND và UBND"}, {"content": "hai"}])
    press(cell(grid, 1, "lead_unit"), key)
    press(cell(grid, 1), key)
    press(cell(grid, 0, "lead_unit"), key)
    assert [(row["content"], row["lead_unit"]) for row in grid.rows()] == [("một", "Văn phòng HĐND và UBND")] * 2


# --- Removing ---


def test_a_removed_line_comes_back_with_its_texts_and_problems_in_its_place(make):
    grid = make()
    grid.set_rows([{"content": "một"}, {"content": "hai", "due_on": "31/02"}, {"content": "ba"}])
    grid.complain(1, {"due_on": "Tháng 2 không có ngày 31"})
    press(cell(grid, 1), "Control-Delete")
    assert contents(grid) == ["một", "ba"]
    assert where(grid) == (1, "content")
    assert kit.Toast.shown is not None
    kit.Toast.shown.act()
    grid.update()
    assert contents(grid) == ["một", "hai", "ba"]
    assert said(grid, 1) == "Thời hạn hoàn thành: Tháng 2 không có ngày 31"
    assert [str(line.number.cget("text")) for line in grid.lines] == ["1", "2", "3", "4"]


def test_control_z_undoes_typing_first_and_removals_when_nothing_was_typed_since(make):
    grid = make()
    grid.set_rows([{"content": "một"}, {"content": "hai"}])
    press(cell(grid, 0), "Control-Delete")
    keys(cell(grid, 0), "x")
    press_here(grid, "Control-z")
    assert contents(grid) == ["hai"]
    press(cell(grid, 1, "due_on"), "Control-z")
    assert contents(grid) == ["một", "hai"]


def test_the_cross_at_the_end_removes_a_line_by_mouse(make):
    grid = make()
    grid.set_rows([{"content": "một"}, {"content": "hai"}])
    click(grid.lines[0].cross)
    assert contents(grid) == ["hai"]


def test_removing_every_line_leaves_one_empty_line(make):
    grid = make()
    grid.set_rows([{"content": "một"}])
    press(cell(grid, 0), "Control-Delete")
    press(cell(grid, 0), "Control-Delete")
    assert grid.rows() == []
    assert len(grid.lines) == 1
    keys(cell(grid, 0), "x")
    assert contents(grid) == ["x"]


# --- Pasting ---


def test_a_block_of_excel_fills_cells_down_and_to_the_right_and_reads_them(make):
    grid = make()
    block = (
        "Rà soát đất công\tKT\tTDP1; TDP2\t5/12/2026\tTrọng tâm\r\n"
        '"Báo cáo\nkết quả"\tvăn phòng hđnd và ubnd\t\t20261231\t\r\n'
    )
    paste(cell(grid, 0), block)
    assert [tuple(row.values()) for row in grid.rows()] == [
        (
            "Rà soát đất công",
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Tổ dân phố số 1; Tổ dân phố số 2",
            "05/12/2026",
            "Trọng tâm",
        ),
        ("Báo cáo\nkết quả", "Văn phòng HĐND và UBND", "", "20261231", ""),
    ]
    assert "Tháng 26 không có" in said(grid, 1)
    assert said(grid, 0) == "Thời hạn hoàn thành: Thứ Bảy, ngày nghỉ"
    assert len(grid.lines) == 3
    assert not grid.lines[0].cells["lead_unit"].suggestions.is_open


def test_lines_of_plain_text_become_lines_of_the_grid(make):
    grid = make()
    grid.set_rows([{"content": "đã có"}])
    paste(cell(grid, 1), "1. Rà soát đất công\n\n2. Đôn đốc thu quỹ\n3. Báo cáo")
    assert contents(grid) == ["đã có", "1. Rà soát đất công", "2. Đôn đốc thu quỹ", "3. Báo cáo"]


def test_one_cell_of_several_lines_goes_into_one_cell_without_its_quotes(make):
    grid = make()
    paste(cell(grid, 0), '"gồm:\n- đất ""công"""\n')
    assert contents(grid) == ['gồm:\n- đất "công"']


def test_a_plain_word_is_pasted_as_everywhere(make):
    grid = make()
    keys(cell(grid, 0), "ab")
    cell(grid, 0).mark_set("insert", "1.1")
    paste(cell(grid, 0), "Đường")
    assert contents(grid) == ["aĐườngb"]


def test_a_column_pasted_over_others_is_undone_as_one_step(make):
    grid = make()
    grid.set_rows([{"content": "một", "due_on": "01/12/2026"}, {"content": "hai", "due_on": "02/12/2026"}])
    paste(cell(grid, 0, "due_on"), "3/12/2026\n4/12/2026\n5/12/2026\n")
    assert [row["due_on"] for row in grid.rows()] == ["03/12/2026", "04/12/2026", "05/12/2026"]
    press_here(grid, "Control-z")
    assert [row["due_on"] for row in grid.rows()] == ["01/12/2026", "02/12/2026"]


def test_what_finds_no_room_is_told_and_not_lost_without_a_word(make):
    made = make()
    made.most_lines = 5
    paste(cell(made, 0, "kind"), "\n".join(f"Trọng tâm\tthừa {number}" for number in range(9)))
    assert len(made.rows()) == 5
    assert kit.Toast.shown is not None
    words = [str(child.cget("text")) for child in kit.Toast.shown.winfo_children() if isinstance(child, kit.Label)]
    assert "Đã dán 5 dòng" in words
    assert "Còn 4 dòng và 1 cột không có chỗ" in words


def test_the_last_line_there_is_room_for_says_so(make):
    made = make()
    made.most_lines = 2
    keys(cell(made, 0), "a")
    keys(cell(made, 1), "b")
    assert len(made.lines) == 2
    assert kit.Toast.shown is not None
    words = [str(child.cget("text")) for child in kit.Toast.shown.winfo_children() if isinstance(child, kit.Label)]
    assert "Mỗi lần nhập tối đa 2 dòng" in words


@pytest.mark.parametrize(
    ("clipboard", "cells"),
    [
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td", [["a", "b"], ["c", "d"]]),
        ('"a\nb"\tc', [["a\nb", "c"]]),
        ('"a\tb"\tc', [["a\tb", "c"]]),
        ('"nói ""vâng"" rồi"\tc', [['nói "vâng" rồi', "c"]]),
        ('"một dấu lẻ\tb\nc\td', [['"một dấu lẻ', "b"], ["c", "d"]]),
        ('"Ngày hội" năm 2026\tb', [['"Ngày hội" năm 2026', "b"]]),
        ('"Ngày hội"\tb', [['"Ngày hội"', "b"]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
        ("", [[""]]),
        ("\t\n", [["", ""]]),
    ],
)
def test_the_clipboard_is_read_as_excel_writes_it(clipboard, cells):
    assert pasted.cells(clipboard) == cells


# --- Problems, drafts, widths ---


def test_problems_stand_in_their_cells_and_under_their_line_and_the_first_one_gets_the_keys(make):
    grid = make()
    grid.set_rows([{"content": "một"}, {}, {"content": "ba"}])
    keys(cell(grid, 2, "due_on"), "")
    rows = grid.rows()
    assert len(rows) == 2, "an empty line between is no record"
    grid.complain(0, {"lead_unit": "Chưa ghi đơn vị chủ trì", "due_on": "Thời hạn ở trước ngày giao"})
    grid.complain(1, {"": "Nhiệm vụ này đã có"})
    grid.update()
    assert where(grid) == (0, "lead_unit")
    assert said(grid, 0) == ("Đơn vị chủ trì: Chưa ghi đơn vị chủ trì; Thời hạn hoàn thành: Thời hạn ở trước ngày giao")
    assert said(grid, 2) == "Nhiệm vụ này đã có"
    assert cell(grid, 0, "due_on").instate(["invalid"])
    keys(cell(grid, 0, "lead_unit"), "vp")
    press_here(grid, "Return")
    assert said(grid, 0) == "Thời hạn hoàn thành: Thời hạn ở trước ngày giao"
    grid.clear_problems()
    grid.update()
    assert [said(grid, line) for line in range(3)] == ["", "", ""]


def test_only_what_was_typed_makes_it_dirty(make):
    grid = make()
    assert not grid.dirty
    grid.set_rows([{"content": "một", "due_on": "1/12/2026"}])
    for name in COLUMNS:
        focus(cell(grid, 0, name))
    assert not grid.dirty
    keys(cell(grid, 1), "x")
    assert grid.dirty
    grid.saved()
    assert not grid.dirty


def test_lines_typed_before_a_crash_are_offered_and_given_back(make, tmp_path, monkeypatch):
    monkeypatch.setattr(drafts, "folder", tmp_path)
    monkeypatch.setattr(drafts, "WRITE_AFTER", 30)
    grid = make()
    grid.keep_draft("nhiem-vu-moi")
    unikey(cell(grid, 0), "Đôn đốc")
    keys(cell(grid, 1, "due_on"), "1/12")
    wait(grid, 120)
    grid.destroy()
    again = make()
    again.keep_draft("nhiem-vu-moi")
    again.update()
    assert again.rows() == []
    button = next(c for c in descendants(again) if c.winfo_class() == "TButton" and "Khôi phục" in str(c.cget("text")))
    click(button)
    assert [(row["content"], row["due_on"]) for row in again.rows()] == [("Đôn đốc", ""), ("", "1/12")]
    assert again.dirty


def descendants(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


@pytest.mark.parametrize(("width", "size"), [(1000, 10), (1000, 14), (700, 14)])
def test_columns_stand_under_their_titles_and_nothing_is_cut_at_the_right(make, window, width, size):
    window.geometry(f"{width}x560")
    theme.set_size(size)
    grid = make()
    grid.set_rows([{"content": "Rà soát " * 30}, {"content": "hai"}])
    grid.complain(0, {"lead_unit": "Không tìm thấy; hãy chọn trong danh sách hoặc thêm vào danh bạ trước " * 2})
    for _ in range(4):
        window.update()
    right = grid.body.winfo_rootx() + grid.body.winfo_width()
    for line in grid.lines:
        for title, found in zip(grid.header.labels, line.cells.values(), strict=True):
            assert abs(title.winfo_rootx() - found.widget.winfo_rootx()) <= 2
        assert line.cross.winfo_rootx() + line.cross.winfo_reqwidth() <= right
        assert line.words is None or line.words.winfo_reqwidth() <= line.words.winfo_width() + 1


def test_a_dragged_column_keeps_its_width_in_the_next_grid(make, window):
    first = make()
    before = cell(first, 0, "lead_unit").winfo_width()
    edge = first.header.edges[1]
    edge.event_generate("<ButtonPress-1>", x=2, y=2)
    edge.event_generate("<B1-Motion>", x=62, y=2)
    window.update()
    wide = cell(first, 0, "lead_unit").winfo_width()
    assert 50 <= wide - before <= 70
    first.destroy()
    second = make()
    assert abs(cell(second, 0, "lead_unit").winfo_width() - wide) <= 1


def test_a_hundred_lines_hold_all_their_texts_and_the_last_is_scrolled_to(make):
    grid = make()
    paste(cell(grid, 0), "\n".join(f"Việc số {number}\tVP\t\t1/12/2026" for number in range(100)))
    assert len(grid.rows()) == 100
    assert grid.rows()[99]["lead_unit"] == "Văn phòng HĐND và UBND"
    focus(cell(grid, 100))
    last = cell(grid, 100)
    assert (
        last.winfo_rooty() + last.winfo_height()
        <= grid.body.container.winfo_rooty() + grid.body.container.winfo_height()
    )


@pytest.mark.parametrize("way", ["Tab", "Return", "Down"])
def test_the_beginning_of_a_unit_is_taken_in_a_cell_and_several_that_fit_are_named_under_the_line(make, way):
    grid = make()
    unit = cell(grid, 0, "lead_unit")
    keys(unit, "van ph")
    assert grid.lines[0].cells["lead_unit"].get() == "van ph"
    press_here(grid, "Escape", way)  # the list is closed: nothing in it is lit
    assert grid.lines[0].cells["lead_unit"].get() == "Văn phòng HĐND và UBND"
    keys(cell(grid, 1, "lead_unit"), "phong")
    press_here(grid, "Escape", way)
    assert grid.lines[1].cells["lead_unit"].get() == "phong"
    assert said(grid, 1).startswith("Đơn vị chủ trì: Có 2 đơn vị khớp: Phòng Kinh tế")
    assert said(grid, 1).endswith("; hãy chọn một")
