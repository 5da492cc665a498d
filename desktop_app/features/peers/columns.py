"""What is asked before a key is believed."""

from db.models import Unit
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Link, Text

CONFIRM = Questions(
    "Xác nhận khóa",
    Column("unit", "Nơi gửi là đơn vị nào trong danh bạ", Link(Unit), width=44, needed=True),
    Column(
        "fingerprint",
        "Dấu vân tay khóa, do nơi gửi đọc qua điện thoại",
        Text(40),
        width=30,
        needed=True,
        hint="20 chữ số và chữ a–f, có hoặc không có gạch nối",
    ),
)
