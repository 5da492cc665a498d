"""Whose word counts: keys, successors, copies for those who help, forks that a person settles."""

import shutil

import pytest

from db.connection import database
from db.models import Package, Peer, Question, Task, WorkCalendarDay
from db.words import Answer
from desktop_app.errors import Refused
from desktop_app.features.calendar import service as calendar
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.meetings import service as meetings
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.records import session
from tests.network_hands import Network, unit
from tests.test_exchange import order


@pytest.fixture
def net(net: Network) -> Network:
    with net.at("T"):
        order("A", "Việc một", "Việc hai", supervising_leader="Lê Văn T", cooperating_units="B")
    return net


def test_nothing_is_taken_before_a_person_has_compared_the_fingerprint(net: Network):
    down = net.assign("T", "A")
    with net.at("A"):
        found = receiving.examine(down, reader=net.reader)
        assert (found.rows, str(found.sender.suggestion)) == ([], net.full("T"))
        with pytest.raises(Refused, match="chưa được xác nhận"):
            receiving.accept(found)
        with pytest.raises(Refused) as refused:
            peers.confirm(found.sender, unit("T"), "0000-0000-0000-0000-0000")
        assert "Không khớp" in refused.value.problems["fingerprint"]
        with pytest.raises(Refused) as refused:
            peers.confirm(found.sender, unit("VP"), found.fingerprint)
        assert "unit" in refused.value.problems
        assert Peer.select().count() == 0
        peers.confirm(found.sender, unit("T"), found.fingerprint.upper().replace("-", " "))
        receiving.accept(receiving.examine(down, reader=net.reader))
        assert Task.select().count() == 2


def test_a_key_certified_by_the_old_one_is_a_change_of_key_and_one_that_is_not_is_suspicious(net: Network):
    net.receive("A", net.assign("T", "A"))
    shutil.copytree(net.place / "T", net.place / "T2")
    with net.at("T"):
        peers.change_key()
        order("A", "Việc ba", number="13/TB-UBND")
    changed = net.assign("T", "A")
    with net.at("T2"):
        database.execute_sql("UPDATE office SET former_key = '', endorsement = ''")
        peers.change_key()
        database.execute_sql("UPDATE office SET endorsement = ''")
        order("A", "Việc lạ", number="14/TB-UBND")
    strange = net.assign("T2", "A")
    with net.at("A"):
        found = receiving.examine(strange, reader=net.reader)
        assert "không chứng thực" in found.key_words
        found = receiving.examine(changed, reader=net.reader)
        assert "được khóa cũ chứng thực" in found.key_words
        net.accept(changed)
        assert [peer.state for peer in Peer.select().order_by(Peer.id)] == ["revoked", "confirmed"]
        assert Task.select().count() == 3
    net.receive("T", net.report("A"))


def test_a_cooperating_office_reads_a_copy_that_counts_nowhere(net: Network):
    net.found("B", upper="T")
    net.receive("B", net.assign("T", "B"))
    with net.at("B"):
        first = Task.get(Task.content == "Việc một")
        assert (first.copy, tasks.situation_of(first)) == ("cooperating", "Phối hợp, để biết")
        assert tasks.find({"timeliness": list(tasks.OPEN)}).count() == 0
        with pytest.raises(Refused):
            flow.complete(first, {"completed_on": "22/11/2026"})
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        flow.complete(Task.get(Task.content == "Việc một"), {"completed_on": "21/11/2026", "deliverable": "Xong"})
    net.receive("T", net.report("A"))
    net.receive("T", net.report("B"))
    net.receive("B", net.assign("T", "B"))
    with net.at("B"):
        assert Task.get(Task.content == "Việc một").deliverable == "Xong"


def test_one_revision_with_two_contents_is_a_question_that_either_answer_settles_for_good(net: Network):
    net.receive("A", net.assign("T", "A"))
    for said, wanted in ((Answer.OURS, "Việc một"), (Answer.THEIRS, "Sửa ngoài chương trình")):
        shutil.copytree(net.place / "A", net.place / f"A {said}")
        with net.at("T"):
            database.execute_sql("UPDATE task SET content = 'Sửa ngoài chương trình' WHERE content = 'Việc một'")
            database.execute_sql("DELETE FROM mark")
        fork = net.assign("T", "A")
        with net.at(f"A {said}"):
            assert net.accept(fork).tally["question"] == 1
            [question] = questions.open_questions()
            assert question.sort == "fork"
            assert ("Nội dung nhiệm vụ", "Việc một", "Sửa ngoài chương trình") in questions.sides(question)
            questions.answer(question, said)
            assert Task.get(Task.id == 1).content == wanted
            with pytest.raises(Refused, match="đã được trả lời"):
                questions.answer(questions.get(question.uid), said)
        again = net.assign("T", "A")
        with net.at(f"A {said}"):
            assert net.accept(again).tally.get("question") is None
            assert Question.select().where(Question.answer == "").count() == 0


def test_an_office_that_speaks_for_another_is_refused_row_by_row(net: Network):
    net.found("B", upper="T")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    net.receive("B", net.assign("T", "B"))
    with net.at("B"):
        first = Task.get(Task.content == "Việc một")
        me = session.current.office_uid
        database.execute_sql(
            "UPDATE task SET exe_owner = ?, exe_n = 9, deliverable = 'Tôi làm' WHERE id = ?", (me, first.id)
        )
    outcome = net.receive("T", net.report("B"))
    with net.at("T"):
        assert Task.get(Task.content == "Việc một").deliverable == ""
    assert not outcome.tally.get("changed")


