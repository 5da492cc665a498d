"""What has been ordered, of whom, by when, and what came of it."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import Owned, Shared, Table
from db.models.directory import Official, Unit
from db.models.documents import Document
from db.words import Copy, DecisionKind, LateCause, Progress, Repeat, RequestKind, StepMove, TaskKind, Urgency


class Task(Shared):
    """One order: exactly one unit leads it from start to end. Above the line the assigner's half, below the doer's."""

    code = CharField(20, unique=True, verbose_name="Mã nhiệm vụ")
    content = TextField(verbose_name="Nội dung nhiệm vụ")
    document = ForeignKeyField(Document, null=True, backref="tasks", verbose_name="Văn bản giao")
    lead_unit = ForeignKeyField(Unit, backref="led_tasks", verbose_name="Đơn vị chủ trì")
    supervising_leader = ForeignKeyField(
        Official, null=True, backref="supervised_tasks", verbose_name="Lãnh đạo chỉ đạo"
    )
    kind = CharField(8, default=TaskKind.REGULAR, choices=TaskKind.choices(), verbose_name="Loại nhiệm vụ")
    urgency = CharField(12, default=Urgency.NORMAL, choices=Urgency.choices(), verbose_name="Mức độ khẩn")
    assigned_on = DateField(index=True, verbose_name="Ngày giao")
    due_on = DateField(null=True, verbose_name="Thời hạn hoàn thành", help_text="Để trống nếu không xác định thời hạn")
    due_at = CharField(5, default="", verbose_name="Giờ hạn", help_text="Ví dụ 14h00; chỉ dùng để nhắc việc")
    original_due_on = DateField(null=True, verbose_name="Hạn ban đầu")
    due_workdays = IntegerField(
        null=True, verbose_name="Số ngày làm việc", help_text="Hạn tính bằng ngày làm việc kể từ ngày giao"
    )
    repeats = CharField(12, default=Repeat.NONE, choices=Repeat.choices(), verbose_name="Lặp lại")
    previous = ForeignKeyField("self", null=True, backref="following", verbose_name="Tiếp theo kỳ trước")
    recurrence = CharField(200, default="", verbose_name="Định kỳ", help_text="Ví dụ: hàng tháng, hàng quý")
    deliverable_wanted = CharField(500, default="", verbose_name="Sản phẩm yêu cầu")
    parent = ForeignKeyField("self", null=True, backref="subtasks", verbose_name="Thuộc nhiệm vụ")
    external_ref = CharField(60, default="", verbose_name="Mã trên hệ thống cấp trên")
    needs_confirmation = BooleanField(default=False, verbose_name="Cần xác nhận hoàn thành")
    origin = CharField(
        500, default="", verbose_name="Nguồn giao", help_text="Ghi khi chuyển tiếp việc do cấp trên giao"
    )
    doer = CharField(32, default="")
    copy = CharField(12, default=Copy.NONE, choices=Copy.choices(), verbose_name="Bản sao")
    # the doer's half
    official = ForeignKeyField(Official, null=True, backref="tasks", verbose_name="Người xử lý")
    progress = CharField(8, default=Progress.NEW, choices=Progress.choices(), verbose_name="Tiến độ")
    round = IntegerField(default=1, verbose_name="Lần thực hiện")
    completed_on = DateField(
        null=True, verbose_name="Ngày hoàn thành", help_text="Ngày ban hành sản phẩm, không phải ngày nhập"
    )
    deliverable = CharField(
        1000, default="", verbose_name="Sản phẩm, kết quả", help_text="Ví dụ: Báo cáo số 15/BC-VP ngày 20/11/2026"
    )
    late_reason = CharField(1000, default="", verbose_name="Nguyên nhân chậm")
    late_cause = CharField(12, default=LateCause.NONE, choices=LateCause.choices(), verbose_name="Loại nguyên nhân")
    # what search needs
    folded = TextField(default="")

    class Meta:
        indexes = (
            (("due_on", "id"), False),
            (("lead_unit", "due_on"), False),
            # the overview counts from this index alone
            (
                (
                    "deleted_at",
                    "lead_unit",
                    "progress",
                    "completed_on",
                    "due_on",
                    "document",
                    "needs_confirmation",
                    "round",
                    "copy",
                ),
                False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}"


class TaskCooperation(Table):
    """One cooperating unit of a task; the set of them belongs to the task's definition half."""

    task = ForeignKeyField(Task, backref="cooperations", on_delete="CASCADE")
    unit = ForeignKeyField(Unit, backref="cooperations", verbose_name="Đơn vị phối hợp")
    place = IntegerField(default=0)

    class Meta:
        indexes = ((("task", "unit"), True),)


