"""Late causes and their answers, documents of decisions and the mark of documents without tasks, between two stores."""

import random
import shutil

import pytest

from db.models import Document, Task, TaskDecision
from db.words import LateCause
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import cause_answer, late_cause
from desktop_app.records import journal
from tests.network_hands import Network

WHY = {"late_reason": "Chờ thẩm định giá đất", "late_cause": "Khách quan"}


def order(*contents: str) -> list[Task]:
    head = {"number": "12/TB-UBND", "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận giao ban"}
    rows = [{"content": text, "lead_unit": "A", "due_on": "10/11/2026"} for text in contents]
    return documents.save_with_tasks(head, rows)[1]


def row():
    [found] = tasks.find({"content": "Rà soát đất công"}).iterate()
    return found


def the_task() -> Task:
    return tasks.get(row().id)


@pytest.fixture
def late(net: Network) -> Network:
    """T has ordered a task of A, which has reported it done late, and why; T knows."""
    with net.at("T"):
        order("Rà soát đất công")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        with pytest.raises(Refused, match="hãy ghi nguyên nhân"):
            flow.complete(the_task(), {"completed_on": "16/11/2026"})
        flow.complete(the_task(), {"completed_on": "16/11/2026", **WHY})
    net.receive("T", net.report("A"))
    return net


def test_a_late_cause_goes_up_and_its_answer_comes_down_with_its_document(late: Network):
    with late.at("T"):
        assert (row().late_reason, row().late_cause) == ("Chờ thẩm định giá đất", LateCause.OBJECTIVE)
        assert cause_answer(row()) == "Chưa xét"
        assert [one.id for one in tasks.find({"waits": "cause"}).iterate()] == [row().id]
        texts = {"decided_on": "18/11/2026", "paper": "15/UBND-VP", "decided_by": "Lê Văn T", "reason": "Đúng"}
        decisions.accept_cause(the_task(), texts)
    late.receive("A", late.assign("T", "A"))
    with late.at("A"):
        assert cause_answer(row()) == "Có"
        assert late_cause(row()) == "Chờ thẩm định giá đất (khách quan, được chấp nhận)"
        [decision] = TaskDecision.select()
        assert (decision.paper, decision.decided_by) == ("15/UBND-VP", "Lê Văn T")
        with pytest.raises(Refused, match="đã được chấp nhận ngày 18/11/2026"):
            tasks.save({"late_reason": "Khác"}, the_task())
        with pytest.raises(Refused, match="chỉ nơi đó quyết định"):
            decisions.refuse_cause(the_task(), {"decided_on": "20/11/2026", "reason": "x"})
        assert list(tasks.find({"waits": "cause"}).iterate()) == []  # it is not ours to answer
        assert journal.first_broken() is None
    with late.at("T"), pytest.raises(Refused, match="thực hiện và ghi trên sổ của mình"):
        flow.note(the_task(), {"noted_on": "20/11/2026", "content": "x", **WHY})


def test_answers_to_a_cause_in_every_order_of_packages_end_with_the_last_one(late: Network):
    packages = []
    for day, accept in (("18", True), ("19", False), ("20", True), ("21", False)):
        with late.at("T"):
            act = decisions.accept_cause if accept else decisions.refuse_cause
            act(the_task(), {"decided_on": f"{day}/11/2026", "reason": f"Ngày {day}"})
        packages.append(late.assign("T", "A"))
    chance = random.Random(5)
    for place in range(8):
        shutil.copytree(late.place / "A", late.place / f"A{place}")
        turn = packages + chance.sample(packages, 2)  # some come twice
        chance.shuffle(turn)
        with late.at(f"A{place}"):
            for package in turn:
                found = late.examined(package)
                if found.replayed is None:
                    receiving.accept(found)
            assert cause_answer(row()) == "Không", place
            told = [(d.decided_on.day, d.reason) for d in answers.decisions_of(the_task())]
            assert told == [(day, f"Ngày {day}") for day in (18, 19, 20, 21)]


def test_a_package_undone_takes_its_answer_back_and_received_again_brings_it(late: Network):
    with late.at("T"):
        decisions.accept_cause(the_task(), {"decided_on": "18/11/2026", "paper": "15/UBND-VP"})
    down = late.assign("T", "A")
    outcome = late.receive("A", down)
    with late.at("A"):
        assert cause_answer(row()) == "Có"
        undoing.undo(outcome.package)
        assert cause_answer(row()) == "Chưa xét"
        assert the_task().late_reason == "Chờ thẩm định giá đất"
        assert late.accept(down).tally["new"] == 1
        assert cause_answer(row()) == "Có"
        assert TaskDecision.get(TaskDecision.deleted_at.is_null()).paper == "15/UBND-VP"


def test_a_note_that_says_why_goes_up_with_the_note(net: Network):
    with net.at("T"):
        order("Rà soát đất công")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        flow.note(the_task(), {"noted_on": "20/11/2026", "content": "Đang làm", **WHY})
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert [note.content for note in tasks.notes_of(the_task())] == ["Đang làm"]
        decisions.accept_cause(the_task(), {"decided_on": "21/11/2026"})
        assert cause_answer(row()) == "Có"


def test_an_extension_travels_with_its_document_and_both_latenesses_agree(net: Network):
    with net.at("T"):
        order("Rà soát đất công")
    net.receive("A", net.assign("T", "A"))
    with net.at("T"):
        texts = {"decided_on": "09/11/2026", "due_on": "20/11/2026", "paper": "9/UBND-VP", "decided_by": "Lê Văn T"}
        decisions.extend(the_task(), texts)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        flow.complete(the_task(), {"completed_on": "16/11/2026"})  # in time now: nothing needs to be told
    net.receive("T", net.report("A"))
    for office in ("T", "A"):
        with net.at(office):
            standing = tasks.standing_of(the_task())
            assert (standing.days_late, standing.days_late_original) == (0, 6)
            assert TaskDecision.get().paper == "9/UBND-VP"
            assert [one.id for one in tasks.find({"terms": "saved"}).iterate()] == [row().id]


def test_the_mark_of_a_document_without_tasks_travels_where_its_document_does(net: Network):
    with net.at("T"):
        [task] = order("Rà soát đất công")
    net.receive("A", net.assign("T", "A"))
    with net.at("T"):
        document = documents.get(task.document.id)
        with pytest.raises(Refused, match="đang giao 1 nhiệm vụ"):
            documents.save({"no_tasks": "x"}, document)
        assert not document.no_tasks
        head = {"number": "13/TB-UBND", "issued_on": "03/11/2026", "issuer": "T", "subject": "Kết luận"}
        documents.save(head | {"no_tasks": "x"})
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert not Document.get(Document.number == "12/TB-UBND").no_tasks
        # a document that gives a ward nothing is none of its business: only those of its tasks travel
        assert Document.get_or_none(Document.number == "13/TB-UBND") is None
