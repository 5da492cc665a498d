"""Deadlines in working days: typed, worked out, refused when they disagree, and moved when the calendar changes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.models import Task
from desktop_app import catalogue, clock, events
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.calendar import service as calendar
from desktop_app.features.calendar_moves import service as moves
from desktop_app.features.calendar_table import service as table
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_due.service import term_end
from desktop_app.features.task_parts import service as parts
from desktop_app.features.tasks import service as tasks
from desktop_app.records.kinds import Day
from desktop_app.ui import dialogs, kit, screen, theme
from desktop_app.ui.asking import Asking
from desktop_app.ui.date_picker import OFF, DatePicker
from desktop_app.ui.editors import day_note
from desktop_app.ui.shell import Shell, ShellEntry
from desktop_app.ui.status_line import Status
from tests.network_hands import Network
from tests.office_hands import notice
from tests.test_calendar import from_above
from tests.typing_hands import focus, keys, press, press_here, wait

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)
CULTURE = {"day": "24/11/2026", "name": "Ngày Văn hóa Việt Nam"}


@pytest.fixture
def friday(office: Path) -> Path:
    """The office of the tests on Friday 20/11/2026."""
    clock.set_today(FRIDAY)
    return office


def typed(**texts: str) -> Task:
    return tasks.save({"content": "Báo cáo", "lead_unit": "KT", "assigned_on": "20/11/2026", **texts})


def refused(**texts: str) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        typed(**texts)
    return caught.value.problems


# --- Typed ---


@pytest.mark.parametrize(("holiday", "due_on"), [(True, date(2026, 11, 30)), (False, date(2026, 11, 27))])
def test_five_working_days_from_friday_end_where_the_domain_book_says(friday, holiday, due_on):
    """DOMAIN.md 11, vector 7."""
    if holiday:
        calendar.save(CULTURE)
    task = typed(due_workdays="5")
    assert (task.due_on, task.original_due_on, task.due_workdays) == (due_on, due_on, 5)


def test_both_typed_must_agree_and_the_refusal_names_both_days(friday):
    calendar.save(CULTURE)
    assert refused(due_workdays="5", due_on="27/11/2026") == {
        "due_workdays": "5 ngày làm việc kể từ ngày giao 20/11/2026 là hết Thứ Hai, 30/11/2026, nhưng thời hạn đang "
        "ghi Thứ Sáu, 27/11/2026; hãy xóa một trong hai ô"
    }
    assert typed(due_workdays="5", due_on="30/11/2026").due_on == date(2026, 11, 30)


@pytest.mark.parametrize("count", ["0", "-3", "501", "5000000"])
def test_a_number_that_is_no_term_is_refused(friday, count):
    assert "due_workdays" in refused(due_workdays=count)
    assert Task.select().count() == 0


def test_the_term_of_an_assigned_task_is_not_changed_by_typing(friday):
    task = typed(due_workdays="5")
    for text in ("6", ""):
        with pytest.raises(Refused, match="Gia hạn"):
            tasks.save({"due_workdays": text}, task)
    assert tasks.save({"content": "Báo cáo lại"}, task).due_on == date(2026, 11, 27)
    plain = typed(due_on="27/11/2026")
    with pytest.raises(Refused, match="Gia hạn"):
        tasks.save({"due_workdays": "5"}, plain)


def test_a_notice_counts_from_its_own_day(friday):
    calendar.save(CULTURE)
    clock.set_today(date(2026, 11, 30))
    row = {"content": "Báo cáo", "lead_unit": "KT"}
    _, [one] = notice("20/TB-UBND", "20/11/2026", {**row, "due_workdays": "5"})
    assert (one.assigned_on, one.due_on) == (FRIDAY, date(2026, 11, 30))
    with pytest.raises(RefusedRows) as caught:
        notice("21/TB-UBND", "20/11/2026", {**row, "due_workdays": "5", "due_on": "27/11/2026"})
    assert "30/11/2026" in caught.value.rows[0]["due_workdays"]


def test_what_is_passed_on_may_be_given_in_working_days_within_the_term_above(friday):
    above = typed(due_on="01/12/2026")
    Task.update(def_owner="c" * 32).where(Task.id == above.id).execute()
    above = tasks.get(above.id)
    row = {"content": "Việc con", "lead_unit": "VP", "assigned_on": "20/11/2026"}
    with pytest.raises(Refused, match="Không được sau hạn"):
        parts.pass_on(above, {**row, "due_workdays": "8"})
    assert parts.pass_on(above, {**row, "due_workdays": "7"}).due_on == date(2026, 12, 1)


# --- The calendar changes ---


def shown() -> list[tuple[str, date, date]]:
    return [(move.code, move.old, move.new) for move in moves.moves()]


def test_a_new_day_off_lists_the_deadlines_it_moves_and_nothing_moves_by_itself(friday):
    task = typed(due_workdays="5")
    typed(due_on="27/11/2026")
    assert (shown(), moves.news()) == ([], "")
    calendar.save(CULTURE)
    assert shown() == [(task.code, date(2026, 11, 27), date(2026, 11, 30))]
    assert moves.news() == "1 thời hạn tính theo ngày làm việc cần tính lại"
    assert tasks.get(task.id).due_on == date(2026, 11, 27)
    calendar.delete(calendar.on(TUESDAY))
    assert shown() == []


def test_moving_takes_the_original_deadline_along_and_the_journal_says_why(friday):
    task = typed(due_workdays="5")
    before = task.def_n
    calendar.save(CULTURE)
    assert moves.apply(moves.moves()) == 1
    after = tasks.get(task.id)
    assert (after.due_on, after.original_due_on, after.due_workdays) == (date(2026, 11, 30), date(2026, 11, 30), 5)
    assert after.def_n == before + 1, "the office below hears of it"
    words = "Lịch làm việc thay đổi: 5 ngày làm việc kể từ ngày giao 20/11/2026 nay hết ngày 30/11/2026, không phải"
    assert words in tasks.history(after)[0][3]
    assert tasks.standing_of(after).days_late_original == 0
    assert shown() == []


def test_dates_that_are_kept_are_never_asked_about_again(friday):
    task = typed(due_workdays="5")
    calendar.save(CULTURE)
    assert moves.keep_dates(moves.moves()) == 1
    after = tasks.get(task.id)
    assert (after.due_on, after.due_workdays, shown()) == (date(2026, 11, 27), None, [])
    assert "Giữ hạn 27/11/2026" in tasks.history(after)[0][3]
    calendar.save({"day": "25/11/2026"})
    assert shown() == []


def test_some_may_move_and_others_wait(friday):
    one, other = typed(due_workdays="5"), typed(due_workdays="6")
    calendar.save(CULTURE)
    first, second = moves.moves()
    assert moves.apply([second]) == 1
    assert [tasks.get(t.id).due_on for t in (one, other)] == [date(2026, 11, 27), date(2026, 12, 1)]
    assert moves.moves() == [first]


def test_a_made_up_saturday_brings_a_deadline_forward(friday):
    task = typed(due_workdays="6")
    calendar.save({"day": "28/11/2026", "kind": "Làm bù"})
    assert shown() == [(task.code, date(2026, 11, 30), date(2026, 11, 28))]


def test_what_a_decision_has_touched_or_is_done_is_left_alone(friday):
    clock.set_today(date(2026, 11, 23))
    extended, suspended, resumed, done, cancelled, waiting = (typed(due_workdays="5") for _ in range(6))
    on = {"decided_on": "23/11/2026", "reason": "Lý do"}
    decisions.extend(extended, {**on, "due_on": "04/12/2026"})
    decisions.suspend(suspended, {**on, "from_on": "23/11/2026"})
    decisions.suspend(resumed, {**on, "from_on": "23/11/2026"})
    decisions.resume(resumed, on)
    assert tasks.get(resumed.id).due_on == date(2026, 11, 27), "rested not one day"
    decisions.cancel(cancelled, on)
    tasks.complete(done, {"completed_on": "23/11/2026"})
    tasks.save({"needs_confirmation": "x"}, waiting)
    tasks.complete(waiting, {"completed_on": "23/11/2026"})
    calendar.save(CULTURE)
    assert shown() == []


def test_the_tasks_of_the_office_above_are_its_own_to_move(friday):
    task = typed(due_workdays="5")
    Task.update(def_owner="c" * 32).where(Task.id == task.id).execute()
    from_above(TUESDAY)
    assert shown() == []
    with pytest.raises(Refused):
        moves.move_term(tasks.get(task.id), date(2026, 11, 30), "")


def test_a_calendar_from_above_moves_the_terms_we_gave(friday):
    task = typed(due_workdays="5")
    from_above(TUESDAY)
    assert shown() == [(task.code, date(2026, 11, 27), date(2026, 11, 30))]


def test_a_task_done_while_the_list_was_open_does_not_move(friday):
    clock.set_today(date(2026, 11, 23))
    task = typed(due_workdays="5")
    calendar.save(CULTURE)
    found = moves.moves()
    tasks.complete(task, {"completed_on": "23/11/2026"})
    assert moves.apply(found) == 0
    assert tasks.get(task.id).due_on == date(2026, 11, 27)


# --- Two offices ---


def test_both_offices_have_the_same_deadline_and_the_same_calendar(tmp_path):
    clock.set_today(FRIDAY)
    net = Network(tmp_path)
    try:
        net.found("TREN", subs=("DUOI",))
        net.found("DUOI", upper="TREN")
        with net.at("TREN"):
            tasks.save({"content": "Báo cáo", "lead_unit": "DUOI", "assigned_on": "20/11/2026", "due_workdays": "5"})
        net.receive("DUOI", net.assign("TREN", "DUOI"))

        def below() -> tuple[Any, ...]:
            with net.at("DUOI"):
                task = Task.get()
                again = term_end(task.assigned_on, task.due_workdays)
                return task.due_on, task.original_due_on, again, len(moves.moves())

        assert below() == (date(2026, 11, 27), date(2026, 11, 27), date(2026, 11, 27), 0)
        with net.at("TREN"):
            table.put_in([2026])
            assert moves.apply(moves.moves()) == 1
        package = net.assign("TREN", "DUOI")
        net.receive("DUOI", package)
        assert below() == (date(2026, 11, 30), date(2026, 11, 30), date(2026, 11, 30), 0)
        with net.at("DUOI"):
            assert TUESDAY in calendar.days_off()
            tasks.save({"content": "Việc riêng", "lead_unit": "KT", "assigned_on": "20/11/2026", "due_workdays": "5"})
            assert Task.get(Task.content == "Việc riêng").due_on == date(2026, 11, 30)
    finally:
        clock.set_today(None)
        events.forget()


def test_every_day_of_every_record_says_when_nobody_works_on_it(friday):
    calendar.save(CULTURE)
    days = [c for e in catalogue.entities() for c in e.columns.values() if isinstance(c.kind, Day)]
    assert {"due_on", "original_due_on"} <= {column.name for column in days}
    for column in days:
        assert day_note(column.kind, "22/11/2026") == "Chủ nhật, ngày nghỉ", column.name
        assert day_note(column.kind, "24/11/2026") == "Thứ Ba – Nghỉ lễ, tết: Ngày Văn hóa Việt Nam", column.name
        assert day_note(column.kind, "23/11/2026") == ""


# --- In the window ---


@pytest.fixture
def go(dressed: Any, root: Any, friday: Path) -> Any:
    """Open screens of the catalogue in the root window."""
    screen.forget_kept()
    root.geometry("1366x700+0+0")
    root.deiconify()
    entries = [
        ShellEntry(each.name, each.label, each.icon, each.load())
        for each in catalogue.SCREENS
        if each.name in ("overview", "tasks", "documents", "calendar")
    ]
    shell = Shell(root, entries, "UBND phường", "Nguyễn Thị Hường", lambda: Status(database="bình thường"))

    def to(name: str) -> Any:
        shell.go(name)
        for _ in range(4):
            root.update()
        return shell.screen

    to.shell = shell  # type: ignore[attr-defined]
    yield to
    shell.destroy()
    root.withdraw()


def entry(book: Any, name: str) -> Any:
    return book.pane.form.fields[name].editor.entry


def test_leaving_the_number_shows_the_date_and_typing_it_is_left_alone(go):
    calendar.save(CULTURE)
    book = go("tasks")
    book.new()
    book.update()
    form = book.pane.form
    focus(entry(book, "due_workdays"))
    keys(entry(book, "due_workdays"), "5")
    assert form.texts()["due_on"] == "", "not while one types"
    press_here(book, "Tab")
    assert form.texts()["due_on"] == "30/11/2026"
    focus(entry(book, "due_workdays"))
    press(entry(book, "due_workdays"), "End", "BackSpace")
    keys(entry(book, "due_workdays"), "6")
    press_here(book, "Tab")
    assert form.texts()["due_on"] == "01/12/2026"
    form.fields["due_on"].write("15/12/2026")
    focus(entry(book, "assigned_on"))
    press_here(book, "Tab")
    assert form.texts()["due_on"] == "15/12/2026", "what a person typed stays"
    form.saved()


def test_the_grid_of_a_notice_works_the_date_out_from_the_day_of_the_notice(go):
    calendar.save(CULTURE)
    book = go("documents")
    book.print_()
    book.update()
    book.notice.form.fields["issued_on"].write("20/11/2026")
    cells = book.notice.grid_.lines[0].cells
    focus(cells["due_workdays"].entry)
    keys(cells["due_workdays"].entry, "5")
    press_here(book, "Tab")
    assert cells["due_on"].get() == "30/11/2026"
    book.notice.form.saved()
    book.notice.grid_.saved()


def test_the_table_is_put_in_and_the_deadlines_follow_by_keys_alone(go, monkeypatch):
    task = typed(due_workdays="5")
    book = go("calendar")
    assert book.hint.winfo_ismapped()
    assert not book.news.winfo_ismapped()
    book.put_in()
    book.update()
    assert book.page.chosen == [2026, 2027, 2028, 2029, 2030]
    assert book.focus_get() is book.page.boxes[0]
    for _ in range(5):
        press_here(book, "Tab")
    press_here(book, "space")  # 2027 is left out
    assert book.page.chosen == [2026, 2028, 2029, 2030]
    press_here(book, "Control-s")
    for _ in range(4):
        book.update()
    assert book.page is None
    assert sorted(calendar.years().values()) == [2026, 2028, 2029, 2030]
    assert not book.hint.winfo_ismapped()
    assert str(book.moving.cget("text")) == "1 thời hạn tính theo ngày làm việc cần tính lại."
    focus(book.look_at)
    press_here(book, "space")
    book.update()
    assert [move.code for move in book.page.found] == [task.code]
    press_here(book, "Control-s")
    for _ in range(4):
        book.update()
    assert tasks.get(task.id).due_on == date(2026, 11, 30)
    assert book.page is None
    assert not book.news.winfo_ismapped()


def test_the_calendar_opens_at_this_year(go):
    table.put_in(table.years())
    book = go("calendar")
    wait(book, screen.SETTLE + 60)
    assert calendar.get(book.rows.ids[book.rows.view.top]).day == date(2026, 11, 24)


def test_an_expected_day_is_made_official_by_its_source(go):
    table.put_in([2028])
    [tet, *_] = [row for row in calendar.find({"year": 2028}).iterate() if row.name == "Tết Nguyên đán"]
    book = go("calendar")
    book.open({}, tet.id)
    book.update()
    assert book.official.winfo_ismapped()

    def answer() -> None:
        [window] = [w for w in book.winfo_toplevel().winfo_children() if isinstance(w, Asking)]
        keys(window.form.fields["source"].editor.entry, "12/TB-BNV")
        press_here(window, "Control-s")

    kit.soon(book, answer, 200)
    book.announce()
    book.update()
    assert not book.official.winfo_ismapped()
    named = [row for row in calendar.find({"year": 2028}).iterate() if row.name == "Tết Nguyên đán"]
    assert {(row.expected, row.source) for row in named} == {(False, "12/TB-BNV")}


def test_the_overview_counts_the_deadlines_and_opens_them(go, monkeypatch):
    typed(due_workdays="5")
    view = go("overview")
    assert not view.moving.winfo_ismapped()
    calendar.save(CULTURE)
    for _ in range(4):
        view.update()
    assert str(view.moving.cget("text")) == "1 thời hạn tính theo ngày làm việc cần tính lại…"
    focus(view.moving)
    press_here(view, "space")
    view.update()
    book = go.shell.screen
    assert book is not view
    assert len(book.page.found) == 1
    monkeypatch.setattr(dialogs, "ask_yes_no", lambda *words, **more: True)
    book.page.keep_dates()
    assert moves.count() == 0


def test_escape_leaves_the_pages_and_writes_nothing(go):
    book = go("calendar")
    for page in (book.put_in, book.show_moves):
        page()
        book.update()
        press_here(book, "Escape")
        book.update()
        assert book.page is None
    assert calendar.find().count() == 0


def test_the_pop_up_calendar_shows_which_days_are_off(friday, dressed, root):
    calendar.save(CULTURE)
    calendar.save({"day": "28/11/2026", "kind": "Làm bù"})
    picker = DatePicker(root, date(2026, 11, 30))
    cells = [c for c in picker.frm_dates.winfo_children() if isinstance(c, kit.Radiobutton)]
    off = [int(c.cget("text")) for c in cells if str(c.cget("style")).startswith(OFF)]
    assert off == [1, 7, 8, 14, 15, 21, 22, 24, 29]
    style = next(str(c.cget("style")) for c in cells if int(c.cget("text")) == 24)
    assert kit.Style.get_instance().lookup(style, "foreground", ("!selected",)) == theme.palette().danger
    picker.root.destroy()


def test_counting_the_moves_reads_no_task_without_a_term_in_working_days(friday):
    for _ in range(3):
        typed(due_on="27/11/2026")
    typed(due_workdays="5")
    calendar.save(CULTURE)
    found = tasks.find().only(moves.UNTOUCHED)
    assert found.count() == 1
