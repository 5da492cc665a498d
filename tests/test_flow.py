"""The main job in the window with real keys: first start, a notice with its tasks, followed, printed, sent."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from desktop_app import catalogue, clock, window
from desktop_app.features.backups import service as backups
from desktop_app.features.office import service as office_service
from desktop_app.features.tasks import service as tasks
from desktop_app.outside import viewer
from desktop_app.outside.folders import OfficeFolder
from desktop_app.ui import dialogs, drafts, kit, screen, theme
from tests import typing_hands as hands
from tests.town_hands import once


@pytest.fixture
def opened(root, folder, monkeypatch, hidden_failures):
    """The program's own window on an empty folder, on 22/11/2026; dialogs answer yes, no file is opened outside."""
    theme.dress(root)
    kit.install(root)
    screen.forget_kept()
    drafts.folder = folder / "ban-thao"
    clock.set_today(date(2026, 11, 22))
    monkeypatch.setattr(viewer, "show", lambda path: True)
    monkeypatch.setattr(dialogs, "ask_yes_no", lambda *words, **more: True)
    for name in ("fault", "warn", "inform"):
        monkeypatch.setattr(dialogs, name, lambda *words: hidden_failures.append(str(words[1:])))
    look = {"dark": False, "size": 10, "geometry": "1366x728+0+0", "who": ""}
    made = window.Window(root, OfficeFolder(folder), look)
    root.deiconify()
    root.update()
    yield made
    if made.shell is not None:
        made.shell.destroy()
    if made.page is not None:
        made.page.destroy()
    made.alive.destroy()
    drafts.folder = None
    root.protocol("WM_DELETE_WINDOW", root.quit)
    root.withdraw()


def entry(form, name):
    return form.fields[name].editor.entry


def type_into(form, **texts):
    for name, text in texts.items():
        hands.unikey(entry(form, name), text)


def wrong_in(view):
    """What a notice complains of, for the message of a failing test."""
    on_lines = [line.problems for line in view.grid_._lines]
    return {name: field.problem for name, field in view.form.fields.items() if field.problem}, on_lines


def rows_of(folder, sql):
    with closing(sqlite3.connect(folder / "so-phuong.db")) as file:
        return file.execute(sql).fetchall()


def found_by_keys(opened):
    """The first start, typed: names, units and people."""
    opened.begin("")
    first = opened.page
    type_into(first.first, own_name="Ủy ban nhân dân phường Long Biên", upper_name="Ủy ban nhân dân thành phố Hà Nội")
    hands.press(entry(first.first, "upper_name"), "Control-s")
    assert first.step == 1
    assert first.settings.texts()["header_issuer"] == "ỦY BAN NHÂN DÂN|PHƯỜNG LONG BIÊN"
    hands.press(entry(first.settings, "place"), "Control-s")
    first.units.set_rows([])
    line = first.units._lines[0]
    hands.paste(line.cells["code"].entry, "VP\tVăn phòng HĐND và UBND\nKT\tPhòng Kinh tế, Hạ tầng và Đô thị\n")
    hands.press(line.cells["code"].entry, "Control-s")
    line = first.officials._lines[0]
    hands.paste(
        line.cells["name"].entry, "Vũ Thị Hà Mi\tChủ tịch\tUB\tChủ tịch\nNguyễn Thị Hường\tVăn thư\tVP\tVăn thư\n"
    )
    hands.press(line.cells["name"].entry, "Control-s")
    opened.app.update()


