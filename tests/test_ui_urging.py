"""Urging in the window with real keys: drawn up, printed, issued, put right, withdrawn; the reminder of the day."""

from datetime import date

import pytest

from db.models import Document, TaskDecision, UrgingLetter
from desktop_app import clock
from desktop_app.features.documents import service as documents
from desktop_app.features.tasks import service as tasks
from desktop_app.features.urging import service as urging
from desktop_app.ui import kit, theme
from tests import typing_hands as hands
from tests.reading_pdf import squashed, text_of
from tests.test_every_room import squeezed
from tests.town_hands import once, press, words_of


@pytest.fixture
def shell(town):
    """The city's window on a day on which three of its five orders to two wards are late."""
    town.order("Rà soát đất công", "Kiểm tra chợ", due_on="20/11/2026")
    town.order("Việc của Tân Hòa", lead="TH", number="13/TB-UBND", due_on="19/11/2026")
    town.order("Việc sắp đến hạn", number="14/TB-UBND", due_on="24/11/2026")
    town.order("Việc còn xa", number="15/TB-UBND", due_on="30/12/2026")
    return town.open("TP")


def fill(town, **texts):
    """Fill the next window of questions in and save it, with real keys."""

    def typed(asked):
        for name, text in texts.items():
            field = asked.form.fields[name].editor.entry
            hands.focus(field)
            if field.winfo_class() == "Text":
                field.tag_add("sel", "1.0", "end-1c")
            else:
                field.selection_range(0, "end")
            hands.press_here(asked, "BackSpace")
            hands.unikey(field, text)
        hands.press_here(asked, "Control-s")
        if asked.winfo_exists():
            town.said.append(words_of(asked.form))

    once(town.root, "Asking", typed)


def test_a_letter_is_drawn_up_printed_and_issued_by_keys_alone(town, shell):
    hands.press(town.root, "Alt-5")
    assert shell.current == "urging"
    hands.press_here(town.root, "Control-n")
    page = shell.screen.page
    assert [one.content for one in page.selection.lines] == ["Rà soát đất công", "Kiểm tra chợ", "Việc của Tân Hòa"]
    assert page.words.cget("text").startswith("3 nhiệm vụ quá hạn của 2 đơn vị.")
    # the soon-due ones too
    hands.press(page.form.fields["soon"].editor.widget, "space")
    assert "1 nhiệm vụ sắp đến hạn" in page.words.cget("text")
    hands.unikey(page.form.fields["demand"].editor.entry, "Kiểm điểm trách nhiệm")
    # the second unit is taken out and taken back, one of its tasks stays out
    hands.press(page.units.tree, "Home", "Down", "space")
    assert page.words.cget("text").startswith("1 nhiệm vụ quá hạn của 1 đơn vị")
    hands.press_here(town.root, "space")
    hands.press(page.tasks.tree, "Home", "Down", "space")
    assert page.words.cget("text").startswith("2 nhiệm vụ quá hạn của 2 đơn vị")
    assert "1 nhiệm vụ sắp đến hạn" in page.words.cget("text")
    hands.press_here(town.root, "Control-s")
    letter = UrgingLetter.get()
    assert (letter.demand, letter.issued_on, letter.author) == ("Kiểm điểm trách nhiệm", None, "Trần Thị TP")
    assert [one.content for one in page.selection.lines] == ["Rà soát đất công", "Việc của Tân Hòa", "Việc sắp đến hạn"]
    hands.press_here(town.root, "Control-p")
    [draft] = [path for path in town.shown if path.suffix == ".pdf"]
    assert squashed("Số: /UBND-VP") in squashed(text_of(draft))
    assert squashed("Kiểm điểm trách nhiệm") in squashed(text_of(draft))
    assert TaskDecision.select().count() == 0
    fill(town, number="15")
    hands.press(page._pressed["issue"], "space")
    assert page.done.cget("text") == "Đã ban hành 15/UBND-VP ngày 22/11/2026, đôn đốc 2 nhiệm vụ."
    assert TaskDecision.select().where(TaskDecision.kind == "urged").count() == 2
    assert Document.get(Document.type == "urging_letter").number == "15/UBND-VP"
    assert {"as_at", "demand", "reply_by"} <= page.form.locked
    assert [column.label for column in page.units.columns] == ["Đơn vị", "Quá hạn", "Đôn đốc lần đầu"]
    assert [column.label for column in page.tasks.columns][3] == "Lần đôn đốc"
    assert {page.tasks.columns[3].shown(row) for row in page.tasks.source.rows([0, 1])} == {"1"}
    hands.press_here(town.root, "Control-p")
    assert squashed("Số: 15/UBND-VP") in squashed(text_of(town.shown[-1]))
    hands.press_here(town.root, "Escape")
    assert shell.screen.page is None
    [row] = urging.find().iterate()
    assert urging.URGINGS.columns["state"].shown(row) == "Đã ban hành"
    assert shell.screen.tables["letters"].footer.cget("text") == "Hiển thị 1 văn bản"


