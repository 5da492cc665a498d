"""Biên bản cuộc họp (NĐ 30/2020, Mẫu 1.9): fields, agenda with opinions and conclusions, secretary and chair sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reportlab.platypus import Flowable

from desktop_app.features.meeting_minutes import service as found
from desktop_app.features.minutes import service as minutes
from desktop_app.features.office.report import DRAFT, Numbering, Stationery, stationery, unaddressed
from desktop_app.pdf.frame import Paper, Signature, bullet, closing, heading, lead_in, para
from desktop_app.rules import minutes as rules
from desktop_app.rules.dates import date_long, show_date

DOTS = "……"
PEN = "…" * 30  # one line to be filled in by pen
SIGN = "(Ký, ghi rõ họ tên)"
KEPT = "Lưu: VT, Hồ sơ"


@dataclass(frozen=True)
class Heard:
    """One matter: what it is, who reported, what was said, what was concluded."""

    content: str
    by: str = ""
    opinions: Sequence[str] = ()
    concluded: Sequence[str] = ()


@dataclass(frozen=True)
class Added:
    """What was added after signing."""

    added_on: date
    author: str
    lines: Sequence[str]
    concluded: Sequence[str]


@dataclass(frozen=True)
class Minutes:
    """The minutes of one meeting as texts."""

    stationery: Stationery
    meeting: str  # cuộc họp về …
    held_on: date
    began: str
    ended: str
    place: str
    attended: Sequence[str]
    absent: Sequence[str]
    chair: str
    chair_position: str
    secretary: str
    signed_on: date | None
    heard: Sequence[Heard]
    others: Sequence[str]
    added: Sequence[Added] = field(default=())


def check(request: Any) -> None:
    """Refused when the record is no meeting, or one of another office."""
    found.refuse_printing(found.wanted(request.record))


def gather(request: Any) -> Minutes:
    """Read the minutes of the meeting that a request names."""
    meeting = found.wanted(request.record)
    given = minutes.conclusions(meeting)
    first = [each for each in given if each.supplement is None]
    heard = [
        Heard(
            rules.stopped(str(matter.content)),
            ", ".join(str(part) for part in (matter.unit, matter.presenter) if part),
            found.lines(str(matter.discussion)),
            [_concluded(each) for each in first if each.matter == matter],
        )
        for matter in minutes.matters(meeting)
    ]
    added = [
        Added(
            part.added_on,
            str(part.author),
            found.lines(str(part.content)),
            [_concluded(each) for each in given if each.supplement == part.place],
        )
        for part in minutes.supplements(meeting)
    ]
    chair = meeting.chair
    return Minutes(
        stationery=stationery(),
        meeting=rules.of_meeting(meeting.kind, str(meeting.title)),
        held_on=meeting.held_on,
        began=rules.hour(meeting.began_at),
        ended=rules.hour(meeting.ended_at),
        place=str(meeting.place),
        attended=found.attended(meeting),
        absent=found.lines(str(meeting.absent)),
        chair=str(chair.name) if chair is not None else "",
        chair_position=str(chair.position) if chair is not None else "",
        secretary=str(meeting.secretary),
        signed_on=meeting.signed_on,
        heard=heard,
        others=[_concluded(each) for each in first if each.matter is None],
        added=added,
    )


def paper(data: Minutes, _numbering: Numbering = DRAFT) -> list[Paper]:
    """The minutes, and each supplement as a paper of its own behind them: what was signed stays as it was."""
    return [_minutes(data), *(_supplement(data, added) for added in data.added)]


def _minutes(data: Minutes) -> Paper:
    body = [*_fields(data), heading("Nội dung:", 2), *_heard(data)]
    end = f"kết thúc vào {data.ended or f'{DOTS} giờ {DOTS} phút'}, {date_long(data.held_on)}"
    return _framed(data, "BIÊN BẢN", [*body, closing(f"{rules.opened(data.meeting)} {end}")], data.secretary)


def _supplement(data: Minutes, added: Added) -> Paper:
    signed = f" (ký ngày {show_date(data.signed_on)})" if data.signed_on else ""
    held = f"ngày {show_date(data.held_on)}"
    text = f"Ngày {show_date(added.added_on)}, bổ sung vào biên bản {data.meeting} {held}{signed} như sau:"
    body = [para(text), *(para(f"{line}.") for line in added.lines)]
    if added.concluded:
        body += [heading("Kết luận:", 2), *(bullet(line) for line in added.concluded)]
    end = f"Phần bổ sung này là bộ phận không tách rời của biên bản {data.meeting} {held}"
    return _framed(data, "BIÊN BẢN BỔ SUNG", [*body, closing(end)], added.author or data.secretary)


def _framed(data: Minutes, title: str, body: list[Flowable], secretary: str) -> Paper:
    kept = [line for line in unaddressed(data.stationery) if not line.strip(" -").casefold().startswith("lưu")]
    return Paper(
        letterhead=data.stationery.letterhead,
        type_name=title,
        symbol=f"BB-{data.stationery.symbol}",
        subject=rules.opened(data.meeting),
        body=body,
        receivers=(*kept, KEPT),
        signatures=(Signature(("THƯ KÝ",), secretary, SIGN), Signature(("CHỦ TỌA",), data.chair, SIGN)),
        kind="minutes",
    )


def _fields(data: Minutes) -> Iterator[Flowable]:
    began = f"{data.began or f'{DOTS} giờ {DOTS} phút'}, {date_long(data.held_on)}"
    yield para(f"Thời gian bắt đầu: {began}")
    yield para(f"Địa điểm: {data.place or DOTS * 6}")
    yield from _named("Thành phần tham dự", data.attended)
    if data.absent:
        yield from _named("Vắng mặt", data.absent)
    chair = " - ".join(part for part in (data.chair, data.chair_position) if part)
    yield para(f"Chủ trì (chủ tọa): {chair or DOTS * 6}")
    yield para(f"Thư ký (người ghi biên bản): {data.secretary or DOTS * 6}")


def _named(label: str, texts: Sequence[str]) -> Iterator[Flowable]:
    """One on the same line, several under it."""
    if len(texts) < 2:
        yield para(f"{label}: {texts[0] if texts else DOTS * 6}")
        return
    yield lead_in(f"{label}:")
    yield from (bullet(f"{text};") for text in texts[:-1])
    yield bullet(f"{texts[-1]}.")


def _heard(data: Minutes) -> Iterator[Flowable]:
    for place, matter in enumerate(data.heard, start=1):
        yield heading(f"{place}. {rules.opened(matter.content)}", 2)
        if matter.by:
            yield para(f"{matter.by} báo cáo.")
        if matter.opinions:
            yield lead_in("Ý kiến tại cuộc họp:")
            yield from (bullet(f"{line}.") for line in matter.opinions)
        if matter.concluded:
            yield lead_in("Chủ tọa kết luận:")
            yield from (bullet(line) for line in matter.concluded)
        if data.signed_on is None and not (matter.opinions or matter.concluded):
            yield from (para(PEN) for _ in range(3))
    if data.others:
        yield heading(f"{len(data.heard) + 1}. Kết luận chung" if data.heard else "Kết luận:", 2)
        yield from (bullet(line) for line in data.others)
    if not (data.heard or data.others):
        yield from (para(PEN) for _ in range(8))


def _concluded(each: Any) -> str:
    """A conclusion with who does it by when, as far as its own words do not say so."""
    told = rules.stopped(rules.opened(str(each.content)))
    work = []
    if each.gives_task and each.lead_unit is not None:
        if not rules.names_it(told, str(each.lead_unit)):
            work.append(f"{each.lead_unit} chủ trì")
        if each.due_on and not rules.says_day(told, each.due_on):
            work.append(f"hoàn thành chậm nhất ngày {show_date(each.due_on)}")
    return f"{told} ({', '.join(work)})." if work else f"{told}."
