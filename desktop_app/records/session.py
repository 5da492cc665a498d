"""Who is at work, in which office: what the journal and the halves need to know."""

from dataclasses import dataclass, field


@dataclass
class Session:
    """The official picked at start, and the office's identity; ``busy`` names a long write under way.

    ``saves`` are the journal's first and last number of each transaction since the office was opened.
    """

    who: str = ""
    office_uid: str = ""
    epoch: int = 1
    busy: str = ""
    readable_only: bool = False
    saves: list[tuple[int, int]] = field(default_factory=list)


current = Session()


def begin(who: str, office_uid: str, epoch: int, *, readable_only: bool = False) -> None:
    """Say who works from now on, and in which office and epoch."""
    current.who, current.office_uid, current.epoch = who, office_uid, epoch
    current.readable_only, current.busy = readable_only, ""
    current.saves.clear()
