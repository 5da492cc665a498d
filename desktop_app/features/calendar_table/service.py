"""The table of days off that comes with the program: what the office's calendar has of it, and putting it in."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from db.models import WorkCalendarDay
from db.words import DayKind, Words
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.calendar import service as calendar
from desktop_app.features.calendar.columns import said
from desktop_app.features.calendar_table.columns import ANNOUNCING
from desktop_app.rules.dates import show_date

TABLE = Path(__file__).parents[3] / "assets" / "calendar" / "days.csv"


@dataclass(frozen=True)
class Offered:
    """A day of the table."""

    day: date
    kind: DayKind
    name: str
    expected: bool
    source: str


class Verdict(Words):
    """How a day of the table stands to the office's calendar."""

    NEW = "new", "Mới"
    SAME = "same", "Đã có"
    DIFFERS = "differs", "Khác"
    ABOVE = "above", "Cấp trên đã ghi"


@dataclass(frozen=True)
class Line:
    """A day of the table beside what the calendar says of it."""

    offered: Offered
    verdict: Verdict
    stands: WorkCalendarDay | None = None

    @property
    def words(self) -> str:
        """The verdict in words; of a day that differs, what stands there now."""
        if self.verdict != Verdict.DIFFERS:
            return self.verdict.label
        return f"{self.verdict.label}: đang ghi {said(self.stands)}"


@dataclass(frozen=True)
class Written:
    """What came of putting the table in: new days, and how many were put right."""

    new: tuple[WorkCalendarDay, ...]
    changed: int


@cache
def table() -> tuple[Offered, ...]:
    """Every day the program knows of, in order (made by `tests/make_calendar.py`)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Offered(
                date.fromisoformat(row["day"]),
                DayKind(row["kind"]),
                row["name"],
                row["state"] == "expected",
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def years() -> tuple[int, ...]:
    """The years the table speaks of."""
    return tuple(sorted({offered.day.year for offered in table()}))


def missing(year: int) -> bool:
    """Whether the calendar has not one day of a year that the table knows."""
    return year in years() and str(year) not in calendar.years()


def compare(wanted: Iterable[int]) -> list[Line]:
    """The days of some years, each with its verdict."""
    chosen = set(wanted)
    return [_line(offered) for offered in table() if offered.day.year in chosen]


def _line(offered: Offered) -> Line:
    stands = calendar.on(offered.day)
    if stands is None:
        return Line(offered, Verdict.NEW)
    if not calendar.is_ours(stands):
        return Line(offered, Verdict.ABOVE, stands)
    # what is official here is not made uncertain by an older table
    same = stands.kind == offered.kind and (not stands.expected or offered.expected)
    return Line(offered, Verdict.SAME if same else Verdict.DIFFERS, stands)


def put_in(wanted: Iterable[int], *, replace: bool = False) -> Written:
    """Write the days of some years that the calendar lacks, all or none.

    Args:
        wanted: the years.
        replace: whether days of ours that differ are written as the table has them; days from above never are.
    """
    new, changed = [], 0
    with records.writing():
        for line in compare(wanted):
            if line.verdict == Verdict.NEW:
                new.append(calendar.save(_texts(line.offered)))
            elif line.verdict == Verdict.DIFFERS and replace:
                calendar.save(_texts(line.offered), line.stands)
                changed += 1
    return Written(tuple(new), changed)


def take_out(days: Sequence[WorkCalendarDay]) -> None:
    """Delete days just put in, all or none."""
    with records.writing():
        for day in days:
            calendar.delete(day)


def announce(record: WorkCalendarDay, texts: Mapping[str, str]) -> int:
    """Make an expected day official by naming its ``source``; how many days are official now.

    With ``whole`` so are the other expected days of ours in that year that have the same occasion.
    """
    if not record.expected:
        raise Refused("Ngày này đã là chính thức")
    given = ANNOUNCING.answers(texts)
    chosen = [record, *(_occasion(record) if given["whole"] else ())]
    with records.writing():
        for day in chosen:
            calendar.save({"expected": "", "source": texts["source"]}, day)
    return len(chosen)


def _occasion(record: WorkCalendarDay) -> list[WorkCalendarDay]:
    """The other expected days of ours in the same year whose occasion is the same, made up for or not."""
    plain = record.name.removeprefix("Nghỉ bù ").casefold()
    others = (calendar.get(row.id) for row in calendar.find({"year": record.day.year, "expected": True}).iterate())
    return [
        day
        for day in others
        if day != record and calendar.is_ours(day) and day.name.removeprefix("Nghỉ bù ").casefold() == plain
    ]


def hint() -> str:
    """What to do about a calendar that says nothing of this year, or nothing at all."""
    year = clock.today().year
    if not missing(year):
        return ""
    return (
        f"Lịch chưa có ngày nào của năm {year}, nên chỉ Thứ Bảy, Chủ nhật được coi là ngày nghỉ. "
        "Bấm “Đưa lịch nghỉ vào…” để lấy ngày nghỉ lễ, tết của cả nước."
    )


def _texts(offered: Offered) -> dict[str, str]:
    return {
        "day": show_date(offered.day),
        "kind": offered.kind.label,
        "name": offered.name,
        "expected": "x" if offered.expected else "",
        "source": offered.source,
    }
