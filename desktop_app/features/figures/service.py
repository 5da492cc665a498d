"""Reading and writing figures; nothing else writes them. An empty cell is no row: "chưa báo cáo"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from db.models import ClosedPeriod, Erratum, Figure, Indicator, Unit
from db.words import RATIOS, Aggregation, ComputedFrom, Every, FigureState, UnitRelation
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.figures.columns import ERRATA, FIGURES
from desktop_app.features.periods import service as periods
from desktop_app.features.targets.service import HAVE_TARGETS
from desktop_app.records import Rows, session
from desktop_app.rules import figures as rules
from desktop_app.rules import names
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import read_amount, show_amount
from desktop_app.rules.targets import Reported

NUMBERS = ("value", "numerator", "denominator")
NOTHING = "không phát sinh"
NOTE_ROOM = 500


@dataclass(frozen=True)
class Entry:
    """What a person says of one cell: texts as typed or pasted. All empty means "chưa báo cáo"."""

    indicator: Indicator
    unit: Unit
    period: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    nothing: bool = False
    estimated: bool = False
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.value or self.numerator or self.denominator or self.nothing)


@dataclass
class Kept:
    """What became of entries, by their place: what is wrong (and was not written), and what is odd (and was)."""

    written: int = 0
    same: int = 0
    problems: dict[int, dict[str, str]] = field(default_factory=dict)
    doubts: dict[int, list[str]] = field(default_factory=dict)


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Figures under a filter: the rows of paper and sheet."""
    return records.find(FIGURES, where, text, order)


def get(record_id: int) -> Figure:
    """One figure by its id."""
    return Figure.get_by_id(record_id)


# --- Reading ---

Cell = tuple[int, int, str]  # indicator, unit, period


def of_years(
    years: Iterable[int], units: Iterable[Unit] | None = None, indicators: Iterable[Indicator] | None = None
) -> dict[Cell, Figure]:
    """The figures of some years by ``(indicator id, unit id, period)``.

    Where a unit's own office has sent one and ours was typed for it, the one that was sent counts.
    """
    query = Figure.select().where(Figure.year.in_(list(years)), Figure.deleted_at.is_null())
    if units is not None:
        query = query.where(Figure.unit.in_([unit.id for unit in units]))
    if indicators is not None:
        query = query.where(Figure.indicator.in_([one.id for one in indicators]))
    found: dict[Cell, Figure] = {}
    # Of two that one office wrote of a cell (it began afresh, and was given back the other) the later written counts.
    written = (Figure.def_epoch, Figure.def_term, Figure.def_n, Figure.uid)
    for row in query.order_by(Figure.def_owner != session.current.office_uid, *written):
        data = row.__data__
        found[(data["indicator"], data["unit"], row.period)] = row
    return found


def reported(row: Figure | None) -> Reported | None:
    """A figure as the rules take it."""
    if row is None:
        return None
    nothing = row.state == FigureState.NOTHING
    return Reported(row.value, row.numerator, row.denominator, nothing, bool(row.estimated))


def said(row: Figure | None) -> str:
    """A figure in a few words, for errata and warnings.

    Of a ratio its parts: "12 / 15"; of an estimate "12 (ước)".
    """
    if row is None:
        return "chưa báo cáo"
    return _said({name: getattr(row, name) for name in (*NUMBERS, "state", "estimated")})


def is_ours(row: Figure) -> bool:
    """Whether this office wrote the figure, rather than one below."""
    return bool(row.def_owner == session.current.office_uid)


def errata_of(row: Figure) -> list[Erratum]:
    """The corrections of a figure after its period was closed, the first one first."""
    query = Erratum.select().where(Erratum.figure == row, Erratum.deleted_at.is_null())
    return list(query.order_by(Erratum.place, Erratum.id))


def corrected(rows: Iterable[Figure]) -> set[int]:
    """The ids of those figures that were corrected after their period was closed."""
    ids = [row.id for row in rows]
    query = Erratum.select(Erratum.figure).where(Erratum.figure.in_(ids), Erratum.deleted_at.is_null())
    return {one.__data__["figure"] for one in query}


def errata_words(row: Figure) -> list[str]:
    """Each correction of a figure, in a line."""
    found = []
    for one in errata_of(row):
        paper = f" ({one.paper})" if one.paper else ""
        reason = names.one_line(one.reason)
        found.append(
            f"Đính chính lần {one.place} ngày {show_date(one.corrected_on)}: {one.old} → {one.new}. {reason}{paper}. "
            f"Người đính chính: {one.author}"
        )
    return found


# --- Writing ---


def keep(entries: Sequence[Entry], *, computed: bool = False) -> Kept:
    """Write what can be written, in one transaction; the rest is told by its place among ``entries``, and why.

    An entry that says nothing takes the figure out. Odd figures are written and told of. ``computed``: the program
    has worked them out of its own books (`figure_computed`), rather than a person.
    """
    kept = Kept()
    with records.writing():
        for place, one, row, values in _judged(entries, kept, computed=computed):
            try:
                done = _put(one, row, values)
            except Refused as refused:
                kept.problems[place] = dict(refused.problems)
                continue
            kept.written += done
            kept.same += not done
    return kept


