"""Lists as people expect them: columns, filters and views come back, several rows at once, copied and written out."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import pytest

from db.connection import database
from db.models import Journal, Official, Task
from db.words import Timeliness
from desktop_app import catalogue, clock, records, window
from desktop_app.errors import Refused, RefusedRows
from desktop_app.excel import looks
from desktop_app.features.listing import report
from desktop_app.features.listing import screen as listing
from desktop_app.features.officials import service as officials
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.outside import viewer
from desktop_app.outside.folders import OfficeFolder
from desktop_app.records import several
from desktop_app.records.shown import ShownList
from desktop_app.rules.spans import Span
from desktop_app.ui import bulk, columns_window, dialogs, exporting, kit, list_menu, refused_rows, theme
from desktop_app.ui.filters import ALL, Days
from desktop_app.ui.memory import Memory, View, memory
from desktop_app.ui.modal import Modal
from desktop_app.ui.room import BulkAction
from desktop_app.ui.screen import RecordsScreen
from desktop_app.ui.shell import Shell, ShellEntry
from desktop_app.ui.status_line import Status
from desktop_app.ui.table_keys import Spot
from tests.office_hands import notice
from tests.typing_hands import click, focus, keys, press, press_here, unikey, wait

NARROW, WIDE = "1366x728+0+0", "1900x900+0+0"


def set_urgency(ids: Sequence[int], texts: Mapping[str, str]) -> str:
    """A real piece of work over several tasks: each through its own gate, all in one transaction."""
    done = several.at_once([tasks.get(i) for i in ids], lambda task: tasks.save(texts, task))
    return f"Đã ghi mức độ khẩn của {len(done)} nhiệm vụ"


URGENCY = BulkAction("urgency", "Đổi mức độ khẩn", "lightning", TASKS, (("urgency",),), set_urgency)


class Book(RecordsScreen):
    """The book of tasks, with one thing to do with several of them."""

    entity = TASKS
    service: ClassVar[Any] = tasks
    title = "Nhiệm vụ"
    help_page = "tasks"
    table = ("code", "content", "lead_unit", "due_on")
    form = (("content",), ("document", "assigned_on"), ("lead_unit", "due_on"), ("supervising_leader", "urgency"))
    filters = ("lead_unit",)
    more_filters = ("supervising_leader", "document", "cooperating_units", "urgency", Days("due_on"))
    bulk_actions = (URGENCY,)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The file in which the office's lists are remembered."""
    return tmp_path / "cach-xem.json"


@pytest.fixture
def make(dressed: Any, root: Any, office: Path, store: Path) -> Iterator[Callable[..., Book]]:
    made: list[Shell] = []

    def shown(geometry: str = NARROW, book: type[RecordsScreen] = Book) -> Book:
        """The screen as after a start of the program."""
        while made:
            made.pop().destroy()
        memory.begin(store)
        root.geometry(geometry)
        root.deiconify()
        root.update()
        entry = ShellEntry("book", "Nhiệm vụ", "list-check", book)
        shell = Shell(root, [entry], "UBND phường", "Nguyễn Thị Hường", lambda: Status(database="tốt"))
        made.append(shell)
        shell.go("book")
        for _ in range(3):
            root.update()
        focus(shell.screen.rows.tree)
        return shell.screen

    yield shown
    for shell in made:
        shell.destroy()
    memory.begin()
    root.withdraw()


@pytest.fixture
def five(office: Path) -> list[Task]:
    """Five tasks: due in November and December 2026, one led by another office."""
    return notice(
        "12/TB-UBND",
        "02/11/2026",
        {"content": "Rà soát đất công", "lead_unit": "KT", "due_on": "10/11/2026"},
        {"content": "=1+1", "lead_unit": "VP", "supervising_leader": "Đặng Văn Khuê", "due_on": "20/11/2026"},
        {"content": "Báo cáo kết quả", "lead_unit": "VP", "due_on": "30/11/2026", "cooperating_units": "TDP1; TDP2"},
        {"content": "Đôn đốc đường Ưởng", "lead_unit": "VHXH", "due_on": "05/12/2026"},
        {"content": "Việc không thời hạn", "lead_unit": "VHXH"},
    )[1]


