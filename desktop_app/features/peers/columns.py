"""What is asked before a key is believed, and when an office has ended."""

from db.models import Unit
from db.words import UnitRelation
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Link, Text


class Neighbour(Link):
    """A unit that may exchange packages with this office: only those above and below are offered."""

    def __init__(self) -> None:
        super().__init__(Unit)

    def options(self) -> list[str]:
        wanted = (UnitRelation.UPPER, UnitRelation.SUB)
        ids = {unit.id for unit in Unit.select().where(Unit.relation.in_(wanted), Unit.deleted_at.is_null())}
        return [label for label, number in self._ids().items() if number in ids]


CONFIRM = Questions(
    "Xác nhận khóa",
    Column("unit", "Nơi gửi là đơn vị nào trong danh bạ", Neighbour(), width=44, needed=True),
    Column(
        "fingerprint",
        "Dấu vân tay khóa, do nơi gửi đọc qua điện thoại",
        Text(40),
        width=30,
        needed=True,
        hint="20 chữ số và chữ a–f, có hoặc không có gạch nối",
    ),
)
CEASED = Questions(
    "Tiếp nhận nhiệm vụ của nơi đã giải thể",
    Column("unit", "Nơi đã giải thể", Neighbour(), width=44, needed=True),
    Column("successor", "Nơi kế thừa", Neighbour(), width=44, hint="Để trống: cơ quan mình tiếp nhận và tự theo dõi"),
)
