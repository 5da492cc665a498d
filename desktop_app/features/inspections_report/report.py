"""Báo cáo kết quả kiểm tra (F8, NĐ 30/2020 Mẫu 1.4), with every inspected party in its appendix."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reportlab.platypus import Flowable

from db.words import InspectionResult, InspectionType, RemediationState
from desktop_app import clock
from desktop_app.features.inspection_counts import service as counts
from desktop_app.features.inspections_report.service import Figures, Found, Line, figures, states
from desktop_app.features.office.report import DRAFT, NOTHING_TYPED, Numbering, Remarks, Stationery, stationery, typed
from desktop_app.pdf.frame import Appendix, Paper, closing, heading, note, para
from desktop_app.pdf.tables import GroupRow, MoreRow, TableColumn, register_table
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import counted, show_whole
from desktop_app.rules.periods import Period

__all__ = ["Remarks", "gather", "paper"]

MOST_TOPICS = 5
BY_TYPE = (
    TableColumn("STT", 11, "center"),
    TableColumn("Loại kiểm tra", 32),
    TableColumn("Số lượt", 13, "right"),
    TableColumn("Số đơn vị, cơ sở", 16, "right"),
    TableColumn("Số tồn tại", 14, "right"),
    TableColumn("Nhắc nhở, thôi yêu cầu", 18, "right", "Trong đó"),
    TableColumn("Đã khắc phục", 16, "right", "Trong đó"),
    TableColumn("Chờ xác nhận", 15, "right", "Trong đó"),
    TableColumn("Đang khắc phục", 16, "right", "Trong đó"),
    TableColumn("Quá hạn", 14, "right", "Trong đó"),
)
PARTIES = (
    TableColumn("STT", 10, "center"),
    TableColumn("Đơn vị được kiểm tra", 40),
    TableColumn("Ngày", 21, "center"),
    TableColumn("Nội dung", 39),
    TableColumn("Ưu điểm", 32),
    TableColumn("Tồn tại, hạn chế", 46),
    TableColumn("Yêu cầu khắc phục, thời hạn", 36),
    TableColumn("Kết quả khắc phục", 28),
)
BY_DAY = " Số lượt tính theo ngày bắt đầu; đơn vị, cơ sở và tồn tại tính theo ngày kiểm tra."
SUMS = "Số tồn tại bằng tổng của năm cột sau; tình trạng khắc phục tính đến ngày chốt số liệu."


@dataclass(frozen=True)
class Results:
    """The report's figures and what stands around them."""

    stationery: Stationery
    figures: Figures


def gather(period: Period, as_at: Any) -> Results:
    """Read the inspections of a period as at a day."""
    return Results(stationery(), figures(period, as_at))


def paper(data: Results, numbering: Numbering = DRAFT, remarks: Remarks = NOTHING_TYPED) -> Paper:
    """The report as a paper, a draft unless numbered."""
    found = data.figures
    listed = Appendix(f"Tổng hợp kết quả kiểm tra {found.period.label}", [_parties(found)])
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name="BÁO CÁO",
        symbol=f"BC-{data.stationery.symbol}",
        subject=f"Kết quả kiểm tra {found.period.label}",
        body=story(data, remarks),
        number=numbering.number,
        issued_on=numbering.issued_on,
        drafted_on=numbering.issued_on or clock.today(),
        addressees=data.stationery.addressees,
        receivers=data.stationery.receivers,
        signature=data.stationery.signature,
        appendices=(listed,) if found.lines else (),
    )


