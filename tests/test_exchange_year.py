"""All that travels between an assigner and its doer, at once, in packages of any order: both tell the same story."""

import random
from datetime import date
from pathlib import Path

import pytest

from db.connection import database
from db.models import Document, Task, UrgingLetter
from desktop_app import catalogue, clock
from desktop_app.features.documents import service as documents
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_repeat import service as repeat
from desktop_app.features.task_steps import service as steps
from desktop_app.features.tasks import service as tasks
from desktop_app.features.urging import service as urging
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_letter import service as letters
from desktop_app.records import journal, search, undo
from desktop_app.records.entity import ENTITIES
from tests.network_hands import Network

# What both stores hold of what travels; ids are each store's own.
STORY = (
    "SELECT t.uid, t.content, t.assigned_on, t.due_on, t.original_due_on, t.due_workdays, t.repeats, t.progress, "
    "t.round, t.completed_on, t.deliverable, t.late_reason, t.late_cause, t.def_n, t.exe_n FROM task t "
    "WHERE t.deleted_at IS NULL ORDER BY t.uid",
    "SELECT d.uid, t.uid, d.kind, d.round, d.decided_on, d.due_on, d.from_on, d.to_on, d.reason, d.paper, r.uid "
    "FROM task_decision d JOIN task t ON t.id = d.task_id LEFT JOIN task_request r ON r.id = d.request_id "
    "WHERE d.deleted_at IS NULL ORDER BY d.uid",
    "SELECT s.uid, t.uid, s.move, s.holder, s.began_on, s.ended_on, s.words FROM task_step s "
    "JOIN task t ON t.id = s.task_id WHERE s.deleted_at IS NULL ORDER BY s.uid",
    "SELECT r.uid, t.uid, r.kind, r.due_on, r.reason FROM task_request r JOIN task t ON t.id = r.task_id "
    "WHERE r.deleted_at IS NULL ORDER BY r.uid",
    "SELECT n.uid, t.uid, n.noted_on, n.content FROM progress_note n JOIN task t ON t.id = n.task_id "
    "WHERE n.deleted_at IS NULL ORDER BY n.uid",
)


def told(net: Network, name: str) -> list[list[tuple]]:
    with net.at(name):
        return [database.execute_sql(sql).fetchall() for sql in STORY]


def of(content: str) -> Task:
    return Task.get(Task.content == content, Task.deleted_at.is_null())


LAST: list[undo.Group] = []  # the last save, as its writer's window still knows it after the package has gone


def taken_back() -> None:
    undo.undo(LAST[-1])


def issued(number: str) -> None:
    letter = letters.keep(letters.proposed(), urging.listed(clock.today()))
    issuing.issue(letter, {"number": number, "issued_on": f"{clock.today():%d/%m/%Y}"})


def refused(task: Task) -> None:
    [request] = task.requests
    decisions.refuse(task, {"decided_on": "09/12/2026", "reason": "Việc gấp"}, request)


