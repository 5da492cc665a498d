"""A row of a package in a few texts: what became of it, why, and both values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.words import QuestionSort, Verdict
from desktop_app.features.handoff_desk.columns import Judged

LONG = 40  # letters: what stands in the title already is not repeated when it is longer
TOLD = "(như cột Bản ghi)"
QUIET = (Verdict.UNCHANGED, Verdict.READ_ONLY)  # nothing to tell about


@dataclass(frozen=True)
class Line:
    """A row of a package; ``sort`` is set while its question is open, ``ours`` and ``theirs`` are (label, text)."""

    sheet: str
    title: str
    verdict: Verdict
    reason: str
    ours: tuple[tuple[str, str], ...]
    theirs: tuple[tuple[str, str], ...]
    digest: str
    sort: QuestionSort | None = None

    @property
    def words(self) -> str:
        """The row on one line of a terminal: where, what, verdict, why, from what to what."""
        was, now = dict(self.ours), dict(self.theirs)
        changes = "; ".join(
            f"{label}: {was.get(label) or 'trống'} → {now.get(label) or 'trống'}" for label in was | now
        )
        text = f"[{self.sheet}] {self.title} – {self.verdict.label}"
        text += f": {self.reason}" if self.reason else ""
        return " ".join(f"{text} ({changes})".split()) if changes else " ".join(text.split())


def line_of(judged: Judged) -> Line:
    """A row that has just been judged."""
    asked = judged.verdict == Verdict.QUESTION
    ours = judged.ours if asked else {label: was for label, was, _ in judged.changes}
    theirs = judged.theirs if asked else {label: now for label, _, now in judged.changes}
    return Line(
        judged.sent.sheet,
        judged.title,
        judged.verdict,
        judged.reason,
        _pairs(ours),
        _pairs(theirs),
        judged.sent.digest,
        judged.sort if asked else None,
    )


def _pairs(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(values.items())


def in_lines(line: Line, pairs: Iterable[tuple[str, str]]) -> str:
    """One side of a row as a cell shows it: a line a value; empty ones left out, the one that is the title named."""
    return "\n".join(f"{label}: {TOLD if _is_title(line, text) else text}" for label, text in pairs if text)


def _is_title(line: Line, text: str) -> bool:
    return len(text) > LONG and text in line.title
