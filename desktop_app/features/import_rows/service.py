"""The verdict of every row: read, held against the rules and against what is there; nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from db.connection import database
from db.models import ImportBatch
from desktop_app.errors import Refused
from desktop_app.features.import_ask.columns import Question
from desktop_app.features.import_ask.service import Asker, Waits
from desktop_app.features.import_cells.service import Reader
from desktop_app.features.import_days.service import share_file
from desktop_app.features.import_map import service as mapping
from desktop_app.features.import_map.columns import FIELDS
from desktop_app.features.import_names.service import Directory
from desktop_app.features.import_papers.service import Papers
from desktop_app.features.import_read.columns import Sheet, Source
from desktop_app.features.import_row.columns import Row, Verdict
from desktop_app.features.import_rows.columns import Plan
from desktop_app.features.import_table.columns import SORTS, Line, Table
from desktop_app.features.import_table.service import tables
from desktop_app.features.task_halves import service as owners
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.records import journal, kinds
from desktop_app.rules import names
from desktop_app.rules import register_words as words

NO_TABLE = "không thấy dòng tiêu đề có cột nội dung nhiệm vụ"
AT_ONCE = 10  # rows between two words to whoever waits
SHORT_REF = 5  # letters; a shorter code of another system may be anything's
YES, NO = "yes", "no"


def plan(source: Source, headings: Mapping[str, tuple[int, int]] | None = None) -> Plan:
    """A register with what can be proposed for it; ``headings`` name, by sheet, the heading a person pointed at.

    Raises Refused when no sheet has a table and nobody said where one is.
    """
    found: list[Table] = []
    notes: list[str] = []
    for sheet in source.sheets:
        own = tables(sheet, (headings or {}).get(sheet.name))
        found += own
        if not own and sheet.cells and not sheet.hidden:
            notes.append(f"Trang “{sheet.name}”: {NO_TABLE} nên không đọc")
    maps, answers = [], dict[str, str]()
    for table in found:
        columns, before = mapping.recall(table)
        maps.append(columns)
        answers |= before
    made = Plan(source, found, maps, answers, notes=notes)
    made.skipped = {place for place, table in enumerate(found) if table.sheet.hidden}
    made.before = _before(source)
    return made


def _before(source: Source) -> str:
    """When the same register was read in before, in words."""
    same = ImportBatch.select().where(ImportBatch.digest == source.digest, ImportBatch.undone_at.is_null())
    batch = same.order_by(ImportBatch.id.desc()).first()
    if batch is None:
        return ""
    when = f"{batch.made_at:%d/%m/%Y %H:%M}"
    return f"Đã nhập đúng nội dung này ngày {when} ({batch.source}); các dòng đã có sẽ không nhập lại"


def judge(of: Plan) -> Iterator[float]:
    """Work out every row anew; yields the share done, in short steps."""
    yield 0.0
    asker = Asker(of.answers)
    directory = Directory()
    papers = Papers(directory, asker)
    of.rows, of.head = [], journal.head()
    there = There()
    total = sum(len(table.lines) for table in of.tables) or 1
    done = 0
    with kinds.held():
        readers = []
        for table, columns in zip(of.tables, of.maps, strict=True):
            readers.append(Reader(table, columns, directory, papers, asker))
            yield 0.0
        share_file([day for reader in readers for day in reader.sources.days], _texts(of.source))
        for place, (table, reader) in enumerate(zip(of.tables, readers, strict=True)):
            why = "bảng được chọn là không nhập" if place in of.skipped else _unusable(of.maps[place])
            out = _left_out(table, asker)
            for line in table.lines:
                of.rows.append(_row(table, line, reader, why, out))
                done += 1
                if done % AT_ONCE == 0:
                    yield done / total
    _compare(of, there)
    of.questions = _with_rows(asker, of.rows)


def _texts(source: Source) -> Iterator[str]:
    return (cell.text for sheet in source.sheets for cell in sheet.cells.values() if cell.kind == "text")


def run(of: Plan) -> Plan:
    """The same in one go."""
    for _ in judge(of):
        pass
    return of


def _unusable(columns: Mapping[int, str]) -> str:
    return "" if "content" in columns.values() else "chưa có cột nào là nội dung nhiệm vụ"


def _row(table: Table, line: Line, reader: Reader, why: str, out: Mapping[int, tuple[str, str]]) -> Row:
    if line.sort != "data" or why:
        told = why if line.sort == "data" else SORTS[line.sort].lower()
        return Row(table, line.row, Verdict.LEFT, why=told, words=line.words)
    key, words_out = out.get(line.row, ("", ""))
    if key == NO:
        return Row(table, line.row, Verdict.LEFT, why=words_out)
    row = reader.read(line)
    if key:
        row.waits.append(key)
    if row.verdict == Verdict.NEW:
        _hold_against_rules(row)
    return row


def _hold_against_rules(row: Row) -> None:
    """The verdict of a row that was read: what waits, what the gate says, what is fine."""
    try:
        row.values = tasks.judge(row.texts)
    except Refused as refused:
        waiting = {"lead_unit", "assigned_on", "due_on", "completed_on"} if row.waits else set()
        for name, said in refused.problems.items():
            if name not in waiting:
                label = FIELDS.get(name) or (TASKS.columns[name].label if name in TASKS.columns else "")
                row.problems.setdefault(label, said)
    if row.report and owners.doer_of(row.values.get("lead_unit")):  # no field has two writers
        row.report, row.shown[FIELDS["progress_note"]] = {}, "(đơn vị thực hiện ghi trên sổ của mình; không nhập)"
    if row.problems:
        row.verdict = Verdict.REFUSED
    elif row.waits:
        row.verdict = Verdict.QUESTION


# --- What a sheet as a whole asks ---


def _left_out(table: Table, asker: Asker) -> dict[int, tuple[str, str]]:
    """Row -> the question it waits for (or NO, when it stays out) and why: hidden rows, letters of an old font."""
    sheet = table.sheet
    found: dict[int, tuple[str, str]] = {}
    hidden = [line.row for line in table.data if line.row in sheet.hidden_rows]
    if hidden and not sheet.hidden:
        title = f"Trang “{sheet.name}” có {len(hidden)} dòng bị ẩn: có nhập không?"
        options = {YES: "Nhập cả các dòng ẩn", NO: "Bỏ qua các dòng ẩn"}
        found |= _asked(asker, f"hidden:{sheet.name}", title, "Dòng ẩn bằng tay hoặc do đang lọc.", options, hidden)
    legacy = [line.row for line in table.data if _is_legacy(sheet, line.row)]
    if legacy:
        title = f"Trang “{sheet.name}” dùng phông chữ cũ (TCVN3 hoặc VNI)"
        said = (
            f"{len(legacy)} dòng, ví dụ dòng {legacy[0]}. Chương trình chưa chuyển mã: hãy chuyển tệp sang Unicode "
            "bằng Unikey (Ctrl+Shift+F6) rồi nhập lại."
        )
        options = {NO: "Bỏ qua các dòng này", YES: "Chữ đã là Unicode, cứ nhập"}
        found |= _asked(asker, f"font:{sheet.name}", title, said, options, legacy)
    return found


def _asked(
    asker: Asker, key: str, title: str, said: str, options: Mapping[str, str], rows: list[int]
) -> dict[int, tuple[str, str]]:
    try:
        answer = asker.ask(key, title, said, options, YES if next(iter(options)) == YES else NO)
    except Waits:
        return dict.fromkeys(rows, (key, ""))
    return dict.fromkeys(rows, (NO, options[NO].lower())) if answer == NO else {}


def _is_legacy(sheet: Sheet, row: int) -> bool:
    return any(cell.kind == "text" and words.is_legacy(cell.font, cell.text) for _, cell in sheet.filled(row))


def _with_rows(asker: Asker, rows: list[Row]) -> list[Question]:
    """The questions with the rows that wait; nobody is asked about rows that are there, left out or refused anyway."""
    for place, row in enumerate(rows):
        for key in row.waits if row.verdict == Verdict.QUESTION else ():
            asker.questions[key].rows.append(place)
    return [one for one in asker.questions.values() if one.answer or one.rows]


# --- What is there already ---


class There:
    """The tasks of the book by what they are recognised by; read once."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.refs: dict[str, tuple[str, str]] = {}
        self.contents: dict[str, list[Known]] = defaultdict(list)
        sql = (
            "SELECT t.code, t.content, t.external_ref, coalesce(d.number, ''), coalesce(d.issued_on, t.assigned_on), "
            "t.lead_unit_id, coalesce(t.original_due_on, ''), coalesce(t.due_on, '') FROM task AS t "
            "LEFT JOIN document AS d ON d.id = t.document_id WHERE t.deleted_at IS NULL"
        )
        for code, content, ref, number, day, lead, *due in database.execute_sql(sql):
            folded = folded_content(content)
            self.codes[code.casefold()] = code
            self.contents[folded].append(Known(code, folded_number(number), day, lead, tuple(due)))
            if ref:
                self.refs[names.fold(ref)] = (code, folded)

    def find(self, row: Row, code: str, alone: bool) -> str:
        """The code of the task that a row is; ``alone`` when no other row of the register has its words."""
        if code.casefold() in self.codes:
            return self.codes[code.casefold()]
        folded = folded_content(row.texts.get("content", ""))
        ref = self.refs.get(names.fold(row.texts.get("external_ref", "")))
        if ref is not None and (ref[1] == folded or len(row.texts["external_ref"]) >= SHORT_REF):
            return ref[0]
        same = [one for one in self.contents.get(folded, ()) if _same_order(row, one)]
        if len(same) > 1 or not alone:  # the same words every month: told apart by who and by when
            lead = row.values["lead_unit"].id if row.values.get("lead_unit") is not None else 0
            due = row.values["due_on"].isoformat() if row.values.get("due_on") else ""
            same = [one for one in same if one.lead == lead and due in one.due]
        return same[0].code if same else ""


