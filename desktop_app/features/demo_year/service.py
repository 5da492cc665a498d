"""The year 2022 of a real office, record by record behind the figures it published."""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from db.words import DocumentType, MeetingKind, Progress, TaskKind
from desktop_app.features.checklist_start import service as checklist_start
from desktop_app.features.demo_inspections import service as inspections
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.demo_ledger.service import Book, DocumentPlan, MeetingPlan, NotePlan, OrderPlan
from desktop_app.features.demo_orders.service import Composer, Spot
from desktop_app.features.demo_outcomes.service import Chances, Outcomes
from desktop_app.rules.dates import month_number
from desktop_app.rules.numbering import document_number
from desktop_app.rules.workdays import is_workday

NAME = "bac-tu-liem-2022"
COUNCIL_FIELD = "compensation"
NOTICE_SIZE, SESSION_SIZE, COUNCIL_SIZE = (5, 26), (24, 36), (4, 10)  # tasks a notice gives
A_DAY = 2  # meetings one leader chairs in a day, at most
ISSUED_AFTER = 5  # days from a meeting to its notice, at most


def fill(seed: int) -> Iterator[float]:
    """Found the office and write its year; yields the share done, 0 to 1."""
    scenario = ledger.read(NAME)
    ledger.found(scenario)
    yield 0.05
    book = yield from _portion(Year(scenario, seed).book(), 0.05, 0.4)
    for share in ledger.write(book):
        yield 0.4 + 0.59 * share
    checklist_start.put_in()
    facts = scenario["inspections"]
    template, keys = checklist_start.template(facts["template"]), checklist_start.keys(facts["template"])
    inspections.write(facts, template, keys, seed)
    yield 1.0


def _portion(work: Generator[float, None, Book], first: float, last: float) -> Generator[float, None, Book]:
    while True:
        try:
            share = next(work)
        except StopIteration as end:
            book: Book = end.value
            return book
        yield first + (last - first) * share


def spread(total: int, parts: int, least: int, most: int, rng: Random) -> list[int]:
    """``parts`` whole numbers between two bounds that add up to ``total``."""
    sizes = [rng.randint(least, most) for _ in range(parts)]
    while (gap := total - sum(sizes)) != 0:
        place = rng.randrange(parts)
        sizes[place] = max(least, min(most, sizes[place] + (1 if gap > 0 else -1)))
    return sizes


