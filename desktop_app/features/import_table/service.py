"""Where the heading of a table is, how many rows it has, and what every row below it is: task, group, total, rest."""

import re
from collections.abc import Iterator

from desktop_app.features.import_labels.service import LONGEST_LABEL, field_of, key_of, known
from desktop_app.features.import_read.columns import Sheet
from desktop_app.features.import_table.columns import Line, Table
from desktop_app.rules import names, numbers
from desktop_app.rules import register_words as words

DEEPEST = 3  # rows of a heading
LEAST = 3  # columns that make a row a heading; two when one of them is the content
SURE = 2  # columns whose label is known as a whole: words of ours stand in many a sentence
CONTENT = {"content", "doc_subject"}  # a book of incoming documents has no other words for what is to be done
_BULLET = re.compile(r"[-+•–]\s*\S")
_MARKS = re.compile(r"\(?\s*(\d{1,2}|[a-zA-Z])\s*(=[\d\s+\-*/()]{1,12})?\)?\.?")


# --- The heading ---


def tables(sheet: Sheet, chosen: tuple[int, int] | None = None) -> list[Table]:
    """The tables of a sheet from above to below; ``chosen`` is the heading (first and last row) a person named."""
    if chosen is not None:
        return [_complete(sheet, _table(sheet, *chosen), sheet.last_row)]
    found: list[Table] = []
    row = 1
    while row <= sheet.last_row:
        heading = _heading(sheet, row)
        if heading is None or (found and heading.key == found[-1].key):
            row = row + 1 if heading is None else heading.bottom + 1
            continue
        found.append(heading)
        row = heading.bottom + 1
    for place, table in enumerate(found):
        last = found[place + 1].top - 1 if place + 1 < len(found) else sheet.last_row
        _complete(sheet, table, last)
    return found


def _heading(sheet: Sheet, row: int) -> Table | None:
    """The heading that begins in a row, with as many rows as name the most columns."""
    cells = [(column, cell.text) for column, cell in sheet.filled(row)]
    if not any(key_of(text) in known() for _, text in cells if len(text) <= LONGEST_LABEL):
        return None
    if not _label_like(sheet, row) or not _fields(_table(sheet, row, row)):
        return None
    least = max((_merged_to(sheet, row, column) for column, _ in cells), default=row)
    best: Table | None = None
    for bottom in range(least, min(max(least, row + DEEPEST - 1), sheet.last_row) + 1):
        if bottom > least and (not _label_like(sheet, bottom) or _fills(sheet, row, bottom)):
            break
        table = _table(sheet, row, bottom)
        if best is None or _score(table) > _score(best):
            best = table
    if best is None:
        return None
    fields = _fields(best)
    named = fields & CONTENT
    if _score(best)[1] < SURE:
        return None
    if not named:  # what is to be done may be called as nobody ever called it; figures by unit are no tasks
        return best if {"lead_unit", "due_on"} <= fields and len(fields) > LEAST else None
    return best if len(fields) >= (LEAST if named != {"content"} else 2) else None


def _fills(sheet: Sheet, top: int, row: int) -> bool:
    """Whether a row stands under labels that are whole already: then it is the first of the data, however short."""
    wide = {c for t, left, _, right in sheet.merges if top <= t < row and right > left for c in range(left, right + 1)}
    cells = [column for column, _ in sheet.filled(row)]
    whole = [column for column in cells if column not in wide and sheet.text(row - 1, column)]
    return len(whole) > LEAST and len(whole) * 2 > len(cells)


def _label_like(sheet: Sheet, row: int) -> bool:
    """Whether a row may be one of labels: short words, no day, no number of its own."""
    cells = [cell for _, cell in sheet.filled(row)]
    texts = [cell.text for cell in cells if cell.kind == "text"]
    numbered = [cell for cell in cells if cell.kind != "text"]
    if not texts or any(cell.kind != "number" or not 2000 <= cell.value <= 2100 for cell in numbered):
        return False
    return sum(len(text) > LONGEST_LABEL for text in texts) * 3 <= len(texts)


def _merged_to(sheet: Sheet, row: int, column: int) -> int:
    ends = [bottom for top, left, bottom, _ in sheet.merges if (top, left) == (row, column)]
    return min(ends[0], row + DEEPEST - 1) if ends else row


def _table(sheet: Sheet, top: int, bottom: int) -> Table:
    labels: dict[int, tuple[str, ...]] = {}
    for column in range(1, sheet.last_column + 1):
        path: list[str] = []
        for row in range(top, bottom + 1):
            cell = sheet.head(row, column)
            text = names.one_line(cell.text) if cell is not None else ""
            if text and (not path or path[-1] != text):
                path.append(text)
        if path:
            labels[column] = tuple(path)
    return Table(sheet, top, bottom, labels)


def _fields(table: Table) -> set[str]:
    return {name for name, _ in map(field_of, table.labels.values()) if name}


def _score(table: Table) -> tuple[int, int, int]:
    """More columns of ours, more of them known as a whole, fewer rows."""
    found = [field_of(path) for path in table.labels.values()]
    named = {name for name, _ in found if name and name != "skip"}
    return len(named), sum(sure for _, sure in found), table.top - table.bottom


# --- The rows ---


def _complete(sheet: Sheet, table: Table, last: int) -> Table:
    table.lines = list(_lines(sheet, table, last))
    _check_totals(table)
    return table


