"""What a task's own page tells at once: files, the hands it went through, the next ones of a chain; read once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.connection import database
from db.models import Document, Task, TaskDecision, Unit
from desktop_app import clock
from desktop_app.features.attachments import service as attachments
from desktop_app.features.documents import service as documents
from desktop_app.features.history import service as history
from desktop_app.features.overview import service as overview
from desktop_app.features.results import service as results
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_rules import service as rules
from desktop_app.features.tasks import service as tasks
from desktop_app.features.urging import service as urging
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_letter import service as letters
from desktop_app.rules.periods import read_period
from tests.desk_hands import book_of_tasks
from tests.office_hands import notice

TODAY = date(2026, 11, 22)
BY_HAND = {"type": "Văn bản đôn đốc", "number": "15/UBND-VP", "issued_on": "20/11/2026", "subject": "Đôn đốc"}


@pytest.fixture
def book(root: Any, office: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The book of tasks, with one notice in it."""
    notice()
    with book_of_tasks(root, monkeypatch) as made:
        yield made


def told(book: Any) -> str:
    book.update()
    book.after(20)
    book.update()
    labels = [each for each in book._told.winfo_children() if each.winfo_class() == "TLabel"]
    return "\n".join(str(each.cget("text")) for each in labels)


def test_a_file_is_told_in_the_open_story_with_who_and_when_while_something_is_typed(book, tmp_path: Path):
    book.open({}, 1)
    book.pane.form.fields["content"].set("Đang gõ dở")
    assert "Thêm tệp đính kèm" not in told(book)
    path = tmp_path / "Biên bản.pdf"
    path.write_bytes(b"%PDF-1.4 x")
    made = attachments.add("task", book.record.uid, path)
    assert "Thêm tệp đính kèm: Biên bản.pdf" in told(book)
    attachments.remove(made)
    assert "Bỏ tệp đính kèm: Biên bản.pdf" in told(book)
    at, who, *_ = tasks.history(book.record)[0]
    assert at.startswith("22/11/2026")
    assert f"{at} · {who}" in told(book)
    assert book.pane.form.texts()["content"] == "Đang gõ dở"


def test_the_facts_of_a_task_are_read_once_when_it_is_opened(book, monkeypatch: pytest.MonkeyPatch):
    real, read = rules.facts, []
    monkeypatch.setattr(rules, "facts", lambda record: read.append(record.id) or real(record))
    book.open({}, 2)
    book.update()
    assert read == [2]


def test_after_what_is_due_again_was_made_the_new_ones_are_listed_and_chosen(book):
    texts = {"content": "Báo cáo tháng", "lead_unit": "KT", "assigned_on": "20/10/2026", "repeats": "Hàng tháng"}
    first = tasks.save(texts)
    book.bar.open({"timeliness": "done_late"})
    book.make_repeats()
    book.update()
    [new] = Task.select().where(Task.previous == first)
    assert list(book.rows.ids) == [new.id]
    assert book.rows.selected == [new.id]
    assert book.filter_words("made", (new.id,)) == "Vừa tạo: 1 nhiệm vụ"


def test_who_decided_that_a_task_changes_hands_and_by_which_paper_is_kept_in_its_history(office):
    clock.set_today(TODAY)
    _, [task, _] = notice()
    by = {"decided_by": "Nguyễn Văn Hùng", "paper": "88/TB-UBND ngày 20/11/2026"}
    reassign.answer(task, {"lead_unit": "VP", "decided_on": "20/11/2026", "reason": "Đúng chức năng", **by})
    said = "\n".join(words for *_, words in tasks.history(tasks.get(task.id)))
    assert "Người quyết định: Nguyễn Văn Hùng. Văn bản quyết định: 88/TB-UBND ngày 20/11/2026. Lý do: Đúng" in said


def test_an_urging_letter_entered_as_a_paper_is_listed_until_its_tasks_are_told_and_is_counted_once(office):
    clock.set_today(TODAY)
    rows = [{"content": "Việc trễ", "lead_unit": "KT", "due_on": "10/11/2026"}]
    notice("12/TB-UBND", "02/11/2026", *rows)
    paper = documents.save(BY_HAND | {"issuer": documents.own_name()})
    theirs = Unit.get(Unit.relation == "upper").name
    documents.save(BY_HAND | {"issuer": theirs, "number": "9/UBND-NC"})  # one that urges us is not ours to list
    unlisted = {"unlisted_urging": True}
    assert list(documents.find(unlisted).ids()) == [paper.id]
    day = date(2026, 11, 20)
    draft = letters.keep(letters.proposed(day), urging.listed(day))
    letter = issuing.issue(draft, {"number": "15/ubnd-vp", "issued_on": "20/11/2026"})
    assert letter.document == paper
    assert documents.find(unlisted).count() == 0
    assert Document.select().where(Document.type == "urging_letter").count() == 2
    assert TaskDecision.select().where(TaskDecision.kind == "urged").count() == 1
    assert results.figures(read_period("2026", "nd09"), TODAY).urgings == 1


def test_kinds_of_the_journal_come_the_latest_first_out_of_its_indexes(office):
    clock.set_today(TODAY)
    _, [task, _] = notice()
    tasks.add_note(task, {"noted_on": "05/11/2026", "content": "Đang làm"})
    tasks.save({"content": "Việc sửa"}, tasks.get(task.id))
    found = [number for piece in history.Entries({"kind": "task"}).slices() for number in piece]
    plain = "SELECT id FROM journal WHERE kind IN ('task', 'progress_note', 'task_step') ORDER BY id DESC"
    assert found == [row[0] for row in database.execute_sql(plain).fetchall()]
    for column in ("kind", "action", "who"):
        sql = f"EXPLAIN QUERY PLAN SELECT id FROM journal WHERE {column} = 'x' ORDER BY id DESC"
        [(*_, plan)] = database.execute_sql(sql).fetchall()
        assert plan.startswith(f"SEARCH journal USING COVERING INDEX journal_{column}")


def test_nobody_beyond_the_ladder_is_found_without_looking_at_every_task(office):
    clock.set_today(TODAY)
    notice()
    assert overview.gather().figures[-1].label == "Đã hoàn thành"
    assert tasks.find({"waits": "beyond"}).count() == 0
