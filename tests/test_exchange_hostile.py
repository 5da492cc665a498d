"""Offices that send nonsense, and what people do between a package, its questions and its undoing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.models import Document, Official, Package, PastExecution, Task, TaskDecision, Unit
from db.words import Answer
from desktop_app.errors import Refused
from desktop_app.excel import package
from desktop_app.features.backups import service as backups
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_receipts import service as receipts
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import Outcome
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.peers import service as peers
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import journal, search, session
from desktop_app.records.entity import ENTITIES
from tests.network_hands import Network, unit
from tests.test_exchange import order

Change = Callable[[Any, list[dict[str, Any]]], Any]
TASK_VALUES: dict[str, Any] = {
    "content": "Việc bịa",
    "cooperating_units": [],
    "kind": "regular",
    "urgency": "normal",
    "assigned_on": "2026-11-20",
    "needs_confirmation": False,
    "progress": "new",
    "round": 1,
}


@contextmanager
def changed(change: Change) -> Iterator[None]:
    """Whatever is sent is changed before it is sealed with the office's real key, and not read back."""
    write = package.write

    def wrong(path: Path, manifest: Any, lines: Any, sheets: Any, key: str, progress: Any = None) -> str:
        opened = [
            {"kind": s.entity, "sheet": s.sheet, "rows": [list(row) for row in s.sheet.rows], "records": [*s.records]}
            for s in sheets
        ]
        manifest = change(manifest, opened) or manifest
        again = [package.PackageSheet(s["kind"], replace(s["sheet"], rows=s["rows"]), s["records"]) for s in opened]
        return write(path, manifest, lines, again, key, progress)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(report.package, "write", wrong)
        patched.setattr(package._Writing, "prove", lambda *_: None)
        yield


def saying(of: str, **values: Any) -> Change:
    """The last row of a kind says something else."""

    def change(_: Any, sheets: list[dict[str, Any]]) -> None:
        records = next(sheet["records"] for sheet in sheets if sheet["kind"] == of)
        records[-1] = replace(records[-1], values={**records[-1].values, **values})

    return change


def with_row(kind: str, uid: str, values: dict[str, Any], revision: tuple[int, int, int] = (1, 1, 1)) -> Change:
    """One row more, on a sheet of another kind's looks."""

    def change(_: Any, sheets: list[dict[str, Any]]) -> None:
        sheet = replace(sheets[0]["sheet"], name=f"Thêm {kind}")
        exe = revision if kind == "task" else None
        record = package.PackageRow(sheet.name, uid, revision, exe, values)
        sheets.append({"kind": kind, "sheet": sheet, "rows": [[""] * len(sheet.columns)], "records": [record]})

    return change


def whole() -> bool:
    """Whether journal, values and index of the open office agree."""
    indexed = all(search.agrees(entity) for entity in ENTITIES.values() if search.indexed(entity))
    return indexed and journal.first_broken() is None and journal.contradictions(ENTITIES.values()) == []


def received(net: Network, name: str, path: Path) -> Outcome:
    """Receive a package; the office is whole afterwards and can make a package itself."""
    with net.at(name):
        outcome = net.accept(path)
        assert whole()
    if name == "A":
        net.report("A", to="T")
    return outcome


NONSENSE: list[dict[str, Any]] = [
    {"urgency": ["x"]},
    {"kind": {"a": 1}},
    {"assigned_on": "20261120"},
    {"due_on": "2026-W47-5"},
    {"cooperating_units": 7},
    {"cooperating_units": [["a"]]},
    {"supervising_leader": ["a"]},
    {"document": {"a": 1}},
    {"content": None},
    {"urgency": None},
    {"needs_confirmation": "x"},
]


