"""Finding the meeting whose minutes are to be printed, and who was there."""

from db.models import Meeting
from desktop_app.errors import Refused
from desktop_app.features.meeting_minutes.columns import MEETING_MINUTES
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing


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
    """The meeting that a request names by its uid, or Refused."""
    found = named(words)
    if found is None:
        raise Refused({"record": f"Không có cuộc họp mã “{words.strip()}”; hãy in ở mục Cuộc họp"})
    return found


def attended(meeting: Meeting) -> list[str]:
    """Who was there: the units, then the people, a text each."""
    units = [part.strip() for part in MEETINGS.columns["units"].shown(meeting).split(";")]
    return [*filter(None, units), *lines(str(meeting.attendants))]


def lines(text: str) -> list[str]:
    """The lines of a text, without dashes and punctuation at the ends."""
    return [line for each in text.splitlines() if (line := each.strip(" \t-–+•.;,"))]
