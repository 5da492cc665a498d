"""What came of the orders of a demonstration office, as at a day: results, delays, decisions and notes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from db.words import DecisionKind, Progress, TaskKind, Urgency
from desktop_app.features.demo_ledger.service import DecisionPlan, NotePlan, OrderPlan
from desktop_app.features.demo_orders.service import Composer, short_date
from desktop_app.rules.numbering import document_number


@dataclass(frozen=True)
class Chances:
    """How often what happens, of 1."""

    extended: float = 0.06
    cancelled: float = 0.0
    confirmed: float = 0.0
    late: float = 0.14
    never: float = 0.05
    noted: float = 0.45
    ad_hoc: float = 0.12


class Outcomes:
    """Lets time pass over the orders of one office."""

    def __init__(self, composer: Composer, as_at: date, chances: Chances) -> None:
        self.rng: Random = composer.rng
        self.phrases: Mapping[str, Any] = composer.phrases
        self.words: Mapping[str, Any] = composer.words
        self.workday: Callable[..., date] = composer.workday
        self.as_at, self.chances = as_at, chances
        self.marks = {code: mark for code, mark, *_ in composer.scenario["units"]["rows"]}
        self.own = next(
            code for code, *_, relation, _ in composer.scenario["units"]["rows"] if relation == "Cơ quan mình"
        )
        self.people: dict[str, list[str]] = {}
        for name, _, code, role in composer.scenario["officials"]["rows"]:
            if role in ("Chuyên viên", "Trưởng phòng"):
                self.people.setdefault(code, []).append(name)

    def follow(self, order: OrderPlan) -> None:
        """Decide what came of one order by the day this is as at."""
        rng, chances = self.rng, self.chances
        order.deliverable_wanted = self.phrases["deliverables"][order.sort]["wanted"]
        if order.lead in self.people and rng.random() < 0.85:
            order.official = self.people[order.lead][-1 - int(rng.random() * min(2, len(self.people[order.lead])))]
        if rng.random() < chances.ad_hoc:
            order.kind = TaskKind.AD_HOC
            order.urgency = rng.choices((Urgency.NORMAL, Urgency.URGENT, Urgency.MOST_URGENT), (0.8, 0.17, 0.03))[0]
        if rng.random() < chances.cancelled:
            self._cancel(order)
            return
        if order.due_on is not None and rng.random() < chances.extended:
            self._extend(order)
        order.completed_on = self._completion(order)
        if order.completed_on is not None:
            order.progress = Progress.REPORTED
            self._confirm(order)
        elif rng.random() < 0.8 or (order.due_now or self.as_at) < self.as_at:
            order.progress = Progress.DOING
        due_on = order.due_now
        if due_on is not None and (order.completed_on or self.as_at) > due_on:
            order.late_reason = rng.choice(self.phrases["obstacles"])["difficulty"] if rng.random() < 0.8 else ""
        if order.progress != Progress.NEW:
            self._take_notes(order)

    def _completion(self, order: OrderPlan) -> date | None:
        """The day the order was carried out, None if it has not been."""
        rng, due_on = self.rng, order.due_now
        if due_on is None:
            if rng.random() < (0.6 if order.sort == "tx" else 0.2):
                return None
            day = self.workday(order.assigned_on + timedelta(days=rng.randint(4, 75)))
        elif rng.random() < self.chances.never:
            return None
        elif rng.random() < self.chances.late:
            day = self.workday(due_on + timedelta(days=1 + int(rng.expovariate(1 / 12))))
        else:
            # what was granted more time is not done before the first due date
            first = order.assigned_on if order.due_on == due_on else (order.due_on or due_on) + timedelta(days=1)
            early = rng.randint(0, max(0, min(12, (due_on - first).days)))
            day = max(first, self.workday(due_on - timedelta(days=early), -1))
        return day if day <= self.as_at else None

    def _extend(self, order: OrderPlan) -> None:
        assert order.due_on is not None
        decided_on = max(order.assigned_on, self.workday(order.due_on - timedelta(days=self.rng.randint(0, 4)), -1))
        due_on = self.workday(order.due_on + timedelta(days=self.rng.choice((7, 10, 15, 20, 30))))
        if decided_on > self.as_at or due_on > self.as_at:
            return
        why = self.rng.choice(self.phrases["obstacles"])["difficulty"]
        reason = f"Theo đề nghị của đơn vị chủ trì: {why[0].lower()}{why[1:]}"
        order.decisions.append(DecisionPlan(DecisionKind.EXTENDED, decided_on, reason, due_on))

    def _cancel(self, order: OrderPlan) -> None:
        decided_on = self.workday(order.assigned_on + timedelta(days=self.rng.randint(5, 40)))
        if decided_on <= self.as_at:
            reason = self.rng.choice(self.phrases["cancellations"])
            order.decisions.append(DecisionPlan(DecisionKind.CANCELLED, decided_on, reason))

    def _confirm(self, order: OrderPlan) -> None:
        assert order.completed_on is not None
        order.needs_confirmation = self.rng.random() < self.chances.confirmed
        day = self.workday(order.completed_on + timedelta(days=self.rng.randint(0, 6)))
        if order.needs_confirmation and day <= self.as_at:
            order.decisions.append(DecisionPlan(DecisionKind.CONFIRMED, day))

    def _take_notes(self, order: OrderPlan) -> None:
        rng = self.rng
        last = order.completed_on or self.as_at
        late = bool(order.late_reason)
        if rng.random() > (0.9 if late else self.chances.noted) or (last - order.assigned_on).days < 2:
            return
        contents = self.phrases["notes"][order.sort]
        count = min(len(contents), rng.choice((1, 1, 2)))
        span = min((last - order.assigned_on).days, 60)
        days = sorted(rng.sample(range(1, span), min(count, span - 1)))
        for place, (day, content) in enumerate(zip(days, self._in_order(contents, len(days)), strict=True)):
            noted_on = min(last, self.workday(order.assigned_on + timedelta(days=day)))
            if order.notes and order.notes[-1].noted_on == noted_on:
                continue
            trouble = self._trouble(order) if late and place == len(days) - 1 else ("", "")
            text = content.replace("{n}", f"{rng.randint(3, 12):02d}").replace("{percent}", str(rng.randint(5, 18) * 5))
            order.notes.append(NotePlan(noted_on, text, *trouble))
        if order.completed_on is not None and order.sort != "tx" and rng.random() < 0.35:
            order.notes.append(NotePlan(order.completed_on, rng.choice(self.phrases["notes"]["done"])))

    def _in_order(self, contents: Sequence[str], count: int) -> list[str]:
        """Some of the notes of a sort, which are listed as work goes on."""
        return [contents[place] for place in sorted(self.rng.sample(range(len(contents)), count))]

    def _trouble(self, order: OrderPlan) -> tuple[str, str]:
        for obstacle in self.phrases["obstacles"]:
            if obstacle["difficulty"] == order.late_reason:
                proposal: str = obstacle["proposal"]
                return order.late_reason, proposal.format(body=self.words["body"], office=self.words["office"])
        return "", ""

    def number(self, orders: Iterable[OrderPlan]) -> None:
        """Name what was handed in: each series is numbered in the order of its days, year by year."""
        counts: dict[tuple[str, str, int], int] = {}
        done = [order for order in orders if order.completed_on is not None]
        for order in sorted(done, key=lambda order: order.completed_on or date.max):
            day = order.completed_on
            if day is None or (order.sort == "tx" and self.rng.random() < 0.5):
                continue
            form = self.phrases["deliverables"][order.sort]
            if not self.marks[order.lead]:
                order.deliverable = self.phrases["deliverables"]["unnumbered"].format(day=short_date(day))
                continue
            mark, body_mark = self.marks[order.lead], self.marks[self.own]
            symbol = form["series"].format(mark=mark, body_mark=body_mark)
            # a department's plan or letter is the office's paper; a sub signs with its own mark, which is the same
            below = mark == body_mark
            symbol = mark if below and order.sort == "cv" else symbol
            issuer = self.own if order.sort in ("kh", "cv") and not below else order.lead
            key = (issuer, symbol, day.year)
            counts[key] = counts.get(key, 0) + self.rng.randint(1, 4)
            text = form["text"].format(number=document_number(counts[key], symbol), day=short_date(day))
            order.deliverable = text
