"""The office that articles about a district name, founded, with the tasks they report word for word."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from db.words import DocumentType, MeetingKind
from desktop_app.features.demo_ledger import service as ledger
from desktop_app.features.demo_ledger.service import Book, DocumentPlan, MeetingPlan, NotePlan, OrderPlan

NAME = "bai-bao"


def fill(articles: Collection[str] | None = None, papers: Collection[DocumentPlan] = ()) -> Iterator[float]:
    """Found the office and write what articles report; yields the share done, 0 to 1.

    Args:
        articles: the articles by their number, or all of them.
        papers: documents that an article names, to be entered beside them.
    """
    scenario = ledger.read(NAME)
    ledger.found(scenario)
    yield 0.1
    chosen = {key: facts for key, facts in scenario["articles"].items() if articles is None or key in articles}
    meetings, documents = [], list(papers)
    for key, facts in sorted(chosen.items(), key=lambda item: item[1]["issued_on"]):
        kind, chair, note = MeetingKind(facts["kind"]), facts["chair"], facts["note"]
        meeting = MeetingPlan(kind, facts["held_on"], facts["meeting"], chair, note=note)
        orders = [_order(row, facts) for row in scenario["orders"] if row["article"] == key]
        meetings.append(meeting)
        documents.append(
            DocumentPlan(
                DocumentType.ARTICLE, "", facts["issuer"], facts["issued_on"], facts["subject"], orders, meeting=meeting
            )
        )
    for share in ledger.write(Book(meetings, documents)):
        yield 0.1 + 0.9 * share


def _order(row: Mapping[str, Any], facts: Mapping[str, Any]) -> OrderPlan:
    return OrderPlan(
        row["content"],
        row["lead"],
        facts["held_on"],
        tuple(row.get("partners", ())),
        row.get("leader", ""),
        due_on=row.get("due_on"),
        recurrence=row.get("recurrence", ""),
        notes=[NotePlan(facts["held_on"], row["note"])] if "note" in row else [],
    )
