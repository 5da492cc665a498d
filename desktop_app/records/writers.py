"""Who wrote a record: this office, or another one whose package brought it, to be read and not written here."""

from typing import Any

from db.words import UnitRelation
from desktop_app.records.entity import Derived
from desktop_app.records.keep import name_of
from desktop_app.records.kinds import Text
from desktop_app.records.rows import Condition
from desktop_app.records.session import current

OURS = "{t}.def_owner = (SELECT uid FROM office)"
OURS_SAID = UnitRelation.OWN.label
# What a list can be narrowed to, in the words people use -> what `written` takes.
WRITTEN = {one.label: str(one) for one in (UnitRelation.OWN, UnitRelation.UPPER, UnitRelation.SUB)}
NEAR = "near"  # ours and those of the offices above
_KNOWN = "SELECT u.office_uid FROM unit AS u WHERE u.relation = ? AND u.office_uid <> '' AND u.deleted_at IS NULL"


def column(otherwise: UnitRelation = UnitRelation.OUTSIDE) -> Derived:
    """The column ``writer`` of a list: "Cơ quan mình", else the office that wrote a row.

    Args:
        otherwise: what is said of an office that the directory does not know (any more).
    """
    name = "SELECT u.name FROM unit AS u WHERE u.office_uid = {t}.def_owner AND u.deleted_at IS NULL LIMIT 1"
    sql = f"CASE WHEN {OURS} THEN '{OURS_SAID}' ELSE coalesce(({name}), '{otherwise.label}') END"
    return Derived("writer", "Nơi ghi", sql, Text(), 26)


def written(relation: str) -> Condition:
    """Rows of this office, of those above or below it (a value of ``WRITTEN``), or of this and those above (NEAR)."""
    ours = Condition("{t}.def_owner = ?", (current.office_uid,))
    if relation == UnitRelation.OWN:
        return ours
    if relation == NEAR:
        return Condition(f"{ours.sql} OR {{t}}.def_owner IN ({_KNOWN})", (*ours.values, str(UnitRelation.UPPER)))
    return Condition(f"{{t}}.def_owner IN ({_KNOWN})", (relation,))


def is_ours(record: Any) -> bool:
    """Whether this office wrote a record; what others wrote came with a package, to be read."""
    return bool(record.def_owner == current.office_uid)


def is_listed_as_ours(row: Any) -> bool:
    """The same of a row of a list that has the column ``writer``."""
    return bool(row.writer == OURS_SAID)


def read_only(record: Any) -> str:
    """What is told over the form of a record that another office wrote, and what to do; nothing of our own."""
    if is_ours(record):
        return ""
    whose = name_of(record.def_owner)
    return f"Do {whose} ghi, chỉ để xem; cần sửa thì đề nghị nơi đó sửa rồi nhận lại gói dữ liệu."
