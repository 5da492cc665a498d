"""Items of a plan given as tasks in one go, joined with tasks that are there already, and parted from them."""

from collections.abc import Mapping, Sequence

from db.models import Plan, PlanItem, Task
from db.words import PlanItemKind, PlanItemState, TaskKind
from desktop_app import clock, records
from desktop_app.errors import Refused, RefusedRows
from desktop_app.features.plan_tasks.columns import JOINING
from desktop_app.features.plans import service as plans
from desktop_app.features.plans.columns import ITEMS
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import TASKS
from desktop_app.rules.dates import show_date


def give(plan: Plan, ids: Sequence[int], texts: Mapping[str, str]) -> list[Task]:
    """Give items as tasks, all or none: each with its own unit, leader and due date, else with those of ``texts``.

    The tasks are of the plan's document; the item and its task know each other.

    Raises:
        RefusedRows: why an item may not be given, by its place in ``ids``.
        Refused: what is wrong with the texts.
    """
    if not texts.get("assigned_on", "").strip():
        raise Refused({"assigned_on": "Chưa ghi ngày giao"})
    wrong: dict[int, dict[str, str]] = {}
    made = []
    with records.writing():
        for place, one in enumerate(map(plans.item, ids)):
            try:
                made.append(_give_one(plan, one, texts))
            except Refused as refused:
                wrong[place] = refused.problems
        if wrong:
            raise RefusedRows({}, wrong)
    return made


def _give_one(plan: Plan, one: PlanItem, texts: Mapping[str, str]) -> Task:
    if one.kind == PlanItemKind.TARGET:
        raise Refused("Chỉ tiêu thì gắn với danh mục chỉ tiêu, không giao thành nhiệm vụ")
    if (given_already := plans.task_of(one)) is not None:
        raise Refused(f"Đã giao thành {given_already.code}")
    if one.state in (PlanItemState.DONE, PlanItemState.DROPPED):
        raise Refused(f"Tình trạng là “{PlanItemState(one.state).label}”")
    own = {
        "content": str(one.content),
        "lead_unit": ITEMS.columns["lead_unit"].shown(one),
        "supervising_leader": ITEMS.columns["leader"].shown(one),
        "due_on": show_date(one.due_on),
        "deliverable_wanted": str(one.deliverable_wanted),
        "kind": TaskKind.KEY.label if one.kind == PlanItemKind.KEY_TASK else "",
    }
    given = dict(texts) | {name: text for name, text in own.items() if text}
    if one.cooperating:
        given["cooperating_units"] = _known_units(one)
    origin = "" if plan.document is not None else f"{plans.symbol(plan)} {plan.title}".strip()
    task = tasks.save(
        {name: text for name, text in given.items() if text.strip()}, document=plan.document, origin=origin[:500]
    )
    plans.save_item({}, one, task=task)
    return task


def _known_units(one: PlanItem) -> str:
    """Who helps, as far as each part of the words is a unit of the directory; the rest stays with the item."""
    kind, found = TASKS.columns["cooperating_units"].kind, []
    for part in str(one.cooperating).replace(",", ";").split(";"):
        try:
            found += [unit.name for unit in kind.read(part.strip())] if part.strip() else []
        except ValueError:
            continue
    lead = ITEMS.columns["lead_unit"].shown(one)
    return "; ".join(name for name in dict.fromkeys(found) if name != lead)


def join(one: PlanItem, task: Task) -> PlanItem:
    """Let an item follow a task that is there already; Refused when either follows something else."""
    if one.kind == PlanItemKind.TARGET:
        raise Refused("Chỉ tiêu thì gắn với danh mục chỉ tiêu, không gắn với nhiệm vụ")
    if (now := plans.task_of(one)) is not None and now != task:
        raise Refused(f"Mục này đang gắn với {now.code}; hãy bấm “Bỏ gắn nhiệm vụ” trước")
    other = plans.of_task(task)
    if other is not None and other != one:
        raise Refused({"task": f"{task.code} đã là của mục “{str(other.content)[:60]}” ({other.plan})"})
    return plans.save_item({}, one, task=task)


def join_named(one: PlanItem, texts: Mapping[str, str]) -> PlanItem:
    """The same with what was typed."""
    return join(one, JOINING.answers(texts)["task"])


def part(one: PlanItem) -> PlanItem:
    """Let an item follow its own state again; the task stays."""
    return plans.save_item({}, one, task=None)


def defaults(plan: Plan) -> dict[str, str]:
    """What giving proposes: the day of the plan's document, else today."""
    day = plan.document.issued_on if plan.document is not None else clock.today()
    return {"assigned_on": show_date(day)}
