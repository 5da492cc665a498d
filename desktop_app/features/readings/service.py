"""Every reading of the figures: board, paper and charts take theirs from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from db.models import Indicator, Unit
from db.words import Aggregation, Assigner, Every, Outcome
from desktop_app.features.indicators import service as indicators
from desktop_app.features.reading_rows.service import WHOLE_YEAR, Found, Given, month_end
from desktop_app.features.readings.columns import (
    ESTIMATED,
    GAPS,
    NO_BASE,
    NO_FIGURE,
    NO_YEAR_BEFORE,
    NOT_DUE,
    NOT_REPORTED,
    NOTHING,
    Plan,
    Point,
    Reading,
    Summary,
    against,
    compares_by_percent,
    names,
    text,
)
from desktop_app.features.units import service as units_
from desktop_app.rules import figures as periods
from desktop_app.rules import targets as rules
from desktop_app.rules.periods import Period
from desktop_app.rules.targets import Forecast, Measure, Reached

__all__ = ["WHOLE_YEAR", "Plan", "Point", "Reading", "Summary", "consolidated", "read", "summary"]


def read(period: Period, unit: Unit, as_at: date | None = None) -> list[Reading]:
    """Every indicator in use, read for a unit: targets as at the period's last day, or ``as_at``."""
    found = Found(period, [unit], [unit], as_at or period.end)
    return [_one(found, one, unit) for one in found.indicators]


def consolidated(period: Period, units: Sequence[Unit] | None = None, as_at: date | None = None) -> list[Reading]:
    """Every indicator in use, read over the units below that existed in the period, or over the given ones.

    The plan is what was set for the office itself; of given units, or where nothing was, what was set for each of them:
    added up, of shares the one value that all have.
    """
    members = list(units) if units is not None else units_.reporting(period)
    own = [units_.own()] if units is None else []
    found = Found(period, members, [*members, *own], as_at or period.end)
    return [_several(found, one, own[0] if own else None) for one in found.indicators]


def summary(readings: Iterable[Reading], assigner: Assigner, *, foreseen: bool = False) -> Summary:
    """How many of one assigner's targets were reached, and which; ``foreseen``: by forecast."""
    readings = list(readings)
    exceeded, met, missed = (
        names(readings, assigner, outcome, foreseen=foreseen)
        for outcome in (Outcome.EXCEEDED, Outcome.MET, Outcome.MISSED)
    )
    judged = sum(one.plan(assigner) is not None for one in readings)
    return Summary(len(exceeded) + len(met), judged, exceeded, met, missed)


# --- Lines ---


@dataclass(frozen=True)
class _Line:
    """One indicator of one unit, or of several, in both years."""

    so_far: Reached
    within: Reached
    nothing: bool  # whether the period brought "không phát sinh" and no more
    last_year: Reached
    same_period: Reached
    comparable: bool
    forecast: Forecast


def _line(found: Found, one: Indicator, unit: Unit) -> _Line:
    period, measure, every = found.period, indicators.measure_of(one), Every(one.every)
    last = found.last_month(one)
    so_far = _year(found, one, unit, period.year, last)
    last_year = _complete(measure, _year(found, one, unit, period.year - 1, WHOLE_YEAR))
    same = _complete(measure, _year(found, one, unit, period.year - 1, last))
    inside = [found.reported(one, unit, key) for key in periods.keys(every, period.year, last, period.first_month)]
    within = rules.reach(measure, inside)
    if not within.reported and (period.first_month, last) == (1, WHOLE_YEAR):
        within = so_far  # the whole year given in one figure
    whole = len(periods.keys(every, period.year, WHOLE_YEAR))
    done = len(periods.keys(every, period.year, last))
    coming = rules.forecast(measure, so_far, done, whole, same.value, last_year.value)
    told = [point for point in inside if point is not None]
    nothing = bool(told) and all(point.nothing for point in told)
    comparable = measure.aggregation != Aggregation.SUM or so_far.reported == so_far.expected
    return _Line(so_far, within, nothing, last_year, same, comparable, coming)


