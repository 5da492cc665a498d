"""Make this machine ready for the tests, then run all checks: `python3 installer/test.py`."""

from __future__ import annotations

import os
import subprocess
import sys

import environment
import setup_steps
from console import conclude, step
from setup_steps import ROOT

HELP = """Cách dùng: python3 installer/test.py [--fast] [tham số của pytest…]

Chuẩn bị mọi thứ cho kiểm thử rồi chạy tests/check.py: ruff, lint-imports, mypy, pytest với cửa sổ thật.
  --fast   chỉ chạy các bước tĩnh, không chạy pytest
Đặt biến SO_PHUONG_NO_WINDOW=1 để bỏ qua kiểm thử cửa sổ trên máy không có cách nào mở cửa sổ."""


def main(arguments: list[str]) -> int:
    """Prepare, then hand over to tests/check.py with the same arguments."""
    if arguments in (["-h"], ["--help"]):
        print(HELP)
        return 0
    total = setup_steps.STEPS + 1
    setup_steps.check_python(total, sys.version_info[:3])
    windows = os.environ.get("SO_PHUONG_NO_WINDOW") != "1"
    python = setup_steps.prepare(
        ROOT, ROOT / "tests" / "requirements.txt", total, virtual_display=windows, window=windows
    )
    step(total, total, "Chạy tests/check.py")
    return subprocess.call(
        [str(python), str(ROOT / "tests" / "check.py"), *arguments], cwd=ROOT, env=environment.child_environment()
    )


if __name__ == "__main__":
    sys.exit(conclude(main, sys.argv[1:]))
