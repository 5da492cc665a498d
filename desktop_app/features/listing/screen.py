"""A list of the window on its way to a workbook: where to, how far, and opened when it is there."""

import re
from pathlib import Path

from desktop_app import clock, errors, files, jobs
from desktop_app.outside import viewer
from desktop_app.records.shown import ShownList
from desktop_app.rules import names
from desktop_app.rules.numbers import show_whole
from desktop_app.ui import dialogs, kit


def export(parent: kit.Misc, listed: ShownList) -> Path | None:
    """Ask where to, write the list in a worker, and open it; None when no file was written."""
    path = dialogs.save_file(parent, f"Xuất {listed.title.lower()}", suggested_name(listed), dialogs.EXCEL)
    while path is not None:
        try:
            count = _write(parent, path, listed)
        except jobs.Cancelled:
            kit.toast(parent, "Đã dừng xuất", "Chưa có tệp nào được ghi.", "info")
            return None
        except errors.Failed as failed:
            # Most likely the same list is open in Excel: another name beside it is offered at once.
            other = files.another_name(path)
            words = f"{failed}.\n\nGhi thành tệp “{other.name}”?"
            path = other if dialogs.ask_yes_no(parent, "Chưa ghi được tệp", words, "Ghi tên khác") else None
        else:
            return _shown(parent, path, count, listed.noun)
    return None


def suggested_name(listed: ShownList) -> str:
    """A file name without accents and blanks: ``so-theo-doi-nhiem-vu-20261122-0930.xlsx``."""
    plain = re.sub(r"[^a-z0-9]+", "-", names.fold(listed.title)).strip("-")
    return f"{plain}-{clock.now():%Y%m%d-%H%M}.xlsx"


def _write(parent: kit.Misc, path: Path, listed: ShownList) -> int:
    from desktop_app.features.listing import report

    job = jobs.start(lambda progress: report.write(path, listed, progress))
    return dialogs.run_job(parent, f"Đang xuất {listed.title.lower()}", job)


def _shown(parent: kit.Misc, path: Path, count: int, noun: str) -> Path:
    words = "" if viewer.show(path) else " Máy chưa có chương trình mở tệp Excel; hãy mở tệp ở máy khác."
    kit.toast(parent, f"Đã xuất {show_whole(count)} {noun}", f"{path}.{words}")
    return path
