"""What a plan holds kind by kind, and where that is not what its text says."""

from collections.abc import Sequence

from db.models import Plan, PlanGroup, PlanItem
from db.words import PlanItemKind
from desktop_app.features.plans import service as plans
from desktop_app.rules.numbers import counted
from desktop_app.rules.plans import Count

Counts = dict[PlanItemKind, Count]


def counts(plan: Plan) -> Counts:
    """What the text of a plan counts beside what has been typed, kind by kind; kinds nobody speaks of are left out."""
    return _counts(plan, [PlanItemKind(one.kind) for one in plans.items(plan)])


def counts_of_groups(plan: Plan) -> dict[int, Counts]:
    """The same of each of its groups, by id."""
    of: dict[int, list[PlanItemKind]] = {group.id: [] for group in plans.groups(plan)}
    for one in plans.items(plan):
        if one.__data__["group"] in of:
            of[one.__data__["group"]].append(PlanItemKind(one.kind))
    return {group.id: _counts(group, of[group.id]) for group in plans.groups(plan)}


def typed(some: Sequence[PlanItem]) -> Counts:
    """How many of each kind there are among some items, beside nothing that a text counts."""
    kinds = [PlanItemKind(one.kind) for one in some]
    return {kind: Count(None, kinds.count(kind)) for kind in plans.STATED if kind in kinds}


def _counts(stated: Plan | PlanGroup, kinds: Sequence[PlanItemKind]) -> Counts:
    found = {kind: Count(getattr(stated, name), kinds.count(kind)) for kind, name in plans.STATED.items()}
    return {kind: count for kind, count in found.items() if count.stated is not None or count.typed}


def differences(plan: Plan) -> list[str]:
    """What does not agree between the text of a plan and its list, a sentence each; empty when everything does."""
    told = [f"{kind.label}: {count.words}" for kind, count in counts(plan).items() if count.words]
    groups, of_groups = plans.groups(plan), counts_of_groups(plan)
    outside = {one.kind for one in plans.items(plan) if one.__data__["group"] not in of_groups}
    for group in groups:
        told += [f"{group} – {kind.label.lower()}: {c.words}" for kind, c in of_groups[group.id].items() if c.words]
    for kind, name in plans.STATED.items():
        whole, parts = getattr(plan, name), [getattr(group, name) for group in groups]
        together = sum(part or 0 for part in parts)
        # fewer is no mistake where a group says nothing, or something stands in no group
        complete = bool(parts) and None not in parts and kind not in outside
        if whole is not None and (together > whole or (complete and together < whole)):
            told.append(f"{kind.label}: văn bản ghi tổng {counted(whole)}, các nhóm cộng lại {counted(together)}")
    return told
