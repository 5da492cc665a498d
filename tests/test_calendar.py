"""The work calendar: what may stand in it, whose word counts, and that whatever counts working days follows it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.connection import reading
from db.models import Journal, Unit, WorkCalendarDay
from desktop_app import catalogue, clock, events, jobs, records
from desktop_app.errors import Failed, Refused
from desktop_app.features.calendar import service as calendar
from desktop_app.features.calendar.columns import CALENDAR
from desktop_app.features.calendar_desk.screen import CalendarScreen
from desktop_app.features.office import service as office_service
from desktop_app.features.overview import service as overview
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import session
from desktop_app.rules import dates, workdays
from desktop_app.ui import dialogs, kit, screen
from desktop_app.ui.fields import make_field
from desktop_app.ui.shell import Shell, ShellEntry
from desktop_app.ui.status_line import Status
from tests.office_hands import notice
from tests.typing_hands import focus, keys, press, press_here, unikey, wait

WINDOW = (620, 300)
MONDAY, TUESDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)  # today is Sunday the 22nd
CITY = "c" * 32
NARROW, WIDE = "1366x700+0+0", "1900x900+0+0"


def from_above(day: date, kind: str = "holiday", name: str = "", **more: Any) -> WorkCalendarDay:
    """A day as a package of the city brings it: written past the gate, told afterwards."""
    Unit.update(office_uid=CITY).where(Unit.code == "TP").execute()
    row = WorkCalendarDay.create(day=day, kind=kind, name=name, def_owner=CITY, def_n=1, **more)
    events.publish(events.Changed(CALENDAR.kind))
    return row


def refused(texts: dict[str, str], record: WorkCalendarDay | None = None) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        calendar.save(texts, record)
    return caught.value.problems


def soon() -> str:
    """Until when tasks count as soon due, as the overview says it."""
    return next(figure.note for figure in overview.gather().figures if figure.label == "Sắp đến hạn")


# --- What may stand in it ---


def test_a_day_is_written_found_changed_deleted_and_put_back(office):
    row = calendar.save({"day": "24/11/2026", "kind": "Nghỉ lễ, tết", "name": "Ngày hội"})
    assert (row.day, row.kind, row.name, row.expected) == (TUESDAY, "holiday", "Ngày hội", False)
    assert [found.id for found in calendar.find().iterate()] == [row.id]
    calendar.save({"name": "Ngày hội lớn", "expected": "x"}, calendar.get(row.id))
    assert calendar.get(row.id).name == "Ngày hội lớn"
    calendar.delete(calendar.get(row.id))
    assert calendar.find().count() == 0
    calendar.restore(calendar.get(row.id))
    assert calendar.find().count() == 1
    actions = [entry.action for entry in Journal.select().where(Journal.kind == CALENDAR.kind).order_by(Journal.id)]
    assert actions == ["created", "changed", "deleted", "restored"]


def test_a_day_needs_its_date_and_begins_as_a_holiday(office):
    assert refused({"day": ""}) == {"day": "Chưa ghi ngày"}
    assert calendar.save({"day": "2/9/2026"}).kind == "holiday"


def test_a_day_stands_once_and_the_refusal_names_the_other(office):
    first = calendar.save({"day": "24/11/2026", "name": "Ngày hội"})
    second = calendar.save({"day": "25/11/2026"})
    words = "Ngày 24/11/2026 đã có trong lịch (Nghỉ lễ, tết: Ngày hội); hãy sửa dòng đó"
    assert refused({"day": "24/11/2026", "kind": "Nghỉ bù, nghỉ hoán đổi"}) == {"day": words}
    assert refused({"day": "24/11/2026"}, second) == {"day": words}
    calendar.save({"name": "Ngày hội của phường"}, first)
    calendar.delete(first)
    calendar.save({"day": "24/11/2026"}, second)
    with pytest.raises(Refused, match="đã có trong lịch"):
        calendar.restore(first)


@pytest.mark.parametrize(("day", "weekday"), [("23/11/2026", "Thứ Hai"), ("27/11/2026", "Thứ Sáu")])
def test_a_made_up_day_is_a_saturday_or_sunday(day, weekday, office):
    words = f"Ngày làm bù phải là Thứ Bảy hoặc Chủ nhật; {day} là {weekday}"
    assert refused({"day": day, "kind": "Làm bù"}) == {"day": words}
    holiday = calendar.save({"day": day})
    assert refused({"kind": "Làm bù"}, holiday) == {"day": words}
    assert calendar.save({"day": "28/11/2026", "kind": "Làm bù"}).kind == "made_up"
    assert calendar.save({"day": "29/11/2026", "kind": "Làm bù"}).kind == "made_up"


@pytest.mark.parametrize("kind", ["Nghỉ lễ, tết", "Nghỉ bù, nghỉ hoán đổi"])
def test_a_day_off_may_be_any_day(kind, office):
    for day in ("23/11/2026", "28/11/2026", "29/11/2026"):
        calendar.save({"day": day, "kind": kind})
    assert calendar.find().count() == 3


def test_the_search_box_finds_days_by_occasion_weekday_and_date_without_accents(office):
    calendar.save({"day": "02/09/2026", "name": "Quốc khánh"})
    calendar.save({"day": "01/01/2027", "name": "Tết Dương lịch", "source": "Thông báo 12/TB-BNV"})
    calendar.save({"day": "28/11/2026", "kind": "Làm bù"})

    def days(text: str, **where: Any) -> list[str]:
        return [f"{row.day:%d/%m}" for row in calendar.find(where, text).iterate()]

    assert days("") == ["01/01", "28/11", "02/09"]
    assert days("quoc kh") == ["02/09"]
    assert days("thu bay") == ["28/11"]
    assert days("12/TB-BNV") == ["01/01"]
    assert days("2026") == ["28/11", "02/09"]
    assert days("khong co") == []
    assert days("", year=2027) == ["01/01"]
    assert days("lam bu", year=2027) == []
    assert list(calendar.years()) == ["2027", "2026"]


# --- Whose word counts ---


def test_a_day_of_the_office_above_is_neither_changed_nor_deleted_here(office):
    row = from_above(TUESDAY, name="Ngày hội")
    for write in (lambda: calendar.save({"name": "Khác"}, row), lambda: calendar.delete(row)):
        with pytest.raises(Refused, match="Ủy ban nhân dân thành phố Hà Nội"):
            write()
    assert not calendar.is_ours(row)
    assert "Ủy ban nhân dân thành phố Hà Nội" in calendar.remark(row)
    assert [found.writer for found in calendar.find().iterate()] == ["Ủy ban nhân dân thành phố Hà Nội"]


def test_writing_a_day_that_the_office_above_has_written_is_refused_and_says_whose_word_counts(office):
    from_above(SATURDAY, "made_up")
    words = "Ủy ban nhân dân thành phố Hà Nội đã ghi ngày 28/11/2026: Làm bù. Tính theo lịch của cấp trên."
    assert refused({"day": "28/11/2026"}) == {"day": f"{words} Không cần ghi thêm"}


def test_where_both_have_written_a_day_the_office_above_is_followed_and_the_screen_says_so(office):
    ours = calendar.save({"day": "24/11/2026", "name": "Ngày hội"})
    theirs = from_above(TUESDAY, "compensatory", "Nghỉ bù")
    assert clock.calendar()[0] == {TUESDAY: "Nghỉ bù, nghỉ hoán đổi: Nghỉ bù"}
    saved = calendar.save({"source": "Thông báo của phường"}, ours)
    assert "Tính theo lịch của cấp trên." in calendar.remark(saved)
    assert {row.id: row.overruled for row in calendar.find().iterate()} == {ours.id: True, theirs.id: False}
    WorkCalendarDay.update(deleted_at=clock.now()).where(WorkCalendarDay.id == theirs.id).execute()
    events.publish(events.Changed(CALENDAR.kind, (theirs.id,)))
    assert calendar.remark(ours) == ""
    assert clock.calendar()[0] == {TUESDAY: "Nghỉ lễ, tết: Ngày hội"}


def test_above_may_make_people_work_on_a_day_that_we_wrote_as_off(office):
    calendar.save({"day": "28/11/2026"})
    assert (calendar.days_off(), calendar.made_up()) == ({SATURDAY}, set())
    from_above(SATURDAY, "made_up")
    assert (calendar.days_off(), calendar.made_up()) == (set(), {SATURDAY})


# --- What follows it ---


def test_an_empty_calendar_means_weekends_only(office):
    assert (calendar.days_off(), calendar.made_up()) == (set(), set())
    assert clock.calendar() == ({}, {})
    assert soon() == "đến hết 25/11"


def test_what_is_soon_due_goes_past_days_off_and_stops_at_made_up_days(office):
    notice("12/TB-UBND", "02/11/2026", {"content": "Báo cáo", "lead_unit": "VP", "due_on": "27/11/2026"})

    def count() -> int:
        return next(figure.count for figure in overview.gather().figures if figure.label == "Sắp đến hạn")

    assert (soon(), count()) == ("đến hết 25/11", 0)
    holiday = calendar.save({"day": "24/11/2026"})
    other = calendar.save({"day": "25/11/2026", "expected": "x"})
    assert (soon(), count()) == ("đến hết 27/11", 1)
    clock.set_today(date(2026, 11, 26))
    assert soon() == "đến hết 01/12"
    calendar.save({"day": "28/11/2026", "kind": "Làm bù"})
    assert soon() == "đến hết 30/11"
    clock.set_today(date(2026, 11, 22))
    calendar.delete(holiday)
    calendar.save({"day": "26/11/2026"}, other)
    assert soon() == "đến hết 25/11"
    calendar.restore(holiday)
    assert soon() == "đến hết 27/11"


def test_the_days_are_read_once_and_again_after_every_change(office, monkeypatch):
    reads = []
    read = calendar._read
    monkeypatch.setattr(calendar, "_read", lambda: reads.append(1) or read())
    for _ in range(3):
        assert calendar.days_off() == set()
    assert len(reads) == 1
    calendar.save({"day": "24/11/2026"})
    for _ in range(3):
        assert calendar.days_off() == {TUESDAY}
    assert len(reads) == 2


def test_days_that_were_never_committed_are_not_kept(office):
    with pytest.raises(Failed), records.writing():
        calendar.save({"day": "24/11/2026"})
        assert calendar.days_off() == {TUESDAY}
        raise Failed("E-DISK")
    assert calendar.days_off() == set()


def test_a_worker_counts_by_the_same_calendar(office):
    calendar.save({"day": "24/11/2026"})

    def count(progress: jobs.Progress) -> tuple[set[date], set[date]]:
        before = set(calendar.days_off())
        with reading():
            return before, set(calendar.days_off())

    told: list[Any] = []
    job = jobs.start(count, told.append)
    while not job.poll():
        pass
    assert told[0][1] == {TUESDAY}


def test_a_closed_office_leaves_weekends_only_and_an_opened_one_brings_its_calendar(office):
    calendar.save({"day": "24/11/2026"})
    assert clock.calendar()[0].keys() == {TUESDAY}
    office_service.close_folder()
    assert clock.calendar() == ({}, {})
    office_service.open_folder(office, writing=True)
    assert clock.calendar()[0].keys() == {TUESDAY}


def test_typed_working_days_go_past_days_off_and_stop_at_made_up_days():
    sunday = date(2026, 11, 22)
    assert dates.read_date("+5", sunday) == date(2026, 11, 27)
    assert dates.read_date("+5", sunday, {TUESDAY}) == date(2026, 11, 30)
    assert dates.read_date("+5", sunday, {TUESDAY}, {SATURDAY}) == SATURDAY
    assert dates.read_date("24/11", sunday, {TUESDAY}) == TUESDAY, "a day that is named is never moved"
    assert dates.read_date("-1", sunday, {TUESDAY}) == date(2026, 11, 21)


def test_a_day_off_on_a_made_up_saturday_is_one_day_of_work(office):
    assert workdays.is_workday(SATURDAY, {SATURDAY}, {SATURDAY})
    assert workdays.add_workdays(MONDAY, 5, (), {SATURDAY}) == SATURDAY


# --- In the window ---


@pytest.fixture
def due(window: kit.Toplevel, office: Path) -> Any:
    """The field of a task's due date."""
    field = make_field(window, TASKS.columns["due_on"])
    field.pack(fill="x", padx=10, pady=10)
    kit.Entry(window).pack()
    window.update()
    focus(field.editor.entry)
    return field


