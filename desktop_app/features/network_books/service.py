"""What is written into the other books on a day of the game: rounds and findings, plans, minutes, the week, duties."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from db.models import Document, Duty, Finding, InspectedParty, Meeting, Official, Plan, ScheduleItem
from db.words import DayHalf, FindingDecisionKind, MinutesState, PlanItemKind, PlanItemState, ScheduleState
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.duties import service as duties
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_checklist import service as checklist
from desktop_app.features.inspection_recheck import service as rechecking
from desktop_app.features.inspections import service as inspections
from desktop_app.features.minutes import service as minutes
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_offices.service import Town
from desktop_app.features.plans import service as plans
from desktop_app.features.week import service as week
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date

ROOMS = ("VP", "KT", "VHXH")
TERM = 30  # days


class Books:
    """Whoever keeps the other books of an office; draws lots of its own, so that the rest of the game is as it was."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.rng = town, Random(f"{seed} books")
        self.done = 0

    def work(self, place: Place) -> None:
        """What is done about them on a visit."""
        acts: tuple[Callable[[Place], object], ...] = (
            self._inspect,
            self._go_on,
            self._go_on,
            self._report,
            self._report,
            self._decide,
            self._decide,
            self._plan,
            self._change_plan,
            self._meet,
            self._after_meeting,
            self._line,
            self._change_line,
            self._duty,
        )
        for act in acts:
            if self.rng.random() < self.town.rates.books:
                try:
                    act(place)
                except Refused:
                    continue
                self.done += 1

    # --- Inspections ---

    def _inspect(self, place: Place) -> None:
        """A round at some of the offices below and a room of ours."""
        round_ = inspections.save(
            {
                "type": "Kiểm tra công vụ",
                "subject": self._words("inspected"),
                "began_on": show_date(clock.today()),
                "unit": self.rng.choice(ROOMS),
                "head": self._one_of_us(),
                "team": "Ông Nguyễn Văn Bình, Trưởng phòng",
            }
        )
        for code in self._some(place):
            party = inspections.save_party({"unit": code, "strengths": "Chấp hành tốt", "began_at": "8h30"}, round_)
            self._fill(party)

    def _fill(self, party: InspectedParty) -> None:
        count = self.rng.randint(1, 2)
        rows = [{"content": self._words("inspected"), "verdict": self.rng.choice(("Đạt", "Không đạt"))}]
        checklist.save_checked(party, rows * count)
        due = show_date(clock.today() + timedelta(days=self.rng.randint(5, TERM)))
        found = [{"content": self._words("found"), "demand": "Khắc phục ngay", "due_on": due} for _ in range(count)]
        findings.save_all(party, found)

    def _go_on(self, place: Place) -> None:
        """Write on in minutes that are not signed, and sign them."""
        drafts = _ours(InspectedParty, InspectedParty.minutes == MinutesState.DRAFT)
        if not drafts:
            return
        party = self.rng.choice(drafts)
        what = self.rng.random()
        if what < 0.2:
            inspections.save_party({"strengths": self._words("inspected")}, party.round, party)
        elif what < 0.35:
            self._fill(party)
        else:
            inspections.sign(party, clock.today())

    def _report(self, place: Place) -> None:
        """Say what we have done about a finding, ours or the office above's."""
        signed = InspectedParty.select().where(InspectedParty.minutes == MinutesState.SIGNED)
        open_ = Finding.select().where(Finding.party.in_(signed), Finding.deleted_at.is_null()).order_by(Finding.uid)
        about_us = [one for one in open_ if one.def_owner != current.office_uid and self._is_about_us(one)]
        ours = [one for one in open_ if one.def_owner == current.office_uid]
        at_home = [one for one in ours if one.party.unit is not None and one.party.unit.code in ROOMS]
        if about_us or at_home:
            chosen = self.rng.choice(about_us or at_home)
            today = show_date(clock.today())
            done = today if self.rng.random() < 0.7 else ""
            findings.report(chosen, {"reported_on": today, "content": self._words("remedied"), "done_on": done})

    def _is_about_us(self, finding: Finding) -> bool:
        unit = finding.party.unit
        return unit is not None and unit.office_uid in ("", current.office_uid) and unit.relation == "own"

    def _decide(self, place: Place) -> None:
        """Decide about a finding of ours, or begin a recheck of it."""
        ours = [one for one in _ours(Finding) if findings.allowed(one)]
        if not ours:
            return
        chosen = self.rng.choice(ours)
        if self.rng.random() < 0.15:
            rechecking.recheck(chosen.party, clock.today())
            return
        kind: FindingDecisionKind = self.rng.choice(findings.allowed(chosen))
        later = show_date(clock.today() + timedelta(days=self.rng.randint(20, 60)))
        dated = kind in (FindingDecisionKind.EXTENDED, FindingDecisionKind.REFUSED)
        texts = {
            "decided_on": show_date(clock.today()),
            "words": self._words("found"),
            "due_on": later if dated else "",
        }
        findings.decide(chosen, kind, texts)

    # --- Plans ---

    def _plan(self, place: Place) -> None:
        """A plan of two groups; behind the city's stands a document of its own."""
        texts = {"title": self._words("plans"), "year": str(clock.today().year), "unit": self.rng.choice(ROOMS)}
        papers = [] if place.upper else _ours(Document)
        paper = self.rng.choice(papers) if papers else None
        if paper is not None and paper.number:
            texts["document"] = str(paper.number)
        else:
            texts["paper"] = f"{self.rng.randint(1, 99)}/KH-UBND"
        groups = [{"name": "Nhóm nhiệm vụ chung"}, {"name": "Nhóm nhiệm vụ của đơn vị", "stated_tasks": "3"}]
        plans.save_all(texts, groups, [self._item(place, n % 2) for n in range(self.rng.randint(2, 5))])

    def _item(self, place: Place, group: int) -> dict[str, str]:
        return {
            "kind": self.rng.choice((PlanItemKind.TASK, PlanItemKind.KEY_TASK, PlanItemKind.CONTENT)).label,
            "content": self._words("matters"),
            "lead_unit": self.rng.choice(self._some(place)),
            "leader": self._one_of_us(),
            "in_group": str(group),
        }

    def _change_plan(self, place: Place) -> None:
        """An item is done, another is added, or the plan is taken out."""
        ours = _ours(Plan)
        if not ours:
            return
        plan, what = self.rng.choice(ours), self.rng.random()
        items = plans.items(plan)
        if what < 0.1:
            plans.delete(plan)
        elif what < 0.5 and items:
            done = {"state": PlanItemState.DONE.label, "done_on": show_date(clock.today()), "outcome": "Đã xong"}
            plans.save_item(done, self.rng.choice(items))
        else:
            groups = plans.groups(plan)
            place_of = {group.id: str(n) for n, group in enumerate(groups)}
            kept = [{"uid": one.uid, "in_group": place_of.get(one.__data__["group"], "")} for one in items]
            rows = [*kept[self.rng.randint(0, 1) :], self._item(place, 0)]
            plans.save_all({}, [{"uid": group.uid, "name": group.name} for group in groups], rows, plan)

    # --- Meetings ---

    def _meet(self, place: Place) -> None:
        """A meeting with its agenda and conclusions, signed at once or later."""
        texts = {
            "kind": "Cuộc họp",
            "held_on": show_date(clock.today()),
            "title": self._words("subjects"),
            "chair": self._one_of_us(),
            "secretary": "Văn thư",
            "units": "; ".join(self._some(place)),
            "began_at": "14h00",
        }
        matters = [{"content": self._words("matters"), "discussion": "Thống nhất"} for _ in range(2)]
        leads = self._some(place)
        concluded = [
            {"content": self._words("orders"), "lead_unit": lead, "about": str(1 + n % 2), "gives_task": ""}
            for n, lead in enumerate(leads)
        ]
        made = minutes.save_all(texts, matters, concluded)
        if self.rng.random() < 0.5:
            minutes.sign(made, clock.today())

    def _after_meeting(self, place: Place) -> None:
        """Sign minutes, or supplement what is signed."""
        ours = _ours(Meeting, Meeting.secretary != "")
        if not ours:
            return
        chosen: Meeting = self.rng.choice(ours)
        if not minutes.is_signed(chosen):
            minutes.sign(chosen, clock.today())
            return
        texts = {"added_on": show_date(clock.today()), "content": self._words("matters"), "author": "Văn thư"}
        concluded = [{"content": self._words("orders"), "lead_unit": self._some(place)[0], "gives_task": ""}]
        minutes.supplement(chosen, texts, concluded if self.rng.random() < 0.4 else ())

    # --- The week ---

    def _line(self, place: Place) -> None:
        """A line of the schedule of these days."""
        chair = self._one_of_us()
        texts = {
            "day": show_date(clock.today() + timedelta(days=self.rng.randint(-3, 9))),
            "half": self.rng.choice(list(DayHalf)).label,
            "content": self._words("weekly"),
            "chair": chair,
            "units": "; ".join(self._some(place)),
            "prepares": self.rng.choice(self._some(place)),
            "place": "Phòng họp tầng 2",
        }
        week.save(texts)

    def _change_line(self, place: Place) -> None:
        """A line is postponed, put elsewhere, or taken out."""
        ours = _ours(ScheduleItem)
        if not ours:
            return
        chosen, what = self.rng.choice(ours[-6:]), self.rng.random()
        if what < 0.2:
            week.delete(chosen)
        elif what < 0.6:
            week.save({"state": self.rng.choice(list(ScheduleState)).label}, chosen)
        else:
            week.save({"units": "; ".join(self._some(place)), "place": "Hội trường"}, chosen)

    def _duty(self, place: Place) -> None:
        """A leader is given a unit, or a duty ends."""
        ours = _ours(Duty)
        if ours and self.rng.random() < 0.6:
            chosen = self.rng.choice(ours)
            if self.rng.random() < 0.2:
                duties.delete(chosen)
            else:
                duties.save({"valid_to": show_date(clock.today() + timedelta(days=90))}, chosen)
            return
        first = clock.today().replace(month=1, day=1)
        texts = {"official": self._one_of_us(), "unit": self.rng.choice(self._some(place)), "field": "Đất đai"}
        duties.save({**texts, "valid_from": show_date(first)})

    # --- Inside ---

    def _words(self, of: str) -> str:
        text: str = self.rng.choice(self.town.words[of])
        place: str = self.rng.choice(self.town.words["places"])
        return text.replace("{place}", place).replace("{n}", str(self.rng.randint(2, 98)))

    def _some(self, place: Place) -> list[str]:
        """Codes of a few units: offices below, and a room of ours."""
        subs = [self.town.places[sub].code for sub in place.subs]
        chosen = self.rng.sample(subs, min(len(subs), self.rng.randint(1, 2)))
        return [*chosen, self.rng.choice(ROOMS)]

    def _one_of_us(self) -> str:
        """Somebody of the open office."""
        ours = Official.select().where(Official.def_owner == current.office_uid, Official.deleted_at.is_null())
        return str(self.rng.choice(list(ours.order_by(Official.id))).name)


def _ours(model: Any, *more: Any) -> list[Any]:
    """The rows of ours that are in the book, in an order that every play of a seed has alike."""
    query = model.select().where(model.def_owner == current.office_uid, model.deleted_at.is_null(), *more)
    return list(query.order_by(model.id))
