"""What is asked before reports are put together."""

from desktop_app.features.printing.columns import PERIOD_HINT
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Text

PERIOD = Questions("Tổng hợp báo cáo", Column("period", "Kỳ báo cáo", Text(40), needed=True, hint=PERIOD_HINT))
