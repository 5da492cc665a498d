"""Inspections: what a year plans, each round, who was inspected in it, what was found and what came of it."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import HourField, Owned, Table, YearField
from db.models.directory import Official, Unit
from db.models.documents import Document
from db.models.tasks import Task
from db.models.urging import UrgingLetter
from db.words import (
    CheckAnswer,
    CheckVerdict,
    EstablishmentKind,
    FindingDecisionKind,
    InspectionMode,
    InspectionResult,
    InspectionType,
    MinutesState,
)


class Establishment(Owned):
    """A business, household or construction site that the office watches over and inspects, from a day to a day."""

    name = CharField(200, verbose_name="Tên cơ sở, công trình")
    kind = CharField(
        12, default=EstablishmentKind.BUSINESS, choices=EstablishmentKind.choices(), verbose_name="Loại cơ sở"
    )
    address = CharField(300, default="", verbose_name="Địa chỉ")
    trade = CharField(200, default="", verbose_name="Ngành nghề, loại công trình")
    responsible = CharField(100, default="", verbose_name="Chủ cơ sở, chủ đầu tư")
    id_number = CharField(
        20, default="", verbose_name="Số căn cước", help_text="Không bắt buộc; trên giấy chỉ in ba số cuối"
    )
    license = CharField(200, default="", verbose_name="Giấy phép, giấy chứng nhận", help_text="Số, ngày, nơi cấp")
    contact = CharField(120, default="", verbose_name="Liên hệ")
    unit = ForeignKeyField(Unit, null=True, backref="establishments", verbose_name="Đơn vị quản lý")
    valid_from = DateField(null=True, verbose_name="Quản lý từ ngày")
    valid_to = DateField(null=True, verbose_name="Đến hết ngày")
    note = TextField(default="", verbose_name="Ghi chú")
    sort_key = TextField(default="", index=True)
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.name)


class ChecklistTemplate(Owned):
    """What is looked at in inspections of a type; editable, and copied into each record when it is begun."""

    type = CharField(16, choices=InspectionType.choices(), verbose_name="Loại kiểm tra")
    name = CharField(200, verbose_name="Tên mẫu")
    heading = CharField(
        300, default="", verbose_name="Dòng dưới tên biên bản", help_text="Ví dụ: đối với cơ sở kinh doanh ăn uống"
    )
    in_use = BooleanField(default=True, verbose_name="Đang dùng")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    note = TextField(default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return str(self.name)


class ChecklistItem(Owned):
    """One thing that is looked at."""

    template = ForeignKeyField(ChecklistTemplate, backref="items", verbose_name="Mẫu")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    section = CharField(200, default="", verbose_name="Nhóm nội dung")
    content = CharField(500, verbose_name="Nội dung kiểm tra")
    answer = CharField(8, default=CheckAnswer.YES_NO, choices=CheckAnswer.choices(), verbose_name="Cách ghi")
    clause = CharField(300, default="", verbose_name="Căn cứ (điều, khoản)")

    def __str__(self) -> str:
        return str(self.content)


class InspectionPlan(Owned):
    """What an office means to inspect in a year."""

    year = YearField(verbose_name="Năm")
    title = CharField(500, verbose_name="Tên kế hoạch")
    document = ForeignKeyField(Document, null=True, backref="inspection_plans", verbose_name="Văn bản")
    paper = CharField(200, default="", verbose_name="Số, ký hiệu", help_text="Khi văn bản chưa có trong sổ")
    note = TextField(default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return f"{self.title}" if f"{self.year}" in f"{self.title}" else f"{self.title} ({self.year})"


class PlannedInspection(Owned):
    """One line of a yearly plan: of what type, in which month, how many rounds and units."""

    plan = ForeignKeyField(InspectionPlan, backref="lines", verbose_name="Kế hoạch")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    type = CharField(
        16, default=InspectionType.PUBLIC_SERVICE, choices=InspectionType.choices(), verbose_name="Loại kiểm tra"
    )
    content = CharField(500, verbose_name="Nội dung")
    month = IntegerField(null=True, verbose_name="Tháng dự kiến")
    rounds = IntegerField(default=1, verbose_name="Số lượt")
    parties = IntegerField(null=True, verbose_name="Số đơn vị, cơ sở")
    unit = ForeignKeyField(Unit, null=True, backref="planned_inspections", verbose_name="Đơn vị chủ trì")
    note = CharField(500, default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return str(self.content)


class InspectionRound(Owned):
    """One round (lượt): a team goes to one or more units or establishments."""

    code = CharField(20, unique=True, verbose_name="Mã lượt")
    type = CharField(
        16, default=InspectionType.PUBLIC_SERVICE, choices=InspectionType.choices(), verbose_name="Loại kiểm tra"
    )
    mode = CharField(8, default=InspectionMode.PLANNED, choices=InspectionMode.choices(), verbose_name="Hình thức")
    subject = CharField(500, verbose_name="Nội dung kiểm tra")
    began_on = DateField(index=True, verbose_name="Từ ngày")
    ended_on = DateField(null=True, verbose_name="Đến ngày")
    basis = TextField(default="", verbose_name="Căn cứ", help_text="Quyết định, kế hoạch; mỗi dòng một căn cứ")
    document = ForeignKeyField(
        Document,
        null=True,
        backref="inspections",
        verbose_name="Quyết định, kế hoạch",
        help_text="Chọn khi văn bản đã có trong sổ",
    )
    planned = ForeignKeyField(PlannedInspection, null=True, backref="done", verbose_name="Theo dòng kế hoạch năm")
    unit = ForeignKeyField(Unit, null=True, backref="inspections", verbose_name="Đơn vị chủ trì")
    head = ForeignKeyField(Official, null=True, backref="headed", verbose_name="Trưởng đoàn")
    secretary = CharField(100, default="", verbose_name="Thư ký đoàn")
    team = TextField(default="", verbose_name="Thành viên đoàn", help_text="Mỗi dòng một người: họ tên, chức vụ")
    examined_from = DateField(null=True, verbose_name="Thời kỳ kiểm tra từ")
    examined_to = DateField(null=True, verbose_name="Thời kỳ kiểm tra đến")
    note = TextField(default="", verbose_name="Ghi chú")
    folded = TextField(default="")

    def __str__(self) -> str:
        return f"{self.code}"


class InspectedParty(Owned):
    """One unit or establishment of a round, and the minutes of it; frozen once they are signed."""

    round = ForeignKeyField(InspectionRound, backref="parties", verbose_name="Lượt kiểm tra")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    unit = ForeignKeyField(Unit, null=True, backref="inspected", verbose_name="Đơn vị được kiểm tra")
    establishment = ForeignKeyField(Establishment, null=True, backref="inspected", verbose_name="Cơ sở được kiểm tra")
    name = CharField(200, default="", verbose_name="Tên ghi trong biên bản")
    address = CharField(300, default="", verbose_name="Địa chỉ ghi trong biên bản")
    inspected_on = DateField(index=True, verbose_name="Ngày kiểm tra")
    began_at = HourField(verbose_name="Bắt đầu lúc", help_text="Ví dụ 08h30")
    ended_at = HourField(verbose_name="Kết thúc lúc", help_text="Ví dụ 08h30")
    at = CharField(200, default="", verbose_name="Địa điểm")
    heading = CharField(300, default="", verbose_name="Dòng dưới tên biên bản")
    present = TextField(
        default="", verbose_name="Đại diện được kiểm tra", help_text="Mỗi dòng một người: họ tên, chức vụ"
    )
    strengths = TextField(default="", verbose_name="Ưu điểm")
    result = CharField(12, default=InspectionResult.NONE, choices=InspectionResult.choices(), verbose_name="Kết luận")
    demand = TextField(default="", verbose_name="Kiến nghị, yêu cầu chung")
    opinion = TextField(default="", verbose_name="Ý kiến của bên được kiểm tra")
    copies = IntegerField(default=2, verbose_name="Số bản")
    recheck_of = ForeignKeyField("self", null=True, backref="rechecks", verbose_name="Tái kiểm tra của")
    recheck_by = DateField(null=True, verbose_name="Tái kiểm tra trước ngày")
    minutes = CharField(8, default=MinutesState.DRAFT, choices=MinutesState.choices(), verbose_name="Biên bản")
    signed_on = DateField(null=True, verbose_name="Ngày ký")
    refused = BooleanField(default=False, verbose_name="Bên được kiểm tra không ký")
    witness = CharField(200, default="", verbose_name="Người chứng kiến", help_text="Khi bên được kiểm tra không ký")
    printed = TextField(default="", verbose_name="Đoàn kiểm tra và cơ sở khi ký")
    note = TextField(default="", verbose_name="Ghi chú")
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.name)


class Checked(Owned):
    """What was seen of one thing that is looked at, with its words as they were in the template."""

    party = ForeignKeyField(InspectedParty, backref="checked", verbose_name="Biên bản")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    section = CharField(200, default="", verbose_name="Nhóm nội dung")
    content = CharField(500, verbose_name="Nội dung kiểm tra")
    answer = CharField(8, default=CheckAnswer.YES_NO, choices=CheckAnswer.choices(), verbose_name="Cách ghi")
    verdict = CharField(8, default=CheckVerdict.NONE, choices=CheckVerdict.choices(), verbose_name="Đánh giá")
    value = TextField(default="", verbose_name="Ghi nhận")
    clause = CharField(300, default="", verbose_name="Căn cứ (điều, khoản)")

    def __str__(self) -> str:
        return str(self.content)


class Finding(Owned):
    """What was wrong, what has to be done about it and by when; its standing follows from what was reported since."""

    party = ForeignKeyField(InspectedParty, backref="findings", verbose_name="Biên bản")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    topic = CharField(200, default="", verbose_name="Nhóm tồn tại", help_text="Để nhận ra tồn tại lặp lại")
    content = TextField(verbose_name="Tồn tại, hạn chế")
    clause = CharField(300, default="", verbose_name="Điều khoản")
    demand = TextField(default="", verbose_name="Yêu cầu khắc phục")
    due_on = DateField(null=True, index=True, verbose_name="Thời hạn khắc phục")
    task = ForeignKeyField(Task, null=True, backref="findings", verbose_name="Nhiệm vụ đã giao")
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.content)


class Remediation(Owned):
    """What the inspected party says it has done about a finding: appended, never overwritten."""

    finding = ForeignKeyField(Finding, backref="remediations", verbose_name="Tồn tại")
    reported_on = DateField(verbose_name="Ngày báo cáo")
    content = TextField(verbose_name="Kết quả khắc phục")
    done_on = DateField(null=True, verbose_name="Khắc phục xong ngày", help_text="Để trống khi còn đang khắc phục")
    author = CharField(100, default="", verbose_name="Người báo cáo")
    place = IntegerField(default=0, verbose_name="Thứ tự")

    def __str__(self) -> str:
        return str(self.content)


class FindingDecision(Owned):
    """What the inspecting office decided about a finding: appended, never overwritten."""

    finding = ForeignKeyField(Finding, backref="decisions", verbose_name="Tồn tại")
    kind = CharField(12, choices=FindingDecisionKind.choices(), verbose_name="Quyết định")
    decided_on = DateField(verbose_name="Ngày quyết định")
    due_on = DateField(null=True, verbose_name="Thời hạn mới")
    words = TextField(default="", verbose_name="Nội dung")
    paper = CharField(200, default="", verbose_name="Văn bản")
    recheck = ForeignKeyField(InspectedParty, null=True, backref="settled", verbose_name="Theo biên bản tái kiểm tra")
    decided_by = CharField(100, default="", verbose_name="Người quyết định")
    place = IntegerField(default=0, verbose_name="Thứ tự")

    def __str__(self) -> str:
        return FindingDecisionKind(self.kind).label


class UrgedFinding(Table):
    """One line of an urging letter: a finding as it stood when the list was drawn up."""

    letter = ForeignKeyField(UrgingLetter, backref="findings", on_delete="CASCADE")
    finding = ForeignKeyField(Finding, backref="urgings")
    place = IntegerField(default=0)
    unit = ForeignKeyField(Unit, backref="urged_findings")
    due_on = DateField()
    days_late = IntegerField(default=0)
    told = TextField(default="")
    urged_before = IntegerField(default=0)

    class Meta:
        indexes = ((("letter", "finding"), True),)
