"""The verdict of every row of a package, kind by kind, before anything is written (HANDOFF.md section 5)."""

from collections.abc import Callable, Mapping, Sequence

from db.words import Verdict
from desktop_app.features.handoff_books.columns import KINDS as BOOKS
from desktop_app.features.handoff_desk.columns import Answers, Arrival, Judged, Sent
from desktop_app.features.handoff_desk.service import Desk
from desktop_app.features.handoff_figures import service as figures
from desktop_app.features.handoff_figures.service import DOWN, UP
from desktop_app.features.handoff_minutes import service as minutes
from desktop_app.features.handoff_others import service as others
from desktop_app.features.handoff_tasks import service as tasks
from desktop_app.features.tasks.columns import OF_TASKS

ORDER = (
    "unit",
    "official",
    "document",
    "task",
    *OF_TASKS,
    "work_calendar_day",
    "meeting_count",
    "indicator",
    *DOWN,
    *UP,
    *BOOKS,
)


def judge(
    arrival: Arrival, rows: Sequence[Sent], cells: Mapping[str, str] | None = None, answers: Answers | None = None
) -> tuple[list[Judged], dict[str, str]]:
    """What becomes of each row, in the order they would be written; and the names learnt on the way.

    Args:
        arrival: the package.
        rows: its rows; kinds that nobody here keeps are only read.
        cells: uid -> in which visible cells the row differs from its seal.
        answers: digest of a row -> what a person says to its question.
    """
    desk = Desk(arrival, rows, answers or {}, cells or {})
    others.meet_units(desk)
    concerned = [row for row in rows if row.kind == "task" and tasks.concerns(desk, row)]
    needed = tasks.needed(concerned)
    needed |= figures.needed(desk) | minutes.needed(desk)
    needed |= {str(row.values.get("issuer")) for row in rows if row.kind == "document" and row.uid in needed}
    needed |= {str(row.values.get("unit")) for row in rows if row.kind == "official" and row.uid in needed}
    judges: dict[str, Callable[[Sent], Judged]] = {
        "unit": lambda row: others.judge_unit(desk, row, needed),
        "official": lambda row: others.judge_official(desk, row, needed),
        "document": lambda row: others.judge_document(desk, row, needed),
        "task": lambda row: tasks.judge(desk, row),
        "work_calendar_day": lambda row: others.judge_alone(desk, row),
        "meeting_count": lambda row: others.judge_alone(desk, row),
        "indicator": lambda row: figures.judge_indicator(desk, row),
        **dict.fromkeys((*DOWN, *UP), lambda row: figures.judge(desk, row)),
        **dict.fromkeys(BOOKS, lambda row: minutes.judge(desk, row)),
    }
    found = []
    for kind in (*ORDER, ""):
        of_kind = [row for row in rows if row.kind == kind or not kind and row.kind not in ORDER]
        judged = [_judged(desk, row, judges) for row in of_kind]
        if kind == "document":
            others.part_documents(desk, judged)
        found += judged
    return found, desk.new_names


def _judged(desk: Desk, row: Sent, judges: Mapping[str, Callable[[Sent], Judged]]) -> Judged:
    if row.kind not in ORDER:
        return Judged(row, str(row.values.get("title") or row.values.get("name") or ""), Verdict.READ_ONLY)
    judged: Judged = judges.get(row.kind, lambda row: others.judge_of_task(desk, row))(row)
    desk.fates[row.kind, desk.local(row.uid)] = judged
    if judged.incoming is not None and judged.verdict not in (Verdict.REFUSED, Verdict.QUESTION):
        desk.known.setdefault(row.kind, set()).add(judged.incoming.uid)
    return judged
