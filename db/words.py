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
    RESUMED = "resumed", "Tiếp tục thực hiện"
    CANCELLED = "cancelled", "Hủy (không thực hiện)"


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


class JournalAction(Words):
    """What was done to a record."""

    CREATED = "created", "Thêm mới"
    CHANGED = "changed", "Sửa"
    DELETED = "deleted", "Xóa"
    RESTORED = "restored", "Khôi phục"
    EVENT = "event", "Sự kiện"
