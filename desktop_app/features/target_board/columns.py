"""What the board asks for and shows of a reading."""

from collections.abc import Callable, Sequence
from functools import partial

from db.words import Assigner, Outcome
from desktop_app.features.readings.columns import Plan, Reading
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import OneOf, Text
from desktop_app.rules.numbers import show_amount
from desktop_app.ui.plain import said

SHORT = {
    Assigner.UPPER: "KH cấp trên",
    Assigner.COUNCIL: "KH HĐND",
    Assigner.PARTY: "KH cấp ủy",
    Assigner.OWN: "KH UBND",
}
BEHIND, UNREPORTED, PLANNED, ALL = "behind", "unreported", "planned", "all"
FILTERS = {ALL: "Tất cả", BEHIND: "Đang chậm", UNREPORTED: "Chưa báo cáo đủ", PLANNED: "Có kế hoạch"}
PLAN, COVERAGE = "plan", "Đơn vị BC"


def asked(units: Callable[[], Sequence[str]]) -> Questions:
    """What is asked before the board is counted; ``units`` are the names to choose from."""
    return Questions(
        "Bảng chỉ tiêu",
        Column("period", "Kỳ (2026-11, 2026-Q4, 2026-9M, 2026)", Text(40), needed=True),
        Column("unit", "Đơn vị", OneOf(units), width=44, needed=True),
    )


def columns(assigners: Sequence[Assigner], *, several: bool) -> list[Column]:
    """The columns for these assigners; over several units their coverage too."""
    made = [said("Chỉ tiêu", lambda one: one.name, 64), said("ĐVT", lambda one: one.measure_word, 10)]
    made.append(said("Đánh giá", verdict, 22))
    if several:
        made.append(said(COVERAGE, lambda one: one.coverage, 10, right=True))
    for who in assigners:
        made.append(said(SHORT[who], partial(_planned, who), 12, right=True))
    made += [
        said("Trong kỳ", lambda one: one.month_said, 13, right=True),
        said("Lũy kế", lambda one: one.so_far_said(), 15, right=True),
        said("So kế hoạch (%)", so_plan, 16, right=True),
        said("Cùng kỳ", lambda one: one.text(one.same_period), 12, right=True),
        said("So cùng kỳ (%)", so_same, 16, right=True),
        said("Dự báo năm", lambda one: one.text(one.forecast.value), 12, right=True),
    ]
    return made


def _planned(who: Assigner, one: Reading) -> str:
    plan = one.plan(who)
    return one.text(plan.value) if plan else ""


def so_plan(one: Reading) -> str:
    """How far the plans are done, once where that is the same for all."""
    words = [show_amount(plan.percent) if plan.percent is not None else plan.said for plan in one.plans]
    return " / ".join(dict.fromkeys(words)) if any(words) else ""


def so_same(one: Reading) -> str:
    """How it stands to the year before; in words where there is nothing to compare with."""
    return show_amount(one.of_same) if one.of_same is not None else one.moved or one.same_said


def verdict(one: Reading) -> str:
    """What is said of it: judged once the year is over, before that what the forecast would come to."""
    words = list(dict.fromkeys(_end(plan) for plan in one.plans))
    return " / ".join(words)


def _end(plan: Plan) -> str:
    if plan.outcome != Outcome.UNDER_WAY:
        return plan.outcome.label
    coming = {Outcome.MISSED: "Đang chậm", Outcome.MET: "Dự báo đạt", Outcome.EXCEEDED: "Dự báo vượt"}
    return coming.get(plan.foreseen, plan.outcome.label)


def keeps(one: Reading, chosen: str) -> bool:
    """Whether a reading is shown under a filter."""
    if chosen == BEHIND:
        return one.behind
    if chosen == UNREPORTED:
        return bool(one.so_far.expected) and one.so_far.reported < one.so_far.expected
    return bool(one.plans) if chosen == PLANNED else True


def look(one: Reading) -> tuple[str | None, str | None]:
    """The colours of its dot and letters: what is behind stands out, what has no plan is quiet."""
    if one.behind:
        return "danger", "danger"
    if any(plan.foreseen in (Outcome.MET, Outcome.EXCEEDED) for plan in one.plans):
        return "success", None
    return ("warning" if one.plans else "muted"), None
