"""Files that belong to records, and registers that were read in from workbooks."""

from peewee import CharField, ForeignKeyField, IntegerField

from db.models.base import MomentField, Owned, Table


class Attachment(Owned):
    """A file kept with a record: its bytes lie in the office's folder under their SHA-256, here is its name."""

    kind = CharField(30, verbose_name="Loại bản ghi")
    record = CharField(32, index=True, verbose_name="Bản ghi")
    name = CharField(260, verbose_name="Tên tệp")
    size = IntegerField(default=0, verbose_name="Dung lượng (byte)")
    digest = CharField(64, index=True, verbose_name="SHA-256")
    added_at = MomentField(verbose_name="Thời điểm thêm")
    author = CharField(100, default="", verbose_name="Người thêm")
    note = CharField(500, default="", verbose_name="Ghi chú")

    def __str__(self) -> str:
        return str(self.name)


class ImportBatch(Table):
    """A register that was read in from a workbook or from the clipboard, in one transaction."""

    source = CharField(260)
    digest = CharField(64, default="")
    made_at = MomentField()
    made_by = CharField(100, default="")
    undone_at = MomentField(null=True)


class ImportedRow(Table):
    """One record that a batch wrote, and where in the source its row stood."""

    batch = ForeignKeyField(ImportBatch, backref="rows", on_delete="CASCADE")
    place = IntegerField(default=0)
    kind = CharField(30)
    record = CharField(32, index=True)
