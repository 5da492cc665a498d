"""A line of an urging letter that is a finding, and its words as the letter keeps them."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

FROZEN = ("code", "unit", "content", "demand", "document", "situation")


@dataclass(frozen=True)
class ListedFinding:
    """An overdue remediation as at a day, in the words of a list; ``code`` is that of its round."""

    finding: int
    code: str
    unit_id: int | None
    unit: str
    content: str
    demand: str
    document: str
    due_on: date
    days_late: int
    situation: str
    urged: int

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from every other line of a letter."""
        return "finding", self.finding


def told(line: ListedFinding) -> str:
    """The words of a line as they are kept."""
    return json.dumps({name: getattr(line, name) for name in FROZEN}, ensure_ascii=False)


def read(row: Any) -> ListedFinding:
    """A line as it was drawn up."""
    return ListedFinding(
        finding=row.finding_id,
        unit_id=row.unit_id,
        due_on=row.due_on,
        days_late=row.days_late,
        urged=row.urged_before,
        **json.loads(str(row.told)),
    )
