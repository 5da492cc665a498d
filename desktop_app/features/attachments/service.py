"""Files beside records: brought in, listed, opened, saved elsewhere, taken out; nothing else writes them.

Bytes are never deleted here: a file that is taken out can be put back, and older copies of the books still need it.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.models import Alias, Attachment
from desktop_app import clock, errors, records
from desktop_app.errors import Refused
from desktop_app.features.attachments.columns import ATTACHMENTS
from desktop_app.features.office import service as office
from desktop_app.outside import viewer
from desktop_app.outside.blobs import Blobs, Brought, Tell
from desktop_app.records import journal
from desktop_app.records.session import current
from desktop_app.rules import attaching

entity = ATTACHMENTS
TROUBLES = {"missing": "mất tệp", "altered": "tệp đã bị sửa ngoài chương trình"}
NEXT = "hãy vào mục Sao lưu, bấm “Kiểm tra dữ liệu” để lấy lại từ bản sao lưu"


@dataclass(frozen=True)
class Line:
    """One file of a record as people see it; ``trouble`` says in words what is wrong with its bytes."""

    id: int
    name: str
    size: str
    added_at: str
    author: str
    note: str
    trouble: str


@dataclass(frozen=True)
class Wanted:
    """What the books say of the bytes of one digest."""

    digest: str
    size: int
    name: str


def find(kind: str, uid: str) -> list[Line]:
    """The files of a record, the first one added first; also those added while it was known by another uid."""
    former = [alias.other for alias in Alias.select().where(Alias.record == uid, Alias.kind == kind)]
    query = Attachment.select().where(
        Attachment.kind == kind, Attachment.record.in_([uid, *former]), Attachment.deleted_at.is_null()
    )
    return [_line(record) for record in query.order_by(Attachment.added_at, Attachment.id)]


def get(attachment_id: int) -> Attachment:
    """One file by its id."""
    return Attachment.get_by_id(attachment_id)


def bring(path: Path, tell: Tell = lambda size: None) -> Brought:
    """Copy a file into the office's folder; in a worker too, since it asks the books nothing. It is not entered yet.

    Raises Refused for what is wrong with the file, and Failed for what the office's disk refuses.
    """
    if current.readable_only:
        raise errors.Failed("E-READ-ONLY")
    try:
        return _store().bring(path, tell)
    except OSError as error:
        raise errors.of_file(error) from error


def enter(kind: str, uid: str, brought: Brought) -> Attachment:
    """Enter a file that was brought in beside a record, or raise Refused when the record has these bytes already."""
    twin = Attachment.get_or_none(
        Attachment.kind == kind,
        Attachment.record == uid,
        Attachment.digest == brought.digest,
        Attachment.deleted_at.is_null(),
    )
    if twin is not None:
        raise Refused(f"Tệp “{brought.name}” đã đính kèm ở đây với tên “{twin.name}”")
    facts: dict[str, Any] = {"size": brought.size, "digest": brought.digest, "author": current.who}
    with records.writing():
        made = records.keep(
            ATTACHMENTS, {"name": brought.name}, None, kind=kind, record=uid, added_at=clock.now(), **facts
        )
        journal.note(kind, uid, attached=f"Thêm tệp đính kèm: {made.name}")
    return made


def add(kind: str, uid: str, path: Path) -> Attachment:
    """Copy a file in and enter it beside a record; see `bring` and `enter`."""
    return enter(kind, uid, bring(path))


def save(texts: Mapping[str, str], record: Attachment | None = None) -> Attachment:
    """Change the name or the note of a file, or raise Refused."""
    return records.keep(ATTACHMENTS, texts, record, _check)


def remove(record: Attachment) -> None:
    """Take a file out of its record; it can be put back."""
    with records.writing():
        records.delete(ATTACHMENTS, record)
        journal.note(str(record.kind), str(record.record), attached=f"Bỏ tệp đính kèm: {record.name}")


def restore(record: Attachment) -> None:
    """Put a file back."""
    with records.writing():
        records.restore(ATTACHMENTS, record)
        journal.note(str(record.kind), str(record.record), attached=f"Đính kèm lại: {record.name}")


def copy_to_look_at(record: Attachment) -> Path:
    """A copy under the file's own name that only reads, for the system's viewer; it goes when the program ends."""
    place = tempfile.TemporaryDirectory(prefix="so-phuong-", ignore_cleanup_errors=True)
    _lent.append(place)
    path = Path(place.name) / name_on_disk(record)
    save_as(record, path)
    path.chmod(0o444)
    return path


def show(record: Attachment) -> bool:
    """Open such a copy in the system's viewer; False when the system has none for it."""
    return viewer.show(copy_to_look_at(record))


def save_as(record: Attachment, path: Path) -> None:
    """Copy a file to ``path``, proved on the way.

    Raises Refused when its bytes are gone or no longer what they were, and Failed for what the disk refuses.
    """
    if words := _trouble(record):
        raise Refused(f"“{record.name}”: {words}; {NEXT}")
    try:
        _store().copy_out(str(record.digest), path)
    except ValueError as error:
        raise Refused(f"“{record.name}”: {TROUBLES['altered']}; {NEXT}") from error
    except OSError as error:
        raise errors.of_file(error) from error


def name_on_disk(record: Attachment) -> str:
    """The file's name where Windows takes it."""
    return attaching.file_name(str(record.name))


def wanted(connection: sqlite3.Connection) -> list[Wanted]:
    """Everything that books need, deleted files too: of the open file or of a copy, also one of an older release."""
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'attachment'").fetchone()
    if there is None:
        return []
    sql = "SELECT digest, max(size), min(name) FROM attachment GROUP BY digest ORDER BY digest"
    return [Wanted(*row) for row in connection.execute(sql)]


def faulty(
    store: Blobs, all_wanted: Iterable[Wanted], *, full: bool = False, tell: Tell = lambda size: None
) -> list[Wanted]:
    """What a store has not got, or no longer as it was: by size, or with ``full`` by reading every byte."""
    return [one for one in all_wanted if store.fault(one.digest, one.size, full=full, tell=tell)]


_lent: list[tempfile.TemporaryDirectory[str]] = []  # gone with the process


def _store() -> Blobs:
    return Blobs(office.folder().attachments)


def _trouble(record: Attachment) -> str:
    return TROUBLES.get(_store().fault(str(record.digest), int(record.size)), "")


def _line(record: Attachment) -> Line:
    moment, size = f"{record.added_at:%d/%m/%Y %H:%M}", attaching.show_size(int(record.size))
    return Line(record.id, record.name, size, moment, record.author, record.note, _trouble(record))


def _check(values: Mapping[str, Any], record: Any) -> dict[str, str]:
    words = attaching.refusal(str(values.get("name") or ""), 1, b"")
    return {"name": f"Tệp {words}"} if words else {}
