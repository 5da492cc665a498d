"""What the pages of a register show, in words; and what a person does there."""

from collections.abc import Collection, Iterator, Mapping

from desktop_app.features.import_ask.columns import Question
from desktop_app.features.import_desk import service as desk
from desktop_app.features.import_map.columns import FIELDS, SEVERAL
from desktop_app.features.import_read.columns import letters
from desktop_app.features.import_row.columns import VERDICTS, Row, Verdict
from desktop_app.features.import_rows import service as judging
from desktop_app.features.import_rows.columns import Plan
from desktop_app.features.import_table.columns import SORTS, Table
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Day
from desktop_app.rules import names
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole

SEEN, BEFORE, WIDEST = 40, 4, 60  # rows of the picture, rows above its heading, columns
CUT = 80  # letters of a cell in the picture
SAMPLES = 3
SHOWN_ROWS = 8
NOT_COMPARED = ("place", "secrecy", "code", "doc", "doc_number", "doc_date", "doc_subject", "issuer", "doc_type")
OTHER_DAY = "khác"
ALL = "all"
Shown = tuple[str, tuple[str, ...], str]  # a line: its name, its cells, the colour of its letters
WRONG, WAITS = "✗ ", "? "
DAY = Questions("Ngày", Column("day", "Ngày", Day(), needed=True, hint="Ghi ngày/tháng/năm, ví dụ 20/11/2026"))


def title(plan: Plan) -> str:
    """What lies on the desk."""
    return f"Nhập sổ: {plan.source.name}"


# --- What was understood ---


def tables(plan: Plan) -> list[Shown]:
    """A line for every table: sheet, heading, tasks, whether it is taken."""
    lines: list[Shown] = []
    for place, table in enumerate(plan.tables):
        heading = f"Dòng {table.top}" + (f" – {table.bottom}" if table.bottom > table.top else "")
        taken = "Không nhập" if place in plan.skipped else "Nhập"
        hidden = " (trang ẩn)" if table.sheet.hidden else ""
        cells = (f"{table.sheet.name}{hidden}", heading, show_whole(len(table.data)), taken)
        lines.append((str(place), cells, ""))
    return lines


def picture(plan: Plan, place: int) -> tuple[list[str], list[Shown]]:
    """The sheet around a heading: labels of its columns, and its rows with what each is taken for.

    A row is (its number, its cells, the colour of its letters); a cell that is refused or asked about is marked.
    """
    table = plan.tables[place]
    sheet = table.sheet
    width = min(sheet.last_column, WIDEST)
    columns = range(1, width + 1)
    mapped = plan.maps[place]
    heads = [f"{letters(c)}: {FIELDS[mapped.get(c, '')]}" if mapped.get(c) else letters(c) for c in columns]
    rows = {row.row: row for row in plan.rows if row.table is table}
    lines: list[Shown] = []
    for row in range(max(1, table.top - BEFORE), min(sheet.last_row, table.bottom + SEEN) + 1):
        words, tone = _meaning(table, row, rows.get(row))
        cells = [words] + [_cell(table, row, c, rows.get(row), mapped.get(c, "")) for c in columns]
        lines.append((str(row), tuple(cells), tone))
    return heads, lines


def _meaning(table: Table, row: int, judged: Row | None) -> tuple[str, str]:
    if table.top <= row <= table.bottom:
        return "Tiêu đề", "accent"
    line = next((one for one in table.lines if one.row == row), None)
    if line is None:
        return "", "muted"
    if line.sort != "data":
        return SORTS[line.sort], "muted"
    tones = {Verdict.REFUSED: "danger", Verdict.QUESTION: "warning", Verdict.NEW: ""}
    return (VERDICTS[judged.verdict], tones.get(judged.verdict, "muted")) if judged is not None else ("", "")


def _cell(table: Table, row: int, column: int, judged: Row | None, name: str) -> str:
    if judged is not None and judged.secret:
        return ""
    cell = table.sheet.cells.get((row, column))
    text = names.one_line(cell.text or str(cell.value if cell.wrong else "")) if cell is not None else ""
    mark = WRONG if judged is not None and name and FIELDS[name] in judged.problems else ""
    return mark + (text if len(text) <= CUT else f"{text[: CUT - 1]}…")


