"""The checking machinery is checked: check.py hides no failing step, conftest.py no failing callback, display.py finds
or starts a display."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Windows always has a display")

# Each line of this module is a failure that Tk, Tcl, logging or threading would swallow.
SWALLOWED = """
import logging, threading, pytest

def test_callback(root):
    root.after(0, lambda: 1 / 0)
    root.update()

def test_callback_left_behind(root):
    root.after(0, lambda: 1 / 0)

def test_tcl(root):
    root.tk.eval("after 0 {no_such_command}")
    root.update()

def test_log():
    logging.getLogger("so_phuong").error("hỏng")

def test_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_healthy(root, hidden_failures):
    assert abs(float(root.tk.call("tk", "scaling")) - 96 / 72) < 0.02
    logging.getLogger("so_phuong").error("đã chờ đợi")
    hidden_failures.clear()
"""


@pytest.fixture
def tree(tmp_path):
    """A small project with our own conftest.py and display.py."""
    (tmp_path / "tests").mkdir()
    for name in ("conftest.py", "display.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\npythonpath = .\nmarkers = gui\naddopts = --import-mode=importlib\n", encoding="utf-8"
    )
    (tmp_path / "tests" / "test_swallowed.py").write_text(SWALLOWED, encoding="utf-8")
    return tmp_path


def pytest_in(tree, *words, **variables):
    command = [sys.executable, "-m", "pytest", "-q", "-rfEs", "-p", "no:cacheprovider", *words]
    environment = {**os.environ, "PYTHONUTF8": "1", **variables}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, encoding="utf-8").stdout


def test_no_failure_stays_hidden(tree, display):
    said = pytest_in(tree)
    noticed = {
        line.split("::")[1].split(" ")[0]
        for line in said.splitlines()
        if line.startswith(("FAILED tests", "ERROR tests"))
    }
    assert noticed == {"test_callback", "test_callback_left_behind", "test_tcl", "test_log", "test_thread"}, said


@linux_only
def test_without_a_display_and_xvfb_a_window_test_fails_and_names_the_package(tree):
    said = pytest_in(tree, "-k", "healthy", DISPLAY=":987", PATH="/nowhere")
    assert "apt-get install xvfb" in said
    assert "1 error" in said
    said = pytest_in(tree, "-k", "healthy", DISPLAY="", PATH="/nowhere", SO_PHUONG_NO_WINDOW="1")
    assert "1 skipped" in said


@linux_only
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_dead_display_is_replaced_by_one_that_ends_with_the_process():
    opened = subprocess.run(
        [
            sys.executable,
            "-c",
            "from tests import display; display.ensure_display(); import os, tkinter; "
            "print(os.environ['DISPLAY'], tkinter.Tk().winfo_screenwidth(), display.start_virtual_display(1920, 1080))",
        ],
        cwd=ROOT,
        env={**os.environ, "DISPLAY": ":987"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    first, width, second = opened.stdout.split()
    assert width == "1366"
    assert len({first, second, ":987"}) == 3
    for name in (first, second):
        tried = subprocess.run(
            [sys.executable, "-c", "import tkinter; tkinter.Tk()"],
            env={**os.environ, "DISPLAY": name},
            capture_output=True,
        )
        assert b"TclError" in tried.stderr


def test_check_runs_every_step_and_fails_when_one_fails(tmp_path):
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "check.py", tmp_path / "tests")
    (tmp_path / "untidy.py").write_text("x=1\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, tmp_path / "tests" / "check.py", "--fast"]
    checked = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    summary = checked.stdout.split("Tổng kết")[1]
    assert checked.returncode == 1
    assert "HỎNG  ruff format" in summary
    assert all(name in summary for name in ("ruff check", "lint-imports", "mypy", "mypy installer"))
