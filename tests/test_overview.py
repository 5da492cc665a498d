"""The overview: charts whose numbers agree with the books, and whose every bar opens exactly the rows it counts."""

import random
import time
from datetime import date, timedelta

import pytest

from db.connection import database
from db.models import Official, Task, Unit
from db.words import Timeliness
from desktop_app import clock, events
from desktop_app.features.documents import service as documents
from desktop_app.features.overview import report
from desktop_app.features.overview import service as overview
from desktop_app.features.task_counts import service as counts
from desktop_app.features.tasks import service as tasks
from desktop_app.pdf import charts, faces, picture
from desktop_app.rules.lateness import Decision, Halves
from tests.office_hands import fill, found, notice, put_task
from tests.ready_offices import opened as opened_office

TODAY = date(2026, 11, 22)
LOOK = charts.Look("#ffffff", "#1d2733", "#55606d", "#c9d1da", "Office", "Office-Bold", 10)
COLOURS = {"success": "#16813f", "violet": "#7c3aed", "info": "#1380a0", "danger": "#c4161c", "muted": "#727f8d"}


def some_halves(rng, due_on):
    """A due date and both halves as chance has them: done, confirmed, sent back, stopped, cancelled, copied."""
    done_on = TODAY - timedelta(rng.randrange(0, 380)) if rng.random() < 0.6 else None
    progress = "reported" if done_on else rng.choice(["new", "doing", "doing", "declined"])
    kinds = rng.choices(["", "confirmed", "redo", "cancelled", "suspended"], [70, 10, 6, 6, 8])
    decided_on = (done_on or TODAY - timedelta(5)) - timedelta(rng.randrange(3))
    decisions = tuple(Decision(kind, decided_on, 1, None, None, None) for kind in kinds if kind)
    due_on = due_on if rng.random() < 0.85 else None
    return due_on, Halves(due_on, rng.random() < 0.2, progress, 1, done_on, decisions, rng.random() < 0.05)


@pytest.fixture
def book(tmp_path):
    """An office with every kind of task, four hundred random ones, some not counted, some without a leader."""
    yield from opened_office(tmp_path, "four hundred", found, fill, four_hundred)


def four_hundred():
    rng = random.Random(11)
    units, leaders = list(Unit.select()), [None, *Official.select().limit(3)]
    uncounted, _ = notice("99/TB", "01/10/2026", category="Kết luận của Hội đồng Bồi thường")
    with database.atomic():
        for number in range(400):
            due_on, halves = some_halves(rng, TODAY - timedelta(rng.randrange(-60, 420)))
            task = put_task(halves, due_on)
            task.lead_unit, task.supervising_leader = rng.choice(units), rng.choice(leaders)
            task.document = uncounted if number % 9 == 0 else None
            task.deleted_at = clock.now() if number % 23 == 0 else None
            task.save()


def opened(wanted):
    return tasks.find(wanted).count()


def every_bar(found):
    return [bar for bars in (found.months, found.units, found.leaders) for bar in bars]


def test_every_bar_and_every_part_of_it_opens_as_many_rows_as_it_shows(book):
    found = report.gather(overview.gather().units)
    checked = 0
    for bar in every_bar(found):
        for place, (_, wanted) in bar.opens.items():
            value = sum(bar.bar.values) if place == charts.WHOLE else bar.bar.values[place]
            assert opened(wanted) == value, (bar.bar.label, place)
            checked += bool(value)
    assert checked > 60


def test_the_months_agree_with_rows_judged_one_by_one(book):
    spans = counts.months(TODAY, 12)
    found = counts.by_month(spans[0][0], spans[-1][1])
    expected = {}
    for row in tasks.find({"counted": True}).iterate():
        name = tasks.standing(row).timeliness
        day = row.due_on if name in tasks.OPEN else row.completed_on
        if name is not None and day is not None and spans[0][0] <= day <= spans[-1][1]:
            key = (f"{day:%Y-%m}", name)
            expected[key] = expected.get(key, 0) + 1
    assert found == expected
    assert sum(found.values()) > 100


