"""Minutes: agenda and conclusions written together, signed, frozen and supplemented."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from db.models import Conclusion, Document, Meeting, MeetingMatter, MinutesSupplement, Task
from db.words import DocumentType, MinutesState
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.meetings import service as meetings
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.features.minutes.columns import CONCLUSIONS, MATTERS, SUPPLEMENTS, RefusedMinutes
from desktop_app.records.keep import Check
from desktop_app.records.kinds import Link, Links
from desktop_app.rules.dates import show_date

SHORT = 60  # characters of a conclusion that a refusal quotes
Row = Mapping[str, str]
Part = TypeVar("Part", MeetingMatter, Conclusion, MinutesSupplement)


def _of(model: type[Part], meeting: Meeting) -> list[Part]:
    return list(
        model.select().where(model.meeting == meeting, model.deleted_at.is_null()).order_by(model.place, model.id)
    )


def matters(meeting: Meeting) -> list[MeetingMatter]:
    """The agenda of a meeting, in its order; old meetings have none."""
    return _of(MeetingMatter, meeting)


def conclusions(meeting: Meeting) -> list[Conclusion]:
    """What a meeting concluded, in the order it was written; with the number of the ``supplement`` that added it."""
    return _of(Conclusion, meeting)


def supplements(meeting: Meeting) -> list[MinutesSupplement]:
    """What was added to signed minutes, the oldest first."""
    return _of(MinutesSupplement, meeting)


def notices(meeting: Meeting) -> list[Document]:
    """The conclusion notices of a meeting, the oldest first; one without a number is still a draft."""
    return list(
        Document.select()
        .where(
            Document.meeting == meeting,
            Document.type == DocumentType.CONCLUSION_NOTICE,
            Document.deleted_at.is_null(),
        )
        .order_by(Document.issued_on, Document.id)
    )


def task_of(conclusion: Conclusion) -> Task | None:
    """The task that a conclusion became, unless that was taken back."""
    task: Task | None = conclusion.task
    return task if task is not None and task.deleted_at is None else None


def waiting(meeting: Meeting) -> list[Conclusion]:
    """The conclusions that give work which is no task yet."""
    return [each for each in conclusions(meeting) if each.gives_task and task_of(each) is None]


def conclusion_of(task: Task) -> Conclusion | None:
    """The conclusion that a task came from."""
    return Conclusion.get_or_none(Conclusion.task == task, Conclusion.deleted_at.is_null())


def is_signed(meeting: Meeting | None) -> bool:
    """Whether minutes are frozen."""
    return meeting is not None and meeting.minutes == MinutesState.SIGNED


def rows_of(meeting: Meeting) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Agenda and conclusions as `save_all` takes them: texts by column, ``uid`` and, of a conclusion, ``about``."""
    agenda = matters(meeting)
    places: dict[MeetingMatter | None, str] = {each: str(place) for place, each in enumerate(agenda, start=1)}
    concluded = [{**_texts(CONCLUSIONS, each), "about": places.get(each.matter, "")} for each in conclusions(meeting)]
    return [_texts(MATTERS, each) for each in agenda], concluded


def save_all(
    texts: Row, matter_rows: Sequence[Row], conclusion_rows: Sequence[Row], meeting: Meeting | None = None
) -> Meeting:
    """Write a meeting with its whole agenda and all its conclusions, all or nothing.

    Args:
        texts: of the meeting; columns left out stay as they are.
        matter_rows: the agenda in its order; a row with a ``uid`` is that matter, one that is missing is taken out.
        conclusion_rows: likewise; ``about`` is the number of the matter, from 1, that a conclusion is about.
        meeting: the meeting to change, or None for a new one.

    Raises:
        RefusedMinutes: what is wrong with the meeting, with each matter and with each conclusion, by its place.
        Refused: the minutes are signed.
    """
    _must_be_draft(meeting)
    problems: dict[str, str] = {}
    wrong: tuple[dict[int, dict[str, str]], dict[int, dict[str, str]]] = ({}, {})
    with records.writing():
        try:
            kept = meetings.save(texts, meeting)
        except Refused as refused:
            problems, kept = refused.problems, meeting or Meeting()
        agenda = _keep_matters(kept, matter_rows, wrong[0])
        _keep_conclusions(kept, conclusion_rows, agenda, wrong[1])
        if problems or wrong[0] or wrong[1]:
            raise RefusedMinutes(problems, *wrong)
    return kept


