"""Biên bản kiểm tra công vụ (F5), an toàn thực phẩm (F6), trật tự xây dựng (F7), after Mẫu 1.9 of NĐ 30/2020.

They are working records of an inspection. Minutes of an administrative offence have a legal form of their own (NĐ
118/2021), which this program does not imitate: there is no column for fines, though the forms of TT 48/2015/TT-BYT
have one, and where an establishment is inspected the paper says what it is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from db.words import InspectionType
from desktop_app.features.inspection_minutes import service as minutes
from desktop_app.features.inspection_minutes.service import Minutes
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery
from desktop_app.features.printing.service import Request
from desktop_app.pdf.frame import Paper, Signature, bullet, closing, grounds, heading, para
from desktop_app.pdf.tables import GroupRow, TableColumn, register_table
from desktop_app.pdf.text import under_title
from desktop_app.pdf.type import BODY_INDENT, BODY_SIZE, REGULAR, measure, register_fonts
from desktop_app.rules import names
from desktop_app.rules.dates import date_long, show_date
from desktop_app.rules.numbers import counted

WIDTH = 165 * mm  # of the text
FEWEST_FINDINGS = 5  # lines of a draft's table of findings: those that are not used yet are filled in by pen
RECORD_ONLY = (
    "(Biên bản ghi nhận việc kiểm tra để theo dõi khắc phục; không phải là và không thay thế "
    "biên bản vi phạm hành chính)"
)
CHECKED = (
    TableColumn("STT", 11, "center"),
    TableColumn("Nội dung kiểm tra", 78),
    TableColumn("Đánh giá", 24, "center"),
    TableColumn("Ghi nhận", 52),
)
WIDTHS = (11, 54, 32, 44, 24)
OF_SITE = "chủ đầu tư"  # who answers for a construction site
OF_UNIT = ("STT", "Tồn tại, hạn chế", "Quy định, căn cứ", "Yêu cầu khắc phục", "Thời hạn")
OF_ESTABLISHMENT = ("STT", "Nội dung vi phạm", "Điều khoản vi phạm", "Biện pháp khắc phục", "Thời hạn")


@dataclass(frozen=True)
class Printed:
    """The minutes to print and the office whose name stands over them."""

    stationery: Stationery
    minutes: tuple[Minutes, ...]


def check(request: Request) -> None:
    """Refuse a request that names no minutes."""
    minutes.wanted(request.record)


def gather(request: Request) -> Printed:
    """Read the minutes that a request names."""
    return Printed(stationery(), tuple(minutes.read(party) for party in minutes.wanted(request.record)))


def paper(data: Printed, numbering: Numbering = DRAFT) -> list[Paper]:
    """Each party's minutes, a paper of its own; the number is written by pen when they are signed."""
    return [_paper(one, data.stationery) for one in data.minutes]


def _paper(data: Minutes, ours: Stationery) -> Paper:
    return Paper(
        letterhead=ours.letterhead,
        type_name="BIÊN BẢN",
        symbol=f"BB-{ours.symbol}",
        subject=f"{data.title} {data.heading}".strip(),
        body=story(data),
        receivers=(_receiver(data), data.lead or "Đoàn kiểm tra", "Lưu: VT, Hồ sơ"),
        signatures=_signatures(data),
        kind="minutes",
    )


def story(data: Minutes) -> list[Flowable]:
    """The text of one party's minutes."""
    body: list[Flowable] = [] if data.is_unit else [under_title(RECORD_ONLY)]
    body += grounds(data.basis)
    body += [para(text) for text in _when_and_where(data)]
    body += [heading("I. Thành phần"), *_who(data)]
    body += [heading("II. Nội dung kiểm tra"), _checked(data)]
    body += [heading(f"III. {'Tồn tại, hạn chế' if data.is_unit else 'Nội dung vi phạm'}"), _findings(data)]
    body += [heading("IV. Nhận xét, kết luận"), *_conclusion(data)]
    body += [heading(f"V. Ý kiến của {_whom(data)}"), *_written(data, data.opinion)]
    return [*body, *_end(data)]


