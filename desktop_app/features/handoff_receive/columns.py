"""A package on the desk: who sent it, what stands against it, and the verdict of every row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.models import Package
from desktop_app.features.handoff_desk.columns import Judged, Sent
from desktop_app.features.peers.service import Sender
from desktop_app.records import Column, Questions
from desktop_app.records.kinds import Text

PASSPHRASE = Questions(
    "Mật khẩu của tệp",
    Column("passphrase", "Mật khẩu, do nơi gửi cho biết", Text(200), needed=True, hint="Chú ý chữ hoa, chữ thường"),
)


@dataclass
class Examined:
    """A package as found; nothing was written.

    ``refusal`` says why nothing of it may be taken, ``key_words`` what to look at before its key is confirmed,
    ``replayed`` the package as it was received before, ``notes`` what a person should know.
    """

    path: Path
    manifest: Any
    digest: str
    check_code: str
    fingerprint: str
    sender: Sender
    refusal: str = ""
    key_words: str = ""
    replayed: Package | None = None
    notes: list[str] = field(default_factory=list)
    sent: Sequence[Sent] = ()
    cells: dict[str, str] = field(default_factory=dict)
    receipts: Sequence[tuple[str, Any]] = ()
    rows: list[Judged] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    head: str = ""

    @property
    def tally(self) -> dict[str, int]:
        """How many rows came to what."""
        counts: dict[str, int] = {}
        for one in self.rows:
            counts[str(one.verdict)] = counts.get(str(one.verdict), 0) + 1
        return counts


@dataclass(frozen=True)
class Outcome:
    """A package that was accepted: its row in the book, and how many rows came to what."""

    package: Package
    tally: dict[str, int]
