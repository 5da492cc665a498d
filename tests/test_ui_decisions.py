"""A morning of decisions with real keys only: one after another, late work that says why, a notice and its tasks."""

import importlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from db.models import Task, TaskDecision
from db.words import TaskState
from desktop_app import events
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from desktop_app.ui import kit
from desktop_app.ui.asking import Asking
from tests import typing_hands as hands
from tests.desk_hands import BOOK, plain_window
from tests.office_hands import notice
from tests.town_hands import once

DOCUMENTS = importlib.import_module("desktop_app.features.documents.screen").DocumentsScreen


@pytest.fixture
def top(root: Any, office: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The root window, with the shell's two keys for answers; yes is said to questions."""
    with plain_window(root, monkeypatch):
        yield root
        for child in root.winfo_children():
            if isinstance(child, BOOK | DOCUMENTS):
                child.destroy()
        for key in ("<Control-Key-1>", "<Control-Key-2>"):
            root.unbind(key)


def opened(top: Any, kind: Any) -> Any:
    made = kind(top)
    made.pack(fill="both", expand=True)
    for key, name in (("1", "first_answer"), ("2", "second_answer")):
        if (work := getattr(made, name, None)) is not None:
            top.bind(f"<Control-Key-{key}>", lambda event, work=work: work())  # as the shell binds them
    top.update()
    return made


def fill_next(book: Any, **texts: str) -> list[dict[str, str]]:
    """Fill the next window in with real keys and save it; what it complained of and what stood in it at first."""
    seen: list[dict[str, str]] = []

    def fill(asked: Asking) -> None:
        try:
            seen.append(asked.form.texts())
            for name, text in texts.items():
                field = asked.form.fields[name].editor.entry
                hands.focus(field)
                if hasattr(field, "selection_range"):
                    field.selection_range(0, "end")
                    hands.press_here(asked, "BackSpace")
                hands.unikey(field, text)
            hands.press_here(asked, "Control-s")
            problems = {} if asked.taken else {n: f.problem for n, f in asked.form.fields.items() if f.problem}
            seen.append(problems)
        finally:
            asked.close()

    once(book.winfo_toplevel(), "Asking", fill)
    return seen


@pytest.fixture
def waiting(top: Any) -> list[Task]:
    """Three tasks that wait for us: one asks for days, one reports, one was given back; and one that does not wait."""
    row = {"lead_unit": "KT", "due_on": "30/11/2026", "supervising_leader": "Đặng Văn Khuê"}
    made = notice("12/TB-UBND", "02/11/2026", *(row | {"content": f"Việc {name}"} for name in "abcd"))[1]
    flow.ask_extension(made[0], {"due_on": "10/12/2026", "requested_on": "20/11/2026", "reason": "Chờ thẩm định"})
    tasks.save({"needs_confirmation": "x"}, made[1])
    flow.complete(made[1], {"completed_on": "20/11/2026"})
    flow.decline(made[2], {"noted_on": "20/11/2026", "reason": "Không đúng chức năng"})
    return made


def test_everything_that_waits_is_decided_one_after_another_by_two_keys(top, waiting):
    book = opened(top, BOOK)
    drop = book.bar.drops["waits"]
    hands.press(drop.entry, "space", "Down", "Return")
    assert drop.word == "Chờ tôi quyết định"
    assert list(book.rows.ids) == [waiting[2].id, waiting[1].id, waiting[0].id]
    hands.press(book.bar.search, "Down")
    hands.press_here(top, "Control-Key-1")  # the first press shows what is to be decided
    assert book.record == waiting[2]
    assert "Đơn vị đã trả lại: Ctrl+1 “Chuyển đơn vị khác”, Ctrl+2 “Hủy nhiệm vụ”" in book.pane.about.cget("text")
    fill_next(book, reason="Không còn cần")
    hands.press_here(top, "Control-Key-2")
    top.update()
    assert tasks.standing_of(waiting[2]).state == TaskState.CANCELLED
    assert book.record == waiting[1]  # the next one stands there
    seen = fill_next(book)
    hands.press_here(top, "Control-Key-1")
    top.update()
    assert seen[0]["decided_by"] == "Đặng Văn Khuê"
    assert tasks.standing_of(waiting[1]).state == TaskState.COMPLETED
    assert book.record == waiting[0]
    assert "Đề nghị gia hạn 20/11/2026 chờ trả lời: Ctrl+1 “Đồng ý”" in book.pane.about.cget("text")
    seen = fill_next(book, paper="15/UBND-VP")
    hands.press_here(top, "Control-Key-1")
    top.update()
    assert seen[0]["due_on"] == "10/12/2026"
    granted = TaskDecision.get(TaskDecision.kind == "extended")
    assert (granted.due_on, granted.paper, granted.request.task) == (date(2026, 12, 10), "15/UBND-VP", waiting[0])
    assert not book.editing  # nothing waits any more
    assert list(book.rows.ids) == []
    assert top.focus_get() is book.rows.tree


def test_without_the_filter_the_decided_task_stays_open(top, waiting):
    book = opened(top, BOOK)
    book.open({}, waiting[1].id)
    fill_next(book, reason="Thiếu phụ lục")
    hands.press_here(top, "Control-Key-2")
    top.update()
    assert book.record == waiting[1]
    assert "Thực hiện lại" in book.pane.title.cget("text")


def test_the_keys_do_nothing_where_nothing_waits(top, waiting):
    book = opened(top, BOOK)
    book.open({}, waiting[3].id)
    hands.press_here(top, "Control-Key-1", "Control-Key-2")
    top.update()
    assert TaskDecision.select().count() == 0
    assert [child for child in top.winfo_children() if isinstance(child, Asking)] == []


def test_completing_late_asks_why_under_its_field_and_keeps_what_was_typed(top):
    _, [late, _] = notice()
    book = opened(top, BOOK)
    book.open({}, late.id)
    seen = fill_next(book, deliverable="Báo cáo số 5/BC-KT")
    hands.press(book.buttons["complete"], "space")
    assert seen[1] == {"late_reason": "Hoàn thành quá hạn 12 ngày (hạn 10/11/2026): hãy ghi nguyên nhân"}
    assert tasks.get(late.id).completed_on is None
    fill_next(book, late_reason="Chờ thẩm định giá đất", late_cause="khach quan")
    hands.press(book.buttons["complete"], "space")
    top.update()
    done = tasks.get(late.id)
    assert (done.late_reason, done.late_cause) == ("Chờ thẩm định giá đất", "objective")
    fill_next(book)
    hands.press_here(top, "Control-Key-1")
    top.update()
    assert TaskDecision.get().kind == "cause_accepted"
    assert "Khách quan · Chấp nhận nguyên nhân chậm" in said_under(book)


def test_the_list_shows_both_due_dates_and_both_latenesses(top):
    _, [late, _] = notice()
    decisions.extend(late, {"due_on": "15/11/2026", "decided_on": "09/11/2026"})
    book = opened(top, BOOK)
    [row] = tasks.find().rows([late.id])
    shown = {column.label: column.shown(row) for column in book.rows.columns}
    assert (shown["Thời hạn hoàn thành"], shown["Hạn ban đầu"]) == ("15/11/2026", "10/11/2026")
    assert (shown["Tình trạng"], shown["Quá hạn ban đầu"]) == ("Quá hạn 7 ngày", "12")


def said_under(book: Any) -> str:
    return "\n".join(str(child.cget("text")) for child in book._told.winfo_children() if isinstance(child, kit.Label))


def test_a_notice_shows_its_tasks_and_return_opens_one(top):
    document, made = notice()
    shown = opened(top, DOCUMENTS)
    wanted: list[events.Open] = []
    deaf = events.listen(events.Open, wanted.append)
    shown.open({}, document.id)
    top.update()
    assert shown.pane.about.cget("text") == "Nhiệm vụ của văn bản: 0/2 xong, 1 quá hạn."
    assert list(shown.given.ids) == [task.id for task in made]
    hands.focus(shown.given.tree)
    shown.given.choose([made[0].id])
    hands.press_here(top, "Down", "Return")
    deaf()
    assert [(news.screen, news.id) for news in wanted] == [("tasks", made[1].id)]


def test_the_mark_of_no_tasks_is_ticked_with_the_keyboard_and_refused_where_there_are_some(top):
    document, _ = notice()
    shown = opened(top, DOCUMENTS)
    shown.open({}, document.id)
    box = shown.pane.form.fields["no_tasks"]
    box.focus()
    top.update()
    hands.press_here(top, "space")
    assert not shown.save()
    assert box.problem == "Văn bản đang giao 2 nhiệm vụ, không phải là không phát sinh nhiệm vụ"
    hands.press_here(top, "space")
    assert shown.save()
