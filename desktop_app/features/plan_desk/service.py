"""The page of one plan as it is read, and its groups and items typed, moved and put in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.models import Plan, PlanGroup, PlanItem, Task
from db.words import PlanItemKind, PlanKind, PlanStanding
from desktop_app import clock, records
from desktop_app.errors import RefusedRows
from desktop_app.features.plan_counts import service as counting
from desktop_app.features.plan_desk.columns import GROUP, NO_GROUP
from desktop_app.features.plan_progress import service as progress
from desktop_app.features.plan_progress.service import Where
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import GROUPS, ITEMS
from desktop_app.rules import plans as rules
from desktop_app.rules.dates import month_number, show_date
from desktop_app.rules.plans import Count, Progress

MOST_KINDS = 2  # that a narrow column names one by one
ALL = "Tất cả"
LATE_MONTH = "Quá tháng, chưa nghe"
NO_MONTH = "Không ghi tháng"
NOT_HEARD = "Chưa được phiên họp nghe"


@dataclass(frozen=True)
class Line:
    """One item as its plan's page shows it; ``heard`` are the days of the sessions that heard it."""

    item: PlanItem
    number: int
    group: str
    where: Where
    heard: tuple[date, ...] = ()

    @property
    def heard_words(self) -> str:
        """When sessions heard it, or that none has."""
        if self.heard:
            return ", ".join(show_date(day) for day in self.heard)
        return "chưa nghe" if self.item.kind == PlanItemKind.KEY_TASK else ""

    @property
    def task(self) -> Task | None:
        """The task it became."""
        return plans.task_of(self.item)

    @property
    def linked_to(self) -> str:
        """The task it became, or the indicator it is joined with."""
        if self.task is not None:
            return str(self.task.code)
        return str(self.item.indicator.code) if self.item.indicator is not None else ""


@dataclass(frozen=True)
class Section:
    """A group with its numbers; the first section of a page is the whole plan, with no group and ``whole``.

    A work programme without groups has a section for each of its months instead, 0 for what names none.
    """

    group: PlanGroup | None
    name: str
    counts: counting.Counts
    progress: Progress
    whole: bool = False
    month: int | None = None

    @property
    def short(self) -> str:
        """How many items, as a narrow column has room for: 45/47, of two kinds 20 + 30, of more kinds all together."""
        counts = list(self.counts.values())
        if len(counts) > MOST_KINDS:
            stated = sum(count.typed if count.stated is None else count.stated for count in counts)
            counts = [Count(stated, sum(count.typed for count in counts))]
        return " + ".join(count.short or "0" for count in counts)

    @property
    def kinds_words(self) -> str:
        """What it holds, with what the text counts where that differs: "11 nhiệm vụ; 04/05 chỉ tiêu"."""
        return "; ".join(f"{c.short or '0'} {kind.label.lower()}" for kind, c in self.counts.items())


@dataclass(frozen=True)
class Sheet:
    """A plan as read for its page on a day."""

    plan: Plan
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    differences: tuple[str, ...]

    def of(self, section: Section) -> list[int]:
        """The places of the lines of a section."""
        if section.month is not None:
            return [n for n, line in enumerate(self.lines) if (line.item.month or 0) == section.month]
        group = section.group.id if section.group is not None else None
        return [n for n, line in enumerate(self.lines) if section.whole or line.item.__data__["group"] == group]


def read(plan: Plan, day: date | None = None) -> Sheet:
    """Read a plan with where everything in it stands on a day, today unless said otherwise."""
    day = day or clock.today()
    names = {group.id: group.name for group in plans.groups(plan)}
    where, heard, found = progress.where(plan, day), plans.hearings(plan), progress.progress(plan, day)
    last: dict[Any, int] = {}
    lines = []
    for one in plans.items(plan):
        group = one.__data__["group"]
        last[group] = last.get(group, 0) + 1
        days = tuple(meeting.held_on for meeting in heard.get(one.id, ()) if meeting.held_on <= day)
        lines.append(Line(one, last[group], names.get(group, ""), where[one.id], days))
    of_groups = counting.counts_of_groups(plan)
    whole = Section(None, "Cả kế hoạch", counting.counts(plan), progress.together(found), whole=True)
    if is_program(plan):
        whole = Section(None, "Cả chương trình", whole.counts, whole.progress, whole=True)
        if not names:
            return Sheet(plan, (whole, *_months(lines)), tuple(lines), tuple(counting.differences(plan)))
    parts = [
        Section(group, str(group) if group else NO_GROUP, of_groups[group.id] if group else {}, parts_)
        for group, parts_ in found.items()
        if group is not None or names
    ]
    return Sheet(plan, (whole, *parts), tuple(lines), tuple(counting.differences(plan)))


