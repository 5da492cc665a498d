"""One piece of work done to each of some records: all of them or none, and what is wrong is told of every one."""

from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

from desktop_app.errors import Refused, RefusedRows
from desktop_app.records.keep import writing

T = TypeVar("T")


def each(items: Sequence[T], work: Callable[[T], Any]) -> Generator[float, None, list[Any]]:
    """Do ``work`` to each item in one transaction, yielding the share that is done, and return what it gave.

    Closed before its end it undoes everything. Raises RefusedRows with what is wrong with each item, by its place; then
    nothing is changed.
    """
    given: list[Any] = []
    refused: dict[int, dict[str, str]] = {}
    with writing():
        for place, item in enumerate(items):
            try:
                given.append(work(item))
            except Refused as problem:
                refused[place] = problem.problems
            yield (place + 1) / len(items)
        if refused:
            raise RefusedRows({}, refused)
    return given


def at_once(items: Sequence[T], work: Callable[[T], Any]) -> list[Any]:
    """The same without a word in between."""
    steps = each(items, work)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return list(done.value)
