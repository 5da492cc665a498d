"""What a package says: figures of the period, the records that concern the addressee, receipts for what came in."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4, uuid5

from db import connection
from db.models import Channel, Indicator, PastExecution, Unit
from db.words import PackageKind
from desktop_app import VERSION, clock, errors
from desktop_app.errors import Failed
from desktop_app.excel import locked, package
from desktop_app.excel.sheets import Sheet, SheetColumn
from desktop_app.features.documents.columns import DOCUMENTS
from desktop_app.features.figures.columns import FIGURES as FIGURES_OF_UNITS
from desktop_app.features.handoff_receipts import service as receipts
from desktop_app.features.handoff_rows.service import Scope
from desktop_app.features.handoff_scope import service as scope
from desktop_app.features.handoff_send.columns import TRAVELLERS, Traveller
from desktop_app.features.handoff_send.service import Sending, Written
from desktop_app.features.indicators import service as indicators
from desktop_app.features.office import service as office
from desktop_app.features.periods.columns import CLOSED_PERIODS
from desktop_app.features.results.service import Figures, figures
from desktop_app.features.tasks.columns import TASKS, situation
from desktop_app.features.units import service as units
from desktop_app.records import Column, Entity, Rows, journal, stored
from desktop_app.records.kinds import Text, Whole
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date
from desktop_app.rules.figures import key_label
from desktop_app.rules.numbers import rounded, show_whole
from desktop_app.rules.periods import Period
from desktop_app.rules.tally import Tally
from desktop_app.rules.targets import Measure, Reported, single

PROGRAM = f"Sổ Phường {VERSION}"
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
COUNTED = (
    ("target", "Số chỉ tiêu giao trong gói"),
    ("figure", "Số liệu chỉ tiêu trong gói"),
    ("inspected_party", "Số biên bản kiểm tra trong gói"),
    ("finding", "Số tồn tại trong gói"),
    ("remediation", "Số kết quả khắc phục trong gói"),
    ("plan_item", "Số nội dung kế hoạch trong gói"),
    ("meeting", "Số cuộc họp trong gói"),
)


def write(sending: Sending, progress: Callable[[int], None] | None = None) -> Written:
    """Read the records, write the workbook whole or not at all, read it back and verify it.

    ``progress`` hears how many rows are written; what it raises stops the work. Failed when the disk refuses.
    """
    with connection.reading():
        sheets: list[Any] = []
        extra: list[Any] = []
        totals: dict[str, int] = {}
        if sending.period is not None and sending.as_at is not None:
            found = figures(sending.period, sending.as_at)
            sheets.append(_results_sheet(found, sending.period, sending.number))
            extra, totals = _cover(found), {label: getattr(found.total, name) for name, label in FIGURES}
        if sending.kind != PackageKind.RECEIPT:
            chosen = scope.choose(sending.receiver, full=sending.full)
            sheets += _record_sheets(sending, chosen)
            if sending.kind == PackageKind.ASSIGNMENT:
                totals = {"Số nhiệm vụ trong gói": len(chosen["task"])}
            totals |= {label: len(chosen[kind]) for kind, label in COUNTED if chosen[kind]}
        if sending.full and sending.kind != PackageKind.RECEIPT and sending.number > 1:
            extra.insert(0, "Gói đầy đủ: gồm cả những dòng đã gửi trước đây")
        sheets += receipts.sheets(sending.receiver)
        settings = office.founded()
        manifest = _manifest(sending, totals)
        try:
            digest = package.write(sending.draft, manifest, extra, sheets, settings.signing_key, progress)
            if sending.passphrase:
                locked.lock(sending.draft, sending.passphrase)
        except OSError as error:
            raise errors.of_file(error) from error
        except package.PackageError as error:
            raise Failed("E-FILE", str(error)) from error
    return Written(manifest, digest, sum(len(sheet.records) for sheet in sheets))


def _manifest(sending: Sending, totals: dict[str, int]) -> Any:
    settings, period, theirs = office.founded(), sending.period, sending.receiver.office_uid
    channel = Channel.get_or_none(Channel.office_uid == theirs) if theirs else None
    return package.Manifest(
        package_uid=uuid4().hex,
        kind=sending.kind,
        from_uid=settings.uid,
        from_name=settings.name,
        from_code=units.own().code,
        to_uid=theirs,
        to_code=sending.receiver.code,
        to_name=sending.receiver.name,
        period_code=period.code if period else "",
        period_label=period.label if period else "",
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        as_at=sending.as_at,
        running_number=sending.number,
        previous_digest=sending.previous_digest,
        highest_peer_number=channel.number if channel else 0,
        highest_peer_digest=channel.digest if channel else "",
        made_at=clock.now(),
        program=PROGRAM,
        journal_head=journal.head(),
        control_totals=totals,
        echo=scope.echo(theirs) if theirs else {},
        epoch=current.epoch,
        peer_epoch=channel.epoch if channel else 0,
        wants_all=bool(channel and channel.asks),
        former_key=settings.former_key,
        endorsement=settings.endorsement,
    )


def _cover(found: Figures) -> list[tuple[str, str]]:
    did, total = found.steering, found.total
    return [
        ("Phiên họp thường kỳ", show_whole(did.sessions)),
        ("Cuộc họp do lãnh đạo chủ trì", show_whole(did.meetings)),
        ("Thông báo kết luận", show_whole(did.notices)),
        ("Nhiệm vụ giao tại thông báo kết luận", show_whole(did.notice_tasks)),
        ("Nhiệm vụ trọng tâm phiên họp thường kỳ đã nghe", show_whole(did.key_tasks)),
        ("Nhiệm vụ trọng tâm giao trong kỳ", show_whole(did.key_tasks_given)),
        ("Văn bản đôn đốc", show_whole(did.urging_letters)),
        ("Tổng số nhiệm vụ theo dõi trong kỳ", show_whole(total.total)),
        ("Đã hoàn thành", f"{show_whole(total.done)} ({total.done_rate}% tổng số nhiệm vụ)"),
        ("Đang thực hiện quá hạn", show_whole(total.open_overdue)),
    ]


def _results_sheet(found: Figures, period: Period, number: int) -> Any:
    """The figures of the period, a line a unit: records of ours, newer in every package."""
    columns = [SheetColumn("unit", "Đơn vị", Text(), 44)]
    columns += [SheetColumn(name, label, Whole(), 13) for name, label in FIGURES]
    columns += [
        SheetColumn("done_rate", "Tỷ lệ hoàn thành (% tổng số)", Text(), 14, align="right"),
        SheetColumn("in_time_rate", "Tỷ lệ đúng hạn (% số đã rõ kết quả)", Text(), 14, align="right"),
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
    return package.PackageSheet("unit_result", Sheet(RESULTS, titles, columns, rows, held=1), kept)


def _record_sheets(sending: Sending, chosen: Scope) -> Iterator[Any]:
    for traveller in TRAVELLERS:
        if sending.kind in traveller.kinds:
            ids = chosen.get(traveller.entity.kind, [])
            if ids or traveller.entity in (TASKS, DOCUMENTS):
                yield _sheet(traveller, ids, sending.as_at or clock.today())


def _sheet(traveller: Traveller, ids: Sequence[int], as_at: date) -> Any:
    columns = [_readable(column, traveller.entity, as_at) for column in traveller.entity.pick(traveller.shown)]
    kept = (*traveller.kept, *traveller.entity.home)
    past = _past_of() if traveller.entity is TASKS else {}
    sealed = [
        package.PackageRow(
            traveller.sheet, one.uid, one.def_revision, one.exe_revision, one.values | one.facts | past.get(one.uid, {})
        )
        for one in stored.held(traveller.entity, ids, kept)
    ]
    rows = Rows(traveller.entity)
    titles = (traveller.title, f"{show_whole(len(ids))} {traveller.entity.noun}")
    return package.PackageSheet(
        traveller.entity.kind,
        Sheet(
            traveller.sheet,
            titles,
            [SheetColumn.of(column, traveller.widths.get(column.name)) for column in columns],
            ([column.kind.cell(column.of(row)) for column in columns] for row in rows.listed(ids)),
        ),
        sealed,
    )


def _past_of() -> dict[str, dict[str, Any]]:
    """By task: what former doers had done, for whoever does it now to read."""
    found: dict[str, dict[str, Any]] = {}
    for one in PastExecution.select().order_by(PastExecution.id):
        told = {name: getattr(one, name) for name in ("office_uid", "term", "epoch", "n", "name", "late")}
        found.setdefault(one.record, {"past": []})["past"].append({**told, "told": json.loads(one.told)})
    return found


def _reached(row: Any, measure: Measure) -> Decimal | None:
    """What a figure says: of a ratio its rounded value, beside the numerator and denominator that travel."""
    if not measure.is_ratio:
        value: Decimal | None = row.value
        return value
    found = single(measure, Reported(None, row.numerator, row.denominator))
    return None if found is None else rounded(found, measure.decimals)


def _readable(column: Column, entity: Entity[Any], as_at: date) -> Column:
    """A column as people read it on the package's day: how a task stood then; a period by its name."""
    if column.name == "period" and entity in (FIGURES_OF_UNITS, CLOSED_PERIODS):
        return replace(column, compute=lambda row: key_label(row.period))
    if column.name == "value" and entity is FIGURES_OF_UNITS:
        measures = {one.code: indicators.measure_of(one) for one in Indicator.select()}
        return replace(column, compute=lambda row: _reached(row, measures[row.code]))
    if column.name == "year":
        return replace(column, kind=Text(), compute=lambda row: str(row.year))  # no number: 2026, not 2.026
    if column.name != "situation":
        return column
    label = f"{column.label} đến {show_date(as_at)}"
    return replace(column, label=label, compute=lambda row: situation(row, as_at))
