"""All checks in one command: ruff, import-linter, mypy and pytest with real windows; none hides the next."""

import argparse
import io
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# import-linter has no __main__, and the script beside this interpreter cannot be started from every path.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
STATIC_STEPS = {
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "ruff check": ["-m", "ruff", "check", "."],
    "lint-imports": ["-c", LINT_IMPORTS, "--no-logo"],
    "mypy": ["-m", "mypy"],
    "mypy installer": ["-m", "mypy", "installer"],
}
# A worker a processor, each file in one of them and each with a display of its own, which only X can give.
WORKERS = ["-n", "auto", "--dist", "loadfile"] if sys.platform == "linux" else []


def main(arguments: list[str]) -> int:
    """Run the steps and return 0 when all passed, else 1; what is not ours goes to pytest."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--fast", action="store_true", help="the static steps only, no pytest")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    ours, for_pytest = parser.parse_known_args(arguments)
    for_pytest = [*WORKERS, *for_pytest]
    steps = dict(STATIC_STEPS) if ours.fast else {**STATIC_STEPS, "pytest": ["-m", "pytest", *for_pytest]}
    results = {name: run(name, command) for name, command in steps.items()}
    print("\nTổng kết")
    for name, (code, seconds) in results.items():
        print(f"  {'HỎNG' if code else 'đạt '}  {name:<15} {seconds:6.1f} giây")
    if os.environ.get("SO_PHUONG_NO_WINDOW") == "1" and not ours.fast:
        print("  CHÚ Ý: SO_PHUONG_NO_WINDOW=1, các kiểm thử cửa sổ đã bị bỏ qua.")
    failed = [name for name, (code, _) in results.items() if code]
    print(f"Không đạt: {', '.join(failed)}." if failed else "Tất cả đều đạt.", flush=True)
    return 1 if failed else 0


def run(name: str, command: list[str]) -> tuple[int, float]:
    """Run one step in this interpreter and return its exit code and its seconds."""
    print(f"\n=== {name}", flush=True)
    begun = time.monotonic()
    code = subprocess.call([sys.executable, *command], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"})
    return code, time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
