"""The minutes of a meeting as a form that can be printed."""

from importlib import import_module

from db.words import PeriodScheme
from desktop_app.features.printing.service import Form

MEETING_MINUTES = Form(
    "meeting-minutes",
    "Biên bản cuộc họp",
    "bien-ban-hop",
    PeriodScheme.CALENDAR,
    lambda: import_module("desktop_app.features.meeting_minutes.report"),
    asks=("record",),
)
