"""What each official opened or saved last, kept in a small file of the office; damage loses only the list."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from desktop_app import files

log = logging.getLogger(__name__)

MOST, PEOPLE = 20, 60
Known = list[tuple[str, str]]  # (kind, uid), the latest first


class Recents:
    """The list of whoever works now; a file that cannot be read or written makes it shorter, never a fault."""

    def __init__(self, path: Path | None = None, who: str = "") -> None:
        """Read the file; without a path nothing is kept beyond the window."""
        self.path, self.who = path, who
        self._of = _read(path)
        self.dirty = False

    def list(self) -> Known:
        """The latest first."""
        return list(self._of.get(self.who, []))

    def note(self, kind: str, uid: str) -> None:
        """Put a record at the top."""
        before = self._of.pop(self.who, [])
        one = (kind, uid)
        if before[:1] != [one]:
            self.dirty = True
        self._of[self.who] = [one, *(other for other in before if other != one)][:MOST]

    def write(self) -> None:
        """Bring the list to the file, if anything is new; a folder that takes no files keeps the old one."""
        if not self.dirty or self.path is None:
            return
        self.dirty = False
        kept = dict(list(self._of.items())[-PEOPLE:])
        try:
            files.write_text(self.path, json.dumps(kept, ensure_ascii=False))
        except OSError as error:
            log.warning("recent records not kept: %s", error)


def _read(path: Path | None) -> dict[str, Known]:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8")) if path is not None else {}
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {who: _pairs(known) for who, known in found.items()}


def _pairs(known: Any) -> Known:
    if not isinstance(known, list):
        return []
    pairs = [tuple(one) for one in known if isinstance(one, list) and len(one) == 2]
    return [(kind, uid) for kind, uid in pairs if isinstance(kind, str) and isinstance(uid, str)][:MOST]
