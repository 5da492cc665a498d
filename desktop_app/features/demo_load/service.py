"""Years of tasks of an invented office, as many as a trial wants."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from db.words import DocumentType, MeetingKind
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.demo_ledger.service import Book, DocumentPlan, MeetingPlan, OrderPlan
from desktop_app.features.demo_orders.service import Composer, Spot
from desktop_app.features.demo_outcomes.service import Chances, Outcomes
from desktop_app.rules.numbering import document_number
from desktop_app.rules.numbers import show_whole
from desktop_app.rules.workdays import is_workday

NAME = "thu-nghiem"
FEWEST, MOST = 1, 200_000
LONGEST_TERM = timedelta(days=120)


def fill(tasks: int, seed: int) -> Iterator[float]:
    """Found the office and write ``tasks`` tasks of the years up to today; yields the share done, 0 to 1.

    Raises:
        Refused: fewer than one task, or more than the codes of tasks are meant for.
    """
    if not FEWEST <= tasks <= MOST:
        raise Refused(f"Số nhiệm vụ phải từ {show_whole(FEWEST)} đến {show_whole(MOST)}")
    scenario = _completed(ledger.read(NAME), clock.today())
    ledger.found(scenario)
    yield 0.02
    papers: list[DocumentPlan] = []
    load = Load(scenario, seed, clock.today())
    for paper, given in load.papers(tasks):
        papers.append(paper)
        yield 0.02 + 0.28 * given / tasks
    load.outcomes.number(order for paper in papers for order in paper.orders)
    meetings = [paper.meeting for paper in papers if paper.meeting is not None]
    for share in ledger.write(Book(meetings, papers)):
        yield 0.3 + 0.7 * share


def _completed(scenario: dict[str, Any], today: date) -> dict[str, Any]:
    """The scenario with its residential groups, and with the days off of its years."""
    units = scenario["units"]
    mark, name, kind, relation, parent = units["group"]
    for number in range(1, units["groups"] + 1):
        units["rows"].append([f"T{number:02d}", mark, name.format(n=number), kind, relation, parent])
    years = range(today.year - scenario["years"], today.year + 1)
    fixed = [date.fromisoformat(f"{year}-{day}") for year in years for day in scenario["fixed_days_off"]]
    tet = [first + timedelta(days=n) for first in scenario["tet"] for n in range(-1, 5)]
    return scenario | {"days_off": [*fixed, *tet]}


class Load:
    """The papers of an invented office over some years."""

    def __init__(self, scenario: Mapping[str, Any], seed: int, today: date) -> None:
        self.scenario, self.today, self.rng = scenario, today, Random(seed)
        self.compose = Composer(scenario, self.rng, once=False)
        chances = Chances(extended=0.08, cancelled=0.015, confirmed=0.1, noted=0.5)
        self.outcomes = Outcomes(self.compose, today, chances)
        self.numbers: dict[tuple[str, str, int], int] = {}
        self.chair: str = scenario["roles"]["chair"]
        self.shares: dict[str, int] = {name: facts["share"] for name, facts in scenario["fields"].items()}

    def papers(self, tasks: int) -> Iterator[tuple[DocumentPlan, int]]:
        """Papers from the oldest to today's that give ``tasks`` orders together, with how many are given so far."""
        sizes: list[int] = []
        while sum(sizes) < tasks:
            sizes.append(min(self.rng.randint(*self.scenario["orders_a_document"]), tasks - sum(sizes)))
        start = self.today - timedelta(days=365 * self.scenario["years"])
        span = range((self.today - start).days + 1)
        days = [day for day in (start + timedelta(days=n) for n in span) if is_workday(day, self.compose.days_off)]
        given = 0
        for day, size in zip(sorted(self.rng.choices(days, k=len(sizes))), sizes, strict=True):
            given += size
            yield self._paper(day, size), given

    def _paper(self, day: date, size: int) -> DocumentPlan:
        field = self.rng.choices(list(self.shares), list(self.shares.values()))[0]
        papers = self.scenario["papers"]
        type_, symbol, issuer, _, subject = self.rng.choices(papers, [paper[3] for paper in papers])[0]
        kind, above = DocumentType(type_), issuer != self.outcomes.own
        topic, about = self.compose.topic(field, day)
        while above and about:  # the office above does not write about one street
            field = self.rng.choice(list(self.shares))
            topic, about = self.compose.topic(field, day)
        leader: str = self.scenario["fields"][field]["leader"]
        meeting = self._meeting(day, topic, leader) if kind == DocumentType.CONCLUSION_NOTICE else None
        words = self.scenario["words"]
        who = words["chair"] if leader == self.chair else words["vice"].format(name=leader)
        number = self._number(issuer, symbol, day.year)
        return DocumentPlan(
            kind,
            document_number(number, symbol),
            issuer,
            day,
            subject.format(who=who, topic=topic),
            [
                self._order(field, day, about, f"{number}/{day.year}-{place}" if above else "")
                for place in range(1, size + 1)
            ],
            meeting=meeting,
            signer="" if above else self.scenario["roles"]["office_chief"],
            incoming_number=str(self._number("", "", day.year)) if above else "",
            incoming_on=day if above else None,
        )

    def _meeting(self, day: date, topic: str, leader: str) -> MeetingPlan:
        held_on = self.compose.workday(day - timedelta(days=self.rng.randint(1, 4)), -1)
        title = self.rng.choice(self.compose.phrases["meetings"]["titles"]).format(topic=topic)
        return MeetingPlan(
            MeetingKind.MEETING, held_on, title, leader, self.rng.choice(self.scenario["words"]["rooms"])
        )

    def _order(self, field: str, day: date, about: Mapping[str, Spot], external_ref: str) -> OrderPlan:
        order = self.compose.order(field, day, day + LONGEST_TERM, about)
        order.external_ref = external_ref
        self.outcomes.follow(order)
        return order

    def _number(self, issuer: str, symbol: str, year: int) -> int:
        key = (issuer, symbol, year)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return self.numbers[key]
