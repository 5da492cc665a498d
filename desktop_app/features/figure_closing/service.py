"""Closing months and correcting figures after it, with the computed figures brought up to date first."""

from collections.abc import Mapping

from db.models import Figure, Indicator, Unit
from db.words import ComputedFrom, Every, PeriodScheme, UnitRelation
from desktop_app import clock, records
from desktop_app.features.figure_closing.columns import CORRECTING
from desktop_app.features.figure_computed import service as computed
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.columns import ERRATA, FIGURES
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.units import service as units
from desktop_app.records import journal
from desktop_app.rules import figure_words
from desktop_app.rules import figures as rules
from desktop_app.rules.periods import read_period


def missing(period: str, unit: Unit) -> int:
    """How many indicators in use have no figure of a unit for what ends with a month; computed ones will have."""
    year, month = rules.key_year(period), rules.last_month(period)
    known = figures.of_years([year], [unit])
    wanted = [
        (one, rules.key(Every(one.every), year, month))
        for one in indicators.in_year(year)
        if not computed.is_computed(one, unit)
    ]
    return sum(code is not None and (one.id, unit.id, code) not in known for one, code in wanted)


def before_closing(period: str) -> str:
    """What somebody should know before a month is closed."""
    words = [f"Số liệu {rules.key_label(period).lower()} do cơ quan mình ghi sẽ chỉ sửa được bằng đính chính."]
    own = units.own()
    if lacking := missing(period, own):
        words.append(f"{own}: {lacking} chỉ tiêu chưa báo cáo.")
    if clock.today() <= read_period(period, PeriodScheme.CALENDAR).end:
        words.append("Kỳ này chưa hết.")
    return " ".join(words)


def close(period: str, note: str = "") -> None:
    """Close a month of all units; what the program works out itself is stored first, all in one transaction."""
    year, month = rules.key_year(period), rules.last_month(period)
    with records.writing():
        for unit in _counted(year):
            computed.bring_up(year, unit, [month])
        periods.close(period, note)


def _counted(year: int) -> list[Unit]:
    """The office itself, and the parts of it for which a computed figure is kept that year."""
    own = units.own()
    kept = (
        Figure.select(Figure.unit)
        .join(Indicator)
        .where(Figure.year == year, Figure.deleted_at.is_null(), Indicator.computed != ComputedFrom.TYPED)
    )
    parts = Unit.select().where(Unit.relation == UnitRelation.PART, Unit.id.in_(kept), Unit.deleted_at.is_null())
    return [own, *parts]


def correct(indicator: Indicator, unit: Unit, period: str, row: Figure | None, texts: Mapping[str, str]) -> str:
    """Correct a closed figure, or report one that was missing, out of the texts of a form; the change in words."""
    answers = CORRECTING.answers(texts)
    told = {name: figure_words.understood(texts.get(name, "")) for name in figures.NUMBERS}
    entry = Entry(
        indicator,
        unit,
        period,
        **{name: one.number for name, one in told.items()},
        nothing=bool(answers.get("nothing")) or any(one.nothing for one in told.values()),
        estimated=bool(answers.get("estimated")) or any(one.estimated for one in told.values()),
        note=row.note if row is not None else "",
    )
    reason, paper = answers["reason"], answers.get("paper") or ""
    made = figures.add_late(entry, reason, paper) if row is None else figures.correct(row, entry, reason, paper)
    return f"{made.old} → {made.new}"


def story(row: Figure) -> list[tuple[str, str, str, str]]:
    """What happened to a figure and its corrections, the latest first: when, who, what, from - to."""
    told = journal.story(FIGURES, row.uid, *((ERRATA, one.uid) for one in figures.errata_of(row)))
    return [(at, who, what, "\n".join(filter(_says_something, words.splitlines()))) for at, who, what, words in told]


def _says_something(line: str) -> bool:
    """A mark that is not set, and the year beside the period, say nothing."""
    label, _, value = line.partition(":")
    return bool(value.strip()) and label != FIGURES.columns["year"].label