@dataclass(frozen=True)
class Known:
    """A task of the book: the number and day of its document (else its own day), who leads it, by when."""

    code: str
    number: str
    day: str
    lead: int
    due: tuple[str, ...]


def _same_order(row: Row, one: Known) -> bool:
    """Whether a task with a row's words was ordered by the row's document; without one, on the row's day."""
    if row.paper is not None:
        day = row.paper.issued_on.isoformat() if row.paper.issued_on is not None else one.day
        return one.number == folded_number(row.paper.number) and one.day == day
    assigned = row.values.get("assigned_on")
    return not one.number and (assigned is None or one.day == assigned.isoformat())


def folded_content(text: str) -> str:
    """A task's words as they are compared."""
    return names.fold(names.one_line(text)).strip(" .;,")


def folded_number(number: str) -> str:
    """A document's number as it is compared."""
    return names.fold(number).replace(" ", "")


def _compare(of: Plan, there: There) -> None:
    """Mark the rows whose task is there, and those that say the same as one before them."""
    alike = Counter(_words_of(row) for row in of.rows if row.texts.get("content"))
    first: dict[tuple[str, ...], Row] = {}
    for row in of.rows:
        if row.verdict == Verdict.LEFT or not row.texts.get("content"):
            continue
        column = next((c for c, name in of.maps[of.tables.index(row.table)].items() if name == "code"), 0)
        code = row.table.sheet.text(row.row, column) if column else ""
        row.record = there.find(row, code, alike[_words_of(row)] == 1)
        if row.record:
            row.verdict, row.why = Verdict.THERE, f"đã có trong sổ: {row.record}"
            row.problems, row.waits = {}, []
            continue
        if code and "external_ref" not in row.texts and row.values:
            row.texts["external_ref"] = row.values["external_ref"] = code[:60]
        if row.verdict in (Verdict.NEW, Verdict.QUESTION):
            twin = first.setdefault(_all_of(row), row)
            if twin is not row:
                row.verdict, row.why = Verdict.LEFT, f"giống hệt {twin.place} nên chỉ nhập một lần"
                row.waits = []


def _all_of(row: Row) -> tuple[str, ...]:
    """What makes two rows one task: words, document, unit, days."""
    return (*_words_of(row), *(row.texts.get(name, "") for name in ("lead_unit", "assigned_on", "due_on")))


def _words_of(row: Row) -> tuple[str, str]:
    return folded_content(row.texts.get("content", "")), folded_number(
        row.paper.number if row.paper is not None else row.origin
    )
