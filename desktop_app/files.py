"""A file that is whole or not there: written beside its place, flushed to the disk, then moved."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WAITS = (0.1, 0.3, 0.6, 1.0, 1.5)  # seconds: an antivirus lets go of a new file within a few


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft beside ``path`` that takes its place when the block ends well.

    When anything is raised, the draft is removed and what stood at ``path`` before is untouched. Raises OSError;
    a PermissionError names ``path``, which another program, most likely Excel, keeps open.
    """
    draft = path.with_name(path.name + ".tam")
    try:
        draft.unlink(missing_ok=True)
        yield draft
        move(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write ``text`` in UTF-8, whole or not at all. Raises OSError; then what stood at ``path`` is untouched."""
    with replacing(path) as draft:
        draft.write_text(text, encoding="utf-8")
        flush(draft)


def flush(path: Path) -> None:
    """Bring a written file to the disk: it is there after a power cut, and what is read back comes from there."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            # Forget the cached copy: what is read back then comes from the disk or the stick.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def make_folder(path: Path) -> None:
    """Make a folder that is there after a power cut too; nothing when it is there already. Raises OSError."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            _flush_folder(path.parent)


def another_name(path: Path) -> Path:
    """A free name beside ``path``, to offer when ``path`` is held open: ``Báo cáo (2).xlsx``."""
    number = 2
    while (other := path.with_stem(f"{path.stem} ({number})")).exists():
        number += 1
    return other


def move(draft: Path, path: Path) -> None:
    """Put ``draft`` in the place of ``path``, waiting a little for whoever holds it; raises OSError naming ``path``."""
    for wait in (*WAITS, None):
        try:
            draft.replace(path)
        except PermissionError as error:
            if wait is None:
                raise PermissionError(error.errno, error.strerror, str(path)) from error
            time.sleep(wait)
        else:
            break
    if os.name == "posix":  # the new name itself must reach the disk too; Windows does that by itself
        _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that cannot flush folders
            raise
    finally:
        os.close(handle)
