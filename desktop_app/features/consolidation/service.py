"""Who below has reported a period and what their figures come to; what is missing is never a silent zero."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from db.models import Package, Question, Unit
from db.words import PackageKind, PackageState, PeriodScheme
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.meetings import service as meetings
from desktop_app.features.units import service as units
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.rules.periods import Period, read_period

TAKEN = (PackageState.APPLIED, PackageState.ASKING)
# Figures of a report's cover, by the words under which they travel, and the shorter ones of the table.
SHOWN = {
    "Tổng": "Tổng số",
    "Hoàn thành đúng hạn": "HT đúng hạn",
    "Hoàn thành quá hạn": "HT quá hạn",
    "Hoàn thành, không hạn": "HT không hạn",
    "Đang thực hiện trong hạn": "TH trong hạn",
    "Đang thực hiện quá hạn": "TH quá hạn",
    "Đang thực hiện, không hạn": "TH không hạn",
}
MEETINGS = "Cuộc họp"
HEADINGS = ("Mã", "Đơn vị", "Tình hình báo cáo", *SHOWN.values(), MEETINGS, "Câu hỏi")
NOT_YET = "chưa báo cáo"


@dataclass(frozen=True)
class Line:
    """An office below.

    ``package`` is its report of the period, or, while there is none, its newest of another one (``other_period``);
    empty when it never reported. ``figures`` and ``meetings`` are of the period asked for: empty and None without it.
    """

    code: str
    name: str
    reported: bool = False
    package: str = ""
    number: int = 0
    received: str = ""
    other_period: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)
    meetings: int | None = None
    questions: int = 0

    @property
    def words(self) -> str:
        """How its report stands."""
        if self.reported:
            nothing = ", không phát sinh" if self.figures and not any(self.figures.values()) else ""
            return f"gói số {self.number}, nhận {self.received}{nothing}"
        return f"{NOT_YET}; mới có số liệu kỳ {self.other_period}" if self.other_period else NOT_YET


@dataclass(frozen=True)
class Coverage:
    """The reports of a period."""

    period: Period
    lines: tuple[Line, ...]

    @property
    def reported(self) -> tuple[Line, ...]:
        """Those who have sent it."""
        return tuple(line for line in self.lines if line.reported)

    @property
    def words(self) -> str:
        """Of how many offices every total is."""
        return f"{len(self.reported)}/{len(self.lines)} đơn vị"

    def total(self, name: str) -> str:
        """The sum of a figure; where not even everybody who reported gave it, how many did."""
        given = [line.figures[name] for line in self.reported if name in line.figures]
        return _total(given, len(self.reported))

    def total_meetings(self) -> str:
        """All meetings of those who reported."""
        return _total([line.meetings for line in self.reported if line.meetings is not None], len(self.reported))


def _total(given: Sequence[int], of: int) -> str:
    if not given:
        return "–"
    return show_whole(sum(given)) + ("" if len(given) == of else f" ({len(given)}/{of})")


def coverage(period_code: str) -> Coverage:
    """Who of the offices below has reported a period, and with what figures; Refused when it names no period."""
    try:
        period = read_period(period_code, PeriodScheme.ND09)
    except ValueError as error:
        raise Refused({"period": str(error)}) from None
    reports, questions, below = _reports(), _questions(), units.reporting(period)
    lines = (_line(unit, period, reports.get(unit.id, []), questions.get(unit.id, 0)) for unit in below)
    return Coverage(period, tuple(lines))


def lines(found: Coverage) -> list[list[str]]:
    """The same as a table of texts: headings, an office a line, the total with its coverage."""
    table = [list(HEADINGS)]
    for line in found.lines:
        figures = [show_whole(line.figures[name]) if name in line.figures else "–" for name in SHOWN]
        held = "–" if line.meetings is None else show_whole(line.meetings)
        table.append([line.code, line.name, line.words, *figures, held, show_whole(line.questions)])
    totals = [found.total(name) for name in SHOWN]
    asked = show_whole(sum(line.questions for line in found.lines))
    table.append(["", "Tổng cộng", found.words, *totals, found.total_meetings(), asked])
    return table


def newest_period() -> str:
    """The period of the newest report that came in; this month's while there is none."""
    newest = _taken().where(Package.period != "").order_by(Package.id.desc()).first()
    return str(newest.period) if newest is not None else f"{clock.today():%Y-%m}"


def _taken() -> Any:
    return Package.select().where(Package.incoming, Package.kind == PackageKind.REPORT, Package.state.in_(TAKEN))


def _reports() -> dict[int, list[Package]]:
    """Every report that counts by its unit, the newest first."""
    found: dict[int, list[Package]] = {}
    for one in _taken().order_by(Package.epoch.desc(), Package.running_number.desc()):
        found.setdefault(one.peer_id, []).append(one)
    return found


def _questions() -> dict[int, int]:
    query: Any = Question.select(Package.peer, fn.COUNT(Question.id)).join(Package).where(Question.answer == "")
    return dict(query.group_by(Package.peer).tuples())


def _line(unit: Unit, period: Period, reports: Sequence[Package], questions: int) -> Line:
    ours = next((one for one in reports if one.period == period.code), None)
    other = next((one for one in reports if one.period), None) if ours is None else None
    shown = ours or other
    facts = Line(unit.code, unit.name, questions=questions)
    if shown is None:
        return facts
    told = json.loads(shown.totals) if ours is not None else {}
    return Line(
        unit.code,
        unit.name,
        ours is not None,
        shown.uid,
        shown.running_number,
        show_date(shown.entered_at.date()) if shown.entered_at else "",
        other.period if other is not None else "",
        {name: told[name] for name in SHOWN if isinstance(told.get(name), int)},
        sum(meetings.counts_of(unit, period.code).values()) if ours is not None else None,
        questions,
    )
