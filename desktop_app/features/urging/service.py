"""Reading what must be urged: late and soon-due tasks as at a day, unit by unit, and what goes to the leaders."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.connection import database
from db.models import UrgingLetter
from desktop_app import clock, records
from desktop_app.features.office import service as office
from desktop_app.features.results.service import in_directory_order
from desktop_app.features.task_classes import service as classes
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import DECISIONS_OF, Decisions
from desktop_app.features.urging.columns import URGINGS
from desktop_app.features.urging_findings.columns import ListedFinding
from desktop_app.records import Rows
from desktop_app.records.kinds import label_sql
from desktop_app.records.session import current
from desktop_app.rules import lateness, urging
from desktop_app.rules.dates import show_date

SOON_DAYS, LADDER = 3, 3  # of an office that has not been founded

# Everything that may be open on a day, and a little more: the rule in Python has the last word.
FINISHED = (
    f"coalesce({classes.REPORTED}, 0) AND t.id NOT IN (SELECT d.task_id FROM task_decision AS d WHERE d.kind = 'redo') "
    f"AND (NOT t.needs_confirmation OR EXISTS ({classes.ANSWER} AND d.kind = 'confirmed'))"
)
HALVES = (
    "SELECT t.id, t.lead_unit_id, t.original_due_on, t.needs_confirmation, t.progress, t.round, t.completed_on, "
    f"({DECISIONS_OF.replace('{t}', 't')}), t.copy <> '' FROM task AS t WHERE t.deleted_at IS NULL"
)
MAYBE_OPEN = f"{HALVES} AND t.copy = '' AND t.progress <> 'declined' AND t.assigned_on <= :d AND NOT ({FINISHED})"
WORDS = (
    f"SELECT t.id, t.code, u.id, u.name, t.content, {label_sql('document', 'x')}, x.issued_on FROM task AS t "
    "JOIN unit AS u ON u.id = t.lead_unit_id LEFT JOIN document AS x ON x.id = t.document_id WHERE t.id IN ({ids})"
)
LAST_NOTES = (
    "SELECT task_id, content FROM progress_note WHERE deleted_at IS NULL AND noted_on <= ? AND task_id IN ({ids}) "
    "ORDER BY noted_on, id"
)


@dataclass(frozen=True)
class Listed:
    """A task as at a day, in the words of a list: ``days_late`` is 0 when it is only due soon.

    ``followed`` is how many tasks of its unit were open on that day; ``code`` is the task's own.
    """

    task: int
    code: str
    unit_id: int
    unit: str
    content: str
    document: str
    due_on: date
    days_late: int
    situation: str
    urged: int
    followed: int

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other line of a letter."""
        return "task", self.task


Line = Listed | ListedFinding  # what a letter lists


@dataclass(frozen=True)
class UnitLine:
    """What one unit is to be urged for."""

    unit_id: int
    name: str
    late: int
    never: int
    beyond: int
    longest: int
    soon: int


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """The letters, the newest first."""
    return records.find(URGINGS, where, text, order)


def get(record_id: int) -> UrgingLetter:
    """One letter by its id."""
    return UrgingLetter.get_by_id(record_id)


def ladder() -> int:
    """How many urgings a late task may have had before it goes to the leaders."""
    settings = office.current()
    return int(settings.urge_ladder) if settings is not None else LADDER


def soon_until(day: date) -> date:
    """The last day of what counts as soon due on ``day``, by the work calendar."""
    settings = office.current()
    return lateness.due_soon_until(
        day, int(settings.soon_days) if settings is not None else SOON_DAYS, *clock.calendar()
    )


def listed(day: date, units: Collection[int] = (), *, soon: bool = False, ours: bool = True) -> list[Listed]:
    """The tasks that are late on ``day``, unit by unit and the longest late first; with ``soon`` those due soon after.

    Args:
        day: today or before; only what was known by then is looked at.
        units: ids of lead units; none means all.
        soon: list what is due soon too, behind what is late.
        ours: only what this office has ordered: what it may urge.
    """
    until = soon_until(day) if soon else day
    late: dict[int, lateness.Halves] = {}
    due_soon: dict[int, lateness.Halves] = {}
    followed: dict[int, int] = {}
    for task_id, unit_id, task in _open(day, ours=ours):
        if units and unit_id not in units:
            continue
        followed[unit_id] = followed.get(unit_id, 0) + 1
        due_on = lateness.due(task, day)
        if due_on is None or due_on > until:
            continue  # most of what is open: neither late nor due soon
        if not urging.why_not(task, day):
            late[task_id] = task
        elif soon and urging.is_soon(task, day, until):
            due_soon[task_id] = task
    return [*_in_words(late, day, followed), *_in_words(due_soon, day, followed)]