@pytest.mark.parametrize("values", NONSENSE, ids=[next(iter(value)) for value in NONSENSE])
def test_a_row_with_values_of_a_wrong_kind_is_refused_and_the_others_are_taken(net: Network, values: dict[str, Any]):
    with net.at("T"):
        order("A", "Việc một", "Việc hai")
    with changed(saying("task", **values)):
        down = net.assign("T", "A")
    tally = received(net, "A", down).tally
    assert tally["refused"] == 1
    with net.at("A"):
        assert [task.content for task in Task.select()] == ["Việc một"]


def test_what_is_told_of_former_doers_and_of_codes_may_be_nonsense_without_harm(net: Network):
    with net.at("T"):
        order("A", "Việc một", cooperating_units="B")
    history = [1, "x", {}, {"office_uid": "x", "term": 2**70, "epoch": 1, "n": 1, "name": "n", "told": {}}]
    with changed(saying("task", past=history, code="\x0b\x0c")):
        down = net.assign("T", "A")
    assert not received(net, "A", down).tally.get("refused")
    with net.at("A"):
        assert (PastExecution.select().count(), Task.get().external_ref) == (0, "")


def test_a_package_that_no_office_can_have_made_is_refused_whole(net: Network):
    with net.at("T"):
        order("A", "Việc một")
        uid = Task.get().uid
    net.receive("A", net.assign("T", "A"))

    def with_facts(**facts: Any) -> Change:
        return lambda manifest, _: replace(manifest, **facts)

    for change, words in (
        (saying("task", content="nửa chữ \ud800"), "chữ không ghi được"),
        (with_row("document", uid, {}), "hai dòng"),
        (with_facts(kind="report"), "Cấp trên"),
        (with_facts(kind="khác"), "Loại gói"),
        (with_facts(peer_epoch=999_999), "lần khởi tạo"),
    ):
        with net.at("T"):
            tasks.save({"content": f"Việc một, {words}"}, Task.get())
        with changed(change):
            bad = net.assign("T", "A")
        with net.at("A"):
            assert words in receiving.examine(bad, reader=net.reader).refusal
            with pytest.raises(Refused):
                net.accept(bad)


def test_a_manifest_with_numbers_out_of_reach_cannot_be_read(net: Network):
    from desktop_app.excel.manifest import Manifest

    with net.at("T"):
        order("A", "Việc một")
    facts = package.read(net.assign("T", "A")).manifest.facts()
    assert Manifest.of_facts(facts)
    for name, text in (
        ("running_number", "1000000000"),
        ("running_number", '"x"'),
        ("running_number", "-1"),
        ("epoch", "1e400"),
        ("epoch", "1180591620717411303424"),
        ("peer_epoch", "4611686018427387904"),
        ("echo", '{"a":"b"}'),
        ("echo", '["a"]'),
        ("package_uid", '"x y"'),
        ("from_code", '["x"]'),
        ("wants_all", '"x"'),
    ):
        with pytest.raises((TypeError, ValueError)):
            Manifest.of_facts({**facts, name: text})


def test_a_long_gap_is_told_in_a_few_words(net: Network):
    with net.at("T"):
        order("A", "Việc một")
    net.receive("A", net.assign("T", "A"))
    with net.at("T"):
        order("A", "Việc hai", number="13/TB")
    with changed(lambda manifest, _: replace(manifest, running_number=500_000)):
        far = net.assign("T", "A")
    with net.at("A"):
        [note] = net.examined(far).notes
        assert note.startswith("Thiếu gói số 2, 3, 4")
        assert "499988 gói khác" in note


