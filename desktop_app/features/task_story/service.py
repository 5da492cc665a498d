"""The story of one task: what waits for an answer, its parts, notes, decisions, former doers, changes."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from db.models import Task, TaskRequest
from db.words import DecisionKind, Progress, RequestKind
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_rules.service import Facts
from desktop_app.features.task_story.columns import Line, Press, Section
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import situation
from desktop_app.rules.dates import show_date

SHOWN_CHANGES = 30
GRANTS = {RequestKind.EXTENSION: "extend", RequestKind.SUSPENSION: "suspend"}


def story(record: Task) -> list[Section]:
    """Everything that happened to a task and what waits for an answer; sections without lines are left out."""
    now = rules.facts(record)
    sections = [
        Section("Đề nghị chờ trả lời", [_waiting(now, request) for request in now.waiting]),
        Section("Việc thành phần", [_part(now, row) for row in parts.parts_of(record)]),
        Section("Tình hình thực hiện", [_note(note) for note in reversed(tasks.notes_of(record))]),
        Section("Gia hạn, quyết định", [_decision(d) for d in reversed(tasks.decisions_of(record))]),
        Section(
            "Đề nghị đã trả lời", [_request(r) for r in reversed(rules.requests_of(record)) if r not in now.waiting]
        ),
        *_past(record),
        Section(
            "Lịch sử thay đổi",
            [Line(f"{at} · {who} · {what}", told) for at, who, what, told in tasks.history(record)[:SHOWN_CHANGES]],
        ),
    ]
    return [section for section in sections if section.lines]


def _waiting(now: Facts, request: TaskRequest) -> Line:
    grant = GRANTS[RequestKind(request.kind)]
    presses = (Press("Đồng ý", "check2", grant, request.id), Press("Không đồng ý", "x-lg", "refuse", request.id))
    return _request(request, [press for press in presses if not rules.why_not(now, press.action)])


def _request(request: TaskRequest, presses: Sequence[Press] = ()) -> Line:
    head = " · ".join(part for part in (str(request), str(request.author)) if part)
    return Line(head, f"{asked_for(request).strip().capitalize()} – {request.reason}", presses)


def asked_for(request: TaskRequest) -> str:
    """đến ngày …, or  từ ngày … đến ngày …; begins with a blank."""
    since = f" từ {show_date(request.from_on)}" if request.from_on else ""
    until = request.due_on or request.to_on
    return since + (f" đến {show_date(until)}" if until else "")


def _decision(decision: Any) -> Line:
    kind = DecisionKind(decision.kind).label
    refused = (DecisionKind.EXTENSION_REFUSED, DecisionKind.SUSPENSION_REFUSED)
    if decision.kind in refused and decision.request is not None:
        kind = f"Không đồng ý: {decision.request}"
    by = f" · {decision.decided_by}" if decision.decided_by else ""
    head = f"{show_date(decision.decided_on)} · {kind}{asked_for(decision)}{by}"
    round_ = f"Lần thực hiện {decision.round}" if decision.round > 1 else ""
    paper = f"Văn bản: {decision.paper}" if decision.paper else ""
    return Line(head, " – ".join(part for part in (round_, paper, decision.reason) if part))


def _part(now: Facts, row: Any) -> Line:
    part = tasks.get(row.id)
    take = Press("Lấy kết quả", "box-arrow-in-up", "take_over", row.id)
    due_on = f", hạn {show_date(row.due_on)}" if row.due_on else ""
    head = f"{row.code} · {row.lead_unit}{due_on}: {situation(row)}"
    done = f"{show_date(row.completed_on)} {row.deliverable}".strip() if row.progress == Progress.REPORTED else ""
    told = "\n".join(part for part in (row.content, done) if part)
    return Line(head, told, [take] if parts.may_take_over(now, part) else [], row.id)


def _note(note: Any) -> Line:
    said = [note.content]
    said += [f"Khó khăn, vướng mắc: {note.difficulty}"] if note.difficulty else []
    said += [f"Đề xuất, kiến nghị: {note.proposal}"] if note.proposal else []
    return Line(" · ".join(part for part in (show_date(note.noted_on), note.author) if part), "\n".join(said))


def _past(record: Task) -> Iterator[Section]:
    for past in reassign.past_of(record):
        late = "; gửi sau khi chuyển" if past.late else ""
        lines = [f"{label}: {text}" for label, text in json.loads(past.told).items()]
        yield Section(f"Quá trình trước đây – {past.name}{late}", [Line("", "\n".join(lines))])
