"""Thông báo kết luận cuộc họp (F13, NĐ 30/2020 Mẫu 1.4): what was heard and concluded, with the list of tasks given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from reportlab.platypus import Flowable

from db.models import Conclusion, Official, Task
from desktop_app import clock
from desktop_app.features.meeting_minutes.service import attended
from desktop_app.features.minutes import service as minutes
from desktop_app.features.minutes.columns import CONCLUSIONS
from desktop_app.features.notice import service as notice
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, following, stationery, unaddressed
from desktop_app.features.tasks.columns import TASKS
from desktop_app.pdf.frame import Appendix, Paper, Signature, closing, heading, lead_in, para
from desktop_app.pdf.tables import TableColumn, register_table
from desktop_app.rules import minutes as rules
from desktop_app.rules import names
from desktop_app.rules.dates import date_long, show_date

HEAD = "Chủ tịch"
LAST = 10_000  # after every matter: what is about none of them
TO_THEM = "Các đơn vị có tên tại Phụ lục"
LIST = (
    TableColumn("STT", 11, "center"),
    TableColumn("Nội dung nhiệm vụ", 68),
    TableColumn("Đơn vị chủ trì", 32),
    TableColumn("Đơn vị phối hợp", 32),
    TableColumn("Thời hạn", 22, "center"),
)


@dataclass(frozen=True)
class Item:
    """One conclusion in words; ``about`` is the place and words of the matter, empty for one of none."""

    about: tuple[int, str]
    content: str
    lead: str = ""
    cooperating: str = ""
    due: date | None = None
    wanted: str = ""


@dataclass(frozen=True)
class Notice:
    """A notice as texts: its opening, what was heard, its items, and what it is issued as."""

    stationery: Stationery
    subject: str
    held_on: date
    chair: str  # Chủ tịch Ủy ban nhân dân phường …
    chair_name: str
    meeting: str  # cuộc họp về …
    place: str
    hours: str
    attended: Sequence[str]
    heard: Sequence[str]
    items: Sequence[Item]
    monitor: str
    numbering: Numbering
    signature: Signature


def check(request: Any) -> None:
    """Refused when the record is no meeting or notice of one, another office's, or nothing was concluded."""
    wanted = notice.wanted(request.record)
    notice.refuse_printing(wanted)
    notice.refuse_empty(wanted)


def gather(request: Any) -> Notice:
    """Read the notice that a request names; nothing is written."""
    wanted = notice.wanted(request.record)
    meeting, document, ours = wanted.meeting, wanted.document, stationery()
    agenda = {each.id: place for place, each in enumerate(minutes.matters(meeting), start=1)}
    items = [_item(each, agenda) for each in notice.said_in(wanted)]
    items += [_of_task(task) for task in notice.other_tasks(wanted)]
    chair = meeting.chair
    by = (str(chair.position), str(chair.name)) if chair is not None else ("", "")
    return Notice(
        stationery=ours,
        subject=notice.title_of(wanted),
        held_on=meeting.held_on,
        chair=rules.of_chair(*by, ours.name),
        chair_name=by[1],
        meeting=rules.of_meeting(meeting.kind, str(meeting.title)),
        place=str(meeting.place),
        hours=rules.hour(meeting.began_at),
        attended=attended(meeting),
        heard=[_heard(matter) for matter in minutes.matters(meeting)],
        items=sorted(items, key=lambda item: item.about[0]),
        monitor=following(),
        numbering=Numbering(str(document.number), document.issued_on) if document and document.number else DRAFT,
        signature=_signature(ours, str(document.signer) if document else ""),
    )


def paper(data: Notice, _numbering: Numbering = DRAFT) -> Paper:
    """The notice as a paper; its number is its own."""
    given = [item for item in data.items if item.lead]
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name="THÔNG BÁO",
        symbol=f"TB-{data.stationery.symbol}",
        subject=data.subject,
        body=[*_opening(data), *_items(data), *_ending(data, listed=bool(given))],
        number=data.numbering.number,
        issued_on=data.numbering.issued_on,
        drafted_on=data.numbering.issued_on or clock.today(),
        receivers=(*([TO_THEM] if given else []), *unaddressed(data.stationery)),
        signature=data.signature,
        appendices=(Appendix("Danh mục nhiệm vụ giao", [_list(given)], landscape=False),) if given else (),
    )


# --- The text ---


