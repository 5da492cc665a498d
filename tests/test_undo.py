"""Taking the last save back: former values, search words, revisions that only rise, and what the other office gets."""

import random
import time

import pytest

from db.connection import database
from db.models import Document, Journal, Official, ProgressNote, Task, TaskDecision, Unit
from db.words import Progress
from desktop_app import catalogue
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.documents import service as documents
from desktop_app.features.meetings import service as meetings
from desktop_app.features.office import service
from desktop_app.features.officials import service as officials
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_reassign import service as reassigning
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.records import journal, search, session, stored, undo
from desktop_app.records.entity import ENTITIES
from tests.network_hands import Network
from tests.office_hands import notice

ENTITY_KINDS = ("unit", "official", "meeting", "document", "task")


def held(record_kind: str) -> dict[str, tuple[dict, str, bool]]:
    """uid -> the stored values, the search words and whether it is deleted: all that people can see of a record."""
    entity = next(e for e in ENTITIES.values() if e.kind == record_kind)
    ids = [row[0] for row in database.execute_sql(f"SELECT id FROM {record_kind} ORDER BY id")]
    words = dict(database.execute_sql(f"SELECT uid, folded FROM {record_kind}").fetchall())
    return {one.uid: (one.values, words[one.uid], bool(one.facts.get("deleted"))) for one in stored.held(entity, ids)}


def everything() -> dict[str, dict]:
    return {kind: held(kind) for kind in ENTITY_KINDS}


def live() -> dict[str, dict]:
    """The same of what is not deleted: what a new record leaves behind when it is taken back is only its tombstone."""
    return {kind: {uid: one for uid, one in found.items() if not one[2]} for kind, found in everything().items()}


def revisions() -> dict[tuple[str, str], tuple[int, ...]]:
    found = {}
    for kind in (*ENTITY_KINDS, "task_decision", "task_request", "progress_note"):
        halves = ("def", "exe") if kind == "task" else ("def",)
        columns = ", ".join(f"{half}_{part}" for half in halves for part in ("term", "epoch", "n"))
        for uid, *numbers in database.execute_sql(f"SELECT uid, {columns} FROM {kind}"):
            for place, half in enumerate(halves):
                found[uid, half] = tuple(numbers[3 * place : 3 * place + 3])
    return found


def sound() -> bool:
    """The chain of the journal holds, it tells what is stored, and the index agrees with the rows."""
    return (
        journal.first_broken() is None
        and journal.contradictions(catalogue.entities()) == []
        and all(search.agrees(e) for e in ENTITIES.values() if search.indexed(e))
    )


def last() -> undo.Group:
    found = undo.latest()
    assert found is not None
    return found


def test_a_changed_record_has_its_former_values_and_words_again_and_a_higher_revision(office):
    _, [task, _] = notice()
    before = everything()
    n = task.def_n
    texts = {"content": "Nội dung khác hẳn", "lead_unit": "VP", "cooperating_units": "TDP1", "kind": "Trọng tâm"}
    task = tasks.save(texts | {"official": "Trần Văn Ân", "deliverable": "Báo cáo"}, task)
    assert everything() != before
    plan = undo.undo(last())
    assert everything() == before
    assert "sửa nhiệm vụ NV-2026-00001" in plan.title
    again = tasks.get(task.id)
    assert (again.def_n, again.exe_n) == (n + 2, 3)
    told = [row[2] for row in tasks.history(again) if "bước xử lý" not in row[2]]
    assert told[:3] == ["Hoàn tác", "Sửa", "Thêm mới"]
    assert "Nội dung nhiệm vụ: Nội dung khác hẳn → Rà soát" in tasks.history(again)[0][3]
    assert tasks.find(text="noi dung khac").count() == 0
    assert tasks.find(text="ra soat").count() == 1
    assert sound()


