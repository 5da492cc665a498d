"""A register from its file or from the clipboard up to its verdict, with the choices of a person kept in a file."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_app import errors, files
from desktop_app.errors import Failed, Refused
from desktop_app.excel import refusals
from desktop_app.features.import_ask.columns import Question
from desktop_app.features.import_map import service as mapping
from desktop_app.features.import_map.columns import FIELDS
from desktop_app.features.import_read import service as reading
from desktop_app.features.import_read.columns import Source
from desktop_app.features.import_row.columns import VERDICTS, Row, Verdict
from desktop_app.features.import_rows import service as judging
from desktop_app.features.import_rows.columns import Plan
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Text
from desktop_app.rules import names, numbers

TABLES, SHEET, HEADING, TAKEN, COLUMNS = "bảng", "trang", "dòng tiêu đề", "nhập", "cột"
QUESTIONS, KEY, ASKED, TOLD = "câu hỏi", "mã", "hỏi", "chi tiết"
OPTIONS, PROPOSED, ANSWER, CHOICES = "lựa chọn", "đề nghị", "trả lời", "các cột có thể chọn"
NEEDS_PASSPHRASE = (refusals.LOCKED, refusals.WRONG_PASSPHRASE)
PASSPHRASE = Questions(
    "Mật khẩu của tệp",
    Column("passphrase", "Mật khẩu của tệp", Text(200), needed=True, hint="Chú ý chữ hoa, chữ thường"),
)
_BY_LABEL = {names.fold(label): name for name, label in FIELDS.items()}


def open_file(path: Path, passphrase: str = "", chosen: Mapping[str, Any] | None = None, reader: Any = None) -> Plan:
    """A workbook with what can be proposed for it, or with what a person chose; not judged yet.

    Raises Refused or Failed when it cannot be read.
    """
    return of_source(reading.read_file(path, passphrase, reader), chosen)


def of_source(source: Source, chosen: Mapping[str, Any] | None = None) -> Plan:
    """The same for a register already read."""
    plan = judging.plan(source, _headings(chosen or {}))
    if chosen:
        _take(plan, chosen)
    return plan


def of_clipboard(rows: Sequence[Sequence[str]]) -> Plan:
    """Copied rows, which have a heading of their own or, failing that, get one with the letters of their columns."""
    source = reading.of_rows(rows)
    plan = judging.plan(source)
    if plan.tables:
        return plan
    width = max(len(line) for line in rows)
    heading = [f"Cột {place}" for place in range(1, width + 1)]
    return judging.plan(reading.of_rows([heading, *rows]), {source.sheets[0].name: (1, 1)})


# --- Choices in a file ---


def choices(plan: Plan) -> dict[str, Any]:
    """Everything that can be chosen and answered, as it is written down for a person to edit."""
    return {
        TABLES: [
            {
                SHEET: table.sheet.name,
                HEADING: [table.top, table.bottom],
                TAKEN: place not in plan.skipped,
                COLUMNS: {table.label(column): FIELDS[name] for column, name in plan.maps[place].items()},
            }
            for place, table in enumerate(plan.tables)
        ],
        QUESTIONS: [_written(question) for question in plan.questions],
        CHOICES: list(FIELDS.values()),
    }


def _written(question: Question) -> dict[str, Any]:
    return {
        KEY: question.key,
        ASKED: question.title,
        TOLD: question.words,
        OPTIONS: question.options,
        PROPOSED: question.proposed,
        ANSWER: question.answer or None,
    }


def write_choices(plan: Plan, path: Path) -> None:
    """Write the choices beside; Failed when the disk refuses."""
    _write(choices(plan), path)


def add_questions(plan: Plan, path: Path, chosen: Mapping[str, Any]) -> int:
    """Add to a file of choices what its answers brought up, the rest as a person left it; how many those are."""
    said = _dicts(chosen.get(QUESTIONS))
    known = {one.get(KEY) for one in said}
    fresh = [_written(question) for question in plan.open_questions if question.key not in known]
    if fresh:
        _write({**chosen, QUESTIONS: [*said, *fresh]}, path)
    return len(fresh)


def _write(found: Mapping[str, Any], path: Path) -> None:
    try:
        files.write_text(path, json.dumps(found, ensure_ascii=False, indent=1))
    except OSError as error:
        raise errors.of_file(error) from error


def read_choices(path: Path) -> dict[str, Any]:
    """The choices of a file; Refused when it is none, Failed when it cannot be opened."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Failed("E-OPEN", path.name) from error
    except ValueError as error:
        raise Refused(f"Tệp {path.name} không phải tệp lựa chọn (JSON): {error}") from error
    if not isinstance(found, dict):
        raise Refused(f"Tệp {path.name} không phải tệp lựa chọn do lệnh này lập")
    return found