def test_orders_of_an_office_that_has_ended_go_on_under_its_successor_or_our_own(net: Network):
    net.receive("A", net.assign("T", "A"))
    shutil.copytree(net.place / "A", net.place / "A riêng")
    with net.at("A riêng"):
        assert peers.ceased(unit("T"), None) == 2
        first = Task.get(Task.id == 1)
        assert (first.def_owner, first.def_term) == (session.current.office_uid, 2)
        tasks.save({"content": "Việc một, sửa"}, first)
    net.found("K", subs=("A",))
    with net.at("A"):
        units.save({"code": "K", "name": net.full("K"), "kind": "Ủy ban nhân dân", "relation": "Cấp trên"})
        with pytest.raises(Refused, match="chưa được xác nhận"):
            peers.ceased(unit("T"), unit("K"))
    with net.at("K"):
        head = {"number": "1/TB", "issued_on": "20/11/2026", "issuer": "K", "subject": "Việc mới"}
        documents.save_with_tasks(head, [{"content": "Việc của K", "lead_unit": "A"}])
    net.receive("A", net.assign("K", "A"))
    with net.at("A"):
        assert peers.ceased(unit("T"), unit("K")) == 2
        flow.complete(Task.get(Task.content == "Việc một"), {"completed_on": "21/11/2026", "deliverable": "Xong"})
    net.receive("K", net.report("A", to="K"))
    with net.at("K"):
        one = Task.get(Task.content == "Việc một")
        assert (one.def_owner, one.deliverable) == (session.current.office_uid, "Xong")
        tasks.save({"content": "Việc một, K sửa"}, one)
    net.receive("A", net.assign("K", "A"))
    with net.at("A"):
        assert Task.select().where(Task.content == "Việc một, K sửa").count() == 1
        assert Question.select().count() == 0


def test_the_tasks_of_a_merged_unit_go_to_the_one_it_became_part_of(net: Network):
    net.found("B", upper="T")
    net.receive("A", net.assign("T", "A"))
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert peers.ceased(unit("A"), unit("B")) == 2
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert {task.copy for task in Task.select()} == {"handed_on"}
    net.receive("B", net.assign("T", "B"))
    with net.at("B"):
        assert [task.lead_unit.code for task in Task.select()] == ["B", "B"]
        assert {task.doer for task in Task.select()} == {session.current.office_uid}


def test_the_calendar_goes_down_and_meeting_counts_come_up(net: Network):
    with net.at("T"):
        day = calendar.save({"day": "02/09/2026", "kind": "Nghỉ lễ, tết", "name": "Quốc khánh"})
        calendar.save({"day": "05/09/2026", "kind": "Làm bù", "name": "Làm bù"})
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert {str(row.day) for row in WorkCalendarDay.select()} == {"2026-09-02", "2026-09-05"}
        with pytest.raises(Refused):
            calendar.delete(WorkCalendarDay.get())
        for title in ("Một", "Hai"):
            meetings.save({"kind": "Giao ban", "held_on": "02/11/2026", "title": title})
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert meetings.counts_of(unit("A"), "2026-11") == {"briefing": 2}
        calendar.delete(calendar.get(day.id))
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert [str(row.day) for row in WorkCalendarDay.select().where(WorkCalendarDay.deleted_at.is_null())] == [
            "2026-09-05"
        ]
        for row in meetings.find().iterate():
            meetings.delete(meetings.get(row.id))
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert meetings.counts_of(unit("A"), "2026-11") == {"briefing": 0}


def test_a_file_put_back_by_hand_is_noticed_by_what_the_other_office_has_seen(net: Network):
    net.receive("A", net.assign("T", "A"))
    shutil.copytree(net.place / "A", net.place / "A cũ")
    with net.at("A"):
        office.new_epoch(office.folder(), "thử")
        flow.complete(Task.get(Task.id == 1), {"completed_on": "21/11/2026", "deliverable": "Xong"})
    net.receive("T", net.report("A"))
    down = net.assign("T", "A")
    with net.at("A cũ"):
        found = net.examined(down)
        assert any("máy khác" in words for words in found.notes)
        receiving.accept(found)
        assert session.current.epoch == 3
        assert Task.get(Task.id == 1).deliverable == "Xong"
        assert Package.select().where(Package.incoming).count() == 2


def test_another_office_above_does_not_take_an_order_over_by_a_package(net: Network):
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        units.save({"code": "K", "name": net.full("K"), "kind": "Ủy ban nhân dân", "relation": "Cấp trên"})
        uid = Task.get(Task.content == "Việc một").uid
    net.found("K", subs=("A",))
    with net.at("K"):
        head = {"number": "1/TB", "issued_on": "20/11/2026", "issuer": "K", "subject": "Việc mới"}
        documents.save_with_tasks(head, [{"content": "Việc của K", "lead_unit": "A"}])
        database.execute_sql("UPDATE task SET uid = ?, def_term = 5, def_n = 9", (uid,))
    outcome = net.receive("A", net.assign("K", "A"))
    assert outcome.tally["refused"] == 1
    with net.at("A"):
        assert Task.get(Task.uid == uid).content == "Việc một"
