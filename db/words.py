"""The closed lists of words that columns may hold, with the words people read."""

from enum import StrEnum


class Words(StrEnum):
    """A closed list: ``value`` is stored, ``label`` is shown and printed."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Words":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """What a Peewee field takes as its ``choices``."""
        return [(word.value, word.label) for word in cls]


class PeriodScheme(Words):
    """Which days belong to a period."""

    ND09 = "nd09", "Theo Nghị định 09/2019/NĐ-CP (ngày 15 đến ngày 14)"
    CALENDAR = "calendar", "Theo tháng dương lịch"


class UnitKind(Words):
    """What sort of body a unit is."""

    OFFICE = "office", "Ủy ban nhân dân"
    DEPARTMENT = "department", "Phòng, ban chuyên môn"
    SERVICE = "service", "Đơn vị sự nghiệp"
    RESIDENTIAL = "residential", "Tổ dân phố"
    PARTY = "party", "Đảng, đoàn thể"
    GROUP = "group", "Nhóm"
    OTHER = "other", "Khác"


class UnitRelation(Words):
    """How a unit stands to the office that keeps this ledger."""

    OWN = "own", "Cơ quan mình"
    PART = "part", "Đơn vị thuộc cơ quan"
    UPPER = "upper", "Cấp trên"
    SUB = "sub", "Cấp dưới"
    OUTSIDE = "outside", "Cơ quan khác"


class Role(Words):
    """What an official does in the office's work with the ledger."""

    ADMINISTRATOR = "administrator", "Quản trị"
    CLERK = "clerk", "Văn thư"
    CHAIR = "chair", "Chủ tịch"
    VICE_CHAIR = "vice_chair", "Phó Chủ tịch"
    OFFICE_CHIEF = "office_chief", "Chánh Văn phòng"
    UNIT_HEAD = "unit_head", "Trưởng phòng"
    SPECIALIST = "specialist", "Chuyên viên"
    VIEWER = "viewer", "Người xem"


LEADERS = (Role.CHAIR, Role.VICE_CHAIR)


class DocumentType(Words):
    """The sorts of documents that assign, urge or report work."""

    CONCLUSION_NOTICE = "conclusion_notice", "Thông báo kết luận"
    PLAN = "plan", "Kế hoạch"
    WORK_PROGRAM = "work_program", "Chương trình công tác"
    DECISION = "decision", "Quyết định"
    DIRECTIVE = "directive", "Chỉ thị"
    RESOLUTION = "resolution", "Nghị quyết"
    DISPATCH = "dispatch", "Công văn"
    TELEGRAM = "telegram", "Công điện"
    URGING_LETTER = "urging_letter", "Văn bản đôn đốc"
    REPORT = "report", "Báo cáo"
    ARTICLE = "article", "Tin, bài"
    OTHER = "other", "Văn bản khác"


class Urgency(Words):
    """How fast a document or task must go (NĐ 30/2020)."""

    NORMAL = "normal", "Thường"
    URGENT = "urgent", "Khẩn"
    MORE_URGENT = "more_urgent", "Thượng khẩn"
    MOST_URGENT = "most_urgent", "Hỏa tốc"


class MeetingKind(Words):
    """The sorts of meetings that are counted apart."""

    REGULAR_SESSION = "regular_session", "Phiên họp thường kỳ"
    MEETING = "meeting", "Cuộc họp"
    BRIEFING = "briefing", "Giao ban"
    HUDDLE = "huddle", "Hội ý"


class TaskKind(Words):
    """What sort of task it is."""

    REGULAR = "regular", "Thường xuyên"
    KEY = "key", "Trọng tâm"
    AD_HOC = "ad_hoc", "Đột xuất, phát sinh"


class Progress(Words):
    """How far the doer says the work has come: the doer's half of a task's state."""

    NEW = "new", "Chưa thực hiện"
    DOING = "doing", "Đang thực hiện"
    REPORTED = "reported", "Đã báo cáo hoàn thành"
    DECLINED = "declined", "Từ chối (trả lại)"


class DecisionKind(Words):
    """What an assigner may decide about a task: rows that only accumulate."""

    EXTENDED = "extended", "Gia hạn"
    EXTENSION_REFUSED = "extension_refused", "Không gia hạn"
    CONFIRMED = "confirmed", "Xác nhận hoàn thành"
    REDO = "redo", "Yêu cầu thực hiện lại"
    SUSPENDED = "suspended", "Tạm dừng"
    SUSPENSION_REFUSED = "suspension_refused", "Không tạm dừng"
    RESUMED = "resumed", "Tiếp tục thực hiện"
    CANCELLED = "cancelled", "Hủy (không thực hiện)"
    URGED = "urged", "Đôn đốc"
    CAUSE_ACCEPTED = "cause_accepted", "Chấp nhận nguyên nhân chậm"
    CAUSE_REFUSED = "cause_refused", "Không chấp nhận nguyên nhân chậm"


