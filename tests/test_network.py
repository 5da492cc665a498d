"""A network of offices that lose packages, copies and folders, and still end with the same ledger."""

import random
import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from db.models import Task
from desktop_app.features.documents import service as documents
from desktop_app.features.handoff_books.columns import KINDS as BOOKS
from desktop_app.features.network_game import service as game
from desktop_app.features.network_offices.columns import Rates
from desktop_app.features.office import service as office
from desktop_app.features.task_decisions import service as decisions
from desktop_app.features.task_flow import service as flow
from desktop_app.features.tasks import service as tasks
from desktop_app.rules.handoff import Finding, Half, Place, Setting, compare
from tests.network_hands import Network

QUICK = Rates(
    months=2, days=5, restores=0.05, reinstalls=0.02, machines=0.02, undone=0.03, new_keys=0.02, latest=25, orders=0.6
)


@pytest.mark.parametrize("seed", [3, 11])
def test_a_short_game_with_every_trouble_ends_alike_everywhere(tmp_path: Path, seed: int):
    said: list[str] = []
    assert game.play(tmp_path, 2, seed, said.append, QUICK) == 0, "\n".join(said)


def test_the_oracle_sees_one_changed_value(tmp_path: Path):
    said: list[str] = []
    calm = replace(QUICK, months=1, restores=0, reinstalls=0, machines=0, undone=0, new_keys=0)

    def spoil() -> None:
        file = sqlite3.connect(tmp_path / "sub01" / "so-phuong.db")
        [uid] = file.execute("SELECT uid FROM task WHERE doer <> '' AND deleted_at IS NULL ORDER BY id").fetchone()
        file.execute("UPDATE task SET content = 'Việc khác hẳn' WHERE uid = ?", (uid,))
        file.commit()
        file.close()

    assert game.play(tmp_path, 2, 4, said.append, calm, before_comparing=spoil) >= 1
    assert any("sub01" in words and "Nội dung nhiệm vụ" in words and "Việc khác hẳn" in words for words in said), said


def test_the_oracle_sees_a_changed_figure_and_finding_and_every_ward_has_reported_every_month(tmp_path: Path):
    said: list[str] = []
    calm = replace(QUICK, months=2, days=3, restores=0, reinstalls=0, machines=0, undone=0, new_keys=0, targets=0.9)
    calm = replace(calm, figures=3.0, books=0.5, days=4)
    kinds = ("target", "figure", "erratum", "closed_period", *BOOKS)
    seen: dict[str, int] = {}

    def spoil() -> None:
        file = sqlite3.connect(tmp_path / "upper" / "so-phuong.db")
        months = "SELECT u.code, f.period, count(*) FROM figure f JOIN unit u ON u.id = f.unit_id JOIN indicator i "
        months += "ON i.id = f.indicator_id WHERE f.deleted_at IS NULL AND i.every = 'month' GROUP BY 1, 2"
        found = {(code, period): count for code, period, count in file.execute(months)}
        assert dict.fromkeys(found, 6) == found
        assert {key for key in found if key[0] != "TP"} == {(f"P0{n}", f"2026-0{m}") for n in (1, 2) for m in (1, 2)}
        seen.update({kind: file.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in kinds})
        file.execute("UPDATE figure SET value = '1234567' WHERE id = (SELECT max(id) FROM figure WHERE value <> '')")
        file.execute("UPDATE finding SET demand = 'Khác hẳn' WHERE id = (SELECT max(id) FROM finding)")
        file.commit()
        file.close()

    assert game.play(tmp_path, 2, 5, said.append, calm, before_comparing=spoil) == 2
    assert any("upper: tồn tại" in words and "Khác hẳn" in words for words in said), said
    assert any("upper: số liệu" in words and "1234567" in words for words in said), said
    assert all(seen[kind] for kind in kinds), seen


# --- What the game found, each case by its name ---


def order(content: str = "Rà soát đất công") -> Task:
    head = {"number": "12/TB-UBND", "issued_on": "02/11/2026", "issuer": "T", "subject": "Kết luận giao ban"}
    return documents.save_with_tasks(head, [{"content": content, "lead_unit": "A", "due_on": "30/11/2026"}])[1][0]


def test_a_doer_in_its_first_epoch_is_heard_by_an_assigner_in_its_third(net: Network):
    net.receive("T", net.report("A"))
    with net.at("T"):
        for why in ("một", "hai"):
            office.new_epoch(office.folder(), why)
        order()
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        flow.complete(Task.get(), {"completed_on": "21/11/2026", "deliverable": "Báo cáo số 5"})
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert Task.get().progress == "reported"


def test_a_task_cancelled_before_the_unit_was_linked_is_given_to_it_too(net: Network):
    with net.at("T"):
        task = order()
    first = net.assign("T", "A")
    with net.at("T"):
        decisions.cancel(task, {"decided_on": "20/11/2026", "reason": "Trùng"})
    net.receive("A", first)
    net.receive("T", net.report("A"))
    with net.at("T"):
        assert Task.get().doer != ""
    net.receive("A", net.assign("T", "A"))
    with net.at("A"):
        assert tasks.standing_of(Task.get()).state == "cancelled"


