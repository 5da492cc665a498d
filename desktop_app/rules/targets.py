"""How figures add up, what they come to against a plan, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from db.words import RATIOS, Aggregation, Direction, Outcome
from desktop_app.rules.numbers import rounded, show_amount

SHARE = 1  # decimals of a percentage


@dataclass(frozen=True)
class Measure:
    """What decides the arithmetic of an indicator."""

    aggregation: Aggregation
    direction: Direction = Direction.UP
    decimals: int = 0

    @property
    def is_ratio(self) -> bool:
        """Whether it has a numerator and a denominator."""
        return self.aggregation in RATIOS

    @property
    def is_share(self) -> bool:
        """Whether two of its values differ by points rather than by a percentage of each other."""
        return self.aggregation in (Aggregation.RATIO, Aggregation.PER_MILLE, Aggregation.FLAG)


@dataclass(frozen=True)
class Reported:
    """A figure of one period; ``nothing`` is "không phát sinh", which is a report, not a gap."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    nothing: bool = False
    estimated: bool = False


@dataclass(frozen=True)
class Reached:
    """What some figures come to.

    ``value`` is None when nothing was reported or a ratio has no base. ``reported`` of ``expected`` periods (or, of
    several units, units) are there; ``current``: whether the last one is; ``estimated``: whether any is an estimate.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reported: int = 0
    expected: int = 0
    current: bool = False
    estimated: bool = False


def ratio(aggregation: Aggregation, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """A ratio in percent, per mille or per head, unrounded; None without a base.

    >>> ratio(Aggregation.PER_MILLE, Decimal(15), Decimal(1000)), ratio(Aggregation.RATIO, Decimal(1), Decimal(0))
    (Decimal('15'), None)
    """
    if numerator is None or not denominator:
        return None
    with localcontext() as context:
        context.prec = 40
        return numerator * RATIOS[aggregation] / denominator


def single(measure: Measure, one: Reported | None) -> Decimal | None:
    """The value of one period's figure; "không phát sinh" is 0, but no ratio.

    >>> single(Measure(Aggregation.SUM), Reported(nothing=True)), single(Measure(Aggregation.SUM), None)
    (Decimal('0'), None)
    """
    if one is None:
        return None
    if measure.is_ratio:
        return None if one.nothing else ratio(measure.aggregation, one.numerator, one.denominator)
    return Decimal(0) if one.nothing else one.value


def reach(measure: Measure, points: Sequence[Reported | None]) -> Reached:
    """What the periods from the start of the year come to: added up, or the latest state; None is "chưa báo cáo".

    >>> d = Decimal
    >>> year = [Reported(d(10)), None, Reported(nothing=True), Reported(d(5), estimated=True)]
    >>> reach(Measure(Aggregation.SUM), year)
    Reached(value=Decimal('15'), numerator=None, denominator=None, reported=3, expected=4, current=True, estimated=True)
    >>> reach(Measure(Aggregation.END), [Reported(d(10)), Reported(d(12)), None]).value
    Decimal('12')
    >>> share = [Reported(numerator=d(1), denominator=d(4)), Reported(numerator=d(3), denominator=d(4))]
    >>> reach(Measure(Aggregation.RATIO), share).value, reach(Measure(Aggregation.SUM), [None]).value
    (Decimal('75'), None)
    """
    told = [one for one in points if one is not None]
    facts: dict[str, Any] = {
        "reported": len(told),
        "expected": len(points),
        "current": bool(points) and points[-1] is not None,
    }
    if measure.aggregation == Aggregation.SUM:
        values = [value for one in told if (value := single(measure, one)) is not None]
        return Reached(
            sum(values, Decimal(0)) if values else None, **facts, estimated=any(one.estimated for one in told)
        )
    last = next((one for one in reversed(told) if single(measure, one) is not None), None)
    if last is None:
        return Reached(**facts)
    return Reached(single(measure, last), last.numerator, last.denominator, **facts, estimated=last.estimated)


def together(measure: Measure, units: Sequence[Reached]) -> Reached:
    """What several units come to: sums; of ratios the numerators' sum by the denominators', never an average.

    Of a flag: how many of the units that report have reached it, in percent. ``reported`` counts the units whose last
    period is there.

    >>> d = Decimal
    >>> two = [Reached(d(50), d(1), d(2), 1, 1, True), Reached(d(100), d(8), d(8), 1, 1, True), Reached()]
    >>> both = together(Measure(Aggregation.RATIO), two)
    >>> both.value, both.reported, both.expected
    (Decimal('90'), 2, 3)
    >>> together(Measure(Aggregation.FLAG), [Reached(d(1), current=True), Reached(d(0), current=True)]).value
    Decimal('50')
    """
    told = [one for one in units if one.value is not None]
    facts: dict[str, Any] = {"reported": sum(one.current for one in units), "expected": len(units)}
    rest: dict[str, Any] = {
        "current": all(one.current for one in units),
        "estimated": any(one.estimated for one in told),
    }
    if not told:
        return Reached(**facts)
    if measure.is_ratio:
        top = sum((one.numerator or Decimal(0) for one in told), Decimal(0))
        base = sum((one.denominator or Decimal(0) for one in told), Decimal(0))
        return Reached(ratio(measure.aggregation, top, base), top, base, **facts, **rest)
    total = sum((one.value for one in told if one.value is not None), Decimal(0))
    if measure.aggregation == Aggregation.FLAG:
        base = Decimal(len(told))
        return Reached(ratio(Aggregation.RATIO, total, base), total, base, **facts, **rest)
    return Reached(total, **facts, **rest)


def percent_of(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """A value in percent of a base, one decimal; None where either is missing or the base is 0: never 0 % or infinity.

    >>> percent_of(Decimal(109), Decimal(100)), percent_of(Decimal(5), Decimal(0)), percent_of(None, Decimal(1))
    (Decimal('109.0'), None, None)
    """
    share = _percent(value, base)
    return None if share is None else rounded(share, SHARE)


def _percent(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The same, not rounded: what is rounded twice may go up from 99.45 to 100."""
    if value is None or base is None or base == 0:
        return None
    with localcontext() as context:
        context.prec = 40
        return value * 100 / base


