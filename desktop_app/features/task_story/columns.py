"""The lines a task's story is told in, with what can be pressed beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Press:
    """A button beside a line of a task's story: an action, about a request or a part where one is named."""

    text: str
    icon: str
    action: str
    about: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of a task's story; ``opens`` is the task it leads to, ``lists`` a list of such.

    ``leads`` is another screen and the record there.
    """

    head: str
    words: str = ""
    presses: Sequence[Press] = ()
    opens: int | None = None
    lists: Mapping[str, Any] | None = None
    leads: tuple[str, int] | None = None


@dataclass(frozen=True)
class Section:
    """One part of a task's story; ``left`` more lines of it are older than those told."""

    title: str
    lines: Sequence[Line]
    left: int = 0
