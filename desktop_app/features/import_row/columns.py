"""A row of a register with what it comes to, and why."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop_app.features.import_papers.columns import Paper
from desktop_app.features.import_read.columns import place_name
from desktop_app.features.import_table.columns import Table


class Verdict(StrEnum):
    """What a row comes to."""

    NEW = "new"
    QUESTION = "question"
    REFUSED = "refused"
    THERE = "there"
    LEFT = "left"


VERDICTS = {
    Verdict.NEW: "Sẽ nhập",
    Verdict.QUESTION: "Chờ trả lời",
    Verdict.REFUSED: "Bị từ chối",
    Verdict.THERE: "Đã có",
    Verdict.LEFT: "Bỏ qua",
}


@dataclass
class Row:
    """A row of a table with its verdict.

    ``texts`` are those of a task's form, ``values`` what they come to; ``shown`` is label -> text as people read it,
    ``problems`` label of the column -> what is wrong, ``columns`` label -> where it stands; ``waits`` are keys of
    questions, ``open`` the labels of what they leave open; ``notes`` were understood on the way.
    """

    table: Table
    row: int
    verdict: Verdict = Verdict.NEW
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    waits: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    paper: Paper | None = None
    origin: str = ""
    extended_to: Any = None
    extended_on: Any = None
    report: dict[str, Any] = field(default_factory=dict)
    record: str = ""
    why: str = ""
    words: str = ""  # of a row that is no task
    secret: bool = False

    @property
    def place(self) -> str:
        """Where it stands."""
        return place_name(self.table.sheet.name, self.row)

    @property
    def title(self) -> str:
        """What it is about."""
        return "(không hiện nội dung)" if self.secret else self.shown.get("Nội dung nhiệm vụ", "") or self.words

    @property
    def reason(self) -> str:
        """Why its verdict is what it is, in words."""
        told = [f"{label}: {words}" for label, words in self.problems.items()]
        return "; ".join([*([self.why] if self.why else []), *told])
