"""The days that differ from what their weekday says."""

from peewee import BooleanField, CharField, DateField

from db.models.base import Owned
from db.words import DayKind


class WorkCalendarDay(Owned):
    """A day off, or a day made up for one; the office above hands its calendar down with its assignments."""

    day = DateField(index=True, verbose_name="Ngày")
    kind = CharField(12, default=DayKind.HOLIDAY, choices=DayKind.choices(), verbose_name="Loại ngày")
    name = CharField(200, default="", verbose_name="Dịp", help_text="Ví dụ: Tết Nguyên đán")
    expected = BooleanField(default=False, verbose_name="Dự kiến", help_text="Chưa có thông báo chính thức")
    source = CharField(200, default="", verbose_name="Căn cứ", help_text="Ví dụ: Thông báo số 6150/TB-BLĐTBXH")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
