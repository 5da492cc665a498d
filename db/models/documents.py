"""The papers that orders come from, and the meetings behind them."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import HourField, Owned
from db.models.directory import Official, Unit
from db.words import DocumentType, MeetingKind, MinutesState, Urgency


class DocumentCategory(Owned):
    """A sort of documents that an office keeps apart; one that is not counted stays out of every statistic."""

    name = CharField(100, unique=True, verbose_name="Tên loại")
    counted = BooleanField(default=True, verbose_name="Tính vào thống kê")

    def __str__(self) -> str:
        return str(self.name)


class Meeting(Owned):
    """A session, meeting, briefing or huddle, counted in reports by its kind."""

    kind = CharField(16, default=MeetingKind.MEETING, choices=MeetingKind.choices(), verbose_name="Loại cuộc họp")
    held_on = DateField(index=True, verbose_name="Ngày họp")
    title = CharField(500, verbose_name="Nội dung cuộc họp")
    chair = ForeignKeyField(Official, null=True, backref="meetings", verbose_name="Người chủ trì")
    place = CharField(200, default="", verbose_name="Địa điểm")
    began_at = HourField(verbose_name="Bắt đầu lúc", help_text="Ví dụ 08h30")
    ended_at = HourField(verbose_name="Kết thúc lúc", help_text="Ví dụ 08h30")
    secretary = CharField(100, default="", verbose_name="Người ghi biên bản")
    attendants = TextField(default="", verbose_name="Thành phần dự", help_text="Mỗi dòng một người hoặc một thành phần")
    absent = TextField(default="", verbose_name="Vắng mặt", help_text="Mỗi dòng một người, lý do")
    minutes = CharField(8, default=MinutesState.DRAFT, choices=MinutesState.choices(), verbose_name="Biên bản")
    signed_on = DateField(null=True, verbose_name="Ngày ký biên bản")
    note = TextField(default="", verbose_name="Ghi chú")
    folded = TextField(default="")

    class Meta:
        indexes = ((("kind", "held_on"), False),)

    def __str__(self) -> str:
        return str(self.title)


class MeetingCount(Owned):
    """How many meetings of a kind an office held in a period, as it reported them: one row a kind and period."""

    unit = ForeignKeyField(Unit, backref="meeting_counts", verbose_name="Đơn vị")
    period = CharField(10, verbose_name="Kỳ")
    kind = CharField(16, choices=MeetingKind.choices(), verbose_name="Loại cuộc họp")
    count = IntegerField(default=0, verbose_name="Số cuộc")

    class Meta:
        indexes = ((("unit", "period", "kind"), False),)

    def __str__(self) -> str:
        return f"{MeetingKind(self.kind).label} {self.period}"


class Document(Owned):
    """A notice, plan, decision or dispatch; unique by issuer, year, number and type, the number may be empty."""

    type = CharField(
        20, default=DocumentType.CONCLUSION_NOTICE, choices=DocumentType.choices(), verbose_name="Loại văn bản"
    )
    number = CharField(50, default="", verbose_name="Số, ký hiệu", help_text="Ví dụ: 120/TB-UBND, 159-KH/QU")
    issuer = ForeignKeyField(Unit, backref="documents", verbose_name="Cơ quan ban hành")
    issued_on = DateField(index=True, verbose_name="Ngày ban hành")
    issued_year = IntegerField(default=0)
    subject = CharField(1000, verbose_name="Trích yếu")
    category = ForeignKeyField(DocumentCategory, null=True, backref="documents", verbose_name="Loại thống kê")
    urgency = CharField(12, default=Urgency.NORMAL, choices=Urgency.choices(), verbose_name="Mức độ khẩn")
    meeting = ForeignKeyField(Meeting, null=True, backref="documents", verbose_name="Kết luận của cuộc họp")
    signer = CharField(100, default="", verbose_name="Người ký")
    incoming_number = CharField(30, default="", verbose_name="Số đến")
    incoming_on = DateField(null=True, verbose_name="Ngày đến")
    note = TextField(default="", verbose_name="Ghi chú")
    no_tasks = BooleanField(default=False, verbose_name="Không phát sinh nhiệm vụ")
    sort_key = TextField(default="", index=True)
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.number) or f"{self.subject}"


Document.add_index(
    Document.index(
        Document.issuer,
        Document.issued_year,
        Document.number,
        Document.type,
        unique=True,
        where=(Document.number != "") & Document.deleted_at.is_null(),
        name="document_once",
    )
)
