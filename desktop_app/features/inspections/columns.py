"""A round of inspection, an inspected party and what was seen of it, as people see them."""

from typing import Any

from db.models import Checked, InspectedParty, InspectionRound
from db.words import CheckVerdict, MinutesState, RemediationState
from desktop_app.features.finding_state.service import NOW
from desktop_app.records import Column, Derived, Entity, Related, Stored, writers
from desktop_app.records.kinds import Text, Whole
from desktop_app.rules.numbers import show_whole

_OF_ROUND = "FROM inspected_party AS p WHERE p.round_id = {t}.id AND p.deleted_at IS NULL"
_FOUND_IN_ROUND = (
    "SELECT count(*) FROM inspected_party AS p JOIN finding AS f ON f.party_id = p.id AND f.deleted_at IS NULL "
    "WHERE p.round_id = {t}.id AND p.deleted_at IS NULL"
)
_FOUND_OF_PARTY = "SELECT count(*) FROM finding AS f WHERE f.party_id = {t}.id AND f.deleted_at IS NULL"
_STATE = NOW["state"].replace("{t}", "f")
_OVERDUE = f"AND {_STATE} = '{RemediationState.OVERDUE}'"
_OPEN = f"AND {_STATE} IN ('{RemediationState.OPEN}', '{RemediationState.OVERDUE}', '{RemediationState.REPORTED}')"
_SIGNED = "AND p.minutes = 'signed'"  # a demand binds once the minutes are signed
_CHECKED = "SELECT count(*) FROM checked AS c WHERE c.party_id = {t}.id AND c.deleted_at IS NULL"
# What was not looked at yet: no verdict where one is asked for, no words or number elsewhere.
UNANSWERED = "CASE WHEN {t}.answer = 'yes_no' THEN {t}.verdict = '' ELSE {t}.value = '' AND {t}.verdict <> 'aside' END"


def state_words(row: Any) -> str:
    """How far the minutes of a party have come."""
    if row.minutes != MinutesState.SIGNED:
        return MinutesState(row.minutes).label
    return "Đã ký, bên được kiểm tra không ký" if row.refused else "Đã ký"


def minutes_words(row: Any) -> str:
    """How many minutes of a round are signed."""
    if not row.party_count:
        return "Chưa ghi đơn vị"
    return f"{show_whole(row.signed_count)}/{show_whole(row.party_count)} đã ký"


def found_words(row: Any) -> str:
    """How many findings there are, and how many are open, as a list has room for: "3 (1 quá hạn)"."""
    if not row.finding_count:
        return ""
    late = f" ({show_whole(row.overdue_count)} quá hạn)" if row.overdue_count else ""
    left = f" ({show_whole(row.open_count)} chưa xong)" if row.open_count and not late else ""
    return f"{show_whole(row.finding_count)}{late}{left}"


ROUNDS = Entity(
    InspectionRound,
    "Lượt kiểm tra",
    "lượt kiểm tra",
    Stored("code", width=14, half="home", typed=False),
    Stored("type", width=22),
    Stored("mode", width=14),
    Stored("subject", width=60),
    Stored("began_on"),
    Stored("ended_on"),
    Stored("basis", width=40),
    Stored("document", width=24, half="home"),
    Stored("planned", width=40, half="home"),
    Stored("unit", width=30),
    Stored("head", width=24),
    Stored("secretary", width=24),
    Stored("team", width=40),
    Stored("examined_from"),
    Stored("examined_to"),
    Stored("note", width=30, half="home"),
    Derived("party_count", "Số đơn vị, cơ sở", f"SELECT count(*) {_OF_ROUND}", Whole(), 10),
    Derived("signed_count", "Biên bản đã ký", f"SELECT count(*) {_OF_ROUND} AND p.minutes = 'signed'", Whole(), 10),
    Derived("finding_count", "Số tồn tại", _FOUND_IN_ROUND, Whole(), 9),
    Derived("open_count", "Chưa khắc phục xong", f"{_FOUND_IN_ROUND} {_SIGNED} {_OPEN}", Whole(), 10),
    Derived("overdue_count", "Quá hạn khắc phục", f"{_FOUND_IN_ROUND} {_OVERDUE}", Whole(), 10),
    writers.column(),
    Column("minutes_words", "Biên bản", Text(), 15, compute=minutes_words, sorted_like="signed_count"),
    Column("found_words", "Tồn tại", Text(), 25, compute=found_words, sorted_like="overdue_count"),
    search=("code", "subject", "unit", "head"),
    order="-began_on",
)

PARTIES = Entity(
    InspectedParty,
    "Đơn vị, cơ sở được kiểm tra",
    "biên bản kiểm tra",
    Stored("round", width=14, typed=False),
    Stored("place", width=8, typed=False),
    Stored("unit", width=30),
    Stored("establishment", width=30, half="home"),
    Stored("name", width=36),
    Stored("address", width=36),
    Stored("inspected_on"),
    Stored("began_at", width=8),
    Stored("ended_at", width=8),
    Stored("at", width=24),
    Stored("heading", width=30),
    Stored("present", width=40),
    Stored("strengths", width=40),
    Stored("result", width=16),
    Stored("demand", width=40),
    Stored("opinion", width=40),
    Stored("copies", width=8),
    Stored("recheck_of", width=30, half="home"),
    Stored("recheck_by"),
    Stored("minutes", width=12, typed=False),
    Stored("signed_on", typed=False),
    Stored("refused", width=10),
    Stored("witness", width=24),
    Stored("printed", width=24, half="home", typed=False),
    Stored("note", width=30, half="home"),
    Related("round_subject", "round.subject", "Nội dung kiểm tra", 50),
    Related("round_type", "round.type", "Loại kiểm tra", 20),
    Derived("checked_count", "Số nội dung", _CHECKED, Whole(), 9),
    Derived("unanswered", "Chưa ghi", f"{_CHECKED} AND {UNANSWERED.replace('{t}', 'c')}", Whole(), 9),
    Derived("bad_count", "Không đạt", f"{_CHECKED} AND c.verdict = '{CheckVerdict.BAD}'", Whole(), 9),
    Derived("finding_count", "Số tồn tại", _FOUND_OF_PARTY, Whole(), 9),
    Derived(
        "open_count", "Chưa khắc phục xong", f"{_FOUND_OF_PARTY} AND {{t}}.minutes = 'signed' {_OPEN}", Whole(), 10
    ),
    Derived("overdue_count", "Quá hạn khắc phục", f"{_FOUND_OF_PARTY} {_OVERDUE}", Whole(), 10),
    Column("state", "Biên bản", Text(), 22, compute=state_words, sorted_like="signed_on"),
    Column("found_words", "Tồn tại", Text(), 22, compute=found_words, sorted_like="overdue_count"),
    search=("name", "address", "unit"),
    order="-inspected_on",
    part_of="round",
)

CHECKED = Entity(
    Checked,
    "Nội dung đã kiểm tra",
    "nội dung",
    Stored("party", width=30, typed=False),
    Stored("place", width=8, typed=False),
    Stored("section", width=30),
    Stored("content", width=60),
    Stored("answer", width=16),
    Stored("verdict", width=14),
    Stored("value", width=40),
    Stored("clause", width=30),
    order="place",
    part_of="party",
)
