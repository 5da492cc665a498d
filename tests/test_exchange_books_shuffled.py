"""Inspections between two offices in packages lost, late, repeated and out of order: both books say the same."""

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.models import Finding, InspectedParty
from db.words import Answer, FindingDecisionKind
from desktop_app import clock, events
from desktop_app.errors import Refused
from desktop_app.excel import guarded
from desktop_app.features.backups import service as backups
from desktop_app.features.findings import service as findings
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.inspection_checklist import service as checklist
from desktop_app.features.inspections import service as inspections
from desktop_app.records import journal, session
from desktop_app.rules.dates import show_date
from tests.exchange_books import told
from tests.network_hands import Network, send

FIRST = date(2026, 3, 2)


@pytest.fixture(scope="module")
def reader() -> Iterator[guarded.Reader]:
    with guarded.Reader() as one:
        yield one


class Months:
    """The city inspects a ward, the ward reports, the city decides; every letter may be lost, late or doubled."""

    def __init__(self, place: Path, reader: guarded.Reader, seed: int) -> None:
        self.rng = random.Random(seed)
        self.net = Network(place, reader)
        self.road: list[tuple[str, Path]] = []
        self.uids: dict[str, str] = {}
        self.typed = {"found": 0, "reported": 0, "decided": 0}  # the recount
        clock.set_today(FIRST)
        self.net.found("T", subs=("A",))
        self.net.found("A", upper="T")
        for name in "TA":
            with self.net.at(name):
                self.uids[name] = session.current.office_uid

    def week(self, number: int) -> None:
        clock.set_today(FIRST + timedelta(weeks=number))
        with self.net.at("T"):
            self._inspect()
            self._decide()
        with self.net.at("A"):
            self._report()
        self.post("T", "A")
        self.post("A", "T")
        for _ in range(self.rng.randint(0, len(self.road))):
            self.arrive(*self.road.pop(self.rng.randrange(len(self.road))))

    def _inspect(self) -> None:
        today = show_date(clock.today())
        one = inspections.save({"type": "Kiểm tra công vụ", "subject": f"Lượt {today}", "began_on": today})
        party = inspections.save_party({"unit": "A", "strengths": "Tốt"}, one)
        checklist.save_checked(party, [{"content": "Niêm yết", "verdict": "Không đạt"}])
        due = show_date(clock.today() + timedelta(days=10))
        findings.save_all(party, [{"content": f"{n} {today}", "demand": "Sửa", "due_on": due} for n in "ab"])
        self.typed["found"] += 2
        if self.rng.random() < 0.7:
            inspections.sign(party, clock.today())
        for draft in InspectedParty.select().where(InspectedParty.minutes == "draft"):
            if self.rng.random() < 0.5:
                inspections.sign(draft, clock.today())

    def _report(self) -> None:
        for one in Finding.select().order_by(Finding.uid):
            if inspections.is_signed(one.party) and findings.standing(one).is_open and self.rng.random() < 0.6:
                today = show_date(clock.today())
                done = today if self.rng.random() < 0.7 else ""
                findings.report(one, {"reported_on": today, "content": f"Đã làm {today}", "done_on": done})
                self.typed["reported"] += 1

    def _decide(self) -> None:
        for one in Finding.select().order_by(Finding.uid):
            kinds = findings.allowed(one)
            if kinds and self.rng.random() < 0.5:
                kind = self.rng.choice(kinds)
                dated = kind in (FindingDecisionKind.EXTENDED, FindingDecisionKind.REFUSED)
                due = show_date(clock.today() + timedelta(days=30)) if dated else ""
                texts = {"decided_on": show_date(clock.today()), "words": "Đã xem", "due_on": due}
                try:
                    findings.decide(one, kind, texts)
                except Refused:
                    continue
                self.typed["decided"] += 1

    def post(self, sender: str, to: str) -> None:
        path = self.written(sender)
        if path is not None:
            self.road += [(to, path)] * self.rng.choice((0, 1, 1, 1, 2))

    def written(self, sender: str) -> Path | None:
        """A package; None when there is nothing to say."""
        if sender == "A":
            return self.net.report("A", f"{clock.today():%Y-%m}")
        with self.net.at("T"):
            try:
                return send(sending.prepare_assignment(self.net.out("giao"), to="A"))
            except Refused:
                return None

    def arrive(self, to: str, path: Path) -> None:
        with self.net.at(to):
            found = self.net.examined(path)
            assert not found.refusal, found.refusal
            if found.replayed is None:
                self.net.accept(path)
            for question in questions.open_questions():
                mine = json.loads(question.row)["values"]["def_owner"] == session.current.office_uid
                questions.answer(question, Answer.OURS if mine else Answer.THEIRS)

    def settle(self) -> None:
        self.rng.shuffle(self.road)
        while self.road:
            self.arrive(*self.road.pop())
        for _ in range(4):
            self.arrive("T", self.net.report("A", f"{clock.today():%Y-%m}"))
            if (path := self.written("T")) is not None:
                self.arrive("A", path)


@pytest.fixture
def months(tmp_path: Path, reader: guarded.Reader, request: pytest.FixtureRequest) -> Iterator[Months]:
    yield Months(tmp_path, reader, request.param)
    clock.set_today(None)
    events.forget()


def stands(months: Months, name: str) -> dict[str, tuple[str, str]]:
    """Where every finding stands in an office's book, by its words."""
    with months.net.at(name):
        assert journal.first_broken() is None
        assert questions.open_questions() == []
        rows = findings.find().iterate()
        return {row.content: (str(row.state), str(row.due_now)) for row in rows}


def alike(months: Months) -> None:
    """Both books say the same, row for row, and every finding stands where it stands in the other one."""
    for owner in months.uids.values():
        with months.net.at("A"):
            below = told(owner)
        with months.net.at("T"):
            assert told(owner) == below
    assert stands(months, "T") == stands(months, "A")


def counted(months: Months, name: str) -> dict[str, int]:
    file = sqlite3.connect(months.net.place / name / "so-phuong.db")
    kinds = {"found": "finding", "reported": "remediation", "decided": "finding_decision"}
    counts = {word: file.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for word, kind in kinds.items()}
    file.close()
    return counts


@pytest.mark.parametrize("months", range(2), indirect=True)
def test_weeks_of_inspections_in_packages_of_any_order_end_alike_and_as_recounted(months: Months):
    for number in range(5):
        months.week(number)
    months.settle()
    alike(months)
    assert counted(months, "T") == counted(months, "A") == months.typed
    assert min(months.typed.values()) >= 2


@pytest.mark.parametrize("months", [3], indirect=True)
@pytest.mark.parametrize("name", ["T", "A"])
def test_an_office_that_goes_back_to_a_copy_gets_its_part_of_every_finding_back(months: Months, name: str):
    for number in range(3):
        months.week(number)
    months.settle()
    with months.net.at(name):
        copy = backups.make()
    for number in range(3, 5):
        months.week(number)
    months.settle()
    before = counted(months, name)
    with months.net.at(name):
        backups.restore(copy)
    assert counted(months, name) != before
    months.week(5)  # somebody goes on working before what was lost has come back
    months.settle()
    alike(months)
    assert counted(months, "T") == counted(months, "A") == months.typed