class Year:
    """One year of the office being made up: its calendar, its meetings, its papers."""

    def __init__(self, scenario: Mapping[str, Any], seed: int) -> None:
        self.scenario, self.rng = scenario, Random(seed)
        self.first, self.last = scenario["first_on"], scenario["last_on"]
        self.compose = Composer(scenario, self.rng)
        self.outcomes = Outcomes(self.compose, self.last, Chances())
        self.chair: str = scenario["roles"]["chair"]
        self.signer: str = scenario["roles"]["office_chief"]
        self.shares: dict[str, int] = {
            name: facts["share"] for name, facts in scenario["fields"].items() if facts["share"]
        }
        self.busy: Counter[tuple[date, str]] = Counter()
        self.titles: set[str] = set()
        span = range((self.last - self.first).days + 1)
        days = (self.first + timedelta(days=n) for n in span)
        self.workdays = [day for day in days if is_workday(day, self.compose.days_off)]

    def book(self) -> Generator[float, None, Book]:
        """Everything to be written down; yields the share of the work done, 0 to 1."""
        figures = self.scenario["figures"]
        sessions = self._sessions()
        counted, council = figures["notices"] - len(sessions), figures["council_notices"]
        concluded = [self._meeting(field) for field in self._shared_out(counted)]
        in_council = [self._meeting(COUNCIL_FIELD) for _ in range(council)]
        rest = figures["meetings"] - counted - council
        others = [self._meeting(self._field(), last=self.last)[0] for _ in range(rest)]
        yield 0.2
        notices = yield from self._notices(sessions, concluded, in_council)
        papers = [self._program(sessions), *notices, *self._letters()]
        orders = [order for paper in papers for order in paper.orders]
        self.outcomes.number(orders)
        held = [*sessions, *(meeting for meeting, *_ in [*concluded, *in_council]), *others, *self._gatherings()]
        categories = {self.scenario["regular"]["category"]: True, self.scenario["council"]["category"]: False}
        by_day = sorted(papers, key=lambda paper: paper.issued_on)  # keeps numbers in order
        return Book(sorted(held, key=lambda meeting: meeting.held_on), by_day, categories)

    def _field(self) -> str:
        return self.rng.choices(list(self.shares), list(self.shares.values()))[0]

    def _shared_out(self, count: int) -> list[str]:
        """``count`` fields, each as often as its share wants."""
        turns = [(turn + 0.5) / share for share in self.shares.values() for turn in range(count)]
        names = [name for name in self.shares for _ in range(count)]
        return [name for _, name in sorted(zip(turns, names, strict=True))[:count]]

    def _sessions(self) -> list[MeetingPlan]:
        texts = self.scenario["sessions"]
        room = self.scenario["words"]["rooms"][-1]
        return [
            MeetingPlan(MeetingKind.REGULAR_SESSION, day, _dated(texts["title"], day), self.chair, room)
            for day in texts["days"]
        ]

    def _meeting(self, field: str, last: date | None = None) -> tuple[MeetingPlan, str, str, dict[str, Spot]]:
        """A meeting of a field, its field, its topic, and the things it is about; early enough for a notice."""
        last = last or self.last - timedelta(days=ISSUED_AFTER + 4)
        while True:
            day = self.rng.choice([day for day in self.workdays if day <= last])
            leader: str = self.scenario["fields"][field]["leader"]
            chair = self.chair if self.rng.random() < 0.15 and field != COUNCIL_FIELD else leader
            topic, about = self.compose.topic(field, day)
            form = self.rng.choice(self.compose.phrases["meetings"]["titles"])
            title = (self.scenario["council"]["title"] if field == COUNCIL_FIELD else form).format(topic=topic)
            if (
                title not in self.titles
                and self.busy[day, chair] < A_DAY
                and day not in self.scenario["sessions"]["days"]
            ):
                self.titles.add(title)
                self.busy[day, chair] += 1
                room = self.rng.choice(self.scenario["words"]["rooms"])
                return MeetingPlan(MeetingKind.MEETING, day, title, chair, room), field, topic, about

    def _notices(
        self, sessions: Sequence[MeetingPlan], concluded: Sequence[Any], in_council: Sequence[Any]
    ) -> Generator[float, None, list[DocumentPlan]]:
        figures, rng = self.scenario["figures"], self.rng
        of_sessions = [rng.randint(*SESSION_SIZE) for _ in sessions]
        of_notices = spread(figures["tasks"] - sum(of_sessions), len(concluded), *NOTICE_SIZE, rng)
        of_council = spread(figures["council_tasks"], len(in_council), *COUNCIL_SIZE, rng)
        planned: list[tuple[date, MeetingPlan, str, str, Mapping[str, Spot], int]] = [
            *((self._issued(m), m, "", "", {}, n) for m, n in zip(sessions, of_sessions, strict=True)),
            *((self._issued(m[0]), *m, n) for m, n in zip(concluded, of_notices, strict=True)),
            *((self._issued(m[0]), *m, n) for m, n in zip(in_council, of_council, strict=True)),
        ]
        notices = []
        for number, (day, meeting, field, topic, about, size) in enumerate(sorted(planned, key=lambda p: p[0]), 1):
            orders = [self._order(field, day, about) for _ in range(size)]
            category = self.scenario["council" if field == COUNCIL_FIELD else "regular"]["category"]
            symbol = document_number(number, "TB-UBND")
            subject = self._subject(meeting, field, topic)
            kind, own = DocumentType.CONCLUSION_NOTICE, self.outcomes.own
            notices.append(
                DocumentPlan(kind, symbol, own, day, subject, orders, category, meeting=meeting, signer=self.signer)
            )
            yield 0.2 + 0.8 * number / len(planned)
        return notices

    def _issued(self, meeting: MeetingPlan) -> date:
        return self.compose.workday(meeting.held_on + timedelta(days=self.rng.randint(1, ISSUED_AFTER)))

    def _order(self, field: str, day: date, about: Mapping[str, Spot]) -> OrderPlan:
        related = self.compose.phrases["fields"][field]["related"] if field else []
        if not field:
            field = self._field()
        elif related and self.rng.random() < 0.15:
            field = self.rng.choice(related)
        order = self.compose.order(field, day, self.last, about)
        self.outcomes.follow(order)
        return order

    def _subject(self, meeting: MeetingPlan, field: str, topic: str) -> str:
        if meeting.kind == MeetingKind.REGULAR_SESSION:
            return _dated(self.scenario["sessions"]["subject"], meeting.held_on)
        if field == COUNCIL_FIELD:
            return str(self.scenario["council"]["subject"].format(topic=topic))
        words = self.scenario["words"]
        who = words["chair"] if meeting.chair == self.chair else words["vice"].format(name=meeting.chair)
        return str(words["notice"].format(who=who, topic=topic))

    def _program(self, sessions: Sequence[MeetingPlan]) -> DocumentPlan:
        """The work programme with its key tasks, each heard in a session."""
        program, heard = self.scenario["program"], self.scenario["sessions"]["heard"]
        of_month = {session.held_on.month: session.held_on for session in sessions}
        orders = []
        for month, lead, leader, sort, words in program["rows"]:
            day = of_month[month]
            content = words + _dated(program["ending"], day)
            order = OrderPlan(content, lead, program["issued_on"], leader=leader, sort=sort, due_on=day)
            self.outcomes.follow(order)
            order.kind = TaskKind.KEY
            if order.progress == Progress.NEW:
                order.progress = Progress.DOING
            order.notes = [*order.notes, NotePlan(day, _dated(heard, day))]
            orders.append(order)
        return DocumentPlan(
            DocumentType.WORK_PROGRAM,
            program["number"],
            self.outcomes.own,
            program["issued_on"],
            program["subject"],
            orders,
            signer=self.chair,
        )

    def _letters(self) -> list[DocumentPlan]:
        letters = self.scenario["letters"]
        return [
            DocumentPlan(
                DocumentType.URGING_LETTER,
                letters["number"].format(number=number),
                self.outcomes.own,
                day,
                letters["subject"].format(period=period),
                signer=self.signer,
            )
            for day, number, period in letters["rows"]
        ]

    def _gatherings(self) -> Iterator[MeetingPlan]:
        """The weekly huddles and monthly briefings, which are counted apart."""
        texts, room = self.scenario["regular"], self.scenario["words"]["rooms"][0]
        weeks: dict[int, date] = {}
        months: dict[int, list[date]] = {}
        for day in self.workdays:
            weeks.setdefault(day.isocalendar().week, day)
            months.setdefault(day.month, []).append(day)
        for week, day in weeks.items():
            title = texts["huddle"].format(week=week, year=day.year)
            yield MeetingPlan(MeetingKind.HUDDLE, day, title, self.chair, room)
        for days in months.values():
            yield MeetingPlan(MeetingKind.BRIEFING, days[4], _dated(texts["briefing"], days[4]), self.chair, room)


def _dated(words: str, day: date) -> str:
    return words.format(month=month_number(day.month), year=day.year)
