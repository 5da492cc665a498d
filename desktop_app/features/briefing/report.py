"""Danh sách báo cáo lãnh đạo tại giao ban: an internal form, one table a section."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.briefing.columns import Section
from desktop_app.features.briefing.service import gather as sections
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.pdf.frame import Paper, heading, note
from desktop_app.pdf.tables import TableColumn, register_table
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import counted, roman


@dataclass(frozen=True)
class Briefing:
    """The list for one briefing."""

    stationery: Stationery
    as_at: date
    sections: Sequence[Section]


def check(request: Any) -> None:
    """Refused when the figures of a day to come are asked for."""
    if request.as_at and request.as_at > clock.today():
        raise Refused({"as_at": "Số liệu không lấy trước được; hãy ghi hôm nay hoặc một ngày đã qua"})


def gather(request: Any) -> Briefing:
    """Read every section as at the day asked for, or today."""
    day = request.as_at or clock.today()
    return Briefing(stationery(), day, sections(day))


def paper(data: Briefing, numbering: Numbering = DRAFT) -> Paper:
    """The list as a paper: an internal form, with no number of its own."""
    body = []
    for place, section in enumerate(data.sections, start=1):
        columns = [TableColumn(head.label, head.width, head.align) for head in section.heads]
        count = f": {counted(section.count)} {section.noun}" if section.count else ""
        body += [heading(f"{roman(place)}. {section.title}{count}"), register_table(columns, section.lines)]
        body += [note(section.note)] * bool(section.note)
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name="DANH SÁCH BÁO CÁO LÃNH ĐẠO TẠI GIAO BAN",
        symbol="",
        subject=f"Số liệu tính đến ngày {show_date(data.as_at)}",
        body=body,
        issued_on=numbering.issued_on,
        landscape=True,
    )
