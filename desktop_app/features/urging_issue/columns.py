"""What is asked when a letter gets its number, when that is put right, and when the letter is withdrawn."""

from dataclasses import replace

from desktop_app.features.urging.columns import URGINGS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import LongText

NUMBER = replace(URGINGS.columns["number"], needed=True, hint="Số lấy sau khi ký, ví dụ 15; ký hiệu tự thêm")
ISSUED_ON = replace(URGINGS.columns["issued_on"], needed=True)
REASON = Column("reason", "Lý do", LongText(), needed=True)

ISSUING = Questions("Ban hành văn bản đôn đốc", NUMBER, ISSUED_ON)
CORRECTING = Questions("Sửa số, ngày ban hành", NUMBER, ISSUED_ON, REASON)
WITHDRAWING = Questions("Thu hồi văn bản đôn đốc", REASON)
