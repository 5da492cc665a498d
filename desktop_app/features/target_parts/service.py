"""Who has a part of a target, who still follows an old version of it, and by what it could be shared out."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from db.connection import database
from db.models import Figure, Indicator, Target, Unit
from db.words import Every, UnitRelation
from desktop_app.errors import Refused
from desktop_app.features.figures import service as figures
from desktop_app.features.indicators import service as indicators
from desktop_app.features.targets import service as targets
from desktop_app.records import session
from desktop_app.rules import figures as periods
from desktop_app.rules import targets as rules
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_amount

Weights = dict[int, Decimal]  # by unit


# --- What stands now ---


def whole_of(record: Target) -> Target:
    """The version in force of a target that may be shared out; Refused for one of a unit, which shares its own."""
    if record.unit.relation != UnitRelation.OWN:
        raise Refused("Chỉ phân bổ chỉ tiêu của cơ quan mình; phần của đơn vị do đơn vị đó phân bổ tiếp")
    return targets.versions(record)[-1]


def parts_of(whole: Target) -> list[Target]:
    """The parts in force of a target, whichever of its versions they were shared out from."""
    known = {one.id for one in targets.versions(whole)}
    found = targets.in_force(int(whole.year), indicator=whole.indicator)
    return [one for one in found.values() if targets.whole_id(one) in known and targets.is_ours(one)]


def behind(whole: Target) -> list[Target]:
    """The parts in force that still follow an older version of their whole."""
    last = targets.versions(whole)[-1]
    return [one for one in parts_of(whole) if targets.whole_id(one) != last.id]


def said(record: Target) -> str:
    """What has to follow an adjustment, or does not add up, in words; empty while all is well. Of a part: of itself."""
    if targets.whole_id(record) is not None:
        return _said_of_part(record)
    late = behind(record)
    if not late:
        return _said_of_sum(record)
    versions = targets.versions(record)
    followed = {targets.whole_id(one) for one in late}
    first, last = next(one for one in versions if one.id in followed), versions[-1]
    return f"{_moved(first, last)}; {len(late)} đơn vị chưa điều chỉnh theo."


def _said_of_sum(record: Target) -> str:
    """Where parts must meet the whole and one was changed alone: by how much they do not."""
    whole, shared = targets.versions(record)[-1], parts_of(record)
    left = whole.value - sum((one.value for one in shared), Decimal(0))
    if not shared or not left or not whole.indicator.adds_up:
        return ""
    missed = f"{'còn thiếu' if left > 0 else 'vượt'} {show_amount(abs(left).normalize())}"
    return f"Các phần đã giao cộng lại {missed} so với chỉ tiêu {show_amount(whole.value)}."


def _said_of_part(part: Target) -> str:
    last = targets.versions(part.whole)[-1]
    if targets.whole_id(part) == last.id or targets.versions(part)[-1] != part:
        return ""
    return f"{_moved(part.whole, last)}; phần này chưa điều chỉnh theo."


def _moved(old: Target, new: Target) -> str:
    way = "lên" if new.value > old.value else "xuống"
    numbers = f"từ {show_amount(old.value)} {way} {show_amount(new.value)}"
    return f"Chỉ tiêu đã điều chỉnh {numbers if new.value != old.value else ''} ngày {show_date(new.decided_on)}"


def units_for(year: int) -> list[Unit]:
    """The units that may get a part in a year: offices and groups below, then the parts of this office."""
    wanted = [UnitRelation.SUB, UnitRelation.PART]
    query = Unit.select().where(
        Unit.relation.in_(wanted),
        Unit.deleted_at.is_null(),
        Unit.def_owner.in_(["", session.current.office_uid]),
        Unit.valid_from.is_null() | (Unit.valid_from <= date(year, 12, 31)),
        Unit.valid_to.is_null() | (Unit.valid_to >= date(year, 1, 1)),
    )
    return sorted(query.order_by(Unit.code), key=lambda unit: wanted.index(UnitRelation(unit.relation)))


# --- Keys ---


def year_results(indicator: Indicator, year: int, units: Sequence[Unit]) -> Weights:
    """What each unit reached in a year, by unit id; a figure of the whole year counts where periods are lacking."""
    measure, found = indicators.measure_of(indicator), figures.of_years([year], units, [indicator])
    results: Weights = {}
    for unit in units:
        keys = periods.keys(Every(indicator.every), year, 12)
        at = [figures.reported(found.get((indicator.id, unit.id, key))) for key in keys]
        whole = figures.reported(found.get((indicator.id, unit.id, str(year))))
        reached = rules.reach(measure, at)
        points = [whole] if whole is not None and reached.reported < reached.expected else at
        if (value := rules.reach(measure, points).value) is not None:
            results[unit.id] = value
    return results


def bases(year: int, units: Sequence[Unit]) -> dict[str, Indicator]:
    """Denominators that units have reported this year or the last, as keys: what they count -> the indicator."""
    marks = ",".join("?" * len(units))
    sql = (
        "SELECT DISTINCT indicator_id FROM figure WHERE year IN (?, ?) AND denominator IS NOT NULL "
        f"AND deleted_at IS NULL AND unit_id IN ({marks})"
    )
    rows = database.execute_sql(sql, (year - 1, year, *(unit.id for unit in units))).fetchall()
    known = Indicator.select().where(Indicator.id.in_([row[0] for row in rows]), Indicator.deleted_at.is_null())
    return {f"{one.denominator} ({one.code})": one for one in known.order_by(Indicator.place) if one.denominator}


def latest_bases(indicator: Indicator, year: int, units: Sequence[Unit]) -> Weights:
    """The last denominator that each unit has reported of an indicator, by unit id."""
    found: dict[int, Figure] = {}
    rows = figures.of_years([year - 1, year], units, [indicator]).values()
    for row in sorted(rows, key=lambda row: (periods.key_year(row.period), periods.last_month(row.period))):
        if row.denominator is not None:
            found[row.__data__["unit"]] = row
    return {unit: row.denominator for unit, row in found.items()}
