"""Typing anew: orders with their tasks, a task that the office above will send too, meetings, days of the calendar."""

from datetime import date, timedelta
from random import Random

from db.models import Document, Official, Unit, WorkCalendarDay
from db.words import DayKind, MeetingKind, UnitRelation, Urgency
from desktop_app import clock
from desktop_app.features.calendar import service as calendar
from desktop_app.features.documents import service as documents
from desktop_app.features.meetings import service as meetings
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_offices.service import Town
from desktop_app.rules.dates import show_date

Paper = tuple[dict[str, str], dict[str, str]]  # the head and the one task of a document known before it is sent


class Desk:
    """What one clerk types; ``known`` are papers that a ward typed before the city's own clerk did."""

    def __init__(self, town: Town) -> None:
        self.town, self.rng = town, town.rng
        self.known: dict[str, list[Paper]] = {}
        self.numbers: dict[str, int] = {}

    def order(self, place: Place) -> None:
        """A document with its tasks; now and then one that a ward has typed already."""
        ready = [name for name in place.subs if self.known.get(name)]
        if ready and self.town.chance(0.5):
            head, row = self.known[self.rng.choice(ready)].pop()
            documents.save_with_tasks(head | {"issuer": place.code}, [row, *self._rows(place, 1)])
        else:
            documents.save_with_tasks(self._head(place, place.code), self._rows(place, self.rng.randint(1, 3)))

    def typed_before(self, place: Place) -> None:
        """A ward types what it was told by telephone: the city's document comes after it, and says the same."""
        if not place.upper:
            return
        above = self.town.places[place.upper]
        head = self._head(above, above.code)
        row = self._row(place) | {"lead_unit": place.code, "due_on": self._due()}
        documents.save_with_tasks(head, [row])
        self.known.setdefault(place.name, []).append((head, row))

    def _head(self, place: Place, issuer: str) -> dict[str, str]:
        self.numbers[place.name] = number = self.numbers.get(place.name, 0) + 1
        return {
            "number": f"{number}/TB-UBND",
            "issued_on": show_date(clock.today()),
            "issuer": issuer,
            "subject": self.town.pick("subjects"),
            "urgency": self.rng.choice(list(Urgency)).label,
        }

    def _rows(self, place: Place, count: int) -> list[dict[str, str]]:
        rows = []
        for _ in range(count):
            subs, rooms = [self.town.places[sub].code for sub in place.subs], ["VP", "KT", "VHXH"]
            lead = self.rng.choice(subs) if subs and self.town.chance(0.8) else self.rng.choice(rooms)
            others = [code for code in [*subs, *rooms] if code != lead]
            helpers = self.rng.sample(others, min(len(others), self.rng.choice((0, 0, 1, 2))))
            due_on = "" if self.town.chance(0.15) else self._due()
            row = self._row(place) | {"lead_unit": lead, "cooperating_units": "; ".join(helpers), "due_on": due_on}
            leader = self._leader()
            rows.append(row | ({"supervising_leader": leader} if leader else {}))
        return rows

    def _row(self, place: Place) -> dict[str, str]:
        row = {"content": self.town.pick("orders", place=self.town.pick("places"))}
        row["content"] += f" (việc thứ {self.rng.randint(1, 9999)} theo phân công)"
        if self.town.chance(0.5):
            row["deliverable_wanted"] = self.town.pick("wanted")
        return row | ({"needs_confirmation": "x"} if self.town.chance(0.5) else {})

    def _leader(self) -> str:
        found = Official.select().where(Official.position == "Chủ tịch").order_by(Official.id).first()
        return str(found.name) if found is not None and self.town.chance(0.5) else ""

    def _due(self) -> str:
        return show_date(clock.today() + timedelta(days=self.rng.randint(5, 70)))

    def amend(self) -> None:
        """Put the words of a document of ours right."""
        own = Unit.get(Unit.relation == UnitRelation.OWN)
        found = Document.select().where(Document.def_owner == own.office_uid, Document.deleted_at.is_null())
        papers = list(found.order_by(Document.id))
        if papers:
            documents.save({"subject": self.town.pick("subjects")}, self.rng.choice(papers))

    def meet(self) -> None:
        """Enter a meeting that was held today."""
        kind = self.rng.choice(list(MeetingKind)).label
        title, day = self.town.pick("meetings"), show_date(clock.today())
        meetings.save({"kind": kind, "held_on": day, "title": title})

    def mark_day(self) -> None:
        """Write, change or take out a day of the calendar."""
        ours = [day for day in WorkCalendarDay.select().order_by(WorkCalendarDay.id) if calendar.is_ours(day)]
        live = [day for day in ours if day.deleted_at is None]
        what = self.rng.random()
        if live and what < 0.3:
            calendar.save({"name": self.town.pick("holidays")}, self.rng.choice(live))
        elif live and what < 0.45:
            calendar.delete(self.rng.choice(live))
        else:
            day = _some_day(self.rng)
            texts = {"day": show_date(day), "kind": DayKind.HOLIDAY.label, "name": self.town.pick("holidays")}
            calendar.save(texts | {"source": self.town.pick("sources")})


def _some_day(rng: Random) -> date:
    return clock.today() + timedelta(days=rng.randint(-30, 90))
