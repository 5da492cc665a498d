"""Reading and writing targets; nothing else writes them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from db.connection import database
from db.models import Indicator, Target, Unit
from db.words import Aggregation, Assigner, UnitRelation
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.targets.columns import BEHIND, CURRENT, MISFIT, PARTS, SEEN_AS, TARGETS
from desktop_app.records import Condition, Rows, session, short
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_amount

SEARCHED = ("indicator", "code", "unit", "document", "paper", "note")
HAVE_TARGETS = (UnitRelation.OWN, UnitRelation.PART, UnitRelation.SUB)
FIRST_YEAR, LAST_YEAR = 2000, 2100
VERSIONS = {"Đang áp dụng": True, "Đã được điều chỉnh": False}
SPLIT = {"Cần phân bổ lại": "behind", "Các phần chưa khớp": "misfit", "Đã phân bổ": "split", "Chưa phân bổ": "whole"}
_OWN_UNIT = f"{{t}}.unit_id IN (SELECT id FROM unit WHERE relation = '{UnitRelation.OWN}') AND {CURRENT}"
_SPLIT = {
    "behind": f"{BEHIND} > 0",
    "misfit": MISFIT,
    "split": f"{PARTS} > 0 AND {CURRENT}",
    "whole": f"{PARTS} = 0 AND {_OWN_UNIT}",
}
_SETS = ("indicator", "unit", "year", "assigner", "value")  # what parts of it rest on
NAMED: dict[str, Callable[[Any], Condition]] = {
    "current": lambda on: Condition(CURRENT if on else f"NOT ({CURRENT})"),
    "seen_as": lambda assigner: Condition(f"{SEEN_AS} = ?", (str(assigner),)),
    "theme": lambda theme: Condition("{t}.indicator_id IN (SELECT id FROM indicator WHERE theme = ?)", (theme,)),
    "split": lambda how: Condition(_SPLIT[how]),
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Targets under a filter: the rows of screen, paper and sheet alike; some hundreds a year."""
    return short.with_words(records.find(TARGETS, where, order=order, named=NAMED), text, SEARCHED)


def get(record_id: int) -> Target:
    """One version of a target by its id."""
    return Target.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Target | None = None, **more: Any) -> Target:
    """Write one version of a target, or raise Refused; ``more`` may hold ``whole``, what it is a part of."""
    return records.keep(TARGETS, texts, record, _check, **more)


def adjust(record: Target, texts: Mapping[str, str]) -> Target:
    """A new version of a target: ``value``, ``decided_on`` and its paper; the old one stays as it was.

    Refused for a target from above, without a paper, and for a day that is not after the version in force.
    """
    if not is_ours(record):
        raise Refused("Chỉ tiêu này do nơi khác giao; nơi đó điều chỉnh rồi gửi xuống")
    record = versions(record)[-1]
    values, problems = TARGETS.read(texts)
    if not values.get("document") and not values.get("paper"):
        problems["paper"] = "Ghi số, ký hiệu quyết định điều chỉnh, hoặc chọn văn bản trong sổ"
    if (day := values.get("decided_on")) is not None and day <= record.decided_on:
        problems["decided_on"] = f"Phải sau ngày giao của bản đang áp dụng ({show_date(record.decided_on)})"
    if problems:
        raise Refused(problems)
    same = {name: TARGETS.columns[name].shown(record) for name in ("indicator", "unit", "year", "assigner")}
    return save({**same, **texts}, None, whole=record.whole)


def delete(record: Target) -> None:
    """Take one version out: the one before counts again."""
    if has_parts(record):
        raise Refused("Đã phân bổ chỉ tiêu này xuống đơn vị; hãy xóa các phần đã phân bổ trước")
    records.delete(TARGETS, record)


def restore(record: Target) -> None:
    """Put a deleted version back; Refused where another of the same day has been written since."""
    values = {name: getattr(record, name) for name in (*_SETS, "decided_on")}
    if is_ours(record) and _twin(values, record) is not None:
        raise Refused(f"Đã có bản giao khác cùng ngày {show_date(record.decided_on)}; hãy xóa bản đó trước")
    records.restore(TARGETS, record)


def is_ours(record: Target) -> bool:
    """Whether this office set the target, rather than the one above."""
    return bool(record.def_owner == session.current.office_uid)


def is_own(record: Target) -> bool:
    """Whether it is for the office itself, and so may be shared out by it."""
    return bool(record.unit.relation == UnitRelation.OWN)


def own_unit() -> str:
    """What the office itself is called among the units."""
    return str(Unit.get(Unit.relation == UnitRelation.OWN, Unit.deleted_at.is_null()).name)


def seen_as(record: Target) -> Assigner:
    """Who set it, seen from here: what comes from above is set from above, whoever decided it there."""
    return Assigner(record.assigner) if is_ours(record) else Assigner.UPPER


def has_parts(record: Target) -> bool:
    """Whether this version has been shared out to units."""
    return bool(Target.select().where(Target.whole == record, Target.deleted_at.is_null()).exists())


def whole_id(record: Target) -> int | None:
    """The id of the version it is a part of, without reading that."""
    found: int | None = record.__data__.get("whole")
    return found


def paper_of(record: Target) -> str:
    """The document or paper it was set by."""
    return str(record.document) if record.document is not None else str(record.paper)


