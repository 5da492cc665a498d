"""Words out of cells: states, and reports that begin with one."""

import re

from db.words import Progress
from desktop_app.features.import_ask.service import Asker
from desktop_app.features.import_values.columns import (
    DOING_BEGINS,
    DONE_BEGINS,
    GONE,
    LEAVE,
    OPTIONS,
    REPORT_BEGINS,
    STATES,
)
from desktop_app.rules import names


def progress_of(text: str) -> str:
    """What a word of a state comes to: a word of `Progress`, LEAVE, or nothing when it is not known.

    >>> [str(progress_of(t)) for t in ("Đã hoàn thành", "Quá hạn 12 ngày", "Hoàn thành quá hạn 3 ngày", "Hủy", "Tốt")]
    ['reported', 'doing', 'reported', 'leave', '']
    >>> str(progress_of("80%")), str(progress_of("1"))
    ('doing', '')
    """
    said = names.fold(text).strip(" .;:-")
    if said in STATES:
        return STATES[said]
    if found := re.fullmatch(r"(\d{1,3})\s*%", said):
        return Progress.REPORTED if int(found[1]) >= 100 else Progress.DOING if int(found[1]) else Progress.NEW
    if len(said) > 60:
        return ""
    if said.startswith(DONE_BEGINS):
        return Progress.REPORTED
    if said.startswith(GONE):
        return LEAVE
    return Progress.DOING if said.startswith(DOING_BEGINS) else ""


def share_of(value: float) -> str:
    """How much is done as Excel stores it under a heading of hundredths; 1 may be one of hundred or all: left as it is.

    >>> share_of(0.5), share_of(0), share_of(80), share_of(1), share_of(450)
    ('50%', '0%', '80%', '1', '450')
    """
    if 0 < value < 1:
        return f"{round(value * 100)}%"
    return f"{value:.0f}" if value == 1 or not 0 <= value <= 100 else f"{value:.0f}%"


def report_of(text: str) -> str:
    """What the beginning of a report says of the work; nothing when it says nothing.

    >>> [str(report_of(t)) for t in ("Đang dự thảo kế hoạch", "Đã hoàn thành (Báo cáo 12)", "Đã họp")]
    ['doing', 'reported', '']
    """
    said = f"{names.fold(text)} "
    return next((progress for beginning, progress in REPORT_BEGINS if said.startswith(beginning)), "")


def is_state(text: str) -> bool:
    """Whether a text is a state rather than a report."""
    return bool(progress_of(text)) and len(text) <= 60


def ask_state(text: str, asker: Asker) -> str:
    """The progress a word means; asked when it is unknown, or when its rows may have to stay out."""
    meant = progress_of(text)
    if meant and meant != LEAVE:
        return meant
    return asker.ask(
        f"state:{names.fold(text)}",
        f"Tình trạng “{text[:80]}” là thế nào?",
        "Việc đã hủy, tạm dừng thì nên nhập bằng tay để có quyết định." if meant else "Chương trình chưa biết từ này.",
        OPTIONS,
        meant,
    )