class RequestKind(Words):
    """What a doer may ask of the assigner: rows that only accumulate; a decision names the one it answers."""

    EXTENSION = "extension", "Đề nghị gia hạn"
    SUSPENSION = "suspension", "Đề nghị tạm dừng"


class LateCause(Words):
    """Why work was late, as its doer says; whether that is accepted is the assigner's decision (NĐ 335/2025)."""

    NONE = "", "Chưa phân loại"
    SUBJECTIVE = "subjective", "Chủ quan"
    OBJECTIVE = "objective", "Khách quan"


class Repeat(Words):
    """How often an order comes again; its owner makes the next one."""

    NONE = "", "Không định kỳ"
    MONTHLY = "monthly", "Hàng tháng"
    QUARTERLY = "quarterly", "Hàng quý"
    HALF_YEARLY = "half_yearly", "6 tháng một lần"
    YEARLY = "yearly", "Hàng năm"


class StepMove(Words):
    """How somebody came to hold a task within the office that does it."""

    RECEIVED = "received", "Nhận việc"
    HANDED_ON = "handed_on", "Được chuyển tiếp"
    RETURNED = "returned", "Được trả lại"


class Copy(Words):
    """How a task that is another office's business came to lie here; it is read, never written nor counted."""

    NONE = "", ""
    COOPERATING = "cooperating", "Phối hợp, để biết"
    HANDED_ON = "handed_on", "Đã chuyển đơn vị khác"


class TaskState(Words):
    """Where a task stands: derived from both halves, never stored (DOMAIN.md 2.2)."""

    NEW = "new", "Chưa thực hiện"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    AWAITING = "awaiting_confirmation", "Chờ xác nhận"
    REDO = "redo", "Thực hiện lại"
    COMPLETED = "completed", "Hoàn thành"
    SUSPENDED = "suspended", "Tạm dừng"
    CANCELLED = "cancelled", "Hủy (không thực hiện)"
    REJECTED = "rejected", "Từ chối (trả lại)"


class Timeliness(Words):
    """The six disjoint classes of tasks as at a date: derived, never stored, adding up to the total (DOMAIN.md 2.2)."""

    DONE_IN_TIME = "done_in_time", "Hoàn thành đúng hạn"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    DONE_NO_DUE = "done_no_due", "Hoàn thành, không xác định thời hạn"
    OPEN_IN_TIME = "open_in_time", "Đang thực hiện, trong hạn"
    OPEN_OVERDUE = "open_overdue", "Đang thực hiện, quá hạn"
    OPEN_NO_DUE = "open_no_due", "Đang thực hiện, không xác định thời hạn"


class Profile(Words):
    """Which tiers of government the office belongs to."""

    TWO_TIER_2025 = "2cap-2025", "Hai cấp, từ 01/7/2025 (phường – Thành phố)"
    THREE_TIER = "3cap", "Ba cấp, trước 01/7/2025 (phường – quận – Thành phố)"


class PackageKind(Words):
    """What a package carries (HANDOFF.md)."""

    ASSIGNMENT = "assignment", "Giao việc"
    REPORT = "report", "Báo cáo"
    RECEIPT = "receipt", "Biên nhận"


class PackageState(Words):
    """How far a package has come, seen from this office: the first four were made here, the others came in."""

    MADE = "made", "Đã lập"
    ON_DRIVE = "on_drive", "Đã ghi ra USB, thư mục khác"
    MAILED = "mailed", "Đã tạo thư"
    RECEIPTED = "receipted", "Đã có biên nhận"
    APPLIED = "applied", "Đã nhận"
    ASKING = "asking", "Đã nhận, còn câu hỏi"
    UNDONE = "undone", "Đã hoàn tác"


class KeyState(Words):
    """Whether what a key has sealed is believed."""

    NEW = "new", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    REVOKED = "revoked", "Đã thu hồi"


class Verdict(Words):
    """What becomes of a row that another office sends (HANDOFF.md sections 2 and 5)."""

    NEW = "new", "Mới"
    CHANGED = "changed", "Thay đổi"
    UNCHANGED = "unchanged", "Không đổi"
    OLDER = "older", "Cũ hơn bản đang có"
    RECOVERED = "recovered", "Khôi phục phần của cơ quan mình"
    LATE = "late", "Gửi sau khi chuyển"
    READ_ONLY = "read_only", "Chỉ để đọc"
    QUESTION = "question", "Cần trả lời"
    REFUSED = "refused", "Từ chối"