def put_heading(plan: Plan, place: int, row: int) -> Plan:
    """The register with another heading: the row chosen, with the rows that its merged cells reach down to."""
    sheet = plan.tables[place].sheet if plan.tables else plan.source.sheets[place]
    last = max([row, *(bottom for top, _, bottom, _ in sheet.merges if top == row and bottom <= row + 3)])
    said = desk.choices(plan)
    said[desk.TABLES] = [one for one in said[desk.TABLES] if one[desk.SHEET] != sheet.name]
    said[desk.TABLES].append({desk.SHEET: sheet.name, desk.HEADING: [row, last]})
    return desk.of_source(plan.source, said)


def bare(plan: Plan) -> list[Shown]:
    """The rows of the first sheet with anything in it, for a register in which no heading was found."""
    sheet = next(sheet for sheet in plan.source.sheets if sheet.cells)
    columns = range(1, min(sheet.last_column, WIDEST) + 1)
    rows = range(1, min(sheet.last_row, SEEN) + 1)
    return [(str(row), ("", *(names.one_line(sheet.text(row, c))[:CUT] for c in columns)), "") for row in rows]


def bare_place(plan: Plan) -> int:
    """Where that sheet stands among all."""
    return next(place for place, sheet in enumerate(plan.source.sheets) if sheet.cells)


# --- Columns ---


def columns(plan: Plan, place: int) -> list[Shown]:
    """A line for every column: its letter, its label, some of its cells, and what it is taken for."""
    table = plan.tables[place]
    lines: list[Shown] = []
    for column, name in plan.maps[place].items():
        found = (names.one_line(table.sheet.text(line.row, column)) for line in table.data[:200])
        samples = list(dict.fromkeys(filter(None, found)))[:SAMPLES]
        cells = (letters(column), table.label(column), "; ".join(samples)[:CUT], FIELDS[name])
        lines.append((str(column), cells, "" if name else "muted"))
    return lines


def fields() -> list[tuple[str, tuple[str]]]:
    """What a column can be taken for."""
    return [(name or ALL, (label,)) for name, label in FIELDS.items()]


def put_field(plan: Plan, place: int, column: int, name: str) -> None:
    """Take a column for one of ours; another that was taken for it is not taken any more."""
    chosen = "" if name == ALL else name
    if chosen not in SEVERAL:
        for other, before in plan.maps[place].items():
            if before == chosen and other != column:
                plan.maps[place][other] = ""
    plan.maps[place][column] = chosen


# --- Questions ---


def questions(plan: Plan) -> list[Shown]:
    """A line for every question: what is asked, of how many rows, what was answered or is proposed."""
    lines: list[Shown] = []
    for place, one in enumerate(plan.questions):
        said = (
            one.shown(one.answer)
            if one.answer
            else f"(đề nghị: {one.shown(one.proposed)})"
            if one.proposed
            else "(chưa trả lời)"
        )
        lines.append((str(place), (one.title, show_whole(len(one.rows)), said), "" if one.answer else "warning"))
    return lines


def options(question: Question) -> list[tuple[str, tuple[str]]]:
    """What may be answered."""
    found = [(value, (words,)) for value, words in question.options.items()]
    return [*found, (OTHER_DAY, ("Ghi một ngày khác…",))] if question.free == "day" else found


def about(plan: Plan, question: Question) -> str:
    """What to look at before answering, with the first rows that wait."""
    sheets: dict[str, list[str]] = {}
    for place in question.rows[:SHOWN_ROWS]:
        row = plan.rows[place]
        sheets.setdefault(row.table.sheet.name, []).append(str(row.row))
    rows = "; ".join(f"trang “{sheet}” dòng {', '.join(numbers)}" for sheet, numbers in sheets.items())
    more = f" và {show_whole(len(question.rows) - SHOWN_ROWS)} dòng khác" if len(question.rows) > SHOWN_ROWS else ""
    return f"{question.words} Đang chờ: {rows}{more}." if rows else question.words


def answer(plan: Plan, question: Question, said: str) -> None:
    """Keep an answer."""
    plan.answers[question.key] = question.answer = said


