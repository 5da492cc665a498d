"""A sheet of figures on its way to a workbook, and back with the verdicts shown before anything is written."""

from functools import partial
from pathlib import Path
from typing import Any

from desktop_app import errors, files
from desktop_app.features.figure_sheet import service as sheets
from desktop_app.features.figure_sheet.columns import Incoming, Verdict
from desktop_app.outside import viewer
from desktop_app.rules.figures import key_label
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit

SHOWN = 12  # lines


def send_out(parent: kit.Misc, table: Any) -> str:
    """Ask where to and write the workbook of a sheet; what was done in words, empty when nothing was."""
    from desktop_app.features.figure_sheet import report

    name = f"so-lieu-{table.period}-{table.unit.code}.xlsx"
    path = dialogs.save_file(parent, f"Xuất số liệu {key_label(table.period).lower()}", name, dialogs.EXCEL)
    while path is not None:
        try:
            count = dialogs.busy(parent, "Đang xuất số liệu", partial(report.write, path, table))
        except errors.Refused as refused:
            dialogs.warn(parent, "Chưa xuất được", f"{refused}.")
            return ""
        except errors.Failed as failed:
            other = files.another_name(path)
            words = f"{failed}.\n\nGhi thành tệp “{other.name}”?"
            path = other if dialogs.ask_yes_no(parent, "Chưa ghi được tệp", words, "Ghi tên khác") else None
        else:
            viewer.show(path)
            return f"Đã xuất {show_whole(count)} số liệu: {path}"
    return ""


def take_in(parent: kit.Misc) -> str:
    """Ask for a workbook, show what becomes of each figure, and write what is sure if the person says so."""
    path = dialogs.open_file(parent, "Nhập số liệu từ Excel", dialogs.EXCEL)
    if path is None:
        return ""
    try:
        found = dialogs.busy(parent, f"Đang đọc {path.name}", lambda: sheets.read(path))
    except (errors.Refused, errors.Failed) as refused:
        dialogs.warn(parent, "Chưa đọc được tệp", f"{refused}.")
        return ""
    return _offer(parent, path, found)


def _offer(parent: kit.Misc, path: Path, found: list[Incoming]) -> str:
    writable = sum(one.count(Verdict.NEW) + one.count(Verdict.CHANGED) for one in found)
    words = in_words(found)
    if not writable:
        dialogs.warn(parent, f"{path.name}: không có gì để ghi", words)
        return ""
    if not dialogs.ask_yes_no(parent, f"Nhập số liệu: {path.name}", words, f"Ghi {show_whole(writable)} số liệu"):
        return ""
    try:
        written = sheets.accept(found)
    except errors.Failed as failed:
        dialogs.warn(parent, "Chưa lưu được số liệu", f"{failed}.")
        return ""
    return f"Đã nhập {show_whole(written)} số liệu từ {path.name}."


def in_words(found: list[Incoming]) -> str:
    """The verdicts of a workbook as a message has room for them: sums, then what is refused, odd or new."""
    lines = [line for one in found for line in (f"{sheets.summary(one)}.", *(f"{note}." for note in one.notes))]
    told = [line for one in found for line in one.lines if line.verdict not in (Verdict.SAME, Verdict.EMPTY)]
    told.sort(key=lambda line: (line.verdict != Verdict.REFUSED, not line.odd))
    lines += [f"– Ô {line}" for line in told[:SHOWN]]
    if len(told) > SHOWN:
        lines.append(f"… và {show_whole(len(told) - SHOWN)} ô khác")
    return "\n".join(lines)
