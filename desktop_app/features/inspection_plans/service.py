"""Reading and writing a year's plans of inspections, and how many rounds were held of each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.models import InspectionPlan, InspectionRound, PlannedInspection
from desktop_app import clock, records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.inspection_plans.columns import INSPECTION_PLANS, PLANNED
from desktop_app.records import Rows, lines, short

SEARCHED = ("year", "title", "paper", "document", "note")
FIRST_YEAR, LAST_YEAR, MONTHS = 2000, 2100, 12


@dataclass(frozen=True)
class Counted:
    """A line of a plan: rounds and parties meant (None where it says nothing), and those held by today."""

    line: PlannedInspection
    rounds: int
    parties: int | None
    held: int
    inspected: int


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Plans under a filter; one or two a year."""
    return short.with_words(records.find(INSPECTION_PLANS, where, order=order), text, SEARCHED)


def get(record_id: int) -> InspectionPlan:
    """One plan by its id."""
    return InspectionPlan.get_by_id(record_id)


def save(texts: Mapping[str, str], record: InspectionPlan | None = None) -> InspectionPlan:
    """Write the head of a plan, or raise Refused."""
    return records.keep(INSPECTION_PLANS, texts, record, _check)


def save_with_lines(
    texts: Mapping[str, str], rows: Sequence[Mapping[str, str]], record: InspectionPlan | None = None
) -> InspectionPlan:
    """Write a plan with its lines in one go; RefusedRows says what is wrong with head and lines."""
    problems: dict[str, str] = {}
    wrong: dict[int, dict[str, str]] = {}
    with records.writing():
        try:
            record = save(texts, record)
        except Refused as refused:
            problems = refused.problems
        if record is not None:
            try:
                save_lines(record, rows)
            except RefusedRows as refused:
                problems, wrong = problems | refused.problems, refused.rows
        if problems or wrong:
            raise RefusedRows(problems, wrong)
    assert record is not None
    return record


def delete(record: InspectionPlan) -> None:
    """Take a plan out; Refused while rounds follow its lines."""
    if count := sum(_rounds_of(line) for line in lines_of(record)):
        raise Refused(f"Đã có {count} lượt kiểm tra theo kế hoạch này; hãy bỏ dòng kế hoạch ở các lượt đó trước")
    records.delete(INSPECTION_PLANS, record)


def restore(record: InspectionPlan) -> None:
    """Put a deleted plan back."""
    records.restore(INSPECTION_PLANS, record)


def lines_of(plan: InspectionPlan) -> list[PlannedInspection]:
    """The lines of a plan in order."""
    query = PlannedInspection.select().where(PlannedInspection.plan == plan, PlannedInspection.deleted_at.is_null())
    return list(query.order_by(PlannedInspection.place, PlannedInspection.id))


def save_lines(plan: InspectionPlan, rows: Sequence[Mapping[str, str]]) -> list[PlannedInspection]:
    """Make the lines of a plan these rows; all or nothing (RefusedRows). Refused: one that rounds follow goes."""

    def write(row: Mapping[str, str], line: PlannedInspection | None, place: int) -> PlannedInspection:
        return records.keep(PLANNED, row, line, _check_line, plan=plan, place=place)

    def take_out(line: PlannedInspection) -> None:
        if count := _rounds_of(line):
            words = f"Dòng “{line}” đã có {count} lượt kiểm tra nên không xóa được"
            raise RefusedRows({"": words}, {})
        records.delete(PLANNED, line)

    return lines.save(lines_of(plan), rows, "content", write, take_out)


def counts(plan: InspectionPlan) -> list[Counted]:
    """What was meant beside what was held by today, line by line."""
    where = {"plan": plan.id}
    known = {line.id: line for line in lines_of(plan)}
    return [
        Counted(known[row.id], row.rounds or 0, row.parties, row.held, row.inspected)
        for row in records.find(PLANNED, where).iterate()
    ]


def listed(plan: InspectionPlan) -> Rows:
    """The lines of a plan as a list."""
    return records.find(PLANNED, {"plan": plan.id})


def _rounds_of(line: PlannedInspection) -> int:
    return int(
        InspectionRound.select().where(InspectionRound.planned == line, InspectionRound.deleted_at.is_null()).count()
    )


def _check(values: Mapping[str, Any], record: InspectionPlan | None) -> dict[str, str]:
    year = values.get("year")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return {"year": f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}"}
    return {}


def new_defaults() -> dict[str, str]:
    """What a new plan begins with."""
    year = clock.today().year
    return {"year": str(year), "title": f"Kế hoạch kiểm tra năm {year}"}


def _check_line(values: Mapping[str, Any], record: PlannedInspection | None) -> dict[str, str]:
    problems = {}
    if values.get("month") is not None and not 1 <= values["month"] <= MONTHS:
        problems["month"] = "Tháng từ 1 đến 12"
    if values.get("rounds") is None or values["rounds"] < 1:
        problems["rounds"] = "Số lượt ít nhất là 1"
    if values.get("parties") is not None and values["parties"] < 1:
        problems["parties"] = "Số đơn vị, cơ sở ít nhất là 1"
    return problems
