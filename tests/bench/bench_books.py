"""Speed of the other books: five years of inspections, meetings, schedule and plans of one office.

python -m tests.bench.bench_books [--years N] [--rounds N]

Each is held against the rows it cannot do without, fetched by sqlite3, in processor seconds, in the same run; the paper
against a LongTable of the same cells with the library's defaults.
"""

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from db.models import (
    Conclusion,
    Finding,
    FindingDecision,
    InspectedParty,
    InspectionRound,
    Meeting,
    MeetingMatter,
    Official,
    Plan,
    PlanItem,
    Remediation,
    ScheduleItem,
    Unit,
)
from db.words import DayHalf, FindingDecisionKind, MinutesState, PeriodScheme
from desktop_app import catalogue, clock, records
from desktop_app.features.findings import service as findings
from desktop_app.features.findings.columns import FINDING_DECISIONS, FINDINGS, REMEDIATIONS
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import PARTIES, ROUNDS
from desktop_app.features.inspections_report import report
from desktop_app.features.meetings import service as meetings
from desktop_app.features.meetings.columns import MEETINGS
from desktop_app.features.minutes.columns import CONCLUSIONS, MATTERS
from desktop_app.features.office import service as office
from desktop_app.features.plan_desk import service as plan_desk
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import ITEMS, PLANS
from desktop_app.features.printing import service as printing
from desktop_app.features.urging_findings import service as urging_findings
from desktop_app.features.week import service as week
from desktop_app.features.week.columns import SCHEDULE
from desktop_app.pdf.tables import MoreRow
from desktop_app.records.keep import load
from desktop_app.rules import week as weeks
from desktop_app.rules.periods import read_period
from tests.office_hands import found

TODAY = date(2026, 11, 22)
A_YEAR = {"rounds": 60, "parties": 3, "findings": 4, "meetings": 700, "lines": 1200, "plans": 6, "items": 100}
PAGE = 40
LIMITS = {
    "findings, first page": 4,
    "findings overdue counted": 2,
    "findings to be urged": 6,
    "rounds, first page": 1,
    "meetings, first page": 1,
    "a week": 1,
    "plans, first page": 2,
    "one plan": 20,
    "F8 of a year": 0.5,
}


def main(arguments: list[str]) -> int:
    """Measure each beside its floor and print medians, ratio and limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    clock.set_today(TODAY)
    catalogue.entities()
    with tempfile.TemporaryDirectory() as place:
        office.open_folder(Path(place) / "office", writing=True)
        try:
            found()
            with records.writing():
                fill(given.years)
            tables = "inspection_round", "inspected_party", "finding", "meeting", "schedule_item", "plan_item"
            print(", ".join(f"{raw(f'SELECT count(*) FROM {table}')[0][0]} {table}" for table in tables))
            measure(Path(place), given.rounds)
        finally:
            office.close_folder()
    return 0


def measure(place: Path, rounds: int) -> None:
    """Every measurement, ours and its floor in turn."""
    asked = "SELECT * FROM {} WHERE deleted_at IS NULL"
    hanging = [
        "SELECT finding_id, reported_on, done_on FROM remediation",
        "SELECT finding_id, decided_on, due_on FROM finding_decision",
    ]
    every = [asked.format("finding"), *hanging]
    show("findings, first page", rounds, lambda: first_page(findings.find(order="due_now")), lambda: raw(*every))
    show("findings overdue counted", rounds, findings.overdue, lambda: raw(*every))
    show("findings to be urged", rounds, lambda: urging_findings.listed(TODAY), lambda: raw(*every))
    held = [asked.format("inspection_round"), asked.format("inspected_party"), *every]
    show("rounds, first page", rounds, lambda: first_page(inspections.find()), lambda: raw(*held))
    parts = "SELECT meeting_id, count(*) FROM {} GROUP BY meeting_id"
    sat = [asked.format("meeting"), parts.format("meeting_matter"), parts.format("conclusion")]
    show("meetings, first page", rounds, lambda: first_page(meetings.find()), lambda: raw(*sat))
    now = weeks.of(TODAY)
    days = f"SELECT * FROM schedule_item WHERE day BETWEEN '{now.monday}' AND '{now.monday + timedelta(6)}'"
    show("a week", rounds, lambda: week.of_week(now), lambda: raw(days))
    planned = [asked.format("plan"), "SELECT plan_id, kind, count(*) FROM plan_item GROUP BY plan_id, kind"]
    show("plans, first page", rounds, lambda: first_page(plans.find()), lambda: raw(*planned))
    one = Plan.select().first()
    show(
        "one plan",
        rounds,
        lambda: plan_desk.read(one),
        lambda: raw(f"SELECT * FROM plan_item WHERE plan_id = {one.id}"),
    )
    year = read_period(str(TODAY.year - 1), PeriodScheme.ND09)
    form = catalogue.form("inspections")
    assert form is not None
    ours = printing.prepare(form, printing.Request(str(TODAY.year - 1)), place / "ours.pdf").run
    lines = enumerate(report.gather(year, year.end).figures.lines, start=1)
    rows = [row for n, line in lines for row in report._rows(n, line)]
    cells = [[*row.again, *row.cells] if isinstance(row, MoreRow) else list(row) for row in rows]
    show("F8 of a year", rounds, ours, lambda: plain_table(cells, place / "floor.pdf"))


def first_page(rows: Any) -> Any:
    """What a list reads when it is opened: every id, and the rows that are seen."""
    return rows.rows(rows.ids()[:PAGE])


def show(name: str, rounds: int, ours: Callable[[], Any], floor: Callable[[], Any]) -> None:
    """Medians of both, taken in turn, and the ratio beside its limit."""
    taken: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(rounds + 1):
        for which, work in (("ours", ours), ("floor", floor)):
            begun = time.process_time()
            work()
            taken[which].append(time.process_time() - begun)
    a, b = (statistics.median(each[1:]) for each in taken.values())  # the first round warms up
    ratio, limit = a / b, LIMITS[name]
    print(f"{name}: {a * 1000:.1f} ms, floor {b * 1000:.2f} ms, {ratio:.1f} times (limit {limit})", end="")
    print("" if ratio <= limit else "  OVER THE LIMIT")


def raw(*queries: str) -> list[tuple[Any, ...]]:
    """What sqlite3 alone needs for the rows."""
    path = Path(str(office.database.database))
    with closing(sqlite3.connect(path)) as plain:
        return [row for sql in queries for row in plain.execute(sql).fetchall()]


def plain_table(cells: Sequence[Sequence[str]], out: Path) -> None:
    """The same cells with the library's defaults."""
    style = getSampleStyleSheet()["BodyText"]
    rows = [[Paragraph(text.replace("\n", "<br/>"), style) for text in row] for row in cells]
    SimpleDocTemplate(str(out), pagesize=landscape(A4)).build([LongTable(rows, repeatRows=0)])