def look(entries: Sequence[Entry]) -> Kept:
    """What `keep` would say of entries; nothing is written."""
    kept = Kept()
    for _ in _judged(entries, kept):
        pass
    return kept


def _judged(
    entries: Sequence[Entry], kept: Kept, *, computed: bool = False
) -> Iterator[tuple[int, Entry, Figure | None, dict[str, Any] | None]]:
    """The entries that can be taken, with their rows and values; what is wrong or odd goes into ``kept``."""
    known = of_years({rules.key_year(one.period) for one in entries}, _distinct(entries, "unit")) if entries else {}
    told: set[Cell] = set()
    shut = periods.closed_months(rules.key_year(one.period) for one in entries)
    for place, one in enumerate(entries):
        cell = (one.indicator.id, one.unit.id, one.period)
        if cell in told:
            kept.problems[place] = {"value": "Ô này được ghi hai lần cùng lúc; hãy bỏ bớt một"}
            continue
        told.add(cell)
        row = known.get(cell)
        try:
            values = _values(one, row, closed=periods.month_of(one.period) in shut, computed=computed)
        except Refused as refused:
            kept.problems[place] = dict(refused.problems)
            continue
        if values is not None:
            if odd := _doubts(one, values, known):
                kept.doubts[place] = odd
            known[cell] = Figure(**values)  # a year pasted at once: each month is held against the one before it
        yield place, one, row, values


def correct(row: Figure, entry: Entry, reason: str, paper: str = "") -> Erratum:
    """Correct a figure of a closed period: the old value stays beside the new one. Refused without a reason.

    One that the program worked out is corrected like any other: what has been reported no longer follows the book.
    """
    _ours_or_refused(row)
    _closed_or_refused(row.period)
    values = _values(entry, row, computed=True)
    if values is None:
        raise Refused({"value": "Ghi số đính chính; nếu không phát sinh, đánh dấu “Không phát sinh”"})
    old, new = said(row), _said(values)
    if old == new:
        raise Refused({"value": "Số đính chính giống số đã báo cáo"})
    more: dict[str, Any] = {"figure": row, "old": old, "new": new, "author": session.current.who}
    more["place"] = len(errata_of(row)) + 1
    texts = {"reason": reason, "paper": paper, "corrected_on": records_day()}
    with records.writing():
        made = records.keep(ERRATA, texts, None, **more)
        records.keep(FIGURES, {}, row, **values)
    return made


def add_late(entry: Entry, reason: str, paper: str = "") -> Erratum:
    """Report a figure of a closed period that was "chưa báo cáo": an erratum too."""
    cell = (entry.indicator.id, entry.unit.id, entry.period)
    if cell in of_years([rules.key_year(entry.period)], [entry.unit], [entry.indicator]):
        raise Refused({"value": "Ô này đã có số liệu; hãy mở lại bảng rồi đính chính số đó"})
    _closed_or_refused(entry.period)
    values = _values(entry, None, computed=True)
    if values is None:
        raise Refused({"value": "Ghi số liệu"})
    with records.writing():
        _put(entry, None, values)
        row = Figure.get(Figure.uid == _uid(entry))
        place = len(errata_of(row)) + 1
        more: dict[str, Any] = {"figure": row, "old": said(None), "new": said(row), "place": place}
        more["author"] = session.current.who
        texts = {"reason": reason, "paper": paper, "corrected_on": records_day()}
        return records.keep(ERRATA, texts, None, **more)


def refuse_undo(row: Figure | Erratum, saved: Sequence[Any], at: datetime) -> None:
    """Refused where a save may not be taken back: of a closed month, unless as a correction that nobody was told of."""
    if isinstance(row, Erratum):
        if (sent := periods.sent_since(at)) is not None:
            raise Refused(f"{periods.sent_words(sent)} đã gửi lần đính chính này; hãy đính chính thêm lần nữa")
        return
    corrected_with = any(isinstance(one, Erratum) and one.__data__["figure"] == row.id for one in saved)
    closed_with = any(isinstance(one, ClosedPeriod) for one in saved)  # worked out when the month was closed
    if not corrected_with and not closed_with and periods.is_closed(row.period):
        raise Refused(f"{rules.key_label(row.period)} đã chốt; hãy dùng “Đính chính”")


def records_day() -> str:
    """Today, as a text for the gate."""
    return show_date(clock.today())


def _put(one: Entry, row: Figure | None, values: dict[str, Any] | None) -> bool:
    """Write one entry; whether anything changed."""
    if values is None:
        if row is None:
            return False
        records.delete(FIGURES, row)
        return True
    if row is None:
        gone = Figure.get_or_none(Figure.uid == _uid(one))
        if gone is not None:  # taken out before: the same figure comes back
            records.restore(FIGURES, gone)
            records.keep(FIGURES, {}, gone, **values)
            return True
        records.keep(FIGURES, {}, None, **_place_of(one), **values)
        return True
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    records.keep(FIGURES, {}, row, **values)
    return True