@pytest.fixture
def said_yes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every question is answered with yes; what was asked and warned of."""
    said: list[str] = []
    monkeypatch.setattr(dialogs, "ask_yes_no", lambda parent, title, question, *m, **o: said.append(question) or True)
    monkeypatch.setattr(dialogs, "warn", lambda parent, title, message: said.append(message))
    return said


def window_of(widget: Any) -> Modal:
    """The window that lies over the screen."""
    found = [child for child in descendants(widget.winfo_toplevel()) if isinstance(child, Modal)]
    assert len(found) == 1, found
    return found[0]


def descendants(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def answering(book: Book, work: Callable[[], Any], hands: Callable[[Modal], Any]) -> None:
    """Do something that opens a window and waits for it, and use that window with real keys."""
    failed: list[Exception] = []

    def use() -> None:
        found = [one for one in descendants(book.winfo_toplevel()) if isinstance(one, Modal)]
        if not found or found[-1].grab_current() is not found[-1] or found[-1].focus_get() is None:
            book.after(40, use)  # it is not to be used yet, however slow the machine is
            return
        window = window_of(book)
        try:
            hands(window)
        except Exception as error:  # noqa: BLE001 - told once the window is gone
            failed.append(error)
        finally:
            for child in list(descendants(book.winfo_toplevel())):
                if isinstance(child, Modal) and child.winfo_exists():
                    child.close()

    book.after(150, use)
    work()
    book.update()
    if failed:
        raise failed[0]


def shown(book: Book) -> list[str]:
    return [column.name for column in book.rows.columns]


def contents(book: Book) -> list[str]:
    book.update()
    return [tasks.get(i).content for i in book.rows.ids]


def button(within: Any, text: str) -> Any:
    return next(c for c in descendants(within) if c.winfo_class() == "TButton" and text in str(c.cget("text")))


def entry(window: Modal, name: str) -> Any:
    return window.form.fields[name].editor.entry


def toast() -> list[str]:
    assert kit.Toast.shown is not None
    parts = [c for c in kit.Toast.shown.winfo_children() if c.winfo_class() in ("TLabel", "TButton")]
    return [str(c.cget("text")) for c in parts if c.cget("text")]


# --- Columns ---


def test_columns_chosen_with_keys_stand_in_their_order_after_a_restart(make, five):
    book = make()

    def hands(window):
        assert window.focus_get() is window.tree
        press_here(window, "Control-Down", "Down", "space", "Control-s")

    answering(book, lambda: press(button(book.list, "Cột…"), "space"), hands)
    assert shown(book) == ["content", "code", "due_on"]
    assert [str(book.rows.tree.heading(name, "text")) for name in shown(book)][0] == "Nội dung nhiệm vụ"
    assert shown(make()) == ["content", "code", "due_on"]


def test_every_column_that_says_something_can_be_shown_and_filled(make, five):
    book = make()
    names = book.list._choosable()
    assert "decisions" not in names
    assert len(names) > 30
    book.list.show_columns(names)
    book.update()
    first = book.rows.tree.get_children()[0]
    row = book.service.find().rows([book.rows.ids[0]])[0]
    values = dict(zip(names, book.rows.tree.item(first, "values"), strict=True))
    for name in ("code", "last_note", "urge_count", "situation", "assigned_on"):
        cut = str(values[name]).rstrip("…")
        assert TASKS.columns[name].shown(row).startswith(cut), name
    assert book.rows._side_bar.winfo_ismapped()


def test_a_width_given_with_keys_and_one_drawn_with_the_mouse_are_kept_in_characters(make, five, root):
    book = make()

    def hands(window):
        before = round(int(book.rows.tree.column("code", "width")) / theme.characters(1000) * 1000)
        press_here(window, "plus", "plus", "plus", "minus")
        assert window.tree.set("code", "width") == str(before + 4)
        press_here(window, "Control-s")

    answering(book, book.list.ask_columns, hands)
    wished = int(book.rows.tree.column("code", "width"))
    tree = book.rows.tree
    edge = int(tree.column("code", "width")) + int(tree.column("content", "width"))
    tree.event_generate("<Motion>", x=edge, y=8)
    tree.event_generate("<ButtonPress-1>", x=edge, y=8)
    tree.event_generate("<B1-Motion>", x=edge - 60, y=8)
    tree.event_generate("<ButtonRelease-1>", x=edge - 60, y=8)
    book.update()
    drawn = int(tree.column("content", "width"))
    again = make()
    assert int(again.rows.tree.column("code", "width")) == wished
    assert int(again.rows.tree.column("content", "width")) == pytest.approx(drawn, abs=2)
    theme.set_size(16)
    again.update()
    assert int(again.rows.tree.column("code", "width")) > wished * 1.3, "larger letters, wider column"


def test_the_house_s_columns_come_back_and_one_column_always_stays(make, five):
    book = make()

    def one_left(window):
        press_here(window, "space", "Down", "space", "Down", "space", "Down", "space", "Control-s")

    answering(book, book.list.ask_columns, one_left)
    assert shown(book) == ["due_on"]
    answering(book, book.list.ask_columns, lambda window: (click(button(window, "Như ban đầu")), window.accept()))
    assert tuple(shown(book)) == Book.table
    assert memory.of("tasks").now.columns == ()


def test_escape_leaves_the_columns_as_they_are(make, five):
    book = make()
    answering(book, book.list.ask_columns, lambda window: press_here(window, "space", "Control-Down", "Escape"))
    assert tuple(shown(book)) == Book.table


def test_the_menu_of_a_heading_hides_its_column_and_sorts_by_it(make, five, monkeypatch):
    book = make()
    dropped = []
    monkeypatch.setattr(kit.Menu, "tk_popup", lambda menu, x, y: dropped.append(menu))
    tree = book.rows.tree
    x = int(tree.column("code", "width")) // 2
    tree.event_generate("<ButtonPress-3>", x=x, y=8)
    [menu] = dropped
    labels = [menu.entrycget(i, "label") for i in range(menu.index("end") + 1) if menu.type(i) == "command"]
    assert labels[:2] == ["Sắp xếp theo “Mã nhiệm vụ”", "Ẩn cột “Mã nhiệm vụ”"]
    menu.invoke(1)
    assert shown(book) == ["content", "lead_unit", "due_on"]
    press(tree, "Shift-F10")
    assert len(dropped) == 2, "and a key drops it too"


def test_sorting_by_every_choosable_column_gives_the_same_order_twice_and_turns_round(make, five):
    book = make()
    for name in book.list._choosable():
        if not book.rows.header.sortable(TASKS.columns[name]):
            continue
        up = list(tasks.find(order=name).ids())
        assert list(tasks.find(order=name).ids()) == up
        assert sorted(up) == sorted(tasks.find(order=f"-{name}").ids()), name
    # the same lead unit twice: the record's own number decides, turned round with the rest
    units_up = [tasks.get(i).lead_unit_id for i in tasks.find(order="lead_unit").ids()]
    assert units_up[::-1] == [tasks.get(i).lead_unit_id for i in tasks.find(order="-lead_unit").ids()]
    assert list(tasks.find(order="lead_unit").ids()) == list(tasks.find(order="-lead_unit").ids())[::-1]


# --- Filters ---


def test_filters_and_order_survive_a_restart_and_searched_words_do_not(make, five):
    book = make()
    drop = book.bar.drops["lead_unit"]
    press(drop.entry, "Control-a")
    unikey(drop.entry, "văn phòng")
    press_here(book, "Down", "Return")
    book.rows.sort("due_on")
    book.rows.sort("due_on")
    unikey(book.bar.search, "báo cáo")
    wait(book, 150)
    assert contents(book) == ["Báo cáo kết quả"]
    again = make()
    assert again.bar.drops["lead_unit"].entry.get() == "Văn phòng HĐND và UBND"
    assert again.bar.text == ""
    assert contents(again) == ["Báo cáo kết quả", "=1+1"]
    assert again.rows.sorted_by == ("due_on", True)
    assert str(again.rows.tree.heading("due_on", "text")).endswith("▼")


def test_a_unit_given_another_name_is_still_the_one_filtered_by_and_a_deleted_one_filters_nothing(make, five):
    book = make()
    book.bar.drops["lead_unit"].take("Phòng Văn hóa - Xã hội")
    assert len(contents(book)) == 2
    unit = next(row for row in units.find().iterate() if row.code == "VHXH")
    units.save({"name": "Phòng Văn hóa và Xã hội"}, units.get(unit.id))
    again = make()
    assert again.bar.drops["lead_unit"].entry.get() == "Phòng Văn hóa và Xã hội"
    assert len(contents(again)) == 2
    records.forget_labels()
    database.execute_sql("UPDATE unit SET deleted_at = '2026-11-22T10:00:00+07:00' WHERE id = ?", (unit.id,))
    last = make()
    assert last.bar.drops["lead_unit"].entry.get() == ALL
    assert len(contents(last)) == 5


def test_a_record_that_goes_while_it_is_filtered_by_gives_the_whole_list(make, five):
    book = make()
    book.bar.drops["lead_unit"].take("Phòng Văn hóa - Xã hội")
    database.execute_sql("UPDATE unit SET deleted_at = '2026-11-22T10:00:00+07:00' WHERE code = 'VHXH'")
    records.forget_labels()
    press(book.rows.tree, "F5")
    assert len(contents(book)) == 5
    assert book.bar.drops["lead_unit"].entry.get() == ALL


def test_more_filters_are_typed_in_a_window_shown_as_chips_and_survive(make, five):
    book = make()

    def hands(window):
        unikey(entry(window, "supervising_leader"), "đặng văn khuê")
        press_here(window, "Tab")
        keys(entry(window, "due_on__first"), "1/11")
        press_here(window, "Tab")
        keys(entry(window, "due_on__last"), "25/11")
        press_here(window, "Tab", "Control-s")

    answering(book, lambda: press(button(book.bar, "Lọc thêm…"), "space"), hands)
    assert contents(book) == ["=1+1"]
    chips = [
        str(c.cget("text"))
        for c in descendants(book.bar)
        if "✕" in str(c.cget("text") if hasattr(c, "cget") and c.winfo_class() == "TButton" else "")
    ]
    assert chips == [
        "Đang lọc: Lãnh đạo chỉ đạo: Đặng Văn Khuê  ✕",
        "Thời hạn hoàn thành: 01/11/2026 – 25/11/2026  ✕",
    ]
    again = make()
    assert contents(again) == ["=1+1"]
    click(button(again.bar, "Lãnh đạo chỉ đạo"))
    assert contents(again) == ["=1+1", "Rà soát đất công"]
    click(button(again.bar, "Bỏ lọc"))
    assert len(contents(again)) == 5


def test_this_month_means_the_month_of_the_day_on_which_the_list_is_looked_at(make, five):
    book = make()

    def hands(window):
        keys(entry(window, "due_on"), "thang nay")
        press_here(window, "Down", "Return", "Control-s")

    answering(book, book.bar.ask_more, hands)
    assert sorted(contents(book)) == ["=1+1", "Báo cáo kết quả", "Rà soát đất công"]
    clock.set_today(date(2026, 12, 3))
    again = make()
    assert contents(again) == ["Đôn đốc đường Ưởng"]


def test_what_is_wrong_in_the_window_is_said_under_its_field_and_nothing_is_filtered(make, five):
    book = make()

    def hands(window):
        keys(entry(window, "due_on"), "thang nay")
        press_here(window, "Down", "Return")
        keys(entry(window, "due_on__first"), "5/12")
        keys(entry(window, "due_on__last"), "1/12")
        unikey(entry(window, "supervising_leader"), "người lạ")
        press_here(window, "Control-s")
        assert window.winfo_exists()
        fields = window.form.fields
        assert fields["due_on"].problem == "Chọn một kỳ hoặc ghi ngày, không ghi cả hai"
        assert fields["due_on__last"].problem == "Đến ngày phải từ ngày 05/12/2026 trở đi"
        assert "Không tìm thấy" in fields["supervising_leader"].problem

    answering(book, book.bar.ask_more, hands)
    assert len(contents(book)) == 5


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"due_on": Span(date(2026, 11, 20), None)}, {"=1+1", "Báo cáo kết quả", "Đôn đốc đường Ưởng"}),
        ({"due_on": Span(None, date(2026, 11, 10))}, {"Rà soát đất công"}),
        ({"document_issued_on": Span(date(2026, 11, 2), date(2026, 11, 2)), "due_on": None}, {"Việc không thời hạn"}),
    ],
)
def test_a_span_of_days_narrows_any_column_of_days_ends_counted(five, where, found):
    assert {tasks.get(i).content for i in tasks.find(where).ids()} == found


def test_an_empty_list_says_whether_a_filter_empties_it(make, five):
    book = make()
    unikey(book.bar.search, "không có gì như vậy")
    wait(book, 150)
    assert book.rows._nothing.cget("text") == "Không có nhiệm vụ nào khớp với điều kiện lọc"
    press_here(book, "Escape")
    wait(book, 150)
    for task in five:
        tasks.delete(task)
    wait(book, 50)
    assert book.rows._nothing.cget("text") == "Chưa có nhiệm vụ nào ở đây"


# --- Named views ---


def save_view(book: Book, name: str) -> None:
    def hands(window):
        unikey(entry(window, "name"), name)
        press_here(window, "Control-s")

    answering(book, book.list.views.save, hands)


def test_a_named_view_brings_back_filters_words_columns_and_order(make, five):
    book = make()
    book.bar.drops["lead_unit"].take("Văn phòng HĐND và UBND")
    unikey(book.bar.search, "báo cáo")
    wait(book, 150)
    book.list.show_columns(["content", "situation"], {"content": 50})
    book.rows.sort("situation")
    save_view(book, "Việc của Văn phòng, đường Ưởng")
    assert str(book.list.views.cget("text")).strip() == "Cách xem: Việc của Văn phòng, đườ…"
    book.list.views.show(View())
    assert len(contents(book)) == 5
    assert tuple(shown(book)) == Book.table
    assert str(book.list.views.cget("text")).strip() == "Cách xem"
    again = make()
    again.list.views.show(again.list.views.kept.views["Việc của Văn phòng, đường Ưởng"])
    assert contents(again) == ["Báo cáo kết quả"]
    assert again.bar.search.get() == "báo cáo"
    assert shown(again) == ["content", "situation"]
    assert again.rows.sorted_by == ("situation", False)
    assert again.list.views.current == "Việc của Văn phòng, đường Ưởng"


def test_the_menu_of_views_is_dropped_with_a_key_and_chooses_renames_and_begins_with_one(make, five, monkeypatch):
    book = make()
    monkeypatch.setattr(kit.Menu, "tk_popup", lambda menu, x, y: None)
    book.bar.drops["lead_unit"].take("Phòng Văn hóa - Xã hội")
    save_view(book, "Việc VHXH")
    book.list.views.show(View())
    press(book.list.views, "space")
    menu = book.list.views.menu
    labels = [menu.entrycget(i, "label").strip() for i in range(menu.index("end") + 1) if menu.type(i) != "separator"]
    assert labels[:3] == ["✓ Như ban đầu", "Việc VHXH", "Lưu cách xem…"]
    menu.invoke(1)
    assert len(contents(book)) == 2

    def rename(window):
        press(entry(window, "name"), "Control-a")
        unikey(entry(window, "name"), "Văn hóa và Xã hội")
        press_here(window, "Control-s")

    answering(book, lambda: book.list.views.rename("Việc VHXH"), rename)
    book.list.views.begin_with("Văn hóa và Xã hội")
    book.list.views.show(View())
    again = make()
    assert len(contents(again)) == 2, "the program begins with the view chosen for that"
    again.list.views.show(View())
    again.list.views.begin_with("Như lần xem trước")
    assert len(contents(make())) == 5


def test_two_views_of_one_name_are_refused_and_a_deleted_one_comes_back_from_the_toast(make, five):
    book = make()
    save_view(book, "Của tôi")

    def again(window):
        unikey(entry(window, "name"), "của tôi")
        press_here(window, "Control-s")
        assert "Đã có cách xem" in window.form.fields["name"].problem

    answering(book, book.list.views.save, again)
    book.list.views.delete("Của tôi")
    assert book.list.views.kept.views == {}
    assert toast()[:2] == ["Đã xóa cách xem", "Của tôi"]
    kit.Toast.shown.act()
    make()
    assert list(memory.of("tasks").views) == ["Của tôi"]


def test_a_filter_opened_from_elsewhere_is_part_of_a_view_with_its_days(make, five):
    book = make()
    book.open({"due_between": (date(2026, 11, 1), date(2026, 11, 15)), "counted": True}, None)
    save_view(book, "Nửa đầu tháng 11")
    assert book.list.views.current == "Nửa đầu tháng 11"
    again = make()
    assert len(contents(again)) == 5, "what was opened from elsewhere was for the moment"
    again.list.views.show(again.list.views.kept.views["Nửa đầu tháng 11"])
    assert contents(again) == ["Rà soát đất công"]


# --- The file ---


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        json.dumps({"tasks": 5, "documents": {"now": [], "views": "x", "first": 3}}).encode(),
        json.dumps(
            {"tasks": {"now": {"columns": ["gone", 5, "code"], "order": "gone", "widths": {"code": "x"}}}}
        ).encode(),
        json.dumps(
            {"tasks": {"now": {"filters": {"lead_unit": 7, "gone": ["x"]}, "where": {"due_on": {"day": "x"}}}}}
        ).encode(),
        json.dumps(
            {"tasks": {"now": {"filters": {"lead_unit": ["x", "y"], "due_on": ["99/99"]}}, "first": "gone"}}
        ).encode(),
        json.dumps({"tasks": {"now": {"where": {"no_such_filter": 1, "lead_unit": {"span": 3}}}}}).encode(),
    ],
)
def test_a_damaged_file_or_one_of_another_release_stops_nobody(make, five, store, damage):
    store.write_bytes(damage)
    book = make()
    assert len(contents(book)) == 5
    assert shown(book)[0] == "code"
    book.list.show_columns(["content"])
    assert shown(make()) == ["content"]


def test_a_folder_that_cannot_be_written_keeps_everything_for_this_run(make, five, store):
    store.mkdir()  # a file of this name cannot be written
    book = make()
    book.list.show_columns(["content"])
    memory.write()
    assert shown(book) == ["content"]
    assert memory.of("tasks").now.columns == ("content",)
    assert store.is_dir()


def test_the_file_is_written_whole_a_moment_after_a_change_and_only_then(make, five, store, monkeypatch):
    monkeypatch.setattr("desktop_app.ui.list_side.WRITTEN_AFTER", 30)
    book = make()
    wait(book, 80)
    assert not store.exists(), "nothing was chosen, nothing is written"
    book.rows.sort("due_on")
    wait(book, 80)
    assert json.loads(store.read_text(encoding="utf-8"))["tasks"]["now"]["order"] == "due_on"
    before = store.stat().st_mtime_ns
    book.list.refresh()
    wait(book, 80)
    assert store.stat().st_mtime_ns == before
    assert not list(store.parent.glob("*.tam"))


def test_what_is_read_back_is_what_was_kept(tmp_path):
    first = Memory()
    first.begin(tmp_path / "a.json")
    view = View(
        ("code",),
        {"code": 12.5},
        "-code",
        "chữ",
        {"kind": ["Thường"]},
        {"a": Span(date(2026, 1, 1), None), "b": [date(2026, 1, 2), True, None, "x"]},
    )
    first.of("tasks").views["Tên"] = view
    first.of("tasks").first = "Tên"
    first.write()
    second = Memory()
    second.begin(tmp_path / "a.json")
    assert second.of("tasks").views == {"Tên": view}
    assert second.start("tasks") == view
    assert second.start("tasks") == View()


@pytest.fixture
def program(dressed: Any, root: Any, office: Path) -> Iterator[Callable[[], Any]]:
    """The program's own window on the office's folder, at the list of tasks; called again it is started anew."""
    made: list[window.Window] = []

    def end() -> None:
        for one in made:
            one.shell.destroy()
            one.alive.destroy()
        made.clear()

    def start() -> Any:
        end()
        look = {"dark": False, "size": 10, "geometry": NARROW, "who": ""}
        made.append(window.Window(root, OfficeFolder(office), look))
        root.deiconify()
        made[0].begin("Nguyễn Thị Hường")
        made[0].shell.go("tasks")
        root.update()
        return made[0].shell.screens["tasks"].list

    yield start
    end()
    root.protocol("WM_DELETE_WINDOW", root.quit)
    root.withdraw()
    exporting.to_workbook = None
    memory.begin()


def test_the_program_keeps_its_lists_in_the_folder_of_the_office_and_can_write_them_out(program, five, office):
    first = program()
    first.show_columns(["content", "code"])
    first.bar.drops["timeliness"].take(Timeliness.OPEN_OVERDUE.label)
    assert button(first, "Xuất Excel…").winfo_ismapped()
    again = program()
    assert (office / "cach-xem.json").is_file()
    assert [column.name for column in again.rows.columns] == ["content", "code"]
    assert {tasks.get(i).content for i in again.rows.ids} == {"=1+1", "Rà soát đất công"}


# --- Several rows ---


def test_a_bar_says_how_many_rows_are_chosen_and_goes_with_the_choice(make, five):
    book = make()
    press(book.rows.tree, "Down")
    assert not book.list.bulk.winfo_ismapped()
    top = book.rows.tree.winfo_rooty()
    press(book.rows.tree, "Shift-Down", "Shift-Down")
    assert book.list.bulk.winfo_ismapped()
    assert book.list.bulk._count.cget("text") == "Đã chọn 3 nhiệm vụ:"
    assert book.rows.tree.winfo_rooty() == top, "the rows do not move under the pointer"
    press(book.rows.tree, "Control-a")
    assert book.list.bulk._count.cget("text") == "Đã chọn 5 nhiệm vụ:"
    click(button(book.list.bulk, "Bỏ chọn"))
    assert not book.list.bulk.winfo_ismapped()


def test_something_is_done_with_all_chosen_rows_in_one_transaction(make, five):
    book = make()
    press(book.rows.tree, "Control-a")

    def hands(window):
        keys(entry(window, "urgency"), "hoa toc")
        press_here(window, "Tab", "Control-s")

    answering(book, lambda: press(button(book.list.bulk, "Đổi mức độ khẩn"), "space"), hands)
    assert {TASKS.columns["urgency"].shown(task) for task in Task.select()} == {"Hỏa tốc"}
    assert toast()[:2] == ["Đổi mức độ khẩn", "Đã ghi mức độ khẩn của 5 nhiệm vụ"]
    assert len(book.rows.selected) == 5, "the rows stay chosen"


def test_rows_that_are_refused_are_shown_and_the_others_can_be_done(make, five, monkeypatch):
    def work(ids: Sequence[int], texts: Mapping[str, str]) -> str:
        def one(task: Task) -> None:
            if task.content.startswith("Báo"):
                raise Refused("Việc này đã khóa")
            tasks.save(texts, task)

        return f"Xong {len(several.at_once([tasks.get(i) for i in ids], one))}"

    class Strict(Book):
        bulk_actions = (BulkAction("urgency", "Đổi mức độ khẩn", "lightning", TASKS, (("urgency",),), work),)

    book = make(NARROW, Strict)
    press(book.rows.tree, "Control-a")
    asked = []
    for go_on in (False, True):
        monkeypatch.setattr(
            bulk, "ask_about", lambda parent, title, lines, others, go=go_on: asked.append((lines, others)) or go
        )

        def hands(window, go=go_on):
            keys(entry(window, "urgency"), "khan")
            press_here(window, "Down", "Return", "Control-s")
            assert bool(window.winfo_exists()) is not go, "what was typed stays when one goes back"

        answering(book, lambda: book.list.run(Strict.bulk_actions[0]), hands)
        done = Task.select().where(Task.urgency == "urgent").count()
        assert done == (4 if go_on else 0)
    assert asked == [([("NV-2026-00003", "Việc này đã khóa")], 4)] * 2
    assert toast()[1] == "Xong 4"


def test_the_window_of_refused_rows_scrolls_and_takes_keys(make, five):
    book = make()
    lines = [(f"NV-2026-{i:05}", "Nhiệm vụ đã giao cho đơn vị khác") for i in range(300)]
    answers = []

    def hands(window):
        assert "300 dòng chưa làm được" in " ".join(
            str(c.cget("text")) for c in descendants(window) if c.winfo_class() == "TLabel"
        )
        assert window.winfo_height() <= 728
        focus(button(window, "Làm với 7 dòng còn lại"))
        press_here(window, "space")

    answering(book, lambda: answers.append(refused_rows.ask_about(book, "Thử", lines, 7)), hands)
    answering(
        book, lambda: answers.append(refused_rows.ask_about(book, "Thử", lines, 7)), lambda w: press_here(w, "Escape")
    )
    assert answers == [True, False]


@pytest.mark.parametrize("geometry", [NARROW, WIDE])
def test_several_rows_are_deleted_together_and_all_come_back_from_the_toast(make, five, said_yes, geometry):
    book = make(geometry)
    book.open({}, five[1].id)
    book.back()
    focus(book.rows.tree)
    book.rows.choose([five[0].id, five[1].id, five[2].id])
    before = Journal.select().count()
    press(book.rows.tree, "Delete")
    wait(book, 50)
    assert said_yes == ["Xóa 3 nhiệm vụ đã chọn?"]
    assert sorted(contents(book)) == ["Việc không thời hạn", "Đôn đốc đường Ưởng"]
    assert Journal.select().count() == before + 3
    assert toast()[0] == "Đã xóa 3 nhiệm vụ"
    kit.Toast.shown.act()
    wait(book, 50)
    assert len(contents(book)) == 5
    assert set(book.rows.selected) == {five[0].id, five[1].id, five[2].id}


def test_a_record_deleted_with_others_does_not_stay_in_the_form(make, five, said_yes):
    book = make(WIDE)
    book.open({}, five[1].id)
    focus(book.rows.tree)
    book.rows.choose([five[0].id, five[1].id])
    book.update()
    press(book.rows.tree, "Delete")
    wait(book, 50)
    assert book.record is None
    assert not book.editing


def test_none_is_deleted_when_one_may_not_be_unless_the_others_are_wanted(make, five, said_yes, monkeypatch):
    tasks.save({"content": "Việc con", "lead_unit": "VP", "assigned_on": "20/11/2026", "parent": five[0].code})
    book = make()
    asked = []
    monkeypatch.setattr(bulk, "ask_about", lambda parent, title, lines, others: asked.append(lines) or len(asked) > 1)
    for wanted in (6, 5):
        focus(book.rows.tree)
        book.rows.choose([five[0].id, five[1].id])
        press(book.rows.tree, "Delete")
        wait(book, 50)
        assert len(contents(book)) == wanted
    assert asked[0] == [("NV-2026-00001", "Nhiệm vụ có 1 việc thành phần; hãy xóa các việc đó trước")]


def test_many_rows_are_deleted_under_a_bar_that_can_be_stopped(make, office, said_yes, monkeypatch):
    rows = [{"content": f"Việc {n}", "lead_unit": "VP"} for n in range(bulk.AT_ONCE + 20)]
    notice("15/TB-UBND", "02/11/2026", *rows)
    book = make()
    press(book.rows.tree, "Control-a")
    from desktop_app.ui.modal import Waiting

    tell = Waiting.tell
    monkeypatch.setattr(Waiting, "tell", lambda self, news: (tell(self, news), self.stop())[0])
    book.list.delete()
    wait(book, 50)
    assert Task.select().where(Task.deleted_at.is_null()).count() == len(rows), "stopped: nothing is changed"
    monkeypatch.setattr(Waiting, "tell", tell)
    book.list.delete()
    wait(book, 50)
    assert len(contents(book)) == 0
    kit.Toast.shown.act()
    wait(book, 50)
    assert len(contents(book)) == len(rows)


def test_each_does_all_or_nothing_and_tells_of_every_row(five):
    def work(task: Task) -> None:
        tasks.save({"urgency": "Khẩn"}, task)
        if task.id in (five[1].id, five[3].id):
            raise Refused({"urgency": f"Không được {task.code}"})

    with pytest.raises(RefusedRows) as refused:
        several.at_once([tasks.get(task.id) for task in five], work)
    assert refused.value.rows == {
        1: {"urgency": "Không được NV-2026-00002"},
        3: {"urgency": "Không được NV-2026-00004"},
    }
    assert Task.select().where(Task.urgency == "urgent").count() == 0
    steps = several.each([tasks.get(task.id) for task in five], lambda task: tasks.save({"urgency": "Khẩn"}, task))
    assert next(steps) == pytest.approx(0.2)
    steps.close()
    assert Task.select().where(Task.urgency == "urgent").count() == 0


# --- Copying ---


def test_rows_are_copied_with_or_without_the_columns_names_and_one_cell_alone(make, five, window_clipboard):
    book = make()
    book.rows.sort("due_on")
    press(book.rows.tree, "Down", "Shift-Down", "Control-c")
    lines = window_clipboard().split("\n")
    assert lines[0] == "Mã nhiệm vụ\tNội dung nhiệm vụ\tĐơn vị chủ trì\tThời hạn hoàn thành"
    assert lines[2].split("\t")[1] == " =1+1", "no formula"
    press(book.rows.tree, "Control-Shift-C")
    assert window_clipboard().split("\n") == lines[1:]
    book.rows.copy_cell(Spot(TASKS.columns["due_on"], five[0].id, 0, 0))
    assert window_clipboard() == "10/11/2026"
    menu = list_menu.build(book.list, Spot(TASKS.columns["lead_unit"], five[0].id, 0, 0))
    labels = [menu.entrycget(i, "label") for i in range(menu.index("end") + 1) if menu.type(i) == "command"]
    menu.invoke(labels.index("Chép ô “Đơn vị chủ trì”") if len(book.rows.selected) > 1 else 0)
    assert window_clipboard() == "Phòng Kinh tế, Hạ tầng và Đô thị"


@pytest.fixture
def window_clipboard(root: Any) -> Callable[[], str]:
    return lambda: root.clipboard_get()


# --- To a workbook ---


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Lists go to this file; it is not opened."""
    path = tmp_path / "Danh sách nhiệm vụ.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *words: path)
    monkeypatch.setattr(viewer, "show", lambda shown: True)
    monkeypatch.setattr(exporting, "to_workbook", lambda parent, listed: catalogue.EXPORT()(parent, listed))
    return path


