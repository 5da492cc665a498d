"""What the office has to reach in a year, and where it stands each month."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import AmountField, MomentField, Owned, YearField
from db.models.directory import Unit
from db.models.documents import Document
from db.words import Aggregation, Assigner, ComputedFrom, Direction, Every, FigureState


class Indicator(Owned):
    """What is measured, and by which rule its figures add up; one of the office above comes with its targets."""

    code = CharField(20, unique=True, verbose_name="Mã chỉ tiêu")
    name = CharField(300, verbose_name="Tên chỉ tiêu")
    theme = CharField(120, default="", verbose_name="Nhóm chỉ tiêu")
    measure = CharField(60, verbose_name="Đơn vị tính")
    direction = CharField(8, default=Direction.UP, choices=Direction.choices(), verbose_name="Chiều đánh giá")
    aggregation = CharField(12, default=Aggregation.SUM, choices=Aggregation.choices(), verbose_name="Cách tổng hợp")
    numerator = CharField(200, default="", verbose_name="Tử số", help_text="Với tỷ lệ: đếm gì, ví dụ số hộ nghèo")
    denominator = CharField(200, default="", verbose_name="Mẫu số", help_text="Với tỷ lệ: trên tổng số gì")
    decimals = IntegerField(default=0, verbose_name="Số chữ số thập phân")
    every = CharField(8, default=Every.MONTH, choices=Every.choices(), verbose_name="Kỳ báo cáo")
    adds_up = BooleanField(
        default=False, verbose_name="Phân bổ phải cộng đủ", help_text="Tổng các phần giao xuống phải bằng chỉ tiêu giao"
    )
    computed = CharField(8, default=ComputedFrom.TYPED, choices=ComputedFrom.choices(), verbose_name="Nguồn số liệu")
    first_year = YearField(null=True, verbose_name="Từ năm")
    last_year = YearField(null=True, verbose_name="Đến năm")
    place = IntegerField(default=0, verbose_name="Thứ tự")
    note = TextField(default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return str(self.name)


class Target(Owned):
    """One dated version of what a unit has to reach in a year; the latest one decided counts."""

    indicator = ForeignKeyField(Indicator, backref="targets", verbose_name="Chỉ tiêu")
    unit = ForeignKeyField(Unit, backref="targets", verbose_name="Đơn vị thực hiện")
    year = YearField(verbose_name="Năm")
    assigner = CharField(8, default=Assigner.UPPER, choices=Assigner.choices(), verbose_name="Nơi giao")
    value = AmountField(verbose_name="Kế hoạch")
    decided_on = DateField(verbose_name="Ngày giao")
    document = ForeignKeyField(Document, null=True, backref="targets", verbose_name="Văn bản giao")
    paper = CharField(200, default="", verbose_name="Số, ký hiệu", help_text="Khi văn bản giao chưa có trong sổ")
    whole = ForeignKeyField("self", null=True, backref="parts", verbose_name="Phân bổ từ")
    note = CharField(500, default="", verbose_name="Ghi chú")

    class Meta:
        indexes = ((("indicator", "unit", "year", "assigner", "decided_on"), False),)

    def __str__(self) -> str:
        return f"{self.indicator} năm {self.year}"


class Figure(Owned):
    """What a unit reports of an indicator for one period; no row means "chưa báo cáo"."""

    indicator = ForeignKeyField(Indicator, backref="figures", verbose_name="Chỉ tiêu")
    unit = ForeignKeyField(Unit, backref="figures", verbose_name="Đơn vị")
    year = YearField(verbose_name="Năm")
    period = CharField(8, verbose_name="Kỳ", help_text="2026-03, 2026-Q1 hoặc 2026")
    state = CharField(12, default=FigureState.REPORTED, choices=FigureState.choices(), verbose_name="Tình trạng")
    value = AmountField(null=True, verbose_name="Thực hiện")
    numerator = AmountField(null=True, verbose_name="Tử số")
    denominator = AmountField(null=True, verbose_name="Mẫu số")
    estimated = BooleanField(default=False, verbose_name="Số ước")
    note = CharField(500, default="", verbose_name="Ghi chú")

    class Meta:
        indexes = ((("year", "indicator", "unit", "period"), False),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"


class Erratum(Owned):
    """A correction of a figure whose period had been closed: appended, with the old value beside the new one."""

    figure = ForeignKeyField(Figure, backref="errata", verbose_name="Số liệu")
    corrected_on = DateField(verbose_name="Ngày đính chính")
    old = CharField(120, default="", verbose_name="Số cũ")
    new = CharField(120, default="", verbose_name="Số mới")
    reason = TextField(verbose_name="Lý do")
    paper = CharField(200, default="", verbose_name="Văn bản đính chính")
    author = CharField(100, default="", verbose_name="Người đính chính")
    place = IntegerField(default=0, verbose_name="Thứ tự")

    def __str__(self) -> str:
        return f"{self.figure}: {self.old} → {self.new}"


class ClosedPeriod(Owned):
    """A month whose figures are closed: from then on they change by errata only."""

    period = CharField(8, index=True, verbose_name="Kỳ")
    closed_at = MomentField(verbose_name="Chốt lúc")
    author = CharField(100, default="", verbose_name="Người chốt")
    note = CharField(500, default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return str(self.period)
