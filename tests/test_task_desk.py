"""The flows between the two halves of a task in the window, with real keys, on both sides."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from db.models import Task, TaskDecision, TaskRequest, TaskStep, Unit
from db.words import Progress, TaskState
from desktop_app import clock
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from desktop_app.outside import viewer
from desktop_app.ui import dialogs, kit, theme
from desktop_app.ui.asking import Asking
from tests import typing_hands as hands
from tests.desk_hands import book_of_tasks
from tests.office_hands import notice
from tests.town_hands import once

UPPER = "a" * 32


@pytest.fixture
def book(root: Any, office: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The book of tasks, with one notice in it."""
    notice()
    with book_of_tasks(root, monkeypatch) as made:
        yield made


def open_task(book: Any, record_id: int = 1) -> Any:
    book.open({}, record_id)
    book.update()
    return tasks.get(record_id)


def shown(book: Any) -> set[str]:
    """The actions that can be reached now: buttons that are seen, and the entries of the menu."""
    book.update()
    return {name for name, button in book.buttons.items() if button.winfo_ismapped()} | set(book._rare)


def asking(book: Any, **texts: str) -> None:
    """Fill the next window in and save it, with real keys, once it stands."""

    def fill(asked: Asking) -> None:
        try:
            for name, text in texts.items():
                field = asked.form.fields[name].editor.entry
                hands.focus(field)
                select_all(field)
                hands.press_here(asked, "BackSpace")
                hands.unikey(field, text)
            hands.press_here(asked, "Control-s")
            problems = {} if asked.taken else {n: f.problem for n, f in asked.form.fields.items() if f.problem}
        finally:
            asked.close()  # whatever went wrong, the test goes on
        assert not problems

    once(book.winfo_toplevel(), "Asking", fill)


def select_all(field: Any) -> None:
    if field.winfo_class() == "Text":
        field.tag_add("sel", "1.0", "end-1c")
    else:
        field.selection_range(0, "end")


def press(book: Any, action: str, **texts: str) -> None:
    """Press an action's button, or find it in the menu, and fill in what it asks."""
    if texts:
        asking(book, **texts)
    if action in book.buttons:
        assert book.buttons[action].winfo_ismapped(), action
        hands.press(book.buttons[action], "space")
    else:
        place = book._rare.index(action)
        hands.press(book.more, "space")
        menu = book.menu
        for _ in range(place + 1):
            menu.event_generate("<KeyPress-Down>")
        menu.event_generate("<KeyPress-Return>")
    book.update()


def press_line(book: Any, text: str, **texts: str) -> None:
    """Press a button beside a line under the form."""
    book.update()
    found = [button for button in _buttons(book.pane.form.under) if str(button.cget("text")).strip() == text]
    assert found, text
    if texts:
        asking(book, **texts)
    hands.press(found[0], "space")
    book.update()


def _buttons(widget: Any) -> Iterator[Any]:
    for child in widget.winfo_children():
        if isinstance(child, kit.Button):
            yield child
        yield from _buttons(child)


def under(book: Any) -> str:
    """Everything that is said under the form."""
    return "\n".join(_labels(book.pane.form.under))


def _labels(widget: Any) -> Iterator[str]:
    for child in widget.winfo_children():
        if isinstance(child, kit.Label):
            yield str(child.cget("text"))
        yield from _labels(child)


def test_a_request_is_made_and_granted_and_the_due_date_moves(book):
    open_task(book)
    press(book, "ask_extension", due_on="30/11/2026", requested_on="20/11/2026", reason="Chờ thẩm định giá đất")
    assert TaskRequest.get().reason == "Chờ thẩm định giá đất"
    assert "Đề nghị chờ trả lời" in under(book)
    press_line(book, "Đồng ý…", decided_on="21/11/2026", decided_by="Vũ Thị Hà Mi")
    decision = TaskDecision.get()
    assert (decision.kind, decision.due_on, decision.decided_by) == ("extended", date(2026, 11, 30), "Vũ Thị Hà Mi")
    assert decision.request == TaskRequest.get()
    assert book.pane.form.fields["due_on"].get() == "30/11/2026"
    assert book.pane.about.cget("text") == (
        "Hạn 30/11/2026, gia hạn 1 lần, hạn ban đầu 10/11/2026. Quá 12 ngày so với hạn ban đầu."
    )
    assert "Đề nghị chờ trả lời" not in under(book)


