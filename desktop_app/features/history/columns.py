"""An entry of the journal as people see it, and the words of its filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.words import JournalAction

# Kinds that the journal speaks of and that are no list of records.
OTHER_KINDS = {
    "package": "Gói dữ liệu",
    "peer": "Khóa, nơi gửi nhận",
    "question": "Câu hỏi",
}
ACTIONS = {action.label: str(action) for action in JournalAction}


@dataclass(frozen=True)
class Entry:
    """One row: its number, and what it tells; ``name`` is how people call the record, ``told`` each value."""

    id: int
    at: str
    who: str
    action: str
    kind: str
    record: str
    name: str
    told: tuple[str, ...]
    digest: str

    @property
    def action_words(self) -> str:
        """What was done, in words."""
        return JournalAction(self.action).label

    @property
    def summary(self) -> str:
        """Everything it tells in one line."""
        return "; ".join(" ".join(line.split()) for line in self.told)


def spans(today: date) -> Mapping[str, tuple[date, date]]:
    """Usual ranges of days: words -> first and last day, both included.

    >>> spans(date(2026, 3, 4))["Tháng trước"]
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return {
        "Hôm nay": (today, today),
        "Hôm qua": (today - timedelta(days=1), today - timedelta(days=1)),
        "7 ngày qua": (today - timedelta(days=6), today),
        "30 ngày qua": (today - timedelta(days=29), today),
        "Tháng này": (month, today),
        "Tháng trước": (before.replace(day=1), before),
        "Năm nay": (today.replace(month=1, day=1), today),
    }


Where = Mapping[str, Any]  # who, kind, action, days (first, last), record (a uid)
