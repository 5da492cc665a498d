"""Sổ theo dõi nhiệm vụ (F1): the book of tasks of a period, one line a task."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from db.words import DecisionKind
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS, halves, late_words, situation, standing
from desktop_app.pdf.frame import Paper, note
from desktop_app.pdf.tables import TableColumn, register_table
from desktop_app.rules import lateness
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.rules.periods import Period

TITLE = "SỔ THEO DÕI NHIỆM VỤ"
TEXT = 10  # points: the book of a year is thick, and ten columns stand beside each other

COLUMNS = (
    TableColumn("STT", 11, "center"),
    TableColumn("Số, ký hiệu, ngày văn bản giao", 25),
    TableColumn("Nội dung nhiệm vụ", 71),
    TableColumn(TASKS.columns["supervising_leader"].label, 20),
    TableColumn("Đơn vị chủ trì", 25),
    TableColumn("Đơn vị phối hợp", 25),
    TableColumn("Thời hạn", 19, "center"),
    TableColumn("Ngày hoàn thành; sản phẩm", 23),
    TableColumn("Tình trạng", 14),
    TableColumn("Ghi chú", 19),
)


@dataclass(frozen=True)
class Register:
    """The lines of the book as texts, and what stands around them."""

    stationery: Stationery
    period: Period
    as_at: date
    lines: tuple[tuple[str, ...], ...]
    left_out: int
    cancelled: int


def gather(period: Period, as_at: date) -> Register:
    """Read the book of a period as at a day."""
    rows = tasks.of_period(period, as_at)
    lines = tuple(line(place, row, as_at) for place, row in enumerate(rows, start=1))
    return Register(stationery(), period, as_at, lines, tasks.left_out(period, as_at), tasks.cancelled(period, as_at))


def paper(data: Register, numbering: Numbering = DRAFT) -> Paper:
    """The book as a paper: an internal form, with no number of its own."""
    until = f"Số liệu tính từ ngày {show_date(data.period.start)} đến ngày {show_date(data.as_at)}."
    count = f"Tổng cộng: {show_whole(len(data.lines))} nhiệm vụ."
    body = [register_table(COLUMNS, data.lines, size=TEXT), note(f"{count} {until}")]
    if data.left_out:
        body.append(note(f"Không gồm {show_whole(data.left_out)} nhiệm vụ thuộc loại văn bản không tính vào thống kê."))
    if data.cancelled:
        body.append(note(f"Không gồm {show_whole(data.cancelled)} nhiệm vụ đã hủy."))
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name=TITLE,
        symbol="",
        subject=f"{data.period.label.capitalize()} (số liệu tính đến ngày {show_date(data.as_at)})",
        body=body,
        issued_on=numbering.issued_on,
        landscape=True,
    )


def line(place: int, row: Any, as_at: date) -> tuple[str, ...]:
    """One task as a line of the book, as at a day."""
    done = row.completed_on if row.completed_on and row.completed_on <= as_at else None
    document = "\n".join(part for part in (row.document or "", show_date(row.document_issued_on)) if part)
    return (
        str(place),
        document,
        row.content,
        row.supervising_leader or "",
        row.lead_unit,
        row.cooperating_units or "",
        due_words(row, as_at),
        "; ".join(part for part in (show_date(done), row.deliverable if done else "") if part),
        situation(row, as_at),
        remarks(row, as_at),
    )


def due_words(row: Any, as_at: date) -> str:
    """The due date on a day; of a recurring task how often; else that there is none."""
    due_on = standing(row, as_at).due_on
    return show_date(due_on) or row.recurrence or "Không xác định"


def remarks(row: Any, as_at: date) -> str:
    """The original due date of a task whose due date was moved, how late it is against that one; how often urged."""
    task = halves(row)
    told = []
    if row.original_due_on is not None and lateness.due(task, as_at) != row.original_due_on:
        told = [f"Hạn ban đầu {show_date(row.original_due_on)}", late_words(row, as_at).lower()]
    if urged := lateness.count(task, DecisionKind.URGED, as_at):
        told.append(f"{'đ' if told else 'Đ'}ã đôn đốc {urged} lần")
    return "; ".join(part for part in told if part)
