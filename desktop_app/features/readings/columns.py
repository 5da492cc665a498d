"""One indicator as it is read: its plans, what has been reached, and the words for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from db.words import Aggregation, Assigner, Direction, Every, Outcome
from desktop_app.rules.figures import key_every, last_month
from desktop_app.rules.numbers import roman, rounded, show_amount
from desktop_app.rules.plots import Line, Plot
from desktop_app.rules.targets import Forecast, Measure, Reached, points_words

NOT_REPORTED = "chưa báo cáo"
NOTHING = "không phát sinh"
NOT_DUE = "chưa đến kỳ"
NO_YEAR_BEFORE = "chưa có số năm trước"
GAPS = "thiếu kỳ báo cáo"
NO_FIGURE = "chưa có số liệu"
NO_BASE = "số năm trước bằng 0"
ESTIMATED = " (ước)"


@dataclass(frozen=True)
class Plan:
    """A target held against what has been reached.

    ``percent`` of the plan is None where it says nothing: of shares, of what should go down, of a plan of 0; ``said``
    is then the comparison in words. ``outcome`` is judged once the year is over; ``foreseen`` is what the forecast
    would come to, and ``behind`` whether that is MISSED.
    """

    assigner: Assigner
    value: Decimal
    decided_on: date
    paper: str
    percent: Decimal | None
    said: str
    outcome: Outcome
    foreseen: Outcome
    behind: bool
    target_id: int | None = None  # None where it is the sum of what was set for several units


@dataclass(frozen=True)
class Point:
    """One period of the year, for the chart: its own figure, what the year had brought by then, the plans in force."""

    key: str
    actual: Decimal | None
    so_far: Decimal | None
    plans: tuple[tuple[Assigner, Decimal], ...]


@dataclass(frozen=True)
class Reading:
    """An indicator read for a period.

    Attributes:
        month: what the period itself brought (of one month its figure); ``month_said`` the same in words.
        so_far: from the start of the year; of several units ``reported`` of ``expected`` are units, else periods.
        last_year: what the whole year before came to; None unless it is complete.
        same_period: what the year before had brought by then; None unless that is complete.
        of_same: so far in percent of it; None for shares and where one side has gaps.
        moved: of shares, the points between them, in words.
        errata: how many corrections the figures of this year have had.
        lacking: names of the units that have not reported their last period.
        several: whether it is read over several units.
    """

    indicator_id: int
    code: str
    name: str
    theme: str
    measure_word: str
    measure: Measure
    plans: tuple[Plan, ...]
    last_year: Decimal | None
    month: Decimal | None
    month_said: str
    so_far: Reached
    same_period: Decimal | None
    of_same: Decimal | None
    moved: str
    same_said: str
    forecast: Forecast
    periods: tuple[Point, ...] = ()
    errata: int = 0
    lacking: tuple[str, ...] = ()
    several: bool = False

    @property
    def behind(self) -> bool:
        """Whether any of its plans would be missed."""
        return any(plan.behind for plan in self.plans)

    @property
    def coverage(self) -> str:
        """Over several units, how many of them have reported: 12/14."""
        due = self.several and self.so_far.expected
        return f"{self.so_far.reported}/{self.so_far.expected}" if due else ""

    def plan(self, assigner: Assigner) -> Plan | None:
        """What one assigner has set."""
        return next((plan for plan in self.plans if plan.assigner == assigner), None)

    def text(self, value: Decimal | None) -> str:
        """A value of this indicator as people read it."""
        return text(self.measure, value, several=self.several)

    def so_far_said(self) -> str:
        """What has been reached, in words: the number with its estimate, or why there is none."""
        if self.so_far.value is None:
            return NOT_REPORTED if self.so_far.expected else NOT_DUE
        return self.text(self.so_far.value) + (ESTIMATED if self.so_far.estimated else "")


class Summary(NamedTuple):
    """Of one assigner's targets: how many were reached of how many, and the names of those reached and missed.

    Targets without a figure count among ``judged`` and stand in none of the lists.
    """

    done: int
    judged: int
    exceeded: tuple[str, ...]
    met: tuple[str, ...]
    missed: tuple[str, ...]


def text(measure: Measure, value: Decimal | None, *, several: bool = False) -> str:
    """A value as people read it; of a flag of one unit whether it is reached.

    >>> text(Measure(Aggregation.FLAG), Decimal(1)), text(Measure(Aggregation.RATIO, decimals=2), Decimal("95.149"))
    ('Đạt', '95,15')
    """
    if value is None:
        return ""
    if measure.aggregation == Aggregation.FLAG and not several:
        return Outcome.MET.label if value else "Chưa đạt"
    return show_amount(value, measure.decimals)


def against(measure: Measure, value: Decimal | None, target: Decimal, *, several: bool = False) -> str:
    """How a value stands to its plan where a percentage would mislead: in points, or how much over or under it.

    >>> from db.words import Direction
    >>> against(Measure(Aggregation.RATIO, Direction.DOWN, 2), Decimal("0.75"), Decimal("0.80"))
    'giảm 0,05 điểm %'
    >>> against(Measure(Aggregation.SUM, Direction.DOWN), Decimal(7), Decimal(5))
    'cao hơn 2'
    """
    if value is None or (measure.aggregation == Aggregation.FLAG and not several):
        return ""
    off = rounded(value, measure.decimals) - rounded(target, measure.decimals)
    if not off:
        return "bằng kế hoạch"
    if measure.is_share:
        return points_words(measure, value, target)
    return f"{'cao' if off > 0 else 'thấp'} hơn {show_amount(abs(off), measure.decimals)}"


def compares_by_percent(measure: Measure) -> bool:
    """Whether percent of the plan says how well it goes: not of shares, nor of what should fall (DOMAIN.md, F9)."""
    return not measure.is_share and measure.direction != Direction.DOWN


def names(readings: Iterable[Reading], assigner: Assigner, wanted: Outcome, *, foreseen: bool) -> tuple[str, ...]:
    """The names of the indicators with an outcome against one assigner's plan."""
    found = ((one.name, one.plan(assigner)) for one in readings)
    return tuple(name for name, plan in found if plan and (plan.foreseen if foreseen else plan.outcome) == wanted)