def test_what_was_done_meanwhile_is_shown_pale_named_and_left_out(town, shell):
    shell.go("urging")
    shell.screen.new()
    page = shell.screen.page
    assert page.save()
    late = page.selection.lines[0]
    from desktop_app.features.task_decisions import service as decisions

    decisions.extend(tasks.get(late.task), {"due_on": "30/12/2026", "decided_on": "22/11/2026", "reason": "x"})
    shell.screen.back()
    shell.screen.show_letter(UrgingLetter.get().id)
    page = shell.screen.page
    assert "1 nhiệm vụ nay không còn phải đôn đốc" in page.words.cget("text")
    seen = []
    once(town.root, "Asking", lambda asked: (seen.append(words_of(asked)), asked.close()))
    page.issue()
    assert f"Bỏ khỏi danh sách vì không còn phải đôn đốc, nhắc: {late.code}" in seen[0]
    assert UrgingLetter.get().issued_on is None
    fill(town, number="16/UBND-VP")
    page.issue()
    assert "Đã bỏ 1 nhiệm vụ không còn phải đôn đốc" in page.done.cget("text")
    assert late.task not in [one.task for one in page.selection.lines]


def test_a_number_is_put_right_and_a_letter_withdrawn_and_brought_back(town, shell):
    shell.go("urging")
    shell.screen.new()
    page = shell.screen.page
    page.save()
    fill(town, number="15")
    page.issue()
    fill(town, number="17", reason="Ghi nhầm số")
    hands.press(page._pressed["correct"], "space")
    assert "17/UBND-VP" in page.done.cget("text"), town.said
    assert {each.paper for each in TaskDecision.select()} == {"17/UBND-VP ngày 22/11/2026"}
    fill(town, reason="Ban hành nhầm")
    hands.press(page._pressed["withdraw"], "space")
    assert shell.screen.page is None
    assert urging.find().count() == 0
    assert TaskDecision.select().where(TaskDecision.deleted_at.is_null()).count() == 0
    kit.Toast.shown.act()
    assert urging.find().count() == 1
    assert TaskDecision.select().where(TaskDecision.deleted_at.is_null()).count() == 3


def test_leaving_an_unsaved_letter_asks_first(town, shell):
    shell.go("urging")
    shell.screen.new()
    page = shell.screen.page
    hands.press(page.tasks.tree, "Home", "space")
    once(town.root, "Dialog", lambda dialog: press(dialog, "Ở lại"))
    hands.press_here(town.root, "Escape")
    assert shell.screen.page is page
    once(town.root, "Dialog", lambda dialog: press(dialog, "Bỏ thay đổi"))
    hands.press_here(town.root, "Escape")
    assert shell.screen.page is None
    assert UrgingLetter.select().count() == 0


