"""Whether the work of a row is done, and since when; what a register leaves open is asked once a table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.words import Progress
from desktop_app import clock
from desktop_app.features.import_ask.service import Asker, Waits
from desktop_app.features.import_days.service import DayColumn, is_day
from desktop_app.features.import_read.columns import Cell
from desktop_app.features.import_values.columns import LEAVE, NO_TICKS, TICKS
from desktop_app.features.import_values.service import ask_state, progress_of, report_of, share_of
from desktop_app.rules import dates, names
from desktop_app.rules import register_words as words

LONGEST_STATE = 40  # letters
DUE, PRODUCT, REFUSE, DONE, DOING = "due", "product", "refuse", "done", "doing"
_LEADING = re.compile(
    r"\s*(?:ngày\s*)?(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:\d{4}|\d{2}))(?!\d)\s*[;,:.\-–]?\s*", re.IGNORECASE
)
_DONE_ON = re.compile(
    r"(?:hoàn thành|xong)\s*(?:vào\s*)?(?:ngày\s*)(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4})", re.IGNORECASE
)
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s*%?")
_LATE_BY = re.compile(r"qua han (\d{1,4}) ngay")


class Out(Exception):
    """A person wants rows of this state left out."""


@dataclass
class Outcome:
    """What a row says of its work so far."""

    progress: str = ""
    completed_on: date | None = None
    deliverable: str = ""
    product: str = ""  # where else the day of a result may stand
    told: list[str] = field(default_factory=list)  # words that are neither a mark nor a state
    state: str = ""


def read_state(outcome: Outcome, text: str, asker: Asker) -> None:
    """Take a word of a state into account; raises Waits, or Out when such rows are left out."""
    if not text:
        return
    outcome.state = names.fold(text)
    if len(text) > LONGEST_STATE or (report_of(text) and not progress_of(text)):  # a report where a state should be
        outcome.told.append(text)
        outcome.progress = report_of(text)
        outcome.product = outcome.product or text
        if outcome.progress == Progress.REPORTED and outcome.completed_on is None:
            outcome.completed_on = _done_on(text)
        return
    progress = ask_state(text, asker)
    if progress == LEAVE:
        raise Out(text)
    outcome.progress = progress
    if any(mark.isdigit() for mark in text) and not _SHARE.fullmatch(outcome.state):
        outcome.told.append(text)  # it says more than a state: a day, a paper
    if progress == Progress.REPORTED and outcome.completed_on is None:
        outcome.completed_on = _done_on(text)


def _done_on(text: str) -> date | None:
    """The day that a state or a result says the work was done on."""
    found = _DONE_ON.search(text)
    return day_of(re.sub(r"\s", "", found[1])) if found else None


def read_tick(outcome: Outcome, cell: Cell | None, progress: Progress, day: DayColumn | None, year: int) -> None:
    """Take a cell of a column that is only marked into account; a day in it is the day of completion."""
    text = cell.text if cell is not None else ""
    said = names.fold(text)
    if cell is None or said in NO_TICKS:
        return
    if said not in TICKS and _SHARE.fullmatch(said):  # half of it done is not done
        outcome.progress = Progress(
            progress_of(share_of(cell.value) if cell.kind == "number" else said) or Progress.DOING
        )
        outcome.told.append(text)
    elif said in TICKS or len(said) <= 2:
        outcome.progress = progress
    elif cell.kind == "day" or _LEADING.match(text):
        outcome.progress = progress
        if progress == Progress.REPORTED and day is not None:
            outcome.completed_on = day.read(cell, year)[0]
    else:
        outcome.progress = outcome.progress or progress
        outcome.told.append(text)


def read_done(outcome: Outcome, cell: Cell | None, day: DayColumn, year: int) -> None:
    """A cell with the day of completion and the result after it: both are taken."""
    if cell is None:
        return
    if cell.kind == "day":
        outcome.completed_on = day.read(cell, year)[0]
        return
    found = _LEADING.match(cell.text)
    if found is None:
        outcome.deliverable = outcome.deliverable or cell.text
        return
    outcome.completed_on = day.read(Cell("text", found[1]), year)[0]
    outcome.deliverable = outcome.deliverable or cell.text[found.end() :].strip()


def settle(
    outcome: Outcome, table: str, due_on: date | None, mapped: Iterable[str], asker: Asker, *, due_known: bool = True
) -> None:
    """Bring state and day of completion together; ``due_known`` is False while a person must say what the term is.

    Raises Waits while a person must say which day; ValueError in Vietnamese when they contradict each other.
    """
    late = "qua han" in outcome.state or outcome.state.startswith("cham")
    if outcome.completed_on is not None:
        if outcome.progress in (Progress.DOING, Progress.NEW) and not late:
            raise ValueError("ghi chưa hoàn thành nhưng lại có ngày hoàn thành; hãy sửa một trong hai ô")
        outcome.progress = Progress.REPORTED
        return
    if not outcome.progress and (said := report_of(outcome.deliverable)):
        outcome.progress = said
        if said == Progress.REPORTED:
            outcome.completed_on = _done_on(outcome.deliverable)
        else:  # what was done so far is no result
            outcome.told.append(outcome.deliverable)
            outcome.deliverable = ""
    if (
        not outcome.progress
        and outcome.deliverable
        and not {"state", "tick_done", "completed_on", "done"} & set(mapped)
    ):
        answer = asker.ask(
            f"result:{table}",
            "Bảng không có cột tình trạng; dòng có sản phẩm, kết quả thì thế nào?",
            f"Ví dụ: “{names.one_line(outcome.deliverable)[:80]}”.",
            {DONE: "Là việc đã hoàn thành", DOING: "Là việc đang thực hiện"},
        )
        outcome.progress = Progress.REPORTED if answer == DONE else Progress.DOING
    if outcome.progress == Progress.REPORTED and outcome.completed_on is None:
        outcome.completed_on = _completed(outcome, table, due_on, asker, due_known)


def _completed(outcome: Outcome, table: str, due_on: date | None, asker: Asker, due_known: bool) -> date:
    """The day of completion of work that is done on a day nobody wrote down."""
    late = _LATE_BY.search(outcome.state)
    if late and not due_known:
        raise Waits
    if late and due_on is not None:
        return due_on + timedelta(days=int(late[1]))
    _, issued, _ = words.document_in(outcome.deliverable or outcome.product)
    product = day_of(issued)
    if product is not None:
        answer = asker.ask(
            f"done-product:{table}",
            "Việc đã hoàn thành không ghi ngày, nhưng sản phẩm có ngày",
            f"Ví dụ “{names.one_line(outcome.deliverable or outcome.product)[:80]}”. "
            "Ngày hoàn thành là ngày ban hành sản phẩm.",
            {PRODUCT: "Lấy ngày của sản phẩm", REFUSE: "Từ chối các dòng này"},
            PRODUCT,
        )
        if answer == PRODUCT:
            return product
        raise ValueError("đã hoàn thành thì phải ghi ngày hoàn thành")
    answer = asker.ask(
        f"done-day:{table}",
        "Việc đã hoàn thành nhưng không ghi ngày hoàn thành: lấy ngày nào?",
        "Chọn một cách cho mọi dòng như vậy của bảng, hoặc ghi một ngày.",
        {DUE: "Lấy thời hạn của dòng (coi là đúng hạn)", REFUSE: "Từ chối các dòng này để bổ sung ngày"},
        "",
        "day",
        is_day,
    )
    if answer == DUE and not due_known:
        raise Waits
    if answer == DUE and due_on is not None and due_on <= clock.today() and "qua han" not in outcome.state:
        return due_on
    if answer in (DUE, REFUSE):
        raise ValueError("đã hoàn thành thì phải ghi ngày hoàn thành")
    return dates.read_date(answer, clock.today())


def day_of(text: str) -> date | None:
    """The day that a text names, day first; None when it names none."""
    try:
        return dates.read_date(text, clock.today()) if text else None
    except ValueError:
        return None
