"""Indicators and targets in the window with real keys: put in, typed, adjusted, shared out, shared out again."""

import pytest

from db.models import Indicator, Target
from desktop_app import clock, events
from desktop_app.features.indicators import service as indicators
from desktop_app.features.indicators.columns import INDICATORS
from desktop_app.features.target_parts import service as parts
from desktop_app.features.targets import service as targets
from desktop_app.ui import theme
from tests import typing_hands as hands
from tests.desk_hands import Answers, desk, lines, palette, toast
from tests.office_hands import set_target
from tests.test_every_room import squeezed
from tests.test_target_split import CITY, DECIDED, Sheet, from_above
from tests.town_hands import once, words_of


@pytest.fixture
def answers(monkeypatch):
    return Answers(monkeypatch)


@pytest.fixture
def shell(root, office, answers):
    """The window of the office with the start data."""
    indicators.put_in()
    with desk(root, office) as made:
        yield made


def typed(field, text):
    """Take a field's text out and type another, with real keys."""
    entry = field.editor.entry
    hands.focus(entry)
    entry.selection_range(0, "end")
    hands.press_here(entry, "BackSpace")
    hands.unikey(entry, text)


def asked(shell, said, **texts):
    """Fill the next window of questions in and take it; what it says goes to ``said``."""

    def fill(window):
        for name, text in texts.items():
            typed(window.form.fields[name], text)
        hands.press_here(window, "Control-s")
        if window.winfo_exists():
            said.append(words_of(window.form))
            hands.press_here(window, "Escape")

    once(shell.app, "Asking", fill)


def typed_cell(page, place, name, text):
    """Type into a cell of the page and leave it for the row below."""
    entry = page.rows.entries[place][name]
    hands.focus(entry)
    entry.selection_range(0, "end")
    hands.unikey(entry, text)
    hands.press_here(entry, "Return")


# --- The catalogue ---


def test_the_start_data_is_put_in_with_one_press_and_taken_back(root, office, answers):
    with desk(root, office) as shell:
        shell.go("indicators")
        screen = shell.screen
        assert str(screen.sample.cget("text")).strip() == f"Thêm bộ chỉ tiêu mẫu (còn {len(indicators.offered())})"
        hands.press(screen.sample, "space")
        root.update()
        assert screen.rows.footer.cget("text") == "Hiển thị 42 chỉ tiêu"
        assert not screen.sample.winfo_ismapped()
        words, shown = toast()
        assert "42 chỉ tiêu" in words
        shown.act()
        assert Indicator.select().where(Indicator.deleted_at.is_null()).count() == 0


def test_an_indicator_is_typed_by_keys_alone_refused_and_put_right(shell):
    shell.go("indicators")
    screen = shell.screen
    hands.press(screen.rows.tree, "Control-n")
    form = screen.pane.form
    for name, text in (("code", "KT10"), ("name", "Số chợ dân sinh"), ("measure", "chợ"), ("numerator", "chợ")):
        typed(form.fields[name], text)
    hands.press_here(shell.app, "Control-s")
    assert "Chỉ tỷ lệ mới có tử số" in words_of(form)
    typed(form.fields["numerator"], "")
    hands.press_here(shell.app, "Control-s")
    made = indicators.by_code("KT10")
    assert (made.name, made.measure, made.aggregation) == ("Số chợ dân sinh", "chợ", "sum")
    hands.press_here(shell.app, "Escape")
    hands.unikey(screen.bar.search, "cho dan")
    hands.wait(shell.app, 150)
    assert list(screen.rows.ids) == [made.id]


def test_what_the_office_above_wrote_is_only_read_and_says_so(shell):
    row = indicators.by_code("KT01")
    Indicator.update(def_owner=CITY).where(Indicator.id == row.id).execute()
    events.publish(events.Changed(INDICATORS.kind))
    shell.go("indicators", {}, row.id)
    screen = shell.screen
    assert screen.pane.form.locked >= {"code", "name", "aggregation"}
    assert "chỉ để xem" in screen.pane.about.cget("text")
    above = from_above("KT05", 900, clock.today())
    shell.go("targets", {}, above.id)
    assert shell.screen.pane.form.locked >= {"value", "indicator", "decided_on"}
    assert "chỉ để xem" in shell.screen.pane.about.cget("text")
    shell.app.update()
    assert not shell.screen.adjusting.winfo_ismapped()
    assert shell.screen.sharing.winfo_ismapped()


