"""The charts of the overview: counted, and drawn for the screen or for paper; every bar keeps the filter behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.graphics.shapes import Drawing

from db.connection import reading
from db.words import Timeliness
from desktop_app import clock
from desktop_app.features.officials import service as officials
from desktop_app.features.overview.service import UnitLine
from desktop_app.features.task_counts import service as counts
from desktop_app.features.tasks.service import OPEN
from desktop_app.pdf import charts, faces, picture
from desktop_app.pdf.charts import WHOLE, Bar, Box, Look, Part
from desktop_app.rules.numbers import percent, show_whole

MONTHS, UNITS, LEADERS = 12, 12, 12
OTHERS = "Khác"
NOBODY = "Chưa ghi lãnh đạo chỉ đạo"
STACK = (Timeliness.DONE_IN_TIME, Timeliness.DONE_LATE, Timeliness.OPEN_IN_TIME, Timeliness.OPEN_OVERDUE)
DUE = (Timeliness.DONE_IN_TIME, Timeliness.DONE_LATE, Timeliness.OPEN_OVERDUE)  # what a rate in time is of
LOAD = (Timeliness.OPEN_IN_TIME, Timeliness.OPEN_OVERDUE, Timeliness.OPEN_NO_DUE)
# Words short enough for one line, the colour's name in the window's palette, stripes for whoever cannot tell colours.
LOOKS = {
    Timeliness.DONE_IN_TIME: ("Hoàn thành đúng hạn", "success", ""),
    Timeliness.DONE_LATE: ("Hoàn thành quá hạn", "violet", "-"),
    Timeliness.OPEN_IN_TIME: ("Chưa xong, trong hạn", "info", ""),
    Timeliness.OPEN_OVERDUE: ("Chưa xong, quá hạn", "danger", "/"),
    Timeliness.OPEN_NO_DUE: ("Không có thời hạn", "muted", ""),
}


@dataclass(frozen=True)
class Counted:
    """A bar, and for each of its parts, and for it as a whole (`WHOLE`), the words and the filter of the task list."""

    bar: Bar
    opens: Mapping[int, tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Counts:
    """The bars of the three charts."""

    months: tuple[Counted, ...]
    units: tuple[Counted, ...]
    leaders: tuple[Counted, ...]


@dataclass(frozen=True)
class Wish:
    """How a picture is wanted: pixels, pixels a point, the letters, and colours by their names."""

    sizes: tuple[tuple[int, int], ...]  # of the months, the units, the leaders
    scale: float
    family: str
    points: float
    colours: Mapping[str, str]


@dataclass(frozen=True)
class Picture:
    """A chart as a PPM, and its places in pixels from the upper left corner: box, words, filter."""

    ppm: bytes
    places: tuple[tuple[tuple[float, float, float, float], str, Mapping[str, Any]], ...]


def gather(units: Sequence[UnitLine]) -> Counts:
    """Count what the charts show, in one view of the file; ``units`` are the overview's own lines."""
    with reading():
        return Counts(tuple(_months()), tuple(_units(units)), tuple(_leaders()))


def paint(found: Counts, wish: Wish) -> tuple[Picture, ...]:
    """The three charts as pictures of the screen."""
    look = _look(wish)
    sizes = [(picture.points(wide, wish.scale), picture.points(high, wish.scale)) for wide, high in wish.sizes]
    drawn = (
        months_chart(found.months, look, wish.colours, *sizes[0]),
        units_chart(found.units, look, wish.colours, *sizes[1]),
        leaders_chart(found.leaders, look, wish.colours, *sizes[2]),
    )
    return tuple(_picture(drawing, boxes, bars, wish.scale) for drawing, boxes, bars in drawn)


Drawn = tuple[Drawing, list[Box], Sequence[Counted]]


def months_chart(bars: Sequence[Counted], look: Look, colours: Mapping[str, str], width: float, height: float) -> Drawn:
    """Done in time and late, open and overdue, month by month; sizes in points."""
    return *charts.columns(look, _parts(STACK, colours), [one.bar for one in bars], width, height), bars


def units_chart(bars: Sequence[Counted], look: Look, colours: Mapping[str, str], width: float, height: float) -> Drawn:
    """How much of each unit's work with a due date was done in time, the worst unit first."""
    parts = _parts(DUE, colours)
    shown = _with_others(bars, min(UNITS, charts.rows_that_fit(look, parts, width, height) - 1))
    return *charts.rows(look, parts, [one.bar for one in shown], width, height, share=True), shown


def leaders_chart(
    bars: Sequence[Counted], look: Look, colours: Mapping[str, str], width: float, height: float
) -> Drawn:
    """The open work that each leader directs, who has most first."""
    parts = _parts(LOAD, colours)
    shown = bars[: min(LEADERS, charts.rows_that_fit(look, parts, width, height))]
    return *charts.rows(look, parts, [one.bar for one in shown], width, height), shown