def _months(lines: Sequence[Line]) -> list[Section]:
    """The months of a work programme, what names none last."""
    of: dict[int, list[Line]] = {}
    for line in lines:
        of.setdefault(line.item.month or 0, []).append(line)
    return [
        Section(
            None,
            f"Tháng {month_number(month)}" if month else NO_MONTH,
            counting.typed([line.item for line in some]),
            rules.progress(line.where.standing for line in some),
            month=month,
        )
        for month, some in sorted(of.items(), key=lambda pair: pair[0] or plans.LAST_MONTH + 1)
    ]


def is_program(plan: Plan) -> bool:
    """Whether it is a work programme, whose key tasks are heard month by month."""
    return bool(plan.kind == PlanKind.PROGRAM)


def is_target(one: PlanItem) -> bool:
    """Whether it follows figures rather than work."""
    return bool(one.kind == PlanItemKind.TARGET)


def usual_kind(plan: Plan) -> str:
    """What most of its items are, in words."""
    return PlanItemKind.KEY_TASK.label if is_program(plan) else PlanItemKind.TASK.label


def narrowings(plan: Plan) -> dict[str, Callable[[Line], bool]]:
    """What the items of a page can be narrowed to, in words."""
    found: dict[str, Callable[[Line], bool]] = {ALL: lambda line: True}
    found["Chưa xong"] = lambda line: line.where.standing not in (PlanStanding.DONE, PlanStanding.DROPPED)
    found[PlanStanding.LATE.label] = lambda line: line.where.standing == PlanStanding.LATE
    found["Chưa giao thành nhiệm vụ"] = lambda line: not line.linked_to and line.item.kind != PlanItemKind.TARGET
    found[PlanItemKind.TARGET.label] = lambda line: line.item.kind == PlanItemKind.TARGET
    if is_program(plan):
        found[NOT_HEARD] = lambda line: line.item.kind == PlanItemKind.KEY_TASK and not line.heard
        found[LATE_MONTH] = lambda line: found[NOT_HEARD](line) and _month_over(line.item)
    return found


def heard_words(sheet: Sheet) -> str:
    """How many key tasks sessions have heard, and how many are behind their month; empty where none is to be heard."""
    keys = [line for line in sheet.lines if line.item.kind == PlanItemKind.KEY_TASK]
    heard = sum(bool(line.heard) for line in keys)
    if not keys or not (heard or is_program(sheet.plan)):
        return ""
    late = sum(not line.heard and _month_over(line.item) for line in keys)
    words = f"Phiên họp đã nghe {heard}/{len(keys)} nhiệm vụ trọng tâm"
    return words + (f", {late} nhiệm vụ đã quá tháng mà chưa nghe" if late else "")


def _month_over(one: PlanItem) -> bool:
    today = clock.today()
    return one.month is not None and (one.plan.year, one.month) < (today.year, today.month)


# --- Typing ---


def group_rows(plan: Plan) -> list[dict[str, str]]:
    """The groups of a plan as `plans.save_all` takes them."""
    return [{plans.UID: group.uid, **_texts(GROUPS, group)} for group in plans.groups(plan)]


def item_rows(plan: Plan) -> list[dict[str, str]]:
    """Its items the same way, with the name of the group in ``group_name``."""
    place = {group.id: n for n, group in enumerate(plans.groups(plan))}
    names = {group.id: group.name for group in plans.groups(plan)}
    rows = []
    for one in plans.items(plan):
        group = one.__data__["group"]
        there = {plans.GROUP: str(place[group]) if group in place else "", GROUP: names.get(group, "")}
        rows.append({plans.UID: one.uid, **there, **_texts(ITEMS, one)})
    return rows


def _texts(entity: Any, record: Any) -> dict[str, str]:
    return {name: text for name, text in entity.texts(record).items() if name != "group"}


