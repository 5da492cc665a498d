"""A week kept with the keyboard, and the leader who is proposed for a task, with real keys in the whole window."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.models import Meeting
from desktop_app.features.briefing_rules import service as rules
from desktop_app.features.duties import service as duties
from desktop_app.features.week import service as weeks
from desktop_app.outside import viewer
from desktop_app.rules import week as by_rule
from desktop_app.ui.picking import Picking
from tests import typing_hands as hands
from tests.desk_hands import Answers, desk, palette, toast
from tests.office_hands import notice
from tests.town_hands import once

CHAIR, VICE = "Vũ Thị Hà Mi", "Đặng Văn Khuê"
NEXT = by_rule.of(date(2026, 11, 30))


@pytest.fixture
def shell(root: Any, office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The window on the office of the tests, as large as the smallest screen of a ward."""
    Answers(monkeypatch)
    monkeypatch.setattr(viewer, "show", lambda path: True)
    rules.save({"name": "Giao ban tuần", "every": "Hàng tuần", "weekday": "Thứ Hai", "half": "Sáng", "prepares": "VP"})
    duties.save({"official": VICE, "unit": "KT", "valid_from": "01/01/2026"})
    notice()
    with desk(root, office) as made:
        yield made


def command(shell: Any, words: str) -> None:
    """Find a command of the palette by its words, and run it."""
    opened = palette(shell)
    hands.keys(opened.entry, words)
    shell.app.update()
    hands.press_here(opened, "Return")
    shell.app.update()


def write(screen: Any, **texts: str) -> None:
    """Type into fields of the form, from one to the next."""
    for name, text in texts.items():
        field = screen.pane.form.fields[name].editor.entry
        hands.focus(field)
        field.delete(0, "end")
        hands.unikey(field, text)
    hands.press_here(screen, "Tab")
    screen.update()


def days(screen: Any) -> list[tuple[str, str, str]]:
    """Day, half and content of every line of the list, empty halves too."""
    columns = {column.name: column for column in screen.rows.columns}
    rows = screen.rows.source.rows(list(screen.rows.ids))
    return [tuple(columns[name].shown(row) for name in ("on_day", "in_half", "content")) for row in rows]


def test_a_week_is_kept_with_the_keyboard_alone(shell: Any) -> None:
    shell.go("week")
    screen = shell.screen
    hands.press(screen.bar.search, "Control-Next", "Control-Next")
    assert screen.week == NEXT
    assert days(screen)[:3] == [("Thứ Hai 30/11", "Sáng", ""), ("", "Chiều", ""), ("Thứ Ba 01/12", "Sáng", "")]
    assert len(screen.rows.ids) == 14
    assert str(screen.rows.footer.cget("text")).startswith("Hiển thị 0 dòng lịch")

    hands.press(screen.bar.search, "Down", "Down", "Return")
    form = screen.pane.form
    assert (form.fields["day"].get(), form.fields["half"].get()) == ("30/11/2026", "Chiều")
    write(screen, starts_at="14h00", ends_at="16h00", content="Họp đất đai", chair=CHAIR, place="Phòng họp số 1")
    assert not screen.clash.winfo_ismapped()
    hands.press_here(screen, "Control-s", "Escape")
    shell.app.update()
    assert days(screen)[1] == ("", "Chiều", "Họp đất đai")

    hands.press(screen.rows.tree, "Control-n")
    assert (form.fields["day"].get(), form.fields["half"].get()) == ("30/11/2026", "Chiều")
    write(screen, starts_at="15h30", content="Họp ngân sách", leaders=CHAIR, place="phòng họp số 1")
    told = f"Trùng giờ với “Họp đất đai” (14h00-16h00): {CHAIR}; địa điểm phòng họp số 1"
    assert screen.clash.winfo_ismapped()
    assert str(screen.clash.cget("text")) == told
    write(screen, starts_at="16h00")
    assert not screen.clash.winfo_ismapped()
    write(screen, starts_at="15h30")
    hands.press_here(screen, "Control-s", "Escape")
    shell.app.update()
    assert len(screen.clashing) == 2
    assert "2 dòng trùng" in str(screen.list.clash_words.cget("text"))

    command(shell, "dien giao ban")
    assert days(screen)[0] == ("Thứ Hai 30/11", "Sáng", "Giao ban tuần")
    assert "Đã điền 1 cuộc giao ban" in toast()[0]
    command(shell, "ai chuan bi gi")
    assert [unit for unit, _ in screen.page.lines] == ["Văn phòng HĐND và UBND"]
    hands.press_here(shell.app, "Escape")
    assert screen.page is None


