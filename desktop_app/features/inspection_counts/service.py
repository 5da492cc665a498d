"""Counting inspections of a span by type, and saying the counts in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.connection import database
from db.words import InspectionType
from desktop_app.records.session import current
from desktop_app.rules.numbers import counted

# A round belongs to the span in which it was begun, who was inspected in it to the span of the day itself: so the
# months add up to the year, and nobody is left out where a round goes on over the edge.
OF_SPAN = (
    "FROM inspection_round AS r LEFT JOIN inspected_party AS p ON p.round_id = r.id AND p.deleted_at IS NULL "
    "AND p.inspected_on BETWEEN :since AND :until LEFT JOIN finding AS f ON f.party_id = p.id AND f.deleted_at IS NULL "
    "WHERE r.deleted_at IS NULL AND r.def_owner IN ('', :ours) AND r.began_on <= :until "
    "AND (r.began_on >= :since OR p.id IS NOT NULL)"
)
BY_TYPE = (
    "SELECT r.type, r.began_on >= :since, count(DISTINCT r.id), count(DISTINCT CASE WHEN p.establishment_id IS NULL "
    f"THEN p.id END), count(DISTINCT CASE WHEN p.establishment_id IS NOT NULL THEN p.id END), count(DISTINCT f.id) "
    f"{OF_SPAN} GROUP BY r.type, r.began_on >= :since"
)


@dataclass(frozen=True)
class Part:
    """Rounds, and what was inspected and found in them in a span."""

    rounds: int = 0
    units: int = 0
    establishments: int = 0
    findings: int = 0


@dataclass(frozen=True)
class Counts:
    """Inspections of one type in a span: of the rounds ``begun`` in it, and of those that went on from before.

    A unit that two rounds went to counts twice: inspections of units are counted, as the articles count them.
    """

    type: InspectionType
    begun: Part = Part()
    went_on: Part = Part()

    @property
    def rounds(self) -> int:
        """Rounds begun in the span."""
        return self.begun.rounds

    @property
    def units(self) -> int:
        """Units inspected in the span, in whichever round."""
        return self.begun.units + self.went_on.units

    @property
    def establishments(self) -> int:
        """Establishments inspected in the span, in whichever round."""
        return self.begun.establishments + self.went_on.establishments

    @property
    def parties(self) -> int:
        """Units and establishments together."""
        return self.units + self.establishments

    @property
    def findings(self) -> int:
        """What was found at them."""
        return self.begun.findings + self.went_on.findings


def by_type(start: date, end: date) -> list[Counts]:
    """The types of which we inspected anything from ``start`` to ``end``, in the order of the list of types."""
    values = {"since": start.isoformat(), "until": end.isoformat(), "ours": current.office_uid}
    found: dict[InspectionType, dict[bool, Part]] = {}
    for kind, begun, *rest in database.execute_sql(BY_TYPE, values).fetchall():
        found.setdefault(InspectionType(kind), {})[bool(begun)] = Part(*rest)
    none = Part()
    return [
        Counts(kind, found[kind].get(True, none), found[kind].get(False, none))
        for kind in InspectionType
        if kind in found
    ]


def places(units: int, establishments: int) -> str:
    """Where was inspected: ``27 đơn vị``, ``05 cơ sở``, or both.

    >>> places(27, 0), places(0, 5), places(2, 5), places(0, 0)
    ('27 đơn vị', '05 cơ sở', '02 đơn vị, 05 cơ sở', '')
    """
    parts = ((units, "đơn vị"), (establishments, "cơ sở"))
    return ", ".join(f"{counted(number)} {word}" for number, word in parts if number)


def in_words(found: Sequence[Counts]) -> str:
    """The counts as a report says them: ``11 lượt kiểm tra công vụ tại 27 đơn vị; …``."""
    if len(found) == 1 and found[0].type == InspectionType.OTHER:
        return _in_words(found[0], "kiểm tra")  # other than what?
    return "; ".join(_in_words(one, called(one.type)) for one in found)


def _in_words(one: Counts, name: str) -> str:
    """One type: what was begun in the span, and what went on from before.

    >>> begun, went_on = Part(2, 5), Part(1, 3)
    >>> _in_words(Counts(InspectionType.OTHER, begun), "kiểm tra")
    '02 lượt kiểm tra tại 05 đơn vị'
    >>> _in_words(Counts(InspectionType.OTHER, Part(), went_on), "kiểm tra")
    '01 lượt kiểm tra bắt đầu từ kỳ trước tại 03 đơn vị'
    >>> _in_words(Counts(InspectionType.OTHER, begun, went_on), "kiểm tra")
    '02 lượt kiểm tra tại 05 đơn vị, 01 lượt bắt đầu từ kỳ trước tại 03 đơn vị'
    """
    parts = [_part(one.begun, f" {name}")] if one.begun.rounds else []
    if one.went_on.rounds:
        parts.append(_part(one.went_on, f"{'' if parts else f' {name}'} bắt đầu từ kỳ trước"))
    return ", ".join(parts)


def _part(one: Part, name: str) -> str:
    at = places(one.units, one.establishments)
    return f"{counted(one.rounds)} lượt{name}{f' tại {at}' if at else ''}"


def called(kind: InspectionType) -> str:
    """A type inside a sentence.

    >>> called(InspectionType.PUBLIC_SERVICE), called(InspectionType.FOOD_SAFETY), called(InspectionType.OTHER)
    ('kiểm tra công vụ', 'kiểm tra an toàn thực phẩm', 'kiểm tra khác')
    """
    label = kind.label.lower()
    return label if label.startswith("kiểm tra") else f"kiểm tra {label}"
