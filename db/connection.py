"""The one database file: opening it, bringing it up to date, closing it; a file from a later release is refused."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from peewee import SqliteDatabase

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"

SMALLEST = 512  # bytes: SQLite takes anything shorter for an empty file, and would write over it

PRAGMAS = {
    "foreign_keys": 1,
    "journal_mode": "wal",
    "synchronous": "full",  # WAL with NORMAL loses acknowledged work at a power cut
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "cache_size": -16000,
}

database = SqliteDatabase(None)


class NewerDatabase(Exception):
    """The file was written by a later release than this one. ``args``: the file's number, ours."""


class DamagedDatabase(Exception):
    """The file is no sound database. ``args``: what is wrong with it, in SQLite's words."""


def latest_version() -> int:
    """The number of the last migration script: what a file of this release carries as ``user_version``."""
    return max(int(path.name[:4]) for path in MIGRATIONS.glob("[0-9]*.py"))


def file_version(path: Path) -> int:
    """The release number in a file, read without changing it; DamagedDatabase when it is no database."""
    try:
        with closing(read_only(path)) as connection:
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        raise DamagedDatabase(str(error)) from error
    return version


def open_database(path: Path, before_migration: Callable[[Path], object] = lambda path: None) -> bool:
    """Open ``path``, making or upgrading it as needed; True when it can only be read.

    ``before_migration`` is called with the path before an existing file is upgraded: the place for a verified copy.
    Each script runs in one transaction together with the record that it ran.
    Raises NewerDatabase, DamagedDatabase, or peewee's OperationalError.
    """
    existing = path.exists() and path.stat().st_size > 0
    if existing and path.stat().st_size < SMALLEST:
        raise DamagedDatabase("the file is shorter than any database")
    version = file_version(path) if existing else 0
    if version > latest_version():
        raise NewerDatabase(version, latest_version())
    readable_only = existing and not _writable(path)
    if readable_only:
        database.init(f"file:{_quoted(path)}?mode=ro&immutable=1", pragmas={"query_only": 1}, uri=True)
    else:
        database.init(str(path), pragmas=PRAGMAS)
    database.connect()
    register_functions(database)
    if not readable_only and version < latest_version():
        if existing:
            before_migration(path)
        _migrate()
    log.info("opened %s, version %d", path.name, latest_version())
    return readable_only


def takes_writes() -> bool:
    """Whether the open file can be written to."""
    return not database.execute_sql("PRAGMA query_only").fetchone()[0]


def close_database() -> None:
    """Close the connection, folding the write-ahead log into the file."""
    if not database.is_closed():
        database.close()


def read_only(path: Path) -> sqlite3.Connection:
    """A second connection that can only read: for checks, reports and backups off the main thread."""
    return sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, check_same_thread=False)


@contextmanager
def reading() -> Iterator[None]:
    """A connection of its own, which cannot write, for a worker thread; in a thread that has one, that one."""
    if not database.is_closed():
        yield
        return
    database.connect()
    try:
        database.execute_sql("PRAGMA query_only = 1")
        yield
    finally:
        database.close()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that takes the writer's place at once: a deferred one may fail late, and waiting is no help."""
    with database.atomic("IMMEDIATE") if not database.in_transaction() else database.atomic():
        yield


def register_functions(db: SqliteDatabase) -> None:
    """Give SQL the functions that upper floors put into ``FUNCTIONS``: the Vietnamese sort key."""
    for name, function in FUNCTIONS.items():
        db.register_function(function, name, 1)


FUNCTIONS: dict[str, Callable[[str | None], str]] = {}


def _migrate() -> None:
    from playhouse.migrations import Runner  # costs a third of a start, and is needed once a release

    runner = Runner(database, str(MIGRATIONS))
    for name in runner.up():
        log.info("migrated: %s", name)


def _writable(path: Path) -> bool:
    """Whether the file and its folder take writes; asked by really opening, since file modes say little on Windows."""
    try:
        with path.open("r+b"):
            pass
        probe = path.with_name(f"{path.name}.thu-ghi")
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _quoted(path: Path) -> str:
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
