"""What refusing a hostile file costs, and what guarding a package adds to reading it.

python -m tests.bench.bench_guard [--rows N] [--only NAME]

Every file is refused by a fresh program in a fresh process: seconds from the call to the refusal, and the peak memory
of both together (Linux). Goal (RELIABILITY.md row 29): each under 2 s and 200 MB. For scale, a package of N rows
guarded, read and verified, beside reading and verifying it without a guard.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop_app.excel import checking, guarded, reading
from tests.bench import bench_package
from tests.hostile_files import HOSTILE

SECONDS, MEGABYTES = 2.0, 200.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=2006, help="rows of the package to compare with; 0: none")
    parser.add_argument("--only", default="", help="hostile files whose name holds this")
    parser.add_argument("--refuse", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.refuse:
        print(*refusal(options.refuse))
        return
    above = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        print(f"{'file':<34} {'size':>9} code  seconds  MB")
        for name, (_, make) in HOSTILE.items():
            if options.only in name:
                path.write_bytes(make())
                code, seconds, megabytes = measured(path)
                print(f"{name:<34} {path.stat().st_size:>9,} {code} {seconds:7.3f} {megabytes:5.0f}")
                if seconds > SECONDS or megabytes > MEGABYTES:
                    above.append(name)
        print(f"above {SECONDS:g} s or {MEGABYTES:g} MB: {', '.join(above) or 'none'}")
        if options.rows:
            beside(path, options.rows)


def measured(path: Path) -> tuple[str, float, float]:
    """Code, seconds and MB of a refusal in a program of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_guard", "--refuse", str(path)]
    code, seconds, megabytes = subprocess.check_output(command, text=True).split()
    return code, float(seconds), float(megabytes)


def refusal(path: Path) -> tuple[str, float, float]:
    """The same, of this process and the one that it starts."""
    code, begun = "none", time.perf_counter()
    reader = guarded.Reader()
    try:
        reader.read_package(path)
    except guarded.RefusedFile as reason:
        code = reason.code
    seconds = time.perf_counter() - begun
    processes = ["self", *([str(reader._child.pid)] if reader._child else [])]
    megabytes = sum(_peak(process) for process in processes)
    reader.close()
    return code, seconds, megabytes


def _peak(process: str) -> float:
    status = Path(f"/proc/{process}/status").read_text()  # ru_maxrss would count the parent's memory before exec
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def beside(path: Path, rows: int) -> None:
    """A package through the guard, and the same without it."""
    columns = bench_package.make_columns(20)
    bench_package.send(path, columns, bench_package.make_rows(rows, 20))
    times = bench_package.in_turn(
        {
            "without": lambda: checking.verify(reading.read(path)),
            "guarded": lambda: guarded.read_package(path),
        },
        3,
    )
    bare, whole = (wall for wall, _ in times.values())
    print(f"a package of {rows:,} rows x 20 columns, {path.stat().st_size:,} bytes, medians of 3 in turn:")
    print(
        f"  read and verified {bare:.2f} s; guarded, in a process of its own {whole:.2f} s ({whole / bare:.1f} times)"
    )


if __name__ == "__main__":
    main()
