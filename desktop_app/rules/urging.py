"""Who is urged to finish late work, who is only reminded, and when urging is no longer enough."""

from datetime import date

from db.words import DecisionKind, TaskState, Timeliness
from desktop_app.rules.dates import show_date
from desktop_app.rules.lateness import Halves, count, standing, suspended_since

FINISHED = (TaskState.COMPLETED, TaskState.AWAITING)


def why_not(task: Halves, day: date) -> str:
    """Why a task is not urged on ``day``, in words that follow its name; empty when it is to be urged.

    Urged is what is open and past its due date on that day, as far as it was known then. Work that its doer has
    reported done waits for us, not for the doer; work that rests has a clock that stands still.

    >>> friday = date(2026, 11, 13)
    >>> why_not(Halves(friday), friday), why_not(Halves(friday), date(2026, 11, 14))
    ('chưa quá hạn, hạn 13/11/2026', '')
    >>> why_not(Halves(friday, True, "reported", 1, date(2026, 11, 16)), date(2026, 11, 20))
    'đã báo hoàn thành ngày 16/11/2026'
    """
    now = standing(task, day)
    if task.copied:
        return "là bản chỉ để xem"
    if now.state == TaskState.CANCELLED:
        return "đã hủy"
    if now.state == TaskState.REJECTED:
        return "đã bị trả lại"
    if now.state in FINISHED:
        return f"đã báo hoàn thành ngày {show_date(task.completed_on)}"
    if (since := suspended_since(task, day)) is not None:
        return f"tạm dừng từ ngày {show_date(since)}"
    if now.due_on is None:
        return "không xác định thời hạn"
    if now.timeliness == Timeliness.OPEN_OVERDUE:
        return ""
    moved = "thời hạn đã lùi đến" if now.due_on != task.original_due_on else "chưa quá hạn, hạn"
    return f"{moved} {show_date(now.due_on)}"


def is_soon(task: Halves, day: date, until: date) -> bool:
    """Whether a task that could be late soon is worth a reminder on ``day``: in time, and due by ``until``.

    >>> is_soon(Halves(date(2026, 11, 13)), date(2026, 11, 11), date(2026, 11, 16))
    True
    >>> is_soon(Halves(date(2026, 11, 13)), date(2026, 11, 14), date(2026, 11, 19))
    False
    """
    now = standing(task, day)
    if now.timeliness != Timeliness.OPEN_IN_TIME or now.state in FINISHED or suspended_since(task, day) is not None:
        return False
    return now.due_on is not None and now.due_on <= until


def urgings(task: Halves, day: date) -> int:
    """How many letters had urged a task by ``day``."""
    return count(task, DecisionKind.URGED, day)


def is_for_leaders(task: Halves, day: date, ladder: int) -> bool:
    """Whether a task is still late though it was urged more than ``ladder`` times (Hà Nội 04/2023: trên 3 lần).

    >>> from desktop_app.rules.lateness import Decision
    >>> urged = tuple(Decision("urged", date(2026, 11, day)) for day in (16, 17, 18, 19))
    >>> late = Halves(date(2026, 11, 13), decisions=urged)
    >>> is_for_leaders(late, date(2026, 11, 18), 3), is_for_leaders(late, date(2026, 11, 19), 3)
    (False, True)
    """
    return urgings(task, day) > ladder and not why_not(task, day)