def _when_and_where(data: Minutes) -> list[str]:
    texts = [
        f"Thời gian bắt đầu: {_hour(data.began_at)}, {date_long(data.day)}.",
        f"Địa điểm: {data.place}." if data.place else _dots("Địa điểm:"),
        f"Hình thức kiểm tra: {data.mode}.",
        f"Nội dung: {data.subject.rstrip('.')}.",
    ]
    first, last = data.examined
    if first and last:
        texts.append(f"Thời kỳ kiểm tra: từ ngày {show_date(first)} đến ngày {show_date(last)}.")
    return texts


def _who(data: Minutes) -> list[Flowable]:
    team = [
        f"Trưởng đoàn: {data.head}" if data.head else _dots("Trưởng đoàn:"),
        *([f"Thư ký: {data.secretary}"] if data.secretary else []),
    ]
    team += [f"Thành viên: {one}" for one in data.team]
    what = "Công trình được kiểm tra" if _whom(data) == OF_SITE else f"{_whom(data)[:1].upper()}{_whom(data)[1:]}"
    facts = [f"{label}: {text}" for label, text in data.facts]
    present = [one if one.casefold().startswith("đại diện") else f"Đại diện: {one}" for one in data.present]
    present = present or [_dots("- Đại diện:")[2:]]
    return [
        heading("1. Đoàn kiểm tra", 2),
        *_listed(team),
        heading(f"2. {what}: {data.name}", 2),
        *_listed([*facts, *present]),
    ]


def _checked(data: Minutes) -> Flowable:
    """The checklist with what was seen, numbered through under its sections."""
    rows: list[Sequence[str] | GroupRow] = []
    place = 0
    for section, items in groupby(data.checked, key=lambda one: one[0]):
        rows += [GroupRow((section,))] * bool(section)
        for _, content, verdict, value in items:
            place += 1
            rows.append((str(place), content, verdict, value))
    if not rows and not data.signed:
        rows = [("", "", "", "")] * FEWEST_FINDINGS
    return register_table(CHECKED, rows, numbering_row=False)


def _findings(data: Minutes) -> Flowable:
    labels = OF_UNIT if data.is_unit else OF_ESTABLISHMENT
    columns = [
        TableColumn(label, width, "center" if label in ("STT", "Thời hạn") else "left")
        for label, width in zip(labels, WIDTHS, strict=True)
    ]
    rows = [(str(place), *texts) for place, texts in enumerate(data.findings, start=1)]
    if not data.signed:
        rows += [(str(place), "", "", "", "") for place in range(len(rows) + 1, FEWEST_FINDINGS + 1)]
    return register_table(columns, rows, numbering_row=False)


def _conclusion(data: Minutes) -> list[Flowable]:
    body: list[Flowable] = [heading("1. Ưu điểm", 2), *_written(data, data.strengths)]
    count = len(data.findings)
    if count:
        said = f"{counted(count)} nội dung ghi tại mục III."
    else:
        said = "Không có." if data.signed else f"Ghi tại mục III{'' if data.is_unit else ', nếu có'}."
    body += [heading("2. Tồn tại, hạn chế", 2), para(said)]
    number = 3
    if data.result or data.type == InspectionType.FOOD_SAFETY:
        body += [heading("3. Kết luận", 2), para(f"{data.result or 'Đạt / Đạt có điều kiện / Không đạt'}.")]
        number = 4
    body.append(heading(f"{number}. Kiến nghị, yêu cầu khắc phục", 2))
    return [*body, *_demands(data)]


def _demands(data: Minutes) -> list[Flowable]:
    whom = _whom(data)
    texts = [line.strip() for line in data.demand.splitlines() if line.strip()]
    if data.findings:
        by = f" trước ngày {show_date(data.last_due)}" if data.last_due else ""
        to = f" với {data.lead}" if data.lead else ""
        texts.append(f"Yêu cầu {whom} khắc phục các nội dung tại mục III đúng thời hạn và báo cáo kết quả{to}{by}.")
    if data.recheck_by:
        texts.append(f"Đoàn kiểm tra tiến hành tái kiểm tra trước ngày {show_date(data.recheck_by)}.")
    return [para(text) for text in texts] or _written(data, "")


