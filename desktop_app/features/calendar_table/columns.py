"""What is asked when an expected day has been announced."""

from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Text, YesNo

ANNOUNCING = Questions(
    "Đã có thông báo chính thức",
    Column("source", "Căn cứ", Text(200), 44, needed=True, hint="Ví dụ: Thông báo 9441/TB-BNV ngày 16/10/2025"),
    Column("whole", "Cả các ngày dự kiến cùng dịp trong năm", YesNo()),
)
