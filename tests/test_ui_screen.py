"""The screen of a room: list, filters and form with real keys, and nothing typed is ever lost without a question."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from db.models import Task
from desktop_app import clock, events
from desktop_app.features.documents import service as documents
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.records import session
from desktop_app.rules.dates import show_date
from desktop_app.ui import dialogs, drafts, kit, screen, theme
from desktop_app.ui.filters import ALL, NamedFilter
from desktop_app.ui.flow import Flow
from desktop_app.ui.screen import RecordsScreen
from desktop_app.ui.shell import Shell, ShellEntry
from desktop_app.ui.status_line import Status
from tests.office_hands import notice
from tests.typing_hands import click, focus, keys, press, press_here, unikey, wait

NARROW, WIDE = "1366x700+0+0", "1900x900+0+0"
LATE = {"Quá hạn": "open_overdue", "Đang thực hiện, trong hạn": "open_in_time"}


class Book(RecordsScreen):
    """A room's screen as small as it can be."""

    entity = TASKS
    service: ClassVar[Any] = tasks
    title = "Nhiệm vụ"
    help_page = "tasks"
    table = ("code", "content", "lead_unit", "due_on")
    form = (("content",), ("document", "assigned_on"), ("lead_unit", "due_on"), ("deliverable_wanted",), ("kind",))
    filters = ("lead_unit", "kind", NamedFilter("timeliness", "Thời hạn", lambda: LATE))

    def new_defaults(self) -> dict[str, str]:
        return {"assigned_on": show_date(clock.today())}

    def extra_actions(self, bar: Flow) -> None:
        bar.add(kit.button(bar, "In danh sách", lambda: None, icon="printer"))

    def under_form(self, master: kit.Frame, record: Any) -> None:
        kit.label(master, f"Lịch sử của {record.code}").pack()


class Elsewhere(kit.Frame):
    """Another screen to go to."""

    title, help_page = "Nơi khác", "nowhere"

    def refresh(self) -> None: ...

    def open(self, filter: Any, id: int | None) -> None: ...  # noqa: A002

    def may_leave(self) -> bool:
        return True


class Answers:
    """What the person says to the questions, and which questions were asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.unsaved, self.yes = "stay", True
        self.asked: list[str] = []
        self.warned: list[str] = []
        monkeypatch.setattr(dialogs, "ask_unsaved", lambda parent, what="": self.asked.append(what) or self.unsaved)
        monkeypatch.setattr(
            dialogs, "ask_yes_no", lambda parent, title, question, *more, **o: self.asked.append(question) or self.yes
        )
        monkeypatch.setattr(dialogs, "warn", lambda parent, title, message: self.warned.append(message))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


@pytest.fixture
def make(dressed: Any, root: Any, office: Path) -> Iterator[Any]:
    screen.forget_kept()
    made: list[Shell] = []

    def shown(geometry: str = NARROW, book: type[RecordsScreen] = Book) -> Book:
        root.geometry(geometry)
        root.deiconify()
        root.update()
        entries = [ShellEntry("book", "Nhiệm vụ", "list-check", book), ShellEntry("else", "Khác", "house", Elsewhere)]
        shell = Shell(root, entries, "UBND phường", "Nguyễn Thị Hường", lambda: Status(database="bình thường"))
        made.append(shell)
        shell.go("book")
        for _ in range(3):
            root.update()
        focus(shell.screen.rows.tree)
        return shell.screen

    shown.shells = made
    yield shown
    for shell in made:
        shell.destroy()
    root.withdraw()


@pytest.fixture
def three(office: Path) -> list[Task]:
    """Three tasks of a notice of 2 November 2026."""
    _, kept = notice(
        "12/TB-UBND",
        "02/11/2026",
        {"content": "Rà soát đất công", "lead_unit": "KT", "due_on": "10/11/2026"},
        {"content": "Đôn đốc thu quỹ đường Ưởng", "lead_unit": "VP", "kind": "Trọng tâm"},
        {"content": "Báo cáo kết quả", "lead_unit": "VP", "due_on": "30/11/2026"},
    )
    return kept


def listed(book: Book) -> list[str]:
    """The contents in the list, from the top."""
    book.update()
    return [tasks.get(i).content for i in book.rows.ids]


def choose(book: Book, task: Task) -> None:
    """Click on a task's row and let the choice rest."""
    focus(book.rows.tree)
    book.rows.choose([task.id])
    wait(book, screen.SETTLE + 40)


