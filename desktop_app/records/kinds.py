"""The kinds of value a column holds: how each is shown, and read back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import BooleanField, CharField, DateField, Field, ForeignKeyField, IntegerField, TextField, fn

from db.connection import database
from db.models import AmountField, MomentField
from db.models.base import HourField, YearField, plain_amount
from desktop_app import clock
from desktop_app.records.session import current
from desktop_app.rules import dates, names, numbers

LONGEST_TEXT = 20_000


class Kind:
    """A kind of value. ``show`` and ``read`` are each other's inverse; ``load`` takes what SQLite holds."""

    align = "left"
    closed = False
    converts = False  # whether ``load`` has anything to do
    shown = True  # whether people can see it in a list

    def show(self, value: Any) -> str:
        """The value as people read it, on screen and on paper."""
        return "" if value is None else str(value)

    def read(self, text: str) -> Any:
        """The value meant by a cleaned, non-empty ``text``; ValueError, in Vietnamese, if none is."""
        return text

    def load(self, stored: Any) -> Any:
        """The value behind what a plain SQL query gives."""
        return stored

    def cell(self, value: Any) -> Any:
        """The value as an Excel cell holds it."""
        return self.show(value)

    def plain(self, value: Any) -> Any:
        """The value as journal and packages hold it: text, whole number, true or false, or None."""
        return value if value is None or isinstance(value, int) else self.show(value)

    def options(self) -> list[str]:
        """What may be chosen, for a closed kind."""
        return []


class Text(Kind):
    """A line of text."""

    def __init__(self, longest: int = 255) -> None:
        self.longest = longest

    def read(self, text: str) -> str:
        text = self.tidy(text)
        if len(text) > self.longest:
            raise ValueError(
                f"Dài {numbers.show_whole(len(text))} ký tự, không được quá {numbers.show_whole(self.longest)}"
            )
        return text

    def tidy(self, text: str) -> str:
        return names.one_line(text)


class LongText(Text):
    """Some paragraphs of text; a form gives it room for some ``lines`` at first."""

    def __init__(self, longest: int = LONGEST_TEXT, lines: int = 3) -> None:
        super().__init__(longest)
        self.lines = lines

    def tidy(self, text: str) -> str:
        return text


class Hour(Kind):
    """An hour of the day, stored as HH:MM."""

    def show(self, value: str | None) -> str:
        return dates.show_hour(value)

    def plain(self, value: str | None) -> str | None:
        return value

    def read(self, text: str) -> str:
        return dates.read_hour(text)


class Whole(Kind):
    """A whole number."""

    align = "right"

    def show(self, value: int | None) -> str:
        return numbers.show_whole(value)

    def read(self, text: str) -> int:
        return numbers.read_whole(text)

    def cell(self, value: Any) -> Any:
        return value


class Year(Whole):
    """A year of the calendar: a number without dots."""

    align = "center"

    def show(self, value: int | None) -> str:
        return "" if value is None else str(value)

    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise ValueError("Ghi đủ bốn chữ số của năm, ví dụ 2026")
        return int(text)


class Amount(Kind):
    """An exact number with decimals; shown with as many ``decimals`` as it has, unless told."""

    align = "right"
    converts = True

    def __init__(self, decimals: int | None = None) -> None:
        self.decimals = decimals

    def show(self, value: Any) -> str:
        return numbers.show_amount(self.load(value), self.decimals)

    def read(self, text: str) -> Decimal:
        return numbers.read_amount(text)

    def load(self, stored: Any) -> Any:
        return None if stored in (None, "") else Decimal(stored)

    def cell(self, value: Any) -> Any:
        return self.load(value)

    def plain(self, value: Any) -> Any:
        return None if value is None else plain_amount(Decimal(value))


class Day(Kind):
    """A date, always day first."""

    converts = True
    align = "center"

    def show(self, value: date | None) -> str:
        return dates.show_date(value)

    def read(self, text: str) -> date:
        return dates.read_date(text, clock.today(), *clock.calendar())

    def load(self, stored: Any) -> Any:
        return date.fromisoformat(stored) if stored else None

    def cell(self, value: Any) -> Any:
        return value

    def plain(self, value: Any) -> Any:
        return None if value is None else value.isoformat()


class Moment(Kind):
    """A moment, shown in the time of its place."""

    converts = True

    def show(self, value: datetime | None) -> str:
        return "" if value is None else f"{value:%d/%m/%Y %H:%M}"

    def load(self, stored: Any) -> Any:
        return datetime.fromisoformat(stored) if stored else None

    def plain(self, value: Any) -> Any:
        return None if value is None else value.isoformat(timespec="seconds")


