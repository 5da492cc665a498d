"""Writing decided rows inside one transaction, with what stood there before, so that all of it can be taken back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from db.connection import database
from db.models import Alias, Indicator, Package, PastExecution, Question, ReceivedRow, Task, TaskDecision, Unit
from db.words import Copy, DecisionKind, PackageState, Progress, QuestionSort, Verdict
from desktop_app import clock, records
from desktop_app.features.handoff_desk.columns import Judged, Sent
from desktop_app.features.tasks import service as tasks
from desktop_app.features.tasks.columns import DECISIONS
from desktop_app.records import journal, receiving
from desktop_app.records.receiving import Incoming
from desktop_app.records.session import current
from desktop_app.rules.dates import show_date

WRITTEN = (Verdict.NEW, Verdict.CHANGED, Verdict.RECOVERED)
NOTED = 200  # rows of a package noted at once
OVERTAKEN = (QuestionSort.FORK, QuestionSort.OLDER_NUMBER, QuestionSort.EPOCH, QuestionSort.CELL, QuestionSort.SAME)


def write(package: Package, judged: Sequence[Judged], names: Mapping[str, str]) -> None:
    """Write the rows that are decided, note every row of the package, and raise the questions; needs ``writing``."""
    for _ in steps(package, judged, names):
        pass


def steps(package: Package, judged: Sequence[Judged], names: Mapping[str, str]) -> Iterator[int]:
    """The same in short steps; yields how many rows are written."""
    for other, record in names.items():
        if not Alias.select().where(Alias.other == other).exists():
            Alias.create(other=other, kind=_kind_of(record), record=record)
    before: dict[str, str] = {}
    wanted = [one for one in judged if one.incoming is not None and one.verdict in WRITTEN]
    done = 0
    for kind in dict.fromkeys(one.sent.kind for one in wanted):
        found = [one for one in wanted if one.sent.kind == kind]
        for count in _write_kind(package, found, before):
            yield done + count
        done += len(found)
    for one in judged:
        for told in one.past:
            _keep_past(told)
            yield done
    for start in range(0, len(judged), NOTED):
        _note_rows(package, start, judged[start : start + NOTED], before)
        yield done
    _overtake(package, judged)
    for one in judged:
        if one.verdict == Verdict.QUESTION and not _asked(one.sent.digest):
            raise_question(package, one)
            yield done


def _kind_of(uid: str) -> str:
    """What a record is that the sender calls by another name."""
    kinds = (("unit", Unit), ("indicator", Indicator))
    return next((kind for kind, model in kinds if model.select().where(model.uid == uid).exists()), "document")


def _write_kind(package: Package, found: Sequence[Judged], before: dict[str, str]) -> Iterator[int]:
    """Write rows of one kind; ``before`` is told the row that stood there by uid, empty where there was none."""
    rows: list[Incoming] = []
    codes: dict[int, int] = {}
    entity = next(one.incoming.entity for one in found if one.incoming is not None)
    for one in found:
        assert one.incoming is not None
        if one.renames:
            before[one.incoming.uid] = _rename(package, one)
            yield 0
        elif one.sent.kind == "task" and not one.lies_here:
            one.incoming.home["code"] = _next_code(one.incoming.values, codes)
        rows.append(one.incoming)
    old: dict[str, Any] = {}
    for piece in _pieces([row.uid for row in rows]):
        there = {record.uid: record for record in entity.model.select().where(entity.model.uid.in_(piece))}
        raw = receiving.raw(entity, [record.id for record in there.values()]) if there else {}
        for uid, record in there.items():
            before.setdefault(uid, raw[record.id])
        old |= there
        yield 0
    if entity.kind == "task":
        for _ in _question_children(found, old):
            yield 0
    yield from receiving.steps(rows, old)
    if entity.kind == "task_decision":
        for _ in _question_cancelled(found):
            yield len(rows)


def _rename(package: Package, one: Judged) -> str:
    """Give a record typed here the sender's uid, its own kept as another name; the row as it stood."""
    assert one.incoming is not None
    entity, uid = one.incoming.entity, one.incoming.uid
    record = entity.model.get(entity.model.uid == one.renames)
    [raw] = receiving.raw(entity, [record.id]).values()
    database.execute_sql(f"UPDATE {entity.kind} SET uid = ? WHERE id = ?", (uid, record.id))
    Alias.update(record=uid).where(Alias.kind == "indicator", Alias.record == one.renames).execute()
    Alias.create(other=one.renames, kind=entity.kind, record=uid)
    if one.sent.kind == "task":
        _keep_ours(package, one.incoming, record)
    return raw


