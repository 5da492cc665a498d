"""A workbook made with openpyxl on its way to the disk: named as one, its lists behind, whole or not at all."""

from pathlib import Path

from openpyxl import Workbook

from desktop_app import errors, files
from desktop_app.errors import Refused
from desktop_app.excel import looks


def save(workbook: Workbook, path: Path) -> None:
    """Write a workbook; what stands at ``path`` is replaced only by a whole one.

    Raises Refused, under ``out``, when the name is none of a workbook, Failed when the disk refuses.
    """
    if path.suffix.lower() != ".xlsx":
        raise Refused({"out": "Tên tệp phải kết thúc bằng .xlsx"})
    if looks.LISTS in workbook.sheetnames:
        workbook.move_sheet(looks.LISTS, len(workbook.sheetnames))
    workbook.active = 0
    try:
        with files.replacing(path) as draft:
            workbook.save(draft)
            files.flush(draft)
    except OSError as error:
        raise errors.of_file(error) from error
