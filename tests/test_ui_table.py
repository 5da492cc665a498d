"""The table of every list: only rows on screen exist, and keys, wheel, mouse and clipboard work on the whole list."""

from collections import namedtuple
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.connection import close_database, open_database
from db.models import Unit
from desktop_app.features.units.columns import UNITS
from desktop_app.records import Column, find
from desktop_app.records.kinds import Day, LongText, Text, Whole
from desktop_app.rules import names
from desktop_app.ui import kit, theme
from desktop_app.ui.cells import ELLIPSIS, Ruler
from desktop_app.ui.table import Table
from desktop_app.ui.tsv import as_tsv
from tests.typing_hands import click, focus, press, wait

WINDOW = (900, 420)

Row = namedtuple("Row", "id code content due_on percent")
COLUMNS = (
    Column("code", "Mã", Text(), 12),
    Column("content", "Nội dung nhiệm vụ", LongText(), 40),
    Column("due_on", "Hạn xử lý", Day(), 11),
    Column("percent", "Tỷ lệ", Whole(), 6),
    Column("worked_out", "Tình trạng", Text(), 14, compute=lambda row: "Quá hạn" if row.id % 5 == 0 else "Đang làm"),
)
LONG = "Rà soát, tổng hợp báo cáo kết quả thực hiện công tác giải phóng mặt bằng trên địa bàn phường trước ngày 15"


class Listed:
    """A list of rows that exist only when asked for, and remembers what it was asked for."""

    def __init__(self, ids: Sequence[int], first: int = 500, slice_: int = 20_000) -> None:
        self.ids, self.first, self.slice = list(ids), first, slice_
        self.pieces = 0
        self.asked: list[list[int]] = []

    def slices(self) -> Iterator[list[int]]:
        at, size = 0, self.first
        while at < len(self.ids):
            self.pieces += 1
            yield self.ids[at : at + size]
            at, size = at + size, self.slice

    def rows(self, ids: Sequence[int]) -> list[Row]:
        self.asked.append(list(ids))
        return [
            Row(i, f"NV-{i:06}", LONG if i % 2 else "Họp giao ban", date(2026, 1, 1) + timedelta(days=i % 300), i % 101)
            for i in ids
        ]


@pytest.fixture
def make(window: kit.Toplevel):
    def made(listed: Any, **options: Any) -> Table:
        table = Table(window, options.pop("columns", COLUMNS), listed, **options)
        table.pack(fill="both", expand=True)
        window.update()
        while table.loading:
            window.update()
        focus(table.tree)
        return table

    return made


def texts(table: Table, column: int = 0) -> list[str]:
    """What stands in a column on screen, from the top."""
    return [str(table.tree.item(item, "values")[column]) for item in table.tree.get_children() if row_of(table, item)]


def row_of(table: Table, item: str) -> bool:
    return bool(table.tree.item(item, "values"))


def codes(first: int, count: int) -> list[str]:
    return [f"NV-{i:06}" for i in range(first, first + count)]


def place(table: Table, line: int) -> tuple[int, int]:
    """The middle of the first cell of a line on screen."""
    x, y, width, height = table.tree.bbox(table.tree.get_children()[line], COLUMNS[0].name)
    return x + width // 2, y + height // 2


def test_only_the_rows_on_screen_are_items_however_long_the_list(make):
    table = make(Listed(range(1, 100_001)))
    assert 5 < len(table.tree.get_children()) < 40
    assert texts(table) == codes(1, table.view.page)
    table.load_all()
    assert len(table.ids) == 100_000
    assert table.footer.cget("text") == "Hiển thị 100.000 dòng"
    table.view.goto(50_000)
    assert texts(table) == codes(50_001, table.view.page)
    assert len(table.tree.get_children()) == table.view.page


def test_the_first_page_is_there_before_the_rest_has_been_read(make, window):
    listed = Listed(range(1, 60_001))
    table = Table(window, COLUMNS, listed, noun="nhiệm vụ")
    table.pack(fill="both", expand=True)
    window.update_idletasks()
    assert listed.pieces == 1
    assert table.footer.cget("text") == "Hiển thị 500 nhiệm vụ, đang đọc tiếp…"
    wait(window, 100)
    assert listed.pieces == 4
    assert table.footer.cget("text") == "Hiển thị 60.000 nhiệm vụ"


