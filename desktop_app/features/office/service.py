"""Opening an office's folder, founding an office, and its settings."""

import contextlib
import errno
import json
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import DatabaseError

from db import backup, connection
from db.connection import DamagedDatabase, NewerDatabase, database
from db.models import Office, Official, Unit
from db.words import Profile, UnitKind, UnitRelation
from desktop_app import clock, errors, files, records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.calendar import service as calendar
from desktop_app.features.calendar_table import service as calendar_table
from desktop_app.features.checklist_start import service as checklist_start
from desktop_app.features.indicators import service as indicators
from desktop_app.features.office.columns import OFFICE
from desktop_app.features.officials import service as officials
from desktop_app.features.units import service as units
from desktop_app.features.units.columns import UNITS
from desktop_app.outside import lock
from desktop_app.outside.folders import OfficeFolder, read_identity, write_identity
from desktop_app.records import journal, session
from desktop_app.records.kinds import Link
from desktop_app.rules import names

COMMAND_LINE = "(dòng lệnh)"
FIRST_START = "(khai báo ban đầu)"
MOST_RECEIVERS = 40  # more would not fit a page beside the signature


@dataclass(frozen=True)
class Labels:
    """The words a profile has for the tiers; no tier word stands in the code."""

    own: str
    upper: str
    sub: str
    send: str


LABELS = {
    Profile.TWO_TIER_2025: Labels("phường", "Thành phố", "tổ dân phố, đơn vị", "Xuất dữ liệu gửi cấp trên"),
    Profile.THREE_TIER: Labels("cơ quan", "cấp trên", "cấp dưới", "Xuất dữ liệu gửi cấp trên"),
}

PROFILE_LABELS = [profile.label for profile in Profile]

opened: OfficeFolder | None = None


def open_folder(path: Path, *, writing: bool) -> OfficeFolder:
    """Open the office in ``path``, making the folder and an empty database when there is none.

    With ``writing`` the folder is locked for this process. The session begins without a name: ``sit_down`` gives it.

    Raises:
        Refused: another window has the office open.
        Failed: the file is newer, damaged, or cannot be opened.
    """
    global opened
    folder = OfficeFolder(path)
    if read_identity(folder) and not (folder.database.exists() and folder.database.stat().st_size):
        raise errors.Failed("E-DAMAGED", f"mất tệp {folder.database.name}")
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        if writing and not _held(folder):
            raise Refused("Cơ quan này đang mở ở một cửa sổ khác; hãy đóng cửa sổ đó rồi làm lại")
        if writing:
            _sweep(folder)
        readable_only = connection.open_database(folder.database, lambda file: _copy(folder, file))
    except NewerDatabase as error:
        raise errors.Failed("E-NEWER") from error
    except DamagedDatabase as error:
        raise errors.Failed("E-DAMAGED", str(error)) from error
    except (DatabaseError, sqlite3.Error) as error:
        raise errors.of_database(error) from error
    except OSError as error:
        raise errors.of_file(error) from error
    opened = folder
    records.forget_labels()
    calendar.follow()
    if read_identity(folder).get("office_uid") and current() is None and not readable_only:
        connection.close_database()
        raise errors.Failed("E-DAMAGED", f"{folder.database.name} không còn dữ liệu của cơ quan")
    _begin(folder, readable_only=readable_only or not writing)
    return folder


def close_folder() -> None:
    """Close the database and give the lock back."""
    global opened
    if opened is not None:
        office = None if database.is_closed() or session.current.readable_only else current()
        if office is not None and not read_identity(opened):
            _write_identity(opened, office)
        lock.release(opened.lock)
    calendar.leave()
    connection.close_database()
    opened = None


def folder() -> OfficeFolder:
    """The folder that is open."""
    assert opened is not None
    return opened


def current() -> Office | None:
    """The office, or None when it has not been founded yet."""
    office: Office | None = Office.select().first()
    return office


def founded() -> Office:
    """The office; Refused, with what to do, when it has not been founded yet."""
    office = current()
    if office is None:
        raise Refused("Chưa khai báo cơ quan; hãy mở chương trình để khai báo, hoặc dùng lệnh demo")
    return office


def people() -> list[str]:
    """Everybody who may sit down at this ledger, by given name."""
    return officials.names()


def readable_only() -> bool:
    """Whether nothing can be written at present."""
    return session.current.readable_only