def under(field: Any) -> str:
    field.update()
    shown = [c for c in field.winfo_children() if isinstance(c, kit.Label) and c.winfo_ismapped()]
    return " ".join(str(c.cget("text")) for c in shown if int(c.grid_info()["row"]) > 1)


def test_a_field_says_which_day_off_or_made_up_day_stands_in_it(due):
    calendar.save({"day": "24/11/2026", "name": "Ngày hội", "expected": "x"})
    calendar.save({"day": "28/11/2026", "kind": "Làm bù"})
    keys(due.editor.entry, "24/11/2026")
    assert under(due) == "Thứ Ba – Nghỉ lễ, tết: Ngày hội (dự kiến)"
    press(due.editor.entry, "Up")
    assert under(due) == TASKS.columns["due_on"].hint
    press(due.editor.entry, "Up", "Up", "Up")
    assert under(due) == "Thứ Bảy – Làm bù"
    press(due.editor.entry, "Up")
    assert under(due) == "Chủ nhật, ngày nghỉ"


def test_working_days_typed_into_a_field_go_past_days_off(due):
    calendar.save({"day": "24/11/2026"})
    keys(due.editor.entry, "+5")
    press_here(due, "Tab")
    assert due.get() == "30/11/2026"


class Answers:
    """What the person says to the questions, and what was warned of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.warned: list[str] = []
        monkeypatch.setattr(dialogs, "ask_yes_no", lambda *words, **more: True)
        monkeypatch.setattr(dialogs, "warn", lambda parent, title, message: self.warned.append(message))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


@pytest.fixture
def make(dressed: Any, root: Any, office: Path) -> Iterator[Any]:
    screen.forget_kept()
    made: list[Shell] = []

    def shown(geometry: str = NARROW) -> CalendarScreen:
        root.geometry(geometry)
        root.deiconify()
        root.update()
        load = next(each.load for each in catalogue.SCREENS if each.name == "calendar")
        entry = ShellEntry("calendar", "Lịch làm việc", "calendar-week", load())
        shell = Shell(root, [entry], "UBND phường", "Nguyễn Thị Hường", lambda: Status(database="bình thường"))
        made.append(shell)
        shell.go("calendar")
        for _ in range(3):
            root.update()
        focus(shell.screen.rows.tree)
        return shell.screen

    yield shown
    for shell in made:
        shell.destroy()
    root.withdraw()


def entry(book: CalendarScreen, name: str) -> Any:
    return book.pane.form.fields[name].editor.entry


def words_under(book: CalendarScreen) -> str:
    return " ".join(str(c.cget("text")) for c in book.pane.form.under.winfo_children() if "text" in dict(c))


@pytest.mark.parametrize("geometry", [NARROW, WIDE])
def test_a_day_is_typed_and_saved_by_keys_alone(make, geometry):
    book = make(geometry)
    press(book.rows.tree, "Control-n")
    keys(entry(book, "day"), "24/11")
    press_here(book, "Tab")
    assert book.focus_get() is entry(book, "kind")
    press_here(book, "Tab")
    unikey(entry(book, "name"), "Ngày hội")
    press_here(book, "Control-s")
    [row] = calendar.find().iterate()
    assert (row.day, row.kind, row.name) == (TUESDAY, "holiday", "Ngày hội")
    assert str(book.pane.title.cget("text")) == "Thứ Ba, ngày 24/11/2026"
    book.update()
    assert list(book.rows.ids) == [row.id]


def test_what_is_refused_stands_under_its_field_and_the_text_stays(make):
    calendar.save({"day": "24/11/2026", "name": "Ngày hội"})
    book = make()
    press(book.rows.tree, "Control-n")
    keys(entry(book, "day"), "24/11/2026")
    press_here(book, "Control-s")
    assert "đã có trong lịch (Nghỉ lễ, tết: Ngày hội)" in book.pane.form.fields["day"].problem
    assert book.pane.form.texts()["day"] == "24/11/2026"
    assert calendar.find().count() == 1


@pytest.mark.parametrize("geometry", [NARROW, WIDE])
def test_a_day_of_the_office_above_is_shown_locked_and_delete_takes_nothing(make, geometry, answers):
    row = from_above(TUESDAY, name="Ngày hội")
    book = make(geometry)
    press(book.rows.tree, "Home", "Return")
    assert book.record.id == row.id
    assert set(book.pane.form.fields) <= book.pane.form.locked
    assert "Ủy ban nhân dân thành phố Hà Nội ghi" in words_under(book)
    keys(entry(book, "name"), "x")
    assert entry(book, "name").get() == "Ngày hội"
    book.delete()
    assert "hãy đề nghị nơi đó sửa" in answers.warned[0]
    assert calendar.find().count() == 1
    press_here(book, "Escape")
    assert book.list.winfo_ismapped()


def test_saving_a_day_that_the_office_above_wrote_too_says_whose_word_counts(make):
    ours = calendar.save({"day": "24/11/2026"})
    from_above(TUESDAY, "compensatory")
    book = make(WIDE)
    focus(book.rows.tree)
    book.rows.choose([ours.id])
    wait(book, screen.SETTLE + 40)
    unikey(entry(book, "source"), "Thông báo")
    press_here(book, "Control-s")
    assert calendar.get(ours.id).source == "Thông báo"
    assert "Tính theo lịch của cấp trên." in words_under(book)


def test_a_deleted_day_comes_back_only_while_its_date_is_free(make, answers):
    row = calendar.save({"day": "24/11/2026"})
    book = make()
    press(book.rows.tree, "Home", "Delete")
    assert calendar.find().count() == 0
    calendar.save({"day": "24/11/2026", "name": "Ghi lại"})
    book._restore(calendar.get(row.id))
    assert "đã có trong lịch (Nghỉ lễ, tết: Ghi lại)" in answers.warned[0]


def test_the_list_is_narrowed_by_year_and_by_words(make):
    calendar.save({"day": "02/09/2026", "name": "Quốc khánh"})
    calendar.save({"day": "01/01/2027", "name": "Tết Dương lịch"})
    book = make()
    book.bar.drops["year"].take("2026")
    book.update()
    assert [calendar.get(i).name for i in book.rows.ids] == ["Quốc khánh"]
    book.bar.clear()
    keys(book.bar.search, "tet duong")
    wait(book, 200)
    assert [calendar.get(i).name for i in book.rows.ids] == ["Tết Dương lịch"]


def test_the_calendar_stands_before_the_units():
    names = [each.name for each in catalogue.SCREENS]
    assert names.index("calendar") < names.index("units")


def test_a_folder_that_takes_no_writes_still_shows_and_follows_its_calendar(office):
    calendar.save({"day": "24/11/2026"})
    session.current.readable_only = True
    with pytest.raises(Failed):
        calendar.save({"day": "25/11/2026"})
    assert calendar.days_off() == {TUESDAY}
    session.current.readable_only = False
