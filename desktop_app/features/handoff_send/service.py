"""Packages for other offices: looked over, and entered in the outbox once they are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from peewee import fn

from db import connection
from db.models import Channel, Package, Unit
from db.words import PackageKind, PackageState, PeriodScheme
from desktop_app import clock, errors, events, files, records
from desktop_app.errors import Refused
from desktop_app.features.handoff_scope import service as scope
from desktop_app.features.meetings import service as meetings
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.features.printing.service import Request, spans
from desktop_app.features.units import service as units
from desktop_app.records import journal
from desktop_app.records.session import current
from desktop_app.rules.periods import Period

NAMES = {PackageKind.REPORT: "bao-cao", PackageKind.ASSIGNMENT: "giao-viec", PackageKind.RECEIPT: "bien-nhan"}


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
    """A package that was asked for and found possible: ``report.write`` makes it, then `enter` closes it.

    ``period`` and ``as_at`` are None where it is no report. ``full`` when the addressee may have lost what it had. With
    a ``passphrase`` the file is locked as Excel locks it; the addressee is told it by another way.
    """

    kind: PackageKind
    receiver: Unit
    out: Path
    number: int
    previous_digest: str
    full: bool
    period: Period | None = None
    as_at: date | None = None
    passphrase: str = ""

    @property
    def draft(self) -> Path:
        """Where the package lies until it is entered; what stands at ``out`` is untouched till then."""
        return self.out.with_name(f"{self.out.name}.moi")


def prepare(period: str, out: Path, *, to: str = "", as_at: date | None = None) -> Sending:
    """Look over the wish for a report package to an upper office (HANDOFF.md sections 3 and 4).

    Args:
        period: the period its figures are of, as ``2022-Q4``.
        out: the workbook to write; an old one is replaced only by a package that was read back and verified.
        to: the upper's code; may be left out when there is one upper.
        as_at: the day the figures are taken on; the earlier of today and the period's end when left out.

    Raises:
        Refused: the wish makes no sense.
    """
    office.founded()
    receiver = _one_of(units.uppers(), to, "cấp trên")
    span, day = spans(Request(period, PeriodScheme.ND09, as_at))
    sending = _sending(PackageKind.REPORT, receiver, out, span, day)
    if not current.readable_only:
        with records.writing():
            meetings.write_counts(span.code, span.start, min(span.end, day))
    return sending


def prepare_assignment(out: Path, *, to: str) -> Sending:
    """Look over the wish for an assignment package to an office below; Refused when there is nothing to send."""
    office.founded()
    receiver = _one_of(units.subs(), to, "cấp dưới")
    sending = _sending(PackageKind.ASSIGNMENT, receiver, out)
    chosen = scope.choose(receiver, full=sending.full)
    if not any(ids for kind, ids in chosen.items() if kind not in ("unit", "official")) and not unreceipted(receiver):
        raise Refused({"to": f"Không có gì mới để gửi {receiver}"})
    return sending


def prepare_receipt(out: Path, *, to: str) -> Sending:
    """Look over the wish for a receipt; Refused when no package came in from there.

    The first package to an office may be an empty one: it introduces our key.
    """
    office.founded()
    receiver = _one_of(peers.above_and_below(), to, "cấp trên hay cấp dưới")
    came = Package.select().where(Package.incoming, Package.peer == receiver).exists()
    if not came and _made_for(receiver).exists():
        raise Refused({"to": f"Chưa nhận gói nào của {receiver}"})
    return _sending(PackageKind.RECEIPT, receiver, out)


def prepare_kind(kind: PackageKind, receiver: Unit, out: Path, period: str = "", as_at: date | None = None) -> Sending:
    """One of the three, for the screen."""
    if kind == PackageKind.RECEIPT:
        return prepare_receipt(out, to=receiver.code)
    if kind == PackageKind.ASSIGNMENT:
        return prepare_assignment(out, to=receiver.code)
    return prepare(period, out, to=receiver.code, as_at=as_at)


def _sending(
    kind: PackageKind, receiver: Unit, out: Path, period: Period | None = None, as_at: date | None = None
) -> Sending:
    if out.suffix.lower() != ".xlsx":
        raise Refused({"out": "Tên tệp phải kết thúc bằng .xlsx"})
    last = _made_for(receiver).order_by(Package.running_number.desc(), Package.id.desc()).first()
    channel = Channel.get_or_none(Channel.office_uid == receiver.office_uid) if receiver.office_uid else None
    # A new epoch of ours, or something the other office has lost: whatever went before, it gets everything.
    full = channel is None or channel.full or channel.sent_epoch != current.epoch
    number, digest = (last.running_number + 1, last.digest) if last else (1, "")
    return Sending(kind, receiver, out, number, digest, full, period, as_at)


def _made_for(receiver: Unit) -> Any:
    return Package.select().where(Package.peer == receiver, ~Package.incoming)


def enter(sending: Sending, written: Written) -> Sent:
    """Put a written package in the outbox, then in its place; without its place it is taken out again.

    In this order a program that dies between the two leaves a number whose file is missing, which the addressee sees
    as a gap. The other way round it would leave a file whose number is given a second time.
    """
    from desktop_app.excel import package

    manifest = written.manifest
    elsewhere = sending.out.parent.resolve() != office.folder().files.resolve()
    try:
        with records.writing():
            Package.create(
                uid=manifest.package_uid,
                kind=sending.kind,
                state=PackageState.ON_DRIVE if elsewhere else PackageState.MADE,
                peer=sending.receiver,
                office_uid=sending.receiver.office_uid,
                epoch=current.epoch,
                running_number=sending.number,
                period=manifest.period_code,
                made_at=manifest.made_at,
                made_by=current.who,
                digest=written.digest,
                rows=written.rows,
                file_name=sending.out.name,
            )
            _note_channel(sending)
            journal.note("package", manifest.package_uid, to=sending.receiver.code, number=sending.number)
        try:
            files.move(sending.draft, sending.out)
        except OSError as error:
            with records.writing():
                Package.delete().where(Package.uid == manifest.package_uid).execute()
                journal.note("package", manifest.package_uid, not_written=sending.number)
            raise errors.of_file(error) from error
        with records.writing():
            Package.update(receipted=True).where(Package.incoming, Package.peer == sending.receiver).execute()
            events.publish(events.Changed("package"))
    finally:
        sending.draft.unlink(missing_ok=True)
    return Sent(sending.number, sending.receiver.name, sending.out, written.rows, package.check_code(written.digest))


def _note_channel(sending: Sending) -> None:
    if not sending.receiver.office_uid or sending.kind == PackageKind.RECEIPT:
        return
    channel = peers.channel_to(sending.receiver.office_uid)
    if sending.full and not (channel.full and channel.full_since and channel.sent_epoch == current.epoch):
        channel.full, channel.full_since = True, sending.number
    channel.sent_epoch = current.epoch
    channel.save()


def outbox() -> Sequence[Package]:
    """The packages made, the newest first."""
    return list(Package.select(Package, Unit).join(Unit).where(~Package.incoming).order_by(Package.id.desc()))


def unreceipted(receiver: Unit) -> bool:
    """Whether a package of an office has come in whose receipt has not been made."""
    query = Package.select().where(Package.incoming, Package.peer == receiver, ~Package.receipted)
    return bool(query.where(Package.kind != PackageKind.RECEIPT).exists())


def last_sent() -> Package | None:
    """The newest package, or None."""
    package: Package | None = Package.select().where(~Package.incoming).order_by(Package.id.desc()).first()
    return package


def mailed(uid: str) -> None:
    """Say that a message with the package was made."""
    _on_its_way(uid, PackageState.MAILED)


def put_on_drive(uid: str) -> None:
    """Say that the package was copied to a stick or another folder."""
    _on_its_way(uid, PackageState.ON_DRIVE)


def _on_its_way(uid: str, state: PackageState) -> None:
    """One that has been receipted stays so, whatever is done with its file."""
    before = (PackageState.MADE, PackageState.ON_DRIVE, PackageState.MAILED)
    with records.writing():
        Package.update(state=state).where(Package.uid == uid, Package.state.in_(before)).execute()
        events.publish(events.Changed("package"))


def fingerprint() -> str:
    """The fingerprint of the office's key, to be read out by telephone."""
    return peers.own_fingerprint()