def field(book: Book, name: str) -> Any:
    return book.pane.form.fields[name].editor.entry


def descendants(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def button(within: Any, text: str) -> Any:
    return next(c for c in descendants(within) if c.winfo_class() == "TButton" and text in str(c.cget("text")))


def toast() -> list[str]:
    assert kit.Toast.shown is not None
    return [str(c.cget("text")) for c in kit.Toast.shown.winfo_children() if c.winfo_class() in ("TLabel", "TButton")]


def words_above(book: Book) -> str:
    shown = [c for c in descendants(book.pane.form._bars) if isinstance(c, kit.Label) and c.winfo_ismapped()]
    return " | ".join(str(c.cget("text")) for c in shown)


# --- Saving ---


@pytest.mark.parametrize("geometry", [NARROW, WIDE])
def test_a_task_typed_after_control_n_is_saved_by_control_s_and_stands_in_the_list(make, office, geometry):
    notice()
    book = make(geometry)
    press(book.rows.tree, "Control-n")
    unikey(field(book, "content"), "Nhiệm vụ đường Đặng Thị Ưởng")
    press_here(book, "Tab")
    unikey(field(book, "document"), "12/TB-UBND")
    keys(field(book, "lead_unit"), "vp")
    keys(field(book, "due_on"), "+3")
    press_here(book, "Control-s")
    saved = Task.select().order_by(Task.id.desc()).get()
    assert (saved.content, saved.lead_unit.code) == ("Nhiệm vụ đường Đặng Thị Ưởng", "VP")
    assert (saved.assigned_on, saved.due_on) == (date(2026, 11, 22), date(2026, 11, 25))
    book.update()
    assert "Đã lưu nhiệm vụ" in toast()
    assert "Nhiệm vụ đường Đặng Thị Ưởng" in listed(book)
    assert book.rows.selected == [saved.id]
    assert not book.pane.form.dirty
    assert saved.code in str(book.pane.title.cget("text"))


def test_what_is_refused_is_said_under_its_field_and_every_letter_stays(make, office):
    book = make()
    press(book.rows.tree, "Control-n")
    unikey(field(book, "content"), "Đôn đốc")
    keys(field(book, "due_on"), "31/02/2026")
    press_here(book, "Control-s")
    form = book.pane.form
    assert form.fields["lead_unit"].problem == "Chưa chọn đơn vị chủ trì"
    assert form.fields["due_on"].problem == "Tháng 2/2026 không có ngày 31"
    assert book.focus_get() is field(book, "lead_unit")
    assert (form.texts()["content"], form.texts()["due_on"]) == ("Đôn đốc", "31/02/2026")
    assert Task.select().count() == 0
    keys(field(book, "lead_unit"), "vp")
    press(field(book, "due_on"), "Control-a")
    keys(field(book, "due_on"), "1/12")
    press_here(book, "Control-s")
    assert Task.get().due_on == date(2026, 12, 1)


def test_a_file_that_cannot_be_written_is_told_calmly_above_the_form_and_the_text_stays(make, three, answers):
    book = make(WIDE)
    choose(book, three[0])
    unikey(field(book, "content"), " sửa")
    session.current.readable_only = True
    try:
        press_here(book, "Control-s")
    finally:
        session.current.readable_only = False
    book.update()
    assert "chỉ cho đọc" in words_above(book)
    assert book.pane.form.texts()["content"].endswith(" sửa")
    assert book.pane.form.dirty
    press_here(book, "Control-s")
    book.update()
    assert words_above(book) == ""
    assert tasks.get(three[0].id).content == "Rà soát đất công sửa"


def test_what_others_wrote_meanwhile_into_other_columns_stays(make, three, answers):
    book = make(WIDE)
    choose(book, three[0])
    unikey(field(book, "content"), " sửa")
    tasks.save({"deliverable_wanted": "Báo cáo"}, tasks.get(three[0].id))
    press_here(book, "Control-s")
    stored = tasks.get(three[0].id)
    assert (stored.content, stored.deliverable_wanted) == ("Rà soát đất công sửa", "Báo cáo")


# --- Nothing typed is lost without a question ---


def test_going_to_another_row_with_unsaved_text_asks_and_stays_on_escape(make, three, answers):
    book = make(WIDE)
    choose(book, three[0])
    unikey(field(book, "content"), " sửa")
    choose(book, three[1])
    book.update()
    assert len(answers.asked) == 1
    assert book.record.id == three[0].id
    assert book.rows.selected == [three[0].id]
    assert book.pane.form.texts()["content"] == "Rà soát đất công sửa"


def test_opening_another_row_before_the_form_followed_asks_too(make, three, answers, monkeypatch):
    book = make(WIDE)
    choose(book, three[0])
    unikey(field(book, "content"), " sửa")
    monkeypatch.setattr(screen, "SETTLE", 100_000)
    focus(book.rows.tree)
    book.rows.choose([three[1].id])
    press_here(book, "Return")
    assert len(answers.asked) == 1
    assert book.pane.form.texts()["content"] == "Rà soát đất công sửa"
    assert book.rows.selected == [three[0].id]


def test_saved_at_the_question_it_is_saved_and_the_other_row_is_shown(make, three, answers):
    book = make(WIDE)
    choose(book, three[0])
    unikey(field(book, "content"), " sửa")
    answers.unsaved = "save"
    choose(book, three[1])
    assert tasks.get(three[0].id).content == "Rà soát đất công sửa"
    wait(book, screen.SETTLE + 40)
    assert book.pane.form.texts()["content"] == "Đôn đốc thu quỹ đường Ưởng"
    assert book.rows.selected == [three[1].id]


@pytest.mark.parametrize("way", ["Escape", "Control-n", "Alt-2", "close"])
def test_every_way_out_of_a_form_with_unsaved_text_asks_first(make, three, answers, way):
    book = make(NARROW)
    focus(book.rows.tree)
    book.rows.choose([three[0].id])
    press(book.rows.tree, "Return")
    unikey(field(book, "content"), " sửa")

    def leave() -> None:
        if way == "close":
            events.publish(events.Open("else"))
        else:
            press_here(book, way)
        book.update()

    leave()
    assert len(answers.asked) == 1
    assert "NV-2026-00001" in answers.asked[0]
    assert book.pane.winfo_ismapped()
    assert book.pane.form.texts()["content"].endswith(" sửa")
    answers.unsaved = "discard"
    leave()
    assert len(answers.asked) == 2
    assert tasks.get(three[0].id).content == "Rà soát đất công"
    assert not book.pane.form.dirty
    gone = book.pane.form.texts()["content"] == "" if way == "Control-n" else not book.pane.winfo_ismapped()
    assert gone


def test_a_refused_save_at_the_question_keeps_one_on_the_form(make, three, answers):
    book = make(NARROW)
    book.rows.choose([three[0].id])
    press(book.rows.tree, "Return")
    press(field(book, "lead_unit"), "Control-a", "BackSpace")
    answers.unsaved = "save"
    press_here(book, "Escape")
    assert book.pane.winfo_ismapped()
    assert book.pane.form.fields["lead_unit"].problem == "Chưa chọn đơn vị chủ trì"


def test_nothing_is_asked_when_nothing_was_changed(make, three, answers):
    book = make(WIDE)
    for task in three:
        choose(book, task)
        focus(field(book, "due_on"))
    press_here(book, "Escape")
    press_here(book, "Control-n")
    press_here(book, "Escape")
    assert answers.asked == []


def test_typed_text_is_offered_again_after_a_crash(make, office, tmp_path, monkeypatch):
    monkeypatch.setattr(drafts, "folder", tmp_path / "nháp")
    monkeypatch.setattr(drafts, "WRITE_AFTER", 30)
    book = make()
    press(book.rows.tree, "Control-n")
    unikey(field(book, "content"), "Đôn đốc đường Ưởng")
    wait(book, 150)
    make.shells.pop().destroy()  # the crash
    again = make()
    press(again.rows.tree, "Control-n")
    again.update()
    assert words_above(again).startswith("Bản thảo chưa lưu lúc")
    click(button(again.pane, "Khôi phục"))
    assert again.pane.form.texts()["content"] == "Đôn đốc đường Ưởng"
    keys(field(again, "lead_unit"), "vp")
    press_here(again, "Control-s")
    assert Task.get().content == "Đôn đốc đường Ưởng"
    assert drafts.DraftBox(tmp_path / "nháp").list() == []


def test_what_is_typed_after_a_new_record_was_saved_is_a_draft_of_that_record(make, office, tmp_path, monkeypatch):
    monkeypatch.setattr(drafts, "folder", tmp_path / "nháp")
    monkeypatch.setattr(drafts, "WRITE_AFTER", 30)
    book = make()
    press(book.rows.tree, "Control-n")
    unikey(field(book, "content"), "Đôn đốc")
    keys(field(book, "lead_unit"), "vp")
    press_here(book, "Control-s")
    unikey(field(book, "content"), " thêm")
    wait(book, 150)
    kept = drafts.DraftBox(tmp_path / "nháp").list()
    assert [draft.name for draft in kept] == [f"task-{Task.get().uid}"]
    book.pane.form.saved()


def test_saving_leaves_the_cursor_where_it_was(make, three):
    book = make(WIDE)
    choose(book, three[0])
    text = field(book, "content")
    focus(text)
    text.mark_set("insert", "1.3")
    unikey(text, "x")
    press_here(book, "Control-s")
    assert book.focus_get() is text
    assert text.index("insert") == "1.4"
    assert tasks.get(three[0].id).content == "Rà xsoát đất công"


# --- Searching and filtering ---


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("don doc", ["Đôn đốc thu quỹ đường Ưởng"]),
        ("duong uong", ["Đôn đốc thu quỹ đường Ưởng"]),
        ("12/TB-UBND bao", ["Báo cáo kết quả"]),
        ("xyz", []),
    ],
)
def test_the_list_follows_what_is_typed_into_the_search_box(make, three, typed, found):
    book = make()
    press(book.rows.tree, "Control-f")
    assert book.focus_get() is book.bar.search
    keys(book.bar.search, typed)
    wait(book, 150)
    assert listed(book) == found
    press_here(book, "Escape")
    wait(book, 150)
    assert len(listed(book)) == 3


