"""The program's own books: the journal of every change, and the packages sent."""

from peewee import AutoField, CharField, ForeignKeyField, IntegerField, Model, TextField

from db.connection import database
from db.models.base import MomentField, Table
from db.models.directory import Unit
from db.words import JournalAction, PackageKind


class Journal(Model):
    """One change of one record, hashed with the entry before it; the database refuses to change or delete it."""

    id = AutoField()
    at = MomentField(verbose_name="Thời điểm")
    who = CharField(100, verbose_name="Người thực hiện")
    action = CharField(8, choices=JournalAction.choices(), verbose_name="Việc")
    kind = CharField(30, verbose_name="Loại bản ghi")
    record = CharField(32, index=True, verbose_name="Bản ghi")
    changes = TextField(default="{}", verbose_name="Thay đổi")
    previous = CharField(64)
    hash = CharField(64)

    class Meta:
        database = database
        legacy_table_names = False


class Package(Table):
    """A package made for another office, with its place in the channel's numbering."""

    kind = CharField(10, choices=PackageKind.choices(), verbose_name="Loại gói")
    peer = ForeignKeyField(Unit, backref="packages", verbose_name="Nơi nhận")
    running_number = IntegerField(verbose_name="Số thứ tự")
    period = CharField(10, default="", verbose_name="Kỳ")
    made_at = MomentField(verbose_name="Lập lúc")
    made_by = CharField(100, default="", verbose_name="Người lập")
    digest = CharField(64, verbose_name="Mã kiểm tra")
    rows = IntegerField(default=0, verbose_name="Số dòng")
    file_name = CharField(260, default="", verbose_name="Tệp")

    class Meta:
        indexes = ((("peer", "running_number"), True),)
