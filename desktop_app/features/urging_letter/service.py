"""Drawing letters up and keeping them as drafts; what has changed in the book since a list was made."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from db.connection import database
from db.models import Task, UrgedTask, UrgingLetter
from db.models.base import new_uid
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.urging import service as urging
from desktop_app.features.urging.columns import URGINGS
from desktop_app.features.urging.service import Line, Listed
from desktop_app.features.urging_findings import service as urging_findings
from desktop_app.features.urging_findings.columns import ListedFinding
from desktop_app.features.urging_letter.columns import LETTER, read, told
from desktop_app.records import journal
from desktop_app.records.session import current
from desktop_app.rules import urging as rules
from desktop_app.rules.dates import show_date
from desktop_app.rules.workdays import add_workdays

REPLY_WORKDAYS = 5
NAMED = 12  # tasks that a message names one by one
INSERT = (
    "INSERT INTO urged_task (uid, changed_at, letter_id, task_id, place, unit_id, due_on, days_late, told, "
    "urged_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def proposed(as_at: date | None = None) -> dict[str, str]:
    """What a new letter begins with: figures of now, or of a day that is past, an answer within five working days."""
    today = clock.today()
    reply_by = add_workdays(today, REPLY_WORKDAYS, *clock.calendar())
    return {
        "as_at": show_date(as_at or today),
        "cutoff_at": f"{clock.now():%H:%M}" if as_at in (None, today) else "",
        "reply_by": show_date(reply_by),
    }


def shown(letter: UrgingLetter) -> dict[str, str]:
    """What a letter's page shows in its fields."""
    texts = {name: column.shown(letter) for name, column in LETTER.columns.items() if name != "soon"}
    return texts | {"soon": "x" if any(not line.days_late for line in lines_of(letter)) else ""}


def asked(texts: Mapping[str, str]) -> dict[str, Any]:
    """What a letter is asked for, or Refused."""
    values = LETTER.answers({"as_at": "", **texts})
    as_at, reply_by = values["as_at"], values.get("reply_by")
    problems = {}
    if as_at > clock.today():
        problems["as_at"] = "Số liệu không lấy trước được; hãy ghi hôm nay hoặc một ngày đã qua"
    if reply_by is not None and reply_by <= as_at:
        problems["reply_by"] = f"Phải sau ngày lấy số liệu {show_date(as_at)}"
    if problems:
        raise Refused(problems)
    return values


def lines_of(letter: UrgingLetter) -> list[Listed]:
    """The list of a letter as it was drawn up."""
    return [read(row) for row in rows_of(letter)]


def all_lines_of(letter: UrgingLetter) -> list[Line]:
    """Everything a letter lists as it was drawn up: its tasks, then what has to be put right after inspections."""
    return [*lines_of(letter), *urging_findings.lines_of(letter)]


def listed(day: date, units: Collection[int] = (), *, soon: bool = False) -> list[Line]:
    """Everything a letter as at a day would list."""
    return [*urging.listed(day, units, soon=soon), *urging_findings.listed(day, units)]


def tasks_of(lines: Sequence[Line]) -> list[Listed]:
    """Of lines those that are tasks."""
    return [line for line in lines if isinstance(line, Listed)]


def findings_of(lines: Sequence[Line]) -> list[ListedFinding]:
    """Of lines those that are findings."""
    return [line for line in lines if isinstance(line, ListedFinding)]


def rows_of(letter: UrgingLetter) -> Sequence[Any]:
    """The stored lines of a letter in their order, each with its task's code."""
    query = UrgedTask.select(UrgedTask, Task.id, Task.code).join(Task).where(UrgedTask.letter == letter)
    return list(query.order_by(UrgedTask.place, UrgedTask.id))


def named(words: str) -> UrgingLetter | None:
    """The letter of a number or a uid; of several with one number the last."""
    known = (UrgingLetter.number == words) | (UrgingLetter.uid == words)
    query = UrgingLetter.select().where(known, UrgingLetter.deleted_at.is_null(), words != "")
    found: UrgingLetter | None = query.order_by(UrgingLetter.id.desc()).first()
    return found


