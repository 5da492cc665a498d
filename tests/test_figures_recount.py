"""Random offices read by the program and recounted from their stored rows: every sum, share and verdict agrees."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from db.models import Figure, Indicator, Target, Unit
from db.models.base import new_uid
from db.words import RATIOS, Aggregation, Assigner, Direction, Every, PeriodScheme, UnitRelation
from desktop_app import clock
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.office import service as office
from desktop_app.features.readings import service as readings
from desktop_app.features.readings.columns import Reading
from desktop_app.features.targets import service as targets
from desktop_app.records import session
from desktop_app.rules.dates import show_date
from desktop_app.rules.figures import keys
from desktop_app.rules.numbers import show_amount
from desktop_app.rules.periods import Period, read_period
from desktop_app.rules.targets import Measure, outcome
from tests.office_hands import OWN
from tests.recount import Ledger, Recounted, half_up, said, summary

YEAR = 2025
WARDS = 14
TODAY = date(2026, 11, 22)
ELSEWHERE = "f" * 32  # another office, whose rows came in a package
NEAR = Fraction(1, 10**20)  # a ratio is written with some thirty digits
PERIODS = [f"{YEAR}-{month:02d}" for month in (1, 2, 3, 5, 8, 12)] + [f"{YEAR}-{part}" for part in ("Q2", "9M", "H1")]
PERIODS.append(f"{YEAR}")


# --- Random offices ---


class Town:
    """An office with 14 wards, indicators of every kind, and two years of figures with gaps; all by one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.own: Unit = self._found()
        self.wards = list(Unit.select().where(Unit.relation == UnitRelation.SUB).order_by(Unit.id))
        self.indicators = [self._indicator(kind, way) for kind in Aggregation for way in Direction]

    def _found(self) -> Unit:
        rng = self.rng
        units = [{"code": "UB", "name": OWN, "kind": "Ủy ban nhân dân", "relation": "Cơ quan mình"}]
        for n in range(1, WARDS + 1):
            ward = {"code": f"P{n:02d}", "name": f"Phường số {n}", "kind": "Ủy ban nhân dân", "relation": "Cấp dưới"}
            if rng.random() < 0.15:
                ward["valid_from"] = f"{rng.choice((1, 15))}/{rng.randint(2, 10)}/{YEAR}"
            elif rng.random() < 0.15:
                ward["valid_to"] = f"{rng.choice((1, 28))}/{rng.randint(2, 10)}/{YEAR}"
            units.append(ward)
        office.create(office.suggested(next(iter(office.LABELS)), OWN, "Thành phố"), units, [])
        return Unit.get(Unit.relation == UnitRelation.OWN)

    def _indicator(self, kind: Aggregation, way: Direction) -> Indicator:
        rng = self.rng
        ratio = kind in RATIOS
        texts = {
            "code": f"{kind.value}-{way.value}",
            "name": f"Chỉ tiêu {kind.label} {way.label}",
            "measure": "đơn vị",
            "direction": way.label,
            "aggregation": kind.label,
            "numerator": "tử" if ratio else "",
            "denominator": "mẫu" if ratio else "",
            "decimals": "0" if kind == Aggregation.FLAG else str(rng.randint(0, 3)),
            "every": rng.choices(list(Every), (6, 3, 1))[0].label,
        }
        return indicators.save(texts)

    def report(self) -> None:
        """Two years of figures: every unit by a pattern of its own."""
        rng = self.rng
        entries: list[Entry] = []
        for unit in [self.own, *self.wards]:
            for one in self.indicators:
                there = self._pattern()
                for year in (YEAR - 1, YEAR):
                    codes = keys(Every(one.every), year, 12)
                    entries += [self._entry(one, unit, code) for n, code in enumerate(codes) if there(n / len(codes))]
                    if one.every != Every.YEAR and rng.random() < 0.15:  # the whole year in one figure
                        entries.append(self._entry(one, unit, str(year)))
        kept = figures.keep(entries)
        assert not kept.problems, kept.problems
        gone = rng.sample(entries, len(entries) // 40)
        figures.keep([Entry(one.indicator, one.unit, one.period) for one in gone])
        self._sent(rng.sample(entries, len(entries) // 25))

    def _pattern(self) -> Any:
        rng = self.rng
        cut, share = rng.random(), rng.choice((0.5, 0.9))
        patterns = [
            lambda part: True,
            lambda part: True,
            lambda part: part < cut,
            lambda part: part >= cut,
            lambda part: rng.random() < share,
            lambda part: False,
        ]
        return rng.choices(patterns, (6, 6, 2, 2, 4, 1))[0]

    def _entry(self, one: Indicator, unit: Unit, period: str) -> Entry:
        rng = self.rng
        if rng.random() < 0.07:
            return Entry(one, unit, period, nothing=True)
        estimated = rng.random() < 0.1
        if one.aggregation == Aggregation.FLAG:
            return Entry(one, unit, period, value=str(rng.randint(0, 1)), estimated=estimated)
        if one.aggregation in RATIOS:
            base = 0 if rng.random() < 0.05 else rng.randint(1, 3000)
            top = rng.randint(0, max(base, 1)) if rng.random() < 0.95 else base + 7
            return Entry(one, unit, period, numerator=str(top), denominator=str(base), estimated=estimated)
        value = Decimal(0 if rng.random() < 0.08 else rng.randint(1, 90000)).scaleb(-rng.randint(0, 3))
        return Entry(one, unit, period, value=show_amount(value), estimated=estimated)

    def _sent(self, entries: list[Entry]) -> None:
        """What the units' own offices sent for cells that were typed here as well: those rows count."""
        for one in entries:
            if one.unit == self.own:
                continue
            other = self._entry(one.indicator, one.unit, one.period)
            numbers = [Decimal(text.replace(".", "").replace(",", ".")) if text else None for text in _texts(other)]
            Figure.insert(
                uid=new_uid(),
                def_owner=ELSEWHERE,
                indicator=one.indicator,
                unit=one.unit,
                year=int(one.period[:4]),
                period=one.period,
                state="nothing" if other.nothing else "reported",
                value=numbers[0],
                numerator=numbers[1],
                denominator=numbers[2],
                estimated=other.estimated,
            ).execute()

    def plan(self, file: Path) -> None:
        """Targets by two assigners, some adjusted during the year, most of them close to what was reached."""
        ledger = Ledger(file)
        over = ledger.over(YEAR, 1, 12)
        alone = {unit.id: ledger.read(YEAR, 1, 12, unit.id) for unit in [self.own, *self.wards]}
        for one in self.indicators:
            for assigner in (Assigner.UPPER, Assigner.COUNCIL):
                if self.rng.random() < 0.8:
                    near = self.rng.choice((alone[self.own.id], over))[one.code].so_far.value
                    self._set(one, self.own, assigner, near)
            if self.rng.random() < 0.7:
                same = self.rng.random() < 0.5
                shared = over[one.code].so_far.value
                for ward in self.wards if self.rng.random() < 0.7 else self.rng.sample(self.wards, 9):
                    near = shared if same else alone[ward.id][one.code].so_far.value
                    self._set(one, ward, Assigner.OWN, near, exactly=same)

    def _set(
        self, one: Indicator, unit: Unit, assigner: Assigner, near: Fraction | None, *, exactly: bool = False
    ) -> None:
        rng, day = self.rng, date(YEAR - 1, 12, rng_day(self.rng))
        texts = {
            "indicator": one.code,
            "unit": unit.code,
            "year": str(YEAR),
            "assigner": assigner.label,
            "value": self._target(one, unit, near, exactly=exactly),
            "decided_on": show_date(day),
        }
        row = targets.save(texts)
        for _ in range(rng.choice((0, 0, 1, 2))):
            day += timedelta(days=rng.randint(15, 150))
            value = texts["value"] if exactly else self._target(one, unit, near, exactly=False)
            row = targets.adjust(row, {"value": value, "decided_on": show_date(day), "paper": "7/QĐ-UBND"})
        if rng.random() < 0.08:
            targets.delete(row)
        if rng.random() < 0.08:  # from above, whatever it is called there
            Target.insert(
                uid=new_uid(),
                def_owner=ELSEWHERE,
                indicator=one,
                unit=unit,
                year=YEAR,
                assigner=Assigner.OWN,
                value=Decimal(rng.randint(0, 100)),
                decided_on=date(YEAR, rng.randint(1, 12), 1),
            ).execute()

    def _target(self, one: Indicator, unit: Unit, near: Fraction | None, *, exactly: bool) -> str:
        rng = self.rng
        if one.aggregation == Aggregation.FLAG and unit != self.own:
            return "1"
        step = Fraction(1, 10**one.decimals)
        value = half_up(near or Fraction(rng.randint(0, 50)), one.decimals)
        if not exactly:
            value = rng.choice((value, value, value + step, value - step, value * 2, value / 2, value + step * 2 / 5))
        if rng.random() < 0.05 and not exactly:
            value = Fraction(0)
        exact = half_up(value, 6)
        return show_amount(Decimal(exact.numerator) / exact.denominator)


def rng_day(rng: Random) -> int:
    return rng.choice((1, 15, 31))


def _texts(entry: Entry) -> tuple[str, str, str]:
    return entry.value, entry.numerator, entry.denominator


@contextmanager
def town(folder: Path, seed: int) -> Iterator[tuple[Town, Ledger]]:
    """A random office, open, and the ledger of its rows."""
    clock.set_today(TODAY)
    session.current.who = ""
    try:
        office.open_folder(folder / f"phường {seed}", writing=True)
        made = Town(seed)
        made.report()
        file = office.folder().database
        made.plan(file)
        yield made, Ledger(file)
    finally:
        office.close_folder()
        clock.set_today(None)


# --- Comparing ---


def same(ours: Decimal | None, theirs: Fraction | None) -> bool:
    """Whether two numbers agree: exactly, or as far as the digits of a ratio go."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return abs(Fraction(ours) - theirs) <= NEAR * max(1, abs(theirs))


def differences(read: list[Reading], expected: dict[str, Recounted]) -> Iterator[str]:
    """Everything a reading says otherwise than its recount."""
    if {one.code for one in read} != set(expected):
        yield f"chỉ tiêu: {sorted({one.code for one in read} ^ set(expected))}"
    for one in read:
        other = expected[one.code]
        here, there = one.so_far, other.so_far
        numbers = {
            "lũy kế": (here.value, there.value),
            "trong kỳ": (one.month, other.month),
            "năm trước": (one.last_year, other.last_year),
            "cùng kỳ": (one.same_period, other.same),
            "% cùng kỳ": (one.of_same, other.of_same),
            "dự báo": (one.forecast.value, other.forecast),
        }
        for what, (ours, theirs) in numbers.items():
            if not same(ours, theirs):
                yield f"{one.code} {what}: {ours} ≠ {theirs and float(theirs)}"
        facts = (here.reported, here.expected, here.current, here.estimated, one.moved)
        recount = (there.reported, there.expected, there.current, there.estimated, other.moved)
        if facts != recount:
            yield f"{one.code} số kỳ, ước, điểm: {facts} ≠ {recount}"
        if one.several and there.expected and len(one.lacking) != there.expected - there.reported:
            yield f"{one.code} đơn vị thiếu: {one.lacking}"
        yield from _plans(one, other)
        yield from _points(one, other)


def _plans(one: Reading, other: Recounted) -> Iterator[str]:
    if {plan.assigner.value for plan in one.plans} != set(other.plans):
        yield f"{one.code} nơi giao: {[plan.assigner for plan in one.plans]} ≠ {list(other.plans)}"
        return
    for plan in one.plans:
        value, percent, verdict, foreseen = other.plans[plan.assigner.value]
        if not same(plan.value, value) or not same(plan.percent, percent):
            yield f"{one.code} kế hoạch {plan.assigner}: {plan.value}, {plan.percent}% ≠ {value}, {percent}%"
        if (plan.outcome, plan.foreseen, plan.behind) != (verdict, foreseen, foreseen == "missed"):
            yield f"{one.code} đánh giá {plan.assigner}: {plan.outcome}, {plan.foreseen} ≠ {verdict}, {foreseen}"


def _points(one: Reading, other: Recounted) -> Iterator[str]:
    if [point.key for point in one.periods] != [key for key, *_ in other.points]:
        yield f"{one.code} các kỳ: {[point.key for point in one.periods]}"
        return
    for point, (key, actual, so_far, plan) in zip(one.periods, other.points, strict=True):
        plans = {assigner.value: Fraction(value) for assigner, value in point.plans}
        agree = plans.keys() == plan.keys() and all(abs(plans[who] - plan[who]) <= NEAR * 1000 for who in plan)
        if not same(point.actual, actual) or not same(point.so_far, so_far) or not agree:
            yield f"{one.code} {key}: {point} ≠ {actual}, {so_far}, {plan}"


def compare(made: Town, ledger: Ledger, code: str) -> list[str]:
    """What one period's readings say otherwise: of the office, of wards, over all, over some."""
    period: Period = read_period(code, PeriodScheme.CALENDAR)
    span = (period.year, period.first_month, period.last_month)
    found = []
    for unit in [made.own, *made.rng.sample(made.wards, 4)]:
        read = readings.read(period, unit)
        found += [f"{code} {unit.code} {words}" for words in differences(read, ledger.read(*span, unit.id))]
        day = period.start + timedelta(days=made.rng.randint(0, 25))
        read = readings.read(period, unit, day)
        again = ledger.read(*span, unit.id, day.isoformat())
        found += [f"{code} {unit.code} ngày {day} {words}" for words in differences(read, again)]
    over = readings.consolidated(period)
    expected = ledger.over(*span)
    found += [f"{code} tổng hợp {words}" for words in differences(over, expected)]
    for assigner in Assigner:
        told = readings.summary(over, assigner)
        done, judged, *names = summary(expected.items(), assigner.value)
        codes = {one.name: one.code for one in over}
        said = [{codes[name] for name in some} for some in (told.exceeded, told.met, told.missed)]
        if (told.done, told.judged, said) != (done, judged, names):
            found.append(f"{code} tóm tắt {assigner}: {told} ≠ {done}/{judged} {names}")
    some = made.rng.sample(made.wards, 5)
    read = readings.consolidated(period, some)
    expected = ledger.over(*span, [unit.id for unit in some])
    found += [f"{code} {len(some)} đơn vị {words}" for words in differences(read, expected)]
    return found


def assert_every_case(made: Town, ledger: Ledger) -> None:
    """Whether a random office holds what matters: a recount of nothing would agree as well."""
    over, june = ledger.over(YEAR, 1, 12), ledger.over(YEAR, 1, 6)
    alone = [ledger.read(YEAR, 1, 12, unit.id) for unit in [made.own, *made.wards]]
    verdicts = {plan[2] for read in [over, *alone] for one in read.values() for plan in one.plans.values()}
    assert verdicts == {"exceeded", "met", "missed", "no_figure"}
    assert {plan[2] for one in june.values() for plan in one.plans.values()} == {"under_way"}
    assert len({one.so_far.reported for one in over.values()}) >= 4
    assert {len(ledger.below(YEAR, month, month)) for month in (1, 6, 12)} != {WARDS}
    rows = list(Figure.select())
    assert len(rows) > 2500
    assert {row.state for row in rows} == {"reported", "nothing"}
    assert {bool(row.estimated) for row in rows} == {True, False}
    assert any(row.def_owner == ELSEWHERE for row in rows)
    assert any(row.denominator == 0 for row in rows)
    assert any(row.period == str(YEAR) and row.indicator.every == Every.MONTH for row in rows)
    decided = list(Target.select())
    assert len({row.decided_on for row in decided if row.decided_on.year == YEAR}) > 10
    assert any(row.def_owner == ELSEWHERE for row in decided)
    assert {one.every for one in made.indicators} == set(Every)
    kinds = {(one.aggregation, one.direction) for one in made.indicators}
    assert kinds == {(kind, way) for kind in Aggregation for way in Direction}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_reading_of_a_random_office_agrees_with_its_rows(tmp_path: Path, seed: int) -> None:
    with town(tmp_path, seed) as (made, ledger):
        assert_every_case(made, ledger)
        found = [words for code in PERIODS for words in compare(made, ledger, code)]
    assert not found, f"{len(found)} chỗ khác, trước hết:\n" + "\n".join(found[:12])


def test_every_verdict_agrees_up_to_the_last_digit() -> None:
    rng, found = Random(5), []
    for _ in range(30_000):
        way, decimals = rng.choice(list(Direction)), rng.randint(0, 3)
        target = Decimal(rng.choice((0, rng.randint(1, 99), rng.randint(1, 10**6)))).scaleb(-rng.randint(0, 3))
        near = target * Decimal(rng.randint(98_500, 101_500)) / 100_000
        value = rng.choice((near, near, target, target + Decimal(rng.randint(-9, 9)).scaleb(-rng.randint(0, 4))))
        measure = Measure(rng.choice(list(Aggregation)), way, decimals)
        verdict = outcome(measure, value, target, year_over=True)
        if verdict != said(way.value, decimals, Fraction(value), Fraction(target)):
            found.append(f"{measure}: {value} so với {target} là {verdict}")
    assert not found, f"{len(found)} chỗ khác, trước hết:\n" + "\n".join(found[:12])
