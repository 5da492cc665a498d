"""What is asked when a task goes from one person to another."""

from desktop_app.features.task_holders.service import HOLDERS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Day, LongText

HOLDER = Column("holder", "Người xử lý", HOLDERS, 44, needed=True, hint="Cán bộ, hoặc phòng, bộ phận của cơ quan")
DUE = Column("due_on", "Hạn của bước", Day(), hint="Để trống nếu không đặt hạn riêng cho bước này")
RECEIVING = Questions(
    "Giao người xử lý",
    HOLDER,
    Column("began_on", "Nhận ngày", Day(), needed=True),
    DUE,
    Column("words", "Nội dung giao", LongText(), 60),
)
HANDING_ON = Questions(
    "Chuyển tiếp",
    HOLDER,
    Column("began_on", "Chuyển ngày", Day(), needed=True),
    DUE,
    Column("words", "Nội dung chuyển", LongText(), 60),
)
HANDING_BACK = Questions(
    "Trả lại người trước",
    Column("began_on", "Ngày trả lại", Day(), needed=True),
    DUE,
    Column("words", "Lý do", LongText(), 60, needed=True),
)
