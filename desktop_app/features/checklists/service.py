"""Reading and writing templates of what is looked at; nothing else writes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from db.models import ChecklistItem, ChecklistTemplate
from desktop_app import records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.checklists.columns import ITEMS, TEMPLATES
from desktop_app.records import Rows, lines, short

SEARCHED = ("name", "type", "heading", "note")


def find(where: Mapping[str, Any] | None = None, text: str = "", order: str = "") -> Rows:
    """Templates under a filter; a dozen."""
    return short.with_words(records.find(TEMPLATES, where, order=order), text, SEARCHED)


def get(record_id: int) -> ChecklistTemplate:
    """One template by its id."""
    return ChecklistTemplate.get_by_id(record_id)


def save(texts: Mapping[str, str], record: ChecklistTemplate | None = None) -> ChecklistTemplate:
    """Write the head of a template, or raise Refused."""
    return records.keep(TEMPLATES, texts, record, _check)


def save_with_items(
    texts: Mapping[str, str], rows: Sequence[Mapping[str, str]], record: ChecklistTemplate | None = None
) -> ChecklistTemplate:
    """Write a template and everything on it in one go; RefusedRows says what is wrong with head and lines."""
    problems: dict[str, str] = {}
    wrong: dict[int, dict[str, str]] = {}
    with records.writing():
        try:
            record = save(texts, record)
        except Refused as refused:
            problems = refused.problems
        if record is not None:
            try:
                save_items(record, rows)
            except RefusedRows as refused:
                problems, wrong = problems | refused.problems, refused.rows
        if problems or wrong:
            raise RefusedRows(problems, wrong)
    assert record is not None
    return record


def delete(record: ChecklistTemplate) -> None:
    """Take a template out; minutes keep what was copied from it."""
    records.delete(TEMPLATES, record)


def restore(record: ChecklistTemplate) -> None:
    """Put a deleted template back."""
    records.restore(TEMPLATES, record)


def items(template: ChecklistTemplate) -> list[ChecklistItem]:
    """What is looked at, in order."""
    query = ChecklistItem.select().where(ChecklistItem.template == template, ChecklistItem.deleted_at.is_null())
    return list(query.order_by(ChecklistItem.place, ChecklistItem.id))


def save_items(template: ChecklistTemplate, rows: Sequence[Mapping[str, str]]) -> list[ChecklistItem]:
    """Make the items of a template these rows, in this order; all or nothing (RefusedRows)."""

    def write(row: Mapping[str, str], item: ChecklistItem | None, place: int) -> ChecklistItem:
        return records.keep(ITEMS, row, item, template=template, place=place)

    return lines.save(items(template), rows, "content", write, lambda item: records.delete(ITEMS, item))


def of_type(kind: str) -> list[ChecklistTemplate]:
    """The templates in use for a type of inspection, in their order."""
    query = ChecklistTemplate.select().where(
        ChecklistTemplate.deleted_at.is_null(), ChecklistTemplate.in_use, ChecklistTemplate.type == kind
    )
    return list(query.order_by(ChecklistTemplate.place, ChecklistTemplate.id))


def _check(values: Mapping[str, Any], record: ChecklistTemplate | None) -> dict[str, str]:
    same = ChecklistTemplate.select().where(
        ChecklistTemplate.deleted_at.is_null(),
        ChecklistTemplate.type == values.get("type"),
        ChecklistTemplate.name == values.get("name"),
    )
    twin = next((one for one in same if record is None or one.id != record.id), None)
    return {"name": "Đã có mẫu cùng tên cho loại kiểm tra này"} if twin is not None else {}


def listed(template: ChecklistTemplate) -> Rows:
    """What is looked at, as a list."""
    return records.find(ITEMS, {"template": template.id})
