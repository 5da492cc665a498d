"""Báo cáo kết quả thực hiện nhiệm vụ (F3), with its appendices: by unit, overdue, completed late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reportlab.platypus import Flowable

from desktop_app import clock
from desktop_app.features.inspection_counts import service as inspections
from desktop_app.features.office.report import DRAFT, NOTHING_TYPED, Numbering, Remarks, Stationery, stationery, typed
from desktop_app.features.results.service import Figures, Steering, figures
from desktop_app.features.tasks.columns import late_cause, standing, urgings
from desktop_app.pdf.frame import Appendix, Paper, bullet, closing, heading, note, para
from desktop_app.pdf.tables import GroupRow, TableColumn, register_table
from desktop_app.rules.dates import show_date
from desktop_app.rules.lateness import Standing
from desktop_app.rules.numbers import counted, percent, roman, show_whole
from desktop_app.rules.periods import Period
from desktop_app.rules.tally import Tally

__all__ = ["Remarks", "gather", "paper"]

RATES = (
    "Tỷ lệ HT (%) = số nhiệm vụ hoàn thành / tổng số nhiệm vụ của kỳ. Tỷ lệ đúng hạn (%) = số hoàn thành đúng hạn / "
    "(số hoàn thành đúng hạn + số hoàn thành quá hạn + số đang thực hiện quá hạn). Dấu “-”: không có nhiệm vụ để tính."
)

URGINGS = "Số lần đôn đốc: cộng số lần từng nhiệm vụ trong bảng đã được đôn đốc đến ngày chốt số liệu."

BY_UNIT = (
    TableColumn("STT", 10, "center"),
    TableColumn("Đơn vị", 44),
    TableColumn("Chuyển kỳ trước", 18, "right"),
    TableColumn("Giao trong kỳ", 18, "right"),
    TableColumn("Tổng", 18, "right"),
    TableColumn("Đúng hạn", 16, "right", "Hoàn thành"),
    TableColumn("Quá hạn", 16, "right", "Hoàn thành"),
    TableColumn("Không có hạn", 16, "right", "Hoàn thành"),
    TableColumn("Trong hạn", 16, "right", "Đang thực hiện"),
    TableColumn("Quá hạn", 16, "right", "Đang thực hiện"),
    TableColumn("Không có hạn", 16, "right", "Đang thực hiện"),
    TableColumn("Tỷ lệ HT (%)", 16, "right"),
    TableColumn("Tỷ lệ đúng hạn (%)", 16, "right"),
    TableColumn("Số lần đôn đốc", 16, "right"),
)

# Both due dates, and how late the work is against each: no date may break, so their columns are as wide as one is.
TERMS = (
    TableColumn("Hiện nay", 21, "center", "Thời hạn"),
    TableColumn("Ban đầu", 21, "center", "Thời hạn"),
)
DAYS_LATE = (
    TableColumn("So với hạn hiện nay", 15, "right", "Số ngày quá hạn"),
    TableColumn("So với hạn ban đầu", 15, "right", "Số ngày quá hạn"),
)
URGED = TableColumn("Số lần đã đôn đốc", 15, "right")

OVERDUE = (
    TableColumn("STT", 10, "center"),
    TableColumn("Nội dung nhiệm vụ", 58),
    TableColumn("Văn bản giao (số, ngày)", 30),
    *TERMS,
    *DAYS_LATE,
    TableColumn("Tình hình thực hiện", 37),
    URGED,
    TableColumn("Nguyên nhân (đơn vị giải trình)", 30),
)

LATE = (
    TableColumn("STT", 10, "center"),
    TableColumn("Nội dung nhiệm vụ", 60),
    TableColumn("Văn bản giao (số, ngày)", 30),
    *TERMS,
    TableColumn("Ngày hoàn thành", 21, "center"),
    *DAYS_LATE,
    URGED,
    TableColumn("Nguyên nhân (đơn vị giải trình)", 44),
)


@dataclass(frozen=True)
class Results:
    """The report's figures and what stands around them."""

    stationery: Stationery
    figures: Figures


def gather(period: Period, as_at: Any) -> Results:
    """Read the figures of a period as at a day."""
    return Results(stationery(), figures(period, as_at))


