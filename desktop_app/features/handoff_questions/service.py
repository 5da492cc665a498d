"""Answering questions: the answer is written like the package itself, and never asked twice."""

import json
from collections.abc import Callable, Sequence
from datetime import date

from db.models import Package, Peer, Question, Task
from db.words import Answer, DecisionKind, KeyState, PackageKind, PackageState, QuestionSort, Verdict
from desktop_app import clock, events, records
from desktop_app.errors import Refused
from desktop_app.features.handoff_apply import service as applying
from desktop_app.features.handoff_desk.columns import Arrival
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.handoff_verdict import service as verdicts
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.tasks.columns import DECISIONS, TASKS
from desktop_app.records import journal, receiving
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date

LABELS = {
    QuestionSort.FORK: ("Lấy theo gói", "Giữ như trong sổ"),
    QuestionSort.OLDER_NUMBER: ("Lấy theo gói", "Giữ như trong sổ"),
    QuestionSort.EPOCH: ("Lấy theo gói", "Giữ như trong sổ"),
    QuestionSort.SAME: ("Là một nhiệm vụ", "Là hai nhiệm vụ"),
    QuestionSort.CELL: ("Lấy theo bản niêm phong", "Không nhận dòng này"),
    QuestionSort.PARENT: ("Đổi theo cấp trên", "Giữ như đã giao"),
    QuestionSort.TYPED: ("Nhập nhiệm vụ này", "Không nhập"),
}


def open_questions() -> Sequence[Question]:
    """What waits for an answer, the oldest first."""
    return list(Question.select().where(Question.answer == "").order_by(Question.id))


def count() -> int:
    """How many questions wait."""
    return int(Question.select().where(Question.answer == "").count())


def get(uid: str) -> Question:
    """One question."""
    return Question.get(Question.uid == uid)


def labels(question: Question) -> tuple[str, str]:
    """The two answers in words: the package's way first, then ours."""
    return LABELS[QuestionSort(question.sort)]


def sides(question: Question) -> list[tuple[str, str, str]]:
    """(label, ours, theirs) for both values side by side."""
    ours, theirs = json.loads(question.ours), json.loads(question.theirs)
    return [(label, ours.get(label, ""), theirs.get(label, "")) for label in {**ours, **theirs}]


def sort_words(question: Question) -> str:
    """Why it is asked, in the words of its sort."""
    return QuestionSort(question.sort).label


def said(name: str) -> Answer:
    """The answer of a name: "theirs" or "ours"."""
    return Answer(name)


def task_of(question: Question) -> int | None:
    """The task that is asked about, where it lies here."""
    if question.kind != "task":
        return None
    task = Task.get_or_none(Task.uid == question.record, Task.deleted_at.is_null())
    return None if task is None else int(task.id)


def answer(question: Question, said: Answer) -> None:
    """Write what a person decided.

    Raises:
        Refused: it was answered before, or its package was undone, or the office behind it is not believed any more.
    """
    if question.answer:
        raise Refused("Câu hỏi này đã được trả lời")
    with records.writing():
        untouched = question.package is not None and not undoing.touched(question.package)
        answered = {"answer": said, "answered_by": current.who, "answered_at": clock.now()}
        Question.update(answered).where(Question.id == question.id).execute()
        sort = QuestionSort(question.sort)
        OTHERS.get(sort, _decide)(question, said)
        journal.note("question", question.uid, about=question.record, answer=said.label)
        if question.package is not None:
            _close(question.package, untouched=untouched)
        events.publish(events.Changed("question"))
    question.__data__.update(answered)


def _decide(question: Question, said: Answer) -> None:
    """Judge the row again with the answer, and write what follows."""
    package = question.package
    if (
        package is None
        or not Peer.select().where(Peer.office_uid == package.office_uid, Peer.state == KeyState.CONFIRMED).exists()
    ):
        raise Refused("Khóa của nơi gửi không còn được xác nhận; hãy xác nhận khóa mới trước")
    row = applying.row_of(question.row)
    place = (package.epoch, package.running_number)
    arrival = Arrival(package.office_uid, package.peer, place, package.kind == PackageKind.ASSIGNMENT)
    cells = {row.uid: question.words} if question.sort == QuestionSort.CELL else {}
    judged, names = verdicts.judge(arrival, [row], cells, {row.digest: said})
    if said == Answer.THEIRS and judged[0].verdict == Verdict.REFUSED:
        raise Refused(f"Chưa nhận được dòng này: {judged[0].reason}")
    applying.write(package, judged, names)
    if said == Answer.OURS and judged[0].kept is not None:
        kept = judged[0].kept
        model = kept.entity.model
        receiving.write([kept], {r.uid: r for r in model.select().where(model.uid == kept.uid)})


def _follow_parent(question: Question, said: Answer) -> None:
    """Give a task we passed on the due date of the one it came from, or cancel it with it."""
    if said != Answer.THEIRS:
        return
    child, change = Task.get(Task.uid == question.record), json.loads(question.row)
    today = {"decided_on": show_date(clock.today()), "reason": "Theo quyết định của cấp trên về nhiệm vụ gốc"}
    if "due_on" not in change:
        decisions.cancel(child, today)
        return
    due_on = date.fromisoformat(change["due_on"]) if change["due_on"] else None
    place = 1 + max((decision.place for decision in answers.decisions_of(child)), default=0)
    asked = {**today, "task": child.code, "kind": DecisionKind.EXTENDED.label}
    # No extension as a person grants it: what is above may have been moved forward too, or lost its date.
    records.keep(DECISIONS, asked, None, round=child.round, place=place, due_on=due_on)
    records.keep(TASKS, {}, child, due_on=due_on)


def _typed(question: Question, said: Answer) -> None:
    """Enter a task that was filled into a form by hand."""
    from desktop_app.features.handoff_form import service as form  # reads workbooks: not before it is needed

    if said == Answer.THEIRS:
        form.enter(json.loads(question.row))


OTHERS: dict[QuestionSort, Callable[[Question, Answer], None]] = {
    QuestionSort.PARENT: _follow_parent,
    QuestionSort.TYPED: _typed,
}


def _close(package: Package, *, untouched: bool) -> None:
    """A package without open questions has been received whole; its sender is told with the next receipt.

    What the answer wrote belongs to the package, as if it had come with it, unless people have worked on its records
    in the meantime: then it can no longer be undone.
    """
    waiting = Question.select().where(Question.package == package, Question.answer == "").exists()
    state = PackageState.ASKING if waiting else PackageState.APPLIED
    head = {"journal_head": journal.end()} if untouched else {}
    Package.update(state=state, receipted=False, **head).where(Package.id == package.id).execute()
    events.publish(events.Changed("package"))
