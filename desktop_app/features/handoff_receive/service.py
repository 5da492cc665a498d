"""Receiving a package: guard, seal, channel, the verdict of every row, then one transaction (HANDOFF.md section 5)."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from db import connection
from db.models import Channel, Package, Question, Unit
from db.words import KeyState, PackageKind, PackageState, UnitRelation, Verdict
from desktop_app import clock, events, jobs
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.handoff_apply import service as applying
from desktop_app.features.handoff_desk.columns import Answers, Arrival, Sent
from desktop_app.features.handoff_receive.columns import Examined, Outcome
from desktop_app.features.handoff_scope import service as scope
from desktop_app.features.handoff_verdict import service as verdicts
from desktop_app.features.handover import service as handover
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.features.units import service as units
from desktop_app.records import journal, slices
from desktop_app.records.session import current
from desktop_app.rules import names
from desktop_app.rules.handoff import missing

Revision = tuple[int, int, int]
TAKEN = (PackageState.APPLIED, PackageState.ASKING)
NO_RECORDS = ("receipt", "receipt_row")
KNOWN = (*NO_RECORDS, *verdicts.ORDER, "unit_result")
NAMES = tuple(kind for kind, _ in PackageKind.choices())
SENT_BY: Mapping[str, str] = {PackageKind.ASSIGNMENT: UnitRelation.UPPER, PackageKind.REPORT: UnitRelation.SUB}
VERDICTS = tuple(verdict for verdict, _ in Verdict.choices())
GAPS_SHOWN = NOTES_SHOWN = 10
EPOCHS_AHEAD = 100  # of ours, which a file put back by hand may have forgotten


def examine(path: Path, passphrase: str = "", reader: Any = None) -> Examined:
    """Look a package over and decide about every row, writing nothing.

    ``reader`` is a `guarded.Reader` to use for several files. Raises Refused when the file is no sound package.
    """
    from desktop_app.excel import guarded, package, seal

    found = (reader or guarded).read_package(path, passphrase)
    broken = [problem for problem in found.problems if problem.fatal]
    if broken:
        more = f" (và {len(broken) - 1} chỗ khác)" if len(broken) > 1 else ""
        raise Refused(f"{broken[0]}{more}. Hãy xin nơi gửi lập lại gói")
    with connection.reading():
        office.founded()
        manifest = found.package.manifest
        examined = Examined(
            path,
            manifest,
            found.digest,
            package.check_code(found.digest),
            seal.fingerprint(manifest.public_key),
            peers.who(manifest),
        )
        _read_rows(examined, found)
        examined.refusal = _malformed(found.package) or _refusal(examined)
        if not examined.refusal:
            _look_at_channel(examined)
            if examined.sender.confirmed and examined.replayed is None:
                decide(examined)
                told = [
                    f"{one.title}: {one.reason}" for one in examined.rows if one.sent.kind == "indicator" and one.reason
                ]
                examined.notes += told[:NOTES_SHOWN]
                examined.notes += _of_later_release(manifest)
    return examined


def _read_rows(examined: Examined, found: Any) -> None:
    kinds = {sheet.name: sheet.entity for sheet in examined.manifest.sheets}
    sent, receipts = [], []
    for place, (sealed, row) in enumerate(zip(found.package.rows, found.package.records(), strict=True)):
        kind = kinds.get(row.sheet, "")
        if kind == "receipt":
            receipts.append((row.uid, row.values))
        if kind not in NO_RECORDS:
            sent.append(
                Sent(row.sheet, kind, row.uid, row.def_revision, row.exe_revision, row.values, sealed.digest, place)
            )
    examined.sent, examined.receipts = sent, receipts
    there = {row.uid for row in sent}
    for problem in found.problems:
        if problem.uid in there:
            examined.cells[problem.uid] = "; ".join(filter(None, (examined.cells.get(problem.uid), str(problem))))
        else:
            examined.notes.append(str(problem))


def _of_later_release(manifest: Any) -> list[str]:
    """What a package of a later program brings that this one keeps no book of; it comes again once it does."""
    unknown = [sheet.name for sheet in manifest.sheets if sheet.rows and sheet.entity not in KNOWN]
    if not unknown:
        return []
    named = ", ".join(f"“{name}”" for name in unknown)
    return [
        f"Chương trình này chưa có sổ cho trang {named}: các dòng đó chỉ để đọc. Hãy cập nhật chương trình; gói sau "
        "của nơi gửi sẽ mang lại"
    ]


def _malformed(sealed: Any) -> str:
    """What no office's program would have sealed, or nothing."""
    twice = [uid for uid, count in Counter(row.uid for row in sealed.rows).items() if count > 1]
    if twice:
        return f"Mã bản ghi {twice[0]} đứng ở hai dòng của gói; hãy xin nơi gửi lập lại gói"
    for row in sealed.rows:
        if "\\ud" in row.text.lower():
            try:
                json.dumps(json.loads(row.text), ensure_ascii=False).encode()
            except UnicodeEncodeError:
                return f"Bản ghi {row.uid} có chữ không ghi được vào sổ; hãy xin nơi gửi lập lại gói"
    return ""