def paper(data: Results, numbering: Numbering = DRAFT, remarks: Remarks = NOTHING_TYPED) -> Paper:
    """The report as a paper, a draft unless numbered."""
    found = data.figures
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name="BÁO CÁO",
        symbol=f"BC-{data.stationery.symbol}",
        subject=f"Kết quả thực hiện nhiệm vụ {found.period.label}",
        body=story(data, remarks),
        number=numbering.number,
        issued_on=numbering.issued_on,
        drafted_on=numbering.issued_on or clock.today(),
        addressees=data.stationery.addressees,
        receivers=data.stationery.receivers,
        signature=data.stationery.signature,
        appendices=(
            Appendix(f"Tổng hợp kết quả thực hiện nhiệm vụ {found.period.label}", by_unit_story(found)),
            *_lists(found),
        ),
    )


def story(data: Results, remarks: Remarks) -> list[Flowable]:
    """The text of the report; the last line ends it."""
    found, name = data.figures, data.stationery.name
    span = f"số liệu tính từ ngày {show_date(found.period.start)} đến ngày {show_date(found.as_at)}"
    text = [para(f"{name} báo cáo kết quả thực hiện nhiệm vụ {found.period.label} ({span}) như sau:")]
    text += [heading("I. Công tác chỉ đạo, điều hành"), *_steering(found, name)]
    text += [heading("II. Kết quả thực hiện nhiệm vụ"), *_results(found, name)]
    text += [heading("III. Tồn tại, hạn chế, nguyên nhân"), *_shortcomings(found), *typed(remarks.shortcomings)]
    text += [heading("IV. Phương hướng kỳ tới"), *_directions(found), *typed(remarks.directions)]
    text.append(heading("V. Kiến nghị, đề xuất"))
    text += typed(remarks.proposals) or [para("Không có.")]
    text.append(closing(f"Trên đây là báo cáo kết quả thực hiện nhiệm vụ {found.period.label} của {name}"))
    return text


def by_unit_story(found: Figures) -> list[Flowable]:
    """Phụ lục I: one line a unit, and what the rates are of."""
    rows = [
        (str(n), unit.name, *_figures(unit.tally), show_whole(unit.urgings))
        for n, unit in enumerate(found.by_unit, start=1)
    ]
    total = ("", "", *_figures(found.total), show_whole(found.urgings))
    return [register_table(BY_UNIT, rows, total), note(f"Ghi chú: {RATES} {URGINGS}")]


def overdue(found: Figures) -> list[Flowable]:
    """Phụ lục II: open tasks past their due date, unit by unit."""

    def line(place: int, row: Any) -> tuple[str, ...]:
        now = standing(row, found.as_at)
        return (
            str(place),
            row.content,
            _document(row),
            *_terms(row, now),
            *_days_late(now),
            row.last_note or "",
            show_whole(urgings(row, found.as_at)),
            late_cause(row, found.as_at),
        )

    return [register_table(OVERDUE, _grouped(found.overdue, line))]


def done_late(found: Figures) -> list[Flowable]:
    """Phụ lục III: tasks completed after their due date, unit by unit."""

    def line(place: int, row: Any) -> tuple[str, ...]:
        now = standing(row, found.as_at)
        return (
            str(place),
            row.content,
            _document(row),
            *_terms(row, now),
            show_date(row.completed_on),
            *_days_late(now),
            show_whole(urgings(row, found.as_at)),
            late_cause(row, found.as_at),
        )

    return [register_table(LATE, _grouped(found.done_late, line))]


