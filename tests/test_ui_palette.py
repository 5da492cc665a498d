"""Ctrl+K: commands and records by a few letters, with real keys; recent records; the keys that go with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from db.models import Official
from desktop_app import catalogue, events
from desktop_app.features.documents import service as documents
from desktop_app.features.tasks import service as tasks
from desktop_app.outside.folders import OfficeFolder
from desktop_app.records import finding
from desktop_app.records.entity import ENTITIES
from desktop_app.ui import command, kit, theme
from desktop_app.ui import help as guide
from desktop_app.ui.command import Command
from desktop_app.ui.recents import MOST, Recents
from tests.desk_hands import WHO, desk, headings, lines, palette
from tests.office_hands import notice
from tests.typing_hands import click, focus, keys, press, press_here, unikey, wait


@pytest.fixture
def shell(root: Any, full_office: Path, hidden_failures: list[str]):
    with desk(root, full_office) as opened:
        yield opened


def found(text: str, most: int = 6) -> list[list[finding.Hit]]:
    return finding.find(catalogue.BOOKS, text, most)


# --- What is found ---


def test_records_of_every_book_are_found_without_accents_and_an_exact_code_or_number_stands_first(full_office):
    task = tasks.get(2)
    assert [hit.title for hit in found("ra soat")[0]][:1] != []
    assert {hits[0].book.kind for hits in found("hop")} >= {"meeting", "task"}
    assert found("vu thi ha mi")[0][0].title == "Vũ Thị Hà Mi"
    assert found("nv-2026-00002")[0][0] == finding.Hit(
        catalogue.BOOKS[0], task.id, task.uid, task.code, found("nv-2026-00002")[0][0].about, True
    )
    assert "Đôn đốc các tổ dân phố báo cáo kết quả" in found("nv-2026-00002")[0][0].about
    for digits in ("2", "02", "00002"):
        assert (found(digits)[0][0].title, found(digits)[0][0].exact) == ("NV-2026-00002", True)
    number = found("12/TB-UBND")[0]
    assert (number[0].book.kind, number[0].title, number[0].exact) == ("document", "12/TB-UBND", True)
    assert found("kt")[0][0].title == "KT"
    assert found("") == found("   ") == found("không có gì như vậy") == []


def test_what_was_deleted_is_not_found_and_a_renamed_unit_is_found_by_its_new_name(office):
    document, _ = documents.save_with_tasks(
        {"number": "77/TB-UBND", "issued_on": "02/11/2026", "issuer": "UB", "subject": "Chuyện riêng"}, []
    )
    assert found("chuyen rieng")[0][0].id == document.id
    assert finding.describe(catalogue.BOOKS, [("document", document.uid)])[0].title == "77/TB-UBND"
    documents.delete(document)
    assert found("chuyen rieng") == []
    assert found("77/TB-UBND") == []
    assert finding.describe(catalogue.BOOKS, [("document", document.uid), ("task", "không có")]) == []


def test_every_book_names_columns_screens_and_rooms_that_are_there():
    screens = {screen.name for screen in catalogue.SCREENS}
    kinds = {entity.kind for entity in ENTITIES.values()}
    for book in catalogue.BOOKS:
        assert book.kind in kinds
        assert book.screen in screens
        assert {book.title, *book.about} <= set(book.entity.columns)
        assert callable(catalogue.service_of(book.kind).restore)
    assert catalogue.service_of("package") is None


def test_commands_are_ranked_by_how_they_begin():
    some = [Command("Mở Nhiệm vụ", print), Command("Thêm nhiệm vụ", print), Command("In", print, also="nhiệm vụ")]
    assert [one.words for one in command.best(some, "nhiem vu", 9)] == ["Mở Nhiệm vụ", "Thêm nhiệm vụ", "In"]
    assert [one.words for one in command.best(some, "them n", 9)] == ["Thêm nhiệm vụ"]
    assert [one.words for one in command.best(some, "nhiem vu", 1)] == ["Mở Nhiệm vụ"]
    assert command.best(some, "hiem", 9) == []  # words are found by how they begin


# --- With the keyboard ---


def test_with_nothing_typed_the_palette_lists_what_is_recent_what_can_be_done_here_and_everything_else(shell, root):
    shell.go("tasks")
    shell.screen.open({}, tasks.get(1).id)
    shell.go("documents")
    opened = palette(shell)
    assert root.focus_get() is opened.entry
    assert headings(opened)[:2] == ["GẦN ĐÂY", "MÀN HÌNH NÀY"]
    assert set(headings(opened)[2:]) == {"ĐI TỚI", "IN", "CÔNG CỤ", "GIAO DIỆN", "HƯỚNG DẪN"}
    words = [one for one, _ in lines(opened)]
    assert words[0] == "NV-2026-00001"
    assert {"Thêm văn bản", "Nhập văn bản kèm nhiệm vụ", "Xem văn bản đã xóa", "Chuyển sang nền tối"} <= set(words)
    assert {f"Mở {screen.label}" for screen in catalogue.SCREENS} <= set(words)
    assert sum(one.startswith("In ") for one in words) >= len(catalogue.FORMS)
    assert {f"Hướng dẫn: {title}" for title in guide.pages().values()} <= set(words)


def test_letters_arrows_and_return_go_to_a_record_of_another_screen(shell, root):
    before = root.focus_get()
    opened = palette(shell)
    keys(opened.entry, "ra soat dat cong")
    assert lines(opened)[0][0] == "NV-2026-00001"
    press_here(root, "Escape")
    assert not opened.winfo_exists()
    assert root.focus_get() is before
    opened = palette(shell)
    keys(opened.entry, "tb-ubnd")
    press_here(root, "Down", "Down", "Up", "Next", "Prior", "Down")
    chosen = opened.chosen
    press_here(root, "Return")
    assert not opened.winfo_exists()
    assert shell.screen.record is not None
    assert str(shell.screen.record) == chosen.words


def test_a_command_is_done_at_once_and_the_key_beside_it_is_its_key(shell, root):
    opened = palette(shell)
    keys(opened.entry, "them cuoc hop")
    assert opened.chosen is None or opened.chosen.words != "Thêm cuộc họp"  # it belongs to another screen
    press_here(root, "Escape")
    shell.go("meetings")
    opened = palette(shell)
    keys(opened.entry, "them cuoc")
    assert (opened.chosen.words, opened.chosen.key) == ("Thêm cuộc họp", "Ctrl+N")
    press_here(root, "Return")
    root.update()
    assert shell.screen.editing
    assert shell.screen.record is None
    opened = palette(shell)
    keys(opened.entry, "mo don vi")
    press_here(root, "Return")
    assert shell.current == "units"
    opened = palette(shell)
    keys(opened.entry, "nen toi")
    press_here(root, "Return")
    assert theme.is_dark()
    opened = palette(shell)
    keys(opened.entry, "in bao cao ket qua")
    press_here(root, "Return")
    assert (shell.current, shell.screen.form.name) == ("printing", "results")


def test_the_actions_of_the_task_in_the_form_are_commands_too(shell, root):
    shell.go("tasks")
    shell.screen.open({}, tasks.get(1).id)
    root.update()
    words = [one for one, about in lines(palette(shell)) if "NV-2026-00001" in about]
    assert {"Cập nhật tiến độ", "Báo hoàn thành", "Gia hạn", "Hủy nhiệm vụ"} <= set(words)
    press_here(root, "Escape")
    shell.screen.back()
    words = [one for one, _ in lines(palette(shell))]
    assert "Gia hạn" not in words


def test_every_screen_says_what_can_be_done_there_and_the_palette_lists_it(shell, root):
    for screen in catalogue.SCREENS:
        shell.go(screen.name)
        root.update()
        own = list(shell.screen.commands())
        assert own, screen.name
        assert all(callable(one.run) and one.words[:1].isupper() for one in own), screen.name
        opened = palette(shell)
        assert {one.words for one in own} <= {words for words, _ in lines(opened)}, screen.name
        press_here(root, "Escape")


def test_vietnamese_typed_with_unikey_stands_letter_by_letter_and_a_burst_with_return_opens_what_it_says(shell, root):
    for telex in (True, False):
        opened = palette(shell)
        unikey(opened.entry, "Đôn đốc các tổ dân phố", telex=telex)
        assert opened.text.get() == "Đôn đốc các tổ dân phố"
        assert lines(opened)[0][0] == "NV-2026-00002"
        press_here(root, "Escape")
    opened = palette(shell)
    # a fast typist: the last letters and Return come before the list could follow
    opened.entry.insert("end", "nv-2026-00003")
    opened.entry.event_generate("<KeyPress-Return>")
    root.update()
    assert shell.screen.record.code == "NV-2026-00003"


def test_the_palette_keeps_keys_and_clicks_from_the_screen_below(shell, root):
    shell.go("meetings")
    shell.screen.new()
    root.update()
    opened = palette(shell)
    keys(opened.entry, "abc")
    press_here(root, "Control-n", "Control-s", "F5", "Tab")
    assert opened.winfo_exists()
    assert opened.text.get() == "abc"
    assert root.focus_get() is opened.entry
    press_here(root, "Control-k")  # the same key closes it
    assert not opened.winfo_exists()
    # a click elsewhere closes it, and the keyboard stays where the click went
    opened = palette(shell)
    title = shell.screen.pane.form.fields["title"].editor.entry
    focus(title)
    wait(root, 30)
    assert not opened.winfo_exists()
    assert root.focus_get() is title


def test_control_k_in_a_field_cuts_nothing_of_its_text(shell, root):
    shell.go("meetings")
    shell.screen.new()
    root.update()
    entry = shell.screen.pane.form.fields["title"].editor.entry
    keys(entry, "giao ban")
    press(entry, "Home", "Control-k")
    assert shell.daily.palette.winfo_exists()
    press_here(root, "Escape")
    assert entry.get() == "giao ban"
    assert root.focus_get() is entry


def test_a_click_on_a_line_opens_it(shell, root):
    opened = palette(shell)
    keys(opened.entry, "mo lich lam viec")
    root.update()
    box = opened.tree.bbox(opened.tree.selection()[0])
    click(opened.tree, box[0] + 20, box[1] + box[3] // 2)
    assert shell.current == "calendar"


@pytest.mark.parametrize("size", [10, 14])
@pytest.mark.parametrize("geometry", ["1366x728+0+0", "1024x600+0+0"])
def test_the_palette_lies_within_the_window_at_every_size(geometry, size, root, full_office):
    with desk(root, full_office, geometry) as shell:
        theme.set_size(size)
        shell.set_look(False, size)
        root.update()
        opened = palette(shell)
        root.update()
        assert opened.winfo_rootx() >= root.winfo_rootx()
        assert opened.winfo_rootx() + opened.winfo_width() <= root.winfo_rootx() + root.winfo_width()
        assert opened.winfo_rooty() + opened.winfo_height() <= root.winfo_rooty() + root.winfo_height()
        assert opened.hint.winfo_reqheight() <= opened.hint.winfo_height() + 1


def test_a_key_costs_little_also_in_an_office_of_some_thousand_tasks(root, office):
    for start in range(8):
        notice(
            f"{start + 100}/TB-UBND",
            "02/11/2026",
            *({"content": f"Rà soát hồ sơ {n}", "lead_unit": "KT"} for n in range(250)),
        )
    with desk(root, office) as shell:
        opened = palette(shell)
        root.update()
        for letter in "ra soat ho so 12":
            opened.entry.insert("end", letter)
            root.update()
            assert 6 <= len(lines(opened)) <= 40, letter


# --- Recent records ---


def test_what_was_opened_or_saved_is_recent_for_its_person_and_outlives_the_window(root, full_office):
    with desk(root, full_office) as shell:
        shell.go("tasks")
        shell.screen.open({}, tasks.get(1).id)
        shell.go("documents")
        shell.screen.open({}, 1)
        events.publish(events.Open("officials", {}, Official.get(Official.name == WHO).id))
        assert [one.words for one in shell.daily.recent()] == [WHO, "12/TB-UBND", "NV-2026-00001"]
        shell.go("tasks")
        shell.screen.open({}, tasks.get(1).id)
        assert [one.words for one in shell.daily.recent()] == ["NV-2026-00001", WHO, "12/TB-UBND"]
    kept = json.loads(OfficeFolder(full_office).recents.read_text(encoding="utf-8"))
    assert [kind for kind, _ in kept[WHO]] == ["task", "official", "document"]
    with desk(root, full_office, who="Trần Văn Ân") as shell:
        assert shell.daily.recent() == []
    with desk(root, full_office) as shell:
        assert [one.words for one in shell.daily.recent()] == ["NV-2026-00001", WHO, "12/TB-UBND"]
        press_here(root, "Alt-Key-0")
        menu = shell.daily.menu
        assert menu.index("end") == 2
        menu.invoke(2)
        menu.unpost()
        root.update()
        assert (shell.current, shell.screen.record.number) == ("documents", "12/TB-UBND")


def test_rows_passed_with_the_arrow_keys_are_not_recent(root, full_office):
    with desk(root, full_office, "1900x900+0+0") as shell:
        shell.go("tasks")
        root.update()
        focus(shell.screen.rows.tree)
        press_here(root, "Down", "Down", "Down")
        wait(root, 150)
        assert shell.screen.record is not None
        assert shell.daily.recents.list() == []
        press_here(root, "Return")
        assert len(shell.daily.recents.list()) == 1


def test_the_list_is_short_tolerates_damage_and_a_folder_that_takes_no_files(tmp_path, caplog):
    path = tmp_path / "gan-day.json"
    recents = Recents(path, "A")
    for number in range(MOST + 5):
        recents.note("task", str(number))
    recents.note("task", "7")
    assert len(recents.list()) == MOST
    assert recents.list()[:2] == [("task", "7"), ("task", str(MOST + 4))]
    recents.write()
    assert Recents(path, "A").list() == recents.list()
    for damage in ("", "[]", "{", '{"A": 3}', '{"A": [["task"], [1, 2], ["task", "9"], "x"]}', "\ufeff", "[" * 9000):
        path.write_text(damage, encoding="utf-8")
        assert Recents(path, "A").list() == ([("task", "9")] if '"9"' in damage else []), damage[:20]
    path.write_bytes(b"\xff\xfe\x00")
    again = Recents(path, "A")
    again.note("unit", "1")
    again.write()
    assert Recents(path, "A").list() == [("unit", "1")]
    elsewhere = Recents(tmp_path / "không có" / "x.json", "A")
    elsewhere.note("unit", "1")
    elsewhere.write()
    assert elsewhere.list() == [("unit", "1")]
    assert "not kept" in caplog.text


# --- Keys that go with it ---


def test_f1_twice_and_control_slash_show_the_page_of_keys_and_search_goes_through_all_pages(shell, root):
    try:
        press_here(root, "F1")
        window = guide.HelpWindow.opened
        assert window.page == "overview"
        press(window.text, "F1")
        assert window.page == "keys"
        assert window.text.get("1.0", "1.end") == "Bàn phím"
        window.destroy()
        press(shell.screen, "Control-slash")
        window = guide.HelpWindow.opened
        assert window.page == "keys"
        press(window.text, "Control-f")
        unikey(window.search, "niêm phong")
        listed = window.list.get_children()
        assert "send" in listed
        assert "meetings" not in listed
        assert window.page == listed[0]
        assert window.text.tag_ranges("found")
        press_here(window, "Down")
        assert window.page == listed[1]
        press_here(window, "Escape")
        assert len(window.list.get_children()) == len(guide.pages())
    finally:
        if guide.HelpWindow.opened is not None and guide.HelpWindow.opened.winfo_exists():
            guide.HelpWindow.opened.destroy()


def test_the_window_is_not_closed_while_another_window_waits_for_an_answer(shell, root, monkeypatch):
    other = kit.Toplevel(title="Đang chờ", master=root)
    other.update()
    other.grab_set()
    shell.close()
    assert shell.frame.winfo_exists()
    other.destroy()