def _refusal(examined: Examined) -> str:
    """Why nothing of a package may be taken, or nothing."""
    manifest, sender = examined.manifest, examined.sender
    own = units.own()
    if manifest.from_uid == current.office_uid:
        return "Gói do chính cơ quan này lập; hãy gửi cho nơi nhận ghi trên bìa"
    same = names.fold(manifest.to_name) == names.fold(office.founded().name) or names.fold(
        manifest.to_name
    ) == names.fold(own.name)
    if manifest.to_uid != current.office_uid and (manifest.to_uid or not same):
        return f"Gói này gửi cho {manifest.to_name} (mã {manifest.to_code}), không phải {own} (mã {own.code})"
    if sender.peer is not None and sender.peer.state == KeyState.REVOKED:
        return f"Khóa của {manifest.from_name} trong gói này đã bị thu hồi; hãy xin gói lập bằng khóa mới"
    if sender.unit is not None and SENT_BY.get(manifest.kind, sender.unit.relation) != sender.unit.relation:
        kind, relation = PackageKind(manifest.kind).label, UnitRelation(sender.unit.relation).label
        return f"{sender.unit} có quan hệ “{relation}” ở mục Đơn vị nên không gửi gói “{kind}” cho cơ quan mình được"
    if manifest.kind not in NAMES:
        return "Loại gói không có trong chương trình này; hãy cập nhật chương trình rồi mở lại"
    if manifest.peer_epoch > current.epoch + EPOCHS_AHEAD:
        return f"Gói nói đã thấy lần khởi tạo {manifest.peer_epoch} của cơ quan mình, chưa từng có; hãy hỏi nơi gửi"
    other = Package.get_or_none(Package.uid == manifest.package_uid)
    if other is not None and (not other.incoming or other.office_uid != manifest.from_uid):
        return "Gói mang mã của một gói khác trong sổ; hãy xin nơi gửi lập lại gói"
    twin = (
        Package.select()
        .where(
            Package.incoming,
            Package.office_uid == manifest.from_uid,
            Package.epoch == manifest.epoch,
            Package.running_number == manifest.running_number,
            Package.uid != manifest.package_uid,
            Package.state.in_(TAKEN),
        )
        .first()
    )
    if twin is not None:
        return (
            f"Hai máy cùng gửi: {manifest.from_name} đã gửi một gói số {manifest.running_number} khác, lập lúc "
            f"{twin.made_at:%H:%M %d/%m/%Y}; gói này lập lúc {manifest.made_at:%H:%M %d/%m/%Y}. Hãy hỏi nơi gửi máy "
            "nào là máy chính"
        )
    return ""


