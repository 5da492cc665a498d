"""A table measured and drawn: texts broken into lines once, heights summed, rows written as one path and one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop_app.pdf.ink import Face, Ink
from desktop_app.pdf.type import ASCENT, BOLD, DESCENT, GRID_WIDTH, REGULAR, SINGLE, tidy

PAD = 3  # points between a cell's edge and its text
_SHORT = 60  # letters: shorter texts recur (units, dates, states), so their broken lines are kept

Align = Literal["left", "center", "right"]


def put(canvas: Canvas, operators: list[str]) -> None:
    """Write PDF operators into the page or form that ``canvas`` is drawing."""
    canvas._code.append("\n".join(operators))


@dataclass(frozen=True)
class TableColumn:
    """A column: its label, width in millimetres, and the label it shares with its neighbours, if any."""

    label: str
    width_mm: float
    align: Align = "left"
    group: str = ""


class Row:
    """A row of the plan: its texts, and once laid out the operators of each cell, a line of them for a line of text.

    Operators are kept as one string a cell, since the garbage collector walks lists but not strings.
    """

    __slots__ = ("again", "align", "bold", "cells", "keeps_next", "lines", "span", "texts")

    def __init__(
        self,
        texts: Sequence[str],
        span: int = 1,
        align: Align | None = None,
        bold: bool = False,
        keeps_next: bool = False,
        again: Sequence[str] = (),
    ) -> None:
        self.texts = texts
        self.span = span  # columns that the first text covers
        self.align = align  # of the first text, if not its column's
        self.bold = bold
        self.keeps_next = keeps_next
        self.again = again  # what its first cells say on top of a page; elsewhere they belong to the row above
        self.cells: tuple[str, ...] = ()
        self.lines = 1  # of the tallest cell

    def broken_at(self, line: int) -> tuple["Row", "Row"]:
        """The same row as two, the first with ``line`` lines."""
        upper = Row(self.texts, self.span, self.align, self.bold, again=self.again)
        lower = Row(self.texts, self.span, self.align, self.bold, self.keeps_next)
        cells = [cell.split("\n") for cell in self.cells]
        upper.cells = tuple("\n".join(cell[:line]) for cell in cells)
        lower.cells = tuple("\n".join(cell[line:]) for cell in cells)
        upper.lines, lower.lines = line, self.lines - line
        return upper, lower


class Layout:
    """The whole table measured for one PDF: every text broken into lines once, heights as sums from the top."""

    def __init__(
        self, columns: tuple[TableColumn, ...], rows: list[Row], size: float, numbering_row: bool, heading: bool = True
    ) -> None:
        self.columns, self.rows, self.size, self.numbering_row = columns, rows, size, numbering_row
        self.heading = heading
        self.lead = size * SINGLE
        self.ink: Ink | None = None

    def measure(self, canvas: Canvas, width: float) -> None:
        """Break all texts for a table at most ``width`` points wide on ``canvas``; once for each PDF."""
        ink = Ink.of(canvas)
        if self.ink is ink:
            return
        self.ink, self.form = ink, ""
        wanted = [column.width_mm * mm for column in self.columns]
        scale = min(1.0, width / sum(wanted))
        self.widths = [one * scale for one in wanted]
        self.width = sum(self.widths)
        self.edges = [sum(self.widths[:place]) for place in range(len(self.widths) + 1)]
        self.regular, self.bold = ink.face(REGULAR, self.size), ink.face(BOLD, self.size)
        self._measure_heading()
        self._measure_rows()

    def _measure_rows(self) -> None:
        aligns = [column.align for column in self.columns]
        inner = [width - 2 * PAD for width in self.widths]
        regular = self.regular.lines
        known: list[dict[str, tuple[str, int]]] = [{} for _ in self.columns]
        plain = list(zip(inner, aligns, known, strict=True))
        lead, height = self.lead, 0.0
        self.sums = [height]
        for row in self.rows:
            if row.bold or row.align:
                self._measure_marked(row, inner)
            else:
                cells, most = [], 1
                for text, (width, align, short) in zip(row.texts, plain, strict=True):
                    cell = short.get(text)
                    if cell is None:
                        lines = regular(tidy(text), width, align)
                        cell = "\n".join(lines), len(lines)
                        if len(text) < _SHORT:
                            short[text] = cell
                    cells.append(cell[0])
                    if cell[1] > most:
                        most = cell[1]
                row.cells, row.lines = tuple(cells), most
            height += row.lines * lead + 2 * PAD
            self.sums.append(height)

    def _measure_marked(self, row: Row, inner: list[float]) -> None:
        face = self.bold if row.bold else self.regular
        first = self.edges[row.span] - 2 * PAD
        cells = [face.lines(tidy(row.texts[0]), first, row.align or self.columns[0].align)]
        for place, text in enumerate(row.texts[1:], row.span):
            cells.append(face.lines(tidy(text), inner[place], self.columns[place].align))
        row.cells = tuple("\n".join(lines) for lines in cells)
        row.lines = max(1, *map(len, cells))

    def _measure_heading(self) -> None:
        """Boxes of the heading, each (left edge, right edge, upper level, lower level, face, lines of text)."""
        two_levels = any(column.group for column in self.columns)
        self.boxes: list[tuple[int, int, int, int, Face, list[str]]] = []
        if not self.heading:
            self.levels, self.heading_height = [0.0] * 4, 0.0
            return
        start = 0
        for place, column in enumerate(self.columns):
            self._box(place, place + 1, 1 if column.group else 0, 2, self.bold, column.label)
            ends = place + 1 == len(self.columns) or self.columns[place + 1].group != column.group
            if ends and column.group:
                self._box(start, place + 1, 0, 1, self.bold, column.group)
            start = place + 1 if ends else start
            if self.numbering_row:
                self._box(place, place + 1, 2, 3, self.regular, f"({place + 1})")
        upper = self._tallest(0, 1) if two_levels else 0.0
        lower = max(self._tallest(1, 2), self._tallest(0, 2) - upper)
        numbers = self._tallest(2, 3) if self.numbering_row else 0.0
        self.levels = [0.0, upper, upper + lower, upper + lower + numbers]
        self.heading_height = self.levels[-1]

    def _box(self, left: int, right: int, upper: int, lower: int, face: Face, text: str) -> None:
        width = self.edges[right] - self.edges[left] - 2 * PAD
        self.boxes.append((left, right, upper, lower, face, face.lines(tidy(text), width, "center")))

    def _tallest(self, upper: int, lower: int) -> float:
        heights = [len(box[5]) * self.lead + 2 * PAD for box in self.boxes if box[2:4] == (upper, lower)]
        return max(heights, default=0.0)

    def break_row(self, place: int, lines: int) -> None:
        """Make two rows of the row at ``place``, the first ``lines`` lines high; rows after it move down one place."""
        upper, lower = self.rows[place].broken_at(lines)
        self.rows[place : place + 1] = [upper, lower]
        middle = self.sums[place] + lines * self.lead + 2 * PAD
        extra = 2.0 * PAD  # the second part has its own margins
        self.sums[place + 1 :] = [middle, *(below + extra for below in self.sums[place + 1 :])]

    def say_again(self, place: int) -> None:
        """Let the row at ``place``, which comes to stand on top of a page, say what it goes on with."""
        row = self.rows[place]
        if not row.again:
            return
        cells, most = list(row.cells), row.lines
        for column, text in enumerate(row.again):
            inner = self.widths[column] - 2 * PAD
            lines = self.regular.lines(tidy(text), inner, self.columns[column].align)
            cells[column], most = "\n".join(lines), max(most, len(lines))
        taller = (most - row.lines) * self.lead
        row.cells, row.lines, row.again = tuple(cells), most, ()
        self.sums[place + 1 :] = [below + taller for below in self.sums[place + 1 :]]

    def draw_heading(self, canvas: Canvas, top: float) -> None:
        """Print the heading with its upper edge at ``top``; it is drawn once a PDF and then named on each page."""
        if not self.heading:
            return
        if not self.form:
            assert self.ink is not None
            self.form = self.ink.form_name()
            canvas.beginForm(self.form, -1, -1, self.width + 1, self.heading_height + 1)
            put(canvas, self._heading_operators())
            canvas.endForm()
        canvas.saveState()
        canvas.translate(0, top - self.heading_height)
        canvas.doForm(self.form)
        canvas.restoreState()

    def _heading_operators(self) -> list[str]:
        rules, texts = [f"{GRID_WIDTH} w"], []
        for left, right, upper, lower, face, lines in self.boxes:
            x, width = self.edges[left], self.edges[right] - self.edges[left]
            y, height = self.heading_height - self.levels[lower], self.levels[lower] - self.levels[upper]
            rules.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re")
            first = y + (height + len(lines) * self.lead) / 2 + self.lead - self._drop()
            texts.append(f"{face.switch} 1 0 0 1 {x + PAD:.2f} {first:.2f} Tm")
            texts.extend(lines)
        return [*rules, "S", f"BT {self.lead:.2f} TL", *texts, "ET"]

    def _drop(self) -> float:
        """From the upper edge of a line to its baseline."""
        return (self.lead + (ASCENT - DESCENT) * self.size) / 2

    def row_operators(self, first: int, last: int, top: float) -> list[str]:
        """Print rows ``first`` to ``last`` (exclusive), the upper edge of the first at ``top``: one path, one text."""
        base = top + self.sums[first]
        operators = [f"{GRID_WIDTH} w"]
        right = f"{self.width:.2f}"
        for place in range(first, last + 1):
            goes_on = self.rows[place].again if first < place < last else ()
            y = f"{base - self.sums[place]:.2f}"
            operators.append(f"{self.edges[len(goes_on)]:.2f} {y} m {right} {y} l")
        start = first
        for place in range(first, last):
            if place + 1 == last or self.rows[place + 1].span != self.rows[start].span:
                upper, lower = base - self.sums[start], base - self.sums[place + 1]
                edges = [self.edges[0], *self.edges[self.rows[start].span :]]
                operators += [f"{x:.2f} {upper:.2f} m {x:.2f} {lower:.2f} l" for x in edges]
                start = place + 1
        operators += ["S", "BT", f"{self.lead:.2f} TL", self.regular.switch]
        self._add_texts(operators, first, last, base - PAD + self.lead - self._drop())
        operators.append("ET")
        return operators

    def _add_texts(self, operators: list[str], first: int, last: int, base: float) -> None:
        lefts = [f"{edge + PAD:.2f}" for edge in self.edges]
        bold = False
        for place in range(first, last):
            row = self.rows[place]
            if row.bold != bold:
                bold = row.bold
                operators.append((self.bold if bold else self.regular).switch)
            y = f"{base - self.sums[place]:.2f}"
            columns = lefts if row.span == 1 else [lefts[0], *lefts[row.span :]]
            operators += [f"1 0 0 1 {x} {y} Tm\n{cell}" for x, cell in zip(columns, row.cells, strict=False) if cell]