class ProgressNote(Owned):
    """A dated line on how a task stands: appended by the doer, never overwritten."""

    task = ForeignKeyField(Task, backref="notes", verbose_name="Nhiệm vụ")
    noted_on = DateField(verbose_name="Ngày")
    content = TextField(verbose_name="Tình hình thực hiện")
    difficulty = TextField(default="", verbose_name="Khó khăn, vướng mắc")
    proposal = TextField(default="", verbose_name="Đề xuất, kiến nghị")
    author = CharField(100, default="", verbose_name="Người cập nhật")

    def __str__(self) -> str:
        return str(self.content)


class TaskRequest(Owned):
    """What the doer asks of the assigner about one round of a task: appended, never overwritten."""

    task = ForeignKeyField(Task, backref="requests", verbose_name="Nhiệm vụ")
    kind = CharField(12, choices=RequestKind.choices(), verbose_name="Đề nghị")
    round = IntegerField(default=1, verbose_name="Lần thực hiện")
    requested_on = DateField(verbose_name="Ngày đề nghị")
    due_on = DateField(null=True, verbose_name="Thời hạn đề nghị")
    from_on = DateField(null=True, verbose_name="Từ ngày")
    to_on = DateField(null=True, verbose_name="Đến ngày")
    reason = TextField(default="", verbose_name="Lý do")
    author = CharField(100, default="", verbose_name="Người đề nghị")

    def __str__(self) -> str:
        return f"{RequestKind(self.kind).label} {self.requested_on:%d/%m/%Y}"


class TaskDecision(Owned):
    """A decision of the assigner about one round of a task: appended, never overwritten."""

    task = ForeignKeyField(Task, backref="decisions", verbose_name="Nhiệm vụ")
    kind = CharField(20, choices=DecisionKind.choices(), verbose_name="Quyết định")
    round = IntegerField(default=1, verbose_name="Lần thực hiện")
    decided_on = DateField(verbose_name="Ngày quyết định")
    due_on = DateField(null=True, verbose_name="Thời hạn mới")
    from_on = DateField(null=True, verbose_name="Từ ngày")
    to_on = DateField(null=True, verbose_name="Đến ngày")
    reason = TextField(default="", verbose_name="Lý do")
    decided_by = CharField(100, default="", verbose_name="Người quyết định")
    paper = CharField(
        200, default="", verbose_name="Văn bản quyết định", help_text="Số, ký hiệu, ngày; để trống nếu không có"
    )
    request = ForeignKeyField(TaskRequest, null=True, backref="decisions", verbose_name="Trả lời đề nghị")
    place = IntegerField(default=0, verbose_name="Thứ tự")

    class Meta:
        indexes = ((("kind", "task", "decided_on"), False),)

    def __str__(self) -> str:
        return DecisionKind(self.kind).label


class TaskStep(Owned):
    """Who held a task, from when to when, within the office that does it; the open one says who holds it now."""

    task = ForeignKeyField(Task, backref="steps", verbose_name="Nhiệm vụ")
    move = CharField(12, default=StepMove.RECEIVED, choices=StepMove.choices(), verbose_name="Cách nhận")
    holder = CharField(200, verbose_name="Người xử lý", help_text="Họ tên lúc nhận; hoặc tên đơn vị")
    began_on = DateField(verbose_name="Nhận ngày")
    due_on = DateField(null=True, verbose_name="Hạn của bước")
    ended_on = DateField(null=True, verbose_name="Chuyển ngày")
    words = TextField(default="", verbose_name="Nội dung chuyển")
    author = CharField(100, default="", verbose_name="Người chuyển")
    place = IntegerField(default=0, verbose_name="Thứ tự")

    class Meta:
        indexes = ((("task", "place"), False),)

    def __str__(self) -> str:
        return f"{self.holder}, {self.began_on:%d/%m/%Y}"
