"""Inspections, plans, minutes, the week and duties written in an open office, and what its book says of them."""

from datetime import date
from typing import Any

from db.connection import database
from db.models import (
    Establishment,
    Finding,
    FindingDecision,
    InspectedParty,
    InspectionRound,
    Meeting,
    Plan,
    Remediation,
)
from db.words import EstablishmentKind, FindingDecisionKind
from desktop_app.features.duties import service as duties
from desktop_app.features.establishments import service as establishments
from desktop_app.features.findings import service as findings
from desktop_app.features.inspection_checklist import service as checklist
from desktop_app.features.inspections import service as inspections
from desktop_app.features.minutes import service as minutes
from desktop_app.features.plans import service as plans
from desktop_app.features.week import service as week
from tests.network_hands import unit

# What every book that holds them must say alike: whose, in which revision, and the words; by uid.
STORY = (
    "SELECT t.uid, t.subject, t.type, t.mode, t.began_on, t.def_owner, t.def_term, t.def_epoch, t.def_n, "
    "t.deleted_at IS NULL FROM inspection_round t",
    "SELECT t.uid, r.uid, u.office_uid, t.name, t.inspected_on, t.began_at, t.result, t.minutes, t.signed_on, "
    "t.def_owner, t.def_n, t.deleted_at IS NULL FROM inspected_party t JOIN inspection_round r ON r.id = t.round_id "
    "LEFT JOIN unit u ON u.id = t.unit_id",
    "SELECT t.uid, p.uid, t.content, t.verdict, t.value, t.def_owner, t.def_n FROM checked t "
    "JOIN inspected_party p ON p.id = t.party_id WHERE p.minutes = 'signed'",
    "SELECT t.uid, p.uid, t.content, t.demand, t.due_on, t.def_owner, t.def_n, t.deleted_at IS NULL FROM finding t "
    "JOIN inspected_party p ON p.id = t.party_id",
    "SELECT t.uid, f.uid, t.reported_on, t.content, t.done_on, t.place, t.def_owner, t.def_n FROM remediation t "
    "JOIN finding f ON f.id = t.finding_id",
    "SELECT t.uid, f.uid, t.kind, t.decided_on, t.due_on, t.words, t.place, t.def_owner, t.def_n "
    "FROM finding_decision t JOIN finding f ON f.id = t.finding_id",
    "SELECT t.uid, t.title, t.year, t.stated_tasks, t.def_owner, t.def_n, t.deleted_at IS NULL FROM plan t",
    "SELECT t.uid, g.uid, t.kind, t.content, u.name, t.state, t.def_owner, t.def_n, t.deleted_at IS NULL "
    "FROM plan_item t LEFT JOIN plan_group g ON g.id = t.group_id LEFT JOIN unit u ON u.id = t.lead_unit_id",
    "SELECT t.uid, t.title, t.held_on, o.name, t.minutes, t.signed_on, (SELECT group_concat(name, '; ') FROM "
    "(SELECT u.name FROM meeting_unit m JOIN unit u ON u.id = m.unit_id WHERE m.meeting_id = t.id ORDER BY m.place)), "
    "t.def_owner, t.def_n FROM meeting t LEFT JOIN official o ON o.id = t.chair_id WHERE t.minutes = 'signed'",
    "SELECT t.uid, m.uid, t.place, t.content, t.discussion, t.def_owner FROM meeting_matter t "
    "JOIN meeting m ON m.id = t.meeting_id WHERE m.minutes = 'signed'",
    "SELECT t.uid, m.uid, a.uid, t.content, u.name, t.due_on, t.supplement, t.def_owner FROM conclusion t "
    "JOIN meeting m ON m.id = t.meeting_id LEFT JOIN meeting_matter a ON a.id = t.matter_id "
    "LEFT JOIN unit u ON u.id = t.lead_unit_id "
    "WHERE m.minutes = 'signed'",
    "SELECT t.uid, m.uid, t.added_on, t.content, t.def_owner FROM minutes_supplement t "
    "JOIN meeting m ON m.id = t.meeting_id",
    "SELECT t.uid, t.day, t.half, t.starts_at, t.content, t.state, o.name, t.def_owner, t.def_n, t.deleted_at IS NULL "
    "FROM schedule_item t LEFT JOIN official o ON o.id = t.chair_id",
    "SELECT t.uid, o.name, u.name, t.field, t.valid_from, t.def_owner, t.def_n FROM duty t "
    "JOIN official o ON o.id = t.official_id LEFT JOIN unit u ON u.id = t.unit_id",
)


