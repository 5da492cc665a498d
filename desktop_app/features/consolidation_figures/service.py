"""Who below has reported the figures of a period: "không phát sinh" is a report, a missing row is "chưa báo cáo"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from db.models import ClosedPeriod, Erratum, Figure, Indicator, Unit
from db.words import ComputedFrom, Every, FigureState, PeriodScheme
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.figures import service as figures
from desktop_app.features.targets import service as targets
from desktop_app.features.units import service as units
from desktop_app.rules import figures as rules
from desktop_app.rules.numbers import show_whole
from desktop_app.rules.periods import Period, read_period

HEADINGS = (
    "Mã",
    "Đơn vị",
    "Tình hình số liệu",
    "Đã báo cáo",
    "Có số liệu",
    "Không phát sinh",
    "Số ước",
    "Nhập thay",
    "Đính chính",
    "Đã chốt",
    "Chưa báo cáo",
)
NOT_YET, COMPLETE, NOTHING_ASKED = "chưa báo cáo", "đủ số liệu", "chưa giao chỉ tiêu"


@dataclass(frozen=True)
class Line:
    """The figures of an office below in a period.

    ``expected`` are the figures due: of every indicator it was given or has reported this year, one a period; ``given``
    are those with a number, ``nothing`` those of "không phát sinh". ``typed`` of them were typed here for it.
    ``missing`` names the others. ``latest`` is the newest period of the year it has figures of.
    """

    code: str
    name: str
    expected: int = 0
    given: int = 0
    nothing: int = 0
    estimated: int = 0
    typed: int = 0
    errata: int = 0
    closed: bool = False
    missing: tuple[str, ...] = ()
    latest: str = ""

    @property
    def reported(self) -> int:
        """How many figures are there, "không phát sinh" among them."""
        return self.given + self.nothing

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.expected > 0 and not self.missing

    @property
    def words(self) -> str:
        """How its figures stand."""
        if self.complete:
            return COMPLETE + (", không phát sinh" if not self.given else "")
        if self.reported:
            return f"thiếu {show_whole(len(self.missing))} số"
        latest = f"; mới có số liệu {_small(rules.key_label(self.latest))}" if self.latest else ""
        return (NOT_YET if self.expected else f"{NOTHING_ASKED}, {NOT_YET}") + latest


@dataclass(frozen=True)
class Coverage:
    """The figures of a period from below."""

    period: Period
    lines: tuple[Line, ...]

    @property
    def complete(self) -> int:
        """How many offices have reported everything."""
        return sum(line.complete for line in self.lines)

    @property
    def words(self) -> str:
        """Of how many offices everything is there, of how many a part, of how many nothing."""
        some = sum(line.reported > 0 and not line.complete for line in self.lines)
        none = sum(not line.reported for line in self.lines)
        words = [f"{self.complete}/{len(self.lines)} đơn vị đủ số liệu"]
        words += [f"{some} đơn vị còn thiếu"] if some else []
        return ", ".join(words + ([f"{none} đơn vị chưa báo cáo"] if none else []))


def coverage(period_code: str) -> Coverage:
    """Which figures of a period the offices below have reported; Refused when the code names no period."""
    try:
        period = read_period(period_code, PeriodScheme.CALENDAR)
    except ValueError as error:
        raise Refused({"period": str(error)}) from None
    below = units.reporting(period)
    known = figures.of_years([period.year], below)
    given = {(indicator, unit) for indicator, unit, _ in targets.in_force(period.year, units=below)}
    given |= {(indicator, unit) for indicator, unit, _ in known}
    catalogue = list(Indicator.select().where(Indicator.computed == ComputedFrom.TYPED, Indicator.deleted_at.is_null()))
    catalogue.sort(key=lambda one: (one.place, one.code))
    errata, closed = _errata(), _closed()
    lines = []
    for unit in below:
        wanted = [one for one in catalogue if (one.id, unit.id) in given]
        lines.append(_line(unit, period, wanted, known, errata, closed))
    return Coverage(period, tuple(lines))


def _line(
    unit: Unit,
    period: Period,
    wanted: Sequence[Indicator],
    known: dict[figures.Cell, Figure],
    errata: dict[int, int],
    closed: set[tuple[str, str]],
) -> Line:
    due = [(one, code) for one in wanted for code in _due(one, period)]
    there = [row for one, code in due if (row := known.get((one.id, unit.id, code))) is not None]
    nothing = sum(row.state == FigureState.NOTHING for row in there)
    month = f"{period.year}-{period.last_month:02d}"
    mine = [code for _, of, code in known if of == unit.id]
    return Line(
        unit.code,
        unit.name,
        len(due),
        len(there) - nothing,
        nothing,
        sum(bool(row.estimated) for row in there),
        sum(figures.is_ours(row) for row in there),
        sum(errata.get(row.id, 0) for row in there),
        (str(unit.office_uid), month) in closed,
        tuple(_named(one, code, period) for one, code in due if (one.id, unit.id, code) not in known),
        max(mine, key=lambda code: (rules.last_month(code), len(code)), default=""),
    )


def _due(one: Indicator, period: Period) -> list[str]:
    """The figures of an indicator that a period asks for; nobody owes those of months to come."""
    today = clock.today()
    last = period.last_month if period.year < today.year else min(period.last_month, today.month)
    return rules.keys(Every(one.every), period.year, last, period.first_month) if period.year <= today.year else []


def _named(one: Indicator, code: str, period: Period) -> str:
    """A missing figure: its indicator, and the period where the whole has several."""
    alone = period.first_month == period.last_month
    return str(one.code) if alone else f"{one.code} {_small(rules.key_label(code))}"


def _errata() -> dict[int, int]:
    query: Any = Erratum.select(Erratum.figure, fn.COUNT(Erratum.id)).where(Erratum.deleted_at.is_null())
    return dict(query.group_by(Erratum.figure).tuples())


def _closed() -> set[tuple[str, str]]:
    """(who has closed, which month)."""
    query: Any = ClosedPeriod.select(ClosedPeriod.def_owner, ClosedPeriod.period).where(
        ClosedPeriod.deleted_at.is_null()
    )
    return set(query.tuples())


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def lines(found: Coverage) -> list[list[str]]:
    """The same as a table of texts: headings, an office a line, the total with its coverage."""
    table = [list(HEADINGS)]
    for line in found.lines:
        table.append([line.code, line.name, line.words, *_numbers([line]), _yes(line.closed), "; ".join(line.missing)])
    closed = sum(line.closed for line in found.lines)
    total = [*_numbers(found.lines), f"{closed}/{len(found.lines)}", ""]
    return [*table, ["", "Tổng cộng", f"{found.complete}/{len(found.lines)} đơn vị đủ số liệu", *total]]


def _numbers(some: Iterable[Line]) -> list[str]:
    some = list(some)
    expected, reported = sum(line.expected for line in some), sum(line.reported for line in some)
    sums = [sum(getattr(line, name) for line in some) for name in ("given", "nothing", "estimated", "typed", "errata")]
    return [f"{show_whole(reported)}/{show_whole(expected)}", *map(show_whole, sums)]


def _yes(closed: bool) -> str:
    return "x" if closed else ""
