"""The gate: what is typed is cleaned, checked, kept in one transaction and journalled, or refused whole."""

import json
import sqlite3
from contextlib import closing

import pytest

from db.connection import database
from db.models import Document, Journal, Task, Unit
from desktop_app import clock, events
from desktop_app.errors import Failed, Refused, RefusedRows
from desktop_app.features.documents import service as documents
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.officials.columns import OFFICIALS
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.features.units.columns import UNITS
from desktop_app.records import journal, search, session, writing
from tests.office_hands import notice

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def heard():
    news = []
    events.listen(events.Changed, news.append)
    return news


def problems_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.problems


def test_a_notice_and_its_tasks_are_kept_with_codes_original_due_dates_and_revisions():
    document, given = notice()
    assert [task.code for task in given] == ["NV-2026-00001", "NV-2026-00002"]
    assert given[0].original_due_on == given[0].due_on
    assert given[1].due_on is None
    assert (given[0].def_owner, given[0].exe_owner) == (session.current.office_uid,) * 2
    assert (given[0].def_n, given[0].exe_n, given[0].def_epoch) == (1, 1, 1)
    assert document.issued_year == 2026


def test_one_wrong_row_keeps_the_whole_notice_out_and_names_row_and_column(heard):
    with pytest.raises(RefusedRows) as refused:
        notice("12/TB-UBND", "02/11/2026", {"content": "Việc", "lead_unit": "KT"}, {"content": "", "lead_unit": "XX"})
    assert set(refused.value.rows) == {1}
    assert set(refused.value.rows[1]) == {"content", "lead_unit"}
    assert Document.select().count() == Task.select().count() == 0
    assert heard == []
    assert journal.first_broken() is None


def test_wrong_texts_are_refused_in_vietnamese_under_their_columns():
    found = problems_of(
        lambda: documents.save({"number": "x" * 51, "issued_on": "31/02/2026", "issuer": "Không có", "subject": " "})
    )
    assert found["number"] == "Dài 51 ký tự, không được quá 50"
    assert found["issued_on"] == "Tháng 2/2026 không có ngày 31"
    assert found["issuer"].startswith("Không tìm thấy “Không có”")
    assert found["subject"] == "Chưa ghi trích yếu"


def test_control_characters_u_ffff_and_decomposed_letters_are_cleaned_at_the_gate():
    _, [task] = notice(
        "1/TB",
        "02/11/2026",
        {"content": "\ufeffNhie\u0302\u0323m\u00a0vu\u0323\uffff \x00một\x0bhai ", "lead_unit": "KT"},
    )
    assert task.content == "Nhiệm vụ một\nhai"


def test_the_same_number_of_the_same_issuer_year_and_type_is_refused_and_an_empty_one_is_not():
    notice()
    assert "number" in problems_of(notice)
    notice("", "02/11/2026", {"content": "Việc", "lead_unit": "KT"})
    notice("", "02/11/2026", {"content": "Việc khác", "lead_unit": "KT"})
    notice("12/TB-UBND", "02/11/2025", {"content": "Việc năm trước", "lead_unit": "KT"})
    assert Document.select().count() == 4


def test_every_change_is_journalled_from_and_to_with_who_and_chained():
    _, [first, _] = notice()
    tasks.save({"content": "Nội dung đã sửa"}, first)
    last = Journal.select().order_by(Journal.id.desc()).first()
    assert json.loads(last.changes) == {"content": ["Rà soát, tổng hợp đất công trên địa bàn", "Nội dung đã sửa"]}
    assert last.who == "Nguyễn Thị Hường"
    assert last.record == first.uid
    assert journal.first_broken() is None


def test_saving_without_a_change_writes_nothing_and_raises_no_revision():
    _, [first, _] = notice()
    entries = Journal.select().count()
    again = tasks.save(TASKS.texts(first), first)
    assert Journal.select().count() == entries
    assert again.def_n == 1