def points_words(measure: Measure, value: Decimal | None, base: Decimal | None) -> str:
    """How far a share has moved from another, in points; empty where either is missing.

    >>> up = Measure(Aggregation.RATIO, decimals=2)
    >>> points_words(up, Decimal("95.15"), Decimal("93")), points_words(up, Decimal("0.75"), Decimal("0.8"))
    ('tăng 2,15 điểm %', 'giảm 0,05 điểm %')
    >>> points_words(Measure(Aggregation.PER_MILLE, decimals=1), Decimal(15), Decimal(15))
    'không đổi'
    """
    if value is None or base is None:
        return ""
    moved = rounded(value, measure.decimals) - rounded(base, measure.decimals)
    if not moved:
        return "không đổi"
    sign = "‰" if measure.aggregation == Aggregation.PER_MILLE else "%"
    return f"{'tăng' if moved > 0 else 'giảm'} {show_amount(abs(moved), measure.decimals)} điểm {sign}"


def outcome(measure: Measure, value: Decimal | None, target: Decimal, *, year_over: bool) -> Outcome:
    """What is said of a value against its target, both rounded to the indicator's decimals (wording of the reports).

    Of an indicator that is to keep to its plan, MET is what rounds to 100 % of the plan. Before the year is over
    nothing is judged.

    >>> down, up = Measure(Aggregation.RATIO, Direction.DOWN, 2), Measure(Aggregation.SUM)
    >>> outcome(down, Decimal("0.75"), Decimal("0.80"), year_over=True).label
    'Vượt'
    >>> outcome(up, Decimal("99.6"), Decimal(100), year_over=True).label
    'Đạt'
    >>> outcome(Measure(Aggregation.SUM, Direction.EVEN), Decimal(9945), Decimal(10000), year_over=True).label
    'Không đạt'
    >>> outcome(up, Decimal(90), Decimal(100), year_over=False).label
    'Đang thực hiện'
    >>> outcome(up, None, Decimal(1), year_over=True).label
    'Chưa có số liệu'
    """
    if not year_over:
        return Outcome.UNDER_WAY
    if value is None:
        return Outcome.NO_FIGURE
    better = rounded(value, measure.decimals) - rounded(target, measure.decimals)
    if measure.direction == Direction.EVEN:
        share = _percent(value, target)
        kept = not better if share is None else rounded(share, 0) == 100
        return Outcome.MET if kept else Outcome.MISSED
    if measure.direction == Direction.DOWN:
        better = -better
    return Outcome.EXCEEDED if better > 0 else Outcome.MET if not better else Outcome.MISSED


