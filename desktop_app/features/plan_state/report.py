"""Tình hình thực hiện kế hoạch: where every group and item of a plan stands on a day; an internal form without number.

Of a Party document too: it is this office's own list of what it follows, not the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from db.words import PlanStanding
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.plan_desk import service as desk
from desktop_app.features.plan_desk.service import Line, Sheet
from desktop_app.features.plan_paper import service as papers
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import ITEMS
from desktop_app.features.printing.service import Request
from desktop_app.pdf.frame import Paper, heading, note
from desktop_app.pdf.tables import GroupRow, TableColumn, register_table
from desktop_app.rules.dates import month_number, show_date
from desktop_app.rules.numbers import percent, show_whole
from desktop_app.rules.plans import Progress

TITLE = "TÌNH HÌNH THỰC HIỆN KẾ HOẠCH"
PROGRAM_TITLE = "TÌNH HÌNH THỰC HIỆN CHƯƠNG TRÌNH CÔNG TÁC"
TEXT = 11
COUNTED = (*PlanStanding,)
SUMS = (
    TableColumn("STT", 12, "center"),
    TableColumn("Nhóm", 98),
    TableColumn("Tổng số", 20, "right"),
    *(TableColumn(one.label, 24, "right") for one in COUNTED),
    TableColumn("Tỷ lệ hoàn thành (%)", 22, "right"),
)
PLAN = (
    TableColumn("STT", 12, "center"),
    TableColumn("Nội dung", 96),
    TableColumn("Loại", 22),
    TableColumn("Đơn vị chủ trì", 38),
    TableColumn("Thời hạn", 22, "center"),
    TableColumn("Tình hình", 38),
    TableColumn("Nhiệm vụ, chỉ tiêu", 24),
)
PROGRAM = (
    TableColumn("STT", 12, "center"),
    TableColumn("Nội dung", 96),
    TableColumn("Đơn vị chủ trì", 38),
    TableColumn("Tháng trình", 16, "center"),
    TableColumn("Phiên họp đã nghe", 24, "center"),
    TableColumn("Tình hình", 38),
    TableColumn("Nhiệm vụ", 28),
)
RATE = (
    "Tỷ lệ hoàn thành = số hoàn thành / (tổng số - số không thực hiện). Mục đã giao thành nhiệm vụ theo tình trạng của "
    "nhiệm vụ; chỉ tiêu theo số liệu thực hiện của năm; mục khác theo tình trạng ghi ở kế hoạch."
)


@dataclass(frozen=True)
class State:
    """A plan as read on a day, and what stands around it."""

    stationery: Stationery
    sheet: Sheet
    as_at: date


def check(request: Request) -> None:
    """Refuse a request that names no plan, or a day to come."""
    papers.wanted(request.record)
    if request.as_at is not None and request.as_at > clock.today():
        raise Refused({"as_at": "Ngày chốt không được sau ngày hôm nay"})


def gather(request: Request) -> State:
    """Read the plan that a request names, on its day."""
    day = request.as_at or clock.today()
    return State(stationery(), desk.read(papers.wanted(request.record), day), day)


def paper(data: State, numbering: Numbering = DRAFT) -> Paper:
    """Sums by group, then every item."""
    plan, sheet = data.sheet.plan, data.sheet
    symbol = plans.symbol(plan)
    of = f"{symbol}: {plan.title}" if symbol else str(plan.title)
    program = desk.is_program(plan)
    body: list[Flowable] = [_sums(sheet), note(f"Ghi chú: {RATE}")]
    if words := desk.heard_words(sheet):
        body.append(note(f"{words}."))
    if sheet.differences:
        body.append(note(f"Chưa khớp với văn bản: {'; '.join(sheet.differences)}."))
    body += [heading("Chi tiết", 2), _items(sheet, program=program)]
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name=PROGRAM_TITLE if program else TITLE,
        symbol="",
        subject=f"{of} (số liệu tính đến ngày {show_date(data.as_at)})",
        body=body,
        landscape=True,
    )


def _sums(sheet: Sheet) -> Flowable:
    whole, *parts = sheet.sections
    rows = [(show_whole(n), part.name, *_figures(part.progress)) for n, part in enumerate(parts or [whole], start=1)]
    return register_table(SUMS, rows, ("", "", *_figures(whole.progress)), size=TEXT)


def _figures(of: Progress) -> tuple[str, ...]:
    counts = (show_whole(getattr(of, one.value)) for one in COUNTED)
    return (show_whole(of.total), *counts, percent(of.done, of.total - of.dropped))


def _items(sheet: Sheet, *, program: bool) -> Flowable:
    rows: list[Sequence[str] | GroupRow] = []
    for section in sheet.sections[1:] or sheet.sections:
        if not section.whole:
            rows.append(GroupRow((section.name,)))
        rows += [_line(sheet.lines[place], program=program) for place in sheet.of(section)]
    return register_table(PROGRAM if program else PLAN, rows, size=TEXT)


def _line(line: Line, *, program: bool) -> tuple[str, ...]:
    one = line.item
    lead = ITEMS.columns["lead_unit"].shown(one)
    if program:
        month = month_number(one.month) if one.month else ""
        between: tuple[str, ...] = (lead, month, line.heard_words)
    else:
        between = (ITEMS.columns["kind"].shown(one), lead, show_date(one.due_on))
    return (str(line.number), str(one.content), *between, line.where.words, line.linked_to)
