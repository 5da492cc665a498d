"""Finding the meeting whose minutes are to be printed, and who was there."""

from db.models import Document, Meeting
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.meeting_minutes.columns import MEETING_MINUTES
from desktop_app.features.meetings import service as meetings
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.records.keep import name_of
from desktop_app.rules.dates import read_date


def prepare(meeting: Meeting) -> printing.Printing:
    """The minutes of a meeting as a file among the office's; ``run`` may be called in a worker."""
    request = printing.Request(record=str(meeting.uid))
    named = printing.Request(record=f"{meeting.held_on:%Y-%m-%d}")
    out = office.folder().files / printing.suggested_name(MEETING_MINUTES, named)
    return printing.prepare(MEETING_MINUTES, request, out)


def named(uid: str) -> Meeting | None:
    """The meeting of a uid; None when it is no meeting's."""
    name = uid.strip()
    return Meeting.get_or_none(Meeting.uid == name, Meeting.deleted_at.is_null()) if name else None


def wanted(words: str) -> Meeting:
    """The meeting that a request names by its uid, its notice's number or the day on which it was the only one."""
    found = named(words) or _of_notice(words.strip()) or _of_day(words)
    if found is None:
        raise Refused(
            {"record": f"Không có cuộc họp “{words.strip()}”; ghi số thông báo kết luận, hoặc ngày chỉ có một cuộc họp"}
        )
    return found


def refuse_printing(meeting: Meeting) -> None:
    """Refuse the minutes of another office: they are none to stand under this office's head."""
    if not meetings.is_ours(meeting):
        raise Refused(f"Cuộc họp do {name_of(meeting.def_owner)} ghi; biên bản do nơi đó in và ký")


def _of_notice(number: str) -> Meeting | None:
    alive = Document.deleted_at.is_null() & Document.meeting.is_null(False)
    notice = Document.select().where(alive & (Document.number == number)) if number else []
    return next((each.meeting for each in sorted(notice, key=lambda each: each.issued_on, reverse=True)), None)


def _of_day(words: str) -> Meeting | None:
    try:
        day = read_date(words.strip(), clock.today())
    except ValueError:
        return None
    there = list(Meeting.select().where(Meeting.held_on == day, Meeting.deleted_at.is_null()))
    return there[0] if len(there) == 1 else None


def attended(meeting: Meeting) -> list[str]:
    """Who was there: the units, then the people, a text each."""
    units = [part.strip() for part in MEETINGS.columns["units"].shown(meeting).split(";")]
    return [*filter(None, units), *lines(str(meeting.attendants))]


def lines(text: str) -> list[str]:
    """The lines of a text, without dashes and punctuation at the ends."""
    return [line for each in text.splitlines() if (line := each.strip(" \t-–+•.;,"))]