def _steering(found: Figures, name: str) -> list[Flowable]:
    did = found.steering
    sessions = f"đã tổ chức {counted(did.sessions)}" if did.sessions else "không tổ chức"
    chaired = (
        f" Chủ tịch, các Phó Chủ tịch đã chủ trì {counted(did.meetings)} cuộc họp để chỉ đạo xử lý các công việc thuộc "
        "lĩnh vực được phân công."
        if did.meetings
        else ""
    )
    besides = (
        f" (ngoài {counted(did.notices_left_out)} thông báo không tính vào thống kê)" if did.notices_left_out else ""
    )
    notices = (
        f"Lãnh đạo cơ quan đã kết luận, chỉ đạo, giao các đơn vị thực hiện {counted(did.notice_tasks)} nhiệm vụ tại "
        f"{counted(did.notices)} thông báo kết luận{besides}"
        if did.notices
        else f"Lãnh đạo cơ quan không ban hành thông báo kết luận nào giao nhiệm vụ{besides}"
    )
    letters = (
        f"; ban hành {counted(did.urging_letters)} văn bản đôn đốc thực hiện."
        if did.urging_letters
        else "; không ban hành văn bản đôn đốc."
    )
    text: list[Flowable] = [
        para(f"Trong kỳ, {name} {sessions} phiên họp thường kỳ{_key_tasks(did)}.{chaired}"),
        para(f"{notices}{letters}"),
    ]
    if did.inspections:
        came = "; qua kiểm tra đã kịp thời nhắc nhở, chấn chỉnh một số tồn tại, thiếu sót"
        came = came if any(one.findings for one in did.inspections) else ""
        text.append(para(f"Đã tổ chức {inspections.in_words(did.inspections)}{came}."))
    return text


def _key_tasks(did: Steering) -> str:
    """What sessions heard, as far as their agendas say so; of an office that keeps none, what was given."""
    if did.key_tasks:
        by = "Chương trình" if did.key_tasks == did.key_tasks_of_programs else "chương trình, kế hoạch"
        heard = f"nghe báo cáo và chỉ đạo thực hiện {counted(did.key_tasks)} nhiệm vụ trọng tâm theo {by} công tác"
    elif did.key_tasks_given:
        heard = f"chỉ đạo thực hiện {counted(did.key_tasks_given)} nhiệm vụ trọng tâm giao trong kỳ"
    else:
        return ""
    return f"; {heard}"


def _results(found: Figures, name: str) -> list[Flowable]:
    total = found.total
    parts = (
        f", gồm {counted(total.carried)} nhiệm vụ chuyển từ kỳ trước và {counted(total.assigned)} "
        "nhiệm vụ giao trong kỳ"
        if total.carried
        else ", tất cả là nhiệm vụ giao trong kỳ"
        if total.total
        else ""
    )
    lists = [f"Phụ lục {roman(n)}" for n, _ in enumerate(_lists(found), start=2)]
    late = f"; nhiệm vụ quá hạn tại {' và '.join(lists)}" if lists else ""
    text: list[Flowable] = [
        para(
            f"Tổng số nhiệm vụ theo dõi trong kỳ là {counted(total.total)} nhiệm vụ{parts}. Kết quả của từng đơn vị "
            f"tại Phụ lục{' I' if lists else ''}{late} kèm theo."
        )
    ]
    text += [heading("1. Nhiệm vụ cấp trên giao", 2), *_one_result(found.from_above, "cấp trên")]
    text += [heading(f"2. Nhiệm vụ {name} giao", 2), *_one_result(found.own, name)]
    return text


def _one_result(part: Tally, assigner: str) -> list[Flowable]:
    if part.total == 0:
        return [para(f"Trong kỳ không phát sinh nhiệm vụ do {assigner} giao.")]
    done = ((part.done_in_time, "đúng hạn"), (part.done_late, "quá hạn"), (part.done_no_due, UNDATED))
    going = ((part.open_in_time, "trong hạn"), (part.open_overdue, "quá hạn"), (part.open_no_due, UNDATED))
    text: list[Flowable] = [para(f"Tổng số {counted(part.total)} nhiệm vụ, trong đó:")]
    text += [
        _share("Đã hoàn thành", part.done, part.total, done),
        _share("Đang thực hiện", part.open, part.total, going),
    ]
    if part.decided:
        text.append(
            para(
                f"Trong {counted(part.decided)} nhiệm vụ có thời hạn đã hoàn thành hoặc đã quá hạn, "
                f"có {counted(part.done_in_time)} nhiệm vụ hoàn thành đúng hạn, đạt {part.in_time_rate}%."
            )
        )
    return text


UNDATED = "không xác định thời hạn"