def test_an_office_below_neither_takes_our_orders_nor_decides_nor_counts_for_others(net: Network):
    with net.at("T"):
        order("A", "Việc một")
        [ours] = order("VP", "Việc riêng", number="13/TB")
        us, b = session.current.office_uid, unit("B").uid
        position = {one.uid: one.position for one in Official.select()}
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("A"):
        them, lead = session.current.office_uid, units.own().uid
    task = TASK_VALUES | {"lead_unit": lead, "doer": them, "exe_owner": them}
    decision = {"task": ours.uid, "kind": "confirmed", "decided_on": "2026-11-22", "def_owner": them}
    count = {"unit": b, "period": "2026-11", "kind": "briefing", "count": 99, "def_owner": them}
    document = {"type": "plan", "number": "13/TB", "issued_on": "2026-11-02", "subject": "bịa", "def_owner": them}
    for change, verdict in (
        (with_row("task", ours.uid, task | {"def_owner": them}, (9, 1, 1)), "refused"),
        (with_row("task", ours.uid, task | {"def_owner": us}, (1, 7, 99)), "question"),
        (with_row("task", ours.uid, task | {"def_owner": us}, (1, 1, 2**31 - 1)), "refused"),
        (with_row("task_decision", "d" * 32, decision), "refused"),
        (with_row("meeting_count", "c" * 32, count), "refused"),
        (with_row("document", ours.document.uid, document, (9, 1, 1)), "read_only"),
        (with_row("official", next(iter(position)), {"name": "x", "unit": lead, "def_owner": us}, (9, 1, 1)), ""),
        (with_row("unit", ours.uid, {"name": "x", "kind": "office", "office_uid": them}), "read_only"),
    ):
        with changed(change):
            up = net.report("A")
        tally = received(net, "T", up).tally
        assert not verdict or tally.get(verdict), (verdict, tally)
        with net.at("T"):
            task_here = Task.get(Task.uid == ours.uid)
            assert (task_here.content, task_here.def_owner) == ("Việc riêng", us)
            assert Document.get(Document.uid == ours.document.uid).subject == "Kết luận giao ban"
            assert TaskDecision.select().count() == 0


def test_a_receipt_for_the_package_of_another_office_says_nothing(net: Network):
    net.found("B", upper="T")
    with net.at("T"):
        order("A", "Việc của A")
        order("B", "Việc của B", number="13/TB")
    net.assign("T", "B")
    net.receive("A", net.assign("T", "A"))
    with net.at("T"):
        to_b, to_a = (Package.get(Package.peer == unit(code)).uid for code in "BA")
    of_another = with_row("receipt", to_b, {"state": "applied", "tally": {"new": 1}})
    with changed(of_another):
        up = net.report("A")
    received(net, "T", up)
    with changed(saying("receipt", tally={"bịa": "x"}, state=["x"])):
        up = net.report("A")
    received(net, "T", up)
    with net.at("T"):
        assert Package.get(Package.uid == to_b).state == "on_drive"
        assert receipts.words_of(Package.get(Package.uid == to_a).tally) == ""
        assert len(sending.outbox()) == 2


def test_documents_that_change_numbers_are_taken_and_one_whose_number_is_in_use_is_named(net: Network):
    with net.at("T"):
        order("A", "Một", number="12/TB")
        order("A", "Hai", number="13/TB")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("T"):
        first, second = Document.select().order_by(Document.id)
        for document, number in ((first, "99/TB"), (second, "12/TB"), (first, "13/TB")):
            documents.save({"number": number}, document)
    received(net, "A", net.assign("T", "A"))
    with net.at("A"):
        assert [document.number for document in Document.select().order_by(Document.id)] == ["13/TB", "12/TB"]
        undoing.undo(receiving.inbox()[0])
        assert whole()
        assert [document.number for document in Document.select().order_by(Document.id)] == ["12/TB", "13/TB"]
        documents.save_with_tasks(
            {"number": "20/TB", "issued_on": "02/11/2026", "issuer": "T", "subject": "Tự nhập"},
            [{"content": "Riêng", "lead_unit": "VP"}],
        )
    with net.at("T"):
        documents.save({"number": "20/TB"}, first)
        order("A", "Ba", number="13/TB")
    down = net.assign("T", "A")
    with net.at("A"):
        found = net.examined(down)
        assert any("20/TB" in one.reason for one in found.rows if one.verdict == "refused")
    received(net, "A", down)
    with net.at("A"):
        assert Document.select().where(Document.number == "20/TB").count() == 1


