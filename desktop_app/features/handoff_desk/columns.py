"""A row on its way in: what was sent, what is decided about it, and what would be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db.models import Unit
from db.words import Answer, QuestionSort, Verdict
from desktop_app.records.receiving import Incoming
from desktop_app.rules.handoff import Place, Revision


@dataclass(frozen=True)
class Arrival:
    """The package that rows stand in: who sent it, and its place in the channel; ``assignment`` comes from above.

    ``seen`` is the highest epoch of ours that the sender has seen; when the package is accepted, ours is past it.
    """

    sender: str
    unit: Unit
    place: Place
    assignment: bool
    seen: int = 0


@dataclass(frozen=True)
class Sent:
    """A row as it was sent: ``values`` are plain, ``facts`` say whose its halves are."""

    sheet: str
    kind: str
    uid: str
    def_revision: Revision
    exe_revision: Revision | None
    values: Mapping[str, Any]
    digest: str
    place: int = 0

    @property
    def deleted(self) -> bool:
        """Whether its owner has deleted it."""
        return bool(self.values.get("deleted"))


@dataclass
class Judged:
    """What becomes of a row.

    ``changes`` are (label, from, to) as people read them. ``sort`` is set for a question, ``ours`` and ``theirs`` are
    then the values side by side. ``incoming`` is what would be written. ``renames`` is the uid under which the record
    lies here so far; ``past`` are executions of former doers to keep. ``kept`` raises a half of ours that a person
    keeps as it is.
    """

    sent: Sent
    title: str
    verdict: Verdict
    reason: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    sort: QuestionSort | None = None
    incoming: Incoming | None = None
    renames: str = ""
    past: list[dict[str, Any]] = field(default_factory=list)
    ours: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    lies_here: bool = False
    kept: Incoming | None = None


Answers = Mapping[str, Answer]  # the digest of a row as sent -> what a person said