def _keep_ours(package: Package, incoming: Incoming, record: Task) -> None:
    """What was done here about a task typed here stays ours, in the sender's term; what was decided here does not.

    Where we have gone back to a copy from before the two were made one, the sender gives back what we did after that.
    """
    owner, revision = incoming.halves["exe"]
    if owner != current.office_uid or not revision[2] or record.exe_epoch == current.epoch:
        del incoming.halves["exe"]
        columns = incoming.entity.columns
        incoming.values = {name: value for name, value in incoming.values.items() if columns[name].half == "def"}
        term = incoming.halves["def"][1][0]
        incoming.facts |= {"exe_owner": current.office_uid, "exe_term": term, "exe_epoch": current.epoch}
        incoming.facts |= {"exe_n": record.exe_n + 1}
    incoming.facts["doer"] = current.office_uid
    ours = TaskDecision.select().where(TaskDecision.task == record, TaskDecision.def_owner == current.office_uid)
    for decision in ours.where(TaskDecision.deleted_at.is_null()):
        _take_out(package, decision)


def _take_out(package: Package, decision: TaskDecision) -> None:
    """Delete a decision of ours about what is to be decided elsewhere; undoing the package puts it back."""
    [raw] = receiving.raw(DECISIONS, [decision.id]).values()
    records.delete(DECISIONS, decision)
    ReceivedRow.create(
        package=package,
        place=0,
        sheet=DECISIONS.title[:31],
        kind=DECISIONS.kind,
        record=decision.uid,
        title=f"{decision.task.code}: {decision}"[:300],
        verdict=Verdict.CHANGED,
        reason="Nhiệm vụ do nơi gửi giao, nên nơi đó quyết định; quyết định đã nhập ở đây được xóa",
        before=raw,
        written=True,
    )


def _next_code(values: Mapping[str, Any], codes: dict[int, int]) -> str:
    """Our own code for a task that came in: the next of its year, counted on within the package."""
    year = int(str(values.get("assigned_on") or clock.today())[:4])
    if year not in codes:
        codes[year] = int(tasks.next_code(year)[-5:])
    else:
        codes[year] += 1
    return f"NV-{year}-{codes[year]:05d}"