def test_the_totals_of_the_charts_agree_with_the_figures_and_with_plain_sql(office):
    """Without decisions the classes can be said in a line of SQL that shares nothing with ours."""
    rng = random.Random(3)
    unit, leader = Unit.select().first(), Official.select().first()
    for number in range(300):
        due = TODAY - timedelta(rng.randrange(-20, 300)) if rng.random() < 0.8 else None
        done = TODAY - timedelta(rng.randrange(0, 300)) if rng.random() < 0.6 else None
        Task.create(
            code=f"NV-2026-{number:05d}",
            content="Việc",
            lead_unit=unit,
            supervising_leader=leader if number % 3 else None,
            assigned_on=date(2025, 11, 1),
            due_on=due,
            original_due_on=due,
            progress="reported" if done else "doing",
            completed_on=done,
        )
    found = report.gather(overview.gather().units)
    done, late = "sum(completed_on <= due_on), sum(completed_on > due_on)", "due_on < '2026-11-22'"
    sql = (
        f"SELECT {done}, sum(completed_on IS NULL AND NOT {late}), sum(completed_on IS NULL AND {late}) FROM task "
        "WHERE coalesce(completed_on, due_on) BETWEEN '2025-12-01' AND '2026-11-30' AND due_on IS NOT NULL"
    )
    assert [sum(bar.bar.values[place] for bar in found.months) for place in range(4)] == list(
        database.execute_sql(sql).fetchone()
    )
    rate = f"SELECT {done}, sum(completed_on IS NULL AND {late})"
    assert [one.bar.values for one in found.units] == [database.execute_sql(f"{rate} FROM task").fetchone()]
    by_leader = {bar.bar.label: sum(bar.bar.values) for bar in found.leaders}
    plain = "SELECT count(*) FROM task WHERE completed_on IS NULL AND supervising_leader_id IS"
    assert by_leader == {
        leader.name: database.execute_sql(f"{plain} NOT NULL").fetchone()[0],
        report.NOBODY: database.execute_sql(f"{plain} NULL").fetchone()[0],
    }


def test_the_worst_unit_stands_first_and_all_others_are_one_bar_that_opens_them_all(office):
    lines = [overview.UnitLine(number, f"Đơn vị {number}", 0, number, 0, "", 20 - number, 0) for number in range(1, 21)]
    bars = report._units(lines)
    assert [bar.bar.label for bar in bars][:2] == ["Đơn vị 20", "Đơn vị 19"]
    shown = report._with_others(bars, 12)
    assert len(shown) == 13
    assert shown[-1].bar.label == "Khác (8 đơn vị)"
    assert sum(sum(bar.bar.values) for bar in shown) == sum(sum(bar.bar.values) for bar in bars)
    assert sorted(shown[-1].opens[charts.WHOLE][1]["lead_unit"]) == list(range(1, 9))
    assert len(report._with_others(bars[:13], 12)) == 13, "one unit alone is named, not “others”"


def test_what_is_due_from_today_to_sunday_is_listed_by_day_and_nothing_else(office):
    clock.set_today(date(2026, 11, 18))
    rows = [
        {"content": f"Việc {day}", "lead_unit": "VP", "due_on": f"{day}/11/2026"} for day in (23, 22, 18, 19, 20, 17)
    ]
    notice("5/TB-UBND", "02/11/2026", *rows)
    lines = overview.due_this_week(8)
    assert [(line.day, line.content) for line in lines] == [
        ("Hôm nay", "Việc 18"),
        ("Ngày mai", "Việc 19"),
        ("Thứ Sáu, 20/11", "Việc 20"),
        ("Chủ nhật, 22/11", "Việc 22"),
    ]
    assert opened(overview.week()) == len(lines)
    assert [line.content for line in overview.due_this_week(2)] == ["Việc 18", "Việc 19"]


def test_an_empty_office_draws_empty_charts(office):
    found = report.gather(overview.gather().units)
    assert len(found.months) == 12
    assert found.units == found.leaders == ()
    pictures = report.paint(found, wish())
    assert [one.places for one in pictures] == [(), (), ()]


# --- Drawn ---


def wish(scale=96 / 72, points=10.0, sizes=((700, 210), (700, 210), (500, 210)), dark=False):
    inks = {"ground": "#1b232c" if dark else "#ffffff", "text": "#e4e9ef" if dark else "#1d2733"}
    return report.Wish(sizes, scale, "Noto Sans", points, COLOURS | inks | {"muted_ink": "#727f8d", "line": "#c9d1da"})


