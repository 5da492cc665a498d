"""Speed of targets and figures: 42 indicators, an office with 14 wards, three years; reading, saving a month, printing.

python -m tests.bench.bench_targets [--wards N] [--rounds N]

Each is held against what no program could leave out, in processor seconds, in the same run: reading against the rows of
both years fetched by sqlite3 (limit 20 times), saving every cell of a month against the same rows through the gate
alone (1.5), paper against a LongTable of the same cells with the library's defaults (3, over all 5; its
charts are drawn beside).
"""

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from db.models import Figure, Indicator, Unit
from db.words import RATIOS, Aggregation, Assigner, Every, PeriodScheme, UnitRelation
from desktop_app import catalogue, clock, records
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.columns import FIGURES
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.features.readings import service as readings
from desktop_app.features.targets import service as targets
from desktop_app.features.targets_report import report
from desktop_app.pdf.tables import GroupRow
from desktop_app.records.keep import load
from desktop_app.rules.figures import keys
from desktop_app.rules.numbers import show_amount
from desktop_app.rules.periods import read_period
from tests.office_hands import OWN

YEAR, BEFORE = 2025, 2
MONTH = "2026-01"
LIMITS = {"one unit": 20, "all wards": 20, "a month saved": 1.5, "F9 of one unit": 3, "F9 of all wards": 5}


