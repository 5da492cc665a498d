"""Fields: what Unikey types stays letter by letter, days are read as people write them, lists rewrite nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app import clock
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.records import Column
from desktop_app.records.kinds import Day, Hour, Text, Whole, YesNo
from desktop_app.ui import dialogs, kit, suggestions, theme
from desktop_app.ui.fields import Field, make_field
from desktop_app.ui.suggestions import matching
from tests.typing_hands import click, focus, keys, paste, press, unikey, wait

WINDOW = (620, 560)

TYPED = "nhiệm vụ đường Đặng Thị Ưởng"
DAY = Column("due_on", "Thời hạn", Day())
PLAIN = Column("note", "Ghi chú", Text(), needed=True, hint="Ví dụ: 15/BC-VP")


@pytest.fixture
def make(window: kit.Toplevel, office: Path):
    kit.Entry(window).pack()  # somewhere else to go

    def made(column: Column | str, text: str = "") -> Field:
        field = make_field(window, TASKS.columns[column] if isinstance(column, str) else column)
        field.pack(fill="x", padx=10, pady=10)
        field.set(text)
        window.update()
        focus(field.editor.entry)
        return field

    return made


def leave(field: Field) -> None:
    """Go to another widget, as with Tab."""
    focus(field.winfo_toplevel().winfo_children()[0])


def under(field: Field) -> str:
    """The words one sees under the editor."""
    return " ".join(
        str(child.cget("text"))
        for child in field.winfo_children()
        if isinstance(child, kit.Label) and child.winfo_ismapped() and int(child.grid_info()["row"]) > 1
    )


def offered(field: Field) -> list[str]:
    """What the list under the field shows; empty when it is closed."""
    found = field.editor.suggestions
    return found.shown if found.is_open else []


# --- Typing ---


@pytest.mark.parametrize(
    "column", ["deliverable_wanted", "content", "kind", "lead_unit", "cooperating_units", "due_on", "code", "due_at"]
)
@pytest.mark.parametrize("telex", [True, False])
def test_vietnamese_typed_with_unikey_stands_letter_by_letter_in_every_kind_of_field(make, column, telex):
    field = make(column)
    unikey(field.editor.entry, TYPED, telex=telex)
    assert field.get() == TYPED


@pytest.mark.parametrize("column", ["deliverable_wanted", "content", "lead_unit", "cooperating_units"])
def test_letters_put_into_the_middle_of_a_text_stay_where_they_were_typed(make, column):
    field = make(column, "phòng  vụ")
    entry = field.editor.entry
    entry.mark_set("insert", "1.6") if column == "content" else entry.icursor(6)
    unikey(entry, "Nội")
    assert field.get() == "phòng Nội vụ"


@pytest.mark.parametrize("kind", [Hour(), Whole()])
def test_hours_and_numbers_also_take_vietnamese_without_losing_a_letter(make, kind):
    field = make(Column("x", "Ô", kind))
    unikey(field.editor.entry, "mười giờ")
    assert field.get() == "mười giờ"


def test_every_change_by_a_person_is_told_and_none_by_the_program(make):
    for column in ("deliverable_wanted", "content", "lead_unit", "cooperating_units", "kind", "due_on"):
        field = make(column)
        told = []
        field.on_change = lambda told=told: told.append(1)
        field.set("120/TB")
        field.update()
        assert not told, column
        unikey(field.editor.entry, "đ")
        assert told, column
        told.clear()
        paste(field.editor.entry, "xyz")
        assert told, column


def test_decomposed_letters_are_composed_when_the_field_is_left_and_not_before(make):
    for column in ("deliverable_wanted", "content"):
        field = make(column)
        paste(field.editor.entry, "nhie\u0302\u0323m vu\u0323")
        assert field.get() == "nhie\u0302\u0323m vu\u0323"
        leave(field)
        assert field.get() == "nhiệm vụ"


def test_a_line_has_its_line_breaks_taken_out_and_paragraphs_keep_theirs(make):
    line, paragraphs = make("deliverable_wanted"), make("content")
    for field, wanted in ((line, "Báo cáo kết quả"), (paragraphs, "Báo cáo\nkết quả")):
        paste(field.editor.entry, "Báo cáo\nkết quả")
        leave(field)
        assert field.get() == wanted


CHANGES = {
    "deliverable_wanted": ("Báo cáo", lambda field: paste(field.editor.entry, "Kế hoạch")),
    "content": ("Rà soát", lambda field: paste(field.editor.entry, " lại")),
    "due_on": ("20/11/2026", lambda field: press(field.editor.entry, "Up")),
    "kind": ("Thường xuyên", lambda field: press(field.editor.entry, "Down", "Down", "Return")),
    "lead_unit": ("Phòng Văn hóa - Xã hội", lambda field: press(field.editor.entry, "Down", "Down", "Down", "Return")),
    "cooperating_units": ("Tổ dân phố số 1; ", lambda field: press(field.editor.entry, "Down", "Down", "Return")),
    "due_at": ("14h00", lambda field: paste(field.editor.entry, "5")),
    "due_workdays": ("12", lambda field: paste(field.editor.entry, "3")),
    "needs_confirmation": ("x", lambda field: press(field.editor.entry, "space")),
}


@pytest.mark.parametrize("column", CHANGES)
def test_control_z_and_y_take_back_and_redo_a_change_in_every_kind_of_field(make, column):
    before, change = CHANGES[column]
    field = make(column, before)
    told = []
    field.on_change = lambda: told.append(field.get())
    change(field)
    after = field.get()
    assert after != before
    press(field.editor.entry, "Control-z")
    assert field.get() == before
    press(field.editor.entry, "Control-y")
    assert field.get() == after
    press(field.editor.entry, "Control-z")
    assert (field.get(), told[-1]) == (before, before)  # whoever listens knows what stands there now


def test_control_z_after_the_calendar_brings_the_former_day_back(make, monkeypatch):
    field = make("due_on", "20/11/2026")
    monkeypatch.setattr(dialogs, "pick_date", lambda parent, day: date(2026, 12, 31))
    press(field.editor.entry, "F4")
    assert field.get() == "31/12/2026"
    press(field.editor.entry, "Control-z")
    assert field.get() == "20/11/2026"


def test_control_z_brings_back_what_was_typed_over_but_never_another_record(make):
    for column in ("deliverable_wanted", "content", "lead_unit", "due_on"):
        field = make(column, "120/TB")
        entry = field.editor.entry
        press(entry, "Control-a")
        unikey(entry, "đã", telex=False)
        assert field.get() == "đã", column
        for _ in range(6):
            press(entry, "Control-z")
        assert field.get() == "120/TB", column
        field.set("121/TB")
        for _ in range(3):
            press(entry, "Control-z")
        assert field.get() == "121/TB", column


def test_paragraphs_grow_with_their_text_up_to_eight_lines_and_shrink_again(make, window):
    field = make("content")
    heights = []
    for lines in (1, 5, 20, 2):
        field.set("\n".join(["Rà soát"] * lines))
        window.update()
        heights.append(int(field.editor.entry.cget("height")))
    assert heights == [3, 5, 8, 3]
    field.set("Rà soát, tổng hợp, báo cáo kết quả thực hiện " * 8)
    window.update()
    assert int(field.editor.entry.cget("height")) > 3, "lines that break by themselves count too"


# --- What is said ---


def test_a_needed_column_has_a_star_and_a_hint_stands_under_its_field(make):
    field = make(PLAIN)
    words = [str(child.cget("text")) for child in field.winfo_children() if isinstance(child, kit.Label)]
    assert words == ["Ghi chú *", "Ví dụ: 15/BC-VP"]


def test_a_problem_takes_room_only_while_there_is_one_and_stays_until_the_text_changes(make, window):
    field = make("deliverable_wanted", "x")
    low = field.winfo_height()
    field.complain("Sản phẩm này đã có ở nhiệm vụ khác; hãy ghi rõ số, ký hiệu và ngày của văn bản " * 2)
    window.update()
    assert field.winfo_height() > low
    assert "đã có ở nhiệm vụ khác" in under(field)
    assert field.editor.entry.instate(["invalid"])
    leave(field)
    assert "đã có" in under(field), "nothing was changed"
    keys(field.editor.entry, "y")
    leave(field)
    window.update()
    assert under(field) == ""
    assert not field.editor.entry.instate(["invalid"])
    assert field.winfo_height() == low


def test_a_problem_of_paragraphs_is_a_red_border_in_both_themes(make, window):
    field = make("content", "x")
    field.complain("Sai")
    assert str(field.editor.entry.cget("highlightbackground")) == theme.LIGHT.danger
    theme.set_dark(True)
    window.update()
    assert str(field.editor.entry.cget("highlightbackground")) == theme.DARK.danger
    field.complain("")
    assert str(field.editor.entry.cget("highlightbackground")) == theme.DARK.line


def test_long_words_under_a_field_are_broken_and_never_cut(make, window):
    window.geometry("260x500")
    field = make(PLAIN)
    field.complain("Không tìm thấy “Phòng Nội vụ”; hãy chọn trong danh sách hoặc thêm vào danh bạ trước")
    window.update()
    window.update()
    for child in field.winfo_children():
        if isinstance(child, kit.Label):
            assert child.winfo_reqwidth() <= child.winfo_width()


# --- Days ---


@pytest.mark.parametrize(
    ("typed", "stands", "problem"),
    [
        ("20/11/2026", "20/11/2026", ""),
        ("5/3/2026", "05/03/2026", ""),
        ("20-11-2026", "20/11/2026", ""),
        ("20.11.2026", "20/11/2026", ""),
        ("20112026", "20/11/2026", ""),
        ("20/11/26", "20/11/2026", ""),
        ("20/11", "20/11/2026", ""),
        ("05/13/2026", "05/13/2026", "Tháng 13 không có"),
        ("31/02/2026", "31/02/2026", "Tháng 2/2026 không có ngày 31"),
        ("1/1/1999", "1/1/1999", "Năm 1999 không hợp lệ"),
        ("hn", "20/11/2026", ""),
        ("+3", "25/11/2026", ""),
        ("-1", "19/11/2026", ""),
        ("  20/11/2026 ", "20/11/2026", ""),
        ("mai", "mai", "Ngày phải ghi dạng"),
        ("", "", ""),
    ],
)
def test_a_day_is_read_as_people_write_it_and_an_impossible_one_is_left_standing(make, typed, stands, problem):
    clock.set_today(date(2026, 11, 20))
    field = make(DAY)
    keys(field.editor.entry, typed)
    assert field.get() == typed, "nothing is rewritten while somebody types"
    leave(field)
    assert field.get() == stands
    assert (problem in under(field)) if problem else not field.problem
    assert field.editor.entry.instate(["invalid"]) == bool(problem)


def test_up_and_down_step_a_day_and_begin_with_today(make):
    clock.set_today(date(2026, 2, 28))
    field = make(DAY)
    press(field.editor.entry, "Down")
    assert field.get() == "28/02/2026"
    press(field.editor.entry, "Up", "Up")
    assert field.get() == "02/03/2026"
    press(field.editor.entry, "Down")
    assert field.get() == "01/03/2026"
    field.set("không rõ")
    press(field.editor.entry, "Up")
    assert field.get() == "không rõ"


def test_a_day_nobody_works_on_is_noted_as_soon_as_it_can_be_read(make):
    field = make(DAY)
    keys(field.editor.entry, "21/11/2026")
    assert under(field) == "Thứ Bảy, ngày nghỉ"
    press(field.editor.entry, "Up")
    assert under(field) == "Chủ nhật, ngày nghỉ"
    press(field.editor.entry, "Up")
    assert under(field) == ""
    assert not field.problem


def test_the_calendar_gives_its_day_to_the_field_and_escape_leaves_it(make, monkeypatch):
    field = make(DAY, "20/11/2026")
    asked = []

    def pick(parent: Any, current: date | None = None) -> date | None:
        asked.append(current)
        return answer

    monkeypatch.setattr(dialogs, "pick_date", pick)
    answer: date | None = date(2026, 12, 1)
    press(field.editor.entry, "F4")
    assert field.get() == "01/12/2026"
    answer = None
    click(next(child for child in field.editor.widget.winfo_children() if child.winfo_class() == "TButton"))
    assert field.get() == "01/12/2026"
    assert asked == [date(2026, 11, 20), date(2026, 12, 1)]


def test_hours_and_numbers_take_their_usual_form_when_left(make):
    hour, whole = make(Column("h", "Giờ", Hour())), make(Column("n", "Số", Whole()))
    keys(hour.editor.entry, "9h5")
    keys(whole.editor.entry, "12345")
    leave(hour)
    assert (hour.get(), whole.get()) == ("09h05", "12.345")
    keys(hour.editor.entry, "x")
    leave(hour)
    assert hour.problem.startswith("Giờ phải ghi dạng")


def test_space_ticks_and_unticks(make):
    field = make(Column("x", "Cần xác nhận", YesNo()))
    press(field.editor.entry, "space")
    assert field.get() == "x"
    press(field.editor.entry, "space")
    assert field.get() == ""
    field.set("x")
    assert field.get() == "x"


# --- Lists ---


def test_matching_is_blind_to_accents_and_puts_beginnings_first():
    options = ["Phòng Nội vụ", "Văn phòng Đăng ký đất đai", "Tổ dân phố số 1", "Đội Quản lý đô thị"]
    assert matching(options, "phong") == ["Phòng Nội vụ", "Văn phòng Đăng ký đất đai"]
    assert matching(options, "đât dai") == ["Văn phòng Đăng ký đất đai"]
    assert matching(options, "do thi doi") == ["Đội Quản lý đô thị"]
    assert matching(options, "") == options
    assert matching(options, "xyz") == []


def test_a_list_follows_the_typing_and_changes_nothing_by_itself(make):
    field = make("lead_unit")
    unikey(field.editor.entry, "phòng")
    assert offered(field) == ["Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND"]
    assert field.get() == "phòng"
    assert field.focus_get() is field.editor.entry
    leave(field)
    assert offered(field) == []
    assert field.get() == "phòng"
    assert field.problem.startswith("Có 2 đơn vị khớp: ")


def test_down_goes_into_the_list_and_return_takes_what_is_lit(make):
    field = make("lead_unit")
    keys(field.editor.entry, "phong")
    press(field.editor.entry, "Down", "Down")
    assert field.get() == "phong"
    press(field.editor.entry, "Return")
    assert field.get() == "Phòng Văn hóa - Xã hội"
    assert offered(field) == []
    assert field.focus_get() is field.editor.entry


def test_tab_takes_what_is_lit_or_the_only_choice_begun_and_moves_on(make):
    first, second = make("lead_unit"), make("supervising_leader")
    keys(first.editor.entry, "phong")
    press(first.editor.entry, "Down", "Tab")
    assert first.get() == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert first.focus_get() is second.editor.entry
    keys(second.editor.entry, "khue")
    assert offered(second) == ["Đặng Văn Khuê"]
    press(second.editor.entry, "Tab")
    assert second.get() == "Đặng Văn Khuê"


def test_escape_closes_the_list_and_only_the_list(make, window):
    field = make("lead_unit")
    reached = []
    window.bind("<Escape>", lambda event: reached.append(1))
    keys(field.editor.entry, "phong")
    press(field.editor.entry, "Escape")
    assert offered(field) == []
    assert not reached
    press(field.editor.entry, "Escape")
    assert reached
    assert field.get() == "phong"


def test_a_click_takes_an_option_and_the_field_keeps_the_keys(make):
    field = make("lead_unit")
    press(field.editor.entry, "Down")
    assert len(offered(field)) == 7
    listbox = field.editor.suggestions.listbox
    x, y, width, height = listbox.bbox(3)
    wanted = offered(field)[3]
    click(listbox, x + 5, y + height // 2)
    assert field.get() == wanted == "Tổ dân phố số 2"
    assert field.focus_get() is field.editor.entry


def test_a_name_or_a_code_typed_by_hand_becomes_the_unit_it_names(make):
    field = make("lead_unit")
    for typed in ("vp", "van phong hdnd va ubnd", "Văn phòng HĐND và UBND"):
        field.set("")
        keys(field.editor.entry, typed) if typed.isascii() else unikey(field.editor.entry, typed)
        leave(field)
        assert field.get() == "Văn phòng HĐND và UBND"
        assert not field.problem


def test_two_units_of_one_name_are_never_mixed_up(make):
    units.save({"code": "TT1", "name": "Tổ dân phố số 1", "relation": "Cấp dưới"})
    field = make("lead_unit")
    keys(field.editor.entry, "tt1")
    leave(field)
    assert units.get(field.column.kind.read(field.get()).id).code == "TT1"
    field.set("")
    keys(field.editor.entry, "to dan pho so 1")
    assert offered(field) == ["Tổ dân phố số 1 · TDP1", "Tổ dân phố số 1 · TT1"]
    press(field.editor.entry, "Down", "Down", "Return")
    leave(field)
    assert field.get() == "Tổ dân phố số 1 · TT1"


def test_a_unit_added_meanwhile_is_offered_at_the_next_opening(make):
    field = make("lead_unit")
    keys(field.editor.entry, "tram")
    assert offered(field) == []
    units.save({"code": "TYT", "name": "Trạm Y tế"})
    keys(field.editor.entry, " y")
    assert offered(field) == ["Trạm Y tế"]


def test_thousands_of_options_are_cut_to_two_hundred_and_the_rest_is_counted(make, monkeypatch):
    options = [f"Tổ dân phố số {number}" for number in range(3_000)]
    monkeypatch.setattr(TASKS.columns["lead_unit"].kind, "options", lambda: options)
    field = make("lead_unit")
    press(field.editor.entry, "Down")
    assert len(offered(field)) == suggestions.MOST
    assert "Còn 2.800 mục nữa" in str(field.editor.suggestions.more.cget("text"))
    keys(field.editor.entry, "so 2999")
    assert offered(field) == ["Tổ dân phố số 2999"]


def test_a_closed_list_of_words_opens_wherever_it_is_clicked_and_marks_the_present_word(make):
    field = make("kind", "Trọng tâm")
    click(field.editor.entry, 10)
    assert offered(field) == ["Thường xuyên", "Trọng tâm", "Đột xuất, phát sinh"]
    press(field.editor.entry, "Down", "Return")
    assert field.get() == "Đột xuất, phát sinh"
    press(field.editor.entry, "Control-a")
    keys(field.editor.entry, "trong tam")
    leave(field)
    assert field.get() == "Trọng tâm"
    press(field.editor.entry, "Control-a")
    keys(field.editor.entry, "gap")
    leave(field)
    assert field.get() == "gap"
    assert "không có trong danh mục" in field.problem


def test_several_units_are_added_one_after_the_other(make):
    field = make("cooperating_units")
    entry = field.editor.entry
    keys(entry, "so 1")
    press(entry, "Down", "Return")
    assert field.get() == "Tổ dân phố số 1; "
    unikey(entry, "văn hóa")
    assert offered(field) == ["Phòng Văn hóa - Xã hội"]
    assert field.get() == "Tổ dân phố số 1; văn hóa"
    press(entry, "Down", "Return")
    assert field.get() == "Tổ dân phố số 1; Phòng Văn hóa - Xã hội; "
    leave(field)
    assert field.get() == "Tổ dân phố số 1; Phòng Văn hóa - Xã hội"
    assert not field.problem


def test_the_list_completes_the_piece_in_which_the_cursor_stands(make):
    field = make("cooperating_units", "TDP1; ; KT")
    entry = field.editor.entry
    entry.icursor(6)
    keys(entry, "van hoa")
    press(entry, "Down", "Return")
    assert field.get() == "TDP1; Phòng Văn hóa - Xã hội; KT"
    leave(field)
    assert field.get() == "Tổ dân phố số 1; Phòng Văn hóa - Xã hội; Phòng Kinh tế, Hạ tầng và Đô thị"


def test_a_list_near_the_lower_edge_opens_upwards_inside_the_window(make, window):
    field = make("lead_unit")
    field.pack_configure(side="bottom")
    window.update()
    press(field.editor.entry, "Down")
    window.update()
    frame = field.editor.suggestions.listbox.master
    assert frame.winfo_rooty() + frame.winfo_height() <= field.editor.entry.winfo_rooty()
    assert frame.winfo_rooty() >= window.winfo_rooty()


def test_a_list_closes_when_its_field_moves_away(make, window):
    field = make("lead_unit")
    press(field.editor.entry, "Down")
    field.pack_configure(pady=60)
    wait(window, 250)
    assert offered(field) == []


def test_a_locked_field_shows_its_text_and_takes_no_key(make):
    for column in ("deliverable_wanted", "content", "lead_unit", "due_on"):
        field = make(column, "120/TB")
        field.enabled(False)
        keys(field.editor.entry, "x")
        press(field.editor.entry, "Down", "F4")
        assert field.get() == "120/TB"
        field.set("121/TB")
        assert field.get() == "121/TB", "the program still fills it in"


# --- A choice by its beginning ---


@pytest.mark.parametrize("way", ["Tab", "Return", "leave"])
@pytest.mark.parametrize("begun", ["van ph", "hdnd", "VP"])
def test_the_beginning_of_one_choice_is_that_choice_once_the_field_is_left_or_return_is_pressed(make, way, begun):
    field = make("lead_unit")
    keys(field.editor.entry, begun)
    assert field.get() == begun  # nothing is rewritten while one types
    leave(field) if way == "leave" else press(field.editor.entry, way)
    assert field.get() == "Văn phòng HĐND và UBND"
    assert not field.problem


def test_a_beginning_of_several_choices_stays_as_typed_and_the_choices_are_named(make):
    field = make("lead_unit")
    keys(field.editor.entry, "phong")
    press(field.editor.entry, "Tab")
    assert field.get() == "phong"
    assert under(field).startswith("Có ")
    assert under(field).endswith("; hãy chọn một")
    assert "đơn vị khớp" in under(field)
    assert "Phòng Kinh tế" in under(field)
    field.complain("Không tìm thấy “phong”; hãy chọn trong danh sách")  # what the gate says of it on saving
    assert "Phòng Kinh tế" in under(field)


def test_a_text_that_no_choice_begins_with_is_still_refused(make):
    field = make("lead_unit")
    keys(field.editor.entry, "an phong")
    press(field.editor.entry, "Tab")
    assert field.get() == "an phong"
    assert field.problem.startswith("Không tìm thấy")


def test_each_of_several_choices_is_taken_by_its_beginning(make):
    field = make("cooperating_units")
    keys(field.editor.entry, "van ph; phong ki")
    press(field.editor.entry, "Tab")
    assert field.get() == "Văn phòng HĐND và UBND; Phòng Kinh tế, Hạ tầng và Đô thị"


def test_words_of_a_closed_list_are_taken_by_their_beginning(make):
    field = make("kind")
    first = field.editor.kind.options()[-1]
    keys(field.editor.entry, "khong co loai nay")
    press(field.editor.entry, "Return")
    assert field.get() == "khong co loai nay"
    assert field.problem
    field.set("")
    unikey(field.editor.entry, first[:-1])
    press(field.editor.entry, "Return")
    assert field.get() == first
    assert not field.problem


def test_what_is_filled_in_by_the_program_or_pasted_over_cells_is_not_guessed_at(make):
    field = make("lead_unit")
    field.editor.fill("van ph")
    assert field.get() == "van ph"
    assert field.problem.startswith("Không tìm thấy")