@pytest.mark.parametrize("scale", [1.0, 96 / 72, 2.0, 2.67])
def test_a_picture_is_exactly_as_large_as_its_place_whatever_the_density(book, scale):
    found = report.gather(overview.gather().units)
    sizes = ((703, 211), (641, 307), (499, 220))
    for painted, (wide, high) in zip(report.paint(found, wish(scale, sizes=sizes)), sizes, strict=True):
        assert painted.ppm.startswith(b"P6 %d %d 255\n" % (wide, high))
        assert len(painted.ppm) == len(b"P6 %d %d 255\n" % (wide, high)) + wide * high * 3
        for (left, top, right, bottom), _, _ in painted.places:
            assert -1 <= left < right <= wide + 1
            assert -1 <= top < bottom <= high + 1


def test_a_place_lies_where_the_bar_of_its_colour_is_drawn(book):
    found = report.gather(overview.gather().units)
    painted = report.paint(found, wish(2.0, sizes=((1400, 420), (1400, 420), (900, 420))))[0]
    head = len(b"P6 1400 420 255\n")
    colours = {
        "hoàn thành đúng hạn": COLOURS["success"],
        "đang thực hiện, trong hạn": COLOURS["info"],
    }
    seen = 0
    for (left, top, _, bottom), words, _ in painted.places:
        colour = next((each for name, each in colours.items() if name in words), None)
        if colour is None or bottom - top < 8:
            continue
        x, y = round(left + 4), round(top + 4)
        at = head + (y * 1400 + x) * 3
        assert painted.ppm[at : at + 3].hex() == colour[1:], words
        seen += 1
    assert seen > 10


def test_places_do_not_overlap_and_rows_never_touch_at_any_size_of_letters(book):
    found = report.gather(overview.gather().units)
    for points in (10.0, 12.0, 14.0, 16.0):
        for painted in report.paint(found, wish(points=points)):
            boxes = [box for box, _, _ in painted.places]
            for number, one in enumerate(boxes):
                for other in boxes[number + 1 :]:
                    across = min(one[2], other[2]) - max(one[0], other[0])
                    along = min(one[3], other[3]) - max(one[1], other[1])
                    assert across <= 0.1 or along <= 0.1, (points, one, other)


def test_letters_of_every_family_hold_every_vietnamese_letter():
    for family in (*faces.FILES, "Font nào đó"):
        for name in faces.of_window(family):
            known = charts.measure("ữ", name, 10)
            assert known > 2, family


def test_the_same_chart_goes_on_paper(book, tmp_path):
    import pypdfium2
    from reportlab.graphics import renderPDF

    from desktop_app.pdf.type import register_fonts

    register_fonts()
    found = report.gather(overview.gather().units)
    drawing, boxes, _ = report.months_chart(found.months, LOOK, COLOURS, 480, 200)
    assert boxes
    renderPDF.drawToFile(drawing, str(tmp_path / "x.pdf"))
    text = pypdfium2.PdfDocument(tmp_path / "x.pdf")[0].get_textpage().get_text_bounded()
    assert "Hoàn thành đúng hạn" in text
    assert "Chưa xong, quá hạn" in text


def test_pictures_may_be_drawn_by_two_workers_at_once(book):
    from desktop_app import jobs

    found = report.gather(overview.gather().units)
    work = [jobs.start(lambda progress: report.paint(found, wish())) for _ in range(6)]
    first = work[0].result()
    assert all(one.result() == first for one in work)
    assert picture.points(700, 2.67) * 2.67 < 700


# --- On the screen ---


@pytest.fixture
def screen(root, dressed, book):
    from desktop_app.features.overview.screen import OverviewScreen

    root.geometry("1366x728+0+0")
    root.deiconify()
    made = OverviewScreen(root)
    made.pack(fill="both", expand=True)
    wait(root, made)
    made.asked = []
    events.listen(events.Open, made.asked.append)
    yield made
    made.destroy()
    events.forget()
    root.withdraw()


def wait(root, screen):
    end = time.monotonic() + 20
    while not (screen.drawn and screen._job is None) and time.monotonic() < end:
        root.update()
        time.sleep(0.01)
    assert screen.drawn, "no chart was drawn"
    root.update()


def test_the_charts_appear_after_the_figures_and_fit_without_scrolling(screen, root):
    assert all(chart.spots for chart in screen.charts)
    assert screen.panels.body.yview() == (0.0, 1.0)
    for chart in screen.charts:
        assert (chart._image.width(), chart._image.height()) == (chart.winfo_width(), chart.winfo_height())