class QuestionSort(Words):
    """Why a row cannot be taken without a person's word."""

    FORK = "fork", "Cùng lần sửa nhưng nội dung khác nhau"
    OLDER_NUMBER = "older_number", "Gói sau ghi bản cũ hơn gói trước"
    EPOCH = "epoch", "Nơi gửi đã khôi phục dữ liệu cũ"
    SAME = "same", "Có phải là một nhiệm vụ đã nhập?"
    CELL = "cell", "Ô trên trang khác bản niêm phong"
    PARENT = "parent", "Nhiệm vụ cấp trên đã đổi"
    TYPED = "typed", "Nhiệm vụ ghi tay trong mẫu giao việc"


class Answer(Words):
    """What a person says to a question."""

    THEIRS = "theirs", "Lấy theo gói"
    OURS = "ours", "Giữ như trong sổ"


class DayKind(Words):
    """How a day differs from what its weekday says."""

    HOLIDAY = "holiday", "Nghỉ lễ, tết"
    COMPENSATORY = "compensatory", "Nghỉ bù, nghỉ hoán đổi"
    MADE_UP = "made_up", "Làm bù"


class Direction(Words):
    """Which way an indicator should move."""

    UP = "up", "Càng cao càng tốt"
    DOWN = "down", "Càng thấp càng tốt"
    EVEN = "even", "Bám sát kế hoạch"


class Aggregation(Words):
    """How the figures of months, and of units, make one."""

    SUM = "sum", "Cộng dồn"
    END = "end", "Số cuối kỳ"
    RATIO = "ratio", "Tỷ lệ phần trăm (%)"
    PER_MILLE = "per_mille", "Tỷ suất phần nghìn (‰)"
    PER_HEAD = "per_head", "Bình quân (tử số chia mẫu số)"
    FLAG = "flag", "Đạt, chưa đạt"


RATIOS = {
    Aggregation.RATIO: 100,
    Aggregation.PER_MILLE: 1000,
    Aggregation.PER_HEAD: 1,
}  # numerator by denominator, times


class Every(Words):
    """How often an indicator is reported."""

    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    YEAR = "year", "Năm"


class ComputedFrom(Words):
    """Which book of the ledger an indicator's figures come from, when nobody types them."""

    TYPED = "", "Nhập tay"
    TASKS = "tasks", "Tính từ sổ nhiệm vụ"


class Assigner(Words):
    """Who set a target; of one indicator several may."""

    UPPER = "upper", "Cấp trên giao"
    COUNCIL = "council", "HĐND giao"
    PARTY = "party", "Cấp ủy giao"
    OWN = "own", "UBND giao"


class FigureState(Words):
    """What a reported figure says; an empty cell is "chưa báo cáo" and no row at all."""

    REPORTED = "reported", "Có số liệu"
    NOTHING = "nothing", "Không phát sinh"


class Outcome(Words):
    """What is said of an indicator held against its target; wording of the office's own reports of the year."""

    EXCEEDED = "exceeded", "Vượt"
    MET = "met", "Đạt"
    MISSED = "missed", "Không đạt"
    UNDER_WAY = "under_way", "Đang thực hiện"
    NO_FIGURE = "no_figure", "Chưa có số liệu"


class InspectionType(Words):
    """What an inspection looks into."""

    PUBLIC_SERVICE = "public_service", "Kiểm tra công vụ"
    FOOD_SAFETY = "food_safety", "An toàn thực phẩm"
    CONSTRUCTION = "construction", "Trật tự xây dựng"
    OTHER = "other", "Khác"


class InspectionMode(Words):
    """How an inspection came about (forms of TT 48/2015/TT-BYT)."""

    PLANNED = "planned", "Theo kế hoạch"
    SUDDEN = "sudden", "Đột xuất"
    RECHECK = "recheck", "Tái kiểm tra"


class InspectionResult(Words):
    """What an inspection concluded (forms of TT 48/2015/TT-BYT)."""

    NONE = "", "Không xếp loại"
    PASSED = "passed", "Đạt"
    CONDITIONAL = "conditional", "Đạt có điều kiện"
    FAILED = "failed", "Không đạt"