def _opening(data: Notice) -> list[Flowable]:
    when = ", ".join(part for part in (data.hours, date_long(data.held_on)) if part)
    where = f", tại {data.place}" if data.place else ""
    who = f"đồng chí {data.chair_name}" if data.chair_name and data.chair_name not in data.chair else ""
    who = f"{who}, {data.chair}," if who else data.chair
    text: list[Flowable] = [para(f"{rules.opened(when)}{where}, {who} đã chủ trì {data.meeting}.")]
    if data.attended:
        text.append(para(f"Tham dự có: {'; '.join(data.attended)}."))
    heard = "; ".join(data.heard)
    after = f"Sau khi nghe {heard}; ý kiến của các đại biểu dự họp" if heard else "Sau khi nghe các ý kiến tại cuộc họp"
    return [*text, lead_in(f"{after}, {data.chair} kết luận như sau:")]


def _heard(matter: Any) -> str:
    who = str(matter.unit or matter.presenter or "")
    content = rules.stopped(str(matter.content))
    return f"{who} báo cáo về nội dung “{content}”" if who else f"trao đổi về nội dung “{content}”"


def _groups(data: Notice) -> list[tuple[str, list[Item]]]:
    return [(words, list(items)) for (_, words), items in groupby(data.items, key=lambda item: item.about)]


def _items(data: Notice) -> Iterator[Flowable]:
    """Numbered items; where there are several matters, under a heading for each."""
    groups = _groups(data)
    if len(groups) == 1:
        yield from (para(f"{place}. {_sentence(item)}") for place, item in enumerate(groups[0][1], start=1))
        return
    for place, (words, items) in enumerate(groups, start=1):
        yield heading(f"{place}. {rules.opened(words) or 'Nội dung khác'}", 2)
        several = len(items) > 1
        yield from (
            para(f"{place}.{number}. {_sentence(item)}" if several else _sentence(item))
            for number, item in enumerate(items, start=1)
        )


def _sentence(item: Item) -> str:
    """What is concluded, and who does it by when, as far as its own words do not say so."""
    told = f"{rules.opened(rules.stopped(item.content))}."
    if not item.lead:
        return told
    work = []
    if not rules.names_it(item.content, item.lead):
        others = f", phối hợp với {item.cooperating.replace(';', ',')}" if item.cooperating else ""
        work.append(f"giao {item.lead} chủ trì{others} thực hiện")
    if item.due and not rules.says_day(item.content, item.due):
        work.append(f"hoàn thành chậm nhất ngày {show_date(item.due)}")
    if item.wanted:
        work.append(f"sản phẩm: {rules.stopped(item.wanted)}")
    return f"{told} {rules.opened('; '.join(work))}." if work else told


def _ending(data: Notice, *, listed: bool) -> list[Flowable]:
    groups = _groups(data)
    number = len(groups) + 1 if len(groups) > 1 else len(data.items) + 1
    see = " (chi tiết nhiệm vụ tại Phụ lục kèm theo)" if listed else ""
    watch = f"{number}. Giao {data.monitor} theo dõi, đôn đốc, tổng hợp kết quả thực hiện{see}, báo cáo {data.chair}."
    told = f"Trên đây là kết luận của {data.chair} tại {data.meeting}; {data.stationery.name} thông báo để các đơn vị"
    return [para(watch), closing(f"{told} biết, thực hiện")]


def _list(items: Sequence[Item]) -> Flowable:
    rows = [
        (str(place), rules.opened(rules.stopped(item.content)), item.lead, item.cooperating, show_date(item.due))
        for place, item in enumerate(items, start=1)
    ]
    return register_table(LIST, rows)


# --- What it is made of ---


def _item(each: Conclusion, agenda: dict[int, int]) -> Item:
    matter = each.matter
    about = (LAST, "")
    if matter is not None and matter.id in agenda:
        about = (agenda[matter.id], rules.stopped(str(matter.content)))
    given = bool(each.gives_task) and each.lead_unit is not None
    return Item(
        about=about,
        content=str(each.content),
        lead=str(each.lead_unit) if given else "",
        cooperating=CONCLUSIONS.columns["cooperating_units"].shown(each) if given else "",
        due=each.due_on,
        wanted=str(each.deliverable_wanted),
    )


def _of_task(task: Task) -> Item:
    units = TASKS.columns["cooperating_units"].shown(task)
    about = (LAST, "")
    return Item(about, str(task.content), str(task.lead_unit), units, task.due_on)


def _signature(ours: Stationery, signer: str) -> Signature:
    """The office's signature; of another signer with the lines that position asks for."""
    if not signer or names.fold(signer) == names.fold(ours.signature.name):
        return ours.signature
    found = Official.get_or_none(Official.name == signer, Official.deleted_at.is_null())
    position = str(found.position) if found is not None else ""
    return Signature(rules.authority(HEAD, position), signer) if position else Signature((), signer)