def test_the_list_becomes_a_workbook_as_it_is_narrowed_ordered_and_shown(make, five, workbook):
    book = make()
    book.list.show_columns(["content", "due_on", "lead_unit", "code"])
    book.bar.drops["lead_unit"].take("Văn phòng HĐND và UBND")
    book.rows.sort("due_on")
    book.rows.sort("due_on")
    press(button(book.list, "Xuất Excel…"), "space")
    book.update()
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    assert [cell.value for cell in sheet["A"][:3]] == [
        "Sổ theo dõi nhiệm vụ",
        "Lọc theo: Đơn vị chủ trì: Văn phòng HĐND và UBND",
        "Lập ngày 22/11/2026: 2 nhiệm vụ",
    ]
    assert [cell.value for cell in sheet[5]] == [
        "Nội dung nhiệm vụ",
        "Thời hạn hoàn thành",
        "Đơn vị chủ trì",
        "Mã nhiệm vụ",
    ]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)] == [
        ["Báo cáo kết quả", sheet["B6"].value, "Văn phòng HĐND và UBND", "NV-2026-00003"],
        ["=1+1", sheet["B7"].value, "Văn phòng HĐND và UBND", "NV-2026-00002"],
    ]
    assert [sheet["B6"].value.date(), sheet["B7"].value.date()] == [date(2026, 11, 30), date(2026, 11, 20)]
    assert sheet["B6"].number_format == looks.DAY_FORMAT
    assert (sheet["A7"].data_type, sheet["A7"].quotePrefix) == ("s", True), "a formula stays text, also when edited"
    assert sheet["A6"].font.name == "Times New Roman"
    assert sheet.freeze_panes == "B6"
    assert sheet.auto_filter.ref == "A5:D7"
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert not sheet.protection.sheet, "people go on working with it"
    assert toast()[0] == "Đã xuất 2 nhiệm vụ"


