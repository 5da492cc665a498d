"""What tests of targets and figures do by hand: the catalogue put in, a target set, figures of a year typed."""

from collections.abc import Mapping

from db.models import Target, Unit
from db.words import Assigner, PeriodScheme
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.readings import service as readings
from desktop_app.features.readings.columns import Reading
from desktop_app.features.targets import service as targets
from desktop_app.features.units import service as units
from desktop_app.rules.periods import Period, read_period

CEILING = 20  # queries a reading may take, however many indicators and units there are


def unit(code: str) -> Unit:
    """A unit by its code."""
    return Unit.get(Unit.code == code)


def ward(code: str, name: str) -> Unit:
    """A new unit below."""
    texts = {"code": code, "name": name, "kind": "Ủy ban nhân dân", "relation": "Cấp dưới"}
    return units.save(texts)


def give(
    code: str, value: str, *, to: str = "UB", by: Assigner = Assigner.UPPER, on: str = "05/01/2026", paper: str = ""
) -> Target:
    """Set a target of the year of ``on``."""
    one = indicators.by_code(code)
    texts = {"indicator": one.name, "unit": unit(to).name, "year": on[-4:], "assigner": by.label, "value": value}
    return targets.save({**texts, "decided_on": on, "paper": paper})


def entry(code: str, period: str, told: str, of: str = "UB") -> Entry:
    """A figure as a person would say it: ``12,5``, ``3/4`` of a ratio, ``ước 12``, ``-`` for "không phát sinh"."""
    estimated = told.startswith("ước ")
    told = told.removeprefix("ước ")
    one = indicators.by_code(code)
    if told == "-":
        return Entry(one, unit(of), period, nothing=True)
    if "/" in told:
        top, base = told.split("/")
        return Entry(one, unit(of), period, numerator=top, denominator=base, estimated=estimated)
    return Entry(one, unit(of), period, value=told, estimated=estimated)


def tell(code: str, told: Mapping[str, str], of: str = "UB") -> None:
    """Report figures of one indicator by period; every one has to be taken."""
    kept = figures.keep([entry(code, period, text, of) for period, text in told.items()])
    assert not kept.problems


def months(year: int, *told: str) -> dict[str, str]:
    """Figures of the first months of a year."""
    return {f"{year}-{place:02d}": text for place, text in enumerate(told, 1) if text}


def period(code: str) -> Period:
    """A period by calendar months."""
    return read_period(code, PeriodScheme.CALENDAR)


def reading(code: str, of: str, when: str) -> Reading:
    """One indicator read for a unit."""
    return next(one for one in readings.read(period(when), unit(of)) if one.code == code)


def over_all(code: str, when: str) -> Reading:
    """One indicator read over the units below."""
    return next(one for one in readings.consolidated(period(when)) if one.code == code)


# Indicator, plan from above, plan of the council, what a month brings (or numerator and denominator of a month).
YEAR = (
    ("KT01", "120.000", "125.000", 11_250, 0),
    ("KT02", "", "98.000", 8_100, 0),
    ("KT03", "95", "", 31_000, 33_500),
    ("KT05", "", "", 1_840, 0),
    ("KT06", "300", "", 21, 0),
    ("XD03", "40", "", 4, 0),
    ("XH01", "0,80", "0,70", 75, 10_120),
    ("XH04", "1.500", "1.500", 128, 0),
    ("XH06", "95,15", "", 62_110, 65_200),
    ("HC01", "98", "", 1_940, 1_955),
    ("AN01", "", "", 2, 0),
)


def a_year(of: str = "UB", last: int = 11, year: int = 2026, share: int = 100) -> None:
    """Two years of figures of a unit, up to a month of the second; ``share`` in percent of the numbers above."""
    entries = []
    for code, _, _, number, base in YEAR:
        one = indicators.by_code(code)
        every = 3 if one.every == "quarter" else 1
        for when, until, times in ((year - 1, 12, 93), (year, last, 100)):
            for month in range(every, until + 1, every):
                key = f"{when}-Q{month // 3}" if every == 3 else f"{when}-{month:02d}"
                value = number * share * times * (97 + month * 7 % 6) // 1_000_000
                told = f"{value}/{base * share // 100}" if base else str(value)
                entries.append(entry(code, key, told, of))
    kept = figures.keep(entries)
    assert not kept.problems, kept.problems


def the_plans(to: str = "UB", year: int = 2026) -> None:
    """What above and the council have set for a year."""
    for code, upper, council, *_ in YEAR:
        for value, by in ((upper, Assigner.UPPER), (council, Assigner.COUNCIL)):
            if value:
                give(code, value, to=to, by=by, on=f"05/01/{year}", paper=f"0{1 + (by != Assigner.UPPER)}/NQ-HĐND")
