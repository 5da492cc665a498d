"""An office played day by day for a year, and a plain reckoning beside it that knows nothing of the program's rules."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

from db.models import Task
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from desktop_app.rules.dates import show_date

UNITS = ("VP", "KT", "VHXH")


class Reckoned:
    """One task as somebody with a pencil would follow it: nothing here asks the program."""

    def __init__(self, due: date | None, unit: str, confirmed: bool) -> None:
        self.due, self.unit, self.confirmed = due, unit, confirmed
        self.state = "open"  # open, waiting, done, cancelled, declined
        self.rest: tuple[date, date | None] | None = None
        self.urged: list[date] = []
        self.late_days: set[date] = set()

    def resting(self, day: date) -> bool:
        return self.rest is not None and self.rest[0] <= day and (self.rest[1] is None or day <= self.rest[1])

    def late(self, day: date) -> bool:
        return self.state == "open" and self.due is not None and self.due < day and not self.resting(day)


class Year:
    """A random year; what the program refuses is not reckoned either."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.known: dict[int, Reckoned] = {}
        self.done: list[str] = []

    def play(self, day: date) -> None:
        """One day: an order now and then, and a few things done about what there is."""
        clock.set_today(day)
        if self.rng.random() < 0.35:
            self.order(day)
        for _ in range(self.rng.randint(0, 3)):
            number = self.rng.choice(list(self.known) or [0])
            if number:
                self.something(number, day)
        for one in self.known.values():
            if one.late(day):
                one.late_days.add(day)

    def order(self, day: date) -> None:
        due = None if self.rng.random() < 0.1 else day + timedelta(days=self.rng.randint(1, 30))
        unit, confirmed = self.rng.choice(UNITS), self.rng.random() < 0.4
        texts = {"content": f"Việc thứ {len(self.known) + 1}", "lead_unit": unit, "assigned_on": show_date(day)}
        more = {"due_on": show_date(due), "needs_confirmation": "x" if confirmed else ""}
        self.known[tasks.save(texts | more).id] = Reckoned(due, unit, confirmed)

    def something(self, number: int, day: date) -> None:
        acts = (self.extend, self.suspend, self.resume, self.complete, self.confirm, self.redo, self.again)
        acts += (self.take_back, self.cancel, self.decline, self.take_up, self.extend, self.complete)
        act = self.rng.choice(acts)
        with suppress(Refused):
            act(tasks.get(number), self.known[number], day)
            self.done.append(act.__name__)

    def extend(self, task: Task, one: Reckoned, day: date) -> None:
        later = max(one.due or day, day) + timedelta(days=self.rng.randint(1, 20))
        decisions.extend(task, {"due_on": show_date(later), "decided_on": show_date(day), "reason": "x"})
        one.due = later

    def suspend(self, task: Task, one: Reckoned, day: date) -> None:
        since = day + timedelta(days=self.rng.randint(0, 3))
        until = since + timedelta(days=self.rng.randint(0, 12)) if self.rng.random() < 0.6 else None
        texts = {"from_on": show_date(since), "to_on": show_date(until), "decided_on": show_date(day), "reason": "x"}
        decisions.suspend(task, texts)
        one.rest = (since, until)
        if until is not None and one.due is not None:
            one.due += until - since + timedelta(days=1)

    def resume(self, task: Task, one: Reckoned, day: date) -> None:
        if one.rest is None or one.rest[0] > day:
            return
        decisions.resume(task, {"decided_on": show_date(day), "from_on": show_date(day)})
        since, until = one.rest
        if until is None and one.due is not None:
            one.due += day - since
        one.rest = None

    def complete(self, task: Task, one: Reckoned, day: date) -> None:
        texts = {"completed_on": show_date(day), "deliverable": "Báo cáo", "late_reason": "Chờ ý kiến"}
        flow.complete(task, texts | {"late_cause": "Chủ quan"})
        one.state = "waiting" if one.confirmed else "done"

    def confirm(self, task: Task, one: Reckoned, day: date) -> None:
        decisions.confirm(task, {"decided_on": show_date(day)})
        one.state = "done"

    def redo(self, task: Task, one: Reckoned, day: date) -> None:
        decisions.redo(task, {"decided_on": show_date(day), "reason": "Thiếu số liệu"})
        one.state = "open"

    def again(self, task: Task, one: Reckoned, day: date) -> None:
        flow.begin_again(task, {"noted_on": show_date(day), "content": "Làm lại"})
        one.state = "open"

    def take_back(self, task: Task, one: Reckoned, day: date) -> None:
        flow.take_back(task)
        one.state = "open"

    def cancel(self, task: Task, one: Reckoned, day: date) -> None:
        if self.rng.random() < 0.2:
            decisions.cancel(task, {"decided_on": show_date(day), "reason": "Trùng"})
            one.state = "cancelled"

    def decline(self, task: Task, one: Reckoned, day: date) -> None:
        if self.rng.random() < 0.3:
            flow.decline(task, {"noted_on": show_date(day), "reason": "Không đúng chức năng"})
            one.state = "declined"

    def take_up(self, task: Task, one: Reckoned, day: date) -> None:
        flow.take_up(task, {"noted_on": show_date(day), "content": "Nhận lại"})
        one.state = "open"

    def late(self, day: date) -> dict[int, Any]:
        """What is late, by the pencil: id -> (unit, due date, days late, urgings so far)."""
        return {
            number: (one.unit, one.due, (day - one.due).days, len(one.urged))
            for number, one in self.known.items()
            if one.late(day) and one.due is not None
        }
