"""Reading a workbook of figures back: a verdict for every figure first, then, when told to, what is sure is written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from db.words import Every
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.figure_grid import service as grid
from desktop_app.features.figure_grid.columns import CODE, Spot, Table
from desktop_app.features.figure_sheet.columns import (
    NOT_PRINTED,
    PERIOD_MARK,
    UNIT_MARK,
    Incoming,
    Line,
    Verdict,
)
from desktop_app.features.figures import service as figures
from desktop_app.rules import figures as rules
from desktop_app.rules import names
from desktop_app.rules.numbers import show_amount, show_whole

Cells = Sequence[Sequence[Any]]
NO_TABLE = "Tệp không có bảng số liệu: không thấy dòng tiêu đề có cột “Mã”, “Chỉ tiêu” cùng “Mã kỳ”, “Mã đơn vị”"
NO_NUMBER = "Ô này là ngày giờ hoặc đúng sai, không phải số"


def table_of(period: str, code: str = "") -> Table:
    """The sheet of a period (a month or a year) and a unit, the office itself for no code; Refused for a quarter."""
    unit = grid.unit_of(code)
    try:
        every = rules.key_every(period)
    except ValueError as error:
        raise Refused({"period": str(error)}) from None
    if every == Every.QUARTER:
        raise Refused({"period": "Bảng số liệu lập theo tháng (2026-03) hoặc năm (2026)"})
    if every == Every.YEAR:
        return grid.year_table(int(period), unit)
    return grid.month_table(period, unit)


def read(path: Path, passphrase: str = "", reader: Any = None) -> list[Incoming]:
    """Every sheet of figures in a workbook, looked over; nothing is written.

    Raises Refused when the guard refuses the file or it has no such sheet, Failed when it cannot be opened.
    """
    from desktop_app.excel import guarded

    found = []
    for name, cells in (reader or guarded).read_cells(path, passphrase).items():
        top = _heading(cells)
        if top is not None:
            found.append(_incoming(names.one_line(name), cells, top))
    if not found:
        raise Refused(NO_TABLE)
    return found


def accept(found: Sequence[Incoming]) -> int:
    """Write what of the sheets can be written, in one transaction; how many figures."""
    with records.writing():
        return sum(grid.save(one.table, _reading(one.table, one.texts)).written for one in found)


def summary(one: Incoming) -> str:
    """What becomes of a sheet's figures, in a sentence."""
    said = [f"{show_whole(one.count(verdict))} {verdict}" for verdict in Verdict if one.count(verdict)]
    odd = f"; {show_whole(one.odd)} số lạ vẫn nhận" if one.odd else ""
    return f"{rules.key_label(one.table.period)}, {one.table.unit}: {', '.join(said) or 'không có số liệu'}{odd}"


# --- The sheet ---


def _heading(cells: Cells) -> int | None:
    for number, row in enumerate(cells):
        keys = {_key(cell) for cell in row}
        if {_key(CODE), _key("Chỉ tiêu")} <= keys:
            return number
    return None


def _marks(cells: Cells) -> dict[str, str]:
    """What the marks above the heading say: {mark: the text in the cell after it}."""
    found = {}
    for row in cells:
        for cell, after in zip(row, row[1:], strict=False):
            for mark in (PERIOD_MARK, UNIT_MARK):
                if _key(cell) == _key(mark):
                    found[mark] = _text(after)
    return found


def _incoming(name: str, cells: Cells, top: int) -> Incoming:
    marks = _marks(cells[:top])
    if PERIOD_MARK not in marks or UNIT_MARK not in marks:
        raise Refused(f"Trang “{name}”: {NO_TABLE}")
    one = Incoming(name, table_of(marks[PERIOD_MARK], marks[UNIT_MARK]))
    columns = {_key(column.label): number for number, column in enumerate(one.table.columns)}
    columns = {key: number for key, number in columns.items() if one.table.columns[number].name not in NOT_PRINTED}
    at = {place: columns[_key(cell)] for place, cell in enumerate(cells[top]) if _key(cell) in columns}
    code_at = next(place for place, cell in enumerate(cells[top]) if _key(cell) == _key(CODE))
    texts, where, bad = {}, {}, {}
    for number, row, target in _rows(one, cells, top, code_at):
        for place, column in at.items():
            spot = (target, column)
            where[spot] = f"{_letters(place)}{number}"
            try:
                texts[spot] = _text(row[place] if place < len(row) else "")
            except ValueError as error:
                bad[spot] = str(error)
    one.texts = _kept(one.table, texts, bad)
    one.lines += sorted(_verdicts(one, where, texts, bad), key=lambda line: _order(line.address))
    return one


