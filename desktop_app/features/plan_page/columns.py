"""What is asked about one item of a plan on its page, and the colours of where items stand."""

from db.words import PlanStanding
from desktop_app.rules.plans import Progress

# Dots of the list and parts of the bar, in the order of the bar.
TONES = {
    PlanStanding.DONE: "success",
    PlanStanding.LATE: "danger",
    PlanStanding.DOING: "info",
    PlanStanding.NEW: "muted",
    PlanStanding.DROPPED: "violet",
}
STATED = (("stated_contents", "stated_tasks"), ("stated_targets", "stated_projects"), ("stated_key_tasks",))
GROUP_FORM = (("name",), *STATED)
# One item in a window: what it says, then how far it is; what follows a task says that on the task's page.
SAYS = (("kind", "due_on", "month"), ("content",), ("lead_unit", "leader"), ("cooperating", "deliverable_wanted"))
STANDS = (("state", "done_on"), ("outcome",))
OF_TARGET = (("indicator",),)
ALWAYS = (PlanStanding.DONE, PlanStanding.LATE, PlanStanding.DOING, PlanStanding.NEW)  # told even where there is none


def parts(progress: Progress) -> list[tuple[str, int, str]]:
    """How many items stand where, as the bar shows it: words, number, colour."""
    counts = {standing: int(getattr(progress, standing.value)) for standing in TONES}
    return [(one.label, count, TONES[one]) for one, count in counts.items() if count or one in ALWAYS]
