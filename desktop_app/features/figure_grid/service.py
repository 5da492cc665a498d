"""The sheets of figures: built from what is stored, read back into figures, judged while they are filled in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from db.models import Figure, Indicator, Unit
from db.words import RATIOS, Every, FigureState
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.figure_computed import service as computed
from desktop_app.features.figure_grid.columns import MONTH, PARTS, YEAR, Place, Spot, Table
from desktop_app.features.figures import service as figures
from desktop_app.features.figures.columns import FIGURES
from desktop_app.features.figures.service import Entry
from desktop_app.features.indicators import service as indicators
from desktop_app.features.periods import service as periods
from desktop_app.features.targets.service import HAVE_TARGETS
from desktop_app.features.units import service as units
from desktop_app.records.kinds import YesNo
from desktop_app.rules import figure_words, names, targets
from desktop_app.rules import figures as rules
from desktop_app.rules.numbers import read_amount, roman, show_amount

NUMBERS = figures.NUMBERS
MARKS = ("estimated", "nothing")
TICK = YesNo()
UNTYPED, SAVED, ODD, WRONG, UNSAVED = "chưa báo cáo", "đã lưu", "lạ", "sai", "chưa lưu"
CLOSED, CORRECTED = "đã chốt", "đính chính"
YEARS_BACK = 10
Read = Callable[[Spot], str]


@dataclass
class Judged:
    """What cells say: the figures to write, what is wrong with a cell and what is odd, by cell."""

    entries: list[Entry] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    problems: dict[Spot, str] = field(default_factory=dict)
    doubts: dict[Spot, str] = field(default_factory=dict)
    wrong: list[Place] = field(default_factory=list)


@dataclass
class Saved(Judged):
    """What became of them."""

    written: int = 0
    same: int = 0
    worked_out: int = 0  # computed figures that were brought up to date


# --- What may be chosen ---


def who() -> list[Unit]:
    """The units that have figures: the office itself first, its parts, those below."""
    found = units.find({"relation": list(HAVE_TARGETS)}, order="relation").ids()
    rows = [units.get(number) for number in found]
    return sorted(rows, key=lambda unit: unit.relation != "own")


def unit_of(code: str) -> Unit:
    """The unit of a code, the office itself for none; Refused, naming the codes there are."""
    known = {unit.code.casefold(): unit for unit in who()}
    if not code:
        return units.own()
    if code.casefold() not in known:
        raise Refused({"unit": f"Không có đơn vị mã “{code}”; có: {', '.join(unit.code for unit in known.values())}"})
    return known[code.casefold()]


def years() -> list[int]:
    """The years that may be chosen, the latest first."""
    return list(range(clock.today().year + 1, clock.today().year - YEARS_BACK - 1, -1))


def newest_month() -> str:
    """The month that is reported now: the one before this, until it is closed."""
    today = clock.today()
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    last = f"{year}-{month:02d}"
    return last if not periods.is_closed(last) else f"{today.year}-{today.month:02d}"


# --- Building ---


def month_table(period: str, unit: Unit) -> Table:
    """The figures that end with a month, an indicator a row."""
    year, month = rules.key_year(period), rules.last_month(period)
    known = figures.of_years([year - 1, year], [unit])
    table = Table(unit, period, MONTH, periods.closed_months([year]))
    live = {one.indicator.id: one for one in computed.entries(year, unit, [month])}
    for indicator in _themed(table, indicators.in_year(year), lambda one: rules.key(Every(one.every), year, month)):
        code = rules.key(Every(indicator.every), year, month) or ""
        place = _place(table, indicator, code, known)
        _month_row(table, place, known)
        if indicator.id in live:
            _show_live(table, place, live[indicator.id])
    if period in table.closed:
        _show_closed(table)
    return table


def year_table(year: int, unit: Unit) -> Table:
    """The figures of a year: an indicator a row, of a ratio two; a month a column, and the whole year at the end."""
    known = figures.of_years([year], [unit])
    table = Table(unit, str(year), YEAR, periods.closed_months([year]))
    for indicator in _themed(table, indicators.in_year(year), lambda one: "all"):
        is_ratio = indicator.aggregation in RATIOS
        row = len(table.rows)
        label = f"{indicator.name}: {names_of_part(indicator, 'numerator')}" if is_ratio else indicator.name
        _add(table, indicator, [label, indicator.measure])
        if is_ratio:
            _add(table, indicator, [f"   {names_of_part(indicator, 'denominator')}", ""])
        for month in range(1, 13):
            if (code := rules.key(Every(indicator.every), year, month)) is not None and code != str(year):
                _year_cells(table, _place(table, indicator, code, known), row, f"m{month}")
        _year_cells(table, _place(table, indicator, str(year), known), row, "year")
    return table


def _themed(table: Table, rows: Sequence[Indicator], key: Callable[[Indicator], str | None]) -> Iterator[Indicator]:
    """Indicators that have a figure here, with a heading row before each theme."""
    wanted = [one for one in rows if key(one) is not None]
    for number, (theme, group) in enumerate(groupby(wanted, key=lambda one: one.theme), 1):
        table.headings.append(len(table.rows))
        _add(table, None, [theme or "Chỉ tiêu khác"], roman(number))
        yield from group


def _add(table: Table, indicator: Indicator | None, texts: Sequence[str], code: str = "") -> None:
    table.rows.append([*texts, *[""] * (len(table.columns) - len(texts))])
    table.codes.append(code or (indicator.code if indicator is not None else ""))
    table.lines.append(indicator)


def _place(table: Table, indicator: Indicator, code: str, known: Mapping[figures.Cell, Figure]) -> Place:
    row = known.get((indicator.id, table.unit.id, code))
    place = Place(indicator, code, row, _shut(table, indicator, code, row))
    table.places.append(place)
    return place


def _shut(table: Table, indicator: Indicator, code: str, row: Figure | None) -> str:
    """Why a figure is not typed, in words; empty when it is."""
    if row is not None and not figures.is_ours(row):
        return "Số này do đơn vị gửi lên trong gói báo cáo; đơn vị sửa rồi gửi lại"
    if periods.month_of(code) in table.closed:
        return f"{rules.key_label(code)} đã chốt; bấm “Đính chính…” để sửa"
    if computed.is_computed(indicator, table.unit):
        return "Chương trình tự tính từ sổ nhiệm vụ, không nhập tay"
    if rules.key_every(code) == Every.YEAR != indicator.every and rules.key_year(code) >= clock.today().year:
        return "Số cả năm chỉ ghi cho năm đã qua; năm nay ghi từng kỳ"
    return ""


def _month_row(table: Table, place: Place, known: Mapping[figures.Cell, Figure]) -> None:
    indicator, row = place.indicator, place.row
    number = len(table.rows)
    texts = dict.fromkeys((column.name for column in table.columns), "")
    texts |= {"name": indicator.name, "measure": indicator.measure}
    texts["before"] = short(indicator, known.get((indicator.id, table.unit.id, previous(place.period))))
    texts |= parts_of(row)
    texts["rate"] = rate(indicator, texts)
    texts["state"] = SAVED if row is not None else UNTYPED
    _add(table, indicator, [texts[column.name] for column in table.columns])
    is_ratio = indicator.aggregation in RATIOS
    for part in PARTS:
        if part not in (("value",) if is_ratio else ("numerator", "denominator")):
            spot = (number, table.column(part))
            place.cells[part] = spot
            if not place.shut:
                table.opened.add(spot)


def _show_live(table: Table, place: Place, entry: Entry) -> None:
    """What the book of tasks says by now, beside what is stored of it."""
    if place.row is not None and (not figures.is_ours(place.row) or periods.is_closed(place.period)):
        return
    told = {part: getattr(entry, part) for part in ("numerator", "denominator")} | {"nothing": ["", "x"][entry.nothing]}
    number = place.cells["numerator"][0]
    same = place.row is not None and {part: parts_of(place.row)[part] for part in told} == {
        part: _dotted(text) for part, text in told.items()
    }
    for part, text in told.items():
        table.rows[number][table.column(part)] = _dotted(text)
    texts = dict(zip((column.name for column in table.columns), table.rows[number], strict=True))
    table.rows[number][table.column("rate")] = rate(place.indicator, texts)
    table.rows[number][table.column("state")] = SAVED if same else UNSAVED


def _show_closed(table: Table) -> None:
    """Of a closed month the state tells which figures were corrected since."""
    corrected = figures.corrected(place.row for place in table.places if place.row is not None)
    for place in table.places:
        if place.row is not None:
            row = next(iter(place.cells.values()))[0]
            table.rows[row][table.column("state")] = CORRECTED if place.row.id in corrected else CLOSED


def _dotted(text: str) -> str:
    return show_amount(Decimal(text)) if text.isdecimal() else text


def _year_cells(table: Table, place: Place, row: int, column: str) -> None:
    number = table.column(column)
    parts = parts_of(place.row)
    nothing, estimated = bool(parts["nothing"]), bool(parts["estimated"])
    if place.indicator.aggregation in RATIOS:
        place.cells = {"numerator": (row, number), "denominator": (row + 1, number)}
    else:
        place.cells = {"value": (row, number)}
    for part, (at, _) in place.cells.items():
        first = part != "denominator"
        table.rows[at][number] = figure_words.shown(
            parts[part], nothing=nothing and first, estimated=estimated and first
        )
        if not place.shut:
            table.opened.add((at, number))


# --- Words ---


def parts_of(row: Figure | None) -> dict[str, str]:
    """A stored figure as the texts of its cells."""
    if row is None:
        return dict.fromkeys(PARTS, "")
    found = {part: show_amount(getattr(row, part)) for part in NUMBERS}
    marks = {"estimated": bool(row.estimated), "nothing": row.state == FigureState.NOTHING}
    return found | {name: "x" if on else "" for name, on in marks.items()} | {"note": row.note}


def short(indicator: Indicator, row: Figure | None) -> str:
    """A figure of another period, as one cell has room for it: of a ratio its rate."""
    if row is None:
        return ""
    value = targets.single(indicators.measure_of(indicator), figures.reported(row))
    if row.state == FigureState.NOTHING:
        return figure_words.NOTHING_SHORT
    if value is None:  # a ratio without a base
        return figures.said(row)
    is_ratio = indicator.aggregation in RATIOS
    number = show_amount(value, int(indicator.decimals)) if is_ratio else show_amount(value)
    return figure_words.shown(number, nothing=False, estimated=bool(row.estimated))


def rate(indicator: Indicator, texts: Mapping[str, str]) -> str:
    """The ratio of two cells as typed, rounded; empty while either is no number."""
    measure = indicators.measure_of(indicator)
    if not measure.is_ratio:
        return ""
    try:
        top, base = (read_amount(figure_words.understood(texts[part]).number) for part in ("numerator", "denominator"))
    except ValueError:
        return ""
    value = targets.ratio(measure.aggregation, top, base)
    return "" if value is None else show_amount(value, measure.decimals)


def every_word(indicator: Indicator) -> str:
    """How often an indicator is reported, inside a sentence: "quý"."""
    return str(Every(indicator.every).label).lower()


def names_of_part(indicator: Indicator, part: str) -> str:
    """What the numerator or denominator of a ratio counts."""
    return str(getattr(indicator, part)) or FIGURES.columns[part].label


def previous(period: str) -> str:
    """The period before one, of the same length.

    >>> previous("2026-01"), previous("2026-Q2"), previous("2026")
    ('2025-12', '2026-Q1', '2025')
    """
    year, every, month = rules.key_year(period), rules.key_every(period), rules.last_month(period)
    earlier = rules.keys(every, year, month - 1) if every != Every.YEAR else []
    return earlier[-1] if earlier else rules.keys(every, year - 1, 12)[-1]


# --- Reading back ---


def changed(table: Table, read: Read) -> list[Place]:
    """The figures of which a cell says something else than when it was shown."""
    return [
        place
        for place in table.places
        if not place.shut and any(read(spot) != table.rows[spot[0]][spot[1]] for spot in place.cells.values())
    ]


def judge(table: Table, read: Read, places: Sequence[Place] | None = None) -> Judged:
    """What the changed figures (or those of ``places``) say, what is wrong and what is odd; nothing is written."""
    found = _read(table, read, changed(table, read) if places is None else places)
    _told(found, figures.look(found.entries))
    return found


def save(table: Table, read: Read) -> Saved:
    """Write what was changed and can be written, and bring the computed figures up to date; the rest is told."""
    found = _read(table, read, changed(table, read))
    saved = Saved(**vars(found))
    with records.writing():  # one save: taken back as one
        kept = figures.keep(saved.entries)
        saved.worked_out = computed.bring_up(rules.key_year(table.period), table.unit, _months(table)).written
    _told(saved, kept)
    saved.written, saved.same = kept.written, kept.same
    return saved


def unstored(table: Table) -> bool:
    """Whether a computed figure on the sheet is not stored as the book says it by now."""
    if table.whole_year:
        return False
    state = table.column("state")
    return any(row[state] == UNSAVED for row in table.rows)


def _months(table: Table) -> list[int]:
    return list(range(1, 13)) if table.whole_year else [rules.last_month(table.period)]


def _read(table: Table, read: Read, places: Sequence[Place]) -> Judged:
    found = Judged()
    for place in places:
        entry, wrong = entry_of(table, place, read)
        if wrong:
            found.problems |= {place.cells[part]: words for part, words in wrong.items()}
            found.wrong.append(place)
        else:
            found.entries.append(entry)
            found.places.append(place)
    return found


def _told(found: Judged, kept: figures.Kept) -> None:
    for number, problems in kept.problems.items():
        place = found.places[number]
        found.wrong.append(place)
        for part, words in problems.items():
            found.problems[place.cells.get(part) or next(iter(place.cells.values()))] = words
    for number, doubts in kept.doubts.items():
        found.doubts[next(iter(found.places[number].cells.values()))] = "; ".join(doubts)


def entry_of(table: Table, place: Place, read: Read) -> tuple[Entry, dict[str, str]]:
    """A figure as its cells say it, and what is wrong with its marks."""
    texts = {part: names.clean(read(spot)) for part, spot in place.cells.items()}
    told = {part: figure_words.understood(texts.get(part, "")) for part in NUMBERS}
    marks = {"nothing": False, "estimated": False}
    wrong = {}
    for name in marks:
        try:
            marks[name] = bool(texts.get(name)) and TICK.read(texts[name])
        except ValueError as error:
            wrong[name] = str(error)
    note = texts.get("note", place.row.note if place.row is not None else "")
    entry = Entry(
        place.indicator,
        table.unit,
        place.period,
        **{part: one.number for part, one in told.items()},
        nothing=marks["nothing"] or any(one.nothing for one in told.values()),
        estimated=marks["estimated"] or any(one.estimated for one in told.values()),
        note=note,
    )
    if entry.empty and not wrong and (entry.estimated or (entry.note and "note" in texts)):
        first = next(part for part in texts if part in NUMBERS)
        wrong[first] = "Đã ghi chú hoặc đánh dấu nhưng chưa ghi số; nếu không phát sinh, ghi “kps”"
    return entry, wrong


def next_spot(table: Table, spot: Spot) -> Spot | None:
    """Where Return goes: through the numbers to fill in, of a ratio its numerator, then its denominator."""
    if spot not in table.opened:
        return None
    place, part = table.at[spot]
    if part in ("numerator", "denominator", "value"):
        if table.whole_year:
            return None
        if part == "numerator":
            return place.cells["denominator"]
        return next((p.cells.get("value") or p.cells["numerator"] for p in _after(table, spot[0])), None)
    return None


def _after(table: Table, row: int) -> Iterator[Place]:
    for place in table.places:
        if not place.shut and next(iter(place.cells.values()))[0] > row:
            yield place


def coverage(table: Table) -> str:
    """How many indicators of a month have their figure, in words."""
    known = [place.row for place in table.places]
    nothing = sum(row is not None and row.state == FigureState.NOTHING for row in known)
    missing = sum(row is None for row in known)
    words = f"{len(known) - missing}/{len(known)} chỉ tiêu đã có số liệu"
    return (
        words + (f", {nothing} không phát sinh" if nothing else "") + (f", {missing} chưa báo cáo" if missing else "")
    )
