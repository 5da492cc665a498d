"""The chart of an indicator's year: what was reached, period by period, against the plans."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect
from reportlab.lib.colors import HexColor

from desktop_app.pdf.charts import Box, Look, Part, begun, legend, write
from desktop_app.pdf.type import measure
from desktop_app.rules.numbers import show_amount
from desktop_app.rules.plots import Plot, ticks

ACTUAL, COMING = "info", "muted"
PLANS = ("danger", "violet", "warning", "success")  # colours of the plans, by their places
DASHES: tuple[tuple[float, ...] | None, ...] = (None, (5, 2), (2, 2), (7, 2, 2, 2))  # told apart without colours too
MARGIN = 0.15  # of the span, kept free over and under a line


_Said = tuple[str, float, float]  # a number, the middle of its bar, the height of its top


class _Frame(NamedTuple):
    """Where the periods and the numbers lie: the middles of the periods, and the level that ``low`` stands on."""

    middles: tuple[float, ...]
    step: float
    foot: float
    low: float
    scale: float

    def at(self, value: Decimal | float) -> float:
        """The height of a number."""
        return self.foot + (float(value) - self.low) * self.scale


def draw(plot: Plot, look: Look, colours: Mapping[str, str], width: float, height: float) -> tuple[Drawing, list[Box]]:
    """The chart, sizes in points, and where each period stands."""
    drawing, boxes = begun(look, width, height), list[Box]()
    parts = [Part(plot.words, colours[ACTUAL])]
    parts += [Part(line.words, colours[PLANS[place % 4]], "-" * (place % 2)) for place, line in enumerate(plot.lines)]
    parts += [Part("Dự báo cả năm", colours[COMING], "/")] * (plot.coming is not None)
    top = legend(drawing, look, parts, width, height) - look.size * 1.6
    foot = look.size * 1.7
    low, high = _span(plot)
    levels, decimals = ticks(low, high, (top - foot) / (look.size * 2.4))
    said = [show_amount(Decimal(str(level)), decimals) for level in levels]
    left = max(measure(words, look.face, look.size) for words in said) + look.size * 0.8
    step = (width - left) / max(1, len(plot.labels))
    middles = tuple(left + step * (place + 0.5) for place in range(len(plot.labels)))
    frame = _Frame(middles, step, foot, levels[0], (top - foot) / (levels[-1] - levels[0]))

    for level, words in zip(levels, said, strict=True):
        drawing.add(
            Line(left, frame.at(level), width, frame.at(level), strokeColor=HexColor(look.line), strokeWidth=0.5)
        )
        write(drawing, look, left - look.size * 0.4, frame.at(level) - look.size * 0.35, words, look.muted, "end")
    for middle, label in zip(middles, plot.labels, strict=True):
        write(drawing, look, middle, look.size * 0.4, label, look.muted, "middle")
    _coming(drawing, look, plot, colours, frame)
    if plot.upright:
        numbers = _bars(drawing, look, plot, colours[ACTUAL], frame)
    else:
        numbers = _joined(drawing, look, plot, colours[ACTUAL], frame)
    for place, line in enumerate(plot.lines):
        _plan(drawing, line.values, colours[PLANS[place % 4]], DASHES[place % 4], frame)
    for words, middle, high in numbers:  # the last one may be wider than its bar
        _number(drawing, look, words, min(middle, width - measure(words, look.face, look.size) / 2), high)
    for place, (middle, value) in enumerate(zip(middles, plot.values, strict=True)):
        edge = frame.at(value) if value is not None else foot
        boxes.append(Box(middle - step / 2, foot, middle + step / 2, max(edge, foot + look.size), place, 0))
    return drawing, boxes


def _span(plot: Plot) -> tuple[float, float]:
    """The lowest and the highest number the chart has to hold."""
    numbers = [float(value) for value in plot.values if value is not None]
    numbers += [float(value) for line in plot.lines for value in line.values if value is not None]
    numbers += [float(plot.coming)] if plot.coming is not None else []
    if not numbers:
        return 0.0, 1.0
    low, high = min(numbers), max(numbers)
    if plot.upright:
        return min(low, 0.0), max(high, 0.0)
    room = (high - low) * MARGIN or abs(high) * MARGIN or 1.0
    return (max(low - room, 0.0) if low >= 0 else low - room), high + room


def _bars(drawing: Drawing, look: Look, plot: Plot, colour: str, frame: _Frame) -> list[_Said]:
    middles, step, at = frame.middles, frame.step, frame.at
    said = []
    wide = min(step * 0.66, look.size * 5)
    for middle, value, words in zip(middles, plot.values, _numbers(plot, look, step), strict=True):
        if value is None:
            continue
        low, high = sorted((at(0), at(value)))
        drawing.add(
            Rect(middle - wide / 2, low, wide, max(high - low, 0.8), fillColor=HexColor(colour), strokeColor=None)
        )
        said.append((words, middle, high))
    return said


def _joined(drawing: Drawing, look: Look, plot: Plot, colour: str, frame: _Frame) -> list[_Said]:
    middles, step, at = frame.middles, frame.step, frame.at
    said = []
    run: list[float] = []
    numbers = _numbers(plot, look, step)
    for middle, value, words in [*zip(middles, plot.values, numbers, strict=True), (0.0, None, "")]:
        if value is None:
            if len(run) > 2:
                drawing.add(PolyLine(run, strokeColor=HexColor(colour), strokeWidth=1.6))
            run = []
            continue
        run += [middle, at(value)]
        drawing.add(
            Circle(
                middle,
                at(value),
                look.size * 0.32,
                fillColor=HexColor(colour),
                strokeColor=HexColor(look.ground),
                strokeWidth=0.6,
            )
        )
        said.append((words, middle, at(value) + look.size * 0.3))
    return said


def _number(drawing: Drawing, look: Look, words: str, middle: float, high: float) -> None:
    """A number over its bar, on a ground of its own where a plan runs through it."""
    if not words:
        return
    wide = measure(words, look.face, look.size)
    drawing.add(
        Rect(
            middle - wide / 2,
            high + look.size * 0.15,
            wide,
            look.size * 0.95,
            fillColor=HexColor(look.ground),
            strokeColor=None,
        )
    )
    write(drawing, look, middle, high + look.size * 0.3, words, look.ink, "middle")


def _numbers(plot: Plot, look: Look, step: float) -> list[str]:
    """The numbers over the bars or points: all where they fit beside each other, else the last one."""
    words = [show_amount(value, plot.decimals) for value in plot.values]
    if max((measure(one, look.face, look.size) for one in words), default=0) <= step - look.size * 0.3:
        return words
    last = max((place for place, one in enumerate(words) if one), default=-1)
    return [one if place == last else "" for place, one in enumerate(words)]


def _coming(drawing: Drawing, look: Look, plot: Plot, colours: Mapping[str, str], frame: _Frame) -> None:
    """The forecast, at the end of the year: an empty bar, or an empty ring."""
    if plot.coming is None:
        return
    middles, step, at = frame.middles, frame.step, frame.at
    ink, middle = HexColor(colours[COMING]), middles[-1]
    if plot.upright:
        wide = min(step * 0.66, look.size * 5)
        low, high = sorted((at(0), at(plot.coming)))
        drawing.add(
            Rect(
                middle - wide / 2,
                low,
                wide,
                high - low,
                fillColor=None,
                strokeColor=ink,
                strokeWidth=1,
                strokeDashArray=[3, 2],
            )
        )
    else:
        drawing.add(Circle(middle, at(plot.coming), look.size * 0.4, fillColor=None, strokeColor=ink, strokeWidth=1))


def _plan(
    drawing: Drawing,
    values: Sequence[Decimal | None],
    colour: str,
    dash: tuple[float, ...] | None,
    frame: _Frame,
) -> None:
    """A plan as a level line, in steps where it was adjusted."""
    edge = frame.step / 2
    run: list[float] = []
    for middle, value in [*zip(frame.middles, values, strict=True), (0.0, None)]:
        if value is not None:
            run += [middle - edge, frame.at(value), middle + edge, frame.at(value)]
        elif run:
            made = PolyLine(run, strokeColor=HexColor(colour), strokeWidth=1.5)
            made.strokeDashArray = list(dash) if dash else None
            drawing.add(made)
            run = []
