"""The chart of one indicator as a picture of the screen; every period keeps the figures behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.features.readings.columns import Reading, plot
from desktop_app.pdf import faces, picture, plan_chart
from desktop_app.pdf.charts import Look
from desktop_app.rules.figures import key_label


@dataclass(frozen=True)
class Picture:
    """The chart as a PPM, and its places in pixels from the upper left corner: box, words, filter."""

    ppm: bytes
    places: tuple[tuple[tuple[float, float, float, float], str, Mapping[str, Any]], ...]


def paint(one: Reading, wish: Mapping[str, Any], opens: Mapping[str, Any]) -> Picture:
    """Draw a reading as the window wants it (`ui.chart.wish`); ``opens`` is the filter of its figures."""
    ((wide, high),), scale, colours = wish["sizes"], wish["scale"], wish["colours"]
    face, bold = faces.of_window(wish["family"])
    look = Look(colours["ground"], colours["text"], colours["muted_ink"], colours["line"], face, bold, wish["points"])
    size = picture.points(wide, scale), picture.points(high, scale)
    drawing, boxes = plan_chart.draw(plot(one), look, colours, *size)
    places = []
    for box in boxes:
        left, right = box.left * scale, box.right * scale
        top, bottom = ((drawing.height - edge) * scale for edge in (box.top, box.bottom))
        point = one.periods[box.bar]
        places.append(((left, top, right, bottom), _words(one, box.bar), {**opens, "period": point.key}))
    return Picture(picture.ppm(drawing, scale), tuple(places))


def _words(one: Reading, place: int) -> str:
    point = one.periods[place]
    if point.so_far is None:
        return f"{key_label(point.key)}: chưa có số liệu"
    both = f"{key_label(point.key)}: {one.text(point.actual)}"
    return both if point.actual == point.so_far else f"{both}; lũy kế {one.text(point.so_far)}"