# --- Counting ---


def _months() -> list[Counted]:
    spans = counts.months(clock.today(), MONTHS)
    found = counts.by_month(spans[0][0], spans[-1][1])
    bars = []
    for first, last in spans:
        values = tuple(found.get((f"{first:%Y-%m}", name), 0) for name in STACK)
        opens = {}
        for place, (name, value) in enumerate(zip(STACK, values, strict=True)):
            span = "due_between" if name in OPEN else "completed_between"
            wanted = {"counted": True, "timeliness": name, span: (first, last)}
            opens[place] = (f"Tháng {first.month}/{first.year}, {_told(name, value)}", wanted)
        label = f"{first:%m}" if first.month > 1 and first != spans[0][0] else f"{first:%m/%y}"
        bars.append(Counted(Bar(label, values), opens))
    return bars


def _units(lines: Sequence[UnitLine]) -> list[Counted]:
    """Units with a rate, the worst first; of equal ones that with more work."""
    bars = [(line, _unit(line.name, [line.unit_id], (line.in_time, line.late, line.overdue))) for line in lines]
    rated = [(line, bar) for line, bar in bars if sum(bar.bar.values)]
    rated.sort(key=lambda pair: (pair[1].bar.values[0] / sum(pair[1].bar.values), -sum(pair[1].bar.values)))
    return [bar for _, bar in rated]


def _unit(name: str, ids: list[int], values: tuple[int, ...]) -> Counted:
    whole = sum(values)
    rate = f"{percent(values[0], whole)}%"
    wanted: dict[str, Any] = {"counted": True, "lead_unit": ids if len(ids) > 1 else ids[0]}
    opens = {
        place: (f"{name}: {_told(kind, value)}", wanted | {"timeliness": kind})
        for place, (kind, value) in enumerate(zip(DUE, values, strict=True))
    }
    words = f"{name}: đúng hạn {rate} của {show_whole(whole)} nhiệm vụ có hạn"
    opens[WHOLE] = (words, wanted | {"timeliness": DUE})
    return Counted(Bar(name, values, f"{rate} ({show_whole(values[0])}/{show_whole(whole)})"), opens)


def _with_others(bars: Sequence[Counted], most: int) -> list[Counted]:
    """The first units, and all others as one bar."""
    if len(bars) <= most + 1:
        return list(bars)
    rest = bars[most:]
    ids = [one.opens[WHOLE][1]["lead_unit"] for one in rest]
    values = tuple(sum(one.bar.values[place] for one in rest) for place in range(len(DUE)))
    return [*bars[:most], _unit(f"{OTHERS} ({len(rest)} đơn vị)", ids, values)]


def _leaders() -> list[Counted]:
    found = counts.by_leader()
    ids = {leader for leader, _ in found}
    names = {row.id: row.name for row in officials.find().rows([one for one in ids if one is not None])}
    bars = []
    for leader in ids:
        name = NOBODY if leader is None else names.get(leader, "(đã xóa)")
        values = tuple(found.get((leader, kind), 0) for kind in LOAD)
        wanted: dict[str, Any] = {"counted": True, "supervising_leader": leader}
        opens = {
            place: (f"{name}: {_told(kind, value)}", wanted | {"timeliness": kind})
            for place, (kind, value) in enumerate(zip(LOAD, values, strict=True))
        }
        opens[WHOLE] = (f"{name}: {show_whole(sum(values))} việc chưa hoàn thành", wanted | {"timeliness": OPEN})
        bars.append((leader is None, -sum(values), name, Counted(Bar(name, values, show_whole(sum(values))), opens)))
    return [bar for *_, bar in sorted(bars, key=lambda one: one[:3])]


def _told(kind: Timeliness, value: int) -> str:
    return f"{kind.label[:1].lower()}{kind.label[1:]}: {show_whole(value)} nhiệm vụ"


# --- Drawing ---


def _look(wish: Wish) -> Look:
    face, bold = faces.of_window(wish.family)
    colours = wish.colours
    return Look(colours["ground"], colours["text"], colours["muted_ink"], colours["line"], face, bold, wish.points)


def _parts(kinds: Sequence[Timeliness], colours: Mapping[str, str]) -> list[Part]:
    return [Part(words, colours[colour], stripes) for words, colour, stripes in (LOOKS[kind] for kind in kinds)]


def _picture(drawing: Drawing, boxes: Sequence[Box], bars: Sequence[Counted], scale: float) -> Picture:
    places = []
    for box in boxes:
        words, wanted = bars[box.bar].opens[box.part]
        edges = (box.left, drawing.height - box.top, box.right, drawing.height - box.bottom)
        left, top, right, bottom = (edge * scale for edge in edges)
        places.append(((left, top, right, bottom), words, wanted))
    return Picture(picture.ppm(drawing, scale), tuple(places))
