"""The inspections of a scenario written through the gate; what an article does not tell is marked as assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from db.models import (
    Checked,
    ChecklistItem,
    ChecklistTemplate,
    Finding,
    FindingDecision,
    InspectedParty,
    InspectionRound,
    Official,
    PlannedInspection,
    Remediation,
    Unit,
)
from db.words import CheckAnswer, CheckVerdict, FindingDecisionKind, InspectionMode, InspectionType, MinutesState, Role
from desktop_app import records
from desktop_app.features.checklists import service as checklists
from desktop_app.features.findings.columns import FINDING_DECISIONS, FINDINGS, REMEDIATIONS
from desktop_app.features.inspection_plans.columns import INSPECTION_PLANS, PLANNED
from desktop_app.features.inspections.columns import CHECKED, PARTIES, ROUNDS
from desktop_app.records.keep import load

HOURS = (("08:30", "11:00"), ("14:00", "16:30"))
REPORTED = "Đã khắc phục: {demand}"
STAFF, DOSSIERS = (9, 18), (180, 700)  # how many officials a unit has, how many dossiers it took in


@dataclass
class Book:
    """Everything that is written, kind by kind, each before what names it."""

    rounds: list[InspectionRound] = field(default_factory=list)
    parties: list[InspectedParty] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    reports: list[Remediation] = field(default_factory=list)
    decisions: list[FindingDecision] = field(default_factory=list)

    def write(self) -> None:
        """Write it, inside the caller's ``writing``."""
        kinds: tuple[tuple[Any, Sequence[Any]], ...] = (
            (ROUNDS, self.rounds),
            (PARTIES, self.parties),
            (CHECKED, self.checked),
            (FINDINGS, self.findings),
            (REMEDIATIONS, self.reports),
            (FINDING_DECISIONS, self.decisions),
        )
        for entity, made in kinds:
            for _ in load(entity, made):
                pass


def write(facts: Mapping[str, Any], template: ChecklistTemplate, keys: Sequence[str], seed: int) -> None:
    """Write the inspections of a scenario into the office just founded, inside the caller's ``writing``.

    Args:
        facts: the ``[inspections]`` of a scenario.
        template: the checklist of its minutes.
        keys: the keys of the checklist's items, in their order; findings name them.
        seed: for the numbers on the checklists that nobody has published.
    """
    inspections = _Inspections(facts, dict(zip(keys, checklists.items(template), strict=True)), template, Random(seed))
    inspections.begin(facts.get("plan"))
    for number, row in enumerate(facts["rounds"], start=1):
        inspections.add(number, row)
    inspections.book.write()


