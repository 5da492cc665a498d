"""Hands for the tests of figures: an office with indicators, a year of figures, and real keys into the sheet."""

from collections.abc import Mapping
from typing import Any

from db.words import RATIOS, Aggregation
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.units import service as units
from desktop_app.ui import kit
from tests.typing_hands import focus, keys, press_here

Said = Mapping[tuple[str, str], tuple[str, ...]]  # (code, period) -> the numbers to type


def put_in_indicators() -> None:
    """The whole start data, and what no scenario would type is left to it."""
    indicators.put_in()


def year_of(year: int) -> dict[tuple[str, str], tuple[str, ...]]:
    """A figure for every indicator and every period of a year, no two alike where they may differ."""
    said: dict[tuple[str, str], tuple[str, ...]] = {}
    for place, one in enumerate(indicators.in_year(year), 1):
        for code in figures.rules.keys(one.every, year, 12):
            month = figures.rules.last_month(code)
            if one.computed:
                continue
            if one.aggregation in RATIOS:
                said[(one.code, code)] = (str(place * 3 + month), str(place * 10 + 100))
            elif one.aggregation == Aggregation.FLAG:
                said[(one.code, code)] = (str(month % 2),)
            else:
                said[(one.code, code)] = (str(place * 20 + month),)
    return said


def stored(year: int) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every typed figure of our own office that year, in the same form."""
    own = units.own()
    codes = {one.id: one.code for one in indicators.in_year(year)}
    found = {}
    for (indicator, _, period), row in figures.of_years([year], [own]).items():
        parts = (row.value,) if row.value is not None else (row.numerator, row.denominator)
        found[(codes[indicator], period)] = tuple(figures.show_amount(part).replace(".", "") for part in parts)
    return found


def type_into(screen: Any, text: str) -> None:
    """Type into the sheet from the chosen cell on; the line feed is Return."""
    keys(screen.sheet.table, text)


def paste_at(screen: Any, spot: tuple[int, int], text: str) -> None:
    """Choose a cell, and paste with Ctrl+V."""
    screen.sheet.choose(spot)
    screen.clipboard_clear()
    screen.clipboard_append(text)
    focus(screen.sheet.table)
    press_here(screen, "Control-v")


def spot_of(screen: Any, code: str, part: str = "value", period: str = "") -> tuple[int, int]:
    """Where a part of a figure stands on the sheet."""
    return next(
        place.cells[part]
        for place in screen.table.places
        if place.indicator.code == code and (not period or place.period == period)
    )


def made(root: Any, load: Any) -> Any:
    """A screen of the catalogue in the root window."""
    holder = kit.Frame(root)
    holder.pack(fill="both", expand=True)
    screen = load()(holder)
    screen.pack(fill="both", expand=True)
    screen.holder = holder
    root.update()
    return screen