def _look_at_channel(examined: Examined) -> None:
    """Whether the key is known, whether the package came before, and what is missing."""
    manifest = examined.manifest
    if not examined.sender.confirmed:
        examined.key_words = examined.sender.words
        return
    known = Package.get_or_none(Package.uid == manifest.package_uid)
    if known is not None and known.state in TAKEN:
        examined.replayed = known
        return
    of_them = Package.select().where(
        Package.incoming,
        Package.office_uid == manifest.from_uid,
        Package.epoch == manifest.epoch,
        Package.state.in_(TAKEN),
    )
    numbers = {one.running_number for one in of_them}
    gaps = missing(numbers, manifest.running_number)
    begun = min(numbers, default=manifest.running_number)  # what went before the first that we know is nobody's loss
    gaps = [number for number in gaps if number > begun] if manifest.epoch > 1 or not numbers else gaps
    if gaps:
        more = f" và {len(gaps) - GAPS_SHOWN} gói khác" if len(gaps) > GAPS_SHOWN else ""
        numbered = ", ".join(map(str, gaps[:GAPS_SHOWN]))
        examined.notes.append(f"Thiếu gói số {numbered}{more} của {manifest.from_name}")
    before = next((one for one in of_them if one.running_number == manifest.running_number - 1), None)
    if before is not None and manifest.previous_digest and before.digest != manifest.previous_digest:
        examined.notes.append(f"Gói số {before.running_number} đã nhận không phải gói mà nơi gửi lập trước gói này")
    if manifest.peer_epoch > current.epoch:
        examined.notes.append(
            f"Nơi gửi đã nhận gói của cơ quan mình ở lần khởi tạo {manifest.peer_epoch}, sổ này mới ở lần "
            f"{current.epoch}: có thể có máy khác cùng dùng sổ này, hoặc sổ đã bị thay bằng bản cũ"
        )


def decide(examined: Examined, answers: Answers | None = None) -> None:
    """Work out the verdict of every row; the sender must be confirmed."""
    assert examined.sender.unit is not None
    examined.rows, examined.names = verdicts.judge(
        arrival(examined.manifest, examined.sender), examined.sent, examined.cells, answers
    )
    examined.head = "" if answers else journal.head()


def arrival(manifest: Any, sender: peers.Sender) -> Arrival:
    """The package as the rows' judges know it."""
    assert sender.unit is not None
    place = (manifest.epoch, manifest.running_number)
    return Arrival(manifest.from_uid, sender.unit, place, manifest.kind == PackageKind.ASSIGNMENT, manifest.peer_epoch)


def accept(examined: Examined, answers: Answers | None = None) -> Outcome:
    """Write the sure rows, keep the questions, and enter the package; all in one transaction after a verified copy.

    Args:
        examined: what `examine` found; its key must have been confirmed.
        answers: digest of a row -> the answer to its question, where it is known already.

    Raises:
        Refused: nothing of it may be taken.
        Failed: the copy could not be made, or the disk refuses; nothing was changed.
    """
    return slices.whole(accepting(examined, answers))


def accepting(examined: Examined, answers: Answers | None = None) -> slices.Work[Outcome]:
    """The same in short steps; closed before its end, it leaves the book as it was."""
    _must_be_takeable(examined)
    yield from slices.waiting(jobs.start(lambda progress: backups.make()), "Đang sao lưu…")
    if answers or examined.head != journal.head():
        yield from slices.waiting(jobs.start(lambda progress: _decide_again(examined, answers)), "Đang xét từng dòng…")
    yield "Đang ghi vào sổ…"
    return (yield from slices.in_one(f"nhận gói của {examined.manifest.from_name}", _take(examined, answers)))


def _must_be_takeable(examined: Examined) -> None:
    if examined.refusal:
        raise Refused(examined.refusal)
    if examined.replayed is not None:
        raise Refused(f"Gói này đã nhận ngày {examined.replayed.entered_at:%d/%m/%Y %H:%M}; không có gì thay đổi")
    if not examined.sender.confirmed:
        examined.sender = peers.who(examined.manifest)
        if not examined.sender.confirmed:
            raise Refused(f"Khóa của {examined.manifest.from_name} chưa được xác nhận. {examined.sender.words}")
        if refusal := _refusal(examined):
            raise Refused(refusal)
    if examined.manifest.peer_epoch > current.epoch:
        office.new_epoch(office.folder(), "Nơi khác đã thấy lần khởi tạo cao hơn", examined.manifest.peer_epoch)


def _decide_again(examined: Examined, answers: Answers | None) -> None:
    with connection.reading():
        decide(examined, answers)
        examined.head = journal.head()