def sign(meeting: Meeting, day: date) -> Meeting:
    """Freeze minutes as they are: facts, agenda and conclusions; afterwards they are only supplemented.

    Raises:
        Refused: signed already, the day makes no sense, chair or secretary, who sign, are not named, or nobody is to do
            what a conclusion gives as work: signed minutes cannot be put right before their notice is issued.
    """
    _must_be_draft(meeting)
    if day > clock.today():
        raise Refused({"signed_on": "Ngày ký không được sau ngày hôm nay"})
    if day < meeting.held_on:
        raise Refused({"signed_on": f"Ngày ký không được trước ngày họp {show_date(meeting.held_on)}"})
    lacking = [
        label.lower()
        for label, value in (("Người chủ trì", meeting.chair), ("Người ghi biên bản", meeting.secretary))
        if not value
    ]
    if lacking:
        raise Refused(f"Chưa ghi {' và '.join(lacking)}; hai người ký biên bản, hãy ghi rồi ký")
    given = conclusions(meeting)
    if nobody := [each for each in waiting(meeting) if each.lead_unit is None]:
        told = "; ".join(named(each, given) for each in nobody)
        raise Refused(f"Chưa ghi đơn vị chủ trì ở {told}. Hãy ghi đơn vị, hoặc bỏ dấu ở “Giao việc”, rồi ký")
    return records.keep(MEETINGS, {}, meeting, minutes=MinutesState.SIGNED, signed_on=day)


def supplement(meeting: Meeting, texts: Row, conclusion_rows: Sequence[Row] = ()) -> MinutesSupplement:
    """Append to signed minutes: ``added_on``, ``content``, ``author``, and conclusions that came with it.

    Raises:
        RefusedMinutes: what is wrong with the supplement, and with each conclusion by its place.
        Refused: the minutes are not signed: then they are simply changed.
    """
    records.must_be_ours(meeting)
    if not is_signed(meeting):
        raise Refused("Biên bản chưa ký, hãy sửa thẳng vào biên bản; chỉ bổ sung sau khi ký")
    problems: dict[str, str] = {}
    wrong: dict[int, dict[str, str]] = {}
    with records.writing():
        place = len(supplements(meeting)) + 1
        try:
            kept = records.keep(SUPPLEMENTS, texts, None, _check_supplement(meeting), meeting=meeting, place=place)
        except Refused as refused:
            problems = refused.problems
        agenda = dict(enumerate(matters(meeting), start=1))
        before = len(conclusions(meeting))
        for number, row in enumerate(conclusion_rows):
            _keep_conclusion(meeting, row, before + number + 1, agenda, wrong.setdefault(number, {}), place)
        wrong = {number: found for number, found in wrong.items() if found}
        if problems or wrong:
            raise RefusedMinutes(problems, {}, wrong)
    return kept


# --- Parts ---


def _texts(entity: Any, record: Any) -> dict[str, str]:
    """The texts of a record by which each linked one is found again, even where two have one name; with its uid."""
    return {"uid": str(record.uid)} | {column.name: text_of(column, record) for column in entity.written}


def text_of(column: Any, record: Any) -> str:
    """The text of a column by which its record is found again, even where two have one name."""
    value = column.of(record)
    if isinstance(column.kind, Link):
        return "" if value is None else column.kind.label(value.id) or str(value)
    if isinstance(column.kind, Links):
        return "; ".join(column.kind.one.label(each.id) or str(each) for each in value)
    shown: str = column.kind.show(value)
    return shown


def _write(
    entity: Any, texts: Row, record: Any, check: Check = lambda values, record: {}, *, meeting: Meeting, **more: Any
) -> Any:
    """Keep a row; of a meeting that could not be written itself the row is only looked over."""
    if meeting.id is None:
        return records.judge(entity, texts, check, **more)
    return records.keep(entity, texts, record, check, meeting=meeting, **more)


def _known(records_: Iterable[Part]) -> dict[str, Part]:
    return {str(record.uid): record for record in records_}