def test_a_workbook_held_open_by_excel_gets_another_name(make, five, workbook, said_yes, monkeypatch):
    real, refused = report.write_book, []

    def held(path, sheets, progress):
        if not refused:
            refused.append(path)
            raise PermissionError(13, "in use", str(path))
        return real(path, sheets, progress)

    monkeypatch.setattr(report, "write_book", held)
    workbook.write_bytes(b"open in Excel")
    book = make()
    book.list.export()
    assert "Ghi thành tệp “Danh sách nhiệm vụ (2).xlsx”?" in said_yes[0]
    assert workbook.read_bytes() == b"open in Excel"
    assert openpyxl.load_workbook(workbook.with_name("Danh sách nhiệm vụ (2).xlsx")).worksheets


def test_stopped_on_the_way_there_is_no_file(office, tmp_path):
    from desktop_app import jobs

    notice("15/TB-UBND", "02/11/2026", *[{"content": f"Việc {n}", "lead_unit": "VP"} for n in range(450)])
    listed = ShownList(TASKS.title, TASKS.noun, (), TASKS.pick(["code", "content"]), tasks.find())
    progress = jobs.Progress()
    told: list[float] = []

    def tell(share: float, words: str) -> None:
        told.append(share)
        progress.stop()
        progress.check()

    with pytest.raises(jobs.Cancelled):
        report.write(tmp_path / "x.xlsx", listed, tell)
    assert told == [pytest.approx(200 / 450)]
    assert list(tmp_path.glob("x.xlsx*")) == []