def _share(what: str, count: int, total: int, parts: Sequence[tuple[int, str]]) -> Flowable:
    """One item of a list: how many, of what, and only the classes that hold any."""
    if not count:
        return bullet(f"{what}: không có;" if what.startswith("Đã") else f"{what}: không có.")
    listed = ", ".join(f"{counted(number)} {word}" for number, word in parts if number)
    end = ";" if what.startswith("Đã") else "."
    return bullet(f"{what} {counted(count)} nhiệm vụ, bằng {percent(count, total)}% tổng số nhiệm vụ: {listed}{end}")


def _lists(found: Figures) -> list[Appendix]:
    """The lists of overdue and late tasks, those that hold any."""
    lists = []
    if found.overdue:
        title = f"Danh mục nhiệm vụ đang thực hiện quá hạn tính đến ngày {show_date(found.as_at)}"
        lists.append(Appendix(title, overdue(found)))
    if found.done_late:
        lists.append(Appendix(f"Danh mục nhiệm vụ hoàn thành quá hạn {found.period.label}", done_late(found)))
    return lists


def _shortcomings(found: Figures) -> list[Flowable]:
    total = found.total
    if not total.open_overdue and not total.done_late:
        return [para("Trong kỳ không có nhiệm vụ quá hạn.")]
    said = []
    if total.open_overdue:
        said.append(f"{counted(total.open_overdue)} nhiệm vụ đang thực hiện đã quá hạn")
    if total.done_late:
        said.append(f"{counted(total.done_late)} nhiệm vụ hoàn thành sau thời hạn")
    text: list[Flowable] = [para(f"Còn có {' và '.join(said)}.")]
    worst = sorted((u for u in found.by_unit if u.tally.open_overdue), key=lambda u: -u.tally.open_overdue)[:5]
    if worst:
        listed = "; ".join(f"{unit.name} có {counted(unit.tally.open_overdue)} nhiệm vụ" for unit in worst)
        text.append(para(f"Các đơn vị có nhiều nhiệm vụ quá hạn chưa hoàn thành: {listed}."))
    reasons = Counter(row.late_reason.strip().rstrip(".") for row in found.done_late if row.late_reason.strip())
    if reasons:
        listed = "; ".join(f"{reason} ({counted(count)} nhiệm vụ)" for reason, count in reasons.most_common(3))
        text.append(para(f"Nguyên nhân chậm do đơn vị báo cáo, nhiều nhất: {listed}."))
    return text


def _directions(found: Figures) -> list[Flowable]:
    total = found.total
    if not total.open:
        return [para(f"Tiếp tục triển khai các nhiệm vụ được giao trong {found.period.next_label}.")]
    first = (
        f", trong đó tập trung hoàn thành {counted(total.open_overdue)} nhiệm vụ đã quá hạn"
        if total.open_overdue
        else ""
    )
    return [
        para(
            f"Trong {found.period.next_label}, tiếp tục chỉ đạo, đôn đốc thực hiện {counted(total.open)} nhiệm vụ "
            f"chuyển sang{first}."
        )
    ]


def _figures(part: Tally) -> tuple[str, ...]:
    figures_ = (
        part.carried,
        part.assigned,
        part.total,
        part.done_in_time,
        part.done_late,
        part.done_no_due,
        part.open_in_time,
        part.open_overdue,
        part.open_no_due,
    )
    return (*map(show_whole, figures_), part.done_rate, part.in_time_rate)


def _terms(row: Any, now: Standing) -> tuple[str, str]:
    """The due date of now, and the original one."""
    return show_date(now.due_on), show_date(row.original_due_on)


def _days_late(now: Standing) -> tuple[str, str]:
    """How late the work is against either."""
    return show_whole(now.days_late), show_whole(now.days_late_original)


def _grouped(rows: Sequence[Any], line: Any) -> list[Any]:
    """Lines under a bold row for each unit, numbered through."""
    lines: list[Any] = []
    place = 0
    for unit, group in groupby(rows, key=lambda row: row.lead_unit):
        members = list(group)
        lines.append(GroupRow((f"{unit}: {counted(len(members))} nhiệm vụ",)))
        for row in members:
            place += 1
            lines.append(line(place, row))
    return lines


def _document(row: Any) -> str:
    return "\n".join(part for part in (row.document or "", show_date(row.document_issued_on)) if part)
