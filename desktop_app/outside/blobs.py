"""Files kept under the SHA-256 of their bytes: written once, proved when written, never written over."""

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Literal
from uuid import uuid4

from desktop_app import files
from desktop_app.errors import Refused
from desktop_app.rules import attaching

PIECE = 1 << 20
Fault = Literal["", "missing", "altered"]
Tell = Callable[[int], object]  # told after each piece how many bytes it had; what it raises stops the work


@dataclass(frozen=True)
class Brought:
    """A file whose bytes lie in a store: its name as it was, its size in bytes, and what it is kept under."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True)
class Blobs:
    """A folder of such files: ``ab/cdef…``, names in ASCII whatever the files were called."""

    path: Path

    def place(self, digest: str) -> Path:
        """Where the bytes of a digest lie or would lie."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(f"no SHA-256: {digest[:70]}")
        return self.path / digest[:2] / digest[2:]

    def bring(self, source: Path, tell: Tell = lambda size: None) -> Brought:
        """Copy a person's file in: drafted, flushed, read back and compared, then moved to its name.

        The same bytes twice are kept once. Whatever stops it, nothing half lies under a name.

        Raises:
            Refused: the file is not there, cannot be read, is too large, empty, a program, or changed meanwhile.
            OSError: the store takes no more.
        """
        try:
            before = source.stat()
            if not stat.S_ISREG(before.st_mode):
                raise Refused(f"“{source.name}” không phải tệp; hãy chọn từng tệp")
            file = source.open("rb")
        except OSError as error:
            raise Refused(_unreadable(source, error)) from error
        with file:
            head = _read(file, source, 512)
            if words := attaching.refusal(source.name, before.st_size, head):
                raise Refused(f"Tệp “{source.name}” {words}")
            with self._draft() as draft:
                size, digest = self._fill(draft, _pieces(file, source, head), tell)
                _refuse_changed(source, before, size)
                self._keep(draft, digest, size)
        return Brought(attaching.stored_name(source.name), size, digest)

    def take(self, other: "Blobs", digest: str, size: int, *, full: bool = False) -> bool:
        """Copy from another store what is not here as it was, judged as `fault` does; whether it is here now.

        Raises OSError for what this store refuses; of the other one, whatever cannot be read counts as missing.
        """
        if not self.fault(digest, size, full=full):
            return True
        try:
            source = other.place(digest).open("rb")
        except OSError:
            return False
        with source, self._draft() as draft:
            try:
                found = self._fill(draft, _plain(source), lambda size: None)
            except _SourceFailed:
                return False
            if found != (size, digest):
                return False
            self._keep(draft, digest, size)
        return True

    def copy_out(self, digest: str, target: Path) -> None:
        """Copy the bytes of a digest to ``target``, whole or not at all; OSError, or ValueError when they are wrong."""
        with files.replacing(target) as draft:
            found = sha256()
            with self.place(digest).open("rb") as file, draft.open("wb") as out:
                while piece := file.read(PIECE):
                    found.update(piece)
                    out.write(piece)
            if found.hexdigest() != digest:
                raise ValueError(digest)
            files.flush(draft)

    def fault(self, digest: str, size: int, *, full: bool = False, tell: Tell = lambda size: None) -> Fault:
        """What is wrong with the bytes of a digest: by their size, or with ``full`` by reading them all."""
        try:
            path = self.place(digest)
            if path.stat().st_size != size:
                return "altered"
            return "altered" if full and _digest(path, tell) != digest else ""
        except FileNotFoundError:
            return "missing"
        except (OSError, ValueError):
            return "altered"  # there, but not to be read

    def digests(self) -> Iterator[str]:
        """The digests that lie here, by their names."""
        for path in self.path.glob("[0-9a-f][0-9a-f]/*"):
            if len(path.name) == 62 and set(path.name) <= set("0123456789abcdef"):
                yield path.parent.name + path.name

    def remove(self, digest: str) -> None:
        """Delete the bytes of a digest; nothing when they are not there."""
        path = self.place(digest)
        with contextlib.suppress(FileNotFoundError):
            path.chmod(0o644)  # Windows deletes nothing that only reads
            path.unlink()

    # --- Inside ---

    @contextlib.contextmanager
    def _draft(self) -> Iterator[Path]:
        files.make_folder(self.path)
        draft = self.path / f"{uuid4().hex}.tam"
        try:
            yield draft
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def _fill(self, draft: Path, pieces: Iterator[bytes], tell: Tell) -> tuple[int, str]:
        size, digest = 0, sha256()
        with draft.open("wb") as out:
            for piece in pieces:
                size += len(piece)
                digest.update(piece)
                out.write(piece)
                tell(len(piece))
        files.flush(draft)
        if _digest(draft) != digest.hexdigest():
            raise OSError(5, "what was read back differs", str(draft))
        return size, digest.hexdigest()

    def _keep(self, draft: Path, digest: str, size: int) -> None:
        """Give a proved draft its name; what lies there whole stays, what has been altered is put aside."""
        path = self.place(digest)
        files.make_folder(path.parent)
        wrong = self.fault(digest, size, full=True)
        if not wrong:
            return
        if wrong == "altered":
            path.replace(path.with_name(f"hong-{uuid4().hex[:8]}-{path.name}"))
        with contextlib.suppress(OSError):
            draft.chmod(0o444)  # a program that opens it by hand cannot write into it by mistake
        files.move(draft, path)


class _SourceFailed(Exception):
    """The other store could not be read to the end."""


def _pieces(file: BinaryIO, source: Path, head: bytes) -> Iterator[bytes]:
    """All of a person's file; Refused when it ends badly or grows past what may be kept."""
    size = len(head)
    yield head
    while piece := _read(file, source, PIECE):
        size += len(piece)
        if size > attaching.LARGEST:
            raise Refused(f"Tệp “{source.name}” {attaching.refusal(source.name, size, head)}")
        yield piece


def _plain(file: BinaryIO) -> Iterator[bytes]:
    try:
        while piece := file.read(PIECE):
            yield piece
    except OSError as error:
        raise _SourceFailed from error


def _read(file: BinaryIO, source: Path, size: int) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        raise Refused(_unreadable(source, error)) from error


def _refuse_changed(source: Path, before: os.stat_result, size: int) -> None:
    try:
        after = source.stat()
    except OSError as error:
        raise Refused(f"Tệp “{source.name}” biến mất khi đang chép; hãy kiểm tra ổ đĩa rồi thêm lại") from error
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or after.st_size != size:
        raise Refused(f"Tệp “{source.name}” đang được chương trình khác ghi; hãy lưu, đóng tệp đó rồi thêm lại")


def _unreadable(source: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"Không còn tệp “{source.name}” ở {source.parent}"
    if isinstance(error, PermissionError):
        return (
            f"Không có quyền đọc tệp “{source.name}”, hoặc chương trình khác đang giữ tệp; hãy đóng tệp đó rồi thêm lại"
        )
    return f"Không đọc được tệp “{source.name}”; hãy kiểm tra ổ đĩa, USB rồi thêm lại"


def _digest(path: Path, tell: Tell = lambda size: None) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            tell(len(piece))
    return digest.hexdigest()
