"""What a meeting heard and concluded: its agenda, its conclusions, and what was added after the minutes were signed."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import Owned, Table
from db.models.directory import Official, Unit
from db.models.documents import Meeting
from db.models.plans import PlanItem
from db.models.tasks import Task


class MeetingMatter(Owned):
    """One matter of the agenda: several in one meeting, so that there are fewer meetings."""

    meeting = ForeignKeyField(Meeting, backref="matters", verbose_name="Cuộc họp")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    content = CharField(1000, verbose_name="Nội dung")
    unit = ForeignKeyField(Unit, null=True, backref="matters", verbose_name="Đơn vị báo cáo")
    presenter = CharField(100, default="", verbose_name="Người báo cáo")
    plan_item = ForeignKeyField(PlanItem, null=True, backref="heard", verbose_name="Nhiệm vụ trọng tâm được nghe")
    discussion = TextField(default="", verbose_name="Ý kiến")

    def __str__(self) -> str:
        return str(self.content)


class Conclusion(Owned):
    """One conclusion of a meeting; one that gives work becomes a task, and both know each other."""

    meeting = ForeignKeyField(Meeting, backref="conclusions", verbose_name="Cuộc họp")
    matter = ForeignKeyField(MeetingMatter, null=True, backref="conclusions", verbose_name="Về nội dung")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    content = TextField(verbose_name="Kết luận")
    gives_task = BooleanField(default=True, verbose_name="Giao thành nhiệm vụ")
    lead_unit = ForeignKeyField(Unit, null=True, backref="conclusions", verbose_name="Đơn vị chủ trì")
    leader = ForeignKeyField(Official, null=True, backref="conclusions", verbose_name="Lãnh đạo chỉ đạo")
    due_on = DateField(null=True, verbose_name="Thời hạn")
    deliverable_wanted = CharField(500, default="", verbose_name="Sản phẩm yêu cầu")
    task = ForeignKeyField(Task, null=True, backref="conclusions", verbose_name="Nhiệm vụ đã giao")
    supplement = IntegerField(null=True, verbose_name="Bổ sung lần", help_text="Để trống: có từ khi ký biên bản")

    def __str__(self) -> str:
        return str(self.content)


class ConclusionUnit(Table):
    """One cooperating unit of a conclusion; the set of them belongs to it."""

    conclusion = ForeignKeyField(Conclusion, backref="cooperations", on_delete="CASCADE")
    unit = ForeignKeyField(Unit, backref="cooperating_conclusions", verbose_name="Đơn vị phối hợp")
    place = IntegerField(default=0)

    class Meta:
        indexes = ((("conclusion", "unit"), True),)


class MinutesSupplement(Owned):
    """What was added to minutes after they were signed: appended, the signed words stay."""

    meeting = ForeignKeyField(Meeting, backref="supplements", verbose_name="Cuộc họp")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    added_on = DateField(verbose_name="Ngày bổ sung")
    content = TextField(verbose_name="Nội dung bổ sung")
    author = CharField(100, default="", verbose_name="Người bổ sung")

    def __str__(self) -> str:
        return str(self.content)


class MeetingUnit(Table):
    """One unit that attends a meeting; the set of them belongs to it."""

    meeting = ForeignKeyField(Meeting, backref="units", on_delete="CASCADE")
    unit = ForeignKeyField(Unit, backref="meetings_attended", verbose_name="Đơn vị dự")
    place = IntegerField(default=0)

    class Meta:
        indexes = ((("meeting", "unit"), True),)
