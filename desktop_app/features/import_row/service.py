"""The cells of a table by the columns of ours they were mapped to; a day is read with its whole column in mind."""

from collections.abc import Mapping

from desktop_app.features.import_ask.service import Asker
from desktop_app.features.import_days.service import DayColumn, columns_of, years
from desktop_app.features.import_map.columns import DAYS, FIELDS
from desktop_app.features.import_read.columns import Cell
from desktop_app.features.import_row.columns import Row
from desktop_app.features.import_table.columns import Table
from desktop_app.rules import dates
from desktop_app.rules import register_words as words

WITH_DAY = (*DAYS, "done", "tick_done")
TURNED = "Excel đã đổi nội dung ô này thành ngày; hãy định dạng ô là Văn bản (Text) rồi gõ lại"
LOOKED_AT = 500  # rows


class Cells:
    """The cells of one table."""

    def __init__(self, table: Table, mapping: Mapping[int, str], asker: Asker) -> None:
        self.table, self.mapping, self.asker, self.key = table, mapping, asker, table.key
        self.columns: dict[str, list[int]] = {}
        for column, name in mapping.items():
            if name:
                self.columns.setdefault(name, []).append(column)
        sheet = table.sheet
        rows = [line.row for line in table.data]
        self.above = dict(zip(rows[1:], rows, strict=False))  # the task before each
        days = [column for name in WITH_DAY for column in self.columns.get(name, [])]
        self.year = years(cell for row in rows[:LOOKED_AT] for c in days if (cell := sheet.at(row, c)) is not None)
        self.days = {column: self._day_column(column) for column in days}
        columns_of(rows, list(self.days.items()), self._at)

    def _day_column(self, column: int) -> DayColumn:
        name = self.mapping[column]
        return DayColumn(
            f"{self.key}:{name}", self.table.label(column), self.asker, name in ("due_on", "original_due_on")
        )

    def cell(self, row: int, name: str) -> Cell | None:
        """The first cell of a row that says something of a column of ours."""
        cells = [self._at(row, column) for column in self.columns.get(name, [])]
        return next((cell for cell in cells if cell is not None and (cell.text or cell.wrong)), None)

    def _at(self, row: int, column: int) -> Cell | None:
        """A cell; one that says "as above" (nt, -nt-, như trên, ") has what the task above it has."""
        cell = self.table.sheet.at(row, column)
        while cell is not None and words.is_ditto(cell.text) and row in self.above:
            row = self.above[row]
            cell = self.table.sheet.at(row, column)
        return cell

    def text(self, row: Row, name: str) -> str:
        """The text of a column; what is wrong with its cell is said."""
        cell = self.cell(row.row, name)
        if cell is None:
            return ""
        if cell.wrong:
            row.problems.setdefault(FIELDS[name], cell.wrong)
        if cell.kind == "day" and name in ("doc_number", "external_ref", "content"):
            row.problems.setdefault(FIELDS[name], TURNED)
            return ""
        return cell.text

    def texts(self, row: Row, name: str) -> str:
        """All of them, one after another."""
        found = []
        for column in self.columns.get(name, []):
            cell = self.table.sheet.at(row.row, column)
            if cell is not None and cell.wrong:
                row.problems.setdefault(FIELDS[name], cell.wrong)
            elif cell is not None and cell.text:
                found.append(cell.text)
        return "; ".join(found)

    def read_day(self, row: Row, name: str) -> None:
        """Put a day into the texts; raises as `DayColumn.read`."""
        cell = self.cell(row.row, name)
        if cell is None:
            return
        day, hour = self.days[self.column_of(row.row, name)].read(cell, self.year)
        if day is not None:
            row.texts[name] = dates.show_date(day)
        if hour and name == "due_on":
            row.texts["due_at"] = hour

    def column_of(self, row: int, name: str) -> int:
        """Where the first of them stands."""
        return next((c for c in self.columns[name] if self.table.sheet.at(row, c) is not None), self.columns[name][0])
