"""The cells of an agenda, of conclusions and of a supplement."""

from dataclasses import replace

from db.models import PlanItem
from db.words import PlanItemKind
from desktop_app.features.minutes.columns import CONCLUSIONS, MATTERS, SUPPLEMENTS
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Link, LongText, Whole


class KeyTask(Link):
    """A key task of a work programme: what a session hears."""

    def __init__(self) -> None:
        super().__init__(PlanItem)

    def options(self) -> list[str]:
        """The key tasks only; whatever else a plan holds can be read, but is not offered."""
        alive = (PlanItem.kind == PlanItemKind.KEY_TASK) & PlanItem.deleted_at.is_null()
        wanted = {item.id for item in PlanItem.select(PlanItem.id).where(alive)}
        return [label for label, number in self._ids().items() if number in wanted]


def _column(of: Column, **changes: object) -> Column:
    """A cell: its hint has no room there."""
    return replace(of, hint="", source=None, **changes)  # type: ignore[arg-type]  # the names are Column's own


AGENDA = Questions(
    "Chương trình họp",
    *(_column(MATTERS.columns[name]) for name in ("content", "unit", "presenter")),
    _column(MATTERS.columns["plan_item"], kind=KeyTask(), label="Nhiệm vụ trọng tâm"),
    _column(MATTERS.columns["discussion"]),
)

CONCLUDED = Questions(
    "Kết luận",
    Column("about", "Mục số", Whole(), 5),
    _column(CONCLUSIONS.columns["content"]),
    *(_column(CONCLUSIONS.columns[name]) for name in ("lead_unit", "cooperating_units")),
    _column(CONCLUSIONS.columns["leader"], label="Lãnh đạo"),
    _column(CONCLUSIONS.columns["due_on"]),
    _column(CONCLUSIONS.columns["deliverable_wanted"], label="Sản phẩm"),
    _column(CONCLUSIONS.columns["gives_task"], label="Giao việc"),
)

ADDED = Questions(
    "Bổ sung biên bản",
    *(SUPPLEMENTS.columns[name] for name in ("added_on", "author")),
    replace(SUPPLEMENTS.columns["content"], kind=LongText(lines=2)),
)
