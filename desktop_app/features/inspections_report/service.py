"""The figures of inspections in a period: every party with its findings and where each stands; sums by type."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.connection import database
from db.models import InspectedParty, InspectionPlan, InspectionRound, PlannedInspection
from db.words import InspectionMode, InspectionResult, InspectionType, RemediationState
from desktop_app.features.finding_state.service import STORY, load
from desktop_app.features.inspection_counts import service as counts
from desktop_app.features.inspection_counts.service import Counts
from desktop_app.records.session import current
from desktop_app.rules.periods import Period
from desktop_app.rules.remediation import Standing, standing

SETTLED = (RemediationState.DONE, RemediationState.DONE_LATE)
FINDINGS = (
    f"SELECT t.id, t.party_id, t.topic, t.content, t.demand, {STORY.replace('{t}', 't')} FROM finding AS t "
    "WHERE t.deleted_at IS NULL ORDER BY t.place, t.id"
)
LAST_REPORTS = (
    "SELECT finding_id, content FROM remediation WHERE deleted_at IS NULL AND reported_on <= ? "
    "ORDER BY reported_on, place, id"
)
LEFT = (RemediationState.NOT_ASKED, RemediationState.DROPPED)


@dataclass(frozen=True)
class Found:
    """One finding as at the day of the report."""

    topic: str
    content: str
    demand: str
    standing: Standing
    told: str


@dataclass(frozen=True)
class Line:
    """One inspected party."""

    type: InspectionType
    round_code: str
    name: str
    is_unit: bool
    day: date
    subject: str
    strengths: str
    result: InspectionResult
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Figures:
    """The inspections of a period as at a day; every total is the sum of its parts."""

    period: Period
    as_at: date
    by_type: tuple[Counts, ...]
    modes: Mapping[InspectionMode, int]
    planned: int
    lines: tuple[Line, ...]

    @property
    def rounds(self) -> int:
        """All rounds begun in the period."""
        return sum(one.rounds for one in self.by_type)

    @property
    def went_on(self) -> bool:
        """Whether rounds begun before the period went on in it."""
        return any(one.went_on.rounds for one in self.by_type)

    @property
    def where(self) -> str:
        """Where was inspected, in words."""
        return counts.places(sum(x.units for x in self.by_type), sum(x.establishments for x in self.by_type))

    def found(self, kind: InspectionType | None = None) -> list[Found]:
        """What was found, in inspections of one type or all."""
        return [one for line in self.lines if kind in (None, line.type) for one in line.found]

    @property
    def topics(self) -> list[tuple[str, int]]:
        """The groups of findings, the most frequent first."""
        return Counter(one.topic for one in self.found() if one.topic).most_common()

    @property
    def overdue(self) -> list[tuple[str, int]]:
        """Who owes remediation past its term, and how much of it."""
        late = Counter(
            line.name for line in self.lines for one in line.found if one.standing.state == RemediationState.OVERDUE
        )
        return late.most_common()


def states(found: Iterable[Found]) -> tuple[int, ...]:
    """How many findings are left at a reminder or dropped, put right, reported, under way, overdue: all of them."""
    had = Counter(one.standing.state for one in found)
    return (
        sum(had[state] for state in LEFT),
        sum(had[state] for state in SETTLED),
        had[RemediationState.REPORTED],
        had[RemediationState.OPEN],
        had[RemediationState.OVERDUE],
    )


def figures(period: Period, as_at: date) -> Figures:
    """Read the inspections of a period by a day, and what had come of them by then."""
    ours = InspectionRound.def_owner.in_(("", current.office_uid)) & InspectionRound.deleted_at.is_null()
    rounds = {one.id: one for one in InspectionRound.select().where(ours, InspectionRound.began_on <= as_at)}
    return Figures(
        period,
        as_at,
        tuple(counts.by_type(period.start, as_at)),
        Counter(InspectionMode(one.mode) for one in rounds.values() if one.began_on >= period.start),
        _planned(period),
        tuple(_lines(rounds, period.start, as_at)),
    )


def _lines(rounds: Mapping[int, Any], start: date, as_at: date) -> Iterable[Line]:
    """Who was inspected in the period: by type, then by day."""
    live: Iterable[Any] = InspectedParty.select().where(
        InspectedParty.deleted_at.is_null(), InspectedParty.inspected_on.between(start, as_at)
    )
    parties = [one for one in live if one.round_id in rounds]
    of = _findings(as_at)
    kinds = {kind: place for place, kind in enumerate(InspectionType)}
    parties.sort(key=lambda p: (kinds[rounds[p.round_id].type], p.inspected_on, rounds[p.round_id].id, p.place, p.id))
    for party in parties:
        round_ = rounds[party.round_id]
        yield Line(
            InspectionType(round_.type),
            str(round_.code),
            str(party.name or party.unit or party.establishment or ""),
            party.establishment_id is None,
            party.inspected_on,
            str(round_.subject),
            str(party.strengths),
            InspectionResult(party.result),
            tuple(of.get(party.id, ())),
        )


def _findings(as_at: date) -> dict[int, list[Found]]:
    """The findings of every party by its id, each with where it stands on a day."""
    told = dict(database.execute_sql(LAST_REPORTS, (as_at.isoformat(),)).fetchall())
    of: dict[int, list[Found]] = {}
    for number, party, topic, content, demand, story in database.execute_sql(FINDINGS).fetchall():
        found = Found(topic, content, demand, standing(load(story), as_at), told.get(number, ""))
        of.setdefault(party, []).append(found)
    return of


def _planned(period: Period) -> int:
    """How many rounds the office meant to hold in the months of a period."""
    query = (
        PlannedInspection.select()
        .join(InspectionPlan)
        .where(
            InspectionPlan.deleted_at.is_null(),
            PlannedInspection.deleted_at.is_null(),
            InspectionPlan.year == period.year,
        )
    )
    months = range(period.first_month, period.last_month + 1)
    whole_year = len(months) == 12
    return sum(int(one.rounds) for one in query if one.month in months or (whole_year and one.month is None))
