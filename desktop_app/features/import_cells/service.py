"""One row of a register read into the texts of a task: what is wrong is said at its cell, what is open is asked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from db.words import Progress
from desktop_app.features.documents.service import SECRET
from desktop_app.features.import_ask.service import Asker, Waits
from desktop_app.features.import_days.service import is_day
from desktop_app.features.import_labels.service import is_share
from desktop_app.features.import_map.columns import FIELDS
from desktop_app.features.import_names.service import Directory
from desktop_app.features.import_outcome import service as outcomes
from desktop_app.features.import_outcome.service import Out, Outcome
from desktop_app.features.import_papers.service import Papers
from desktop_app.features.import_row.columns import Row, Verdict
from desktop_app.features.import_row.service import Cells
from desktop_app.features.import_source.service import Sources
from desktop_app.features.import_table.columns import Line, Table
from desktop_app.features.import_values.columns import KINDS, URGENCIES
from desktop_app.features.import_values.columns import SECRET as SECRET_WORDS
from desktop_app.features.import_values.service import share_of
from desktop_app.features.import_who.service import Who
from desktop_app.rules import dates, names

ORIGIN_ROOM = 500
HIDDEN = "không nhập nội dung có độ mật vào chương trình này, kể cả trích yếu"
REFUSE = "refuse"


class Reader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, mapping: Mapping[int, str], directory: Directory, papers: Papers, asker: Asker
    ) -> None:
        self.table, self.directory, self.asker, self.key = table, directory, asker, table.key
        self.cells = Cells(table, mapping, asker)
        self.who = Who(self.cells, directory, asker)
        self.sources = Sources(self.cells, papers, asker)

    def read(self, line: Line) -> Row:
        """A row with its texts, what is wrong with it, and what it waits for."""
        row = Row(self.table, line.row)
        for name, columns in self.cells.columns.items():
            row.columns.setdefault(FIELDS[name], columns[0])
        if self._is_secret(row):
            row.verdict, row.secret, row.why = Verdict.REFUSED, True, HIDDEN
            return row
        outcome, told = Outcome(), list[str]()
        try:
            self._fill(row, line, outcome, told)
        except Out as left:
            row.waits = []  # nobody needs to answer for what is left out
            row.verdict, row.why = Verdict.LEFT, f"tình trạng “{left}” được chọn là không nhập"
        return row

    # --- Steps; each says what is wrong or open, and the next goes on ---

    def _fill(self, row: Row, line: Line, outcome: Outcome, told: list[str]) -> None:
        for name in ("content", "deliverable_wanted", "late_reason"):
            if text := self.cells.text(row, name):
                row.texts[name] = text
        outcome.deliverable = self.cells.texts(row, "deliverable")
        for name in ("assigned_on", "due_on", "original_due_on", "completed_on"):
            self._step(row, FIELDS[name], lambda name=name: self.cells.read_day(row, name))  # type: ignore[misc]
        self._step(row, FIELDS["lead_unit"], lambda: self.who.lead(row, line, told))
        self._step(row, FIELDS["supervising_leader"], lambda: self.who.person(row, "supervising_leader"))
        self._step(row, FIELDS["official"], lambda: self.who.person(row, "official"))
        self._step(row, FIELDS["lead_unit"], lambda: self.who.lead_of_official(row))
        self._step(row, FIELDS["cooperating_units"], lambda: self.who.cooperating(row, told))
        self._step(row, FIELDS["doc"], lambda: self.sources.document(row, line))
        self._step(row, FIELDS["assigned_on"], lambda: self._assigned(row))
        self._step(row, FIELDS["state"], lambda: self._outcome(row, outcome))
        self._step(row, FIELDS["original_due_on"], lambda: self._extension(row, outcome))
        self._words(row, "kind", KINDS, told)
        self._words(row, "urgency", URGENCIES, told)
        if ref := self.cells.text(row, "external_ref"):
            row.texts["external_ref"] = ref
        self._notes(row, outcome, told)
        self._shown(row, outcome)

    def _step(self, row: Row, label: str, work: Callable[[], Any]) -> None:
        try:
            work()
        except Waits as waits:
            row.waits += waits.keys
            row.open.add(label)
        except ValueError as error:
            row.problems.setdefault(label, str(error))

    def _is_secret(self, row: Row) -> bool:
        mark = self.cells.cell(row.row, "secrecy")
        if mark is not None and names.fold(mark.text).strip(" .") in SECRET_WORDS:
            return True
        at = self.table.sheet.at
        texts = (cell.text for column in self.cells.mapping if (cell := at(row.row, column)) is not None)
        return any(SECRET.search(names.fold(text)) for text in texts if len(text) < 5_000)

    def _assigned(self, row: Row) -> None:
        if row.texts.get("assigned_on") or FIELDS["assigned_on"] in row.problems:
            return
        if row.open & {FIELDS["assigned_on"], FIELDS["doc"]}:  # either may bring the day
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
        done = self.cells.cell(row.row, "done")
        if done is not None:
            outcomes.read_done(outcome, done, self.cells.days[self.cells.column_of(row.row, "done")], self.cells.year)
        for name, progress in (
            ("tick_new", Progress.NEW),
            ("tick_doing", Progress.DOING),
            ("tick_done", Progress.REPORTED),
        ):
            for column in self.cells.columns.get(name, []):
                cell = self.table.sheet.at(row.row, column)
                outcomes.read_tick(outcome, cell, progress, self.cells.days.get(column), self.cells.year)
        outcomes.read_state(outcome, self._state(row), self.asker)
        if FIELDS["completed_on"] not in row.problems and FIELDS["completed_on"] not in row.open:
            due_on, known = _day(row.texts.get("due_on", "")), FIELDS["due_on"] not in row.open
            outcomes.settle(outcome, self.key, due_on, self.cells.columns, self.asker, due_known=known)
        if outcome.completed_on is not None:
            row.texts["completed_on"] = dates.show_date(outcome.completed_on)
        elif outcome.progress:
            row.texts["progress"] = Progress(outcome.progress).label

    def _state(self, row: Row) -> str:
        """The words for how far the work is; a share of it, where the column holds shares."""
        cell = self.cells.cell(row.row, "state")
        if cell is None or cell.kind != "number":
            return self.cells.text(row, "state")
        if is_share(self.table.label(self.cells.column_of(row.row, "state"))):
            return share_of(cell.value)
        return self.cells.text(row, "state")

    def _extension(self, row: Row, outcome: Outcome) -> None:
        """A due date later than the first one was moved by a decision whose day no register tells."""
        first, now = _day(row.texts.pop("original_due_on", "")), _day(row.texts.get("due_on", ""))
        if first is None or row.open & {FIELDS["due_on"], FIELDS["original_due_on"]}:
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
        text = self.cells.text(row, name)
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
        for column in self.cells.columns.get("remark", []):
            cell = self.table.sheet.at(row.row, column)
            if cell is not None and cell.text:
                told.append(f"{self.table.label(column)}: {cell.text}")
        if len(row.origin) > ORIGIN_ROOM:
            told.append(f"Nguồn giao: {row.origin}")
            row.origin = f"{row.origin[: ORIGIN_ROOM - 1]}…"
        content = "\n".join(filter(None, (self.cells.texts(row, "progress_note"), *outcome.told, *dict.fromkeys(told))))
        difficulty, proposal = self.cells.text(row, "difficulty"), self.cells.text(row, "proposal")
        if not (content or difficulty or proposal):
            return
        noted = None
        if self.cells.cell(row.row, "noted_on") is not None:
            self._step(row, FIELDS["noted_on"], lambda: self.cells.read_day(row, "noted_on"))
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
        if codes := row.texts.get("cooperating_units"):
            row.shown[FIELDS["cooperating_units"]] = "; ".join(
                str(self.directory.unit_codes[code]) for code in codes.split("; ") if code
            )
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
