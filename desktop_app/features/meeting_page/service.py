"""What a line of an agenda or a conclusion proposes by itself: the words of a key task, the leader in charge."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.models import Official, PlanItem, Unit
from desktop_app import clock
from desktop_app.features.duties import service as duties
from desktop_app.features.meeting_page.columns import AGENDA, CONCLUDED
from desktop_app.records.kinds import Day, Link
from desktop_app.rules import names

__all__ = ["AGENDA", "CONCLUDED", "content_of", "leader_of", "unit_of"]
Texts = Mapping[str, str]


def content_of(texts: Texts) -> str:
    """The words of the key task that is heard."""
    item = _read(Link(PlanItem), texts.get("plan_item", ""))
    return " ".join(str(item.content).split()) if item is not None else ""


def unit_of(texts: Texts) -> str:
    """The unit that leads the key task that is heard."""
    item = _read(Link(PlanItem), texts.get("plan_item", ""))
    if item is None or item.lead_unit is None:
        return ""
    return Link(Unit).label(item.lead_unit.id) or ""


def leader_of(texts: Texts) -> str:
    """Who is in charge of the lead unit on the day of the meeting; else whoever chaired it."""
    unit = _read(Link(Unit), texts.get("lead_unit", ""))
    if unit is None:
        return ""
    day: date = _read(Day(), texts.get("held_on", "")) or clock.today()
    leader = duties.in_charge(unit, day)
    return (Link(Official).label(leader.id) or "") if leader is not None else texts.get("chair", "").strip()


def _read(kind: Any, text: str) -> Any:
    """The value of a text that may still be half typed."""
    try:
        return kind.read(names.clean(text)) if text.strip() else None
    except ValueError:
        return None


AGENDA.fills = {"content": (("plan_item",), content_of), "unit": (("plan_item",), unit_of)}
CONCLUDED.fills = {"leader": (("lead_unit",), leader_of)}
