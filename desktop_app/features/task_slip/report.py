"""Phiếu giao việc (F2): who gives which task to whom, by when, through which hands; both sign.

No decree prescribes it; its ancestor is the Phiếu giải quyết văn bản đến of NĐ 30/2020, Phụ lục IV.
"""

from dataclasses import dataclass
from datetime import date

from db.models import Official, Task
from db.words import DecisionKind, Progress, Urgency
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.printing.service import Request
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_parts.service import document_words
from desktop_app.features.task_slip import service as slip
from desktop_app.features.tasks.columns import TASKS
from desktop_app.pdf.frame import Paper, Signature, heading
from desktop_app.pdf.tables import TableColumn, register_table
from desktop_app.rules.dates import show_date

TITLE = "PHIẾU GIAO VIỆC"
TEXT = 11  # points: an ordinary task fits on one page
FEWEST_STEPS = 4  # lines of the table of steps: those that are not used yet are filled in by pen
DOTS = "…" * 27  # one line for a pen
SIGN = "(Ký, ghi rõ họ tên)"

FIELDS = (TableColumn("", 45), TableColumn("", 120))
STEPS = (
    TableColumn("Bước", 13, "center"),
    TableColumn("Người xử lý", 65),
    TableColumn("Hạn", 29, "center"),
    TableColumn("Nhận ngày", 29, "center"),
    TableColumn("Chuyển ngày", 29, "center"),
)
Field = tuple[str, str]


@dataclass(frozen=True)
class Slip:
    """One task as texts: its fields over the steps and under them, its steps, who gives and who takes it."""

    stationery: Stationery
    code: str
    assigned_on: date
    fields: tuple[Field, ...]
    steps: tuple[tuple[str, ...], ...]
    outcome: tuple[Field, ...]
    giver: str
    taker: str


def check(request: Request) -> None:
    """Refuse a request that names no task, or more than one by the same words."""
    slip.wanted(request.record)


def gather(request: Request) -> list[Slip]:
    """Read the tasks that a request names."""
    ours = stationery()
    return [_slip(task, ours) for task in slip.wanted(request.record)]


def paper(data: list[Slip], numbering: Numbering = DRAFT) -> list[Paper]:
    """The slips, each a paper of its own: an internal form without a number, dated when the task was given."""
    return [_paper(one) for one in data]


def _paper(data: Slip) -> Paper:
    blank = [(str(place), "", "", "", "") for place in range(len(data.steps) + 1, FEWEST_STEPS + 1)]
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name=TITLE,
        symbol="",
        subject=f"Số phiếu: {data.code}",
        body=[
            register_table(FIELDS, data.fields, size=TEXT, heading=False, numbering_row=False),
            heading("Các bước xử lý", 2),
            register_table(STEPS, [*data.steps, *blank], size=TEXT, numbering_row=False),
            register_table(FIELDS, data.outcome, size=TEXT, heading=False, numbering_row=False),
        ],
        issued_on=data.assigned_on,
        signatures=(
            Signature(("NGƯỜI GIAO VIỆC",), data.giver, SIGN),
            Signature(("NGƯỜI NHẬN VIỆC",), data.taker, SIGN),
        ),
    )


def _slip(task: Task, ours: Stationery) -> Slip:
    shown = {name: column.shown(task) for name, column in TASKS.columns.items() if column.written}
    taker, leader = _taker(task), task.supervising_leader
    giver = leader.name if leader is not None else (task.document and task.document.signer) or ours.signature.name
    fields = (
        ("Căn cứ", _basis(task)),
        ("Nội dung công việc", str(task.content)),
        ("Yêu cầu về sản phẩm", shown["deliverable_wanted"] or DOTS),
        ("Người giao", _person(leader) or giver),
        ("Đơn vị, người chủ trì", "\n".join(part for part in (shown["lead_unit"], taker) if part)),
        ("Phối hợp", shown["cooperating_units"] or "Không có"),
        (TASKS.columns["supervising_leader"].label, _person(leader) or DOTS),
        ("Ngày giao", shown["assigned_on"]),
        ("Thời hạn", _due(task)),
        ("Mức độ khẩn", Urgency(task.urgency).label),
    )
    steps = tuple(
        (str(place), step.holder, *(show_date(day) for day in (step.due_on, step.began_on, step.ended_on)))
        for place, step in enumerate(holders.steps_of(task), start=1)
    )
    outcome = (
        ("Ý kiến người nhận", f"{DOTS}\n{DOTS}"),
        ("Kết quả (sản phẩm, ngày)", _result(task) or DOTS),
        ("Xác nhận", _confirmed(task) or DOTS),
    )
    of_person = taker if holders.official_of(taker) is not None else ""
    return Slip(ours, str(task.code), task.assigned_on, fields, steps, outcome, str(giver), of_person)


def _basis(task: Task) -> str:
    if task.document is None:
        return str(task.origin) or "Giao trực tiếp, không có văn bản"
    return f"{document_words(task.document)}: {task.document.subject}"


def _due(task: Task) -> str:
    """The due date of now with its hour, and the original one where it was moved; else how often, or that none is."""
    if task.due_on is None:
        return str(task.recurrence) or "Không xác định thời hạn"
    hour = f"{task.due_at.replace(':', 'h')} ngày " if task.due_at else ""
    moved = task.original_due_on is not None and task.original_due_on != task.due_on
    return f"{hour}{show_date(task.due_on)}" + f" (hạn ban đầu {show_date(task.original_due_on)})" * moved


def _taker(task: Task) -> str:
    """Who holds the task now, or is named for it."""
    held = holders.open_step(task)
    return str(held.holder) if held is not None else str(task.official.name) if task.official is not None else ""


def _person(official: Official | None) -> str:
    if official is None:
        return ""
    return ", ".join(part for part in (str(official.name), str(official.position)) if part)


def _result(task: Task) -> str:
    if task.progress != Progress.REPORTED:
        return ""
    done = f"hoàn thành ngày {show_date(task.completed_on)}"
    return f"{task.deliverable}; {done}" if task.deliverable else f"H{done[1:]}"


def _confirmed(task: Task) -> str:
    answer = answers.answer_of(task)
    if answer is None:
        return ""
    by = f", {answer.decided_by}" if answer.decided_by else ""
    return f"{DecisionKind(answer.kind).label}, ngày {show_date(answer.decided_on)}{by}"
