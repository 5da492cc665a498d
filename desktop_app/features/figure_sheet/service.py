"""Reading a workbook of figures back: a verdict for every figure first, then, when told to, what is sure is written."""

from collections.abc import Iterator, Mapping, Sequence, Set
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
    UNIT_TITLE,
    Incoming,
    Line,
    Verdict,
)
from desktop_app.features.figures import service as figures
from desktop_app.rules import figures as rules
from desktop_app.rules import names
from desktop_app.rules.numbers import EXCEL_DIGITS, show_amount, show_whole

Cells = Sequence[Sequence[Any]]
NO_TABLE = "Tệp không có bảng số liệu: không thấy dòng tiêu đề có cột “Mã”, “Chỉ tiêu” cùng “Mã kỳ”, “Mã đơn vị”"
TOO_LONG = f"Số có hơn {EXCEL_DIGITS} chữ số, Excel không giữ được hết; hãy ghi số ngắn hơn hoặc ghi ở dạng chữ (text)"
PERCENT = "%"  # how the register says it
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


def read(path: Path, passphrase: str = "") -> list[Incoming]:
    """Every sheet of figures in a workbook, looked over; nothing is written.

    Raises Refused when the guard refuses the file, it has no such sheet, or two of one unit and period; Failed when
    it cannot be opened.
    """
    from desktop_app.excel import guarded

    with guarded.Reader() as reader:
        sheets = reader.read_cells(path, passphrase)
        shown = {sheet["name"]: sheet["cells"] for sheet in reader.read_register(path, passphrase)}
    found: list[Incoming] = []
    for name, cells in sheets.items():
        top = _heading(cells)
        if top is not None:
            percents = {(row - 1, column - 1) for row, column, *_, how, _ in shown.get(name, ()) if how == PERCENT}
            found.append(_incoming(names.one_line(name), cells, top, percents))
    if not found:
        raise Refused(NO_TABLE)
    first: dict[tuple[str, int], str] = {}
    for one in found:
        other = first.setdefault((one.table.period, one.table.unit.id), one.sheet)
        if other != one.sheet:
            words = f"Trang “{other}” và “{one.sheet}” cùng một đơn vị, cùng một kỳ; hãy giữ lại một trang"
            raise Refused(words)
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


def _marks(name: str, cells: Cells) -> dict[str, tuple[str, str]]:
    """What the marks above the heading say: {mark: (where, the text in the cell after it)}; Refused without both."""
    found = {}
    for number, row in enumerate(cells, 1):
        for place, (cell, after) in enumerate(zip(row, row[1:], strict=False), 1):
            for mark in (PERIOD_MARK, UNIT_MARK):
                if _key(cell) == _key(mark):
                    found[mark] = (f"{_letters(place)}{number}", _plain(after))
    if len(found) < len((PERIOD_MARK, UNIT_MARK)):
        raise Refused(f"Trang “{name}”: {NO_TABLE}")
    for mark, (address, text) in found.items():
        if not text:
            raise Refused(
                f"Trang “{name}”, ô {address}: không đọc được {mark.lower()}; hãy lập lại bảng rồi ghi vào đó"
            )
    return found


def _table(name: str, cells: Cells) -> Table:
    """The table a sheet was made from; Refused when it does not say which, or is another office's."""
    marks = _marks(name, cells)
    try:
        table = table_of(marks[PERIOD_MARK][1], marks[UNIT_MARK][1])
    except Refused as refused:
        where = marks["unit" in refused.problems and UNIT_MARK or PERIOD_MARK][0]
        raise Refused(f"Trang “{name}”, ô {where}: {refused}") from None
    for text in (names.one_line(str(cell)) for row in cells for cell in row):
        said = text.removeprefix(UNIT_TITLE).strip()
        if text.startswith(UNIT_TITLE) and said.casefold() != names.one_line(table.unit.name).casefold():
            words = f"bảng này của “{said}”, còn mã {table.unit.code} ở đây là “{table.unit.name}”"
            raise Refused(f"Trang “{name}”: {words}; hãy lập lại bảng cho đúng đơn vị")
    return table


def _columns(one: Incoming, heading: Sequence[Any]) -> dict[int, int]:
    """Which column of the table each column of the sheet is; Refused when one is there twice."""
    known = {_key(column.label): number for number, column in enumerate(one.table.columns)}
    found: dict[int, int] = {}
    for place, cell in enumerate(heading):
        number = known.get(_key(cell))
        if number is None or one.table.columns[number].name in NOT_PRINTED:
            continue
        if number in found.values():
            twice = [f"{_letters(at)}{one.top}" for at in (*found, place) if _key(heading[at]) == _key(cell)]
            words = f"cột “{one.table.columns[number].label}” có hai lần, ở ô {' và '.join(twice)}; hãy xóa một cột"
            raise Refused(f"Trang “{one.sheet}”: {words}")
        found[place] = number
    wanted = sorted({column for place in one.table.places for _, column in place.cells.values()} - {*found.values()})
    if wanted:
        gone = ", ".join(f"“{one.table.columns[number].label}”" for number in wanted)
        one.notes.append(f"Thiếu cột {gone}: phần đó giữ như đã lưu")
    return found