def _year(found: Found, one: Indicator, unit: Unit, year: int, last_month: int) -> Reached:
    """What a year brought up to a month; a figure of the whole year stands in where periods of it are lacking."""
    measure, every = indicators.measure_of(one), Every(one.every)
    points = [found.reported(one, unit, key) for key in periods.keys(every, year, last_month)]
    if last_month == WHOLE_YEAR and None in points:
        whole = found.reported(one, unit, str(year))
        if whole is not None:
            return rules.reach(measure, [whole])
    return rules.reach(measure, points)


def _complete(measure: Measure, year: Reached) -> Reached:
    """What can be compared with: what adds up only counts without gaps."""
    gaps = measure.aggregation == Aggregation.SUM and year.reported < year.expected
    return Reached() if gaps else year


# --- One unit ---


def _one(found: Found, one: Indicator, unit: Unit) -> Reading:
    line = _line(found, one, unit)
    plans = [_plan(found, one, line, given, several=False) for given in found.plans(one, unit)]
    return _reading(found, one, line, plans, _points(found, one, [unit], unit))


def _reading(
    found: Found,
    one: Indicator,
    line: _Line,
    plans: Sequence[Plan],
    points: Sequence[Point],
    lacking: Sequence[str] = (),
    *,
    several: bool = False,
) -> Reading:
    measure = indicators.measure_of(one)
    flag = measure.aggregation == Aggregation.FLAG
    value, same = line.so_far.value, line.same_period.value
    of_same = rules.percent_of(value, same) if line.comparable and not measure.is_share else None
    plain = flag and not several  # reached or not: no points between the two
    moved = rules.points_words(measure, value, same) if line.comparable and measure.is_share and not plain else ""
    return Reading(
        indicator_id=one.id,
        code=one.code,
        name=one.name,
        theme=one.theme,
        measure_word="%" if several and flag else one.measure,
        measure=measure,
        plans=tuple(plans),
        last_year=line.last_year.value,
        month=line.within.value,
        month_said=_within_said(measure, line, several=several),
        so_far=line.so_far,
        same_period=same,
        of_same=of_same,
        moved=moved,
        same_said=_why_not(line) if of_same is None and not moved and not (plain and same is not None) else "",
        forecast=line.forecast,
        periods=tuple(points),
        errata=found.errata(one),
        lacking=tuple(lacking),
        several=several,
    )


def _within_said(measure: Measure, line: _Line, *, several: bool) -> str:
    """What the period brought, in words."""
    within = line.within
    if not within.expected:
        return NOT_DUE
    if line.nothing:
        return NOTHING
    if within.value is None:
        return NOT_REPORTED
    gaps = measure.aggregation == Aggregation.SUM and within.reported < within.expected and not several
    return (
        text(measure, within.value, several=several)
        + (ESTIMATED if within.estimated else "")
        + (f" ({within.reported}/{within.expected} kỳ)" if gaps else "")
    )


def _why_not(line: _Line) -> str:
    """Why there is no comparison with the year before; nothing to say where this year has no figure either."""
    if line.so_far.value is None:
        return ""
    if line.same_period.value is None:
        return NO_YEAR_BEFORE
    return NO_BASE if line.comparable else GAPS


# --- Plans ---


def _plan(found: Found, one: Indicator, line: _Line, given: Given, *, several: bool) -> Plan:
    """One target held against what was reached and what is to be expected."""
    measure, so_far, coming = indicators.measure_of(one), line.so_far, line.forecast
    by_percent = compares_by_percent(measure)
    percent = rules.percent_of(so_far.value, given.value) if by_percent else None
    said = "" if percent is not None else against(measure, so_far.value, given.value, several=several)
    foreseen = rules.outcome(measure, coming.value, given.value, year_over=True)
    return Plan(
        given.assigner,
        given.value,
        given.decided_on,
        given.paper,
        percent,
        said,
        rules.outcome(measure, so_far.value, given.value, year_over=found.year_over(one)),
        foreseen,
        foreseen == Outcome.MISSED,
        given.target_id,
    )


