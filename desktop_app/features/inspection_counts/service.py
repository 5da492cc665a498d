"""Counting inspections of a span by type, and saying the counts in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.connection import database
from db.words import InspectionType
from desktop_app.records.session import current
from desktop_app.rules.numbers import counted

OF_SPAN = (
    "FROM inspection_round AS r LEFT JOIN inspected_party AS p ON p.round_id = r.id AND p.deleted_at IS NULL "
    "AND p.inspected_on <= :until LEFT JOIN finding AS f ON f.party_id = p.id AND f.deleted_at IS NULL "
    "WHERE r.deleted_at IS NULL AND r.def_owner IN ('', :ours) AND r.began_on BETWEEN :since AND :until"
)
BY_TYPE = (
    "SELECT r.type, count(DISTINCT r.id), count(DISTINCT CASE WHEN p.establishment_id IS NULL THEN p.id END), "
    f"count(DISTINCT CASE WHEN p.establishment_id IS NOT NULL THEN p.id END), count(DISTINCT f.id) {OF_SPAN} "
    "GROUP BY r.type"
)


@dataclass(frozen=True)
class Counts:
    """Inspections of one type: rounds begun in a span, what was inspected in them by its last day, what was found.

    A unit that two rounds went to counts twice: inspections of units are counted, as the articles count them.
    """

    type: InspectionType
    rounds: int
    units: int
    establishments: int
    findings: int

    @property
    def parties(self) -> int:
        """Units and establishments together."""
        return self.units + self.establishments


def by_type(start: date, end: date) -> list[Counts]:
    """The types of which we had rounds begun from ``start`` to ``end``, in the order of the list of types."""
    values = {"since": start.isoformat(), "until": end.isoformat(), "ours": current.office_uid}
    found = {InspectionType(kind): Counts(InspectionType(kind), *rest) for kind, *rest in _rows(values)}
    return [found[kind] for kind in InspectionType if kind in found]


def places(units: int, establishments: int) -> str:
    """Where was inspected: ``27 đơn vị``, ``05 cơ sở``, or both.

    >>> places(27, 0), places(0, 5), places(2, 5), places(0, 0)
    ('27 đơn vị', '05 cơ sở', '02 đơn vị, 05 cơ sở', '')
    """
    parts = ((units, "đơn vị"), (establishments, "cơ sở"))
    return ", ".join(f"{counted(number)} {word}" for number, word in parts if number)


def in_words(found: Sequence[Counts]) -> str:
    """The counts as a report says them: ``11 lượt kiểm tra công vụ tại 27 đơn vị; …``."""
    return "; ".join(_in_words(one) for one in found)


def _in_words(one: Counts) -> str:
    at = places(one.units, one.establishments)
    return f"{counted(one.rounds)} lượt {called(one.type)}{f' tại {at}' if at else ''}"


def called(kind: InspectionType) -> str:
    """A type inside a sentence.

    >>> called(InspectionType.PUBLIC_SERVICE), called(InspectionType.FOOD_SAFETY), called(InspectionType.OTHER)
    ('kiểm tra công vụ', 'kiểm tra an toàn thực phẩm', 'kiểm tra khác')
    """
    label = kind.label.lower()
    return label if label.startswith("kiểm tra") else f"kiểm tra {label}"


def _rows(values: dict[str, str]) -> list[tuple[str, int, int, int, int]]:
    return list(database.execute_sql(BY_TYPE, values).fetchall())
