"""A meeting kept in the window with real keys: its facts, agenda and conclusions, signature, notice and tasks."""

import pytest

from db.models import Document, Meeting
from db.words import MinutesState
from desktop_app.features.duties import service as duties
from desktop_app.features.minutes import service as minutes
from desktop_app.features.tasks import service as tasks
from desktop_app.ui import theme
from tests import typing_hands as hands
from tests.desk_hands import Answers, desk, lines, palette, toast
from tests.test_every_room import squeezed
from tests.test_minutes import DAY, held
from tests.town_hands import once

MATTERS = (("Tiến độ thu ngân sách", "KT", "Trần Văn Ân"), ("Chuẩn bị Tết", "VHXH", ""), ("Trật tự xây dựng", "", ""))
CONCLUDED = (  # about, content, lead unit, cooperating units, leader typed over the proposed one, due date
    ("1", "Rà soát nợ đọng", "KT", "VP", "", "30/11/2026"),
    ("1", "Báo cáo kết quả thu", "KT", "", "", "05/12/2026"),
    ("2", "Lập kế hoạch Tết", "VHXH", "VP; TDP1", "Đặng Văn Khuê", "04/12/2026"),
    ("3", "Kiểm tra công trình", "TDP1", "", "", ""),
    ("", "Biểu dương tổ dân phố số 2", "", "", "", ""),
)


@pytest.fixture
def answers(monkeypatch):
    return Answers(monkeypatch)


@pytest.fixture
def shell(root, office, answers):
    """The window of the office, in its book of meetings."""
    with desk(root, office) as made:
        made.go("meetings")
        yield made


def type_on(shell, *texts):
    """Type texts into the cell that has the keys and those after it, with Tab between."""
    for text in texts:
        if text:
            hands.unikey(shell.app.focus_get(), text)
        hands.press_here(shell.app, "Tab")


def asked(shell, **texts):
    """Type into the next window of questions over what is proposed there, and take it."""

    def fill(window):
        for name, text in texts.items():
            entry = window.form.fields[name].editor.entry
            hands.focus(entry)
            entry.selection_range(0, "end")
            hands.press_here(entry, "BackSpace")
            hands.unikey(entry, text)
        hands.press_here(window, "Control-s")

    once(shell.app, "Asking", fill)


def test_a_meeting_goes_from_its_facts_to_signed_minutes_and_tasks_by_keys_alone(shell):
    duties.save({"official": "Đặng Văn Khuê", "unit": "KT", "valid_from": "01/01/2026"})
    screen = shell.screen
    hands.press(screen.rows.tree, "Control-n")
    type_on(shell, "16/11/2026")
    hands.press_here(shell.app, "Tab", "Tab")  # past the calendar and the kind, which is proposed
    for name, text in (
        ("title", "Họp về công tác cuối năm"),
        ("chair", "Vũ Thị Hà Mi"),
        ("secretary", "Nguyễn Thị Hường"),
        ("began_at", "8h30"),
        ("units", "VP; KT"),
    ):
        hands.unikey(screen.pane.form.fields[name].editor.entry, text)
    hands.press_here(shell.app, "Control-s", "Control-Key-1")
    page = screen.page
    assert page is not None, "the meeting was not saved"
    for content, unit, presenter in MATTERS:
        type_on(shell, content, unit, presenter, "", "")  # the last Tab leads into the next line
    hands.focus(page.concluded.lines[0].cells["about"].entry)
    for about, content, lead, others, leader, due_on in CONCLUDED:
        type_on(shell, about, content, lead, others, leader, due_on, "")
        if not lead:
            hands.press_here(shell.app, "space")  # gives nobody work
        hands.press_here(shell.app, "Tab")
    hands.press_here(shell.app, "Control-s")
    assert screen.page is None, page.wrong.cget("text")
    [meeting] = Meeting.select()
    assert [str(each) for each in minutes.matters(meeting)] == [content for content, *_ in MATTERS]
    assert [str(each.leader or "") for each in minutes.conclusions(meeting)] == [
        "Đặng Văn Khuê", "Đặng Văn Khuê", "Đặng Văn Khuê", "Vũ Thị Hà Mi", "",
    ], "who is in charge, as typed, else who chaired"  # fmt: skip
    assert screen.pane.about.cget("text").startswith(
        "Biên bản dự thảo: 03 nội dung, 05 kết luận; 04 kết luận chưa giao"
    )
    asked(shell, signed_on="18/11/2026")
    hands.press(screen.buttons["sign"], "space")
    assert Meeting.get().minutes == MinutesState.SIGNED
    assert not screen.buttons["sign"].winfo_ismapped()
    asked(shell, number="45", issued_on="18/11/2026")
    hands.press_here(shell.app, "Control-Key-2")
    [notice] = Document.select()
    assert (notice.number, notice.meeting.id) == ("45/TB-UBND", meeting.id)
    made = [tasks.get(row.id) for row in tasks.find({"document": notice.id}, order="id").iterate()]
    assert [(task.lead_unit.code, str(task.due_on or "")) for task in made] == [
        ("KT", "2026-11-30"), ("KT", "2026-12-05"), ("VHXH", "2026-12-04"), ("TDP1", ""),
    ]  # fmt: skip
    words, shown = toast()
    assert "4 nhiệm vụ" in words
    # from a conclusion to its task, and from the task back to the meeting
    hands.focus(screen.concluded.tree)
    screen.concluded.choose([2])
    hands.press_here(shell.app, "Return")
    shell.app.update()
    assert shell.current == "tasks"
    assert shell.screen.record == made[2]
    told = [str(each) for each in _texts(shell.screen.pane.form.under)]
    assert "Kết luận cuộc họp" in told
    assert "16/11/2026 · Họp về công tác cuối năm" in told