def test_letters_typed_quickly_are_searched_for_once(make, three, monkeypatch):
    book = make()
    asked = []
    find = tasks.find
    monkeypatch.setattr(
        tasks, "find", lambda where=None, text="", order="": asked.append(text) or find(where, text, order)
    )
    focus(book.bar.search)
    for letter in "don":
        book.bar.search.event_generate(f"<KeyPress-{letter}>")
    wait(book, 200)
    assert asked == ["don"]


def test_from_the_search_box_down_goes_to_the_list_and_return_opens_a_row(make, three):
    book = make()
    keys(book.bar.search, "bao cao")
    wait(book, 150)
    press_here(book, "Down")
    assert book.focus_get() is book.rows.tree
    press_here(book, "Return")
    assert book.pane.form.texts()["content"] == "Báo cáo kết quả"


def test_a_drop_down_is_typed_into_and_leaves_out_the_rest(make, three):
    book = make()
    drop = book.bar.drops["lead_unit"]
    press(drop.entry, "Control-a")
    unikey(drop.entry, "văn phòng")
    assert drop.suggestions.shown[0] == "Văn phòng HĐND và UBND"
    press_here(book, "Down", "Return")
    assert sorted(listed(book)) == ["Báo cáo kết quả", "Đôn đốc thu quỹ đường Ưởng"]
    kind = book.bar.drops["kind"]
    press(kind.entry, "space", "Down", "Down", "Return")
    assert listed(book) == ["Đôn đốc thu quỹ đường Ưởng"]
    click(button(book.bar, "Bỏ lọc"))
    assert len(listed(book)) == 3
    assert [drop.entry.get() for drop in book.bar.drops.values()] == [ALL] * 3


