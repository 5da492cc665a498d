"""The class of a task today, and what lists of tasks can be narrowed to, as SQL."""

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from db.connection import FUNCTIONS, database
from db.words import DecisionKind, Timeliness, UnitRelation
from desktop_app import clock
from desktop_app.features.task_chain import service as chain
from desktop_app.features.task_holders.columns import HOLDER
from desktop_app.records import Condition
from desktop_app.records.session import current
from desktop_app.rules.lateness import due_soon_until

FUNCTIONS["office_day"] = lambda _: clock.today().isoformat()  # for what is said once for every day: a derived column

UNCOUNTED_TASKS = (
    "SELECT x.id FROM document AS x JOIN document_category AS y ON y.id = x.category_id WHERE y.counted = 0"
)
CANCELLED = (
    "SELECT d.task_id FROM task_decision AS d "
    "WHERE d.kind = 'cancelled' AND d.deleted_at IS NULL AND d.decided_on <= :d"
)
CANCELLED_BY_NOW = CANCELLED.replace(":d", "office_day('')")
ANSWER = (
    "SELECT 1 FROM task_decision AS d WHERE d.task_id = t.id AND d.round = t.round AND d.deleted_at IS NULL "
    "AND d.decided_on <= :d"
)
# The suspension that was decided last holds, unless work was resumed after it.
STOPPED = (
    "SELECT coalesce(d.from_on, d.decided_on) FROM task_decision AS d WHERE d.task_id = t.id AND d.kind = 'suspended' "
    "AND d.deleted_at IS NULL AND d.decided_on <= :d AND coalesce(d.from_on, d.decided_on) <= :d "
    "AND (d.to_on IS NULL OR d.to_on >= :d) AND NOT EXISTS (SELECT 1 FROM task_decision AS r "
    "WHERE r.task_id = d.task_id AND r.kind IN ('suspended', 'resumed') AND r.deleted_at IS NULL "
    "AND r.decided_on <= :d AND (r.decided_on, r.place, r.id) > (d.decided_on, d.place, d.id))"
)
OPEN_REQUEST = (
    "SELECT 1 FROM task_request AS q WHERE q.task_id = t.id AND q.deleted_at IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM task_decision AS a WHERE a.request_id = q.id AND a.deleted_at IS NULL)"
)
REPORTED = "t.progress = 'reported' AND t.completed_on <= :d"

HELD_BY = f"{{t}}.id IN (SELECT task_id FROM task_step WHERE ended_on IS NULL) AND ({HOLDER}) = ?"
CAUSE_ANSWER = (
    "SELECT d.kind FROM task_decision AS d WHERE d.task_id = t.id AND d.round = t.round AND d.deleted_at IS NULL "
    "AND d.kind IN ('cause_accepted', 'cause_refused') ORDER BY d.decided_on DESC, d.place DESC, d.id DESC LIMIT 1"
)

# Urged is what is overdue, and neither reported done nor at rest: the same as ``rules.urging.why_not`` says.
AWAITING = f"{REPORTED} AND NOT EXISTS ({ANSWER} AND d.kind = 'redo')"
URGINGS = "SELECT task_id FROM task_decision WHERE kind = 'urged' AND deleted_at IS NULL AND decided_on <= :d"
FOR_LEADERS = f"{URGINGS} GROUP BY task_id HAVING count(*) > (SELECT urge_ladder FROM office)"

# What is overdue, by how often it was urged: the words people read, and the value for the list.
URGED = {
    "Quá hạn, phải đôn đốc": "late",
    "Quá hạn, chưa đôn đốc": "never",
    "Quá hạn, đã đôn đốc": "some",
    "Phải báo cáo lãnh đạo": "beyond",
}

# What waits for somebody: for a decision of this office, for the work to be done again, for the next of a chain, for
# a word to its doer.
WAITS = {
    "Chờ tôi quyết định": "decision",
    "Nguyên nhân chậm chưa xét": "cause",
    "Cần làm lại": "redo",
    "Đến kỳ tạo tiếp": "repeat",
} | URGED

# What has become of the terms of tasks.
TERMS = {
    "Đã gia hạn": "extended",
    "Đúng hạn nhờ gia hạn": "saved",
    "Có đề nghị chưa trả lời": "asked",
    "Đang tạm dừng": "resting",
    "Sắp hết tạm dừng": "ending",
    "Chậm do khách quan, đã chấp nhận": "excused",
}


