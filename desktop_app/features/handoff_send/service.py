"""The report package for the office above: looked over, and entered in the outbox once it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from peewee import fn

from db.models import Package, Unit
from db.words import PackageKind, PeriodScheme
from desktop_app import errors, events, files, records
from desktop_app.errors import Refused
from desktop_app.features.office import service as office
from desktop_app.features.printing.service import Request, spans
from desktop_app.features.units import service as units
from desktop_app.records import journal
from desktop_app.records.session import current
from desktop_app.rules.periods import Period


@dataclass(frozen=True)
class Written:
    """A package that lies on the disk, read back and verified, and is not entered yet."""

    manifest: Any
    digest: str
    rows: int


@dataclass(frozen=True)
class Sent:
    """A package that was made, as the outbox keeps it."""

    running_number: int
    receiver: str
    file: Path
    rows: int
    check_code: str


@dataclass(frozen=True)
class Sending:
    """A package that was asked for and found possible: ``report.write`` makes it, then `enter` closes it."""

    period: Period
    as_at: date
    out: Path
    receiver: Unit
    number: int
    previous_digest: str

    @property
    def draft(self) -> Path:
        """Where the package lies until it is entered; what stands at ``out`` is untouched till then."""
        return self.out.with_name(f"{self.out.name}.moi")


def prepare(period: str, out: Path, *, to: str = "", as_at: date | None = None) -> Sending:
    """Look over the wish for a report package to an upper office (HANDOFF.md sections 3 and 4).

    Without receipts everything goes: every record of ours that concerns the addressee, never another upper's.

    Args:
        period: the period its figures are of, as ``2022-Q4``.
        out: the workbook to write; an old one is replaced only by a package that was read back and verified.
        to: the upper's code; may be left out when there is one upper.
        as_at: the day the figures are taken on; the earlier of today and the period's end when left out.

    Raises:
        Refused: the wish makes no sense.
    """
    office.founded()
    receiver = _receiver(to)
    if out.suffix.lower() != ".xlsx":
        raise Refused({"out": "Tên tệp phải kết thúc bằng .xlsx"})
    span, day = spans(Request(period, PeriodScheme.ND09, as_at))
    last = Package.select().where(Package.peer == receiver).order_by(Package.running_number.desc()).first()
    return Sending(span, day, out, receiver, (last.running_number if last else 0) + 1, last.digest if last else "")


def enter(sending: Sending, written: Written) -> Sent:
    """Put a written package in the outbox and in its place, both or neither."""
    from desktop_app.excel import package

    manifest = written.manifest
    try:
        with records.writing():
            Package.create(
                uid=manifest.package_uid,
                kind=PackageKind.REPORT,
                peer=sending.receiver,
                running_number=sending.number,
                period=sending.period.code,
                made_at=manifest.made_at,
                made_by=current.who,
                digest=written.digest,
                rows=written.rows,
                file_name=sending.out.name,
            )
            journal.note("package", manifest.package_uid, to=sending.receiver.code, number=sending.number)
            events.publish(events.Changed("package"))
            files.move(sending.draft, sending.out)  # the last thing before the commit: no number without its file
    except OSError as error:
        raise errors.of_file(error) from error
    finally:
        sending.draft.unlink(missing_ok=True)
    return Sent(sending.number, sending.receiver.name, sending.out, written.rows, package.check_code(written.digest))


def outbox() -> Sequence[Package]:
    """The packages made, the newest first."""
    return list(Package.select(Package, Unit).join(Unit).order_by(Package.id.desc()))


def last_sent() -> Package | None:
    """The newest package, or None."""
    package: Package | None = Package.select().order_by(Package.id.desc()).first()
    return package


def fingerprint() -> str:
    """The fingerprint of the office's key, to be read out by telephone."""
    from desktop_app.excel import seal

    return seal.fingerprint(seal.public_key(office.founded().signing_key))


def suggested_name(receiver: Unit, period: str) -> str:
    """A file name in ASCII, without colons: who to whom, the period, the running number."""
    number = 1 + (Package.select(fn.MAX(Package.running_number)).where(Package.peer == receiver).scalar() or 0)
    return f"bao-cao-{units.own().code}-{receiver.code}-{period.strip()}-{number:04d}.xlsx"


def _receiver(to: str) -> Unit:
    uppers = units.uppers()
    if to:
        found = [unit for unit in uppers if unit.code.casefold() == to.strip().casefold()]
        if not found:
            known = ", ".join(f"{unit.code} ({unit.name})" for unit in uppers) or "chưa có đơn vị cấp trên nào"
            raise Refused({"to": f"“{to}” không phải mã đơn vị cấp trên; có: {known}"})
        return found[0]
    if len(uppers) != 1:
        words = "Chưa khai báo đơn vị cấp trên; hãy thêm ở mục Đơn vị" if not uppers else "Có nhiều đơn vị cấp trên"
        raise Refused({"to": words + (f"; hãy chọn: {', '.join(unit.code for unit in uppers)}" if uppers else "")})
    return uppers[0]