def told(owner: str) -> list[list[tuple[Any, ...]]]:
    """What the open book says of the rows that an office wrote."""
    named = [f"SELECT * FROM ({sql}) WHERE def_owner = ? ORDER BY uid" for sql in STORY]
    return [database.execute_sql(sql, (owner,)).fetchall() for sql in named]


def inspect(subject: str = "Kiểm tra kỷ luật hành chính", **more: str) -> InspectionRound:
    """A round of inspection."""
    texts = {"type": "Kiểm tra công vụ", "subject": subject, "began_on": "02/11/2026", **more}
    return inspections.save(texts)


def party(of: InspectionRound, unit_code: str = "", shop: str = "", **more: str) -> InspectedParty:
    """Who was inspected in a round: a unit of the directory, or an establishment by its name."""
    if shop and shop not in {one.name for one in Establishment.select()}:
        establishments.save({"name": shop, "kind": EstablishmentKind.BUSINESS.label, "address": "Số 5", **more})
    texts = {"inspected_on": "03/11/2026", "began_at": "8h30", "strengths": "Chấp hành tốt"}
    return inspections.save_party({**texts, "unit": unit_code, "establishment": shop}, of)


def check(of: InspectedParty, content: str) -> None:
    """Something that was looked at."""
    checklist.save_checked(of, [{"content": content, "verdict": "Không đạt", "value": "Thiếu sổ"}])


def find(of: InspectedParty, content: str = "Chưa niêm yết thủ tục", **more: str) -> Finding:
    """What was wrong."""
    texts = {"content": content, "demand": "Niêm yết đầy đủ", "due_on": "20/11/2026", **more}
    return findings.save(texts, of)


def sign(of: InspectedParty, day: date = date(2026, 11, 3)) -> None:
    """The minutes are signed by both."""
    inspections.sign(of, day)


def remedy(finding: Finding, content: str = "Đã niêm yết", done_on: str = "18/11/2026") -> Remediation:
    """What the inspected office says it has done."""
    texts = {"reported_on": "18/11/2026", "content": content, "done_on": done_on, "author": "Trần Thị A"}
    return findings.report(finding, texts)


def decide(finding: Finding, kind: FindingDecisionKind, due_on: str = "") -> FindingDecision:
    """What the inspecting office decides about it."""
    return findings.decide(finding, kind, {"decided_on": "21/11/2026", "due_on": due_on, "words": "Đã xem"})


def plan(title: str, *leads: str, **more: str) -> Plan:
    """A plan of two groups whose items these units lead, one after another."""
    items = [
        {"kind": "Nhiệm vụ", "content": f"Việc {n} của {lead}", "lead_unit": lead, "in_group": str(n % 2)}
        for n, lead in enumerate(leads)
    ]
    texts = {"title": title, "year": "2026", "stated_tasks": str(len(leads)), "paper": "159-KH/QU", **more}
    return plans.save_all(texts, [{"name": "Nhóm một"}, {"name": "Nhóm hai"}], items)


def meeting(title: str, units: str, lead: str, signed: bool = True, chair: str = "") -> Meeting:
    """A meeting with two matters and a conclusion, and its minutes signed."""
    texts = {
        "kind": "Cuộc họp",
        "held_on": "05/11/2026",
        "title": title,
        "chair": chair,
        "secretary": "Trần Thị Thư",
        "units": units,
        "began_at": "14h00",
    }
    matters = [{"content": "Ngân sách", "discussion": "Thống nhất"}, {"content": "Đất đai"}]
    concluded = [{"content": "Rà soát đất công", "lead_unit": lead, "about": "2", "due_on": "30/11/2026"}]
    made = minutes.save_all(texts, matters, concluded)
    return minutes.sign(made, date(2026, 11, 6)) if signed else made


def line(day: str, content: str, units: str = "", **more: str):
    """A line of the leaders' schedule."""
    return week.save({"day": day, "half": "Sáng", "starts_at": "8h", "content": content, "units": units, **more})


def duty(official: str, of: str, **more: str):
    """A leader is in charge of a unit."""
    return duties.save({"official": official, "unit": of, "valid_from": "01/01/2026", "field": "Đất đai", **more})


def finding() -> Finding:
    """The only finding of the open book."""
    return Finding.get()


def is_about(code: str) -> bool:
    """Whether the only minutes of the open book are about this unit."""
    return bool(InspectedParty.get().unit == unit(code))
