"""Finding lines of the schedule that want the same person or the same place at the same time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.connection import database
from db.models import ScheduleItem
from db.words import ScheduleState
from desktop_app.features.week.columns import SCHEDULE
from desktop_app.records import session
from desktop_app.rules import week as weeks
from desktop_app.rules.week import Week

BOOKED = (
    "SELECT t.id, t.day, t.half, t.starts_at, t.ends_at, t.content, t.place, "
    "t.chair_id, (SELECT o.name FROM official AS o WHERE o.id = t.chair_id) FROM schedule_item AS t "
    "WHERE t.deleted_at IS NULL AND t.def_owner = ? AND t.state = ? AND t.day BETWEEN ? AND ? ORDER BY t.id"
)
ATTENDING = (
    "SELECT l.item_id, o.id, o.name FROM schedule_leader AS l JOIN official AS o ON o.id = l.official_id "
    "JOIN schedule_item AS t ON t.id = l.item_id WHERE t.deleted_at IS NULL AND t.day BETWEEN ? AND ? ORDER BY l.place"
)


@dataclass(frozen=True)
class Booked:
    """A line with the people and the place it takes; ``id`` is 0 while it is being typed."""

    id: int
    day: date
    half: str
    starts_at: str
    ends_at: str
    content: str
    place: str
    people: dict[int, str] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[int, int]:
        """The minutes of the day it takes."""
        return weeks.taken(self.half, self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Clash:
    """Another line at the same time, and who or what both want."""

    other: Booked
    people: tuple[str, ...]
    place: str

    @property
    def short(self) -> str:
        """The same in the few words that a list has room for."""
        return f"Trùng: {', '.join((*self.people, *([self.place] if self.place else [])))}"

    @property
    def words(self) -> str:
        """What is told of it."""
        hours = weeks.show_hours(self.other.starts_at, self.other.ends_at)
        content = self.other.content if len(self.other.content) <= 70 else f"{self.other.content[:69]}…"
        about = f"“{content}”" + (f" ({hours})" if hours else "")
        both = (", ".join(self.people), f"địa điểm {self.place}" if self.place else "")
        return f"Trùng giờ với {about}: {'; '.join(part for part in both if part)}"


def of_week(week: Week) -> dict[int, list[Clash]]:
    """The clashes of each line of a week that has any; lines that were called off take nobody."""
    booked = _booked(week.monday, week.sunday)
    found = {line.id: against(line, booked) for line in booked}
    return {number: clashes for number, clashes in found.items() if clashes}


def of_texts(texts: Mapping[str, str], record: ScheduleItem | None) -> list[Clash]:
    """The clashes of a line that is being typed; nothing while its day cannot be read."""
    values = {c.name: SCHEDULE.empty(c.name) if record is None else c.of(record) for c in SCHEDULE.written}
    values |= SCHEDULE.read(texts)[0]
    if values["day"] is None or values["state"] != ScheduleState.HELD:
        return []
    leaders = [*([values["chair"]] if values["chair"] is not None else []), *values["leaders"]]
    line = Booked(
        0 if record is None else record.id,
        values["day"],
        values["half"],
        values["starts_at"],
        values["ends_at"],
        values["content"] or "",
        values["place"],
        {one.id: str(one.name) for one in leaders},
    )
    return against(line, _booked(line.day, line.day))


def against(line: Booked, others: list[Booked]) -> list[Clash]:
    """What a line wants that others want at the same time."""
    found = []
    for other in others:
        if other.id == line.id or other.day != line.day or not weeks.overlap(line.taken, other.taken):
            continue
        people = tuple(name for number, name in line.people.items() if number in other.people)
        same = weeks.same_place(line.place, other.place)
        if people or same:
            found.append(Clash(other, people, line.place if same else ""))
    return found


def _booked(first: date, last: date) -> list[Booked]:
    days = (first.isoformat(), last.isoformat())
    held: tuple[Any, ...] = (session.current.office_uid, ScheduleState.HELD, *days)
    found: dict[int, Booked] = {}
    for number, day, half, start, end, content, place, chair, name in database.execute_sql(BOOKED, held).fetchall():
        people = {chair: name} if chair is not None else {}
        found[number] = Booked(number, date.fromisoformat(day), half, start, end, content, place, people)
    for item, person, name in database.execute_sql(ATTENDING, days).fetchall():
        if item in found:
            found[item].people[person] = name
    return list(found.values())
