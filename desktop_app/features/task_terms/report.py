"""Danh mục gia hạn, tạm dừng nhiệm vụ: the decisions about terms of a period, one line a decision.

A clerk is asked for it on paper - for a briefing, for the file of a leader who wants to see what was granted in his
name - and for a period; on the screen the filter of the tasks shows the rows themselves.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.words import DecisionKind
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.task_terms import service as terms
from desktop_app.features.task_terms.service import Term
from desktop_app.pdf.frame import Paper, note
from desktop_app.pdf.tables import TableColumn, register_table
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import counted
from desktop_app.rules.periods import Period

TITLE = "DANH MỤC GIA HẠN, TẠM DỪNG NHIỆM VỤ"
TEXT = 10

COLUMNS = (
    TableColumn("STT", 10, "center"),
    TableColumn("Mã, nội dung nhiệm vụ", 60),
    TableColumn("Đơn vị chủ trì", 26),
    TableColumn("Đơn vị đề nghị (ngày, người, lý do)", 36),
    TableColumn("Quyết định", 22),
    TableColumn("Ngày quyết định", 20, "center"),
    TableColumn("Ban đầu", 20, "center", "Thời hạn"),
    TableColumn("Sau quyết định", 20, "center", "Thời hạn"),
    TableColumn("Người quyết định; văn bản; lý do", 38),
)


@dataclass(frozen=True)
class Terms:
    """The lines of the list as texts, and what stands around them."""

    stationery: Stationery
    period: Period
    as_at: date
    lines: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[str, int], ...]


def gather(period: Period, as_at: date) -> Terms:
    """Read the decisions about terms of a period as at a day."""
    found = terms.of_period(period.start, as_at)
    counts = Counter(DecisionKind(term.decision.kind) for term in found)
    lines = tuple(line(place, term) for place, term in enumerate(found, start=1))
    return Terms(
        stationery(), period, as_at, lines, tuple((k.label.lower(), counts[k]) for k in terms.KINDS if counts[k])
    )


def paper(data: Terms, numbering: Numbering = DRAFT) -> Paper:
    """The list as a paper: an internal form, with no number of its own."""
    parts = "; ".join(f"{kind} {counted(count)}" for kind, count in data.counts)
    total = f"Tổng cộng {counted(len(data.lines))} quyết định" + (f": {parts}." if parts else ".")
    until = f"Quyết định từ ngày {show_date(data.period.start)} đến ngày {show_date(data.as_at)}."
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name=TITLE,
        symbol="",
        subject=f"{data.period.label.capitalize()} (số liệu tính đến ngày {show_date(data.as_at)})",
        body=[register_table(COLUMNS, data.lines, size=TEXT), note(f"{total} {until}")],
        issued_on=numbering.issued_on,
        landscape=True,
    )


def line(place: int, term: Term) -> tuple[str, ...]:
    """One decision as a line of the list."""
    row, decision = term.row, term.decision
    asked = decision.request
    who = f"{show_date(asked.requested_on)}, {asked.author}" if asked is not None and asked.author else ""
    who = who or (show_date(asked.requested_on) if asked is not None else "Không có đề nghị")
    return (
        str(place),
        f"{row.code}\n{row.content}",
        row.lead_unit,
        f"{who}: {asked.reason}" if asked is not None and asked.reason else who,
        "\n".join(part for part in (DecisionKind(decision.kind).label, _days(decision)) if part),
        show_date(decision.decided_on),
        show_date(row.original_due_on),
        show_date(term.due_on),
        "; ".join(part for part in (decision.decided_by, decision.paper, decision.reason) if part),
    )


def _days(decision: Any) -> str:
    """From when to when the work rests, as far as it was said."""
    since, until = show_date(decision.from_on), show_date(decision.to_on)
    return "\n".join(part for part in (since and f"từ {since}", until and f"đến {until}") if part)
