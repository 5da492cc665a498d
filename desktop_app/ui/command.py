"""A thing that can be done, by name: what the command palette lists, and how well each answers to what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from desktop_app.rules import names

HERE, GO, PRINT, TOOLS, LOOK, HELP = "Màn hình này", "Đi tới", "In", "Công cụ", "Giao diện", "Hướng dẫn"


@dataclass(frozen=True)
class Command:
    """One line of the palette.

    ``words`` say it as its button does; ``about`` stands beside them; ``key`` is the key that does the same; ``also``
    are other words that find it, such as what people call it elsewhere.
    """

    words: str
    run: Callable[[], Any]
    key: str = ""
    group: str = HERE
    about: str = ""
    also: str = ""


def here(*lines: tuple[str, Callable[[], Any]] | tuple[str, Callable[[], Any], str]) -> list[Command]:
    """The commands of a screen, each as (words, what to do) or with its key; a line more is a command more."""
    return [Command(*line) for line in lines]


def best(commands: Iterable[Command], text: str, most: int) -> list[Command]:
    """The commands that have every word of ``text`` at the beginning of a word of theirs, accents aside; best first.

    >>> found = best([Command("Mở Nhiệm vụ", print), Command("Thêm nhiệm vụ", print)], "them nhi", 5)
    >>> [command.words for command in found]
    ['Thêm nhiệm vụ']
    """
    wanted = names.search_words(text)
    if not wanted:
        return []
    ranked = [(rank, place, one) for place, one in enumerate(commands) if (rank := _rank(one, wanted)) is not None]
    return [one for _, _, one in sorted(ranked, key=lambda found: found[:2])[:most]]


def _rank(command: Command, wanted: list[str]) -> int | None:
    """How far a command is from what is asked: 0 begins with it, 1 has it in its name, 2 elsewhere; None not at all."""
    own = names.search_words(command.words)
    if not all(any(word.startswith(asked) for word in own) for asked in wanted):
        more = [*own, *names.search_words(f"{command.also} {command.group} {command.about}")]
        return 2 if all(any(word.startswith(asked) for word in more) for asked in wanted) else None
    return 0 if " ".join(own).startswith(" ".join(wanted)) else 1