def test_lines_are_copied_become_meetings_and_are_printed_from_the_window(shell: Any, office: Path) -> None:
    for content in ("Họp đất đai", "Họp ngân sách"):
        weeks.save({"day": "30/11/2026", "half": "Chiều", "content": content, "chair": CHAIR, "state": "Theo lịch"})
    weeks.fill(NEXT)
    shell.go("week", {"week": "2026-W50"})
    screen = shell.screen
    offered: list[int] = []

    def take(shown: Picking) -> None:
        offered.extend([len(shown.list.tree.get_children()), len(shown.taken)])
        hands.press(shown.list.tree, "Down", "space", "Return")  # all but the second

    once(shell.app, "Picking", take)
    command(shell, "chep tu tuan truoc")
    assert offered == [2, 2], "the line of the briefing is not offered"
    assert [row.content for row in weeks.of_week(NEXT.after())] == ["Họp đất đai"]

    [line] = weeks.of_week(NEXT.after())
    screen.open({}, line.id)
    once(shell.app, "Asking", lambda shown: hands.press(shown.form.fields["title"].editor.entry, "Control-s"))
    screen.to_book.invoke()
    meeting = Meeting.get()
    assert (str(meeting.title), str(meeting.held_on)) == ("Họp đất đai", "2026-12-07")
    shell.app.update()
    assert not screen.to_book.winfo_ismapped()
    hands.press(screen.in_book, "space")
    assert (shell.current, shell.screen.record) == ("meetings", meeting)

    shell.go("week")
    hands.press_here(shell.app, "Control-p")
    [paper] = list((office).rglob("lich-cong-tac-2026-w50-*.pdf"))
    assert paper.stat().st_size > 5000


def test_the_leader_in_charge_is_proposed_as_such_and_never_over_what_was_typed(shell: Any) -> None:
    shell.go("tasks")
    screen = shell.screen
    screen.new()
    fields = screen.pane.form.fields
    write(screen, lead_unit="KT")
    assert fields["supervising_leader"].get() == VICE
    assert str(fields["supervising_leader"]._under.cget("text")) == duties.PROPOSED
    write(screen, lead_unit="VP")
    assert fields["supervising_leader"].get() == "", "a proposal goes with what it was made for"
    write(screen, supervising_leader=CHAIR)
    write(screen, lead_unit="KT")
    assert fields["supervising_leader"].get() == CHAIR
    assert not fields["supervising_leader"]._under.winfo_ismapped()
    screen.pane.form.saved()

    known = next(one.id for one in screen.service.find({}).iterate() if "Kinh tế" in one.lead_unit)
    screen.open({}, known)
    hands.press(fields["lead_unit"].editor.entry, "Tab")
    assert fields["supervising_leader"].get() == "", "who only passes by is offered nothing"
    assert not screen.pane.form.dirty

    shell.go("documents")
    hands.press_here(shell.app, "Control-p")
    grid = shell.screen.notice.grid_
    cells = grid.lines[0].cells
    hands.unikey(cells["content"].entry, "Rà soát")
    hands.unikey(cells["lead_unit"].entry, "KT")
    hands.press_here(shell.app, "Tab")
    shell.app.update()
    assert cells["supervising_leader"].get() == VICE
    assert duties.PROPOSED in str(grid.lines[0].words.cget("text"))
    grid.saved()


def test_gaps_and_overlaps_are_shown_with_their_days_and_lead_to_a_new_duty(shell: Any) -> None:
    duties.save({"official": CHAIR, "unit": "KT", "valid_from": "01/11/2026", "valid_to": "30/11/2026"})
    shell.go("duties")
    screen = shell.screen
    shell.app.update()
    assert str(screen.told.cget("text")) == "Hôm nay: 4 đơn vị chưa có lãnh đạo phụ trách; 1 chỗ trùng."
    screen.show_today()
    table = screen.page.table
    kinds = [row.of[0] for row in table.source.rows(list(table.ids))]
    assert kinds == ["Trùng", "Bỏ trống", "Bỏ trống", "Bỏ trống", "Bỏ trống"]
    assert "từ 01/11/2026 đến 30/11/2026" in screen.page.found[0][1].words
    hands.press(table.tree, "Down", "Return")
    while screen.page is not None:  # the form comes after the key has been dealt with
        shell.app.update()
    assert screen.pane.form.fields["unit"].get() == "Phòng Văn hóa - Xã hội"
    write(screen, official=VICE)
    hands.press_here(screen, "Control-s")
    assert len(duties.gaps(date(2026, 11, 22))) == 3


def test_the_screen_of_briefings_says_when_each_is_held_next(shell: Any) -> None:
    shell.go("briefing_rules")
    screen = shell.screen
    screen.open({}, screen.rows.ids[0])
    shell.app.update()
    assert "Thứ Hai 23/11/2026, Thứ Hai 30/11/2026" in str(screen.pane.about.cget("text"))
