"""Speed of receiving a package: guard, seal and verdicts, then writing; beside what any program would have to do.

python -m tests.bench.bench_receive [--rows N] [--wards N] [--rounds N]

Goal (PERFORMANCE.md): looking a package of 2,006 rows over (guard, seal, the verdict of every row) takes at most 6
times as long as calamine reading the same workbook and sqlite3 inserting its cells, in the same run. Consolidating the
reports of N offices is shown beside the same floor; no check is left out of ours, and every row is journalled.
"""

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from db.models import Task
from desktop_app import clock, records
from desktop_app.excel import guarded
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.tasks.columns import NOTES, TASKS
from tests.network_hands import Network

TEXT = "Rà soát, tổng hợp, tham mưu báo cáo kết quả thực hiện nhiệm vụ {}.{} trên địa bàn phường theo kết luận của {}"


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2006)
    parser.add_argument("--wards", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    clock.set_today(date(2026, 11, 22))
    with tempfile.TemporaryDirectory() as place, guarded.Reader() as reader:
        net = Network(Path(place), reader)
        codes = tuple(f"P{number}" for number in range(1, given.wards + 1))
        net.found("T", subs=codes)
        for code in codes:
            net.found(code, upper="T")
        downward(net, codes, given.rows, given.rounds)
        upward(net, codes)
    return 0


def downward(net: Network, codes: tuple[str, ...], rows: int, rounds: int) -> None:
    """One assignment of ``rows`` tasks looked over again and again, then taken."""
    with net.at("T"):
        for code in codes:
            order(code, rows)
    package = net.assign("T", codes[0])
    ours, floors = [], []
    with net.at(codes[0]):
        net.examined(package)
        for _ in range(rounds):
            floors.append(floor([package]))
            ours.append(seconds(lambda: receiving.examine(package, reader=net.reader)))
        found = receiving.examine(package, reader=net.reader)
        taken = seconds(lambda: receiving.accept(found))
    show(f"look over {rows} tasks", ours, floors, 6)
    print(f"  write them: {taken:.2f} s (copy of the database, rows, journal, index, one transaction)")
    for code in codes[1:]:
        net.receive(code, net.assign("T", code))


def upward(net: Network, codes: tuple[str, ...]) -> None:
    """The reports of all offices, each with every task completed and a note on it, consolidated."""
    packages = []
    for code in codes:
        with net.at(code):
            complete()
        packages.append(net.report(code))
    ours, count = 0.0, 0
    with net.at("T"):
        for package in packages:
            net.examined(package)
        for package in packages:
            begun = time.perf_counter()
            outcome = receiving.accept(receiving.examine(package, reader=net.reader))
            ours += time.perf_counter() - begun
            count += sum(outcome.tally.values())
    show(f"consolidate {len(packages)} reports, {count} rows", [ours], [floor(packages)], None)
    print(f"  {count / ours:.0f} rows a second")


def order(code: str, rows: int) -> None:
    """Tasks for an office, twenty a notice."""
    for start in range(0, rows, 20):
        head = {
            "number": f"{code}.{start}/TB",
            "issued_on": "02/11/2026",
            "issuer": "T",
            "subject": f"Kết luận {start}",
        }
        lines = [
            {"content": TEXT.format(start, n, code), "lead_unit": code, "due_on": "30/11/2026"}
            for n in range(min(20, rows - start))
        ]
        documents.save_with_tasks(head, lines)


def complete() -> None:
    """Report every task of the open office done, with a note."""
    with records.writing():
        for task in Task.select():
            records.keep(
                TASKS, {"completed_on": "20/11/2026", "deliverable": f"Báo cáo {task.id}"}, task, progress="reported"
            )
            note = {"task": task.code, "noted_on": "20/11/2026", "content": "Đã hoàn thành phần việc được giao"}
            records.keep(NOTES, note, None, author="Trần Thị A")


def floor(packages: list[Path]) -> float:
    """Calamine reading every cell of the sheets people see, and sqlite3 inserting them, unchecked."""
    with tempfile.TemporaryDirectory() as place, closing(sqlite3.connect(Path(place) / "x.db")) as file:
        begun = time.perf_counter()
        for package in packages:
            with CalamineWorkbook.from_path(str(package)) as book:
                for name in book.sheet_names:
                    insert(file, name, book.get_sheet_by_name(name).to_python())
        file.commit()
        return time.perf_counter() - begun


def insert(file: sqlite3.Connection, name: str, rows: list[list[Any]]) -> None:
    """One sheet as one table."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        return
    columns = ", ".join(f"c{n}" for n in range(width))
    file.execute(f'CREATE TABLE IF NOT EXISTS "{name}_{width}" ({columns})')
    file.executemany(
        f'INSERT INTO "{name}_{width}" VALUES ({", ".join("?" * width)})',
        [[str(cell) if isinstance(cell, date) else cell for cell in row] + [None] * (width - len(row)) for row in rows],
    )


def seconds(work: Any) -> float:
    """How long ``work`` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def show(what: str, ours: list[float], floors: list[float], goal: float | None) -> None:
    """One line: medians and their ratio."""
    a, b = statistics.median(ours), statistics.median(floors)
    words = f", goal {goal}" if goal else ""
    print(f"{what}: {a:.2f} s, floor {b:.2f} s, ratio {a / b:.1f}{words}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
