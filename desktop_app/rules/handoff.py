"""How two offices stay in step: what a half that comes in means for the half that lies here (HANDOFF.md section 2).

No field has two writers: each half of a record belongs to one office, and only that office raises its revision
``(term, epoch, n)``. So the newer revision is the true one, and what cannot follow from that is asked, never guessed.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

Revision = tuple[int, int, int]
Place = tuple[int, int]  # a package's place in its channel: the sender's epoch, the running number


class Finding(StrEnum):
    """What a half that comes in is, beside the one that lies here."""

    NEW = "new"  # nothing lies here
    TAKE = "take"  # it follows from what lies here
    SAME = "same"
    OLDER = "older"  # a late package, or an office that went back to a copy and will be told
    RECOVER = "recover"  # ours, and we have lost it
    FORK = "fork"  # one revision, two contents
    BACKWARDS = "backwards"  # a later package with an earlier revision of the same epoch
    EPOCH = "epoch"  # a new epoch that does not know what we hold
    FOREIGN = "foreign"  # it speaks for an office it is not


@dataclass(frozen=True)
class Half:
    """One half of a record as somebody holds it; ``content`` is anything that is equal when the values are."""

    owner: str
    revision: Revision
    content: object = None


@dataclass(frozen=True)
class Setting:
    """Who we are, and where in its channel the package stands.

    ``brought_by`` is the place of the package that brought what lies here, None when nobody knows.
    """

    me: str
    my_epoch: int
    place: Place
    brought_by: Place | None = None


def compare(ours: Half | None, theirs: Half, setting: Setting) -> Finding:
    """What ``theirs`` means.

    >>> at = Setting("me", 1, (1, 5), (1, 4))
    >>> held = Half("them", (1, 1, 3), "a")
    >>> [compare(held, Half("them", (1, 1, n), text), at).value for n, text in ((4, "b"), (3, "a"), (3, "b"), (2, "c"))]
    ['take', 'same', 'fork', 'backwards']
    >>> compare(held, Half("them", (1, 1, 2), "c"), Setting("me", 1, (1, 3), (1, 4))).value  # a package that was late
    'older'
    >>> [compare(held, Half("them", (1, 2, n), "c"), Setting("me", 1, (2, 5))).value for n in (4, 3)]  # restored
    ['take', 'epoch']
    >>> compare(None, Half("me", (1, 1, 3), "a"), at).value, compare(None, held, at).value
    ('recover', 'new')
    >>> compare(Half("me", (1, 1, 3), "a"), held, at).value
    'foreign'
    """
    if theirs.owner == setting.me:
        return _returned(ours, theirs, setting)
    if ours is None:
        return Finding.NEW
    if ours.owner != theirs.owner:
        return _other_owner(ours, theirs)
    if theirs.revision == ours.revision:
        return Finding.SAME if theirs.content == ours.content else Finding.FORK
    if _later(theirs, ours):
        return Finding.EPOCH if _unaware(theirs, ours) else Finding.TAKE
    same_epoch = setting.place[0] == ours.revision[1] and theirs.revision[0] == ours.revision[0]
    after = setting.brought_by is not None and setting.place > setting.brought_by
    return Finding.BACKWARDS if same_epoch and after else Finding.OLDER


def _returned(ours: Half | None, theirs: Half, setting: Setting) -> Finding:
    """A half of ours that another office sends back: it echoes what it holds."""
    if ours is None:
        return Finding.RECOVER
    if ours.owner != setting.me:  # it was given to us while we were away: by a successor, or when we began afresh
        return Finding.RECOVER if theirs.revision[0] > ours.revision[0] else Finding.FOREIGN
    if _later(theirs, ours):
        # In our own epoch nobody can be ahead of us, unless the file was put back by hand.
        return Finding.FORK if theirs.revision[1] >= setting.my_epoch else Finding.RECOVER
    if theirs.revision == ours.revision:
        return Finding.SAME if theirs.content == ours.content else Finding.FORK
    return Finding.EPOCH if _unaware(ours, theirs) else Finding.OLDER


def _other_owner(ours: Half, theirs: Half) -> Finding:
    """A half that changes hands does so in a new term."""
    return Finding.TAKE if theirs.revision[0] > ours.revision[0] else Finding.FOREIGN


def _later(one: Half, other: Half) -> bool:
    """Which of two values of one owner was written later: by epoch first, for a term may have been lost with a copy."""
    (term, epoch, n), (other_term, other_epoch, other_n) = one.revision, other.revision
    return (epoch, term, n) > (other_epoch, other_term, other_n)


def _unaware(newer: Half, older: Half) -> bool:
    """Whether the newer epoch began before the older value was written, and says something else."""
    later_epoch = newer.revision[1] > older.revision[1]
    before = newer.revision[0] < older.revision[0] or newer.revision[2] <= older.revision[2]
    return later_epoch and before and newer.content != older.content


def of_doer(uid: str) -> str:
    """The name under which the doer's half of a task is told apart from the assigner's, where both must be named.

    >>> of_doer("a" * 32) == of_doer("a" * 32), len(of_doer("b" * 32))
    (True, 32)
    """
    return sha256(f"{uid} exe".encode()).hexdigest()[:32]


def missing(numbers: set[int], newest: int) -> list[int]:
    """The running numbers below ``newest`` that have not come in.

    >>> missing({1, 2, 4}, 6)
    [3, 5]
    """
    return [number for number in range(1, newest) if number not in numbers]
