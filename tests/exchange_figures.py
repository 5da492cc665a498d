"""Targets and figures typed in an open office, by code, and what its book says of them in plain values."""

from decimal import Decimal
from typing import Any

from db.connection import database
from db.models import Figure, Indicator, Target
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.targets import service as targets
from tests.network_hands import unit

# What every book that holds them must say alike; units by the office they are, indicators by what they are called.
STORY = (
    "SELECT t.uid, i.name, u.office_uid, t.year, t.assigner, t.value, t.decided_on, t.paper, t.note, d.number, "
    "t.def_owner, t.def_term, t.def_epoch, t.def_n, t.deleted_at IS NULL FROM target t "
    "JOIN indicator i ON i.id = t.indicator_id JOIN unit u ON u.id = t.unit_id "
    "LEFT JOIN document d ON d.id = t.document_id WHERE u.office_uid IN ({0}) AND t.def_owner IN ({0}) ORDER BY 1",
    "SELECT f.uid, i.name, u.office_uid, f.year, f.period, f.state, f.value, f.numerator, f.denominator, f.estimated, "
    "f.note, f.def_owner, f.def_term, f.def_epoch, f.def_n FROM figure f "
    "JOIN indicator i ON i.id = f.indicator_id JOIN unit u ON u.id = f.unit_id "
    "WHERE f.deleted_at IS NULL AND u.office_uid = f.def_owner AND f.def_owner IN ({0}) ORDER BY 1",
    "SELECT e.uid, f.uid, e.corrected_on, e.old, e.new, e.reason, e.paper, e.author, e.place, e.def_owner, e.def_n "
    "FROM erratum e JOIN figure f ON f.id = e.figure_id WHERE f.deleted_at IS NULL AND e.def_owner IN ({0}) ORDER BY 1",
    "SELECT uid, period, closed_at, author, note, def_owner, def_n FROM closed_period "
    "WHERE deleted_at IS NULL AND def_owner IN ({0}) ORDER BY 1",
)


def indicator(code: str) -> Indicator:
    """An indicator of the open office by its code."""
    found = indicators.by_code(code)
    assert found is not None, code
    return found


def target(code: str, of: str, value: str, decided_on: str = "05/01/2026", year: int = 2026, **more: str) -> Target:
    """A target typed in the open office."""
    texts = {"indicator": indicator(code).name, "unit": of, "year": str(year), "value": value, "decided_on": decided_on}
    return targets.save({"assigner": "UBND giao", "paper": "10/QĐ-UBND", **texts, **more})


def report(code: str, of: str, period: str, value: str = "", **more: Any) -> None:
    """A figure typed in the open office: "12" or "3/4"; nothing at all takes it out."""
    numerator, slash, denominator = value.partition("/")
    said = {"numerator": numerator, "denominator": denominator} if slash else {"value": value}
    kept = figures.keep([Entry(indicator(code), unit(of), period, **said, **more)])
    assert not kept.problems, kept.problems


def correct(code: str, of: str, period: str, value: str, reason: str = "Cộng sót") -> None:
    """An erratum typed in the open office."""
    figures.correct(figure(code, of, period), Entry(indicator(code), unit(of), period, value), reason)


def figure(code: str, of: str, period: str) -> Figure:
    """The figure that counts in the open office."""
    return figures.of_years([int(period[:4])], [unit(of)])[indicator(code).id, unit(of).id, period]


def value(code: str, of: str, period: str) -> Decimal | None:
    """Its value."""
    return figure(code, of, period).value


def told(*offices: str) -> list[list[tuple[Any, ...]]]:
    """What the open book says of these offices' targets and figures; ``offices`` are identities."""
    marks = ", ".join(f"'{uid}'" for uid in offices)
    return [database.execute_sql(sql.format(marks)).fetchall() for sql in STORY]
