"""Finds a display for the window tests, or starts a virtual one that ends with this process."""

import atexit
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile

NO_XVFB = (
    "Kiểm thử cửa sổ cần một màn hình, nhưng biến DISPLAY không dùng được và máy chưa có Xvfb. "
    "Cài bằng: sudo apt-get install xvfb, hoặc chạy python3 installer/test.py với quyền root. "
    "Máy không có cách nào mở cửa sổ: đặt SO_PHUONG_NO_WINDOW=1 để bỏ qua các kiểm thử này."
)
_OPEN_A_WINDOW = "import tkinter; tkinter.Tk().destroy()"


def ensure_display() -> None:
    """See to it that a window can be opened in this process and its children.

    One of several workers gets a display of its own: on one display there is one keyboard for all.

    Raises:
        NoDisplay: there is none and none can be started; the text says what to install.
    """
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    if sys.platform != "linux" or (alone and os.environ.get("DISPLAY") and display_works()):
        return
    os.environ["DISPLAY"] = start_virtual_display(1366, 768)


def display_works() -> bool:
    """Whether Tk opens a window on DISPLAY; tried in a process of its own, where a bad display can do no harm."""
    try:
        tried = subprocess.run([sys.executable, "-c", _OPEN_A_WINDOW], capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0


def start_virtual_display(width: int, height: int) -> str:
    """Start Xvfb with a screen of this many pixels at 96 dpi and return its name, like ":7".

    There is no window manager: a window gets the keys only after `focus_force()`.

    Raises:
        NoDisplay: Xvfb is missing or does not start; the text says what to do.
    """
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        raise NoDisplay(NO_XVFB)
    number, write_end = os.pipe()
    # A file, because a pipe that nobody empties would stop the server one day.
    with tempfile.TemporaryFile() as complaints:
        # -displayfd: the server chooses a free number and tells it once it listens; -noreset: it stays between windows.
        server = subprocess.Popen(
            [xvfb, "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24", "-dpi", "96"]
            + ["-nolisten", "tcp", "-noreset"],
            pass_fds=[write_end],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            preexec_fn=_die_with_parent,
        )
        os.close(write_end)
        told = _first_line(number)
        if not told:
            server.kill()
            server.wait()
            complaints.seek(0)
            raise NoDisplay(f"Xvfb không khởi động được: {complaints.read().decode('utf-8', 'replace').strip()}")
    atexit.register(_stop, server)
    return f":{told}"


def _first_line(pipe: int) -> str:
    """What comes before the line feed; empty when the writer died or said nothing for a minute."""
    told = b""
    # The server writes number and line feed apart and dies if nobody listens to the second: read up to it.
    while not told.endswith(b"\n"):
        ready, _, _ = select.select([pipe], [], [], 60)
        piece = os.read(pipe, 20) if ready else b""
        if not piece:
            told = b""
            break
        told += piece
    os.close(pipe)
    return told.decode().strip()


def _die_with_parent() -> None:
    # Even a killed test run leaves no server behind: prctl(PR_SET_PDEATHSIG, SIGTERM).
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait(timeout=10)


class NoDisplay(Exception):
    """No window can be opened here; the text says what to do."""