def _pieces(values: Sequence[Any], size: int = 50) -> Iterable[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _keep_past(told: Mapping[str, Any]) -> None:
    key = {name: told[name] for name in ("record", "office_uid", "term", "epoch", "n")}
    rest = {"name": told["name"], "late": bool(told.get("late")), "told": json.dumps(told["told"], ensure_ascii=False)}
    rest["changed_at"] = clock.now()
    PastExecution.get_or_create(**key, defaults=rest)


def _overtake(package: Package, judged: Sequence[Judged]) -> None:
    """Take out the questions that a later row of the same office has answered, or asks anew."""
    spoken = {one.sent.uid: one.sent.digest for one in judged if one.verdict in (*WRITTEN, Verdict.QUESTION)}
    waiting = (
        Question.select(Question, Package)
        .join(Package)
        .where(Question.answer == "", Question.sort.in_(OVERTAKEN), Package.office_uid == package.office_uid)
    )
    place = (package.epoch, package.running_number)
    for question in waiting:
        before, uid = question.package, str(json.loads(question.row)["uid"])
        assert before is not None
        if (before.epoch, before.running_number) < place and spoken.get(uid, question.digest) != question.digest:
            question.delete_instance()
            journal.note("question", question.uid, about=question.record, overtaken_by=package.running_number)
            if not Question.select().where(Question.package == before, Question.answer == "").exists():
                Package.update(state=PackageState.APPLIED, receipted=False).where(Package.id == before.id).execute()


def _note_rows(package: Package, first: int, judged: Sequence[Judged], before: Mapping[str, str]) -> None:
    now = clock.now().isoformat(timespec="seconds")
    lines = []
    for place, one in enumerate(judged, start=first):
        uid = one.incoming.uid if one.incoming is not None else one.sent.uid
        done = one.incoming is not None and one.verdict in WRITTEN
        revisions = [
            ".".join(map(str, revision)) if revision else ""
            for revision in (one.sent.def_revision, one.sent.exe_revision)
        ]
        if one.incoming is not None:  # the revision that was written, where the sender did not know our name yet
            revisions = [
                ".".join(map(str, one.incoming.halves[h][1])) if h in one.incoming.halves else r
                for h, r in zip(("def", "exe"), revisions, strict=True)
            ]
        lines.append(
            (now, package.id, place, one.sent.sheet, one.sent.kind, uid, one.title, str(one.verdict), one.reason)
            + (*revisions, one.sent.digest, "", before.get(uid, "") if done else "", int(done))
        )
    database.connection().executemany(
        "INSERT INTO received_row (uid, changed_at, package_id, place, sheet, kind, record, title, verdict, reason, "
        "def_revision, exe_revision, def_digest, exe_digest, before, written) "
        "VALUES (lower(hex(randomblob(16))), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        lines,
    )


def _asked(digest: str) -> bool:
    return bool(Question.select().where(Question.digest == digest, Question.answer == "").exists())


def raise_question(package: Package | None, one: Judged) -> None:
    """Keep a question until somebody answers it."""
    assert one.sort is not None
    Question.create(
        package=package,
        sort=one.sort,
        kind=one.sent.kind,
        record=one.renames or (one.incoming.uid if one.incoming is not None else one.sent.uid),
        title=one.title,
        words=one.reason,
        ours=json.dumps(one.ours, ensure_ascii=False),
        theirs=json.dumps(one.theirs, ensure_ascii=False),
        row=row_text(one.sent),
        digest=one.sent.digest,
    )


def row_text(sent: Sent) -> str:
    """A row as it was sent, to be decided about later."""
    return json.dumps(
        {
            "sheet": sent.sheet,
            "kind": sent.kind,
            "uid": sent.uid,
            "def": sent.def_revision,
            "exe": sent.exe_revision,
            "values": dict(sent.values),
            "digest": sent.digest,
        },
        ensure_ascii=False,
    )


def row_of(text: str) -> Sent:
    """What `row_text` kept."""
    found = json.loads(text)
    exe = tuple(found["exe"]) if found["exe"] else None
    return Sent(found["sheet"], found["kind"], found["uid"], tuple(found["def"]), exe, found["values"], found["digest"])


def _question_children(found: Sequence[Judged], old: Mapping[str, Any]) -> Iterator[None]:
    """When a task from above is dated anew or taken away, ask about each task we made of it: nothing goes by itself."""
    for one in found:
        assert one.incoming is not None
        record, values = old.get(one.incoming.uid), one.incoming.values
        if record is None:
            continue
        if one.incoming.home.get("copy") == Copy.HANDED_ON and record.copy != Copy.HANDED_ON:
            ask_children(record, "Cấp trên đã chuyển nhiệm vụ gốc cho đơn vị khác; việc đã giao tiếp có hủy không?", {})
            yield
        was = record.due_on.isoformat() if record.due_on else None
        if "due_on" in values and values["due_on"] != was:
            words = (
                f"Cấp trên đổi hạn từ {_day(was)} sang {_day(values['due_on'])}; việc đã giao tiếp có đổi theo không?"
            )
            ask_children(record, words, {"due_on": values["due_on"]})
            yield


def _question_cancelled(found: Sequence[Judged]) -> Iterator[None]:
    """When a task from above is cancelled, ask about each task we made of it."""
    for one in found:
        assert one.incoming is not None
        values = one.incoming.values
        if values.get("kind") == DecisionKind.CANCELLED and not one.lies_here:
            record = Task.get(Task.uid == values["task"])
            ask_children(record, "Cấp trên đã hủy nhiệm vụ gốc; việc đã giao tiếp có hủy theo không?", {})
            yield


def ask_children(record: Task, words: str, change: Mapping[str, Any]) -> None:
    """A question on every open task made of ``record``."""
    for child in Task.select().where(
        Task.parent == record, Task.def_owner == current.office_uid, Task.deleted_at.is_null()
    ):
        if child.progress == Progress.REPORTED:
            continue
        Question.delete().where(  # the latest word counts
            Question.sort == QuestionSort.PARENT, Question.record == child.uid, Question.answer == ""
        ).execute()
        theirs = (
            {"Thời hạn": _day(change["due_on"])} if "due_on" in change else {"Quyết định": DecisionKind.CANCELLED.label}
        )
        Question.create(
            sort=QuestionSort.PARENT,
            kind="task",
            record=child.uid,
            title=f"{child.code}: {child.content}"[:300],
            words=words,
            ours=json.dumps({"Thời hạn": show_date(child.due_on)}, ensure_ascii=False),
            theirs=json.dumps(theirs, ensure_ascii=False),
            row=json.dumps(dict(change), ensure_ascii=False),
            digest="",
        )


def _day(iso: str | None) -> str:
    return "không xác định" if not iso else f"{iso[8:]}/{iso[5:7]}/{iso[:4]}"
