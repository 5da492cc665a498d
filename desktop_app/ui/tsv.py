"""Rows of a list as text for the clipboard, the way Excel pastes them."""

from collections.abc import Sequence
from typing import Any

from desktop_app.records import Column


def as_tsv(columns: Sequence[Column], rows: Sequence[Any], heading: bool = True) -> str:
    """Rows under a heading, as Excel pastes them: a tab between cells, one line a row, no formula."""
    lines = [[column.label for column in columns]] if heading else []
    lines += [[column.shown(row) for column in columns] for row in rows]
    return "\n".join("\t".join(map(_inert, line)) for line in lines)


def _inert(cell: str) -> str:
    r"""A cell that Excel takes as it is, also where somebody has written an = or a + in front.

    >>> _inert("=1+1"), _inert("- Phòng\tNội vụ"), _inert("-5"), _inert("12/TB")
    (' =1+1', ' - Phòng Nội vụ', '-5', '12/TB')
    >>> _inert('"Sổ tay" 5').replace('"', "/")
    '///Sổ tay// 5/'
    """
    text = " ".join(cell.split())
    if text.startswith('"'):  # Excel would read on, over tabs and lines, until the next quotation mark
        return '"{}"'.format(text.replace('"', '""'))
    return f" {text}" if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()) else text
