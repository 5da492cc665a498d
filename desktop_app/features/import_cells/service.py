"""One row of a register read into the texts of a task: what is wrong is said at its cell, what is open is asked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from db.models import Unit
from db.words import Progress
from desktop_app.features.documents.service import SECRET
from desktop_app.features.import_ask.service import Asker, Waits
from desktop_app.features.import_cells.columns import Row, Verdict
from desktop_app.features.import_map.columns import DAYS, FIELDS
from desktop_app.features.import_names.service import Directory
from desktop_app.features.import_outcome import service as outcomes
from desktop_app.features.import_outcome.service import Out, Outcome
from desktop_app.features.import_papers.service import Papers
from desktop_app.features.import_read.columns import Cell
from desktop_app.features.import_table.columns import Line, Table
from desktop_app.features.import_table.service import is_share
from desktop_app.features.import_values.columns import KINDS, URGENCIES
from desktop_app.features.import_values.columns import SECRET as SECRET_WORDS
from desktop_app.features.import_values.service import DayColumn, columns_of, is_day, share_of, years
from desktop_app.rules import dates, names
from desktop_app.rules import register_words as words

ORIGIN_ROOM = 500
TURNED = "Excel đã đổi nội dung ô này thành ngày; hãy định dạng ô là Văn bản (Text) rồi gõ lại"
HIDDEN = "không nhập nội dung có độ mật vào chương trình này, kể cả trích yếu"
WITH_DAY = (*DAYS, "done", "tick_done")
NO, REFUSE, HERE = "none", "refuse", "doc"


class Reader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, mapping: Mapping[int, str], directory: Directory, papers: Papers, asker: Asker
    ) -> None:
        self.table, self.mapping, self.directory, self.papers, self.asker = table, mapping, directory, papers, asker
        self.key = table.key
        self.columns: dict[str, list[int]] = {}
        for column, name in mapping.items():
            if name:
                self.columns.setdefault(name, []).append(column)
        sheet = table.sheet
        rows = [line.row for line in table.data]
        self.above = dict(zip(rows[1:], rows, strict=False))  # the task before each
        days = [column for name in WITH_DAY for column in self.columns.get(name, [])]
        self.year = years(cell for row in rows[:500] for c in days if (cell := sheet.at(row, c)) is not None)
        self.days = {column: self._day_column(column) for column in days}
        columns_of(rows, list(self.days.items()), self._at)
        self._doc_day = DayColumn(f"{self.key}:doc", "Ngày văn bản", asker)

    def _day_column(self, column: int) -> DayColumn:
        name = self.mapping[column]
        return DayColumn(
            f"{self.key}:{name}", self.table.label(column), self.asker, name in ("due_on", "original_due_on")
        )

    def read(self, line: Line) -> Row:
        """A row with its texts, what is wrong with it, and what it waits for."""
        row = Row(self.table, line.row)
        for name, columns in self.columns.items():
            row.columns.setdefault(FIELDS[name], columns[0])
        if self._is_secret(row):
            row.verdict, row.secret, row.why = Verdict.REFUSED, True, HIDDEN
            return row
        outcome, told = Outcome(), list[str]()
        try:
            self._fill(row, line, outcome, told)
        except Out as left:
            row.verdict, row.why = Verdict.LEFT, f"tình trạng “{left}” được chọn là không nhập"
        return row

    # --- Steps; each says what is wrong or open, and the next goes on ---

    def _fill(self, row: Row, line: Line, outcome: Outcome, told: list[str]) -> None:
        for name in ("content", "deliverable_wanted", "late_reason"):
            if text := self._text(row, name):
                row.texts[name] = text
        outcome.deliverable = self._texts(row, "deliverable")
        for name in ("assigned_on", "due_on", "original_due_on", "completed_on"):
            self._step(row, FIELDS[name], lambda name=name: self._read_day(row, name))  # type: ignore[misc]
        self._step(row, FIELDS["lead_unit"], lambda: self._units(row, line, told))
        self._step(row, FIELDS["supervising_leader"], lambda: self._person(row, "supervising_leader"))
        self._step(row, FIELDS["official"], lambda: self._person(row, "official"))
        self._step(row, "", lambda: self._lead_of_official(row))
        self._step(row, FIELDS["cooperating_units"], lambda: self._cooperating(row, told))
        self._step(row, FIELDS["doc"], lambda: self._document(row, line))
        self._step(row, FIELDS["assigned_on"], lambda: self._assigned(row))
        self._step(row, FIELDS["state"], lambda: self._outcome(row, outcome))
        self._step(row, FIELDS["original_due_on"], lambda: self._extension(row, outcome))
        self._words(row, "kind", KINDS, told)
        self._words(row, "urgency", URGENCIES, told)
        if ref := self._text(row, "external_ref"):
            row.texts["external_ref"] = ref
        self._notes(row, outcome, told)
        self._shown(row, outcome)

    def _step(self, row: Row, label: str, work: Callable[[], Any]) -> None:
        try:
            work()
        except Waits as waits:
            row.waits += waits.keys
        except ValueError as error:
            row.problems.setdefault(label, str(error))

    def _cell(self, row: int, name: str) -> Cell | None:
        cells = [self._at(row, column) for column in self.columns.get(name, [])]
        return next((cell for cell in cells if cell is not None and (cell.text or cell.wrong)), None)

    def _at(self, row: int, column: int) -> Cell | None:
        """A cell; one that says "as above" (nt, -nt-, như trên, ") has what the task above it has."""
        cell = self.table.sheet.at(row, column)
        while cell is not None and words.is_ditto(cell.text) and row in self.above:
            row = self.above[row]
            cell = self.table.sheet.at(row, column)
        return cell

    def _text(self, row: Row, name: str) -> str:
        """The text of a column; what is wrong with its cell is said."""
        cell = self._cell(row.row, name)
        if cell is None:
            return ""
        if cell.wrong:
            row.problems.setdefault(FIELDS[name], cell.wrong)
        if cell.kind == "day" and name in ("doc_number", "external_ref", "content"):
            row.problems.setdefault(FIELDS[name], TURNED)
            return ""
        return cell.text

    def _texts(self, row: Row, name: str) -> str:
        found = []
        for column in self.columns.get(name, []):
            cell = self.table.sheet.at(row.row, column)
            if cell is not None and cell.wrong:
                row.problems.setdefault(FIELDS[name], cell.wrong)
            elif cell is not None and cell.text:
                found.append(cell.text)
        return "; ".join(found)

    def _is_secret(self, row: Row) -> bool:
        mark = self._cell(row.row, "secrecy")
        if mark is not None and names.fold(mark.text).strip(" .") in SECRET_WORDS:
            return True
        texts = (cell.text for column in self.mapping if (cell := self.table.sheet.at(row.row, column)) is not None)
        return any(SECRET.search(names.fold(text)) for text in texts if len(text) < 5_000)

    def _read_day(self, row: Row, name: str) -> None:
        cell = self._cell(row.row, name)
        if cell is None:
            return
        day, hour = self.days[self._column(row.row, name)].read(cell, self.year)
        if day is not None:
            row.texts[name] = dates.show_date(day)
        if hour and name == "due_on":
            row.texts["due_at"] = hour

    def _column(self, row: int, name: str) -> int:
        return next((c for c in self.columns[name] if self.table.sheet.at(row, c) is not None), self.columns[name][0])

    # --- Who ---

    def _units(self, row: Row, line: Line, told: list[str]) -> None:
        text = self._text(row, "lead_unit")
        if not text:
            unit = self._unit_over(line)
            if unit is not None:
                row.texts["lead_unit"] = unit.code
            return
        found = self.directory.several(text)
        lead = self.directory.ask_unit(found[0], self.asker)
        if lead is not None:
            row.texts["lead_unit"] = lead.code
        if len(found) > 1:
            answer = self.asker.ask(
                f"lead:{names.fold(text)}",
                f"“{names.one_line(text)[:80]}”: một nhiệm vụ chỉ có một đơn vị chủ trì",
                "Ô ghi nhiều đơn vị.",
                {"first": f"{found[0]} chủ trì, các đơn vị sau phối hợp", REFUSE: "Từ chối các dòng này"},
                "first",
            )
            if answer == REFUSE:
                raise ValueError("ghi nhiều đơn vị chủ trì; hãy để một đơn vị")
            self._add_cooperating(row, found[1:], told)

    def _cooperating(self, row: Row, told: list[str]) -> None:
        if text := self._text(row, "cooperating_units"):
            self._add_cooperating(row, self.directory.several(text), told)

    def _add_cooperating(self, row: Row, found: list[str], told: list[str]) -> None:
        keys: list[str] = []
        codes = row.texts.get("cooperating_units", "").split("; ") if row.texts.get("cooperating_units") else []
        for name in found:
            try:
                unit = self.directory.ask_unit(name, self.asker, optional=True)
            except Waits as waits:
                keys += waits.keys
                continue
            if unit is None:
                told.append(f"Phối hợp: {name}")
            elif unit.code != row.texts.get("lead_unit"):
                codes.append(unit.code)
        row.texts["cooperating_units"] = "; ".join(dict.fromkeys(codes))
        if keys:
            raise Waits(*keys)

    def _person(self, row: Row, name: str) -> None:
        text = self._text(row, name)
        if text and name == "official" and self.directory.unit(text).records:  # many a book has one column for both
            unit = self.directory.ask_unit(text, self.asker)
            if unit is not None:
                row.texts.setdefault("lead_unit", unit.code)
        elif text:
            official = self.directory.ask_official(text, self.asker)
            if official is not None:
                row.texts[name] = self.directory.labels[official.id]

    def _lead_of_official(self, row: Row) -> None:
        if row.texts.get("lead_unit") or FIELDS["lead_unit"] in row.problems or row.waits:
            return
        official = self.directory.by_label.get(row.texts.get("official", ""))
        if official is not None:
            row.texts["lead_unit"] = official.unit.code
            row.notes.append(f"Đơn vị chủ trì lấy theo đơn vị của {official}")
            return
        options = {unit.code: str(unit) for unit in self.directory.units} | {REFUSE: "Từ chối các dòng này"}
        sheet = self.table.sheet.name  # many a book has one sheet a unit: each is asked about for itself
        named = self.directory.unit(sheet).records
        answer = self.asker.ask(
            f"nolead:{self.key}:{names.fold(sheet)}",
            f"Trang “{sheet}” có dòng không ghi đơn vị chủ trì: đơn vị nào chủ trì?",
            f"Ví dụ dòng {row.row}: “{names.one_line(row.texts.get('content', ''))[:80]}”.",
            options,
            str(named[0].code) if len(named) == 1 else "",
            "unit",
            self.directory.unit_codes.__contains__,
        )
        if answer == REFUSE:
            row.problems.setdefault(FIELDS["lead_unit"], "chưa ghi đơn vị chủ trì")
        else:
            row.texts["lead_unit"] = answer

    # --- Headings over rows ---

    def _headings(self, line: Line) -> list[str]:
        """The words of the headings over a row, the nearest first, without their numbers."""
        texts = {one.row: one.words for one in self.table.lines if one.sort == "heading"} if line.over else {}
        return [words.numbered_heading(texts[row])[1] for row in reversed(line.over)]

    def _unit_over(self, line: Line) -> Unit | None:
        for text in self._headings(line):
            if words.document_in(text)[0]:
                continue
            found = self.directory.unit(text).records
            options = {unit.code: f"{unit} chủ trì" for unit in found or self.directory.units}
            options[NO] = "Chỉ là đề mục"
            answer = self.asker.ask(
                f"group:{names.fold(text)}",
                f"Đề mục “{text[:80]}” có phải là đơn vị chủ trì của các dòng dưới?",
                "Các dòng dưới đề mục không ghi đơn vị chủ trì.",
                options,
                str(found[0].code) if len(found) == 1 else NO if not found else "",
                "unit",
                self.directory.unit_codes.__contains__,
            )
            if answer != NO:
                return self.directory.unit_codes.get(answer)
        return None

    # --- The document ---

    def _document(self, row: Row, line: Line) -> None:
        texts, day = self._document_texts(row)
        if not texts.get("number") and not texts.get("subject"):
            texts, day = self._document_over(line) or (texts, day)
        if not texts.get("number") and (not texts.get("subject") or day is None):
            row.origin = texts.get("subject", "")
            if day is not None:
                row.texts.setdefault("assigned_on", dates.show_date(day))
            return
        assigned = row.texts.get("assigned_on", "")
        paper = self.papers.paper(self.key, texts, day, _day(assigned))
        if paper is None:
            row.origin = " ".join(filter(None, (texts.get("number"), texts.get("subject"))))
            return
        row.paper = paper
        if paper.problems:
            row.problems.setdefault(FIELDS["doc"], "; ".join(paper.problems.values()))

    def _document_texts(self, row: Row) -> tuple[dict[str, str], date | None]:
        number, said, rest = words.document_in(self._text(row, "doc"))
        own = self._text(row, "doc_number")
        if own:
            more, also, left = words.document_in(own)
            number, said, rest = more or names.one_line(own), also or said, rest or (left if more else "")
        day = None
        if (cell := self._cell(row.row, "doc_date")) is not None:
            day = self.days[self._column(row.row, "doc_date")].read(cell, self.year)[0]
        elif said:
            cell = Cell("text", said)
            self._doc_day.look(row.row, self._column(row.row, "doc_number" if own else "doc"), cell)
            self._doc_day.day_first = self._doc_day.day_first or any(one.day_first for one in self.days.values())
            day = self._doc_day.read(cell, self.year)[0]
        subject = self._text(row, "doc_subject") or rest
        found = {
            "number": number,
            "subject": subject,
            "issuer": self._text(row, "issuer"),
            "type": self._text(row, "doc_type"),
        }
        return found, day

    def _document_over(self, line: Line) -> tuple[dict[str, str], date | None] | None:
        """The document of a heading over the row, or of the title over the table."""
        for text in (*self._headings(line), *self._title()):
            number, said, rest = words.document_in(text)
            if not number:
                continue
            answer = self.asker.ask(
                f"docof:{self.key}:{names.fold(number)}",
                f"“{names.one_line(text)[:90]}” có phải là văn bản giao các nhiệm vụ bên dưới?",
                "Các dòng không ghi văn bản giao.",
                {HERE: f"Là văn bản giao: {number}{f' ngày {said}' if said else ''}", NO: "Không phải"},
                HERE,
            )
            if answer == HERE:
                return {"number": number, "subject": rest}, outcomes.day_of(said)
        return None

    def _title(self) -> list[str]:
        sheet = self.table.sheet
        rows = range(max(1, self.table.top - 12), self.table.top)
        return [cell.text for row in rows for _, cell in sheet.filled(row) if cell.kind == "text"]

    def _assigned(self, row: Row) -> None:
        if row.texts.get("assigned_on") or row.waits or FIELDS["assigned_on"] in row.problems:
            return
        if row.paper is not None and row.paper.issued_on is not None:
            row.texts["assigned_on"] = dates.show_date(row.paper.issued_on)
            return
        if FIELDS["doc"] in row.problems:
            return
        answer = self.asker.ask(
            f"assigned:{self.key}",
            "Có dòng không ghi ngày giao, cũng không có ngày văn bản: lấy ngày nào?",
            f"Ví dụ dòng {row.row}: “{names.one_line(row.texts.get('content', ''))[:80]}”.",
            {REFUSE: "Từ chối các dòng này để bổ sung ngày"},
            "",
            "day",
            is_day,
        )
        if answer == REFUSE:
            raise ValueError("chưa ghi ngày giao")
        row.texts["assigned_on"] = answer

    # --- How far it has come ---

    def _outcome(self, row: Row, outcome: Outcome) -> None:
        outcome.completed_on = _day(row.texts.pop("completed_on", ""))
        done = self._cell(row.row, "done")
        if done is not None:
            outcomes.read_done(outcome, done, self.days[self._column(row.row, "done")], self.year)
        for name, progress in (
            ("tick_new", Progress.NEW),
            ("tick_doing", Progress.DOING),
            ("tick_done", Progress.REPORTED),
        ):
            for column in self.columns.get(name, []):
                cell = self.table.sheet.at(row.row, column)
                outcomes.read_tick(outcome, cell, progress, self.days.get(column), self.year)
        outcomes.read_state(outcome, self._state(row), self.asker)
        if FIELDS["completed_on"] not in row.problems and not row.waits:
            outcomes.settle(outcome, self.key, _day(row.texts.get("due_on", "")), self.columns, self.asker)
        if outcome.completed_on is not None:
            row.texts["completed_on"] = dates.show_date(outcome.completed_on)
        elif outcome.progress:
            row.texts["progress"] = Progress(outcome.progress).label

    def _state(self, row: Row) -> str:
        cell = self._cell(row.row, "state")
        if cell is not None and cell.kind == "number" and is_share(self.table.label(self._column(row.row, "state"))):
            return share_of(cell.value)
        return self._text(row, "state")

    def _extension(self, row: Row, outcome: Outcome) -> None:
        """A due date later than the first one was moved by a decision whose day no register tells."""
        first, now = _day(row.texts.pop("original_due_on", "")), _day(row.texts.get("due_on", ""))
        if first is None or row.waits:
            return
        if now is None or now <= first:
            row.texts["due_on"] = row.texts.get("due_on") or dates.show_date(first)
            return
        answer = self.asker.ask(
            f"extended:{self.key}",
            "Sổ ghi hạn ban đầu và hạn sau gia hạn, không ghi ngày quyết định gia hạn",
            f"Ví dụ dòng {row.row}: từ {dates.show_date(first)} đến {dates.show_date(now)}.",
            {"keep": "Ghi gia hạn, quyết định đúng ngày hết hạn ban đầu", "drop": "Chỉ lấy hạn sau gia hạn"},
            "keep",
        )
        assigned = _day(row.texts.get("assigned_on", ""))
        if answer == "keep" and assigned is not None and first >= assigned:
            row.texts["due_on"] = dates.show_date(first)
            row.extended_to = now
            row.extended_on = min(day for day in (first, outcome.completed_on) if day is not None)

    # --- The rest ---

    def _words(self, row: Row, name: str, known: Mapping[str, Any], told: list[str]) -> None:
        text = self._text(row, name)
        if not text:
            return
        word = known.get(names.fold(text).strip(" ."))
        if word is not None:
            row.texts[name] = word.label
        else:
            told.append(f"{FIELDS[name]}: {text}")

    def _notes(self, row: Row, outcome: Outcome, told: list[str]) -> None:
        if outcome.deliverable:
            row.texts["deliverable"] = outcome.deliverable
        for column in self.columns.get("remark", []):
            cell = self.table.sheet.at(row.row, column)
            if cell is not None and cell.text:
                told.append(f"{self.table.label(column)}: {cell.text}")
        if len(row.origin) > ORIGIN_ROOM:
            told.append(f"Nguồn giao: {row.origin}")
            row.origin = f"{row.origin[: ORIGIN_ROOM - 1]}…"
        content = "\n".join(filter(None, (self._texts(row, "progress_note"), *outcome.told, *dict.fromkeys(told))))
        difficulty, proposal = self._text(row, "difficulty"), self._text(row, "proposal")
        if not (content or difficulty or proposal):
            return
        noted = None
        if self._cell(row.row, "noted_on") is not None:
            self._step(row, FIELDS["noted_on"], lambda: self._read_day(row, "noted_on"))
            noted = _day(row.texts.pop("noted_on", ""))
        row.report = {
            "content": content or "(Ghi theo sổ cũ)",
            "difficulty": difficulty,
            "proposal": proposal,
            "noted_on": noted or outcome.completed_on,
        }

    def _shown(self, row: Row, outcome: Outcome) -> None:
        """What a person reads in the list of verdicts."""
        labels = {name: FIELDS[name] for name in row.texts if name in FIELDS}
        row.shown = {label: row.texts[name] for name, label in labels.items() if row.texts[name]}
        unit = self.directory.unit_codes.get(row.texts.get("lead_unit", ""))
        if unit is not None:
            row.shown[FIELDS["lead_unit"]] = str(unit)
        if row.paper is not None:
            row.shown["Văn bản giao"] = f"{row.paper.number} ngày {dates.show_date(row.paper.issued_on)}"
        elif row.origin:
            row.shown["Nguồn giao"] = row.origin
        if row.extended_to is not None:
            row.shown["Gia hạn đến"] = dates.show_date(row.extended_to)
        if outcome.progress:
            row.shown["Tình trạng"] = Progress(outcome.progress).label
        if row.report:
            row.shown["Tình hình thực hiện"] = str(row.report["content"])


def _day(text: str) -> date | None:
    """A day that was written by us."""
    if not text:
        return None
    day, month, year = (int(part) for part in text.split("/"))
    return date(year, month, day)