def test_a_wheel_step_reads_three_rows_and_moves_the_others(make):
    listed = Listed(range(1, 2001))
    table = make(listed)
    items = table.tree.get_children()
    listed.asked.clear()
    table.tree.event_generate("<Button-5>", x=50, y=100)
    table.update()
    page = table.view.page
    assert listed.asked == [[page + 1, page + 2, page + 3]]
    assert texts(table) == codes(4, page)
    assert table.tree.get_children()[: page - 3] == items[3:]
    table.tree.event_generate("<Button-4>", x=50, y=100)
    table.update()
    assert texts(table) == codes(1, page)


def test_keys_go_through_the_whole_list(make):
    table = make(Listed(range(1, 2001)))
    page = table.view.page
    press(table.tree, "Down")
    assert table.selected == [1]
    press(table.tree, "Next")
    assert table.selected == [page]
    press(table.tree, "Control-End")
    assert table.selected == [2000]
    assert texts(table)[-1] == "NV-002000"
    press(table.tree, "Up", "Up")
    assert table.selected == [1998]
    press(table.tree, "Prior")
    assert table.selected == [1998 - (page - 1)]
    press(table.tree, "Home")
    assert table.selected == [1]
    assert texts(table) == codes(1, page)
    press(table.tree, "Up")
    assert table.selected == [1]


def test_end_pressed_while_the_order_is_still_being_read_goes_to_the_very_last_row(make, window):
    table = Table(window, COLUMNS, Listed(range(1, 90_001)))
    table.pack(fill="both", expand=True)
    window.update_idletasks()
    table.tree.focus_force()
    assert table.loading
    table.tree.event_generate("<KeyPress-End>")
    assert table.selected == [90_000]


def test_shift_chooses_a_range_and_control_single_rows_more(make):
    table = make(Listed(range(1, 2001)))
    press(table.tree, "Down", "Shift-Down", "Shift-Down")
    assert table.selected == [1, 2, 3]
    press(table.tree, "Shift-Up")
    assert table.selected == [1, 2]
    x, y = place(table, 5)
    table.tree.event_generate("<Control-ButtonPress-1>", x=x, y=y)
    assert table.selected == [1, 2, 6]
    x, y = place(table, 8)
    table.tree.event_generate("<Shift-ButtonPress-1>", x=x, y=y)
    assert table.selected == [6, 7, 8, 9]
    click(table.tree, *place(table, 3))
    assert table.selected == [4]


def test_a_table_for_one_choice_never_has_two(make):
    table = make(Listed(range(1, 50)), many=False)
    press(table.tree, "Down", "Shift-Down", "Control-a")
    assert table.selected == [2]


def test_control_a_chooses_everything_also_what_is_not_on_screen(make):
    told: list[list[int]] = []
    table = make(Listed(range(1, 30_001)), on_select=told.append)
    press(table.tree, "Control-a")
    table.update()
    assert len(told[-1]) == 30_000
    assert table.footer.cget("text") == "Hiển thị 30.000 dòng  ·  đã chọn 30.000"


def test_the_choice_belongs_to_the_record_not_to_the_line(make):
    table = make(Listed(range(1, 2001)))
    click(table.tree, *place(table, 4))
    marked = table.tree.selection()
    assert [table.tree.item(item, "values")[0] for item in marked] == ["NV-000005"]
    table.view.scroll(100)
    assert table.tree.selection() == ()
    table.view.goto(3)
    assert [table.tree.item(item, "values")[0] for item in table.tree.selection()] == ["NV-000005"]