# --- The office ---


def fill(years: int) -> None:
    """Every book of some years up to today."""
    rng = Random(7)
    days = [TODAY - timedelta(days=rng.randrange(365 * years)) for _ in range(A_YEAR["rounds"] * years)]
    units, leaders = list(Unit.select()), list(Official.select())
    write(
        ROUNDS,
        [
            InspectionRound(code=f"KT-{day.year}-{n:04d}", subject=f"Nội dung kiểm tra {n}", began_on=day, ended_on=day)
            for n, day in enumerate(sorted(days), start=1)
        ],
    )
    held = list(InspectionRound.select())
    signed = {"minutes": MinutesState.SIGNED, "strengths": "Chấp hành giờ làm việc"}
    write(
        PARTIES,
        [
            InspectedParty(
                round=one, place=n, unit=(unit := rng.choice(units)), name=unit.name, inspected_on=one.began_on,
                signed_on=one.began_on, **signed,
            )
            for one in held
            for n in range(A_YEAR["parties"])
        ],
    )  # fmt: skip
    write(
        FINDINGS,
        [
            Finding(
                party=one, place=n, topic=f"Nhóm {rng.randrange(12)}", content=f"Tồn tại {one.id}.{n}: chưa làm đủ",
                demand="Khắc phục, báo cáo", due_on=one.inspected_on + timedelta(days=rng.randrange(5, 60)),
            )
            for one in InspectedParty.select()
            for n in range(A_YEAR["findings"])
        ],
    )  # fmt: skip
    settle(rng)
    sit(rng, years, leaders)
    plan(rng, years, units)


def settle(rng: Random) -> None:
    """Most findings are reported done and accepted."""
    reports, decisions = [], []
    for one in Finding.select():
        if rng.random() < 0.9 and (day := one.due_on + timedelta(days=rng.randrange(-4, 9))) <= TODAY:
            reports.append(Remediation(finding=one, reported_on=day, content="Đã khắc phục", done_on=day, place=1))
            kind = FindingDecisionKind.ACCEPTED
            decisions.append(FindingDecision(finding=one, kind=kind, decided_on=day, place=2))
    write(REMEDIATIONS, reports)
    write(FINDING_DECISIONS, decisions)


def sit(rng: Random, years: int, leaders: Sequence[Official]) -> None:
    """Meetings with agenda and conclusions, and the schedule they stood in."""
    days = sorted(TODAY - timedelta(days=rng.randrange(365 * years)) for _ in range(A_YEAR["meetings"] * years))
    write(
        MEETINGS, [Meeting(held_on=d, title=f"Họp về việc {n}", chair=rng.choice(leaders)) for n, d in enumerate(days)]
    )
    sat = list(Meeting.select())
    write(MATTERS, [MeetingMatter(meeting=one, place=n, content=f"Nội dung {n}") for one in sat for n in range(2)])
    write(CONCLUSIONS, [Conclusion(meeting=one, place=n, content=f"Kết luận {n}") for one in sat for n in range(3)])
    days = [TODAY - timedelta(days=rng.randrange(-6, 365 * years)) for _ in range(A_YEAR["lines"] * years)]
    halves = list(DayHalf)
    write(
        SCHEDULE,
        [
            ScheduleItem(
                day=d, half=rng.choice(halves), starts_at="08:00", content=f"Việc {n}", chair=rng.choice(leaders)
            )
            for n, d in enumerate(days)
        ],
    )


def plan(rng: Random, years: int, units: Sequence[Unit]) -> None:
    """Plans with their items."""
    count = A_YEAR["plans"] * years
    write(PLANS, [Plan(year=TODAY.year - n % years, title=f"Kế hoạch {n}") for n in range(count)])
    write(
        ITEMS,
        [
            PlanItem(
                plan=one, place=n, content=f"Nội dung {n}", lead_unit=rng.choice(units), due_on=date(one.year, 12, 15)
            )
            for one in Plan.select()
            for n in range(A_YEAR["items"])
        ],
    )


def write(entity: Any, rows: Sequence[Any]) -> None:
    """Write many rows at once, as ours."""
    for _ in load(entity, rows):
        pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