def story(data: Results, remarks: Remarks) -> list[Flowable]:
    """The text of the report; the last line ends it."""
    found, name = data.figures, data.stationery.name
    span = f"số liệu tính từ ngày {show_date(found.period.start)} đến ngày {show_date(found.as_at)}"
    text = [para(f"{name} báo cáo kết quả kiểm tra {found.period.label} ({span}) như sau:")]
    text += [heading("I. Kế hoạch và tình hình triển khai"), *_done(found, name)]
    text += [heading("II. Kết quả kiểm tra"), *_results(found)]
    text += [heading("III. Tồn tại, hạn chế, nguyên nhân"), *_shortcomings(found), *typed(remarks.shortcomings)]
    text += [heading("IV. Xử lý sau kiểm tra, phương hướng kỳ tới"), *_followed(found), *typed(remarks.directions)]
    text.append(heading("V. Kiến nghị, đề xuất"))
    text += typed(remarks.proposals) or [para("Không có.")]
    text.append(closing(f"Trên đây là báo cáo kết quả kiểm tra {found.period.label} của {name}"))
    return text


def _done(found: Figures, name: str) -> list[Flowable]:
    text: list[Flowable] = []
    if found.planned:
        text.append(para(f"Theo kế hoạch kiểm tra năm {found.period.year}, trong kỳ tổ chức {_rounds(found.planned)}."))
    if not found.by_type:
        return [*text, para(f"Trong kỳ, {name} không tổ chức kiểm tra.")]
    at = f" tại {found.where}" if found.where else ""
    several = len(found.by_type) > 1 and found.rounds and not found.went_on
    gone = f"{_rounds(found.rounds)}{at}, gồm: " if several else ""
    text.append(para(f"Trong kỳ, {name} đã tổ chức {gone}{counts.in_words(found.by_type)}."))
    modes = ", ".join(f"{_rounds(number)} {mode.label.lower()}" for mode, number in found.modes.items())
    return [*text, para(f"Theo hình thức: {modes}.")] if modes else text


def _rounds(number: int) -> str:
    return f"{counted(number)} lượt"


def _results(found: Figures) -> list[Flowable]:
    if not found.by_type:
        return [para("Không có.")]
    rows = [
        (str(n), one.type.label, *_whole(one.rounds, one.parties, one.findings, *states(found.found(one.type))))
        for n, one in enumerate(found.by_type, start=1)
    ]
    parties, all_found = sum(one.parties for one in found.by_type), found.found()
    total = ("", "", *_whole(found.rounds, parties, len(all_found), *states(all_found)))
    text = [para("Kết quả của từng đơn vị, cơ sở tại Phụ lục kèm theo; tổng hợp theo loại kiểm tra như sau:")]
    text += [register_table(BY_TYPE, rows, total), note(f"Ghi chú: {SUMS}{BY_DAY if found.went_on else ''}")]
    graded = [
        (sum(line.result == result for line in found.lines), result.label.lower())
        for result in InspectionResult
        if result
    ]
    if any(number for number, _ in graded):
        said = ", ".join(f"{counted(number)} cơ sở {word}" for number, word in graded if number)
        text.append(para(f"Kết luận kiểm tra: {said}."))
    return text


def _shortcomings(found: Figures) -> list[Flowable]:
    all_found = found.found()
    if not all_found:
        return [para("Qua kiểm tra không phát hiện tồn tại, hạn chế phải khắc phục.")]
    having = sum(bool(line.found) for line in found.lines)
    text: list[Flowable] = [
        para(
            f"Qua kiểm tra đã kịp thời nhắc nhở, chấn chỉnh {counted(len(all_found))} tồn tại, hạn chế ở "
            f"{counted(having)}/{counted(len(found.lines))} {_noun(found.lines)} được kiểm tra."
        )
    ]
    if found.topics:
        listed = "; ".join(f"{topic[:1].lower()}{topic[1:]} ({counted(n)})" for topic, n in found.topics[:MOST_TOPICS])
        text.append(para(f"Các nhóm tồn tại gặp nhiều: {listed}."))
    return text


