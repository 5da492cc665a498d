"""What can be done about a task, as buttons and as the few questions each asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.features.task_flow.columns import DECLINING, NOTING
from desktop_app.features.task_reassign.columns import REASSIGNING
from desktop_app.features.task_steps.columns import HANDING_BACK, HANDING_ON, RECEIVING
from desktop_app.features.tasks.columns import DECISIONS, NOTES, REQUESTS, TASKS
from desktop_app.records import Entity, Questions


@dataclass(frozen=True)
class Action:
    """A button, and the window it opens; ``day`` is the column that proposes today. Without a layout it only asks."""

    name: str
    text: str
    icon: str
    entity: Entity | Questions = TASKS
    layout: Sequence[Sequence[str]] = ()
    day: str = ""
    rare: bool = False  # in the menu beside the buttons
    ok: str = "Lưu"


NOTED = (("noted_on",), ("content",))
STEP = (("holder",), ("began_on", "due_on"), ("words",))
PART = (
    ("content",),
    ("lead_unit",),
    ("assigned_on", "due_on", "due_workdays"),
    ("supervising_leader",),
    ("deliverable_wanted",),
)


@dataclass(frozen=True)
class Answer:
    """One of the two answers to what waits for a decision: the action, what it is about, its word, what waits."""

    action: str
    about: int | None
    text: str
    told: str


BY = ("decided_by", "paper")
DECIDED = (("decided_on",), ("reason",), BY)
LATE = ("late_reason*2", "late_cause")

ACTIONS = (
    Action("confirm", "Xác nhận hoàn thành", "patch-check", DECISIONS, (("decided_on",), BY), "decided_on"),
    Action("redo", "Yêu cầu thực hiện lại", "arrow-counterclockwise", DECISIONS, DECIDED, "decided_on"),
    Action("begin_again", "Bắt đầu thực hiện lại", "arrow-repeat", NOTES, NOTED, "noted_on"),
    Action("take_up", "Nhận lại nhiệm vụ", "arrow-return-left", NOTES, NOTED, "noted_on"),
    Action(
        "resume",
        "Tiếp tục thực hiện",
        "play-circle",
        DECISIONS,
        (("from_on", "decided_on"), ("reason",), BY),
        "decided_on",
    ),
    Action(
        "note",
        "Cập nhật tiến độ",
        "chat-left-text",
        NOTING,
        (("noted_on",), ("content",), ("difficulty",), ("proposal",), LATE),
        "noted_on",
    ),
    Action(
        "complete",
        "Báo hoàn thành",
        "check2-circle",
        TASKS,
        (("completed_on",), ("deliverable",), LATE),
        "completed_on",
    ),
    Action("receive", "Giao người xử lý", "person-plus", RECEIVING, STEP, "began_on"),
    Action("hand_on", "Chuyển tiếp", "person-up", HANDING_ON, STEP, "began_on"),
    Action(
        "pass_on",
        "Giao đơn vị thực hiện",
        "diagram-2",
        TASKS,
        PART,
        "assigned_on",
    ),
    Action(
        "extend",
        "Gia hạn",
        "calendar-plus",
        DECISIONS,
        (("due_on", "decided_on"), ("reason",), BY),
        "decided_on",
    ),
    Action(
        "hand_back",
        "Trả lại người trước",
        "person-dash",
        HANDING_BACK,
        (("began_on", "due_on"), ("words",)),
        "began_on",
        rare=True,
    ),
    Action(
        "give_part",
        "Giao việc thành phần",
        "diagram-2",
        TASKS,
        PART,
        "assigned_on",
        rare=True,
    ),
    Action("repeat", "Tạo việc kỳ tiếp theo", "arrow-repeat", TASKS, PART, rare=True),
    Action(
        "ask_extension",
        "Đề nghị gia hạn",
        "calendar2-plus",
        REQUESTS,
        (("due_on", "requested_on"), ("reason",)),
        "requested_on",
        rare=True,
    ),
    Action(
        "ask_suspension",
        "Đề nghị tạm dừng",
        "pause-circle",
        REQUESTS,
        (("from_on", "to_on"), ("requested_on",), ("reason",)),
        "requested_on",
        rare=True,
    ),
    Action("take_back", "Rút báo cáo hoàn thành", "arrow-90deg-left", rare=True),
    Action("decline", "Từ chối, trả lại", "x-circle", DECLINING, (("noted_on",), ("reason",)), "noted_on", rare=True),
    Action(
        "suspend",
        "Tạm dừng",
        "pause-circle",
        DECISIONS,
        (("from_on", "to_on"), ("decided_on",), ("reason",), BY),
        "decided_on",
        rare=True,
    ),
    Action(
        "reassign",
        "Chuyển đơn vị khác",
        "arrow-left-right",
        REASSIGNING,
        (("lead_unit",), ("decided_on",), ("reason",), BY),
        "decided_on",
        rare=True,
    ),
    Action(
        "extend_late",
        "Ghi gia hạn đã quyết định",
        "calendar-plus",
        DECISIONS,
        (("due_on", "decided_on"), ("reason",), BY),
        rare=True,
    ),
    Action(
        "accept_cause",
        "Chấp nhận nguyên nhân chậm",
        "check2",
        DECISIONS,
        (("decided_on",), BY, ("reason",)),
        "decided_on",
        rare=True,
    ),
    Action("refuse_cause", "Không chấp nhận nguyên nhân chậm", "x-lg", DECISIONS, DECIDED, "decided_on", rare=True),
    Action("cancel", "Hủy nhiệm vụ", "slash-circle", DECISIONS, DECIDED, "decided_on", rare=True),
    Action("refuse", "Không đồng ý", "x-lg", DECISIONS, DECIDED, "decided_on"),
    Action(
        "take_over",
        "Lấy kết quả",
        "box-arrow-in-up",
        TASKS,
        (("completed_on",), ("deliverable",), LATE),
    ),
)
BY_NAME = {action.name: action for action in ACTIONS}
