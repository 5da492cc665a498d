"""The command of the work calendar: a year's days off and made-up days, its working days, what the table proposes."""

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from desktop_app.errors import Refused
from desktop_app.rules.dates import show_date, weekday
from desktop_app.rules.workdays import is_workday
from desktop_app.terminal import say

USAGE = """  calendar --year NĂM                         ngày nghỉ, làm bù và số ngày làm việc của năm
         [--accept]                           đưa ngày nghỉ của cả nước còn thiếu vào lịch
"""
PROPOSED = "đề xuất, chưa có trong lịch"


def add(commands: Any) -> None:
    """Tell the parser of the command."""
    calendar = commands.add_parser("calendar")
    calendar.add_argument("--year", type=int, required=True)
    calendar.add_argument("--accept", action="store_true")


def _calendar(given: argparse.Namespace) -> int:
    from desktop_app.features.calendar import service as calendar
    from desktop_app.features.calendar.columns import said
    from desktop_app.features.calendar_moves import service as moves
    from desktop_app.features.calendar_table import service as table
    from desktop_app.features.office import service as office

    office.founded()
    if not 2000 <= given.year <= 2100:
        raise Refused("Năm phải từ 2000 đến 2100")
    if given.accept:
        if given.year not in table.years():
            raise Refused(f"Bảng ngày nghỉ đi kèm chỉ có các năm {table.years()[0]}–{table.years()[-1]}")
        written = table.put_in([given.year])
        say(f"Đã đưa {len(written.new)} ngày vào lịch năm {given.year}.")
    days = {row.day: said(row) for row in calendar.find({"year": given.year}).iterate() if not row.overruled}
    lacking = [line.offered for line in table.compare([given.year]) if line.verdict == table.Verdict.NEW]
    off, worked = dict.fromkeys(calendar.days_off()), dict.fromkeys(calendar.made_up())
    for offered in lacking:
        kind = f"{offered.kind.label}: {offered.name}" + (" (dự kiến)" if offered.expected else "")
        days[offered.day] = f"{kind} [{PROPOSED}]"
        (worked if offered.kind == "made_up" else off)[offered.day] = None
    say(f"Lịch làm việc năm {given.year}: {len(days)} ngày nghỉ, làm bù." + ("" if days else " Lịch trống."))
    for day, words in sorted(days.items()):
        say(f"  {show_date(day)}  {weekday(day):<8}  {words}")
    say("Số ngày làm việc" + (" (kể cả các ngày đề xuất)" if lacking else "") + ":")
    months = workdays_by_month(given.year, off, worked)
    say("  " + "  ".join(f"T{month}: {count}" for month, count in months.items()))
    say(f"  Cả năm: {sum(months.values())}")
    if lacking:
        say(f"Thêm --accept để đưa {len(lacking)} ngày đề xuất vào lịch.")
    if moving := moves.news():
        say(f"{moving}: xem trên cửa sổ, mục Lịch làm việc.")
    return 0


def workdays_by_month(year: int, days_off: Any, made_up: Any) -> dict[int, int]:
    """How many days the office works in each month of a year.

    >>> workdays_by_month(2026, (), ())[2], sum(workdays_by_month(2026, (), ()).values())
    (20, 261)
    """
    first = date(year, 1, 1)
    span = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    counted = Counter(day.month for day in span if is_workday(day, days_off, made_up))
    return {month: counted[month] for month in range(1, 13)}


# What the command does, and whether it writes into the database.
COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], bool], Callable[[argparse.Namespace], int]]] = {
    "calendar": (lambda given: bool(given.accept), _calendar),
}