class YesNo(Kind):
    """Yes or no."""

    converts = True
    align = "center"

    def show(self, value: bool | None) -> str:
        return "x" if value else ""

    def read(self, text: str) -> bool:
        word = names.fold(text)
        if word in {"x", "1", "co", "true"}:
            return True
        if word in {"0", "khong", "false"}:
            return False
        raise ValueError("Ghi x nếu có, để trống nếu không")

    def load(self, stored: Any) -> Any:
        return None if stored is None else bool(stored)


class Choice(Kind):
    """One of a closed list of words."""

    closed = True

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self.labels = dict(words)
        self._values = {names.fold(label): value for value, label in self.labels.items()}

    def options(self) -> list[str]:
        return list(self.labels.values())

    def show(self, value: str | None) -> str:
        return self.labels.get(value or "", "")

    def read(self, text: str) -> str:
        try:
            return self._values[names.fold(text)]
        except KeyError:
            raise ValueError(f"“{text}” không có trong danh mục: {'; '.join(self.labels.values())}") from None

    def plain(self, value: Any) -> Any:
        return None if value is None else str(value)


class OneOf(Kind):
    """One of some texts that are known when it is asked: names typed a moment ago, not stored yet."""

    closed = True

    def __init__(self, known: Callable[[], Sequence[str]]) -> None:
        self._known = known

    def options(self) -> list[str]:
        return list(dict.fromkeys(self._known()))

    def read(self, text: str) -> str:
        found = next((option for option in self._known() if names.fold(option) == names.fold(text)), None)
        if found is None:
            raise ValueError(f"Không tìm thấy “{text}”; hãy chọn trong danh sách")
        return found


class Link(Kind):
    """Another record, known to people by its label or its code; two records of one label are told apart by the code."""

    closed = True

    def __init__(self, model: type[Any]) -> None:
        self.model = model

    def options(self) -> list[str]:
        """Labels to choose from, in Vietnamese order; those that are not unique carry what tells them apart."""
        return list(self._ids())

    def show(self, value: Any) -> str:
        return "" if value is None else (value if isinstance(value, str) else str(value))

    def label(self, record_id: int) -> str | None:
        """What the record of an id is called among the options; None when it is none of them."""
        return next((label for label, known in self._ids().items() if known == record_id), None)

    def read(self, text: str) -> Any:
        if _held is None:
            return self._find(text)
        if (self.model, text) not in _held:
            _held[(self.model, text)] = self._find(text)
        return _held[(self.model, text)]

    def _find(self, text: str) -> Any:
        if self.model not in _labels and (number := self._coded(text)) is not None:
            return self.model.get_by_id(number)  # without reading the labels of every task
        known = self._ids()
        if text in known:
            return self.model.get_by_id(known[text])
        found = self._by_code(text)
        if not found:
            wanted = names.fold(text)
            found = [number for label, number in known.items() if names.fold(label.partition(SEPARATOR)[0]) == wanted]
        if len(found) == 1:
            return self.model.get_by_id(found[0])
        if found:
            raise ValueError(f"Có {len(found)} mục cùng tên “{text}”; hãy chọn trong danh sách")
        raise ValueError(f"Không tìm thấy “{text}”; hãy chọn trong danh sách hoặc thêm vào danh bạ trước")

    def plain(self, value: Any) -> Any:
        return None if value is None else str(value.uid)

    def _coded(self, text: str) -> int | None:
        """The record of exactly this label, where labels are codes, which an index knows; None elsewhere."""
        table = self.model._meta.table_name
        if LABELS.get(table) != CODE:
            return None
        sql = f"SELECT id FROM {table} WHERE code = ? AND deleted_at IS NULL"
        found = database.execute_sql(sql, (text,)).fetchone()
        return int(found[0]) if found else None

    def _by_code(self, text: str) -> list[int]:
        code = self.model._meta.fields.get("code")
        if code is None:
            return []
        query = self.model.select(self.model.id).where(self.model.deleted_at.is_null())
        return [row[0] for row in query.where(fn.lower(code) == text.lower()).tuples()]

    def _ids(self) -> dict[str, int]:
        """Label -> id of every record, read with one plain query and kept until a record of the model is written."""
        if self.model not in _labels:
            _labels[self.model] = self._read_ids()
        return _labels[self.model]

    def _read_ids(self) -> dict[str, int]:
        table, order = self.model._meta.table_name, "sort_key" if "sort_key" in self.model._meta.fields else "id"
        ours = " AND t.def_owner IN ('', ?)" if table in OWN_DIRECTORY else ""
        sql = (
            f"SELECT {label_sql(table, 't')}, t.id FROM {table} AS t WHERE t.deleted_at IS NULL{ours} "
            f"ORDER BY t.{order}"
        )
        rows = database.execute_sql(sql, (current.office_uid,) if ours else ()).fetchall()
        count = Counter(label for label, _ in rows)
        ids = {}
        for label, number in rows:
            if count[label] > 1:
                label = f"{label}{SEPARATOR}{_distinction(self.model.get_by_id(number))}"
            ids[label] = number
        return ids


