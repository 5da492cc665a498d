"""Biểu chỉ tiêu kinh tế - xã hội (F9): lying across, both assigners beside each other, its charts as an appendix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from reportlab.graphics.shapes import Drawing, Group, String
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from db.words import Assigner
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.readings.columns import Reading, plot
from desktop_app.features.targets_report import service
from desktop_app.features.targets_report.service import Table
from desktop_app.pdf import plan_chart
from desktop_app.pdf.charts import Look, shortened
from desktop_app.pdf.frame import Appendix, Paper, note, para
from desktop_app.pdf.grid import PAD
from desktop_app.pdf.tables import GroupRow, TableColumn, register_table
from desktop_app.pdf.text import under_title
from desktop_app.pdf.type import BOLD, REGULAR, measure, register_fonts
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import counted, roman, show_amount
from desktop_app.rules.periods import Period

TITLE = "BIỂU CHỈ TIÊU KINH TẾ - XÃ HỘI"
CORRECTED = " (đc)"
HOW = (
    "% so với kế hoạch = lũy kế từ đầu năm / kế hoạch. Chỉ tiêu tỷ lệ: so bằng điểm %, không chia tỷ lệ cho tỷ lệ; "
    "chỉ tiêu càng thấp càng tốt: so trực tiếp với kế hoạch. % so với cùng kỳ = lũy kế / lũy kế cùng kỳ năm trước; "
    "không có số để so thì ghi bằng lời."
)
OVER_UNITS = (
    "Đơn vị BC: số đơn vị đã báo cáo kỳ mới nhất trên tổng số đơn vị. Số cùng kỳ năm trước chỉ tính các đơn vị đã có "
    "số năm nay. Tỷ lệ của nhiều đơn vị = tổng tử số / tổng mẫu số, không lấy bình quân các tỷ lệ."
)
ESTIMATES = "(ước): số ước thực hiện, chưa phải số chính thức."
COLOURS = {"info": "#4a90a4", "danger": "#b3261e", "violet": "#6a3ea1", "warning": "#a86400", "success": "#1b7a3d"}
COLOURS["muted"] = "#6b7580"
CHART_WIDE, CHART_HIGH, CHART_GAP = 122 * mm, 45 * mm, 8 * mm
LETTERS = 8.5
ACROSS = 252  # millimetres between the margins of a page that lies across
SIZES = (10, 9, 8, 7)


@dataclass(frozen=True)
class F9:
    """The table and what the office puts around it."""

    stationery: Stationery
    table: Table


def check(request: Any) -> None:
    """Refused when there is no such unit."""
    service.scope(request.units, consolidated=request.consolidated)


def gather(period: Period, as_at: date, request: Any = None) -> F9:
    """Read the table of a period: of the unit asked for, of the office itself, or consolidated."""
    codes, consolidated = (request.units, request.consolidated) if request is not None else ((), False)
    months = service.calendar_months(period)
    if as_at < months.start:
        raise Refused({"as_at": f"Số liệu chỉ tiêu tính theo tháng dương lịch, từ ngày {show_date(months.start)}"})
    return F9(stationery(), service.table(period, as_at, service.scope(codes, consolidated=consolidated)))


def paper(data: F9, numbering: Numbering = DRAFT) -> Paper:
    """The table as a paper, a draft to be signed."""
    found = data.table
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name=TITLE,
        symbol="",
        subject=_subject(data),
        body=story(found),
        issued_on=numbering.issued_on,
        drafted_on=numbering.issued_on or clock.today(),
        signature=data.stationery.signature,
        appendices=tuple(_charts(found)),
        landscape=True,
    )


def story(found: Table) -> list[Flowable]:
    """The table, what the year comes to in a sentence, and the notes."""
    register_fonts()
    columns, rows = list(_columns(found)), list(_rows(found))
    table = register_table(columns, rows, size=_size(columns, rows))
    body: list[Flowable] = [under_title(_days(found)), table]
    words = service.sentence(found.lines, year_over=found.year_over)
    body += [para(words)] * bool(words)
    return [*body, *(note(text) for text in _notes(found))]


def _subject(data: F9) -> str:
    """The period; and of whom, if not of the office whose name stands in the head."""
    words = data.table.period.label.capitalize()
    own = data.table.scope.unit is not None and data.table.scope.unit.id == data.stationery.own_id
    return words if own else f"{words} – {data.table.scope.name}"


def _days(found: Table) -> str:
    span = f"số liệu tính từ ngày {show_date(found.period.start)} đến ngày {show_date(found.as_at)}"
    first = f"; lũy kế từ ngày 01/01/{found.period.year}" if found.period.first_month > 1 else ""
    return f"({span}{first})"


def _columns(found: Table) -> Iterator[TableColumn]:
    year, months = found.period.year, found.period.last_month - found.period.first_month + 1
    yield TableColumn("TT", 9, "center")
    yield TableColumn("Chỉ tiêu", 44)
    yield TableColumn("ĐVT", 15, "center")
    yield TableColumn(f"Thực hiện năm {year - 1}", 20, "right")
    for who in found.assigners:
        yield TableColumn(who.label, 20, "right", f"Kế hoạch năm {year}")
    yield TableColumn("Thực hiện tháng" if months == 1 else "Thực hiện trong kỳ", 20, "right")
    yield TableColumn("Lũy kế", 20, "right")
    yield TableColumn("Cùng kỳ năm trước", 20, "right")
    for who in found.assigners:
        yield TableColumn(who.label, 19, "right", "% so với kế hoạch")
    yield TableColumn("% so với cùng kỳ", 18, "right")
    if found.scope.unit is None:
        yield TableColumn("Đơn vị BC", 13, "center")
    yield TableColumn("Đánh giá", 24)


def _rows(found: Table) -> Iterator[Sequence[str] | GroupRow]:
    place = 0
    for number, (theme, lines) in enumerate(groupby(found.lines, key=lambda one: one.theme), start=1):
        yield GroupRow((f"{roman(number)}. {theme or 'Chỉ tiêu khác'}",))
        for one in lines:
            place += 1
            yield _row(found, one, str(place))


def _size(columns: Sequence[TableColumn], rows: Sequence[Sequence[str] | GroupRow]) -> float:
    """The largest letters with which no number is broken over two lines."""
    scale = min(1.0, ACROSS / sum(column.width_mm for column in columns))
    for size in SIZES:
        if all(_fits(text, column.width_mm * scale, size) for row in rows for column, text in _numbers(columns, row)):
            return size
    return SIZES[-1]


def _numbers(columns: Sequence[TableColumn], row: Sequence[str] | GroupRow) -> Iterator[tuple[TableColumn, str]]:
    if not isinstance(row, GroupRow):
        yield from ((column, text) for column, text in zip(columns, row, strict=True) if column.align == "right")


def _fits(text: str, width: float, size: float) -> bool:
    return all(measure(word, REGULAR, size) <= width * mm - 2 * PAD for word in text.split())


def _row(found: Table, one: Reading, place: str) -> tuple[str, ...]:
    corrected = CORRECTED if one.errata else ""
    plans = {who: one.plan(who) for who in found.assigners}
    return (
        place,
        one.name,
        one.measure_word,
        one.text(one.last_year),
        *(one.text(plan.value) if plan else "" for plan in plans.values()),
        one.month_said,
        one.so_far_said() + corrected,
        one.text(one.same_period),
        *(percent_said(one, who) for who in plans),
        show_amount(one.of_same) if one.of_same is not None else one.moved or one.same_said,
        *([one.coverage] if found.scope.unit is None else []),
        service.said_of(one.plans),
    )


def percent_said(one: Reading, who: Assigner) -> str:
    """How far one assigner's plan is done: in percent, or in words where a percentage would mislead."""
    plan = one.plan(who)
    if plan is None:
        return ""
    return show_amount(plan.percent) if plan.percent is not None else plan.said