def _followed(found: Figures) -> list[Flowable]:
    left, done, reported, under_way, overdue = states(found.found())
    asked = done + reported + under_way + overdue
    if not asked:
        return [para("Không có nội dung phải khắc phục chuyển sang kỳ sau.")]
    parts = (
        (done, "đã khắc phục"),
        (reported, "đã báo cáo, chờ xác nhận"),
        (under_way, "đang khắc phục, trong hạn"),
        (overdue, "quá hạn khắc phục"),
    )
    said = ", ".join(f"{counted(number)} nội dung {word}" for number, word in parts if number)
    text: list[Flowable] = [
        para(f"Đã yêu cầu khắc phục {counted(asked)} nội dung; tính đến ngày {show_date(found.as_at)}: {said}.")
    ]
    if found.overdue:
        who = "; ".join(f"{name} ({counted(number)} nội dung)" for name, number in found.overdue)
        text.append(para(f"Còn nội dung quá hạn khắc phục: {who}."))
    if asked - done:
        text.append(
            para(
                f"Trong {found.period.next_label}, tiếp tục đôn đốc, kiểm tra việc khắc phục "
                f"{counted(asked - done)} nội dung chuyển sang."
            )
        )
    return text


def _parties(found: Figures) -> Flowable:
    """The appendix: a row a party under its type of inspection, numbered through."""
    rows: list[Sequence[str] | GroupRow | MoreRow] = []
    place = 0
    for kind, lines in groupby(found.lines, key=lambda line: line.type):
        members = list(lines)
        rows.append(GroupRow((f"{_called(kind)}: {counted(len(members))} {_noun(members)}",)))
        for line in members:
            place += 1
            rows += _rows(place, line)
    total = f"Tổng cộng: {_rounds(found.rounds)}, {found.where}, {counted(len(found.found()))} tồn tại"
    return register_table(PARTIES, rows, (total,))


def _rows(place: int, line: Line) -> list[Sequence[str] | MoreRow]:
    """A party with its first finding, and a row for each other one: what was found, demanded and done stay level."""
    result = f"\nKết luận: {line.result.label.lower()}" if line.result else ""
    who = (str(place), line.name, show_date(line.day))
    party = (*who, f"{line.subject}{result}", line.strengths)
    first, *others = line.found or (None,)
    if first is None:
        return [(*party, "Không có", "", "")]
    marked = [_cells(one, f"({n}) " if others else "") for n, one in enumerate((first, *others), start=1)]
    return [(*party, *marked[0]), *(MoreRow((*who, "", ""), cells) for cells in marked[1:])]


def _cells(one: Found, mark: str) -> tuple[str, str, str]:
    return f"{mark}{one.content}", _demand(one), _outcome(one)


def _called(kind: InspectionType) -> str:
    """A type over its rows; ``Khác`` alone does not say other than what."""
    return f"{counts.called(kind)[:1].upper()}{counts.called(kind)[1:]}"


def _demand(one: Found) -> str:
    if one.standing.state == RemediationState.NOT_ASKED:
        return one.demand or "Nhắc nhở"
    due = f" (hạn {show_date(one.standing.due_on)})" if one.standing.due_on else ""
    return f"{one.demand or 'Khắc phục'}{due}"


def _outcome(one: Found) -> str:
    """Where it stands, with the day it was done or how late it is."""
    now = one.standing
    if now.state == RemediationState.NOT_ASKED:
        return "Đã nhắc nhở"
    day = f" ({show_date(now.done_on)})" if now.done_on else ""
    late = f" {show_whole(now.days_late)} ngày" if now.state == RemediationState.OVERDUE else ""
    told = f": {one.told}" if one.told and not now.done_on else ""
    return f"{now.state.label}{late}{day}{told}"


def _noun(lines: Sequence[Line]) -> str:
    kinds = {line.is_unit for line in lines}
    return "đơn vị, cơ sở" if len(kinds) > 1 else "đơn vị" if True in kinds else "cơ sở"


def _whole(*numbers: int) -> tuple[str, ...]:
    return tuple(show_whole(number) for number in numbers)