@pytest.mark.parametrize("screen", [s for s in catalogue.SCREENS if hasattr(s.load(), "entity")], ids=lambda s: s.name)
def test_every_list_with_every_column_goes_into_a_workbook(full_office, tmp_path, screen):

    made = screen.load()
    columns = [column for column in made.entity.columns.values() if column.kind.shown]
    listed = ShownList(made.entity.title, made.entity.noun, (), columns, made.service.find())
    count = report.write(tmp_path / "x.xlsx", listed)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert count == sheet.max_row - 4 == made.service.find().count() > 0
    assert [cell.value for cell in sheet[4]] == [column.label for column in columns]


def test_a_file_name_has_no_accents_and_no_blanks(office):
    listed = ShownList("Cán bộ, công chức", "cán bộ", (), (), officials.find())
    assert listing.suggested_name(listed).startswith("can-bo-cong-chuc-2")
    assert Official.select().count() > 0


# --- Nothing is cut ---


@pytest.mark.parametrize("size", [10, 14, 16])
def test_no_window_of_a_list_is_higher_or_wider_than_the_smallest_screen(make, five, size, monkeypatch):
    theme.set_size(size)
    book = make(NARROW, next(each for each in catalogue.SCREENS if each.name == "tasks").load())

    def fits(window):
        window.update()
        assert window.winfo_reqheight() <= 728, (type(window).__name__, window.winfo_reqheight())
        assert window.winfo_reqwidth() <= 1366
        for child in descendants(window):
            if child.winfo_class() == "TButton" and child.winfo_viewable():
                assert child.winfo_width() >= child.winfo_reqwidth() - 1, child.cget("text")

    answering(book, book.bar.ask_more, fits)
    answering(book, book.list.views.save, fits)
    monkeypatch.setattr(columns_window.ColumnsWindow, "winfo_screenheight", lambda self: 768)
    answering(book, book.list.ask_columns, fits)
    answering(book, lambda: refused_rows.ask_about(book, "Thử", [("NV", "Lý do")] * 90, 3), fits)


@pytest.mark.parametrize("size", [10, 14, 16])
@pytest.mark.parametrize("screen", [s for s in catalogue.SCREENS if hasattr(s.load(), "entity")], ids=lambda s: s.name)
def test_head_filters_and_bar_of_every_list_are_whole_with_every_letter_size(make, five, root, screen, size, workbook):
    theme.set_size(size)
    book = make(NARROW, screen.load())
    press(book.rows.tree, "Control-a")
    for _ in range(4):
        book.update()
    right, bottom = book.winfo_rootx() + book.winfo_width(), book.winfo_rooty() + book.winfo_height()
    for child in descendants(book.list):
        if child.winfo_viewable() and child.winfo_class() in ("TButton", "TLabel", "TCombobox", "TEntry"):
            words = (
                f"{child.winfo_class()} {child.cget('text') if child.winfo_class() in ('TButton', 'TLabel') else child}"
            )
            assert child.winfo_width() >= child.winfo_reqwidth() - 1, words
            assert child.winfo_height() >= child.winfo_reqheight() - 1, words
            assert child.winfo_rootx() + child.winfo_width() <= right, words
            assert child.winfo_rooty() + child.winfo_height() <= bottom, words
    assert book.rows.view.page >= 4, "some rows are seen all the same"