def _keep_matters(meeting: Meeting, rows: Sequence[Row], wrong: dict[int, dict[str, str]]) -> dict[int, MeetingMatter]:
    """Write the agenda; gives each matter by its number, and says in ``wrong`` what was refused."""
    known = _known(matters(meeting)) if meeting.id else {}
    kept: dict[int, MeetingMatter] = {}
    for place, row in enumerate(rows):
        record = known.pop(row.get("uid", ""), None)
        texts = {name: text for name, text in row.items() if name in MATTERS.columns}
        try:
            kept[place + 1] = _write(MATTERS, texts, record, meeting=meeting, place=place + 1)
        except Refused as refused:
            wrong[place] = refused.problems
    for left in known.values():
        for each in Conclusion.select().where(Conclusion.matter == left, Conclusion.deleted_at.is_null()):
            records.keep(CONCLUSIONS, {}, each, matter=None)  # `about` says anew what it is about
        records.delete(MATTERS, left)
    return kept


def _keep_conclusions(
    meeting: Meeting, rows: Sequence[Row], agenda: Mapping[int, MeetingMatter], wrong: dict[int, dict[str, str]]
) -> None:
    known = _known(conclusions(meeting)) if meeting.id else {}
    for place, row in enumerate(rows):
        found: dict[str, str] = {}
        _keep_conclusion(meeting, row, place + 1, agenda, found, None, known.pop(row.get("uid", ""), None))
        if found:
            wrong[place] = found
    for left in known.values():
        if (task := task_of(left)) is not None:
            raise Refused(f"Kết luận “{_short(left)}” đã giao thành {task.code}; hãy xóa nhiệm vụ giao nhầm trước")
        records.delete(CONCLUSIONS, left)


def _keep_conclusion(
    meeting: Meeting,
    row: Row,
    place: int,
    agenda: Mapping[int, MeetingMatter],
    found: dict[str, str],
    supplement: int | None,
    record: Conclusion | None = None,
) -> None:
    """Write one conclusion, or say in ``found`` what is wrong with it."""
    texts = {name: text for name, text in row.items() if name in CONCLUSIONS.columns}
    about = row.get("about", "").strip()
    matter = agenda.get(int(about)) if about.isdecimal() else None
    if about and matter is None:
        found["about"] = f"Không có nội dung số {about} trong chương trình họp"
    more = {} if record is not None else {"supplement": supplement}
    try:
        _write(
            CONCLUSIONS, texts, record, _check_conclusion(meeting), meeting=meeting, place=place, matter=matter, **more
        )
    except Refused as refused:
        found |= refused.problems


def _check_conclusion(meeting: Meeting) -> Check:
    def check(values: Mapping[str, Any], record: Conclusion | None) -> dict[str, str]:
        problems = {}
        lead, due_on = values.get("lead_unit"), values.get("due_on")
        if lead is not None and lead in (values.get("cooperating_units") or ()):
            problems["cooperating_units"] = f"{lead} đã là đơn vị chủ trì"
        if due_on and meeting.held_on and due_on < meeting.held_on:
            problems["due_on"] = f"Thời hạn phải từ ngày họp {show_date(meeting.held_on)} trở đi"
        if values.get("supplement") and values.get("gives_task") and lead is None:
            problems["lead_unit"] = "Ghi đơn vị chủ trì, hoặc bỏ dấu ở “Giao việc”"
        task = task_of(record) if record is not None else None
        if task is not None and any(values[c.name] != c.of(record) for c in CONCLUSIONS.written):
            problems["content"] = f"Kết luận này đã giao thành {task.code}; hãy sửa ở nhiệm vụ đó"
        return problems

    return check


def _check_supplement(meeting: Meeting) -> Check:
    def check(values: Mapping[str, Any], record: Any) -> dict[str, str]:
        day = values.get("added_on")
        if day and day > clock.today():
            return {"added_on": "Ngày bổ sung không được sau ngày hôm nay"}
        if day and meeting.signed_on and day < meeting.signed_on:
            return {"added_on": f"Ngày bổ sung không được trước ngày ký biên bản {show_date(meeting.signed_on)}"}
        return {}

    return check


def _must_be_draft(meeting: Meeting | None) -> None:
    if meeting is None:
        return
    records.must_be_ours(meeting)
    if is_signed(meetings.get(meeting.id)):
        raise Refused(meetings.SIGNED)


def refuse_undo(record: MinutesSupplement, saved: Sequence[Any], at: datetime) -> None:
    """What was added stays once it has left the office, as the signed minutes do."""
    meetings.refuse_undo(record.meeting, saved, at)


def named(conclusion: Conclusion, given: Sequence[Conclusion]) -> str:
    """kết luận 3 “Rà soát …”."""
    return f"kết luận {given.index(conclusion) + 1} “{_short(conclusion)}”"


def _short(conclusion: Conclusion) -> str:
    words = " ".join(str(conclusion.content).split())
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"