def test_words_that_name_nothing_leave_a_drop_down_as_it_was(make, three):
    book = make()
    drop = book.bar.drops["lead_unit"]
    press(drop.entry, "Control-a")
    keys(drop.entry, "xyz")
    focus(book.rows.tree)
    assert drop.entry.get() == ALL
    assert len(listed(book)) == 3


def test_rows_opened_from_elsewhere_say_what_is_left_out_and_let_it_go(make, three):
    book = make()
    vp = units.find(text="van phong").rows(list(units.find().ids()))
    unit = next(row.id for row in vp if row.code == "VP")
    events.publish(events.Open("book", {"timeliness": "open_in_time", "lead_unit": unit}))
    assert listed(book) == ["Báo cáo kết quả"]
    chips = [
        str(c.cget("text")) for c in descendants(book.bar) if c.winfo_class() == "TButton" and "✕" in c.cget("text")
    ]
    assert chips == ["Đang lọc: Đang thực hiện, trong hạn  ✕", "Văn phòng HĐND và UBND  ✕"]
    assert book.bar.drops["lead_unit"].entry.get() == "Văn phòng HĐND và UBND"
    click(button(book.bar, "Đang lọc"))
    assert sorted(listed(book)) == ["Báo cáo kết quả", "Đôn đốc thu quỹ đường Ưởng"]
    book.bar.drops["lead_unit"].take(ALL)
    assert len(listed(book)) == 3
    assert not [c for c in descendants(book.bar) if c.winfo_class() == "TButton" and "✕" in str(c.cget("text"))]