def test_a_request_is_refused_with_a_reason(book):
    task = open_task(book)
    flow.ask_suspension(task, {"from_on": "21/11/2026", "requested_on": "20/11/2026", "reason": "Chờ hướng dẫn"})
    book.show_again()
    press_line(book, "Không đồng ý…", reason="Việc gấp")
    assert "Không đồng ý: Đề nghị tạm dừng 20/11/2026" in under(book)
    assert "Việc gấp" in under(book)


def test_work_goes_from_completion_to_redo_to_a_new_round_to_confirmation(book):
    task = open_task(book)
    tasks.save({"needs_confirmation": "x"}, task)
    book.show_again()
    press(book, "complete", completed_on="16/11/2026", deliverable="Báo cáo số 5/BC-KT", late_reason="Chờ ý kiến")
    assert "Chờ xác nhận" in book.pane.title.cget("text")
    assert {"confirm", "redo", "take_back"} <= shown(book)
    assert "complete" not in shown(book)
    press(book, "redo", decided_on="17/11/2026", reason="Thiếu phụ lục số liệu")
    assert tasks.standing_of(task).state == TaskState.REDO
    assert "begin_again" in shown(book)
    press(book, "begin_again", noted_on="18/11/2026")
    assert tasks.get(task.id).round == 2
    assert book.pane.about.cget("text").startswith("Lần thực hiện 2. Nguyên nhân chậm chưa xét: Ctrl+1 “Chấp nhận”")
    press(book, "complete", completed_on="20/11/2026")
    press(book, "confirm", decided_on="21/11/2026")
    assert tasks.standing_of(task).state == TaskState.COMPLETED
    assert shown(book) == {"note", "extend_late", "accept_cause", "refuse_cause"}
    assert "Hoàn thành quá hạn 10 ngày" in book.pane.title.cget("text")


def test_a_report_is_taken_back_from_the_menu(book):
    task = open_task(book)
    flow.complete(task, {"completed_on": "16/11/2026", "late_reason": "Chờ ý kiến"})
    book.show_again()
    press(book, "take_back")
    assert tasks.get(task.id).progress == Progress.DOING


def test_a_task_goes_to_another_unit_and_the_former_work_stays_to_be_read(book):
    task = open_task(book)
    flow.note(task, {"noted_on": "05/11/2026", "content": "Đang rà soát"})
    book.show_again()
    press(book, "reassign", lead_unit="VHXH", decided_on="20/11/2026", reason="Đúng chức năng hơn")
    fresh = tasks.get(task.id)
    assert (fresh.lead_unit.code, fresh.def_term, fresh.progress) == ("VHXH", 2, Progress.NEW)
    assert book.pane.form.fields["lead_unit"].get() == "Phòng Văn hóa - Xã hội"
    assert "Quá trình trước đây – Phòng Kinh tế, Hạ tầng và Đô thị" in under(book)
    assert "Lý do: Đúng chức năng hơn" in under(book)


@pytest.fixture
def from_above(book) -> Task:
    """The first task, as the city has given it to us."""
    Unit.update(office_uid=UPPER).where(Unit.code == "TP").execute()
    Task.update(def_owner=UPPER, due_on="2026-11-30", original_due_on="2026-11-30").where(Task.id == 1).execute()
    return tasks.get(1)


