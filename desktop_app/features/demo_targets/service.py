"""The targets that articles count, in the office they name; what an article does not tell is marked as such."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db.models import Document, Indicator, Unit
from db.words import RATIOS, Assigner, DocumentType, Every, UnitRelation
from desktop_app.features.demo_articles import service as articles
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.demo_ledger.service import DocumentPlan
from desktop_app.features.demo_plans import service as demo_plans
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.targets import service as targets
from desktop_app.rules.dates import show_date
from desktop_app.rules.figures import key_year, keys, last_month

YEAR_2018, YEAR_2023 = "long-bien-2018", "long-bien-2023"
NAMES = (YEAR_2018, YEAR_2023)


def fill(name: str) -> Iterator[float]:
    """Found the office and write its article, its targets and its figures; yields the share done, 0 to 1."""
    scenario = ledger.read(name)
    papers = [_paper(row) for row in scenario.get("papers", ())]
    for share in articles.fill([scenario["article"]], papers):
        yield 0.3 * share
    known = _catalogue(scenario)
    own = Unit.get(Unit.relation == UnitRelation.OWN)
    rows = list(_rows(scenario))
    for row in rows:
        _set(known[row["code"]], own, scenario, row)
    yield 0.5
    entries = [one for row in rows for one in _entries(known[row["code"]], own, scenario, row)]
    kept = figures.keep(entries)
    assert not kept.problems, kept.problems
    yield 0.6
    demo_plans.write(scenario.get("plans", ()))
    yield 1.0


def _paper(row: Mapping[str, Any]) -> DocumentPlan:
    kind, note = DocumentType(row["type"]), row.get("note", "")
    return DocumentPlan(kind, row["number"], row["issuer"], row["issued_on"], row["subject"], note=note)


def _catalogue(scenario: Mapping[str, Any]) -> dict[str, Indicator]:
    """The catalogue the office needs: of the start data those it has targets of, with its own beside them."""
    changed: Mapping[str, Mapping[str, str]] = scenario.get("changed", {})
    named = {row["code"] for row in scenario.get("indicators", ())}
    indicators.put_in(named)
    for one in indicators.in_year(scenario["year"]):
        theme = f"{one.theme} {scenario['mark']}"
        indicators.save({"theme": theme, **changed.get(one.code, {})}, one)
    for row in _own(scenario):
        indicators.save(row)
    return {one.code: one for one in Indicator.select()}


def _own(scenario: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The places kept for indicators that an article counts without naming them."""
    place = len(indicators.offered())
    for group in scenario["unnamed"]:
        for number in range(1, group["count"] + 1):
            place += 1
            yield {
                **group["texts"],
                "code": group["code"].format(n=number),
                "name": group["name"].format(n=number),
                "note": group["note"],
                "place": str(place),
            }


def _rows(scenario: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is known of each indicator: the named ones, then those whose place is kept."""
    yield from scenario.get("indicators", ())
    for group in scenario["unnamed"]:
        for number in range(1, group["count"] + 1):
            yield {**group["facts"], "code": group["code"].format(n=number), "note": group["note"]}


def _set(indicator: Indicator, unit: Unit, scenario: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    """Write the targets of one indicator, one for each who set it."""
    for assigner in Assigner:
        if assigner.value not in row:
            continue
        given = scenario["given"][assigner.value]
        texts = {
            "indicator": indicator.code,
            "unit": unit.code,
            "year": str(scenario["year"]),
            "assigner": assigner.label,
            "value": row[assigner.value],
            "decided_on": show_date(given["decided_on"]),
            "paper": given.get("paper", ""),
            "note": row.get("note") or given["note"],
        }
        document = Document.get(Document.number == given["document"]) if "document" in given else None
        targets.save(texts, document=document)


def _entries(indicator: Indicator, unit: Unit, scenario: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Entry]:
    """The figures of one indicator: those of the year before, where there are any, and those of the year."""
    for name, year in (("before", scenario["year"] - 1), ("now", scenario["year"])):
        numbers = row.get(name, ())
        periods = keys(Every(indicator.every), year, 12) if numbers else []
        for period, number, base in zip(periods, numbers, _bases(row, name, len(numbers)), strict=True):
            is_ratio = indicator.aggregation in RATIOS
            yield Entry(
                indicator,
                unit,
                period,
                value="" if is_ratio else str(number),
                numerator=str(number) if is_ratio else "",
                denominator=str(base) if is_ratio else "",
                estimated=key_year(period) == scenario["year"]
                and last_month(period) >= scenario["estimated_from"]
                and row.get("estimated", True),
                note=row.get("note") or scenario["figure_note"],
            )


def _bases(row: Mapping[str, Any], name: str, count: int) -> Iterable[int | str]:
    """The denominators of a ratio: one for each period, or the same one for all."""
    given = row.get(f"{name}_of", "")
    return given if isinstance(given, list) else [given] * count