class _Inspections:
    """One office's inspections being made up."""

    def __init__(
        self,
        facts: Mapping[str, Any],
        items: Mapping[str, ChecklistItem],
        template: ChecklistTemplate,
        rng: Random,
    ) -> None:
        self.facts, self.items, self.template, self.rng = facts, items, template, rng
        self.units = {unit.code: unit for unit in Unit.select()}
        self.people = {official.name: official for official in Official.select()}
        self.heads = {one.unit: one for one in Official.select().where(Official.role == Role.UNIT_HEAD)}
        self.planned: dict[int, PlannedInspection] = {}
        self.book = Book()

    def begin(self, plan: Mapping[str, Any] | None) -> None:
        """Write the plan of the year, a line for each month it names."""
        if plan is None:
            return
        year = self.facts["rounds"][0]["began_on"].year
        texts = {"year": str(year), "title": plan["title"], "paper": plan["paper"], "note": self.facts["note"]}
        kept = records.keep(INSPECTION_PLANS, texts)
        for place, month in enumerate(plan["months"], start=1):
            line = {
                "type": InspectionType(self.facts["type"]).label,
                "content": plan["content"],
                "month": str(month),
                "rounds": "1",
                "unit": self.units[self.facts["lead"]].code,
            }
            self.planned[month] = records.keep(PLANNED, line, None, plan=kept, place=place)

    def add(self, number: int, row: Mapping[str, Any]) -> None:
        """One round with its parties."""
        facts, day = self.facts, row["began_on"]
        mode = InspectionMode(row["mode"])
        round_ = InspectionRound(
            code=f"KT-{day.year}-{number:03d}",
            type=InspectionType(facts["type"]),
            mode=mode,
            subject=facts["subject"],
            began_on=day,
            ended_on=_day_of(day, len(row["units"])),
            basis="\n".join(facts["basis"]),
            planned=self.planned.get(day.month) if mode == InspectionMode.PLANNED else None,
            unit=self.units[facts["lead"]],
            head=self.people[facts["head"]],
            secretary=facts["secretary"],
            team="\n".join(facts["team"]),
            note=facts["note"],
        )
        self.book.rounds.append(round_)
        for place, code in enumerate(row["units"], start=1):
            self._add_party(round_, self.units[code], place, [one for one in row["findings"] if one[0] == code])

    def _add_party(self, round_: InspectionRound, unit: Unit, place: int, found: Sequence[Sequence[Any]]) -> None:
        half, head = HOURS[(place - 1) % len(HOURS)], self.heads.get(unit)
        day = _day_of(round_.began_on, place)
        party = InspectedParty(
            round=round_,
            place=place,
            unit=unit,
            name=unit.name,
            inspected_on=day,
            began_at=half[0],
            ended_at=half[1],
            at=f"Trụ sở {unit.name}",
            heading=self.template.heading,
            present=f"{head.name}, {head.position}" if head is not None else f"Đại diện lãnh đạo {unit.name}",
            strengths=self.facts["strengths"],
            demand=self.facts["demand"],
            opinion=f"{unit.name} nhất trí với nội dung biên bản, tiếp thu và khắc phục các tồn tại." if found else "",
            minutes=MinutesState.SIGNED,
            signed_on=day,
            note=self.facts["note"],
        )
        self.book.parties.append(party)
        self._add_checked(party, {one[1]: one[2] for one in found})
        for number, one in enumerate(found, start=1):
            self._add_finding(party, number, one)

    def _add_checked(self, party: InspectedParty, bad: Mapping[str, str]) -> None:
        numbers = self._numbers()
        for place, (key, item) in enumerate(self.items.items(), start=1):
            verdict, value = CheckVerdict.NONE, bad.get(key, numbers.get(key, ""))
            if item.answer == CheckAnswer.YES_NO:
                verdict = CheckVerdict.BAD if key in bad else CheckVerdict.GOOD
            elif item.answer == CheckAnswer.WORDS:
                value = value or "Không có"
            texts = {name: getattr(item, name) for name in ("section", "content", "answer", "clause")}
            self.book.checked.append(Checked(party=party, place=place, verdict=verdict, value=value, **texts))

    def _numbers(self) -> dict[str, str]:
        """The numbers a checklist asks for, which agree with each other."""
        staff, taken = self.rng.randint(*STAFF), self.rng.randint(*DOSSIERS)
        known = {"bien-che": staff, "co-mat": staff, "ho-so-nhan": taken, "ho-so-xong": taken - self.rng.randint(2, 9)}
        return {key: str(number) for key, number in (known | {"so-qua": self.rng.randint(90, 400)}).items()}

    def _add_finding(self, party: InspectedParty, place: int, row: Sequence[Any]) -> None:
        _, key, content, demand, days, done, accepted = row
        on, settled = party.inspected_on, self.book
        finding = Finding(
            party=party,
            place=place,
            topic=self.items[key].section,
            content=content,
            demand=demand if days else "",
            due_on=_after(on, days),
        )
        settled.findings.append(finding)
        reported = _after(on, done)
        if reported is not None:
            words = REPORTED.format(demand=f"{demand[:1].lower()}{demand[1:]}")
            settled.reports.append(
                Remediation(finding=finding, reported_on=reported, content=words, done_on=reported, place=1)
            )
        if reported is not None and accepted:
            settled.decisions.append(
                FindingDecision(
                    finding=finding,
                    kind=FindingDecisionKind.ACCEPTED,
                    decided_on=reported + timedelta(days=1),
                    decided_by=self.facts["head"],
                    place=2,
                )
            )


def _day_of(began_on: date, place: int) -> date:
    """When a round comes to its party of a place: two a day."""
    return began_on + timedelta(days=(place - 1) // len(HOURS))


def _after(day: date, days: int) -> date | None:
    return day + timedelta(days=days) if days else None
