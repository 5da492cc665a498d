"""Closing the figures of a month; nothing else writes closed periods."""

from typing import Any
from uuid import UUID, uuid5

from db.models import ClosedPeriod
from db.words import Every
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


def reopen(period: str) -> None:
    """Take the closing of a month back, which the journal tells: for one that was closed by mistake."""
    row = _row(period)
    if row is None:
        raise Refused({"period": f"{rules.key_label(period)} chưa chốt"})
    records.delete(CLOSED_PERIODS, row)


def is_closed(period: str) -> bool:
    """Whether the month that a period ends with has been closed by this office."""
    return _row(period) is not None


def closed(year: int) -> list[ClosedPeriod]:
    """The closed months of a year, in order."""
    query = ClosedPeriod.select().where(ClosedPeriod.period.startswith(f"{year}-"), ClosedPeriod.deleted_at.is_null())
    return list(query.where(ClosedPeriod.def_owner == session.current.office_uid).order_by(ClosedPeriod.period))


def _row(period: str) -> ClosedPeriod | None:
    month = f"{rules.key_year(period)}-{rules.last_month(period):02d}"
    found: ClosedPeriod | None = ClosedPeriod.get_or_none(
        ClosedPeriod.period == month,
        ClosedPeriod.deleted_at.is_null(),
        ClosedPeriod.def_owner == session.current.office_uid,
    )
    return found