def years() -> dict[str, int]:
    """The years one may ask for, the last one first: those with targets, this year and the next."""
    this = clock.today().year
    found = {row[0] for row in database.execute_sql("SELECT DISTINCT year FROM target WHERE deleted_at IS NULL")}
    return {str(year): year for year in sorted({this, this + 1, *found}, reverse=True)}


def beside(record: Target) -> list[Target]:
    """What everybody has set for the same indicator, unit and year, in force: itself, or what counts in its place."""
    found = in_force(int(record.year), units=[record.unit], indicator=record.indicator)
    return [found[key] for key in sorted(found, key=lambda key: list(Assigner).index(key[2]))]


def copied(year: int) -> list[Target]:
    """The targets of the year before that a new year can begin with: ours, in force, in use, not set yet."""
    set_already = in_force(year)
    return [
        one
        for key, one in in_force(year - 1).items()
        if key not in set_already and is_ours(one) and whole_id(one) is None and not _out_of_use(one.indicator, year)
    ]


def copy_year(year: int, texts: Mapping[str, str]) -> list[Target]:
    """Begin a year with the targets of the year before, as first versions; ``decided_on`` and paper are the new ones.

    Parts are left out: they are shared out anew. All or none.
    """
    some = copied(year)
    if not some:
        raise Refused({"year": f"Năm {year - 1} không có chỉ tiêu nào mà năm {year} chưa có"})
    with records.writing():
        return [save({**_texts(one), **texts, "year": str(year)}) for one in some]


def _texts(one: Target) -> dict[str, str]:
    return {name: TARGETS.columns[name].shown(one) for name in ("indicator", "unit", "assigner", "value")}


def versions(record: Target) -> list[Target]:
    """Every version of a target, the first one first."""
    query = Target.select().where(
        Target.indicator == record.indicator,
        Target.unit == record.unit,
        Target.year == record.year,
        Target.assigner == record.assigner,
        Target.def_owner == record.def_owner,
        Target.deleted_at.is_null(),
    )
    return list(query.order_by(Target.decided_on, Target.uid))


Key = tuple[int, int, Assigner]  # indicator, unit, who set it


def in_force(
    year: int, *, units: Iterable[Unit] | None = None, indicator: Indicator | None = None, as_at: date | None = None
) -> dict[Key, Target]:
    """The targets of a year that count on a day (the last ones decided), by ``(indicator id, unit id, assigner)``.

    Where an office above has set one and a clerk had typed the same, the one from above counts.
    """
    query = Target.select().where(Target.year == year, Target.deleted_at.is_null())
    if units is not None:
        query = query.where(Target.unit.in_([unit.id for unit in units]))
    if indicator is not None:
        query = query.where(Target.indicator == indicator)
    if as_at is not None:
        query = query.where(Target.decided_on <= as_at)
    found: dict[Key, Target] = {}
    for row in query.order_by(Target.def_owner != session.current.office_uid, Target.decided_on, Target.uid):
        data = row.__data__
        found[(data["indicator"], data["unit"], seen_as(row))] = row
    return found


# --- Rules ---


def _check(values: Mapping[str, Any], record: Target | None) -> dict[str, str]:
    problems = {}
    unit, year, indicator = values.get("unit"), values.get("year"), values.get("indicator")
    if unit is not None and unit.relation not in HAVE_TARGETS:
        problems["unit"] = "Chỉ giao chỉ tiêu cho cơ quan mình, đơn vị thuộc cơ quan hoặc cấp dưới"
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        problems["year"] = f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}"
    if indicator is not None and year is not None and (words := _out_of_use(indicator, year)):
        problems["indicator"] = words
    value = values.get("value")
    is_flag = indicator is not None and indicator.aggregation == Aggregation.FLAG
    if is_flag and unit is not None and unit.relation != UnitRelation.OWN and value not in (None, 0, 1):
        problems["value"] = "Ghi 1 nếu phải đạt"
    if record is not None and has_parts(record):
        changed = [name for name in _SETS if values.get(name) != getattr(record, name)]
        problems |= dict.fromkeys(changed, "Đã phân bổ xuống đơn vị; hãy dùng “Điều chỉnh…”")
    if not problems and (other := _twin(values, record)) is not None:
        problems["decided_on"] = (
            f"Đã có bản giao ngày {show_date(other.decided_on)} ({show_amount(other.value)}); "
            "hãy sửa bản đó hoặc ghi ngày điều chỉnh khác"
        )
    return problems


def _out_of_use(indicator: Indicator, year: int) -> str:
    if indicator.first_year and year < indicator.first_year:
        return f"{indicator.code} chỉ dùng từ năm {indicator.first_year}"
    if indicator.last_year and year > indicator.last_year:
        return f"{indicator.code} chỉ dùng đến năm {indicator.last_year}"
    return ""


def _twin(values: Mapping[str, Any], record: Target | None) -> Target | None:
    """Another version of ours of the same day."""
    key = ("indicator", "unit", "year", "assigner", "decided_on")
    if any(values.get(name) in (None, "") for name in key):
        return None
    same = [getattr(Target, name) == values[name] for name in key]
    query = Target.select().where(*same, Target.deleted_at.is_null(), Target.def_owner == session.current.office_uid)
    found: Target | None = next((other for other in query if other != record), None)
    return found
