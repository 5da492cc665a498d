"""The program's own book of every change."""

from peewee import AutoField, CharField, Model, TextField

from db.connection import database
from db.models.base import MomentField
from db.words import JournalAction


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
        # what the journal can be narrowed to; each ends with the number, so the latest come first without sorting
        indexes = ((("kind",), False), (("action",), False), (("who",), False))
