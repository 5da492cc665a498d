"""The command of figures: a sheet to fill in as a workbook, and one that was filled in, looked over and taken in."""

import argparse
from collections.abc import Callable
from typing import Any

from desktop_app.errors import Refused
from desktop_app.rules.figures import key_label
from desktop_app.rules.numbers import show_whole
from desktop_app.terminal import path, say

USAGE = """  figures --period KỲ --out TỆP.xlsx          bảng số liệu của tháng (2026-11) hoặc năm (2026) để in, để ghi
         [--unit MÃ_ĐƠN_VỊ]                   không ghi thì của cơ quan mình
  figures --in TỆP.xlsx [--accept]            xem từng số liệu của bảng đã ghi; --accept để lưu các số đã rõ
         [--passphrase MẬT_KHẨU]
"""


def add(commands: Any) -> None:
    """Tell the parser of the command."""
    made = commands.add_parser("figures")
    made.add_argument("--period", default="")
    made.add_argument("--out", type=path, default=None)
    made.add_argument("--unit", default="")
    made.add_argument("--in", dest="source", type=path, default=None)
    made.add_argument("--accept", action="store_true")
    made.add_argument("--passphrase", default="")


def wrong(given: argparse.Namespace) -> str:
    """What does not go together, in words; empty when all does."""
    if given.command != "figures":
        return ""
    if (given.out is None) == (given.source is None):
        return "figures cần một trong hai: --period KỲ --out TỆP.xlsx, hoặc --in TỆP.xlsx"
    if given.out is not None and not given.period:
        return "thiếu --period"
    return "--accept chỉ đi với --in" if given.out is not None and given.accept else ""


def _figures(given: argparse.Namespace) -> int:
    from desktop_app.features.office import service as office

    office.founded()
    return _out(given) if given.out is not None else _in(given)


def _out(given: argparse.Namespace) -> int:
    from desktop_app.features.figure_sheet import report
    from desktop_app.features.figure_sheet import service as sheets

    table = sheets.table_of(given.period, given.unit)
    count = report.write(given.out.absolute(), table)
    opened = sum(not place.shut for place in table.places)
    say(
        f"Đã lập bảng số liệu {key_label(table.period).lower()}, {table.unit}: {given.out}, "
        f"{show_whole(count)} số liệu, {show_whole(opened)} số để ghi."
    )
    return 0


def _in(given: argparse.Namespace) -> int:
    from desktop_app.features.figure_sheet import service as sheets
    from desktop_app.features.figure_sheet.columns import Verdict

    found = sheets.read(given.source, given.passphrase)
    for one in found:
        say(f"Trang “{one.sheet}”. {sheets.summary(one)}.")
        for note in one.notes:
            say(f"  {note}.")
        for line in one.lines:
            if line.verdict not in (Verdict.SAME, Verdict.EMPTY) or line.words:
                say(f"  {line}")
    if not given.accept:
        say("Chưa ghi gì. Thêm --accept để lưu các số mới và sửa.")
        return 0
    written = sheets.accept(found)
    refused = sum(one.count(Verdict.REFUSED) for one in found)
    say(
        f"Đã lưu {show_whole(written)} số liệu."
        + (f" {show_whole(refused)} ô bị từ chối, nêu ở trên." if refused else "")
    )
    if refused and not written:
        raise Refused("Không có số liệu nào lưu được")
    return 0


# What the command does, and whether it writes into the database.
COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], bool], Callable[[argparse.Namespace], int]]] = {
    "figures": (lambda given: bool(given.accept), _figures),
}
