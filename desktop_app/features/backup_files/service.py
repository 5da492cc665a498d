"""Attachments in backups: every folder of copies has a store of its own, and each copy's books say what it needs.

The store holds real copies, not hard links: a file altered in the office's folder stays whole here. The list of what a
copy needs is the table of attachments inside that verified copy, so there is nothing beside it that could disagree.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from db import backup, connection
from db.connection import DamagedDatabase
from desktop_app.features.attachments import service as attachments
from desktop_app.features.attachments.service import Wanted
from desktop_app.features.backup_files.columns import Finding
from desktop_app.outside.blobs import Blobs, Tell
from desktop_app.outside.folders import ATTACHED, OfficeFolder
from desktop_app.records import session

log = logging.getLogger(__name__)

Say = Callable[[float, str], object]  # a share from 0 to 1, and what the work is at


def silent(share: float, words: str) -> None:
    """Say nothing."""


def store_of(copies: Path) -> Blobs:
    """The store of a folder of copies."""
    return Blobs(copies / ATTACHED)


def needed(path: Path) -> list[Wanted]:
    """What a copy of the books needs; nothing for a copy older than attachments."""
    with closing(sqlite3.connect(f"file:{connection.quoted(path)}?mode=ro&immutable=1", uri=True)) as file:
        return attachments.wanted(file)


def cover(folder: OfficeFolder, copy: Path, say: Say = silent) -> list[Wanted]:
    """Carry over what a copy needs and its store has not got; what the office has not got either.

    Raises OSError when the store takes no more, and whatever ``say`` raises; what was carried by then stays and is not
    carried again.
    """
    live, store = Blobs(folder.attachments), store_of(copy.parent)
    wanted, lost = needed(copy), []
    for place, one in enumerate(wanted):
        say(place / len(wanted), "Đang chép các tệp đính kèm")
        if not store.take(live, one.digest, one.size):
            lost.append(one)
    return lost


def uncovered(copy: Path) -> list[Wanted]:
    """What a copy needs and the store beside it has not got."""
    return attachments.faulty(store_of(copy.parent), needed(copy))


def lacking(copy: Path, folder: OfficeFolder | None) -> list[Wanted]:
    """What going back to a copy could not bring back: neither beside the copy nor in the office's own stores."""
    places = _places(copy, folder)
    return [one for one in needed(copy) if all(store.fault(one.digest, one.size) for store in places)]


def bring_back(folder: OfficeFolder, copy: Path | None = None) -> list[Wanted]:
    """Put back into the open office what its books need and it has not got, whole; what cannot be found or written."""
    live = Blobs(folder.attachments)
    places = [store for store in _places(copy, folder) if store != live]
    with closing(connection.read_only(folder.database)) as file:
        gone = attachments.faulty(live, attachments.wanted(file), full=True)
    return [one for one in gone if not _taken(live, places, one)]


def heal(folder: OfficeFolder, wrong: Sequence[Wanted]) -> list[Wanted]:
    """Replace what is missing or altered by what lies in the verified copies; what could not be replaced."""
    live, copies = Blobs(folder.attachments), [store_of(folder.backups)]
    return [one for one in wrong if not _taken(live, copies, one)]


def heal_copies(folder: OfficeFolder, wrong: Sequence[Wanted]) -> list[Wanted]:
    """The same the other way: what the copies need is carried over again from the office's folder."""
    store, live = store_of(folder.backups), [Blobs(folder.attachments)]
    return [one for one in wrong if not _taken(store, live, one)]


def sweep(copies: Path) -> int:
    """Remove from a folder's store what none of its copies needs any more; how many files went.

    One copy that cannot be read keeps everything: nobody knows what it needs.
    """
    store = store_of(copies)
    try:
        kept = {one.digest for copy in backup.copies(copies) for one in needed(copy)}
    except (sqlite3.Error, DamagedDatabase, UnicodeDecodeError) as error:
        log.warning("attachments of copies not thinned: %s", error)
        return 0
    loose = [digest for digest in store.digests() if digest not in kept]
    for digest in loose:
        with suppress(OSError):
            store.remove(digest)
    return len(loose)


def wrong(folder: OfficeFolder, *, full: bool, say: Say = silent) -> list[Wanted]:
    """What the open office needs and has not got as it was: by existence and size, or ``full`` by every byte."""
    with closing(connection.read_only(folder.database)) as file:
        wanted = attachments.wanted(file)
    return attachments.faulty(Blobs(folder.attachments), wanted, full=full, tell=_told(wanted, say))


def wrong_in_copies(folder: OfficeFolder, say: Say = silent) -> list[Wanted]:
    """What the newest copy needs and the store of copies has not got as it was, every byte read."""
    newest = next(iter(backup.copies(folder.backups)), None)
    if newest is None:
        return []
    wanted = needed(newest)
    return attachments.faulty(store_of(folder.backups), wanted, full=True, tell=_told(wanted, say))


def check(folder: OfficeFolder, *, full: bool, say: Say = silent) -> list[Finding]:
    """Look the attachments over: there and of their size; ``full`` reads every byte, of the copies' store too.

    Where the office may be written to, ``full`` also replaces what is wrong: each store has the other's bytes.
    """
    if not full:
        gone = wrong(folder, full=False)
        return [Finding("Tệp đính kèm còn đủ, đúng dung lượng", not gone, _advice(gone, gone), grave=False)]
    findings = []
    for what, found, mend in (
        ("Tệp đính kèm còn nguyên từng byte", wrong(folder, full=True, say=say), heal),
        ("Tệp đính kèm trong bản sao lưu còn nguyên", wrong_in_copies(folder, say), heal_copies),
    ):
        left = found if session.current.readable_only else mend(folder, found)
        findings.append(Finding(what, not found, _advice(found, left), grave=False))
    return findings


def in_words(some: Sequence[Wanted]) -> str:
    """The first few by name."""
    named = "; ".join(one.name for one in some[:5])
    return named if len(some) <= 5 else f"{named} và {len(some) - 5} tệp khác"


def _advice(found: Sequence[Wanted], left: Sequence[Wanted]) -> str:
    mended = len(found) - len(left)
    told = [f"{len(found)} tệp mất hoặc đã bị sửa ngoài chương trình"]
    told += [f"đã lấy lại {mended} tệp từ bản còn nguyên"] if mended else []
    told += [f"chưa lấy lại được: {in_words(left)}"] if left else []
    return "; ".join(told)


def _places(copy: Path | None, folder: OfficeFolder | None) -> list[Blobs]:
    own = [Blobs(folder.attachments), store_of(folder.backups)] if folder is not None else []
    return own if copy is None else [store_of(copy.parent), *own]


def _taken(into: Blobs, places: Iterable[Blobs], one: Wanted) -> bool:
    """Whether a store has a file whole again; a disk that is full says no, and the others are tried all the same."""
    for store in places:
        with suppress(OSError):
            if into.take(store, one.digest, one.size, full=True):
                return True
    return False


def _told(wanted: Sequence[Wanted], say: Say) -> Tell:
    whole = sum(one.size for one in wanted) or 1
    done = 0

    def tell(size: int) -> None:
        nonlocal done
        done += size
        say(done / whole, "Đang đọc các tệp đính kèm")

    return tell
