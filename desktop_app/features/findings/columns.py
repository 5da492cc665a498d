"""A finding, what was reported of it and what was decided about it, as people see them."""

from db.models import Finding, FindingDecision, Remediation
from desktop_app.records import Entity, Stored

FINDINGS = Entity(
    Finding,
    "Tồn tại, khắc phục",
    "tồn tại",
    Stored("party", width=30, typed=False),
    Stored("place", width=8, typed=False),
    Stored("topic", width=24),
    Stored("content", width=60),
    Stored("clause", width=24),
    Stored("demand", width=40),
    Stored("due_on"),
    Stored("task", width=14, half="home", typed=False),
    search=("content", "topic", "demand"),
    order="due_on",
    part_of="party",
)

REMEDIATIONS = Entity(
    Remediation,
    "Kết quả khắc phục",
    "kết quả khắc phục",
    Stored("finding", width=40, typed=False),
    Stored("reported_on"),
    Stored("content", width=60),
    Stored("done_on"),
    Stored("author", width=24),
    Stored("place", width=8, typed=False),
    order="place",
    part_of="finding",
)

FINDING_DECISIONS = Entity(
    FindingDecision,
    "Quyết định về khắc phục",
    "quyết định về khắc phục",
    Stored("finding", width=40, typed=False),
    Stored("kind", width=24),
    Stored("decided_on"),
    Stored("due_on"),
    Stored("words", width=40),
    Stored("paper", width=24),
    Stored("recheck", width=30, half="home", typed=False),
    Stored("decided_by", width=24),
    Stored("place", width=8, typed=False),
    order="place",
    part_of="finding",
)
