"""One part of the list for a briefing: a heading, columns, and lines of texts; any room may give one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Head:
    """A column: its label, width in millimetres of the 252 there are, and the side of its texts."""

    label: str
    width: float
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Section:
    """A part of the list; ``count`` is how many things it lists, since lines may be more or fewer."""

    title: str
    heads: Sequence[Head]
    lines: Sequence[Sequence[str]]
    noun: str = "nhiệm vụ"
    note: str = ""  # printed under the lines

    @property
    def count(self) -> int:
        """How many things are listed."""
        return len(self.lines)