def sit_down(name: str) -> str:
    """Say who works from now on: an official's name, accents as one likes; returns it as the directory has it."""
    if not name:
        session.current.who = COMMAND_LINE
        return session.current.who
    try:
        official = Link(Official).read(name)
    except ValueError:
        known = ", ".join(officials.names()[:12]) or "chưa có ai"
        raise Refused(f"Không có đúng một cán bộ “{name}” trong danh bạ; có: {known}") from None
    session.current.who = official.name
    return session.current.who


def create(
    texts: Mapping[str, str],
    unit_rows: Sequence[Mapping[str, str]],
    official_rows: Sequence[Mapping[str, str]],
    *,
    days_off: bool = False,
    sample_indicators: bool = False,
    sample_checklists: bool = False,
) -> Office:
    """Found the office: its settings, its units (one of them itself) and officials, in one transaction.

    With ``days_off`` its calendar begins with the table of days off that comes with the program, with
    ``sample_indicators`` its catalogue with the indicators that do, with ``sample_checklists`` its inspections with
    the checklists that do.

    Raises:
        Refused: what is wrong with the settings.
        RefusedRows: what is wrong with rows; they count units first, then officials.
    """
    from desktop_app.excel import seal  # the library of keys is needed once in an office's life

    if current() is not None:
        raise Refused("Cơ quan đã được khai báo")
    session.current.who = session.current.who or FIRST_START
    with records.writing():
        office = records.keep(OFFICE, texts, None, _check, signing_key=seal.new_key(), machine=platform.node())
        session.begin(session.current.who, office.uid, office.epoch)
        problems = _save_rows(unit_rows, official_rows)
        if not problems and Unit.select().where(Unit.relation == UnitRelation.OWN).count() != 1:
            raise RefusedRows({"": "Phải có đúng một đơn vị là “Cơ quan mình”"}, {})
        if problems:
            raise RefusedRows({}, problems)
        _name_ourselves(office)
        if days_off:
            calendar_table.put_in(calendar_table.years())
        if sample_indicators:
            indicators.put_in()
        if sample_checklists:
            checklist_start.put_in()
    if not database.in_transaction():  # inside another's transaction it is written at close: that may yet be undone
        _write_identity(folder(), office)
    return office


def save(texts: Mapping[str, str]) -> Office:
    """Change the office's settings."""
    return records.keep(OFFICE, texts, founded(), _check)


def first_units(asked: Mapping[str, Any]) -> list[dict[str, str]]:
    """The office itself and the one above, out of the answers of the first start."""
    kind = UnitKind.OFFICE.label
    rows = [
        {
            "code": asked["own_code"],
            "name": asked["own_name"],
            "kind": kind,
            "relation": UnitRelation.OWN.label,
        }
    ]
    if asked["upper_name"]:
        upper = {"code": asked["upper_code"] or "CT", "name": asked["upper_name"], "kind": kind}
        rows.append(upper | {"relation": UnitRelation.UPPER.label})
    return rows


