"""Ruled tables for paper: the heading repeated on every page, rows of any height, tens of thousands of them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from desktop_app.pdf.grid import PAD, Layout, Row, TableColumn, put
from desktop_app.pdf.type import BODY_GAP, BOTTOM, TABLE_SIZE, TOP

__all__ = ["GroupRow", "MoreRow", "RegisterTable", "TableColumn", "register_table"]

NOTHING = "Không có"
TOTAL = "Tổng cộng"
_FUZZ = 0.01  # points lost to rounding


@dataclass(frozen=True)
class GroupRow:
    """A bold row over the rows that follow: one text across the whole table, or a text a column (a subtotal)."""

    cells: tuple[str, ...]


@dataclass(frozen=True)
class MoreRow:
    """A row that goes on with the one above: the texts of its last columns.

    Its first columns belong to the row above and stand empty; on top of a page they say ``again``, a text a column.
    """

    again: tuple[str, ...]
    cells: tuple[str, ...]


def register_table(
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[str] | GroupRow | MoreRow],
    totals: Sequence[str] | None = None,
    size: float = TABLE_SIZE,
    numbering_row: bool = True,
    heading: bool = True,
) -> Flowable:
    """A ruled table that breaks over pages by itself; it says ``Không có`` when there are no rows.

    Args:
        columns: in order; one with a ``group`` gets a second line of heading. Widths together wider than the page are
            scaled down in proportion, narrower ones stand in the middle.
        rows: a text a column each, any characters; a ``GroupRow`` is never left at the foot of a page.
        totals: a text a column; empty texts at the left become one cell saying ``Tổng cộng`` unless it says so already.
            One text alone goes across the whole table.
        size: of the text, in points.
        heading: print the columns' labels; a table of fields, a label and its text a row, has none.
        numbering_row: print ``(1) (2) …`` under the heading, as the registers of NĐ 30/2020, Phụ lục IV do.

    Raises:
        ValueError: a row has not as many texts as there are columns.
    """
    return RegisterTable(Layout(tuple(columns), _plan(len(columns), rows, totals), size, numbering_row, heading))


def _plan(count: int, rows: Iterable[Sequence[str] | GroupRow | MoreRow], totals: Sequence[str] | None) -> list[Row]:
    plan = []
    for row in rows:
        if isinstance(row, GroupRow):
            plan.append(Row(row.cells, span=count if len(row.cells) == 1 else 1, bold=True, keeps_next=True))
        elif isinstance(row, MoreRow):
            plan.append(Row(("",) * len(row.again) + row.cells, again=row.again))
        else:
            plan.append(Row(row))
    if not plan:
        plan.append(Row((NOTHING,), span=count, align="center"))
    if totals is not None:
        plan[-1].keeps_next = True
        plan.append(Row(totals, span=count, bold=True) if len(totals) == 1 else _total_row(totals))
    for planned in plan:
        if len(planned.texts) + planned.span - 1 != count:
            raise ValueError(f"{len(planned.texts)} texts for {count} columns: {planned.texts}")
    return plan


def _total_row(totals: Sequence[str]) -> Row:
    span = next((place for place, text in enumerate(totals) if text), len(totals))
    if span and TOTAL not in totals:
        return Row((TOTAL, *totals[span:]), span=span, align="center", bold=True)
    return Row(totals, bold=True)


class RegisterTable(Flowable):
    """Some consecutive rows of a measured table under its heading; splits into two such parts at a page's end."""

    def __init__(self, layout: Layout, first: int = 0, last: int | None = None) -> None:
        super().__init__()
        self._layout, self._first = layout, first
        self._last = len(layout.rows) if last is None else last
        self.hAlign = "CENTER"
        self.spaceBefore = self.spaceAfter = BODY_GAP

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height in points; ReportLab has set the canvas before it asks."""
        self._layout.measure(self.canv, width)
        sums = self._layout.sums
        self.width = self._layout.width
        self.height = self._layout.heading_height + sums[self._last] - sums[self._first]
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """This table as two, the first at most ``height`` points high; none if not even one row fits there."""
        layout, first, last = self._layout, self._first, self._last
        layout.measure(self.canv, width)
        page = self.canv._pagesize[1] - TOP - BOTTOM
        room = height - layout.heading_height + _FUZZ
        fits = min(bisect_right(layout.sums, layout.sums[first] + room) - 1, last)
        if fits < last and layout.sums[fits + 1] - layout.sums[fits] > page - layout.heading_height:
            left = layout.sums[first] + room - layout.sums[fits]
            lines = int((left - 2 * PAD) / layout.lead)
            if lines >= 2:  # a row that no page can hold begins here and goes on overleaf
                layout.break_row(fits, lines)
                fits += 1
                self._last = last = last + 1
        cut = fits
        while cut > first and layout.rows[cut - 1].keeps_next:
            cut -= 1
        if cut == first and height >= page - 1:
            cut = fits
        if not first < cut < last:
            return []
        layout.say_again(cut)
        return [RegisterTable(layout, first, cut), RegisterTable(layout, cut, last)]

    def draw(self) -> None:
        """Print the heading and the rows."""
        self._layout.draw_heading(self.canv, self.height)
        put(self.canv, self._layout.row_operators(self._first, self._last, self.height - self._layout.heading_height))

    def cut_tail(self, room: float) -> float:
        """Height in points of the last two lines of text, as whole rows.

        They should stay with what follows the table. A last row too tall for the ``room`` there is broken in two.
        """
        layout, place = self._layout, self._last - 1
        if layout.rows[place].lines < 2 and place > self._first:
            place -= 1
        height = layout.heading_height + layout.sums[self._last] - layout.sums[place]
        lines = layout.rows[place].lines
        if height > room and lines > 3:
            layout.break_row(place, lines - 2)
            self._last += 1
            place += 1
        return layout.sums[self._last] - layout.sums[place]
