"""A plan or work programme of this office (NĐ 30/2020, Mẫu 1.4), with its list as a landscape Phụ lục."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from db.models import Plan
from db.words import PlanItemKind
from desktop_app import clock
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, following, stationery, unaddressed
from desktop_app.features.plan_desk import service as desk
from desktop_app.features.plan_desk.service import Line, Section, Sheet
from desktop_app.features.plan_paper import service as papers
from desktop_app.features.plans.columns import ITEMS
from desktop_app.features.printing.service import Request
from desktop_app.pdf.frame import Appendix, Paper, closing, heading, para
from desktop_app.pdf.tables import GroupRow, TableColumn, register_table
from desktop_app.rules.dates import month_number, show_date
from desktop_app.rules.numbers import counted, roman, show_whole

TEXT = 11
LIST = (
    TableColumn("STT", 12, "center"),
    TableColumn("Nội dung, nhiệm vụ, chỉ tiêu", 92),
    TableColumn("Loại", 24),
    TableColumn("Đơn vị chủ trì", 38),
    TableColumn("Đơn vị phối hợp", 34),
    TableColumn("Thời hạn", 22, "center"),
    TableColumn("Sản phẩm", 30),
)
MONTHS = (
    TableColumn("STT", 12, "center"),
    TableColumn("Nội dung nhiệm vụ", 118),
    TableColumn("Đơn vị chủ trì, chuẩn bị", 50),
    TableColumn("Lãnh đạo chỉ đạo", 46),
    TableColumn("Thời hạn", 26, "center"),
)
NO_MONTH = "Các nhiệm vụ không ghi tháng"


@dataclass(frozen=True)
class Programme:
    """A plan as read, what stands around it, and the number and day its document has already."""

    stationery: Stationery
    sheet: Sheet
    numbering: Numbering


def check(request: Request) -> None:
    """Refuse a request that names no plan, or one that is not this office's to print."""
    papers.refuse_printing(papers.wanted(request.record))


def gather(request: Request) -> Programme:
    """Read the plan that a request names."""
    plan = papers.wanted(request.record)
    document = plan.document
    known = Numbering(document.number, document.issued_on) if document is not None and document.number else DRAFT
    return Programme(stationery(), desk.read(plan), known)


def paper(data: Programme, numbering: Numbering = DRAFT) -> Paper:
    """The plan as a paper: a draft unless it is numbered, or its document in the book is."""
    plan, given = data.sheet.plan, numbering if numbering.number else data.numbering
    is_program = desk.is_program(plan)
    made = Paper(
        letterhead=data.stationery.letterhead,
        type_name="CHƯƠNG TRÌNH CÔNG TÁC" if is_program else "KẾ HOẠCH",
        symbol=f"{'CTr' if is_program else 'KH'}-{data.stationery.symbol}",
        subject=_subject(plan),
        body=_program(data) if is_program else _plan(data),
        number=given.number,
        issued_on=given.issued_on,
        drafted_on=given.issued_on or clock.today(),
        receivers=unaddressed(data.stationery),
        signature=data.stationery.signature,
    )
    title = "Danh mục nhiệm vụ trọng tâm" if is_program else "Danh mục nội dung, nhiệm vụ, chỉ tiêu"
    listed = _by_month(data.sheet) if is_program else _by_group(data.sheet)
    return replace(made, appendices=(Appendix(title, [listed]),))


def _subject(plan: Plan) -> str:
    """The title without the word that stands over it already."""
    title = str(plan.title).strip()
    for word in ("Kế hoạch", "Chương trình công tác", "Chương trình"):
        if title.casefold().startswith(word.casefold() + " "):
            rest = title[len(word) :].strip()
            return rest[:1].upper() + rest[1:]
    return title


# --- The text ---


def _plan(data: Programme) -> list[Flowable]:
    sheet, name = data.sheet, data.stationery.name
    whole, parts = sheet.sections[0], sheet.sections[1:]
    text = [para(f"{name} ban hành Kế hoạch với {_kinds(whole)}, cụ thể như sau:")]
    text.append(heading("I. Nội dung, nhiệm vụ, chỉ tiêu"))
    if parts:
        text.append(para(f"Các nội dung được chia thành {counted(len(parts))} nhóm:"))
        text.append(_sums(whole, parts))
        text.append(para("Nội dung từng nhóm, đơn vị chủ trì và thời hạn nêu tại Phụ lục kèm theo Kế hoạch này."))
    else:
        text.append(para("Nội dung chi tiết, đơn vị chủ trì và thời hạn nêu tại Phụ lục kèm theo Kế hoạch này."))
    return [*text, heading("II. Tổ chức thực hiện"), *_carrying_out(data, "Kế hoạch")]


def _program(data: Programme) -> list[Flowable]:
    sheet, name = data.sheet, data.stationery.name
    text = [para(f"{name} ban hành Chương trình công tác năm {sheet.plan.year} với {_kinds(sheet.sections[0])}:")]
    text.append(heading("I. Nội dung trình các phiên họp"))
    rows = [(_month(month), len(lines)) for month, lines in _months(sheet)]
    text.append(_numbers("Thời gian trình", "Số nhiệm vụ", rows))
    text.append(para("Nội dung, đơn vị chủ trì, chuẩn bị và lãnh đạo chỉ đạo nêu tại Phụ lục kèm theo."))
    return [*text, heading("II. Tổ chức thực hiện"), *_carrying_out(data, "Chương trình công tác")]