def test_the_journal_refuses_to_be_changed_and_an_edit_behind_its_back_is_found(office):
    notice()
    with pytest.raises(Exception, match="append-only"):
        database.execute_sql("UPDATE journal SET who = 'Kẻ khác' WHERE id = 3")
    with closing(sqlite3.connect(office / "so-phuong.db")) as other:
        other.execute("DROP TRIGGER journal_never_changed")
        other.execute("UPDATE journal SET who = 'Kẻ khác' WHERE id = 3")
        other.commit()
    assert journal.first_broken() == 3


def test_the_signing_key_never_reaches_the_journal():
    entries = [entry.changes for entry in Journal.select().where(Journal.kind == "office")]
    assert entries
    assert not any("PRIVATE KEY" in changes for changes in entries)


def test_a_half_that_another_office_owns_is_not_written():
    _, [first, _] = notice()
    Task.update(def_owner="f" * 32).where(Task.id == first.id).execute()
    assert "nơi giao việc" in problems_of(lambda: tasks.save({"content": "Sửa"}, first))[""]
    tasks.complete(first, {"completed_on": "09/11/2026", "deliverable": "Báo cáo"})
    fresh = tasks.get(first.id)
    assert (fresh.def_n, fresh.exe_n) == (1, 2)


def test_the_due_date_moves_by_an_extension_only_and_the_original_stays():
    _, [first, _] = notice()
    assert "Gia hạn" in problems_of(lambda: tasks.save({"due_on": "30/11/2026"}, first))["due_on"]
    decisions.extend(first, {"due_on": "30/11/2026", "decided_on": "09/11/2026", "reason": "Chờ ý kiến"})
    fresh = tasks.get(first.id)
    assert (str(fresh.due_on), str(fresh.original_due_on)) == ("2026-11-30", "2026-11-10")
    assert "due_on" in problems_of(lambda: decisions.extend(first, {"due_on": "20/11/2026", "decided_on": "hn"}))


def test_rules_of_a_task_are_said_under_their_columns():
    row = {"content": "Việc", "lead_unit": "KT", "cooperating_units": "KT", "assigned_on": "02/11/2026"}
    assert problems_of(lambda: tasks.save(row | {"due_on": "01/11/2026"})).keys() == {"due_on", "cooperating_units"}
    _, [first, _] = notice()
    assert "completed_on" in problems_of(lambda: tasks.complete(first, {"completed_on": "01/11/2026"}))
    assert "completed_on" in problems_of(lambda: tasks.complete(first, {"completed_on": "23/11/2026"}))
    assert "completed_on" in problems_of(lambda: tasks.save({"progress": "Đã báo cáo hoàn thành"}, first))


def test_a_stale_record_does_not_write_back_what_changed_meanwhile():
    _, [first, _] = notice()
    stale = tasks.get(first.id)
    tasks.save({"content": "Nội dung mới"}, first)
    tasks.save({"deliverable_wanted": "Báo cáo"}, stale)
    fresh = tasks.get(first.id)
    assert (fresh.content, fresh.deliverable_wanted, fresh.def_n) == ("Nội dung mới", "Báo cáo", 3)
    assert search.agrees(TASKS)


def test_news_is_told_once_and_only_after_the_outermost_commit(heard):
    with pytest.raises(ZeroDivisionError), writing():
        notice()
        1 / 0
    assert heard == []
    assert Task.select().count() == 0
    notice()
    assert sorted(change.kind for change in heard) == ["document", "task"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("nhiem vu", 0), ("dat cong", 1), ("đất", 1), ("12/TB-UBND", 2), ("to dan pho", 1), ("van phong", 1), ("d", 2)],
)
def test_search_needs_no_accents_and_finds_document_numbers(typed, found):
    notice()
    assert tasks.find(text=typed).count() == found