# (day, office, what is done there): A works on its own half, T decides; each act is followed by packages of both.
YEAR = (
    (3, "A", lambda: steps.receive(of("Rà soát"), {"holder": "Trần Thị A", "began_on": "03/12/2026"})),
    (4, "A", lambda: steps.hand_on(of("Rà soát"), {"holder": "Văn phòng", "began_on": "04/12/2026", "words": "Soạn"})),
    (7, "A", lambda: flow.note(of("Báo cáo tháng"), {"noted_on": "07/12/2026", "content": "Ghi nhầm việc"})),
    (7, "A", taken_back),
    (
        8,
        "A",
        lambda: flow.ask_extension(
            of("Đôn đốc"), {"due_on": "30/12/2026", "requested_on": "08/12/2026", "reason": "Chờ ý kiến"}
        ),
    ),
    (9, "T", lambda: refused(of("Đôn đốc"))),
    (
        9,
        "T",
        lambda: decisions.extend(
            of("Rà soát"), {"due_on": "15/12/2026", "decided_on": "09/12/2026", "paper": "15/UBND-VP", "reason": "Lùi"}
        ),
    ),
    (9, "T", taken_back),
    (11, "T", lambda: issued("20")),
    (
        14,
        "A",
        lambda: flow.complete(
            of("Rà soát"),
            {
                "completed_on": "14/12/2026",
                "late_reason": "Chờ số liệu",
                "late_cause": "Khách quan",
                "deliverable": "BC",
            },
        ),
    ),
    (15, "T", lambda: decisions.refuse_cause(of("Rà soát"), {"decided_on": "15/12/2026", "reason": "Chưa rõ"})),
    (16, "T", lambda: decisions.accept_cause(of("Rà soát"), {"decided_on": "16/12/2026", "paper": "18/UBND-VP"})),
    (17, "A", lambda: flow.complete(of("Báo cáo tháng"), {"completed_on": "10/12/2026", "deliverable": "BC 2"})),
    (17, "A", taken_back),
    (31, "T", lambda: repeat.make_next(of("Báo cáo tháng"), {})),
)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happened_and_however_packages_came_both_ends_tell_the_same(net: Network, seed: int) -> None:
    rng, waiting = random.Random(seed), list[tuple[str, Path]]()
    clock.set_today(date(2026, 12, 1))
    head = {"issued_on": "01/12/2026", "issuer": "T", "subject": "Kết luận"}
    with net.at("T"):
        rows = (
            {"content": "Rà soát", "lead_unit": "A", "due_on": "08/12/2026"},
            {"content": "Báo cáo tháng", "lead_unit": "A", "due_workdays": "10"},
            {"content": "Đôn đốc", "lead_unit": "A", "due_on": "10/12/2026"},
        )
        documents.save_with_tasks(head | {"number": "12/TB-UBND"}, rows)
        documents.save(head | {"number": "13/TB-UBND", "no_tasks": "x"})
        tasks.save({"repeats": "Hàng tháng"}, of("Báo cáo tháng"))
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A", "2026-12"))
    net.receive("A", net.assign("T", "A"))
    for day, office, act in YEAR:
        clock.set_today(date(2026, 12, day))
        with net.at(office):
            mark = undo.mark()
            act()
            LAST.append(undo.Group(mark + 1, undo.mark()))
        to = "T" if office == "A" else "A"
        waiting.append((to, net.report("A", "2026-12") if office == "A" else net.assign("T", "A")))
        due = office == "A" and day in (8, 14)  # T answers what it has read
        while waiting and (due or rng.random() < 0.5):
            net.receive(*waiting.pop(rng.randrange(len(waiting))))
    rng.shuffle(waiting)
    for to, package in waiting:
        net.receive(to, package)
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A", "2026-12"))
    above, below = told(net, "T"), told(net, "A")
    for ours, theirs in zip(above, below, strict=True):
        assert ours == theirs
    by_name = {row[1]: row for row in above[0] if row[2] == "2026-12-01"}
    assert by_name["Rà soát"][3:13] == (
        "2026-12-08",
        "2026-12-08",
        None,
        "",
        "reported",
        1,
        "2026-12-14",
        "BC",
        "Chờ số liệu",
        "objective",
    )
    assert by_name["Báo cáo tháng"][3:8] == ("2026-12-15", "2026-12-15", 10, "monthly", "new")
    assert len(above[0]) == 4  # the next of the monthly one came down too
    kinds = sorted(row[2] for row in above[1])
    assert kinds == ["cause_accepted", "cause_refused", "extension_refused", "urged", "urged"]
    assert [len(part) for part in above[2:]] == [2, 1, 0]
    for name in ("T", "A"):
        with net.at(name):
            assert journal.first_broken() is None
            assert journal.contradictions(catalogue.entities()) == []
            assert all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))
            assert UrgingLetter.select().count() == (name == "T")
    with net.at("T"):
        assert Document.get(Document.number == "13/TB-UBND").no_tasks