def save_rows(plan: Plan, rows: Sequence[Mapping[str, str]], shown: Sequence[str]) -> Plan:
    """Write the rows typed on a page: those whose uids were ``shown`` and are there no more go; all or nothing.

    Raises RefusedRows with what is wrong by the place in ``rows``.
    """
    names = [group.name for group in plans.groups(plan)]
    others = [row for row in item_rows(plan) if row[plans.UID] not in set(shown)]
    typed, wrong = [], {}
    for place, row in enumerate(rows):
        name = row.get(GROUP, "").strip()
        if name and name not in names:
            wrong[place] = {GROUP: f"Kế hoạch chưa có nhóm “{name}”; hãy thêm nhóm trước"}
        there = {plans.GROUP: str(names.index(name)) if name in names else ""}
        typed.append({**{key: text for key, text in row.items() if key != GROUP}, **there})
    if wrong:
        raise RefusedRows({}, wrong)
    kept = [{plans.UID: row[plans.UID], plans.GROUP: row[plans.GROUP]} for row in others]
    try:
        return plans.save_all({}, [{plans.UID: row[plans.UID]} for row in group_rows(plan)], [*kept, *typed], plan)
    except RefusedRows as refused:
        moved = {place - len(kept): problems for place, problems in refused.rows.items()}
        raise RefusedRows(refused.problems, moved) from None


def save_group(plan: Plan, texts: Mapping[str, str], group: PlanGroup | None) -> Plan:
    """Write one group, a new one at the end."""
    rows: list[dict[str, str]] = [{plans.UID: one.uid} for one in plans.groups(plan)]
    if group is None:
        rows.append(dict(texts))
    else:
        rows = [row | dict(texts) if row[plans.UID] == group.uid else row for row in rows]
    return plans.save_all({}, rows, _kept(plan), plan)


def move_group(plan: Plan, group: PlanGroup, step: int) -> bool:
    """One group up or down; whether it moved."""
    order = [one.id for one in plans.groups(plan)]
    here = order.index(group.id)
    if not 0 <= here + step < len(order):
        return False
    order[here], order[here + step] = order[here + step], order[here]
    uids = {one.id: one.uid for one in plans.groups(plan)}
    of = {one.uid: one.__data__["group"] for one in plans.items(plan)}
    items = [
        {plans.UID: row[plans.UID], plans.GROUP: str(order.index(of[row[plans.UID]])) if of[row[plans.UID]] else ""}
        for row in _kept(plan)
    ]
    plans.save_all({}, [{plans.UID: uids[one]} for one in order], items, plan)
    return True


def _kept(plan: Plan) -> list[dict[str, str]]:
    return [{plans.UID: row[plans.UID], plans.GROUP: row[plans.GROUP]} for row in item_rows(plan)]


def move(plan: Plan, ids: Sequence[int], texts: Mapping[str, str]) -> Plan:
    """Move items to the end of another group, in their order."""
    name = texts.get(GROUP, "").strip()
    rows = [{**row, GROUP: row[GROUP]} for row in item_rows(plan)]
    wanted = {plans.item(one).uid for one in ids}
    moved = [{plans.UID: r[plans.UID], GROUP: "" if name == NO_GROUP else name} for r in rows if r[plans.UID] in wanted]
    return save_rows(plan, moved, [row[plans.UID] for row in moved])


def shift(plan: Plan, ids: Sequence[int], step: int) -> bool:
    """Move items one place up (-1) or down (1) within their group; whether anything moved."""
    order = plans.items(plan)
    wanted = set(ids)
    places = [n for n, one in enumerate(order) if one.id in wanted]
    for here in places if step < 0 else reversed(places):
        there = here + step
        same = 0 <= there < len(order) and order[there].__data__["group"] == order[here].__data__["group"]
        if not same or order[there].id in wanted:
            continue
        order[here], order[there] = order[there], order[here]
    now = [one.id for one in plans.items(plan)]
    if [one.id for one in order] == now:
        return False
    rows = {row[plans.UID]: row for row in _kept(plan)}
    plans.save_all({}, [{plans.UID: g.uid} for g in plans.groups(plan)], [rows[o.uid] for o in order], plan)
    return True


def delete_items(ids: Sequence[int]) -> None:
    """Take items out, all or none."""
    with records.writing():
        for one in ids:
            plans.delete_item(plans.item(one))
