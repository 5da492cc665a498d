"""What is asked before many tasks are decided about at once."""

from desktop_app.features.tasks.columns import DECISIONS, TASKS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import YesNo

PARTLY = Column(
    "partly",
    "Bỏ qua nhiệm vụ không làm được",
    YesNo(),
    hint="Không đánh dấu: một nhiệm vụ không làm được thì chưa ghi nhiệm vụ nào",
)
DECIDED = ("decided_on", "decided_by", "paper", "reason")

CONFIRMING = Questions("Xác nhận hoàn thành nhiều nhiệm vụ", *DECISIONS.pick(DECIDED), PARTLY)
EXTENDING = Questions("Gia hạn nhiều nhiệm vụ", *DECISIONS.pick(("due_on", *DECIDED)), PARTLY)
ACCEPTING = Questions("Chấp nhận nguyên nhân chậm của nhiều nhiệm vụ", *DECISIONS.pick(DECIDED), PARTLY)
LEADING = Questions("Đổi lãnh đạo chỉ đạo của nhiều nhiệm vụ", *TASKS.pick(("supervising_leader",)), PARTLY)
DOING = Questions("Đổi người xử lý của nhiều nhiệm vụ", *TASKS.pick(("official",)), PARTLY)
