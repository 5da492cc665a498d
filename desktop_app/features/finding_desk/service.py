"""What the window of findings asks: their story, what its questions begin with, and giving one as a task."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.models import Finding, Task
from desktop_app import clock, records
from desktop_app.errors import Refused
from desktop_app.features.findings import service as findings
from desktop_app.features.findings.columns import FINDINGS
from desktop_app.features.tasks import service as tasks
from desktop_app.records import writers
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date


@dataclass(frozen=True)
class Told:
    """Something that happened to a finding: its day, what it was, and the words with it."""

    day: date
    what: str
    words: str
    who: str = ""


def history(finding: Finding) -> list[Told]:
    """What happened to a finding since it was found, oldest first."""
    party = finding.party
    told = [(Told(party.inspected_on, "Phát hiện khi kiểm tra", f"{party.round.code}: {party}"), 0)]
    for one in findings.reports_of(finding):
        done = f"Xong ngày {show_date(one.done_on)}." if one.done_on else "Đang khắc phục."
        words = f"{str(one.content).rstrip(' .;')}. {done}"
        told.append((Told(one.reported_on, "Báo cáo khắc phục", words, one.author), one.place))
    for each in findings.decisions_of(finding):
        parts = [str(each.words).rstrip(" .;"), each.paper]
        parts.append(f"thời hạn mới {show_date(each.due_on)}" if each.due_on else "")
        parts.append(f"theo biên bản tái kiểm tra {each.recheck.round.code}" if each.recheck is not None else "")
        words = "; ".join(part for part in parts if part)
        words = words[:1].upper() + words[1:]
        told.append((Told(each.decided_on, findings.KINDS(each.kind).label, words, each.decided_by), each.place))
    if (task := findings.task_of(finding)) is not None:
        told.append((Told(task.assigned_on, "Giao thành nhiệm vụ", f"{task.code}: {tasks.situation_of(task)}"), 10**6))
    return [one for one, _ in sorted(told, key=lambda pair: (pair[0].day, pair[1]))]


def report_texts() -> dict[str, str]:
    """What a report begins with: of today."""
    return {"reported_on": show_date(clock.today()), "done_on": show_date(clock.today())}


def decision_texts() -> dict[str, str]:
    """What a decision begins with: of today, by whoever is at work."""
    return {"decided_on": show_date(clock.today()), "decided_by": current.who}


# --- The task of a finding ---


def task_texts(finding: Finding) -> dict[str, str]:
    """What a task for a finding begins with."""
    party, now = finding.party, findings.standing(finding)
    unit, leader = findings.responsible(finding), party.round.head
    demand = f" Yêu cầu: {str(finding.demand).rstrip('. ')}." if finding.demand else ""
    words = f"Khắc phục tồn tại sau kiểm tra tại {party}: {finding.content}".rstrip(". ")
    return {
        "content": f"{words}.{demand}",
        "lead_unit": str(unit or ""),
        "assigned_on": show_date(clock.today()),
        "due_on": show_date(now.due_on) if now.due_on and now.due_on >= clock.today() else "",
        # the head of another office's round is none of our leaders
        "supervising_leader": str(leader.name) if leader is not None and writers.is_ours(leader) else "",
    }


def may_give(finding: Finding) -> bool:
    """Whether a finding can be ordered as a task now: it is open and no task, or its task was cancelled.

    What an office below found at its own, that office sees to.
    """
    if not findings.is_signed(finding) or not (writers.is_ours(finding) or findings.is_about_us(finding)):
        return False
    task = findings.task_of(finding)
    return findings.standing(finding).is_open if task is None else findings.is_cancelled(task)


def give_task(finding: Finding, texts: Mapping[str, str] | None = None) -> Task:
    """Order the remediation as a task of the book; from then on a finding of ours stands where the task does.

    Another office's finding about us still stands where our reports and that office's decisions put it.
    """
    if not findings.is_signed(finding):
        raise Refused(findings.NO_SIGNATURE)
    if not writers.is_ours(finding) and not findings.is_about_us(finding):
        records.must_be_ours(finding)
    if not may_give(finding):
        findings.refuse_task(finding)
        raise Refused(
            f"Tồn tại này {findings.standing(finding).state.label.lower()} nên không giao thành nhiệm vụ được"
        )
    party = finding.party
    given = {**task_texts(finding), **(texts or {})}
    if not given["lead_unit"].strip():
        raise Refused({"lead_unit": "Cơ sở chưa ghi đơn vị quản lý; hãy chọn đơn vị chủ trì"})
    origin = f"Kiểm tra {party.round.code}, biên bản ngày {show_date(party.inspected_on)}"
    with records.writing():
        task = tasks.save(given, origin=origin)
        records.keep(FINDINGS, {}, finding, task=task)
    return task


def follows(finding: Finding) -> str:
    """Which task a finding stands where it does by, or only lies beside, in a line; empty without one."""
    task = findings.task_of(finding)
    if task is None:
        return ""
    if writers.is_ours(finding):
        return f"Theo nhiệm vụ {task.code}."
    return f"Đã giao nội bộ thành nhiệm vụ {task.code}; xong việc thì báo cáo khắc phục cho nơi kiểm tra."