def timeliness_sql(today: date) -> str:
    """The class of task ``t`` today as an SQL expression, NULL for a task that is not counted.

    The same function as ``rules.lateness.standing`` for the current state, for filters and counts over every task; a
    test holds the two together. ``due_on`` is the assigner's current due date, which every decision that moves it sets.
    What no decision in the file speaks of is left out of the expression: it is worked out once a row.
    """
    return as_at(_timeliness_sql(_kinds_decided()), today)


def timeliness_of(alias: str) -> str:
    """The same of task ``alias`` on whatever day it is when asked: for a column that is said once."""
    return re.sub(r"\bt\.", f"{alias}.", _timeliness_sql(frozenset(DecisionKind))).replace(":d", "office_day('')")


def _timeliness_sql(kinds: Collection[str]) -> str:
    done = REPORTED
    if DecisionKind.REDO in kinds:
        done += f" AND NOT EXISTS ({ANSWER} AND d.kind = 'redo')"
    answered = f" OR EXISTS ({ANSWER} AND d.kind = 'confirmed')" if DecisionKind.CONFIRMED in kinds else ""
    late = "t.due_on < :d"
    if DecisionKind.SUSPENDED in kinds:
        late += f" AND coalesce(({STOPPED}), :d) > t.due_on"
    out = "t.copy <> '' OR t.progress = 'declined'"
    if DecisionKind.CANCELLED in kinds:
        out += f" OR t.id IN ({CANCELLED})"
    return (
        f"CASE WHEN {out} THEN NULL WHEN {done} AND (NOT t.needs_confirmation{answered}) THEN "
        "CASE WHEN t.due_on IS NULL THEN 'done_no_due' WHEN t.completed_on > t.due_on THEN 'done_late' "
        "ELSE 'done_in_time' END WHEN t.due_on IS NULL THEN 'open_no_due' "
        f"WHEN {late} THEN 'open_overdue' ELSE 'open_in_time' END"
    )


def as_at(sql: str, day: date) -> str:
    """An expression of this room as at a day."""
    return sql.replace(":d", f"'{day.isoformat()}'")


def _kinds_decided() -> set[DecisionKind]:
    """Which kinds of decisions the file holds at all."""
    asked = ", ".join(f"EXISTS (SELECT 1 FROM task_decision WHERE kind = '{kind}')" for kind in DecisionKind)
    found = database.execute_sql(f"SELECT {asked}").fetchone()
    return {kind for kind, there in zip(DecisionKind, found, strict=True) if there}


def _timeliness(wanted: Any) -> Condition:
    values = [wanted] if isinstance(wanted, str) else list(wanted)
    marks = ",".join("?" * len(values))
    return Condition(f"{timeliness_sql(clock.today())} IN ({marks})", tuple(str(value) for value in values))


def _due_soon(until: date) -> Condition:
    in_time = f"{timeliness_sql(clock.today())} = '{Timeliness.OPEN_IN_TIME}'"
    return Condition(f"{{t}}.due_on <= ? AND {in_time}", (until.isoformat(),))


def _counted(wanted: bool) -> Condition:
    if not wanted:
        return Condition(f"{{t}}.document_id IN ({UNCOUNTED_TASKS})")
    if database.execute_sql(f"SELECT EXISTS ({UNCOUNTED_TASKS})").fetchone()[0]:
        return Condition(f"{{t}}.document_id IS NULL OR {{t}}.document_id NOT IN ({UNCOUNTED_TASKS})")
    return Condition("1")


def _waits(wanted: str) -> Condition:
    if wanted == "repeat":
        return Condition(f"{{t}}.id IN ({','.join(map(str, chain.due())) or 'NULL'})")
    if wanted == "cause":
        late = f"{timeliness_sql(clock.today())} IN ('{Timeliness.OPEN_OVERDUE}', '{Timeliness.DONE_LATE}')"
        sql = f"t.def_owner = ? AND t.late_reason <> '' AND ({CAUSE_ANSWER}) IS NULL AND {late}"
        return Condition(sql, (current.office_uid,))
    if wanted in URGED.values():
        return _urged(wanted)
    going = f"t.copy = '' AND t.id NOT IN ({CANCELLED})"
    if wanted == "redo":
        sent_back = f"{REPORTED} AND EXISTS ({ANSWER} AND d.kind = 'redo')"
        return Condition(as_at(f"{going} AND (({sent_back}) OR (t.progress = 'new' AND t.round > 1))", clock.today()))
    unanswered = f"{REPORTED} AND NOT EXISTS ({ANSWER} AND d.kind IN ('confirmed', 'redo'))"
    sql = (
        f"{going} AND t.def_owner = ? AND (t.progress = 'declined' OR (t.needs_confirmation AND {unanswered}) "
        f"OR EXISTS ({OPEN_REQUEST}))"
    )
    return Condition(as_at(sql, clock.today()), (current.office_uid,))