def _incoming(name: str, cells: Cells, top: int, percents: Set[Spot]) -> Incoming:
    one = Incoming(name, _table(name, cells[:top]), top + 1)
    at = _columns(one, cells[top])
    texts: dict[Spot, str] = {}
    where: dict[Spot, str] = {}
    bad: dict[Spot, str] = {}
    for number, row, target in _rows(one, cells, top):
        for place, column in at.items():
            spot = (target, column)
            where[spot] = f"{_letters(place)}{number}"
            try:
                texts[spot] = _text(row[place] if place < len(row) else "", (number - 1, place) in percents)
            except ValueError as error:
                bad[spot] = str(error)
    gone = [p.indicator.code for p in one.table.places if not p.shut and not where.keys() & set(p.cells.values())]
    if gone:
        one.notes.append(f"Không có dòng của {', '.join(dict.fromkeys(gone))}: giữ như đã lưu")
    one.texts = _kept(one.table, texts, bad)
    one.lines += sorted(_verdicts(one, where, texts, bad), key=lambda line: _order(line.address))
    return one


def _rows(one: Incoming, cells: Cells, top: int) -> Iterator[tuple[int, Sequence[Any], int]]:
    """The rows that stand for a row of the table: (number in the file, cells, row of the table)."""
    keys = [_key(cell) for cell in cells[top]]
    code_at, name_at = keys.index(_key(CODE)), keys.index(_key("Chỉ tiêu"))
    table, label_at = one.table, one.table.column("name")
    free: dict[str, list[int]] = {}
    for number, code in enumerate(table.codes):
        if number not in table.headings:
            free.setdefault(code.casefold(), []).append(number)
    parts = {code for code, rows in free.items() if len(rows) > 1}
    labels = {number: _key(row[label_at]) for number, row in enumerate(table.rows)}
    headings = {table.codes[number].casefold() for number in table.headings}
    for number, row in enumerate(cells[top + 1 :], top + 2):
        code, label = (names.clean(str(row[at])) if at < len(row) else "" for at in (code_at, name_at))
        folded = code.casefold()
        waiting = free.get(folded, [])
        target = next((at for at in waiting if labels[at] == _key(label)), None)
        if target is None and waiting and folded not in parts and _key(label) not in labels.values():
            target = waiting[0]  # only its name was changed
        if target is not None:
            waiting.remove(target)
            yield number, row, target
        elif code and folded not in headings:
            words = "không có chỉ tiêu mã này trong kỳ"
            if folded in free:
                words = "mã này đã có ở dòng trên"
            if waiting:
                words = f"tên “{label[:60]}” không phải của mã này; hãy lập lại bảng rồi ghi vào đó"
            one.lines.append(Line(f"{_letters(code_at)}{number}", code[:20], Verdict.REFUSED, words))


def _kept(table: Table, texts: Mapping[Spot, str], bad: Mapping[Spot, str]) -> dict[Spot, str]:
    """What the file says of the open cells; one that is left wholly empty, or not readable, stays as stored."""
    found: dict[Spot, str] = {}
    for place in table.places:
        said = {spot: texts[spot] for spot in place.cells.values() if spot in texts}
        if any(said.values()) and not place.shut and not bad.keys() & set(place.cells.values()):
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
        told = ((spot, judged.problems.get(spot) or bad.get(spot)) for spot in place.cells.values())
        wrong = {where.get(spot, address): words for spot, words in told if words}
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


def _text(cell: Any, percent: bool = False) -> str:
    """A cell as a person would type it; ValueError for what is no number and no text, or not to be seen as it is."""
    if isinstance(cell, bool | date | datetime | time):
        raise ValueError(NO_NUMBER)
    if not isinstance(cell, int | float):
        return names.one_line(str(cell or ""))
    number = Decimal(f"{cell:.{EXCEL_DIGITS}g}")
    if abs(number) >= 10**EXCEL_DIGITS:
        raise ValueError(TOO_LONG)
    if percent:
        shown = show_amount((100 * number).normalize())
        raise ValueError(f"Ô này có dạng phần trăm, hiện {shown}%; hãy đổi ô về dạng số rồi ghi lại số")
    return show_amount(number)


def _plain(cell: Any) -> str:
    """A mark as a text; empty for a day that Excel made of it."""
    if isinstance(cell, bool | date | datetime | time):
        return ""
    return f"{cell:.15g}" if isinstance(cell, int | float) else names.one_line(str(cell or ""))


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
