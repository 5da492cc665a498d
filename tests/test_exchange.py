"""Two offices and three, keeping step by workbooks alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db.models import Document, Package, ProgressNote, Question, Task, TaskDecision, TaskRequest
from desktop_app import clock, events
from desktop_app.errors import Refused
from desktop_app.excel import guarded
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from tests.network_hands import Network


@pytest.fixture(scope="module")
def reader() -> Iterator[guarded.Reader]:
    with guarded.Reader() as one:
        yield one


@pytest.fixture
def net(tmp_path: Path, reader: guarded.Reader) -> Iterator[Network]:
    clock.set_today(date(2026, 11, 22))
    made = Network(tmp_path, reader)
    made.found("T", subs=("A", "B"))
    made.found("A", upper="T")
    yield made
    clock.set_today(None)
    events.forget()


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
        flow.ask_extension(tasks.get(second.id), {"requested_on": "21/11/2026", "due_on": "10/12/2026", "reason": "Chờ"})
    up = net.report("A")
    outcome = net.receive("T", up)
    assert outcome.tally.get("refused", 0) == 0, outcome.tally
    assert outcome.tally["changed"] == 1
    with net.at("T"):
        first, second = Task.select().order_by(Task.id)
        assert (first.progress, str(first.completed_on), first.deliverable) == ("reported", "2026-11-21", "Báo cáo số 5")
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
