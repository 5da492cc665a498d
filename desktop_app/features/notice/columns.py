"""The notice of conclusions as a form that can be printed."""

from importlib import import_module

from db.words import PeriodScheme
from desktop_app.features.printing.service import Form

NOTICE = Form(
    "notice",
    "Thông báo kết luận cuộc họp",
    "thong-bao-ket-luan",
    PeriodScheme.CALENDAR,
    lambda: import_module("desktop_app.features.notice.report"),
    asks=("record",),
)
