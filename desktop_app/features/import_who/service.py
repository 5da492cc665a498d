"""The units and people of a row: from its cells, from the headings over it, else asked once for the table."""

from db.models import Unit
from desktop_app.features.import_ask.service import Asker, Waits, together
from desktop_app.features.import_map.columns import FIELDS
from desktop_app.features.import_names.service import Directory
from desktop_app.features.import_row.columns import Row
from desktop_app.features.import_row.service import Cells
from desktop_app.features.import_table.columns import Line, Table
from desktop_app.rules import names
from desktop_app.rules import register_words as words

NO, REFUSE = "none", "refuse"


def headings(table: Table, line: Line) -> list[str]:
    """The words of the headings over a row, the nearest first, without their numbers."""
    texts = {one.row: one.words for one in table.lines if one.sort == "heading"} if line.over else {}
    return [words.numbered_heading(texts[row])[1] for row in reversed(line.over)]


class Who:
    """Fills in the units and people of rows."""

    def __init__(self, cells: Cells, directory: Directory, asker: Asker) -> None:
        self.cells, self.directory, self.asker = cells, directory, asker

    def lead(self, row: Row, line: Line, told: list[str]) -> None:
        """The lead unit: of the cell, else of the heading over the row; further units of the cell cooperate."""
        text = self.cells.text(row, "lead_unit")
        if not text:
            unit = self._unit_over(line)
            if unit is not None:
                row.texts["lead_unit"] = unit.code
            return
        if "(" in text:
            told.append(f"{FIELDS['lead_unit']}: {names.one_line(text)}")
        found = self.directory.several(text)
        together(
            lambda: self._put_lead(row, found[0]),
            lambda: self._ask_first(text, found),
            lambda: self._add_cooperating(row, found[1:], told),
        )

    def _put_lead(self, row: Row, name: str) -> None:
        lead = self.directory.ask_unit(name, self.asker)
        if lead is not None:
            row.texts["lead_unit"] = lead.code

    def _ask_first(self, text: str, found: list[str]) -> None:
        """Whether the first of several units leads; ValueError when a person says that such rows are refused."""
        if len(found) == 1:
            return
        answer = self.asker.ask(
            f"lead:{names.fold(text)}",
            f"“{names.one_line(text)[:80]}”: một nhiệm vụ chỉ có một đơn vị chủ trì",
            "Ô ghi nhiều đơn vị.",
            {"first": f"{found[0]} chủ trì, các đơn vị sau phối hợp", REFUSE: "Từ chối các dòng này"},
            "first",
        )
        if answer == REFUSE:
            raise ValueError("ghi nhiều đơn vị chủ trì; hãy để một đơn vị")

    def cooperating(self, row: Row, told: list[str]) -> None:
        """The cooperating units of the row; names that nobody knows are only told."""
        if text := self.cells.text(row, "cooperating_units"):
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

    def person(self, row: Row, name: str) -> None:
        """A leader or the one who does the work."""
        text = self.cells.text(row, name)
        found = self.directory.unit(text) if text and name == "official" else None
        if found is not None and found.records and found.whole:  # many a book has one column for both
            unit = self.directory.ask_unit(text, self.asker)
            if unit is not None:
                row.texts.setdefault("lead_unit", unit.code)
        elif text:
            official = self.directory.ask_official(text, self.asker)
            if official is not None:
                row.texts[name] = self.directory.labels[official.id]

    def lead_of_official(self, row: Row) -> None:
        """Where no unit is named: that of the official, else what a person says for the whole table."""
        if row.texts.get("lead_unit") or FIELDS["lead_unit"] in row.problems:
            return
        if row.open & {FIELDS["lead_unit"], FIELDS["official"]}:  # either may bring the unit
            return
        official = self.directory.by_label.get(row.texts.get("official", ""))
        if official is not None:
            row.texts["lead_unit"] = official.unit.code
            row.notes.append(f"Đơn vị chủ trì lấy theo đơn vị của {official}")
            return
        options = self.directory.unit_options() | {REFUSE: "Từ chối các dòng này"}
        sheet = self.cells.table.sheet.name  # many a book has one sheet a unit: each is asked about for itself
        named = self.directory.unit(sheet).records
        answer = self.asker.ask(
            f"nolead:{self.cells.key}:{names.fold(sheet)}",
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

    def _unit_over(self, line: Line) -> Unit | None:
        for text in headings(self.cells.table, line):
            if words.document_in(text)[0]:
                continue
            found = self.directory.unit(text).records
            options = {code: f"{name} chủ trì" for code, name in self.directory.unit_options(found).items()}
            options = {NO: "Chỉ là đề mục"} | options if not found else options | {NO: "Chỉ là đề mục"}
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
