"""The readings once more, from the stored rows alone: plain SQL and fractions, none of the program's rules.

What is reckoned here is said in DOMAIN.md (sections 7 F9 and 8) and in the public words of the rooms that read figures.
"""

import calendar
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

TIMES = {"ratio": 100, "per_mille": 1000, "per_head": 1}
ENDS = {"month": tuple(range(1, 13)), "quarter": (3, 6, 9, 12), "year": (12,)}
SHARES = ("ratio", "per_mille", "flag")
ASSIGNERS = ("upper", "council", "party", "own")


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Rounded as an office rounds: a half goes away from zero."""
    steps = int(abs(number) * 10**decimals + Fraction(1, 2))
    return Fraction(steps if number >= 0 else -steps, 10**decimals)


def written(number: Fraction, decimals: int) -> str:
    """A number with a comma before its decimals and dots between thousands."""
    steps = int(abs(half_up(number, decimals)) * 10**decimals)
    whole, rest = divmod(steps, 10**decimals)
    return f"{whole:,}".replace(",", ".") + (f",{rest:0{decimals}d}" if decimals else "")


def said(direction: str, decimals: int, value: Fraction | None, plan: Fraction) -> str:
    """The verdict of a year that is over."""
    if value is None:
        return "no_figure"
    here, there = half_up(value, decimals), half_up(plan, decimals)
    if direction == "even":
        kept = here == there if plan == 0 else half_up(value * 100 / plan, 0) == 100
        return "met" if kept else "missed"
    if here == there:
        return "met"
    return "exceeded" if (here > there) == (direction == "up") else "missed"


@dataclass(frozen=True)
class Row:
    """A stored figure."""

    nothing: bool
    value: Fraction | None
    top: Fraction | None
    base: Fraction | None
    estimated: bool


@dataclass(frozen=True)
class Sum:
    """What some rows come to."""

    value: Fraction | None = None
    top: Fraction | None = None
    base: Fraction | None = None
    reported: int = 0
    expected: int = 0
    current: bool = False
    estimated: bool = False


@dataclass(frozen=True)
class Indicator:
    """A stored indicator."""

    id: int
    code: str
    name: str
    direction: str
    kind: str
    decimals: int
    every: str


@dataclass
class Recounted:
    """What a reading of one indicator must say."""

    so_far: Sum
    month: Fraction | None
    last_year: Fraction | None
    same: Fraction | None
    of_same: Fraction | None
    moved: str
    forecast: Fraction | None
    plans: dict[str, tuple[Fraction, Fraction | None, str, str]] = field(default_factory=dict)
    points: list[tuple[str, Fraction | None, Fraction | None, dict[str, Fraction]]] = field(default_factory=list)


@dataclass(frozen=True)
class _Year:
    so_far: Sum
    within: Sum
    last_year: Fraction | None
    last_parts: Sum
    same: Fraction | None
    same_parts: Sum
    comparable: bool
    forecast: Fraction | None


class Ledger:
    """The rows of an office's file, and everything they come to."""

    def __init__(self, file: Path) -> None:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            ask = connection.execute
            [(self.office,)] = ask("SELECT uid FROM office").fetchall()
            self.years = {
                row[0]: (row[1] or 0, row[2] or 9999) for row in ask("SELECT id, first_year, last_year FROM indicator")
            }
            self.indicators = [
                Indicator(*row)
                for row in ask(
                    "SELECT id, code, name, direction, aggregation, decimals, every FROM indicator "
                    "WHERE deleted_at IS NULL ORDER BY place, code"
                )
            ]
            self.units = {
                row[0]: row[1:]
                for row in ask("SELECT id, relation, valid_from, valid_to FROM unit WHERE deleted_at IS NULL")
            }
            self.figures = ask(
                "SELECT indicator_id, unit_id, period, state, value, numerator, denominator, estimated, def_owner "
                "FROM figure WHERE deleted_at IS NULL ORDER BY id"
            ).fetchall()
            self.targets = ask(
                "SELECT indicator_id, unit_id, year, assigner, value, decided_on, def_owner FROM target "
                "WHERE deleted_at IS NULL ORDER BY decided_on, id"
            ).fetchall()
        self.rows: dict[tuple[int, int, str], Row] = {}
        for foreign in (False, True):  # what a unit's own office sent counts over what we typed for it
            for indicator, unit, period, state, *parts, estimated, owner in self.figures:
                if (owner != self.office) == foreign:
                    numbers = [None if part is None else Fraction(part) for part in parts]
                    self.rows[(indicator, unit, period)] = Row(state == "nothing", *numbers, bool(estimated))

    # --- Rows into sums ---

    def in_year(self, year: int) -> list[Indicator]:
        return [one for one in self.indicators if self.years[one.id][0] <= year <= self.years[one.id][1]]

    def row(self, one: Indicator, unit: int, year: int, end: int) -> Row | None:
        names = {"month": f"{year}-{end:02d}", "quarter": f"{year}-Q{end // 3}", "year": f"{year}"}
        return self.rows.get((one.id, unit, names[one.every]))

    def worth(self, one: Indicator, row: Row) -> Fraction | None:
        if one.kind not in TIMES:
            return Fraction(0) if row.nothing else row.value
        if row.nothing or row.top is None or not row.base:
            return None
        return row.top * TIMES[one.kind] / row.base

    def added(self, one: Indicator, rows: Sequence[Row | None]) -> Sum:
        told = [row for row in rows if row is not None]
        heard = {"reported": len(told), "expected": len(rows), "current": bool(rows) and rows[-1] is not None}
        if one.kind == "sum":
            total = sum((self.worth(one, row) or Fraction(0) for row in told), Fraction(0))
            return Sum(total if told else None, **heard, estimated=any(row.estimated for row in told))
        for row in reversed(told):
            if (value := self.worth(one, row)) is not None:
                return Sum(value, row.top, row.base, **heard, estimated=row.estimated)
        return Sum(**heard)

    def reached(self, one: Indicator, unit: int, year: int, last: int) -> Sum:
        rows = [self.row(one, unit, year, end) for end in ENDS[one.every] if end <= last]
        whole = self.rows.get((one.id, unit, str(year)))
        if last == 12 and whole is not None and any(row is None for row in rows):
            rows = [whole]
        return self.added(one, rows)

    def over_units(self, one: Indicator, sums: Sequence[Sum]) -> Sum:
        told = [each for each in sums if each.value is not None]
        heard = {
            "reported": sum(1 for each in sums if each.current),
            "expected": len(sums),
            "current": all(each.current for each in sums),
        }
        if not told:
            return Sum(**{**heard, "current": False})
        heard["estimated"] = any(each.estimated for each in told)
        if one.kind in TIMES:
            top, base = sum(each.top for each in told), sum(each.base for each in told)
            return Sum(top * TIMES[one.kind] / base if base else None, top, base, **heard)
        total = sum((each.value for each in told), Fraction(0))
        return Sum(total * 100 / len(told) if one.kind == "flag" else total, **heard)

    # --- Plans ---

    def in_force(self, one: Indicator, unit: int, year: int, day: str) -> dict[str, Fraction]:
        """By who set it as seen here, the version decided last; from above counts over what was typed."""
        found: dict[str, Fraction] = {}
        for foreign in (False, True):
            for indicator, who_for, of_year, assigner, value, decided_on, owner in self.targets:
                above = owner != self.office
                if (indicator, who_for, of_year) == (one.id, unit, year) and decided_on <= day and above == foreign:
                    found["upper" if above else assigner] = Fraction(value)
        return found

    def plans_of(
        self, one: Indicator, units: Sequence[int], own: int | None, year: int, day: str
    ) -> dict[str, Fraction]:
        """Over several units: the office's own plans, else what every one of them was set."""
        if own is not None and (found := self.in_force(one, own, year, day)):
            return found
        each = [self.in_force(one, unit, year, day) for unit in units]
        made = {}
        for assigner in ASSIGNERS:
            values = [plans[assigner] for plans in each if assigner in plans]
            if not values or len(values) < len(units):
                continue
            if one.kind == "flag":
                made[assigner] = sum(values, Fraction(0)) * 100 / len(values)
            elif one.kind not in TIMES:
                made[assigner] = sum(values, Fraction(0))
            elif min(values) == max(values):
                made[assigner] = values[0]
        return made

    # --- Verdicts ---

    def moved(self, one: Indicator, value: Fraction | None, before: Fraction | None) -> str:
        if value is None or before is None:
            return ""
        points = half_up(value, one.decimals) - half_up(before, one.decimals)
        if points == 0:
            return "không đổi"
        sign = "‰" if one.kind == "per_mille" else "%"
        return f"{'tăng' if points > 0 else 'giảm'} {written(points, one.decimals)} điểm {sign}"

    # --- Readings ---

    def _year(self, one: Indicator, unit: int, year: int, first: int, last: int) -> _Year:
        so_far = self.reached(one, unit, year, last)
        ends = [end for end in ENDS[one.every] if first <= end <= last]
        within = self.added(one, [self.row(one, unit, year, end) for end in ends])
        if (first, last) == (1, 12) and not within.reported:
            within = so_far
        before = {month: self.reached(one, unit, year - 1, month) for month in (last, 12)}
        for month, each in before.items():
            if one.kind == "sum" and each.reported < each.expected:
                before[month] = Sum()
        same, last_year = before[last], before[12]
        comparable = one.kind != "sum" or so_far.reported == so_far.expected
        coming = self._coming(one, so_far, last, same.value, last_year.value)
        return _Year(so_far, within, last_year.value, last_year, same.value, same, comparable, coming)

    def _coming(
        self, one: Indicator, so_far: Sum, last: int, same: Fraction | None, year_before: Fraction | None
    ) -> Fraction | None:
        """Goes on at the pace of a year before that is whole, or evenly; a state stays."""
        if so_far.value is None or one.kind != "sum" or last == 12:
            return so_far.value
        done, whole = sum(end <= last for end in ENDS[one.every]), len(ENDS[one.every])
        if done == whole:
            return so_far.value
        if same is not None and same > 0 and year_before and so_far.reported == so_far.expected:
            return half_up(so_far.value * year_before / same, one.decimals)
        return half_up(so_far.value * whole / so_far.reported, one.decimals)

    def read(self, year: int, first: int, last: int, unit: int, as_at: str = "") -> dict[str, Recounted]:
        """Every indicator of one unit, by code; targets as at the period's last day or another."""
        found, day = {}, as_at or _end(year, last)
        for one in self.in_year(year):
            line = self._year(one, unit, year, first, last)
            result = self._recounted(one, line, line.comparable)
            if one.kind == "flag":  # reached or not: no points between the two
                result.moved = ""
            plans = self.in_force(one, unit, year, day)
            result.plans = self._verdicts(one, line.so_far, line.forecast, plans, last)
            for end in ENDS[one.every]:
                rows = [self.row(one, unit, year, each) for each in ENDS[one.every] if each <= end]
                there = end <= last and rows[-1] is not None
                plan = self.in_force(one, unit, year, min(_end(year, end), day))
                actual, so_far = self.added(one, rows[-1:]).value, self.added(one, rows).value
                result.points.append((_key(one, year, end), *((actual, so_far) if there else (None, None)), plan))
            found[one.code] = result
        return found

    def over(self, year: int, first: int, last: int, units: Sequence[int] | None = None) -> dict[str, Recounted]:
        """Every indicator over some units, or over those below that existed in the period, by code."""
        own = None
        if units is None:
            [own] = [unit for unit, (relation, _, _) in self.units.items() if relation == "own"]
            units = self.below(year, first, last)
        return {one.code: self._over(one, year, first, last, units, own) for one in self.in_year(year)}

    def below(self, year: int, first: int, last: int) -> list[int]:
        begin, end = f"{year}-{first:02d}-01", _end(year, last)
        return [
            unit
            for unit, (relation, since, until) in self.units.items()
            if relation == "sub" and (since or "") <= end and (until or "9999") >= begin
        ]

    def _over(
        self, one: Indicator, year: int, first: int, last: int, units: Sequence[int], own: int | None
    ) -> Recounted:
        lines = [self._year(one, unit, year, first, last) for unit in units]
        here = [line for line in lines if line.so_far.value is not None]
        due = any(end <= last for end in ENDS[one.every])
        coming = [line.forecast for line in lines if line.forecast is not None]
        so_far = self.over_units(one, [line.so_far for line in lines]) if due else Sum()
        forecast = so_far.value if one.kind != "sum" else sum(coming, Fraction(0)) if coming else None
        line = _Year(
            so_far,
            self.over_units(one, [line.within for line in lines]),
            self._all(one, [line.last_parts for line in lines]),
            Sum(),
            self._all(one, [line.same_parts for line in here]),
            Sum(),
            comparable=all(line.comparable for line in here),
            forecast=forecast,
        )
        result = self._recounted(one, line, line.comparable)
        plans = self.plans_of(one, units, own, year, _end(year, last))
        result.plans = self._verdicts(one, so_far, forecast, plans, last)
        for end in ENDS[one.every]:
            plan = self.plans_of(one, units, own, year, _end(year, min(end, last)))
            alone = [self.row(one, unit, year, end) for unit in units]
            actual = before = None
            if end <= last and any(row is not None for row in alone):
                actual = self.over_units(one, [self.added(one, [row]) for row in alone]).value
                ends = [each for each in ENDS[one.every] if each <= end]
                sums = [self.added(one, [self.row(one, unit, year, each) for each in ends]) for unit in units]
                before = self.over_units(one, sums).value
            result.points.append((_key(one, year, end), actual, before, plan))
        return result

    def _all(self, one: Indicator, years: Sequence[Sum]) -> Fraction | None:
        """The year before of several units: none unless each of them has it."""
        if not years or any(year.value is None for year in years):
            return None
        return self.over_units(one, years).value

    def _recounted(self, one: Indicator, line: _Year, comparable: bool) -> Recounted:
        value, same, of_same, moved = line.so_far.value, line.same, None, ""
        if comparable and one.kind in SHARES:
            moved = self.moved(one, value, same)
        elif comparable and value is not None and same:
            of_same = half_up(value * 100 / same, 1)
        return Recounted(line.so_far, line.within.value, line.last_year, same, of_same, moved, line.forecast)

    def _verdicts(
        self, one: Indicator, so_far: Sum, coming: Fraction | None, plans: dict[str, Fraction], last: int
    ) -> dict[str, tuple[Fraction, Fraction | None, str, str]]:
        """By who set it: the plan, the percentage where it says something, the verdict, and the one foreseen."""
        found = {}
        for assigner, plan in plans.items():
            speaks = one.kind not in SHARES and one.direction != "down" and so_far.value is not None and plan != 0
            percent = half_up(so_far.value * 100 / plan, 1) if speaks else None
            verdict = said(one.direction, one.decimals, so_far.value, plan) if last == 12 else "under_way"
            foreseen = said(one.direction, one.decimals, coming, plan)
            found[assigner] = (plan, percent, verdict, foreseen)
        return found


def summary(readings: Iterable[tuple[str, Recounted]], assigner: str) -> tuple[int, int, set[str], set[str], set[str]]:
    """How many of one assigner's targets were completed, of how many, and which exceeded, met and missed theirs."""
    verdicts = {code: each.plans[assigner][2] for code, each in readings if assigner in each.plans}
    sets = [{code for code, verdict in verdicts.items() if verdict == word} for word in ("exceeded", "met", "missed")]
    return len(sets[0]) + len(sets[1]), len(verdicts), *sets


def _end(year: int, month: int) -> str:
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _key(one: Indicator, year: int, end: int) -> str:
    return {"month": f"{year}-{end:02d}", "quarter": f"{year}-Q{end // 3}", "year": f"{year}"}[one.every]
