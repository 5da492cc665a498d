"""The figures leaders look at first, each with the filter that opens the rows behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from db.words import Timeliness
from desktop_app import clock
from desktop_app.features.office import service as office
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.service import DONE, OPEN
from desktop_app.features.units import service as units
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
    """One lead unit's open work."""

    unit_id: int
    name: str
    open: int
    overdue: int
    done: int
    in_time_rate: str


@dataclass(frozen=True)
class Overview:
    """Everything on the first screen."""

    figures: tuple[Figure, ...]
    units: tuple[UnitLine, ...]
    counted_note: str


def gather() -> Overview:
    """Count every task that takes part in statistics, today; two questions to the database."""
    counts = tasks.count_by_class({"counted": True})
    by_class = {name: sum(n for (_, each), n in counts.items() if each == name) for name in Timeliness}
    return Overview(_figures(by_class), _lines(counts), "Không tính nhiệm vụ đã hủy và văn bản không tính thống kê")


def overdue() -> int:
    """How many counted tasks are open past their due date today."""
    return tasks.find({"counted": True, "timeliness": Timeliness.OPEN_OVERDUE}).count()


def _figures(by_class: Mapping[Timeliness, int]) -> tuple[Figure, ...]:
    settings = office.current()
    soon = int(settings.soon_days) if settings is not None else 3
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    week = {"counted": True, "timeliness": Timeliness.OPEN_IN_TIME, "due_between": (today, sunday)}
    near = {"counted": True, "due_soon": soon}
    total, done = sum(by_class.values()), sum(by_class[name] for name in DONE)
    late = by_class[Timeliness.OPEN_OVERDUE]
    return (
        Figure("Tổng số nhiệm vụ", total, {"counted": True, "timeliness": tuple(Timeliness)}),
        Figure("Đang thực hiện", total - done, {"counted": True, "timeliness": OPEN}, "", "accent"),
        Figure(
            "Quá hạn chưa hoàn thành",
            late,
            {"counted": True, "timeliness": Timeliness.OPEN_OVERDUE},
            f"{percent(late, total)}% tổng số" if total else "",
            "danger",
        ),
        Figure("Đến hạn trong tuần", tasks.find(week).count(), week, f"đến hết {sunday:%d/%m}", "warning"),
        Figure(
            "Sắp đến hạn", tasks.find(near).count(), near, f"đến hết {due_soon_until(today, soon):%d/%m}", "warning"
        ),
        Figure(
            "Đã hoàn thành",
            done,
            {"counted": True, "timeliness": DONE},
            f"{percent(done, total)}% tổng số" if total else "",
            "success",
        ),
    )


def _lines(counts: Mapping[tuple[int, Timeliness], int]) -> tuple[UnitLine, ...]:
    ids = {unit for unit, _ in counts}
    names = {row.id: row.name for row in units.find().rows(sorted(ids))}
    lines = []
    for unit in ids:
        of = {name: counts.get((unit, name), 0) for name in Timeliness}
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
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.overdue, -line.open, line.name)))
