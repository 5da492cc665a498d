"""What a task may not say, place by place; it stands below the book of tasks, which asks it before each writing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.models import Document, Task
from db.words import DecisionKind, Progress
from desktop_app import clock
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_due import service as terms
from desktop_app.features.task_halves import service as owners
from desktop_app.records.keep import name_of
from desktop_app.records.session import current
from desktop_app.rules import dates

CAUSE = ("late_reason", "late_cause")


def check(values: Mapping[str, Any], record: Task | None) -> dict[str, str]:
    """What is wrong with these values, by place, for a new task or for one that is written again."""
    problems: dict[str, str] = {}
    assigned_on, due_on = values.get("assigned_on"), values.get("due_on")
    if assigned_on and due_on and due_on < assigned_on:
        problems["due_on"] = f"Thời hạn phải từ ngày giao {dates.show_date(assigned_on)} trở đi"
    if record is not None and due_on != record.due_on:
        problems["due_on"] = "Thời hạn đã giao chỉ đổi bằng nút Gia hạn; nếu nhập nhầm, hãy xóa nhiệm vụ rồi nhập lại"
    problems |= terms.check_term(values, record)
    lead = values.get("lead_unit")
    if lead is not None and lead in (values.get("cooperating_units") or ()):
        problems["cooperating_units"] = f"{lead} đã là đơn vị chủ trì"
    document = values.get("document")
    if record is None or document != record.document:
        problems |= check_document(document)
    problems |= _check_dates_of_units(lead, assigned_on)
    problems |= _check_doer(values, record)
    problems |= _check_completion(values, assigned_on)
    if record is not None:
        problems |= _check_round(values, record) | _check_cause(values, record)
    above = values.get("parent")
    while above is not None and record is not None and "parent" not in problems:
        if above == record:
            problems["parent"] = "Không chọn chính nhiệm vụ này hoặc việc thành phần của nó"
        above = above.parent
    return problems


def check_document(document: Document | None) -> dict[str, str]:
    """A document that gives no tasks gives none."""
    if document is None or not document.no_tasks:
        return {}
    mark = "“Không phát sinh nhiệm vụ”"
    owner = document.def_owner
    who = "hãy bỏ dấu đó trước" if owner == current.office_uid else f"hãy hỏi {name_of(owner)} trước"
    return {"document": f"Văn bản {document} đã được đánh dấu {mark}; {who}"}


def _check_dates_of_units(lead: Any, assigned_on: date | None) -> dict[str, str]:
    if lead is not None and assigned_on and lead.valid_to and lead.valid_to < assigned_on:
        after = f"; hãy chọn {lead.successor}" if lead.successor else ""
        return {"lead_unit": f"{lead} đã kết thúc ngày {dates.show_date(lead.valid_to)}{after}"}
    return {}


def _check_completion(values: Mapping[str, Any], assigned_on: date | None) -> dict[str, str]:
    completed_on, progress = values.get("completed_on"), values.get("progress")
    if progress == Progress.REPORTED and not completed_on:
        return {"completed_on": "Đã báo cáo hoàn thành thì phải ghi ngày hoàn thành"}
    if completed_on and completed_on > clock.today():
        return {"completed_on": "Ngày hoàn thành không được sau ngày hôm nay"}
    if completed_on and assigned_on and completed_on < assigned_on:
        return {"completed_on": f"Ngày hoàn thành không được trước ngày giao {dates.show_date(assigned_on)}"}
    return {}


def _check_cause(values: Mapping[str, Any], record: Task) -> dict[str, str]:
    """What is reported done late says why; what has been accepted as the cause stays as it was.

    Only a change of the report is looked at: a book read in from elsewhere may hold late work that never said why.
    """
    changed = {name for name in ("completed_on", *CAUSE) if values.get(name) != getattr(record, name)}
    if changed & set(CAUSE) and (answer := answers.cause_of(record)) and answer.kind == DecisionKind.CAUSE_ACCEPTED:
        told = f"Nguyên nhân chậm đã được chấp nhận ngày {dates.show_date(answer.decided_on)}, không sửa được nữa"
        return dict.fromkeys(changed & set(CAUSE), told)
    completed_on, due_on = values.get("completed_on"), record.due_on
    if changed and completed_on and due_on and completed_on > due_on and not values.get("late_reason"):
        days = (completed_on - due_on).days
        return {"late_reason": f"Hoàn thành quá hạn {days} ngày (hạn {dates.show_date(due_on)}): hãy ghi nguyên nhân"}
    return {}


def _check_doer(values: Mapping[str, Any], record: Task | None) -> dict[str, str]:
    """What an office of its own leads is written in its own ledger, from the first day on."""
    lead = values.get("lead_unit")
    if record is not None:
        elsewhere = record.doer or owners.doer_of(lead) or owners.doer_of(record.lead_unit)
        if lead != record.lead_unit and elsewhere:
            return {"lead_unit": "Đơn vị này ghi kết quả trên sổ của mình; hãy dùng nút “Chuyển đơn vị khác”"}
        return {}
    if not owners.doer_of(lead):
        return {}
    done = [name for name in ("official", "completed_on", "deliverable", *CAUSE) if values.get(name)]
    done += ["progress"] if values.get("progress") != Progress.NEW and not values.get("completed_on") else []
    return dict.fromkeys(done, f"Phần này do {lead} ghi; hãy để trống")


def _check_round(values: Mapping[str, Any], record: Task) -> dict[str, str]:
    """What has been answered is not reported otherwise, and what has its own button is not chosen from the list."""
    wrong = [name for name in ("progress", "completed_on") if values.get(name) != getattr(record, name)]
    if not wrong:
        return {}
    place, answer, day = wrong[-1], answers.answer_of(record), answers.cancelled_on(record)
    if day is not None:
        return {place: f"Nhiệm vụ đã hủy ngày {dates.show_date(day)}, không ghi thêm được"}
    if answer is not None and answer.kind == DecisionKind.CONFIRMED:
        return {place: f"Đã được xác nhận hoàn thành ngày {dates.show_date(answer.decided_on)}, không sửa được nữa"}
    if answer is not None:
        return {place: "Đã được yêu cầu thực hiện lại; hãy bấm “Bắt đầu thực hiện lại” trước"}
    if Progress.DECLINED in (values.get("progress"), record.progress) and "progress" in wrong:
        button = "Nhận lại nhiệm vụ" if record.progress == Progress.DECLINED else "Từ chối, trả lại"
        return {place: f"Hãy bấm nút “{button}”"}
    if values.get("completed_on") and values.get("progress") != Progress.REPORTED:
        return {"completed_on": "Chưa báo cáo hoàn thành thì phải bỏ trống ngày hoàn thành"}
    return {}
