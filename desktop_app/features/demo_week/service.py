"""Duties, briefings and two filled weeks for the office of 2022: all of it assumed, and marked so."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from db.models import Unit
from desktop_app.features.briefing_rules import service as rules
from desktop_app.features.demo_ledger.service import read
from desktop_app.features.duties import service as duties
from desktop_app.features.week import service as weeks
from desktop_app.rules.week import read_week

NAME = "lich-tuan-2022"
RULE = (
    *("name", "kind", "every", "weekday", "week", "month", "half", "starts_at", "ends_at", "chair", "attendants"),
    *("place", "prepares", "preparation"),
)
LINE = (
    *("day", "half", "starts_at", "ends_at", "content", "chair", "leaders", "units", "attendants", "place"),
    *("prepares", "preparation", "state"),
)


def write() -> None:
    """Write them into the office just founded, inside the caller's ``writing``."""
    material = read(NAME)
    names = {str(unit.code): str(unit.name) for unit in Unit.select().where(Unit.deleted_at.is_null())}
    since = {"valid_from": material["since"], "note": material["assumed"]}
    for texts in _duties(material, names):
        duties.save({**texts, **since, "paper": material["paper"]})
    for row in material["rules"]["rows"]:
        rules.save({**_named(RULE, row, names), **since})
    for week in material["weeks"]:
        weeks.fill(read_week(week, date.min))
    for row in material["lines"]["rows"]:
        weeks.save({**_named(LINE, row, names), "note": material["assumed"]})


def _duties(material: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for leader, codes in material["duties"].items():
        yield from ({"official": leader, "unit": names[code]} for code in codes)
    for leader, fields in material["fields"].items():
        yield from ({"official": leader, "field": field} for field in fields)


def _named(columns: tuple[str, ...], row: list[str], names: Mapping[str, str]) -> dict[str, str]:
    """A row of the material as texts; units are written there by their codes."""
    texts = dict(zip(columns, row, strict=True))
    for name in ("units", "prepares"):
        if texts.get(name):
            texts[name] = "; ".join(names[code.strip()] for code in texts[name].split(";"))
    return texts
