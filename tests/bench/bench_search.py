"""Search by keystroke, the overview, and lists at size: each beside its yardstick, in one run.

    python -m tests.bench.bench_search [--tasks 100000] [--rounds 3]

Goals: query p95 at most 1/20 of LIKE on the folded column; results equal to brute force; keystroke to painted at most
1.5 (p50) and 2 times (p95) the list's bare redraw; overview at most 60 ms at 100,000 tasks.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.display import ensure_display

TYPED = ("nhiem vu", "don doc", "đôn đốc", "bao cao ket qua", "d", "trat tu xay dung", "12/TB-UBND", "rac thai")


def main() -> None:
    """Fill an office, measure, print."""
    given = _arguments()
    from desktop_app import catalogue, clock
    from desktop_app.features.demo import service as demo
    from desktop_app.features.office import service as office

    clock.set_today(date(2026, 11, 22))
    catalogue.entities()
    with tempfile.TemporaryDirectory() as place:
        office.open_folder(Path(place) / "office", writing=True)
        for _ in demo.fill("thu-nghiem", tasks=given.tasks):
            pass
        print(f"{given.tasks} tasks, {given.rounds} rounds")
        queries(given.rounds)
        overview(given.rounds)
        lists(given.rounds)
        keystrokes(given.rounds)
        office.close_folder()


def queries(rounds: int) -> None:
    """The index beside LIKE on the folded column, keystroke by keystroke, and both sets of hits compared."""
    from db.connection import database
    from desktop_app.features.tasks import service as tasks
    from desktop_app.rules import names

    ours: list[float] = []
    like: list[float] = []
    wrong = 0
    for _ in range(rounds):
        for text in _prefixes():
            ours.append(_time(lambda text=text: next(tasks.find(text=text, order="-id").slices(), [])[:50]))
            folded = names.fold(text)
            sql = "SELECT id FROM task WHERE deleted_at IS NULL AND folded LIKE ? ORDER BY id DESC LIMIT 50"
            like.append(_time(lambda asked=(sql, (f"%{folded}%",)): database.execute_sql(*asked).fetchall()))
    for text in TYPED:
        words = names.asked_words(text)
        rows = database.execute_sql("SELECT id, folded FROM task WHERE deleted_at IS NULL").fetchall()
        expected = {i for i, folded in rows if _matches(folded.split(), words)}
        wrong += set(tasks.find(text=text).ids()) != expected
    print(f"query p50/p95: {_p(ours, 50)} / {_p(ours, 95)} ms; LIKE p95 {_p(like, 95)} ms; ", end="")
    ratio = _quantile(like, 95) / _quantile(ours, 95)
    print(f"p95 ratio 1/{ratio:.0f} (goal 1/20); wrong results {wrong} of {len(TYPED)}")


def overview(rounds: int) -> None:
    """Everything on the first screen: what the main thread counts, and what a worker counts and draws after it."""
    from desktop_app.features.overview import report, service
    from desktop_app.features.task_counts import service as counts
    from desktop_app.ui.palette import LIGHT

    took = [_time(service.gather) for _ in range(rounds * 5)]
    print(f"overview: median {statistics.median(took) * 1000:.1f} ms (goal 60 ms at 100,000)")
    inks = {"ground": LIGHT.ground, "text": LIGHT.text, "muted_ink": LIGHT.muted, "line": LIGHT.line}
    sizes = ((720, 190), (720, 190), (520, 190))
    wish = report.Wish(sizes, 96 / 72, "Noto Sans", 10.0, {**LIGHT.dots, **inks})
    units, days = service.gather().units, counts.months(date(2026, 11, 22), 12)
    found = report.gather(units)
    report.paint(found, wish)  # reads the libraries and the fonts
    steps: dict[str, Callable[[], Any]] = {
        "what is due this week (main thread)": lambda: service.due_this_week(8),
        "months (worker)": lambda: counts.by_month(days[0][0], days[-1][1]),
        "leaders (worker)": counts.by_leader,
        "three charts drawn (worker)": lambda: report.paint(found, wish),
    }
    for name, work in steps.items():
        print(f"  {name:38} {statistics.median([_time(work) for _ in range(rounds * 3)]) * 1000:7.1f} ms")


def lists(rounds: int) -> None:
    """First page and all ids of the task list, in every order a person can choose."""
    from desktop_app.features.task_desk.screen import TasksScreen
    from desktop_app.features.tasks import service as tasks

    for name in ("-id", *TasksScreen.table):
        took = [_time(lambda name=name: tasks.find(order=name).ids()) for _ in range(rounds)]
        print(f"all ids by {name:12} {statistics.median(took) * 1000:7.1f} ms")


def keystrokes(rounds: int) -> None:
    """From the letter to the painted list, beside the list's bare redraw after each letter, in turn."""
    ensure_display()
    from desktop_app.features.task_desk.screen import TasksScreen
    from desktop_app.ui import filters, kit, theme

    filters.TYPING_PAUSE = 0
    app = theme.create_app("bench", scaling=96 / 72)
    app.geometry("1366x728+0+0")
    app.deiconify()
    screen = TasksScreen(app)
    screen.pack(fill="both", expand=True)
    app.update()
    painted: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        for text in _prefixes():

            def letter(text: str = text) -> None:
                _type(screen, text)
                app.update()

            painted.append(_time(letter))
            bare.append(_time(lambda: _redraw(screen, app)))
    for share in (50, 95):
        ratio = _quantile(painted, share) / _quantile(bare, share)
        print(f"keystroke p{share}: {_p(painted, share)} ms, bare redraw {_p(bare, share)} ms, {ratio:.2f} times")
    kit.soon(app, app.destroy)
    app.mainloop()


def _type(screen: Any, text: str) -> None:
    screen.bar.search.delete(0, "end")
    screen.bar.search.insert(0, text)
    screen.list.filtered()


def _redraw(screen: Any, app: Any) -> None:
    tree = screen.rows.tree
    for item in tree.get_children():
        tree.item(item, values=tree.item(item, "values"))
    app.update()


def _prefixes() -> list[str]:
    return [text[:length] for text in TYPED for length in range(1, len(text) + 1)]


def _matches(words: list[str], wanted: list[str]) -> bool:
    return all(word in words for word in wanted[:-1]) and any(word.startswith(wanted[-1]) for word in words)


def _time(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _quantile(found: list[float], share: int) -> float:
    return sorted(found)[min(len(found) - 1, len(found) * share // 100)]


def _p(found: list[float], share: int) -> str:
    return f"{_quantile(found, share) * 1000:.2f}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
