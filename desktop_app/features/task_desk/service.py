"""What can be done about a task now, and what each window for it proposes."""

from collections.abc import Callable, Mapping
from typing import Any

from db.models import Task, TaskRequest
from db.words import DecisionKind
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk.columns import ACTIONS
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_story.service import asked_for
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records.keep import name_of
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date

WORK: dict[str, Callable[[Task, Mapping[str, str]], Any]] = {
    "confirm": decisions.confirm,
    "redo": decisions.redo,
    "resume": decisions.resume,
    "extend": decisions.extend,
    "extend_late": decisions.extend,
    "suspend": decisions.suspend,
    "cancel": decisions.cancel,
    "reassign": reassign.answer,
    "note": flow.note,
    "complete": flow.complete,
    "take_back": lambda record, texts: flow.take_back(record),
    "begin_again": flow.begin_again,
    "decline": flow.decline,
    "take_up": flow.take_up,
    "ask_extension": flow.ask_extension,
    "ask_suspension": flow.ask_suspension,
    "pass_on": parts.pass_on,
}
ABOUT_REQUESTS = {"extend": decisions.extend, "suspend": decisions.suspend, "refuse": decisions.refuse}


def allowed(record: Task) -> tuple[str, ...]:
    """The actions that make sense for a task now, in the order of their buttons."""
    may = rules.allowed(rules.facts(record))
    return tuple(action.name for action in ACTIONS if action.name in may and action.name != "refuse")


def may_delete(record: Task | None) -> bool:
    """Whether a task may be taken out as entered by mistake: only what nobody else has."""
    return record is None or (not tasks.not_ours(record, "def") and record.doer in ("", current.office_uid))


def do(record: Task, action: str, texts: Mapping[str, str], about: int | None = None) -> Any:
    """Do what a window was filled in for; ``about`` is the request or the part it was opened for."""
    if action == "take_over" and about is not None:
        return parts.take_over(record, texts, tasks.get(about))
    if about is not None:
        return ABOUT_REQUESTS[action](record, texts, TaskRequest.get_by_id(about))
    return WORK[action](record, texts)


def proposed(record: Task, action: str, about: int | None = None) -> dict[str, str]:
    """What a window proposes beside today."""
    if action == "take_over" and about is not None:
        return parts.result_of(tasks.get(about))
    if about is not None and action != "refuse":
        request = TaskRequest.get_by_id(about)
        days = {name: show_date(getattr(request, name)) for name in ("due_on", "from_on", "to_on")}
        return {name: day for name, day in days.items() if day}
    if action == "pass_on":
        return parts.proposed(record)
    if action == "begin_again":
        return {"content": f"Bắt đầu thực hiện lần {record.round + 1}"}
    return {"content": "Nhận lại nhiệm vụ"} if action == "take_up" else {}


def words(record: Task, action: str, about: int | None = None) -> str:
    """What stands above the fields of a window."""
    due_on = show_date(record.due_on) or "không xác định"
    if about is not None and action != "take_over":
        request = TaskRequest.get_by_id(about)
        return f"{request}{asked_for(request)}. Lý do: {request.reason}"
    told = {
        "extend": f"Hạn hiện nay: {due_on}; hạn ban đầu vẫn được giữ nguyên.",
        "extend_late": f"Hạn hiện nay: {due_on}. Chỉ ghi gia hạn đã quyết định trước ngày hoàn thành.",
        "ask_extension": f"Hạn hiện nay: {due_on}. Nơi giao quyết định; chưa được đồng ý thì hạn không đổi.",
        "ask_suspension": "Để trống “Đến ngày” nếu chưa biết. Nơi giao quyết định; chưa được đồng ý thì hạn không đổi.",
        "suspend": "Để trống “Đến ngày” nếu chưa biết. Thời hạn được lùi đúng số ngày tạm dừng.",
        "resume": "“Từ ngày” là ngày làm tiếp. Tạm dừng chưa ghi “Đến ngày” thì nay thời hạn lùi đúng số ngày đã nghỉ.",
        "redo": f"Lần thực hiện {record.round}, báo hoàn thành ngày {show_date(record.completed_on)}.",
        "confirm": f"Lần thực hiện {record.round}, báo hoàn thành ngày {show_date(record.completed_on)}.",
        "take_back": f"Rút báo cáo hoàn thành ngày {show_date(record.completed_on)}? Nhiệm vụ trở lại đang thực hiện.",
        "cancel": "Nhiệm vụ đã hủy không còn tính vào thống kê từ ngày quyết định.",
        "reassign": f"{record.lead_unit} đang chủ trì. Kết quả đã ghi được giữ lại để xem; đơn vị mới bắt đầu từ đầu.",
        "pass_on": f"Việc thành phần của {record.code}, hạn {due_on}; cơ quan mình theo dõi như mọi nhiệm vụ.",
    }
    return told.get(action, "")


def locked(record: Task | None) -> tuple[str, ...]:
    """The columns that this office does not write, or not by hand: the due date moves by decisions only."""
    if record is None:
        return ()
    halves = [half for half in ("def", "exe") if tasks.not_ours(record, half)]
    never = ("due_on", "due_workdays", *(("lead_unit",) if record.doer else ()))
    return (*(c.name for c in TASKS.written if c.half in halves), *never)


def about(record: Task | None) -> str:
    """Whose the halves are that this office does not write, where the task comes from, how often it was extended."""
    if record is None:
        return ""
    told = []
    if record.copy:
        told.append(tasks.not_ours(record, "def"))
    else:
        if record.def_owner != current.office_uid:
            told.append(f"{name_of(record.def_owner, 'Cơ quan khác')} giao và ghi phần giao việc")
        if record.exe_owner != current.office_uid:
            told.append(f"{name_of(record.exe_owner, 'Đơn vị khác')} thực hiện và ghi phần kết quả")
    told += [f"Nguồn giao: {record.origin}"] if record.origin else []
    told += [f"Lần thực hiện {record.round}"] if record.round > 1 else []
    extended = sum(decision.kind == DecisionKind.EXTENDED for decision in tasks.decisions_of(record))
    told += [f"Gia hạn {extended} lần, hạn ban đầu {show_date(record.original_due_on) or 'không có'}"] * bool(extended)
    return ". ".join(told) + "." if told else ""