def suggested_name(kind: PackageKind, receiver: Unit, period: str = "") -> str:
    """A file name in ASCII, without colons: what it is, who to whom, the period, the running number."""
    number = 1 + (_made_for(receiver).select(fn.MAX(Package.running_number)).scalar() or 0)
    middle = period.strip() if kind == PackageKind.REPORT and period.strip() else f"{clock.today():%Y-%m-%d}"
    return f"{NAMES[kind]}-{units.own().code}-{receiver.code}-{middle}-{number:04d}.xlsx"


def with_work() -> Sequence[Unit]:
    """The offices below that there is something new for; for a worker too."""
    found = []
    with connection.reading():
        for unit in units.subs():
            try:
                prepare_assignment(Path("x.xlsx"), to=unit.code)
            except Refused:
                continue
            found.append(unit)
    return found


def _one_of(choice: Sequence[Unit], to: str, what: str) -> Unit:
    if to:
        found = [unit for unit in choice if unit.code.casefold() == to.strip().casefold()]
        if not found:
            known = ", ".join(f"{unit.code} ({unit.name})" for unit in choice) or f"chưa có đơn vị {what} nào"
            raise Refused({"to": f"“{to}” không phải mã đơn vị {what}; có: {known}"})
        return found[0]
    if len(choice) != 1:
        words = f"Chưa khai báo đơn vị {what}; hãy thêm ở mục Đơn vị" if not choice else f"Có nhiều đơn vị {what}"
        raise Refused({"to": words + (f"; hãy chọn: {', '.join(unit.code for unit in choice)}" if choice else "")})
    return choice[0]
