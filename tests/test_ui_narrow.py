"""Where the window is narrow or the letters large: nothing wraps or is cut, and what has no room is in a menu."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.features.documents import service as documents
from desktop_app.features.documents.screen import DocumentsScreen
from desktop_app.features.officials.screen import WhoWorks
from desktop_app.features.task_story import service as task_story
from desktop_app.features.tasks import service as tasks
from desktop_app.ui import kit, screen, theme
from desktop_app.ui.flow import OTHERS, Flow
from desktop_app.ui.story import Story
from tests.office_hands import notice
from tests.typing_hands import keys, press, press_here, unikey, wait

WINDOW = (1366, 640)


@pytest.fixture(autouse=True)
def letters() -> Iterator[None]:
    yield
    theme.set_size(10)


@pytest.fixture
def book(window: kit.Toplevel, office: Path) -> DocumentsScreen:
    screen.forget_kept()
    notice("12/TB-UBND", "02/11/2026", {"content": "Rà soát đất công", "lead_unit": "KT", "due_on": "10/11/2026"})
    made = DocumentsScreen(window)
    made.pack(fill="both", expand=True)
    wait(made, 100)
    return made


def offered(bar: Flow) -> list[str]:
    """What the menu of a row of buttons holds; empty while every button has room."""
    if bar._rest is None or not bar._rest.winfo_ismapped():
        return []
    bar.open_menu()
    assert bar.menu is not None
    found = [str(bar.menu.entrycget(place, "label")) for place in range(int(bar.menu.index("end")) + 1)]
    bar.menu.destroy()  # what is posted holds the keyboard
    bar.update()
    return found


@pytest.mark.parametrize("size", [10, 12, 14, 16])
def test_the_head_of_documents_stays_in_one_line_and_every_button_can_be_reached(book, size):
    theme.set_size(size)
    wait(book, 150)
    head = book.list.head
    assert len(head._laid) == 1
    in_menu = offered(head)
    shown = [child for child in head.winfo_children() if child.winfo_ismapped() and not isinstance(child, kit.Frame)]
    seen = [str(child.cget("text")).strip() for child in shown]
    wanted = ["Cột…", "Nhập văn bản kèm nhiệm vụ (Ctrl+P)", "Thêm loại thống kê…", "Đã xóa…", "Thêm văn bản (Ctrl+N)"]
    assert [text for text in wanted if text not in seen and text not in in_menu] == []
    assert "Thêm văn bản (Ctrl+N)" in seen
    assert all(
        child.winfo_width() >= child.winfo_reqwidth() for child in head.winfo_children() if child.winfo_ismapped()
    )


def test_the_menu_of_a_row_opens_by_the_keyboard_and_does_what_its_buttons_do(window):
    done: list[str] = []
    bar = Flow(window, one_line=True)
    bar.pack(fill="x")
    for name in ("Một", "Hai", "Ba"):
        bar.button(name * 12, "check2", lambda name=name: done.append(name), "quiet")
    bar.button("Lưu" * 30, "check2", lambda: None, "primary")
    wait(bar, 100)
    assert len(bar._laid) == 1
    rest = bar._rest
    assert rest is not None
    assert str(rest.cget("text")).strip() == OTHERS
    press(rest, "space")
    assert bar.menu is not None
    texts = offered(bar)
    assert texts == ["Một" * 12, "Hai" * 12, "Ba" * 12][-len(texts) :]
    bar.open_menu()
    bar.menu.invoke(len(texts) - 1)
    bar.menu.destroy()
    assert done == ["Ba"]
    window.geometry("3000x640")
    wait(bar, 150)
    assert not rest.winfo_ismapped()
    assert len(bar._laid) == 1


def test_headings_without_room_take_two_lines_and_none_is_cut(book):
    theme.set_size(10)
    wait(book, 100)
    low = book.rows.view._heading_height()
    theme.set_size(16)
    wait(book, 150)
    header, tree = book.rows.header, book.rows.tree
    assert header.cut_labels == {}
    labels = [str(tree.heading(column.name, "text")) for column in book.rows.columns]
    assert any("\n" in label for label in labels)
    assert book.rows.view._heading_height() > 1.5 * low
    theme.set_size(10)
    wait(book, 150)
    assert not any("\n" in str(tree.heading(column.name, "text")) for column in book.rows.columns)
    assert book.rows.view._heading_height() == low


def test_a_new_document_is_proposed_as_our_own_and_may_be_another_offices(book):
    book.new()
    issuer = book.pane.form.fields["issuer"]
    assert issuer.get() == documents.own_name()
    press(issuer.editor.entry, "Control-a")
    unikey(issuer.editor.entry, "Thành ủy")
    assert issuer.get().endswith("Thành ủy")
    book.pane.form.saved()


def test_the_history_under_a_form_says_how_much_of_it_is_left_and_shows_it(book):
    record = documents.get(book.rows.ids[0])
    for turn in range(14):
        record = documents.save({"note": f"Lần {turn}"}, record)
    story = Story(book.pane, documents.DOCUMENTS, record.uid)
    story.pack()
    story._fill(10)
    texts = [str(child.cget("text")).strip() for child in story.lines.winfo_children()]
    assert texts[-2:] == ["10 lần gần nhất, còn 5 lần", "Xem thêm…"]
    story.lines.winfo_children()[-1].invoke()
    texts = [str(child.cget("text")).strip() for child in story.lines.winfo_children()]
    assert "Xem thêm…" not in texts
    assert sum("Ghi chú" in text for text in texts) == 14


def test_who_works_is_found_by_some_letters_of_the_name_without_accents(window):
    sat: list[Any] = []
    people = ["Nguyễn Thị Hường", "Đặng Văn Khuê", "Trần Khánh"]
    page = WhoWorks(window, "UBND phường", people, "Trần Khánh", sat.append)
    page.pack(fill="both", expand=True)
    wait(page, 100)

    def shown() -> list[str]:
        return [str(page.list.item(item, "text")) for item in page.list.get_children()]

    assert shown() == people
    keys(page.search, "dang v")
    assert shown() == ["Đặng Văn Khuê"]
    press(page.search, "Escape")
    page.update()
    assert shown() == people
    assert page.list.item(page.list.selection()[0], "text") == "Trần Khánh"
    keys(page.search, "xyz")
    assert shown() == []
    press_here(window, "Return")
    assert sat == []
    press(page.search, "Escape")
    keys(page.search, "kh")
    press_here(window, "Down", "Return")
    assert sat == [shown()[1]]


def test_the_story_of_a_task_tells_thirty_changes_says_how_many_are_older_and_tells_them_when_asked(office):
    _, [task] = notice("13/TB-UBND", "02/11/2026", {"content": "Rà soát", "lead_unit": "KT", "due_on": "10/11/2026"})
    for turn in range(34):
        task = tasks.save({"deliverable_wanted": f"Báo cáo số {turn}"}, task)
    whole = len(tasks.history(task))
    section = task_story.story(task)[-1]
    assert (section.title, len(section.lines), section.left) == ("Lịch sử thay đổi", 30, whole - 30)
    assert section.left > 0
    more = task_story.changes(task, 300)
    assert (len(more.lines), more.left) == (whole, 0)
