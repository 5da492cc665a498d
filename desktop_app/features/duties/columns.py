"""A leader's duty as people see it."""

from db.models import Duty
from desktop_app.records import Column, Derived, Entity, Questions, Stored
from desktop_app.records.kinds import Day, Text

# Who wrote a row that came in with a package; nothing where this office did.
WRITER = (
    "SELECT u.name FROM unit AS u WHERE u.office_uid = {t}.def_owner AND u.relation <> 'own' "
    "AND u.deleted_at IS NULL LIMIT 1"
)

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
    Derived("writer", "Nơi ghi", WRITER, Text(), width=26),
    order="official",
)

AS_AT = Questions("Trùng, bỏ trống tại ngày", Column("day", "Tại ngày", Day(), needed=True))