def _notes(found: Table) -> Iterator[str]:
    lines = found.lines
    if lines:
        yield f"Ghi chú: {HOW}"
    if found.scope.unit is None and lines:
        yield OVER_UNITS
    if found.lacking:
        yield f"Đơn vị còn thiếu báo cáo ở ít nhất một chỉ tiêu: {'; '.join(found.lacking)}."
    if any(one.so_far.estimated for one in lines):
        yield ESTIMATES
    if corrected := [one for one in lines if one.errata]:
        each = "; ".join(f"{service.lowered(one.name)}: {counted(one.errata)} lần" for one in corrected)
        yield f"{CORRECTED.strip()}: số liệu đã đính chính sau khi chốt kỳ ({each})."
    if not found.year_over and any(one.plans for one in lines):
        yield "Dự báo: chỉ tiêu cộng dồn theo nhịp cùng kỳ năm trước hoặc chia đều; tỷ lệ, số cuối kỳ giữ mức hiện có."
    if found.left_out:
        yield f"Không in {counted(found.left_out)} chỉ tiêu chưa giao kế hoạch và chưa có số liệu."


# --- The charts ---


def _charts(found: Table) -> Iterator[Appendix]:
    drawn = [one for one in found.lines if any(point.so_far is not None for point in one.periods)]
    if drawn:
        pairs = [drawn[place : place + 2] for place in range(0, len(drawn), 2)]
        title = f"Biểu đồ kế hoạch và thực hiện {found.period.label}"
        yield Appendix(title, [_beside(pair, place) for place, pair in enumerate(pairs)])


def _beside(pair: Sequence[Reading], line: int) -> Drawing:
    """Two charts side by side under their names; a flowable of its own, so that pages break between lines."""
    register_fonts()
    look = Look("#ffffff", "#000000", "#333333", "#c4c9cf", REGULAR, BOLD, LETTERS)
    drawing = Drawing(2 * CHART_WIDE + CHART_GAP, CHART_HIGH + 8 * mm)
    for place, one in enumerate(pair):
        chart, _ = plan_chart.draw(plot(one), look, COLOURS, CHART_WIDE, CHART_HIGH)
        left = place * (CHART_WIDE + CHART_GAP)
        drawing.add(Group(*chart.contents, transform=(1, 0, 0, 1, left, 0)))
        title = shortened(f"{2 * line + place + 1}. {one.name} ({one.measure_word})", BOLD, LETTERS + 2, CHART_WIDE)
        drawing.add(String(left, CHART_HIGH + 2.2 * mm, title, fontName=BOLD, fontSize=LETTERS + 2))
    return drawing
