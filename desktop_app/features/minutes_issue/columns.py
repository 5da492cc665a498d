"""What is asked to issue the notice of a meeting."""

from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Day, Text

ISSUING = Questions(
    "Ban hành thông báo, giao việc",
    Column("number", "Số, ký hiệu", Text(50), hint="Chỉ ghi số cũng được, ví dụ 45; để trống khi chưa có số"),
    Column("issued_on", "Ngày ban hành", Day(), needed=True),
    Column("signer", "Người ký", Text(100)),
)
