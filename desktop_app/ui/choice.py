"""Which rows of a table are chosen: kept by record, so that sorting and refreshing do not lose them."""

from __future__ import annotations

from collections.abc import Sequence


class Choice:
    """The chosen ids, the row that keys move from, and the row where a range with Shift began (both positions)."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.cursor: int | None = None
        self.anchor: int | None = None

    def clear(self) -> None:
        """Choose nothing."""
        self.ids = set()
        self.cursor = self.anchor = None

    def only(self, ids: Sequence[int], position: int) -> None:
        """Choose one row and no other."""
        self.ids = {ids[position]}
        self.cursor = self.anchor = position

    def toggle(self, ids: Sequence[int], position: int) -> None:
        """Choose a row as well, or no longer."""
        self.ids ^= {ids[position]}
        self.cursor = self.anchor = position

    def reach(self, ids: Sequence[int], position: int) -> None:
        """Choose everything from where the range began up to a row."""
        if self.anchor is None or self.anchor >= len(ids):
            self.anchor = position
        first, last = sorted((self.anchor, position))
        self.ids = set(ids[first : last + 1])
        self.cursor = position

    def all(self, ids: Sequence[int]) -> None:
        """Choose every row."""
        self.ids = set(ids)
        if self.cursor is None and len(ids):
            self.cursor = self.anchor = 0

    def in_order(self, ids: Sequence[int]) -> list[int]:
        """The chosen ids in the order of the table."""
        if len(self.ids) == 1:
            return list(self.ids)
        return [known for known in ids if known in self.ids] if self.ids else []
