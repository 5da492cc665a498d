"""Gathering what the leaders are told at their briefing; a later subject adds its section to ``SECTIONS``."""

from collections.abc import Callable, Sequence
from datetime import date

from desktop_app.features.briefing.columns import Head, Section
from desktop_app.features.urging import service as urging
from desktop_app.features.urging.service import Listed
from desktop_app.features.urging_findings import service as urging_findings
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import counted, show_whole

HEADS = (
    Head("STT", 10, "center"),
    Head("Nội dung nhiệm vụ", 80),
    Head("Đơn vị chủ trì", 36),
    Head("Văn bản giao (số, ngày)", 30),
    Head("Thời hạn", 22, "center"),
)
LATE = (
    *HEADS,
    Head("Số ngày quá hạn", 16, "right"),
    Head("Số lần đôn đốc", 16, "right"),
    Head("Tình hình thực hiện", 42),
)
OWED = (
    Head("STT", 10, "center"),
    Head("Tồn tại, hạn chế", 54),
    Head("Yêu cầu khắc phục", 40),
    Head("Đơn vị, cơ sở", 34),
    Head("Lượt, ngày kiểm tra", 26),
    Head("Thời hạn", 22, "center"),
    Head("Số ngày quá hạn", 16, "right"),
    Head("Số lần đôn đốc", 16, "right"),
    Head("Kết quả đã báo cáo", 34),
)
SOON = (*HEADS, Head("Số ngày còn lại", 16, "right"), Head("Tình hình thực hiện", 58))


def beyond_ladder(day: date) -> Section:
    """What is still late though it was urged more often than the office allows."""
    found = urging.for_leaders(urging.listed(day, ours=False))
    title = f"Báo cáo lãnh đạo: đã đôn đốc quá {urging.ladder()} lần, chưa hoàn thành"
    return Section(title, LATE, _late(found))


def late(day: date) -> Section:
    """What else is late; the longest late first within each unit."""
    known = urging.listed(day, ours=False)
    told = {one.task for one in urging.for_leaders(known)}
    found = [one for one in known if one.task not in told]
    aside = urging.uncounted(found)
    note = f"Gồm {counted(aside)} nhiệm vụ không tính vào thống kê, nên nhiều hơn số quá hạn của báo cáo."
    return Section("Quá hạn chưa hoàn thành (ngoài mục trên)", LATE, _late(found), note=note if aside else "")


def soon(day: date) -> Section:
    """What is due soon."""
    found = [one for one in urging.listed(day, soon=True, ours=False) if not one.days_late]
    title = f"Sắp đến hạn (đến hết ngày {show_date(urging.soon_until(day))})"
    return Section(
        title, SOON, [(*_begin(n, x), show_whole((x.due_on - day).days), x.situation) for n, x in _no(found)]
    )


def owed(day: date) -> Section:
    """What inspections demanded and is overdue, of units and establishments alike."""
    found = urging_findings.listed(day, everybody=True)
    lines = [
        (
            str(place), one.content, one.demand, one.unit, one.document, show_date(one.due_on),
            show_whole(one.days_late), show_whole(one.urged), one.situation,
        )
        for place, one in enumerate(found, start=1)
    ]  # fmt: skip
    return Section("Yêu cầu khắc phục sau kiểm tra quá hạn", OWED, lines, "yêu cầu")


# In the order in which they are told.
SECTIONS: list[Callable[[date], Section]] = [beyond_ladder, late, soon, owed]


def gather(day: date) -> list[Section]:
    """Every section as at a day."""
    return [section(day) for section in SECTIONS]


def _no(found: Sequence[Listed]) -> list[tuple[int, Listed]]:
    return list(enumerate(found, start=1))


def _late(found: Sequence[Listed]) -> list[tuple[str, ...]]:
    return [
        (*_begin(place, one), show_whole(one.days_late), show_whole(one.urged), one.situation)
        for place, one in _no(found)
    ]


def _begin(place: int, one: Listed) -> tuple[str, ...]:
    return (str(place), one.content, one.unit, one.document, show_date(one.due_on))
