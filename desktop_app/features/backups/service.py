"""Making verified copies, looking into one, going back to one, and checking the file."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from db import backup, connection
from db.connection import DamagedDatabase
from desktop_app import clock, errors, events, jobs
from desktop_app.errors import Failed, Refused
from desktop_app.features.backup_files import service as attached
from desktop_app.features.backup_files.columns import Finding as Finding
from desktop_app.features.office import service as office
from desktop_app.outside.folders import OfficeFolder, read_identity
from desktop_app.records import journal, search, session, slices
from desktop_app.records.entity import ENTITIES
from desktop_app.rules import numbers


@dataclass(frozen=True)
class Preview:
    """What a copy holds, to look at before going back to it."""

    path: Path
    office_name: str
    office_uid: str
    counts: dict[str, int]
    last_change: str
    version: int
    warning: str = ""
    lacking: str = ""  # attached files that cannot be brought back, in words


COUNTED = {
    "task": "nhiệm vụ",
    "document": "văn bản",
    "meeting": "cuộc họp",
    "target": "chỉ tiêu giao",
    "figure": "số liệu",
    "unit": "đơn vị",
    "official": "cán bộ",
}
NOT_EVERYWHERE = ("target", "figure")  # an office that keeps none is not told that there are none


CARRIED = "sao-luu-so-phuong"  # the folder on a stick


def make(folder: OfficeFolder | None = None, keep: Path | None = None, *, say: attached.Say = attached.silent) -> Path:
    """Make a verified copy of the open office's database, carry its attachments over, and return the copy's path.

    ``keep`` is an older copy that must not be thinned out now. Raises Failed when it cannot be made; a copy of the
    books stays though its attachments found no room. What the office itself has lost is told by `lost`.
    """
    folder = folder or office.folder()
    before = backup.copies(folder.backups)
    path = _copied(folder, folder.backups, keep, say=say)
    if set(before) - set(backup.copies(folder.backups)):
        attached.sweep(folder.backups)
    return path


def carry(place: Path, *, say: attached.Say = attached.silent) -> Path:
    """Make a verified copy with every attachment in a folder of its own on a stick; nothing there is thinned out."""
    place = place if place.name == CARRIED else place / CARRIED
    return _copied(office.folder(), place, thinning=False, say=say)


def _copied(
    folder: OfficeFolder, place: Path, keep: Path | None = None, *, thinning: bool = True, say: attached.Say
) -> Path:
    try:
        path = backup.backup(folder.database, place, clock.now(), keep, thinning=thinning)
        attached.cover(folder, path, say)
    except OSError as error:
        raise errors.of_file(error) from error
    except (sqlite3.Error, DamagedDatabase) as error:
        raise errors.of_database(error) from error
    return path


def lost(copy: Path) -> str:
    """The attachments that a copy needs and its store has not got, in words; empty when all are there."""
    return attached.in_words(attached.uncovered(copy))


def copies() -> list[Path]:
    """The verified copies, newest first."""
    return backup.copies(office.folder().backups)


def latest(folder: OfficeFolder) -> Path | None:
    """The newest copy that is not dated in the future, as one made under a wrong clock is; else the newest of all."""
    found = backup.copies(folder.backups)
    now = clock.now().replace(tzinfo=None)
    return next((path for path in found if backup.moment_of(path) <= now), next(iter(found), None))


def when(path: Path) -> str:
    """When a copy was made, for people."""
    return f"{backup.moment_of(path):%H:%M:%S, %d/%m/%Y}"


def age_of_latest(now: datetime) -> str:
    """How old the newest verified copy is, in words."""
    newest = latest(office.folder())
    if newest is None:
        return "chưa có"
    hours = (now.replace(tzinfo=None) - backup.moment_of(newest)).total_seconds() / 3600
    if hours < 1:
        return "vừa xong" if hours < 1 / 30 else f"{max(1, int(hours * 60))} phút trước"
    return f"{int(hours)} giờ trước" if hours < 24 else f"{int(hours / 24)} ngày trước"


def look(path: Path) -> Preview:
    """Look into a copy without changing anything; Refused when it is no sound copy of an office."""
    if not path.is_file():
        raise Refused(f"Không có tệp {path}")
    beside = path.with_name(f"{path.name}-wal")
    if beside.exists() and beside.stat().st_size:
        raise Refused(
            f"Cạnh {path.name} còn tệp {beside.name} chưa gộp; hãy mở cơ quan đó bằng chương trình rồi sao lưu"
        )
    try:
        counts = backup.verify(path)
        version = connection.file_version(path)
        with closing(sqlite3.connect(f"file:{connection.quoted(path)}?mode=ro&immutable=1", uri=True)) as file:
            found = file.execute("SELECT name, uid FROM office").fetchone()
            last = file.execute("SELECT at, who FROM journal ORDER BY id DESC LIMIT 1").fetchone()
            broken = journal.first_broken(file)
        lacking = attached.in_words(attached.lacking(path, office.opened))
    except (DamagedDatabase, sqlite3.Error, UnicodeDecodeError) as error:
        raise Refused(f"Tệp {path.name} không phải bản sao lưu dùng được: {error}") from error
    if version > connection.latest_version():
        raise Failed("E-NEWER", path.name)
    if found is None:
        raise Refused(f"Tệp {path.name} chưa có cơ quan nào")
    warning = f"Nhật ký trong tệp này đã bị sửa ngoài chương trình từ dòng {broken}" if broken is not None else ""
    when = f"{datetime.fromisoformat(last[0]):%d/%m/%Y %H:%M}, {last[1]}" if last else ""
    return Preview(path, found[0], found[1], {k: counts.get(k, 0) for k in COUNTED}, when, version, warning, lacking)


def counts_now() -> dict[str, int]:
    """The same counts in the open file."""
    with closing(connection.read_only(office.folder().database)) as file:
        counts = backup.row_counts(file)
    return {kind: counts.get(kind, 0) for kind in COUNTED}


def in_words(counts: dict[str, int]) -> str:
    """The counts of a copy as people read them."""
    told = {kind: counts.get(kind, 0) for kind in COUNTED if counts.get(kind) or kind not in NOT_EVERYWHERE}
    return ", ".join(f"{numbers.show_whole(count)} {COUNTED[kind]}" for kind, count in told.items())


def restore(path: Path) -> Preview:
    """Go back to a copy: the present file is copied first, the copy takes its place, and a new epoch begins.

    Attachments that are gone or altered are brought back; ``lacking`` of what is returned names those that could not.
    Raises Refused when the copy is not sound or is another office's, and Failed when the disk refuses; then the
    present file is as it was.
    """
    return slices.whole(restoring(path))


def restoring(path: Path) -> slices.Work[Preview]:
    """The same in steps, the long ones in a worker; it may be closed as long as the present file stands."""
    preview = yield from slices.waiting(jobs.start(lambda progress: look(path)), "Đang kiểm chứng bản sao…")
    folder = office.folder()
    present = office.current()
    if present is not None and present.uid != preview.office_uid:
        raise Refused(
            f"Bản sao này của “{preview.office_name}”, không phải của “{present.name}”; hãy mở ở thư mục khác"
        )
    known = read_identity(folder)
    if known.get("office_uid") not in (None, preview.office_uid):
        raise Refused(f"Bản sao này của “{preview.office_name}”, thư mục này của “{known.get('name')}”")
    draft = folder.database.with_suffix(".khoi-phuc")
    copying = jobs.start(lambda progress: _copy_both(path, draft, folder, present is not None))
    try:
        yield from slices.waiting(copying, "Đang sao lưu dữ liệu hiện nay, chép bản sao vào chỗ…")
        lacking = _swap(folder, draft, path)
    except OSError as error:
        raise errors.of_file(error) from error
    finally:
        draft.unlink(missing_ok=True)
    return replace(preview, lacking=lacking)


def _copy_both(path: Path, draft: Path, folder: OfficeFolder, there: bool) -> None:
    """Bring the copy beside the present file, proved, and make a copy of the present; in a worker."""
    shutil.copyfile(path, draft)  # before the present is copied: that may thin out the very copy we go back to
    if backup.verify(draft) != backup.verify(path):
        raise Failed("E-FILE", str(draft))
    if folder.database.exists() and there:
        make(folder, keep=path)


def _swap(folder: OfficeFolder, draft: Path, path: Path) -> str:
    """Put the copy in the place of the present file, whatever happens with the office open again.

    Returns in words which attachments could not be brought back.
    """
    who, epoch = session.current.who, session.current.epoch
    try:
        office.announce_restore(folder)
        connection.close_database()
        for rest in ("-wal", "-shm"):
            folder.database.with_name(folder.database.name + rest).unlink(missing_ok=True)
        draft.replace(folder.database)
    finally:
        office.open_folder(folder.path, writing=True)
        session.current.who = who
    if office.founded().epoch <= epoch:
        office.new_epoch(folder, f"Khôi phục từ {path.name}")
    lacking = attached.in_words(attached.bring_back(folder, path))
    for entity in ENTITIES.values():
        events.publish(events.Changed(entity.kind))
    return lacking


def rescue(folder: OfficeFolder, path: Path) -> Preview:
    """Go back to a copy when the present file is damaged or gone: what is left of it is kept aside, not overwritten."""
    preview = look(path)
    known = read_identity(folder)
    if known.get("office_uid") not in (None, preview.office_uid):
        raise Refused(f"Bản sao này của “{preview.office_name}”, thư mục này của “{known.get('name')}”")
    draft = folder.database.with_suffix(".khoi-phuc")
    try:
        shutil.copyfile(path, draft)
        for rest in ("-wal", "-shm", ""):
            old = folder.database.with_name(folder.database.name + rest)
            if old.exists():
                old.replace(old.with_name(f"hong-{clock.now():%Y%m%d-%H%M%S}-{old.name}"))
        draft.replace(folder.database)
    except OSError as error:
        raise errors.of_file(error) from error
    finally:
        draft.unlink(missing_ok=True)
    office.open_folder(folder.path, writing=True)
    if office.founded().epoch <= known.get("epoch", 0):
        office.new_epoch(folder, f"Cứu dữ liệu từ {path.name}")
    return replace(preview, lacking=attached.in_words(attached.bring_back(folder, path)))


def check(*, full: bool) -> list[Finding]:
    """Look the open file over: always quickly; ``full`` reads every page, follows every link and the whole journal."""
    return [*check_file(full=full), *(check_index() if full else []), *check_files(full=full)]


def check_file(*, full: bool) -> list[Finding]:
    """The database, which is only read: in a worker too."""
    path = office.folder().database
    word = "integrity_check" if full else "quick_check"
    with closing(connection.read_only(path)) as file:
        pages = [row[0] for row in file.execute(f"PRAGMA {word}(5)")]
        broken = journal.first_broken(file)
        loose = file.execute("PRAGMA foreign_key_check").fetchall() if full else []
    advice = "hãy khôi phục từ bản sao lưu gần nhất"
    findings = [
        Finding("Tệp dữ liệu đọc được trọn vẹn", pages == ["ok"], advice),
        Finding("Nhật ký liền mạch từ dòng đầu", broken is None, f"dòng {broken} đã bị sửa ngoài chương trình"),
    ]
    if full:
        findings.append(Finding("Mọi liên kết giữa các bản ghi còn đủ", not loose, advice))
        findings.append(Finding("Mã nhiệm vụ không trùng", not _twins(path), "hãy báo người hỗ trợ"))
        with connection.reading():
            strange = journal.contradictions(ENTITIES.values())
        words = f"{len(strange)} chỗ bị sửa ngoài chương trình, trước hết: {'; '.join(strange[:3])}"
        findings.append(Finding("Mọi giá trị đúng như nhật ký ghi lần cuối", not strange, words))
    return findings


def check_files(*, full: bool, say: attached.Say = attached.silent) -> list[Finding]:
    """The attachments of the open office and of its copies; in a worker too."""
    return attached.check(office.folder(), full=full, say=say)


def check_index() -> list[Finding]:
    """Whether search finds what is there; an index that does not is written afresh. On the writing connection."""
    if not connection.takes_writes():
        return []
    wrong = [e.title for e in ENTITIES.values() if search.indexed(e) and search.agrees(e) is False]
    if wrong and not session.current.readable_only:
        search.repair()
    advice = "hãy mở chương trình để lập lại" if session.current.readable_only else "đã lập lại"
    return [Finding("Mục lục tìm kiếm khớp với dữ liệu", not wrong, f"{advice}: {'; '.join(wrong)}")]


def _twins(path: Path) -> int:
    with closing(connection.read_only(path)) as file:
        twice = "SELECT count(*) FROM (SELECT 1 FROM task GROUP BY code HAVING count(*) > 1)"
        return int(file.execute(twice).fetchone()[0])


def tidy() -> None:
    """What is done at close: a verified copy, when the journal has gone on since the last one."""
    if needs_copy():
        make()
    elif not session.current.readable_only and (newest := latest(office.folder())) is not None:
        try:
            attached.cover(office.folder(), newest)  # what an earlier full disk kept back
        except OSError as error:
            raise errors.of_file(error) from error


def needs_copy() -> bool:
    """Whether anything has been written since the newest copy."""
    if session.current.readable_only or office.current() is None:
        return False
    newest = latest(office.folder())
    return newest is None or _journal_head(newest) != journal.head()


def _journal_head(path: Path) -> str:
    try:
        with closing(connection.read_only(path)) as file:
            row = file.execute("SELECT hash FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""
