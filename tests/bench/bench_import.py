"""Speed of reading in a register: guarded, judged, written, taken back; beside openpyxl reading the same cells.

python -m tests.bench.bench_import [--rows N] [--rounds N]
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from db.models import ImportBatch
from desktop_app import catalogue, clock
from desktop_app.excel import guarded
from desktop_app.features.import_read import service as reading
from desktop_app.features.import_rows import service as judging
from desktop_app.features.import_undo import service as undoing
from desktop_app.features.import_write import service as writing
from desktop_app.features.office import service as office
from tests.office_hands import found
from tests.register_hands import PLAIN, book


def main(arguments: list[str]) -> int:
    """Measure and print medians of each step, and the longest pause between two of its words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2006)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    clock.set_today(date(2026, 11, 22))
    catalogue.entities()
    with tempfile.TemporaryDirectory() as place, guarded.Reader() as reader:
        office.open_folder(Path(place) / "office", writing=True)
        found()
        path = book(Path(place) / "register.xlsx", [PLAIN, *(row(n) for n in range(given.rows))])
        taken: dict[str, list[tuple[float, float]]] = {}
        for _ in range(given.rounds):
            once(path, reader, taken)
        office.close_folder()
    print(f"{given.rows} rows, median of {given.rounds} rounds")
    for name, times in taken.items():
        seconds, pauses = zip(*times, strict=True)
        print(f"  {name:<20} {statistics.median(seconds):6.2f} s, longest pause {max(pauses) * 1000:5.0f} ms")
    return 0


def row(n: int) -> tuple[Any, ...]:
    """One task of the register, seventeen to a document."""
    words = f"Rà soát, tổng hợp, báo cáo kết quả thực hiện nhiệm vụ số {n}"
    return (n, f"{n // 17 + 1}/TB-UBND", date(2026, 1, 5), "Kết luận giao ban", words, "KT", "25/04/2026", "Nhớ")


def once(path: Path, reader: Any, taken: dict[str, list[tuple[float, float]]]) -> None:
    """Each step once."""

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begin = last = time.perf_counter()
        pause, given = 0.0, work()
        if hasattr(given, "__next__"):
            for _ in given:
                now = time.perf_counter()
                pause, last = max(pause, now - last), now
        taken.setdefault(name, []).append((time.perf_counter() - begin, pause))
        return given

    timed("openpyxl reads", lambda: [list(line) for line in load_workbook(path, read_only=True).active.values])
    source = timed("guard and read", lambda: reading.read_file(path, reader=reader))
    plan = timed("find the tables", lambda: judging.plan(source))
    plan.answers["issuer:ubnd"] = "UB"
    timed("judge every row", lambda: judging.judge(plan))
    timed("back up, write", lambda: writing.accept(plan))
    batch = ImportBatch.select().order_by(ImportBatch.id.desc()).get()
    timed("back up, take back", lambda: undoing.undo(batch))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