def test_a_paper_of_a_third_office_goes_along_and_one_paper_of_two_offices_is_shared(net: Network):
    net.found("A2", upper="A")
    net.found("U", subs=("A",))
    with net.at("A"):
        units.save({"code": "A2", "name": net.full("A2"), "kind": "Ủy ban nhân dân", "relation": "Cấp dưới"})
        for code, relation in (("U", "Cấp trên"), ("C", "Cơ quan khác")):
            units.save({"code": code, "name": net.full(code), "kind": "Ủy ban nhân dân", "relation": relation})
    for name in ("T", "U"):
        with net.at(name):
            units.save({"code": "C", "name": net.full("C"), "kind": "Ủy ban nhân dân", "relation": "Cấp trên"})
            head = {"number": "1/KH", "issued_on": "02/11/2026", "issuer": "C", "subject": "Kế hoạch"}
            documents.save_with_tasks(head, [{"content": f"Việc của {name}", "lead_unit": "A"}])
        assert not received(net, "A", net.assign(name, "A")).tally.get("refused")
    with net.at("A"):
        assert (Document.select().count(), Task.select().count()) == (1, 2)
        task = {"content": "Giao thẳng", "lead_unit": "A2", "document": "1/KH", "assigned_on": "20/11/2026"}
        tasks.save(task)
    assert not net.receive("A2", net.assign("A", "A2")).tally.get("refused")
    with net.at("A2"):
        assert str(Task.get().document) == "1/KH"


def typed(net: Network) -> None:
    """A task typed in A, with a decision about it, that T then sends beside another one."""
    with net.at("A"):
        head = {"number": "12/TB-UBND", "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận"}
        row = {"content": "Việc một", "lead_unit": "VP", "due_on": "30/11/2026"}
        _, [mine] = documents.save_with_tasks(head, [row])
        decisions.extend(mine, {"decided_on": "20/11/2026", "due_on": "05/12/2026", "reason": "Được lùi"})
    with net.at("T"):
        order("A", "Việc một", "Việc hai")
    net.receive("A", net.assign("T", "A"))


def test_work_done_before_a_question_is_answered_is_not_undone_with_the_package(net: Network):
    typed(net)
    with net.at("A"):
        flow.complete(Task.get(Task.content == "Việc hai"), {"completed_on": "20/11/2026", "deliverable": "Công sức"})
        [question] = questions.open_questions()
        questions.answer(question, Answer.OURS)
        with pytest.raises(Refused, match="Việc hai"):
            undoing.undo(receiving.inbox()[0])


def test_two_tasks_made_one_are_two_again_with_their_decisions_and_the_journal_agrees_all_along(net: Network):
    typed(net)
    with net.at("A"):
        [question] = questions.open_questions()
        questions.answer(question, Answer.THEIRS)
        assert whole()
        live = TaskDecision.deleted_at.is_null()
        assert TaskDecision.select().where(live).count() == 0
        task = Task.get(Task.content == "Việc một")
        assert any(line[2] == "Thêm mới" for line in tasks.history(task))
        undoing.undo(receiving.inbox()[0])
        assert whole()
        assert [(one.content, one.doer) for one in Task.select()] == [("Việc một", "")]
        assert TaskDecision.select().where(live).count() == 1


def test_a_unit_that_later_tasks_name_keeps_its_package_from_being_undone(net: Network):
    for number, content in enumerate(("Một", "Hai"), 12):
        with net.at("T"):
            order("A", content, number=f"{number}/TB", cooperating_units="VP")
        net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        with pytest.raises(Refused, match="Văn phòng"):
            undoing.undo(receiving.inbox()[1])
        assert whole()


