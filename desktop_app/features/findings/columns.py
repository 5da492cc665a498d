"""A finding, what was reported of it and what was decided about it, as people see them."""

from typing import Any

from db.models import Finding, FindingDecision, Remediation
from db.words import InspectionType, MinutesState, RemediationState
from desktop_app.features.finding_state.service import NOW, STORY
from desktop_app.records import Column, Derived, Entity, Kind, Stored, writers
from desktop_app.records.kinds import Choice, Day, Text, Whole
from desktop_app.records.writers import OURS
from desktop_app.rules.remediation import REPEATED_WITHIN

_PARTY = "FROM inspected_party AS p WHERE p.id = {t}.party_id"
_ROUND = "FROM inspected_party AS p JOIN inspection_round AS r ON r.id = p.round_id WHERE p.id = {t}.party_id"
# The unit that has to see to it: the one inspected, or the one that watches over the establishment.
UNIT = (
    "SELECT coalesce(p.unit_id, (SELECT e.unit_id FROM establishment AS e WHERE e.id = p.establishment_id)) " + _PARTY
)
# Ours to follow: what we found, and what another office found at us.
CONCERNS_US = f"({OURS} OR (SELECT u.relation FROM unit AS u WHERE u.id = ({UNIT})) IN ('own', 'part'))"
# What was found before in other rounds at the same party under the same words, accents and capitals aside.
EARLIER = (
    "FROM inspected_party AS p JOIN inspected_party AS b ON (b.unit_id = p.unit_id OR b.establishment_id = "
    "p.establishment_id) AND b.round_id <> p.round_id AND b.deleted_at IS NULL AND b.inspected_on <= p.inspected_on "
    f"AND b.inspected_on >= date(p.inspected_on, '-{REPEATED_WITHIN} months') AND (b.inspected_on, b.id) < "
    "(p.inspected_on, p.id) JOIN finding AS e ON e.party_id = b.id AND e.deleted_at IS NULL AND e.topic <> '' "
    "AND folded_words(e.topic) = folded_words({t}.topic) WHERE p.id = {t}.party_id AND {t}.topic <> ''"
)


class Hidden(Kind):
    """What the program reads and no list shows."""

    shown = False


class Number(Whole):
    """The id of a record, which no list shows."""

    shown = False


BRIEFLY = {
    RemediationState.NOT_ASKED: "Chỉ nhắc nhở",
    RemediationState.REPORTED: "Chờ xác nhận",
    RemediationState.DONE_LATE: "Xong, quá hạn",  # by how many days is a column of its own
}


def situation(row: Any) -> str:
    """State and lateness in the few words a list has room for."""
    state = RemediationState(row.state)
    if row.minutes != MinutesState.SIGNED:
        return "Biên bản chưa ký"
    if state == RemediationState.OVERDUE:
        return f"Quá hạn {row.days_late} ngày"
    return BRIEFLY.get(state, state.label)


def repeat_words(row: Any) -> str:
    """That a shortcoming is found again, and how often by now: "Lần 2"."""
    return f"Lần {row.earlier + 1}" if row.earlier else ""


DOTS = {
    RemediationState.NOT_ASKED: "muted",
    RemediationState.OPEN: "info",
    RemediationState.OVERDUE: "danger",
    RemediationState.REPORTED: "warning",
    RemediationState.DONE: "success",
    RemediationState.DONE_LATE: "violet",
    RemediationState.DROPPED: "muted",
}


def look(row: Any) -> tuple[str, str | None]:
    """The colours of a listed finding by name, as tasks have them.

    Pale are those of minutes not signed yet and those that an office below found at its own.
    """
    dot = DOTS[RemediationState(row.state)]
    if row.minutes != MinutesState.SIGNED or not row.concerns_us:
        return dot, "muted"
    return dot, "danger" if dot == "danger" else None


FINDINGS = Entity(
    Finding,
    "Tồn tại, khắc phục",
    "tồn tại",
    Stored("party", width=30, typed=False),
    Stored("place", width=8, typed=False),
    Stored("topic", width=24),
    Stored("content", width=60),
    Stored("clause", width=24),
    Stored("demand", width=40),
    Stored("due_on"),
    Stored("task", width=14, half="home", typed=False),
    Derived("story", "Diễn biến", STORY, Hidden(), 10),
    Derived("state", "Tình trạng khắc phục", NOW["state"], Choice(RemediationState.choices()), 24),
    Derived("due_now", "Thời hạn hiện nay", NOW["due"], Day(), 11),
    Derived("days_late", "Số ngày quá hạn", NOW["late"], Whole(), 10),
    Derived("urged_count", "Số lần đôn đốc", NOW["urged"], Whole(), 10),
    Derived("party_name", "Đơn vị, cơ sở", f"SELECT p.name {_PARTY}", Text(), 30),
    Derived("inspected_on", "Ngày kiểm tra", f"SELECT p.inspected_on {_PARTY}", Day(), 11),
    Derived("minutes", "Tình trạng biên bản", f"SELECT p.minutes {_PARTY}", Choice(MinutesState.choices()), 10),
    Derived("round_code", "Mã lượt", f"SELECT r.code {_ROUND}", Text(), 13),
    Derived("round_type", "Loại kiểm tra", f"SELECT r.type {_ROUND}", Choice(InspectionType.choices()), 18),
    Derived("unit_id", "Mã đơn vị phụ trách", UNIT, Number(), 8),
    Derived("unit", "Đơn vị phụ trách", f"SELECT u.name FROM unit AS u WHERE u.id = ({UNIT})", Text(), 28),
    Derived("earlier", "Số lần trước", f"SELECT count(DISTINCT b.round_id) {EARLIER}", Whole(), 8),
    writers.column(),
    Derived("concerns_us", "Cơ quan mình theo dõi", CONCERNS_US, Number(), 8),
    Column("situation", "Tình trạng", Text(), 26, compute=situation, sorted_like="days_late"),
    Column("repeated", "Lặp lại", Text(), 14, compute=repeat_words, sorted_like="earlier"),
    search=("content", "topic", "demand", "party"),
    order="due_now",
    part_of="party",
)

REMEDIATIONS = Entity(
    Remediation,
    "Kết quả khắc phục",
    "kết quả khắc phục",
    Stored("finding", width=40, typed=False),
    Stored("reported_on"),
    Stored("content", width=60),
    Stored("done_on"),
    Stored("author", width=24),
    Stored("place", width=8, typed=False),
    order="place",
    part_of="finding",
)

FINDING_DECISIONS = Entity(
    FindingDecision,
    "Quyết định về khắc phục",
    "quyết định về khắc phục",
    Stored("finding", width=40, typed=False),
    Stored("kind", width=24),
    Stored("decided_on"),
    Stored("due_on"),
    Stored("words", width=40),
    Stored("paper", width=24),
    Stored("recheck", width=30, half="home", typed=False),
    Stored("decided_by", width=24),
    Stored("place", width=8, typed=False),
    order="place",
    part_of="finding",
)