def test_a_filter_without_a_drop_down_is_named_by_its_column_or_its_room(make, three):
    book = make()
    document = documents.find().ids()[0]
    for where, words in (
        ({"document": document}, "Văn bản giao: 12/TB-UBND"),
        ({"document": None}, "Văn bản giao: (trống)"),
        ({"counted": True}, tasks.filter_words("counted", True)),
        ({"urgency": ["normal", "urgent"]}, "Mức độ khẩn: Thường; Khẩn"),
    ):
        book.open(where, None)
        assert button(book.bar, "Đang lọc").cget("text") == f"Đang lọc: {words}  ✕"


def test_filter_and_order_are_kept_while_the_program_runs(make, three):
    book = make()
    book.bar.drops["lead_unit"].take("Văn phòng HĐND và UBND")
    book.rows.sort("content")
    assert listed(book) == ["Báo cáo kết quả", "Đôn đốc thu quỹ đường Ưởng"]
    book.rows.sort("content")
    make.shells.pop().destroy()
    again = make()
    assert again.bar.drops["lead_unit"].entry.get() == "Văn phòng HĐND và UBND"
    assert listed(again) == ["Đôn đốc thu quỹ đường Ưởng", "Báo cáo kết quả"]
    assert again.rows.sorted_by == ("content", True)


# --- List and form ---


def test_on_a_wide_screen_the_form_follows_the_list_and_on_a_narrow_one_it_covers_it(make, three):
    book = make(WIDE)
    choose(book, three[1])
    assert book.list.winfo_ismapped()
    assert book.pane.winfo_ismapped()
    assert book.pane.winfo_rootx() >= book.list.winfo_rootx() + book.list.winfo_width()
    assert book.pane.form.texts()["content"] == "Đôn đốc thu quỹ đường Ưởng"
    assert f"Lịch sử của {three[1].code}" in [
        str(c.cget("text")) for c in descendants(book.pane) if c.winfo_class() == "TLabel"
    ]
    book.winfo_toplevel().geometry(NARROW)
    for _ in range(3):
        book.update()
    assert not book.list.winfo_ismapped()
    press(field(book, "content"), "Escape")
    book.update()
    assert book.list.winfo_ismapped()
    assert not book.pane.winfo_ismapped()
    assert book.focus_get() is book.rows.tree
    choose(book, three[2])
    assert not book.pane.winfo_ismapped(), "on a narrow screen a row is opened, not just chosen"
    press(book.rows.tree, "Return")
    assert book.pane.form.texts()["content"] == "Báo cáo kết quả"


def test_running_through_the_list_fills_the_form_once_the_keys_rest(make, three, monkeypatch):
    book = make(WIDE)
    got = []
    get = tasks.get
    monkeypatch.setattr(tasks, "get", lambda i: got.append(i) or get(i))
    focus(book.rows.tree)
    for _ in range(3):
        book.rows.tree.event_generate("<KeyPress-Down>")
    wait(book, screen.SETTLE + 100)
    assert got == [book.rows.ids[2]]
    assert book.focus_get() is book.rows.tree


def test_a_record_is_opened_from_elsewhere_by_its_id(make, three):
    book = make()
    events.publish(events.Open("book", {}, three[0].id))
    book.update()
    assert book.pane.form.texts()["content"] == "Rà soát đất công"
    assert book.rows.selected == [three[0].id]


def test_what_changes_elsewhere_is_shown_and_choice_and_typing_stay(make, three, answers):
    book = make(WIDE)
    choose(book, three[1])
    tasks.save({"content": "Đôn đốc đã sửa"}, tasks.get(three[1].id))
    wait(book, 30)
    assert "Đôn đốc đã sửa" in listed(book)
    assert book.pane.form.texts()["content"] == "Đôn đốc đã sửa"
    assert book.rows.selected == [three[1].id]
    unikey(field(book, "content"), " và gõ")
    tasks.save({"content": "Khác hẳn"}, tasks.get(three[1].id))
    wait(book, 30)
    assert book.pane.form.texts()["content"] == "Đôn đốc đã sửa và gõ", "what is being typed is not swept away"
    book.pane.form.saved()


