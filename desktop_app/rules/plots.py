"""What a chart of plan and actual shows, as plain values."""

from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10


@dataclass(frozen=True)
class Line:
    """A plan over the periods; None where none was in force."""

    words: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Plot:
    """A year, period by period; ``upright``: bars from 0 (what adds up), else points joined by a line (a state).

    ``values`` has None where nothing was reported; ``coming`` is the forecast for the last period, if there is one.
    """

    labels: tuple[str, ...]
    words: str
    values: tuple[Decimal | None, ...]
    lines: tuple[Line, ...]
    upright: bool
    decimals: int
    coming: Decimal | None = None


def ticks(low: float, high: float, room: float) -> tuple[list[float], int]:
    """Round numbers from at most ``low`` to at least ``high``, about ``room`` of them, and their decimals.

    >>> ticks(0, 1234, 4)
    ([0.0, 500.0, 1000.0, 1500.0], 0)
    >>> ticks(94.2, 95.4, 4)
    ([94.0, 94.5, 95.0, 95.5], 1)
    >>> ticks(0, 0, 3)
    ([0.0, 0.5, 1.0], 1)
    """
    high = high if high > low else low + 1
    raw = (high - low) / max(2.0, room)
    size = 10.0 ** floor(log10(raw))
    step = next(size * one for one in (1, 2, 5, 10) if size * one >= raw * 0.999)
    decimals = max(0, -floor(log10(step) + 1e-9))
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [round(place * step, decimals + 2) for place in range(first, last + 1)], decimals