def test_a_received_task_shows_whose_it_is_locks_that_half_and_is_passed_on_and_taken_over(book, from_above):
    open_task(book)
    assert book.pane.about.cget("text") == "Ủy ban nhân dân thành phố Hà Nội giao và ghi phần giao việc."
    assert book.pane.about.winfo_ismapped()
    assert {"content", "lead_unit", "assigned_on"} <= book.pane.form.locked
    assert "completed_on" not in book.pane.form.locked
    assert not {"extend", "cancel", "reassign"} & shown(book)
    press(book, "pass_on", lead_unit="KT", assigned_on="10/11/2026", due_on="25/11/2026")
    part = Task.get(Task.parent == from_above)
    assert (part.lead_unit.code, part.due_on) == ("KT", date(2026, 11, 25))
    assert "Việc thành phần" in under(book)
    assert "Lấy kết quả…" not in [str(b.cget("text")).strip() for b in _buttons(book.pane.form.under)]
    flow.complete(part, {"completed_on": "20/11/2026", "deliverable": "Báo cáo số 7/BC-KT"})
    book.show_again()
    press_line(book, "Lấy kết quả…", deliverable="Báo cáo số 8/BC-UBND")
    fresh = tasks.get(from_above.id)
    assert (fresh.completed_on, fresh.deliverable) == (date(2026, 11, 20), "Báo cáo số 8/BC-UBND")
    press_line(book, "Mở")
    assert book.record == part


def test_of_a_task_another_office_does_only_our_side_is_shown(book):
    Unit.update(office_uid="b" * 32, relation="sub").where(Unit.code == "KT").execute()
    Task.update(exe_owner="b" * 32, doer="b" * 32).where(Task.id == 1).execute()
    open_task(book)
    assert shown(book) == {"extend", "suspend", "reassign", "cancel"}
    assert not book.pane.delete.winfo_ismapped()
    assert "Phòng Kinh tế, Hạ tầng và Đô thị thực hiện và ghi phần kết quả." in book.pane.about.cget("text")
    assert {"progress", "completed_on", "official"} <= book.pane.form.locked


def test_a_task_is_given_handed_on_and_handed_back_by_keys_and_the_form_agrees(book):
    open_task(book)
    press(book, "receive", holder="Trần Văn Ân", began_on="03/11/2026", due_on="05/11/2026", words="Dự thảo báo cáo")
    assert book.pane.form.fields["official"].get() == "Trần Văn Ân"
    assert book.pane.about.cget("text") == "Trần Văn Ân đang giữ việc từ ngày 03/11/2026."
    assert "receive" not in shown(book)
    press(book, "hand_on", holder="nguyen thi huong", began_on="09/11/2026", words="Rà soát thể thức")
    assert book.pane.form.fields["official"].get() == "Nguyễn Thị Hường"
    assert (
        "1. Trần Văn Ân · 03/11/2026 – 09/11/2026, 6 ngày (4 ngày làm việc) · hạn 05/11/2026: quá hạn 4 ngày"
        in under(book)
    )
    press(book, "hand_back", began_on="11/11/2026", words="Thiếu số liệu quý III")
    assert book.pane.form.fields["official"].get() == "Trần Văn Ân"
    assert "Được trả lại: Thiếu số liệu quý III" in under(book)
    assert [(s.move, s.holder) for s in TaskStep.select().order_by(TaskStep.place)] == [
        ("received", "Trần Văn Ân"),
        ("handed_on", "Nguyễn Thị Hường"),
        ("returned", "Trần Văn Ân"),
    ]
    book.open({"held_by": "Trần Văn Ân"})
    book.update()
    assert list(book.rows.ids) == [1]


def test_an_official_typed_into_the_form_is_a_step_under_it(book):
    open_task(book)
    field = book.pane.form.fields["official"].editor.entry
    hands.unikey(field, "Trần Văn Ân")
    book.save()
    book.update()
    assert "1. Trần Văn Ân · nhận hôm nay, đang giữ" in under(book)


def test_a_part_given_from_the_menu_holds_the_task_open_and_is_reached_from_it(book):
    task = open_task(book)
    press(
        book, "give_part", content="Thống kê diện tích", lead_unit="VHXH", assigned_on="03/11/2026", due_on="09/11/2026"
    )
    press(book, "give_part", content="Lập bản đồ", lead_unit="KT", assigned_on="03/11/2026", due_on="09/11/2026")
    assert "complete" not in shown(book)
    assert "Đã hoàn thành 0 trên 2 việc; xong hết các việc này mới báo hoàn thành được" in under(book)
    for part in Task.select().where(Task.parent == task):
        flow.complete(part, {"completed_on": "09/11/2026"})
    book.show_again()
    assert "complete" in shown(book)
    press_line(book, "Xem trong danh sách")
    assert sorted(book.rows.ids) == [part.id for part in Task.select().where(Task.parent == task).order_by(Task.id)]
    chips = [str(button.cget("text")) for button in _buttons(book.bar)]
    assert any(f"Việc thành phần của {task.code}" in text for text in chips)