def test_from_first_start_to_paper_workbook_and_back(opened, folder):
    app = opened.app
    found_by_keys(opened)
    assert [row[0] for row in rows_of(folder, "SELECT code FROM unit ORDER BY id")] == ["UB", "TP", "VP", "KT"]
    assert rows_of(folder, "SELECT name FROM official ORDER BY id") == [("Vũ Thị Hà Mi",), ("Nguyễn Thị Hường",)]

    # who works: the list is ordered by given name, Hường before Mi
    hands.press(opened.page.list, "Return")
    app.update()
    shell = opened.shell
    assert shell.official == "Nguyễn Thị Hường"

    # the notice: refused first, with the words under the fields and nothing lost
    hands.press(app, "Alt-3")
    assert shell.current == "documents"
    hands.press_here(app, "Control-p")
    view = shell.screens["documents"].notice
    type_into(view.form, number="12/TB-UBND", issued_on="31/02/2026", subject="Kết luận giao ban tháng Mười một")
    cells = view.grid_._lines[0].cells
    hands.unikey(cells["content"].entry, "Rà soát, tổng hợp đất công trên địa bàn phường")
    hands.press_here(app, "Control-s")
    assert view.form.fields["issued_on"].problem.startswith("Tháng 2/2026 không có ngày 31")
    assert rows_of(folder, "SELECT count(*) FROM document") == [(0,)]
    assert cells["content"].get() == "Rà soát, tổng hợp đất công trên địa bàn phường"

    # put right and filled on by keyboard: Tab goes on in the line, the next line is there by itself
    field = entry(view.form, "issued_on")
    hands.focus(field)
    field.selection_range(0, "end")
    hands.press_here(app, "BackSpace")
    hands.unikey(field, "2/11")
    hands.focus(cells["content"].entry)
    hands.press_here(app, "Tab")
    hands.unikey(app.focus_get(), "KT")
    hands.press_here(app, "Tab")
    hands.unikey(app.focus_get(), "VP")
    hands.press_here(app, "Tab")
    hands.unikey(app.focus_get(), "10/11")
    below = view.grid_._lines[1].cells
    hands.unikey(below["content"].entry, "Đôn đốc các tổ dân phố báo cáo kết quả")
    hands.press_here(app, "Tab")
    hands.unikey(app.focus_get(), "van phong HDND va UBND")
    hands.press_here(app, "Control-s")
    assert shell.screens["documents"].notice is None, wrong_in(view)
    stored = rows_of(
        folder,
        "SELECT t.code, t.content, u.code, t.assigned_on, t.due_on, t.original_due_on FROM task t "
        "JOIN unit u ON u.id = t.lead_unit_id ORDER BY t.id",
    )
    assert stored == [
        (
            "NV-2026-00001",
            "Rà soát, tổng hợp đất công trên địa bàn phường",
            "KT",
            "2026-11-02",
            "2026-11-10",
            "2026-11-10",
        ),
        ("NV-2026-00002", "Đôn đốc các tổ dân phố báo cáo kết quả", "VP", "2026-11-02", None, None),
    ]

    # the overview counts the late one, and its number opens exactly that row
    hands.press(app, "Alt-1")
    overview = shell.screens["overview"]
    overview.refresh()
    hands.press(overview.figures["Quá hạn chưa hoàn thành"], "Return")
    assert shell.current == "tasks"
    listed = shell.screens["tasks"]
    assert [tasks.get(i).code for i in listed.rows.ids] == ["NV-2026-00001"]

    # search without accents, then open the task and follow it
    hands.press_here(app, "Control-f")
    hands.keys(app.focus_get(), "don doc")
    hands.wait(app, 200)
    listed.open({}, None)
    follow(listed, app)
    assert rows_of(folder, "SELECT completed_on, progress FROM task WHERE id = 1") == [("2026-11-20", "reported")]
    assert rows_of(folder, "SELECT content FROM progress_note") == [("Đã làm việc với các tổ dân phố",)]

    printed_and_sent(shell, app, folder)

    # back to before the notice: the copy made at the start of the journal's life holds no task
    copy = backups.make()
    hands.press(app, "Alt-2")
    tasks.delete(tasks.get(2))
    assert tasks.find().count() == 1
    backups.restore(copy)
    assert tasks.find().count() == 2
    assert office_service.founded().epoch == 2


def follow(listed, app):
    """A progress note and the completion, each typed into its own small window."""
    answers = iter(
        (
            {"content": "Đã làm việc với các tổ dân phố"},
            {"completed_on": "20/11/2026", "deliverable": "Báo cáo số 15/BC-KT", "late_reason": "Chờ ý kiến"},
        )
    )

    def fill_window(asked):
        for name, text in next(answers).items():
            field = entry(asked.form, name)
            hands.focus(field)
            if hasattr(field, "selection_range"):
                field.selection_range(0, "end")
                hands.press_here(asked, "BackSpace")
            hands.unikey(field, text)
        hands.press_here(asked, "Control-s")

    listed.open({}, 1)
    for action in ("note", "complete"):
        once(app, "Asking", fill_window)
        listed.begin(action)
        app.update()
    shown = listed.record_title(tasks.get(1))
    assert "Hoàn thành quá hạn 10 ngày" in shown


def printed_and_sent(shell, app, folder):
    """Both forms and the package, from their screens."""
    hands.press(app, "Alt-6")
    printing = shell.screens["printing"]
    for form in ("register", "results"):
        printing.open({"form": form}, None)
        period = entry(printing.asked, "period")
        hands.focus(period)
        period.selection_range(0, "end")
        hands.press_here(app, "BackSpace")
        hands.keys(period, "2026-11")
        hands.press_here(app, "Control-p")
        assert "Đã in" in printing.done.cget("text"), printing.asked.fields["period"].problem
    hands.press(app, "Alt-7")
    send = shell.screens["send"]
    hands.press(entry(send.form, "period"), "Control-s")
    assert "đã đọc lại và khớp với dữ liệu" in send.done.cget("text")
    made = sorted(path.suffix for path in (folder / "tep-da-lap").iterdir())
    assert made == [".pdf", ".pdf", ".xlsx"]
    assert rows_of(folder, "SELECT running_number, rows > 0 FROM package") == [(1, 1)]


def test_unsaved_text_is_asked_about_and_a_draft_survives_a_crash(opened, folder, monkeypatch):
    found_by_keys(opened)
    hands.press(opened.page.list, "Return")
    shell, app = opened.shell, opened.app
    hands.press(app, "Alt-2")
    hands.press_here(app, "Control-n")
    listed = shell.screens["tasks"]
    hands.unikey(entry(listed.pane.form, "content"), "Nội dung đang gõ dở")
    asked = []
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda *words: asked.append(words) or "stay")
    hands.press_here(app, "Escape")
    assert asked
    assert entry(listed.pane.form, "content").get("1.0", "end-1c") == "Nội dung đang gõ dở"
    hands.wait(app, drafts.WRITE_AFTER + 500)
    [draft] = (folder / "ban-thao").glob("*.json")
    assert "Nội dung đang gõ dở" in draft.read_text(encoding="utf-8")
    listed.pane.form.saved()


def test_the_program_has_every_screen_on_a_key(opened):
    found_by_keys(opened)
    hands.press(opened.page.list, "Return")
    for place, wanted in enumerate(catalogue.SCREENS[:9], start=1):
        hands.press(opened.app, f"Alt-{place}")
        assert opened.shell.current == wanted.name
