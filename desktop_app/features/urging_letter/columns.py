"""What is asked before a letter is drawn up, and the words of its list, kept as they were."""

import json
from dataclasses import replace
from typing import Any

from desktop_app.features.urging.columns import URGINGS
from desktop_app.features.urging.service import Listed
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Hour, LongText, YesNo

ASKED = URGINGS.columns
LETTER = Questions(
    "Lập văn bản đôn đốc",
    ASKED["as_at"],
    replace(ASKED["cutoff_at"], kind=Hour(), hint=""),  # the page is full: its help explains
    ASKED["reply_by"],
    Column("soon", "Kèm việc sắp đến hạn", YesNo()),
    replace(ASKED["demand"], kind=LongText(lines=1), hint=""),
)

# What a line says that may be written otherwise in the book one day.
FROZEN = ("unit", "content", "document", "situation", "followed")
DRAFTED_BY = "VP"  # the office's own department follows the tasks and drafts such letters (DOMAIN.md 2.1, 3.5)
HEAD_OF_PAPER = (
    "name",
    "header_superior",
    "header_issuer",
    "place",
    "symbol",
    "signer_authority",
    "signer_name",
    "receivers",
)


def told(line: Listed) -> str:
    """The words of a line as they are kept."""
    return json.dumps({name: getattr(line, name) for name in FROZEN}, ensure_ascii=False)


def read(row: Any) -> Listed:
    """A line as it was drawn up."""
    words: dict[str, Any] = json.loads(str(row.told))
    kept = {name: words[name] for name in FROZEN}
    return Listed(
        task=row.task_id,
        code=row.task.code,
        unit_id=row.unit_id,
        due_on=row.due_on,
        days_late=row.days_late,
        urged=row.urged_before,
        **kept,
    )


def head_of(letter: Any) -> dict[str, Any] | None:
    """The office's head and signature as the letter was issued with them; None of a draft."""
    found: dict[str, Any] | None = json.loads(str(letter.printed)) if letter.printed else None
    return found


def head_kept(office: Any) -> str:
    """The head and signature of the office of now, as an issued letter keeps them."""
    return json.dumps({name: getattr(office, name) for name in HEAD_OF_PAPER}, ensure_ascii=False)