def by_unit(found: Iterable[Listed]) -> list[UnitLine]:
    """What each unit is to be urged for, in the order of the directory."""
    of: dict[int, list[Listed]] = {}
    for one in found:
        of.setdefault(one.unit_id, []).append(one)
    most = ladder()
    return [_unit_line(unit_id, of[unit_id], most) for unit_id in in_directory_order(of)]


def for_leaders(found: Iterable[Listed]) -> list[Listed]:
    """Of late tasks those that urging did not help, the most urged first."""
    most = ladder()
    return sorted(
        (one for one in found if one.days_late and one.urged > most), key=lambda one: (-one.urged, one.due_on)
    )


def reminder() -> tuple[int, int, Mapping[str, Any]]:
    """How many tasks are due soon, how many late ones nobody has urged, and the filter that shows both."""
    until = soon_until(clock.today())
    return (
        tasks.find({"due_soon": until}).count(),
        tasks.find({"urged": "never"}).count(),
        {"to_remind": until},
    )


def aside(urged: str) -> int:
    """How many of the tasks to be urged no statistic counts: "late" for all of them, "never" for the unurged."""
    return tasks.find({"urged": urged, "counted": False}).count()


def uncounted(found: Iterable[Listed]) -> int:
    """How many of some tasks no statistic counts, because of the category of their document."""
    known = set(tasks.find({"counted": False}).ids())
    return sum(one.task in known for one in found)


def halves_of(ids: Iterable[int]) -> dict[int, lateness.Halves]:
    """Both halves of some tasks as they are stored now, by id; of those that are in the book."""
    return {task_id: task for task_id, _, task in _read(f"{HALVES} AND t.id IN ({','.join(map(str, ids))})")}


def _open(day: date, *, ours: bool) -> Iterator[tuple[int, int, lateness.Halves]]:
    """Id, lead unit and both halves of every task that was open on ``day``."""
    sql = classes.as_at(MAYBE_OPEN, day)
    found = _read(f"{sql} AND t.def_owner = ?", current.office_uid) if ours else _read(sql)
    return (one for one in found if lateness.standing(one[2], day).timeliness in tasks.OPEN)


def _read(sql: str, *values: str) -> Iterator[tuple[int, int, lateness.Halves]]:
    load = Decisions().load
    for task_id, unit_id, original, confirmed, progress, round_, completed, told, copied in database.execute_sql(
        sql, values
    ):
        yield (
            task_id,
            unit_id,
            lateness.Halves(
                _day(original), bool(confirmed), progress, round_, _day(completed), load(told), bool(copied)
            ),
        )


def _in_words(found: Mapping[int, lateness.Halves], day: date, followed: Mapping[int, int]) -> list[Listed]:
    """The tasks as lines of a list: units as in the directory, within each the longest late first."""
    if not found:
        return []
    ids = ",".join(map(str, found))
    notes = _last_notes(ids, day)
    lines = [
        _line(row, found[row[0]], day, notes.get(row[0], ""), followed[row[2]])
        for row in database.execute_sql(WORDS.replace("{ids}", ids))
    ]
    place = {unit: n for n, unit in enumerate(in_directory_order({line.unit_id: None for line in lines}))}
    return sorted(lines, key=lambda line: (place[line.unit_id], line.due_on, line.task))


def _line(row: tuple[Any, ...], task: lateness.Halves, day: date, note: str, followed: int) -> Listed:
    number, code, unit_id, unit, content, document, issued_on = row
    now = lateness.standing(task, day)
    assert now.due_on is not None  # else it is neither late nor due soon
    return Listed(
        number,
        code,
        unit_id,
        unit,
        content,
        "\n".join(part for part in (document or "", show_date(_day(issued_on))) if part),
        now.due_on,
        now.days_late,
        note or now.state.label,
        urging.urgings(task, day),
        followed,
    )


def _last_notes(ids: str, day: date) -> dict[int, str]:
    """The last note of each task by ``day``."""
    sql = LAST_NOTES.replace("{ids}", ids)
    return dict(database.execute_sql(sql, (day.isoformat(),)).fetchall())


def _unit_line(unit_id: int, lines: Sequence[Listed], most: int) -> UnitLine:
    late = [line for line in lines if line.days_late]
    return UnitLine(
        unit_id,
        lines[0].unit,
        len(late),
        sum(not line.urged for line in late),
        sum(line.urged > most for line in late),
        max((line.days_late for line in late), default=0),
        len(lines) - len(late),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
