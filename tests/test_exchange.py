"""Two offices and three, keeping step by workbooks alone."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from db.models import Document, Package, PastExecution, ProgressNote, Question, Task, TaskDecision, TaskRequest
from db.words import Answer
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import journal, search, session
from desktop_app.records.entity import ENTITIES
from tests.network_hands import Network, send, unit


def order(lead: str, *contents: str, number: str = "12/TB-UBND", **more: str) -> list[Task]:
    head = {"number": number, "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận giao ban"}
    rows = [{"content": text, "lead_unit": lead, "due_on": "30/11/2026", **more} for text in contents]
    return documents.save_with_tasks(head, rows)[1]


def test_an_order_goes_down_and_its_result_comes_back(net: Network):
    with net.at("T"):
        order("A", "Rà soát đất công", "Báo cáo số liệu", needs_confirmation="x", cooperating_units="B; VP")
    down = net.assign("T", "A")
    outcome = net.receive("A", down)
    assert outcome.tally["new"] >= 3, outcome.tally
    with net.at("A"):
        first, second = Task.select().order_by(Task.id)
        assert (first.content, first.lead_unit.code) == ("Rà soát đất công", "A")
        assert first.code.startswith("NV-2026-")
        assert str(first.document) == "12/TB-UBND"
        assert first.document.issuer.code == "T"
        with pytest.raises(Refused, match="phường T"):
            tasks.save({"content": "Khác"}, first)
        flow.note(first, {"noted_on": "20/11/2026", "content": "Đang làm"})
        flow.complete(tasks.get(first.id), {"completed_on": "21/11/2026", "deliverable": "Báo cáo số 5"})
        flow.ask_extension(
            tasks.get(second.id), {"requested_on": "21/11/2026", "due_on": "10/12/2026", "reason": "Chờ"}
        )
    up = net.report("A")
    outcome = net.receive("T", up)
    assert outcome.tally.get("refused", 0) == 0, outcome.tally
    assert outcome.tally["changed"] == 1
    with net.at("T"):
        first, second = Task.select().order_by(Task.id)
        assert (first.progress, str(first.completed_on), first.deliverable) == (
            "reported",
            "2026-11-21",
            "Báo cáo số 5",
        )
        assert ProgressNote.select().count() == 1
        request = TaskRequest.get()
        decisions.confirm(first, {"decided_on": "22/11/2026"})
        decisions.extend(second, {"decided_on": "22/11/2026", "due_on": "08/12/2026", "reason": "Được"}, request)
    outcome = net.receive("A", net.assign("T", "A"))
    assert outcome.tally["changed"] == 2, outcome.tally  # the doer is named now, and one due date moved
    assert outcome.tally["new"] == 2
    with net.at("A"):
        first, second = Task.select().order_by(Task.id)
        assert tasks.standing_of(first).state == "completed"
        assert str(second.due_on) == "2026-12-08"
        assert TaskDecision.get(TaskDecision.kind == "extended").request is not None
        assert Document.select().count() == 1
        assert Question.select().count() == 0
    with net.at("T"):
        sent = Package.select().where(~Package.incoming).order_by(Package.id)
        assert [one.state for one in sent] == ["receipted", "on_drive"]


def test_a_package_received_twice_changes_nothing(net: Network):
    with net.at("T"):
        order("A", "Rà soát đất công")
    down = net.assign("T", "A")
    net.receive("A", down)
    with net.at("A"):
        examined = receiving.examine(down)
        assert examined.replayed is not None
        with pytest.raises(Refused, match="đã nhận ngày 22/11/2026"):
            receiving.accept(examined)


def test_packages_in_every_order_end_the_same(net: Network):
    with net.at("T"):
        order("A", "Việc một")
    packages = [net.assign("T", "A")]
    net.receive("A", packages[0])
    net.receive("T", net.report("A"))
    for number, change in enumerate(("Việc hai", "Việc ba", "Việc bốn"), 13):
        with net.at("T"):
            order("A", change, number=f"{number}/TB-UBND")
            tasks.save({"content": f"Việc một, sửa lần {number}"}, Task.get(Task.id == 1))
        packages.append(net.assign("T", "A"))
    seen = set()
    for place, turn in enumerate(permutations(packages)):
        shutil.copytree(net.place / "A", net.place / f"A{place}")
        with net.at(f"A{place}"):
            for package in turn:
                found = net.examined(package)
                if found.replayed is None:
                    receiving.accept(found)
            seen.add(contents())
    assert len(seen) == 1
    [rows] = seen
    assert [row[1] for row in rows] == ["Việc ba", "Việc bốn", "Việc hai", "Việc một, sửa lần 15"]


def contents():
    """What the tasks of the open office say, by uid."""
    rows = Task.select(Task.uid, Task.content, Task.due_on, Task.def_n, Task.exe_n, Task.progress).tuples()
    return tuple(sorted(map(tuple, rows), key=lambda row: row[1]))


def test_a_gap_is_named_and_does_not_stop_the_package(net: Network):
    with net.at("T"):
        order("A", "Việc một")
    net.receive("A", net.assign("T", "A"))
    with net.at("T"):
        order("A", "Việc hai", number="13/TB-UBND")
    net.assign("T", "A")  # lost
    with net.at("T"):
        order("A", "Việc ba", number="14/TB-UBND")
    third = net.assign("T", "A")
    with net.at("A"):
        found = net.examined(third)
        assert found.notes == ["Thiếu gói số 2 của Ủy ban nhân dân phường T"]
        receiving.accept(found)
        assert Task.select().count() == 3


def test_a_package_for_another_office_is_refused_naming_both(net: Network):
    with net.at("T"):
        order("B", "Việc của B")
    package = net.assign("T", "B")
    with net.at("A"):
        found = receiving.examine(package)
        assert "phường B" in found.refusal
        assert "phường A" in found.refusal
        with pytest.raises(Refused, match="không phải"):
            receiving.accept(found)
        assert Task.select().count() == 0


def test_two_machines_that_send_for_one_office_are_refused_by_name(net: Network):
    with net.at("T"):
        order("A", "Việc một")
    shutil.copytree(net.place / "T", net.place / "T2")
    first, second = net.assign("T", "A"), net.assign("T2", "A")
    net.receive("A", first)
    with net.at("A"):
        found = net.examined(second)
        assert found.refusal.startswith("Hai máy cùng gửi")
        with pytest.raises(Refused):
            receiving.accept(found)


def test_a_task_typed_before_the_office_above_sent_it_becomes_one_and_keeps_what_was_done(net: Network):
    with net.at("A"):
        head = {"number": "12/TB-UBND", "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận"}
        _, [mine] = documents.save_with_tasks(head, [{"content": "Rà soát đất công", "lead_unit": "VP"}])
        tasks.complete(mine, {"completed_on": "20/11/2026", "deliverable": "Báo cáo 7"})
    with net.at("T"):
        order("A", "Rà soát  đất công")
    outcome = net.receive("A", net.assign("T", "A"))
    assert outcome.tally["question"] == 1
    with net.at("A"):
        [question] = questions.open_questions()
        assert "có phải là một" in question.words
        questions.answer(question, Answer.THEIRS)
        [task] = Task.select()
        assert (task.deliverable, task.lead_unit.code, task.progress) == ("Báo cáo 7", "A", "reported")
        assert Document.select().count() == 1
        assert journal.first_broken() is None
    net.receive("T", net.report("A"))
    with net.at("T"):
        [task] = Task.select()
        assert (task.deliverable, str(task.completed_on)) == ("Báo cáo 7", "2026-11-20")


def test_a_task_handed_on_closes_here_and_begins_there_with_its_history(net: Network):
    net.found("B", upper="T")
    with net.at("T"):
        order("A", "Rà soát đất công")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        flow.note(Task.get(), {"noted_on": "20/11/2026", "content": "Đang làm"})
    late = net.report("A")
    with net.at("T"):
        net.accept(late)
        reassign.reassign(Task.get(), unit("B"), "A quá tải", date(2026, 11, 22))
    with net.at("A"):
        tasks.complete(Task.get(), {"completed_on": "21/11/2026", "deliverable": "Muộn"})
    after = net.report("A")
    outcome = net.receive("T", after)
    assert outcome.tally.get("late") == 1, outcome.tally
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        task = Task.get()
        assert task.copy == "handed_on"
        assert tasks.situation_of(task) == "Đã chuyển đơn vị khác"
        with pytest.raises(Refused):
            tasks.save({"deliverable": "x"}, task)
    net.receive("B", net.assign("T", "B"))
    with net.at("B"):
        task = Task.get()
        assert (task.lead_unit.code, task.progress, task.doer == session.current.office_uid) == ("B", "new", True)
        assert [note.content for note in ProgressNote.select()] == ["Đang làm"]
        assert PastExecution.select().count() >= 1
        tasks.complete(task, {"completed_on": "22/11/2026", "deliverable": "B xong"})
    net.receive("T", net.report("B"))
    with net.at("T"):
        assert Task.get().deliverable == "B xong"
        assert PastExecution.select().where(PastExecution.late).count() == 1


def test_an_office_that_went_back_to_a_copy_gets_back_what_it_had_sent(net: Network):
    with net.at("T"):
        order("A", "Việc một", "Việc hai")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        copy = backups.make()
        tasks.complete(Task.get(Task.id == 1), {"completed_on": "20/11/2026", "deliverable": "Báo cáo 1"})
        flow.note(tasks.get(2), {"noted_on": "20/11/2026", "content": "Đang làm hai"})
    net.receive("T", net.report("A"))
    with net.at("A"):
        backups.restore(copy)
        assert Task.get(Task.id == 1).completed_on is None
        assert ProgressNote.select().count() == 0
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert Task.get(Task.id == 1).deliverable == "Báo cáo 1"
        assert Question.select().count() == 0
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert Task.get(Task.id == 1).deliverable == "Báo cáo 1"
        assert ProgressNote.get().content == "Đang làm hai"
        assert Question.select().count() == 0
        tasks.save({"deliverable": "Báo cáo 1, sửa"}, Task.get(Task.id == 1))
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert Task.get(Task.id == 1).deliverable == "Báo cáo 1, sửa"


def test_an_office_that_went_back_and_changed_the_same_thing_is_asked_on_both_sides(net: Network):
    with net.at("T"):
        order("A", "Việc một")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        copy = backups.make()
        tasks.complete(Task.get(), {"completed_on": "20/11/2026", "deliverable": "Báo cáo cũ"})
    net.receive("T", net.report("A"))
    with net.at("A"):
        backups.restore(copy)
        tasks.complete(Task.get(), {"completed_on": "21/11/2026", "deliverable": "Báo cáo mới"})
    assert net.receive("T", net.report("A")).tally["question"] == 1
    with net.at("T"):
        [question] = questions.open_questions()
        assert ("Sản phẩm, kết quả", "Báo cáo cũ", "Báo cáo mới") in questions.sides(question)
        questions.answer(question, Answer.THEIRS)
        assert Task.get().deliverable == "Báo cáo mới"
    outcome = net.receive("A", net.assign("T", "A"))
    assert not outcome.tally.get("question")
    with net.at("A"):
        assert Task.get().deliverable == "Báo cáo mới"


def test_an_office_that_began_afresh_is_rebuilt_from_the_office_above(net: Network):
    with net.at("T"):
        order("A", "Việc một", "Việc hai")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        tasks.complete(Task.get(Task.id == 1), {"completed_on": "20/11/2026", "deliverable": "Báo cáo 1"})
        flow.note(tasks.get(2), {"noted_on": "20/11/2026", "content": "Đang làm hai"})
    old = net.report("A")
    net.receive("T", old)
    shutil.move(net.place / "A", net.place / "A cũ")
    net.found("A", upper="T")
    first = net.report("A")
    with net.at("T"):
        found = receiving.examine(first)
        assert "đã cài lại" in found.sender.words
        net.accept(first)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        one, two = Task.select().order_by(Task.content.desc())
        assert (one.content, one.deliverable) == ("Việc một", "Báo cáo 1")
        assert ProgressNote.get().content == "Đang làm hai"
        tasks.complete(two, {"completed_on": "22/11/2026", "deliverable": "Báo cáo 2"})
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert Task.get(Task.content == "Việc hai").deliverable == "Báo cáo 2"
        assert Question.select().count() == 0
    late = net.place / "A cũ"
    with net.at(late.name):
        again = net.out("cũ")
        send(sending.prepare("2026-11", again))
    with net.at("T"):
        found = receiving.examine(again)
        assert "thu hồi" in found.refusal


def test_an_upper_office_that_began_afresh_gets_its_orders_back_from_below(net: Network):
    with net.at("T"):
        order("A", "Việc một", "Việc hai")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        tasks.complete(Task.get(Task.id == 1), {"completed_on": "20/11/2026", "deliverable": "Báo cáo 1"})
    net.receive("T", net.report("A"))
    shutil.move(net.place / "T", net.place / "T cũ")
    net.found("T", subs=("A", "B"))
    with net.at("T"):
        order("A", "Việc ba", number="20/TB-UBND")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert sorted(task.content for task in Task.select()) == ["Việc ba", "Việc hai", "Việc một"]
        one = Task.get(Task.content == "Việc một")
        assert (one.deliverable, str(one.document), one.def_owner) == (
            "Báo cáo 1",
            "12/TB-UBND",
            session.current.office_uid,
        )
        tasks.save({"content": "Việc một, sửa"}, one)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert Task.select().where(Task.content == "Việc một, sửa").count() == 1
        assert Question.select().count() == 0


def test_a_task_passed_on_to_a_third_level_is_asked_about_when_the_first_changes_its_date(net: Network):
    net.found("A2", upper="A")
    with net.at("A"):
        units.save({"code": "A2", "name": net.full("A2"), "kind": "Ủy ban nhân dân", "relation": "Cấp dưới"})
    with net.at("T"):
        order("A", "Rà soát đất công")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        parent = Task.get()
        child = parts.pass_on(parent, parts.proposed(parent) | {"lead_unit": "A2", "assigned_on": "20/11/2026"})
        assert "12/TB-UBND" in child.origin
    net.receive("A2", net.assign("A", "A2"))
    with net.at("A2"):
        task = Task.get()
        assert (task.content, task.document, "phường T" in task.origin) == ("Rà soát đất công", None, True)
        tasks.complete(task, {"completed_on": "20/11/2026", "deliverable": "Kết quả A2"})
    with net.at("T"):
        decisions.extend(Task.get(), {"decided_on": "22/11/2026", "due_on": "15/12/2026", "reason": "Lùi"})
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        [question] = questions.open_questions()
        assert question.sort == "parent"
        questions.answer(question, Answer.THEIRS)
        assert str(Task.get(Task.parent.is_null(False)).due_on) == "2026-12-15"
    net.receive("A", net.report("A2"))
    net.receive("A2", net.assign("A", "A2"))
    with net.at("A2"):
        assert str(Task.get().due_on) == "2026-12-15"
    with net.at("A"):
        parent, child = Task.select().order_by(Task.id)
        parts.take_over(parent, parts.result_of(child), child)
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert Task.get().deliverable == "Kết quả A2"


def stored(folder: Path) -> dict[str, list]:
    """Every business table of a store, row by row."""
    tables = (
        "unit",
        "official",
        "document",
        "task",
        "task_cooperation",
        "progress_note",
        "task_request",
        "task_decision",
        "work_calendar_day",
        "meeting_count",
        "past_execution",
        "question",
    )
    with closing(sqlite3.connect(folder / "so-phuong.db")) as file:
        return {name: file.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in tables}


def test_undo_puts_every_field_back_and_the_same_file_may_come_again(net: Network):
    with net.at("A"):
        head = {"number": "12/TB-UBND", "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận cũ"}
        documents.save_with_tasks(head, [{"content": "Việc tự nhập", "lead_unit": "VP"}])
    with net.at("T"):
        order("A", "Việc một", "Việc hai", supervising_leader="Lê Văn T")
    first = net.assign("T", "A")
    net.receive("A", first)
    net.receive("T", net.report("A"))
    with net.at("T"):
        decisions.extend(Task.get(Task.id == 1), {"decided_on": "22/11/2026", "due_on": "15/12/2026", "reason": "Lùi"})
        order("A", "Việc ba", number="13/TB-UBND")
    second = net.assign("T", "A")
    before = stored(net.place / "A")
    net.receive("A", second)
    assert stored(net.place / "A") != before
    with net.at("A"):
        package = receiving.inbox()[0]
        undoing.undo(package)
        assert journal.first_broken() is None
        assert all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))
    assert stored(net.place / "A") == before
    assert net.receive("A", second).tally["new"] >= 2
    with net.at("A"):
        package = receiving.inbox()[0]
        tasks.complete(Task.get(Task.content == "Việc ba"), {"completed_on": "22/11/2026"})
        with pytest.raises(Refused, match="Việc ba"):
            undoing.undo(package)
    with net.at("A"):
        assert receiving.inbox()[0].state == "applied"
