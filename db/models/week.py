"""The leaders' week: what is held when and where, briefings that come again, and who is in charge of what."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import HourField, Owned, Table
from db.models.directory import Official, Unit
from db.models.documents import Document, Meeting
from db.words import BriefingEvery, DayHalf, MeetingKind, ScheduleState, Weekday


class BriefingRule(Owned):
    """A briefing that comes again every week, month or quarter; it fills the schedule."""

    name = CharField(300, verbose_name="Tên cuộc giao ban")
    kind = CharField(16, default=MeetingKind.BRIEFING, choices=MeetingKind.choices(), verbose_name="Loại cuộc họp")
    every = CharField(8, default=BriefingEvery.WEEK, choices=BriefingEvery.choices(), verbose_name="Định kỳ")
    weekday = CharField(4, default=Weekday.MONDAY, choices=Weekday.choices(), verbose_name="Thứ")
    week = IntegerField(null=True, verbose_name="Tuần thứ mấy của tháng", help_text="1 đến 4; 5 là tuần cuối tháng")
    month = IntegerField(null=True, verbose_name="Tháng thứ mấy của quý", help_text="1 đến 3, khi giao ban quý")
    half = CharField(10, default=DayHalf.MORNING, choices=DayHalf.choices(), verbose_name="Buổi")
    starts_at = HourField(verbose_name="Giờ bắt đầu", help_text="Ví dụ 08h30")
    ends_at = HourField(verbose_name="Giờ kết thúc", help_text="Ví dụ 08h30")
    chair = ForeignKeyField(Official, null=True, backref="briefings", verbose_name="Chủ trì")
    attendants = CharField(1000, default="", verbose_name="Thành phần")
    place = CharField(200, default="", verbose_name="Địa điểm")
    prepares = ForeignKeyField(Unit, null=True, backref="briefings", verbose_name="Đơn vị chuẩn bị")
    preparation = CharField(500, default="", verbose_name="Nội dung chuẩn bị")
    valid_from = DateField(null=True, verbose_name="Áp dụng từ ngày")
    valid_to = DateField(null=True, verbose_name="Đến hết ngày")
    note = TextField(default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return str(self.name)


class ScheduleItem(Owned):
    """One line of the leaders' schedule."""

    day = DateField(index=True, verbose_name="Ngày")
    half = CharField(10, default=DayHalf.MORNING, choices=DayHalf.choices(), verbose_name="Buổi")
    starts_at = HourField(verbose_name="Giờ bắt đầu", help_text="Ví dụ 08h30")
    ends_at = HourField(verbose_name="Giờ kết thúc", help_text="Ví dụ 08h30")
    content = CharField(1000, verbose_name="Nội dung")
    chair = ForeignKeyField(Official, null=True, backref="schedule", verbose_name="Chủ trì")
    attendants = CharField(1000, default="", verbose_name="Thành phần khác")
    place = CharField(200, default="", verbose_name="Địa điểm")
    prepares = ForeignKeyField(Unit, null=True, backref="preparing", verbose_name="Đơn vị chuẩn bị")
    preparation = CharField(500, default="", verbose_name="Nội dung chuẩn bị")
    state = CharField(10, default=ScheduleState.HELD, choices=ScheduleState.choices(), verbose_name="Tình trạng")
    rule = ForeignKeyField(BriefingRule, null=True, backref="items", verbose_name="Theo lịch giao ban")
    meeting = ForeignKeyField(Meeting, null=True, backref="scheduled", verbose_name="Cuộc họp trong sổ")
    note = CharField(500, default="", verbose_name="Ghi chú")
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.content)


class ScheduleLeader(Table):
    """One leader besides the chair who is there; the set of them belongs to the line."""

    item = ForeignKeyField(ScheduleItem, backref="leaders", on_delete="CASCADE")
    official = ForeignKeyField(Official, backref="attending", verbose_name="Lãnh đạo dự")
    place = IntegerField(default=0)

    class Meta:
        indexes = ((("item", "official"), True),)


class ScheduleUnit(Table):
    """One unit that is to be there; the set of them belongs to the line."""

    item = ForeignKeyField(ScheduleItem, backref="units", on_delete="CASCADE")
    unit = ForeignKeyField(Unit, backref="attending", verbose_name="Đơn vị dự")
    place = IntegerField(default=0)

    class Meta:
        indexes = ((("item", "unit"), True),)


class Duty(Owned):
    """A leader is in charge of a unit, or of a field, from a day to a day (working regulation of the office)."""

    official = ForeignKeyField(Official, backref="duties", verbose_name="Lãnh đạo")
    unit = ForeignKeyField(Unit, null=True, backref="duties", verbose_name="Đơn vị phụ trách")
    field = CharField(200, default="", verbose_name="Lĩnh vực phụ trách")
    valid_from = DateField(verbose_name="Từ ngày")
    valid_to = DateField(null=True, verbose_name="Đến hết ngày")
    document = ForeignKeyField(Document, null=True, backref="duties", verbose_name="Văn bản phân công")
    paper = CharField(200, default="", verbose_name="Số, ký hiệu", help_text="Khi văn bản chưa có trong sổ")
    note = CharField(500, default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return f"{self.official}: {self.field or self.unit}"
