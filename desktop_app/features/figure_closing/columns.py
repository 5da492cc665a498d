"""What is asked when a closed figure is corrected, and when a month is opened again."""

from dataclasses import replace

from desktop_app.features.figures.columns import ERRATA, FIGURES
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import LongText, Text, YesNo

# Texts as typed: `figures.correct` reads them as the grid does, so that both say the same of a wrong number.
NUMBERS = tuple(Column(name, FIGURES.columns[name].label, Text(40)) for name in ("value", "numerator", "denominator"))
NOTHING = Column("nothing", "Không phát sinh", YesNo())
ESTIMATED = Column("estimated", "Số ước", YesNo())
REASON = Column("reason", "Lý do", LongText(400), needed=True)
PAPER = replace(ERRATA.columns["paper"], hint="Số, ngày văn bản đính chính, nếu có")

CORRECTING = Questions("Đính chính số liệu", *NUMBERS, NOTHING, ESTIMATED, REASON, PAPER)
REOPENING = Questions("Mở lại kỳ", REASON)
CLOSING = Questions("Chốt kỳ", Column("note", "Ghi chú", Text(400)))