def wrong_units(rows: Sequence[Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """What is wrong with units before any is stored: unreadable texts, bad codes, codes that stand twice."""
    wrong: dict[int, dict[str, str]] = {}
    seen: set[str] = set()
    for place, row in enumerate(rows):
        values, problems = UNITS.read(dict.fromkeys(("code", "name"), "") | dict(row))
        code = str(values.get("code") or "")
        if code and not units.CODE.fullmatch(code):
            problems["code"] = units.CODE_RULE
        elif code.casefold() in seen:
            problems["code"] = f"Mã “{code}” đã được dùng; hãy nhập mã khác"
        seen.add(code.casefold())
        if problems:
            wrong[place] = problems
    return wrong


LONG_TIERS = (
    "thanh pho ",
    "thi xa ",
    "thi tran ",
    "dac khu ",
)  # what an administrative unit is, where in two syllables


def suggested(profile: str, own_name: str, upper_name: str | None) -> dict[str, str]:
    """The settings a new office starts from: header lines and place out of its name (NĐ 30/2020, Phụ lục I).

    ``own_name`` is the full name, as "Ủy ban nhân dân phường Long Biên".
    """
    words = names.one_line(own_name)
    front = "ủy ban nhân dân "
    tier = words[len(front) :] if names.fold(words).startswith(names.fold(front)) else ""
    receivers = [f"Thường trực Đảng ủy, HĐND {tier}".rstrip(), "Chủ tịch, các Phó Chủ tịch", "Lưu: VT, VP"]
    return {
        "name": words,
        "profile": Profile(profile).label,
        "header_issuer": f"ỦY BAN NHÂN DÂN|{tier.upper()}" if tier else words.upper(),
        "place": " ".join(tier.split()[2 if names.fold(tier).startswith(LONG_TIERS) else 1 :]) or words,
        "receivers": "\n".join(["Như trên", *receivers] if upper_name else receivers),
    }


def labels() -> Labels:
    """The words of this office's profile."""
    office = current()
    return LABELS[Profile(office.profile) if office is not None else Profile.TWO_TIER_2025]


def _save_rows(
    unit_rows: Sequence[Mapping[str, str]], official_rows: Sequence[Mapping[str, str]]
) -> dict[int, dict[str, str]]:
    problems: dict[int, dict[str, str]] = {}
    for place, row in enumerate([*unit_rows, *official_rows]):
        try:
            if place < len(unit_rows):
                units.save(row)
            else:
                officials.save(row)
        except Refused as refused:
            problems[place] = refused.problems
    return problems


def _check(values: Mapping[str, Any], record: Office | None) -> dict[str, str]:
    problems = {}
    if not 0 <= (values.get("soon_days") or 0) <= 60:
        problems["soon_days"] = "Phải từ 0 đến 60"
    if not 1 <= values.get("urge_ladder", 1) <= 60:
        problems["urge_ladder"] = "Phải từ 1 đến 60"
    if len((values.get("receivers") or "").splitlines()) > MOST_RECEIVERS:
        problems["receivers"] = f"Không quá {MOST_RECEIVERS} dòng; hãy gộp các nơi nhận cùng loại"
    return problems


def _begin(folder_: OfficeFolder, *, readable_only: bool) -> None:
    """Begin the session; a folder that was moved to another machine begins a new epoch (HANDOFF.md section 2)."""
    office = current()
    if office is None:
        session.begin(session.current.who, "", 1, readable_only=readable_only)
        return
    identity = read_identity(folder_)
    session.begin(session.current.who, office.uid, office.epoch, readable_only=readable_only)
    if readable_only:
        return
    ours = identity.get("office_uid") == office.uid
    _name_ourselves(office)
    moved = office.machine not in ("", platform.node())
    behind = ours and identity.get("epoch", 0) > office.epoch
    if moved or behind or (ours and identity.get("restoring")):
        new_epoch(folder_, "Mở trên máy khác" if moved else "Dữ liệu cũ hơn lần dùng trước")
    elif not ours:
        _write_identity(folder_, office)


def _name_ourselves(office: Office) -> None:
    """Write in our own unit which office it is: others recognise us by it. Files of the first release lack it."""
    own = Unit.get_or_none(Unit.relation == UnitRelation.OWN, Unit.deleted_at.is_null())
    if own is not None and own.office_uid != office.uid:
        records.keep(UNITS, {}, own, office_uid=office.uid)


def new_epoch(folder_: OfficeFolder, why: str, seen: int = 0) -> int:
    """Begin a new epoch, one past the highest known, so that no peer mistakes an older value for a newer one.

    ``seen`` is an epoch of ours that another office has seen.
    """
    office = founded()
    epoch: int = 1 + max(int(office.epoch), read_identity(folder_).get("epoch", 0), seen)
    with records.writing():
        records.keep(OFFICE, {}, office, epoch=epoch, machine=platform.node())
        journal.note("office", office.uid, why=why)
    session.current.epoch = epoch
    _write_identity(folder_, office)
    return epoch


def _write_identity(folder_: OfficeFolder, office: Office) -> None:
    facts = {"office_uid": office.uid, "name": office.name, "epoch": office.epoch, "machine": platform.node()}
    try:
        write_identity(folder_, facts)
    except OSError as error:
        raise errors.of_file(error) from error


def announce_restore(folder_: OfficeFolder) -> None:
    """Say beside the database that an older one is about to take its place: a broken-off restore is finished later."""
    files.write_text(folder_.identity, json.dumps({**read_identity(folder_), "restoring": True}, ensure_ascii=False))


def _held(folder_: OfficeFolder) -> bool:
    try:
        return lock.hold(folder_.lock)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return True  # a folder that takes no writes is opened for reading, with a banner that says so


def _sweep(folder_: OfficeFolder) -> None:
    """Remove the drafts of files that a killed program left half written."""
    kept = (folder_.attachments, folder_.backups / folder_.attachments.name)
    for place in (folder_.path, folder_.backups, folder_.files, *kept):
        for draft in (
            *place.glob("*.tam"),
            *place.glob("*.tam-journal"),
            *place.glob("*.khoi-phuc"),
            *place.glob("*.moi"),
        ):
            with contextlib.suppress(OSError):
                draft.unlink()


def _copy(folder_: OfficeFolder, file: Path) -> None:
    backup.backup(file, folder_.backups, clock.now())
