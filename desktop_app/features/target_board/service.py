"""What the board shows: of whom, for when, all indicators counted, and what stands behind one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.connection import database, reading
from db.models import Indicator, Unit
from db.words import Assigner, PeriodScheme, UnitRelation
from desktop_app import clock
from desktop_app.features.figures import service as figures
from desktop_app.features.readings import service as readings
from desktop_app.features.readings.columns import Reading
from desktop_app.features.targets import service as targets
from desktop_app.features.units import service as units
from desktop_app.rules.dates import show_date
from desktop_app.rules.figures import key_label, last_month
from desktop_app.rules.periods import Period, read_period

ALL_BELOW = "Tổng hợp cấp dưới"
ORDER = {UnitRelation.OWN: 0, UnitRelation.PART: 1, UnitRelation.SUB: 2}


@dataclass(frozen=True)
class Board:
    """All indicators of a period, of a unit or (None) consolidated."""

    period: Period
    unit: Unit | None
    lines: tuple[Reading, ...]

    @property
    def assigners(self) -> tuple[Assigner, ...]:
        """Who has set any target; without any the office above."""
        there = {plan.assigner for one in self.lines for plan in one.plans}
        return tuple(who for who in Assigner if who in there) or (Assigner.UPPER,)


def of_whom() -> dict[str, Unit | None]:
    """Whom the board may be of, by name: the office, its parts, all below together, each below."""
    query = Unit.select().where(Unit.deleted_at.is_null(), Unit.relation.in_(list(ORDER)))
    there = sorted(query, key=lambda unit: (ORDER[UnitRelation(unit.relation)], unit.code))
    found: dict[str, Unit | None] = {unit.name: unit for unit in there if unit.relation != UnitRelation.SUB}
    below = {unit.name: unit for unit in there if unit.relation == UnitRelation.SUB}
    return {**found, **({ALL_BELOW: None} if below else {}), **below}


def newest_period() -> str:
    """The last month that any figure is of, else the month before today's."""
    today = clock.today()
    sql = "SELECT max(period) FROM figure WHERE deleted_at IS NULL AND period LIKE '____-__' AND period <= ?"
    (found,) = database.execute_sql(sql, (f"{today:%Y-%m}",)).fetchone()
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return str(found or f"{year}-{month:02d}")


def read_code(code: str) -> Period:
    """The period of a code, by whole months; ValueError, in Vietnamese, if it is none."""
    return read_period(code, PeriodScheme.CALENDAR)


def board(period: Period, unit: Unit | None) -> Board:
    """Count all indicators; for a worker too."""
    with reading():
        found = readings.consolidated(period) if unit is None else readings.read(period, unit)
    return Board(period, unit, tuple(found))


def own() -> Unit:
    """The office itself."""
    return units.own()


# --- One indicator ---


def facts(one: Reading, shown: Board) -> list[str]:
    """Its plans with their versions, its forecast and how it is reckoned, its corrections, who has not reported."""
    said = [_plan_words(one, plan.target_id) for plan in one.plans if plan.target_id is not None]
    said += [
        f"{plan.assigner.label}: {one.text(plan.value)}, cộng kế hoạch đã giao cho từng đơn vị"
        for plan in one.plans
        if plan.target_id is None
    ]
    if not one.plans:
        said.append("Chưa giao kế hoạch năm nay.")
    if one.forecast.value is not None:
        said.append(f"Dự báo cả năm: {one.text(one.forecast.value)} ({one.forecast.how})")
    if one.several and one.lacking:
        said.append(f"Đã báo cáo {one.coverage} đơn vị. Chưa báo cáo: {'; '.join(one.lacking)}")
    elif one.so_far.expected and one.so_far.reported < one.so_far.expected:
        said.append(f"Đã báo cáo {one.so_far.reported}/{one.so_far.expected} kỳ")
    return [*said, *_errata(one, shown)]


def _plan_words(one: Reading, target_id: int) -> str:
    """A plan with every version of it, the first one first."""
    target = targets.get(target_id)
    words = []
    for each in targets.versions(target):
        decided = filter(None, (show_date(each.decided_on), targets.paper_of(each)))
        words.append(f"{one.text(each.value)} ({', '.join(decided)})")
    return f"{targets.seen_as(target).label}: {' → '.join(words)}"


def _errata(one: Reading, shown: Board) -> list[str]:
    if not one.errata:
        return []
    indicator = Indicator.get_by_id(one.indicator_id)
    members: Sequence[Unit] = [shown.unit] if shown.unit is not None else units.reporting(shown.period)
    found = figures.of_years([shown.period.year], members, [indicator])
    return [
        f"Đính chính {key_label(row.period).lower()}: {erratum.old} → {erratum.new} "
        f"({show_date(erratum.corrected_on)}; {erratum.reason})"
        for row in sorted(found.values(), key=lambda row: row.period)
        if last_month(row.period) <= shown.period.last_month
        for erratum in figures.errata_of(row)
    ]