def _place_of(one: Entry) -> dict[str, Any]:
    year = rules.key_year(one.period)
    return {"uid": _uid(one), "indicator": one.indicator, "unit": one.unit, "year": year, "period": one.period}


def _uid(one: Entry) -> str:
    """The same figure has the same name whenever this office writes it: over a restored copy it is no second one."""
    words = f"figure {one.indicator.uid} {one.unit.uid} {one.period}"
    return uuid5(UUID(session.current.office_uid), words).hex


# --- Rules ---


def _values(one: Entry, row: Figure | None, *, closed: bool = False, computed: bool = False) -> dict[str, Any] | None:
    """What an entry holds, None when it says nothing; Refused, by column, when it cannot be taken."""
    if row is not None:
        _ours_or_refused(row)
    if closed:
        raise Refused({"value": f"{rules.key_label(one.period)} đã chốt; hãy dùng “Đính chính”"})
    if one.unit.relation not in HAVE_TARGETS:
        raise Refused({"unit": "Chỉ ghi số liệu của cơ quan mình, đơn vị thuộc cơ quan hoặc cấp dưới"})
    if one.indicator.computed != ComputedFrom.TYPED and not computed and one.unit.relation != UnitRelation.SUB:
        raise Refused({"value": "Chỉ tiêu này chương trình tự tính, không nhập tay"})
    every = rules.key_every(one.period)
    if every not in (one.indicator.every, Every.YEAR):  # the whole of a past year may be given in one figure
        raise Refused({"period": f"Chỉ tiêu này báo cáo theo {Every(one.indicator.every).label.lower()}"})
    if one.empty:
        return None
    return _numbers(one)


def _numbers(one: Entry) -> dict[str, Any]:
    """The numbers, marks and note of an entry that says something."""
    is_ratio = one.indicator.aggregation in RATIOS
    wanted = NUMBERS[1:] if is_ratio else NUMBERS[:1]
    numbers: dict[str, Any] = dict.fromkeys(NUMBERS)
    problems = {}
    for name in NUMBERS:
        try:
            numbers[name] = _number(one, name, wanted)
        except ValueError as error:
            problems[name] = str(error)
    if one.indicator.aggregation == Aggregation.FLAG and numbers["value"] not in (None, 0, 1):
        problems["value"] = "Ghi 1 nếu đạt, 0 nếu chưa đạt"
    if len(one.note) > NOTE_ROOM:
        problems["note"] = f"Ghi chú quá dài, không được quá {NOTE_ROOM} ký tự"
    if problems:
        raise Refused(problems)
    state = FigureState.NOTHING if one.nothing else FigureState.REPORTED
    return {**numbers, "state": state, "estimated": one.estimated, "note": one.note.strip()}


def _number(one: Entry, name: str, wanted: Sequence[str]) -> Decimal | None:
    """One number of an entry; ValueError, in words, when it is missing, out of place or none."""
    text = getattr(one, name).strip()
    if not text:
        if name in wanted and not one.nothing:
            raise ValueError(f"Chưa ghi {FIGURES.columns[name].label.lower()}")
        return None
    if one.nothing:
        raise ValueError("Đã đánh dấu “Không phát sinh”; hãy xóa số này hoặc bỏ dấu")
    if name not in wanted:
        is_ratio = len(wanted) > 1
        raise ValueError("Hãy ghi tử số và mẫu số, chương trình tính" if is_ratio else "Chỉ tiêu này không có tử, mẫu")
    return read_amount(text)


def _doubts(one: Entry, values: Mapping[str, Any], known: Mapping[Cell, Figure]) -> list[str]:
    every, year = Every(one.indicator.every), rules.key_year(one.period)
    last = rules.last_month(one.period) - 1
    before = [known.get((one.indicator.id, one.unit.id, code)) for code in rules.keys(every, year, last)]
    value, numerator, denominator = (values[name] for name in NUMBERS)
    earlier = [row.value if row is not None else None for row in before]
    odd = rules.doubts(Aggregation(one.indicator.aggregation), value, numerator, denominator, earlier)
    today = clock.today()
    early = (year, rules.last_month(one.period)) > (today.year, today.month) and not values["estimated"]
    return [*odd, f"{rules.key_label(one.period)} chưa kết thúc mà không đánh dấu là số ước"] if early else odd


def _closed_or_refused(period: str) -> None:
    if not periods.is_closed(period):
        raise Refused({"reason": "Kỳ này chưa chốt; hãy sửa thẳng vào bảng số liệu"})


def _ours_or_refused(row: Figure) -> None:
    if not is_ours(row):
        raise Refused({"value": "Số này do đơn vị gửi lên; hãy đề nghị nơi đó sửa rồi nhận lại gói dữ liệu"})


def _said(values: Mapping[str, Any]) -> str:
    if values["state"] == FigureState.NOTHING:
        return NOTHING
    number = show_amount(values["value"])
    if values["value"] is None:
        number = f"{show_amount(values['numerator'])} / {show_amount(values['denominator'])}"
    return f"{number} (ước)" if values["estimated"] else number


def _distinct(entries: Sequence[Entry], name: str) -> list[Any]:
    return list({getattr(one, name).id: getattr(one, name) for one in entries}.values())
