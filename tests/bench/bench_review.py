"""Speed of the page that shows the verdict of every row: 50,000 rows beside the same page with 500.

python -m tests.bench.bench_review [--rows N] [--rounds N]

Needs a display. The size must hardly show: the page reads the rows it paints.
"""

import argparse
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from db.words import Verdict
from desktop_app import clock
from desktop_app.excel import guarded
from desktop_app.features.handoff_desk.columns import Judged, Sent
from desktop_app.features.handoff_review.screen import Review
from desktop_app.ui import kit, theme
from tests.network_hands import Network
from tests.test_exchange import order

KINDS = (Verdict.UNCHANGED, Verdict.CHANGED, Verdict.NEW)


def main(arguments: list[str]) -> int:
    """Measure and print medians of each step, the large page and the small one in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    clock.set_today(date(2026, 11, 22))
    app = theme.create_app("Sổ Phường", dark=False, size=10)
    with tempfile.TemporaryDirectory() as place, guarded.Reader() as reader:
        net = Network(Path(place), reader)
        net.found("T", subs=("A",))
        net.found("A", upper="T")
        with net.at("T"):
            order("A", "Việc một")
        package = net.assign("T", "A")
        with net.at("A"):
            found = net.examined(package)
            times: dict[int, list[tuple[float, ...]]] = {given.rows: [], 500: []}
            for _ in range(given.rounds):
                for count, measured in times.items():
                    measured.append(steps(app, found, count))
    app.destroy()
    for place_, step in enumerate(("shown", "narrowed")):
        large, small = (statistics.median(each[place_] for each in times[count]) for count in (given.rows, 500))
        print(f"{step}: {given.rows} rows {large * 1000:.0f} ms, 500 rows {small * 1000:.0f} ms, {large / small:.1f}x")
    return 0


def steps(app: Any, found: Any, count: int) -> tuple[float, float]:
    """Seconds until the page is painted, and until it is narrowed to one verdict."""
    sent = Sent("Nhiệm vụ", "task", "u", (1, 1, 1), None, {"content": "Việc"}, "d")
    found.rows = [Judged(sent, f"NV-{n:05d}: Việc", KINDS[n % 3]) for n in range(count)]
    top = kit.Toplevel(title="Thử", master=app, size=(1300, 700), position=(0, 0))
    begun = time.perf_counter()
    page = Review(top, found, lambda outcome: None)
    page.pack(fill="both", expand=True)
    top.update()
    shown = time.perf_counter() - begun
    begun = time.perf_counter()
    page.chips.choose("changed")
    top.update()
    narrowed = time.perf_counter() - begun
    top.destroy()
    return shown, narrowed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
