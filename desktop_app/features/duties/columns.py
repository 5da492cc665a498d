"""A leader's duty as people see it."""

from db.models import Duty
from desktop_app.records import Column, Entity, Questions, Stored, writers
from desktop_app.records.kinds import Day

DUTIES = Entity(
    Duty,
    "Phân công lãnh đạo",
    "phân công",
    Stored("official", width=24),
    Stored("unit", width=36),
    Stored("field", width=40),
    Stored("valid_from"),
    Stored("valid_to"),
    Stored("document", width=24),
    Stored("paper", width=24),
    Stored("note", width=30),
    writers.column(),
    order="official",
)

AS_AT = Questions("Trùng, bỏ trống tại ngày", Column("day", "Tại ngày", Day(), needed=True))
