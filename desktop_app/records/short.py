"""Searching in lists so short that they need no index: a calendar, a catalogue."""

from collections.abc import Sequence
from typing import Any

from desktop_app.records.rows import Condition, Rows
from desktop_app.rules import names


def with_words(found: Rows, text: str, columns: Sequence[str]) -> Rows:
    """Those rows in which every word of ``text`` is in one of the columns, the last one as a beginning."""
    wanted = names.asked_words(text)
    if not wanted:
        return found
    ids = [row.id for row in found.iterate() if _has_words(found, row, wanted, columns)]
    return found.only(Condition(f"{{t}}.id IN ({','.join(map(str, ids))})"))


def _has_words(found: Rows, row: Any, wanted: Sequence[str], columns: Sequence[str]) -> bool:
    return has_words(" ".join(found.entity.columns[name].shown(row) for name in columns), wanted)


def has_words(text: str, wanted: Sequence[str]) -> bool:
    """Whether every word is in a text, the last one as a beginning: as in every other list."""
    has = names.indexed_words(text)
    return all(word in has for word in wanted[:-1]) and any(word.startswith(wanted[-1]) for word in has)