def test_a_lost_term_is_asked_about_on_both_sides_not_taken_silently():
    since = Half("A", (1, 2, 9), "viết sau khi khôi phục")
    lost = Half("A", (2, 1, 5), "giao đơn vị khác, trước khi khôi phục")
    assert compare(since, lost, Setting("A", 2, (1, 4))) == Finding.EPOCH
    assert compare(lost, since, Setting("D", 1, (2, 6))) == Finding.EPOCH
    assert compare(since, lost, Setting("D", 1, (1, 4))) == Finding.OLDER


# --- The rule alone: two offices as dictionaries, thousands of histories in a moment ---


@dataclass
class Side:
    """An office that holds halves: its own, and what it knows of the other's."""

    name: str
    epoch: int = 1
    number: int = 0
    halves: dict[str, Half] = field(default_factory=dict)
    brought: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Packet:
    """Everything an office holds, at its place in the channel."""

    sender: str
    place: Place
    halves: dict[str, Half]


class Pair:
    """Two offices, the packets between them, and when each value was written."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.sides = {name: Side(name) for name in "AD"}
        self.copies: dict[str, dict[str, Half]] = {"A": {}, "D": {}}
        self.road: list[tuple[str, Packet]] = []
        self.written: list[tuple[str, object]] = []  # (whose, value) in the order written
        self.asked = 0

    def play(self, steps: int) -> None:
        for _ in range(steps):
            side = self.sides[self.rng.choice("AD")]
            act = self.rng.random()
            if act < 0.4:
                self.write(side)
            elif act < 0.6:
                self.send(side)
            elif act < 0.85 and self.road:
                self.arrive(*self.road.pop(self.rng.randrange(len(self.road))))
            elif act < 0.93:
                self.copies[side.name] = dict(side.halves)
            elif act < 0.97 and self.copies[side.name]:
                side.halves, side.epoch = dict(self.copies[side.name]), side.epoch + 1
                side.brought = {}

    def write(self, side: Side) -> None:
        was = side.halves.get(side.name)
        value = len(self.written)
        self.written.append((side.name, value))
        term, n = (was.revision[0], was.revision[2] + 1) if was else (1, 1)
        term += self.rng.random() < 0.1  # given to somebody else
        side.halves[side.name] = Half(side.name, (term, side.epoch, n), value)

    def send(self, side: Side) -> None:
        side.number += 1
        packet = Packet(side.name, (side.epoch, side.number), dict(side.halves))
        for _ in range(self.rng.choice((0, 1, 1, 1, 2))):  # lost, or twice
            self.road.append(("D" if side.name == "A" else "A", packet))

    def arrive(self, to: str, packet: Packet) -> None:
        side = self.sides[to]
        for owner, half in packet.halves.items():
            ours = side.halves.get(owner)
            setting = Setting(side.name, side.epoch, packet.place, side.brought.get(owner))
            found = compare(ours, half, setting)
            if found in (Finding.NEW, Finding.TAKE, Finding.RECOVER):
                assert ours is None or half.content >= ours.content, f"{found}: a newer value was overwritten unasked"
                self.take(side, owner, half, packet)
            elif found in (Finding.FORK, Finding.EPOCH, Finding.BACKWARDS):
                self.answer(side, owner, ours, half, packet)

    def take(self, side: Side, owner: str, half: Half, packet: Packet) -> None:
        side.halves[owner] = half
        side.brought[owner] = packet.place

    def answer(self, side: Side, owner: str, ours: Half, theirs: Half, packet: Packet) -> None:
        """What was written last counts; of our own half the answer is a new revision past both."""
        self.asked += 1
        last = max(ours, theirs, key=lambda half: half.content)
        if owner == side.name:
            term, n = (max(ours.revision[part], theirs.revision[part]) for part in (0, 2))
            side.halves[owner] = Half(owner, (term, side.epoch, n + 1), last.content)
        elif last is theirs:
            self.take(side, owner, theirs, packet)

    def settle(self) -> None:
        for _ in range(6):
            for name, other in (("A", "D"), ("D", "A")):
                side = self.sides[name]
                side.number += 1
                self.arrive(other, Packet(name, (side.epoch, side.number), dict(side.halves)))


def test_two_offices_agree_whatever_happened_between_them():
    asked = 0
    for seed in range(4000):
        pair = Pair(seed)
        pair.play(40)
        alive = {
            owner: max(
                half.content
                for halves in [*(s.halves for s in pair.sides.values()), *(packet.halves for _, packet in pair.road)]
                for name, half in halves.items()
                if name == owner
            )
            for owner in {owner for side in pair.sides.values() for owner in side.halves}
        }
        while pair.road:
            pair.arrive(*pair.road.pop(pair.rng.randrange(len(pair.road))))
        pair.settle()
        one, two = pair.sides["A"].halves, pair.sides["D"].halves
        assert {owner: half.content for owner, half in one.items()} == alive, seed
        assert one == two, seed
        asked += pair.asked
    assert asked > 100  # the histories were not all harmless
