"""Who an office is: its key, the unit it was linked to, what it is known to hold (HANDOFF.md section 1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from db.connection import database
from db.models import Channel, Package, Peer, Unit
from db.words import KeyState, UnitRelation
from desktop_app import clock, events, records
from desktop_app.errors import Refused
from desktop_app.features.handover import service as handover
from desktop_app.features.office import service as office
from desktop_app.features.office.columns import OFFICE
from desktop_app.features.task_reassign import service as reassign
from desktop_app.features.tasks import service as tasks
from desktop_app.features.units import service as units
from desktop_app.features.units.columns import UNITS
from desktop_app.records import journal
from desktop_app.records.session import current
from desktop_app.rules import names

Revision = tuple[int, int, int]
ENDORSED = "so-phuong key {}"


@dataclass(frozen=True)
class Sender:
    """Who sealed a package, as far as we know: ``peer`` is None for a key never seen.

    ``suggestion`` is the unit it probably is; ``words`` say what a person has to look at before confirming.
    """

    office_uid: str
    name: str
    code: str
    public_key: str
    peer: Peer | None
    suggestion: Unit | None
    words: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether a person has compared this key's fingerprint."""
        return self.peer is not None and self.peer.state == KeyState.CONFIRMED

    @property
    def unit(self) -> Unit | None:
        """The unit the sender was linked to."""
        return self.peer.unit if self.confirmed and self.peer is not None else None


def who(manifest: Any) -> Sender:
    """The sender of a package whose seal holds; nothing is written."""
    facts = (manifest.from_uid, manifest.from_name, manifest.from_code, manifest.public_key)
    peer = Peer.get_or_none(Peer.office_uid == manifest.from_uid, Peer.public_key == manifest.public_key)
    if peer is not None and peer.state != KeyState.NEW:
        return Sender(*facts, peer, peer.unit)
    linked = _neighbour(manifest.from_uid)
    if linked is not None:
        former = Peer.get_or_none(Peer.unit == linked, Peer.state == KeyState.CONFIRMED)
        return Sender(*facts, peer, linked, _words_of_new_key(former, manifest))
    suggestion = _suggested(manifest.from_name, manifest.from_code)
    words = "Lần đầu nhận gói của nơi này."
    if suggestion is not None and suggestion.office_uid:
        words = (
            f"{suggestion} đã gửi gói bằng mã định danh khác: có thể nơi đó đã cài lại chương trình. Xác nhận thì khóa "
            "cũ bị thu hồi, và gói sau sẽ gửi lại toàn bộ để dựng lại dữ liệu nơi đó."
        )
    return Sender(*facts, peer, suggestion, words)


def _neighbour(office_uid: str) -> Unit | None:
    """The unit above or below that an office was linked to; others may have told us of it as one outside too."""
    near = Unit.relation.in_((UnitRelation.UPPER, UnitRelation.SUB))
    return Unit.get_or_none(Unit.office_uid == office_uid, near) if office_uid else None


def _words_of_new_key(former: Peer | None, manifest: Any) -> str:
    from desktop_app.excel import seal

    if former is not None and manifest.former_key == former.public_key:
        message = ENDORSED.format(manifest.public_key)
        if seal.holds(former.public_key, manifest.endorsement, message):
            return "Nơi gửi đã đổi khóa; khóa mới được khóa cũ chứng thực."
    return "Nơi gửi dùng khóa mới mà khóa cũ không chứng thực: hãy gọi điện hỏi rõ trước khi xác nhận."


def _suggested(name: str, code: str) -> Unit | None:
    """The office above or below whose name is that of the sender, else whose code is."""
    wanted = [UnitRelation.UPPER, UnitRelation.SUB]
    found = list(Unit.select().where(Unit.relation.in_(wanted), Unit.deleted_at.is_null()))
    by_name = [unit for unit in found if names.fold(unit.name) == names.fold(name)]
    by_code = [unit for unit in found if unit.code.casefold() == code.casefold()]
    return by_name[0] if len(by_name) == 1 else by_code[0] if len(by_code) == 1 else None


