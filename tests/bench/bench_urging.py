"""Urging in an office of many tasks: `python -m tests.bench.bench_urging [--tasks N]`.

Who must be urged, a letter drawn up and kept, issued, and what the screen counts; beside them the list of overdue tasks
that every screen shows anyway. Processor time, medians of the rounds; only the ratios mean anything elsewhere.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app import catalogue, clock
from desktop_app.features.demo import service as demo
from desktop_app.features.office import service as office
from desktop_app.features.tasks import service as tasks
from desktop_app.features.urging import service as urging
from desktop_app.features.urging_issue import service as issuing
from desktop_app.features.urging_letter import service as letters

TODAY = date(2026, 11, 22)
PAST = date(2025, 11, 20)


def main() -> None:
    """Fill an office and measure."""
    given = _arguments()
    clock.set_today(TODAY)
    catalogue.entities()
    with tempfile.TemporaryDirectory() as place:
        office.open_folder(Path(place) / "Cơ quan", writing=True)
        for _ in demo.fill("thu-nghiem", tasks=given.tasks, seed=2022):
            pass
        office.sit_down("")
        found = urging.listed(TODAY, soon=True)
        print(f"{given.tasks} tasks, {len(found)} late or soon due, median of {given.rounds} rounds, ms")
        measure("the list of overdue tasks (yardstick)", overdue, given.rounds)
        measure("who must be urged today", lambda: urging.listed(TODAY, soon=True), given.rounds)
        measure("who had to be urged a year ago", lambda: urging.listed(PAST, soon=True), given.rounds)
        measure("a letter drawn up and kept", lambda: drawn(), given.rounds)
        measure("the counts of the screen", counts, given.rounds)
        measure("the reminder at start", urging.reminder, given.rounds)
        letter = drawn()
        late = sum(bool(one.days_late) for one in found)
        measure(f"a letter of {late} tasks issued (once)", lambda: issue(letter), 1)
        office.close_folder()


def overdue() -> Any:
    """What the list of tasks reads under its filter: all ids and all rows."""
    return list(tasks.find({"timeliness": "open_overdue"}).iterate())


def drawn() -> Any:
    """Draw a letter up from the book and keep it with its list."""
    return letters.keep(letters.proposed(), urging.listed(TODAY, soon=True))


def issue(letter: Any) -> Any:
    """Give it its number: a document, and an urging for each task."""
    return issuing.issue(letter, {"number": "15", "issued_on": "22/11/2026"})


def counts() -> tuple[int, ...]:
    """What stands on the three buttons over the lists."""
    urged = tasks.find({"urged": "late"}).count()
    return urging.find().count(), urged, tasks.find({"beyond_ladder": True}).count()


def measure(what: str, work: Callable[[], Any], rounds: int) -> None:
    """Print the median and the worst of some rounds."""
    seconds = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    print(f"  {what:<45} {1000 * statistics.median(seconds):8.0f}   worst {1000 * max(seconds):.0f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