def plot(reading: Reading) -> Plot:
    """The year of a reading as a chart shows it: what adds up as bars, a state or a share as a line."""
    upright = reading.measure.aggregation == Aggregation.SUM
    assigners = [who for who in Assigner if any(who in dict(point.plans) for point in reading.periods)]
    lines = [
        Line(f"Kế hoạch: {who.label}", tuple(dict(point.plans).get(who) for point in reading.periods))
        for who in assigners
    ]
    coming = reading.forecast.value if reading.periods and reading.periods[-1].so_far is None else None
    return Plot(
        tuple(_short(point.key) for point in reading.periods),
        f"{'Lũy kế' if upright else 'Thực hiện'} ({reading.measure_word})",
        tuple(point.so_far for point in reading.periods),
        tuple(lines),
        upright,
        reading.measure.decimals,
        coming,
    )


def _short(key: str) -> str:
    """A period under a bar: T3, Quý I, 2026."""
    every, last = key_every(key), last_month(key)
    return {Every.MONTH: f"T{last}", Every.QUARTER: f"Quý {roman(last // 3)}"}.get(every, key)


def summary_words(*, year_over: bool) -> dict[Outcome, str]:
    """What the offices' reports say of indicators with an outcome; by forecast before the year is over."""
    lacking = {Outcome.NO_FIGURE: "chưa có số liệu"}
    if year_over:
        exceeded, met = "hoàn thành vượt mức kế hoạch", "hoàn thành kế hoạch"
        return {Outcome.EXCEEDED: exceeded, Outcome.MET: met, Outcome.MISSED: "không hoàn thành kế hoạch", **lacking}
    exceeded, met = "có khả năng vượt mức kế hoạch", "có khả năng hoàn thành kế hoạch"
    return {Outcome.EXCEEDED: exceeded, Outcome.MET: met, Outcome.MISSED: "có nguy cơ không hoàn thành", **lacking}