def confirm(sender: Sender, unit: Unit, fingerprint: str) -> Peer:
    """Believe a key from now on and link its office to a unit; a person has compared the fingerprint.

    A unit that was another office before is one that began afresh: its old key is revoked, what it had been given is
    handed to the new one, and the next package to it holds everything.

    Raises:
        Refused: the fingerprint is another, or the unit cannot be an office that sends.
    """
    from desktop_app.excel import seal

    if bare(fingerprint) != bare(seal.fingerprint(sender.public_key)):
        raise Refused(
            {"fingerprint": "Không khớp với khóa trong gói; đừng nhận gói, hãy gọi nơi gửi theo số điện thoại đã biết"}
        )
    if unit.relation not in (UnitRelation.UPPER, UnitRelation.SUB):
        raise Refused({"unit": f"{unit} phải có quan hệ “Cấp trên” hoặc “Cấp dưới” ở mục Đơn vị"})
    other = _neighbour(sender.office_uid)
    if other is not None and other != unit:
        raise Refused({"unit": f"Nơi gửi này đã được xác nhận là {other}"})
    with records.writing():
        former = unit.office_uid
        for old in Peer.select().where(Peer.unit == unit, Peer.state == KeyState.CONFIRMED):
            _revoke(old)
        peer = _kept(sender)
        peer.unit, peer.state, peer.revoked_from = unit, KeyState.CONFIRMED, None
        peer.decided_by, peer.decided_at = current.who, clock.now()
        peer.save()
        _link(unit, former, sender.office_uid)
        journal.note(
            "peer", peer.uid, office=sender.office_uid, unit=unit.code, key=seal.fingerprint(sender.public_key)
        )
        events.publish(events.Changed("peer"))
    return peer


def _kept(sender: Sender) -> Peer:
    peer: Peer = Peer.get_or_create(
        office_uid=sender.office_uid,
        public_key=sender.public_key,
        defaults={"name": sender.name, "code": sender.code},
    )[0]
    return peer


def _link(unit: Unit, former: str, office_uid: str) -> None:
    if former == office_uid:
        return
    records.keep(UNITS, {}, unit, office_uid=office_uid)
    channel = channel_to(office_uid)
    channel.full = True
    channel.save()
    if former:
        handover.replace_office(former, office_uid)
    if unit.relation == UnitRelation.SUB:
        handover.give_tasks(unit, office_uid)


def bare(fingerprint: str) -> str:
    """A fingerprint without what people put between its digits."""
    return re.sub(r"[^0-9a-f]", "", fingerprint.lower())


def revoke(peer: Peer) -> None:
    """Believe a key no more: nothing it seals from now on is taken."""
    with records.writing():
        _revoke(peer)
        events.publish(events.Changed("peer"))


def _revoke(peer: Peer) -> None:
    newest = Package.select(fn.MAX(Package.running_number)).where(
        Package.incoming, Package.office_uid == peer.office_uid
    )
    peer.state, peer.revoked_from = KeyState.REVOKED, 1 + (newest.scalar() or 0)
    peer.decided_by, peer.decided_at = current.who, clock.now()
    peer.save()
    journal.note("peer", peer.uid, revoked_from=peer.revoked_from)


def known() -> Sequence[Peer]:
    """Every key seen, the newest first."""
    return list(Peer.select(Peer, Unit).left_outer_join(Unit).order_by(Peer.id.desc()))


def get(uid: str) -> Peer:
    """One key's row."""
    return Peer.get(Peer.uid == uid)


def remember(sender: Sender) -> Peer:
    """Keep a key that nobody has confirmed yet, so that it can be confirmed later from the list."""
    with records.writing():
        peer = _kept(sender)
        events.publish(events.Changed("peer"))
    return peer


def sender_of(peer: Peer) -> Sender:
    """A key in the list, as `confirm` takes it."""
    suggestion = peer.unit or _neighbour(peer.office_uid)
    suggestion = suggestion or _suggested(peer.name, peer.code)
    return Sender(peer.office_uid, peer.name, peer.code, peer.public_key, peer, suggestion)


def fingerprint_of(peer: Peer) -> str:
    """What is read out by telephone for a key."""
    from desktop_app.excel import seal

    return seal.fingerprint(peer.public_key)


def name_of(peer: Peer) -> str:
    """Whose key it is: the unit it was linked to, else the name that its packages carry."""
    code, name = (peer.unit.code, peer.unit.name) if peer.unit is not None else (peer.code, peer.name)
    return f"{code} – {names.short_office(name)}"


def decided(peer: Peer) -> bool:
    """Whether a person has confirmed or revoked a key."""
    return bool(peer.state != KeyState.NEW)


