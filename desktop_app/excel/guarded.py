"""The one way in for workbooks from elsewhere: read in a process of its own, under a clock and a memory limit.

    found = read_package(path)             one file
    with Reader() as reader:               several, in one process that is kept
        cells = reader.read_cells(path)

Refusals are `RefusedFile`, each with its code; a file that cannot be opened at all is `Failed`.
"""

import logging
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from desktop_app.errors import Failed
from desktop_app.excel import envelope, guard, refusals
from desktop_app.excel.bounds import OUT_OF_MEMORY
from desktop_app.excel.problems import Problem
from desktop_app.excel.reading import Package
from desktop_app.excel.refusals import RefusedFile

__all__ = ["GuardedPackage", "Reader", "RefusedFile", "read_cells", "read_package"]

SECONDS = 60.0  # for one file; a package of 51,000 rows takes some 15
REGISTER = "register"
KEPT = 4 * envelope.MB  # after a larger file the process would keep hundreds of MB for nothing
ROOT = Path(__file__).parents[2]
CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from desktop_app.excel import guarded_child as c; c.serve()"

# What an answer may be made of: whoever took over the process that reads must not run anything in this one.
_ANSWERS = {
    "desktop_app.excel.reading": {"Package"},
    "desktop_app.excel.manifest": {"Manifest", "SheetFacts"},
    "desktop_app.excel.hidden": {"SealedRow"},
    "desktop_app.excel.problems": {"Problem", "ProblemKind"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class GuardedPackage:
    """A package that came through the guard, without its visible cells, and whatever is not as its sender sealed it."""

    package: Package
    problems: tuple[Problem, ...]
    digest: str


def read_package(path: Path, passphrase: str = "") -> GuardedPackage:
    """Read and verify a package from elsewhere.

    Raises RefusedFile when the file is none, is hostile, damaged or needs another passphrase; Failed when it cannot be
    opened.
    """
    with Reader() as reader:
        return reader.read_package(path, passphrase)


def read_cells(path: Path, passphrase: str = "") -> dict[str, list[list[Any]]]:
    """The cells of every visible sheet of a workbook from elsewhere, from A1 on; an empty cell is an empty text.

    Raises as `read_package`. The values are still anybody's: numbers come as float, a day that is none as float or
    time, and what they mean is for the caller to judge.
    """
    with Reader() as reader:
        return reader.read_cells(path, passphrase)


class Reader:
    """Reads files one after another in a process that starts when first needed; for one thread at a time."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, sort: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read_package(self, path: Path, passphrase: str = "") -> GuardedPackage:
        """As the function of the same name."""
        package, problems, digest = self._read("package", path, passphrase)
        return GuardedPackage(package, tuple(problems), digest)

    def read_cells(self, path: Path, passphrase: str = "") -> dict[str, list[list[Any]]]:
        """As the function of the same name."""
        cells: dict[str, list[list[Any]]] = self._read("cells", path, passphrase)
        return cells

    def read_register(self, path: Path, passphrase: str = "") -> list[dict[str, Any]]:
        """Every sheet of a register that its office keeps itself, cell by cell, as `register.read` gives it.

        Formulas, errors, links and pictures are no reason to refuse it; the rest as the function of the same name.
        """
        sheets: list[dict[str, Any]] = self._read(REGISTER, path, passphrase)
        return sheets

    def close(self) -> None:
        """End the process; from another thread this also ends the reading under way, which is then refused."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()  # there is nothing it could lose
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be sent cannot be
                    pipe.close()

    def _read(self, job: str, path: Path, passphrase: str) -> Any:
        content = _content(path)
        guard.look(content, passphrase, lenient=job == REGISTER)
        sort, value, names = self._ask((job, content, passphrase, self._seconds))
        if sort != "read" and value in {refusals.MEMORY, refusals.UNREADABLE} or len(content) > KEPT:
            self.close()
        if sort == "refused":
            raise RefusedFile(value, **names)
        return value

    def _ask(self, request: tuple[str, bytes, str, float]) -> tuple[str, Any, Any]:
        """The answer of the process; one that dies or hangs is an answer too."""
        child = self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        clock = threading.Timer(self._seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            pickle.dump(request, child.stdin, 5)
            child.stdin.flush()
            sort, value, names = _Answer(child.stdout).load()
        except (EOFError, OSError, ValueError, TypeError, AttributeError, pickle.UnpicklingError):
            return "refused", *self._death(child, late.is_set())
        finally:
            clock.cancel()
        if sort == "failed":
            _log.warning("a file from elsewhere could not be read: %s", value)
            return "refused", refusals.UNREADABLE, {}
        return sort, value, names

    def _death(self, child: subprocess.Popen[bytes], late: bool) -> tuple[str, dict[str, object]]:
        self.close()
        code = child.returncode
        _log.warning("the process that reads files from elsewhere ended: code %s, late %s", code, late)
        if late:
            return refusals.SLOW, {"limit": f"{self._seconds:g}"}
        return (refusals.MEMORY if code == OUT_OF_MEMORY else refusals.DIED), {}

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                # -P: no module out of the folder that happens to be the current one
                [sys.executable, "-P", "-c", CHILD, str(ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,  # a stick with the files can be taken out
                close_fds=True,  # the database's file stays with the program
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black window behind ours
            )
        return self._child


class _Answer(pickle.Unpickler):
    """Unpickles plain values and the package's own classes, nothing else."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        if global_name not in _ANSWERS.get(module_name, ()):
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of an answer")
        return super().find_class(module_name, global_name)


def _content(path: Path) -> bytes:
    """The whole file, or its first bytes when it is too large anyhow."""
    try:
        with path.open("rb") as file:
            return file.read(envelope.LARGEST + 1)
    except OSError as error:
        raise Failed("E-OPEN", path.name) from error
