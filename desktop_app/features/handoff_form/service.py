"""The template of orders: read, asked about task by task, and entered when a person takes a task."""

import json
from collections.abc import Iterator

from db.models import Question
from db.words import QuestionSort
from desktop_app import events, records
from desktop_app.errors import Refused
from desktop_app.features.handoff_form_cells.service import read
from desktop_app.features.handoff_form_entry.service import enter, helpers_of, issuer_of, twins_of
from desktop_app.features.handoff_form_fields.columns import Read, Row
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import journal
from desktop_app.rules import names

__all__ = ["ask", "enter", "read"]

TITLE_ROOM = 300


def ask(found: Read) -> int:
    """Put each understood row as a question, and say how many are new; what was asked before is not asked again."""
    asked = 0
    with records.writing():
        for row in found.rows:
            if not Question.select().where(Question.digest == row.digest).exists():
                _ask(found, row)
                asked += 1
        if asked:
            journal.note("question", "", form=found.path.name, asked=asked)
            events.publish(events.Changed("question"))
    return asked


def _ask(found: Read, row: Row) -> None:
    kept = {"head": dict(row.head), "task": dict(row.task), "sheet": row.sheet, "row": row.row, "file": found.path.name}
    place = str(row.task.get("place") or "")
    twins = twins_of(row.head, row.task)
    Question.create(
        sort=QuestionSort.TYPED,
        kind=TASKS.kind,
        record=twins[0].uid if twins else "",
        title=f"{f'{place}. ' if place else ''}{names.one_line(row.task['content'])}"[:TITLE_ROOM],
        words=". ".join(_words(found, row, [task.code for task in twins])),
        theirs=json.dumps(row.told, ensure_ascii=False),
        row=json.dumps(kept, ensure_ascii=False),
        digest=row.digest,
    )


def _words(found: Read, row: Row, twins: list[str]) -> Iterator[str]:
    """Why a person is asked, and what to look at before answering."""
    yield f"Tệp {found.path.name}, trang “{row.sheet}”, dòng {row.row}"
    if twins:
        yield f"Đã có {', '.join(twins)} cùng văn bản, cùng nội dung; nhập nữa là thêm một nhiệm vụ trùng"
    yield from row.notes
    try:
        issuer_of(row.head)
    except Refused as refused:
        yield str(refused)
    _, left = helpers_of(str(row.task.get("helpers") or ""))
    if left:
        yield f"Không có trong danh bạ nên chỉ ghi lại tên: {'; '.join(left)}"
