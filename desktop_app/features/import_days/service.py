"""A column of days: what its cells say together decides how each is read; what stays open is asked once."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop_app import clock
from desktop_app.features.import_ask.service import Asker, together
from desktop_app.features.import_read.columns import Cell, letters
from desktop_app.rules import dates, names
from desktop_app.rules import register_words as words

NO_DAY = "none"
_PARTS = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_HOUR = re.compile(
    r"(?:(?:lúc|trước)\s*)?(\d{1,2})\s*(?:h|giờ|g|:)\s*(\d{2})?(?:\s*(?:phút|p|:\d{2}))?(?:\s*(?:AM|PM))?",
    re.IGNORECASE,
)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_415  # 01/01/2000 and 31/12/2100 as Excel counts days


def is_day(text: str) -> bool:
    """Whether an answer is a day."""
    with suppress(ValueError):
        return bool(dates.read_date(text, clock.today()))
    return False


# --- Days ---


@dataclass
class DayColumn:
    """One column of days: what can be said of all its cells together."""

    key: str  # of the table and the column
    label: str
    asker: Asker
    allows_none: bool = False
    day_first: bool = False  # here or elsewhere in the register its writer shows that the day comes first
    month_first_seen: str = ""
    ambiguous: str = ""
    short_year: str = ""
    turned: str = ""
    written: bool = False
    real_over_12: bool = False
    shows_month_first: bool = False
    serial: str = ""

    def look(self, row: int, column: int, cell: Cell) -> None:
        """Take a cell into account."""
        where = f"{letters(column)}{row}"
        if cell.kind == "day":
            self._look_at_day(where, cell)
        elif cell.kind == "number" and _is_serial(cell.value):
            self.serial = self.serial or f"ô {where} ghi {cell.value:.0f}"
        elif cell.kind == "text" and (
            found := _PARTS.fullmatch(_bare(cell.text)) or _PARTS.fullmatch(words.day_in_words(cell.text)[0])
        ):
            first, second = int(found[1]), int(found[2])
            said = f"ô {where} ghi “{cell.text}”"
            self.day_first |= "dmy" in words.orders_in(cell.text)
            if first > 12:
                self.day_first = self.written = True
            elif second > 12:
                self.month_first_seen = self.month_first_seen or said
            elif first != second:
                self.ambiguous = self.ambiguous or said
            if len(found[3]) == 2:
                self.short_year = self.short_year or said

    def _look_at_day(self, where: str, cell: Cell) -> None:
        day = cell.value
        if day.day > 12:
            self.real_over_12 = True
            self.day_first |= cell.order == "dmy"  # shown so to whoever typed the others
        elif day.day != day.month:
            self.turned = self.turned or f"ô {where} chứa ngày {dates.date_long(day.date()).removeprefix('ngày ')}"
        self.shows_month_first |= cell.order == "mdy"

    def read(self, cell: Cell, year: int) -> tuple[date | None, str]:
        """The day in a cell (None where it says that there is none) and the hour it names.

        Raises Waits when a person must say how it is meant, ValueError in Vietnamese when it is no day.
        """
        if cell.wrong:
            raise ValueError(cell.wrong)
        if cell.kind == "day":
            return self._real(cell.value), f"{cell.value:%H:%M}" if cell.value.hour else ""
        if cell.kind == "number":
            return self._number(cell.value, year), ""
        return self._text(cell.text, year)

    def _real(self, moment: datetime) -> date:
        day = moment.date()
        doubtful = self.turned and not self.real_over_12 and (self.shows_month_first or self.written)
        if doubtful or (self.turned and self.shows_month_first):
            why = (
                "ô hiển thị tháng trước ngày"
                if self.shows_month_first
                else "trong cột có ngày ghi bằng chữ lẫn ngày thật, dấu hiệu của máy để tháng trước ngày"
            )
            answer = self.asker.ask(
                f"real:{self.key}",
                f"Cột “{self.label}”: ngày thật có bị đảo ngày và tháng không?",
                f"{self.turned}; {why}. Hãy đối chiếu với văn bản giấy.",
                {"as": "Giữ nguyên: đúng như trong ô", "swap": "Đảo lại: số đứng trước là ngày"},
            )
            if answer == "swap" and day.day <= 12:
                day = date(day.year, day.day, day.month)
        return dates.read_date(dates.show_date(day), clock.today())

    def _number(self, value: float, year: int) -> date | None:
        if _is_serial(value):
            shown = dates.show_date(_of_serial(value))
            answer = self.asker.ask(
                f"serial:{self.key}",
                f"Cột “{self.label}”: số có phải là ngày không?",
                f"{self.serial}; nếu là ngày thì là ngày {shown}.",
                {"day": f"Là ngày ({value:.0f} là {shown})", "no": "Không phải ngày; từ chối các ô này"},
                "day",
            )
            if answer == "day":
                return dates.read_date(dates.show_date(_of_serial(value)), clock.today())
            raise ValueError(f"ô ghi {value:.0f}, không phải ngày; hãy ghi ngày/tháng/năm, ví dụ 20/11/2026")
        return self._text(f"{value:.0f}" if value == int(value) else f"{value:g}", year)[0]

    def _text(self, text: str, year: int) -> tuple[date | None, str]:
        text, hour = _without_hour(names.one_line(text))
        today = clock.today()
        if iso := _ISO.fullmatch(text):
            return dates.read_date(f"{iso[3]}/{iso[2]}/{iso[1]}", today), hour
        if long := words.long_day(text):
            return dates.read_date(long, today), hour
        bare = _bare(text)
        if re.fullmatch(r"\d{8}", bare):
            return dates.read_date(bare, today), hour
        if found := _PARTS.fullmatch(bare):
            return self._parts(found, today), hour
        return self._phrase(text, year), hour

    def _parts(self, found: re.Match[str], today: date) -> date:
        first, second, year = found.groups()
        order = together(self._order, lambda: self._ask_century(year))[0]
        if order == "mdy":
            first, second = second, first
        return dates.read_date(f"{first}/{second}/{year}", today)

    def _order(self) -> str:
        if self.day_first or not (self.ambiguous or self.month_first_seen):
            return "dmy"
        month_first = bool(self.month_first_seen)
        said = self.month_first_seen or self.ambiguous
        return self.asker.ask(
            f"order:{self.key}",
            f"Cột “{self.label}”: ngày đứng trước hay tháng đứng trước?",
            f"{said}; cả cột không có ngày nào cho biết chắc thứ tự.",
            {"dmy": "Ngày/tháng/năm", "mdy": "Tháng/ngày/năm"},
            "mdy" if month_first else "dmy",
        )

    def _ask_century(self, year: str) -> None:
        if len(year) != 2:
            return
        answer = self.asker.ask(
            f"century:{self.key}",
            f"Cột “{self.label}”: năm ghi hai chữ số",
            f"{self.short_year or f'có ô ghi năm “{year}”'}; hiểu là năm 20{year}?",
            {"2000": "Là năm 20…", "no": "Không phải; từ chối các ô này"},
            "2000",
        )
        if answer == "no":
            raise ValueError("năm ghi hai chữ số; hãy ghi đủ bốn chữ số")

    def _in_words(self, day: str, text: str, *, before: bool) -> date:
        """A full day among words; whether "before" a day means that day is asked once a column."""
        parts = _PARTS.fullmatch(day)
        assert parts is not None
        first, second = int(parts[1]), int(parts[2])

        def read() -> date:
            sure = first > 12 or second > 12 or "dmy" in words.orders_in(text)
            return dates.read_date(day, clock.today()) if sure else self._parts(parts, clock.today())

        if not before:
            return read()
        found: date
        found, answer = together(read, lambda: self._ask_before(text))
        return found if answer == "on" else found - timedelta(days=1)

    def _ask_before(self, text: str) -> str:
        return self.asker.ask(
            f"before:{self.key}",
            f"Cột “{self.label}”: “trước ngày …” thì hạn là ngày nào?",
            f"Ví dụ “{text[:60]}”.",
            {"on": "Chính ngày ấy", "before": "Ngày liền trước"},
            "on",
        )

    def _phrase(self, text: str, year: int) -> date | None:
        """A term put in words: every wording is asked about once."""
        told, before = words.day_in_words(text)
        if told:
            return self._in_words(told, text, before=before)
        meant = words.term_in(text, year)
        none = words.has_no_term(text)
        if meant is None and not none and not re.search(r"[a-zA-ZÀ-ỹ]", text):
            raise ValueError(f"“{text}” không phải ngày; hãy ghi ngày/tháng/năm, ví dụ 20/11/2026")
        options = {dates.show_date(meant): dates.show_date(meant)} if meant is not None else {}
        if self.allows_none:
            options[NO_DAY] = "Không xác định thời hạn"
        else:
            options[NO_DAY] = "Để trống"
        proposed = dates.show_date(meant) if meant is not None else NO_DAY if none else ""
        answer = self.asker.ask(
            f"day:{self.key.partition(':')[2]}:{names.fold(text)}",
            f"Cột “{self.label}”: “{text[:80]}” là ngày nào?",
            "Ghi bằng chữ nên chương trình không tự đoán.",
            options,
            proposed,
            "day",
            is_day,
        )
        return None if answer == NO_DAY else dates.read_date(answer, clock.today())


def _bare(text: str) -> str:
    return _without_hour(names.one_line(text))[0].strip("()[] .,;").removeprefix("ngày ").removeprefix("Ngày ").strip()


def _without_hour(text: str) -> tuple[str, str]:
    """A text without the hour in it, and the hour.

    >>> _without_hour("17h00 ngày 20/11/2026"), _without_hour("20/11/2026 00:00:00"), _without_hour("Quý III/2025")
    (('20/11/2026', '17:00'), ('20/11/2026', ''), ('Quý III/2025', ''))
    """
    found = _HOUR.search(text)
    if found is None or not _PARTS.search(text[: found.start()] + " " + text[found.end() :]):
        return text, ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    rest = re.sub(r"^(,|ngày|\s)+|[,\s]+$", "", rest.strip(), flags=re.IGNORECASE)
    hour = f"{int(found[1]):02d}:{found[2] or '00'}"
    return rest, hour if hour != "00:00" and int(found[1]) < 24 else ""


def _is_serial(value: float) -> bool:
    return _FIRST_SERIAL <= value <= _LAST_SERIAL


def _of_serial(value: float) -> date:
    return date(1899, 12, 30) + timedelta(days=int(value))


def columns_of(
    rows: Sequence[int], columns: Sequence[tuple[int, DayColumn]], at: Callable[[int, int], Cell | None]
) -> None:
    """Let every column of days look at its cells, and share what one of them shows of its writer's habit."""
    for column, day in columns:
        for row in rows:
            cell = at(row, column)
            if cell is not None:
                day.look(row, column, cell)
    share_habit([day for _, day in columns])


def share_habit(columns: Sequence[DayColumn]) -> None:
    """Whoever puts the day first in one column of a table puts it first in the others."""
    if any(day.day_first for day in columns) and not any(day.month_first_seen for day in columns):
        for day in columns:
            day.day_first = True


def share_file(columns: Sequence[DayColumn], texts: Iterable[str]) -> None:
    """The same across the tables of a register, and from the days among its other words."""
    if not any(day.ambiguous and not day.day_first and not day.month_first_seen for day in columns):
        return
    if any(day.month_first_seen for day in columns):
        return
    orders = set().union(*map(words.orders_in, texts))
    if "mdy" not in orders and ("dmy" in orders or any(day.day_first for day in columns)):
        for day in columns:
            day.day_first = True


def years(cells: Iterator[Cell]) -> int:
    """The year most days of a register are of; this year when there are none."""
    counts: dict[int, int] = {}
    for cell in cells:
        if cell.kind == "day":
            counts[cell.value.year] = counts.get(cell.value.year, 0) + 1
        elif cell.kind == "text" and (found := re.search(r"\b(20\d{2})\b", cell.text)):
            counts[int(found[1])] = counts.get(int(found[1]), 0) + 1
    return max(counts, key=lambda year: counts[year]) if counts else clock.today().year
