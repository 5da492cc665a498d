"""A list as it stands before a person: what a window hands to whoever writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.records.entity import Column
from desktop_app.records.rows import Rows


@dataclass(frozen=True)
class ShownList:
    """Its title, what one row is called, what it is narrowed by, columns from left to right, and rows in order."""

    title: str
    noun: str
    narrowed: Sequence[str]
    columns: Sequence[Column]
    rows: Rows
