"""Công văn đôn đốc (F4, NĐ 30/2020 Mẫu 1.5): one letter to many units, its tasks in an appendix with room to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from peewee import fn
from reportlab.platypus import Flowable

from db.models import Unit, UrgingLetter
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.urging.service import Line, Listed
from desktop_app.features.urging_findings.columns import ListedFinding
from desktop_app.features.urging_letter import service as letters
from desktop_app.features.urging_letter.columns import DRAFTED_BY, head_of
from desktop_app.pdf.frame import Appendix, Paper, closing, para
from desktop_app.pdf.paper import appendix_label
from desktop_app.pdf.tables import GroupRow, TableColumn, register_table
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date, show_hour
from desktop_app.rules.numbers import counted, show_whole

LATE = (
    TableColumn("STT", 10, "center"),
    TableColumn("Đơn vị chủ trì / Nội dung nhiệm vụ", 64),
    TableColumn("Văn bản giao (số, ngày)", 32),
    TableColumn("Thời hạn", 20, "center"),
    TableColumn("Số ngày quá hạn", 16, "right"),
    TableColumn("Tình hình thực hiện", 40),
    TableColumn("Số lần đã đôn đốc", 16, "right"),
    TableColumn("Nguyên nhân (đơn vị giải trình)", 32),
    TableColumn("Thời gian cam kết hoàn thành", 22),
)
SOON = (
    TableColumn("STT", 10, "center"),
    TableColumn("Đơn vị chủ trì / Nội dung nhiệm vụ", 84),
    TableColumn("Văn bản giao (số, ngày)", 36),
    TableColumn("Thời hạn", 22, "center"),
    TableColumn("Số ngày còn lại", 18, "right"),
    TableColumn("Tình hình thực hiện", 50),
    TableColumn("Ghi chú", 32),
)

OWED = (
    TableColumn("STT", 10, "center"),
    TableColumn("Đơn vị / Tồn tại, hạn chế", 56),
    TableColumn("Yêu cầu khắc phục", 44),
    TableColumn("Lượt, ngày kiểm tra", 26),
    TableColumn("Thời hạn", 22, "center"),
    TableColumn("Số ngày quá hạn", 16, "right"),
    TableColumn("Kết quả đã báo cáo", 36),
    TableColumn("Số lần đã đôn đốc", 16, "right"),
    TableColumn("Thời gian cam kết hoàn thành", 26),
)


@dataclass(frozen=True)
class Letter:
    """A letter to print: its list, what it asks, and the head it is printed with."""

    stationery: Stationery
    as_at: date
    cutoff_at: str
    reply_by: date | None
    demand: str
    lines: Sequence[Line]
    numbering: Numbering

    @property
    def late(self) -> list[Listed]:
        """What is urged."""
        return [line for line in letters.tasks_of(self.lines) if line.days_late]

    @property
    def soon(self) -> list[Listed]:
        """What is only reminded of."""
        return [line for line in letters.tasks_of(self.lines) if not line.days_late]

    @property
    def owed(self) -> list[ListedFinding]:
        """What inspections demanded and nobody has put right in time."""
        return letters.findings_of(self.lines)

    def label(self, of: str) -> str:
        """What the appendix of ``late``, ``soon`` or ``owed`` is called: they are numbered in this order."""
        there = [name for name in ("late", "soon", "owed") if getattr(self, name)]
        return appendix_label(there.index(of), len(there))


def check(request: Any) -> None:
    """Refused when the letter, a unit or the day that is asked for does not make sense."""
    if request.number or request.issued_on:
        raise Refused({"number": "Công văn đôn đốc lấy số khi ban hành ở mục Đôn đốc"})
    if request.record:
        if request.units or request.as_at:
            raise Refused({"letter": "Đã chọn văn bản đã lập thì không ghi đơn vị và ngày"})
        if letters.named(request.record) is None:
            raise Refused({"letter": f"Không có văn bản đôn đốc “{request.record}”"})
        return
    if request.as_at and request.as_at > clock.today():
        raise Refused({"as_at": "Số liệu không lấy trước được; hãy ghi hôm nay hoặc một ngày đã qua"})
    _units(request.units)


def gather(request: Any) -> Letter:
    """A letter as it is kept, or what one drawn up now would say; nothing is written."""
    if request.record:
        found = letters.named(request.record)
        assert found is not None  # looked over by check
        return kept(found)
    day = request.as_at or clock.today()
    texts = letters.asked(letters.proposed(day))
    lines = letters.listed(day, _units(request.units))
    if not lines:
        raise Refused({"as_at": f"Ngày {show_date(day)} không có nhiệm vụ, yêu cầu khắc phục quá hạn nào phải đôn đốc"})
    return Letter(stationery(), day, texts["cutoff_at"] or "", texts["reply_by"], "", lines, DRAFT)


def kept(letter: UrgingLetter) -> Letter:
    """A letter that is kept: issued, with the head it was issued with."""
    head = head_of(letter)
    return Letter(
        stationery(SimpleNamespace(**head) if head else None),
        letter.as_at,
        letter.cutoff_at,
        letter.reply_by,
        letter.demand,
        letters.all_lines_of(letter),
        Numbering(letter.number, letter.issued_on),
    )


def paper(data: Letter, _numbering: Numbering = DRAFT) -> Paper:
    """The letter as a paper; its number is its own."""
    late, soon, owed = data.late, data.soon, data.owed
    until = f" tính đến ngày {show_date(data.as_at)}"
    lists = [Appendix(f"Danh mục nhiệm vụ quá hạn chưa hoàn thành{until}", [_late_table(late)])] * bool(late)
    if soon:
        lists.append(Appendix(f"Danh mục nhiệm vụ sắp đến hạn{until}", [_soon_table(soon, data.as_at)]))
    if owed:
        lists.append(Appendix(f"Danh mục yêu cầu khắc phục sau kiểm tra đã quá hạn{until}", [_owed_table(owed)]))
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name="",
        symbol=f"{data.stationery.symbol}-{DRAFTED_BY}",
        subject=_subject(data),
        body=story(data),
        number=data.numbering.number,
        issued_on=data.numbering.issued_on,
        drafted_on=data.numbering.issued_on or clock.today(),
        addressees=tuple(dict.fromkeys(line.unit for line in data.lines)),
        receivers=data.stationery.receivers,
        signature=data.stationery.signature,
        appendices=tuple(lists),
        kind="letter",
    )


def story(data: Letter) -> list[Flowable]:
    """The text of the letter: what was found, by whom, and what is demanded (as in 1888/UBND-TKBT, Hà Nội 04/2017)."""
    late, soon, owed = data.late, data.soon, data.owed
    text = [para(_late_words(data))] * bool(late)
    if again := [line for line in late if line.urged]:
        most = max(line.urged for line in again)
        text.append(
            para(
                f"Trong đó, {counted(len(again))} nhiệm vụ đã được đôn đốc trước đây nhưng đến nay vẫn chưa hoàn "
                f"thành; nhiệm vụ bị đôn đốc nhiều nhất đã {counted(most)} lần."
            )
        )
    if soon:
        until = show_date(max(line.due_on for line in soon))
        text.append(
            para(
                f"Ngoài ra, có {counted(len(soon))} nhiệm vụ sắp đến hạn (đến hết ngày {until}): {_by_unit(soon)} "
                f"(chi tiết tại {data.label('soon')} kèm theo)."
            )
        )
    if owed:
        begun = "" if late or soon else f", {_moment(data)}"
        text.append(
            para(
                f"Qua theo dõi việc khắc phục tồn tại sau kiểm tra{begun}: có {counted(len(owed))} yêu cầu khắc phục "
                f"đã quá hạn; cụ thể: {_by_unit(owed, 'yêu cầu')} (chi tiết tại {data.label('owed')} kèm theo)."
            )
        )
    return [*text, *_demands(data), closing("Yêu cầu các đơn vị nghiêm túc thực hiện")]


def _subject(data: Letter) -> str:
    """What the letter is about; most are about tasks alone."""
    owed = "khắc phục các tồn tại sau kiểm tra"
    if not data.late:
        return f"đôn đốc {owed}"
    soon = ", sắp đến hạn" if data.soon else ""
    return f"đôn đốc thực hiện các nhiệm vụ quá hạn{soon}{f', {owed}' if data.owed else ''}"


def _late_words(data: Letter) -> str:
    """What was found of tasks, of how many."""
    name, late, tasks = data.stationery.name, data.late, letters.tasks_of(data.lines)
    followed = sum({line.unit_id: line.followed for line in tasks}.values())
    return (
        f"Qua theo dõi việc thực hiện các nhiệm vụ do {name} giao, {_moment(data)}: trong số {counted(followed)} "
        f"nhiệm vụ đang thực hiện của {_whose(tasks)}, có {counted(len(late))} nhiệm vụ đã quá hạn chưa hoàn "
        f"thành; cụ thể: {_by_unit(late)} (chi tiết tại {data.label('late')} kèm theo)."
    )


def _demands(data: Letter) -> list[Flowable]:
    name, demands = data.stationery.name, list[str]()
    if data.late:
        first = data.label("late")
        demands += [
            "Làm rõ lý do chậm muộn, trách nhiệm của tập thể, cá nhân đối với từng nhiệm vụ; ghi nguyên nhân vào cột "
            f"(8) của {first}.",
            "Tập trung chỉ đạo, khẩn trương hoàn thành các nhiệm vụ quá hạn; ghi thời gian cam kết hoàn thành vào cột "
            f"(9) của {first}.",
        ]
    if data.soon:
        first = data.label("soon")
        demands.append(f"Chủ động thực hiện các nhiệm vụ tại {first}, không để phát sinh thêm nhiệm vụ quá hạn.")
    if data.owed:
        first = data.label("owed")
        demands.append(
            f"Khắc phục dứt điểm các tồn tại nêu tại {first}; ghi thời gian cam kết hoàn thành vào cột (9) của {first} "
            "và gửi kèm tài liệu chứng minh kết quả."
        )
    if data.reply_by:
        demands.append(f"Báo cáo {name} (qua Văn phòng) trước ngày {show_date(data.reply_by)} để tổng hợp.")
    else:
        demands.append(f"Báo cáo {name} (qua Văn phòng) để tổng hợp.")
    demands += [line.strip() for line in data.demand.splitlines() if line.strip()]
    opening = f"{name} yêu cầu {_whom(data.lines)}:"
    return [para(opening), *(para(f"{place}. {demand}") for place, demand in enumerate(demands, 1))]


def _whose(lines: Sequence[Line]) -> str:
    found = {line.unit for line in lines}
    return f"{counted(len(found))} đơn vị" if len(found) > 1 else lines[0].unit if lines else "các đơn vị"


def _whom(lines: Sequence[Line]) -> str:
    found = {line.unit for line in lines}
    return "Thủ trưởng các đơn vị" if len(found) != 1 else f"Thủ trưởng {lines[0].unit}"


def _by_unit(lines: Sequence[Line], noun: str = "nhiệm vụ") -> str:
    """Every unit with its count in one sentence."""
    groups = ((unit, len(list(group))) for unit, group in groupby(lines, key=lambda line: line.unit))
    return "; ".join(f"{unit} có {counted(count)} {noun}" for unit, count in groups) or f"không có {noun} nào"


def _moment(data: Letter) -> str:
    hour = f"{show_hour(data.cutoff_at)} " if data.cutoff_at else ""
    return f"số liệu cập nhật đến {hour}ngày {show_date(data.as_at)}"


def _late_table(lines: Sequence[Listed]) -> Flowable:
    def cells(place: int, line: Listed) -> tuple[str, ...]:
        days, urged = show_whole(line.days_late), show_whole(line.urged)
        return (
            str(place), line.content, line.document, show_date(line.due_on), days, line.situation, urged, "", "",
        )  # fmt: skip

    return register_table(LATE, _grouped(lines, cells), (_total(lines),))


def _soon_table(lines: Sequence[Listed], as_at: date) -> Flowable:
    def cells(place: int, line: Listed) -> tuple[str, ...]:
        left = show_whole((line.due_on - as_at).days)
        return (str(place), line.content, line.document, show_date(line.due_on), left, line.situation, "")

    return register_table(SOON, _grouped(lines, cells), (_total(lines),))


def _owed_table(lines: Sequence[ListedFinding]) -> Flowable:
    def cells(place: int, line: ListedFinding) -> tuple[str, ...]:
        days, urged = show_whole(line.days_late), show_whole(line.urged)
        told = (line.content, line.demand, line.document, show_date(line.due_on), days, line.situation, urged)
        return (str(place), *told, "")

    return register_table(OWED, _grouped(lines, cells, "yêu cầu"), (_total(lines, "yêu cầu"),))


def _total(lines: Sequence[Line], noun: str = "nhiệm vụ") -> str:
    return f"Tổng cộng: {counted(len(lines))} {noun}"


def _grouped(lines: Sequence[Line], cells: Any, noun: str = "nhiệm vụ") -> list[Any]:
    """Lines under a bold row for each unit with its count, numbered through."""
    found: list[Any] = []
    place = 0
    for unit, group in groupby(lines, key=lambda line: line.unit):
        members = list(group)
        found.append(GroupRow((f"{unit}: {counted(len(members))} {noun}",)))
        for line in members:
            place += 1
            found.append(cells(place, line))
    return found


def _units(codes: Sequence[str]) -> list[int]:
    """Ids of the units of these codes; Refused for one that nobody has."""
    found = {}
    for code in codes:
        ours = Unit.def_owner.in_(("", current.office_uid)) & Unit.deleted_at.is_null()
        unit = Unit.get_or_none((fn.LOWER(Unit.code) == code.lower()) & ours)
        if unit is None:
            raise Refused({"units": f"Không có đơn vị mã “{code}”; xem mã ở mục Đơn vị"})
        found[code] = unit.id
    return list(found.values())
