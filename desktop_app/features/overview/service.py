"""The figures leaders look at first, each with the filter that opens the rows behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.words import Timeliness
from desktop_app import clock
from desktop_app.features.calendar import service as calendar
from desktop_app.features.office import service as office
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.service import DONE, OPEN
from desktop_app.features.units import service as units
from desktop_app.rules.dates import weekday
from desktop_app.rules.lateness import due_soon_until
from desktop_app.rules.numbers import percent


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the filter of the task list that shows exactly those rows."""

    label: str
    count: int
    filter: Mapping[str, Any]
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class UnitLine:
    """One lead unit's work; ``in_time`` and ``late`` are its done tasks with a due date."""

    unit_id: int
    name: str
    open: int
    overdue: int
    done: int
    in_time_rate: str
    in_time: int = 0
    late: int = 0


@dataclass(frozen=True)
class DueLine:
    """A task that is due this week: its id, its day in words, what is to be done, and by whom."""

    id: int
    day: str
    content: str
    unit: str


@dataclass(frozen=True)
class Overview:
    """Everything on the first screen."""

    figures: tuple[Figure, ...]
    units: tuple[UnitLine, ...]
    counted_note: str


def gather() -> Overview:
    """Count every task that takes part in statistics, today, in one pass."""
    settings = office.current()
    today = clock.today()
    days = (
        today + timedelta(days=6 - today.weekday()),
        due_soon_until(
            today, int(settings.soon_days) if settings is not None else 3, calendar.days_off(), calendar.made_up()
        ),
    )
    counts = tasks.count_by_class({"counted": True}, days)
    totals = {name: _sums(found for (_, each), found in counts.items() if each == name) for name in Timeliness}
    note = "Không tính nhiệm vụ đã hủy, bị trả lại và nhiệm vụ của văn bản không tính vào thống kê."
    urged = tasks.find({"counted": True, "waits": "beyond"}).count()
    ladder = int(settings.urge_ladder) if settings is not None else 3
    return Overview((*_figures(totals, *days), *_for_leaders(urged, ladder)), _lines(counts), note)


def week() -> dict[str, Any]:
    """The filter of what is open, in time, and due from today to Sunday."""
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    return {"counted": True, "timeliness": Timeliness.OPEN_IN_TIME, "due_between": (today, sunday)}


def due_this_week(most: int) -> list[DueLine]:
    """The first tasks due from today to Sunday, the earliest first."""
    rows = tasks.find(week(), order="due_on")
    found = rows.rows(next(rows.slices(), [])[:most])
    return [DueLine(row.id, _day(row.due_on), " ".join(row.content.split()), row.lead_unit) for row in found]


def _day(day: date) -> str:
    ahead = (day - clock.today()).days
    return ("Hôm nay", "Ngày mai")[ahead] if ahead < 2 else f"{weekday(day)}, {day:%d/%m}"


def _sums(found: Iterable[tuple[int, ...]]) -> tuple[int, int, int]:
    """All, due this week, due soon."""
    total, week, soon = 0, 0, 0
    for one in found:
        total, week, soon = total + one[0], week + one[1], soon + one[2]
    return total, week, soon


def overdue() -> int:
    """How many counted tasks are open past their due date today."""
    return tasks.find({"counted": True, "timeliness": Timeliness.OPEN_OVERDUE}).count()


def _figures(totals: Mapping[Timeliness, tuple[int, int, int]], sunday: date, soon: date) -> tuple[Figure, ...]:
    by_class = {name: found[0] for name, found in totals.items()}
    total, done = sum(by_class.values()), sum(by_class[name] for name in DONE)
    late = by_class[Timeliness.OPEN_OVERDUE]
    _, due_this_week, due_soon = totals[Timeliness.OPEN_IN_TIME]
    counted: dict[str, Any] = {"counted": True}
    return (
        Figure("Tổng số nhiệm vụ", total, counted | {"timeliness": tuple(Timeliness)}),
        Figure("Chưa hoàn thành", total - done, counted | {"timeliness": OPEN}, "", "accent"),
        Figure(
            "Quá hạn chưa hoàn thành",
            late,
            counted | {"timeliness": Timeliness.OPEN_OVERDUE},
            f"{percent(late, total)}% tổng số" if total else "",
            "danger",
        ),
        Figure(
            "Đến hạn trong tuần", due_this_week, counted | {"due_soon": sunday}, f"đến hết {sunday:%d/%m}", "warning"
        ),
        Figure("Sắp đến hạn", due_soon, counted | {"due_soon": soon}, f"đến hết {soon:%d/%m}", "warning"),
        Figure(
            "Đã hoàn thành",
            done,
            counted | {"timeliness": DONE},
            f"{percent(done, total)}% tổng số" if total else "",
            "success",
        ),
    )


def _for_leaders(count: int, ladder: int) -> tuple[Figure, ...]:
    """What urging did not help, where there is any: it goes to the leaders' briefing."""
    if not count:
        return ()
    wanted = {"counted": True, "waits": "beyond"}
    return (Figure(f"Đôn đốc quá {ladder} lần", count, wanted, "báo cáo lãnh đạo", "danger"),)


def _lines(counts: Mapping[tuple[int, Timeliness], tuple[int, ...]]) -> tuple[UnitLine, ...]:
    ids = {unit for unit, _ in counts}
    names = {row.id: row.name for row in units.find().rows(sorted(ids))}
    lines = []
    for unit in ids:
        of = {name: counts.get((unit, name), (0,))[0] for name in Timeliness}
        late = of[Timeliness.OPEN_OVERDUE]
        in_time = of[Timeliness.DONE_IN_TIME]
        rate = percent(in_time, in_time + of[Timeliness.DONE_LATE] + late)
        lines.append(
            UnitLine(
                unit,
                names.get(unit, "(đã xóa)"),
                sum(of[name] for name in OPEN),
                late,
                sum(of[name] for name in DONE),
                rate,
                in_time,
                of[Timeliness.DONE_LATE],
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.overdue, -line.open, line.name)))
