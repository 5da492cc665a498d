"""A register on its way into the book: what was chosen and answered, and what every row comes to."""

from dataclasses import dataclass, field

from desktop_app.features.import_ask.columns import Question
from desktop_app.features.import_read.columns import Source
from desktop_app.features.import_row.columns import Row, Verdict
from desktop_app.features.import_table.columns import Table


@dataclass
class Plan:
    """A register with everything that was chosen and answered; `judge` fills in the rest."""

    source: Source
    tables: list[Table]
    maps: list[dict[int, str]]
    answers: dict[str, str]
    skipped: set[int] = field(default_factory=set)  # places of tables that a person leaves out
    rows: list[Row] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    before: str = ""
    head: str = ""

    def count(self, verdict: Verdict) -> int:
        """How many rows have a verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def open_questions(self) -> list[Question]:
        """Those that nobody has answered."""
        return [question for question in self.questions if not question.answer]
