"""The office of an article of 28/01/2019, its 14 wards and the inspections that went to each of them before Tết."""

from collections.abc import Iterator

from db.words import CheckAnswer, InspectionType, UnitKind, UnitRelation
from desktop_app.features.checklists import service as checklists
from desktop_app.features.demo_articles import service as articles
from desktop_app.features.demo_inspections import service as inspections
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.units import service as units

NAME = "long-bien-tet-2019"


def fill(seed: int) -> Iterator[float]:
    """Found the office and write its article and its inspections; yields the share done, 0 to 1."""
    scenario = ledger.read(NAME)
    for share in articles.fill([scenario["article"]]):
        yield 0.5 * share
    for code, name in scenario["wards"]:
        kind, relation = UnitKind.OFFICE.label, UnitRelation.SUB.label
        units.save({"code": code, "name": name, "kind": kind, "relation": relation, "parent": "UBND"})
    yield 0.7
    asked = scenario["checklist"]
    head = {name: asked[name] for name in ("name", "heading", "note")}
    rows = [
        {"section": section, "content": content, "answer": CheckAnswer(answer).label}
        for _, section, content, answer in asked["items"]
    ]
    template = checklists.save_with_items(head | {"type": InspectionType.OTHER.label}, rows)
    inspections.write(scenario["inspections"], template, [row[0] for row in asked["items"]], seed)
    yield 1.0
