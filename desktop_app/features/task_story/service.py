"""The story of one task: what waits for an answer, its parts, notes, decisions, former doers, changes."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from db.models import Task, TaskRequest
from db.words import DecisionKind, LateCause, Progress, RequestKind, StepMove, TaskState
from desktop_app import clock
from desktop_app.features.minutes import service as minutes
from desktop_app.features.task_answers import service as answers
from desktop_app.features.task_holders import service as holders
from desktop_app.features.task_parts import service as parts
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.task_repeat import service as repeat
from desktop_app.features.task_rules import service as rules
from desktop_app.features.task_rules.service import Facts
from desktop_app.features.task_story.columns import Line, Press, Section
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import situation, standing
from desktop_app.rules import steps as rules_of_steps
from desktop_app.rules.dates import show_date

SHOWN_CHANGES = 30
GRANTS = {RequestKind.EXTENSION: "extend", RequestKind.SUSPENSION: "suspend"}


def story(record: Task, now: Facts | None = None) -> list[Section]:
    """Everything that happened to a task and what waits for an answer; sections without lines are left out."""
    now = now or rules.facts(record)
    sections = [
        Section("Kết luận cuộc họp", list(_concluded(record))),
        Section("Đề nghị chờ trả lời", [_waiting(now, request) for request in now.waiting]),
        Section("Các bước xử lý", list(_steps(now))),
        Section("Nguyên nhân chậm", list(_cause(now))),
        Section("Việc thành phần", list(_parts(now))),
        Section("Việc định kỳ", list(_chain(record))),
        Section("Tình hình thực hiện", [_note(note) for note in reversed(tasks.notes_of(record))]),
        Section("Gia hạn, quyết định", [_decision(d) for d in reversed(answers.decisions_of(record))]),
        Section(
            "Đề nghị đã trả lời", [_request(r) for r in reversed(rules.requests_of(record)) if r not in now.waiting]
        ),
        *_past(record),
        changes(record),
    ]
    return [section for section in sections if section.lines]


def changes(record: Task, most: int = SHOWN_CHANGES) -> Section:
    """What the journal says of a task and of what hangs on it: the latest ``most`` entries."""
    told = tasks.history(record)
    lines = [Line(f"{at} · {who} · {what}", words) for at, who, what, words in told[:most]]
    return Section("Lịch sử thay đổi", lines, max(0, len(told) - most))


def _concluded(record: Task) -> Iterator[Line]:
    """The meeting whose conclusion the task is."""
    conclusion = minutes.conclusion_of(record)
    if conclusion is not None:
        meeting = conclusion.meeting
        told = f"{show_date(meeting.held_on)} · {meeting}"
        yield Line(told, f"Kết luận số {conclusion.place}", leads=("meetings", meeting.id))


def _cause(now: Facts) -> Iterator[Line]:
    """The late reason of now, and whether it has been accepted, with the buttons that answer it."""
    if not now.task.late_reason:
        return
    answer = "Chưa xét" if now.cause is None else DecisionKind(now.cause.kind).label
    told = f"{LateCause(now.task.late_cause).label} · {answer}"
    presses = (
        Press("Chấp nhận nguyên nhân chậm", "check2", "accept_cause"),
        Press("Không chấp nhận nguyên nhân chậm", "x-lg", "refuse_cause"),
    )
    yield Line(told, now.task.late_reason, [press for press in presses if not rules.why_not(now, press.action)])


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


def _steps(now: Facts) -> Iterator[Line]:
    """Who held the task, from when to when, with what deadline; and what each had of it if somebody held it twice."""
    found, today, (days_off, made_up) = holders.steps_of(now.task), clock.today(), clock.calendar()
    ended = answers.cancelled_on(now.task)
    # one that a former doer left open is nobody's any more, and nobody knows since when
    plain = [holders.plain(step, ended if step == now.held else step.began_on) for step in found]
    for place, (step, told) in enumerate(zip(found, plain, strict=True), start=1):
        since = rules_of_steps.held(told, today, days_off, made_up)
        taken = f"{since.days} ngày ({since.workdays} ngày làm việc)"
        until = f"từ {show_date(step.began_on)}, đang giữ {taken}" if since.days else "nhận hôm nay, đang giữ"
        if told.ended_on is not None:
            until = f"{show_date(step.began_on)} – {show_date(told.ended_on)}, {taken}"
        head = f"{place}. {step.holder} · {until}{_step_due(now, step, since)}"
        move = StepMove(step.move).label if step.move != StepMove.RECEIVED else ""
        yield Line(head, ": ".join(part for part in (move, step.words) if part))
    sums = rules_of_steps.totals(plain, today, days_off, made_up)
    if len(sums) < len(plain):
        each = [f"{name} {one.days} ngày" + f", {one.late} bước quá hạn" * bool(one.late) for name, one in sums.items()]
        yield Line(f"Cộng theo người: {'; '.join(each)}")


def _step_due(now: Facts, step: Any, since: rules_of_steps.Held) -> str:
    if step.due_on is None:
        return ""
    late = f"quá hạn {since.days_late} ngày" if since.days_late else "trong hạn" if since.days_late == 0 else ""
    beyond = now.task.due_on is not None and step.due_on > now.task.due_on
    return f" · hạn {show_date(step.due_on)}" + " (sau hạn của nhiệm vụ)" * beyond + f": {late}"


def _parts(now: Facts) -> Iterator[Line]:
    rows = parts.parts_of(now.task)
    states = [standing(row).state for row in rows]
    cancelled = states.count(TaskState.CANCELLED)
    if rows:
        gone = f"; {cancelled} việc đã hủy" if cancelled else ""
        done = f"Đã hoàn thành {states.count(TaskState.COMPLETED)} trên {len(rows) - cancelled} việc{gone}"
        if tasks.open_parts(now.task):
            done += "; xong hết các việc này mới báo hoàn thành được"
        yield Line(done, lists={"parent": now.task.id} if len(rows) > 1 else None)
    for row in rows:
        yield _part(now, row)


def _chain(record: Task) -> Iterator[Line]:
    before, after = repeat.chain_of(record)
    for words, task in (("Kỳ trước", before), ("Kỳ sau", after)):
        if task is not None:
            due_on = f", hạn {show_date(task.due_on)}" if task.due_on else ""
            yield Line(f"{words}: {task.code}{due_on} · {tasks.situation_of(task)}", opens=task.id)


def _part(now: Facts, row: Any) -> Line:
    part = tasks.get(row.id)
    take = Press("Lấy kết quả", "box-arrow-in-up", "take_over", row.id)
    due_on = f", hạn {show_date(row.due_on)}" if row.due_on else ""
    head = f"{row.code} · {row.lead_unit}{due_on}: {situation(row)}"
    done = f"{show_date(row.completed_on)} {row.deliverable}".strip() if row.progress == Progress.REPORTED else ""
    told = "\n".join(part for part in (row.content, done) if part)
    inner = [standing(one).state for one in parts.parts_of(part)]
    if inner:
        told += f"\nGiao tiếp {len(inner)} việc thành phần, đã hoàn thành {inner.count(TaskState.COMPLETED)}"
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
