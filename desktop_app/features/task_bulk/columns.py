"""What is asked before many tasks are decided about at once."""

from desktop_app.features.tasks.columns import DECISIONS, TASKS
from desktop_app.records import Questions

DECIDED = ("decided_on", "decided_by", "paper", "reason")

CONFIRMING = Questions("Xác nhận hoàn thành nhiều nhiệm vụ", *DECISIONS.pick(DECIDED))
EXTENDING = Questions("Gia hạn nhiều nhiệm vụ", *DECISIONS.pick(("due_on", *DECIDED)))
ACCEPTING = Questions("Chấp nhận nguyên nhân chậm của nhiều nhiệm vụ", *DECISIONS.pick(DECIDED))
LEADING = Questions("Đổi lãnh đạo chỉ đạo của nhiều nhiệm vụ", *TASKS.pick(("supervising_leader",)))
DOING = Questions("Đổi người xử lý của nhiều nhiệm vụ", *TASKS.pick(("official",)))
