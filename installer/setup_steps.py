"""The steps that make a fresh machine ready, shared by run.py and test.py; repeating them costs one look."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import environment
import system_parts
from console import SetupFailed, detail, step
from environment import Interpreter

ROOT = Path(__file__).resolve().parent.parent
STEPS = 3
_PATIENCE = 30 * 60  # seconds to wait for another set-up of the same folder


def check_python(total: int, version: tuple[int, ...]) -> None:
    """Step 1: refuse a Python the program cannot run on.

    Raises:
        SetupFailed: it is older than 3.11.
    """
    spoken = ".".join(map(str, version[:3]))
    step(1, total, f"Kiểm tra Python: {spoken}")
    if version < environment.MINIMUM:
        raise SetupFailed(
            f"Sổ Phường cần Python 3.11 trở lên, còn lệnh này đang chạy bằng Python {spoken}.\n"
            "Hãy cài Python 3.11 (Windows: python.org; Debian 12: apt-get install python3) rồi chạy lại."
        )


def look(root: Path, requirements: Path, *, virtual_display: bool = False) -> Plan:
    """See what there is to do, changing nothing; a machine that is ready answers after one short process."""
    venv = root / ".venv"
    found = environment.ask(environment.venv_python(venv), packages=True) if venv.exists() else None
    fault = environment.fault(venv, found)
    if found and not fault:
        installed = environment.is_installed(requirements, venv, found)
        if not installed and not environment.pip_works(found.path):
            fault = ".venv bị hỏng hoặc làm dở: pip trong đó không chạy được"
        elif installed and found.tkinter and not (virtual_display and system_parts.lacks_virtual_display()):
            return Plan(found, "", False, [], [])
    running = _running_python()
    better = running.tkinter or system_parts.apt_serves(running)
    if found and not fault and not found.tkinter and found.base != running.base and better:
        fault = f"Python của .venv ({found.base}) không có Tk"
    source = found if found and not fault else running
    packages = system_parts.missing_packages(source, venv_needed=bool(fault), virtual_display=virtual_display)
    lacking = [] if source.tkinter or system_parts.apt_serves(source) else ["tkinter"]
    if fault and not source.ensurepip and not system_parts.apt_serves(source):
        lacking.append("ensurepip")
    stale = bool(fault) or not (found and environment.is_installed(requirements, venv, found))
    return Plan(source, fault, stale, packages, lacking)


def prepare(root: Path, requirements: Path, total: int, *, virtual_display: bool = False, window: bool = True) -> Path:
    """Steps 2 and 3: the system's parts, the .venv and its packages, each only as far as it is missing.

    Args:
        root: the project's folder.
        requirements: the file to install into the .venv.
        total: how many steps the whole command has, for the progress lines.
        virtual_display: the tests will run, so without a display Xvfb is needed.
        window: without Tk there is no point in going on.

    Returns:
        The interpreter of the .venv.

    Raises:
        SetupFailed: with the reason and what to do next.
    """
    plan = look(root, requirements, virtual_display=virtual_display)
    if plan.ready:
        step(2, total, "Thành phần của hệ điều hành: đã có đủ")
        step(3, total, "Môi trường .venv và thư viện: đã có đủ")
        return plan.python.path
    with _one_at_a_time(root):
        plan = look(root, requirements, virtual_display=virtual_display)
        step(2, total, f"Thành phần của hệ điều hành: {plan.about_system}")
        _get_system_parts(plan, window=window or virtual_display)
        step(3, total, f"Môi trường .venv và thư viện: {plan.about_venv}")
        return _get_venv(root / ".venv", requirements, plan)


def announce(root: Path, requirements: Path, total: int, *, virtual_display: bool = False) -> None:
    """Say what `prepare` would do, and do nothing."""
    plan = look(root, requirements, virtual_display=virtual_display)
    step(2, total, f"Thành phần của hệ điều hành: {plan.about_system}")
    if plan.packages and not system_parts.is_administrator():
        detail(f"Người quản trị máy chạy: {system_parts.administrator_command(plan.packages)}")
    for part in plan.lacking:
        detail(system_parts.how_to_get(part, plan.python))
    step(3, total, f"Môi trường .venv và thư viện: {plan.about_venv}")


def _get_system_parts(plan: Plan, *, window: bool) -> None:
    if "ensurepip" in plan.lacking or (plan.lacking and window):
        raise SetupFailed("\n".join(system_parts.how_to_get(part, plan.python) for part in plan.lacking))
    if plan.lacking:
        detail("Thiếu Tk: chỉ làm được các việc không cần cửa sổ.")
    if not plan.packages:
        return
    try:
        system_parts.install_packages(plan.packages, as_administrator=system_parts.is_administrator())
    except SetupFailed as reason:
        only_tk = all(package.endswith("-tk") for package in plan.packages)
        if window or not only_tk:
            raise
        detail(f"Chưa có Tk nên chưa mở được cửa sổ: {reason}")


def _get_venv(venv: Path, requirements: Path, plan: Plan) -> Path:
    python = environment.venv_python(venv)
    if plan.venv_fault:
        detail("Đang tạo .venv…")
        environment.make(plan.python.path, venv)
    made = environment.ask(python)
    if made is None:
        raise SetupFailed(
            f"Python trong .venv vừa tạo không chạy được: {python}.\n"
            "Phần mềm chống virus có thể đang chặn: cho phép thư mục này rồi chạy lại."
        )
    if plan.install:
        environment.install(requirements, venv, made, ROOT / "installer" / "wheels")
        detail("Thư viện đã cài xong.")
    return python


def _running_python() -> Interpreter:
    running = environment.ask(Path(sys.executable))
    if running is None:
        raise SetupFailed(f"Python đang chạy không trả lời: {sys.executable}")
    return running


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Let one set-up of this folder work while a second, started by an impatient double click, waits for it."""
    with (root / "requirements.txt").open("rb") as file:
        waited = 0.0
        while not _lock(file):
            if waited == 0:
                detail("Một lần cài đặt khác đang chạy trong thư mục này, đang chờ…")
            if waited > _PATIENCE:
                raise SetupFailed("một lần cài đặt khác vẫn đang chạy trong thư mục này. Hãy đóng nó rồi chạy lại.")
            time.sleep(0.5)
            waited += 0.5
        yield


