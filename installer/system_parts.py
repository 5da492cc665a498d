"""What the operating system must give (Tk, venv, a virtual display for the tests) and whether a window can open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from console import SetupFailed, detail
from environment import MINIMUM, Interpreter, child_environment

_LAST_LINES = 12
_OPEN_A_WINDOW = "import tkinter; tkinter.Tk().destroy()"


def apt_serves(python: Interpreter) -> bool:
    """Whether apt's packages reach this Python: Debian's own does, one from pyenv or built by hand does not."""
    return sys.platform == "linux" and shutil.which("apt-get") is not None and python.base == Path("/usr")


def missing_packages(python: Interpreter, *, venv_needed: bool, virtual_display: bool) -> list[str]:
    """The Debian packages that are missing.

    Args:
        python: the interpreter the .venv is made with.
        venv_needed: a .venv must be made, so `ensurepip` is needed.
        virtual_display: the tests will run, so without a display Xvfb is needed.
    """
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return []
    packages = []
    if apt_serves(python):
        own = f"python{python.version[0]}.{python.version[1]}"
        # The plain names belong to the version behind /usr/bin/python3; any other has packages named after it.
        prefix = "python3" if Path("/usr/bin/python3").resolve().name == own else own
        packages += [] if python.tkinter else [f"{prefix}-tk"]
        packages += [f"{prefix}-venv"] if venv_needed and not python.ensurepip else []
    if virtual_display and lacks_virtual_display():
        packages.append("xvfb")
    return packages


def lacks_virtual_display() -> bool:
    """Whether the tests would find neither a display nor the means to start one."""
    return sys.platform == "linux" and not os.environ.get("DISPLAY") and shutil.which("Xvfb") is None


def install_packages(packages: list[str], *, as_administrator: bool) -> None:
    """Install Debian packages when we may, else say exactly which and with what command.

    Raises:
        SetupFailed: not the administrator, or apt failed.
    """
    if not as_administrator:
        raise SetupFailed(
            f"thiếu gói hệ thống {', '.join(packages)}. Nhờ người quản trị máy chạy:\n"
            f"    {administrator_command(packages)}\nrồi chạy lại lệnh này."
        )
    environment = {**child_environment(), "DEBIAN_FRONTEND": "noninteractive"}
    detail(f"Cài gói hệ thống: {', '.join(packages)} (apt-get, có thể mất vài phút)…")
    waiting = ["-o", "DPkg::Lock::Timeout=300"]
    # One unreachable third-party source makes `update` fail although Debian's own lists came: only `install` decides.
    _run(["apt-get", *waiting, "update"], environment)
    code, last = _run(["apt-get", *waiting, "install", "-y", "--no-install-recommends", *packages], environment)
    if code != 0:
        raise SetupFailed(
            f"apt-get không cài được {', '.join(packages)}. Các dòng cuối:\n"
            + "\n".join("    " + line for line in last)
            + f"\nKiểm tra mạng và nguồn của apt, rồi chạy lại, hoặc tự chạy:\n"
            f"    {administrator_command(packages)}"
        )


def administrator_command(packages: list[str]) -> str:
    """The line to give to the administrator."""
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def is_administrator() -> bool:
    """Whether this process may install Debian packages."""
    return sys.platform != "win32" and os.geteuid() == 0


def how_to_get(part: str, python: Interpreter) -> str:
    """What to do when `part` ("tkinter" or "ensurepip") is missing and apt cannot give it to this Python."""
    which = f"Python {python.spoken_version} ({python.path}) không có {part}"
    if sys.platform == "win32":
        tick = "tcl/tk and IDLE" if part == "tkinter" else "pip"
        return f"{which}. Mở lại bộ cài Python của python.org, chọn Modify và đánh dấu “{tick}”, rồi chạy lại."
    if sys.platform == "linux" and shutil.which("apt-get") is not None:
        advice = (
            f"{which}, và gói python3-tk, python3-venv của apt không dùng được cho Python này vì nó không phải "
            "của hệ điều hành (pyenv hoặc tự biên dịch)."
        )
        if _system_python_is_enough():
            return f"{advice}\nHãy chạy bằng Python của hệ điều hành: /usr/bin/python3 installer/run.py"
        return f"{advice}\nHãy cài gói tk-dev rồi biên dịch lại Python này, hoặc cài Python 3.11 của hệ điều hành."
    return f"{which}. Hãy cài gói Tk cho Python của hệ điều hành này (Fedora: python3-tkinter, Arch: tk), rồi chạy lại."


def no_window_because(python: Path) -> str:
    """Why no window can be opened here, in words; empty when one can.

    Tk is tried in a process of its own: a display that is named but gone, or one that refuses us, shows only then.
    """
    if sys.platform != "linux":
        return ""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "máy này không có màn hình (biến DISPLAY trống)"
    try:
        tried = subprocess.run(
            [str(python), "-c", _OPEN_A_WINDOW], capture_output=True, timeout=60, env=child_environment()
        )
    except subprocess.TimeoutExpired:
        return "màn hình không trả lời sau 60 giây"
    if tried.returncode == 0:
        return ""
    said = tried.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"không mở được màn hình ({said[-1] if said else f'mã {tried.returncode}'})"


def _system_python_is_enough() -> bool:
    named = Path("/usr/bin/python3").resolve().name.removeprefix("python3.")
    return named.isdigit() and (3, int(named)) >= MINIMUM


def _run(command: list[str], environment: dict[str, str]) -> tuple[int, list[str]]:
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    return ended.returncode, ended.stdout.decode("utf-8", "replace").strip().splitlines()[-_LAST_LINES:]
