"""Late reasons: what the doer says, what the assigner answered, and whether the delay is held against the doer."""

from collections.abc import Iterable
from datetime import date

from db.words import DecisionKind, LateCause
from desktop_app.rules.lateness import Decision

ANSWERS = (DecisionKind.CAUSE_ACCEPTED, DecisionKind.CAUSE_REFUSED)


def accepted(decisions: Iterable[Decision], round_: int, as_at: date) -> bool | None:
    """Whether the late reason of a round has been accepted by ``as_at``; None when nobody has answered it.

    The last answer counts: who accepted too quickly may think again.

    >>> yes = Decision("cause_accepted", date(2026, 11, 20))
    >>> no = Decision("cause_refused", date(2026, 11, 24))
    >>> [accepted((yes, no), 1, date(2026, 11, day)) for day in (19, 20, 24)]
    [None, True, False]
    >>> accepted((yes,), 2, date(2026, 11, 30)) is None
    True
    """
    answer = None
    for decision in decisions:
        if decision.kind in ANSWERS and decision.round == round_ and decision.decided_on <= as_at:
            answer = decision.kind == DecisionKind.CAUSE_ACCEPTED
    return answer


def late_cause_counts(cause: str, accepted_: bool | None) -> bool:
    """Whether a delay with this cause is held against the doer.

    Each delay takes 25% of the progress points of that piece of work, unless its cause is objective and the competent
    person has confirmed it (NĐ 335/2025/NĐ-CP; DOMAIN.md 5.2). Unclassified and unanswered causes excuse nothing.

    >>> [late_cause_counts("objective", answer) for answer in (True, False, None)]
    [False, True, True]
    >>> late_cause_counts("subjective", True)
    True
    """
    return not (cause == LateCause.OBJECTIVE and accepted_)
