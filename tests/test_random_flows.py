"""An office in which anything that is allowed happens in any order: nothing but refusals, and every account agrees."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from db.connection import database
from db.models import Document, Task, TaskRequest, TaskStep, UrgingLetter
from db.words import Timeliness
from desktop_app import catalogue, clock
from desktop_app.errors import Refused
from desktop_app.excel import guarded
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_send import report as sending_report
from desktop_app.features.handoff_send import service as handoff
from desktop_app.features.task_bulk.service import BULK
from desktop_app.features.task_classes import service as classes
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_desk.columns import BY_NAME
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_rules import service as rules
from desktop_app.features.tasks import service as tasks
from desktop_app.features.urging import service as urging
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_letter import service as letters
from desktop_app.records import journal, search, undo
from desktop_app.records.entity import ENTITIES
from desktop_app.rules import urging as urging_rules
from desktop_app.rules.dates import show_date
from tests.office_hands import notice

STEPS = 320
CHECKED_EVERY = 80
SAID = (
    "Đường Nguyễn Văn Ngọc, tổ 5 – xử lý",
    "Chờ ý kiến",
    "x",
    "“Khẩn”; 'gấp' % _",
    "a" * 900,
    "Dòng một\nDòng hai",
    "",
)
PEOPLE = ("Trần Văn Ân", "Nguyễn Thị Hường", "Vũ Thị Hà Mi", "Văn phòng HĐND và UBND", "Không có ai", "")
LEADERS = ("Vũ Thị Hà Mi", "Đặng Văn Khuê", "")
UNITS = ("VP", "KT", "VHXH", "TDP1", "")
CAUSES = ("Khách quan", "Chủ quan", "")


class Life:
    """An office and its dice; ``done`` and ``refused`` count what was tried."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.done, self.refused = Counter(), Counter()
        self.day = date(2026, 9, 1)
        self.letters = self.wordless = 0

    def live(self):
        """One step: something is done, and what is refused is refused in words."""
        self.day += timedelta(days=self.rng.choice((0, 0, 0, 1, 1, 3)))
        clock.set_today(self.day)
        kinds = ("act",) * 12 + ("notice", "notice", "undo", "delete", "restore", "bulk", "letter", "issue", "edit")
        kind = self.rng.choice((*kinds, "withdraw", "task", "answer"))
        name = kind
        try:
            name = getattr(self, kind)() or kind
            self.done[name] += 1
        except Refused as refused:
            self.refused[kind] += 1
            self.wordless += not str(refused).strip()

    # --- What may happen ---

    def act(self):
        """Any action that its task allows now, with answers that need not be good ones."""
        task = self.any_task()
        if task is None:
            return "act"
        name = self.rng.choice(desk.allowed(task) or ("note",))
        desk.do(task, name, self.answers(task, name))
        return name

    def answer(self):
        """One of the two answers to what waits first."""
        for task in self.rng.sample(self.all_tasks(), len(self.all_tasks())):
            if found := desk.answers(task):
                chosen = self.rng.choice(list(found.values()))
                desk.do(task, chosen.action, self.answers(task, chosen.action, chosen.about), chosen.about)
                return f"answer {chosen.action}"
        return "answer"

    def notice(self):
        rows = [self.row() for _ in range(self.rng.randint(1, 4))]
        notice(f"{self.rng.randint(1, 400)}/TB-UBND", show_date(self.day), *rows)

    def task(self):
        tasks.save(self.row() | {"assigned_on": self.date(0, 3), "repeats": self.rng.choice(("", "Hàng tháng"))})

    def edit(self):
        task = self.any_task()
        columns = {
            "content": self.rng.choice(SAID),
            "official": self.rng.choice(PEOPLE),
            "supervising_leader": self.rng.choice(LEADERS),
            "needs_confirmation": self.rng.choice(("", "x")),
            "cooperating_units": self.rng.choice(("", "VP; KT", "TDP1", "XX")),
            "completed_on": self.date(-20, 2),
            "deliverable": self.rng.choice(SAID),
        }
        names = self.rng.sample(list(columns), self.rng.randint(1, 3))
        if task is not None:
            tasks.save({name: columns[name] for name in names}, task)

    def undo(self):
        for _ in range(self.rng.randint(1, 3)):
            if (group := undo.latest()) is not None:
                undo.undo(group, catalogue.service_of)

    def delete(self):
        task = self.any_task()
        if self.rng.random() < 0.2:
            document = self.rng.choice(list(Document.select().where(Document.deleted_at.is_null())) or [None])
            if document is not None:
                documents.delete(document)
        elif task is not None:
            tasks.delete(task)

    def restore(self):
        gone = list(Task.select().where(Task.deleted_at.is_null(False)))
        if gone:
            tasks.restore(self.rng.choice(gone))

    def bulk(self):
        one = self.rng.choice(BULK)
        every = self.all_tasks()
        texts = {name: self.text(name) for row in one.layout for name in row}
        if every:
            one.work([task.id for task in self.rng.sample(every, min(len(every), self.rng.randint(1, 6)))], texts)
        return f"bulk {one.name}"

    def letter(self):
        lines = urging.listed(self.day, soon=self.rng.random() < 0.3)
        letters.keep(letters.proposed(), lines)

    def issue(self):
        drafts = list(UrgingLetter.select().where(UrgingLetter.issued_on.is_null(), UrgingLetter.deleted_at.is_null()))
        if not drafts:
            return
        letter = self.rng.choice(drafts)
        self.letters += 1
        texts = {"number": f"{self.letters}/{issuing.symbol()}", "issued_on": show_date(self.day)}
        try:
            issuing.issue(letter, texts)
        except issuing.NoLonger as seen:
            issuing.issue(letter, texts, seen.tasks)
        urged = [decision.task_id for decision in issuing.urgings_of(letter)]
        halves = urging.halves_of(urged)
        assert urged
        assert [why for number in urged if (why := urging_rules.why_not(halves[number], self.day))] == []

    def withdraw(self):
        issued = UrgingLetter.select().where(UrgingLetter.issued_on.is_null(False))
        found = list(issued)
        if found:
            letter = self.rng.choice(found)
            if letter.deleted_at is None:
                issuing.withdraw(letter, {"reason": "Ban hành nhầm"})
            else:
                issuing.restore(letter)

    # --- What is said ---

    def answers(self, task, name, about=None):
        columns = [column.partition("*")[0] for row in BY_NAME[name].layout for column in row]
        texts = desk.proposed(task, name, about)
        keep = self.rng.random() < 0.5
        return {column: texts.get(column) if keep and texts.get(column) else self.text(column) for column in columns}

    def text(self, column):
        if column.endswith("_on"):
            later = column in ("due_on", "to_on", "from_on")
            return self.date(0, 40) if later else self.date(-6, 1) if self.rng.random() < 0.4 else show_date(self.day)
        known = {
            "holder": PEOPLE,
            "official": PEOPLE,
            "decided_by": LEADERS,
            "supervising_leader": LEADERS,
            "lead_unit": UNITS,
            "late_cause": CAUSES,
            "partly": ("", "x", "x"),
            "due_workdays": ("",),
            "paper": ("", "15/QĐ-UBND"),
        }
        return self.rng.choice(known.get(column, SAID))

    def row(self):
        due = self.date(-1, 30) if self.rng.random() < 0.85 else ""
        more = {"cooperating_units": "TDP2", "supervising_leader": "Đặng Văn Khuê", "official": self.rng.choice(PEOPLE)}
        chosen = {name: text for name, text in more.items() if self.rng.random() < 0.4}
        confirmed = self.rng.choice(("", "x"))
        content = f"{self.rng.choice(SAID)} {self.rng.randint(1, 999)}"
        lead = self.rng.choice(UNITS[:3])
        return {"content": content, "lead_unit": lead, "due_on": due, "needs_confirmation": confirmed, **chosen}

    def date(self, first, last):
        return show_date(self.day + timedelta(days=self.rng.randint(first, last)))

    def all_tasks(self):
        return list(Task.select().where(Task.deleted_at.is_null()))

    def any_task(self):
        return self.rng.choice(self.all_tasks() or [None])


