"""Several real offices in folders beside each other, and packages carried between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.models import Unit
from desktop_app import catalogue
from desktop_app.features.handoff_receive import service as receiving
from desktop_app.features.handoff_receive.columns import Examined, Outcome
from desktop_app.features.handoff_send import report
from desktop_app.features.handoff_send import service as sending
from desktop_app.features.office import service as office
from desktop_app.features.peers import service as peers
from desktop_app.records import session
from tests.ready_offices import lay

UBND = "Ủy ban nhân dân"


class Network:
    """Offices by name, each in a folder of its own; one is open at a time."""

    def __init__(self, place: Path, reader: Any = None) -> None:
        self.place = place
        self.reader = reader
        self.packages = place / "gói"
        self.packages.mkdir(parents=True, exist_ok=True)
        self._count = 0
        catalogue.entities()

    def found(self, name: str, upper: str = "", subs: tuple[str, ...] = (), *, sample_indicators: bool = False) -> None:
        """Found an office; it knows its neighbours by name and code, not yet by key."""
        session.current.who = f"Trần Thị {name}"
        kind = ("network", name, upper, subs, sample_indicators)
        lay(self.place / name, kind, lambda: self._found(name, upper, subs, sample_indicators))

    def _found(self, name: str, upper: str, subs: tuple[str, ...], sample_indicators: bool) -> None:
        rows = [{"code": name, "name": self.full(name), "kind": UBND, "relation": "Cơ quan mình"}]
        if upper:
            rows.append({"code": upper, "name": self.full(upper), "kind": UBND, "relation": "Cấp trên"})
        rows += [{"code": sub, "name": self.full(sub), "kind": UBND, "relation": "Cấp dưới"} for sub in subs]
        rows += [{"code": "VP", "name": "Văn phòng"}, {"code": "KT", "name": "Phòng Kinh tế"}]
        people = [
            {"name": f"Lê Văn {name}", "position": "Chủ tịch", "unit": name, "role": "Chủ tịch"},
            {"name": f"Trần Thị {name}", "position": "Chuyên viên", "unit": "VP"},
        ]
        settings = office.suggested(next(iter(office.LABELS)), self.full(name), "Trên")
        office.create(settings, rows, people, sample_indicators=sample_indicators)

    @staticmethod
    def full(name: str) -> str:
        """The name of an office."""
        return f"Ủy ban nhân dân phường {name}"

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Sit down in an office."""
        office.open_folder(self.place / name, writing=True)
        session.current.who = f"Trần Thị {name}"
        try:
            yield
        finally:
            office.close_folder()

    def out(self, kind: str) -> Path:
        """A new file for a package."""
        self._count += 1
        return self.packages / f"{self._count:04d}-{kind}.xlsx"

    def assign(self, sender: str, to: str) -> Path:
        """An assignment package."""
        with self.at(sender):
            return send(sending.prepare_assignment(self.out(f"giao-{sender}-{to}"), to=to))

    def report(self, sender: str, period: str = "2026-11", to: str = "") -> Path:
        """A report package."""
        with self.at(sender):
            return send(sending.prepare(period, self.out(f"bao-cao-{sender}"), to=to))

    def receipt(self, sender: str, to: str) -> Path:
        """A receipt."""
        with self.at(sender):
            return send(sending.prepare_receipt(self.out(f"bien-nhan-{sender}"), to=to))

    def receive(self, name: str, path: Path) -> Outcome:
        """Receive a package, trusting a key that is not known yet."""
        with self.at(name):
            return self.accept(path)

    def accept(self, path: Path) -> Outcome:
        """The same in the open office."""
        return receiving.accept(self.examined(path))

    def examined(self, path: Path) -> Examined:
        """A package looked over in the open office, its key confirmed."""
        found = receiving.examine(path, reader=self.reader)
        if not found.refusal and not found.sender.confirmed:
            unit = found.sender.suggestion
            assert unit is not None
            peers.confirm(found.sender, unit, found.fingerprint)
            found = receiving.examine(path, reader=self.reader)
        return found


def send(prepared: sending.Sending) -> Path:
    """Write and enter a package."""
    sending.enter(prepared, report.write(prepared))
    return prepared.out


def unit(code: str) -> Unit:
    """A unit of the open office by its code."""
    return Unit.get(Unit.code == code)
