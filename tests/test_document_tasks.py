"""Documents and what comes of them: x of y done, the mark of those that give no work, those not typed yet."""

from datetime import date

import pytest

from db.connection import database
from db.models import Task, Unit
from desktop_app import clock
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import OF_DOCUMENT, done_words
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.service import DONE
from tests.office_hands import fill, notice

pytestmark = pytest.mark.usefixtures("office")
EMPTY = {"number": "20/TB-UBND", "issued_on": "02/11/2026", "issuer": "UB", "subject": "Kết luận giao ban"}


def row_of(document):
    [row] = documents.find().rows([document.id])
    return row


def numbers(wanted):
    return [row.number for row in documents.find({"by_tasks": wanted}, order="number").iterate()]


def test_a_notice_says_how_many_of_its_tasks_are_done_and_overdue_on_that_day():
    rows = [{"content": f"Việc {n}", "lead_unit": "KT", "due_on": "20/11/2026"} for n in "abcd"]
    document, made = notice("12/TB-UBND", "02/11/2026", *rows)
    tasks.complete(made[0], {"completed_on": "19/11/2026"})
    tasks.complete(made[1], {"completed_on": "21/11/2026", "late_reason": "Mưa bão"})
    decisions.cancel(made[2], {"decided_on": "10/11/2026", "reason": "Trùng"})
    assert done_words(row_of(document)) == "2/3 xong, 1 quá hạn, 1 không tính"
    clock.set_today(date(2026, 11, 20))  # as at a day: the second was not done yet, and nothing is late
    assert done_words(row_of(document)) == "1/3 xong, 1 không tính"


def test_the_counts_are_those_of_the_list_of_tasks_whatever_was_decided():
    fill()
    for row in documents.find().iterate():
        of = {"document": row.id}
        assert row.task_count == tasks.find(of).count()
        assert row.done_count == tasks.find(of | {"timeliness": DONE}).count(), row.number
        assert row.overdue_count == tasks.find(of | {"timeliness": "open_overdue"}).count(), row.number
        assert row.task_count - row.dropped_count == sum(
            tasks.find(of | {"timeliness": each}).count() for each in tasks.Timeliness
        )


def test_a_document_that_gives_no_tasks_is_marked_and_takes_none():
    document = documents.save(EMPTY)
    assert numbers("missing") == ["20/TB-UBND"]
    documents.save({"no_tasks": "x"}, document)
    assert (numbers("missing"), numbers("none")) == ([], ["20/TB-UBND"])
    assert done_words(row_of(document)) == "Không phát sinh"
    with pytest.raises(RefusedRows) as refused:
        documents.save_with_tasks({}, [{"content": "Việc", "lead_unit": "KT"}], documents.get(document.id))
    [problems] = refused.value.rows.values()
    assert problems == {
        "document": "Văn bản 20/TB-UBND đã được đánh dấu “Không phát sinh nhiệm vụ”; hãy bỏ dấu đó trước"
    }
    row = {"content": "Việc", "lead_unit": "KT", "assigned_on": "02/11/2026"}
    lone = tasks.save(row)
    with pytest.raises(Refused, match="Không phát sinh"):
        tasks.save({"document": "20/TB-UBND"}, lone)
    assert Task.select().where(Task.document.is_null(False)).count() == 0
    documents.save({"no_tasks": ""}, documents.get(document.id))
    assert tasks.save({"document": "20/TB-UBND"}, lone).document == document


def test_a_document_with_tasks_is_not_marked_and_a_deleted_task_does_not_slip_back():
    document, [first, second] = notice()
    with pytest.raises(Refused, match="đang giao 2 nhiệm vụ"):
        documents.save({"no_tasks": "x"}, document)
    tasks.delete(first)
    tasks.delete(second)
    documents.save({"no_tasks": "x"}, documents.get(document.id))
    with pytest.raises(Refused, match="Không phát sinh"):
        tasks.restore(first)


def test_only_documents_that_assign_work_are_missed():
    documents.save(EMPTY)
    documents.save(EMPTY | {"number": "30/UBND-VP", "type": "Văn bản đôn đốc"})
    documents.save(EMPTY | {"number": "31/BC-UBND", "type": "Báo cáo"})
    assert numbers("missing") == ["20/TB-UBND"]


def test_documents_are_found_by_what_became_of_their_tasks():
    _, [late, open_] = notice()
    _, [one] = notice("13/TB-UBND", "02/11/2026", {"content": "Việc", "lead_unit": "KT", "due_on": "20/11/2026"})
    tasks.complete(one, {"completed_on": "19/11/2026"})
    assert (numbers("overdue"), numbers("done")) == (["12/TB-UBND"], ["13/TB-UBND"])
    tasks.complete(late, {"completed_on": "20/11/2026", "late_reason": "x"})
    tasks.complete(open_, {"completed_on": "20/11/2026"})
    assert (numbers("overdue"), numbers("done")) == ([], ["12/TB-UBND", "13/TB-UBND"])


def test_the_mark_of_another_office_is_told_with_who_may_take_it_off():
    document = documents.save(EMPTY | {"no_tasks": "x"})
    Unit.update(office_uid="a" * 32).where(Unit.code == "TP").execute()
    type(document).update(def_owner="a" * 32).execute()
    row = {"content": "Việc", "lead_unit": "KT", "assigned_on": "02/11/2026", "document": "20/TB-UBND"}
    with pytest.raises(Refused, match="hãy hỏi Ủy ban nhân dân thành phố Hà Nội trước"):
        tasks.save(row)


def test_the_tasks_of_a_document_are_found_by_their_document_and_not_among_all():
    sql = f"EXPLAIN QUERY PLAN SELECT ({OF_DOCUMENT.replace('{t}', 'x')}) FROM document AS x"
    plan = " ".join(str(step) for step in database.execute_sql(sql).fetchall())
    assert "task_document_id" in plan, plan