def _carrying_out(data: Programme, what: str) -> list[Flowable]:
    units: dict[str, int] = {}
    for line in data.sheet.lines:
        if (unit := ITEMS.columns["lead_unit"].shown(line.item)) != "":
            units[unit] = units.get(unit, 0) + 1
    told = [
        para(
            f"1. Các đơn vị được giao chủ trì thực hiện đúng nội dung, thời hạn nêu tại Phụ lục; chủ động báo cáo "
            f"{data.stationery.name} khi có vướng mắc."
        )
    ]
    if units:
        told.append(heading(f"Số nội dung giao {counted(len(units))} đơn vị chủ trì:", 3))
        told.append(_numbers("Đơn vị chủ trì", "Số nội dung", list(units.items())))
    follows = ITEMS.columns["lead_unit"].kind.show(data.sheet.plan.unit)
    who = follows or following()
    told.append(para(f"2. {who} theo dõi, đôn đốc, tổng hợp kết quả thực hiện, báo cáo {data.stationery.name}."))
    told.append(closing(f"Trên đây là {what} của {data.stationery.name}; yêu cầu các đơn vị nghiêm túc thực hiện"))
    return told


def _kinds(section: Section) -> str:
    """What a section holds: 100 nhiệm vụ, 17 chỉ tiêu."""
    told = [f"{counted(count.typed)} {kind.label.lower()}" for kind, count in section.counts.items() if count.typed]
    return ", ".join(told) or "các nội dung"


# --- The tables ---


def _sums(whole: Section, parts: Sequence[Section]) -> Flowable:
    """One line a group, a column for each kind there is, and totals that are the sums of their columns."""
    kinds = [kind for kind, count in whole.counts.items() if count.typed]
    wide = 22 if len(kinds) < 4 else 18
    several = [TableColumn("Cộng", wide, "right")] if len(kinds) > 1 else []
    columns = (
        TableColumn("STT", 12, "center"),
        TableColumn("Nhóm", 165 - 12 - wide * (len(kinds) + len(several))),
        *(TableColumn(kind.label, wide, "right") for kind in kinds),
        *several,
    )
    numbers = [[_of(section, kind) for kind in kinds] for section in parts]
    rows = [
        (roman(n), section.name, *map(show_whole, row), *([show_whole(sum(row))] if several else []))
        for n, (section, row) in enumerate(zip(parts, numbers, strict=True), start=1)
    ]
    sums = [sum(column) for column in zip(*numbers, strict=True)]
    totals = ("", "", *map(show_whole, sums), *([show_whole(sum(sums))] if several else []))
    return register_table(columns, rows, totals, size=TEXT, numbering_row=False)


def _numbers(what: str, count: str, rows: Sequence[tuple[str, int]]) -> Flowable:
    """A number a line, and what they add up to."""
    columns = (TableColumn("STT", 12, "center"), TableColumn(what, 123), TableColumn(count, 30, "right"))
    lines = [(show_whole(n), words, show_whole(number)) for n, (words, number) in enumerate(rows, start=1)]
    total = ("", "", show_whole(sum(number for _, number in rows)))
    return register_table(columns, lines, total, size=TEXT, numbering_row=False)


def _of(section: Section, kind: PlanItemKind) -> int:
    """How many items of a kind a section holds, those of no group among them."""
    return section.counts[kind].typed if kind in section.counts else 0


def _by_group(sheet: Sheet) -> Flowable:
    rows: list[Sequence[str] | GroupRow] = []
    for n, section in enumerate(sheet.sections[1:] or sheet.sections, start=1):
        if not section.whole:
            rows.append(GroupRow((f"{roman(n)}. {section.name} ({_kinds(section)})",)))
        rows += [_line(sheet.lines[place]) for place in sheet.of(section)]
    return register_table(LIST, rows, (f"Tổng cộng: {_kinds(sheet.sections[0])}",), size=TEXT)


def _line(line: Line) -> tuple[str, ...]:
    one, shown = line.item, {name: ITEMS.columns[name].shown for name in ("kind", "lead_unit")}
    return (
        str(line.number),
        str(one.content),
        shown["kind"](one),
        shown["lead_unit"](one),
        str(one.cooperating),
        show_date(one.due_on) or _month_due(one.month),
        str(one.deliverable_wanted),
    )


def _by_month(sheet: Sheet) -> Flowable:
    rows: list[Sequence[str] | GroupRow] = []
    number = 0
    for month, lines in _months(sheet):
        rows.append(GroupRow((f"{_month(month)} ({counted(len(lines))} nhiệm vụ)",)))
        for line in lines:
            number += 1
            shown = [ITEMS.columns[name].shown(line.item) for name in ("lead_unit", "leader")]
            rows.append((str(number), str(line.item.content), *shown, show_date(line.item.due_on)))
    return register_table(MONTHS, rows, (f"Tổng cộng: {_kinds(sheet.sections[0])}",), size=TEXT)


def _months(sheet: Sheet) -> list[tuple[int | None, list[Line]]]:
    """The items month by month, those without one last."""
    found: dict[int | None, list[Line]] = {}
    for line in sheet.lines:
        found.setdefault(line.item.month, []).append(line)
    return sorted(found.items(), key=lambda pair: pair[0] or 13)


def _month(month: int | None) -> str:
    return f"Tháng {month_number(month)}" if month else NO_MONTH


def _month_due(month: int | None) -> str:
    return f"Tháng {month_number(month)}" if month else ""
