"""The slip of a task as a form that can be printed."""

from importlib import import_module

from db.words import PeriodScheme
from desktop_app.features.printing.service import Form

SLIP = Form(
    "slip",
    "Phiếu giao việc",
    "phieu-giao-viec",
    PeriodScheme.CALENDAR,
    lambda: import_module("desktop_app.features.task_slip.report"),
    asks=("record",),
)