@dataclass(frozen=True)
class Forecast:
    """What the year would come to, and by which reckoning, in words."""

    value: Decimal | None
    how: str


def forecast(
    measure: Measure,
    so_far: Reached,
    done: int,
    whole: int,
    same_period: Decimal | None = None,
    year_before: Decimal | None = None,
) -> Forecast:
    """What the year would come to if it goes on as it has.

    Args:
        measure: the indicator's arithmetic.
        so_far: what the year has brought.
        done: how many of the year's periods are over.
        whole: how many it has.
        same_period: what the year before had brought by then.
        year_before: what the whole year before brought.

    What adds up goes on in the share that the year before had reached by the same period; without such a year, evenly.
    A state or a ratio stays as it is.

    >>> d, sums = Decimal, Measure(Aggregation.SUM)
    >>> forecast(sums, Reached(d(60), reported=6, expected=6), 6, 12, d(40), d(100))
    Forecast(value=Decimal('150'), how='theo nhịp năm trước: cùng kỳ đạt 40,0% cả năm')
    >>> forecast(sums, Reached(d(60), reported=6, expected=6), 6, 12)
    Forecast(value=Decimal('120'), how='chia đều theo 6/12 kỳ đã báo cáo')
    >>> forecast(Measure(Aggregation.RATIO), Reached(d(95)), 6, 12).how, forecast(sums, Reached(), 6, 12).how
    ('giữ mức hiện có', 'chưa có số liệu')
    """
    if so_far.value is None:
        return Forecast(None, "chưa có số liệu")
    if measure.aggregation != Aggregation.SUM:
        return Forecast(so_far.value, "giữ mức hiện có")
    if done >= whole:
        return Forecast(so_far.value, "đã hết năm")
    with localcontext() as context:
        context.prec = 40
        if same_period and year_before and same_period > 0 and so_far.reported == so_far.expected:
            share = show_amount(percent_of(same_period, year_before), SHARE)
            value = so_far.value * year_before / same_period
            return Forecast(_tidy(value, measure), f"theo nhịp năm trước: cùng kỳ đạt {share}% cả năm")
        value = so_far.value * whole / so_far.reported
        return Forecast(_tidy(value, measure), f"chia đều theo {so_far.reported}/{whole} kỳ đã báo cáo")


def _tidy(value: Decimal, measure: Measure) -> Decimal:
    return rounded(value, measure.decimals)


def split(total: Decimal, weights: Sequence[Decimal | int], decimals: int) -> list[Decimal]:
    """A whole shared out by weights and rounded so that the parts add up to it: largest remainders first.

    Units without a weight get nothing; with no weight at all the whole is shared evenly. ValueError if nobody is there.

    >>> [str(part) for part in split(Decimal(100), [1, 1, 1], 0)]
    ['34', '33', '33']
    >>> [str(part) for part in split(Decimal("10.5"), [3, 0, 1], 1)], sum(split(Decimal(-7), [2, 5, 3], 0))
    (['7.9', '0.0', '2.6'], Decimal('-7'))
    """
    if not weights:
        raise ValueError("Chưa chọn đơn vị nào để phân bổ")
    shares = [Decimal(weight) for weight in weights]
    if any(share < 0 for share in shares):
        raise ValueError("Số dùng để chia không được âm")
    if not any(shares):
        shares = [Decimal(1)] * len(shares)
    step = Decimal(1).scaleb(-decimals)
    with localcontext() as context:
        context.prec = 60
        whole = int(abs(rounded(total, decimals)) / step)
        exact = [whole * share / sum(shares) for share in shares]
        parts = [int(one) for one in exact]
        order = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
        for place in order[: whole - sum(parts)]:
            parts[place] += 1
        sign = -1 if total < 0 else 1
        return [sign * part * step for part in parts]
