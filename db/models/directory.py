"""Units and the officials who work in them."""

from peewee import CharField, DateField, ForeignKeyField, TextField

from db.models.base import Owned
from db.words import Role, UnitKind, UnitRelation


class Unit(Owned):
    """A department, an office above or below, or a group that is named as if it were one; dated, with its successor."""

    code = CharField(20, unique=True, verbose_name="Mã đơn vị", help_text="Ngắn, không dấu, ví dụ VP, P01")
    name = CharField(200, verbose_name="Tên đơn vị")
    kind = CharField(12, default=UnitKind.DEPARTMENT, choices=UnitKind.choices(), verbose_name="Loại đơn vị")
    relation = CharField(
        8, default=UnitRelation.PART, choices=UnitRelation.choices(), verbose_name="Quan hệ với cơ quan"
    )
    parent = ForeignKeyField("self", null=True, backref="parts", verbose_name="Đơn vị cấp trên trực tiếp")
    valid_from = DateField(null=True, verbose_name="Hoạt động từ ngày")
    valid_to = DateField(null=True, verbose_name="Đến hết ngày")
    successor = ForeignKeyField("self", null=True, backref="predecessors", verbose_name="Đơn vị kế thừa")
    office_uid = CharField(32, default="", verbose_name="Mã định danh trong gói")
    sort_key = TextField(default="", index=True)
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.name)


class Official(Owned):
    """A person who leads, is in charge, or does the work; name, position, unit and work contact only."""

    name = CharField(100, verbose_name="Họ và tên")
    position = CharField(100, default="", verbose_name="Chức vụ")
    unit = ForeignKeyField(Unit, backref="officials", verbose_name="Đơn vị")
    role = CharField(16, default=Role.SPECIALIST, choices=Role.choices(), verbose_name="Vai trò")
    contact = CharField(120, default="", verbose_name="Liên hệ công vụ", help_text="Điện thoại hoặc thư công vụ")
    valid_from = DateField(null=True, verbose_name="Công tác từ ngày")
    valid_to = DateField(null=True, verbose_name="Đến hết ngày")
    sort_key = TextField(default="", index=True)
    folded = TextField(default="")

    def __str__(self) -> str:
        return str(self.name)
