"""Closing the figures of a month; nothing else writes closed periods."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from db.models import ClosedPeriod, Package
from db.words import Every, PackageKind, PackageState
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.periods.columns import CLOSED_PERIODS
from desktop_app.records import session
from desktop_app.rules import figures as rules


def close(period: str, note: str = "") -> ClosedPeriod:
    """Close a month; with it the quarter or the year that ends with it. Refused before its first day, or twice."""
    if rules.key_every(period) != Every.MONTH:
        raise Refused({"period": "Chốt theo tháng: ghi tháng cuối của quý hoặc của năm"})
    if is_closed(period):
        raise Refused({"period": f"{rules.key_label(period)} đã chốt"})
    today = clock.today()
    if (rules.key_year(period), rules.last_month(period)) > (today.year, today.month):
        raise Refused({"period": f"{rules.key_label(period)} chưa đến, chưa chốt được"})
    texts = {"note": note}
    more: dict[str, Any] = {"closed_at": clock.now(), "author": session.current.who}
    uid = uuid5(UUID(session.current.office_uid), f"closed {period}").hex  # over a restored copy it is no second one
    gone = ClosedPeriod.get_or_none(ClosedPeriod.uid == uid)
    with records.writing():
        if gone is None:
            return records.keep(CLOSED_PERIODS, texts, None, uid=uid, period=period, **more)
        records.restore(CLOSED_PERIODS, gone)
        return records.keep(CLOSED_PERIODS, texts, gone, **more)


def reopen(period: str, reason: str) -> None:
    """Take the closing of a month back, which the journal tells with its reason: for one that was closed by mistake.

    Refused once a report has been made since: its figures may have gone up, and change by errata only.
    """
    row = _row(period)
    if row is None:
        raise Refused({"period": f"{rules.key_label(period)} chưa chốt"})
    if not reason.strip():
        raise Refused({"reason": "Chưa ghi lý do mở lại kỳ"})
    _refuse_sent(row)
    with records.writing():
        records.keep(CLOSED_PERIODS, {"note": f"Mở lại: {reason}"}, row)
        records.delete(CLOSED_PERIODS, row)


def refuse_undo(row: ClosedPeriod, saved: Sequence[Any], at: datetime) -> None:
    """Refused for a closing whose figures have been reported: taken back with a key it would be opened all the same."""
    if row.deleted_at is None:
        _refuse_sent(row)


def _refuse_sent(row: ClosedPeriod) -> None:
    if (sent := sent_since(row.closed_at)) is not None:
        raise Refused(f"{sent_words(sent)} đã gửi số liệu của kỳ này; hãy dùng “Đính chính”")


def sent_words(sent: Package) -> str:
    """A report that has been made, inside a sentence."""
    return f"Gói báo cáo số {sent.running_number} lập lúc {sent.made_at:%d/%m/%Y %H:%M}"


def sent_since(moment: datetime) -> Package | None:
    """The last report made for an office above since a moment, unless it was taken back there."""
    query = Package.select().where(
        ~Package.incoming,
        Package.kind == PackageKind.REPORT,
        Package.state != PackageState.UNDONE,
        Package.made_at >= moment,
    )
    found: Package | None = query.order_by(Package.id.desc()).first()
    return found


def closing(period: str) -> ClosedPeriod | None:
    """How and when the month that a period ends with was closed; None while it is open."""
    return _row(period)


def is_closed(period: str) -> bool:
    """Whether the month that a period ends with has been closed by this office."""
    return _row(period) is not None


def closed(year: int) -> list[ClosedPeriod]:
    """The closed months of a year, in order."""
    query = ClosedPeriod.select().where(ClosedPeriod.period.startswith(f"{year}-"), ClosedPeriod.deleted_at.is_null())
    return list(query.where(ClosedPeriod.def_owner == session.current.office_uid).order_by(ClosedPeriod.period))


def closed_months(years: Iterable[int]) -> frozenset[str]:
    """The closed months of some years, to be asked with `month_of` where many figures are judged at once."""
    return frozenset(row.period for year in set(years) for row in closed(year))


def month_of(period: str) -> str:
    """The month that a period ends with.

    >>> month_of("2026-03"), month_of("2026-Q1"), month_of("2026")
    ('2026-03', '2026-03', '2026-12')
    """
    return f"{rules.key_year(period)}-{rules.last_month(period):02d}"


def _row(period: str) -> ClosedPeriod | None:
    found: ClosedPeriod | None = ClosedPeriod.get_or_none(
        ClosedPeriod.period == month_of(period),
        ClosedPeriod.deleted_at.is_null(),
        ClosedPeriod.def_owner == session.current.office_uid,
    )
    return found
