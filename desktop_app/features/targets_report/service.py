"""What the table of indicators is of: one unit or all below, its lines, and the year in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.models import Unit
from db.words import Assigner, Outcome, PeriodScheme
from desktop_app.errors import Refused
from desktop_app.features.readings import service as readings
from desktop_app.features.readings.columns import Plan, Reading, summary_words
from desktop_app.features.targets.service import HAVE_TARGETS
from desktop_app.features.units import service as units
from desktop_app.rules.names import fold
from desktop_app.rules.numbers import counted
from desktop_app.rules.periods import Period, read_period


@dataclass(frozen=True)
class Scope:
    """Of whom the table is: one unit, or consolidated over the units below."""

    unit: Unit | None = None

    @property
    def name(self) -> str:
        """Of whom, in words."""
        return "Tổng hợp các đơn vị cấp dưới" if self.unit is None else str(self.unit.name)


@dataclass(frozen=True)
class Table:
    """The lines of the table and what stands around them; ``left_out`` have neither target nor figure."""

    scope: Scope
    period: Period
    as_at: date
    lines: tuple[Reading, ...]
    left_out: int
    lacking: tuple[str, ...]

    @property
    def assigners(self) -> tuple[Assigner, ...]:
        """Whose plans have a column: the two that the form names, and whoever else has set any."""
        there = {plan.assigner for one in self.lines for plan in one.plans}
        return tuple(who for who in Assigner if who in there or who in (Assigner.UPPER, Assigner.COUNCIL))

    @property
    def year_over(self) -> bool:
        """Whether the year is judged: every target has an end, or none was read before December."""
        ends = {plan.outcome for one in self.lines for plan in one.plans}
        return self.period.last_month == readings.WHOLE_YEAR and Outcome.UNDER_WAY not in ends


def scope(codes: Sequence[str], *, consolidated: bool) -> Scope:
    """Of whom a table is asked for; Refused where there is no such unit, or both are asked."""
    if consolidated:
        if codes:
            raise Refused({"of_unit": "Chọn một đơn vị hoặc tổng hợp cấp dưới, không chọn cả hai"})
        return Scope()
    if not codes:
        return Scope(units.own())
    if len(codes) > 1:
        raise Refused({"of_unit": "Mỗi biểu chỉ của một đơn vị; hãy ghi một mã, hoặc chọn tổng hợp cấp dưới"})
    wanted = fold(codes[0])
    found = [unit for unit in Unit.select().where(Unit.deleted_at.is_null()) if fold(unit.code) == wanted]
    if not found:
        raise Refused({"of_unit": f"Không có đơn vị mã “{codes[0]}”; xem mã ở mục Đơn vị"})
    if found[0].relation not in HAVE_TARGETS:
        raise Refused({"of_unit": f"“{found[0].name}” không phải cơ quan mình, đơn vị thuộc cơ quan hay cấp dưới"})
    return Scope(found[0])


def calendar_months(period: Period) -> Period:
    """The same period by whole months, as figures are reported."""
    return read_period(period.code, PeriodScheme.CALENDAR)


def table(period: Period, as_at: date, of: Scope) -> Table:
    """Read the table of a period."""
    period = calendar_months(period)
    day = min(as_at, period.end)
    found = readings.consolidated(period, as_at=day) if of.unit is None else readings.read(period, of.unit, as_at=day)
    lines = tuple(one for one in found if one.plans or one.so_far.value is not None or one.last_year is not None)
    lacking = {name: None for one in lines for name in one.lacking}
    return Table(of, period, day, lines, len(found) - len(lines), tuple(lacking))


# --- In words ---


def said_of(plans: Sequence[Plan]) -> str:
    """What is said of an indicator: once where its assigners agree, else of each."""
    if not plans:
        return ""
    if any(plan.outcome != Outcome.UNDER_WAY for plan in plans):
        return _each([(plan.assigner, plan.outcome.label) for plan in plans], "\n")
    if all(plan.foreseen == Outcome.NO_FIGURE for plan in plans):
        return Outcome.UNDER_WAY.label
    foreseen = _each([(plan.assigner, plan.foreseen.label.lower()) for plan in plans], "; ")
    return f"{Outcome.UNDER_WAY.label}; dự báo: {foreseen}"


def _each(ends: Sequence[tuple[Assigner, str]], between: str) -> str:
    words = {end for _, end in ends}
    return words.pop() if len(words) == 1 else between.join(f"{who.label}: {end}" for who, end in ends)


def sentence(lines: Sequence[Reading], *, year_over: bool) -> str:
    """The year in one sentence, in the words of the offices' own reports; empty without any target.

    Each indicator is named once; those whose assigners come to different ends are named with both.
    """
    scores = []
    for who in Assigner:
        found = readings.summary(lines, who, foreseen=not year_over)
        if found.judged:
            scores.append(f"{found.done}/{found.judged} chỉ tiêu {lowered(who.label)}")
    if not scores:
        return ""
    told = [(words, names) for words, names in _sorted_out(lines, year_over=year_over) if names]
    parts = [f"{counted(len(names))} chỉ tiêu {words} ({', '.join(names)})" for words, names in told]
    if len(told) == 1 and len(told[0][1]) > 1:  # one end for all of them: nobody needs their names
        parts = [f"cả {counted(len(told[0][1]))} chỉ tiêu {told[0][0]}"]
    begin = "Hoàn thành" if year_over else "Năm kế hoạch chưa kết thúc; theo dự báo, cả năm hoàn thành"
    return f"{begin} {', '.join(scores)}: {'; '.join(parts)}."


def _sorted_out(lines: Sequence[Reading], *, year_over: bool) -> list[tuple[str, list[str]]]:
    """What is said of indicators with a target, and their names under it."""
    under: dict[Outcome | None, list[str]] = {}
    for one in lines:
        ends = {plan.outcome if year_over else plan.foreseen for plan in one.plans}
        if len(ends) == 1:
            under.setdefault(ends.pop(), []).append(lowered(one.name))
        elif ends:
            each = ", ".join(
                f"{lowered(plan.assigner.label)}: {(plan.outcome if year_over else plan.foreseen).label.lower()}"
                for plan in one.plans
            )
            under.setdefault(None, []).append(f"{lowered(one.name)} – {each}")
    said = [(words, under.get(outcome, [])) for outcome, words in summary_words(year_over=year_over).items()]
    return [*said, ("đạt khác nhau theo nơi giao", under.get(None, []))]


def lowered(name: str) -> str:
    """A name inside a sentence; short forms in capitals stay.

    >>> lowered("Tỷ lệ hộ nghèo"), lowered("HĐND giao"), lowered("Cấp trên giao")
    ('tỷ lệ hộ nghèo', 'HĐND giao', 'cấp trên giao')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
