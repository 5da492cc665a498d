"""Terms in working days and the days they end on; it stands below the book of tasks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.models import Task
from desktop_app import clock
from desktop_app.records.kinds import Day, Whole
from desktop_app.rules import dates, names
from desktop_app.rules.workdays import LONGEST_TERM, add_workdays


def term_end(assigned_on: date, workdays: int) -> date:
    """The last day of a term in working days, by the calendar of the office; the day of assignment is not counted."""
    return add_workdays(assigned_on, workdays, *clock.calendar())


def term_text(texts: Mapping[str, str]) -> str:
    """The same out of what is typed on a form; empty while that is no term."""
    try:
        assigned_on = Day().read(names.clean(texts.get("assigned_on", "")))
        workdays = Whole().read(names.clean(texts.get("due_workdays", "")))
    except ValueError:
        return ""
    return dates.show_date(term_end(assigned_on, workdays)) if 0 < workdays <= LONGEST_TERM else ""


def due_of(values: Mapping[str, Any]) -> date | None:
    """The due date typed, or else the end of the term in working days typed, if any."""
    due_on, assigned_on, workdays = (values.get(name) for name in ("due_on", "assigned_on", "due_workdays"))
    if due_on is None and assigned_on is not None and workdays is not None and 0 < workdays <= LONGEST_TERM:
        return term_end(assigned_on, workdays)
    return due_on


def check_term(values: Mapping[str, Any], record: Task | None) -> dict[str, str]:
    """A term in working days and a due date say the same; of an assigned task neither changes by typing."""
    workdays, due_on, assigned_on = (values.get(name) for name in ("due_workdays", "due_on", "assigned_on"))
    if record is not None:
        if workdays != record.due_workdays:
            return {"due_workdays": "Thời hạn đã giao không đổi bằng cách sửa số ngày; hãy dùng nút Gia hạn"}
        return {}
    if workdays is None:
        return {}
    if not 0 < workdays <= LONGEST_TERM:
        return {"due_workdays": f"Phải từ 1 đến {LONGEST_TERM} ngày làm việc"}
    if assigned_on is None or due_on is None or due_on == (end := term_end(assigned_on, workdays)):
        return {}
    return {
        "due_workdays": f"{workdays} ngày làm việc kể từ ngày giao {dates.show_date(assigned_on)} là hết "
        f"{dates.weekday(end)}, {dates.show_date(end)}, nhưng thời hạn đang ghi {dates.weekday(due_on)}, "
        f"{dates.show_date(due_on)}; hãy xóa một trong hai ô"
    }