def agree():
    """Every account of the office says the same."""
    today = clock.today()
    living = list(Task.select().where(Task.deleted_at.is_null()))
    by_rules = {task.id: tasks.standing_of(task).timeliness for task in living}
    sql = f"SELECT t.id, {classes.timeliness_sql(today)} FROM task AS t WHERE t.deleted_at IS NULL"
    by_sql = {number: name and Timeliness(name) for number, name in database.execute_sql(sql).fetchall()}
    assert by_sql == by_rules
    counts = Counter(by_rules.values())
    assert sum(figures[0] for figures in tasks.count_by_class().values()) == len(living) - counts[None]
    for name in Timeliness:
        assert tasks.find({"timeliness": name}).count() == counts[name]
    halves = urging.halves_of([task.id for task in living])
    listed = {line.task for line in urging.listed(today)}
    for task in living:
        held = list(TaskStep.select().where(TaskStep.task == task, TaskStep.deleted_at.is_null()))
        still = [step for step in held if step.ended_on is None]
        assert len(still) <= 1, f"{task.code} is held by {[step.holder for step in still]}"
        if still:
            assert holders.official_of(still[0].holder) == task.official, task.code
            assert task.progress not in holders.OVER, task.code
        assert (task.id in listed) == (not urging_rules.why_not(halves[task.id], today)), task.code
        assert rules.allowed(rules.facts(task)) is not None
        assert all(not rules.why_not(rules.facts(task), answer.action) for answer in desk.answers(task).values())
    for entity in ENTITIES.values():
        assert not search.indexed(entity) or search.agrees(entity), entity.kind
    assert journal.first_broken() is None
    assert journal.contradictions(catalogue.entities()) == []
    wrong = database.execute_sql("PRAGMA foreign_key_check").fetchall()
    assert wrong == []


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_allowed_in_any_order_leaves_every_account_in_agreement(office, tmp_path, seed):
    life = Life(seed)
    clock.set_today(life.day)
    row = {"lead_unit": "KT", "due_on": "10/09/2026", "official": "Trần Văn Ân", "needs_confirmation": "x"}
    notice("1/TB-UBND", "01/09/2026", *({"content": f"Việc {n}"} | row for n in range(6)))
    for count in range(1, STEPS + 1):
        life.live()
        if count % CHECKED_EVERY == 0:
            agree()
    assert life.wordless == 0
    assert len(life.done) > 25, life.done
    assert sum(life.done.values()) > STEPS / 3, (life.done, life.refused)
    assert TaskStep.select().count() > 5
    assert TaskRequest.select().count() > 1
    clock.set_today(life.day)
    path = tmp_path / "gói.xlsx"
    sending = handoff.prepare(f"{life.day:%Y-%m}", path)
    handoff.enter(sending, sending_report.write(sending))
    assert guarded.read_package(path).problems == ()
