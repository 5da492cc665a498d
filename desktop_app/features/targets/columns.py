"""A target as people see it: one dated version of it, and whether it still counts."""

from db.models import Target
from db.words import UnitRelation
from desktop_app.records import Derived, Entity, Related, Stored
from desktop_app.records.kinds import Amount, Text, YesNo

SAME = (
    "n.indicator_id = {t}.indicator_id AND n.unit_id = {t}.unit_id AND n.year = {t}.year AND n.assigner = {t}.assigner "
    "AND n.def_owner = {t}.def_owner AND n.deleted_at IS NULL"
)
# Two of one day (an office went back to a copy, and typed it again) are read in one order by every office.
LATER = f"{SAME} AND (n.decided_on > {{t}}.decided_on OR n.decided_on = {{t}}.decided_on AND n.uid > {{t}}.uid)"
CURRENT = f"NOT EXISTS (SELECT 1 FROM target AS n WHERE {LATER})"
EARLIER = f"{SAME} AND (n.decided_on < {{t}}.decided_on OR n.decided_on = {{t}}.decided_on AND n.uid < {{t}}.uid)"
BEFORE = f"(SELECT n.value FROM target AS n WHERE {EARLIER} ORDER BY n.decided_on DESC, n.uid DESC LIMIT 1)"
OURS = "{t}.def_owner = (SELECT uid FROM office)"
# Whoever set it there: for us what comes from above is set from above.
SEEN_AS = f"CASE WHEN {OURS} THEN {{t}}.assigner ELSE 'upper' END"
WRITER = (
    f"CASE WHEN {OURS} THEN '{UnitRelation.OWN.label}' ELSE coalesce((SELECT u.name FROM unit AS u "
    f"WHERE u.office_uid = {{t}}.def_owner LIMIT 1), '{UnitRelation.UPPER.label}') END"
)

TARGETS = Entity(
    Target,
    "Chỉ tiêu giao",
    "chỉ tiêu giao",
    Stored("indicator", width=50),
    Stored("unit", width=30),
    Stored("year", width=8),
    Stored("assigner", width=16),
    Stored("value", width=14),
    Stored("decided_on", width=12),
    Stored("document", width=24),
    Stored("paper", width=24),
    Stored("whole", half="home", typed=False),
    Stored("note", width=40),
    Related("measure", "indicator.measure", "Đơn vị tính", 16),
    Related("code", "indicator.code", "Mã", 8),
    Derived("current", "Đang áp dụng", CURRENT, YesNo(), 10),
    Derived("before", "Trước điều chỉnh", BEFORE, Amount(), 14),
    Derived("writer", "Nơi ghi", WRITER, Text(), 26),
    order="indicator",
)