def _texts(widget):
    for child in widget.winfo_children():
        if child.winfo_class() == "TLabel":
            yield child.cget("text")
        yield from _texts(child)


def test_what_is_wrong_is_marked_in_both_grids_and_nothing_is_written(shell):
    meeting = held()
    screen = shell.screen
    screen.open({}, meeting.id)
    hands.press_here(shell.app, "Control-Key-1")
    page = screen.page
    assert abouts(page) == ["1", "2", "2", "3"]
    hands.press(page.agenda.lines[1].cells["content"].entry, "Control-Delete")
    assert abouts(page) == ["1", "", "", "2"], "the numbers follow their matters"
    assert "nội dung số 2 đã bỏ" in page.concluded.lines[1].words.cget("text")
    hands.press(page.agenda.lines[0].cells["content"].entry, "Control-z")
    assert abouts(page) == ["1", "2", "2", "3"], "they come back with it"
    hands.press(page.agenda.lines[1].cells["content"].entry, "Control-Delete")
    hands.unikey(page.agenda.lines[2].cells["presenter"].entry, "Ai đó")
    hands.press_here(shell.app, "Control-s")
    assert screen.page is page
    assert set(page.agenda.lines[2].problems) == {"content"}
    assert len(minutes.matters(meeting)) == 3
    hands.unikey(page.agenda.lines[3].cells["content"].entry, "Việc khác")
    entry = page.agenda.lines[2].cells["presenter"].entry
    hands.focus(entry)
    entry.selection_range(0, "end")
    hands.press_here(entry, "BackSpace")  # an empty line between two that are filled is no matter
    hands.unikey(page.concluded.lines[1].cells["about"].entry, "3")
    hands.unikey(page.concluded.lines[2].cells["about"].entry, "4")
    hands.press_here(shell.app, "Control-s")
    assert set(page.concluded.lines[1].problems) == {"about"}, "line 3 of the agenda is empty"
    entry = page.concluded.lines[1].cells["about"].entry
    hands.focus(entry)
    hands.press_here(entry, "BackSpace")
    hands.press_here(shell.app, "Control-s")
    assert screen.page is None
    told = [str(each.matter or "") for each in minutes.conclusions(meeting)]
    assert told == ["Tiến độ thu ngân sách", "", "Việc khác", "Trật tự xây dựng"]


def abouts(page):
    """The numbers of their matters, as the conclusions show them."""
    return [row["about"] for row in page.concluded.rows()]


def test_signed_minutes_are_locked_and_supplemented_on_a_page(shell, answers):
    meeting = minutes.sign(held(), DAY)
    screen = shell.screen
    screen.open({}, meeting.id)
    shell.app.update()
    assert "title" in screen.pane.form.locked
    assert "note" not in screen.pane.form.locked
    assert screen.buttons["add"].winfo_ismapped()
    assert not screen.buttons["write"].winfo_ismapped()
    offered = [words for words, _ in lines(palette(shell))]
    assert "Bổ sung biên bản" in offered
    assert "Ký biên bản" not in offered
    hands.press_here(shell.app, "Escape")
    hands.press(screen.buttons["add"], "space")
    type_on(shell, "Bổ sung ý kiến của Công an")
    type_on(shell, "3", "Tăng cường tuần tra", "TDP2")
    hands.press_here(shell.app, "Control-s")
    assert screen.page is None
    [added] = minutes.supplements(meeting)
    assert added.author == "Nguyễn Thị Hường"
    assert [str(each) for each in minutes.waiting(meeting)][-1] == "Tăng cường tuần tra"


@pytest.mark.parametrize("letters", [10, 14])
def test_no_button_of_a_meeting_is_squeezed_on_the_smallest_screen(shell, letters):
    theme.set_size(letters)
    meeting = held()
    screen = shell.screen
    screen.open({}, meeting.id)
    shell.app.update()
    assert list(squeezed(screen)) == []
    screen.write_minutes()
    shell.app.update()
    assert list(squeezed(screen.page)) == []
