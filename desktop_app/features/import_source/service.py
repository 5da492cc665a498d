"""The document of a row: named in its cells, in the heading over it, or in the title over the table."""

from datetime import date

from desktop_app.features.import_ask.service import Asker, Waits, together
from desktop_app.features.import_days.service import DayColumn, share_habit
from desktop_app.features.import_labels.service import field_of
from desktop_app.features.import_map.columns import FIELDS
from desktop_app.features.import_outcome.service import day_of
from desktop_app.features.import_papers.service import Papers
from desktop_app.features.import_read.columns import Cell
from desktop_app.features.import_row.columns import Row
from desktop_app.features.import_row.service import Cells
from desktop_app.features.import_table.columns import Line
from desktop_app.features.import_who.service import headings
from desktop_app.rules import dates, names
from desktop_app.rules import register_words as words

NO, HERE = "none", "doc"
TITLE_ROWS = 12  # above the heading


class Sources:
    """Finds the documents of rows."""

    def __init__(self, cells: Cells, papers: Papers, asker: Asker) -> None:
        self.cells, self.papers, self.asker = cells, papers, asker
        self._doc_day = DayColumn(f"{cells.key}:doc", "Ngày văn bản", asker)
        self._look()
        labels = cells.table.labels
        self._subject_is_content = any(
            field_of(labels[c])[0] == "doc_subject" for c in cells.columns.get("content", ())
        )

    def _look(self) -> None:
        """Let the days inside the names of documents be seen together, as those of a column are."""
        for column in (*self.cells.columns.get("doc", ()), *self.cells.columns.get("doc_number", ())):
            for line in self.cells.table.data:
                text = self.cells.table.sheet.text(line.row, column)
                _, said, _ = words.document_in(text)
                if said:
                    self._doc_day.look(line.row, column, Cell("text", said))
                    self._doc_day.day_first |= "dmy" in words.orders_in(text)
        share_habit(self.days)

    @property
    def days(self) -> list[DayColumn]:
        """Every column of days of the table, and the days inside the names of documents."""
        return [self._doc_day, *self.cells.days.values()]

    def document(self, row: Row, line: Line) -> None:
        """Find or ask for the document of a row; what is none becomes the origin of its task."""
        texts, day = self._document_texts(row)
        if not texts.get("number") and not texts.get("subject"):
            texts, day = self._document_over(line) or (texts, day)
        if not texts.get("number") and (not texts.get("subject") or day is None):
            row.origin = texts.get("subject", "")
            if day is not None:
                row.texts.setdefault("assigned_on", dates.show_date(day))
            return
        assigned = row.texts.get("assigned_on", "")
        paper = self.papers.paper(self.cells.key, texts, day, day_of(assigned))
        if paper is None:
            row.origin = " ".join(filter(None, (texts.get("number"), texts.get("subject"))))
            return
        row.paper = paper
        if paper.problems:
            row.problems.setdefault(FIELDS["doc"], "; ".join(paper.problems.values()))

    def _document_texts(self, row: Row) -> tuple[dict[str, str], date | None]:
        number, said, rest = words.document_in(self.cells.text(row, "doc"))
        own = self.cells.text(row, "doc_number")
        if own:
            more, also, left = words.document_in(own)
            number, said, rest = more or names.one_line(own), also or said, rest or (left if more else "")
        subject = self.cells.text(row, "doc_subject") or rest
        if not subject and number and self._subject_is_content:
            subject = row.texts.get("content", "")
        found = {
            "number": number,
            "subject": subject,
            "issuer": self.cells.text(row, "issuer"),
            "type": self.cells.text(row, "doc_type"),
        }
        try:
            return found, self._day(row, said)
        except Waits:  # whatever the day, someone issued it
            together(lambda: self._day(row, said), lambda: self.papers.ask_issuer(found))
            raise

    def _day(self, row: Row, said: str) -> date | None:
        """The day of a row's document: of its own column, else as it is written beside the number."""
        if (cell := self.cells.cell(row.row, "doc_date")) is not None:
            return self.cells.days[self.cells.column_of(row.row, "doc_date")].read(cell, self.cells.year)[0]
        return self._doc_day.read(Cell("text", said), self.cells.year)[0] if said else None

    def _document_over(self, line: Line) -> tuple[dict[str, str], date | None] | None:
        """The document of a heading over the row, or of the title over the table."""
        for text in (*headings(self.cells.table, line), *self._title()):
            number, said, rest = words.document_in(text)
            if not number:
                continue
            answer = self.asker.ask(
                f"docof:{self.cells.key}:{names.fold(number)}",
                f"“{names.one_line(text)[:90]}” có phải là văn bản giao các nhiệm vụ bên dưới?",
                "Các dòng không ghi văn bản giao.",
                {HERE: f"Là văn bản giao: {number}{f' ngày {said}' if said else ''}", NO: "Không phải"},
                HERE,
            )
            if answer == HERE:
                return {"number": number, "subject": rest}, day_of(said)
        return None

    def _title(self) -> list[str]:
        sheet = self.cells.table.sheet
        rows = range(max(1, self.cells.table.top - TITLE_ROWS), self.cells.table.top)
        return [cell.text for row in rows for _, cell in sheet.filled(row) if cell.kind == "text"]
