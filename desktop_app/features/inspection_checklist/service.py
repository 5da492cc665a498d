"""Reading and writing what was looked at in the minutes of a party; nothing else writes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from db.models import Checked, ChecklistTemplate, InspectedParty
from desktop_app import records
from desktop_app.errors import Refused
from desktop_app.features.checklists import service as checklists
from desktop_app.features.inspections import service as inspections
from desktop_app.features.inspections.columns import CHECKED, PARTIES, UNANSWERED
from desktop_app.records import Condition, lines

_COPIED = ("section", "content", "answer", "clause")


def checked(party: InspectedParty) -> list[Checked]:
    """What was looked at, in order."""
    query = Checked.select().where(Checked.party == party, Checked.deleted_at.is_null())
    return list(query.order_by(Checked.place, Checked.id))


def begin_checklist(party: InspectedParty, template: ChecklistTemplate) -> list[Checked]:
    """Copy a template into minutes that have no checklist yet, with its heading where none is written."""
    inspections.refuse_signed(party)
    if checked(party):
        raise Refused("Biên bản đã có nội dung kiểm tra; hãy xóa các dòng đó trước khi lấy mẫu khác")
    items = checklists.items(template)
    if not items:
        raise Refused(f"Mẫu “{template}” chưa có nội dung nào; hãy thêm ở mục Mẫu kiểm tra")
    with records.writing():
        if template.heading and not party.heading:
            records.keep(PARTIES, {"heading": template.heading}, party)
        begin_with(party, items)
    return checked(party)


def save_checked(party: InspectedParty, rows: Sequence[Mapping[str, str]]) -> list[Checked]:
    """Make the checklist of the minutes these rows, in this order; all or nothing (RefusedRows)."""
    inspections.refuse_signed(party)

    def write(row: Mapping[str, str], item: Checked | None, place: int) -> Checked:
        return records.keep(CHECKED, row, item, party=party, place=place)

    return lines.save(checked(party), rows, "content", write, lambda item: records.delete(CHECKED, item))


def unanswered(party: InspectedParty) -> list[str]:
    """What was not looked at yet, in its words."""
    left = records.find(CHECKED, {"party": party.id}).only(Condition(UNANSWERED))
    return [str(item.content) for item in left.iterate()]


def begin_with(party: InspectedParty, items: Sequence[Any]) -> None:
    """Copy items of a template, or what was looked at before, into minutes without any."""
    for place, item in enumerate(items, start=1):
        texts = {name: CHECKED.columns[name].kind.show(getattr(item, name)) for name in _COPIED}
        records.keep(CHECKED, texts, None, party=party, place=place)
