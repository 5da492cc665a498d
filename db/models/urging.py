"""Letters that urge late work: one letter, many units and tasks, with the figures of one moment."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from db.models.base import Owned, Table
from db.models.directory import Unit
from db.models.documents import Document
from db.models.tasks import Task


class UrgingLetter(Owned):
    """A letter with its list as it was at ``as_at``; issued once it has a number and a day (NĐ 30/2020, Mẫu 1.5)."""

    as_at = DateField(verbose_name="Số liệu tính đến ngày")
    cutoff_at = CharField(5, default="", verbose_name="Giờ chốt số liệu", help_text="Ví dụ 17h00")
    reply_by = DateField(null=True, verbose_name="Báo cáo trước ngày")
    demand = TextField(default="", verbose_name="Yêu cầu thêm", help_text="Ghi thêm vào phần yêu cầu của công văn")
    number = CharField(50, default="", verbose_name="Số, ký hiệu", help_text="Ghi sau khi ký, ví dụ 15/UBND-VP")
    issued_on = DateField(null=True, index=True, verbose_name="Ngày ban hành")
    document = ForeignKeyField(Document, null=True, backref="urgings", verbose_name="Văn bản")
    author = CharField(100, default="", verbose_name="Người lập")
    printed = TextField(default="", verbose_name="Phần đầu và chữ ký khi ban hành")

    def __str__(self) -> str:
        return str(self.number) or f"Dự thảo tính đến {self.as_at:%d/%m/%Y}"


class UrgedTask(Table):
    """One line of a letter's list: a task as it stood when the list was drawn up."""

    letter = ForeignKeyField(UrgingLetter, backref="lines", on_delete="CASCADE")
    task = ForeignKeyField(Task, backref="urgings")
    place = IntegerField(default=0)
    unit = ForeignKeyField(Unit, backref="urgings")
    due_on = DateField()
    days_late = IntegerField(default=0)
    told = TextField(default="")
    urged_before = IntegerField(default=0)

    class Meta:
        indexes = ((("letter", "task"), True),)