def test_the_lists_open_what_they_count(town, shell):
    shell.go("urging")
    screen = shell.screen
    screen.chips.choose("units")
    assert [(line.late, line.never, line.soon) for line in screen.units] == [(2, 2, 1), (1, 1, 0)]
    screen.tables["units"].choose([0])
    hands.press(screen.tables["units"].tree, "Return")
    assert shell.current == "tasks"
    assert len(shell.screen.rows.ids) == 2
    shell.go("urging")
    screen.chips.choose("ladder")
    assert screen.tables["ladder"].footer.cget("text") == "Hiển thị 0 nhiệm vụ"
    screen.print_()
    assert squashed("DANH SÁCH BÁO CÁO LÃNH ĐẠO TẠI GIAO BAN") in squashed(text_of(town.shown[-1]))


def test_the_reminder_comes_once_a_day_and_opens_its_rows(town, shell):
    town.window._remind()
    said = words_of(kit.Toast.shown)
    assert "1 việc sắp đến hạn, 3 việc quá hạn chưa đôn đốc." in said
    kit.Toast.shown.act()
    assert shell.current == "tasks"
    assert len(shell.screen.rows.ids) == 4
    town.window._remind()
    assert kit.Toast.shown is None
    clock.set_today(date(2026, 11, 23))
    town.window._remind()
    assert kit.Toast.shown is not None


@pytest.mark.parametrize("size", [10, 14])
@pytest.mark.parametrize("geometry", ["1300x660+0+0", "1366x728+0+0"])
def test_nothing_on_the_page_of_a_letter_is_squeezed(town, shell, geometry, size):
    shell.go("urging")
    shell.set_look(False, size)
    town.root.geometry(geometry)
    town.root.update()
    screen = shell.screen
    screen.new()
    for act in (lambda: None, screen.save):
        act()
        town.root.update()
        town.root.update()
        assert list(squeezed(screen)) == []
        assert screen.page.units.view.page >= 3
    theme.set_size(10)


def test_both_forms_are_printed_from_the_screen_of_printing_in_a_worker(town, shell):
    shell.go("printing", {"form": "urging"})
    screen = shell.screen
    assert set(screen.asked.fields) == {"units", "as_at", "letter"}
    screen.asked.fields["units"].set("KHONG")
    hands.press(screen.asked.fields["units"].editor.entry, "Control-p")
    assert screen.asked.fields["units"].problem.startswith("Không có đơn vị mã “KHONG”")
    screen.asked.fields["units"].set("BD; th")
    hands.press_here(town.root, "Control-p")
    assert squashed("có 03 nhiệm vụ đã quá hạn") in squashed(text_of(town.shown[-1]))
    assert UrgingLetter.select().count() == 0
    shell.go("printing", {"form": "briefing"})
    hands.press(screen.asked.fields["as_at"].editor.entry, "Control-p")
    assert squashed("II. QUÁ HẠN CHƯA HOÀN THÀNH (NGOÀI MỤC TRÊN): 03") in squashed(text_of(town.shown[-1]))


def test_a_paper_entered_by_hand_is_opened_and_its_number_and_day_stand_ready(town, shell):
    rows = {"type": "Văn bản đôn đốc", "number": "15/UBND-VP", "issued_on": "21/11/2026", "subject": "Đôn đốc"}
    documents.save(rows | {"issuer": documents.own_name()})
    shell.go("urging")
    shell.screen.chips.choose("papers")
    table = shell.screen.tables["papers"]
    assert len(table.ids) == 1
    hands.press(table.tree, "Return")
    page = shell.screen.page
    assert page.title.cget("text") == "Chọn nhiệm vụ mà văn bản 15/UBND-VP đã đôn đốc"
    assert page.form.texts()["as_at"] == "21/11/2026"
    page.save()
    fill(town)
    page.issue()
    assert UrgingLetter.get().document == Document.get(Document.number == "15/UBND-VP"), town.said
    assert TaskDecision.select().count() == 3
    shell.screen.back()
    shell.screen.chips.choose("papers")
    assert list(table.ids) == []