def test_what_was_told_of_a_former_doer_goes_with_its_package(net: Network, monkeypatch: pytest.MonkeyPatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    try:
        net.found("B", upper="T")
        with net.at("T"):
            order("A", "Việc một")
        net.receive("A", net.assign("T", "A"))
        with net.at("A"):
            flow.note(Task.get(), {"noted_on": "20/11/2026", "content": "Đang làm"})
        net.receive("T", net.report("A"))
        with net.at("T"):
            reassign.reassign(Task.get(), unit("B"), "Quá tải", date(2026, 11, 22))
        net.receive("B", net.assign("T", "B"))
        with net.at("B"):
            assert PastExecution.select().count() == 1
            undoing.undo(receiving.inbox()[0])
            assert PastExecution.select().count() == 0
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_question_that_a_later_package_has_answered_is_asked_no_more(net: Network):
    with net.at("T"):
        order("A", "Việc một")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("A"):
        copy = backups.make()
        flow.complete(Task.get(), {"completed_on": "20/11/2026", "deliverable": "Báo cáo cũ"})
    net.receive("T", net.report("A"))
    with net.at("A"):
        backups.restore(copy)
        flow.complete(Task.get(), {"completed_on": "21/11/2026", "deliverable": "Báo cáo mới"})
    assert net.receive("T", net.report("A")).tally["question"] == 1
    with net.at("A"):
        for number in range(4):
            tasks.save({"deliverable": f"Báo cáo mới {number}"}, Task.get())
    received(net, "T", net.report("A"))
    with net.at("T"):
        assert (questions.count(), Task.get().deliverable) == (0, "Báo cáo mới 3")
        assert {one.state for one in receiving.inbox()} == {"applied"}


def test_a_part_is_asked_about_once_however_often_the_first_task_is_dated_anew(net: Network):
    with net.at("T"):
        order("A", "Việc một")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("A"):
        parent = Task.get()
        parts.pass_on(parent, parts.proposed(parent) | {"lead_unit": "VP", "assigned_on": "20/11/2026"})
    for day in ("10/12/2026", "20/12/2026"):
        with net.at("T"):
            decisions.extend(Task.get(), {"decided_on": "22/11/2026", "due_on": day, "reason": "Lùi"})
        received(net, "A", net.assign("T", "A"))
    with net.at("A"):
        [question] = questions.open_questions()
        assert "20/12/2026" in question.words
        undoing.undo(receiving.inbox()[0])
        assert questions.count() == 0


def test_a_task_that_comes_back_to_its_first_doer_begins_afresh_and_keeps_what_was_done(net: Network):
    net.found("B", upper="T")
    with net.at("T"):
        order("A", "Việc một")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    net.receive("T", net.report("B"))
    with net.at("A"):
        flow.decline(Task.get(), {"noted_on": "21/11/2026", "reason": "Quá tải"})
    with net.at("T"):
        for code in ("B", "A"):
            reassign.reassign(Task.get(), unit(code), "Chuyển", date(2026, 11, 22))
    outcome = received(net, "A", net.assign("T", "A"))
    assert not outcome.tally.get("recovered"), outcome.tally
    with net.at("A"):
        assert (Task.get().progress, Task.get().exe_term) == ("new", 3)
        assert any("Từ chối" in one.told for one in PastExecution.select())


def test_an_office_known_as_one_outside_may_become_one_below(net: Network):
    net.found("B", upper="T")
    net.receive("T", net.report("B"))
    with net.at("T"):
        order("A", "Việc một", cooperating_units="B")
    net.receive("A", net.assign("T", "A"))
    with net.at("B"):
        units.save({"code": "A", "name": net.full("A"), "kind": "Ủy ban nhân dân", "relation": "Cấp trên"})
    up = net.report("B", to="A")
    with net.at("A"):
        outside = Unit.get(Unit.relation == "outside")
        below = units.save({"code": "B1", "name": "Phường B", "kind": "Ủy ban nhân dân", "relation": "Cấp dưới"})
        found = receiving.examine(up, reader=net.reader)
        peers.confirm(found.sender, below, found.fingerprint)
        assert outside.office_uid == Unit.get_by_id(below.id).office_uid
        net.accept(up)
        assert whole()
