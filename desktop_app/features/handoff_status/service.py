"""Reading how the exchange of packages stands, for the lists of packages and the line at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.models import Package
from db.words import PackageKind, PackageState
from desktop_app import clock
from desktop_app.features.handoff_questions import service as questions
from desktop_app.features.handoff_send import service as sending
from desktop_app.rules import names
from desktop_app.rules.dates import show_date
from desktop_app.rules.numbers import show_whole

PATIENCE = 7  # days: a stick goes once a week
WAITING = (PackageState.MADE, PackageState.ON_DRIVE, PackageState.MAILED)


@dataclass(frozen=True)
class Standing:
    """A package in words; ``waiting`` for a receipt, ``late`` when for too long."""

    package: Any
    kind: str
    state: str
    waiting: bool = False
    late: bool = False

    @property
    def office(self) -> str:
        """The other side's code and name; the code first, since a narrow list cuts the name."""
        peer = self.package.peer
        return f"{peer.code} – {names.short_office(peer.name)}"

    @property
    def tally(self) -> str:
        """How many of its rows came to what."""
        from desktop_app.features.handoff_receipts.service import words_of  # it loads the writer of workbooks

        return words_of(self.package.tally)


def outbox() -> list[Standing]:
    """The packages made, the newest first, with how each stands."""
    made = sending.outbox()
    confirmed: dict[int, tuple[int, int]] = {}
    for one in made:
        if one.state == PackageState.RECEIPTED:
            place = (one.epoch, one.running_number)
            confirmed[one.peer.id] = max(place, confirmed.get(one.peer.id, place))
    return [_standing(one, confirmed.get(one.peer.id)) for one in made]


def _standing(one: Package, confirmed: tuple[int, int] | None) -> Standing:
    state, kind = PackageState(one.state), PackageKind(one.kind)
    if state == PackageState.UNDONE:
        return Standing(one, kind.label, "Nơi nhận đã hoàn tác", late=True)
    if state not in WAITING or kind == PackageKind.RECEIPT:
        return Standing(one, kind.label, state.label)
    if confirmed is not None and (one.epoch, one.running_number) < confirmed:
        return Standing(one, kind.label, "Không có biên nhận; gói sau đã được nhận")
    days = (clock.today() - one.made_at.date()).days
    since = f" {show_whole(days)} ngày" if days > 0 else ""
    words = f"Chưa xác nhận{since} ({state.label[:1].lower()}{state.label[1:]})"
    return Standing(one, kind.label, words, waiting=True, late=days >= PATIENCE)


def received(packages: Sequence[Package]) -> list[Standing]:
    """Packages that came in, each with how it stands; ``waiting`` for answers to its questions."""
    found = []
    for one in packages:
        state = PackageState(one.state)
        asking = state == PackageState.ASKING
        found.append(Standing(one, PackageKind(one.kind).label, state.label, waiting=asking))
    return found


def in_a_line() -> tuple[str, bool]:
    """The line at the bottom, and whether it should alarm: a question waits, or a package went long without receipt."""
    made = outbox()
    asked = questions.count()
    if not made:
        parts = ["Gói gửi đi: chưa có gói nào"]
    else:
        last = made[0]
        day = show_date(last.package.made_at.date())
        parts = [f"Gói gửi gần nhất: số {last.package.running_number}, {day}, {last.state[:1].lower()}{last.state[1:]}"]
    if waiting := sum(one.waiting for one in made):
        parts.append(f"{show_whole(waiting)} gói chưa có biên nhận")
    if asked:
        parts.append(f"{show_whole(asked)} câu hỏi chờ trả lời")
    return "; ".join(parts), bool(asked) or any(one.waiting and one.late for one in made)