def _take(examined: Examined, answers: Answers | None) -> slices.Work[Outcome]:
    if examined.head != journal.head():  # somebody has written since the rows were looked at
        decide(examined, answers)
    package = _enter(examined)
    for done in applying.steps(package, examined.rows, examined.names):
        yield done / (len(examined.rows) or 1)
    handover.give_strays()
    _take_receipts(examined.receipts, examined.sender.unit)
    yield "Đang ghi vào sổ…"
    _note_channel(examined)
    asking = Question.select().where(Question.package == package, Question.answer == "").exists()
    package.state = PackageState.ASKING if asking else PackageState.APPLIED
    journal.note("package", package.uid, sender=examined.sender.code, number=package.running_number)
    package.journal_head = journal.end()
    package.save()
    events.publish(events.Changed("package"))
    events.publish(events.Changed("question"))
    return Outcome(package, examined.tally)


def _enter(examined: Examined) -> Package:
    manifest = examined.manifest
    Package.delete().where(
        Package.uid == manifest.package_uid, Package.incoming, Package.state == PackageState.UNDONE
    ).execute()
    package: Package = Package.create(
        uid=manifest.package_uid,
        incoming=True,
        kind=manifest.kind,
        state=PackageState.APPLIED,
        peer=examined.sender.unit,
        office_uid=manifest.from_uid,
        epoch=manifest.epoch,
        running_number=manifest.running_number,
        period=manifest.period_code,
        made_at=manifest.made_at,
        made_by=current.who,
        entered_at=clock.now(),
        digest=examined.digest,
        rows=len(examined.sent),
        file_name=examined.path.name,
        totals=json.dumps(dict(manifest.control_totals), ensure_ascii=False, default=str),
        tally=json.dumps(examined.tally),
        receipted=manifest.kind == PackageKind.RECEIPT,
    )
    return package


def _take_receipts(receipts: Sequence[tuple[str, Mapping[str, Any]]], sender: Unit | None) -> None:
    """What the other office says became of the packages it was sent; of others it has nothing to say."""
    for uid, values in receipts:
        undone = values.get("state") == PackageState.UNDONE
        state = PackageState.UNDONE if undone else PackageState.RECEIPTED
        Package.update(state=state, tally=json.dumps(_tally(values.get("tally")))).where(
            Package.uid == uid, ~Package.incoming, Package.peer == sender
        ).execute()


def _tally(told: Any) -> dict[str, int]:
    """How many rows came to what, as far as the words are known here."""
    found = told if isinstance(told, dict) else {}
    return {name: count for name, count in found.items() if name in VERDICTS and type(count) is int}


def _note_channel(examined: Examined) -> None:
    manifest = examined.manifest
    channel = peers.channel_to(manifest.from_uid)
    place = (manifest.epoch, manifest.running_number)
    if place <= (channel.epoch, channel.number):
        return  # a late package: what it says of us is out of date
    held = {uid: _revision(text) for uid, text in manifest.echo.items()}
    before = peers.marks(manifest.from_uid)
    lower = any(uid not in held or held[uid] < revision for uid, revision in before.items())
    _note_full(channel, manifest, lower=lower)
    channel.epoch, channel.number, channel.digest = manifest.epoch, manifest.running_number, examined.digest
    channel.asks = scope.lost(held)
    channel.save()
    peers.remember_marks(manifest.from_uid, held)


def _note_full(channel: Channel, manifest: Any, *, lower: bool) -> None:
    """Whether the next package must hold everything: they lost something, began afresh, or ask for it."""
    answered = channel.full_since and manifest.peer_epoch == current.epoch
    if answered and manifest.highest_peer_number >= channel.full_since:
        channel.full, channel.full_since = False, 0
    new_epoch = channel.epoch and manifest.epoch > channel.epoch
    if lower or new_epoch or manifest.wants_all:
        channel.full, channel.full_since = True, 0


def _revision(text: str) -> Revision:
    term, epoch, n = (int(part) for part in text.split("."))
    return (term, epoch, n)


def inbox() -> Sequence[Package]:
    """The packages received, the newest first."""
    return list(Package.select(Package, Unit).join(Unit).where(Package.incoming).order_by(Package.id.desc()))
