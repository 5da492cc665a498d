"""A list as one sheet: real dates and numbers, everything else as text that no program works out, ready to print."""

from pathlib import Path
from typing import Any

from db import connection
from desktop_app import clock, errors, jobs
from desktop_app.excel.sheets import Sheet, SheetColumn, cell_rows, write_book
from desktop_app.records import Column
from desktop_app.records.shown import ShownList
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole

SHEET = "Danh sách"
WIDEST = 60  # digits a column: a longer text goes on below


def write(path: Path, listed: ShownList, progress: jobs.Progress | None = None) -> int:
    """Write the list, whole or not at all, and return how many rows it has; may be called in a worker.

    Raises Failed when the disk refuses, Cancelled when ``progress`` says so.
    """
    with connection.reading():
        ids = listed.rows.ids()

        def tell(done: int) -> None:
            if progress is not None:
                progress(done / max(1, len(ids)), f"{show_whole(done)} {listed.noun}")

        records = listed.rows.listed(ids)
        sheet = Sheet(
            SHEET,
            _titles(listed, len(ids)),
            [_column(column) for column in listed.columns],
            cell_rows(listed.columns, records),
            held=1,
            footer=f"{listed.title}, lập ngày {show_date(clock.today())}",
            locked=False,
        )
        try:
            return write_book(path, [sheet], tell)
        except OSError as error:
            raise errors.of_file(error) from error


def _column(column: Column) -> SheetColumn:
    return SheetColumn.of(column, width=min(WIDEST, max(column.width, len(column.label) * 0.7)))


def _titles(listed: ShownList, count: int) -> list[str]:
    when = f"Lập ngày {show_date(clock.today())}: {show_whole(count)} {listed.noun}"
    narrowed: list[Any] = [f"Lọc theo: {'; '.join(listed.narrowed)}"] if listed.narrowed else []
    return [listed.title, *narrowed, when]