def _lock(file: IO[bytes]) -> bool:
    """Take the lock that the system gives back when the file is closed or this process dies."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 30)  # far behind the end: Windows forbids others to read what is locked
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A file system without locks (ENOLCK, EOPNOTSUPP): better unguarded than not at all.
        return sys.platform != "win32" and error.errno not in (errno.EAGAIN, errno.EACCES)
    return True


class Plan(NamedTuple):
    """What a look found to do.

    Attributes:
        python: the interpreter of a usable .venv, else the one the .venv will be made with.
        venv_fault: why the .venv must be made, in words; empty when it is whole.
        install: whether pip has something to do.
        packages: Debian packages that are missing.
        lacking: "tkinter" or "ensurepip" when this Python lacks it and apt cannot give it.
    """

    python: Interpreter
    venv_fault: str
    install: bool
    packages: list[str]
    lacking: list[str]

    @property
    def ready(self) -> bool:
        """Nothing at all to do."""
        return not (self.venv_fault or self.install or self.packages or self.lacking)

    @property
    def about_system(self) -> str:
        """The system's parts in words."""
        wanting = [*self.packages, *self.lacking]
        return f"cần {', '.join(wanting)}" if wanting else "đã có đủ"

    @property
    def about_venv(self) -> str:
        """The .venv in words."""
        if self.venv_fault:
            return f"{self.venv_fault}, tạo mới và cài thư viện"
        return "cài thư viện theo danh sách" if self.install else "đã có đủ"
