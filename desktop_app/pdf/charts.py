"""Charts as ReportLab drawings, for paper and, through `picture`, for the screen; each says where its bars stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

from desktop_app.pdf.type import measure
from desktop_app.rules.numbers import show_whole

WHOLE = -1  # the part that stands for a bar as a whole
LINE = 1.35  # of the letters' size: a line of the legend
ROW = 1.42  # the lowest row of `rows`
LABEL_SHARE = 0.34  # of the width: the longest label of a row
STRIPES = 3.5  # points between two stripes


@dataclass(frozen=True)
class Look:
    """Colours as ``#rrggbb``, faces by ReportLab's names, size of the letters in points."""

    ground: str
    ink: str
    muted: str
    line: str
    face: str
    bold: str
    size: float


@dataclass(frozen=True)
class Part:
    """A part of every bar: its words in the legend, its colour, and stripes that tell it without colours too.

    ``stripes``: "" none, "/" diagonal, "-" level.
    """

    words: str
    colour: str
    stripes: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar: its label, the size of each part, and what is written at its end."""

    label: str
    values: tuple[int, ...]
    tail: str = ""


class Box(NamedTuple):
    """Where something stands, in points from the lower left corner; bar and part by their places in what was given."""

    left: float
    bottom: float
    right: float
    top: float
    bar: int
    part: int


def columns(
    look: Look, parts: Sequence[Part], bars: Sequence[Bar], width: float, height: float
) -> tuple[Drawing, list[Box]]:
    """Upright stacked bars side by side with a scale at the left; sizes in points."""
    drawing, boxes = begun(look, width, height), list[Box]()
    top = legend(drawing, look, parts, width, height) - look.size * 0.5
    foot = look.size * 1.7
    ticks = _ticks(max((sum(bar.values) for bar in bars), default=0), (top - foot) / (look.size * 2.6))
    left = max(measure(show_whole(tick), look.face, look.size) for tick in ticks) + look.size * 0.6
    unit = (top - foot) / max(1, ticks[-1])
    for tick in ticks:
        y = foot + tick * unit
        drawing.add(Line(left, y, width, y, strokeColor=HexColor(look.line), strokeWidth=0.5))
        write(drawing, look, left - look.size * 0.4, y - look.size * 0.35, show_whole(tick), look.muted, "end")
    step = (width - left) / max(1, len(bars))
    bar_width = min(step * 0.72, look.size * 6)
    for place, bar in enumerate(bars):
        x, y = left + step * place + (step - bar_width) / 2, foot
        for number, value in enumerate(bar.values):
            high = value * unit
            if value:
                _segment(drawing, look, parts[number], x, y, bar_width, high, show_whole(value))
                boxes.append(Box(x, y, x + bar_width, y + high, place, number))
            y += high
        write(drawing, look, x + bar_width / 2, look.size * 0.4, bar.label, look.muted, "middle")
    return drawing, boxes


def rows(
    look: Look, parts: Sequence[Part], bars: Sequence[Bar], width: float, height: float, *, share: bool = False
) -> tuple[Drawing, list[Box]]:
    """Level stacked bars under each other, label before and tail behind; with ``share`` all are 100 % long."""
    drawing, boxes = begun(look, width, height), list[Box]()
    top = legend(drawing, look, parts, width, height)
    labels = [shortened(bar.label, look.face, look.size, width * LABEL_SHARE) for bar in bars]
    gap = look.size * 0.6
    left = max((measure(label, look.face, look.size) for label in labels), default=0) + gap
    right = width - max((measure(bar.tail, look.face, look.size) for bar in bars), default=0) - gap
    longest = max((sum(bar.values) for bar in bars), default=0)
    step = min((top - look.size * 0.3) / max(1, len(bars)), look.size * 2.4)
    for place, bar in enumerate(bars):
        middle = top - look.size * 0.2 - step * (place + 0.5)
        whole = sum(bar.values) if share else longest
        x, low, thick = left, middle - step * 0.41, step * 0.82
        baseline = middle - look.size * 0.35
        write(drawing, look, left - gap, baseline, labels[place], look.ink, "end")
        for number, value in enumerate(bar.values):
            wide = (right - left) * value / whole if whole else 0
            if value:
                _segment(drawing, look, parts[number], x, low, wide, thick, show_whole(value))
                boxes.append(Box(x, low, x + wide, low + thick, place, number))
            x += wide
        write(drawing, look, x + gap, baseline, bar.tail, look.ink, "start")
        tail = x + gap + measure(bar.tail, look.face, look.size)
        boxes.append(Box(x + gap * 0.5, low, min(width, tail + gap * 0.5), low + thick, place, WHOLE))
    return drawing, boxes


def rows_that_fit(look: Look, parts: Sequence[Part], width: float, height: float) -> int:
    """How many rows `rows` can draw so that their letters do not touch."""
    lines = len(_legend_lines(look, parts, width))
    return max(1, int((height - lines * look.size * LINE - look.size * 0.5) / (look.size * ROW)))


def shortened(text: str, face: str, size: float, width: float) -> str:
    """``text``, cut at its end with … where it is wider than ``width`` points."""
    if measure(text, face, size) <= width:
        return text
    while text and measure(f"{text}…", face, size) > width:
        text = text[:-1]
    return f"{text.rstrip(' ,-–')}…"


def begun(look: Look, width: float, height: float) -> Drawing:
    """An empty drawing on its ground."""
    drawing = Drawing(width, height)
    drawing.add(Rect(0, 0, width, height, fillColor=HexColor(look.ground), strokeColor=None))
    return drawing


def legend(drawing: Drawing, look: Look, parts: Sequence[Part], width: float, height: float) -> float:
    """Write the legend at the top; where it ends."""
    y = height
    for line in _legend_lines(look, parts, width):
        x, y = 0.0, y - look.size * LINE
        for part in line:
            fill(drawing, look, part, x, y + look.size * 0.1, look.size, look.size * 0.85)
            write(drawing, look, x + look.size * 1.4, y + look.size * 0.2, part.words, look.ink, "start")
            x += _legend_width(look, part)
    return y


def _legend_lines(look: Look, parts: Sequence[Part], width: float) -> list[list[Part]]:
    lines: list[list[Part]] = [[]]
    for part in parts:
        if lines[-1] and sum(_legend_width(look, one) for one in [*lines[-1], part]) > width:
            lines.append([])
        lines[-1].append(part)
    return lines


def _legend_width(look: Look, part: Part) -> float:
    return measure(part.words, look.face, look.size) + look.size * 2.9


def _segment(
    drawing: Drawing, look: Look, part: Part, x: float, y: float, width: float, height: float, words: str
) -> None:
    """A part of a bar with its number in it, where there is room for that."""
    fill(drawing, look, part, x, y, width, height)
    size = min(look.size, 11.0) if look.size > 11 else look.size
    if height >= size * 1.12 and width >= measure(words, look.bold, size) + size * 0.5:
        if part.stripes:  # a quiet ground, so that the number can be read
            wide = measure(words, look.bold, size) + size * 0.4
            ground = Rect(x + (width - wide) / 2, y + height / 2 - size * 0.55, wide, size * 1.1)
            ground.fillColor, ground.strokeColor = HexColor(part.colour), None
            drawing.add(ground)
        drawing.add(
            String(
                x + width / 2,
                y + height / 2 - size * 0.35,
                words,
                fontName=look.bold,
                fontSize=size,
                fillColor=HexColor(_readable_on(part.colour)),
                textAnchor="middle",
            )
        )


def fill(drawing: Drawing, look: Look, part: Part, x: float, y: float, width: float, height: float) -> None:
    """A rectangle in the colour and the stripes of a part."""
    drawing.add(Rect(x, y, width, height, fillColor=HexColor(part.colour), strokeColor=None))
    ground = HexColor(look.ground)
    if part.stripes == "-":
        for number in range(1, int(height / STRIPES) + 1):
            level = y + number * STRIPES
            if level < y + height - 0.4:
                drawing.add(Line(x, level, x + width, level, strokeColor=ground, strokeWidth=0.6))
    elif part.stripes == "/":
        for number in range(1, int((width + height) / (STRIPES * 1.4)) + 1):
            run = number * STRIPES * 1.4  # x + y of the stripe, from the lower left corner
            begin, end = max(0.0, run - height), min(width, run)
            if end > begin:
                drawing.add(
                    Line(x + begin, y + run - begin, x + end, y + run - end, strokeColor=ground, strokeWidth=0.6)
                )
    drawing.add(Rect(x, y, width, height, fillColor=None, strokeColor=ground, strokeWidth=0.6))


def write(drawing: Drawing, look: Look, x: float, y: float, words: str, colour: str, anchor: str) -> None:
    """A text at a place: its start, middle or end there."""
    drawing.add(
        String(x, y, words, fontName=look.face, fontSize=look.size, fillColor=HexColor(colour), textAnchor=anchor)
    )


def _readable_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour (WCAG 2.1's luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#10161c" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 else "#ffffff"


def _ticks(most: int, room: float) -> list[int]:
    """Round whole numbers from 0 to at least ``most``, about ``room`` of them.

    >>> _ticks(7, 4), _ticks(130, 4), _ticks(0, 4)
    ([0, 2, 4, 6, 8], [0, 50, 100, 150], [0, 1])
    """
    step, places = 1, (2, 2.5, 2)
    turn = 0
    while most / step > max(1.0, room):
        step = int(step * places[turn % 3])
        turn += 1
    return list(range(0, step * max(1, -(-most // step)) + 1, step))
