"""The report package for the office above: gathered, sealed, read back, and entered in the outbox."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from peewee import fn

from db.models import Package, Unit
from db.words import PackageKind, PeriodScheme, UnitRelation
from desktop_app import clock, errors, events, records
from desktop_app.errors import Failed, Refused
from desktop_app.features.handoff_send.columns import TRAVELLERS, Traveller
from desktop_app.features.office import service as office
from desktop_app.features.printing.service import Request, spans
from desktop_app.features.results.service import Figures, figures
from desktop_app.features.tasks.columns import TASKS
from desktop_app.features.units import service as units
from desktop_app.records import Condition, Rows, journal, stored
from desktop_app.records.kinds import Text, Whole
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole
from desktop_app.rules.tally import Tally

PROGRAM = "Sổ Phường 0.1"
RESULTS = "Tổng hợp"
FIGURES = (
    ("carried", "Chuyển kỳ trước"),
    ("assigned", "Giao trong kỳ"),
    ("total", "Tổng"),
    ("done_in_time", "Hoàn thành đúng hạn"),
    ("done_late", "Hoàn thành quá hạn"),
    ("done_no_due", "Hoàn thành, không hạn"),
    ("open_in_time", "Đang thực hiện trong hạn"),
    ("open_overdue", "Đang thực hiện quá hạn"),
    ("open_no_due", "Đang thực hiện, không hạn"),
)


@dataclass(frozen=True)
class Sent:
    """A package that was made, as the outbox keeps it."""

    running_number: int
    receiver: str
    file: Path
    rows: int
    check_code: str


def send(
    period: str,
    out: Path,
    *,
    to: str = "",
    as_at: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Sent:
    """Make the report package for an upper office (HANDOFF.md sections 3 and 4) and enter it in the outbox.

    Without receipts everything goes: every record of ours that concerns the addressee, never another upper's.

    Args:
        period: the period its figures are of, as ``2022-Q4``.
        out: the workbook to write; an old one is replaced only by a package that was read back and verified.
        to: the upper's code; may be left out when there is one upper.
        as_at: the day the figures are taken on; the earlier of today and the period's end when left out.
        progress: hears how many rows are written; what it raises stops the work and nothing is entered.

    Raises:
        Refused: the request makes no sense.
        Failed: the disk refuses; the old file is as it was and nothing is entered.
    """
    from desktop_app.excel import package

    settings = office.founded()
    receiver = _receiver(to)
    if out.suffix.lower() != ".xlsx":
        raise Refused({"out": "Tên tệp phải kết thúc bằng .xlsx"})
    span, day = spans(Request(period, PeriodScheme.ND09, as_at))
    found = figures(span, day)
    last = Package.select().where(Package.peer == receiver).order_by(Package.running_number.desc()).first()
    number = (last.running_number if last else 0) + 1
    uid, made_at = uuid4().hex, clock.now()
    manifest = package.Manifest(
        package_uid=uid,
        kind=PackageKind.REPORT,
        from_uid=settings.uid,
        from_name=settings.name,
        from_code=units.own().code,
        to_uid=receiver.office_uid,
        to_code=receiver.code,
        to_name=receiver.name,
        period_code=span.code,
        period_label=span.label,
        period_start=span.start,
        period_end=span.end,
        as_at=day,
        running_number=number,
        previous_digest=last.digest if last else "",
        made_at=made_at,
        program=PROGRAM,
        journal_head=journal.head(),
        control_totals={name: getattr(found.total, name) for name, _ in FIGURES},
    )
    sheets = [_results_sheet(package, found, number), *_record_sheets(package, receiver, sends_own=settings.sends_own)]
    try:
        with records.writing():
            digest = package.write(out, manifest, _cover(found), sheets, settings.signing_key, progress)
            rows = sum(sheet.rows for sheet in package.read(out).manifest.sheets)
            _enter(uid, receiver, manifest, digest, rows, out)
    except OSError as error:
        raise errors.of_file(error) from error
    except package.PackageError as error:
        raise Failed("E-FILE", str(error)) from error
    return Sent(number, receiver.name, out, rows, package.check_code(digest))


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


def _enter(uid: str, receiver: Unit, manifest: Any, digest: str, rows: int, out: Path) -> None:
    """Put the package in the outbox; a file whose entry fails is taken away, so that no number is used twice."""
    try:
        Package.create(
            uid=uid,
            kind=PackageKind.REPORT,
            peer=receiver,
            running_number=manifest.running_number,
            period=manifest.period_code,
            made_at=manifest.made_at,
            made_by=current.who,
            digest=digest,
            rows=rows,
            file_name=out.name,
        )
        journal.note("package", uid, to=receiver.code, number=manifest.running_number, digest=digest)
        events.publish(events.Changed("package"))
    except BaseException:
        out.unlink(missing_ok=True)
        raise


def _cover(found: Figures) -> list[tuple[str, str]]:
    did, total = found.steering, found.total
    return [
        ("Phiên họp thường kỳ", show_whole(did.sessions)),
        ("Cuộc họp do lãnh đạo chủ trì", show_whole(did.meetings)),
        ("Thông báo kết luận", show_whole(did.notices)),
        ("Nhiệm vụ giao tại thông báo kết luận", show_whole(did.notice_tasks)),
        ("Nhiệm vụ trọng tâm theo Chương trình công tác", show_whole(did.key_tasks)),
        ("Văn bản đôn đốc", show_whole(did.urging_letters)),
        ("Tổng số nhiệm vụ theo dõi trong kỳ", show_whole(total.total)),
        ("Đã hoàn thành", f"{show_whole(total.done)} ({total.done_rate}% tổng số nhiệm vụ)"),
        ("Đang thực hiện quá hạn", show_whole(total.open_overdue)),
    ]


def _results_sheet(package: Any, found: Figures, number: int) -> Any:
    """The figures of the period, a line a unit: records of ours, newer in every package."""
    columns = [package.SheetColumn("unit", "Đơn vị", Text(), 44)]
    columns += [package.SheetColumn(name, label, Whole(), 13) for name, label in FIGURES]
    columns += [
        package.SheetColumn("done_rate", "Tỷ lệ hoàn thành (% tổng số)", Text(), 14, align="right"),
        package.SheetColumn("in_time_rate", "Tỷ lệ đúng hạn (% số đã rõ kết quả)", Text(), 14, align="right"),
    ]
    uids: dict[int, str] = {unit.id: unit.uid for unit in Unit.select()}

    def cells(name: str, tally: Tally) -> tuple[Any, ...]:
        return (name, *(getattr(tally, each) for each, _ in FIGURES), tally.done_rate, tally.in_time_rate)

    lines = [(unit.name, unit.tally, uids[unit.unit_id]) for unit in found.by_unit]
    lines.append(("Tổng cộng", found.total, ""))
    kept = [
        package.PackageRow(
            RESULTS,
            uuid5(UUID(current.office_uid), f"results {found.period.code} {uid}").hex,
            (1, current.epoch, number),
            None,
            {"period": found.period.code, "as_at": found.as_at, "unit": uid or None}
            | {name: getattr(tally, name) for name, _ in FIGURES},
        )
        for _, tally, uid in lines
    ]
    titles = (
        f"TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ {found.period.label.upper()}",
        f"Số liệu từ ngày {show_date(found.period.start)} đến hết ngày {show_date(found.as_at)}",
    )
    rows = [cells(name, tally) for name, tally, _ in lines]
    return package.PackageSheet("unit_result", package.Sheet(RESULTS, titles, columns, rows, held=1), kept)


def _record_sheets(package: Any, receiver: Unit, *, sends_own: bool) -> Iterator[Any]:
    tasks = _concerning(receiver, sends_own=sends_own)
    chosen: dict[str, Sequence[int]] = {"task": tasks.ids()}
    wanted = Condition(f"{{t}}.task_id IN ({','.join(map(str, chosen['task'])) or 'NULL'})")
    for traveller in TRAVELLERS:
        entity = traveller.entity
        if entity is TASKS:
            rows = tasks
        elif entity.kind in {"progress_note", "task_decision"}:
            rows = Rows(entity, (wanted,), traveller.order)
        else:
            rows = Rows(entity, _of_interest(entity.kind, receiver, sends_own=sends_own), traveller.order)
        yield _sheet(package, traveller, rows)


def _sheet(package: Any, traveller: Traveller, rows: Rows) -> Any:
    columns = traveller.entity.pick(traveller.shown)
    ids = rows.ids()
    kept = (
        package.PackageRow(traveller.sheet, one.uid, one.def_revision, one.exe_revision, one.values)
        for one in stored.held(traveller.entity, ids, traveller.kept)
    )
    titles = (traveller.title, f"{show_whole(len(ids))} {traveller.entity.noun}")
    return package.PackageSheet(
        traveller.entity.kind,
        package.Sheet(
            traveller.sheet,
            titles,
            [package.SheetColumn.of(column) for column in columns],
            ([column.kind.cell(column.of(row)) for column in columns] for row in rows.iterate()),
        ),
        kept,
    )


def _concerning(receiver: Unit, *, sends_own: bool) -> Rows:
    """The tasks that concern an upper: what it assigned, and our own if the office says so; never another upper's."""
    issued = "coalesce({t}.document_id IN (SELECT id FROM document WHERE issuer_id = ?), 0)"
    foreign = (
        "coalesce({t}.document_id IN (SELECT d.id FROM document AS d JOIN unit AS u ON u.id = d.issuer_id "
        f"WHERE u.relation = '{UnitRelation.UPPER}'), 0)"
    )
    condition = Condition(f"{issued} OR NOT {foreign}" if sends_own else issued, (receiver.id,))
    return Rows(TASKS, (condition,), "assigned_on")


def _of_interest(kind: str, receiver: Unit, *, sends_own: bool) -> tuple[Condition, ...]:
    if kind == "document":
        foreign = f"{{t}}.issuer_id IN (SELECT id FROM unit WHERE relation = '{UnitRelation.UPPER}')"
        own = f"{{t}}.issuer_id = ? OR NOT {foreign}" if sends_own else "{t}.issuer_id = ?"
        return (Condition(own, (receiver.id,)),)
    if kind == "meeting" and not sends_own:
        return (Condition("0"),)
    if kind == "official":
        named = " UNION ".join(
            f"SELECT {column} FROM {table}"
            for table, column in (("task", "supervising_leader_id"), ("task", "official_id"), ("meeting", "chair_id"))
        )
        return (Condition(f"{{t}}.id IN ({named})"),)
    return ()