def keep(texts: Mapping[str, str], lines: Sequence[Line], letter: UrgingLetter | None = None) -> UrgingLetter:
    """Keep a draft with its list, or a draft's other words with what is left of its list; Refused when issued."""
    if letter is not None and letter.issued_on is not None:
        raise Refused(f"Văn bản {letter.number} đã ban hành, không sửa được nữa")
    values = asked(texts)
    if not any(line.days_late for line in lines):
        raise Refused("Chưa chọn nhiệm vụ, yêu cầu khắc phục quá hạn nào để đôn đốc")
    written = {name: text for name, text in texts.items() if name in URGINGS.columns}
    with records.writing():
        more: dict[str, Any] = {"author": current.who} if letter is None else {}
        more |= {"cutoff_at": values["cutoff_at"] or ""} if "cutoff_at" in values else {}
        kept = records.keep(URGINGS, written, letter, **more)
        if letter is None:
            _write_lines(kept, tasks_of(lines))
            urging_findings.write_lines(kept, findings_of(lines))
            journal.note(URGINGS.kind, kept.uid, drawn=_drawn(lines))
        else:
            leave_out(kept, {row.task_id for row in rows_of(kept)} - {line.task for line in tasks_of(lines)})
            stay = {line.finding for line in findings_of(lines)}
            leave_out_findings(kept, {row.finding_id for row in urging_findings.rows_of(kept)} - stay)
    return kept


def delete(letter: UrgingLetter) -> None:
    """Take a draft out; Refused when issued."""
    if letter.issued_on is not None:
        raise Refused(f"Văn bản {letter.number} đã ban hành; ban hành nhầm thì bấm “Thu hồi”")
    records.delete(URGINGS, letter)


def leave_out(letter: UrgingLetter, ids: Collection[int]) -> None:
    """Take tasks out of a letter's list, inside the caller's ``writing``."""
    gone = [row for row in rows_of(letter) if row.task_id in ids] if ids else []
    for row in gone:
        row.delete_instance()
    if gone:
        journal.note(URGINGS.kind, letter.uid, left_out=f"Bỏ khỏi danh sách: {codes(row.task.code for row in gone)}")


def leave_out_findings(letter: UrgingLetter, ids: Collection[int]) -> None:
    """Take findings out of a letter's list, inside the caller's ``writing``."""
    if gone := urging_findings.leave_out(letter, ids) if ids else []:
        journal.note(URGINGS.kind, letter.uid, left_out=f"Bỏ khỏi danh sách khắc phục: {codes(gone)}")


def changed(letter: UrgingLetter, day: date) -> dict[int, str]:
    """Which listed tasks are not to be urged, or reminded of, on ``day``, and why: task id -> words."""
    lines = lines_of(letter)
    found = urging.halves_of([line.task for line in lines])
    reasons = {line.task: _changed(line, found.get(line.task), day) for line in lines}
    return {task: words for task, words in reasons.items() if words}


def codes(found: Any) -> str:
    """The codes of tasks in a message, the first ones by name."""
    known = list(found)
    more = f" và {len(known) - NAMED} nhiệm vụ khác" if len(known) > NAMED else ""
    return ", ".join(known[:NAMED]) + more


def _changed(line: Listed, task: Any, day: date) -> str:
    if task is None:
        return "đã xóa khỏi sổ"
    why = rules.why_not(task, day)
    still_soon = not line.days_late and rules.is_soon(task, day, line.due_on)
    return "" if still_soon else why


def _write_lines(letter: UrgingLetter, lines: Sequence[Listed]) -> None:
    moment = clock.now().isoformat(timespec="seconds")
    rows = [
        (
            new_uid(),
            moment,
            letter.id,
            line.task,
            place,
            line.unit_id,
            line.due_on.isoformat(),
            line.days_late,
            told(line),
            line.urged,
        )
        for place, line in enumerate(lines)
    ]
    database.connection().executemany(INSERT, rows)


def _drawn(lines: Sequence[Line]) -> str:
    """What a letter lists, in the journal."""
    tasks, found = tasks_of(lines), findings_of(lines)
    parts = [f"{len(tasks)} nhiệm vụ: {codes(line.code for line in tasks)}"] * bool(tasks)
    parts += [f"{len(found)} yêu cầu khắc phục: {codes(line.code for line in found)}"] * bool(found)
    return f"Danh sách {'; '.join(parts)}"