def _written(data: Minutes, text: str) -> list[Flowable]:
    """Paragraphs as they were typed; lines for a pen while nothing is signed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [para(line) for line in lines or (["Không có."] if data.signed else [_dots(), _dots()])]


def _end(data: Minutes) -> list[Flowable]:
    whom = _whom(data)
    body: list[Flowable] = []
    if data.refused:
        seen = f"việc này có {_within(data.witness) or '……'} chứng kiến và ký xác nhận"
        body.append(para(f"Đại diện {whom} không ký biên bản; {seen}."))
    share = f"; {whom} giữ 01 bản, Đoàn kiểm tra giữ {counted(data.copies - 1)} bản" if data.copies > 1 else ""
    read_out = "những người có mặt cùng nghe" if data.refused else "những người có mặt cùng nghe, công nhận là đúng"
    closed = (
        f"Buổi kiểm tra kết thúc vào {_hour(data.ended_at)}, {date_long(data.day)}. Biên bản được lập thành "
        f"{counted(data.copies)} bản{share}; đã đọc lại cho {read_out} và cùng ký tên"
    )
    return [*body, closing(closed)]


def _signatures(data: Minutes) -> tuple[Signature, ...]:
    """The inspected at the left, or who witnessed that they would not sign; the team's head at the right."""
    if data.refused:
        left = Signature(("NGƯỜI CHỨNG KIẾN",), _name(data.witness))
    else:
        whom = _whom(data).upper()
        name = _name(data.present[0] if data.present else "")
        is_owner = _whom(data) == OF_SITE and (not name or not data.owner or names.fold(name) == names.fold(data.owner))
        left = Signature((whom if is_owner else f"ĐẠI DIỆN {whom}",), name)
    middle = (Signature(("THƯ KÝ",), _name(data.secretary)),) if data.secretary else ()
    return (left, *middle, Signature(("TRƯỞNG ĐOÀN KIỂM TRA",), data.head_name))


def _whom(data: Minutes) -> str:
    if data.is_unit:
        return "đơn vị được kiểm tra"
    return OF_SITE if data.type == InspectionType.CONSTRUCTION else "cơ sở được kiểm tra"


def _receiver(data: Minutes) -> str:
    """Whom a copy goes to: a building site receives nothing, its owner does."""
    if _whom(data) != OF_SITE:
        return data.name
    return f"Chủ đầu tư {data.name}" if not data.owner else f"{data.owner}, chủ đầu tư"


def _listed(texts: Sequence[str]) -> list[Flowable]:
    ends = [";"] * (len(texts) - 1) + ["."]
    return [bullet(text if text.endswith("…") else text + end) for text, end in zip(texts, ends, strict=True)]


def _dots(label: str = "") -> str:
    """A line for a pen behind a label, in what is not signed yet: as many dots as there is room for."""
    register_fonts()
    begun = f"{label} " if label else ""
    room = WIDTH - BODY_INDENT - measure(begun, REGULAR, BODY_SIZE)
    return begun + "…" * int(room / measure("…", REGULAR, BODY_SIZE))


def _name(line: str) -> str:
    """The name before the position: ``Ông Trần Văn An, Chủ tịch`` signs as ``Trần Văn An``."""
    name = line.split(",")[0].strip()
    for form in ("Ông ", "Bà ", "ông ", "bà "):
        name = name.removeprefix(form)
    return name


def _within(person: str) -> str:
    """A person in the middle of a sentence: ``Ông Tạ Văn An, tổ trưởng`` is ``ông Tạ Văn An, tổ trưởng,``."""
    for form in ("Ông ", "Bà "):
        if person.startswith(form):
            person = form.lower() + person.removeprefix(form)
    return f"{person}," if "," in person else person


def _hour(text: str) -> str:
    hour, _, minute = text.partition(":")
    return f"{hour} giờ {minute} phút" if text else "…… giờ …… phút"
