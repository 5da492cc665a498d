"""Make this machine ready, then open Sổ Phường: `python3 installer/run.py`, from any folder, as often as you like."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

import demo_office
import setup_steps
import system_parts
from console import SetupFailed, conclude, detail, step
from setup_steps import ROOT

HELP = f"""Cách dùng: python3 installer/run.py [TÙY CHỌN] [LỆNH CỦA CHƯƠNG TRÌNH]

Chuẩn bị máy (Python 3.11 trở lên, Tk, môi trường .venv, thư viện) rồi mở Sổ Phường. Chạy lại bao nhiêu lần cũng
được: lần sau chỉ làm phần còn thiếu. Máy không có màn hình: lập cơ quan mẫu, in báo cáo ra PDF và gói gửi cấp trên.

Tùy chọn:
  --demo            lập cơ quan mẫu {demo_office.SCENARIO} (nếu chưa có) rồi mở
  --office THƯ_MỤC  thư mục dữ liệu của cơ quan; cơ quan mẫu mặc định nằm ở
                    {demo_office.default_folder()}
  --as TÊN          người sử dụng
  --today NGÀY      coi ngày này là hôm nay (để chạy thử)
  --dry-run         chỉ nói sẽ làm gì, không làm
  -h, --help        trang này

Lệnh của chương trình (không cần cửa sổ): demo, report, send, backup, restore, check. Xem cách dùng của từng lệnh
bằng, chẳng hạn: python3 installer/run.py report --help

Mã kết thúc: 0 xong, 1 không làm được (có nói lý do), 2 sai cách dùng."""


def read_arguments(arguments: list[str], folder: Path) -> Wanted | str:
    """Read our own options, up to the program's command; everything else is the program's.

    Args:
        arguments: as typed.
        folder: where they were typed; paths are meant from there although the program runs in the project's folder.

    Returns:
        What is wanted, or what is wrong with it.
    """
    demo = dry_run = asked_help = False
    office: Path | None = None
    options: list[str] = []
    rest = list(arguments)
    while rest and rest[0].startswith("-"):
        name, equals, value = rest.pop(0).partition("=")
        if name in ("--office", "--as", "--today"):
            if not equals and not rest:
                return f"thiếu giá trị sau {name}"
            value = value if equals else rest.pop(0)
            if name == "--office":
                office = folder / Path(value).expanduser()
            else:
                options += [name, value]
        elif name == "--demo":
            demo = True
        elif name == "--dry-run":
            dry_run = True
        elif name in ("-h", "--help"):
            asked_help = True
        else:
            options.append(name + equals + value)
    return Wanted(demo, dry_run, asked_help, office, options, _anchored(rest, folder))


def main(arguments: list[str]) -> int:
    """Do what the command line asks; see HELP."""
    wanted = read_arguments(arguments, Path.cwd())
    if isinstance(wanted, str):
        print(f"Sai cách dùng: {wanted}. Xem: python3 installer/run.py --help", file=sys.stderr)
        return 2
    if wanted.help:
        print(HELP)
        return 0
    total = setup_steps.STEPS + (2 if wanted.demo else 1)
    setup_steps.check_python(total, sys.version_info[:3])
    requirements = ROOT / "requirements.txt"
    if wanted.dry_run:
        setup_steps.announce(ROOT, requirements, total)
        return 0
    display_named = sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    python = setup_steps.prepare(ROOT, requirements, total, window=display_named and not wanted.command)
    blind = "" if wanted.command else system_parts.no_window_because(python)
    office = wanted.office
    if wanted.demo:
        office = office or demo_office.default_folder()
        step(total - 1, total, f"Cơ quan mẫu {demo_office.SCENARIO}: {office}")
        _make_sure_of_demo(office, wanted.options, python)
    if blind:
        return _work_blind(total, blind, office or demo_office.default_folder(), wanted.options, python)
    step(total, total, "Chạy lệnh của chương trình" if wanted.command else "Mở chương trình")
    place = ["--office", str(office)] if office else []
    return demo_office.run_program(ROOT, python, [*place, *wanted.options, *wanted.command])


def _make_sure_of_demo(office: Path, options: list[str], python: Path) -> None:
    if demo_office.holds_an_office(office):
        detail("Đã có sẵn.")
        return
    demo_office.fill(ROOT, python, options, office)
    detail("Đã lập xong.")


def _work_blind(total: int, reason: str, office: Path, options: list[str], python: Path) -> int:
    """The main job without a window, on the demo office only."""
    step(total, total, "Không mở được cửa sổ, nên làm việc chính không cần cửa sổ")
    detail(f"Lý do: {reason}")
    detail(f"Trên cơ quan mẫu: {office}")
    if demo_office.holds_an_office(office) and not demo_office.is_demo(office):
        # The package for the upper office is numbered and journalled: never make one in somebody's real office unasked.
        raise SetupFailed(
            f"{office} không phải cơ quan mẫu do lệnh này lập nên không tự làm gì trong đó.\n"
            "Các lệnh không cần cửa sổ: report, send, backup, restore, check (xem --help)."
        )
    _make_sure_of_demo(office, options, python)
    demo_office.do_main_job(ROOT, python, options, office)
    return 0


def _anchored(command: list[str], folder: Path) -> list[str]:
    """Make the paths in a command absolute, because the program runs in the project's folder."""
    anchored = list(command)
    for place, word in enumerate(command):
        before = command[place - 1] if place else ""
        if before == "--out" or (before == "restore" and place == 1 and not word.startswith("-")):
            anchored[place] = str(folder / Path(word).expanduser())
        elif word.startswith("--out="):
            anchored[place] = "--out=" + str(folder / Path(word[len("--out=") :]).expanduser())
    return anchored


class Wanted(NamedTuple):
    """What the command line asks for; `options` stand before `command` and both belong to the program."""

    demo: bool
    dry_run: bool
    help: bool
    office: Path | None
    options: list[str]
    command: list[str]


if __name__ == "__main__":
    sys.exit(conclude(main, sys.argv[1:], hold_open=not sys.argv[1:]))
