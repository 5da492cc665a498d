"""Figures of two years, targets in force on each day that matters, corrections: read in a handful of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from db.connection import database
from db.models import Indicator, Target, Unit
from db.words import Assigner
from desktop_app import clock
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.targets import service as targets
from desktop_app.rules import figures as periods
from desktop_app.rules.periods import Period
from desktop_app.rules.targets import Reported

WHOLE_YEAR = 12


@dataclass(frozen=True)
class Given:
    """What was set, by whom and when."""

    assigner: Assigner
    value: Decimal
    decided_on: date
    paper: str
    target_id: int | None


class Found:
    """The rows behind the readings of a period, and how to reach into them."""

    def __init__(self, period: Period, members: Sequence[Unit], planned: Sequence[Unit], as_at: date) -> None:
        self.period, self.units = period, list(members)
        self.as_at = as_at
        self.indicators = indicators.in_year(period.year)
        self.cells = figures.of_years((period.year - 1, period.year), members)
        self._ahead = self._read_ahead()
        self._errata = self._read_errata()
        self._plans = self._read_plans(planned)

    def last_month(self, one: Indicator) -> int:
        """The last month read of an indicator: of a period that is not over, the present one, or one reported ahead.

        So a year is not judged in June; nor is it left open once its last figure is there, if only as an estimate.
        """
        period, today = self.period, clock.today()
        if period.year != today.year or period.last_month <= today.month:
            return period.last_month
        return max(today.month, period.first_month, self._ahead.get(one.id, 0))

    def year_over(self, one: Indicator) -> bool:
        """Whether an indicator's year is judged; from December on, when offices report it."""
        return self.last_month(one) == WHOLE_YEAR

    def _read_ahead(self) -> dict[int, int]:
        """By indicator, the last month of the period that anybody has reported."""
        found: dict[int, int] = {}
        for indicator, _, key in self.cells:
            if periods.key_year(key) == self.period.year and periods.last_month(key) <= self.period.last_month:
                found[indicator] = max(found.get(indicator, 0), periods.last_month(key))
        return found

    def reported(self, one: Indicator, unit: Unit, key: str) -> Reported | None:
        """The figure of one cell that counts, as the rules take it."""
        return figures.reported(self.cells.get((one.id, unit.id, key)))

    def errata(self, one: Indicator) -> int:
        """How many corrections the figures of this year have had, up to the period."""
        return self._errata.get(one.id, 0)

    def plans(self, one: Indicator, unit: Unit, on: date | None = None) -> list[Given]:
        """The targets in force on a day (the day of the reading), in the order of the assigners."""
        found = self._plans[self._bucket(on or self.as_at)]
        every = ((assigner, found.get((one.id, unit.id, assigner))) for assigner in Assigner)
        return [
            Given(who, row.value, row.decided_on, row.paper or self._numbers.get(row.__data__["document"], ""), row.id)
            for who, row in every
            if row is not None
        ]

    def _read_errata(self) -> dict[int, int]:
        """By indicator, the corrections of this year's figures that count, up to the period."""
        last = self.period.last_month
        used = {
            row.id: cell[0]
            for cell, row in self.cells.items()
            if row.year == self.period.year and periods.last_month(row.period) <= last
        }
        sql = (
            "SELECT e.figure_id FROM erratum AS e JOIN figure AS f ON f.id = e.figure_id "
            "WHERE e.deleted_at IS NULL AND f.year = ?"
        )
        found: dict[int, int] = {}
        for (figure,) in database.execute_sql(sql, (self.period.year,)).fetchall():
            if figure in used:
                found[used[figure]] = found.get(used[figure], 0) + 1
        return found

    def _read_plans(self, planned: Sequence[Unit]) -> dict[date, Mapping[targets.Key, Target]]:
        """The targets in force, once for every month end on which they differ."""
        sql = (
            "SELECT DISTINCT t.decided_on, t.document_id, d.number FROM target AS t "
            "LEFT JOIN document AS d ON d.id = t.document_id WHERE t.year = ? AND t.deleted_at IS NULL"
        )
        rows = database.execute_sql(sql, (self.period.year,)).fetchall()
        self._numbers = {document: number or "" for _, document, number in rows}
        days = {date.fromisoformat(str(day)) for day, _, _ in rows}
        self._days = sorted(day for day in days if day <= self.as_at)
        ends = {month_end(self.period.year, month) for month in range(1, WHOLE_YEAR + 1)}
        wanted = {self._bucket(day) for day in (*ends, self.as_at)}
        return {day: targets.in_force(self.period.year, units=planned, as_at=day) for day in wanted}

    def _bucket(self, day: date) -> date:
        """The last day before or on ``day`` on which a target was decided."""
        return max((one for one in self._days if one <= day), default=date.min)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // WHOLE_YEAR, month % WHOLE_YEAR + 1, 1) - timedelta(days=1)
