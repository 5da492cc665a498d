"""The offices that must hold a row of the other books: whoever it names below, and the office above its writer."""

from collections.abc import Mapping
from datetime import date, timedelta

from desktop_app import clock
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_oracle.columns import Write
from desktop_app.features.network_oracle.service import Oracle

WHOLE = {  # kind -> what it is a part of, and the link that says so
    "checked": ("inspected_party", "party"),
    "finding": ("inspected_party", "party"),
    "finding_decision": ("finding", "finding"),
    "plan_group": ("plan", "plan"),
    "plan_item": ("plan", "plan"),
    "meeting_matter": ("meeting", "meeting"),
    "conclusion": ("meeting", "meeting"),
    "minutes_supplement": ("meeting", "meeting"),
}


class Readers:
    """Told from what the oracle knows, not from what the protocol does."""

    def __init__(self, oracle: Oracle, places: Mapping[str, Place]) -> None:
        self.oracle, self.places = oracle, places

    def needed(self, kind: str, uid: str, write: Write) -> tuple[str, ...]:
        """The offices that must hold a row, its writer first."""
        place, content = self.places[write.office], write.content
        if "deleted" in content:
            return ()
        if kind in WHOLE:
            whole = self._of(*WHOLE[kind], write)
            if whole is None or "deleted" in whole.content:
                return ()
            if kind == "checked" and whole.content["minutes"] != "signed":
                return (write.office,)
            return self.needed(WHOLE[kind][0], content[WHOLE[kind][1]], whole)
        if kind == "remediation":
            return self._of_remediation(write, place)
        below = self._below(kind, uid, write, place)
        if below is None:
            return (write.office,)
        return (write.office, *(sub for sub in place.subs if sub in below), *((place.upper,) if place.upper else ()))

    def _of(self, kind: str, link: str, write: Write) -> Write | None:
        return self.oracle.truth.get((kind, write.content[link], "def"))

    def _of_remediation(self, write: Write, place: Place) -> tuple[str, ...]:
        finding = self._of("finding", "finding", write)
        if finding is None or "deleted" in finding.content or finding.office not in (write.office, place.upper):
            return (write.office,)
        return (write.office, place.upper) if place.upper else (write.office,)

    def _below(self, kind: str, uid: str, write: Write, place: Place) -> set[str] | None:
        """Whom a row names; None when it is nobody else's business."""
        content = write.content
        if kind == "inspected_party":
            return {content["unit"]}
        if kind == "inspection_round":
            return {one.content["unit"] for one in self._parts("inspected_party", "round", uid)}
        if kind == "plan":
            return {one.content["lead_unit"] for one in self._parts("plan_item", "plan", uid)}
        if kind == "meeting":
            concluded = self._parts("conclusion", "meeting", uid)
            led = {name for one in concluded for name in _names(one, "lead_unit", "cooperating_units")}
            return {*_names(write, "units"), *led} if content["minutes"] == "signed" else None
        if kind == "schedule_item":
            monday = clock.today() - timedelta(days=clock.today().weekday() + 7)
            lately = date.fromisoformat(content["day"]) >= monday
            return {*_names(write, "units"), content["prepares"]} if lately else None
        return set(place.subs)  # duties are everybody's

    def _parts(self, kind: str, link: str, uid: str) -> list[Write]:
        rows = (write for (each, _, _), write in self.oracle.truth.items() if each == kind)
        return [write for write in rows if write.content[link] == uid and "deleted" not in write.content]


def _names(write: Write, *columns: str) -> set[str]:
    return {name for column in columns for name in write.content[column].split("; ") if name}
