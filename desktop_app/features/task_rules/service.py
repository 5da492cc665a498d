"""The rules of a task's flow: each says why an action is not for now, and what to do instead; empty when it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from db.models import Task, TaskDecision, TaskRequest, TaskStep
from db.words import DecisionKind, Progress, RequestKind, TaskState
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_chain import service as chain
from desktop_app.features.task_halves import service as owners
from desktop_app.features.task_holders import service as holders
from desktop_app.features.tasks import service as tasks
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date


@dataclass(frozen=True)
class Facts:
    """A task as the rules of its flow look at it."""

    task: Task
    state: TaskState
    answer: TaskDecision | None  # to the present round
    stopped: TaskDecision | None  # the suspension that holds or is to begin
    waiting: tuple[TaskRequest, ...]  # requests that nobody has answered
    late: int = 0  # days past the due date of now
    cause: TaskDecision | None = None  # the last answer to the late reason of the present round
    held: TaskStep | None = None  # the step of whoever holds it now
    giver: str = ""  # from whom that one had it

    @property
    def done(self) -> date | None:
        """The day on which it was done, as far as nobody has sent it back."""
        return self.task.completed_on if self.state in (TaskState.COMPLETED, TaskState.AWAITING) else None

    def open(self, kind: RequestKind) -> TaskRequest | None:
        """The oldest unanswered request of a kind."""
        return next((request for request in self.waiting if request.kind == kind), None)


def facts(record: Task) -> Facts:
    """What the rules need to know about a task as it is stored now."""
    task = tasks.get(record.id)
    decisions = answers.decisions_of(task)
    answered = {decision.request for decision in decisions}
    waiting = tuple(request for request in requests_of(task) if request not in answered)
    moves = [d for d in decisions if d.kind in (DecisionKind.SUSPENDED, DecisionKind.RESUMED)]
    stopped = moves[-1] if moves and moves[-1].kind == DecisionKind.SUSPENDED else None
    if stopped is not None and stopped.to_on is not None and stopped.to_on < clock.today():
        stopped = None
    held, giver = holders.open_step(task), holders.giver_of(task)
    now = tasks.standing_of(task)
    return Facts(
        task, now.state, answers.answer_of(task), stopped, waiting, now.days_late, answers.cause_of(task), held, giver
    )


def requests_of(record: Task) -> Sequence[TaskRequest]:
    """What was asked about a task, oldest first."""
    query = TaskRequest.select().where(TaskRequest.task == record, TaskRequest.deleted_at.is_null())
    return list(query.order_by(TaskRequest.requested_on, TaskRequest.id))


# --- The doer's ---


def _going(now: Facts) -> str:
    if now.task.progress == Progress.DECLINED:
        return "Nhiệm vụ đã trả lại; hãy bấm “Nhận lại nhiệm vụ” trước"
    if now.answer is not None and now.answer.kind == DecisionKind.REDO:
        return "Đã được yêu cầu thực hiện lại; hãy bấm “Bắt đầu thực hiện lại” trước"
    if now.task.progress == Progress.REPORTED:
        return f"Đã báo hoàn thành ngày {show_date(now.task.completed_on)}; ghi nhầm thì bấm “Rút báo cáo hoàn thành”"
    return ""


def _complete(now: Facts) -> str:
    return _going(now) or tasks.parts_open(now.task)


def _receive(now: Facts) -> str:
    return _going(now) or (f"{now.held.holder} đang giữ việc; hãy bấm “Chuyển tiếp”" if now.held is not None else "")


def _hand_on(now: Facts) -> str:
    return _going(now) or ("" if now.held is not None else "Chưa ai giữ việc; hãy bấm “Giao người xử lý” trước")


def _hand_back(now: Facts) -> str:
    return _hand_on(now) or ("" if now.giver else "Người đang giữ việc nhận đầu tiên, không có người trước để trả lại")


def _note(now: Facts) -> str:
    return _going(now) if now.task.progress == Progress.DECLINED else ""


def _take_back(now: Facts) -> str:
    if now.task.progress != Progress.REPORTED:
        return "Chưa báo hoàn thành nên không có gì để rút"
    if now.answer is not None:
        return f"Nơi giao đã trả lời ngày {show_date(now.answer.decided_on)}, không rút báo cáo được nữa"
    return ""


def _take_up(now: Facts) -> str:
    return "" if now.task.progress == Progress.DECLINED else "Nhiệm vụ chưa bị trả lại"


def _begin_again(now: Facts) -> str:
    sent_back = now.answer is not None and now.answer.kind == DecisionKind.REDO
    return "" if sent_back and now.task.progress == Progress.REPORTED else "Chưa có yêu cầu thực hiện lại"


def _ask_extension(now: Facts) -> str:
    if now.task.due_on is None:
        return "Nhiệm vụ không xác định thời hạn nên không cần gia hạn"
    return _going(now) or _asked_already(now, RequestKind.EXTENSION)


def _ask_suspension(now: Facts) -> str:
    if now.stopped is not None:
        return "Nhiệm vụ đang được tạm dừng"
    return _going(now) or _asked_already(now, RequestKind.SUSPENSION)


def _asked_already(now: Facts, kind: RequestKind) -> str:
    asked = now.open(kind)
    return f"{kind.label} ngày {show_date(asked.requested_on)} chưa được trả lời" if asked is not None else ""


def _pass_on(now: Facts) -> str:
    if now.task.def_owner == current.office_uid:
        return "Nhiệm vụ do cơ quan mình giao; hãy dùng nút “Chuyển đơn vị khác”"
    return _going(now)


# --- The assigner's ---


def _unanswered(now: Facts) -> str:
    if now.task.progress != Progress.REPORTED:
        return "Đơn vị chưa báo hoàn thành nên chưa có gì để xác nhận hay yêu cầu làm lại"
    if now.answer is None:
        return ""
    word, day = DecisionKind(now.answer.kind).label, show_date(now.answer.decided_on)
    if now.answer.kind == DecisionKind.REDO:
        return f"Lần thực hiện {now.task.round} đã có “{word}” ngày {day}; hãy chờ đơn vị thực hiện lại"
    return f"Lần thực hiện {now.task.round} đã có “{word}” ngày {day}, không quyết định lại được"


def _confirm(now: Facts) -> str:
    if not now.task.needs_confirmation:
        return "Nhiệm vụ không cần xác nhận; muốn xác nhận thì đánh dấu ô “Cần xác nhận hoàn thành” rồi lưu"
    return _unanswered(now)


def _extend(now: Facts) -> str:
    if now.done is None:
        return _declined(now)
    if _extend_late(now):
        return "Nhiệm vụ đã báo hoàn thành, không cần gia hạn"
    return "Nhiệm vụ đã báo hoàn thành; gia hạn đã quyết định trước đó thì bấm “Ghi gia hạn đã quyết định”"


def _extend_late(now: Facts) -> str:
    late = now.done is not None and now.task.due_on is not None and now.done > now.task.due_on
    return "" if late else "Nhiệm vụ không hoàn thành quá hạn; hãy dùng nút “Gia hạn”"


def _declined(now: Facts) -> str:
    if now.state != TaskState.REJECTED:
        return ""
    return "Đơn vị đã trả lại nhiệm vụ; hãy chuyển đơn vị khác hoặc hủy nhiệm vụ"


def _suspend(now: Facts) -> str:
    if now.stopped is not None:
        until = f" đến hết {show_date(now.stopped.to_on)}" if now.stopped.to_on else ""
        return f"Nhiệm vụ đang tạm dừng{until}; hãy bấm “Tiếp tục thực hiện” trước"
    if now.done is not None:
        return "Nhiệm vụ đã báo hoàn thành, không tạm dừng được"
    return _declined(now)


def _resume(now: Facts) -> str:
    return "" if now.stopped is not None else "Nhiệm vụ không tạm dừng"


def _cancel(now: Facts) -> str:
    if now.state == TaskState.COMPLETED:
        return "Nhiệm vụ đã hoàn thành, không hủy được; báo nhầm thì bấm “Rút báo cáo hoàn thành”"
    return ""


def _reassign(now: Facts) -> str:
    if now.state == TaskState.COMPLETED:
        return "Nhiệm vụ đã hoàn thành, không chuyển đơn vị khác được"
    if now.state == TaskState.AWAITING:
        return "Đơn vị đã báo hoàn thành; hãy xác nhận hoặc yêu cầu thực hiện lại trước"
    return ""


def _accept_cause(now: Facts) -> str:
    return _cause(now, DecisionKind.CAUSE_ACCEPTED)


def _refuse_cause(now: Facts) -> str:
    return _cause(now, DecisionKind.CAUSE_REFUSED)


def _cause(now: Facts, kind: DecisionKind) -> str:
    if not now.task.late_reason:
        return "Đơn vị chưa ghi nguyên nhân chậm nên chưa có gì để xét"
    if not now.late:
        return "Nhiệm vụ không chậm so với hạn hiện nay nên không phải xét nguyên nhân"
    if now.cause is not None and now.cause.kind == kind:
        return f"Đã có “{kind.label}” ngày {show_date(now.cause.decided_on)}"
    return ""


# --- Asking ---

Rule = Callable[[Facts], str]
DOERS: dict[str, Rule] = {
    "begin_again": _begin_again,
    "take_up": _take_up,
    "note": _note,
    "complete": _complete,
    "receive": _receive,
    "hand_on": _hand_on,
    "hand_back": _hand_back,
    "take_back": _take_back,
    "ask_extension": _ask_extension,
    "ask_suspension": _ask_suspension,
    "decline": _going,
    "pass_on": _pass_on,
    "give_part": _going,
}
ASSIGNERS: dict[str, Rule] = {
    "confirm": _confirm,
    "redo": _unanswered,
    "resume": _resume,
    "extend": _extend,
    "extend_late": _extend_late,
    "suspend": _suspend,
    "refuse": lambda now: "" if now.waiting else "Không có đề nghị nào chờ trả lời",
    "accept_cause": _accept_cause,
    "refuse_cause": _refuse_cause,
    "reassign": _reassign,
    "cancel": _cancel,
    "repeat": lambda now: chain.next_refused(now.task),
}
# What may be done about a cancelled task too: it writes nothing in it, and its chain may go on.
ALSO_CANCELLED = ("repeat",)


def why_not(now: Facts, action: str) -> str:
    """Why an action is not for now, and what to do instead; empty when it is."""
    if words := owners.not_ours(now.task, "exe" if action in DOERS else "def"):
        return words
    if now.state == TaskState.CANCELLED and action not in ALSO_CANCELLED:
        return f"Nhiệm vụ đã hủy ngày {show_date(answers.cancelled_on(now.task))}, không ghi thêm được"
    return (DOERS | ASSIGNERS)[action](now)


def allowed(now: Facts) -> tuple[str, ...]:
    """What this office may do about the task now."""
    return tuple(action for action in DOERS | ASSIGNERS if not why_not(now, action))


def must(record: Task, action: str) -> Facts:
    """The facts of a task about which an action is for now; Refused otherwise, in words."""
    now = facts(record)
    if words := why_not(now, action):
        raise Refused(words)
    return now