def test_refreshing_keeps_choice_and_place_by_id_when_rows_come_and_go(make):
    told: list[list[int]] = []
    table = make(Listed(range(1, 5001)), on_select=told.append)
    table.view.goto(3000)
    table.choose([3003, 3004])
    table.update()
    told.clear()
    table.refresh(Listed([9001, 9002, *range(1, 3003), *range(3004, 5001)]))
    wait(table, 60)
    assert texts(table)[:2] == ["NV-003001", "NV-003002"]
    assert table.selected == [3004]
    assert told == [[3004]]
    press(table.tree, "Down")
    assert table.selected == [3005]
    table.refresh(Listed([9001, *range(1, 3003), *range(3006, 5001)]))
    wait(table, 60)
    assert table.selected == []
    press(table.tree, "Return", "Down")
    assert table.selected == [3006], "keys go on from where the deleted row stood"


def test_showing_another_list_begins_at_its_top_with_nothing_chosen(make):
    told: list[list[int]] = []
    table = make(Listed(range(1, 5001)), on_select=told.append)
    table.choose([4000])
    table.update()
    table.show(Listed(range(7000, 7400)))
    table.update()
    assert texts(table)[0] == "NV-007000"
    assert table.selected == []
    assert told[-1] == []


def test_a_row_chosen_before_the_table_is_laid_out_is_seen_afterwards(window):
    table = Table(window, COLUMNS)
    table.show(Listed(range(1, 101)))
    table.choose([1])
    table.pack(fill="both", expand=True)
    window.update()
    assert (table.view.top, table.selected) == (0, [1])


def test_a_newer_list_stops_the_reading_of_the_older_one(make, window):
    old = Listed(range(1, 200_001), slice_=1000)
    table = make(Listed([]))
    table.show(old)
    table.show(Listed(range(500_001, 500_004)))
    wait(window, 80)
    assert list(table.ids) == [500_001, 500_002, 500_003]
    assert old.pieces < 5


def test_the_scrollbar_reaches_every_row(make):
    table = make(Listed(range(1, 2001)))
    table._bar_moved("moveto", "0.5")
    assert texts(table)[0] == "NV-001001"
    assert table._bar.get()[0] == pytest.approx(0.5)
    table._bar_moved("scroll", "1", "pages")
    assert texts(table)[0] == f"NV-{1001 + table.view.page - 1:06}"
    table._bar_moved("moveto", "1.0")
    assert texts(table)[-1] == "NV-002000"


def test_return_and_double_click_open_the_record_and_headings_do_not(make):
    opened: list[int] = []
    table = make(Listed(range(1, 2001)), on_open=opened.append)
    press(table.tree, "Down", "Down", "Return")
    assert opened == [2]
    x, y = place(table, 6)
    click(table.tree, x, y)
    assert opened == [2]
    click(table.tree, x, y)
    assert opened == [2, 7]
    click(table.tree, x, 8)
    click(table.tree, x, 8)
    assert opened == [2, 7]


def test_a_click_on_a_heading_asks_to_sort_and_turns_round_the_second_time(make):
    asked: list[tuple[str, bool]] = []
    table = make(Listed(range(1, 50)), on_sort=lambda name, down: asked.append((name, down)))
    x = place(table, 0)[0]
    click(table.tree, x, 8)
    assert str(table.tree.heading("code", "text")) == "Mã ▲"
    click(table.tree, x, 8)
    assert asked == [("code", False), ("code", True)]
    assert str(table.tree.heading("code", "text")) == "Mã ▼"
    worked_out = table.tree.bbox(table.tree.get_children()[0], "worked_out")
    click(table.tree, worked_out[0] + 10, 8)
    assert len(asked) == 2, "what Python works out of a row cannot be sorted by SQL"


def test_control_c_copies_the_chosen_rows_with_headings_as_excel_pastes_them(make, window):
    table = make(Listed(range(1, 2001)))
    press(table.tree, "Down", "Shift-Down", "Control-c")
    assert window.clipboard_get().split("\n") == [
        "Mã\tNội dung nhiệm vụ\tHạn xử lý\tTỷ lệ\tTình trạng",
        f"NV-000001\t{LONG}\t02/01/2026\t1\tĐang làm",
        "NV-000002\tHọp giao ban\t03/01/2026\t2\tĐang làm",
    ]


def test_a_copied_cell_stays_one_cell_and_is_no_formula():
    row = Row(1, "=1+1", "Một\ndòng\tkhác", None, -5)
    assert as_tsv(COLUMNS[:4], [row]).split("\n")[1].split("\t") == [" =1+1", "Một dòng khác", "", "-5"]


