"""A target as people see it: one dated version of it, and whether it still counts."""

from decimal import Decimal
from typing import Any

from db.models import Target
from db.words import Assigner, UnitRelation
from desktop_app.records import Derived, Entity, Kind, Related, Stored, writers
from desktop_app.records.kinds import Amount, Choice, Text, Whole, YesNo
from desktop_app.records.writers import OURS
from desktop_app.rules.numbers import show_amount

SAME = (
    "n.indicator_id = {t}.indicator_id AND n.unit_id = {t}.unit_id AND n.year = {t}.year AND n.assigner = {t}.assigner "
    "AND n.def_owner = {t}.def_owner AND n.deleted_at IS NULL"
)
# Two of one day (an office went back to a copy, and typed it again) are read in one order by every office.
LATER = f"{SAME} AND (n.decided_on > {{t}}.decided_on OR n.decided_on = {{t}}.decided_on AND n.uid > {{t}}.uid)"
CURRENT = f"NOT EXISTS (SELECT 1 FROM target AS n WHERE {LATER})"
EARLIER = f"{SAME} AND (n.decided_on < {{t}}.decided_on OR n.decided_on = {{t}}.decided_on AND n.uid < {{t}}.uid)"
BEFORE = f"(SELECT n.value FROM target AS n WHERE {EARLIER} ORDER BY n.decided_on DESC, n.uid DESC LIMIT 1)"
# Whoever set it there: for us what comes from above is set from above.
SEEN_AS = f"CASE WHEN {OURS} THEN {{t}}.assigner ELSE 'upper' END"
# What others set for the same unit: "council:42000;own:41000", the versions in force only.
_OTHER = (
    "o.indicator_id = {t}.indicator_id AND o.unit_id = {t}.unit_id AND o.year = {t}.year AND o.deleted_at IS NULL "
    f"AND ({SEEN_AS.replace('{t}', 'o')}) <> ({SEEN_AS}) AND {CURRENT.replace('{t}', 'o')}"
)
OTHERS = (
    f"SELECT group_concat(who || ':' || value, ';') FROM (SELECT ({SEEN_AS.replace('{t}', 'o')}) AS who, o.value AS "
    f"value FROM target AS o WHERE {_OTHER} ORDER BY who)"
)
PAPER = (
    "CASE WHEN {t}.document_id IS NULL THEN {t}.paper ELSE (SELECT CASE WHEN d.number <> '' THEN d.number "
    "ELSE d.subject END FROM document AS d WHERE d.id = {t}.document_id) END"
)
# How many units have a part of it now, of any of its versions; and how many of those follow an older version.
_VERSION = SAME.replace("n.", "v.")
_PARTS = (
    f"SELECT count(*) FROM target AS v JOIN target AS p ON p.whole_id = v.id AND p.deleted_at IS NULL AND "
    f"{CURRENT.replace('{t}', 'p')} WHERE {_VERSION}"
)
PARTS = f"({_PARTS})"
BEHIND = f"CASE WHEN {CURRENT} THEN ({_PARTS} AND v.id <> {{t}}.id) ELSE 0 END"
# Of a part: whether what it is a part of has been adjusted since.
OUTDATED = (
    f"({{t}}.whole_id IS NOT NULL AND {CURRENT} AND EXISTS (SELECT 1 FROM target AS w WHERE w.id = {{t}}.whole_id "
    f"AND NOT ({CURRENT.replace('{t}', 'w')})))"
)
# Where parts must meet the whole and none follows an older version: whether they do not, since one was changed alone.
_SUM = _PARTS.replace("count(*)", "total(CAST(p.value AS REAL))")
MISFIT = (
    f"({CURRENT} AND (SELECT i.adds_up FROM indicator AS i WHERE i.id = {{t}}.indicator_id) AND {PARTS} > 0 "
    f"AND ({BEHIND}) = 0 AND abs(({_SUM}) - CAST({{t}}.value AS REAL)) > 0.0000005)"
)
ALLOCATED = (
    f"CASE WHEN {OUTDATED} THEN 'theo số cũ' WHEN {BEHIND} > 0 THEN {BEHIND} || ' đơn vị theo số cũ' "
    f"WHEN {MISFIT} THEN 'các phần chưa khớp' "
    f"WHEN {CURRENT} AND {PARTS} > 0 THEN 'đã giao ' || {PARTS} || ' đơn vị' ELSE '' END"
)
# The order of the catalogue, the office itself before its units.
LISTED = (
    "SELECT printf('%05d %s %d %s', i.place, i.code, u.relation <> 'own', u.sort_key) FROM indicator AS i, unit AS u "
    "WHERE i.id = {t}.indicator_id AND u.id = {t}.unit_id"
)


class SetByOthers(Kind):
    """What others set for the same unit, in words: "HĐND giao 42.000"."""

    def show(self, value: Any) -> str:
        """The words for ``who:number`` pairs."""
        pairs = [pair.split(":") for pair in (value or "").split(";") if pair]
        return "; ".join(f"{Assigner(who).label} {show_amount(Decimal(number))}" for who, number in pairs)


class Place(Text):
    """Where a target stands in a list; nobody reads it."""

    shown = False


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
    Related("theme", "indicator.theme", "Nhóm chỉ tiêu", 30),
    Derived("seen_as", "Do ai giao", SEEN_AS, Choice(Assigner.choices()), 14),
    Derived("basis", "Văn bản", PAPER, Text(), 20),
    Derived("others", "Nơi khác giao", OTHERS, SetByOthers(), 22),
    Derived("parts", "Số đơn vị nhận", PARTS, Whole(), 10),
    Derived("behind", "Chưa điều chỉnh theo", BEHIND, Whole(), 12),
    Derived("allocated", "Phân bổ", ALLOCATED, Text(), 26),
    Derived("listed", "Thứ tự", LISTED, Place(), 10),
    Derived("misfit", "Các phần chưa khớp", MISFIT, YesNo(), 10),
    Derived("outdated", "Theo số cũ", OUTDATED, YesNo(), 10),
    Derived("current", "Đang áp dụng", CURRENT, YesNo(), 10),
    Derived("before", "Trước điều chỉnh", BEFORE, Amount(), 14),
    writers.column(UnitRelation.UPPER),
    order="listed",
)