CODE = "{a}.code"
# What stands for a linked record, where it is not simply its name; `__str__` of the model says the same.
LABELS = {
    "document": "CASE WHEN {a}.number <> '' THEN {a}.number ELSE {a}.subject END",
    "meeting": "{a}.title",
    "task": CODE,
    "task_request": "{a}.reason",
    "inspection_plan": "{a}.title || ' (' || {a}.year || ')'",
    "planned_inspection": "{a}.content",
    "inspection_round": CODE,
    "finding": "{a}.content",
    "plan": "{a}.title",
    "plan_item": "{a}.content",
    "meeting_matter": "{a}.content",
    "target": "(SELECT i.name FROM indicator AS i WHERE i.id = {a}.indicator_id) || ' năm ' || {a}.year",
    "figure": "(SELECT i.name FROM indicator AS i WHERE i.id = {a}.indicator_id) || ' ' || {a}.period",
}
SEPARATOR = " · "

# Tables of which only what this office wrote may be chosen: other offices' people and rooms come in with packages.
OWN_DIRECTORY = frozenset(
    {"unit", "official", "establishment", "inspection_plan", "planned_inspection", "inspection_round"}
    | {"plan", "plan_group", "plan_item"}
)


def label_sql(table: str, alias: str) -> str:
    """The label of a record of ``table`` as SQL."""
    return LABELS.get(table, "{a}.name").replace("{a}", alias)


_labels: dict[type[Any], dict[str, int]] = {}
_held: dict[tuple[type[Any], str], Any] | None = None


@contextmanager
def held() -> Iterator[None]:
    """Read each linked record once while thousands of rows are read; nobody may write such a record meanwhile."""
    global _held
    _held = {}
    try:
        yield
    finally:
        _held = None


def forget_labels(model: type[Any] | None = None) -> None:
    """Read the records of ``model`` (or all) afresh when next asked for; whoever writes records says so."""
    if model is None:
        _labels.clear()
    else:
        _labels.pop(model, None)


def _distinction(record: Any) -> str:
    """What tells apart two records of one label: code, position and unit, date, address, or the number of the row."""
    for parts in (("code",), ("position", "unit"), ("issued_on", "issuer"), ("held_on",), ("address", "trade")):
        if all(hasattr(record, part) for part in parts):
            values = [getattr(record, part) for part in parts]
            shown = [dates.show_date(value) if isinstance(value, date) else str(value) for value in values if value]
            return (
                f"{', '.join(shown)} (số {record.id})"
                if "held_on" in parts or "issued_on" in parts
                else ", ".join(shown) or f"số {record.id}"
            )
    return f"số {record.id}"


class Links(Kind):
    """Several other records, read from and shown as their labels with semicolons between."""

    closed = True

    def __init__(self, model: type[Any]) -> None:
        self.model = model
        self.one = Link(model)

    def options(self) -> list[str]:
        return self.one.options()

    def show(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return "; ".join(self.one.show(record) for record in value)

    def read(self, text: str) -> Sequence[Any]:
        found: dict[int, Any] = {}
        for part in text.replace("\n", ";").split(";"):
            if part.strip():
                record = self.one.read(part.strip())
                found[record.id] = record
        return list(found.values())

    def plain(self, value: Any) -> Any:
        return [str(record.uid) for record in value or ()]


OF_FIELD: tuple[tuple[type[Field], Callable[[Any], Kind]], ...] = (
    (ForeignKeyField, lambda field: Link(field.rel_model)),
    (BooleanField, lambda field: YesNo()),
    (DateField, lambda field: Day()),
    (YearField, lambda field: Year()),
    (IntegerField, lambda field: Whole()),
    (MomentField, lambda field: Moment()),
    (AmountField, lambda field: Amount()),
    (HourField, lambda field: Hour()),
    (CharField, lambda field: Text(field.max_length)),
    (TextField, lambda field: LongText()),
)


def kind_of(field: Field) -> Kind:
    """The kind a Peewee field holds; its choices come first."""
    if field.choices:
        return Choice(field.choices)
    for field_type, make in OF_FIELD:
        if isinstance(field, field_type):
            return make(field)
    raise TypeError(f"no kind for {field!r}")
