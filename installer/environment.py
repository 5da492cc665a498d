"""The project's own .venv: see whether it is whole, make it, and install the pinned packages into it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import NamedTuple

from console import SetupFailed, detail

MINIMUM = (3, 11)
STAMP = "installed.stamp"
_LAST_LINES = 12

# Asked of an interpreter in a process of its own: only a new process sees what apt or pip has just put there.
_QUESTION = """
import importlib.metadata, importlib.util, json, sys
try:
    import tkinter
except ImportError:
    tkinter = None
print(json.dumps({
    "version": ".".join(map(str, sys.version_info[:3])),
    "prefix": sys.prefix,
    "base": sys.base_prefix,
    "ensurepip": importlib.util.find_spec("ensurepip") is not None,
    "tkinter": tkinter is not None,
    "packages": {d.metadata["Name"]: d.version for d in importlib.metadata.distributions()} if %(packages)s else {},
}))
"""

# How pip tells that it turns to the next package: by its demand, or by the file it lies in.
_COLLECTED = re.compile(
    r"(?:Collecting|Requirement already satisfied:) (?P<name>[^\s;]+)"
    r"|Processing (?:.*[/\\])?(?P<wheel>[^/\\-]+-[^/\\-]+)-[^/\\]*\.whl"
)

# What pip says -> what a person can do. The first that fits is shown.
_ADVICE = (
    (r"No space left|Errno 28", "Ổ đĩa đã đầy: giải phóng ít nhất 500 MB rồi chạy lại."),
    (
        r"WinError (5|32)\b|Permission denied|Errno 13",
        "Không ghi được vào .venv: đóng chương trình nếu đang mở, kiểm tra quyền ghi của thư mục rồi chạy lại.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "Không xác thực được máy chủ: kiểm tra ngày giờ của máy và chứng chỉ của mạng cơ quan rồi chạy lại.",
    ),
    (
        r"Retrying|ProxyError|NameResolution|Network is unreachable|[Tt]imed? ?out",
        "Không tới được kho gói: kiểm tra mạng rồi chạy lại, hoặc cài không cần mạng (installer/README.md, mục "
        "“Máy không có mạng”).",
    ),
    (
        r"No matching distribution|Failed building|metadata-generation-failed",
        "Không có gói dựng sẵn cho phiên bản Python này: nên dùng Python 3.11, 3.12 hoặc 3.13.",
    ),
)


def venv_python(venv: Path) -> Path:
    """Where the interpreter of a .venv lies on this system."""
    return venv / "Scripts" / "python.exe" if sys.platform == "win32" else venv / "bin" / "python"


def child_environment() -> dict[str, str]:
    """The environment for our child processes: without what would lead a .venv astray, and UTF-8 everywhere."""
    astray = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    return {**{name: value for name, value in os.environ.items() if name not in astray}, "PYTHONUTF8": "1"}


def ask(python: Path, *, packages: bool = False) -> Interpreter | None:
    """What this interpreter says about itself; None when it does not start or does not answer."""
    question = _QUESTION % {"packages": packages}
    try:
        answer = subprocess.run(
            [str(python), "-I", "-X", "utf8", "-c", question], capture_output=True, timeout=120, env=child_environment()
        )
        said = json.loads(answer.stdout.decode("utf-8"))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    version = tuple(int(part) for part in said["version"].split("."))
    known = {_plain_name(name): number for name, number in said["packages"].items() if name}
    return Interpreter(
        python, version, Path(said["prefix"]), Path(said["base"]), said["ensurepip"], said["tkinter"], known
    )


def fault(venv: Path, found: Interpreter | None) -> str:
    """Why this .venv cannot be used, in words for the person; empty when it is whole."""
    if not os.path.lexists(venv):
        return "chưa có .venv"
    if found is None:
        return ".venv bị hỏng hoặc làm dở: Python trong đó không chạy được"
    if not found.prefix.exists() or not venv.exists() or not found.prefix.samefile(venv):
        return ".venv bị hỏng: Python trong đó thuộc về thư mục khác"
    if found.version < MINIMUM:
        return f".venv được tạo bằng Python {found.spoken_version}, quá cũ"
    return ""


def pip_works(python: Path) -> bool:
    """Whether pip starts: an interrupted `python -m venv` leaves an interpreter with no pip, or with half of it."""
    try:
        ended = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, env=child_environment())
    except OSError:
        return False
    return ended.returncode == 0


def make(python: Path, venv: Path) -> None:
    """Make the .venv anew with this interpreter, removing whatever stands in its place.

    Raises:
        SetupFailed: the folder cannot be written, or `python -m venv` failed.
    """
    running = Path(sys.prefix)
    if venv.exists() and running.exists() and running.samefile(venv):
        raise SetupFailed(
            "Phải tạo lại .venv nhưng lệnh này đang chạy bằng chính Python trong .venv.\n"
            "Hãy chạy lại bằng Python của máy (python3 hoặc py)."
        )
    try:
        _remove(venv)
        ended = subprocess.run(
            [str(python), "-m", "venv", str(venv)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=child_environment(),
        )
    except OSError as error:
        raise SetupFailed(
            f"Không tạo được thư mục {venv}: {error.strerror}.\nKiểm tra quyền ghi và chỗ trống của ổ đĩa rồi chạy lại."
        ) from error
    if ended.returncode != 0:
        said = ended.stdout.decode("utf-8", "replace").strip().splitlines()
        raise SetupFailed("Không tạo được .venv:\n" + _indented(said[-_LAST_LINES:]))


def requirement_lines(requirements: Path) -> list[str]:
    """The demands of a requirements file and of those it includes with `-r`, without comments."""
    lines: list[str] = []
    for written in requirements.read_text(encoding="utf-8").splitlines():
        line = re.sub(r"(^|\s)#.*", "", written).strip()
        if line.startswith("-r "):
            lines += requirement_lines(requirements.parent / line[3:].strip())
        elif line:
            lines.append(line)
    return lines


def fingerprint(requirements: Path, python: Interpreter) -> str:
    """SHA-256 of what is demanded and of the Python version it is installed for."""
    told = "\n".join([python.spoken_version, *requirement_lines(requirements)])
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def is_installed(requirements: Path, venv: Path, python: Interpreter) -> bool:
    """Whether the stamp in the .venv is of these requirements and every pinned package is really there."""
    stamp = venv / STAMP
    if not stamp.is_file() or fingerprint(requirements, python) not in stamp.read_text(encoding="utf-8").split():
        return False
    # A line with a condition (`; sys_platform == …`) may not hold here: pip decided about it when the stamp was made.
    pins = re.findall(r"^([\w.-]+)==([^\s;]+)$", "\n".join(requirement_lines(requirements)), re.MULTILINE)
    return all(python.packages.get(_plain_name(name)) == number for name, number in pins)


def install(requirements: Path, venv: Path, python: Interpreter, wheels: Path) -> None:
    """Install with pip, showing each package, and set the stamp once all is there.

    Args:
        requirements: the file to install; what it includes is stamped with it.
        venv: the .venv, whole.
        python: its interpreter.
        wheels: a folder of .whl files; when there are any, nothing is fetched from the network.

    Raises:
        SetupFailed: pip failed; the sentence has its last lines and what to do next.
    """
    (venv / STAMP).unlink(missing_ok=True)
    command = [str(python.path), "-u", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "-r", str(requirements)]
    offline = any(wheels.glob("*.whl"))
    if offline:
        detail(f"Cài từ {wheels}, không dùng mạng")
        command += ["--no-index", "--find-links", str(wheels)]
    environment = {**child_environment(), "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    pip = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, encoding="utf-8", errors="replace"
    )
    last = _show_progress(pip, len(requirement_lines(requirements)))
    if pip.wait() != 0:
        raise SetupFailed(
            "pip không cài được thư viện. Các dòng cuối:\n"
            + _indented(last)
            + "\n"
            + _advice("\n".join(last), offline=offline)
        )
    included = re.findall(r"^-r\s+(\S.*)$", requirements.read_text(encoding="utf-8"), re.MULTILINE)
    files = [requirements, *(requirements.parent / name.strip() for name in included)]
    (venv / STAMP).write_text("\n".join(fingerprint(file, python) for file in files) + "\n", encoding="utf-8")


def _show_progress(pip: subprocess.Popen[str], demanded: int) -> list[str]:
    last: deque[str] = deque(maxlen=_LAST_LINES)
    done, waiting = 0, False
    assert pip.stdout is not None
    for line in pip.stdout:
        last.append(line.rstrip())
        collected = _COLLECTED.match(line)
        if collected:
            done += 1
            detail(f"[{done}/{max(done, demanded)}] {collected['name'] or collected['wheel']}")
        elif line.startswith("Ignoring "):
            demanded -= 1  # its condition does not hold on this system
        elif line.startswith("Installing collected packages"):
            detail("Đang cài vào .venv, có thể mất một phút…")
        elif "Retrying" in line and not waiting:
            waiting = True
            detail("Kho gói chưa trả lời, đang thử lại…")
    return list(last)


def _advice(said: str, *, offline: bool) -> str:
    if offline and "No matching distribution" in said:
        return (
            "Thư mục installer/wheels thiếu gói nói trên: tải thêm (installer/README.md, mục “Máy không có mạng”), "
            "hoặc xóa thư mục đó để tải từ mạng."
        )
    for pattern, advice in _ADVICE:
        if re.search(pattern, said):
            return advice
    return "Hãy chạy lại; nếu vẫn lỗi, gửi các dòng trên cho người phụ trách kỹ thuật."


def _remove(venv: Path) -> None:
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        shutil.rmtree(venv)


def _indented(lines: list[str]) -> str:
    return "\n".join("    " + line for line in lines)


def _plain_name(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


class Interpreter(NamedTuple):
    """What a Python says about itself; `packages` maps plain names to versions and is filled only when asked for."""

    path: Path
    version: tuple[int, ...]
    prefix: Path
    base: Path
    ensurepip: bool
    tkinter: bool
    packages: dict[str, str]

    @property
    def spoken_version(self) -> str:
        """Like "3.11.7"."""
        return ".".join(map(str, self.version))
