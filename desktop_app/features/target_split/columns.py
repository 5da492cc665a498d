"""What is asked when a target is shared out."""

from collections.abc import Callable, Sequence

from desktop_app.features.targets.columns import TARGETS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import OneOf

DECIDED = ("decided_on", "document", "paper")


def sharing(keys: Callable[[], Sequence[str]]) -> Questions:
    """By which key, and by which decision; ``keys`` are the words one may choose from."""
    key = Column("key", "Chia theo", OneOf(keys), width=40, needed=True)
    return Questions("Phân bổ chỉ tiêu", key, *TARGETS.pick(DECIDED))
