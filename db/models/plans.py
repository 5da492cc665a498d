"""Plans and work programmes: groups of contents, tasks, targets, projects and key tasks, counted against their text."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import Owned, YearField
from db.models.directory import Official, Unit
from db.models.documents import Document
from db.models.targets import Indicator
from db.models.tasks import Task
from db.words import PlanItemKind, PlanItemState, PlanKind


class Stated(Owned):
    """How many items of each kind the text itself speaks of; empty where it says nothing."""

    stated_contents = IntegerField(null=True, verbose_name="Số nội dung theo văn bản")
    stated_tasks = IntegerField(null=True, verbose_name="Số nhiệm vụ theo văn bản")
    stated_targets = IntegerField(null=True, verbose_name="Số chỉ tiêu theo văn bản")
    stated_projects = IntegerField(null=True, verbose_name="Số dự án theo văn bản")
    stated_key_tasks = IntegerField(null=True, verbose_name="Số nhiệm vụ trọng tâm theo văn bản")


class Plan(Stated):
    """A plan or a year's work programme, as its document lays it out."""

    kind = CharField(8, default=PlanKind.PLAN, choices=PlanKind.choices(), verbose_name="Loại")
    year = YearField(verbose_name="Năm")
    title = CharField(1000, verbose_name="Tên kế hoạch, chương trình")
    document = ForeignKeyField(Document, null=True, backref="plans", verbose_name="Văn bản")
    paper = CharField(200, default="", verbose_name="Số, ký hiệu", help_text="Khi văn bản chưa có trong sổ")
    unit = ForeignKeyField(Unit, null=True, backref="plans", verbose_name="Đơn vị theo dõi")
    note = TextField(default="", verbose_name="Ghi chú")
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.title)


class PlanGroup(Stated):
    """A group of a plan; what it holds adds up to the plan."""

    plan = ForeignKeyField(Plan, backref="groups", verbose_name="Kế hoạch")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    name = CharField(500, verbose_name="Nhóm nhiệm vụ")

    def __str__(self) -> str:
        return str(self.name)


class PlanItem(Owned):
    """A content, task, target, project or key task of a plan; one that became a task or a target follows that."""

    plan = ForeignKeyField(Plan, backref="items", verbose_name="Kế hoạch")
    group = ForeignKeyField(PlanGroup, null=True, backref="items", verbose_name="Nhóm nhiệm vụ")
    kind = CharField(8, default=PlanItemKind.TASK, choices=PlanItemKind.choices(), verbose_name="Loại")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    content = TextField(verbose_name="Nội dung")
    lead_unit = ForeignKeyField(Unit, null=True, backref="plan_items", verbose_name="Đơn vị chủ trì")
    cooperating = CharField(500, default="", verbose_name="Đơn vị phối hợp")
    leader = ForeignKeyField(Official, null=True, backref="plan_items", verbose_name="Lãnh đạo chỉ đạo")
    due_on = DateField(null=True, verbose_name="Thời hạn")
    month = IntegerField(null=True, verbose_name="Tháng trình phiên họp")
    deliverable_wanted = CharField(500, default="", verbose_name="Sản phẩm")
    indicator = ForeignKeyField(Indicator, null=True, backref="plan_items", verbose_name="Chỉ tiêu trong danh mục")
    task = ForeignKeyField(Task, null=True, backref="plan_items", verbose_name="Nhiệm vụ đã giao")
    state = CharField(8, default=PlanItemState.NEW, choices=PlanItemState.choices(), verbose_name="Tình trạng")
    done_on = DateField(null=True, verbose_name="Hoàn thành ngày")
    outcome = TextField(default="", verbose_name="Kết quả")
    folded = TextField(default="")

    class Meta:
        indexes = ((("plan", "group", "place"), False),)

    def __str__(self) -> str:
        return str(self.content)