def _rows(one: Incoming, cells: Cells, top: int, code_at: int) -> Iterator[tuple[int, Sequence[Any], int]]:
    """The rows that stand for a row of the table: (number in the file, cells, row of the table)."""
    free: dict[str, list[int]] = {}
    for number, code in enumerate(one.table.codes):
        if number not in one.table.headings:
            free.setdefault(code.casefold(), []).append(number)
    headings = {one.table.codes[number].casefold() for number in one.table.headings}
    for number, row in enumerate(cells[top + 1 :], top + 2):
        code = names.clean(str(row[code_at])) if code_at < len(row) else ""
        if waiting := free.get(code.casefold()):
            yield number, row, waiting.pop(0)
        elif code and code.casefold() not in headings:
            twice = code.casefold() in free
            words = "mã này đã có ở dòng trên" if twice else "không có chỉ tiêu mã này trong kỳ"
            one.lines.append(Line(f"{_letters(code_at)}{number}", code[:20], Verdict.REFUSED, words))


def _kept(table: Table, texts: Mapping[Spot, str], bad: Mapping[Spot, str]) -> dict[Spot, str]:
    """What the file says of the open cells; one that is left wholly empty, or not readable, stays as stored."""
    found: dict[Spot, str] = {}
    for place in table.places:
        said = {spot: texts.get(spot, "") for spot in place.cells.values()}
        if any(said.values()) and not place.shut and not bad.keys() & said.keys():
            found |= said
    return found


def _verdicts(
    one: Incoming, where: Mapping[Spot, str], texts: Mapping[Spot, str], bad: Mapping[Spot, str]
) -> Iterator[Line]:
    table = one.table
    reading = _reading(table, one.texts)
    judged = grid.judge(table, reading)
    changed = {id(place) for place in judged.places}
    for place in table.places:
        spots = [spot for spot in place.cells.values() if spot in where]
        if not spots:
            continue
        address, code = where[spots[0]], place.indicator.code
        odd = next((judged.doubts[spot] for spot in spots if spot in judged.doubts), "")
        wrong = {where[spot]: words for spot in spots if (words := judged.problems.get(spot) or bad.get(spot))}
        if wrong:
            for cell, words in wrong.items():
                yield Line(cell, code, Verdict.REFUSED, words)
        elif place.shut:
            differs = [spot for spot in spots if texts.get(spot, "") not in ("", _stored(table, spot))]
            if differs:
                yield Line(where[differs[0]], code, Verdict.REFUSED, place.shut)
        elif id(place) in changed:
            entry = next(e for e, p in zip(judged.entries, judged.places, strict=True) if p is place)
            verdict = Verdict.NEW if place.row is None else Verdict.CHANGED
            now = _said(entry)
            yield Line(address, code, verdict, now if place.row is None else f"{figures.said(place.row)} → {now}", odd)
        elif any(texts.get(spot, "") for spot in spots):
            yield Line(address, code, Verdict.SAME)
        else:
            kept = f"giữ số đã lưu {figures.said(place.row)}" if place.row is not None else ""
            yield Line(address, code, Verdict.EMPTY, kept)


def _said(entry: figures.Entry) -> str:
    if entry.nothing:
        return figures.NOTHING
    number = entry.value or f"{entry.numerator} / {entry.denominator}"
    return f"{number} (ước)" if entry.estimated else number


def _reading(table: Table, texts: Mapping[Spot, str]) -> grid.Read:
    return lambda spot: texts.get(spot, _stored(table, spot))


def _stored(table: Table, spot: Spot) -> str:
    return table.rows[spot[0]][spot[1]]


# --- Cells ---


def _text(cell: Any) -> str:
    """A cell as a person would type it; ValueError for what is no number and no text."""
    if isinstance(cell, bool | date | datetime | time):
        raise ValueError(NO_NUMBER)
    if isinstance(cell, int | float):
        return show_amount(Decimal(f"{cell:.15g}"))  # Excel itself keeps 15 digits
    return names.one_line(str(cell or ""))


def _key(cell: Any) -> str:
    return names.fold(names.one_line(str(cell)))


def _letters(place: int) -> str:
    """The letters of a column, from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    found, number = "", place + 1
    while number:
        number, left = divmod(number - 1, 26)
        found = chr(65 + left) + found
    return found


def _order(address: str) -> tuple[int, int, str]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), len(letters), letters