def _lines(sheet: Sheet, table: Table, last: int) -> Iterator[Line]:
    fields = {column: field_of(path)[0] for column, path in table.labels.items()}
    number = next((column for column, name in fields.items() if name == "place"), 0)
    content = next((column for column, name in fields.items() if name == "content"), 0)
    over: list[tuple[str, int]] = []
    first = True
    row = table.bottom
    while row < last:
        row += 1
        cells = [(column, cell) for column, cell in sheet.filled(row) if column in table.labels]
        if not cells:
            if any(sheet.filled(row)):
                yield Line(row, "note", _words(sheet, row))
            continue
        if first and len(cells) > 1 and all(_MARKS.fullmatch(cell.text) for _, cell in cells):
            yield Line(row, "header", "số thứ tự cột")  # (1) (2) (3) under the labels
            continue
        first = False
        sort, text = _sort(sheet, table, row, number, content)
        if sort == "end":
            yield from (Line(r, "note", _words(sheet, r)) for r in range(row, last + 1) if any(sheet.filled(r)))
            return
        if sort == "heading":
            over = _under(over, _level(sheet, row, number, text), row)
            yield Line(row, "heading", text, tuple(r for _, r in over[:-1]))
        elif sort == "data":
            yield Line(row, "data", "", tuple(r for _, r in over))
        elif sort == "total":
            yield Line(row, "total", text)
        else:
            yield Line(row, "note" if sort == "note" else "header", text)


def _sort(sheet: Sheet, table: Table, row: int, number: int, content: int) -> tuple[str, str]:
    """What a row is, and its words."""
    cells = [(column, cell) for column, cell in sheet.filled(row) if column in table.labels]
    texts = [cell.text for _, cell in cells]
    first = next((text for text in texts if text and not words.mark(text)), "")
    filled = [(column, cell) for column, cell in cells if column != number]
    of_content = sheet.text(row, content) if content else ""
    same = sum(
        key_of(text) == key_of(part) for (c, _), text in zip(cells, texts, strict=True) for part in table.labels[c]
    )
    if same >= 2 and same * 2 >= len(cells):
        return "header", "tiêu đề lặp lại"
    if words.is_total(first) and (not of_content or words.is_total(of_content) or words.is_count(of_content)):
        return "total", first
    if words.is_signature(first) and (not of_content or of_content == first) and len(filled) <= 3:
        return "end", first
    if not filled:
        alone = texts[0] if texts else ""
        return ("note", "dòng chỉ có số thứ tự") if words.mark(alone) or not alone else ("heading", alone)
    if len(filled) == 1 and _heads(sheet, row, number, filled[0][0], content):
        return "heading", first or texts[0]
    return "data", ""


def _heads(sheet: Sheet, row: int, number: int, column: int, content: int) -> bool:
    """Whether the only words of a row are a heading over those below it."""
    if _BULLET.match(sheet.text(row, column)):
        return False  # one more thing to do, or the rest of the one above: a person decides, nothing is dropped
    mark = words.mark(sheet.text(row, number)) if number else ""
    if not mark:
        mark, _ = words.numbered_heading(sheet.text(row, column))
    wide = sheet.wide.get((row, column), 1)
    if mark in ("roman", "letter"):
        return True
    if mark == "number":
        return wide > 2
    return wide > 2 or column < content or (number > 0 and column == content and not mark and _bare(sheet, row, number))


def _bare(sheet: Sheet, row: int, number: int) -> bool:
    """Whether the rows after this one are numbered and this one is not."""
    return any(words.mark(sheet.text(below, number)) == "number" for below in range(row + 1, row + 3))


def _level(sheet: Sheet, row: int, number: int, text: str) -> str:
    mark = words.mark(sheet.text(row, number)) if number else ""
    return mark or words.numbered_heading(text)[0] or "plain"


def _under(over: list[tuple[str, int]], level: str, row: int) -> list[tuple[str, int]]:
    """The headings a row stands under, itself the last: one of the same sort takes the former's place."""
    levels = [known_level for known_level, _ in over]
    kept = over[: levels.index(level)] if level in levels else over
    return [*kept, (level, row)]


def _words(sheet: Sheet, row: int) -> str:
    return "; ".join(names.one_line(cell.text) for _, cell in sheet.filled(row) if cell.text)[:120]


def _check_totals(table: Table) -> None:
    """Compare what a row of totals says with the rows above it: since the last total, since the last group, all."""
    sheet = table.sheet
    every = since_heading = since_total = 0
    for line in table.lines:
        if line.sort == "data":
            every, since_heading, since_total = every + 1, since_heading + 1, since_total + 1
        elif line.sort == "heading":
            since_heading = 0
        elif line.sort == "total":
            said = _said(table, line.row)
            if said and not said & {every, since_heading, since_total}:
                table.notes.append(
                    f"Trang “{sheet.name}”, dòng {line.row}: “{names.one_line(line.words)}” ghi "
                    f"{', '.join(numbers.show_whole(n) for n in sorted(said))} nhưng phía trên có "
                    f"{numbers.show_whole(every)} dòng nhiệm vụ"
                )
            since_total = 0


def _said(table: Table, row: int) -> set[int]:
    found = set()
    for column, cell in table.sheet.filled(row):
        if cell.kind == "number" and field_of(table.labels.get(column, ("",)))[0] in (
            "content",
            "place",
            "doc",
            "doc_number",
        ):
            found.add(int(cell.value))
        elif cell.kind == "text" and (count := words.count_in(cell.text)) is not None:
            found.add(count)
    return found
