"""The two hidden sheets of a package, written and read side by side, and the message that its signature covers.

``_rows``, one line a record: sheet, uid, both revisions, digest, number of pieces, the pieces of the canonical text
that the digest is of, then the pieces of what its visible cells show besides. ``_manifest``: a name and the pieces of
its value.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from desktop_app.excel import seal
from desktop_app.excel.manifest import FORMAT, NAMED, PackageRow, Revision
from desktop_app.excel.splice import cut, text_cell, units

ROWS, MANIFEST = "_rows", "_manifest"
HEADING = ("sheet", "uid", "def", "exe", "digest", "parts", "json")
PIECE = 30_000  # UTF-16 units; a cell takes 32,767
SIGNATURE = "signature"
HIGHEST = 2**31  # no number of a revision comes near it


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row of the hidden sheet, as text: ``line`` is its row there, ``shown`` what its visible cells show besides."""

    line: int
    sheet: str
    uid: str
    definition: str
    execution: str
    digest: str
    text: str
    shown: str

    def opened(self) -> PackageRow:
        """The record; ValueError, KeyError or TypeError when the text is none or not the one that the columns name."""
        found = json.loads(self.text)
        exe = None if found["exe"] is None else _revision(found["exe"])
        row = PackageRow(found["sheet"], found["uid"], _revision(found["def"]), exe, dict(found["values"]))
        named = (row.sheet, row.uid, revision_text(row.def_revision), revision_text(exe))
        if named != (self.sheet, self.uid, self.definition, self.execution) or not NAMED.fullmatch(self.uid):
            raise ValueError(f"line {self.line} is named otherwise than its content")
        return row

    def cells(self) -> Mapping[str, Any]:
        """What the visible cells show where it is not the stored value itself, by column name."""
        found = json.loads(self.shown) if self.shown else {}
        if not isinstance(found, dict):
            raise TypeError("not an object")
        return found


def seal_row(row: PackageRow, text: str, shown: Mapping[str, Any], line: int) -> SealedRow:
    """The sealed row of a record whose canonical ``text`` is known."""
    definition, execution = revision_text(row.def_revision), revision_text(row.exe_revision)
    others = seal.of_plain(shown) if shown else ""
    return SealedRow(line, row.sheet, row.uid, definition, execution, seal.digest(text), text, others)


def row_cells(row: SealedRow) -> list[str]:
    """The hidden sheet's row, cell by cell."""
    pieces = split(row.text)
    head = [row.sheet, row.uid, row.definition, row.execution, row.digest, str(len(pieces))]
    return head + pieces + split(row.shown)


def row_xml(row: SealedRow) -> str:
    """The hidden sheet's row."""
    cells = [
        text_cell(f"{get_column_letter(place)}{row.line}", text, 0, 0)
        for place, text in enumerate(row_cells(row), 1)
        if text
    ]
    return f'<row r="{row.line}">{"".join(cells)}</row>'


def read_rows(cells: Sequence[Sequence[Any]]) -> Iterator[SealedRow | int]:
    """The rows of the hidden sheet; for one that cannot be taken apart, the number of its line."""
    if not cells or tuple(_trimmed(cells[0])) != HEADING:
        yield 1
    for line, row in enumerate(cells[1:], 2):
        texts = _trimmed(row)
        if texts:
            sealed = _taken_apart(texts, line)
            yield sealed if sealed and row_cells(sealed) == texts else line


def read_facts(cells: Sequence[Sequence[Any]]) -> dict[str, str]:
    """The names and texts of the manifest; ValueError when a line is none or a name comes twice."""
    facts: dict[str, str] = {}
    for row in cells:
        texts = _trimmed(row)
        if not texts:
            continue
        name, value = texts[0], texts[1:]
        if not name or name in facts or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"manifest line {name!r}")
        facts[name] = "".join(value)
    return facts


def message(facts: Mapping[str, str], rows: Iterable[SealedRow]) -> str:
    """What is signed: the manifest's own values by name, then sheet, uid and digest of every row, sorted."""
    values = [[name, facts[name]] for name in sorted(facts) if name != SIGNATURE]
    keys = sorted([row.sheet, row.uid, row.digest] for row in rows)
    return "\n".join((f"so-phuong package {FORMAT}", *map(seal.of_plain, values), *map(seal.of_plain, keys)))


def cells_digest(rows: Iterable[SealedRow]) -> str:
    """One digest over everything that visible cells show besides the stored values; the manifest carries it."""
    keys = sorted([row.sheet, row.uid, row.shown] for row in rows)
    return seal.digest("\n".join(map(seal.of_plain, keys)))


def split(text: str) -> list[str]:
    """``text`` in pieces that a cell can hold.

    >>> [len(piece) for piece in split("a" * 70_000)], split("")
    ([30000, 30000, 10000], [])
    """
    pieces = []
    while 2 * len(text) > PIECE and units(text) > PIECE:
        piece = cut(text, PIECE)
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text] if text else pieces


def revision_text(revision: Revision | None) -> str:
    """A revision as one word, ``1.2.14``; nothing where there is no such half."""
    return "" if revision is None else ".".join(map(str, revision))


def _taken_apart(texts: Sequence[Any], line: int) -> SealedRow | None:
    if len(texts) < len(HEADING) or not all(isinstance(text, str) for text in texts) or not texts[5].isdecimal():
        return None
    end = 6 + int(texts[5])
    sheet, uid, definition, execution, digest = texts[:5]
    return SealedRow(line, sheet, uid, definition, execution, digest, "".join(texts[6:end]), "".join(texts[end:]))


def _revision(numbers: Sequence[int]) -> Revision:
    term, epoch, n = numbers
    if not all(type(number) is int and 0 <= number < HIGHEST for number in numbers):
        raise TypeError("not a revision")
    return term, epoch, n


def _trimmed(row: Sequence[Any]) -> list[Any]:
    texts = list(row)
    while texts and texts[-1] == "":
        texts.pop()
    return texts
