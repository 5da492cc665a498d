"""How fast a list of tasks scrolls, beside the widget's own redraw: `python -m tests.bench.bench_table`.

Yardsticks, step by step in turn in one run: the same Treeview redrawing the same picture with nothing scrolled (the
floor of the widget), and in a process of its own a plain Treeview that holds every row. Real columns, a real database,
1200 x 720 pixels. Medians of the rounds; only the ratios mean anything on a shared machine.
`--rows 25000 100000` sizes, `--rounds N` (3), `--steps N` (80).
"""

import argparse
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.display import start_virtual_display

ROOT = Path(__file__).parents[2]
SHOWN = ("code", "document", "content", "lead_unit", "due_on", "situation", "supervising_leader")
WORDS: list[str] = str.split(
    "Rà soát, tổng hợp báo cáo kết quả thực hiện công tác giải phóng mặt bằng, trật tự xây dựng đô thị và vệ sinh "
    "môi trường trên địa bàn; đôn đốc các phòng, ban, tổ dân phố phối hợp thực hiện kết luận của Chủ tịch Ủy ban nhân "
    "dân, báo cáo trước ngày hai mươi hằng tháng để tổng hợp trình Thường trực"
)
UNITS, NOTICES = 27, 120


def main() -> None:
    """Measure every size in fresh processes, in turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[25_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=80)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        kind, path = given.one
        print(json.dumps(MEASURES[kind](Path(path), given.rows[0], given.steps)))
        return
    os.environ["DISPLAY"] = start_virtual_display(1366, 768)
    with TemporaryDirectory() as folder:
        found: dict[tuple[str, int], list[dict[str, float]]] = {}
        paths = {rows: Path(folder) / f"{rows}.db" for rows in {1000, *given.rows}}
        for rows, path in paths.items():
            _measure("fill", path, rows, 0)
        cases = [("whole", 1000), *((kind, rows) for rows in given.rows for kind in ("table", "whole"))]
        for _ in range(given.rounds):
            for kind, rows in cases:
                found.setdefault((kind, rows), []).append(_measure(kind, paths[rows], rows, given.steps))
        report(
            {case: {key: statistics.median(r[key] for r in runs) for key in runs[0]} for case, runs in found.items()}
        )


def _measure(kind: str, path: Path, rows: int, steps: int) -> dict[str, float]:
    command = [sys.executable, "-m", __spec__.name, "--one", kind, path, "--rows", str(rows), "--steps", str(steps)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def report(found: dict[tuple[str, int], dict[str, float]]) -> None:
    """Print the medians and their ratios, with the goals of PERFORMANCE.md beside them."""
    small = found["whole", 1000]
    print(f"{'rows':>8} {'step':6} {'ours ms':>8} {'p95':>7} {'redraw':>7} {'ratio':>6}  goal")
    for (kind, rows), figures in found.items():
        if kind != "table":
            continue
        for step, goal in (("wheel", 1.10), ("page", 1.2), ("jump", 1.2)):
            ratio = figures[step] / figures[f"{step}_redraw"]
            print(
                f"{rows:8} {step:6} {figures[step]:8.2f} {figures[f'{step}_p95']:7.2f} "
                f"{figures[f'{step}_redraw']:7.2f} {ratio:6.3f}  T1 <= {goal}"
            )
        whole = found["whole", rows]
        print(
            f"{rows:8} memory {figures['added_mb']:6.1f} MB, plain Treeview {whole['added_mb']:.1f} MB: "
            f"{figures['added_mb'] / whole['added_mb']:.3f}  T3 <= 0.2 (a million against 100,000)"
        )
        print(
            f"{rows:8} first page {figures['first_ms']:.1f} ms, Treeview of 1,000 rows {small['first_ms']:.1f} ms: "
            f"{figures['first_ms'] / small['first_ms']:.2f}  T4 <= 1.75; all in one {whole['first_ms']:.0f} ms; "
            f"all ids {figures['all_ms']:.0f} ms, longest piece {figures['piece_ms']:.1f} ms"
        )
    sizes = sorted(rows for kind, rows in found if kind == "table")
    if len(sizes) > 1:
        for step in ("wheel", "page", "jump"):
            least, most = (found["table", rows] for rows in (sizes[0], sizes[-1]))
            ratio = (most[step] / most[f"{step}_redraw"]) / (least[step] / least[f"{step}_redraw"])
            print(f"{step:6} at {sizes[-1]} against {sizes[0]}: {ratio:.3f}  T2 <= 1.1")


# --- One measurement, in a process of its own ---


def fill(path: Path, rows: int, steps: int) -> dict[str, float]:
    """Make a database with ``rows`` tasks of 27 units out of 120 notices."""
    from db.connection import close_database, open_database
    from db.models import Document, Official, Task, Unit

    open_database(path)
    rng = random.Random(5)
    day = date(2026, 1, 1)
    with sqlite3.connect(path) as file:
        for number in range(1, UNITS + 1):
            _insert(file, Unit, code=f"U{number}", name=f"Phòng, ban, tổ dân phố số {number}", sort_key=f"{number:03}")
            _insert(file, Official, name=f"Nguyễn Văn Số {number}", unit_id=number, sort_key=f"{number:03}")
        for number in range(1, NOTICES + 1):
            issued = str(day + timedelta(days=3 * number))
            _insert(file, Document, number=f"{number}/TB-UBND", issued_on=issued, issuer_id=1, subject="Kết luận")
        for number in range(1, rows + 1):
            assigned = day + timedelta(days=rng.randint(0, 300))
            done = rng.random() < 0.7
            _insert(
                file,
                Task,
                code=f"NV-2026-{number:06}",
                content=" ".join(rng.choices(WORDS, k=rng.randint(15, 70))),
                document_id=rng.randint(1, NOTICES),
                lead_unit_id=rng.randint(1, UNITS),
                supervising_leader_id=rng.randint(1, UNITS),
                assigned_on=str(assigned),
                due_on=str(assigned + timedelta(days=rng.randint(3, 60))),
                original_due_on=str(assigned + timedelta(days=20)),
                progress="done" if done else "doing",
                completed_on=str(assigned + timedelta(days=rng.randint(3, 60))) if done else None,
            )
    file.close()
    close_database()
    return {}


def _insert(file: sqlite3.Connection, model: Any, **values: Any) -> None:
    """One row with the model's own defaults for what is not given."""
    row = dict(values)
    for field in model._meta.sorted_fields:
        if field.column_name not in row and field.default is not None:
            row[field.column_name] = field.db_value(field.default() if callable(field.default) else field.default)
    marks = ", ".join("?" * len(row))
    file.execute(f"INSERT INTO {model._meta.table_name} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


@contextmanager
def window(path: Path) -> Iterator[tuple[Any, Any]]:
    """A dressed root window and the list of all tasks of a database."""
    from db.connection import close_database, open_database
    from desktop_app import clock
    from desktop_app.features.tasks import service
    from desktop_app.ui import theme

    clock.set_today(date(2026, 11, 22))
    open_database(path)
    app = theme.create_app("Đo bảng", scaling=96 / 72)
    app.geometry("1200x720+0+0")
    app.deiconify()
    app.update()
    yield app, service.find()
    app.destroy()
    close_database()


def painted(app: Any) -> None:
    """Wait until the X server has drawn everything."""
    app.update()
    app.winfo_pointerxy()


def resident() -> float:
    """Memory of this process in MB, now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def table(path: Path, rows: int, steps: int) -> dict[str, float]:
    """Our table: first page, all ids, memory, and every kind of step with a bare redraw after each."""
    from desktop_app.features.task_desk.screen import TasksScreen
    from desktop_app.features.tasks.columns import TASKS
    from desktop_app.ui.table import Table

    with window(path) as (app, listed):
        listed.rows([1, 2, 3])  # the plan is worked out once a program, not once a table
        before = resident()
        begun = time.perf_counter()
        made = Table(app, TASKS.pick(SHOWN), listed, noun="nhiệm vụ", look=lambda row: TasksScreen.look(None, row))
        made.pack(fill="both", expand=True)
        painted(app)
        out = {"first_ms": (time.perf_counter() - begun) * 1e3, "piece_ms": 0.0}
        while made.loading:
            piece = time.perf_counter()
            app.update()
            out["piece_ms"] = max(out["piece_ms"], (time.perf_counter() - piece) * 1e3)
        out["all_ms"] = (time.perf_counter() - begun) * 1e3
        assert len(made.ids) == rows
        rng = random.Random(5)
        view = made.view
        for name, step in (
            ("wheel", lambda: view.scroll(3)),
            ("page", lambda: view.scroll(view.page)),
            ("jump", lambda: view.goto(rng.randrange(rows))),
        ):
            view.goto(rows // 2)
            painted(app)
            ours, bare = _in_turn(app, made.tree, step, steps)
            out |= {name: statistics.median(ours), f"{name}_redraw": statistics.median(bare)}
            out[f"{name}_p95"] = sorted(ours)[round(len(ours) * 0.95) - 1]
        out["added_mb"] = resident() - before
        return out


def _in_turn(app: Any, tree: Any, step: Callable[[], Any], steps: int) -> tuple[list[float], list[float]]:
    ours, bare = [], []
    first = tree.get_children()[0]
    for turn in range(steps):
        begun = time.perf_counter()
        step()
        painted(app)
        ours.append((time.perf_counter() - begun) * 1e3)
        begun = time.perf_counter()
        tree.item(first, open=bool(turn % 2))  # nothing changes, everything is drawn
        painted(app)
        bare.append((time.perf_counter() - begun) * 1e3)
    return ours, bare


def whole(path: Path, rows: int, steps: int) -> dict[str, float]:
    """A plain Treeview that is given every row."""
    from desktop_app.features.tasks.columns import TASKS
    from desktop_app.ui import kit

    with window(path) as (app, listed):
        columns = TASKS.pick(SHOWN)
        listed.rows([1])
        before = resident()
        begun = time.perf_counter()
        tree = kit.Tree(app, columns=[column.name for column in columns], show="headings", style="House.Treeview")
        tree.pack(fill="both", expand=True)
        for row in listed.iterate():
            tree.insert("", "end", values=[column.shown(row) for column in columns])
        painted(app)
        return {"first_ms": (time.perf_counter() - begun) * 1e3, "added_mb": resident() - before}


MEASURES: dict[str, Callable[[Path, int, int], dict[str, float]]] = {"fill": fill, "table": table, "whole": whole}

if __name__ == "__main__":
    main()
