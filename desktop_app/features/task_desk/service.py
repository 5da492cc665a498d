"""What can be done about a task now, and what each window for it proposes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.models import Task, TaskRequest
from db.words import LateCause, Repeat, RequestKind, TaskState
from desktop_app.features.plans import service as plans
from desktop_app.features.task_checks import service as checks
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_desk.columns import ACTIONS, BY_NAME, LATE, Answer
from desktop_app.features.task_flow import service as flow
from desktop_app.features.task_halves import service as owners
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_repeat import service as repeat
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_rules.service import Facts
from desktop_app.features.task_steps import service as steps
from desktop_app.features.task_story.service import asked_for
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS, late_words
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
    "accept_cause": decisions.accept_cause,
    "refuse_cause": decisions.refuse_cause,
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
    "give_part": parts.give_part,
    "receive": steps.receive,
    "hand_on": steps.hand_on,
    "hand_back": steps.hand_back,
    "repeat": repeat.make_next,
}
GRANTS = {RequestKind.EXTENSION: "extend", RequestKind.SUSPENSION: "suspend"}
# What waits for a decision in a state: what it is, its two answers and their words.
WAITING = {
    TaskState.AWAITING: ("Chờ xác nhận", (("confirm", "Xác nhận"), ("redo", "Yêu cầu thực hiện lại"))),
    TaskState.REJECTED: ("Đơn vị đã trả lại", (("reassign", "Chuyển đơn vị khác"), ("cancel", "Hủy nhiệm vụ"))),
}
ONE_BY_ONE = ("decision", "cause")  # the filters in which one is decided after another
CAUSES = (("accept_cause", "Chấp nhận"), ("refuse_cause", "Không chấp nhận"))
ABOUT_REQUESTS = {"extend": decisions.extend, "suspend": decisions.suspend, "refuse": decisions.refuse}


def allowed(record: Task, now: Facts | None = None) -> tuple[str, ...]:
    """The actions that make sense for a task now, in the order of their buttons; ``now`` where it is known already."""
    may = rules.allowed(now or rules.facts(record))
    return tuple(action.name for action in ACTIONS if action.name in may and action.name != "refuse")


def holders_now() -> dict[str, str]:
    """Everybody and every room that holds something now, as the filter of the list takes them."""
    return {name: name for name in holders.holding_now()}


def may_delete(record: Task | None) -> bool:
    """Whether a task may be taken out as entered by mistake: only what nobody else has."""
    return record is None or (not owners.not_ours(record, "def") and record.doer in ("", current.office_uid))


def do(record: Task, action: str, texts: Mapping[str, str], about: int | None = None) -> Any:
    """Do what a window was filled in for; ``about`` is the request or the part it was opened for."""
    if action == "take_over" and about is not None:
        return parts.take_over(record, texts, tasks.get(about))
    if about is not None:
        return ABOUT_REQUESTS[action](record, texts, TaskRequest.get_by_id(about))
    return WORK[action](record, texts)


def answers(record: Task, now: Facts | None = None) -> dict[int, Answer]:
    """The answers to what waits for a decision of ours about a task now: 1 is yes, 2 is no; empty when nothing does."""
    now = now or rules.facts(record)
    told, pair, about = _waiting(now)
    made = {place: Answer(action, about, text, told) for place, (action, text) in enumerate(pair, start=1)}
    return {place: answer for place, answer in made.items() if not rules.why_not(now, answer.action)}


def _waiting(now: Facts) -> tuple[str, Sequence[tuple[str, str]], int | None]:
    """What waits first, its two answers, and the request they are about."""
    if now.state in WAITING:
        return (*WAITING[now.state], None)
    if now.waiting:
        asked = now.waiting[0]
        pair = (GRANTS[RequestKind(asked.kind)], "Đồng ý"), ("refuse", "Không đồng ý")
        return f"{asked} chờ trả lời", pair, asked.id
    if now.cause is None and not rules.why_not(now, "accept_cause"):
        return "Nguyên nhân chậm chưa xét", CAUSES, None
    return "", (), None


def layout(record: Task, action: str) -> Sequence[Sequence[str]]:
    """The questions of a window: why it is late is only asked of a task that is late or may be."""
    rows = BY_NAME[action].layout
    late = tasks.standing_of(record).days_late > 0
    return rows if late or action != "note" else [row for row in rows if row != LATE]


def proposed(record: Task, action: str, about: int | None = None) -> dict[str, str]:
    """What a window proposes beside today: who decides is the leader of the task, what was said before stays."""
    if "decided_by" in sum(map(tuple, BY_NAME[action].layout), ()):
        leader = record.supervising_leader
        return {"decided_by": leader.name if leader is not None else ""} | _asked(action, about)
    if action == "take_over" and about is not None:
        return parts.result_of(tasks.get(about))
    if action in ("complete", "note"):
        texts = TASKS.texts(record)
        return {name: texts[name] for name in ("deliverable", *checks.CAUSE)}
    if action == "pass_on":
        return parts.proposed(record)
    if action == "repeat":
        return repeat.proposed(record)
    if action == "give_part":
        return {"due_on": show_date(record.due_on)}
    if action == "receive" and record.official is not None:
        return {"holder": holders.label_of(record.official)}
    if action == "begin_again":
        return {"content": f"Bắt đầu thực hiện lần {record.round + 1}"}
    return {"content": "Nhận lại nhiệm vụ"} if action == "take_up" else {}


def _asked(action: str, about: int | None) -> dict[str, str]:
    """The days that a request asks for, where it is granted."""
    if about is None or action == "refuse":
        return {}
    request = TaskRequest.get_by_id(about)
    days = {name: show_date(getattr(request, name)) for name in ("due_on", "from_on", "to_on")}
    return {name: day for name, day in days.items() if day}


def words(record: Task, action: str, about: int | None = None) -> str:
    """What stands above the fields of a window."""
    due_on = show_date(record.due_on) or "không xác định"
    if about is not None and action != "take_over":
        request = TaskRequest.get_by_id(about)
        return f"{request}{asked_for(request)}. Lý do: {request.reason}"
    if action in ("receive", "hand_on", "hand_back"):
        return _words_of_step(record, action)
    cause = f"Nguyên nhân chậm ({LateCause(record.late_cause).label}): {record.late_reason}"
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
        "complete": f"Hạn: {due_on}. Hoàn thành sau hạn thì phải ghi nguyên nhân chậm." if record.due_on else "",
        "accept_cause": cause,
        "refuse_cause": cause,
        "cancel": "Nhiệm vụ đã hủy không còn tính vào thống kê từ ngày quyết định."
        + " Việc định kỳ dừng ở đây; muốn đi tiếp thì bấm “Tạo việc kỳ tiếp theo”." * bool(record.repeats),
        "reassign": f"{record.lead_unit} đang chủ trì. Kết quả đã ghi được giữ lại để xem; đơn vị mới bắt đầu từ đầu.",
        "give_part": f"Việc thành phần của {record.code}, hạn {due_on}; xong hết việc thành phần mới "
        "báo hoàn thành nhiệm vụ này được.",
        "repeat": f"Kỳ tiếp theo của {record.code} ({Repeat(record.repeats).label.lower()}). Đơn vị phối hợp, loại "
        "việc, văn bản giao giữ như kỳ này.",
        "pass_on": f"Việc thành phần của {record.code}, hạn {due_on}; cơ quan mình theo dõi như mọi nhiệm vụ.",
    }
    return told.get(action, "")


def _words_of_step(record: Task, action: str) -> str:
    held, giver = holders.open_step(record), holders.giver_of(record)
    of_task = f"Hạn của nhiệm vụ: {show_date(record.due_on)}; hạn của bước nên từ ngày đó về trước." * bool(
        record.due_on
    )
    now = f"{held.holder} đang giữ việc, từ ngày {show_date(held.began_on)}." if held is not None else ""
    back = f"Trả lại cho {giver}." if action == "hand_back" else ""
    return " ".join(part for part in (now, back, of_task) if part)


def locked(record: Task | None) -> tuple[str, ...]:
    """The columns that this office does not write, or not by hand: the due date moves by decisions only."""
    if record is None:
        return ()
    halves = [half for half in ("def", "exe") if owners.not_ours(record, half)]
    never = ("due_on", "due_workdays", *(("lead_unit",) if record.doer else ()))
    return (*(c.name for c in TASKS.written if c.half in halves), *never)


def about(record: Task | None, now: Facts | None = None) -> str:
    """Whose the halves are that this office does not write, where the task comes from, how often it was extended."""
    if record is None:
        return ""
    told = []
    if record.copy:
        told.append(owners.not_ours(record, "def"))
    else:
        if record.def_owner != current.office_uid:
            told.append(f"{name_of(record.def_owner, 'Cơ quan khác')} giao và ghi phần giao việc")
        if record.exe_owner != current.office_uid:
            told.append(f"{name_of(record.exe_owner, 'Đơn vị khác')} thực hiện và ghi phần kết quả")
    held = holders.open_step(record)
    told += [f"{held.holder} đang giữ việc từ ngày {show_date(held.began_on)}"] if held is not None else []
    told += [f"Việc thành phần của {record.parent}"] if record.parent is not None else []
    told += [f"Nguồn giao: {record.origin}"] if record.origin else []
    item = plans.of_task(record)
    told += [f"Thuộc {plans.called(item.plan)}"] if item is not None else []
    told += [f"Lần thực hiện {record.round}"] if record.round > 1 else []
    told += _terms(record, now)
    return ". ".join(told) + "." if told else ""


def _terms(record: Task, now: Facts | None) -> list[str]:
    """Both due dates and latenesses where the due date was moved; what waits for a decision, with its keys."""
    [row] = tasks.find().rows([record.id])
    told = []
    if row.extension_count or row.due_on != row.original_due_on:
        times = f"gia hạn {row.extension_count} lần, " if row.extension_count else ""
        told.append(f"Hạn {show_date(row.due_on)}, {times}hạn ban đầu {show_date(row.original_due_on) or 'không có'}")
    if late := late_words(row):
        told.append(late)
    waiting = answers(record, now)
    keys = ", ".join(f"Ctrl+{place} “{answer.text}”" for place, answer in waiting.items())
    return told + [f"{answer.told}: {keys}" for answer in list(waiting.values())[:1]]
