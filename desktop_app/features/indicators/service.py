"""Reading and writing the catalogue of indicators; nothing else writes it."""

import csv
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from db.connection import database
from db.models import Figure, Indicator
from db.words import RATIOS, Aggregation, ComputedFrom, Direction, Every
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.indicators.columns import INDICATORS
from desktop_app.records import Condition, Rows, session, short, uses
from desktop_app.rules.targets import Measure

START = Path(__file__).parents[3] / "assets" / "indicators.csv"
# What names an indicator of the start data in every office: the same one is the same record wherever it was put in.
NAMES = UUID("5f6d0c1e-7a0b-4c58-9a35-2f8f0a6d4c11")
MOST_DECIMALS = 6
SEARCHED = ("code", "name", "theme", "measure")
NAMED: dict[str, Callable[[Any], Condition]] = {
    "in_year": lambda year: Condition(
        "coalesce({t}.first_year, 0) <= ? AND coalesce({t}.last_year, 9999) >= ?", (int(year), int(year))
    ),
}


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Indicators under a filter: the rows of screen and sheet alike. The catalogue is short and needs no index."""
    return short.with_words(records.find(INDICATORS, where, order=order, named=NAMED), text, SEARCHED)


def get(record_id: int) -> Indicator:
    """One indicator by its id."""
    return Indicator.get_by_id(record_id)


def save(texts: Mapping[str, str], record: Indicator | None = None) -> Indicator:
    """Write one indicator, or raise Refused."""
    return records.keep(INDICATORS, texts, record, _check)


def delete(record: Indicator) -> None:
    """Take an indicator out; Refused while targets, figures or plans speak of it."""
    if told := uses.told(record):
        raise Refused(f"{record.code} đang được ghi ở {told}; hãy ghi “Đến năm” để ngừng dùng thay vì xóa")
    records.delete(INDICATORS, record)


def restore(record: Indicator) -> None:
    """Put a deleted indicator back."""
    records.restore(INDICATORS, record)


def in_year(year: int) -> list[Indicator]:
    """The indicators in use in a year, in the order of the catalogue."""
    query = Indicator.select().where(
        Indicator.deleted_at.is_null(),
        Indicator.first_year.is_null() | (Indicator.first_year <= year),
        Indicator.last_year.is_null() | (Indicator.last_year >= year),
    )
    return list(query.order_by(Indicator.place, Indicator.code))


def themes() -> dict[str, str]:
    """The groups of indicators, in the order of the catalogue."""
    query = Indicator.select(Indicator.theme).where(Indicator.deleted_at.is_null(), Indicator.theme != "")
    found = [str(row.theme) for row in query.order_by(Indicator.place, Indicator.id)]
    return {theme: theme for theme in found}


def years() -> dict[str, int]:
    """Years one may ask which indicators were in use in: five back, one ahead."""
    this = clock.today().year
    return {str(year): year for year in range(this + 1, this - 6, -1)}


def in_use_now(row: Any) -> bool:
    """Whether an indicator, or its row in a list, is in use this year."""
    return bool((row.first_year or 0) <= clock.today().year <= (row.last_year or 9999))


def by_code(code: str) -> Indicator | None:
    """The indicator of a code."""
    found: Indicator | None = Indicator.get_or_none(Indicator.code == code, Indicator.deleted_at.is_null())
    return found


def rule_words(record: Indicator) -> str:
    """By which rule it is judged and added up, in words."""
    direction, adding = Direction(record.direction).label, Aggregation(record.aggregation).label
    return f"{direction}; tổng hợp: {adding[:1].lower()}{adding[1:]}"


def measure_of(record: Indicator) -> Measure:
    """What decides its arithmetic."""
    return Measure(Aggregation(record.aggregation), Direction(record.direction), int(record.decimals))


# --- The start data ---


def offered() -> list[dict[str, str]]:
    """The indicators that come with the program, as texts by column, in their order."""
    with START.open(encoding="utf-8", newline="") as file:
        return [_texts(row) for row in csv.DictReader(file)]


def missing() -> int:
    """How many of the start data the catalogue does not have, nor has had."""
    known = _codes()
    return sum(row["code"] not in known for row in offered())


def put_in(codes: Container[str] | None = None) -> int:
    """Put in what of the start data is missing, in one transaction; what stands there or was deleted stays as it is.

    ``codes`` names those that are wanted, when not all are.
    """
    known = _codes()
    new = [row for row in offered() if row["code"] not in known and (codes is None or row["code"] in codes)]
    with records.writing():
        for row in new:
            records.keep(INDICATORS, row, None, _check, uid=uuid5(NAMES, row["code"]).hex)
    return len(new)


def _codes() -> set[str]:
    return {code for (code,) in database.execute_sql("SELECT code FROM indicator").fetchall()}


def _texts(row: Mapping[str, str]) -> dict[str, str]:
    """A line of the file, its stored words as people read them."""
    kinds = {"direction": Direction, "aggregation": Aggregation, "every": Every, "computed": ComputedFrom}
    return {name: kinds[name](text).label if name in kinds else text for name, text in row.items()}


# --- Rules ---


def _check(values: Mapping[str, Any], record: Indicator | None) -> dict[str, str]:
    problems = {}
    is_ratio = values.get("aggregation") in RATIOS
    for part in ("numerator", "denominator"):
        if is_ratio and not values.get(part):
            problems[part] = "Tỷ lệ phải có tử số và mẫu số; hãy ghi đếm gì"
        elif not is_ratio and values.get(part):
            problems[part] = "Chỉ tỷ lệ mới có tử số, mẫu số; hãy để trống hoặc đổi cách tổng hợp"
    decimals = values.get("decimals")
    if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
        problems["decimals"] = f"Từ 0 đến {MOST_DECIMALS} chữ số"
    first, last = values.get("first_year"), values.get("last_year")
    if first and last and first > last:
        problems["last_year"] = "Không được trước “Từ năm”"
    if record is not None and values.get("aggregation") != record.aggregation and _has_figures(record):
        problems["aggregation"] = "Đã có số liệu ghi theo cách cũ; hãy thêm chỉ tiêu mới thay vì đổi cách tổng hợp"
    if record is not None and values.get("every") != record.every and _has_figures(record):
        problems["every"] = "Đã có số liệu theo kỳ cũ; hãy thêm chỉ tiêu mới thay vì đổi kỳ báo cáo"
    return problems


def _has_figures(record: Indicator) -> bool:
    return bool(Figure.select().where(Figure.indicator == record, Figure.deleted_at.is_null()).exists())


def is_ours(record: Indicator) -> bool:
    """Whether this office wrote the indicator, rather than the one above."""
    return bool(record.def_owner == session.current.office_uid)