def _headings(chosen: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """The headings that are chosen, for sheets with one table; those of several are found again."""
    found: dict[str, tuple[int, int]] = {}
    several: set[str] = set()
    for one in _dicts(chosen.get(TABLES)):
        sheet, rows = one.get(SHEET), one.get(HEADING)
        if not isinstance(sheet, str) or not isinstance(rows, list) or len(rows) != 2:
            continue
        if not all(isinstance(row, int) and 0 < row < 1_000_000 for row in rows) or rows[0] > rows[1]:
            raise Refused(f"“{HEADING}” của trang “{sheet}” phải là hai số dòng, ví dụ [4, 5]")
        several |= {sheet} & set(found)
        found[sheet] = (rows[0], min(rows[1], rows[0] + 5))
    return {sheet: rows for sheet, rows in found.items() if sheet not in several}


def _take(plan: Plan, chosen: Mapping[str, Any]) -> None:
    """Use the choices; what is no choice is named."""
    said = _dicts(chosen.get(TABLES))
    for place, table in enumerate(plan.tables):
        own = [one for one in said if one.get(SHEET) == table.sheet.name]
        one = next((o for o in own if (o.get(HEADING) or [0])[0] == table.top), own[0] if len(own) == 1 else None)
        if one is None:
            continue
        plan.maps[place] = mapping.by_label(table, _columns(one.get(COLUMNS)))
        plan.skipped = plan.skipped - {place} if one.get(TAKEN, True) else plan.skipped | {place}
    for one in _dicts(chosen.get(QUESTIONS)):
        key, answer = one.get(KEY), one.get(ANSWER)
        if isinstance(key, str) and isinstance(answer, str) and answer:
            plan.answers[key] = _value(answer, one.get(OPTIONS))


def _columns(said: Any) -> dict[str, str]:
    if not isinstance(said, dict):
        return {}
    found = {}
    for label, choice in said.items():
        name = choice if choice in FIELDS else _BY_LABEL.get(names.fold(str(choice or FIELDS[""])))
        if name is None:
            raise Refused(f"Cột “{label}”: “{choice}” không có trong “{CHOICES}”")
        found[str(label)] = name
    return found


def _value(answer: str, options: Any) -> str:
    """An answer given by its value or by its words."""
    if isinstance(options, dict) and answer not in options:
        return next((value for value, words in options.items() if names.fold(str(words)) == names.fold(answer)), answer)
    return answer


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


# --- In words ---


def tally(plan: Plan) -> str:
    """How many rows came to what."""
    found = [(words, plan.count(verdict)) for verdict, words in VERDICTS.items()]
    return (
        "; ".join(f"{words.lower()} {numbers.show_whole(count)}" for words, count in found if count) or "không có dòng"
    )


def notes(plan: Plan) -> list[str]:
    """What a person should know before accepting."""
    return [
        *([plan.before] if plan.before else []),
        *plan.notes,
        *(note for table in plan.tables for note in table.notes),
    ]


def in_words(row: Row) -> str:
    """A row with its verdict on one line."""
    shown = names.one_line(row.title)
    title = f" {shown[:100]}{'…' if len(shown) > 100 else ''}" if shown else ""
    reason = f" – {row.reason}" if row.reason else ""
    return f"[{row.place}] {VERDICTS[row.verdict]}:{title}{reason}"


def refused(plan: Plan) -> list[Row]:
    """The rows that are refused."""
    return [row for row in plan.rows if row.verdict == Verdict.REFUSED]
