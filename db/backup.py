"""Verified copies of the database: made whole, proved readable, and thinned out as they grow old."""

import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from db.connection import DamagedDatabase, file_version, quoted, read_only

NAME = re.compile(r"sao-luu-\d{8}-\d{6}(-\d+)?")
KEPT_LAST, KEPT_WEEKS, KEPT_MONTHS = 10, 8, 36


def backup(source: Path, folder: Path, moment: datetime, keep: Path | None = None, *, thinning: bool = True) -> Path:
    """Copy ``source`` into ``folder`` under a name of ``moment`` and return the copy's path.

    ``keep`` is not thinned out, however old; without ``thinning`` nothing is. The copy appears under its name only
    after it was flushed, opened, checked and counted against the source.
    Raises OSError or sqlite3.Error; then nothing was left behind and no older copy was touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = _free_name(folder, moment)
    draft = target.with_suffix(".tam")
    try:
        draft.unlink(missing_ok=True)
        with closing(read_only(source)) as connection, closing(sqlite3.connect(draft)) as copy:
            connection.execute("BEGIN")  # counts and pages are of one view, whoever writes meanwhile
            counts = row_counts(connection)
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # else a copy on a read-only stick could not be read
        with draft.open("r+b") as file:
            os.fsync(file.fileno())
        if verify(draft) != counts:
            raise DamagedDatabase("the copy holds other row counts than its source")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    if thinning:
        thin_out(folder, keep)
    return target


def verify(path: Path) -> dict[str, int]:
    """The row counts of a sound file; DamagedDatabase when SQLite finds anything wrong."""
    file_version(path)
    try:
        with closing(sqlite3.connect(f"file:{quoted(path)}?mode=ro&immutable=1", uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
            if found != ["ok"]:
                raise DamagedDatabase("; ".join(found))
            return row_counts(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise DamagedDatabase(str(error)) from error


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each ordinary table holds."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%VIRTUAL%' "
        "AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def copies(folder: Path) -> list[Path]:
    """The verified copies in a folder, newest first, by the moment in the name; other files are nobody's business."""
    found = [path for path in folder.glob("sao-luu-*.db") if NAME.fullmatch(path.stem)]
    return sorted(found, key=lambda path: path.stem, reverse=True)


def moment_of(path: Path) -> datetime:
    """When a copy was made, by its name: local time, to the second."""
    return datetime.strptime(path.stem[8:23], "%Y%m%d-%H%M%S")


def thin_out(folder: Path, keep: Path | None = None) -> list[Path]:
    """Remove copies that no rule keeps: the last ten, one a week for eight weeks, one a month for three years."""
    found = copies(folder)
    kept = set(found[:KEPT_LAST])
    weeks: dict[tuple[int, int], Path] = {}
    months: dict[tuple[int, int], Path] = {}
    for path in found:
        made = moment_of(path)
        weeks.setdefault(made.isocalendar()[:2], path)
        months.setdefault((made.year, made.month), path)
    kept.update(list(weeks.values())[:KEPT_WEEKS], list(months.values())[:KEPT_MONTHS])
    removed = [path for path in found if path not in kept and path != keep]
    for path in removed:
        path.unlink()
    return removed


def _free_name(folder: Path, moment: datetime) -> Path:
    """A name no copy has yet: two copies within one second get a counter."""
    stem = f"sao-luu-{moment:%Y%m%d-%H%M%S}"
    path, count = folder / f"{stem}.db", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}.db"
    return path
