"""The records of a list that were deleted: who deleted them when, found by their words, ready to be put back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import database
from db.words import JournalAction
from desktop_app.records import rows
from desktop_app.records.entity import Entity
from desktop_app.rules import names

AT_ONCE = 400


@dataclass(frozen=True)
class Gone:
    """A deleted record: its row as a list shows it, when it went, and who took it out."""

    id: int
    uid: str
    row: Any
    at: datetime
    who: str


class Deleted:
    """A list of an entity's deleted records, the latest first; nothing is read before it is asked for."""

    def __init__(self, entity: Entity[Any], text: str = "") -> None:
        self.entity, self.text = entity, text
        self._rows = rows.find(entity, deleted=True)

    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.slices()))

    def slices(self) -> Iterator[list[int]]:
        """Their ids, in one piece."""
        sql = f"SELECT id FROM {self.entity.kind} WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC"
        ids = [row[0] for row in database.execute_sql(sql).fetchall()]
        wanted = names.asked_words(self.text)
        yield [row.id for row in self._rows.listed(ids) if self._has_words(row, wanted)] if wanted else ids

    def rows(self, ids: Sequence[int]) -> list[Gone]:
        """The records of some ids, in that order."""
        some = list(ids)
        gone = {}
        for start in range(0, len(some), AT_ONCE):
            piece = tuple(some[start : start + AT_ONCE])
            marks = ",".join("?" * len(piece))
            # The last thing told of a deleted record is its deletion, whatever office or undoing told it.
            sql = (
                "SELECT t.id, t.deleted_at, (SELECT j.who FROM journal AS j WHERE j.record = t.uid AND j.action <> ? "
                f"ORDER BY j.id DESC LIMIT 1) FROM {self.entity.kind} AS t WHERE t.id IN ({marks})"
            )
            for record_id, at, who in database.execute_sql(sql, (str(JournalAction.EVENT), *piece)).fetchall():
                gone[record_id] = (at, who)
        found = self._rows.rows(some)
        facts = ((row, *gone[row.id]) for row in found)
        return [Gone(row.id, row.uid, row, datetime.fromisoformat(at), who or "") for row, at, who in facts if at]

    def _has_words(self, row: Any, wanted: Sequence[str]) -> bool:
        """Whether a record has every word, the last one as a beginning: the index knows none of a deleted one."""
        columns = self.entity.search or tuple(self.entity.columns)
        has = names.indexed_words(" ".join(self.entity.columns[name].shown(row) for name in columns))
        return all(word in has for word in wanted[:-1]) and any(word.startswith(wanted[-1]) for word in has)