def _together(found: Found, one: Indicator, own: Unit | None, on: date | None = None) -> list[Given]:
    """The plans over several units: the office's own, else what was set for every one of them."""
    if own is not None and (set_for_own := found.plans(one, own, on)):
        return set_for_own
    by_assigner: dict[Assigner, list[Given]] = {}
    for unit in found.units:
        for target in found.plans(one, unit, on):
            by_assigner.setdefault(target.assigner, []).append(target)
    measure = indicators.measure_of(one)
    made = []
    for assigner, parts in by_assigner.items():
        value = _one_plan(measure, [part.value for part in parts])
        if value is not None and len(parts) == len(found.units):
            made.append(Given(assigner, value, max(part.decided_on for part in parts), "", None))
    return made


def _one_plan(measure: Measure, values: Sequence[Decimal]) -> Decimal | None:
    if measure.aggregation == Aggregation.FLAG:
        return rules.ratio(Aggregation.RATIO, sum(values, Decimal(0)), Decimal(len(values)))
    if measure.is_ratio:
        return values[0] if len(set(values)) == 1 else None
    return sum(values, Decimal(0))


# --- Several units ---


def _several(found: Found, one: Indicator, own: Unit | None) -> Reading:
    measure = indicators.measure_of(one)
    lines = {unit.name: _line(found, one, unit) for unit in found.units}
    line = _sum(measure, list(lines.values()))
    plans = [_plan(found, one, line, given, several=True) for given in _together(found, one, own)]
    lacking = [name for name, each in lines.items() if each.so_far.expected and not each.so_far.current]
    return _reading(found, one, line, plans, _points(found, one, found.units, own), lacking, several=True)


def _sum(measure: Measure, lines: Sequence[_Line]) -> _Line:
    """What several units come to; the year before is that of the units that have reported now, so that both compare."""
    here = [line for line in lines if line.so_far.value is not None]
    due = any(line.so_far.expected for line in lines)
    due_within = any(line.within.expected for line in lines)
    so_far = rules.together(measure, [line.so_far for line in lines]) if due else Reached()
    return _Line(
        so_far,
        rules.together(measure, [line.within for line in lines]) if due_within else Reached(),
        any(line.nothing for line in lines) and all(line.nothing or not line.within.reported for line in lines),
        _all_of(measure, [line.last_year for line in lines]),
        _all_of(measure, [line.same_period for line in here]),
        all(line.comparable for line in here),
        _forecast(measure, so_far, lines),
    )


def _all_of(measure: Measure, years: Sequence[Reached]) -> Reached:
    """The year before of several units: none unless each of them has it."""
    return rules.together(measure, years) if all(year.value is not None for year in years) else Reached()


def _forecast(measure: Measure, so_far: Reached, lines: Sequence[_Line]) -> Forecast:
    """What adds up: the units' own forecasts added up, of those that have any figure; what stays: as it is."""
    if measure.aggregation != Aggregation.SUM:
        return rules.forecast(measure, so_far, 0, 1)
    each = [line.forecast.value for line in lines if line.forecast.value is not None]
    if not each:
        return Forecast(None, NO_FIGURE)
    return Forecast(sum(each, Decimal(0)), f"cộng dự báo của {len(each)}/{len(lines)} đơn vị")


# --- The months of the chart ---


def _points(found: Found, one: Indicator, members: Sequence[Unit], own: Unit | None) -> list[Point]:
    """The periods of the year: those after the period read have plans only."""
    measure, year, last = indicators.measure_of(one), found.period.year, found.last_month(one)
    keys = periods.keys(Every(one.every), year, WHOLE_YEAR)
    units = {unit.id: [found.reported(one, unit, key) for key in keys] for unit in members}
    several = own is None or members != [own]
    made = []
    for place, key in enumerate(keys):
        end = month_end(year, periods.last_month(key))
        day = min(end, found.as_at)
        given = _together(found, one, own, day) if several else found.plans(one, members[0], day)
        plans = tuple((each.assigner, each.value) for each in given)
        now = [points[place] for points in units.values()]
        if periods.last_month(key) > last or not any(now):
            made.append(Point(key, None, None, plans))
            continue
        actual = rules.together(measure, [rules.reach(measure, [point]) for point in now])
        so_far = rules.together(measure, [rules.reach(measure, points[: place + 1]) for points in units.values()])
        if not several:
            actual, so_far = rules.reach(measure, now), rules.reach(measure, units[members[0].id][: place + 1])
        made.append(Point(key, actual.value, so_far.value, plans))
    return made
