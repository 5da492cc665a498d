"""A matter of the agenda, a conclusion and a supplement as people see them, and what is asked to sign."""

from collections.abc import Mapping

from db.models import Conclusion, ConclusionUnit, MeetingMatter, MinutesSupplement
from desktop_app.errors import Refused
from desktop_app.records import Column, Entity, Many, Questions, Stored
from desktop_app.records.kinds import Day

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
    Stored("supplement", width=8, typed=False),
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

SIGNING = Questions("Ký biên bản", Column("signed_on", "Ngày ký biên bản", Day(), needed=True))


class RefusedMinutes(Refused):
    """A meeting refused as a whole: problems of its own, of each line of the agenda and of each conclusion by place."""

    def __init__(
        self,
        problems: Mapping[str, str],
        matters: Mapping[int, Mapping[str, str]],
        conclusions: Mapping[int, Mapping[str, str]],
    ) -> None:
        super().__init__(problems)
        self.matters, self.conclusions = dict(matters), dict(conclusions)
        told = [f"nội dung {place + 1}: {'; '.join(found.values())}" for place, found in self.matters.items()]
        told += [f"kết luận {place + 1}: {'; '.join(found.values())}" for place, found in self.conclusions.items()]
        self.args = ("; ".join([*self.problems.values(), *told]),)
