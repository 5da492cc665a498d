"""From exec to the first idle moment of the shown window, beside a bare Tk window and an empty ttkbootstrap one.

    python -m tests.bench.bench_start [--tasks 100000] [--rounds 7]

All three run in turn, each in a fresh process. Goals: 4.0 times bare Tk, 1.4 times empty ttkbootstrap.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.display import ensure_display

ROOT = Path(__file__).resolve().parents[2]
TELL = "print('IDLE', flush=True), app.after(1, app.destroy)"
BARE = f"import tkinter; app = tkinter.Tk(); app.geometry('1366x728'); app.update(); {TELL}; app.mainloop()"
EMPTY = (
    "import ttkbootstrap as ttk; app = ttk.App(title='x'); app.geometry('1366x728'); app.update(); "
    f"{TELL}; app.mainloop()"
)
OURS = """
import sys
sys.argv = ['x', '--office', {office!r}, '--as', {who!r}, '--today', '2026-11-22']
from desktop_app.ui import theme
made = theme.create_app
def create(*a, **k):
    app = made(*a, **k)
    shown = app.deiconify
    def deiconify():
        shown(); app.update(); print('IDLE', flush=True); app.after(1, app.destroy)
    app.deiconify = deiconify
    return app
theme.create_app = create
from desktop_app.__main__ import main
main()
"""


def main() -> None:
    """Measure and print medians and ratios."""
    given = _arguments()
    ensure_display()
    with tempfile.TemporaryDirectory() as place:
        office = Path(place) / "office"
        fill = [sys.executable, "-m", "desktop_app", "--office", str(office), "--today", "2026-11-22"]
        subprocess.run([*fill, "demo", "thu-nghiem", "--tasks", str(given.tasks)], cwd=ROOT, check=True)
        who = _anybody(office)
        programs = {"bare Tk": BARE, "empty ttkbootstrap": EMPTY, "ours": OURS.format(office=str(office), who=who)}
        seconds: dict[str, list[float]] = {name: [] for name in programs}
        for turn in range(given.rounds + 1):
            for name, program in programs.items():
                took = _run(program)
                if turn:  # the first round warms the caches
                    seconds[name].append(took)
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    print(f"{given.tasks} tasks, {given.rounds} rounds in turn")
    for name, median in medians.items():
        spread = f"{min(seconds[name]):.3f}-{max(seconds[name]):.3f}"
        print(f"{name:20} {median:.3f} s ({spread})  ours is {medians['ours'] / median:.2f} times")


def _run(program: str) -> float:
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("IDLE"):
                return time.perf_counter() - start
    raise RuntimeError("the window never became idle")


def _anybody(office: Path) -> str:
    import sqlite3

    with sqlite3.connect(office / "so-phuong.db") as file:
        return str(file.execute("SELECT name FROM official LIMIT 1").fetchone()[0])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    main()