def test_renaming_a_unit_is_found_in_its_tasks_and_the_index_agrees():
    notice()
    units.save({"name": "Phòng Hạ tầng mới"}, Unit.get(Unit.code == "KT"))
    assert tasks.find(text="ha tang moi").count() == 1
    assert tasks.find(text="kinh te").count() == 0
    for entity in (TASKS, UNITS, OFFICIALS, DOCUMENTS):
        assert search.agrees(entity), entity.kind


def test_a_deleted_record_leaves_every_list_and_comes_back():
    _, [first, second] = notice()
    tasks.delete(second)
    assert tasks.find().count() == 1
    assert tasks.find(text="don doc").count() == 0
    tasks.restore(second)
    assert tasks.find(text="don doc").count() == 1
    assert search.agrees(TASKS)
    assert "nhiệm vụ" in problems_of(lambda: units.delete(Unit.get(Unit.code == "KT")))[""]


def test_lists_sort_in_vietnamese_order_with_nothing_last():
    for name in ("Đội Quản lý trật tự", "Ánh Dương", "An Bình", "Ân Thi", "Dũng Cảm"):
        units.save({"code": f"D{len(name)}", "name": name})
    shown = [row.name for row in units.find({"relation": "part"}, order="name").iterate()]
    assert shown[:4] == ["An Bình", "Ánh Dương", "Ân Thi", "Dũng Cảm"]
    notice()
    assert [row.due_on is None for row in tasks.find(order="due_on").iterate()] == [False, True]
    assert [row.due_on is None for row in tasks.find(order="-due_on").iterate()] == [False, True]


def test_nothing_is_written_while_another_write_is_under_way_or_the_file_only_reads():
    session.current.busy = "khôi phục"
    assert "khôi phục" in problems_of(notice)[""]
    session.current.busy = ""
    session.current.readable_only = True
    with pytest.raises(Failed) as failed:
        notice()
    assert failed.value.code == "E-READ-ONLY"


def test_a_full_disk_is_said_and_the_program_works_again_once_there_is_room():
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages + 1}")
    long = {"content": "Rà soát " * 2000, "lead_unit": "KT"}
    with pytest.raises(Failed) as failed:
        notice("12/TB-UBND", "02/11/2026", *[long] * 5)
    assert failed.value.code == "E-DISK-FULL"
    assert Task.select().count() == 0
    database.execute_sql("PRAGMA max_page_count = 1000000")
    notice()
    assert Task.select().count() == 2
    assert journal.first_broken() is None


def test_a_unit_that_has_ended_takes_no_new_task_and_its_successor_is_named():
    old, new = Unit.get(Unit.code == "TDP1"), Unit.get(Unit.code == "TDP2")
    units.save({"valid_to": "30/06/2026", "successor": "TDP2"}, old)
    found = problems_of(lambda: notice("1/TB", "02/11/2026", {"content": "Việc", "lead_unit": "TDP1"}))
    assert found == {}
    with pytest.raises(RefusedRows) as refused:
        notice("1/TB", "02/11/2026", {"content": "Việc", "lead_unit": "TDP1"})
    assert new.name in refused.value.rows[0]["lead_unit"]


def test_two_people_of_one_name_are_told_apart_not_guessed():
    from desktop_app.features.officials import service as officials

    officials.save({"name": "Trần Văn Ân", "position": "Phó Trưởng phòng", "unit": "VHXH"})
    _, [first, _] = notice()
    assert "cùng tên" in problems_of(lambda: tasks.save({"official": "Trần Văn Ân"}, first))["official"]
    options = [o for o in TASKS.columns["official"].kind.options() if o.startswith("Trần Văn Ân")]
    assert len(options) == 2
    tasks.save({"official": options[0]}, first)
    assert tasks.get(first.id).official is not None


def test_the_clock_of_a_demo_moves_the_day_and_not_the_hour():
    assert clock.today().isoformat() == "2026-11-22"
    assert clock.now().date() == clock.today()