class EstablishmentKind(Words):
    """What sort of place the office watches over."""

    BUSINESS = "business", "Cơ sở sản xuất, kinh doanh"
    HOUSEHOLD = "household", "Hộ gia đình, hộ kinh doanh"
    SITE = "site", "Công trình xây dựng"
    OTHER = "other", "Khác"


class CheckAnswer(Words):
    """How one thing on a checklist is answered."""

    YES_NO = "yes_no", "Đạt, không đạt"
    NUMBER = "number", "Số liệu"
    WORDS = "words", "Ghi nhận"


class CheckVerdict(Words):
    """How one thing was found to be."""

    NONE = "", "Chưa ghi"
    GOOD = "good", "Đạt"
    BAD = "bad", "Không đạt"
    ASIDE = "aside", "Không áp dụng"


class FindingDecisionKind(Words):
    """What the inspecting office may decide about a finding: rows that only accumulate."""

    ACCEPTED = "accepted", "Xác nhận đã khắc phục"
    REFUSED = "refused", "Chưa đạt, yêu cầu khắc phục tiếp"
    EXTENDED = "extended", "Gia hạn khắc phục"
    URGED = "urged", "Đôn đốc"
    DROPPED = "dropped", "Thôi yêu cầu"


class RemediationState(Words):
    """Where the remediation of a finding stands as at a date: derived, never stored."""

    NOT_ASKED = "not_asked", "Nhắc nhở, không yêu cầu khắc phục"
    OPEN = "open", "Đang khắc phục"
    OVERDUE = "overdue", "Quá hạn khắc phục"
    REPORTED = "reported", "Đã báo cáo, chờ xác nhận"
    DONE = "done", "Đã khắc phục"
    DONE_LATE = "done_late", "Đã khắc phục, quá hạn"
    DROPPED = "dropped", "Thôi yêu cầu"


class MinutesState(Words):
    """Whether minutes can still be changed."""

    DRAFT = "draft", "Dự thảo"
    SIGNED = "signed", "Đã ký"


class PlanKind(Words):
    """What sort of plan it is."""

    PLAN = "plan", "Kế hoạch"
    PROGRAM = "program", "Chương trình công tác"


class PlanItemKind(Words):
    """What the items of a plan are counted as."""

    CONTENT = "content", "Nội dung"
    TASK = "task", "Nhiệm vụ"
    TARGET = "target", "Chỉ tiêu"
    PROJECT = "project", "Dự án"
    KEY_TASK = "key_task", "Nhiệm vụ trọng tâm"


class PlanItemState(Words):
    """How far an item of a plan has come that is no task of the book."""

    NEW = "new", "Chưa thực hiện"
    DOING = "doing", "Đang thực hiện"
    DONE = "done", "Hoàn thành"
    DROPPED = "dropped", "Không thực hiện"


class PlanStanding(Words):
    """Where an item of a plan stands on a day, whatever it follows: a task, a target, or its own state."""

    DONE = "done", "Hoàn thành"
    LATE = "late", "Quá hạn, không đạt"
    DOING = "doing", "Đang thực hiện"
    NEW = "new", "Chưa thực hiện"
    DROPPED = "dropped", "Không thực hiện"


class DayHalf(Words):
    """The parts of a day in a schedule."""

    MORNING = "morning", "Sáng"
    AFTERNOON = "afternoon", "Chiều"
    EVENING = "evening", "Tối"


class ScheduleState(Words):
    """Whether a line of the schedule still holds."""

    HELD = "held", "Theo lịch"
    POSTPONED = "postponed", "Hoãn"
    CANCELLED = "cancelled", "Hủy"


class BriefingEvery(Words):
    """How often a briefing comes again."""

    WEEK = "week", "Hàng tuần"
    MONTH = "month", "Hàng tháng"
    QUARTER = "quarter", "Hàng quý"


class Weekday(Words):
    """The days of a week, Monday first."""

    MONDAY = "mon", "Thứ Hai"
    TUESDAY = "tue", "Thứ Ba"
    WEDNESDAY = "wed", "Thứ Tư"
    THURSDAY = "thu", "Thứ Năm"
    FRIDAY = "fri", "Thứ Sáu"
    SATURDAY = "sat", "Thứ Bảy"
    SUNDAY = "sun", "Chủ nhật"


class JournalAction(Words):
    """What was done to a record."""

    CREATED = "created", "Thêm mới"
    CHANGED = "changed", "Sửa"
    DELETED = "deleted", "Xóa"
    RESTORED = "restored", "Khôi phục"
    RECEIVED = "received", "Nhận từ gói"
    UNDONE = "undone", "Hoàn tác"
    EVENT = "event", "Sự kiện"
