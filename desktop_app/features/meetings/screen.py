"""The book of meetings."""

from typing import ClassVar

from desktop_app.features.meetings import service as meetings
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.ui.filters import Days
from desktop_app.ui.screen import RecordsScreen


class MeetingsScreen(RecordsScreen):
    """Sessions, meetings, briefings and huddles, the latest first."""

    entity = MEETINGS
    service: ClassVar = meetings
    title = "Cuộc họp"
    help_page = "meetings"
    table = ("held_on", "kind", "title", "chair", "place")
    form = (
        ("held_on", "kind"),
        ("title",),
        ("chair", "place"),
        ("began_at", "ended_at", "secretary"),
        ("units",),
        ("attendants", "absent"),
        ("note",),
    )
    filters = ("kind", "chair")
    more_filters = (Days("held_on"),)
    defaults: ClassVar = {"held_on": "", "kind": "Cuộc họp"}
    also_listens = ("official",)
