"""What people do about the tasks of their office: whatever the rules of the flow allow on that day."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from db.models import Official, Task, TaskRequest
from db.words import Copy, DecisionKind, LateCause, RequestKind, UnitRelation, Urgency
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_offices.service import Town
from desktop_app.features.network_orders.service import Desk
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_desk import service as desk
from desktop_app.features.task_halves import service as owners
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_rules import service as rules
from desktop_app.features.tasks import service as tasks
from desktop_app.rules.dates import show_date

WEIGHTS = {
    "note": 5,
    "complete": 6,
    "take_back": 1,
    "begin_again": 8,
    "decline": 1,
    "take_up": 5,
    "ask_extension": 3,
    "ask_suspension": 2,
    "pass_on": 4,
    "give_part": 0.5,
    "receive": 3,
    "hand_on": 3,
    "hand_back": 8,
    "confirm": 6,
    "redo": 4,
    "resume": 4,
    "extend": 1,
    "suspend": 1,
    "cancel": 0.6,
    "reassign": 1.5,
    "refuse": 3,
    "accept_cause": 2,
    "refuse_cause": 1,
    "change": 3,
    "charge": 2,
    "delete": 0.2,
}
GRANTS = {RequestKind.EXTENSION: "extend", RequestKind.SUSPENSION: "suspend"}


class Acts:
    """One office's working day."""

    def __init__(self, town: Town, paper: Desk) -> None:
        self.town, self.rng, self.paper = town, town.rng, paper
        self.done = self.refused = 0
        self.counts: dict[str, int] = {}

    def work(self, place: Place) -> None:
        """Everything somebody does in an office today."""
        rates = self.town.rates
        fresh: list[tuple[float, Callable[[], object]]] = [
            (rates.orders if place.subs else 0, lambda: self.paper.order(place)),
            (rates.own, lambda: self.paper.order(place) if not place.subs else self.paper.amend()),
            (rates.own * rates.known_before, lambda: self.paper.typed_before(place)),
            (rates.own, self.paper.meet),
            (rates.calendar if place.subs else 0, self.paper.mark_day),
        ]
        for rate, act in fresh:
            if self.town.chance(rate):
                self._try(act)
        self._some_tasks(place)

    def _some_tasks(self, place: Place) -> None:
        ids = [
            row.id
            for row in Task.select(Task.id).where(Task.deleted_at.is_null(), Task.copy == Copy.NONE).order_by(Task.id)
        ]
        lately = ids[-25:]
        for _ in range(self.rng.randint(1, self.town.rates.acts)):
            if ids:
                chosen = self.rng.choice(lately if self.town.chance(0.7) else ids)
                self._try(partial(self._one, place, tasks.get(chosen)))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused:
            self.refused += 1
        else:
            self.done += 1

    def _one(self, place: Place, task: Task) -> None:
        now = rules.facts(task)
        may = [name for name in rules.allowed(now) if name in WEIGHTS]
        below = task.lead_unit.relation == UnitRelation.SUB
        if not task.doer and below:
            may = [name for name in may if name in rules.ASSIGNERS]  # the office itself will write that half
        copied = task.document is not None and task.document.issuer.relation == UnitRelation.UPPER
        # Nobody rewords an order from above that was only typed down here.
        may += [] if copied or owners.not_ours(task, "def") else ["change", "delete"]
        may += [] if owners.not_ours(task, "exe") or below else ["charge"]
        may = [name for name in may if name != "pass_on" or place.subs]
        if not may:
            return
        action = self.rng.choices(may, [WEIGHTS[name] for name in may])[0]
        asked = self.rng.choice(now.waiting) if now.waiting else None
        if asked is not None and self.town.chance(0.6) and "refuse" in may:
            action = self.rng.choice(("refuse", GRANTS[RequestKind(asked.kind)]))
        self._do(place, task, action, asked)
        self.counts[action] = self.counts.get(action, 0) + 1

    def _do(self, place: Place, task: Task, action: str, asked: TaskRequest | None) -> None:
        if action == "change":
            tasks.save(self._change(), task)
        elif action == "charge":
            people = list(Official.select().where(Official.unit != task.lead_unit).order_by(Official.id))
            tasks.save({"official": str(self.rng.choice(people).name)}, task)
        elif action == "delete":
            tasks.delete(task)
        else:
            answers = ("refuse", GRANTS[RequestKind(asked.kind)]) if asked is not None else ()
            about = asked.id if asked is not None and action in answers else None
            desk.do(task, action, self._texts(place, task, action), about)

    def _change(self) -> dict[str, str]:
        return self.rng.choice(
            (
                {"content": self.town.pick("orders", place=self.town.pick("places"))},
                {"deliverable_wanted": self.town.pick("wanted")},
                {"urgency": self.rng.choice(list(Urgency)).label},
                {"needs_confirmation": self.rng.choice(("x", ""))},
            )
        )

    def _texts(self, place: Place, task: Task, action: str) -> dict[str, str]:
        today, reason = show_date(clock.today()), self.town.pick("reasons")
        later = show_date(max(task.due_on or clock.today(), clock.today()) + timedelta(days=self.rng.randint(3, 40)))
        since = show_date(clock.today() + timedelta(days=self.rng.randint(0, 5)))
        until = show_date(clock.today() + timedelta(days=self.rng.randint(6, 30))) if self.town.chance(0.6) else ""
        texts = {
            "note": {"content": self.town.pick("notes"), "difficulty": self.town.pick("difficulties")},
            "complete": {"completed_on": today, "deliverable": f"Báo cáo số {self.rng.randint(5, 400)}/BC-UBND"},
            "take_up": {"content": "Nhận lại nhiệm vụ"},
            "begin_again": {"content": f"Bắt đầu thực hiện lần {task.round + 1}"},
            "ask_extension": {"due_on": later},
            "extend": {"due_on": later},
            "ask_suspension": {"from_on": since, "to_on": until},
            "suspend": {"from_on": since, "to_on": until},
        }
        paper = f"{self.rng.randint(5, 400)}/UBND-VP" if self.town.chance(0.5) else ""
        common = {"noted_on": today, "requested_on": today, "decided_on": today, "reason": reason, "paper": paper}
        if action == "reassign":
            return common | {"lead_unit": self._other(place, task)}
        if action in ("pass_on", "give_part"):
            return self._part(place, task)
        if action in ("receive", "hand_on", "hand_back"):
            soon = show_date(clock.today() + timedelta(days=self.rng.randint(0, 9))) if self.town.chance(0.5) else ""
            step = {"began_on": today, "due_on": soon, "words": reason}
            return step if action == "hand_back" else step | {"holder": self.rng.choice(holders.known())}
        if action == "note":
            said = self._why_late(task, reason) if self.town.chance(0.3) and tasks.standing_of(task).days_late else {}
            return {"noted_on": today, "proposal": self.town.pick("proposals"), **texts["note"], **said}
        if action == "complete":
            late = self._why_late(task, reason) if task.due_on and task.due_on < clock.today() else {}
            return {**texts["complete"], **late}
        return common | texts.get(action, {})

    def _why_late(self, task: Task, reason: str) -> dict[str, str]:
        """Why a task is late, as far as nobody has accepted another cause."""
        if (answer := answers.cause_of(task)) is not None and answer.kind == DecisionKind.CAUSE_ACCEPTED:
            return {}
        return {"late_reason": reason, "late_cause": self.rng.choice(list(LateCause)).label}

    def _other(self, place: Place, task: Task) -> str:
        codes = [self.town.places[sub].code for sub in place.subs] * 3 + ["VP", "KT", "VHXH"]
        return self.rng.choice([code for code in codes if code != task.lead_unit.code])

    def _part(self, place: Place, task: Task) -> dict[str, str]:
        due_on = task.due_on and show_date(max(clock.today(), task.due_on - timedelta(days=self.rng.randint(0, 5))))
        lead = self.town.places[place.subs[0]].code if place.subs else "KT"
        texts = {"content": task.content, "lead_unit": lead, "assigned_on": show_date(clock.today())}
        return texts | ({"due_on": due_on} if due_on else {})
