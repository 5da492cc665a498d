"""Working figures out of the book of tasks, and storing them beside the typed ones.

They are stored, as figures of ours, when a month is saved or closed, and only then: grid, board, paper and package all
read the stored row, so they cannot disagree, and a month that was closed keeps what was reported of it, however late
somebody still types a task into the book. While a month is open the grid shows what the book says by now.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from db.models import Indicator, Unit
from db.words import ComputedFrom, Every, PeriodScheme, Timeliness, UnitRelation
from desktop_app import clock
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.service import Entry, Kept
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import standing
from desktop_app.rules import figures as rules
from desktop_app.rules.dates import FIRST_YEAR
from desktop_app.rules.periods import read_period

COUNTED_HERE = (UnitRelation.OWN, UnitRelation.PART)  # a unit below counts in its own book


def is_computed(indicator: Indicator, unit: Unit) -> bool:
    """Whether the program works this one out for a unit: of our office and its parts, from our book of tasks."""
    return indicator.computed == ComputedFrom.TASKS and unit.relation in COUNTED_HERE


def worked_out(year: int, unit: Unit, months: Sequence[int]) -> dict[int, tuple[int, int]]:
    """What the book of tasks says by each month: {month: (completed in time, fallen due)}.

    The tasks set from above (their document was issued by an office above) that fell due from 1 January to the day of
    the figures: the month's last day, or today while the month runs. Due by the due date of that day, extensions and
    suspensions counted; not counted are tasks without a due date, cancelled, declined, copies, and categories of
    documents outside the statistics. Completed in time are those completed by their due date on that day, confirmed
    where they need it (the class "hoàn thành đúng hạn" of the report of results, DOMAIN.md 2.2). The sum runs from the
    year's start, since the figures of a ratio are states of the year, not parts of it. Of a part of the office: the
    tasks it leads. A month that has not begun is left out, and one before the first order in the book: nobody knows
    what there was.
    """
    ends = {month: read_period(f"{year}-{month:02d}", PeriodScheme.CALENDAR).end for month in months}
    begun = tasks.kept_since() or date.max
    known = {month: end for month, end in ends.items() if end >= begun and end.replace(day=1) <= clock.today()}
    days = {month: min(end, clock.today()) for month, end in known.items()}
    if not days:
        return {}
    where = {"counted": True, "from_above": True, "assigned_between": (date(FIRST_YEAR, 1, 1), max(days.values()))}
    whole = unit.relation == UnitRelation.OWN
    rows = [row for row in tasks.find(where).iterate() if whole or row.lead_unit_id == unit.id]
    return {month: _counted(rows, date(year, 1, 1), day) for month, day in days.items()}


def _counted(rows: Sequence[Any], first: date, day: date) -> tuple[int, int]:
    known = [standing(row, day) for row in rows if row.assigned_on <= day]
    due = [one for one in known if one.timeliness is not None and one.due_on is not None and first <= one.due_on <= day]
    return sum(one.timeliness == Timeliness.DONE_IN_TIME for one in due), len(due)


def entries(year: int, unit: Unit, months: Sequence[int]) -> list[Entry]:
    """The computed figures of some months of a year; "không phát sinh" when nothing fell due."""
    wanted = [one for one in indicators.in_year(year) if is_computed(one, unit)]
    counted = worked_out(year, unit, months) if wanted else {}
    found = []
    for indicator in wanted:
        for month, (done, due) in counted.items():
            if (code := rules.key(Every(indicator.every), year, month)) is not None:
                told = {"numerator": str(done), "denominator": str(due)} if due else {"nothing": True}
                found.append(Entry(indicator, unit, code, **told))
    return found


def bring_up(year: int, unit: Unit, months: Sequence[int]) -> Kept:
    """Store what the book says for the months that are open."""
    return figures.keep(
        [one for one in entries(year, unit, months) if not periods.is_closed(one.period)], computed=True
    )