def answer_day(plan: Plan, question: Question, texts: Mapping[str, str]) -> None:
    """Keep a day as the answer; Refused when it is none."""
    answer(plan, question, show_date(DAY.answers(texts)["day"]))


def answer_proposed(plan: Plan) -> int:
    """Answer what has a proposal as proposed; how many that were."""
    found = [one for one in plan.open_questions if one.proposed]
    for one in found:
        answer(plan, one, one.proposed)
    return len(found)


def unanswered(plan: Plan) -> int:
    """How many questions have no answer yet."""
    return len(plan.open_questions)


def to_answer(plan: Plan) -> str:
    """What has to be done with the questions before anything is read in."""
    return (
        f"Còn {show_whole(unanswered(plan))} câu hỏi phải trả lời trước khi nhập: nhấn Enter ở từng câu, hoặc bấm "
        "“Chọn mọi câu theo đề nghị”. Chỉ nhập các dòng đã rõ: sang trang “4. Kết luận” rồi nhấn Ctrl+S."
    )


def left_open(plan: Plan) -> str:
    """What is lost by reading in before all is answered."""
    left, rows = show_whole(unanswered(plan)), show_whole(plan.count(Verdict.QUESTION))
    return f"Còn {left} câu hỏi chưa trả lời; {rows} dòng đang chờ sẽ không được nhập. Vẫn nhập các dòng đã rõ?"


def brought(plan: Plan, known: Collection[str]) -> str:
    """What the answers brought up: questions that could not be asked before; nothing when there are none."""
    fresh = [one for one in plan.open_questions if one.key not in known]
    if fresh:
        return f"Câu trả lời vừa rồi dẫn tới {show_whole(len(fresh))} câu hỏi mới, chưa hỏi trước được."
    return "" if plan.open_questions else "Đã trả lời mọi câu hỏi. Nhấn Ctrl+S để xem kết luận."


def judge(plan: Plan) -> Iterator[float]:
    """Work out every row anew."""
    return judging.judge(plan)


# --- Verdicts ---


def sorts(plan: Plan) -> list[tuple[str, str, int]]:
    """The verdicts that occur, with how many rows have each."""
    found = [(str(verdict), label, plan.count(verdict)) for verdict, label in VERDICTS.items()]
    return [(ALL, "Tất cả", len(plan.rows)), *(one for one in found if one[2])]


def places(plan: Plan, sort: str) -> list[int]:
    """The rows of a verdict."""
    return [place for place, row in enumerate(plan.rows) if sort in (ALL, row.verdict)]


def tone(row: Row) -> tuple[str | None, str | None]:
    """The dot of a row, and the colour of its letters."""
    return {
        Verdict.NEW: ("success", None),
        Verdict.QUESTION: ("warning", "warning"),
        Verdict.REFUSED: ("danger", "danger"),
    }.get(row.verdict, ("muted", "muted"))


def verdict(row: Row) -> str:
    """The verdict in words."""
    return VERDICTS[row.verdict]


def reason(plan: Plan, row: Row) -> str:
    """Why."""
    asked = {one.key: one.title for one in plan.questions}
    return "; ".join(filter(None, (row.reason, *(asked.get(key, "") for key in dict.fromkeys(row.waits)))))


def values(plan: Plan, row: Row) -> list[tuple[str, str, str]]:
    """Label, what stands in the register, and what would be written."""
    if row.secret or not row.shown:
        return []
    mapped = plan.maps[plan.tables.index(row.table)]
    texts = [(name, row.table.sheet.text(row.row, column)) for column, name in mapped.items() if name]
    said = {FIELDS[name]: text for name, text in texts if name not in NOT_COMPARED and text}
    of_paper = "; ".join(text for name, text in texts if name in NOT_COMPARED[3:] and text)
    said |= {"Văn bản giao": of_paper} if of_paper and "Nguồn giao" not in row.shown else {}
    labels = dict.fromkeys([*row.problems, *row.shown, *said])
    lines = [(label, said.get(label, ""), row.problems.get(label) or row.shown.get(label, "")) for label in labels]
    return [line for line in lines if line[1] or line[2]]


def ready(plan: Plan) -> int:
    """How many rows would be written."""
    return plan.count(Verdict.NEW)