def main(arguments: list[str]) -> int:
    """Measure each beside its floor and print medians, ratio and limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wards", type=int, default=14)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    clock.set_today(date(2026, 2, 10))
    catalogue.entities()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        office.open_folder(folder, writing=True)
        try:
            fill(given.wards)
            [(count,)] = raw("SELECT count(*) FROM figure")
            print(f"{Indicator.select().count()} indicators, {given.wards} wards and the office, {count} figures")
            measure(Path(place), given.rounds)
        finally:
            office.close_folder()
    return 0


def measure(place: Path, rounds: int) -> None:
    """Every measurement, ours and its floor in turn."""
    own = Unit.get(Unit.relation == UnitRelation.OWN)
    year = read_period(str(YEAR), PeriodScheme.CALENDAR)
    one = f"SELECT * FROM figure WHERE year IN ({YEAR - 1}, {YEAR}) AND unit_id = {own.id} AND deleted_at IS NULL"
    every = f"SELECT * FROM figure WHERE year IN ({YEAR - 1}, {YEAR}) AND unit_id <> {own.id} AND deleted_at IS NULL"
    show("one unit", rounds, lambda: readings.read(year, own), lambda: raw(one))
    show("all wards", rounds, lambda: readings.consolidated(year), lambda: raw(every))
    saving = Saving()
    show("a month saved", rounds, saving.ours, saving.floor, between=saving.take_back)
    for name, consolidated in (("F9 of one unit", False), ("F9 of all wards", True)):
        request = printing.Request(str(YEAR), PeriodScheme.CALENDAR, consolidated=consolidated)
        form = catalogue.form("targets")
        assert form is not None
        ours = printing.prepare(form, request, place / "ours.pdf").run
        rows = report._rows(report.gather(year, year.end, request).table)
        cells = [list(row.cells) if isinstance(row, GroupRow) else list(row) for row in rows]
        show(name, rounds, ours, lambda cells=cells: plain_table(cells, place / "floor.pdf"))


def show(
    name: str, rounds: int, ours: Callable[[], Any], floor: Callable[[], Any], between: Callable[[], Any] = lambda: None
) -> None:
    """Medians of both, taken in turn, and the ratio beside its limit."""
    taken: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(rounds + 1):
        for which, work in (("ours", ours), ("floor", floor)):
            begun = time.process_time()
            work()
            taken[which].append(time.process_time() - begun)
            between()
    a, b = (statistics.median(each[1:]) for each in taken.values())  # the first round warms up
    ratio, limit = a / b, LIMITS[name]
    print(f"{name}: {a * 1000:.1f} ms, floor {b * 1000:.1f} ms, {ratio:.1f} times (limit {limit})", end="")
    print("" if ratio <= limit else "  OVER THE LIMIT")


# --- The office ---


def fill(wards: int) -> None:
    """Found the office; three years of figures of every indicator and unit, the targets of the last one."""
    rng = Random(7)
    units = [{"code": "UB", "name": OWN, "kind": "Ủy ban nhân dân", "relation": "Cơ quan mình"}]
    kind = {"kind": "Ủy ban nhân dân", "relation": "Cấp dưới"}
    units += [{"code": f"P{n:02d}", "name": f"Phường số {n}", **kind} for n in range(1, wards + 1)]
    office.create(office.suggested(next(iter(office.LABELS)), OWN, "Thành phố"), units, [])
    indicators.put_in()
    measured = list(Indicator.select())
    rows = [
        figure(one, unit, year, code, rng)
        for unit in Unit.select()
        for one in measured
        for year in range(YEAR - BEFORE, YEAR + 1)
        for code in keys(Every(one.every), year, 12)
    ]
    with records.writing():
        for _ in load(FIGURES, rows):
            pass
        for one in measured:
            for who in (Assigner.UPPER, Assigner.COUNCIL):
                texts = {"indicator": one.code, "unit": "UB", "year": str(YEAR), "assigner": who.label}
                targets.save({**texts, "value": str(rng.randint(1, 900)), "decided_on": f"05/01/{YEAR}"})


def figure(one: Indicator, unit: Unit, year: int, code: str, rng: Random) -> Figure:
    """A figure as it would be stored."""
    row = Figure(indicator=one, unit=unit, year=year, period=code)
    if one.aggregation in RATIOS:
        row.denominator = Decimal(rng.randint(500, 9000))
        row.numerator = Decimal(rng.randint(1, int(row.denominator)))
    else:
        row.value = Decimal(rng.randint(0, 1) if one.aggregation == Aggregation.FLAG else rng.randint(1, 90000))
    return row


def raw(sql: str) -> list[Any]:
    """Rows as sqlite3 gives them, past everything of ours."""
    with closing(sqlite3.connect(office.folder().database)) as connection:
        return connection.execute(sql).fetchall()


# --- A month typed ---


class Saving:
    """Every cell of a month, of every unit, written at once; and taken back between rounds."""

    def __init__(self) -> None:
        rng = Random(11)
        self.entries: list[Entry] = []
        self.values: list[dict[str, Any]] = []
        for unit in Unit.select():
            for one in Indicator.select().where(Indicator.every == Every.MONTH, Indicator.computed == ""):
                row = figure(one, unit, 2026, MONTH, rng)
                numbers = {name: getattr(row, name) for name in figures.NUMBERS}
                texts = {name: show_amount(number) for name, number in numbers.items()}
                self.entries.append(Entry(one, unit, MONTH, **texts))
                self.values.append({"indicator": one, "unit": unit, "year": 2026, "period": MONTH, **numbers})
        print(f"a month: {len(self.entries)} cells")

    def ours(self) -> None:
        """What the grid does."""
        kept = figures.keep(self.entries)
        assert kept.written == len(self.entries), kept

    def floor(self) -> None:
        """The same rows through the gate alone: revision, journal, one transaction."""
        with records.writing():
            for values in self.values:
                records.keep(FIGURES, {}, None, **values)

    def take_back(self) -> None:
        """The month as empty as it was, so that every round writes it anew."""
        with records.writing():
            Figure.delete().where(Figure.period == MONTH).execute()


def plain_table(rows: list[list[str]], out: Path) -> None:
    """What most programs would write: a LongTable of Paragraphs."""
    style = getSampleStyleSheet()["BodyText"]
    wide = max(len(row) for row in rows)
    cells = [[Paragraph(str(cell), style) for cell in [*row, *[""] * (wide - len(row))]] for row in rows]
    SimpleDocTemplate(str(out), pagesize=landscape(A4)).build([LongTable(cells)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
