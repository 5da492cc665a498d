"""The rows of an examined package in order of interest, and the answers out of the workbook that was filled in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from db.models import Package, Question, ReceivedRow
from db.words import Answer, QuestionSort, Verdict
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.handoff_answers.columns import QUIET, Line, line_of
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_receive.columns import Examined
from desktop_app.rules import names

ANSWER, KEY = "Trả lời", "Mã dòng"
SHOWN = 8  # problems told at once
ORDER = {Verdict.QUESTION: 0, Verdict.REFUSED: 1} | dict.fromkeys(QUIET, 3)
SORTS = list(QuestionSort)


def lines(examined: Examined) -> list[Line]:
    """Every row of a package: open questions by their sort, then what was refused, at last what changes nothing."""
    found = _received(examined.replayed) if examined.replayed is not None else map(line_of, examined.rows)
    return sorted(
        found, key=lambda line: (SORTS.index(line.sort) if line.sort else len(SORTS), ORDER.get(line.verdict, 2))
    )


def _received(package: Package) -> Iterator[Line]:
    """The rows of a package that was received before, its open questions with both values."""
    asked = {one.digest: one for one in Question.select().where(Question.package == package, Question.answer == "")}
    for row in ReceivedRow.select().where(ReceivedRow.package == package).order_by(ReceivedRow.place):
        question = asked.get(row.def_digest)
        verdict, reason = Verdict(row.verdict), row.reason
        if verdict == Verdict.QUESTION and question is None:
            verdict, reason = Verdict.UNCHANGED, f"Đã trả lời ({reason})"
        sides = [tuple(json.loads(text).items()) for text in (question.ours, question.theirs)] if question else [(), ()]
        sort = QuestionSort(question.sort) if question is not None else None
        yield Line(row.sheet, row.title, verdict, reason, sides[0], sides[1], row.def_digest, sort)


def key_of(examined: Examined, line: Line) -> str:
    """What a row of the workbook is matched by."""
    return f"{examined.manifest.package_uid} {line.digest}"


def read(path: Path, examined: Examined, passphrase: str = "") -> dict[str, Answer]:
    """The answers that a person wrote into the workbook of a package; what was left empty stays open.

    Raises Refused, naming the rows, when the workbook is of another package, or an answer is none of the two.
    """
    from desktop_app.excel import guarded

    sorts = {line.digest: line.sort for line in lines(examined)}
    found: dict[str, Answer] = {}
    wrong: list[str] = []
    keys = 0
    for sheet, row, key, said in _filled(guarded.read_cells(path, passphrase)):
        keys += 1
        package, _, digest = key.partition(" ")
        if package != examined.manifest.package_uid:
            raise Refused(f"{path.name} là bảng trả lời của gói khác; hãy lập bảng trả lời từ chính gói này")
        try:
            answer = _answer(sorts, digest, said)
            if answer is not None and found.setdefault(digest, answer) != answer:
                raise ValueError("trả lời khác với một dòng trùng ở trên")
        except ValueError as error:
            wrong.append(f"Trang “{sheet}”, dòng {row}: {error}")
    if not keys:
        raise Refused(f"{path.name} không phải bảng trả lời: không thấy cột “{KEY}” cùng mã của gói")
    if wrong:
        more = f" … và {len(wrong) - SHOWN} dòng khác" if len(wrong) > SHOWN else ""
        raise Refused(f"{'; '.join(wrong[:SHOWN])}{more}. Chưa ghi gì")
    return found


def _filled(book: Mapping[str, Sequence[Sequence[Any]]]) -> Iterator[tuple[str, int, str, str]]:
    """(sheet, row, key, answer) of every row that has a key, wherever its columns stand."""
    for sheet, cells in book.items():
        columns: dict[str, int] = {}
        for number, row in enumerate(cells, 1):
            texts = [names.one_line(cell) if isinstance(cell, str) else str(cell) for cell in row]
            if KEY in texts:
                columns = {text: place for place, text in enumerate(texts)}
            elif columns and texts[columns[KEY]]:
                yield sheet, number, texts[columns[KEY]], texts[columns[ANSWER]] if ANSWER in columns else ""


def _answer(sorts: Mapping[str, QuestionSort | None], digest: str, said: str) -> Answer | None:
    if digest not in sorts:
        raise ValueError("mã dòng không có trong gói; ô mã đã bị sửa")
    sort = sorts[digest]
    if not said:
        return None
    if sort is None:
        raise ValueError(f"dòng này không còn chờ trả lời nên không nhận “{said}”")
    theirs, ours = questions.LABELS[sort]
    for label, answer in ((theirs, Answer.THEIRS), (ours, Answer.OURS)):
        if names.fold(said) == names.fold(label):
            return answer
    raise ValueError(f"không hiểu “{said}”; chỉ nhận “{theirs}” hoặc “{ours}”")


def answer_received(package: Package, answers: Mapping[str, Answer]) -> int:
    """Answer the open questions of a package that was received before, all or none; how many that were."""
    asked = list(Question.select().where(Question.package == package, Question.answer == ""))
    wanted = [(question, answers[question.digest]) for question in asked if question.digest in answers]
    with records.writing():
        for question, said in wanted:
            questions.answer(question, said)
    return len(wanted)