# --- Targets ---


def test_a_target_is_typed_adjusted_shared_out_and_shared_out_again_by_keys_alone(shell):
    said: list[str] = []
    shell.go("targets")
    screen = shell.screen
    hands.press(screen.rows.tree, "Control-n")
    form = screen.pane.form
    assert form.texts()["year"] == "2026"
    for name, text in (
        ("indicator", "Tổng thu ngân sách nhà nước trên địa bàn"),
        ("assigner", "HĐND giao"),
        ("value", "40.600"),
        ("decided_on", "05/01/2026"),
        ("paper", "15/NQ-HĐND"),
    ):
        typed(form.fields[name], text)
    hands.press_here(shell.app, "Control-s")
    [whole] = Target.select()
    assert (whole.value, whole.assigner, whole.unit.code) == (40600, "council", "UB")
    # shared out: the first part typed, the others share what is left
    hands.press(screen.sharing, "space")
    page = screen.page
    assert page.sum.cget("text") == "2 đơn vị, tổng các phần 40.600 triệu đồng: khớp với chỉ tiêu."
    typed_cell(page, 0, "part", "30.000")
    assert [line.part for line in page.sheet.lines[:2]] == ["30.000", "10.600"]
    hands.press_here(shell.app, "Control-s")  # without a decision
    assert screen.page is page
    assert "Chưa ghi ngày giao" in words_of(page.form)
    for name, text in (("decided_on", "20/01/2026"), ("paper", "30/QĐ-UBND")):
        typed(page.form.fields[name], text)
    hands.press_here(shell.app, "Control-s")
    assert screen.page is None
    assert sorted(one.value for one in parts.parts_of(whole)) == [10600, 30000]
    assert not screen.news.winfo_ismapped()
    # adjusted: first without its paper
    asked(shell, said, value="42.000", decided_on="15/07/2026")
    hands.press(screen.adjusting, "space")
    assert "Ghi số, ký hiệu quyết định điều chỉnh" in said[0]
    asked(shell, said, value="42.000", decided_on="15/07/2026", paper="900/QĐ-UBND")
    hands.press(screen.adjusting, "space")
    assert len(said) == 1
    assert "từ 40.600 lên 42.000 ngày 15/07/2026; 2 đơn vị chưa điều chỉnh theo" in words_of(screen.pane.form.under)
    assert str(screen.sharing.cget("text")).strip() == "Phân bổ lại…"
    hands.press_here(shell.app, "Escape")
    hands.wait(shell.app, 50)
    assert screen.late.cget("text") == "1 chỉ tiêu đã điều chỉnh, cần phân bổ lại."
    # the way from the list to the new parts
    screen.show_behind()
    assert len(screen.rows.ids) == 1
    hands.press(screen.rows.tree, "Home", "Return")
    hands.press(screen.sharing, "space")
    page = screen.page
    assert [line.part for line in page.sheet.lines[:2]] == ["31.034,5", "10.965,5"]
    for name, text in (("decided_on", "20/07/2026"), ("paper", "930/QĐ-UBND")):
        typed(page.form.fields[name], text)
    hands.press(page.write, "space")
    assert parts.said(whole) == ""
    assert sum(one.value for one in parts.parts_of(whole)) == 42000
    hands.wait(shell.app, 50)
    assert not screen.news.winfo_ismapped()


def test_the_list_begins_with_the_versions_in_force_of_this_year_and_the_filter_can_be_taken_away(shell):
    old = set_target("KT02", "38.000", year="2025", decided_on="05/01/2025")
    first = set_target("KT01", "40.600")
    last = targets.adjust(first, {"value": "42.000", "decided_on": "15/07/2026", "paper": "900/QĐ-UBND"})
    shell.go("targets")
    screen = shell.screen
    assert list(screen.rows.ids) == [last.id]
    assert screen.bar.words() == ["Năm: 2026", "Bản: Đang áp dụng"]
    screen.bar.clear()
    assert set(screen.rows.ids) == {old.id, first.id, last.id}