def test_the_next_of_recurring_tasks_is_made_in_one_go_by_a_button_that_is_there_only_then(book):
    assert not book.repeats.winfo_ismapped()
    task = open_task(book)
    tasks.save({"repeats": "Hàng tháng"}, task)
    clock.set_today(date(2026, 12, 2))
    book.refresh()
    book.back()
    book.update()
    assert book.repeats.winfo_ismapped()
    hands.press(book.repeats, "space")
    book.update()
    after = Task.get(Task.previous == task)
    assert (after.assigned_on, after.due_on, after.repeats) == (date(2026, 12, 2), date(2026, 12, 10), "monthly")
    assert not book.repeats.winfo_ismapped()
    open_task(book, after.id)
    assert f"Kỳ trước: {task.code}" in under(book)


def test_the_slip_of_the_open_task_or_of_the_chosen_ones_is_printed_and_shown(book, monkeypatch):
    files: list[Any] = []
    monkeypatch.setattr(viewer, "show", lambda path: files.append(path) or True)
    assert not book.slip.winfo_ismapped()
    task = open_task(book)
    hands.press(book.slip, "space")
    book.update()
    [one] = files
    assert one.read_bytes().startswith(b"%PDF-")
    assert task.code.lower() in one.name
    book.back()
    book.rows.choose([1, 2])
    book.print_()
    book.update()
    assert "2-viec" in files[-1].name
    said: list[str] = []
    monkeypatch.setattr(dialogs, "warn", lambda *words: said.append(words[-1]))
    book.rows.choose([])
    book.print_()
    assert said == ["Chưa chọn nhiệm vụ nào để in phiếu."]


def test_a_new_task_offers_nothing_to_be_done_about_it_and_can_need_confirmation(book):
    open_task(book)
    book.new()
    assert shown(book) == set()
    assert not book.more.winfo_ismapped()
    assert "needs_confirmation" in book.pane.form.fields
    book.pane.form.saved()


def test_what_waits_for_us_is_one_choice_of_the_filter(book):
    task = tasks.get(1)
    flow.ask_extension(task, {"requested_on": "20/11/2026", "due_on": "30/11/2026", "reason": "x"})
    book.bar.drops["waits"].take("Chờ tôi quyết định")
    book.update()
    assert list(book.rows.ids) == [1]
    decisions.extend(task, {"due_on": "30/11/2026", "decided_on": "21/11/2026"})
    book.refresh()
    assert list(book.rows.ids) == []


@pytest.mark.parametrize("size", [10, 14])
@pytest.mark.parametrize("geometry", ["1300x660+0+0", "1366x728+0+0"])
def test_every_button_of_a_task_fits_where_letters_are_large(book, geometry, size):
    task = tasks.get(1)
    tasks.save({"needs_confirmation": "x"}, task)
    flow.ask_suspension(task, {"from_on": "21/11/2026", "requested_on": "20/11/2026", "reason": "Chờ hướng dẫn"})
    theme.set_size(size)
    top = book.winfo_toplevel()
    top.geometry(geometry)
    for act in (
        lambda: None,
        lambda: decisions.suspend(task, {"from_on": "21/11/2026", "decided_on": "21/11/2026", "reason": "x"}),
        lambda: flow.complete(task, {"completed_on": "16/11/2026", "late_reason": "Chờ ý kiến"}),
    ):
        act()
        open_task(book)
        top.update()
        for button in (*book.buttons.values(), book.more, book.pane.save, book.pane.leave):
            if not button.winfo_ismapped():
                continue
            assert button.winfo_width() >= button.winfo_reqwidth() - 1
            assert button.winfo_rootx() + button.winfo_width() <= top.winfo_rootx() + top.winfo_width()
            assert button.winfo_rooty() + button.winfo_height() <= top.winfo_rooty() + top.winfo_height()
        assert set(desk.allowed(task)) == shown(book)
    theme.set_size(10)
