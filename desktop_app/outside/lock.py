"""One program at a time on one office: a lock of the operating system, which dies with its process."""

import os
import sys
from pathlib import Path
from typing import IO

_held: dict[Path, IO[str]] = {}


def hold(path: Path) -> bool:
    """Take the lock at ``path`` and keep it until ``release`` or the end of the process; False when another has it."""
    if path in _held:
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="utf-8")
    if not _lock(file):
        file.close()
        return False
    file.seek(0)
    file.truncate()
    file.write(f"{os.getpid()}\n")
    file.flush()
    _held[path] = file
    return True


def release(path: Path) -> None:
    """Give the lock back."""
    file = _held.pop(path, None)
    if file is not None:
        file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
