"""Reading a template that an office above filled in by hand: every row is understood, or named with what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_form_fields.columns import GUIDE, HEAD, HINT, TABLE, TITLE, Field, Read, Row, Trouble
from desktop_app.features.handoff_form_fields.service import is_blank, label_key, value_of
from desktop_app.records.kinds import Day
from desktop_app.rules import dates, names

Cells = Sequence[Sequence[Any]]
LEAST = 3  # labels that make a row the heading of the table
KNOWN_TEXTS = {label_key(TITLE), label_key(HINT)}
NO_FORM = "Tệp không có bảng giao việc: không thấy dòng tiêu đề có “Nội dung nhiệm vụ” cùng các cột của mẫu"
SECRET = "không nhập nội dung có độ mật vào chương trình này"


def _keys(fields: Sequence[Field]) -> dict[str, Field]:
    return {label_key(label): one for one in fields for label in (one.label, *one.also)}


HEAD_KEYS, TABLE_KEYS = _keys(HEAD), _keys(TABLE)


def read(path: Path, passphrase: str = "", reader: Any = None) -> Read:
    """What a filled-in template says; every row is either understood or named with what is wrong with it.

    ``reader`` is a `guarded.Reader` to use for several files. Raises Refused when the file is no template.
    """
    from desktop_app.excel import guarded

    found = Read(path)
    tables = 0
    for name, cells in (reader or guarded).read_cells(path, passphrase).items():
        top = _heading(cells)
        if top is not None:
            tables += 1
            _Sheet(found, name, cells, top).read()
        elif label_key(name) != label_key(GUIDE) and any(not is_blank(cell) for row in cells for cell in row):
            found.notes.append(f"Trang “{name}” không có bảng giao việc nên không đọc")
    if not tables:
        raise Refused(NO_FORM)
    _drop_twins(found)
    return found


def _heading(cells: Cells) -> int | None:
    for place, row in enumerate(cells):
        keys = [TABLE_KEYS[key].name for key in map(label_key, row) if key in TABLE_KEYS]
        if "content" in keys and len(set(keys)) >= LEAST:
            return place
    return None


def _drop_twins(found: Read) -> None:
    """Two rows that say the same are one task; the second is named."""
    first: dict[str, Row] = {}
    for row in found.rows:
        twin = first.setdefault(row.digest, row)
        if twin is not row:
            place = f"dòng {twin.row}" + (f" của trang “{twin.sheet}”" if twin.sheet != row.sheet else "")
            found.wrong.append(Trouble(row.sheet, row.row, "", f"giống hệt {place} nên chỉ lấy một lần"))
    found.rows = list(first.values())


@dataclass
class _Sheet:
    """One sheet with a table on its way into ``found``."""

    found: Read
    name: str
    cells: Cells
    top: int
    days: list[tuple[bool, str]] = field(default_factory=list)  # (written as letters, where)

    def read(self) -> None:
        """Read the head, then the rows below the table's heading."""
        wrong = len(self.found.wrong)
        head, notes = self._head()
        broken = len(self.found.wrong) > wrong
        rows = list(self._rows(head, notes))
        if broken and rows:
            lines = ", ".join(str(row.row) for row in rows)
            self._wrong(0, "", f"{len(rows)} nhiệm vụ (dòng {lines}) chưa dùng được vì phần đầu chưa đúng")
        else:
            self.found.rows += rows
        if not rows and len(self.found.wrong) == wrong:
            self.found.notes.append(f"Trang “{self.name}” chưa ghi nhiệm vụ nào")
        self._compare_days()

    def _wrong(self, row: int, column: str, words: str) -> None:
        self.found.wrong.append(Trouble(self.name, row, column, words))

    def _value(self, one: Field, row: int, cell: Any) -> tuple[Any, str]:
        """A cell's value, or None with the trouble said."""
        try:
            value, note = value_of(one, cell)
            if isinstance(one.kind, Day):
                self.days.append((isinstance(cell, str), f"ô “{one.label}” dòng {row}"))
            elif documents.SECRET.search(names.fold(str(value))):
                raise ValueError(SECRET)
        except ValueError as error:
            self._wrong(row, one.label, str(error))
            return None, ""
        return value, note

    def _head(self) -> tuple[dict[str, Any], list[str]]:
        """The facts of the document, and what was understood of its days."""
        head: dict[str, Any] = {}
        notes = []
        for place, row in enumerate(self.cells[: self.top], 1):
            for one, cell in self._pairs(place, row):
                value, note = self._value(one, place, cell)
                if head.setdefault(one.name, value) != value:
                    self._wrong(place, one.label, "ghi hai lần, hai nội dung khác nhau")
                notes += [note] if note else []
        told = {trouble.column for trouble in self.found.wrong if trouble.sheet == self.name}
        for one in HEAD:
            if one.needed and not head.get(one.name) and one.label not in told:
                self._wrong(0, one.label, "chưa ghi ở phần đầu")
        issued = head.get("issued_on")
        if issued and date.fromisoformat(issued) > clock.today():
            self._wrong(0, "Ngày ban hành", f"{_shown(issued)} ở sau hôm nay {dates.show_date(clock.today())}")
        return head, notes

    def _pairs(self, place: int, row: Sequence[Any]) -> Iterator[tuple[Field, Any]]:
        """Each label of a row of the head with the cell after it; what belongs to no label is told."""
        one: Field | None = None
        for cell in row:
            if is_blank(cell):
                continue
            before, _, after = str(cell).partition(":")
            if label_key(cell) in HEAD_KEYS:
                one = HEAD_KEYS[label_key(cell)]
            elif label_key(before) in HEAD_KEYS and after.strip():
                yield HEAD_KEYS[label_key(before)], after
            elif one is not None:
                yield one, cell
                one = None
            elif label_key(cell) not in KNOWN_TEXTS:
                self.found.notes.append(f"Trang “{self.name}”, dòng {place}: không dùng “{names.one_line(str(cell))}”")

    def _rows(self, head: Mapping[str, Any], notes: Sequence[str]) -> Iterator[Row]:
        columns = {
            p: TABLE_KEYS[label_key(c)] for p, c in enumerate(self.cells[self.top]) if label_key(c) in TABLE_KEYS
        }
        for one in TABLE:
            if one.name != "place" and one not in columns.values():
                self.found.notes.append(f"Trang “{self.name}” không có cột “{one.label}”")
        numbered = 0
        for place, row in enumerate(self.cells[self.top + 1 :], self.top + 2):
            self._tell_strange(place, row, columns)
            given = {p: cell for p, cell in enumerate(row) if p in columns and not is_blank(cell)}
            if not any(columns[p].name != "place" for p in given):
                numbered += bool(given)
            elif not all(label_key(cell) == label_key(columns[p].label) for p, cell in given.items()):
                made = self._row(place, [(columns[p], cell) for p, cell in given.items()], head, notes)
                if made is not None:
                    yield made
        if numbered:
            self.found.notes.append(f"Trang “{self.name}”: {numbered} dòng chỉ có STT, coi là dòng trống")

    def _row(
        self, place: int, given: Sequence[tuple[Field, Any]], head: Mapping[str, Any], notes: Sequence[str]
    ) -> Row | None:
        before = len(self.found.wrong)
        task, told = {}, list(notes)
        for one, cell in given:
            task[one.name], note = self._value(one, place, cell)
            told += [note] if note else []
        if not any(one.name == "content" for one, _ in given):
            self._wrong(place, "Nội dung nhiệm vụ", "chưa ghi nội dung nhiệm vụ")
        due, issued = task.get("due_on"), head.get("issued_on")
        if due and issued and due < issued:
            self._wrong(place, "Thời hạn", f"{_shown(due)} ở trước ngày ban hành văn bản {_shown(issued)}")
        return Row(self.name, place, head, task, tuple(told)) if len(self.found.wrong) == before else None

    def _tell_strange(self, place: int, row: Sequence[Any], columns: Mapping[int, Field]) -> None:
        """Name what stands in a column that the template does not have; the task itself is taken."""
        for p, cell in enumerate(row):
            if p not in columns and not is_blank(cell):
                heading = self.cells[self.top][p] if p < len(self.cells[self.top]) else ""
                column = names.one_line(str(heading)) or f"thứ {p + 1}"
                words = f"không dùng “{names.one_line(str(cell))}” vì mẫu không có cột này"
                self.found.notes.append(str(Trouble(self.name, place, column, words)))

    def _compare_days(self) -> None:
        """Letters beside real days are the mark of a machine that puts the month first: it turned what it could."""
        letters, real = ([where for text, where in self.days if text is wanted] for wanted in (True, False))
        if letters and real:
            self.found.notes.append(
                f"Trang “{self.name}” có ngày ghi bằng chữ ({letters[0]}) lẫn ngày thật ({real[0]}): máy lập mẫu có "
                "thể để tháng trước ngày. Hãy đối chiếu từng ngày với văn bản trước khi trả lời"
            )


def _shown(iso: str) -> str:
    return dates.show_date(date.fromisoformat(iso))