def test_long_text_is_cut_with_an_ellipsis_and_shown_whole_beside_the_pointer(make, window):
    table = make(Listed(range(1, 2001)))
    shown = texts(table, 1)[0]
    assert shown.endswith(ELLIPSIS)
    assert LONG.startswith(shown.rstrip(ELLIPSIS))
    x, y, width, _ = table.tree.bbox(table.tree.get_children()[0], "content")
    assert theme.measure(shown) <= width
    table.tree.event_generate("<Motion>", x=x + 20, y=y + 5)
    wait(window, 600)
    assert table.tip.shown is not None
    assert [child.cget("text") for child in table.tip.shown.winfo_children()] == [LONG]
    table.tree.event_generate("<Motion>", x=place(table, 1)[0], y=y + 5)
    assert table.tip.shown is None, "a cell that is seen whole needs no tip"


def test_what_is_cut_fits_exactly_and_what_fits_is_not_cut(root):
    theme.dress(root)
    ruler = Ruler(theme.measure)
    for text in (LONG, "Ủy ban nhân dân", "WWWWWWWWWWWWWW", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", ""):
        assert ruler.width(text) == theme.measure(text)
        for room in range(theme.measure(ELLIPSIS), theme.measure(text) + 12, 7):
            cut = ruler.cut(text, room)
            assert theme.measure(cut) <= room
            assert (cut == text) == (theme.measure(text) <= room)


def test_columns_fill_a_wide_table_and_a_narrow_one_scrolls_sideways(make, window):
    table = make(Listed(range(1, 100)))
    widths = {column.name: int(table.tree.column(column.name, "width")) for column in COLUMNS}
    assert sum(widths.values()) == pytest.approx(table.tree.winfo_width(), abs=4)
    assert not table._side_bar.winfo_ismapped()
    window.geometry("420x420")
    window.update()
    assert table._side_bar.winfo_ismapped()
    narrow = {column.name: int(table.tree.column(column.name, "width")) for column in COLUMNS}
    for column in COLUMNS:
        assert narrow[column.name] >= theme.characters(min(column.width, 13)), column.label
    before = table.tree.xview()
    press(table.tree, "Right")
    assert table.tree.xview() != before


def test_columns_of_words_give_way_and_those_of_dates_and_numbers_do_not(make, window):
    table = make(Listed(range(1, 100)))
    for wide in range(680, 540, -13):
        window.geometry(f"{wide}x420")
        window.update()
        assert not table._side_bar.winfo_ismapped(), "nothing scrolls sideways as long as words can give way"
    for shown in (texts(table, 0)[0], texts(table, 2)[0], texts(table, 3)[0]):
        assert ELLIPSIS not in shown
    assert ELLIPSIS in texts(table, 1)[0]


def test_a_heading_that_does_not_fit_is_cut_and_shown_whole_beside_the_pointer(make, window):
    label = "Thời hạn hoàn thành theo quyết định"
    columns = (Column("due_on", label, Day(), 11), Column("content", "Nội dung", LongText(), 60))
    table = make(Listed(range(1, 100)), columns=columns)
    assert str(table.tree.heading("due_on", "text")) == label
    window.geometry("420x420")
    window.update()
    assert str(table.tree.heading("due_on", "text")) == "Thời hạn hoàn thành\ntheo quyết định"
    table.header.widths = {"due_on": 8}  # drawn so narrow by hand that not even two lines hold it
    window.update()
    shown = str(table.tree.heading("due_on", "text"))
    assert shown.endswith(ELLIPSIS)
    assert theme.measure(shown, kit.BOLD) <= int(table.tree.column("due_on", "width"))
    table.tree.event_generate("<Motion>", x=20, y=8)
    wait(window, 600)
    assert [child.cget("text") for child in table.tip.shown.winfo_children()] == [label]


def test_larger_letters_give_higher_rows_wider_columns_and_the_same_place(make, window):
    table = make(Listed(range(1, 2001)))
    table.view.goto(700)
    page, code = table.view.page, int(table.tree.column("code", "width"))
    theme.set_size(16)
    window.update()
    assert table.view.page < page
    assert int(table.tree.column("code", "width")) > code
    assert texts(table)[0] == "NV-000701"
    height = table.tree.bbox(table.tree.get_children()[0])[3]
    assert height >= theme.line_height()
    *_, last = table.tree.get_children()
    x, y, _, height = table.tree.bbox(last)
    assert y + height <= table.tree.winfo_height(), "the last line is not cut off"


def test_dots_and_letters_say_how_a_row_stands_and_follow_theme_and_choice(make, window):
    table = make(Listed(range(1, 2001)), look=lambda row: ("danger", "danger") if row.id == 2 else ("success", None))
    first, second = table.tree.get_children()[:2]
    assert "danger" in table.tree.item(second, "tags")
    assert "danger" not in table.tree.item(first, "tags")
    assert str(table.tree.tag_configure("danger", "foreground")) == theme.LIGHT.danger
    before = table.tree.item(second, "image")
    assert before
    assert before != table.tree.item(first, "image")
    press(table.tree, "Down", "Down")
    chosen = table.tree.item(second, "image")
    assert chosen != before, "the dot lies on the ground of the chosen row"
    theme.set_dark(True)
    window.update()
    assert str(table.tree.tag_configure("danger", "foreground")) == theme.DARK.danger
    assert table.tree.item(second, "image") not in (before, chosen)


def test_an_empty_list_says_so_in_the_middle_and_takes_every_key(make, window):
    table = make(Listed([]), empty="Chưa có nhiệm vụ nào", noun="nhiệm vụ", on_open=lambda i: pytest.fail("opened"))
    assert table._nothing.winfo_ismapped()
    assert table._nothing.cget("text") == "Chưa có nhiệm vụ nào"
    press(table.tree, "Down", "End", "Next", "Control-a", "Control-c", "Return", "Shift-Up")
    assert table.selected == []
    table.show(Listed([1]))
    window.update()
    assert not table._nothing.winfo_ismapped()


def test_a_row_deleted_behind_the_list_leaves_an_empty_line_not_an_error(make):
    class Gone(Listed):
        def rows(self, ids: Sequence[int]) -> list[Row]:
            return super().rows([i for i in ids if i != 3])

    table = make(Gone(range(1, 20)))
    assert texts(table)[:3] == ["NV-000001", "NV-000002", "NV-000004"]
    x, y = place(table, 2)
    click(table.tree, x, y)
    assert table.selected == []


def test_a_column_drawn_wider_by_hand_stays_so_and_shows_more_text(make, window):
    table = make(Listed(range(1, 2001)))
    table.tree.column("code", width=300)
    table.tree.event_generate("<ButtonRelease-1>", x=5, y=5)
    assert table.header.widths == {"code": pytest.approx(300 / theme.characters(1000) * 1000)}
    window.geometry("1000x420")
    window.update()
    assert int(table.tree.column("code", "width")) == 300


def test_real_records_sort_by_themselves_in_vietnamese_order_and_keep_the_choice(make, tmp_path: Path):
    open_database(tmp_path / "thu.db")
    try:
        for code, name in enumerate(("Đạt", "Ăn", "Ân", "An", "Dũng", "Ánh"), start=1):
            Unit.create(code=f"P{code}", name=name, sort_key=names.sort_key(name))
        table = make(find(UNITS, order="code"), columns=UNITS.pick(["code", "name"]), noun="đơn vị")
        assert texts(table) == ["P1", "P2", "P3", "P4", "P5", "P6"]
        click(table.tree, *place(table, 0))
        table.sort("name")
        assert texts(table, 1) == ["An", "Ánh", "Ăn", "Ân", "Dũng", "Đạt"]
        table.sort("name")
        assert texts(table, 1) == ["Đạt", "Dũng", "Ân", "Ăn", "Ánh", "An"]
        assert [table.source.rows([i])[0].name for i in table.selected] == ["Đạt"]
        assert table.footer.cget("text") == "Hiển thị 6 đơn vị"
    finally:
        close_database()