def _terms(wanted: str) -> Condition:
    today = clock.today()
    if wanted == "extended":
        return Condition(
            "t.id IN (SELECT d.task_id FROM task_decision AS d WHERE d.kind = 'extended' AND d.deleted_at IS NULL)"
        )
    if wanted == "saved":
        in_time = f"{timeliness_sql(today)} = '{Timeliness.DONE_IN_TIME}'"
        return Condition(f"t.completed_on > t.original_due_on AND {in_time}")
    if wanted == "excused":
        late = f"{timeliness_sql(today)} IN ('{Timeliness.OPEN_OVERDUE}', '{Timeliness.DONE_LATE}')"
        return Condition(f"t.late_cause = 'objective' AND ({CAUSE_ANSWER}) = 'cause_accepted' AND {late}")
    going = f"t.copy = '' AND t.progress <> 'declined' AND t.id NOT IN ({CANCELLED})"
    if wanted == "asked":
        return Condition(as_at(f"{going} AND EXISTS ({OPEN_REQUEST})", today))
    resting = f"{going} AND NOT ({REPORTED}) AND EXISTS ({STOPPED}"
    if wanted == "resting":
        return Condition(as_at(f"{resting})", today))
    soon = database.execute_sql("SELECT soon_days FROM office").fetchone()
    until = due_soon_until(today, soon[0] if soon else 3, *clock.calendar())
    return Condition(as_at(f"{resting} AND d.to_on <= '{until.isoformat()}')", today))


def _urged(wanted: str) -> Condition:
    """What is to be urged today, and never was (of our own orders); was; or was more often than the ladder allows."""
    today = clock.today()
    if wanted == "beyond" and database.execute_sql(as_at(FOR_LEADERS, today)).fetchone() is None:
        return Condition("t.id IN (NULL)")  # so that not every task is looked at
    late = f"{timeliness_sql(today)} = '{Timeliness.OPEN_OVERDUE}' AND NOT ({AWAITING}) AND ({STOPPED}) IS NULL"
    among = {
        "late": "t.def_owner = ?",
        "never": f"t.def_owner = ? AND t.id NOT IN ({URGINGS})",
        "some": f"t.id IN ({URGINGS})",
        "beyond": f"t.id IN ({FOR_LEADERS})",
    }[wanted]
    owners = (current.office_uid,) if "?" in among else ()
    return Condition(as_at(f"{among} AND {late}", today), owners)


def _to_remind(until: date) -> Condition:
    """What is due soon, and what is overdue and was never urged: the rows behind the reminder of the day."""
    soon, late = _due_soon(until), _urged("never")
    return Condition(f"({soon.sql}) OR ({late.sql})", soon.values + late.values)


def _days(column: str) -> Callable[[Any], Condition]:
    return lambda span: Condition(f"{{t}}.{column} BETWEEN ? AND ?", tuple(day.isoformat() for day in span))


NAMED: dict[str, Callable[[Any], Condition]] = {
    "timeliness": _timeliness,
    "waits": _waits,
    "terms": _terms,
    "due_soon": _due_soon,
    "urged": _urged,
    "beyond_ladder": lambda wanted: _urged("beyond"),
    "to_remind": _to_remind,
    "due_between": _days("due_on"),
    "assigned_between": _days("assigned_on"),
    "completed_between": _days("completed_on"),
    "counted": _counted,
    "made": lambda ids: Condition(f"{{t}}.id IN ({','.join(str(int(one)) for one in ids) or 'NULL'})"),
    "held_by": lambda holder: Condition(HELD_BY, (holder,)),
    "from_above": lambda wanted: Condition(
        f"{'' if wanted else 'NOT '}coalesce({{t}}.document_id IN (SELECT x.id FROM document AS x "
        f"JOIN unit AS u ON u.id = x.issuer_id WHERE u.relation = '{UnitRelation.UPPER}'), 0)"
    ),
}
