"""How the figures are read: so far, against plans and the year before, forecast, verdict; of one unit and of many."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from db.connection import database
from db.words import Assigner, Outcome
from desktop_app import clock
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.readings import service as readings
from desktop_app.features.readings.columns import GAPS, NO_BASE, NO_YEAR_BEFORE, NOT_DUE, NOT_REPORTED, NOTHING
from desktop_app.rules.targets import Forecast
from tests.target_hands import CEILING, entry, give, months, over_all, period, reading, tell, unit, ward


@pytest.fixture(autouse=True)
def catalogue(office: Path) -> None:
    indicators.put_in()


def test_what_adds_up_is_added_up_and_held_against_the_plan_and_the_year_before() -> None:
    give("KT01", "1200", paper="Quyết định số 01/QĐ-UBND")
    tell("KT01", months(2025, *["80"] * 12))
    tell("KT01", months(2026, "100", "ước 110", "-"))
    one = reading("KT01", "UB", "2026-03")
    assert (one.so_far.value, one.so_far.reported, one.so_far.expected) == (210, 3, 3)
    assert (one.month, one.month_said) == (0, NOTHING)
    assert one.so_far_said() == "210,0 (ước)"
    (plan,) = one.plans
    assert (plan.percent, plan.paper, plan.said) == (Decimal("17.5"), "Quyết định số 01/QĐ-UBND", "")
    assert (one.last_year, one.same_period, one.of_same) == (960, 240, Decimal("87.5"))
    assert one.forecast == Forecast(Decimal("840.0"), "theo nhịp năm trước: cùng kỳ đạt 25,0% cả năm")
    assert (plan.outcome, plan.foreseen, plan.behind, one.behind) == (Outcome.UNDER_WAY, Outcome.MISSED, True, True)


def test_a_missing_base_is_said_in_words_and_is_never_a_percentage() -> None:
    tell("KT01", months(2026, "100"))
    assert (reading("KT01", "UB", "2026-01").of_same, reading("KT01", "UB", "2026-01").same_said) == (
        None,
        NO_YEAR_BEFORE,
    )
    tell("KT01", months(2025, "0"))
    assert (reading("KT01", "UB", "2026-01").of_same, reading("KT01", "UB", "2026-01").same_said) == (None, NO_BASE)
    give("KT01", "0")
    (plan,) = reading("KT01", "UB", "2026-01").plans
    assert (plan.percent, plan.said) == (None, "cao hơn 100,0")


def test_gaps_of_what_adds_up_are_not_compared_with_a_whole_base() -> None:
    tell("KT06", months(2025, "5", "5", "5"))
    tell("KT06", months(2026, "7", "", "7"))
    one = reading("KT06", "UB", "2026-03")
    assert (one.so_far.value, one.of_same, one.same_said) == (14, None, GAPS)
    assert reading("KT06", "UB", "2026-01").of_same == Decimal("140.0")
    assert one.last_year is None  # nine of its months are lacking


def test_no_figure_is_chua_bao_cao_and_a_quarter_has_not_come_in_its_first_month() -> None:
    assert reading("KT01", "UB", "2026-02").month_said == NOT_REPORTED
    assert reading("XH02", "UB", "2026-02").month_said == NOT_DUE
    tell("XH02", {"2026-Q1": "4"})
    one = reading("XH02", "UB", "2026-04")
    assert (one.month_said, one.so_far.value) == (NOT_DUE, 4)
    assert reading("XH02", "UB", "2026-03").month_said == "4"


def test_shares_move_by_points_and_what_should_fall_is_compared_directly() -> None:
    give("XH01", "0,80", on="05/01/2026")
    tell("XH01", {"2025-Q4": "90/10.000", "2026-Q4": "75/10.000"})
    one = reading("XH01", "UB", "2026")
    (plan,) = one.plans
    assert (one.text(one.so_far.value), plan.percent, plan.said) == ("0,75", None, "giảm 0,05 điểm %")
    assert (one.of_same, one.moved, plan.outcome) == (None, "giảm 0,15 điểm %", Outcome.EXCEEDED)


def test_two_assigners_may_come_to_different_outcomes() -> None:
    give("KT01", "100")
    give("KT01", "120", by=Assigner.COUNCIL)
    tell("KT01", months(2026, *["9"] * 12))
    one = reading("KT01", "UB", "2026-12")
    assert [(plan.assigner, plan.outcome) for plan in one.plans] == [
        (Assigner.UPPER, Outcome.EXCEEDED),
        (Assigner.COUNCIL, Outcome.MISSED),
    ]
    every = readings.read(period("2026-12"), unit("UB"))
    assert readings.summary(every, Assigner.UPPER) == (1, 1, (one.name,), (), ())
    assert readings.summary(every, Assigner.COUNCIL) == (0, 1, (), (), (one.name,))
    assert readings.summary(every, Assigner.PARTY) == (0, 0, (), (), ())


def test_a_year_is_not_judged_before_its_december_unless_its_last_figure_is_there() -> None:
    clock.set_today(date(2026, 6, 10))
    give("KT01", "100")
    tell("KT01", months(2026, *["10"] * 5))
    one = reading("KT01", "UB", "2026")
    assert (one.plans[0].outcome, one.so_far.expected, one.forecast.value) == (Outcome.UNDER_WAY, 6, 120)
    tell("KT01", {"2026-12": "80"})
    assert reading("KT01", "UB", "2026").plans[0].outcome == Outcome.EXCEEDED


def test_a_target_without_a_figure_at_the_end_of_the_year_counts_and_is_not_judged() -> None:
    clock.set_today(date(2026, 12, 31))
    give("KT01", "100")
    (plan,) = reading("KT01", "UB", "2026").plans
    assert (plan.outcome, plan.behind) == (Outcome.NO_FIGURE, False)
    assert readings.summary(readings.read(period("2026"), unit("UB")), Assigner.UPPER) == (0, 1, (), (), ())


def test_the_target_of_the_periods_last_day_counts_unless_another_day_is_asked() -> None:
    give("KT01", "100")
    give("KT01", "150", on="10/07/2026", paper="Quyết định 77")
    assert reading("KT01", "UB", "2026-06").plans[0].value == 100
    one = reading("KT01", "UB", "2026-07")
    assert one.plans[0].value == 150
    assert [point.plans[0][1] for point in one.periods] == [100] * 6 + [150] * 6
    (later,) = (r for r in readings.read(period("2026-06"), unit("UB"), date(2026, 8, 1)) if r.code == "KT01")
    assert later.plans[0].value == 150


def test_a_year_given_as_one_figure_is_that_years_result_and_no_months() -> None:
    tell("KT01", {"2025": "900"})
    tell("KT01", months(2026, "100"))
    one = reading("KT01", "UB", "2026-01")
    assert (one.last_year, one.same_period, one.same_said) == (900, None, NO_YEAR_BEFORE)
    whole = reading("KT01", "UB", "2025")
    assert (whole.so_far.value, whole.so_far.current, whole.month_said) == (900, True, "900,0")


def test_a_correction_is_counted_up_to_the_period_read() -> None:
    clock.set_today(date(2026, 3, 5))
    tell("KT01", months(2026, "100", "100"))
    periods.close("2026-02")
    row = figures.of_years([2026])[indicators.by_code("KT01").id, unit("UB").id, "2026-02"]
    figures.correct(row, entry("KT01", "2026-02", "90"), "Cộng thừa")
    assert (reading("KT01", "UB", "2026-02").errata, reading("KT01", "UB", "2026-01").errata) == (1, 0)


# --- Several units ---


@pytest.fixture
def wards() -> list[str]:
    """Fourteen units below: the two of the office and twelve more."""
    codes = [f"P{place:02d}" for place in range(1, 13)]
    for code in codes:
        ward(code, f"Phường {code}")
    return ["TDP1", "TDP2", *codes]


def test_ratios_of_fourteen_units_are_never_averaged(wards: list[str]) -> None:
    for place, code in enumerate(wards[:12], 1):
        tell("XH06", {"2026-03": f"{place * 9}/{place * 10 + 5}"}, of=code)
    give("XH06", "95,15")
    one = over_all("XH06", "2026-03")
    top, base = sum(9 * n for n in range(1, 13)), sum(10 * n + 5 for n in range(1, 13))
    assert one.so_far.value == readings.rules.ratio(one.measure.aggregation, Decimal(top), Decimal(base))
    assert one.coverage == "12/14"
    assert one.lacking == ("Phường P11", "Phường P12")
    assert one.plans[0].behind


def test_units_that_stopped_reporting_are_named_and_what_they_had_counts(wards: list[str]) -> None:
    for place, code in enumerate(wards):
        tell("KT01", months(2026, *(["1"] * (1 + place % 3))), of=code)
    one = over_all("KT01", "2026-03")
    assert one.so_far.value == sum(1 + place % 3 for place in range(14))
    assert one.coverage == "4/14" == f"{sum(place % 3 == 2 for place in range(14))}/14"
    assert one.forecast.how == "cộng dự báo của 14/14 đơn vị"
    assert one.forecast.value == 14 * 12  # each went on at one a month


def test_the_year_before_is_that_of_the_units_that_have_reported_now(wards: list[str]) -> None:
    for code in wards:
        tell("KT01", months(2025, "10"), of=code)
    for code in wards[:3]:
        tell("KT01", months(2026, "11"), of=code)
    one = over_all("KT01", "2026-01")
    assert (one.so_far.value, one.same_period, one.of_same) == (33, 30, Decimal("110.0"))
    tell("KT01", {"2025-01": "-"}, of="TDP1")
    assert over_all("KT01", "2026-01").same_period == 20
    assert figures.keep([entry("KT01", "2025-01", "", "TDP1")]).written == 1
    assert (over_all("KT01", "2026-01").same_period, over_all("KT01", "2026-01").same_said) == (None, NO_YEAR_BEFORE)


def test_a_flag_over_units_is_the_share_of_those_that_have_it(wards: list[str]) -> None:
    for place, code in enumerate(wards[:8]):
        tell("YT04", {"2026": str(int(place != 0))}, of=code)
    give("YT04", "100")
    one = over_all("YT04", "2026-12")
    assert (one.measure_word, one.text(one.so_far.value), one.coverage) == ("%", "88", "8/14")
    assert one.plans[0].outcome == Outcome.MISSED
    assert over_all("YT04", "2026-11").coverage == ""  # not due yet


def test_without_a_plan_of_the_office_the_parts_are_added_up_when_all_have_one(wards: list[str]) -> None:
    for code in wards[:-1]:
        give("KT01", "10", to=code, by=Assigner.OWN)
    assert over_all("KT01", "2026-03").plans == ()
    give("KT01", "15", to=wards[-1], by=Assigner.OWN)
    (plan,) = over_all("KT01", "2026-03").plans
    assert (plan.value, plan.assigner, plan.target_id) == (145, Assigner.OWN, None)


def test_a_unit_that_ended_before_the_period_is_not_expected(wards: list[str]) -> None:
    from desktop_app.features.units import service as units

    units.save({"valid_to": "31/01/2026"}, unit("P12"))
    assert len(units.reporting(period("2026-01"))) == 14
    assert [one.code for one in units.reporting(period("2026-02")) if one.code == "P12"] == []


def test_a_reading_takes_a_handful_of_queries(wards: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for code in wards:
        give("KT01", "10", to=code, by=Assigner.OWN)
        tell("KT01", months(2026, "1", "2", "3"), of=code)
    asked: list[str] = []
    execute = type(database).execute_sql

    def counting(self: object, sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(self, sql, *rest)

    monkeypatch.setattr(type(database), "execute_sql", counting)
    readings.consolidated(period("2026-03"))
    assert len(asked) < CEILING


def test_a_name_for_several_units_reports_nothing_and_is_not_waited_for(wards: list[str]) -> None:
    from desktop_app.features.units import service as units

    for code in wards:
        tell("KT01", months(2026, "1"), of=code)
    units.save({"code": "NHOM", "name": "Các phường", "kind": "Nhóm", "relation": "Cấp dưới"})
    one = over_all("KT01", "2026-01")
    assert (one.coverage, one.lacking) == ("14/14", ())
