"""A matter of the agenda, a conclusion and a supplement as people see them."""

from db.models import Conclusion, ConclusionUnit, MeetingMatter, MinutesSupplement
from desktop_app.records import Entity, Many, Stored

MATTERS = Entity(
    MeetingMatter,
    "Nội dung cuộc họp",
    "nội dung cuộc họp",
    Stored("meeting", width=40, typed=False),
    Stored("place", width=8, typed=False),
    Stored("content", width=60),
    Stored("unit", width=30),
    Stored("presenter", width=24),
    Stored("plan_item", width=40, half="home"),
    Stored("discussion", width=60),
    order="place",
    part_of="meeting",
)

CONCLUSIONS = Entity(
    Conclusion,
    "Kết luận cuộc họp",
    "kết luận",
    Stored("meeting", width=40, typed=False),
    Stored("matter", width=40, typed=False),
    Stored("place", width=8, typed=False),
    Stored("content", width=60),
    Stored("gives_task", width=10),
    Stored("lead_unit", width=30),
    Many("cooperating_units", ConclusionUnit, "unit", width=30),
    Stored("leader", width=24),
    Stored("due_on"),
    Stored("deliverable_wanted", width=30),
    Stored("task", width=14, half="home", typed=False),
    Stored("added_on", typed=False),
    order="place",
    part_of="meeting",
)

SUPPLEMENTS = Entity(
    MinutesSupplement,
    "Bổ sung biên bản",
    "phần bổ sung",
    Stored("meeting", width=40, typed=False),
    Stored("place", width=8, typed=False),
    Stored("added_on"),
    Stored("content", width=60),
    Stored("author", width=24),
    order="place",
    part_of="meeting",
)