def test_a_click_on_a_bar_opens_its_rows(screen, root):
    for chart in screen.charts:
        for spot in (chart.spots[0], chart.spots[-1]):
            x, y = round((spot.left + spot.right) / 2), round((spot.top + spot.bottom) / 2)
            chart.event_generate("<Button-1>", x=x, y=y)
            root.update()
            assert screen.asked[-1] == events.Open("tasks", spot.filter)


def test_every_bar_is_reached_with_arrow_keys_and_said_in_words(screen, root):
    for chart in screen.charts:
        chart.focus_force()
        root.update()
        seen = {chart.current}
        frontier = [chart.current]
        while frontier:
            place = frontier.pop()
            for key in ("Left", "Right", "Up", "Down"):
                chart._go(place)
                chart.event_generate(f"<{key}>")
                if chart.current not in seen:
                    seen.add(chart.current)
                    frontier.append(chart.current)
        assert seen == set(range(len(chart.spots)))
        assert chart.find_withtag("ring")
        assert chart.spots[chart.current].words in screen.hint.cget("text")
        chart.event_generate("<Return>")
        root.update()
        assert screen.asked[-1].filter == chart.spots[chart.current].filter


def test_charts_follow_what_is_saved_the_theme_and_the_letters(screen, root):
    from desktop_app.ui import theme

    before = screen._counts
    tasks.delete(tasks.get(1))  # the overdue one
    root.update()
    wait_for(root, lambda: screen.drawn and screen._counts is not before)
    assert (
        sum(sum(one.bar.values) for one in screen._counts.leaders)
        == sum(sum(one.bar.values) for one in before.leaders) - 1
    )
    image = screen.charts[0]._image
    theme.set_dark(True)
    wait_for(root, lambda: screen.drawn and screen.charts[0]._image is not image)
    assert screen.charts[0]._image.get(0, screen.charts[0].winfo_height() - 1) == (0x1B, 0x23, 0x2C)
    for size in (12, 14, 16):
        image = screen.charts[0]._image
        theme.set_size(size)
        wait_for(root, lambda image=image: screen.drawn and screen.charts[0]._image is not image and not screen._job)
        # Drawn for what it measured first, it is drawn again once what lies around it has settled.
        wait_for(root, lambda: size_of(screen.charts[0]._image, "") == size_of(screen.charts[0], "winfo_"))


def size_of(drawn, prefix):
    return getattr(drawn, f"{prefix}width")(), getattr(drawn, f"{prefix}height")()


def wait_for(root, what):
    end = time.monotonic() + 20
    while not what() and time.monotonic() < end:
        root.update()
        time.sleep(0.01)
    assert what()


def test_the_table_of_units_takes_the_place_of_the_charts_and_gives_it_back(screen, root):
    screen.turn()
    root.update()
    assert screen.list.winfo_ismapped()
    assert not screen.charts[0].winfo_viewable()
    rows = screen.list.tree.get_children()
    assert len(rows) == len(overview.gather().units)
    screen.list.tree.focus_force()
    screen.list.tree.event_generate("<Return>")
    root.update()
    assert screen.asked[-1].filter["lead_unit"] == int(rows[0].removeprefix("unit"))
    screen.turn()
    root.update()
    assert screen.charts[0].winfo_viewable()


def test_a_line_of_what_is_due_opens_its_task(screen, root):
    notice("7/TB-UBND", "02/11/2026", {"content": "Nộp báo cáo", "lead_unit": "VP", "due_on": "22/11/2026"})
    root.update()
    wait_for(root, lambda: bool(screen.due.tree.get_children()))
    screen.due.tree.focus_force()
    screen.due.tree.event_generate("<Return>")
    root.update()
    assert screen.asked[-1] == events.Open("tasks", id=int(screen.due.chosen))
    screen.all_due.invoke()
    assert screen.asked[-1].filter == overview.week()


def test_a_chart_that_cannot_be_drawn_is_told_and_the_figures_stay(screen, root, monkeypatch):
    monkeypatch.setattr(report, "paint", lambda *given: 1 / 0)
    screen.refresh()
    wait_for(root, lambda: "Chưa vẽ được biểu đồ" in screen.hint.cget("text"))
    assert screen.figures
    assert documents.find().count() > 0
    assert Timeliness.OPEN_OVERDUE in report.DUE
