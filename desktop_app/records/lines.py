"""The lines of a record, typed like a sheet: what was changed is changed, what is new or gone is so, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from desktop_app.errors import Refused, RefusedRows
from desktop_app.records.keep import writing

T = TypeVar("T")


def paired(known: Sequence[str], typed: Sequence[str]) -> list[int | None]:
    """Which known line each typed one is: of the same words first, then, in order, one that nobody else is.

    >>> paired(["bếp", "kho", "sổ"], ["kho", "sổ ghi chép", "bếp"])
    [1, 2, 0]
    >>> paired(["bếp"], ["bếp", "kho"]), paired(["bếp", "kho"], ["kho"])
    ([0, None], [1])
    """
    left = list(range(len(known)))
    found: list[int | None] = []
    for words in typed:
        same = next((place for place in left if known[place] == words), None)
        found.append(same)
        if same is not None:
            left.remove(same)
    missing = len(typed) - sum(place is not None for place in found)
    spare = left if missing else []
    return [place if place is not None else (spare.pop(0) if spare else None) for place in found]


def save(
    known: Sequence[T],
    rows: Sequence[Mapping[str, str]],
    key: str,
    write: Callable[[Mapping[str, str], T | None, int], T],
    delete: Callable[[T], Any],
) -> list[T]:
    """Make the lines of a record what was typed.

    Args:
        known: the lines stored now, in their order.
        rows: what was typed, a line each: column -> text.
        key: the column whose words tell which line is which.
        write: writes the texts into a line, or a new one (None), at a place from 1 on.
        delete: takes a line out that was not typed any more.

    Raises:
        RefusedRows: what is wrong with each line, by its place in ``rows``; nothing is changed then.
    """
    places = paired([_words(getattr(line, key)) for line in known], [_words(row.get(key, "")) for row in rows])
    wrong: dict[int, dict[str, str]] = {}
    kept: list[T] = []
    with writing():
        for place, line in enumerate(known):
            if place not in places:
                delete(line)
        for place, (row, at) in enumerate(zip(rows, places, strict=True)):
            try:
                kept.append(write(row, None if at is None else known[at], place + 1))
            except Refused as refused:
                wrong[place] = refused.problems
        if wrong:
            raise RefusedRows({}, wrong)
    return kept


def _words(text: str) -> str:
    return " ".join(text.split())
