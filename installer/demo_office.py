"""The demo office: where it lies, filling it whole or not at all, and its main job done without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from console import SetupFailed, detail
from environment import child_environment

SCENARIO = "bac-tu-liem-2022"
PERIOD = "2022"
_IDENTITY = "office.json"  # the program writes it when an office is founded
_MARK = "demo.txt"
_OUTPUTS = (
    ("Sổ theo dõi nhiệm vụ", ["report", "register"], "so-theo-doi-2022.pdf"),
    ("Báo cáo kết quả", ["report", "results"], "bao-cao-ket-qua-2022.pdf"),
    ("Gói báo cáo gửi cấp trên", ["send"], "gui-cap-tren-2022.xlsx"),
)


def default_folder() -> Path:
    """The demo's place in the user's own data folder, the same that platformdirs names."""
    home = Path.home()
    if sys.platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        named = os.environ.get("XDG_DATA_HOME", "").strip()
        data = Path(named) if named else home / ".local" / "share"
    return data / "SoPhuong" / "demo"


def holds_an_office(folder: Path) -> bool:
    """Whether an office has been founded in the folder; a database alone may be one that nobody has set up yet."""
    return (folder / _IDENTITY).is_file()


def is_demo(folder: Path) -> bool:
    """Whether the folder is a demo office that `fill` finished."""
    return (folder / _MARK).is_file() and holds_an_office(folder)


def fill(root: Path, python: Path, options: list[str], folder: Path) -> None:
    """Make the demo office in `folder`.

    It is filled beside its place and moved when it is whole, so a fill that was broken off never passes for an office.
    Only a folder that already has something in it (a log, an empty database) is filled where it is.

    Args:
        root: the project's folder.
        python: the interpreter of the .venv.
        options: options of the program that stand before the command.
        folder: where the office shall lie.

    Raises:
        SetupFailed: the folder cannot be written, or the program refused.
    """
    unfinished = folder.with_name(folder.name + ".dang-lap")
    try:
        in_place = folder.exists() and any(folder.iterdir())
        if unfinished.exists():
            shutil.rmtree(unfinished)
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = folder if in_place else unfinished
        _make(root, python, ["--office", str(place), *options, "demo", SCENARIO], moved=(str(unfinished), str(folder)))
        (place / _MARK).write_text(f"{SCENARIO}\n", encoding="utf-8")
        if not in_place:
            if folder.exists():
                folder.rmdir()
            unfinished.rename(folder)
    except OSError as error:
        raise SetupFailed(f"Không ghi được vào {folder}: {error.strerror}. Chọn thư mục khác bằng --office.") from error


def do_main_job(root: Path, python: Path, options: list[str], folder: Path) -> None:
    """The register, the report and the package for the upper office, into the demo office's folder of files.

    Raises:
        SetupFailed: the program refused one of them.
    """
    exports = folder / "tep-da-lap"
    exports.mkdir(exist_ok=True)
    for title, command, name in _OUTPUTS:
        detail(f"{title}…")
        arguments = ["--office", str(folder), *options, *command, "--period", PERIOD, "--out", str(exports / name)]
        code = run_program(root, python, arguments)
        if code != 0:
            raise SetupFailed(f"Chương trình không làm được “{title}” (mã {code}).")
    print("\nĐã xong, không cần cửa sổ:")
    for title, _, name in _OUTPUTS:
        print(f"    {title}: {exports / name}", flush=True)


def run_program(root: Path, python: Path, arguments: list[str]) -> int:
    """Run the program and return its exit code."""
    code = subprocess.call(_command(python, arguments), cwd=root, env=child_environment())
    return code if code >= 0 else 128 - code


def _make(root: Path, python: Path, arguments: list[str], *, moved: tuple[str, str]) -> None:
    """Run the program on the place where the office is made, and tell what it says of the place where it will lie."""
    made = subprocess.Popen(
        _command(python, arguments), cwd=root, env=child_environment(), stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert made.stdout is not None
    for line in made.stdout:
        detail(line.rstrip().replace(*moved))
    if made.wait() != 0:
        raise SetupFailed(f"Chương trình không lập được cơ quan mẫu (mã {made.returncode}).")


def _command(python: Path, arguments: list[str]) -> list[str]:
    return [str(python), "-X", "utf8", "-m", "desktop_app", *arguments]