def test_a_column_of_excel_is_pasted_down_the_units_that_take_part(shell):
    shell.go("targets", {}, set_target("KT06", "100").id)
    screen = shell.screen
    screen.share_out()
    page = screen.page
    hands.paste(page.rows.entries[0]["part"], "60\n30\n5\n")
    assert [line.part for line in page.sheet.lines[:2]] == ["60", "30"]
    assert page.sum.cget("text").endswith("còn thiếu 10 so với chỉ tiêu 100.")
    assert "Còn 1 dòng không có chỗ" in toast()[0]
    for name, text in (("decided_on", "20/01/2026"), ("paper", "30/QĐ-UBND")):
        typed(page.form.fields[name], text)
    hands.press_here(shell.app, "Control-s")
    assert "Các phần phải cộng đủ chỉ tiêu" in words_of(page.form)
    hands.press(page.again, "space")
    assert [line.part for line in page.sheet.lines[:2]] == ["50", "50"]
    # a unit that takes part only when it is ticked, with the space bar; numbers typed are a key of their own
    hands.press(page.rows.boxes[2], "space")
    assert [line.part for line in page.sheet.lines[:3]] == ["34", "33", "33"]
    typed_cell(page, 0, "weight", "3")
    assert page.form.fields["key"].get() == page.sheet.key == "Số tự nhập (dân số, số hộ…)"
    hands.press_here(shell.app, "Control-s")
    assert screen.page is None


def test_leaving_a_page_with_something_typed_asks_first(shell, answers):
    shell.go("targets", {}, set_target("KT06", "100").id)
    screen = shell.screen
    screen.share_out()
    typed_cell(screen.page, 0, "part", "10")
    answers.unsaved = "cancel"
    hands.press_here(shell.app, "Escape")
    assert screen.page is not None
    assert not shell.go("overview")
    answers.unsaved = "discard"
    hands.press_here(shell.app, "Escape")
    assert screen.page is None
    assert Target.select().count() == 1


def test_the_palette_finds_indicators_and_targets_and_what_was_deleted_is_put_back(shell, answers):
    row = set_target("KT01", "40.600")
    opened = palette(shell)
    hands.unikey(opened.entry, "tong thu ngan")
    hands.wait(shell.app, 250)
    found = [words for words, _ in lines(opened)]
    assert found.count("Tổng thu ngân sách nhà nước trên địa bàn") == 2
    hands.press_here(shell.app, "Escape")
    shell.go("targets", {}, row.id)
    shell.screen.delete()
    assert targets.find().count() == 0
    toast()[1].act()
    assert targets.find().count() == 1


def test_a_year_is_begun_with_the_last_ones_targets(shell):
    said: list[str] = []
    set_target("KT01", "40.600")
    set_target("KT02", "38.000")
    shell.go("targets")
    asked(shell, said, decided_on="05/01/2027", paper="1/QĐ-UBND")
    shell.screen.copy_year()
    assert said == []
    assert [one.year for one in Target.select().order_by(Target.id)] == [2026, 2026, 2027, 2027]
    assert len(shell.screen.rows.ids) == 2


@pytest.mark.parametrize("size", [10, 14])
@pytest.mark.parametrize("geometry", ["1300x660+0+0", "1860x960+0+0"])
def test_nothing_on_the_page_of_sharing_out_is_squeezed(shell, geometry, size):
    whole = set_target("KT01", "40.600")
    Sheet(whole).save(DECIDED)
    theme.set_size(size)
    shell.app.geometry(geometry)
    shell.go("targets", {}, whole.id)
    shell.screen.share_out()
    page = shell.screen.page
    page.sheet.lines[0].problem = "Chưa ghi phần giao"
    page._tell()
    for _ in range(3):
        shell.app.update()
    assert not list(squeezed(page))
    heads = [head.winfo_rootx() + head.winfo_width() for head in page.rows._heads[1:]]
    cells = [*page.rows._words[0].values(), *page.rows.entries[0].values()]
    assert sorted(heads) == sorted(cell.winfo_rootx() + cell.winfo_width() for cell in cells)
