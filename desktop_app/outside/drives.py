"""Sticks and cards that are plugged in now, and a copy onto one that is read back before it counts."""

import posixpath
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from desktop_app import files

PLACES = ("/media/", "/run/media/")  # where desktops of Linux show what is plugged in
PIECE = 1 << 20


@dataclass(frozen=True)
class Drive:
    """A drive that can be taken out: where it is, what it is called, how many bytes are free."""

    path: Path
    label: str
    free: int


def found() -> list[Drive]:
    """The drives that can be taken out and are plugged in, by name.

    A disk in a USB case counts as fixed on Windows and is not among them.
    """
    drives = []
    for path, label in _windows() if sys.platform == "win32" else _linux():
        try:
            drives.append(Drive(path, label, shutil.disk_usage(path).free))
        except OSError:
            continue  # a reader without a card, a stick drawn a moment ago
    return sorted(drives, key=lambda drive: drive.label)


def workbooks(drive: Drive) -> list[Path]:
    """The workbooks on a drive and in its folders of the first level, the newest first."""
    books = []
    for pattern in ("*.xlsx", "*/*.xlsx"):
        try:
            books += [(path.stat().st_mtime, path) for path in drive.path.glob(pattern) if path.name[:2] != "~$"]
        except OSError:
            continue
    return [path for _, path in sorted(books, reverse=True)]


def copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all, and compare what was read back with what was sent.

    Raises OSError; what stood at ``target`` is then untouched.
    """
    with files.replacing(target) as draft:
        shutil.copyfile(source, draft)
        files.flush(draft)
        if _digest(draft) != _digest(source):
            raise OSError(5, "what was read back differs", str(target))


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


if sys.platform == "win32":
    import ctypes

    REMOVABLE, NO_DIALOGS = 2, 1

    def _windows() -> Iterable[tuple[Path, str]]:
        kernel = ctypes.windll.kernel32
        before = kernel.SetErrorMode(NO_DIALOGS)  # an empty card reader must not ask for a card
        try:
            present = kernel.GetLogicalDrives()
            for place in range(26):
                root = f"{chr(ord('A') + place)}:\\"
                if present >> place & 1 and kernel.GetDriveTypeW(root) == REMOVABLE:
                    name = ctypes.create_unicode_buffer(261)
                    kernel.GetVolumeInformationW(root, name, 261, None, None, None, None, 0)
                    yield Path(root), f"{name.value or 'USB'} ({root[:2]})"
        finally:
            kernel.SetErrorMode(before)

    def _linux() -> Iterable[tuple[Path, str]]:
        return ()

else:

    def _windows() -> Iterable[tuple[Path, str]]:
        return ()

    def _linux() -> Iterable[tuple[Path, str]]:
        return mounted(_mounts())


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def mounted(mounts: str) -> list[tuple[Path, str]]:
    r"""The places of ``/proc/self/mounts`` where drives are plugged in, with their names.

    >>> [(path.as_posix(), name) for path, name in mounted("/dev/sdb1 /media/lan/USB\\040phường vfat rw 0 0\n")]
    [('/media/lan/USB phường', 'USB phường')]
    """
    places = []
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 2:
            continue
        raw = parts[1]
        for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
            raw = raw.replace(code, letter)
        if f"{raw}/".startswith(PLACES) and posixpath.normpath(raw) == raw:
            places.append((Path(raw), Path(raw).name))
    return places