def test_a_notice_with_its_tasks_goes_as_it_came_and_comes_back_when_that_is_taken_back(office):
    before = live()
    document, given = notice()
    after = live()
    plan = undo.undo(last())
    assert live() == before
    assert plan.title == "thêm mới văn bản 12/TB-UBND và 2 bản ghi khác"
    assert Document.get_by_id(document.id).deleted_at is not None
    assert all(Task.get_by_id(task.id).deleted_at is not None for task in given)
    again = undo.undo(last())
    assert again.title.startswith("hoàn tác")
    assert live() == after
    assert sound()


def test_an_extension_goes_with_its_decision_and_the_due_date_it_moved(office):
    _, [task, _] = notice()
    before = everything()
    decisions.extend(task, {"due_on": "30/11/2026", "decided_on": "09/11/2026", "reason": "Chờ thẩm định"})
    assert tasks.get(task.id).due_on.isoformat() == "2026-11-30"
    undo.undo(last())
    assert everything() == before
    assert answers.decisions_of(task) == []
    assert "gia hạn" not in tasks.situation_of(tasks.get(task.id)).lower()
    assert sound()


def _complete(task):
    flow.complete(task, {"completed_on": "09/11/2026", "deliverable": "Báo cáo số 5/BC-KT"})


ACTIONS = {
    "note": lambda task: flow.note(task, {"noted_on": "05/11/2026", "content": "Đang làm"}),
    "complete": _complete,
    "confirm": lambda task: decisions.confirm(task, {"decided_on": "10/11/2026"}),
    "suspend": lambda task: decisions.suspend(
        task, {"from_on": "05/11/2026", "to_on": "06/11/2026", "decided_on": "05/11/2026", "reason": "Chờ"}
    ),
    "cancel": lambda task: decisions.cancel(task, {"decided_on": "05/11/2026", "reason": "Trùng"}),
    "ask": lambda task: flow.ask_extension(
        task, {"due_on": "20/11/2026", "requested_on": "05/11/2026", "reason": "Chờ"}
    ),
    "decline": lambda task: flow.decline(task, {"noted_on": "05/11/2026", "reason": "Không thuộc thẩm quyền"}),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_of_the_desk_is_taken_back_with_all_it_wrote(name, office):
    _, [task] = notice(
        "16/TB-UBND",
        "02/11/2026",
        {"content": "Việc", "lead_unit": "KT", "due_on": "10/11/2026", "needs_confirmation": "x"},
    )
    if name == "confirm":
        _complete(task)
    before, seen, end = live(), tasks.situation_of(task), journal.end()
    ACTIONS[name](tasks.get(task.id))
    assert journal.end() > end
    risen = revisions()
    undo.undo(last())
    assert live() == before
    assert tasks.situation_of(tasks.get(task.id)) == seen
    assert ProgressNote.select().where(ProgressNote.deleted_at.is_null()).count() == 0
    assert all(revisions()[key] >= value for key, value in risen.items())
    assert sound()


def test_what_was_decided_and_taken_back_is_still_told_in_the_tasks_own_history(office):
    _, [task, _] = notice()
    decisions.extend(task, {"due_on": "30/11/2026", "decided_on": "09/11/2026", "reason": "Ghi nhầm việc"})
    undo.undo(last())
    flow.note(tasks.get(task.id), {"noted_on": "05/11/2026", "content": "Ghi chú nhầm"})
    undo.undo(last())
    told = [(what, words) for _, _, what, words in tasks.history(tasks.get(task.id))]
    assert any("Ghi nhầm việc" in words for _, words in told)
    assert any("Ghi chú nhầm" in words for _, words in told)
    assert sum(what.startswith("Hoàn tác") for what, _ in told) >= 3


def test_moving_a_task_to_another_unit_is_not_taken_back_since_the_journal_does_not_hold_all_of_it(office):
    _, [task, _] = notice()
    given = {"lead_unit": "VP", "decided_on": "05/11/2026", "reason": "Đúng chức năng"}
    reassigning.answer(task, given)
    with pytest.raises(Refused, match="hãy sửa lại bằng tay"):
        undo.undo(last())
    assert tasks.get(task.id).lead_unit.code == "VP"


def test_something_newer_on_the_record_stands_against_it_and_is_named(office):
    _, [task, other] = notice()
    task = tasks.save({"content": "Lần một"}, task)
    first = last()
    tasks.save({"content": "Việc khác"}, other)
    undo.look(first)  # another record does not matter
    flow.note(task, {"noted_on": "05/11/2026", "content": "Đang làm"})
    with pytest.raises(Refused, match="Sau đó .* NV-2026-00001 đã được Nguyễn Thị Hường ghi tiếp"):
        undo.undo(first)
    assert tasks.get(task.id).content == "Lần một"


def test_what_somebody_else_saved_is_theirs_to_take_back(office):
    _, [task, _] = notice()
    session.current.who = "Trần Văn Ân"
    tasks.save({"content": "Của người khác"}, task)
    group = last()
    session.current.who = "Nguyễn Thị Hường"
    with pytest.raises(Refused, match="do Trần Văn Ân thực hiện"):
        undo.undo(group)
    own = undo.latest(TASKS, task)
    assert own is not None
    with pytest.raises(Refused, match="Trần Văn Ân ghi tiếp"):
        undo.undo(own)


def test_a_new_record_that_others_name_by_now_stays(office):
    made = units.save({"code": "MOI", "name": "Phòng mới"})
    group = last()
    officials.save({"name": "Lê Thị Mai", "unit": "MOI"})
    with pytest.raises(Refused, match="Đơn vị Phòng mới đã có cán bộ gắn với nó"):
        undo.undo(group)
    assert Unit.get_by_id(made.id).deleted_at is None


def test_a_former_value_that_has_been_deleted_meanwhile_is_named(office):
    extra = units.save({"code": "CU", "name": "Phòng cũ"})
    _, [task] = notice("15/TB-UBND", "02/11/2026", {"content": "Việc", "lead_unit": "CU"})
    tasks.save({"lead_unit": "KT"}, task)
    group = last()
    units.delete(extra)
    with pytest.raises(Refused, match="Giá trị cũ là Phòng cũ, nay đã xóa"):
        undo.undo(group)
    units.restore(Unit.get_by_id(extra.id))
    undo.undo(group)
    assert tasks.get(task.id).lead_unit.code == "CU"


def test_a_deletion_is_taken_back_by_the_rooms_rules(office):
    document, _ = documents.save_with_tasks(
        {"number": "40/TB-UBND", "issued_on": "02/11/2026", "issuer": "UB", "subject": "Kết luận"}, []
    )
    documents.delete(document)
    group = last()
    documents.save({"number": "40/TB-UBND", "issued_on": "02/11/2026", "issuer": "UB", "subject": "Khác"})
    hands = {"document": documents}.get
    with pytest.raises(Refused, match="Đã có văn bản khác cùng cơ quan"):
        undo.undo(group, hands)
    with pytest.raises(Refused, match="trùng với giá trị cũ"):
        undo.undo(group)
    documents.delete(Document.get(Document.subject == "Khác"))
    undo.undo(group, hands)
    assert Document.get_by_id(document.id).deleted_at is None
    assert sound()


def test_a_renamed_unit_takes_the_words_of_its_tasks_with_it(office):
    _, [task, _] = notice()
    before = everything()
    kt = Unit.get(Unit.code == "KT")
    units.save({"name": "Phòng Hạ tầng số"}, kt)
    assert tasks.find(text="ha tang so").count() == 1
    undo.undo(last())
    assert everything() == before
    assert tasks.find(text="kinh te ha tang").count() == 1
    assert sound()


def test_the_last_save_is_found_after_the_program_was_started_again(office):
    _, [task, _] = notice()
    before = everything()
    time.sleep(1.05)  # another second: what a former start wrote is told apart by its moment
    tasks.save({"content": "Sửa trước khi tắt máy"}, task)
    service.close_folder()
    service.open_folder(office, writing=True)
    service.sit_down("Nguyễn Thị Hường")
    assert session.current.saves == []
    group = undo.latest(TASKS, tasks.get(task.id))
    assert group is not None
    undo.undo(group)
    assert everything() == before


def test_nothing_is_written_when_it_is_refused_half_way(office, monkeypatch):
    _, [task, _] = notice()
    decisions.extend(task, {"due_on": "30/11/2026", "decided_on": "09/11/2026", "reason": "Chờ"})
    before, end = everything(), journal.end()

    def broken(*given):
        raise Refused("hỏng giữa chừng")

    monkeypatch.setattr(undo, "delete", broken)
    with pytest.raises(Refused, match="giữa chừng"):
        undo.undo(last())
    assert everything() == before
    assert journal.end() == end
    assert TaskDecision.select().where(TaskDecision.deleted_at.is_null()).count() == 1


# --- Any save ---


def _random_save(rng: random.Random) -> None:
    """One save of any room, of values drawn at random; Refused when the rules do not like them."""
    words = ["Rà soát", "đôn đốc", "báo cáo", "Đường Ưởng", "hồ sơ 12/TB", "kết quả"]
    some = " ".join(rng.choices(words, k=rng.randint(1, 4)))
    codes = [one.code for one in Unit.select().where(Unit.deleted_at.is_null())]
    people = [one.name for one in Official.select().where(Official.deleted_at.is_null())]
    day = f"{rng.randint(1, 22):02d}/11/2026"
    task = rng.choice(list(Task.select().where(Task.deleted_at.is_null())))
    document = rng.choice(list(Document.select().where(Document.deleted_at.is_null())))
    person = rng.choice(list(Official.select()))
    lead = rng.choice(codes)
    head = {"number": f"{rng.randint(50, 99)}/TB-UBND", "issued_on": day, "issuer": "UB", "subject": some}
    rows = [{"content": some, "lead_unit": lead} for _ in range(rng.randint(0, 3))]
    whole = {"content": some, "lead_unit": lead, "cooperating_units": "; ".join(rng.sample(codes, 2))}
    room, record = rng.choice([(tasks, task), (documents, document)])
    rng.choice(
        [
            lambda: tasks.save(whole, task),
            lambda: tasks.save(whole | {"assigned_on": day, "document": document.number or ""}),
            lambda: tasks.save({"official": rng.choice([*people, ""]), "deliverable": rng.choice([some, ""])}, task),
            lambda: documents.save(
                {"subject": some, "issued_on": day, "signer": rng.choice([some[:20], ""])}, document
            ),
            lambda: documents.save_with_tasks(head, rows),
            lambda: meetings.save({"kind": "Giao ban", "held_on": day, "title": some, "chair": rng.choice(people)}),
            lambda: units.save({"name": some}, Unit.get(Unit.code == lead)),
            lambda: officials.save({"name": f"Lê {some[:30]}", "contact": rng.choice(["0912", ""])}, person),
            lambda: flow.note(task, {"noted_on": day, "content": some}),
            lambda: flow.complete(task, {"completed_on": day, "deliverable": some}),
            lambda: decisions.extend(task, {"due_on": "20/12/2026", "decided_on": day, "reason": some}),
            lambda: room.delete(record),
        ]
    )()


@pytest.mark.parametrize("seed", range(12))
def test_any_save_taken_back_leaves_values_and_words_as_they_were_and_revisions_only_rise(seed, full_office):
    rng, taken, kinds = random.Random(seed), 0, set()
    for _ in range(40):
        before, numbers, mark = live(), revisions(), undo.mark()
        try:
            _random_save(rng)
        except (Refused, AttributeError):
            assert live() == before
            continue
        group = undo.since(mark)
        if group is None:
            continue
        if rng.random() < 0.4:
            continue  # this one stays
        saved = revisions()
        undo.undo(group, {"task": tasks, "document": documents}.get)
        assert live() == before
        after = revisions()
        assert all(after[key] >= value for key, value in {**numbers, **saved}.items())
        raised = {key for key in numbers if saved[key] > numbers[key]}
        assert {key for key in numbers if after[key] > saved[key]} == raised  # these halves, and no other
        taken += 1
        kinds |= {entry.kind for entry in Journal.select().where(Journal.id > group.last)}
    assert taken >= 8
    assert len(kinds) >= 3
    assert sound()
    assert all(found.fine for found in backups.check(full=True))


# --- Two offices ---


def order(lead: str, *contents: str, number: str = "12/TB-UBND"):
    head = {"number": number, "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận"}
    return documents.save_with_tasks(
        head, [{"content": text, "lead_unit": lead, "due_on": "10/12/2026"} for text in contents]
    )


def test_what_was_sent_and_taken_back_comes_to_the_other_office_as_it_was_before(net: Network):
    with net.at("T"):
        _, [task] = order("A", "Nội dung đầu")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("T"):
        tasks.save({"content": "Nội dung sửa nhầm", "urgency": "Hỏa tốc"}, tasks.get(task.id))
        group = last()
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert Task.get().content == "Nội dung sửa nhầm"
        n = Task.get().def_n
    with net.at("T"):
        undo.undo(group)
    outcome = net.receive("A", net.assign("T", "A"))
    assert outcome.tally["changed"] == 1
    with net.at("A"):
        assert (Task.get().content, Task.get().urgency) == ("Nội dung đầu", "normal")
        assert Task.get().def_n == n + 1
    # an extension that had been sent goes the same way, with the due date it moved
    with net.at("T"):
        decisions.extend(tasks.get(task.id), {"due_on": "20/12/2026", "decided_on": "22/11/2026", "reason": "Lùi"})
        group = last()
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert Task.get().due_on.isoformat() == "2026-12-20"
        assert len(answers.decisions_of(Task.get())) == 1
    with net.at("T"):
        undo.undo(group)
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert Task.get().due_on.isoformat() == "2026-12-10"
        assert answers.decisions_of(Task.get()) == []


def test_the_doers_report_that_was_sent_and_taken_back_comes_above_as_work_in_hand(net: Network):
    with net.at("T"):
        _, [task] = order("A", "Việc giao xuống")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        flow.complete(Task.get(), {"completed_on": "22/11/2026", "deliverable": "Báo cáo"})
        group = last()
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert tasks.get(task.id).progress == Progress.REPORTED
    with net.at("A"):
        undo.undo(group)
        # the half of the office above is theirs: what it holds can be taken back there only
        with pytest.raises(Refused):
            tasks.save({"content": "Sửa của nơi khác"}, Task.get())
    net.receive("T", net.report("A"))
    with net.at("T"):
        again = tasks.get(task.id)
        assert (again.progress, again.completed_on, again.deliverable) == (Progress.NEW, None, "")


def test_a_task_that_has_been_sent_is_not_taken_back_but_one_that_has_not_is(net: Network):
    with net.at("T"):
        order("A", "Việc mồi")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("T"):
        order("A", "Việc chưa gửi", number="13/TB-UBND")
        undo.undo(last())
        order("A", "Việc đã gửi", number="14/TB-UBND")
        group = last()
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        alive = Task.select().where(Task.deleted_at.is_null())
        assert sorted(task.content for task in alive) == ["Việc mồi", "Việc đã gửi"]
    with net.at("T"), pytest.raises(Refused, match="đã gửi cho .* trong gói số"):
        undo.undo(group)


def test_a_package_that_came_in_is_taken_back_in_its_own_place(net: Network):
    with net.at("T"):
        order("A", "Việc")
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        received = Journal.select().where(Journal.action == "received").first()
        with pytest.raises(Refused, match="mục Gói nhận về"):
            undo.undo(undo._around(received.id))
        assert tasks.find().count() == 1