def test_what_changes_while_another_screen_is_shown_is_read_on_coming_back(make, three):
    book = make()
    press(book.rows.tree, "Alt-2")
    tasks.save({"content": "Viết từ nơi khác", "lead_unit": "VP", "assigned_on": "20/11/2026"})
    press_here(book.winfo_toplevel(), "Alt-1")
    wait(book, 50)
    assert "Viết từ nơi khác" in listed(book)


def test_f5_reads_the_list_again(make, three):
    book = make()
    Task.update(content="Sửa thẳng vào tệp").where(Task.id == three[0].id).execute()
    press(book.rows.tree, "F5")
    shown = [book.rows.tree.set(item, "content") for item in book.rows.tree.get_children()]
    assert "Sửa thẳng vào tệp" in shown


# --- Deleting ---


@pytest.mark.parametrize("geometry", [NARROW, WIDE])
def test_a_deleted_task_can_be_brought_back_from_the_toast(make, three, answers, geometry):
    book = make(geometry)
    choose(book, three[1])
    press(book.rows.tree, "Delete")
    wait(book, 30)
    assert "Đã xóa nhiệm vụ" in toast()
    assert "Đôn đốc thu quỹ đường Ưởng" not in listed(book)
    assert not book.pane.winfo_ismapped()
    kit.Toast.shown.act()
    wait(book, 30)
    assert "Đôn đốc thu quỹ đường Ưởng" in listed(book)
    assert book.rows.selected == [three[1].id]


def test_no_is_no_and_what_the_rules_forbid_is_said(make, three, answers):
    book = make()
    choose(book, three[0])
    answers.yes = False
    press(book.rows.tree, "Delete")
    assert len(listed(book)) == 3
    answers.yes = True
    tasks.save({"content": "Việc con", "lead_unit": "VP", "assigned_on": "20/11/2026", "parent": three[0].code})
    press(book.rows.tree, "Delete")
    assert answers.warned == ["Nhiệm vụ có 1 việc thành phần; hãy xóa các việc đó trước."]
    assert "Rà soát đất công" in listed(book)


# --- What a room may add ---


def test_a_room_locks_columns_of_a_record_that_a_new_one_may_write(make, three):
    class Locking(Book):
        def locked(self, record: Any) -> tuple[str, ...]:
            return ("due_on",) if record is not None else ()

    book = make(WIDE, Locking)
    choose(book, three[0])
    keys(field(book, "due_on"), "1")
    assert not book.pane.form.dirty
    press(book.rows.tree, "Control-n")
    keys(field(book, "due_on"), "1")
    assert book.pane.form.texts()["due_on"] == "1"
    book.pane.form.saved()


@pytest.mark.parametrize(("geometry", "size"), [(NARROW, 10), (NARROW, 14), (WIDE, 10), (WIDE, 14), (NARROW, 16)])
@pytest.mark.parametrize("dark", [False, True])
def test_no_button_and_no_label_is_cut(make, three, root, geometry, size, dark):
    theme.dress(root)
    theme.set_size(size)
    theme.set_dark(dark)
    book = make(geometry)
    book.open({"timeliness": "open_in_time", "counted": True}, None)
    for step in ("list", "form"):
        if step == "form":
            book.open({}, three[0].id)
            keys(field(book, "content"), "x")
        for _ in range(5):
            book.update()
        right = book.winfo_rootx() + book.winfo_width()
        bottom = book.winfo_rooty() + book.winfo_height()
        for widget in descendants(book):
            if widget.winfo_viewable() and widget.winfo_class() in ("TButton", "TLabel", "TCheckbutton"):
                words = str(widget.cget("text"))
                assert widget.winfo_reqwidth() <= widget.winfo_width() + 1, words
                assert widget.winfo_rootx() + widget.winfo_width() <= right, words
                if kit.scrolled_around(widget) is None:
                    assert widget.winfo_rooty() + widget.winfo_height() <= bottom, words
    book.pane.form.saved()


def test_saving_takes_the_choice_begun_in_the_field_one_still_stands_in(make, office):
    book = make()
    press(book.rows.tree, "Control-n")
    unikey(book.pane.form.fields["content"].editor.entry, "Rà soát")
    keys(book.pane.form.fields["document"].editor.entry, "")
    unit = book.pane.form.fields["lead_unit"]
    keys(unit.editor.entry, "van ph")
    press_here(book, "Control-s")
    assert unit.get() == "Văn phòng HĐND và UBND"
    assert not unit.problem
    book.pane.form.saved()
