"""The one database file: opening it, bringing it up to date, closing it; a file from a later release is refused."""

import logging
import shutil
import sqlite3
import tempfile
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
    """The release number in a file, read without changing it.

    Raises DamagedDatabase when it is no sound database or not one of ours, and sqlite3.Error for anything else: a file
    that another program holds, or a disk that does not answer, is no damaged file.
    """
    try:
        with closing(read_only(path)) as connection:
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedDatabase(str(error)) from error
        raise
    if version == 0 and tables - {"schema_migration", "sqlite_sequence"}:  # the runner makes its table before script 1
        raise DamagedDatabase("the file holds tables of another program")
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
        database.init(_still(path), pragmas={"query_only": 1}, uri=True)
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
    connection = sqlite3.connect(f"file:{quoted(path)}?mode=ro", uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except UnicodeDecodeError as error:  # what SQLite has to say of a ruined file is itself ruined
        connection.close()
        raise DamagedDatabase("malformed") from error
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or _writable(path):
            raise
        return sqlite3.connect(_still(path), uri=True, check_same_thread=False)
    return connection


def _still(path: Path) -> str:
    """The address of a file in a folder that takes no files, where SQLite cannot keep its own beside it.

    Work that a broken-off program left in the write-ahead log is read from a copy of both.
    """
    log_file = path.with_name(f"{path.name}-wal")
    if not (log_file.exists() and log_file.stat().st_size):
        return f"file:{quoted(path)}?mode=ro&immutable=1"
    place = tempfile.TemporaryDirectory(prefix="so-phuong-")
    _borrowed.append(place)
    for file in (path, log_file):
        shutil.copyfile(file, Path(place.name) / file.name)
    return f"file:{quoted(Path(place.name) / path.name)}"


_borrowed: list[tempfile.TemporaryDirectory[str]] = []  # gone with the process


@contextmanager
def reading() -> Iterator[None]:
    """One view of the file from begin to end, whoever writes meanwhile; in a worker on a connection of its own.

    That connection cannot write.
    """
    if not database.is_closed():
        with database.atomic() if database.in_transaction() else database.atomic("DEFERRED"):
            yield
        return
    database.connect()
    try:
        database.execute_sql("PRAGMA query_only = 1")
        with database.atomic("DEFERRED"):
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


def quoted(path: Path) -> str:
    """A path as it stands in a SQLite address."""
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
