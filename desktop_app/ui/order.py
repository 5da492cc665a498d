"""The order of a list: one array of record ids, eight bytes a row, read a piece at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

PAGE = 100  # more rows than any screen shows


class Listed(Protocol):
    """What a table shows: ids in order, a piece at a time, and the rows of some ids (each with its ``id``)."""

    def slices(self) -> Iterator[list[int]]:
        """The ids in order; the first piece is the first page."""

    def rows(self, ids: Sequence[int]) -> list[Any]:
        """The rows of some ids, in their order; one deleted meanwhile is left out."""


class Order:
    """Ids read so far, and the rest to come."""

    def __init__(self, listed: Listed | None = None) -> None:
        self.ids: array[int] = array("q")
        self._slices = listed.slices() if listed is not None else None
        self.read()
        if len(self.ids) < PAGE:
            self.read()  # a short list is whole at once, and its count true

    @property
    def loading(self) -> bool:
        """Whether there may be more to read."""
        return self._slices is not None

    def read(self) -> None:
        """Read one more piece."""
        piece = next(self._slices, None) if self._slices is not None else None
        if piece is None:
            self._slices = None
        else:
            self.ids.extend(piece)

    def read_to(self, count: int | None = None) -> None:
        """Read on until ``count`` ids are known, or all of them."""
        while self.loading and (count is None or len(self.ids) < count):
            self.read()

    def at(self, position: int | None) -> int | None:
        """The id at a position; None where there is none."""
        return self.ids[position] if position is not None and 0 <= position < len(self.ids) else None

    def position(self, record_id: int | None) -> int | None:
        """Where a record stands in what has been read; None if it does not."""
        try:
            return None if record_id is None else self.ids.index(record_id)
        except ValueError:
            return None
