"""What is asked beside the form of a target."""

from desktop_app.features.targets.columns import TARGETS
from desktop_app.records import Questions

COPYING = Questions("Lấy chỉ tiêu năm trước", *TARGETS.pick(("year", "decided_on", "document", "paper")))
