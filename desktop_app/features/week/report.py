"""Lịch công tác tuần (F12): the week as a table of days and halves; an internal form that stands for invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.words import DayHalf, ScheduleState
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.week.columns import hours, prepared
from desktop_app.features.week.service import of_week
from desktop_app.pdf.frame import Paper
from desktop_app.pdf.tables import MoreRow, TableColumn, register_table
from desktop_app.pdf.text import under_title
from desktop_app.rules.dates import show_date, weekday
from desktop_app.rules.week import Week, read_week

COLUMNS = (
    TableColumn("Thứ, ngày", 22, "center"),
    TableColumn("Buổi", 13, "center"),
    TableColumn("Giờ", 16, "center"),
    TableColumn("Nội dung", 66, "left"),
    TableColumn("Chủ trì", 29, "left"),
    TableColumn("Thành phần", 42, "left"),
    TableColumn("Địa điểm", 27, "left"),
    TableColumn("Chuẩn bị", 37, "left"),
)
REPLACES = "LỊCH NÀY THAY THƯ MỜI HỌP"
EMPTY = "–"
SATURDAY = 5


@dataclass(frozen=True)
class Schedule:
    """A week with its lines and its days off, day -> what it is."""

    stationery: Stationery
    week: Week
    rows: Sequence[Any]
    days_off: dict[date, str]


def check(request: Any) -> None:
    """Refused when no week is meant."""
    _week(request)


def gather(request: Any) -> Schedule:
    """Read the week asked for."""
    week, off = _week(request), clock.calendar()[0]
    return Schedule(stationery(), week, of_week(week), {day: off[day] for day in week.days if day in off})


def paper(data: Schedule, numbering: Numbering = DRAFT) -> Paper:
    """The week as a paper: an internal form, with no number of its own."""
    last = max((row.day for row in data.rows), default=None)
    issuer = data.stationery.name.replace("Ủy ban nhân dân", "UBND")
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name="LỊCH CÔNG TÁC TUẦN",
        symbol="",
        subject=f"LỊCH LÀM VIỆC CỦA LÃNH ĐẠO {issuer.upper()}",
        body=[
            under_title(f"({data.week.label(last)})"),
            under_title(REPLACES),
            register_table(COLUMNS, lines(data), numbering_row=False),
        ],
        issued_on=numbering.issued_on,
        landscape=True,
    )


def lines(data: Schedule) -> list[tuple[str, ...] | MoreRow]:
    """The rows of the table: a half without a line has a dash, a weekend or an evening is left out unless used."""
    found: list[tuple[str, ...] | MoreRow] = []
    for day in data.week.days:
        of_day = [row for row in data.rows if row.day == day]
        if day.weekday() >= SATURDAY and not of_day:
            continue
        name = f"{weekday(day)}\n{show_date(day)}"
        if day in data.days_off and not of_day:
            found.append((name, "", "", f"{data.days_off[day][:1].upper()}{data.days_off[day][1:]}", "", "", "", ""))
            continue
        for half in DayHalf:
            rows = [row for row in of_day if row.half == half]
            if not rows and half != DayHalf.EVENING and day.weekday() < SATURDAY:
                found.append((name, half.label, "", EMPTY, "", "", "", ""))
                name = weekday(day)
            head = (name, half.label)  # every half says its day, and again on top of a page
            found += [MoreRow(head, _cells(row)) if place else (*head, *_cells(row)) for place, row in enumerate(rows)]
            if rows:
                name = weekday(day)  # one date a day does: a week shall fit one page
    return found


def _cells(row: Any) -> tuple[str, ...]:
    off = "" if row.state == ScheduleState.HELD else f"({ScheduleState(row.state).label.upper()}) "
    there = "; ".join(part for part in (row.leaders, row.units, row.attendants) if part)
    return hours(row), off + row.content, row.chair or "", there, row.place, prepared(row)


def _week(request: Any) -> Week:
    try:
        return read_week(request.week, clock.today())
    except ValueError as error:
        raise Refused({"week": str(error)}) from None