def state_words(peer: Peer) -> str:
    """Whether a key is believed, in words."""
    since = f" từ gói số {peer.revoked_from}" if peer.state == KeyState.REVOKED and peer.revoked_from else ""
    return KeyState(peer.state).label + since


def own_fingerprint() -> str:
    """The fingerprint of the office's own key."""
    from desktop_app.excel import seal

    return seal.fingerprint(seal.public_key(office.founded().signing_key))


def change_key() -> str:
    """Give the office a new key, certified by the old one; returns the new fingerprint."""
    from desktop_app.excel import seal

    ours = office.founded()
    new = seal.new_key()
    endorsement = seal.sign(ours.signing_key, ENDORSED.format(seal.public_key(new)))
    records.keep(
        OFFICE, {}, ours, signing_key=new, former_key=seal.public_key(ours.signing_key), endorsement=endorsement
    )
    return own_fingerprint()


def channel_to(office_uid: str) -> Channel:
    """What is known of another office's side; made when there is none."""
    return Channel.get_or_none(Channel.office_uid == office_uid) or Channel.create(office_uid=office_uid)


def marks(office_uid: str) -> dict[str, Revision]:
    """What another office says it holds: the uid of a record of ours -> the revision of our half."""
    rows = database.execute_sql("SELECT record, term, epoch, n FROM mark WHERE office_uid = ?", (office_uid,))
    return {row[0]: (row[1], row[2], row[3]) for row in rows.fetchall()}


def remember_marks(office_uid: str, held: Mapping[str, Revision]) -> None:
    """Take what another office says it holds in the place of what it said before; needs ``writing``."""
    database.execute_sql("DELETE FROM mark WHERE office_uid = ?", (office_uid,))
    now = clock.now().isoformat(timespec="seconds")
    database.connection().executemany(
        "INSERT INTO mark (uid, changed_at, office_uid, record, term, epoch, n) "
        "VALUES (lower(hex(randomblob(16))), ?, ?, ?, ?, ?, ?)",
        [(now, office_uid, record, *revision) for record, revision in held.items()],
    )


def above_and_below() -> Sequence[Unit]:
    """The units that may send us packages: offices above and below, those above first."""
    return [*units.uppers(), *units.subs()]


def ceased(unit: Unit, successor: Unit | None) -> int:
    """Go on without an office that has ended; returns how many open tasks changed hands, each in a new term.

    What an office above had ordered of us belongs to its confirmed successor, or to our own office. What an office
    below had been given goes to its successor. Reports made before keep the old name.

    Raises:
        Refused: the successor has not been confirmed yet, or there is nothing to take over.
    """
    if unit.relation == UnitRelation.SUB:
        return _merge(unit, successor)
    known = Peer.select().where(Peer.unit == successor, Peer.state == KeyState.CONFIRMED)
    if successor is not None and not known.exists():
        raise Refused({"successor": f"Khóa của {successor} chưa được xác nhận; hãy nhận gói đầu tiên của nơi đó trước"})
    if not unit.office_uid:
        raise Refused({"": f"{unit} chưa từng gửi gói nên không có nhiệm vụ nào để tiếp nhận"})
    with records.writing():
        owner = successor.office_uid if successor is not None else current.office_uid
        count = handover.adopt(unit.office_uid, owner)
        if not count:
            raise Refused({"": f"Không có nhiệm vụ nào do {unit} giao đang thực hiện"})
        if successor is not None:
            channel = channel_to(owner)
            channel.full, channel.full_since = True, 0
            channel.save()
        journal.note("unit", unit.uid, adopted_by=owner, tasks=count)
    return count


def _merge(unit: Unit, successor: Unit | None) -> int:
    """Give the open tasks of an office below to the one it has become part of."""
    if successor is None:
        raise Refused({"successor": f"Hãy chọn đơn vị tiếp nhận nhiệm vụ của {unit}"})
    rows = tasks.find({"lead_unit": unit, "timeliness": list(tasks.OPEN)}).ids()
    ours = [task for task in (tasks.get(i) for i in rows) if task.def_owner == current.office_uid]
    if not ours:
        raise Refused({"": f"{unit} không có nhiệm vụ nào đang thực hiện"})
    with records.writing():
        for task in ours:
            reassign.reassign(task, successor, f"{unit} sáp nhập vào {successor}", clock.today())
        journal.note("unit", unit.uid, merged_into=successor.code, tasks=len(ours))
    return len(ours)
